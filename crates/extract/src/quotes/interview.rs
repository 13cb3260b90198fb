//! Question-and-answer interviews: paragraphs that begin with the name of whoever speaks.
//!
//! `Q: When did you notice?` / `A: Before the bank did.`; `Wikinews: …`; `LEDGER: …`.

use super::{
    content::Stretch,
    page::{NONE, Page},
    reporter::Draft,
    source::{Sort, Source, Sources, Weighed},
    word::Role,
};
use crate::{
    entities::{Cast, EntityKind, Mention},
    syntax::Tag,
    text::Shape,
};
use rustc_hash::{FxHashMap, FxHashSet};

/// A label has at most this many words.
const LONGEST_LABEL: usize = 6;

/// One turn of the conversation.
struct Turn {
    label: Source,
    /// The tokens that follow the colon, to the end of the turn.
    content: Stretch,
}

/// Adds a row for every turn, if the text is an interview.
pub(super) fn turns(page: &Page<'_>, sources: &Sources, cast: &Cast, drafts: &mut Vec<Draft>) {
    let turns = conversation(page, sources, cast);
    if turns.is_empty() {
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
        weighed: Weighed::default(),
    }));
}

/// The turns of an interview; none where paragraphs begin with a name and a colon as those of forms and lists do
/// ("Federal Share: $89,172", "Soil: Moist and well drained.").
fn conversation(page: &Page<'_>, sources: &Sources, cast: &Cast) -> Vec<Turn> {
    let mut turns = read(page);
    let mut count: FxHashMap<u64, usize> = FxHashMap::default();
    for turn in &turns {
        *count.entry(page.hash(turn.label.last)).or_default() += 1;
    }
    // Two who speak, four turns, and somebody speaks twice.
    if count.len() < 2 || turns.len() < 4 || turns.len() < count.len() + 2 {
        return Vec::new();
    }
    let again = |turn: &Turn| count.get(&page.hash(turn.label.last)).is_some_and(|n| *n > 1);
    let people: FxHashSet<&str> = cast
        .entities
        .iter()
        .filter(|entity| entity.kind == EntityKind::Person)
        .flat_map(|entity| entity.name.split(' '))
        .collect();
    let speaker =
        |turn: &Turn| people.contains(page.word(turn.label.last)) || can_speak(page, sources, cast, turn.label);
    let share = |of: &dyn Fn(&Turn) -> bool| turns.iter().filter(|turn| of(turn)).count() as f32 / turns.len() as f32;
    let is_one = share(&|turn| has_verb(page, turn)) >= 0.5
        && share(&|turn| converses(page, turn)) >= CONVERSING
        && share(&|turn| again(turn) && speaker(turn)) >= SPEAKING;
    turns.retain(|turn| is_one && (again(turn) || speaker(turn)));
    turns
}

/// In a conversation so many turns ask, or speak of those who speak …
const CONVERSING: f32 = 0.4;
/// … and so many begin with somebody who can speak, and does so again.
const SPEAKING: f32 = 0.4;

fn has_verb(page: &Page<'_>, turn: &Turn) -> bool {
    (turn.content.0..=turn.content.1).any(|t| matches!(page.tag(t), Tag::Verb | Tag::Aux))
}

/// Asks, or says "I" or "we".
fn converses(page: &Page<'_>, turn: &Turn) -> bool {
    (turn.content.0..=turn.content.1).any(|t| matches!(page.role(t), Role::I | Role::We) || page.word(t) == "?")
}

/// Whether a label is one that people speak under: "Q", "WALTON", a person's name, "Interviewer".
fn can_speak(page: &Page<'_>, sources: &Sources, cast: &Cast, label: Source) -> bool {
    let capitals = (label.first..=label.last).all(|t| page.shape(t) == Shape::Upper || page.word(t).len() == 1);
    let person = |m: &Mention| m.kind == EntityKind::Person;
    capitals
        || sources.sort(page, label.last) == Some(Sort::Person)
        || cast.mention_at(page.zone, page.span(label.first, label.last)).is_some_and(person)
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
