//! Harm that is told behind the counted noun: by a verb ("12 people were killed", "13 still missing"), by a phrase
//! ("in intensive care", "lost their homes", "have not been found"), over a place or an insertion between the two.

use super::casualty::{Harm, harm, people};
use super::lexicon::Class;
use super::numeral;
use super::phrase::is_time;
use super::piece::{Kind, Pieces};
use crate::syntax::Tag;

/// Told behind the counted noun: "12 people were killed", "90 injured", "13 still missing",
/// "12 people in two villages were hurt".
pub(super) fn find(p: Pieces<'_>, from: usize) -> Option<(Harm, usize)> {
    let mut at = from;
    for step in 0..10 {
        if let Some(found) = without_its_word(p, at) {
            return Some(found);
        }
        if p.low(at) == "among"
            && p.low(at + 1) == "the"
            && let Some(found) = harm(p, at + 2)
        {
            return Some((found, at + 2));
        }
        if let Some(end) = from_home(p, at) {
            return Some((Harm::Displaced, end));
        }
        if of_things(p, at) {
            return None;
        }
        if let Some(found) = harm(p, at) {
            let acts = step == 0 && acts(p, at) && from > 0 && p.is_word(from - 1);
            return (!acts).then_some((found, at));
        }
        let adverb = p.tag(at) == Tag::Adv && p.low(at).ends_with("ly");
        if !p.is(at, Class::HarmBetween) && !adverb {
            // "1,840 people from |five villages had fled": "from" alone may stand between ("banned from")
            let place = if step == 1 && p.low(at - 1) == "from" { at - 1 } else { at };
            at = over_phrase(p, place).filter(|_| step == 0 || place < at)?;
            continue;
        }
        at += 1;
    }
    None
}

/// Harm told in a phrase: "in intensive care", "suffered burns", "taken to the hospital", "have not been found".
fn without_its_word(p: Pieces<'_>, at: usize) -> Option<(Harm, usize)> {
    let next = p.low(at + 1);
    match p.low(at) {
        "in" | "being" if matches!(next, "hospital" | "hospitals" | "intensive" | "critical" | "treated") => {
            Some((Harm::Injured, at + 1))
        }
        "in" if matches!(next, "serious" | "stable") && p.low(at + 2) == "condition" => Some((Harm::Injured, at + 2)),
        "suffered" | "sustained" | "suffering" => (at + 1..at + 5)
            .take_while(|&k| p.is_word(k) && !matches!(p.low(k), "from" | "a" | "in"))
            .find(|&k| p.is(k, Class::InjuredNoun) || matches!(p.low(k), "burns" | "fractures" | "cuts"))
            .map(|k| (Harm::Injured, k)),
        "to" => {
            let place = at + 1 + usize::from(matches!(next, "the" | "a"));
            matches!(p.low(place), "hospital" | "hospitals").then_some((Harm::Injured, place))
        }
        "not" if matches!(next, "been" | "yet") => {
            let verb = at + 2 + usize::from(p.low(at + 2) == "been");
            matches!(p.low(verb), "found" | "located").then_some((Harm::Missing, verb))
        }
        "fatal" => matches!(p.low(at.wrapping_sub(1)), "them" | "were" | "was" | "which").then_some((Harm::Killed, at)),
        "sought" | "needed" | "received" | "receiving" if matches!(next, "treatment" | "medical") => {
            Some((Harm::Injured, at + 1))
        }
        "picked" if next == "up" && at > 0 && matches!(p.low(at - 1), "were" | "been" | "was") => {
            Some((Harm::Detained, at))
        }
        _ => None,
    }
}

/// "|from their homes", "|driven into exile", "|lost their homes", "|are in relief camps": where it ends.
fn from_home(p: Pieces<'_>, at: usize) -> Option<usize> {
    let mut k = at;
    while k < at + 3 && (p.is(k, Class::HarmBetween) && !matches!(p.low(k), "from" | "their" | "homes")) {
        k += 1;
    }
    k += usize::from(matches!(p.low(k), "driven" | "forced" | "chased" | "flushed" | "expelled"));
    let home = |k: usize| {
        let noun = k + usize::from(p.low(k) == "their");
        let home = p.low(noun) == "home" && noun > k; // "from home to class": no flight
        (home || matches!(p.low(noun), "homes" | "villages" | "houses")).then_some(noun)
    };
    match (p.low(k), p.low(k + 1)) {
        ("from" | "left" | "lost" | "leave" | "abandon" | "abandoned", _) => home(k + 1),
        ("to", "leave" | "flee" | "abandon") => home(k + 2),
        ("into", "exile") | ("in", "shelters" | "tents") => Some(k + 1),
        ("in", "churches" | "schools" | "mosques") if matches!(p.low(k - 1), "sleeping" | "sheltering" | "living") => {
            Some(k + 1)
        }
        ("in", "evacuation" | "relief" | "displacement" | "refugee" | "temporary")
            if matches!(p.low(k + 2), "centers" | "centres" | "camps" | "camp" | "shelters") =>
        {
            Some(k + 2)
        }
        _ => None,
    }
}

/// "one |dead| battery", "One was |held| in the town hall": nobody is harmed.
fn of_things(p: Pieces<'_>, at: usize) -> bool {
    let battery = p.low(at) == "dead" && p.tag(at + 1) == Tag::Noun && !people(p, at + 1) && !is_time(p, at + 1);
    let meeting = p.low(at) == "held"
        && matches!(p.low(at + 1), "in" | "at" | "on")
        && !(at + 2..at + 5)
            .any(|k| p.is(k, Class::Detained) || matches!(p.low(k), "jail" | "prison" | "cells" | "gunpoint"))
        && p.get(at.wrapping_sub(2)).is_some_and(|x| x.word.number.is_some() || matches!(x.kind, Kind::Digits(_)));
    battery || meeting
}

/// "gunmen killed two policemen": an object follows, so the counted do the harm.
fn acts(p: Pieces<'_>, verb: usize) -> bool {
    let transitive = matches!(p.tag(verb), Tag::Verb | Tag::X)
        && !matches!(
            p.low(verb),
            "died" | "dead" | "die" | "missing" | "drowned" | "perished" | "fled" | "disappeared"
        );
    let next = p.low(verb + 1);
    let object = (1..=4)
        .take_while(|&k| p.is_word(verb + k) || p.digits(verb + k).is_some())
        .any(|k| p.digits(verb + k).is_some() || p.get(verb + k).is_some_and(|x| x.word.number.is_some()));
    transitive
        && !matches!(
            next,
            "in" | "by" | "on" | "during" | "when" | "after" | "and" | "as" | "since" | "within" | "over" | ""
        )
        && (object || matches!(p.tag(verb + 1), Tag::Det | Tag::Pron | Tag::Propn | Tag::Noun | Tag::Adj))
}

/// Past "in two villages near the border" to the verb behind it.
fn over_phrase(p: Pieces<'_>, at: usize) -> Option<usize> {
    let joined = p.low(at) == "and" && matches!(p.low(at + 1), "a" | "an" | "his" | "her" | "their" | "one");
    // "three patients |receiving the drug| died"
    let participle = p.low(at).ends_with("ing") && p.tag(at) == Tag::Verb;
    if !joined
        && !participle
        && !matches!(p.low(at), "in" | "on" | "at" | "from" | "aboard" | "of" | "with" | "among" | "including" | ",")
    {
        return None;
    }
    let mut k = at + 1;
    let auxiliary = |k: usize| matches!(p.low(k), "were" | "was" | "have" | "had" | "are" | "died" | "is" | "has");
    while k < at + 12 && !auxiliary(k) {
        let word = p.is_word(k) || matches!(p.get(k)?.kind, Kind::Mark('\'' | '’' | '-' | ',') | Kind::Digits(_));
        if !word
            || matches!(p.tag(k), Tag::Verb)
            || harm(p, k).is_some()
            || matches!(p.low(k), "who" | "which" | "that" | "but" | "while")
            || p.low(k) == "and" && p.get(k + 1).is_some_and(|x| numeral::seed(x.kind, x.word.number))
            || p.low(k) == "and" && !p.mark(at, ',')
        {
            return None;
        }
        k += 1;
    }
    (auxiliary(k) && (p.mark(at, ',') == p.mark(k - 1, ',') || !p.mark(at, ','))).then_some(k)
}
