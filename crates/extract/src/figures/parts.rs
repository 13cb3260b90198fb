//! Parts of a whole: "half a million", "two-thirds", "a fifth of", "half the price", "three in five".

#![expect(clippy::float_cmp, reason = "whole numbers and halves are compared, which are exact")]

use super::lexicon::{Class, Numeric};
use super::numeral::{self, Form, Numeral, number, scales};
use super::piece::Pieces;

/// "half a million", "half-million", "half a dozen", "half an hour", "a half-point", "quarter-point",
/// "a quarter of a million".
pub(super) fn half(p: Pieces<'_>, start: usize) -> Option<Numeral> {
    let first = if p.low(start) == "a" { start + 1 } else { start };
    let part = match number(p, first)? {
        Numeric::Half => 0.5,
        Numeric::Quarter => 0.25,
        _ => return None,
    };
    let mut at = first + 1;
    if p.low(at) == "of" && matches!(p.low(at + 1), "a" | "an") && part == 0.25 {
        at += 2;
    } else if matches!(p.low(at), "a" | "an") && part == 0.5 || p.dash(at) && p.glued(at) {
        at += 1;
    }
    if let Some(Numeric::Scale(_) | Numeric::Dozen) = number(p, at)
        && p.low(at).len() > 3
    {
        let mut numeral = Numeral::new(start, at, part, Form::Words);
        scales(p, &mut numeral);
        return Some(numeral);
    }
    let joined = at > first + 1;
    let unit = p.get(at).is_some_and(|x| x.word.opens_unit || x.word.opens_currency);
    (joined && unit && (part == 0.5 || p.low(at) == "point") && p.low(at) != "year")
        .then(|| Numeral::new(start, at, part, Form::Half))
}

/// "two-thirds", "a third of", "one-fifth", "three quarters", "half of", "half the".
pub(super) fn fraction(p: Pieces<'_>, start: usize) -> Option<Numeral> {
    let skip = |at: usize| if p.dash(at) && p.glued(at) { at + 1 } else { at };
    let made = |end: usize, value: f64| Some(Numeral::new(start, end, value, Form::Fraction));
    let top = match (p.low(start), number(p, start)) {
        ("a", _) => 1.0,
        (_, Some(Numeric::Unit(v))) if v > 0.0 => v,
        (_, Some(Numeric::Half)) => return bare_half(p, start).and_then(|end| made(end, 0.5)),
        _ => return None,
    };
    let at = skip(start + 1);
    match number(p, at)? {
        // "two quarters" are half a year unless "of" follows
        Numeric::Parts(4.0) if top == 2.0 && !p.dash(start + 1) && p.low(at + 1) != "of" => None,
        Numeric::Parts(n) if top > 1.0 && top < n => made(at + 1, top / n),
        Numeric::Ordinal(n) if top == 1.0 && (3.0..=20.0).contains(&n) && part_follows(p, at + 1, start) => {
            made(at + 1, 1.0 / n)
        }
        Numeric::Quarter if top == 1.0 && part_follows(p, at + 1, start) => made(at + 1, 0.25),
        Numeric::Half if top == 1.0 && (p.low(at + 1) == "of" || !p.is_word(at + 1)) => made(at + 1, 0.5),
        _ => None,
    }
}

/// "a third" is a part where "of" follows or the clause ends, and an ordinal before a noun.
fn part_follows(p: Pieces<'_>, next: usize, start: usize) -> bool {
    if p.low(next) == "of" {
        return true;
    }
    let hyphened = p.dash(start + 1);
    let ends = !p.is_word(next) && !p.dash(next)
        || p.is(next, Class::Function)
        || p.is(next, Class::Up)
        || p.is(next, Class::Down);
    ends && (hyphened
        || start.checked_sub(1).is_some_and(|b| {
            p.get(b).is_some_and(|x| x.word.ends_modifier) || matches!(p.low(b), "by" | "to" | "a" | "fell" | "rose")
        }))
}

/// "half of the wages", "half the price", "about half", "by half".
fn bare_half(p: Pieces<'_>, at: usize) -> Option<usize> {
    let before = at.checked_sub(1).map_or("", |b| p.low(b));
    let refused = p.is(at.wrapping_sub(1), Class::HalfBefore);
    if refused || p.dash(at + 1) && p.glued(at + 1) {
        return None;
    }
    let follows = p.is(at + 1, Class::AfterMultiple);
    let hedged = at.checked_sub(1).is_some_and(|b| p.get(b).is_some_and(|x| x.word.ends_modifier))
        || matches!(before, "by" | "in" | "to");
    (follows && !(p.low(at + 1) == "a" && p.is_word(at + 2) && matches!(p.low(at + 2), "job" | "bad" | "chance"))
        || hedged && (!p.is_word(at + 1) || p.is(at + 1, Class::Function) || before != "in" && before != "to"))
        .then_some(at + 1)
}

/// "three in five", "one in every nine", "19 out of 20", "one for every five".
pub(super) fn proportion(p: Pieces<'_>, top: Numeral) -> Option<Numeral> {
    if !matches!(top.form, Form::Digits | Form::Words) || top.scale > 1.0 || !top.whole() || top.value < 1.0 {
        return None;
    }
    let at = top.end;
    let (next, always) = match (p.low(at), p.low(at + 1), p.low(at + 2)) {
        ("out", "of", "every") | ("for" | "in" | "of", "every", _) => {
            (if p.low(at) == "out" { at + 3 } else { at + 2 }, true)
        }
        ("out", "of", _) => (at + 2, true),
        ("in", _, _) => (at + 1, false),
        // "one child in six": the thing stands between
        _ if top.value == 1.0 && p.is_word(at) && p.low(at + 1) == "in" && !p.is(at, Class::Function) => {
            (at + 2, false)
        }
        _ => return None,
    };
    let bottom = numeral::digits(p, next, false).or_else(|| numeral::words(p, next))?;
    let same = (top.form == bottom.form) || top.value <= 10.0 && always || top.value == 1.0;
    let year = bottom.plain() && bottom.value >= 1000.0;
    let timed = p.get(bottom.end).is_some_and(|x| x.word.opens_unit && p.low(bottom.end) != "in");
    let fits = bottom.whole() && bottom.value > top.value && bottom.value <= 1e7 && same && !year;
    let round = always
        || top.value == 1.0 && bottom.value >= 2.0
        || bottom.value <= 10.0
        || bottom.value == 20.0
        || bottom.value == 100.0;
    let dated = p.is(next, Class::Month) || p.is(bottom.end, Class::Month) || p.is(bottom.end, Class::Clock);
    (fits && round && !dated && (!timed || always)).then(|| Numeral {
        start: top.start,
        end: bottom.end,
        value: top.value / bottom.value,
        ..Numeral::new(top.start, bottom.end, 0.0, Form::Proportion)
    })
}
