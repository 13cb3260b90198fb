//! Two numbers that belong together: scores "3-1", ratings "4.7/5" and votes "52-48", "61 to 58".
//! The value is the number that stands first; low and high are the smaller and the larger of the two.

#![expect(clippy::float_cmp, reason = "whole numbers are compared, which are exact")]

use super::kind::{FigureKind, Modifier};
use super::lexicon::Class;
use super::numeral::{self, Numeral};
use super::piece::Pieces;
use super::quantity::{Draft, Measure};

/// Highest marks that things are rated by.
const MARKS: [f64; 3] = [5.0, 10.0, 100.0];

/// "rated 3.9 out of 5 stars", "9.5/10", "gave it 2 out of 10": a mark, of the highest that could be given.
pub(super) fn rating(p: Pieces<'_>, at: usize) -> Option<Draft> {
    let top = p.digits(at).filter(|_| !p.glued(at) || at > 0 && p.mark(at - 1, '('))?;
    let slash = p.mark(at + 1, '/');
    let best = match slash {
        true => at + 2,
        false if p.low(at + 1) == "out" && p.low(at + 2) == "of" => at + 3,
        false => return None,
    };
    let most = p.digits(best).filter(|d| MARKS.contains(&d.value) && !d.odd)?;
    let dated = p.mark(best + 1, '/') || matches!(p.low(at.wrapping_sub(1)), "on" | "by" | "since" | "until" | "from");
    if top.odd || top.value > most.value || dated && top.decimals == 0 || slash && p.low(best + 1) == "of" {
        return None;
    }
    let rated = |k: usize| {
        matches!(
            p.low(at.wrapping_sub(k)),
            "rated" | "rating" | "ratings" | "rates" | "score" | "scored" | "scores" | "gave" | "gives" | "graded"
        )
    };
    let stars = matches!(p.low(best + 1), "star" | "stars");
    let set_off = slash && most.value == 10.0 && top.value > 1.0 && !p.is_word(best + 1) && !p.mark(best + 1, '-');
    if !(top.decimals > 0 || stars || set_off || (1..=4).any(rated)) {
        return None;
    }
    let first = numeral::Numeral::new(at, at + 1, top.value, numeral::Form::Digits);
    let second = numeral::Numeral::new(best, best + 1 + usize::from(stars), most.value, numeral::Form::Digits);
    Some(Draft { low: None, high: None, ..pair(first, second, FigureKind::Score, "rating") })
}

/// The pair that begins at `at`.
pub(super) fn read(p: Pieces<'_>, at: usize) -> Option<Draft> {
    let first = numeral::read(p, at, false).filter(fits)?;
    if p.glued(at)
        && !p.mark(at.wrapping_sub(1), '(')
        && !p.mark(at.wrapping_sub(1), '“')
        && !p.mark(at.wrapping_sub(1), '"')
        && !p.mark(at.wrapping_sub(1), '[')
    {
        return None;
    }
    odds(p, first).or_else(|| dashed(p, first)).or_else(|| voted(p, first))
}

/// "a ratio of 3 to 1", "odds of 5:2": the first is so many times the second.
fn odds(p: Pieces<'_>, first: Numeral) -> Option<Draft> {
    let before = |k: usize| p.low(first.start.wrapping_sub(k));
    let told = matches!(before(1), "of" | "at" | "is" | "was") && matches!(before(2), "ratio" | "odds");
    let joined = p.low(first.end) == "to" || p.mark(first.end, ':') && p.glued(first.end);
    if !told || !joined {
        return None;
    }
    let second = numeral::read(p, first.end + 1, false).filter(|n| fits(n) && n.value > 0.0)?;
    let mut draft = pair(first, second, FigureKind::Ratio, "odds");
    (draft.value, draft.low, draft.high) = (Some(first.value / second.value), None, None);
    Some(draft)
}

fn fits(n: &Numeral) -> bool {
    n.whole()
        && n.scale == 1.0
        && n.decimals == 0
        && n.value >= 0.0
        && n.high.is_none()
        && matches!(n.form, numeral::Form::Digits | numeral::Form::Words)
}

/// "3-1", "52-48", "1 – 0", "(8-6)"
fn dashed(p: Pieces<'_>, first: Numeral) -> Option<Draft> {
    let dash = first.end;
    if !p.dash(dash)
        || p.glued(dash) != p.glued(dash + 1)
        || first.grouped
        || p.digits(first.start).is_none()
        || p.raw(dash) == "—"
    {
        return None;
    }
    let second = numeral::read(p, dash + 1, false).filter(|n| fits(n) && !n.grouped && n.width > 0)?;
    // "sections 10-12"
    let label = first.start.wrapping_sub(1);
    if p.is(label, Class::LabelBare) || matches!(p.low(label), "sections" | "articles" | "pages" | "chapters" | "lines")
    {
        return None;
    }
    let year = first.width == 4 || second.width == 4;
    let chained = p.dash(second.end) && p.digits(second.end + 1).is_some()
        || p.mark(second.end, '%')
        || p.glued(second.end) && p.is_word(second.end)
        || p.mark(second.end, '/')
        || p.dash(first.start.wrapping_sub(1)) && p.glued(first.start);
    let measured = p.get(second.end).is_some_and(|x| x.word.opens_unit || x.word.opens_currency)
        || p.dash(second.end) && p.glued(second.end);
    let zero = p.raw(first.start).len() > 1 && p.raw(first.start).starts_with('0')
        || p.raw(dash + 1).len() > 1 && p.raw(dash + 1).starts_with('0');
    let month = p.is(first.start.wrapping_sub(1), Class::Month) || p.is(second.end, Class::Month);
    if year || chained || measured || zero || month || first.width > 3 || second.width > 3 {
        return None;
    }
    let vote = near(p, first.start, second.end, Class::Vote, 8);
    let score = near(p, first.start, second.end, Class::Score, 10);
    let spaced = !p.glued(dash);
    let bracketed = p.mark(first.start.wrapping_sub(1), '(') && p.mark(second.end, ')');
    let noun_behind = p.is_word(second.end)
        && !p.is(second.end, Class::Function)
        && !p.is(second.end, Class::Vote)
        && !p.is(second.end, Class::Score);
    let rising = first.value < second.value;
    let game = score || spaced || bracketed;
    // "10-15 missiles" is a range; "3-1", "16-13" are pairs wherever they stand.
    let played = vote || game;
    let counted =
        if rising { noun_behind && !bracketed || !played } else { noun_behind && !played && !p.capital(second.end) };
    if counted {
        return None;
    }
    let kind = if vote && (first.value + second.value > 60.0 || !score) { FigureKind::Vote } else { FigureKind::Score };
    Some(pair(first, second, kind, "pair"))
}

/// "by a vote of 61 to 58", "voted by 27 to 19", "six to three"
fn voted(p: Pieces<'_>, first: Numeral) -> Option<Draft> {
    let mut to = first.end;
    if p.low(to) == "votes" || p.low(to) == "in" && p.low(to + 1) == "favor" {
        to += if p.low(to) == "votes" { 1 } else { 2 };
    }
    if p.low(to) != "to" {
        return None;
    }
    let second = numeral::read(p, to + 1, false).filter(fits)?;
    let vote = near(p, first.start, first.start, Class::Vote, 7);
    if to > first.end {
        return None; // "11 votes to 6": two figures
    }
    let noun = p.is_word(second.end) && !p.is(second.end, Class::Function) && !p.is(second.end, Class::Vote);
    (vote && !noun && p.low(first.start.wrapping_sub(1)) != "from" && !p.mark(second.end, '%'))
        .then(|| pair(first, second, FigureKind::Vote, "vote"))
}

/// True where a word of the class stands within reach of the pair, in the same sentence.
fn near(p: Pieces<'_>, start: usize, end: usize, class: Class, reach: usize) -> bool {
    (start.saturating_sub(reach)..start).chain(end..end + reach).any(|at| p.is(at, class))
}

fn pair(first: Numeral, second: Numeral, kind: FigureKind, rule: &'static str) -> Draft {
    Draft {
        start: first.start,
        end: second.end,
        number: first.start,
        after: second.end,
        value: Some(first.value),
        low: Some(first.value.min(second.value)),
        high: Some(first.value.max(second.value)),
        modifier: Modifier::Exact,
        kind,
        measure: Measure::Things,
        form: first.form,
        per: None,
        rule,
        weak: false,
    }
}
