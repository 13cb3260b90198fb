//! Hedges and bounds before and after a number: "at least 12", "200 or more", "as many as 50".

use super::kind::{FigureKind, Modifier};
use super::numeral::Form;
use super::piece::Pieces;
use super::quantity::Draft;

/// Finds the modifier of a quantity and widens its span over it.
pub(super) fn attach(p: Pieces<'_>, draft: &mut Draft) {
    before(p, draft);
    after(p, draft);
}

/// True where a modifier stands right before the piece: "nearly |a decade".
pub(super) fn hedges(p: Pieces<'_>, at: usize) -> bool {
    let Some(last) = at.checked_sub(1) else { return false };
    p.get(last).is_some_and(|x| x.word.ends_modifier)
        && p.lexicon.modifiers_before(p.low(last)).iter().any(|&(rest, found)| {
            !matches!(found, Modifier::Exact | Modifier::Vague)
                && p.low(last) != "from"
                && p.matches_back(last, rest).is_some()
        })
}

fn before(p: Pieces<'_>, draft: &mut Draft) {
    let mut at = draft.start;
    for _ in 0..3 {
        let Some(last) = at.checked_sub(1) else { return };
        if !p.get(last).is_some_and(|x| x.word.ends_modifier) {
            return;
        }
        let Some((start, found)) = phrase_before(p, last, draft) else { return };
        if found != Modifier::Exact {
            if draft.modifier == Modifier::Between {
                if found == Modifier::Between {
                    draft.start = start;
                }
                return;
            }
            if draft.modifier == Modifier::Vague {
                if !matches!(found, Modifier::Exact | Modifier::Between) {
                    draft.start = start;
                }
                return;
            }
            if draft.modifier == Modifier::Exact {
                draft.modifier = found;
                draft.start = start;
                at = start;
                if matches!(p.low(start.wrapping_sub(1)), "an" | "a") && p.low(start) == "estimated" {
                    draft.start = start - 1;
                }
                continue;
            }
            return;
        }
        at = start; // "only about 12", "another 12": look further, but leave the span
        if !matches!(
            p.low(last),
            "only" | "just" | "another" | "additional" | "further" | "barely" | "of" | "combined" | "extra"
        ) {
            return;
        }
        if draft.modifier != Modifier::Exact {
            return;
        }
    }
}

/// The longest modifier phrase that ends with the piece `last`.
fn phrase_before(p: Pieces<'_>, last: usize, draft: &Draft) -> Option<(usize, Modifier)> {
    let word = p.low(last);
    for &(before, found) in p.lexicon.modifiers_before(word) {
        let Some(start) = p.matches_back(last, before) else { continue };
        if !before.is_empty() || !misfits(p, last, word, draft) {
            return Some((start, found));
        }
    }
    None
}

/// Single words that are modifiers only in the right company: "over 50 people" but "over 12 months of talks".
fn misfits(p: Pieces<'_>, last: usize, word: &str, draft: &Draft) -> bool {
    let prev = p.low(last.wrapping_sub(1));
    match word {
        "from" | "many" => true,
        "within" | "inside" => draft.kind != FigureKind::Measure && draft.kind != FigureKind::Duration,
        "over" => {
            matches!(
                prev,
                "win" | "victory" | "lead" | "spread" | "won" | "dispute" | "row" | "talks" | "hand" | "take" | "taken"
            ) || draft.form == Form::Words && is_time(p, draft)
        }
        "under" => matches!(prev, "arrest") || p.low(draft.after) == "-",
        "past" | "passed" | "beyond" | "topped" | "exceeds" | "exceed" | "exceeded" | "surpassed" | "topping" => {
            matches!(prev, "the" | "was" | "were" | "been" | "is") || is_time(p, draft) && word != "exceeded"
        }
        "near" => p.capital(draft.number),
        "minimum" | "maximum" => !matches!(prev, "a" | "the"),
        _ => false,
    }
}

fn is_time(p: Pieces<'_>, draft: &Draft) -> bool {
    matches!(draft.measure, super::quantity::Measure::Unit(u) if p.lexicon.units[u as usize].dimension == "time")
}

/// "200 or more people", "12 or so", "50 plus", "$10 at most"
fn after(p: Pieces<'_>, draft: &mut Draft) {
    if draft.modifier != Modifier::Exact {
        return;
    }
    let at = draft.after;
    let likely = p.mark(at, ',')
        || p.mark(at, '+')
        || p.dash(at)
        || matches!(
            p.low(at),
            "or" | "and"
                | "at"
                | "plus"
                | "odd"
                | "approximately"
                | "tops"
                | "maximum"
                | "minimum"
                | "max"
                | "upwards"
                | "upward"
                | "ish"
        );
    if !likely {
        return;
    }
    for &(phrase, found) in &p.lexicon.modifiers_after {
        if let Some(end) = p.matches(at, phrase) {
            if phrase == "+" && !p.glued(at)
                || matches!(phrase, "plus" | "maximum" | "minimum" | "max") && p.is_word(end) && phrase != "plus"
            {
                return;
            }
            if phrase == "plus" && (p.digits(end).is_some() || !p.is_word(end)) {
                return;
            }
            draft.modifier = found;
            draft.end = end;
            draft.after = end;
            return;
        }
    }
}
