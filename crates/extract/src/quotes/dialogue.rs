//! Quotations that no cue claims: continued, dangling, or no speech at all.
//!
//! `“A,” he said. “B.”`: B goes on with what A began. A paragraph between marks in a conversation has
//! no attribution of its own. And `the “bridge to nowhere”` is nobody's utterance here.

use super::{
    content::Stretch,
    cue::CueMatch,
    frame::is_capital,
    learned::{Features, ask, distance},
    page::{NONE, Page, Window},
    reporter::Draft,
    source::{Source, Sources, Weighed},
    word::Role,
};
use crate::syntax::Tag;
use rustc_hash::{FxHashMap, FxHashSet};

/// Notes the regions that lie in a stretch of content.
pub(crate) fn claim(page: &Page<'_>, content: Stretch, claimed: &mut [bool]) {
    let from = page.regions.partition_point(|r| r.outer.start < page.tokens[content.0 as usize].span.start);
    let end = page.tokens[content.1 as usize].span.end;
    let many = page.regions[from..].iter().take_while(|r| r.outer.start < end).count();
    claimed[from..from + many].fill(true);
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

/// What [`join`] asks of the reader about the words around a quotation.
pub(super) trait Asked {
    /// The probability that region `r` is speech.
    fn speech(&mut self, r: usize, claimed: &[bool]) -> f32;
    /// A reporting word in a window beside a quotation, unclaimed so far, and who speaks by it.
    fn cue_beside(&mut self, stretch: Stretch, window: u32) -> Option<(CueMatch, Weighed)>;
    /// The subject of a window.
    fn subject(&self, window: &Window) -> Option<Source>;
    /// Whom a colon introduces.
    fn label(&self, window: &Window, colon: u32) -> Option<Source>;
}

/// A speech has at most this many parts: as many paragraphs does nobody quote in one go.
const MOST_PARTS: usize = 500;

/// The drafts by where they stand, so that no question asks every one of them.
struct Places {
    /// First tokens of all parts.
    starts: FxHashSet<u32>,
    /// The drafts with a cue, by the token that follows one of their parts.
    before: FxHashMap<u32, Vec<usize>>,
    /// The last draft with a cue in a window whose source is known.
    spoken: FxHashMap<u32, usize>,
}

impl Places {
    fn of(page: &Page<'_>, drafts: &[Draft]) -> Self {
        let mut places =
            Self { starts: FxHashSet::default(), before: FxHashMap::default(), spoken: FxHashMap::default() };
        for (number, draft) in drafts.iter().enumerate() {
            places.note(page, number, draft);
        }
        places
    }

    /// Takes in a new draft.
    fn note(&mut self, page: &Page<'_>, number: usize, draft: &Draft) {
        for part in &draft.parts {
            self.note_part(page, number, draft, *part);
        }
        if let Some(cue) = draft.cue.filter(|_| draft.source.is_some()) {
            self.spoken.insert(page.window[cue.first as usize], number);
        }
    }

    /// Takes in a part of a draft.
    fn note_part(&mut self, page: &Page<'_>, number: usize, draft: &Draft, part: Stretch) {
        self.starts.insert(part.0);
        if draft.cue.is_some() {
            self.before.entry(page.along(part.1, 1)).or_default().push(number);
        }
    }

    /// The first draft whose last part ends right before a token.
    fn ending_before(&self, page: &Page<'_>, drafts: &[Draft], token: u32) -> Option<usize> {
        let ends_there = |d: &usize| drafts[*d].parts.last().is_some_and(|part| page.along(part.1, 1) == token);
        self.before.get(&token)?.iter().copied().filter(ends_there).min()
    }
}

/// Gives every unclaimed quotation that is speech to the quote that it continues, or to one of its own.
pub(super) fn join(page: &Page<'_>, drafts: &mut Vec<Draft>, asked: &mut impl Asked) {
    let mut claimed = vec![false; page.regions.len()];
    // The draft that a region belongs to, where a part is that region.
    let mut holder: Vec<Option<usize>> = vec![None; page.regions.len()];
    for (i, d) in drafts.iter().enumerate() {
        for p in &d.parts {
            claim(page, *p, &mut claimed);
            for r in [page.opens[p.0 as usize], page.closes[p.1 as usize]] {
                if r != NONE {
                    holder[r as usize] = Some(i);
                }
            }
        }
    }
    let chain = chains(page);
    hand_back(page, drafts, &chain, &mut claimed, &mut holder);
    let mut places = Places::of(page, drafts);
    let mut before: Option<usize> = None;
    // Whoever spoke last in a sentence of their own.
    let mut speaking: Option<usize> = None;
    for r in 0..page.regions.len() {
        if page.regions[r].depth > 0 || page.region_tokens[r].open == NONE || page.region_tokens[r].inner.is_empty() {
            continue;
        }
        let last_before = before.replace(r);
        if claimed[r] {
            speaking = holder[r].filter(|_| is_sentence(page, r)).or(speaking);
            continue;
        }
        let chained = last_before.filter(|b| chain[r] == Some(*b));
        let goes_on = |b: usize, drafts: &[Draft]| {
            holder[b]
                .filter(|d| chained.is_some() || continues(page, b, r, &drafts[*d]))
                .filter(|d| drafts[*d].parts.len() < MOST_PARTS)
        };
        let p = asked.speech(r, &claimed);
        let joined = last_before.and_then(|b| goes_on(b, drafts));
        if p < SPEECH && !(chained.is_some() && joined.is_some()) {
            continue;
        }
        // `“A, said Ruiz.` with no mark after A: the words inside have been read as "A, said Ruiz".
        let first = page.region_tokens[r].inner.start;
        if !page.regions[r].closed && places.starts.contains(&first) {
            continue;
        }
        claimed[r] = true;
        let stretch = stretch_of(page, r);
        if let Some(d) = joined {
            drafts[d].parts.push(stretch);
            places.note_part(page, d, &drafts[d], stretch);
            holder[r] = Some(d);
            continue;
        }
        let draft = dangling(page, stretch, p, speaking, drafts, &places, asked);
        if let Some(draft) = draft {
            places.note(page, drafts.len(), &draft);
            holder[r] = Some(drafts.len());
            speaking = holder[r].filter(|_| is_sentence(page, r)).or(speaking);
            drafts.push(draft);
        }
    }
    for d in drafts.iter_mut() {
        d.parts.sort_unstable();
    }
}

/// True for a quotation that begins and ends like a sentence.
fn is_sentence(page: &Page<'_>, r: usize) -> bool {
    let inner = &page.region_tokens[r].inner;
    let last = inner.end.saturating_sub(1);
    inner.len() > 2
        && is_capital(page.shape(inner.start))
        && (page.role(last).parts_clauses() || page.role(last) == Role::Ellipsis || !page.regions[r].closed)
}

/// A region from mark to mark.
fn stretch_of(page: &Page<'_>, r: usize) -> Stretch {
    let place = &page.region_tokens[r];
    (place.open, if place.close == NONE { place.inner.end - 1 } else { place.close })
}

/// For every region the one that it continues: the paragraph before it was not closed and this one opens again.
fn chains(page: &Page<'_>) -> Vec<Option<usize>> {
    let mut out = vec![None; page.regions.len()];
    let mut before: Option<usize> = None;
    for (r, link) in out.iter_mut().enumerate() {
        if page.regions[r].depth > 0 || page.region_tokens[r].open == NONE {
            continue;
        }
        let opens = page.region_tokens[r].open;
        *link = before.filter(|b| !page.regions[*b].closed && page.region_tokens[*b].inner.end == opens);
        before = Some(r);
    }
    out
}

/// `“A.` in one paragraph, `“B,” he said` in the next: A belongs to the same utterance.
fn hand_back(
    page: &Page<'_>,
    drafts: &mut [Draft],
    chain: &[Option<usize>],
    claimed: &mut [bool],
    holder: &mut [Option<usize>],
) {
    for r in (0..chain.len()).rev() {
        let Some(b) = chain[r] else { continue };
        if let Some(d) = holder[r]
            && !claimed[b]
            && page.opens[drafts[d].parts[0].0 as usize] != NONE
            && drafts[d].parts.len() < MOST_PARTS
        {
            drafts[d].parts.push(stretch_of(page, b));
            claimed[b] = true;
            holder[b] = Some(d);
        }
    }
}

/// A quotation on its own: with a word beside it that reports, a name and a colon before it, or nothing.
fn dangling(
    page: &Page<'_>,
    stretch: Stretch,
    p: f32,
    last: Option<usize>,
    drafts: &[Draft],
    places: &Places,
    asked: &mut impl Asked,
) -> Option<Draft> {
    let draft = |rule, cue, source, sure| Draft {
        cue,
        parts: vec![stretch],
        source,
        confidence: p,
        speaker_confidence: sure,
        rule,
        weighed: Weighed::default(),
    };
    let by_cue = |rule, cue, weighed: Weighed| {
        let (source, sure) = weighed.best();
        Draft { weighed, ..draft(rule, Some(cue), source, sure) }
    };
    let (open, close) = stretch;
    // She said the money was gone: “…”: after a colon the report goes on in the speaker's own words.
    let colon = page.along(open, -1);
    if page.role(colon) == Role::Colon
        && let Some(d) = places.ending_before(page, drafts, colon).map(|d| &drafts[d])
    {
        return Some(Draft { source: d.source, ..draft("cue-colon", d.cue, None, d.speaker_confidence) });
    }
    if let Some((cue, weighed)) = asked.cue_beside(stretch, page.window[open as usize]) {
        return Some(by_cue("quotation-beside-cue", cue, weighed));
    }
    let alone = page.spine_at[open as usize] == 0;
    let level = page.level[open as usize];
    let before = open.checked_sub(1).filter(|b| page.level[*b as usize] == level).map(|b| page.window[b as usize]);
    let colon_ends = |w: u32| page.windows[w as usize].spine.last().is_some_and(|t| page.role(*t) == Role::Colon);
    // Rutte: “The balls …”; She made the following comment: “…”
    if page.role(page.along(open, -1)) == Role::Colon {
        if let Some(source) = asked.label(page.window_of(open), page.along(open, -1)) {
            return Some(draft("speaker-colon", None, Some(source), 0.7));
        }
    } else if let Some(w) = before.filter(|w| alone && colon_ends(*w)) {
        if let Some((cue, weighed)) = asked.cue_beside(stretch, w) {
            return Some(by_cue("cue-colon", cue, weighed));
        }
        if let Some(source) = asked.subject(&page.windows[w as usize]) {
            return Some(draft("speaker-colon", None, Some(source), 0.6));
        }
    }
    if !alone {
        // In the middle of somebody else's sentence, and nobody reports it.
        return (p > 0.8).then(|| draft("quotation-in-sentence", None, None, 0.5));
    }
    let same_paragraph = |t: u32| page.paragraph.get(t as usize).is_some_and(|x| *x == page.paragraph[open as usize]);
    if let Some(w) = before.filter(|_| same_paragraph(open - 1)) {
        // The commissioners, she said, had never heard of him. “You will see a letter.”
        if let Some(&d) = places.spoken.get(&w) {
            return Some(Draft { source: drafts[d].source, ..draft("quotation-after-report", None, None, 0.7) });
        }
        if let Some(source) = asked.subject(&page.windows[w as usize]) {
            return Some(draft("quotation-after-subject", None, Some(source), 0.5));
        }
    }
    if same_paragraph(close + 1) && page.level[close as usize + 1] == level {
        let source = asked.subject(page.window_of(close + 1));
        if source.is_some() {
            return Some(draft("quotation-before-subject", None, source, 0.5));
        }
    }
    Some(Draft { source: last.and_then(|d| drafts[d].source), ..draft("quotation-continued", None, None, 0.5) })
}

/// True where region `r` goes on with the utterance of region `before`.
fn continues(page: &Page<'_>, before: usize, r: usize, draft: &Draft) -> bool {
    let a = &page.region_tokens[before];
    let b = &page.region_tokens[r];
    if page.paragraph[a.open as usize] != page.paragraph[b.open as usize] {
        return false;
    }
    // Nothing but the attribution stands between the two.
    let Some(cue) = draft.cue else { return a.close != NONE && b.open == a.close + 1 };
    let window = page.window_of(cue.last);
    let ends = *window.spine.last().unwrap_or(&0);
    cue.first > a.inner.start && (ends + 1 == b.open || page.window[b.open as usize] == page.window[cue.last as usize])
}
