//! Headlines that name their source with no verb: "Rutte: 'The balls are in the Russian court'",
//! "Thousands flee as fire nears town: officials".

use super::{
    page::{NONE, Page},
    reporter::Draft,
    source::{Source, Sources},
    word::Role,
};
use crate::{
    Zone,
    entities::{Cast, EntityKind, Reference},
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
    let parting = |t: &u32| page.level[*t as usize] == NONE && matches!(page.role(*t), Role::Colon | Role::Dash);
    let begins = (first + 1..=(first + LONGEST_SOURCE).min(last)).find(parting);
    let ends = (last.saturating_sub(LONGEST_SOURCE).max(first)..last).rev().find(parting);
    let row = match (begins, ends) {
        (Some(colon), _)
            if page.role(colon) == Role::Colon
                && speaks(page, sources, cast, (first, colon - 1))
                && last >= colon + SHORTEST =>
        {
            Some(((colon + 1, last), (first, colon - 1), "headline-speaker-first"))
        }
        (_, Some(colon)) if speaks(page, sources, cast, (colon + 1, last)) && colon >= first + SHORTEST => {
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
            rivals: Vec::new(),
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

/// True for words that name somebody who can be quoted: a known person or body, or a noun for sources.
fn speaks(page: &Page<'_>, sources: &Sources, cast: &Cast, (a, b): (u32, u32)) -> bool {
    if a > b || (a..=b).any(|t| page.role(t).parts_clauses() || page.role(t) == Role::Quote) {
        return false;
    }
    let named = cast.mention_at(page.zone, page.span(b, b)).is_some_and(|m| {
        m.reference == Reference::Name && matches!(m.kind, EntityKind::Person | EntityKind::Organization)
    });
    let noun = sources.sort(page, b).is_some() && page.role(b) == Role::Content;
    (named && a + 4 >= b) || (noun && page.shape(b) != Shape::Number)
}
