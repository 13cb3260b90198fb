//! One number with its sign and its unit: "-5%", "US$2.3bn", "70 kilometres", "26 cents".

#![expect(clippy::float_cmp, reason = "whole numbers are compared, which are exact")]

use super::casualty;
use super::modifier;
use super::money::{self, Context};
use super::numeral::{self, Form, Numeral};
use super::piece::Pieces;
use super::quantity::Measure;

/// A number with its sign and unit: one side of a range.
#[derive(Clone, Copy, Debug)]
pub(super) struct Side {
    pub(super) start: usize,
    pub(super) numeral: Numeral,
    pub(super) end: usize,
    pub(super) measure: Option<Measure>,
}

/// Sign, number and unit at `at`.
pub(super) fn read(p: Pieces<'_>, at: usize, context: &Context<'_>) -> Option<Side> {
    // "-5%", "minus 12 degrees"
    let negative = p.low(at) == "minus"
        || matches!(p.raw(at), "-" | "−" | "–") && p.glued(at + 1) && !p.glued(at) && !p.is_word(at + 1);
    let hyphened = p.low(at) == "minus" && p.dash(at + 1) && p.glued(at + 1);
    let signed =
        usize::from(hyphened) + usize::from(negative) + usize::from(!negative && p.mark(at, '+') && p.glued(at + 1));
    let sign = money::sign_before(p, at + signed, context);
    let mut number = sign.map_or(at + signed, |(_, end)| end);
    // "$-50.8bn"
    let inner = sign.is_some() && p.dash(number) && p.glued(number) && p.glued(number + 1);
    number += usize::from(inner);
    if p.mark(number, '.')
        && p.digits(number + 1).is_some()
        && p.glued(number + 1)
        && !(p.glued(number) && sign.is_none())
    {
        number += 1; // ".5"
    } else if signed > 0 && sign.is_none() && p.digits(number).is_none() && !negative {
        return None;
    }
    let point = number > at && p.mark(number - 1, '.') && sign.is_none_or(|(_, end)| end < number);
    if sign.is_none()
        && !numeral::seed(p.get(number)?.kind, p.get(number)?.word.number)
        && !matches!(p.low(number), "a" | "an" | "no")
    {
        return None;
    }
    let mut n = match numeral::read(p, number, sign.is_some()) {
        Some(n) => n,
        None if sign.is_none() && signed == 0 => return one_unit(p, at),
        None => return None,
    };
    if point {
        let d = p.digits(number)?;
        n.value /= 10f64.powi(d.width as i32);
        n.decimals = d.width; // ".5 billion" is 5 billion / 10
    }
    if negative || inner {
        n.value = -n.value;
    }
    let mut side = Side { start: at, numeral: n, end: n.end, measure: sign.map(|(coin, _)| Measure::Money(coin)) };
    if side.measure.is_none() {
        unit(p, &mut side, context);
    } else if let Some((coin, end)) = money::word_after(p, side.end, context)
        && matches!(side.measure, Some(Measure::Money(c)) if !c.sure || c.currency == coin.currency || p.lexicon.currencies[c.currency as usize].code == "USD")
        && !coin.minor
    {
        // "$5 million dollars", "$5 million USD", "$2 million Canadian"
        side.measure = Some(Measure::Money(coin));
        side.end = end;
    }
    if let Some(Measure::Money(c)) = side.measure
        && c.minor
    {
        let n = &mut side.numeral;
        n.value = if n.scale == 1.0 { numeral::scaled(n.value, n.decimals, 0.01) } else { n.value / 100.0 };
    }
    Some(side)
}

/// "nearly a decade", "within an hour": one of a unit, where a modifier says that it is measured.
fn one_unit(p: Pieces<'_>, at: usize) -> Option<Side> {
    let unit = if matches!(p.low(at + 1), "full" | "single" | "whole") { at + 2 } else { at + 1 };
    if !matches!(p.low(at), "a" | "an") || !modifier::hedges(p, at) || p.low(unit).len() < 3 {
        return None;
    }
    let numeral = Numeral::new(at, at + 1, 1.0, Form::Words);
    let (found, end) = unit_at(p, unit, false, &numeral)?;
    let dimension = p.lexicon.units[found as usize].dimension;
    let spoken = matches!(p.low(unit), "second" | "minute" | "point" | "foot" | "day");
    (matches!(dimension, "time" | "length" | "mass" | "volume" | "area" | "percent") && !spoken).then_some(Side {
        start: at,
        numeral,
        end,
        measure: Some(Measure::Unit(found)),
    })
}

/// The unit behind a number: percent, money, measure.
fn unit(p: Pieces<'_>, side: &mut Side, context: &Context<'_>) {
    let n = side.numeral;
    if matches!(n.form, Form::Fraction | Form::Proportion | Form::Multiple | Form::Fold) {
        return;
    }
    let mut at = n.end;
    // "hundreds of dollars", "half of a percent", "tens of millions of tonnes"
    if n.form == Form::Vague && p.low(at) == "of" {
        at += 1;
    }
    if n.form == Form::Half && matches!(p.low(at), "a" | "an") {
        at += 1;
    }
    let hyphen = p.dash(at) && p.glued(at) && p.glued(at + 1);
    if hyphen && p.is_word(at + 1) {
        at += 1;
    }
    if matches!(
        p.low(at),
        "full"
            | "consecutive"
            | "straight"
            | "more"
            | "additional"
            | "extra"
            | "long"
            | "further"
            | "whole"
            | "solid"
            | "other"
    ) && p.get(at + 1).is_some_and(|x| x.word.opens_unit && !x.capital && p.low(at + 1).len() > 2)
        && !matches!(p.low(at + 1), "points" | "point")
    {
        at += 1;
    }
    // "magnitude 8.0", "a magnitude of 6.6"
    let (b, bb) = (p.low(side.start.wrapping_sub(1)), p.low(side.start.wrapping_sub(2)));
    if (b == "magnitude" || b == "of" && bb == "magnitude") && n.value < 11.0 {
        side.measure = p.lexicon.unit_named("magnitude").map(Measure::Unit);
        side.start -= usize::from(b == "magnitude");
        return;
    }
    // "9.2 per cent" is a percent before "cent" is money.
    if let Some((unit, end)) = unit_at(p, at, hyphen, &n) {
        let pounds = p.lexicon.units[unit as usize].name == "pound" && p.low(at).starts_with("pound");
        if !(pounds && !hyphen && money::word_after(p, at, context).is_some()) {
            side.measure = Some(Measure::Unit(unit));
            side.end = end;
            return;
        }
    }
    if let Some((coin, end)) = money::word_after(p, at, context) {
        side.measure = Some(Measure::Money(coin));
        side.end = end;
    }
}

/// The longest unit form at `at`.
pub(super) fn unit_at(p: Pieces<'_>, at: usize, hyphen: bool, n: &Numeral) -> Option<(u16, usize)> {
    let first = p.get(at)?;
    if !first.word.opens_unit {
        return None;
    }
    let (low, raw) = (p.low(at), p.raw(at));
    if raw == "Nm" {
        return p.lexicon.unit_named("newton metre").map(|unit| (unit, at + 1)); // not nanometres
    }
    for &(rest, unit) in p.lexicon.unit_forms(low) {
        // "a 5-cubic-foot drum", but "332 lb-ft"
        let tail = at
            + 1
            + usize::from(
                rest.starts_with(char::is_alphanumeric) && p.dash(at + 1) && p.glued(at + 1) && p.glued(at + 2),
            );
        let Some(end) = p.matches(tail, rest) else { continue };
        if !rest.is_empty() || !abbreviation_misfits(p, at, low, raw, hyphen, n) {
            return Some((unit, end));
        }
    }
    None
}

/// Short forms stand right behind digits, in their own case: "40C", "5m", "20t"; "3 MP" is a politician.
fn abbreviation_misfits(p: Pieces<'_>, at: usize, low: &str, raw: &str, hyphen: bool, n: &Numeral) -> bool {
    let digits = n.form == Form::Digits;
    match low {
        "c" | "f" => raw.chars().all(char::is_lowercase) || !digits || !p.glued(at),
        "v" | "w" => raw.chars().all(char::is_lowercase) || !digits,
        "ps" => raw != "PS" || !digits,
        "m" => raw != "m" || !digits || !p.glued(at) && p.low(at + 1) == "\u{2019}",
        "t" | "g" => raw != low || !digits || !p.glued(at),
        "l" | "pc" => !digits || !p.glued(at),
        "mp" | "nm" | "kt" | "ms" | "pb" | "tw" | "mi" | "ha" | "cl" | "pp" => {
            !digits || !(p.glued(at) || hyphen || matches!(low, "ha" | "nm" | "kt" | "pp"))
        }
        // "five day labourers"
        "day" | "night" if !hyphen && n.value > 1.0 && n.form == Form::Words => casualty::people(p, at + 1),
        "second" => !hyphen && n.value != 1.0 && n.decimals == 0 && n.form != Form::Half,
        "stone" => n.value > 40.0 || n.value < 3.0,
        "night" => !hyphen && n.value != 1.0,
        _ => false,
    }
}
