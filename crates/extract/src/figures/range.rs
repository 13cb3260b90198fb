//! Two numbers as one amount: "10-15", "5–7%", "$10 to $15 million", "between 15 and 20", "one or two".
//! "from 6.1% to 5.8%" is a change, not a range, and stays two quantities.

#![expect(clippy::float_cmp, reason = "scales and places are whole numbers, which are exact")]

use super::age;
use super::kind::{FigureKind, Modifier};
use super::lexicon::Class;
use super::money::Context;
use super::numeral::{Form, scaled};
use super::piece::Pieces;
use super::quantity::{Draft, Measure, single};
use super::side::{self, Side};
use super::{ordinal, refuse};
use crate::syntax::Tag;

/// What joins the two numbers.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Link {
    /// "10-15"
    Dash,
    /// "10 to 15"
    To,
    /// "one or two"
    Or,
    /// "between 15 and 20"
    And,
}

/// The range that begins with `first`.
pub(super) fn read(p: Pieces<'_>, first: Side, context: &Context<'_>) -> Option<Draft> {
    let link = link(p, &first)?;
    let at = first.end + 1;
    let next = if matches!(p.low(at), "about" | "around" | "maybe" | "nearly") { at + 1 } else { at };
    let mut second = side::read(p, next, context).filter(|s| s.start == next)?;
    if !rangeable(&first, &second) || ordinal::suffix(p, second.numeral.end) || year_behind(&first, &second) {
        return None;
    }
    let mut first = first;
    let scale_shared = share_scale(p, &mut first, &second);
    share_unit(p, &mut first, &mut second, link)?;
    let (mut low, mut high) = (first.numeral.value, second.numeral.value);
    if link == Link::And && low > high {
        (low, high) = (high, low); // "between -30 and -60"
    }
    let ranging = (1..=4).any(|k| p.is(first.start.wrapping_sub(k), Class::RangeVerb));
    if low >= high || high > low * 1000.0 && low > 0.0 && link != Link::And && !ranging {
        return None;
    }
    let denied = match link {
        Link::To => !ranging && is_change(p, &first, &second, scale_shared),
        Link::Or => !is_choice(p, &first, &second, low, high),
        // "1 – 2": a score; "51 – 200 employees": a range
        Link::Dash => !p.glued(first.end) && second.measure.is_none() && !(high >= 20.0 && plural(p, second.end)),
        Link::And => false,
    };
    if denied || second.measure.is_none() && refuse::refused(p, &second.numeral).is_some() {
        return None;
    }
    let joined = Side { start: first.start, numeral: second.numeral, end: second.end, measure: second.measure };
    let mut draft = single(&joined);
    (draft.value, draft.low, draft.high) = (None, Some(low), Some(high));
    draft.modifier = Modifier::Between;
    draft.rule = "range";
    if let Some((unit, _, end, ..)) = age::read(p, second.numeral.start, second.numeral.end) {
        (draft.kind, draft.measure) = (FigureKind::Age, Measure::Age(unit));
        (draft.end, draft.after) = (end, end);
    }
    if first.numeral.form == Form::Fraction {
        draft.form = Form::Fraction;
    }
    Some(draft)
}

fn link(p: Pieces<'_>, first: &Side) -> Option<Link> {
    let at = first.end;
    let before = p.low(first.start.wrapping_sub(1));
    if p.dash(at) {
        return (p.raw(at) != "—" && p.glued(at) == p.glued(at + 1)).then_some(Link::Dash);
    }
    match p.low(at) {
        "to" => Some(Link::To),
        "or" => Some(Link::Or),
        "and" if before == "between" || before == "from" => Some(Link::And),
        _ => None,
    }
}

/// A plural noun stands right behind.
fn plural(p: Pieces<'_>, at: usize) -> bool {
    p.tag(at) == Tag::Noun && !p.capital(at) && p.low(at).ends_with('s')
}

fn rangeable(first: &Side, second: &Side) -> bool {
    let odd = |form| matches!(form, Form::Multiple | Form::Fold | Form::Proportion);
    let vague = (first.numeral.form == Form::Vague, second.numeral.form == Form::Vague);
    !odd(first.numeral.form) && !odd(second.numeral.form) && vague.0 == vague.1
}

/// "from 10 to 2014": a year on the right is no upper end.
fn year_behind(first: &Side, second: &Side) -> bool {
    let n = second.numeral;
    n.plain()
        && n.width == 4
        && (1900.0..2100.0).contains(&n.value)
        && second.measure.is_none()
        && first.numeral.value < 1000.0
}

/// "$10 to $15 million", "fifteen to twenty thousand", "12 to 14 cents", "260m to 290m francs": the
/// second number's scale holds for both.
fn share_scale(p: Pieces<'_>, first: &mut Side, second: &Side) -> bool {
    let mut shared = false;
    let n = second.numeral;
    if first.numeral.scale == 1.0 && n.scale > 1.0 && n.scale != 12.0 && first.end == first.numeral.end {
        let money = first.measure.is_none_or(|m| matches!(m, Measure::Money(_)));
        if money && first.numeral.value < n.value / n.scale {
            first.numeral.value = scaled(first.numeral.value, first.numeral.decimals, n.scale);
            shared = true;
        }
    }
    if first.measure.is_none() && matches!(second.measure, Some(Measure::Money(c)) if c.minor) {
        first.numeral.value = scaled(first.numeral.value, first.numeral.decimals, 0.01);
    }
    let metres = matches!(first.measure, Some(Measure::Unit(_))) && p.raw(first.end - 1) == "m";
    if metres && n.scale == 1e6 && matches!(second.measure, Some(Measure::Money(_))) {
        first.numeral.value = scaled(first.numeral.value, first.numeral.decimals, 1e6);
        first.measure = None;
    }
    shared
}

/// Gives both sides one unit; `None` where they measure different things.
fn share_unit(p: Pieces<'_>, first: &mut Side, second: &mut Side, link: Link) -> Option<()> {
    match (first.measure, second.measure) {
        (None, _) => Some(()),
        (Some(Measure::Money(_)), None) if !p.is(second.end, Class::People) => {
            second.measure = first.measure; // "$10-15 million"
            Some(())
        }
        (Some(_), None) if link == Link::Dash => {
            second.measure = first.measure;
            Some(())
        }
        (Some(Measure::Money(x)), Some(Measure::Money(y))) => {
            (x.currency == y.currency || !x.sure || !y.sure).then_some(())
        }
        (Some(x), Some(y)) => (x == y).then_some(()),
        _ => None,
    }
}

/// "rose from 5.8% to 6.1%", "up 3 to 45", "cut by $200 to $399": what follows "to" is the new level.
fn is_change(p: Pieces<'_>, first: &Side, second: &Side, scale_shared: bool) -> bool {
    let before = |k: usize| first.start.wrapping_sub(k);
    let moves = |k: usize| {
        (p.is(before(k), Class::Up)
            || p.is(before(k), Class::Down)
            || matches!(p.low(before(k)), "went" | "goes" | "moved" | "changed" | "step" | "change"))
            && !matches!(p.low(before(k)), "more" | "less" | "fewer" | "add" | "adds" | "loss" | "growth")
    };
    // "from 5 to 7 per cent to 3 to 5 per cent": each pair is a range
    let second_pair = p.low(before(1)) == "to"
        && (2..=5).any(|k| {
            p.digits(before(k)).is_some() && p.low(before(k + 1)) == "to" && p.digits(before(k + 2)).is_some()
        });
    if scale_shared || second_pair || p.low(second.end) == "to" && p.digits(second.end + 1).is_some() {
        return false;
    }
    match p.low(before(1)) {
        "from" => (1..=14).any(moves),
        "to" => true,
        _ => {
            // "fell 9 to 14 percent" is a range: only its second number has a unit.
            let apart = first.measure.is_some() == second.measure.is_some()
                && !(first.measure.is_none() && p.is_word(second.end));
            (1..=2).any(moves) && apart
        }
    }
}

/// "one or two points", "six or seven million", "50 or 51": neighbours.
fn is_choice(p: Pieces<'_>, first: &Side, second: &Side, low: f64, high: f64) -> bool {
    let near = high <= low * 1.5 + 1.0;
    let named = second.measure.is_some() || p.is_word(second.end) || second.numeral.scale > 1.0;
    first.numeral.whole() && p.low(second.end) != "more" && (near || named && high <= low * 3.0 + 2.0)
}
