//! Headlines that name their source with no verb: "Rutte: 'The balls are in the Russian court'",
//! "Thousands flee as fire nears town: officials".

use super::{
    page::{NONE, Page},
    reporter::Draft,
    source::{Sort, Source, Sources, Weighed},
    word::Role,
};
use crate::{
    Zone,
    entities::{Cast, EntityKind, Reference},
    syntax::{Form, Tag},
    text::Shape,
};

/// A source in a headline has at most this many words, its content at least [`SHORTEST`].
const LONGEST_SOURCE: u32 = 6;
const SHORTEST: u32 = 3;

/// Adds the row of a headline with a source and no verb.
pub(super) fn attributed(page: &Page<'_>, sources: &Sources, cast: &Cast, drafts: &mut Vec<Draft>) {
    let Some((first, last)) = headline(page) else { return };
    if drafts.iter().any(|d| d.cue.is_some() && d.parts.iter().all(|p| p.1 <= last) && d.confidence > 0.5) {
        return;
    }
    let parting = |t: &u32| page.level[*t as usize] == NONE && parts(page, *t);
    let begins = (first + 1..=(first + LONGEST_SOURCE).min(last)).find(parting);
    let ends = (last.saturating_sub(LONGEST_SOURCE).max(first)..last).rev().find(parting);
    let row = match (begins, ends) {
        (Some(colon), _)
            if page.role(colon) == Role::Colon
                && last >= colon + SHORTEST
                && speaks(page, sources, cast, (first, colon - 1), (colon + 1, last)) =>
        {
            Some(((colon + 1, last), (first, colon - 1), "headline-speaker-first"))
        }
        (_, Some(colon))
            if colon >= first + SHORTEST && speaks(page, sources, cast, (colon + 1, last), (first, colon - 1)) =>
        {
            Some(((first, colon - 1), (colon + 1, last), "headline-speaker-last"))
        }
        _ => None,
    };
    if let Some((content, (a, b), rule)) = row {
        drafts.retain(|d| d.cue.is_some() || d.parts.iter().any(|p| p.0 < content.0 || p.1 > content.1));
        let source = Some(Source { first: a, last: b });
        drafts.push(Draft {
            cue: None,
            parts: vec![content],
            source,
            confidence: 0.8,
            speaker_confidence: 0.8,
            rule,
            weighed: Weighed::default(),
        });
    }
}

/// The tokens of the headline: the title, or a first paragraph that does not end like a sentence.
fn headline(page: &Page<'_>) -> Option<(u32, u32)> {
    let end = page.paragraph.iter().position(|p| *p != page.paragraph[0]).unwrap_or(page.tokens.len());
    let last = (end as u32).checked_sub(1)?;
    let whole = end == page.tokens.len();
    let sentence = matches!(page.role(last), Role::Stop);
    ((page.zone == Zone::Title || !whole) && !sentence && (4..=40).contains(&end)).then_some((0, last))
}

/// A colon, or a dash between words; not the hyphen of "XR-5".
fn parts(page: &Page<'_>, t: u32) -> bool {
    let ends = |t: u32| page.tokens.get(t as usize).map_or(0, |token| token.span.end);
    let starts = |t: u32| page.tokens.get(t as usize).map_or(u32::MAX, |token| token.span.start);
    match page.role(t) {
        Role::Colon => true,
        Role::Dash => page.word(t) == "—" || (t > 0 && ends(t - 1) < starts(t) && ends(t) < starts(t + 1)),
        _ => false,
    }
}

/// Documents that headlines cite; of others they tell what they are ("A Beginner's Guide").
const CITED: [&str; 16] = [
    "study",
    "studies",
    "survey",
    "surveys",
    "poll",
    "polls",
    "report",
    "reports",
    "data",
    "figures",
    "statistics",
    "lawsuit",
    "indictment",
    "documents",
    "records",
    "memo",
];

/// Whether the words `a..=b` name somebody who can be quoted with the rest of the headline: a person, a noun for people or for
/// what headlines cite, or, where the rest is quoted or a clause, a body. "Harbour Funds: A Sailor's Guide" quotes nobody.
fn speaks(page: &Page<'_>, sources: &Sources, cast: &Cast, (a, b): (u32, u32), rest: (u32, u32)) -> bool {
    if a > b || (a..=b).any(|t| page.role(t).parts_clauses() || page.role(t) == Role::Quote) {
        return false;
    }
    let verb = |t: u32| matches!(page.tag(t), Tag::Verb | Tag::Aux) && page.form(t) != Form::Gerund as u64;
    let quoted = page.opens.get(rest.0 as usize).is_some_and(|region| *region != NONE);
    let says = quoted || (rest.0..=rest.1).any(verb);
    let named = cast.mention_at(page.zone, page.span(b, b)).is_some_and(|m| {
        m.reference == Reference::Name
            && (m.kind == EntityKind::Person || (m.kind == EntityKind::Organization && says))
            && page.span(a, b).contains(m.place.span)
    });
    let noun = page.role(b) == Role::Content
        && page.shape(b) != Shape::Number
        && match sources.sort(page, b) {
            Some(Sort::Document) => CITED.iter().any(|word| word.eq_ignore_ascii_case(page.word(b))),
            Some(Sort::Organization) => says,
            Some(Sort::Person | Sort::Group) => true,
            None => false,
        };
    (named && a + 4 >= b) || noun
}
