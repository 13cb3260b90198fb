//! Ages: "33-year-old", "aged 5 to 12", "the age of 21", "Olena Davydiuk, 44, a lawyer".

use super::lexicon::Class;
use super::numeral;
use super::piece::Pieces;

/// "33-year-old", "33 years old", "aged 33", "aged 5 to 12", "age 40", "the age of 21", ", 44,", "(44)":
/// unit, start, end, and both ends of a range.
pub(super) type Age = (u16, usize, usize, f64, Option<f64>);

pub(super) fn read(p: Pieces<'_>, start: usize, end: usize) -> Option<Age> {
    let value = numeral::read(p, start, false).filter(|n| n.end == end)?.value;
    let years = p.lexicon.unit_named("year")?;
    let skip = |at: usize| if p.dash(at) { at + 1 } else { at };
    // "33-year-old", "three months old", "two years of age"
    let at = skip(end);
    if let Some(unit) = match p.low(at) {
        "year" | "years" => Some("year"),
        "month" | "months" => Some("month"),
        "week" | "weeks" => Some("week"),
        "day" | "days" => Some("day"),
        _ => None,
    } {
        let id = p.lexicon.unit_named(unit)?;
        let old = skip(at + 1);
        if matches!(p.low(old), "old" | "olds") {
            return Some((id, start, old + 1, value, None));
        }
        if p.low(at + 1) == "of" && p.low(at + 2) == "age" {
            return Some((id, start, at + 3, value, None));
        }
    }
    let whole = value.fract() == 0.0 && (0.0..=125.0).contains(&value);
    if !whole {
        return None;
    }
    let b = start.wrapping_sub(1);
    let next_unit = p.get(end).is_some_and(|x| x.word.opens_unit && !x.glued) && !matches!(p.low(end), "in" | "c");
    // "aged 33", "ages 5 to 12", "age 40", "the age of 21"
    if matches!(p.low(b), "aged" | "ages" | "age") && !next_unit && p.digits(start).is_none_or(|d| d.decimals == 0) {
        let joined = matches!(p.low(end), "to" | "and" | "or") || p.dash(end);
        if joined
            && let Some(second) = numeral::read(p, end + 1, false)
            && second.value > value
            && second.value < 125.0
        {
            return Some((years, b, second.end, value, Some(second.value)));
        }
        return Some((years, b, end, value, None));
    }
    if p.low(b) == "of" && matches!(p.low(b.wrapping_sub(1)), "age" | "ages") && (!next_unit || p.low(end) == "years") {
        let end = if p.low(end) == "years" { end + 1 } else { end };
        let the = b.wrapping_sub(2);
        let from = if p.low(the) == "the" { the } else { b.wrapping_sub(1) };
        return Some((years, from, end, value, None));
    }
    // "a boy of six", "who turned 60", "she is 46."
    let ends = !p.is_word(end) && !p.dash(end) && !p.mark(end, '%')
        || matches!(p.low(end), "in" | "on" | "when" | "now" | "by" | "at" | "and" | "next" | "this" | "last" | "who");
    let ends = ends || matches!(p.tag(end), crate::syntax::Tag::Verb | crate::syntax::Tag::Aux);
    let of = p.low(b) == "of"
        && matches!(p.low(b.wrapping_sub(1)), "boy" | "girl" | "man" | "woman" | "daughter" | "son" | "child" | "baby");
    let turns = matches!(p.low(b), "turned" | "turns" | "turn" | "turning") && (10.0..=115.0).contains(&value);
    let is = matches!(p.low(b), "is" | "was" | "be")
        && (matches!(p.low(b.wrapping_sub(1)), "he" | "she" | "who")
            || p.low(b.wrapping_sub(1)) == "will" && matches!(p.low(b.wrapping_sub(2)), "he" | "she" | "who"))
        && (5.0..=115.0).contains(&value);
    // "two farmers aged 44 and 29"
    let listed = p.low(b) == "and"
        && p.digits(start).is_some()
        && p.digits(b.wrapping_sub(1)).is_some()
        && matches!(p.low(b.wrapping_sub(2)), "aged" | "ages");
    if (of || turns || is || listed) && ends && p.digits(start).is_none_or(|d| d.decimals == 0 && !d.grouped) {
        return Some((years, start, end, value, None));
    }
    // "Olena Davydiuk, 44, a lawyer"; "the pilot (44)"
    let digits = p.digits(start)?;
    if digits.width > 3 || value < 1.0 || end != start + 1 {
        return None;
    }
    let named = p.capital(b.wrapping_sub(1))
        && !p.is(b.wrapping_sub(1), Class::Month)
        && !p.is(b.wrapping_sub(1), Class::Weekday)
        && !p.is(b.wrapping_sub(1), Class::Label);
    let kin = p.is(b.wrapping_sub(1), Class::Kin);
    let dotted = p.mark(b, ',') && p.mark(b.wrapping_sub(1), '.') && matches!(p.low(b.wrapping_sub(2)), "jr" | "sr");
    let closes = p.mark(end, ',')
        || p.mark(end, '.') && !p.glued(end + 1)
        || p.mark(end, ';')
        || p.mark(end, ':')
        || p.low(end) == "and" && p.capital(end + 1)
        || matches!(p.low(end), "from" | "of" | "who" | "was" | "is") && named;
    let comma = p.mark(b, ',') && (named || kin || dotted) && closes && (1.0..=115.0).contains(&value);
    let score = p.mark(end, ',') && p.capital(end + 1) && p.digits(end + 2).is_some() && !p.mark(end + 3, ',');
    let person = named && p.tag(b.wrapping_sub(1)) == crate::syntax::Tag::Propn;
    let bracket = p.mark(b, '(') && p.mark(end, ')') && (person || kin) && (10.0..=110.0).contains(&value);
    ((comma && !score || bracket) && !p.is(b.wrapping_sub(1), Class::Function))
        .then_some((years, start, end, value, None))
}
