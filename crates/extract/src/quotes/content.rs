//! The extent of what is reported: where it may begin and end on either side of the cue, and where it does.

use super::{
    bounds::{end_features, left_end_features, left_start_features, start_features},
    cue::{CueEntry, CueMatch},
    frame::Frame,
    learned::{Chooser, Features, best},
    page::{NONE, Page},
    word::Role,
};

/// Content is looked for at most this many words from its cue.
const REACH: usize = 28;
/// A reported clause has at most this many words of its own.
const LONGEST: usize = 140;

/// Tokens from the first to the last, both included.
pub(crate) type Stretch = (u32, u32);

/// Where content after the cue can begin, in order.
pub(crate) fn starts(page: &Page<'_>, cue: CueMatch) -> Vec<u32> {
    let spine = &page.window_of(cue.last).spine;
    let from = page.spine_at[cue.last as usize] as usize + 1;
    let mut out: Vec<u32> = spine[from..]
        .iter()
        .copied()
        .take(REACH)
        .filter(|t| {
            let role = page.role(*t);
            page.opens[*t as usize] != NONE
                || !(role.parts_clauses() || role == Role::Quote || role == Role::Possessive)
        })
        .collect();
    out.extend(next_region(page, cue));
    out
}

/// The quotation that opens right where the cue's own sentence has ended.
pub(crate) fn next_region(page: &Page<'_>, cue: CueMatch) -> Option<u32> {
    let last = *page.window_of(cue.last).spine.last()?;
    let next = last + 1;
    (page.opens.get(next as usize).is_some_and(|r| *r != NONE)
        && page.level[next as usize] == page.level[last as usize])
        .then_some(next)
}

/// The quotation that closed right before the cue's own sentence begins.
pub(crate) fn previous_region(page: &Page<'_>, cue: CueMatch) -> Option<u32> {
    let first = *page.window_of(cue.first).spine.first()?;
    let before = first.checked_sub(1)?;
    (page.closes[before as usize] != NONE
        && page.level[before as usize] == page.level[first as usize]
        && page.paragraph[before as usize] == page.paragraph[first as usize])
        .then_some(before)
}

/// Where content that begins at `start` can end, in order.
pub(crate) fn ends(page: &Page<'_>, start: u32) -> Vec<u32> {
    let spine = &page.window_of(start).spine;
    let from = page.spine_at[start as usize] as usize;
    let mut out = Vec::new();
    for (i, &t) in spine.iter().enumerate().skip(from).take(LONGEST) {
        let role = page.role(t);
        let next = spine.get(i + 1).copied();
        let opens = page.opens[t as usize];
        if opens != NONE {
            // An unclosed quotation is its own end.
            if page.region_tokens[opens as usize].close == NONE {
                out.push(t);
            }
            continue;
        }
        if role.parts_clauses() || role == Role::Possessive {
            continue;
        }
        let closes = page.closes[t as usize] != NONE;
        match next {
            None => out.push(t),
            Some(n) => {
                let r = page.role(n);
                if closes
                    || r.parts_clauses()
                    || r.may_begin_adjunct()
                    || page.opens[n as usize] != NONE
                    || r == Role::Quote
                {
                    out.push(t);
                }
            }
        }
    }
    if out.is_empty() {
        out.push(start);
    }
    out
}

/// Where content before the cue can end, nearest first.
pub(crate) fn left_ends(page: &Page<'_>, cue: CueMatch) -> Vec<u32> {
    let spine = &page.window_of(cue.first).spine;
    let at = page.spine_at[cue.first as usize] as usize;
    let mut out = Vec::new();
    for i in (0..at).rev().take(REACH + 12) {
        let t = spine[i];
        let role = page.role(t);
        if role.parts_clauses()
            || page.opens[t as usize] != NONE && page.region_tokens[page.opens[t as usize] as usize].close != NONE
        {
            continue;
        }
        let next = page.role(spine[i + 1]);
        if page.closes[t as usize] != NONE || next.parts_clauses() || page.opens[t as usize] != NONE {
            out.push(t);
        }
    }
    out.extend(previous_region(page, cue));
    out
}

/// Where content that ends at `end`, before its cue, can begin, nearest first.
pub(crate) fn left_starts(page: &Page<'_>, end: u32) -> Vec<u32> {
    let spine = &page.window_of(end).spine;
    let at = page.spine_at[end as usize] as usize;
    let mut out = Vec::new();
    for i in (0..=at).rev().take(LONGEST) {
        let t = spine[i];
        let role = page.role(t);
        let parts = role.parts_clauses() && role != Role::Bracket || page.closes[t as usize] != NONE;
        if parts && i > 0 {
            continue;
        }
        let before = if i == 0 { Role::Edge } else { page.role(spine[i - 1]) };
        if i == 0
            || page.opens[t as usize] != NONE
            || before.parts_clauses()
            || matches!(
                before,
                Role::And
                    | Role::But
                    | Role::That
                    | Role::Or
                    | Role::Quote
                    | Role::Subordinator
                    | Role::Wh
                    | Role::Whether
                    | Role::Also
                    | Role::Time
            )
        {
            out.push(t);
        }
    }
    out
}

/// The weights that choose extents.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Extents<'w> {
    pub(crate) starts: &'w Chooser,
    pub(crate) ends: &'w Chooser,
    pub(crate) left_starts: &'w Chooser,
    pub(crate) left_ends: &'w Chooser,
}

impl Extents<'_> {
    /// The content of `cue` in a frame, with the probability that these are its bounds.
    pub(crate) fn find(
        self,
        page: &Page<'_>,
        cue: CueMatch,
        entry: &CueEntry,
        frame: Frame,
        scratch: &mut Features,
    ) -> Option<(Vec<Stretch>, f32)> {
        match frame {
            Frame::None => None,
            Frame::After => self.after(page, cue, entry, scratch).map(|(s, p)| (vec![s], p)),
            Frame::Before => self.before(page, cue, entry, scratch).map(|(s, p)| (vec![s], p)),
            Frame::Around => {
                let (left, p) = self.before(page, cue, entry, scratch)?;
                match self.after(page, cue, entry, scratch) {
                    Some((right, q)) => Some((vec![left, right], p * q)),
                    None => Some((vec![left], p)),
                }
            }
        }
    }

    fn after(self, page: &Page<'_>, cue: CueMatch, entry: &CueEntry, scratch: &mut Features) -> Option<(Stretch, f32)> {
        let candidates = starts(page, cue);
        let scores: Vec<f32> = candidates
            .iter()
            .map(|s| {
                start_features(page, cue, entry, *s, scratch);
                self.starts.score(scratch)
            })
            .collect();
        let (at, p) = best(&scores)?;
        let start = candidates[at];
        let (end, q) = self.end(page, cue, entry, start, scratch)?;
        Some(((start, end), p * q))
    }

    fn end(
        self,
        page: &Page<'_>,
        cue: CueMatch,
        entry: &CueEntry,
        start: u32,
        scratch: &mut Features,
    ) -> Option<(u32, f32)> {
        let candidates = ends(page, start);
        let scores: Vec<f32> = candidates
            .iter()
            .map(|e| {
                end_features(page, cue, entry, start, *e, scratch);
                self.ends.score(scratch)
            })
            .collect();
        best(&scores).map(|(at, p)| (candidates[at], p))
    }

    fn before(
        self,
        page: &Page<'_>,
        cue: CueMatch,
        entry: &CueEntry,
        scratch: &mut Features,
    ) -> Option<(Stretch, f32)> {
        let candidates = left_ends(page, cue);
        let scores: Vec<f32> = candidates
            .iter()
            .enumerate()
            .map(|(i, e)| {
                left_end_features(page, cue, entry, *e, i, scratch);
                self.left_ends.score(scratch)
            })
            .collect();
        let (at, p) = best(&scores)?;
        let end = candidates[at];
        let candidates = left_starts(page, end);
        let scores: Vec<f32> = candidates
            .iter()
            .enumerate()
            .map(|(i, s)| {
                left_start_features(page, cue, entry, *s, end, i, scratch);
                self.left_starts.score(scratch)
            })
            .collect();
        let (at, q) = best(&scores)?;
        Some(((candidates[at], end), p * q))
    }
}
