//! Question-and-answer interviews: paragraphs that begin with the name of whoever speaks.
//!
//! `Q: When did you notice?` / `A: Before the bank did.`; `Wikinews: …`; `LEDGER: …`.

use super::{
    content::Stretch,
    page::{NONE, Page},
    reporter::Draft,
    source::Source,
    word::Role,
};
use crate::{syntax::Tag, text::Shape};
use rustc_hash::FxHashMap;

/// A label has at most this many words.
const LONGEST_LABEL: usize = 6;

/// One turn of the conversation.
struct Turn {
    label: Source,
    /// The tokens that follow the colon, to the end of the turn.
    content: Stretch,
}

/// Adds a row for every turn, if the text is an interview.
pub(super) fn turns(page: &Page<'_>, drafts: &mut Vec<Draft>) {
    let turns = read(page);
    let mut count: FxHashMap<u64, usize> = FxHashMap::default();
    for t in &turns {
        *count.entry(page.hash(t.label.last)).or_default() += 1;
    }
    // Two who speak, four turns, and somebody speaks twice.
    if count.len() < 2 || turns.len() < 4 || turns.len() < count.len() + 2 {
        return;
    }
    // `Federal Share: $89,172`: a form, not a conversation.
    let speaks = |turn: &&Turn| (turn.content.0..=turn.content.1).any(|t| matches!(page.tag(t), Tag::Verb | Tag::Aux));
    if turns.iter().filter(speaks).count() * 2 < turns.len() {
        return;
    }
    // The turn as a quotation of its own, with its label or without: a transcript between marks.
    let is_turn = |draft: &Draft, part: &Stretch, turn: &Turn| {
        let region = page.level[turn.label.first as usize];
        let open = page.region_tokens.get(region as usize).map_or(NONE, |r| r.open);
        draft.cue.is_none_or(|c| page.level[c.first as usize] != region)
            && (part.0 == open
                || part.0 >= turn.content.0 && part.0 <= turn.content.0 + 1 && part.1 + 2 >= turn.content.1)
    };
    drafts.retain_mut(|draft| {
        let mut parts = std::mem::take(&mut draft.parts);
        parts.retain(|part| {
            // The turn whose content begins here, or the one after it, whose quotation does.
            let at = turns.partition_point(|turn| turn.content.0 <= part.0);
            let near = &turns[at.saturating_sub(1)..(at + 1).min(turns.len())];
            !near.iter().any(|turn| is_turn(draft, part, turn))
        });
        draft.parts = parts;
        !draft.parts.is_empty()
    });
    drafts.extend(turns.into_iter().map(|turn| Draft {
        cue: None,
        parts: vec![turn.content],
        source: Some(turn.label),
        confidence: 0.99,
        speaker_confidence: 0.9,
        rule: "interview-turn",
    }));
}

/// Every paragraph that begins with a label, with the paragraphs that go on in the first person.
fn read(page: &Page<'_>) -> Vec<Turn> {
    let n = page.tokens.len();
    let mut out: Vec<Turn> = Vec::new();
    let mut goes_on = false;
    let mut at = 0;
    while at < n {
        let paragraph = page.paragraph[at];
        let end = at + page.paragraph[at..].partition_point(|p| *p == paragraph);
        if let Some(label) = label(page, at as u32, end as u32) {
            out.push(Turn { label, content: (after_aside(page, label.last + 2, end as u32), end as u32 - 1) });
            goes_on = true;
        } else if goes_on
            && let Some(turn) = out.last_mut()
            && (at..end).any(|t| page.level[t] == NONE && matches!(page.role(t as u32), Role::I | Role::We))
        {
            turn.content.1 = end as u32 - 1;
        } else {
            goes_on = false;
        }
        at = end;
    }
    out
}

/// The name and colon that begin a paragraph.
fn label(page: &Page<'_>, at: u32, end: u32) -> Option<Source> {
    // A transcript in quotation marks: "PENCE: Well, look …
    let at = at + u32::from(page.opens[at as usize] != NONE);
    let colon = (at + 1..end.min(at + 1 + LONGEST_LABEL as u32)).find(|t| page.role(*t) == Role::Colon)?;
    let named = (at..colon).all(|t| {
        matches!(page.shape(t), Shape::Title | Shape::Upper | Shape::Mixed)
            || matches!(page.word(t), "." | "-" | "’s" | "'s")
    });
    (named && colon + 1 < end).then_some(Source { first: at, last: colon - 1 })
}

/// The token after an aside that opens a turn: "(laughs)".
fn after_aside(page: &Page<'_>, at: u32, end: u32) -> u32 {
    if page.word(at) != "(" {
        return at;
    }
    (at..end.min(at + 8)).find(|t| page.word(*t) == ")" && t + 1 < end).map_or(at, |t| t + 1)
}
