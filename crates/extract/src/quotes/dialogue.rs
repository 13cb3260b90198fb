//! Quotations that no cue claims: continued, dangling, or no speech at all.
//!
//! `“A,” he said. “B.”`: B goes on with what A began. A paragraph between marks in a conversation has
//! no attribution of its own. And `the “bridge to nowhere”` is nobody's utterance here.

use super::{
    content::Stretch,
    frame::is_capital,
    learned::{Features, ask, distance},
    page::{NONE, Page},
    reporter::Draft,
    source::{self, Sources},
    word::Role,
};
use crate::{entities::Cast, syntax::Tag};

/// Notes the regions that lie in a stretch of content.
pub(crate) fn claim(page: &Page<'_>, content: Stretch, claimed: &mut [bool]) {
    let from = page.regions.partition_point(|r| r.outer.start < page.tokens[content.0 as usize].span.start);
    let end = page.tokens[content.1 as usize].span.end;
    for r in from..page.regions.len() {
        if page.regions[r].outer.start >= end {
            break;
        }
        claimed[r] = true;
    }
}

/// What tells that the words between two marks are speech although no cue claims them.
pub(crate) fn features(page: &Page<'_>, sources: &Sources, r: usize, claimed: &[bool], out: &mut Features) {
    out.clear();
    let region = &page.regions[r];
    let place = &page.region_tokens[r];
    let n = place.inner.len();
    let (open, close) = (place.open, place.close);
    let first = place.inner.start;
    let last = place.inner.end.saturating_sub(1);
    let before = if open == NONE { NONE } else { page.along(open, -1) };
    let after = if close == NONE { NONE } else { page.along(close, 1) };
    let starts_paragraph =
        open == NONE || open == 0 || page.paragraph[open as usize - 1] != page.paragraph[open as usize];
    let ends_paragraph = close == NONE
        || close as usize + 1 >= page.tokens.len()
        || page.paragraph[close as usize + 1] != page.paragraph[close as usize];
    let capital = n > 0 && is_capital(page.shape(first));
    let stop = n > 0 && matches!(page.role(last), Role::Stop | Role::Ellipsis);
    let comma = n > 0 && page.role(last) == Role::Comma;
    let verb = place.inner.clone().take(40).any(|t| {
        matches!(page.tag(t), Tag::Verb | Tag::Aux)
            || matches!(page.role(t), Role::Be | Role::Have | Role::Modal | Role::I | Role::We)
    });
    let previous_claimed = r > 0 && claimed[r - 1];
    let previous_near = r > 0 && page.region_tokens[r - 1].inner.end > 0 && {
        let p = page.region_tokens[r - 1].inner.end as usize - 1;
        first < page.tokens.len() as u32 && page.paragraph[p] == page.paragraph[first as usize]
    };
    let previous_open = r > 0 && !page.regions[r - 1].closed;
    let form = u64::from(capital) + 2 * u64::from(stop) + 4 * u64::from(comma) + 8 * u64::from(verb);
    let place_code = u64::from(starts_paragraph)
        + 2 * u64::from(ends_paragraph)
        + 4 * u64::from(region.closed)
        + 8 * u64::from(region.depth > 0);
    let history = u64::from(previous_claimed) + 2 * u64::from(previous_near) + 4 * u64::from(previous_open);
    let size = distance(n);
    ask(out, 0, &[]);
    ask(out, 1, &[size]);
    ask(out, 2, &[form]);
    ask(out, 3, &[place_code]);
    ask(out, 4, &[history]);
    ask(out, 5, &[form, place_code]);
    ask(out, 6, &[form, history]);
    ask(out, 7, &[place_code, history]);
    ask(out, 8, &[size, form]);
    ask(out, 9, &[size, place_code]);
    ask(out, 10, &[page.kind(before), form]);
    ask(out, 11, &[page.kind(after), form]);
    ask(out, 12, &[page.kind(before), page.kind(after)]);
    ask(out, 13, &[page.hash(before)]);
    ask(out, 14, &[page.hash(after)]);
    ask(out, 15, &[page.role(before) as u64, u64::from(capital), size]);
    ask(out, 16, &[u64::from(before == NONE), u64::from(after == NONE), form]);
    ask(out, 17, &[region.style as u64, form, place_code]);
    ask(out, 18, &[u64::from(before != NONE && sources.sort(page, before).is_some()), form]);
}

/// A quotation is taken for speech from this probability on.
const SPEECH: f32 = 0.5;

/// Gives every unclaimed quotation that is speech to the quote that it continues, or to one of its own.
pub(super) fn join(
    page: &Page<'_>,
    sources: &Sources,
    cast: &Cast,
    drafts: &mut Vec<Draft>,
    claimed: &mut [bool],
    mut speech: impl FnMut(usize, &[bool], &mut Features) -> f32,
) {
    // The draft that holds each region, the innermost one where several do.
    let mut holder: Vec<Option<usize>> = vec![None; page.regions.len()];
    for (i, d) in drafts.iter().enumerate() {
        for p in &d.parts {
            let open = page.opens[p.0 as usize];
            if open != NONE {
                holder[open as usize] = Some(i);
            }
            let close = page.closes[p.1 as usize];
            if close != NONE {
                holder[close as usize] = Some(i);
            }
        }
    }
    let mut scratch = Features::new();
    let mut before: Option<usize> = None;
    for r in 0..page.regions.len() {
        let place = &page.region_tokens[r];
        if page.regions[r].depth > 0 || place.open == NONE || place.inner.is_empty() {
            continue;
        }
        let last_before = before.replace(r);
        let stretch = (place.open, if place.close == NONE { place.inner.end - 1 } else { place.close });
        if claimed[r] {
            // `“A.` in one paragraph, `“B,” he said` in the next: A belongs to the same utterance.
            continue;
        }
        let p = speech(r, claimed, &mut scratch);
        if p < SPEECH {
            continue;
        }
        claimed[r] = true;
        let continued =
            last_before.and_then(|b| holder[b].map(|d| (b, d))).filter(|(b, d)| continues(page, *b, r, &drafts[*d]));
        if let Some((_, d)) = continued {
            drafts[d].parts.push(stretch);
            holder[r] = Some(d);
            continue;
        }
        holder[r] = Some(drafts.len());
        let follows = last_before.and_then(|b| holder[b]);
        let source = beside(page, sources, cast, place.open);
        drafts.push(Draft {
            cue: None,
            parts: vec![stretch],
            follows: if source.is_none() { follows } else { None },
            source,
            confidence: p,
            speaker_confidence: 0.5,
            rule: "dangling",
        });
    }
}

/// True where region `r` goes on with the utterance of region `before`.
fn continues(page: &Page<'_>, before: usize, r: usize, draft: &Draft) -> bool {
    let a = &page.region_tokens[before];
    let b = &page.region_tokens[r];
    let same_paragraph = page.paragraph[a.open as usize] == page.paragraph[b.open as usize];
    // A paragraph that no mark closed, and the next one opens again.
    if !page.regions[before].closed {
        return true;
    }
    // Nothing but the attribution stands between the two.
    let Some(cue) = draft.cue else { return same_paragraph && b.open == a.close + 1 };
    if !same_paragraph {
        return false;
    }
    let window = page.window_of(cue.last);
    let ends = *window.spine.last().unwrap_or(&0);
    cue.first > a.inner.start && (ends + 1 == b.open || page.window[b.open as usize] == page.window[cue.last as usize])
}

/// The subject of the sentence right before a quotation that stands alone in its paragraph.
fn beside(page: &Page<'_>, sources: &Sources, _cast: &Cast, open: u32) -> Option<source::Source> {
    let before = open.checked_sub(1)?;
    if page.paragraph[before as usize] != page.paragraph[open as usize]
        || page.level[before as usize] != page.level[open as usize]
    {
        return None;
    }
    source::subject(page, sources, page.window_of(before))
}
