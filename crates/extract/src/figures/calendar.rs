//! Numbers that tell a time and no quantity: dates, years, decades, clock times.

#![expect(clippy::float_cmp, reason = "whole numbers and halves are compared, which are exact")]

use super::lexicon::Class;
use super::numeral::{Form, Numeral};
use super::piece::Pieces;
use super::refuse::{Refused, before, measured};

/// "a quarter past four", "half past ten", "at 9.40"
pub(super) fn half_past(p: Pieces<'_>, n: &Numeral) -> Refused {
    let b = before(n);
    let past = matches!(p.low(b), "past" | "to")
        && matches!(p.low(b.wrapping_sub(1)), "quarter" | "half" | "minutes")
        && n.value <= 12.0;
    let clock = n.form == Form::Digits
        && n.decimals == 2
        && !n.grouped
        && n.value < 24.0
        && n.value.fract() < 0.595
        && p.low(b) == "at"
        && (!p.is_word(n.end) || p.is(n.end, Class::Function) || p.is(n.end, Class::Weekday))
        && !measured(p, n)
        && !p.is(b.wrapping_sub(1), Class::Up)
        && !p.is(b.wrapping_sub(1), Class::Down)
        && !matches!(
            p.low(b.wrapping_sub(1)),
            "closed"
                | "trading"
                | "stood"
                | "ended"
                | "traded"
                | "quoted"
                | "settled"
                | "finished"
                | "at"
                | "close"
                | "points"
        );
    // "at three in the morning", "at ten on Thursday"
    let hour = p.low(b) == "at"
        && n.whole()
        && (1.0..=12.0).contains(&n.value)
        && (p.low(n.end) == "in"
            && p.low(n.end + 1) == "the"
            && matches!(p.low(n.end + 2), "morning" | "afternoon" | "evening")
            || p.low(n.end) == "on" && p.is(n.end + 1, Class::Weekday));
    (past || clock || hour).then_some(n.end)
}

/// "7:30 p.m.", "2.15pm", "4 p.m.", "0900 GMT", "10 o'clock", "at 15:11"
pub(super) fn clock_time(p: Pieces<'_>, n: &Numeral) -> Refused {
    let digits = p.digits(n.start);
    if p.mark(n.end, ':')
        && p.glued(n.end)
        && p.glued(n.end + 1)
        && p.digits(n.end + 1).is_some_and(|d| d.width >= 2 && (d.width == 2 || d.decimals > 0) && d.value < 60.0)
        && n.plain()
    {
        let mut at = n.end + 2;
        while p.mark(at, ':') && p.digits(at + 1).is_some() {
            at += 2;
        }
        return Some(at);
    }
    // "from |2| to 5pm", "|2|–5 p.m."
    let ends = n.end + 1;
    if n.plain()
        && n.value < 13.0
        && (p.low(n.end) == "to" || p.dash(n.end))
        && p.digits(ends).is_some_and(|d| d.width <= 2)
        && (matches!(p.low(ends + 1), "am" | "pm")
            || matches!(p.low(ends + 1), "a" | "p") && p.mark(ends + 2, '.') && p.low(ends + 3) == "m")
    {
        return Some(ends + 2);
    }
    let (low, next) = (p.low(n.end), p.low(n.end + 1));
    let meridiem = matches!(low, "am" | "pm")
        || matches!(low, "a" | "p") && p.mark(n.end + 1, '.') && p.low(n.end + 2) == "m"
        || low == "o" && (next == "'" || next == "’");
    if meridiem && n.value < 25.0 && (digits.is_none() || n.plain() || n.decimals == 2) {
        return Some(n.end + 1);
    }
    let zone = matches!(low, "gmt" | "utc" | "bst" | "est" | "edt" | "cet" | "cest" | "pst" | "hrs" | "ist" | "jst");
    let noon = matches!(low, "noon" | "midnight");
    (zone && n.value < 2400.0 && (n.plain() || n.decimals == 2) || noon && n.value == 12.0).then_some(n.end + 1)
}

/// "March 4, 2019", "15 May", "Feb. 11", "4th of July", "October 7-9"
pub(super) fn date_by_month(p: Pieces<'_>, n: &Numeral) -> Refused {
    if n.decimals > 0 || n.value > 31.0 || n.scale > 1.0 || n.form == Form::Words {
        return None;
    }
    let mut b = before(n);
    if p.mark(b, '.') {
        b = b.wrapping_sub(1);
    }
    let month = |at: usize| {
        p.is(at, Class::Month)
            && (p.capital(at) || !matches!(p.low(at), "may" | "march" | "mar" | "dec" | "sun" | "sat"))
    };
    if month(b) && n.value >= 1.0 && !measured_noun(p, n) {
        return Some(after_date(p, n.end));
    }
    let mut a = n.end;
    // "4th of July", "the 3-5 May summit"
    if matches!(p.low(a), "st" | "nd" | "rd" | "th") && p.glued(a) {
        a += 1;
    }
    if p.dash(a) && p.digits(a + 1).is_some() {
        a += 2;
    }
    if p.low(a) == "of" || p.dash(a) && p.glued(a) {
        a += 1;
    }
    (month(a) && n.value >= 1.0 && (p.capital(a) || !matches!(p.low(a), "may" | "march"))).then(|| after_date(p, a + 1))
}

/// "May 15 people were …" is no date.
fn measured_noun(p: Pieces<'_>, n: &Numeral) -> bool {
    measured(p, n) && !p.capital(n.end) && n.end > n.start && p.low(n.end) != "in"
}

/// Past the rest of a date: "-9", ", 2019", "and 17".
fn after_date(p: Pieces<'_>, mut at: usize) -> usize {
    while (p.dash(at) || p.mark(at, '/') || p.low(at) == "to" || p.low(at) == "and" || p.mark(at, ','))
        && p.digits(at + 1).is_some_and(|d| d.value <= 31.0 && d.decimals == 0 && d.width <= 2)
        && !(p.mark(at, ',') && p.is_word(at + 2) && !p.is(at + 2, Class::Function))
        && !(p.low(at) == "and" && p.is_word(at + 2) && !p.is(at + 2, Class::Function))
    {
        at += 2;
    }
    let year = if p.mark(at, ',') || p.mark(at, '.') { at + 1 } else { at };
    if p.digits(year).is_some_and(|d| d.width == 4 && (1000.0..2200.0).contains(&d.value)) {
        at = year + 1;
    }
    at
}

/// "31.12.2009", "2009-05-01", "9/11", "3/14/2008", "24/7"
pub(super) fn numeric_date(p: Pieces<'_>, n: &Numeral) -> Refused {
    if n.form != Form::Digits || !n.plain() {
        return None;
    }
    let slash = p.mark(n.end, '/') && p.glued(n.end) && p.digits(n.end + 1).is_some() && p.glued(n.end + 1);
    let iso = p.dash(n.end)
        && p.digits(n.end + 1).is_some()
        && p.dash(n.end + 2)
        && p.digits(n.end + 3).is_some()
        && p.glued(n.end + 3);
    if !(slash || iso) {
        return None;
    }
    let mut at = n.end;
    while (p.mark(at, '/') || p.dash(at))
        && p.glued(at)
        && (p.digits(at + 1).is_some() || p.is_word(at + 1))
        && p.glued(at + 1)
    {
        at += 2;
    }
    Some(at)
}

/// "the 1990s", "in her 20s", "the '90s"
pub(super) fn decade(p: Pieces<'_>, n: &Numeral) -> Refused {
    let apostrophe = matches!(p.low(n.end), "'" | "’") && p.glued(n.end);
    let s = if apostrophe { n.end + 1 } else { n.end };
    if n.plain() && p.low(s) == "s" && p.glued(s) && (!apostrophe || n.value >= 1000.0) {
        return Some(s + 1);
    }
    // "'11", "'68"
    (n.plain()
        && n.width == 2
        && matches!(p.low(before(n)), "'" | "’" | "‘")
        && p.glued(n.start)
        && !p.glued(before(n)))
    .then_some(n.end)
}

/// "in 2014", "the 2008 election", "2019-20", "2011–2013"
pub(super) fn year(p: Pieces<'_>, n: &Numeral) -> Refused {
    if !n.plain() || n.width != 4 || !(1400.0..=2150.0).contains(&n.value) {
        return None;
    }
    let span = p.dash(n.end)
        && p.glued(n.end)
        && p.glued(n.end + 1)
        && p.digits(n.end + 1).is_some_and(|d| d.width == 2 || d.width == 4);
    let slashed = p.mark(n.end, '/') && p.digits(n.end + 1).is_some();
    let end = if span || slashed { n.end + 2 } else { n.end };
    let b = before(n);
    let unit = measured(p, n)
        && !p.glued(n.end)
        && !p.is(b, Class::TimeBefore)
        && !p.is(b, Class::Month)
        && !p.mark(b, ',')
        && p.low(n.end) != "in"
        || p.mark(n.end, '%');
    let summed =
        p.low(b) == "of" && matches!(p.low(b.wrapping_sub(1)), "average" | "total" | "sum" | "maximum" | "minimum");
    let area = p.low(b) == "the" && matches!(p.low(n.end), "sq" | "square" | "hp" | "cc" | "kg");
    let hedged = summed
        || area
        || p.get(b).is_some_and(|x| x.word.ends_modifier)
            && !p.is(b, Class::TimeBefore)
            && !matches!(p.low(b), "last" | "past" | "next" | "first" | "the" | "within");
    // "1709 schoolchildren": before 1900 a plural noun makes it a number
    let plural = n.value < 1900.0 && p.low(n.end).ends_with('s') && p.is_word(n.end) && !p.is(n.end, Class::Function);
    let people = (p.is(n.end, Class::People) || plural) && !p.is(b, Class::TimeBefore);
    let bc = matches!(p.low(n.end), "bc" | "ad" | "bce" | "ce");
    if bc {
        return Some(n.end + 1);
    }
    (!(unit || hedged || people)).then_some(end)
}
