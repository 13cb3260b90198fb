//! Numbers that are no quantities: dates, years, clock times, telephone, flight, model, law and
//! street numbers, and numbers inside names. Each refusal is one function with its example.

#![expect(clippy::float_cmp, reason = "whole numbers are compared, which are exact")]

use super::lexicon::Class;
use super::numeral::{Form, Numeral};
use super::piece::{Kind, Pieces};

/// How far a refused number reaches: the scan goes on behind it.
pub(super) type Refused = Option<usize>;

/// The first refusal that holds, as the piece at which to go on.
pub(super) fn refused(p: Pieces<'_>, n: &Numeral) -> Refused {
    const REFUSALS: &[fn(Pieces<'_>, &Numeral) -> Refused] = &[
        glued_to_letters,
        airliner,
        half_past,
        abbreviated_label,
        clock_time,
        date_by_month,
        numeric_date,
        chain_of_groups,
        decade,
        letters_behind,
        year,
        street_number,
        labelled,
        number_sign,
        name_with_number,
        list_number,
    ];
    if n.form == Form::Digits || n.form == Form::Words {
        REFUSALS.iter().find_map(|refusal| refusal(p, n))
    } else {
        None
    }
}

fn before(n: &Numeral) -> usize {
    n.start.wrapping_sub(1)
}

/// A unit, currency or percent sign stands right behind the number.
fn measured(p: Pieces<'_>, n: &Numeral) -> bool {
    p.get(n.end).is_some_and(|x| x.word.opens_unit || x.word.opens_currency) || p.mark(n.end, '%')
}

/// "F-16", "A380", "COVID-19", "H5N1", "RB-21", "pre-1990"
fn glued_to_letters(p: Pieces<'_>, n: &Numeral) -> Refused {
    let b = before(n);
    if n.form != Form::Digits || !p.glued(n.start) {
        return None;
    }
    let letters = p.is_word(b);
    // "news/record.cfm?id=284857", "Releases/05/Bush": an address
    let address = p.mark(b, '=') || p.mark(b, '/') && p.glued(b) && p.is_word(b.wrapping_sub(1)) && p.glued(n.end);
    if address {
        return Some(skip_glued(p, n.end));
    }
    let hyphened = p.dash(b)
        && p.glued(b)
        && (p.is_word(b.wrapping_sub(1))
            && p.get(b.wrapping_sub(1))
                .is_some_and(|w| w.word.number.is_none() && (!w.word.opens_unit || w.span.len() <= 2)));
    let spoken =
        hyphened && matches!(p.low(b.wrapping_sub(1)), "a" | "the" | "to" | "by" | "sub" | "minus" | "plus" | "then");
    (letters || hyphened && !spoken).then(|| skip_glued(p, n.end))
}

/// Past everything that hangs on without white space: "A380-800F".
fn skip_glued(p: Pieces<'_>, mut at: usize) -> usize {
    while p.glued(at) && (p.is_word(at) || p.digits(at).is_some() || (p.dash(at) || p.mark(at, '/')) && p.glued(at + 1))
    {
        at += 1;
    }
    at
}

/// "the 787", "a 737 captain": Boeing's models, where the text speaks of aircraft
fn airliner(p: Pieces<'_>, n: &Numeral) -> Refused {
    let model = n.plain() && n.width == 3 && n.value >= 707.0 && n.value <= 787.0 && n.value % 10.0 == 7.0;
    let aviation = model
        && (n.start.saturating_sub(40)..n.end + 20).any(|at| {
            matches!(
                p.low(at),
                "boeing"
                    | "airbus"
                    | "aircraft"
                    | "jet"
                    | "jets"
                    | "plane"
                    | "planes"
                    | "airliner"
                    | "airline"
                    | "airlines"
                    | "captain"
                    | "dreamliner"
            )
        });
    (model && !measured(p, n) && !p.is(n.end, Class::People) && aviation).then(|| skip_glued(p, n.end))
}

/// "a quarter past four", "half past ten", "at 9.40"
fn half_past(p: Pieces<'_>, n: &Numeral) -> Refused {
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

/// "H.R. 4939", "S. Res. 237", "art. 5"
fn abbreviated_label(p: Pieces<'_>, n: &Numeral) -> Refused {
    let b = before(n);
    let label = b.wrapping_sub(usize::from(p.mark(b, '.')));
    let dotted = p.mark(b, '.')
        && matches!(p.low(label), "r" | "res" | "art" | "sec" | "ch" | "vol" | "pp" | "fig" | "op" | "con" | "j");
    // "S. 1072", "U.S. 212": a bill of the Senate, a highway
    let dotted = dotted
        || p.mark(b, '.')
            && p.raw(label) == "S"
            && n.value >= 20.0
            && (!p.is_word(n.end) || p.is(n.end, Class::Function));
    let bill = matches!(p.raw(b), "HR" | "SR" | "Res" | "SB" | "HB" | "AB");
    (n.plain() && (dotted || bill) && !measured(p, n)).then_some(n.end)
}

/// "7:30 p.m.", "2.15pm", "4 p.m.", "0900 GMT", "10 o'clock", "at 15:11"
fn clock_time(p: Pieces<'_>, n: &Numeral) -> Refused {
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
fn date_by_month(p: Pieces<'_>, n: &Numeral) -> Refused {
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
fn numeric_date(p: Pieces<'_>, n: &Numeral) -> Refused {
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

/// "202/224-1638", "020 7946 0958", "+64 7 555 0148", "410-275-8686"
fn chain_of_groups(p: Pieces<'_>, n: &Numeral) -> Refused {
    let first = p.digits(n.start)?;
    let joins = |at: usize| {
        let marked = (p.dash(at) || p.mark(at, '/') || p.mark(at, ')')) && p.digits(at + 1).is_some();
        if marked { Some(at + 1) } else { p.digits(at).is_some().then_some(at) }
    };
    let zero = p.raw(n.start).starts_with('0') && first.width > 1 && first.decimals == 0 && n.width > 1;
    let plus = p.mark(before(n), '+') && p.glued(n.start);
    let (mut at, mut groups, mut long) = (n.start + 1, 1, u32::from(first.width >= 4));
    while let Some(next) = joins(at)
        && groups < 8
    {
        long += u32::from(p.digits(next).is_some_and(|d| d.width >= 4));
        (at, groups) = (next + 1, groups + 1);
    }
    let called = (1..=3).any(|back| {
        p.is(n.start.wrapping_sub(back), Class::Phone)
            && p.low(n.start.wrapping_sub(back)) != "at"
            && p.low(n.start.wrapping_sub(back)) != "number"
    });
    let telephone = groups >= 3 && (long > 0 || zero || plus)
        || groups == 2
            && first.width == 3
            && p.digits(at - 1).is_some_and(|d| d.width == 4 && !d.grouped && d.decimals == 0)
        || (zero || plus) && groups >= 2
        || called && n.plain() && (groups >= 2 || matches!(first.width, 3 | 5..=11) && !p.is_word(n.end))
        || zero && n.plain() && first.width >= 3;
    telephone.then_some(at.max(n.end))
}

/// "the 1990s", "in her 20s", "the '90s"
fn decade(p: Pieces<'_>, n: &Numeral) -> Refused {
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

/// "5G", "3GS", "787s", "9th", "16x9": letters hang on that are no unit
fn letters_behind(p: Pieces<'_>, n: &Numeral) -> Refused {
    if n.form != Form::Digits
        || !p.glued(n.end)
        || !p.is_word(n.end)
        || p.get(n.end - 1).is_some_and(|x| x.kind == Kind::Word)
    {
        return None;
    }
    let raw = p.raw(n.end);
    let unit = p.get(n.end).is_some_and(|x| x.word.opens_unit || x.word.opens_currency)
        && !matches!(raw, "G" | "S" | "T" | "L" | "D" | "M" | "l" | "am" | "pm" | "ms");
    let minor = matches!(raw, "p" | "c" | "x");
    let mass = raw == "g" || raw == "t" || raw == "L";
    (!(unit || minor || mass) || raw == "x" && p.digits(n.end + 1).is_some()).then(|| skip_glued(p, n.end))
}

/// "in 2014", "the 2008 election", "2019-20", "2011–2013"
fn year(p: Pieces<'_>, n: &Numeral) -> Refused {
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

/// "10 Downing Street", "at 221 Baker St."
fn street_number(p: Pieces<'_>, n: &Numeral) -> Refused {
    if n.form != Form::Digits || !n.plain() || !p.capital(n.end) {
        return None;
    }
    (1..=3)
        .map(|k| n.end + k)
        .take_while(|&at| p.capital(at) || p.mark(at, '.'))
        .any(|at| p.is(at, Class::Street) && p.capital(at))
        .then_some(n.end + 1)
}

/// "Section 230", "Flight 302", "Room 101", "Rule 11", "Phase 3", "Day 9", "page 4"
fn labelled(p: Pieces<'_>, n: &Numeral) -> Refused {
    let b = before(n);
    let version = matches!(p.low(b), "version" | "versions")
        || p.raw(b).chars().any(char::is_uppercase) && n.decimals == 1 && p.raw(b).len() > 2;
    if !n.whole() && !version || n.grouped || n.scale > 1.0 || n.value < 0.0 || !p.is_word(b) {
        return None;
    }
    let capital = p.is(b, Class::Label) && p.capital(b) && (p.glued(b) || b > 0 || !p.is_word(n.end));
    let bare = p.is(b, Class::LabelBare);
    let counted = measured(p, n) && !matches!(p.low(n.end), "m" | "s") && !bare || p.is(n.end, Class::People);
    if (capital || bare) && !counted {
        return Some(after_list(p, n.end));
    }
    None
}

/// Past the rest of a list of labels: "turbines 4, 5 and 11".
fn after_list(p: Pieces<'_>, mut at: usize) -> usize {
    loop {
        let next = if p.mark(at, ',') && p.low(at + 1) == "and" {
            at + 2
        } else if p.mark(at, ',') || matches!(p.low(at), "and" | "to" | "or") || p.dash(at) {
            at + 1
        } else {
            return at;
        };
        if p.digits(next).is_none_or(|d| d.width > 4) || p.is_word(next + 1) && !p.is(next + 1, Class::Function) {
            return at;
        }
        at = next + 1;
    }
}

/// "No. 11", "number 4", "#7": ranks are read elsewhere, before this
fn number_sign(p: Pieces<'_>, n: &Numeral) -> Refused {
    let b = before(n);
    let dotted = p.mark(b, '.') && p.glued(b) && matches!(p.low(b.wrapping_sub(1)), "no" | "nos");
    let word = matches!(p.low(b), "number" | "numbers") && n.whole() && n.scale == 1.0 && !n.grouped
        || p.low(b) == "no" && p.capital(b) && n.form == Form::Digits
        || p.low(b) == "nos";
    let hash = p.mark(b, '#') && p.glued(n.start) && n.scale == 1.0;
    (dotted || word || hash).then(|| after_list(p, n.end))
}

/// "Nikkei 225", "iPhone 4", "Falcon 9 rocket", "S&P 500"
fn name_with_number(p: Pieces<'_>, n: &Numeral) -> Refused {
    let b = before(n);
    let index = p.is(b, Class::IndexName) && n.whole();
    if index
        && n.value >= 20.0
        && n.plain()
        && (p.capital(b) || p.low(b) == "sp" || p.low(b) == "s" && p.low(b.wrapping_sub(2)) == "poor")
        && !measured(p, n)
    {
        return Some(n.end);
    }
    // "Group of 20", "Group of Seven"
    if p.low(b) == "of" && matches!(p.raw(b.wrapping_sub(1)), "Group" | "Gang") {
        return Some(n.end);
    }
    let cased = p.raw(b).chars().any(char::is_uppercase);
    if !n.plain() || !p.is_word(b) || !cased || p.is(b, Class::Function) || p.is(b, Class::Weekday) {
        return None;
    }
    if measured(p, n) || p.is(n.end, Class::People) || n.value > 9999.0 || p.mark(n.end, '-') || p.dash(n.end) {
        return None;
    }

    // In running text a number right behind a capitalized word belongs to its name, unless a noun
    // that it could count follows ("In Kyiv 12 people") or the word opens the sentence ("Around 40").
    let next_noun = p.is_word(n.end) && !p.is(n.end, Class::Function);
    let opens =
        b == 0 || p.mark(b.wrapping_sub(1), '.') || matches!(p.low(b.wrapping_sub(1)), "\"" | "“" | "‘" | ":" | ";");
    let verb = p.is(b, Class::Up)
        || p.is(b, Class::Down)
        || p.is(b, Class::Report)
        || p.is(b, Class::KilledVerb)
        || p.is(b, Class::InjuredVerb)
        || p.get(b).is_some_and(|x| x.word.ends_modifier);
    let scored = p.mark(n.end, ',') && p.capital(n.end + 1) && p.digits(n.end + 2).is_some();
    (!opens
        && !verb
        && !scored
        && (!next_noun || p.capital(n.end) && n.value < 10.0 && !p.low(n.end).ends_with('s'))
        && n.width <= 3)
        .then_some(n.end)
}

/// "1. Ford", "(2) recognizes": the number of a list's item
fn list_number(p: Pieces<'_>, n: &Numeral) -> Refused {
    if !n.plain() || n.value > 99.0 {
        return None;
    }
    let b = before(n);
    let dotted = n.start == 0 && (p.mark(n.end, '.') || p.mark(n.end, ')')) && p.get(n.end + 1).is_some();
    let bracketed = p.mark(b, '(')
        && p.mark(n.end, ')')
        && n.value < 30.0
        && p.is_word(n.end + 1)
        && !p.capital(n.end + 1)
        && !p.capital(b.wrapping_sub(1));
    (dotted || bracketed && !p.capital(b.wrapping_sub(1))).then_some(n.end + 1)
}
