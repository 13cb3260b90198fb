//! Ordinals: "38th", "third", "twenty-third". Alone they are no quantity; ranks ask for them.

use super::lexicon::Numeric;
use super::piece::Pieces;

/// "th" glued to digits: the number is an ordinal.
pub(super) fn suffix(p: Pieces<'_>, at: usize) -> bool {
    p.glued(at) && matches!(p.low(at), "st" | "nd" | "rd" | "th")
}

/// A hyphen inside a word.
pub(super) fn hyphen(p: Pieces<'_>, at: usize) -> bool {
    p.dash(at) && p.glued(at) && p.glued(at + 1)
}

/// The value of an ordinal at `at` and where it ends: "38th", "third", "twenty-third".
pub(super) fn read(p: Pieces<'_>, at: usize) -> Option<(f64, usize)> {
    if let Some(d) = p.digits(at)
        && !d.odd
        && suffix(p, at + 1)
    {
        return Some((d.value, at + 2));
    }
    match p.get(at)?.word.number? {
        Numeric::Ordinal(v) => Some((v, at + 1)),
        Numeric::Ten(t) if p.dash(at + 1) && p.glued(at + 1) => match p.get(at + 2)?.word.number? {
            Numeric::Ordinal(v) if v < 10.0 => Some((t + v, at + 3)),
            _ => None,
        },
        _ => None,
    }
}
