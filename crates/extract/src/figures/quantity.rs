//! From a number to a quantity: currency, percent, unit, age, rate and range are put together here.
//! A [`Draft`] is what stands in the text; what is counted, who says so and how sure comes later.

use super::kind::{FigureKind, Modifier};
use super::lexicon::Class;
use super::money::{Coin, Context};
use super::numeral::{self, Form};
use super::piece::Pieces;
use super::side::{self, Side};
use super::{age, modifier, ordinal, range, rate, refuse, small};

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
    pub(super) rule: &'static str,
    /// Dropped unless what happened to it proves it a quantity: "the two", "one says".
    pub(super) weak: bool,
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
    let side = side::read(p, at, context)?;
    let numeral = side.numeral;
    if ordinal::suffix(p, numeral.end) {
        return Some(Reading::Skip(numeral.end + 1));
    }
    // "twenty-first", "two hundredth"
    let hyphen = usize::from(ordinal::hyphen(p, numeral.end));
    if numeral.form == Form::Words
        && numeral.value >= 20.0
        && hyphen == 1
        && ordinal::read(p, numeral.end + 1).is_some()
    {
        return Some(Reading::Skip(numeral.end + 2));
    }
    let money = matches!(side.measure, Some(Measure::Money(_)));
    let aged = age::read(p, numeral.start, numeral.end);
    if !money && aged.is_none() {
        if let Some(next) = refuse::refused(p, &numeral) {
            return Some(Reading::Skip(next.max(numeral.end)));
        }
        if small::pronoun(p, &numeral) {
            return Some(Reading::Skip(numeral.end));
        }
    }
    let mut draft = match aged {
        Some((unit, start, end, low, high)) => aged_draft(&side, unit, start, end, low, high),
        None => range::read(p, side, context).unwrap_or_else(|| compound(p, &side, context)),
    };
    draft.weak = small::weak(p, &numeral) && draft.measure == Measure::Things;
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
    rate::attach(p, &mut draft);
    modifier::attach(p, &mut draft);
    Some(Reading::Found(draft))
}

/// "three hours and 21 minutes", "six feet two inches": one value in the smaller unit.
fn compound(p: Pieces<'_>, first: &Side, context: &Context<'_>) -> Draft {
    let mut draft = single(first);
    let Some(Measure::Unit(large)) = first.measure else { return draft };
    let at = if p.low(first.end) == "and" || p.mark(first.end, ',') { first.end + 1 } else { first.end };
    if !p.get(at).is_some_and(|x| numeral::seed(x.kind, x.word.number)) {
        return draft;
    }
    let Some(second) = side::read(p, at, context) else { return draft };
    let Some(Measure::Unit(small)) = second.measure else { return draft };
    let (a, b) = (p.lexicon.units[large as usize], p.lexicon.units[small as usize]);
    let fits = a.dimension == b.dimension && matches!(a.dimension, "time" | "length" | "mass") && a.factor > b.factor;
    if fits && first.numeral.whole() && second.numeral.value * b.factor < a.factor {
        // Twelve months make a year exactly, whatever their lengths in seconds.
        draft.value = Some((first.numeral.value * a.factor / b.factor).round() + second.numeral.value);
        draft.measure = Measure::Unit(small);
        (draft.end, draft.after) = (second.end, second.end);
        draft.rule = "compound_unit";
    }
    draft
}

pub(super) fn single(side: &Side) -> Draft {
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
        rule: match (measure, n.form) {
            (Measure::Money(_), _) => "money",
            (Measure::Unit(_), _) => "unit",
            (_, Form::Digits) => "digits",
            (_, Form::Words) => "words",
            (_, Form::Vague) => "vague",
            (_, Form::Proportion) => "proportion",
            _ => "fraction",
        },
        weak: false,
    }
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
