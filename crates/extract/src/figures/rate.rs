//! What a quantity is reckoned by: "$40 a barrel", "15 a year", "12 per 100,000 people".

use super::kind::FigureKind;
use super::lexicon::Class;
use super::noun::singular;
use super::numeral::{self, Form, Numeral};
use super::piece::Pieces;
use super::quantity::{Draft, Measure};
use super::side::unit_at;

/// "$40 a barrel", "15 a year", "per 100,000 people", "km/h", "$3 each": what it is reckoned by.
pub(super) fn attach(p: Pieces<'_>, draft: &mut Draft) {
    if let Some(at) = behind_bracket(p, draft) {
        let (end, after) = (draft.end, draft.after);
        attach_at(p, draft, at);
        (draft.end, draft.after) = (end, after);
    } else {
        attach_at(p, draft, draft.after);
    }
}

/// "C$6 (US$4.46) per share": what stands behind the bracket holds for both sums.
fn behind_bracket(p: Pieces<'_>, draft: &Draft) -> Option<usize> {
    if draft.kind != FigureKind::Money {
        return None;
    }
    let at = draft.after;
    if p.mark(at, ')') && p.mark(draft.start.wrapping_sub(1), '(') {
        return Some(at + 1);
    }
    if !p.mark(at, '(') {
        return None;
    }
    (at + 1..at + 10).find(|&k| p.mark(k, ')')).map(|k| k + 1)
}

fn attach_at(p: Pieces<'_>, draft: &mut Draft, at: usize) {
    if draft.per.is_some() {
        return;
    }
    let (noun, slash) = match p.low(at) {
        "a" | "an" => (at + 1, false),
        "per" => (at + 1, true),
        "/" if p.glued(at) && p.is_word(at + 1) => (at + 1, true),
        "-" if p.low(at + 1) == "per" || p.low(at + 1) == "a" && p.dash(at + 2) => {
            (if p.dash(at + 2) { at + 3 } else { at + 2 }, true)
        }
        _ => return,
    };
    if matches!(draft.kind, FigureKind::Percent | FigureKind::Age | FigureKind::Ratio) || draft.form == Form::Fraction {
        return;
    }
    // "five years a slave" is no rate, "a year ago" and "a week earlier" are dates.
    let dated = matches!(p.low(noun + 1), "ago" | "earlier" | "before" | "later" | "after" | "old");
    if !slash && (!p.is(noun, Class::RateNoun) || dated || p.dash(noun + 1)) {
        return;
    }
    if !slash
        && p.lexicon.word(p.low(noun)).opens_unit
        && matches!(draft.measure, Measure::Unit(u) if p.lexicon.units[u as usize].dimension == "time")
        && !matches!(p.low(noun), "day" | "week" | "month" | "year")
    {
        return;
    }
    if let Some(number) = numeral::read(p, noun, false) {
        if p.low(at) == "per" {
            let mut end = number.end;
            let mut name = format!("{}", number.value);
            if p.is_word(end) && !p.is(end, Class::Function) {
                name = format!("{name} {}", singular(p.low(end)));
                end += 1;
            }
            draft.per = Some(name);
            (draft.after, draft.end) = (end, end);
        }
        return;
    }
    if !p.is_word(noun) || slash && p.is(noun, Class::Function) {
        return;
    }
    // "dollars per square foot"
    let mut end = noun + 1;
    let mut name = canonical(p, noun);
    if matches!(p.low(noun), "square" | "cubic" | "troy" | "metric" | "nautical")
        && let Some((unit, after)) = unit_at(p, noun, false, &one())
    {
        p.lexicon.units[unit as usize].name.clone_into(&mut name);
        end = after;
    }
    draft.per = Some(name);
    (draft.after, draft.end) = (end, end);
}

fn one() -> Numeral {
    Numeral {
        start: 0,
        end: 0,
        value: 1.0,
        high: None,
        form: Form::Words,
        width: 0,
        decimals: 0,
        grouped: false,
        scale: 1.0,
    }
}

/// The singular of the word at `at`, by the units' names where it is a unit ("kg" → "kilogram").
fn canonical(p: Pieces<'_>, at: usize) -> String {
    let low = p.low(at);
    let short = match low {
        "lb" | "pound" => Some("pound"),
        "hr" => Some("hour"),
        "mo" => Some("month"),
        "yr" => Some("year"),
        "wk" => Some("week"),
        "sqft" => Some("square foot"),
        _ => None,
    };
    if let Some(name) = short {
        return name.to_owned();
    }
    if low.len() > 1
        && let Some(&(_, unit)) = p.lexicon.unit_forms(low).iter().find(|(rest, _)| rest.is_empty())
    {
        return p.lexicon.units[unit as usize].name.to_owned();
    }
    singular(low)
}
