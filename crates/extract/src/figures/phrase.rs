//! Noun phrases by the order and the tags of their words: where they begin, where their head stands, and which words are
//! only a size or a time before it.

use super::casualty;
use super::lexicon::Class;
use super::piece::{Kind, Pieces};
use crate::syntax::Tag;

/// A noun phrase in pieces: up to and with its head.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Phrase {
    pub(super) start: usize,
    pub(super) end: usize,
}

/// How a piece may stand in a noun phrase.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Part {
    /// It can be the head.
    Head,
    /// It can stand before the head.
    Inner,
    /// It ends the phrase.
    Out,
}

pub(super) fn part(p: Pieces<'_>, at: usize) -> Part {
    let Some(piece) = p.get(at) else { return Part::Out };
    match piece.kind {
        // "a two-seat"; "the S&P 500"
        Kind::Mark('-' | '‑' | '–' | '&') if piece.glued && p.glued(at + 1) => return Part::Inner,
        Kind::Mark('.')
            if piece.glued
                && p.capital(at - 1)
                && p.get(at - 1).is_some_and(|x| x.span.len() <= 2)
                && p.is_word(at + 1) =>
        {
            return Part::Inner;
        }
        Kind::Mark('\'' | '’') if piece.glued && p.glued(at + 1) && p.low(at + 1) == "s" => return Part::Inner,
        // "Nikkei 225"
        Kind::Digits(d)
            if d.decimals == 0
                && !piece.glued
                && at > 0
                && p.is(at - 1, Class::IndexName)
                && p.raw(at - 1).starts_with(char::is_uppercase) =>
        {
            return Part::Head;
        }
        // "A2 Milk", "the QX-40", "V10 engine"
        Kind::Digits(_) if piece.glued && in_name(p, at) => return Part::Head,
        Kind::Mark(_) | Kind::Digits(_) | Kind::VulgarFraction(_) => return Part::Out,
        Kind::Word => {}
    }
    let low = p.low(at);
    // "clay-|to|-sand mixtures"
    if piece.glued && p.dash(at - 1) && p.glued(at - 1) && p.dash(at + 1) && p.glued(at + 1) && p.glued(at + 2) {
        return Part::Inner;
    }
    if matches!(low, "apiece" | "bit" | "hurt" | "nationwide" | "statewide" | "worldwide" | "overall") {
        return Part::Out;
    }
    // "14 |first-team| players"
    if matches!(low, "first" | "second" | "third") && p.dash(at + 1) && p.glued(at + 1) {
        return Part::Inner;
    }
    // "children |age| 14 or younger"
    if matches!(low, "age" | "ages") && p.digits(at + 1).is_some() {
        return Part::Out;
    }
    if low == "s" && piece.glued && matches!(p.low(at.wrapping_sub(1)), "'" | "’") {
        return Part::Inner;
    }
    if matches!(low, "rose" | "fell" | "grew" | "sank") && !piece.capital {
        return Part::Out;
    }
    // "187 |injured| passengers", but "five rebels |wounded| soldiers"
    let harmed = casualty::told_before_noun(low) && p.tag(at + 1) == Tag::Noun && at > 0;
    if harmed
        && !matches!(p.tag(at - 1), Tag::Noun | Tag::Propn)
        && (p.low(at + 1).ends_with('s') || p.is(at + 1, Class::People))
    {
        return Part::Inner;
    }
    match p.tag(at) {
        Tag::Noun | Tag::Propn => Part::Head,
        Tag::Adj => {
            // "one |dead| switch"
            let thing =
                low == "dead" && p.tag(at + 1) == Tag::Noun && !casualty::people(p, at + 1) && !is_time(p, at + 1);
            if p.is(at, Class::Predicative) && !thing { Part::Out } else { Part::Inner }
        }
        Tag::Verb => {
            let plural = p.tag(at.wrapping_sub(1)) == Tag::Noun
                && (p.low(at.wrapping_sub(1)).ends_with('s') || p.is(at.wrapping_sub(1), Class::People));
            if (low.ends_with("ed") || low.ends_with("ing"))
                && !plural // "sisters helped fraudsters", "people including tourists"
                && low != "including"
                && matches!(p.tag(at + 1), Tag::Noun | Tag::Propn | Tag::Adj)
                && !p.is(at, Class::KilledVerb)
                && !p.is(at, Class::InjuredVerb)
                && !p.is(at, Class::Detained)
            {
                Part::Inner
            } else {
                Part::Out
            }
        }
        Tag::X => untagged(p, at, low),
        _ => Part::Out,
    }
}

/// Digits glued to letters in capitals, with or without a hyphen: "A|2|", "TA-|125|".
fn in_name(p: Pieces<'_>, at: usize) -> bool {
    let hyphen = usize::from(at > 1 && p.mark(at - 1, '-') && p.glued(at - 1));
    let short = |at: usize| p.raw(at).len() <= 5 && p.raw(at).bytes().all(|b| b.is_ascii_uppercase());
    at.checked_sub(1 + hyphen).is_some_and(|word| p.is_word(word) && short(word)) && !p.glued(at + 1)
}

/// Where no tag is known: a noun until a closed class or a known verb says otherwise.
fn untagged(p: Pieces<'_>, at: usize, low: &str) -> Part {
    let classes = [
        Class::Function,
        Class::KilledVerb,
        Class::InjuredVerb,
        Class::InjuredNoun,
        Class::Missing,
        Class::Up,
        Class::Down,
        Class::Report,
        Class::Clock,
        Class::Detained,
        Class::Displaced,
        Class::Weekday,
    ];
    if classes.iter().any(|&c| p.is(at, c))
        || low.ends_with("ly")
        || matches!(low, "more" | "left" | "worth" | "dead" | "instead" | "ahead" | "alive")
    {
        return Part::Out;
    }
    if (low.ends_with("ed") || low.ends_with("ing")) && low.len() > 4 {
        return Part::Inner;
    }
    Part::Head
}

/// The noun phrase that begins at `at`, as far as its head.
pub(super) fn phrase(p: Pieces<'_>, at: usize) -> Option<Phrase> {
    let mut start = at;
    // "of |those| buying stamps": the participle is no noun
    if p.low(start) == "those" && p.tag(start + 1) == Tag::Verb {
        return None;
    }
    // "half of all the attacks", "six more weeks", "three other Afghan men"
    while p.is(start, Class::Determiner) && start < at + 3 {
        start += 1;
    }
    let (mut end, mut head) = (start, None);
    while end < start + 12 {
        if head.is_some() && is_day(p, end) {
            break; // "three others |Friday evening"
        }
        match part(p, end) {
            Part::Head => head = Some(end + 1),
            Part::Inner => {}
            Part::Out if head == Some(end) && joins_names(p, end) => {}
            Part::Out => {
                // "pink and white flowers": two adjectives
                let joined = matches!(p.low(end), "and" | "or" | ",")
                    && part(p, end + 1) == Part::Inner
                    && p.tag(end + 1) == Tag::Adj
                    && p.tag(end.wrapping_sub(1)) == Tag::Adj
                    && end > start
                    && head.is_none();
                if !joined {
                    break;
                }
            }
        }
        end += 1;
    }
    let people = end > start && p.tag(end - 1) == Tag::Adj && p.capital(end - 1) && !p.dash(end);
    let mut end = head.or(people.then_some(end))?; // "50 Lebanese"
    // "two F-16s"
    if p.dash(end) && p.glued(end) && p.digits(end + 1).is_some() && p.glued(end + 1) {
        end += 2;
        end += usize::from(p.glued(end) && p.low(end) == "s");
    }
    // "rose 15,000 |last week|"
    if matches!(p.low(start), "last" | "next") && is_time(p, end - 1) && end == start + 2 {
        return None;
    }
    // "Monday", "this week": time, not things
    if end == start + 1 && (p.is(start, Class::Weekday) || p.is(start, Class::Month) && p.capital(start)) {
        return None;
    }
    Some(Phrase { start, end })
}

/// A day or a time of day, which no counted noun ends with.
fn is_day(p: Pieces<'_>, at: usize) -> bool {
    p.is(at, Class::Weekday) && p.capital(at)
        || matches!(p.low(at), "yesterday" | "today" | "tonight" | "tomorrow" | "overnight" | "nationwide")
        || matches!(p.low(at), "last" | "next") && is_time(p, at + 1)
}

/// "75 Volvo |and| Scania trucks": names that share the noun behind them.
fn joins_names(p: Pieces<'_>, at: usize) -> bool {
    matches!(p.low(at), "and" | "or")
        && p.capital(at.wrapping_sub(1))
        && p.capital(at + 1)
        && (at + 2..at + 4).any(|noun| !p.capital(noun) && p.tag(noun) == Tag::Noun && p.low(noun).ends_with('s'))
        && part(p, at + 2) != Part::Out
}

/// Past a quantity that opens a noun phrase: "7 per cent |surcharge|", "a 20 basis point |cut|".
pub(super) fn past_size(p: Pieces<'_>, start: usize, end: usize) -> usize {
    let number = |at: usize| {
        p.get(at).is_some_and(|x| x.word.number.is_some() && p.low(at) != "one" || matches!(x.kind, Kind::Digits(_)))
    };
    if !number(start) && !matches!(p.get(start).map(|x| x.kind), Some(Kind::Mark('$' | '£' | '€'))) {
        return start;
    }
    // "8GB", "737s": one word
    if p.is_word(start + 1) && p.glued(start + 1) {
        return start;
    }
    let mut at = start + 1;
    while at + 1 < end
        && (number(at)
            || p.get(at).is_some_and(|x| !x.capital && (x.word.opens_unit || x.word.opens_currency))
            || matches!(
                p.low(at),
                "-" | "%" | "per" | "cent" | "percent" | "percentage" | "basis" | "point" | "points"
            ))
    {
        at += 1;
    }
    at
}

/// "last year", "Monday", "two points": no thing that is measured.
pub(super) fn is_time(p: Pieces<'_>, at: usize) -> bool {
    p.is(at, Class::Weekday)
        || p.is(at, Class::Month) && p.capital(at)
        || p.get(at).is_some_and(|x| x.word.opens_unit && !x.capital)
        || p.get(at).is_some_and(|x| x.word.opens_currency && !x.capital)
        || matches!(
            p.low(at),
            "yesterday"
                | "today"
                | "week"
                | "weekend"
                | "quarter"
                | "morning"
                | "evening"
                | "night"
                | "afternoon"
                | "spring"
                | "summer"
                | "autumn"
                | "winter"
        )
}

/// The words of a phrase as they stand in the text.
pub(super) fn words(p: Pieces<'_>, phrase: Phrase) -> &str {
    p.span(phrase.start, phrase.end).of(p.source)
}
