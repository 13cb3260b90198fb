//! The number grammar: from pieces to values. "1.5m", "three hundred and forty-five", "half a
//! million", "two-thirds", "tens of thousands", "three in five". What the number measures, and
//! whether it is a quantity at all, is decided elsewhere.

#![expect(clippy::float_cmp, reason = "number words stand for whole numbers, which are exact")]

use super::lexicon::{Class, Numeric};
use super::parts;
use super::piece::{Kind, Pieces};

/// What sort of expression a number is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Form {
    /// "1,200", "1.5m"
    Digits,
    /// "twenty-three"
    Words,
    /// "half a million", "half an hour": a half of what follows
    Half,
    /// "two-thirds of", "a quarter of"
    Fraction,
    /// "three in five"
    Proportion,
    /// "twice the", "double"
    Multiple,
    /// "sixfold"
    Fold,
    /// "dozens", "hundreds of thousands", "several hundred"
    Vague,
}

/// A number in the text.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Numeral {
    /// First piece.
    pub(super) start: usize,
    /// One past the last piece.
    pub(super) end: usize,
    /// Its value; of vague amounts the lowest.
    pub(super) value: f64,
    /// The highest value of vague amounts.
    pub(super) high: Option<f64>,
    /// What sort of expression.
    pub(super) form: Form,
    /// Characters of the digits as written (0 for words).
    pub(super) width: u32,
    /// Digits after the decimal point.
    pub(super) decimals: u32,
    /// Thousands are separated.
    pub(super) grouped: bool,
    /// A word or letter of scale was part of it ("million", "bn").
    pub(super) scale: f64,
}

impl Numeral {
    pub(super) fn new(start: usize, end: usize, value: f64, form: Form) -> Self {
        Self { start, end, value, high: None, form, width: 0, decimals: 0, grouped: false, scale: 1.0 }
    }

    /// A whole number written in plain digits.
    pub(super) fn plain(&self) -> bool {
        self.form == Form::Digits && self.decimals == 0 && !self.grouped && self.scale == 1.0
    }

    /// A whole number.
    pub(super) fn whole(&self) -> bool {
        self.value.fract() == 0.0
    }
}

/// The double nearest to `written` (with `decimals` digits behind its point) times `scale`, which may be a hundredth:
/// "2.05 billion" is 2050000000, where 2.05 × 10⁹ in doubles falls short of it. Whole numbers are multiplied or divided
/// once, by a whole number.
pub(super) fn scaled(written: f64, decimals: u32, scale: f64) -> f64 {
    if scale == 1.0 {
        return written;
    }
    let tenths = 10f64.powi(decimals.min(15) as i32);
    let digits = (written * tenths).round();
    let (up, down) = if scale < 1.0 { (1.0, tenths / scale) } else { (scale, tenths) };
    if digits / tenths != written {
        written * scale // a third, a half more
    } else if up % down == 0.0 {
        digits * (up / down)
    } else if down % up == 0.0 {
        digits / (down / up)
    } else {
        digits * up / down
    }
}

/// True where a number may begin, judging by this piece alone: the cheap test of the scan.
pub(super) fn seed(kind: Kind, number: Option<Numeric>) -> bool {
    match kind {
        Kind::Digits(_) | Kind::VulgarFraction(_) => true,
        _ => number.is_some_and(|n| !matches!(n, Numeric::Ordinal(_))),
    }
}

/// The number that begins at `at`, the longest reading first. `money` tells that a currency sign
/// stands before it ("$5m" is no length).
pub(super) fn read(p: Pieces<'_>, at: usize, money: bool) -> Option<Numeral> {
    let simple = parts::half(p, at)
        .or_else(|| parts::fraction(p, at))
        .or_else(|| vague(p, at))
        .or_else(|| digits(p, at, money))
        .or_else(|| words(p, at))
        .or_else(|| multiple(p, at))
        .or_else(|| none(p, at))?;
    // "a two-fold rise", "18-fold"
    let fold = simple.end + 1;
    if p.dash(simple.end) && p.glued(simple.end) && p.glued(fold) && p.low(fold) == "fold" {
        return Some(Numeral { end: fold + 1, form: Form::Fold, ..simple });
    }
    Some(parts::proportion(p, simple).unwrap_or(simple))
}

pub(super) fn number(p: Pieces<'_>, at: usize) -> Option<Numeric> {
    p.get(at)?.word.number
}

/// A word of scale at `at`, a hyphen before it allowed ("300-million").
pub(super) fn scale(p: Pieces<'_>, at: usize) -> Option<(f64, usize)> {
    let at = if p.dash(at) && p.glued(at) && p.glued(at + 1) { at + 1 } else { at };
    match number(p, at)? {
        // "mil", "tn", "mn" are read only after digits, which `suffix` does.
        Numeric::Scale(s) if p.low(at).len() > 4 || p.low(at) == "lakh" || p.low(at) == "lac" => Some((s, at + 1)),
        Numeric::Hundred => Some((100.0, at + 1)),
        Numeric::Dozen => Some((12.0, at + 1)),
        Numeric::Vague(s) => Some((s, at + 1)), // "three dozens"
        _ => None,
    }
}

/// Letters of scale right behind digits: "1.5m people", "$2.3bn", "25k".
fn suffix(p: Pieces<'_>, at: usize, money: bool) -> Option<(f64, usize)> {
    let (raw, low) = (p.raw(at), p.low(at));
    if let Some(Numeric::Scale(s)) = number(p, at)
        && matches!(low, "mn" | "bn" | "tn" | "trn" | "mln" | "bln" | "trln" | "mio" | "mil" | "bil" | "lac")
    {
        return Some((s, at + 1));
    }
    if matches!(raw, "M" | "B") && !p.glued(at) && p.is(at + 1, Class::People) {
        return Some((if raw == "M" { 1e6 } else { 1e9 }, at + 1));
    }
    let spaced = money && matches!(raw, "m" | "M" | "b" | "B");
    if !(p.glued(at) || spaced) {
        return None;
    }
    let value = match raw {
        "k" => 1e3,
        "K" if money || !p.is_word(at + 1) || p.get(at + 1).is_some_and(|n| !n.capital) => 1e3,
        "M" => 1e6,
        "m" if money || million_not_metres(p, at + 1) => 1e6,
        "b" | "B" if money => 1e9,
        "B" if !p.capital(at.wrapping_sub(2)) && million_not_metres(p, at + 1) => 1e9, // "173B bytes", not "Phase 2B"
        "t" | "T" if money => 1e12,
        _ => return None,
    };
    Some((value, at + 1))
}

/// "1.5m people" counts millions, "a 100m race" and "1.5m deep" measure metres: what follows decides.
fn million_not_metres(p: Pieces<'_>, next: usize) -> bool {
    if p.get(next).is_some_and(|n| n.word.opens_currency) {
        return true;
    }
    if !p.is_word(next) || p.is(next, Class::Dimension) || p.is(next, Class::Function) || p.capital(next) {
        return false;
    }
    (next..next + 5)
        .take_while(|&at| p.is_word(at) && (!p.is(at, Class::Function) || p.low(at) == "and"))
        .any(|at| p.is(at, Class::People) || p.low(at).ends_with('s') && !p.low(at).ends_with("ss"))
}

/// "1,200", "816 000", "3½", "2 1/2", "1.5m", "12 million", "5 lakh crore".
pub(super) fn digits(p: Pieces<'_>, at: usize, money: bool) -> Option<Numeral> {
    let (mut value, mut end, mut width, mut decimals, mut grouped) = match p.get(at)?.kind {
        Kind::VulgarFraction(v) => (v, at + 1, 0, 1, false),
        Kind::Digits(d) if !d.odd && d.width <= 24 => (d.value, at + 1, d.width, d.decimals, d.grouped),
        _ => return None,
    };
    if let Some(first) = p.digits(at) {
        let mut groups = 0;
        while let Some(next) = p.digits(end)
            && first.width <= 3
            && first.decimals == 0
            && groups < 4
            && !p.glued(end)
            && next.width == 3
            && next.decimals == 0
            && first.value > 0.0
            && p.digits(end + 1).is_none_or(|d| d.width == 3 && !p.glued(end + 1))
        {
            value = value * 1000.0 + next.value;
            (end, grouped, width, groups) = (end + 1, true, width + 4, groups + 1);
        }
        if let Some(Kind::VulgarFraction(v)) = p.get(end).map(|x| x.kind) {
            value += v;
            (end, decimals) = (end + 1, 1);
        } else if let Some((v, after)) = slashed(p, end)
            && v < 1.0
            && !p.glued(end)
        {
            value += v;
            (end, decimals) = (after, 1);
        } else if let Some((v, after)) = slashed(p, at)
            && end == at + 1
            && v < 1.0
        {
            return Some(Numeral { width, ..Numeral::new(at, after, v, Form::Fraction) });
        }
    }
    let mut numeral = Numeral { width, decimals, grouped, ..Numeral::new(at, end, value, Form::Digits) };
    and_a_half(p, &mut numeral);
    if let Some((s, after)) = suffix(p, numeral.end, money) {
        numeral.value = scaled(numeral.value, numeral.decimals, s);
        numeral.scale *= s;
        numeral.end = after;
    }
    scales(p, &mut numeral);
    Some(numeral)
}

/// "3/4", "1/2"
fn slashed(p: Pieces<'_>, at: usize) -> Option<(f64, usize)> {
    let (top, bottom) = (p.digits(at)?, p.digits(at + 2)?);
    let small = |d: super::piece::Digits| !d.odd && d.decimals == 0 && d.width <= 2 && d.value > 0.0;
    ((p.mark(at + 1, '/') || p.mark(at + 1, '⁄'))
        && p.glued(at + 1)
        && p.glued(at + 2)
        && small(top)
        && (small(bottom) && matches!(bottom.value as u32, 2..=6 | 8 | 10 | 16 | 32)
            || p.mark(at + 1, '⁄') && bottom.value > 1.0)
        && !(p.mark(at + 3, '/') && p.glued(at + 3)))
    .then(|| (top.value / bottom.value, at + 3))
}

/// "two and a half", "3 and a quarter"
fn and_a_half(p: Pieces<'_>, numeral: &mut Numeral) {
    let skip = |at: usize| if p.dash(at) && p.glued(at) { at + 1 } else { at };
    let at = skip(numeral.end);
    if p.low(at) != "and" {
        return;
    }
    let at = skip(at + 1);
    let (times, at) = match p.low(at) {
        "a" | "one" => (1.0, skip(at + 1)),
        "three" => (3.0, skip(at + 1)),
        _ => return,
    };
    let part = match number(p, at) {
        Some(Numeric::Half) => 0.5,
        Some(Numeric::Quarter | Numeric::Parts(4.0)) => 0.25,
        Some(Numeric::Ordinal(3.0)) => 1.0 / 3.0,
        _ => return,
    };
    numeral.value += times * part * if numeral.scale > 1.0 { numeral.scale } else { 1.0 };
    numeral.decimals = 1;
    numeral.end = at + 1;
}

/// Scale words after a number: "12 million", "5 lakh crore", "two dozen".
pub(super) fn scales(p: Pieces<'_>, numeral: &mut Numeral) {
    for _ in 0..2 {
        let Some((s, after)) = scale(p, numeral.end) else { break };
        numeral.value = scaled(numeral.value, if numeral.scale == 1.0 { numeral.decimals } else { 0 }, s);
        numeral.scale *= s;
        numeral.end = after;
    }
    if numeral.scale > 1.0 {
        and_a_half(p, numeral);
    }
}

/// "twenty-three", "three hundred and forty-five", "a million", "a dozen", "a couple of".
pub(super) fn words(p: Pieces<'_>, start: usize) -> Option<Numeral> {
    let mut at = start;
    let (mut total, mut group) = (0.0, 0.0);
    let mut open = false; // a group has been begun
    let (mut scaled, mut last_scale) = (1.0, f64::INFINITY);
    // The size of what the last word left room for: after "twenty" units, after "hundred" anything below it.
    let mut room = f64::INFINITY;
    let mut end = start;
    if matches!(p.low(at), "a" | "an") {
        let next = number(p, at + 1)?;
        if next == Numeric::Couple {
            return (p.low(at + 2) == "of").then(|| Numeral::new(start, at + 3, 2.0, Form::Words));
        }
        if !matches!(next, Numeric::Hundred | Numeric::Scale(_) | Numeric::Dozen) || p.low(at + 1).len() < 4 {
            return None;
        }
        (group, open, at) = (1.0, true, at + 1);
        room = 1.0;
    }
    while let Some(n) = number(p, at) {
        match n {
            Numeric::Unit(v) if room >= 9.0 => (group, room, open) = (group + v, 1.0, true),
            Numeric::Teen(v) if room >= 99.0 => (group, room, open) = (group + v, 1.0, true),
            Numeric::Ten(v) if room >= 99.0 => (group, room, open) = (group + v, 9.0, true),
            Numeric::Hundred if open && group < 100.0 => (group, room, scaled) = (group * 100.0, 99.0, 100.0),
            Numeric::Scale(s) if p.low(at).len() > 3 && open && s < last_scale => {
                total += group * s;
                (group, room, scaled, last_scale) = (0.0, 999.0, s, s);
            }
            Numeric::Dozen if open || at == start => {
                group = if open { group } else { 1.0 } * 12.0;
                (room, open, scaled) = (0.0, true, 12.0);
            }
            _ => break,
        }
        at += 1;
        end = at;
        if goes_on(p, at, room, scaled) {
            at += 1;
        }
    }
    if !open || end == start {
        return None;
    }
    let mut numeral = Numeral { scale: scaled, ..Numeral::new(start, end, total + group, Form::Words) };
    if scaled == 1.0 || scaled >= 1e6 {
        let before = numeral.end;
        and_a_half(p, &mut numeral);
        if numeral.end > before && scaled == 1.0 {
            numeral.scale = 1.0;
            scales(p, &mut numeral);
        }
    }
    Some(numeral)
}

/// The number goes on behind a hyphen ("twenty-three") or "and" ("three hundred and forty-five").
fn goes_on(p: Pieces<'_>, at: usize, room: f64, scaled: f64) -> bool {
    if p.dash(at) && p.glued(at) && p.glued(at + 1) {
        return number(p, at + 1).is_some();
    }
    p.low(at) == "and"
        && (99.0..f64::INFINITY).contains(&room)
        && matches!(number(p, at + 1), Some(Numeric::Unit(_) | Numeric::Teen(_) | Numeric::Ten(_)))
        && !(scaled >= 1000.0 && matches!(number(p, at + 2), Some(Numeric::Scale(_) | Numeric::Hundred)))
}

/// "dozens", "tens of thousands", "hundreds of millions", "several hundred", "a few thousand".
fn vague(p: Pieces<'_>, start: usize) -> Option<Numeral> {
    let first = if p.low(start) == "a" { start + 1 } else { start };
    match number(p, first)? {
        Numeric::Vague(low) if first == start => {
            let (mut low, mut high, mut end) = (low, low * 10.0, start + 1);
            if p.low(end) == "of"
                && let Some(Numeric::Vague(more)) = number(p, end + 1)
                && more >= 100.0
            {
                (low, high, end) = (low * more, high * more, end + 2);
            } else if matches!(p.low(start), "tens" | "scores") && p.low(end) != "of" {
                // "scores missing" in a headline
                let harm = [Class::KilledVerb, Class::InjuredVerb, Class::Missing, Class::Detained];
                if p.low(start) == "tens" || !harm.iter().any(|&class| p.is(end, class)) {
                    return None;
                }
            }
            let made = Numeral::new(start, end, low, Form::Vague);
            Some(Numeral { high: Some(high), ..made })
        }
        Numeric::Several(n) => {
            let (mut s, mut end) = scale(p, first + 1)?;
            if let Some((more, after)) = scale(p, end) {
                (s, end) = (s * more, after);
            }
            Some(Numeral { high: Some(s * 9.0), scale: s, ..Numeral::new(start, end, s * (n - 1.0), Form::Vague) })
        }
        _ => None,
    }
}

/// "twice the estimate", "double its usual number", "more than doubled", "sixfold", "a 12-fold rise".
fn multiple(p: Pieces<'_>, at: usize) -> Option<Numeral> {
    let hedged = at.checked_sub(1).is_some_and(|b| p.get(b).is_some_and(|x| x.word.ends_modifier));
    let made = |value, form| Some(Numeral::new(at, at + 1, value, form));
    match number(p, at)? {
        Numeric::Multiple(v) => {
            let follows = p.is(at + 1, Class::AfterMultiple);
            let harmed = at.checked_sub(1).is_some_and(|b| p.is(b, Class::InjuredVerb));
            let adverb = matches!(p.low(at), "twice" | "thrice");
            (follows || adverb && (harmed || hedged)).then(|| made(v, Form::Multiple))?
        }
        Numeric::Growth(v) if hedged => made(v, Form::Multiple),
        Numeric::Fold(v) => made(v, Form::Fold),
        _ => None,
    }
}

/// "no casualties", "no Dutch casualties": zero, where the text counts harm.
fn none(p: Pieces<'_>, at: usize) -> Option<Numeral> {
    let counted =
        |k: usize| matches!(p.low(k), "casualties" | "deaths" | "fatalities" | "injuries" | "dead" | "injured");
    let adjective = p.is_word(at + 1)
        && !p.is(at + 1, Class::Function)
        && !matches!(p.low(at + 1), "more" | "further" | "other")
        && counted(at + 2);
    (p.low(at) == "no" && (counted(at + 1) || adjective)).then(|| Numeral::new(at, at + 1, 0.0, Form::Words))
}
