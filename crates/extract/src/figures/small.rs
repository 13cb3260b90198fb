//! Small number words that often count nothing: "one of the best", "no one", "the two", "two people said".

#![expect(clippy::float_cmp, reason = "whole numbers are compared, which are exact")]

use super::lexicon::Class;
use super::numeral::{Form, Numeral};
use super::piece::Pieces;
use crate::syntax::Tag;

/// The pronoun "one": "one of the best", "no one", "the one", "one another", "the big one".
pub(super) fn pronoun(p: Pieces<'_>, n: &Numeral) -> bool {
    if !one(p, n) {
        return false;
    }
    let before = n.start.wrapping_sub(1);
    let noun = p.is_word(n.end) && !p.is(n.end, Class::Function);
    let counts_noun = matches!(p.low(before), "the" | "only" | "this" | "last" | "first") && noun;
    if p.is(before, Class::OneBefore) && !counts_noun {
        return true;
    }
    // "a large one": an adjective before it and no noun behind it
    let adjectival = p.is_word(before)
        && !p.is(before, Class::Function)
        && !noun
        && !p.dash(n.end)
        && !p.get(before).is_some_and(|x| x.word.ends_modifier)
        && !p.is(before, Class::Report);
    adjectival || follows(p, n) || !p.is_word(n.end) && !p.dash(n.end) && !p.mark(n.end, '%')
}

/// Words that "one" stands before when it is no number: "one of", "one day", "one who".
fn follows(p: Pieces<'_>, n: &Numeral) -> bool {
    if p.low(n.end) == "day" {
        // "one day after the vote", "only one day to test it"
        let lapse = matches!(p.low(n.end + 1), "after" | "before" | "later" | "earlier" | "to" | "of");
        let bounded = p.get(n.start.wrapping_sub(1)).is_some_and(|x| x.word.ends_modifier)
            || matches!(p.low(n.start.wrapping_sub(1)), "in" | "me" | "for");
        return !(lapse || bounded);
    }
    p.is(n.end, Class::OneAfter)
}

/// A number that is kept only where a casualty proves that it counts: "the two", "One borrower said".
pub(super) fn weak(p: Pieces<'_>, n: &Numeral) -> bool {
    if n.form != Form::Words || n.end != n.start + 1 {
        return false;
    }
    let before = n.start.wrapping_sub(1);
    if n.value == 2.0 && matches!(p.low(before), "the" | "these" | "those" | "their" | "its" | "our" | "both") {
        return true;
    }
    // "any of the four", "into the last four"
    let bare = !p.is_word(n.end) || p.is(n.end, Class::Function);
    let picked = matches!(p.low(before), "last" | "final")
        || p.low(before) == "the" && p.low(before.wrapping_sub(1)) == "of" && {
            let chosen = before.wrapping_sub(2);
            matches!(p.low(chosen), "one" | "any" | "all" | "each" | "none" | "either" | "some")
        };
    if bare && picked && !p.dash(n.end) && !p.mark(n.end, '%') {
        return true;
    }
    if speaks(p, n.end) {
        return true;
    }
    if !one(p, n) {
        return false;
    }
    // "there is one demand"
    if matches!(p.low(before), "is" | "was") && p.low(before.wrapping_sub(1)) == "there" && counted(p, n.end) {
        return false;
    }
    let opens = n.start == 0 || matches!(p.low(before), "\"" | "“" | "‘" | "'" | ";" | ":" | "—" | "-" | ".");
    opens
        || matches!(
            p.low(before),
            "in" | "of" | "not" | "is" | "was" | "but" | "from" | "on" | "as" | "to" | "by" | "at"
        )
        || !counted(p, n.end)
}

fn one(p: Pieces<'_>, n: &Numeral) -> bool {
    n.end == n.start + 1 && p.low(n.start) == "one"
}

/// A noun stands behind, perhaps after adjectives.
fn counted(p: Pieces<'_>, at: usize) -> bool {
    p.dash(at) || matches!(p.tag(at), Tag::Noun | Tag::Propn | Tag::Adj | Tag::X | Tag::Num)
}

/// "two people said", "two bankers briefed on the talks": the number stands in the name of a source.
fn speaks(p: Pieces<'_>, at: usize) -> bool {
    (1..=3).any(|k| {
        p.is(at + k, Class::Report)
            && matches!(p.tag(at + k), Tag::Verb | Tag::X)
            && !matches!(
                p.low(at + k),
                "report" | "reports" | "put" | "found" | "forecast" | "show" | "listed" | "counted"
            )
    }) && (0..1).all(|k| p.is_word(at + k))
        || matches!(p.low(at), "people" | "officials" | "sources" | "bankers" | "diplomats" | "aides" | "persons")
            && matches!(p.low(at + 1), "briefed" | "familiar" | "close" | "with" | "who" | "involved")
}
