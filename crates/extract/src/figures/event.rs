//! Rise and fall, fear, plan and denial: what the words around a number say of it.

use super::kind::{Certainty, Change, Modifier};
use super::lexicon::Class;
use super::piece::Pieces;
use super::quantity::Draft;
use crate::syntax::Tag;

/// Rise or fall: "rose 5%", "up 5%", "fell by two points", "a 6 point gain", "was cut to 3".
pub(super) fn change(p: Pieces<'_>, draft: &Draft) -> Change {
    let mut at = draft.start;
    for step in 0..5 {
        let Some(b) = at.checked_sub(1) else { break };
        at = b;
        let low = p.low(at);
        let direction = direction(p, at);
        if direction != Change::None && !(matches!(low, "more" | "less" | "fewer") && step == 0) {
            return direction;
        }
        let passes = p.is(at, Class::ChangeBetween) || low.ends_with("ly");
        if !passes {
            break;
        }
    }
    // "raised rates by 25 basis points"
    if p.low(draft.start.wrapping_sub(1)) == "by" {
        let found = (2..=7)
            .map(|k| draft.start.wrapping_sub(k))
            .take_while(|&at| p.is_word(at))
            .map(|at| direction(p, at))
            .find(|&d| d != Change::None);
        if let Some(found) = found {
            return found;
        }
    }
    // "a 5% rise", "a $2m cut in the budget"
    for k in 0..3 {
        let at = draft.after + k;
        // "from $300 |up to| $450", "seven were |less expensive|", "no two |more| alike": no change
        let compared = matches!(p.low(at), "more" | "less") && matches!(p.tag(at + 1), Tag::Adj | Tag::Adv)
            || matches!(p.low(at), "more" | "less") && p.low(at + 1) == "like"
            || matches!(p.low(at), "up" | "down") && p.low(at + 1) == "to";
        if compared {
            break;
        }
        if !p.is_word(at) || matches!(p.low(at), "of" | "and" | "to" | "from" | "in" | "on" | "that" | "by") {
            break;
        }
        if p.is(at, Class::ChangeNoun) {
            return direction(p, at);
        }
    }
    Change::None
}

fn direction(p: Pieces<'_>, at: usize) -> Change {
    let before = p.low(at.wrapping_sub(1));
    // "gunned |down| 28 commuters", "rounded |up| 15 men", "$100 or |less|": particles and bounds
    let particle = matches!(
        before,
        "gunned"
            | "shot"
            | "mowed"
            | "hunted"
            | "tracked"
            | "shut"
            | "brought"
            | "broke"
            | "got"
            | "rounded"
            | "picked"
            | "made"
            | "make"
            | "makes"
            | "making"
            | "take"
            | "takes"
            | "took"
            | "taken"
            | "taking"
            | "turned"
            | "showed"
            | "signed"
            | "ended"
            | "blew"
            | "or"
    );
    if particle && matches!(p.low(at), "up" | "down" | "less" | "more" | "fewer") {
        return Change::None;
    }
    // "the |lower| 48"
    if matches!(p.low(at), "lower" | "higher") && before == "the" {
        return Change::None;
    }
    match (p.is(at, Class::Up), p.is(at, Class::Down)) {
        (true, false) => Change::Increase,
        (false, true) => Change::Decrease,
        _ => Change::None,
    }
}

/// Fact, estimate, fear, plan or denial, by the words of the same clause before the number, and the
/// words of harm behind it ("12 feared dead").
pub(super) fn certainty(p: Pieces<'_>, draft: &Draft) -> Certainty {
    let end = (draft.after + 4).min(p.all.len());
    for at in draft.after..end {
        if p.is(at, Class::Feared) {
            return Certainty::Feared;
        }
        if !p.is_word(at) {
            break;
        }
    }
    let mut found = Certainty::Asserted;
    let floor = draft.start.saturating_sub(12);
    let mut at = draft.start + 1;
    while at > floor {
        at -= 1;
        if at >= p.all.len() || p.mark(at, ';') || p.mark(at, ',') && at + 2 < draft.start {
            break;
        }
        let low = p.low(at);
        if p.is(at, Class::Feared) {
            return Certainty::Feared;
        }
        if matches!(low, "denied" | "denies" | "deny" | "denying") {
            return Certainty::Denied;
        }
        if found == Certainty::Asserted {
            if p.is(at, Class::Estimated) && low != "approximately" {
                found = Certainty::Estimated;
            } else if p.is(at, Class::Projected)
                && !(low == "may" && p.capital(at))
                && !matches!(
                    low,
                    "set" | "project" | "projects" | "goal" | "plan" | "plans" | "hope" | "target" | "due"
                )
            {
                found = Certainty::Projected;
            }
        }
    }
    if found == Certainty::Asserted && draft.modifier == Modifier::About && p.low(draft.start).contains("estimated") {
        found = Certainty::Estimated;
    }
    found
}

/// "not 24", "did not kill 12", "never carry fourteen"
pub(super) fn negated(p: Pieces<'_>, draft: &Draft) -> bool {
    let b = draft.start.wrapping_sub(1);
    if matches!(p.low(b), "not") && !matches!(p.low(draft.start), "just" | "only") {
        return true;
    }
    let floor = draft.start.saturating_sub(5);
    (floor..draft.start).any(|at| {
        let verb_negated =
            matches!(p.low(at), "not" | "never") || p.low(at) == "t" && matches!(p.low(at.wrapping_sub(1)), "'" | "’");
        verb_negated
            && !matches!(p.low(at + 1), "only" | "just" | "more" | "less" | "fewer")
            && (at + 1..draft.start)
                .all(|k| p.is_word(k) && !matches!(p.low(k), "but" | "and" | "until" | "since" | "for" | "in"))
            && p.tag(draft.start.wrapping_sub(1)) == Tag::Verb
    })
}
