//! Numbers that leave out what they count because the talk is of a toll: "The clinic said 14", "up from 36
//! on Wednesday", "five of them in the town". They take the harm of the toll told before them, in the same
//! sentence or a little earlier; two sources that differ are what a reader looks for.

use super::casualty::{self, Harm};
use super::piece::{Kind, Pieces};
use super::quantity::Draft;

/// Nouns that a toll is given as.
const COUNTS: &[&str] =
    &["number", "numbers", "toll", "tolls", "figure", "figures", "count", "tally", "total", "list", "range"];

/// For how many sentences a toll is remembered.
pub(super) const MEMORY: u32 = 2;

/// How a bare number hangs on the toll before it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Link {
    /// "five of them": a part, never to be added to the whole.
    Part,
    /// "up from 36", "against 22": compared with a number of the same sentence.
    Compared,
    /// "the clinic said 14", "its figure was 14": another count of the same.
    Recount,
}

/// How a number without a noun hangs on a toll, if it does.
pub(super) fn link(p: Pieces<'_>, draft: &Draft) -> Option<Link> {
    if p.low(draft.after) == "of" && matches!(p.low(draft.after + 1), "them" | "those" | "whom") {
        return Some(Link::Part);
    }
    let stands_alone = match p.get(draft.after).map(|x| x.kind) {
        None | Some(Kind::Mark(',' | '.' | ';' | ')' | '"' | '”' | '“' | '’' | '–' | '—' | '!' | '?')) => {
            true
        }
        Some(Kind::Word) => matches!(
            p.low(draft.after),
            "on" | "by"
                | "in"
                | "at"
                | "when"
                | "as"
                | "so"
                | "this"
                | "last"
                | "earlier"
                | "the"
                | "a"
                | "and"
                | "but"
                | "since"
                | "from"
                | "first"
                | "that"
        ),
        Some(_) => false,
    };
    if !stands_alone {
        return None;
    }
    let before = |k: usize| p.low(draft.start.wrapping_sub(k));
    let near = |words: &[&str]| (2..=8).any(|k| words.contains(&before(k)));
    match before(1) {
        "from" if matches!(before(2), "up" | "down") || near(&["up", "down"]) => Some(Link::Compared),
        "the" if before(2) == "from" && matches!(before(3), "up" | "down") => Some(Link::Compared),
        "of" if matches!(before(2), "peak" | "high" | "low") && near(&["up", "down"]) => Some(Link::Compared),
        "against" => Some(Link::Compared),
        "or" if p.mark(draft.start.wrapping_sub(2), ',') => Some(Link::Compared),
        "said" | "says" | "say" | "count" | "counted" | "counts" | "confirmed" | "reported" | "lists" | "listed"
        | "gave" | "gives" => Some(Link::Recount),
        "to" | "at" | "was" | "is" | "reached" | "of" if near(COUNTS) => Some(Link::Recount),
        "at" if before(2) == "stood" || before(2) == "stands" => Some(Link::Recount),
        _ => None,
    }
}

/// "the list of |missing| to 18 from 41": the harm that the clause names itself, whatever the sentence speaks of.
pub(super) fn named(p: Pieces<'_>, draft: &Draft) -> Option<Harm> {
    let words = (2..=5).map(|k| draft.start.wrapping_sub(k)).take_while(|&at| at < draft.start && !p.mark(at, ','));
    let counts = matches!(p.low(draft.start.wrapping_sub(1)), "to" | "at" | "was" | "from");
    let told = words.into_iter().find(|&at| matches!(p.low(at), "missing" | "injured" | "wounded" | "displaced"));
    told.filter(|&at| counts && matches!(p.low(at.wrapping_sub(1)), "of" | "the")).and_then(|at| casualty::harm(p, at))
}

/// The harm of the toll that a number hangs on: of one told in the same sentence, or of one remembered.
pub(super) fn inherited(link: Link, same: Option<Harm>, remembered: Option<(Harm, u32)>) -> Option<Harm> {
    let reach = match link {
        Link::Compared => 0,
        Link::Part => 1,
        Link::Recount => MEMORY,
    };
    same.or_else(|| remembered.filter(|(_, distance)| *distance <= reach && reach > 0).map(|(harm, _)| harm))
}
