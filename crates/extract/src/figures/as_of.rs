//! When a number held: "as of Tuesday", "by Monday evening", "since Feb. 24", "up from 51 on Monday".
//!
//! The words of the text with their preposition, which tells what sort of date it is. They are looked for in the
//! sentence of the number; nothing is computed from them, since a weekday is a date only beside the article's own.

use super::lexicon::Class;
use super::piece::Pieces;
use super::quantity::Draft;
use crate::Span;

/// How far around the number, in pieces, a date is looked for.
const REACH: usize = 60;

/// The date at which the number held, if its sentence names one.
///
/// First the nearest one with no other number in between, which would have it for itself ("36 on Wednesday and 49 on
/// Friday"), then one that numbers share ("12 killed and 90 injured as of Tuesday"); one that says that something
/// holds ("as of", "by", "since", "so far") before one that only dates, and one behind the number before one in front.
pub(super) fn find(p: Pieces<'_>, draft: &Draft) -> Option<Span> {
    for shared in [false, true] {
        let here = |at: &usize| !p.mark(*at, ';') && (shared || !starts_number(p, *at));
        let behind = (draft.after..(draft.after + REACH).min(p.all.len())).take_while(here).find_map(|at| read(p, at));
        let mut back = (draft.start.saturating_sub(REACH)..draft.start).rev().take_while(here);
        let before = back.find_map(|at| read(p, at)).map(|found| whole(p, found));
        let holding = [behind, before].into_iter().flatten().find(|e| e.holds);
        if let Some(found) = holding.or(behind).or(before) {
            return Some(p.span(found.start, found.end));
        }
    }
    None
}

/// Read from its end, "of Tuesday" was found first: the expression from its first word on.
fn whole(p: Pieces<'_>, found: Expression) -> Expression {
    let mut longer = (found.start.saturating_sub(8)..found.start).filter_map(|at| read(p, at));
    longer.find(|e| e.end >= found.end).unwrap_or(found)
}

/// A date in the text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Expression {
    start: usize,
    end: usize,
    /// Said of a state of affairs: "as of", "by", "since", "so far".
    holds: bool,
}

/// The date that begins at `at`, with its preposition.
fn read(p: Pieces<'_>, at: usize) -> Option<Expression> {
    let next = p.low(at + 1);
    let (day, holds) = match p.low(at) {
        "so" if next == "far" => {
            let end = day(p, at + 2).unwrap_or(at + 2);
            return Some(Expression { start: at, end, holds: true });
        }
        "to" if next == "date" => return Some(Expression { start: at, end: at + 2, holds: true }),
        "as" if matches!(next, "of" | "at") => (at + 2, true),
        "up" if matches!(next, "to" | "until") => (at + 2, true),
        "by" | "since" | "until" | "till" | "through" => (at + 1, true),
        "on" | "late" | "early" => (at + 1, false),
        _ => (at, false),
    };
    Some(Expression { start: at, end: self::day(p, day)?, holds })
}

/// Where a day, a date or a time of day ends that begins at `at`; a time of day alone only with a day or a clock.
fn day(p: Pieces<'_>, at: usize) -> Option<usize> {
    let at = at + usize::from(matches!(p.low(at), "early" | "late" | "mid" | "the"));
    let part = |at: usize| {
        at + usize::from(matches!(
            p.low(at),
            "morning" | "afternoon" | "evening" | "night" | "noon" | "midday" | "midnight" | "dawn" | "dusk"
        ))
    };
    if p.is(at, Class::Weekday) && p.capital(at) {
        let end = dotted(p, at + 1);
        let end = part(end);
        return Some(date(p, end + usize::from(p.mark(end, ','))).unwrap_or(end));
    }
    if let Some(end) = date(p, at) {
        return Some(end);
    }
    match p.low(at) {
        "yesterday" => Some(part(at + 1)),
        "today" | "tonight" | "overnight" => Some(at + 1),
        "noon" | "midnight" | "midday" | "nightfall" | "dawn" | "dusk"
            if matches!(p.low(at.wrapping_sub(1)), "by" | "of" | "since" | "until" | "at") =>
        {
            Some(day(p, at + 1 + usize::from(p.low(at + 1) == "on")).unwrap_or(at + 1))
        }
        "this" | "last" => {
            let period = matches!(
                p.low(at + 1),
                "year" | "month" | "week" | "weekend" | "season" | "morning" | "afternoon" | "evening" | "night"
            );
            let named = p.is(at + 1, Class::Weekday) || p.is(at + 1, Class::Month) && p.capital(at + 1);
            (period || named).then_some(at + 2)
        }
        _ => clock(p, at),
    }
}

/// "Feb. 24", "24 February 2022", "October 2023", and behind "since" and "by" a bare year.
fn date(p: Pieces<'_>, at: usize) -> Option<usize> {
    let small = |at: usize| p.digits(at).is_some_and(|d| d.decimals == 0 && (1.0..=31.0).contains(&d.value));
    let year = |at: usize| {
        p.digits(at).is_some_and(|d| d.width == 4 && d.decimals == 0 && (1900.0..2100.0).contains(&d.value))
    };
    let with_year = |end: usize| {
        let comma = end + usize::from(p.mark(end, ','));
        if year(comma) { comma + 1 } else { end }
    };
    if p.is(at, Class::Month) && p.capital(at) {
        let next = dotted(p, at + 1);
        if small(next) && !p.dash(next + 1) {
            return Some(with_year(next + 1));
        }
        return if year(next) { Some(next + 1) } else { (p.raw(at) != "May").then_some(next) };
    }
    if small(at) && p.is(at + 1, Class::Month) && p.capital(at + 1) {
        return Some(with_year(dotted(p, at + 2)));
    }
    (year(at) && matches!(p.low(at.wrapping_sub(1)), "since" | "by" | "until")).then_some(at + 1)
}

/// "6 p.m. on Friday", "10:45 am local time": a clock that "as of", "by" or "at" makes a moment.
fn clock(p: Pieces<'_>, at: usize) -> Option<usize> {
    p.digits(at).filter(|d| d.value < 24.0 && d.decimals <= 2)?;
    let mut end = at + 1;
    if (p.mark(end, ':') || p.mark(end, '.')) && p.glued(end) && p.digits(end + 1).is_some() {
        end += 2;
    }
    let moment = matches!(p.low(at.wrapping_sub(1)), "by" | "of" | "since" | "until" | "at");
    let named = match (p.low(end), p.low(end + 1), p.low(end + 2)) {
        ("a" | "p", ".", "m") => end + 3 + usize::from(p.mark(end + 3, '.')),
        ("am" | "pm" | "gmt", ..) => end + 1,
        _ => return None,
    };
    let on = named + usize::from(p.low(named) == "on");
    moment.then(|| day(p, on).unwrap_or(named))
}

/// Past the full stop of an abbreviation: "Feb. 24".
fn dotted(p: Pieces<'_>, at: usize) -> usize {
    at + usize::from(p.mark(at, '.') && p.glued(at) && at < p.all.len() && p.raw(at - 1).len() <= 5)
}

/// A number that is no part of a date stands here.
fn starts_number(p: Pieces<'_>, at: usize) -> bool {
    let number = p.digits(at).is_some() || p.get(at).is_some_and(|x| x.word.number.is_some());
    let dated = (0..4).filter_map(|k| at.checked_sub(k)).any(|k| day(p, k).is_some_and(|end| end > at));
    number && !dated
}
