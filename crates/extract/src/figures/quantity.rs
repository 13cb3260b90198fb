//! From a number to a quantity: currency, percent, unit, age, rate and range are put together here.
//! A [`Draft`] is what stands in the text; what is counted, who says so and how sure comes later.

use super::kind::{FigureKind, Modifier};
use super::lexicon::Class;
use super::money::{self, Coin, Context};
use super::numeral::{self, Form, Numeral};
use super::piece::Pieces;
use super::{modifier, refuse};

/// What a number is measured in.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Measure {
    /// Nothing: it counts things.
    Things,
    /// A unit, as a position in the lexicon.
    Unit(u16),
    /// Money.
    Money(Coin),
    /// Years (or months, days) of age, as the unit's position.
    Age(u16),
}

/// A quantity as it stands in the text.
#[derive(Clone, Debug)]
pub(super) struct Draft {
    /// First piece of its span.
    pub(super) start: usize,
    /// One past the last piece of its span.
    pub(super) end: usize,
    /// First piece of the number itself (after modifier and sign).
    pub(super) number: usize,
    /// One past number and unit: where a counted noun would begin.
    pub(super) after: usize,
    /// The value; of ranges `None`.
    pub(super) value: Option<f64>,
    pub(super) low: Option<f64>,
    pub(super) high: Option<f64>,
    pub(super) modifier: Modifier,
    pub(super) kind: FigureKind,
    pub(super) measure: Measure,
    pub(super) form: Form,
    /// "barrel" of "$40 a barrel", "100,000 people" of "12 per 100,000 people".
    pub(super) per: Option<String>,
    pub(super) confidence: f32,
    pub(super) rule: &'static str,
    /// "from 6.1%": the old value, whose new value is the next draft.
    pub(super) from_value: bool,
}

/// A number with its sign and unit: one side of a range.
#[derive(Clone, Copy, Debug)]
struct Side {
    start: usize,
    numeral: Numeral,
    end: usize,
    measure: Option<Measure>,
}

/// Reads the quantity that begins at `at`, or tells where to go on.
pub(super) enum Reading {
    /// A quantity.
    Found(Draft),
    /// No quantity up to this piece.
    Skip(usize),
}

/// What begins at `at`, if a number does.
pub(super) fn read(p: Pieces<'_>, at: usize, context: &Context<'_>) -> Option<Reading> {
    let side = side(p, at, context)?;
    let numeral = side.numeral;
    if refuse::ordinal_suffix(p, numeral.end) {
        return Some(Reading::Skip(numeral.end + 1));
    }
    let money = matches!(side.measure, Some(Measure::Money(_)));
    let aged = age(p, numeral.start, numeral.end);
    if !money && aged.is_none() {
        if let Some(next) = refuse::refused(p, &numeral) {
            return Some(Reading::Skip(next.max(numeral.end)));
        }
        if refuse::pronoun_one(p, &numeral) {
            return Some(Reading::Skip(numeral.end));
        }
    }
    let mut draft = match aged {
        Some((unit, start, end, low, high)) => aged_draft(&side, unit, start, end, low, high),
        None => range(p, side, context).unwrap_or_else(|| single(&side)),
    };
    if draft.kind == FigureKind::Count
        && matches!(draft.form, Form::Fraction | Form::Proportion | Form::Multiple | Form::Fold)
    {
        draft.kind = FigureKind::Ratio;
    }
    if draft.kind == FigureKind::Count && p.low(draft.after) == "times" && times_ratio(p, draft.after + 1) {
        draft.kind = FigureKind::Ratio;
        draft.after += 1;
        draft.end = draft.end.max(draft.after);
        draft.rule = "times";
    }
    rate(p, &mut draft);
    modifier::attach(p, &mut draft);
    Some(Reading::Found(draft))
}

/// Sign, number and unit at `at`.
fn side(p: Pieces<'_>, at: usize, context: &Context<'_>) -> Option<Side> {
    // "-5%", "minus 12 degrees"
    let negative = p.low(at) == "minus"
        || matches!(p.raw(at), "-" | "−" | "–") && p.glued(at + 1) && !p.glued(at) && !p.is_word(at + 1);
    let signed = usize::from(negative) + usize::from(!negative && p.mark(at, '+') && p.glued(at + 1));
    let sign = money::sign_before(p, at + signed, context);
    let mut number = sign.map_or(at + signed, |(_, end)| end);
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
        && !matches!(p.low(number), "a" | "an")
    {
        return None;
    }
    let mut n = numeral::read(p, number, sign.is_some())?;
    if point {
        let d = p.digits(number)?;
        n.value /= 10f64.powi(d.width as i32);
        n.decimals = d.width;
    }
    if negative {
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
        side.numeral.value /= 100.0;
    }
    Some(side)
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
    for &(rest, unit) in p.lexicon.unit_forms(low) {
        let Some(end) = p.matches(at + 1, rest) else { continue };
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
        "c" | "f" | "v" | "w" => {
            raw.chars().all(char::is_lowercase) || !digits || !p.glued(at) && !(p.mark(at + 1, '.') && false)
        }
        "m" => raw != "m" || !digits || !p.glued(at) && p.low(at + 1) == "\u{2019}",
        "t" | "g" => raw != low || !digits || !p.glued(at),
        "l" => !digits || !p.glued(at),
        "mp" | "nm" | "kt" | "ms" | "pb" | "tw" | "mi" | "ha" | "cl" | "pp" => {
            !digits || !(p.glued(at) || hyphen || matches!(low, "ha" | "nm" | "kt" | "pp"))
        }
        "second" | "seconds" => low == "second" && !hyphen && n.value != 1.0 && n.form != Form::Half,
        "stone" => n.value > 40.0 || n.value < 3.0,
        "night" | "nights" | "day" | "days" => false,
        "point" | "points" => false,
        "degree" | "degrees" => false,
        _ => false,
    }
}

/// Joins two sides: "10-15", "5–7%", "$10 to $15 million", "between 15 and 20", "one or two".
fn range(p: Pieces<'_>, first: Side, context: &Context<'_>) -> Option<Draft> {
    let connector = first.end;
    let dash = p.dash(connector) && p.raw(connector) != "—";
    let before = p.low(first.start.wrapping_sub(1));
    let between = before == "between" || before == "from" && p.low(connector) == "and";
    let word = p.low(connector);
    let kind = if dash {
        '-'
    } else if word == "to" {
        't'
    } else if word == "or" {
        'o'
    } else if word == "and" && between {
        'a'
    } else {
        return None;
    };
    if kind == '-' && p.glued(connector) != p.glued(connector + 1) {
        return None;
    }
    let next = connector + 1 + usize::from(p.low(connector + 1) == "about" || p.low(connector + 1) == "around");
    let mut second = side(p, next, context)?;
    if second.start != next
        || matches!(second.numeral.form, Form::Vague | Form::Multiple | Form::Fold) && first.numeral.form != Form::Vague
    {
        return None;
    }
    if matches!(first.numeral.form, Form::Multiple | Form::Fold) || refuse::ordinal_suffix(p, second.numeral.end) {
        return None;
    }
    let mut a = first;
    // "2019-20" was refused as a year before; a year on the right is none either ("10 to 2014").
    if second.numeral.plain()
        && second.numeral.width == 4
        && (1900.0..2100.0).contains(&second.numeral.value)
        && second.measure.is_none()
        && a.numeral.value < 1000.0
    {
        return None;
    }
    // A shared scale: "$10 to $15 million", "fifteen to twenty thousand".
    if a.numeral.scale == 1.0 && second.numeral.scale > 1.0 && second.numeral.scale != 12.0 {
        let mantissa = second.numeral.value / second.numeral.scale;
        if a.numeral.value < mantissa
            && (a.measure.is_none() || a.measure.is_some() && matches!(a.measure, Some(Measure::Money(_))))
            && a.end == a.numeral.end
        {
            a.numeral.value *= second.numeral.scale;
        }
    }
    let same = match (a.measure, second.measure) {
        (None, _) | (_, None) => true,
        (Some(Measure::Money(x)), Some(Measure::Money(y))) => x.currency == y.currency || !x.sure || !y.sure,
        (Some(x), Some(y)) => x == y,
    };
    if !same {
        return None;
    }
    if a.measure.is_some() && second.measure.is_none() {
        let money = matches!(a.measure, Some(Measure::Money(_)));
        // "$10-15 million", "5% to 7": the unit of the first holds for both; but "$5 to 15 people" is two.
        if !money && kind != '-' || p.is(second.end, Class::People) {
            return None;
        }
        second.measure = a.measure;
    }
    let (low, high) = (a.numeral.value, second.numeral.value);
    if low >= high || high > low * 1000.0 && low > 0.0 && kind != 'a' {
        return None;
    }
    if kind == 't'
        && (before == "from" || before == "to" || changes_before(p, first.start))
        && !ranges_before(p, first.start)
    {
        return None;
    }
    if kind == 'o'
        && (high > low * 3.0 + 2.0
            || !first.numeral.whole()
            || p.low(second.end) == "more"
            || second.measure.is_none() && !p.is_word(second.end))
    {
        return None;
    }
    if kind == '-' && !p.glued(connector) && a.measure.is_none() && second.measure.is_none() {
        return None; // "1 – 2": a score, not a range
    }
    if refuse::refused(p, &second.numeral).is_some() && second.measure.is_none() {
        return None;
    }
    let mut draft = single(&Side { start: a.start, numeral: second.numeral, end: second.end, measure: second.measure });
    draft.number = first.start;
    (draft.value, draft.low, draft.high) = (None, Some(low), Some(high));
    draft.modifier = Modifier::Between;
    draft.rule = "range";
    if let Some((unit, _, end, ..)) = age(p, second.numeral.start, second.numeral.end) {
        draft.kind = FigureKind::Age;
        draft.measure = Measure::Age(unit);
        (draft.end, draft.after) = (end, end);
    }
    Some(draft)
}

/// "rose 5 to 10", "up 3 to 45": what follows "to" is the new level.
fn changes_before(p: Pieces<'_>, at: usize) -> bool {
    (1..=2).any(|k| {
        let b = at.wrapping_sub(k);
        (p.is(b, Class::Up) || p.is(b, Class::Down))
            && !matches!(p.low(b), "more" | "less" | "fewer" | "add" | "adds" | "cut" | "loss" | "growth")
    })
}

/// "ranged from 10 to 20", "anywhere from 5 to 10", "anything from"
fn ranges_before(p: Pieces<'_>, at: usize) -> bool {
    (1..=4).any(|k| {
        p.is(at.wrapping_sub(k), Class::RangeVerb)
    })
}

fn single(side: &Side) -> Draft {
    let n = side.numeral;
    let (value, low, high) = match n.form {
        Form::Vague => (None, Some(n.value), n.high),
        _ => (Some(n.value), None, None),
    };
    let measure = side.measure.unwrap_or(Measure::Things);
    Draft {
        start: side.start,
        end: side.end,
        number: side.start,
        after: side.end,
        value,
        low,
        high,
        modifier: if n.form == Form::Vague { Modifier::Vague } else { Modifier::Exact },
        kind: match measure {
            Measure::Things => FigureKind::Count,
            Measure::Money(_) => FigureKind::Money,
            Measure::Age(_) => FigureKind::Age,
            Measure::Unit(_) => FigureKind::Measure,
        },
        measure,
        form: n.form,
        per: None,
        confidence: match n.form {
            Form::Digits => 0.95,
            Form::Words => 0.92,
            _ => 0.85,
        },
        rule: match (measure, n.form) {
            (Measure::Money(_), _) => "money",
            (Measure::Unit(_), _) => "unit",
            (_, Form::Digits) => "digits",
            (_, Form::Words) => "words",
            (_, Form::Vague) => "vague",
            (_, Form::Proportion) => "proportion",
            _ => "fraction",
        },
        from_value: false,
    }
}

/// "33-year-old", "33 years old", "aged 33", "aged 5 to 12", "age 40", "the age of 21", ", 44,", "(44)":
/// unit, start, end, and both ends of a range.
type Age = (u16, usize, usize, f64, Option<f64>);

fn age(p: Pieces<'_>, start: usize, end: usize) -> Option<Age> {
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
    if p.low(b) == "of" && matches!(p.low(b.wrapping_sub(1)), "age" | "ages") && !next_unit {
        let the = b.wrapping_sub(2);
        let from = if p.low(the) == "the" { the } else { b.wrapping_sub(1) };
        return Some((years, from, end, value, None));
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
    let comma = p.mark(b, ',') && (named || kin || dotted) && closes && value >= 1.0 && value <= 115.0;
    let score = p.mark(end, ',') && p.capital(end + 1) && p.digits(end + 2).is_some() && !p.mark(end + 3, ',');
    let bracket = p.mark(b, '(') && p.mark(end, ')') && (named || kin) && (10.0..=110.0).contains(&value);
    ((comma && !score || bracket) && !p.is(b.wrapping_sub(1), Class::Function))
        .then_some((years, start, end, value, None))
}

fn aged_draft(side: &Side, unit: u16, start: usize, end: usize, low: f64, high: Option<f64>) -> Draft {
    let mut draft = single(&Side { start, numeral: side.numeral, end, measure: Some(Measure::Age(unit)) });
    draft.number = side.numeral.start;
    draft.kind = FigureKind::Age;
    draft.rule = "age";
    if high.is_some() {
        (draft.value, draft.low, draft.high) = (None, Some(low), high);
        draft.modifier = Modifier::Between;
    }
    draft
}

/// "three times the haul", "five times higher": a ratio; "three times on Monday" counts.
fn times_ratio(p: Pieces<'_>, next: usize) -> bool {
    p.is(next, Class::AfterTimes)
}

/// "$40 a barrel", "15 a year", "per 100,000 people", "km/h", "$3 each": what it is reckoned by.
fn rate(p: Pieces<'_>, draft: &mut Draft) {
    let at = draft.after;
    let (noun, slash) = match p.low(at) {
        "a" | "an" => (at + 1, false),
        "per" => (at + 1, true),
        "every" | "each" if p.is(at + 1, Class::RateNoun) && draft.kind != FigureKind::Count && false => {
            (at + 1, false)
        }
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
    if !slash
        && (!p.is(noun, Class::RateNoun)
            || matches!(p.low(noun + 1), "ago" | "earlier" | "before" | "later" | "after" | "old"))
        || !slash && p.dash(noun + 1)
    {
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
        name = p.lexicon.units[unit as usize].name.to_owned();
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

/// The singular of an English noun by its ending; irregular ones from a short list.
pub(super) fn singular(word: &str) -> String {
    let irregular = match word {
        "men" => "man",
        "women" => "woman",
        "children" => "child",
        "feet" => "foot",
        "teeth" => "tooth",
        "mice" => "mouse",
        "lives" => "life",
        "wives" => "wife",
        "knives" => "knife",
        "leaves" => "leaf",
        "halves" => "half",
        "policemen" => "policeman",
        "servicemen" => "serviceman",
        "gunmen" => "gunman",
        "fishermen" => "fisherman",
        "firemen" => "fireman",
        "countrymen" => "countryman",
        "businessmen" => "businessman",
        "lawmen" => "lawman",
        "criteria" => "criterion",
        "crises" => "crisis",
        "analyses" => "analysis",
        "bases" => "base",
        "buses" => "bus",
        "viruses" => "virus",
        "bonuses" => "bonus",
        "campuses" => "campus",
        "gases" => "gas",
        "movies" => "movie",
        "cookies" => "cookie",
        "ties" => "tie",
        "species" | "series" | "people" | "police" | "headquarters" | "means" | "news" | "aircraft" | "sheep"
        | "fish" | "barracks" | "dead" | "wounded" | "injured" => word,
        _ => "",
    };
    if !irregular.is_empty() {
        return irregular.to_owned();
    }
    if let Some(stem) = word.strip_suffix("ies")
        && stem.len() > 1
    {
        return format!("{stem}y");
    }
    if let Some(stem) = word.strip_suffix("es")
        && (stem.ends_with("ss")
            || stem.ends_with("sh")
            || stem.ends_with("ch")
            || stem.ends_with('x')
            || stem.ends_with("zz")
            || stem.ends_with("oo")
            || matches!(
                stem,
                "hero" | "potato" | "tomato" | "echo" | "veto" | "mosquito" | "torpedo" | "volcano" | "cargo"
            ))
    {
        return stem.to_owned();
    }
    if let Some(stem) = word.strip_suffix('s')
        && !stem.ends_with('s')
        && !stem.ends_with("u")
        && !stem.ends_with("i")
        && stem.len() > 1
    {
        return stem.to_owned();
    }
    word.to_owned()
}
