//! Annotated articles turned into choices to learn from, with the very features that the reader uses.

use super::{
    Reporter, bounds,
    content::{self, Stretch},
    cue::CueMatch,
    dialogue,
    frame::{self, Frame},
    gate::Tagged,
    learned::{Choice, Features, Lessons},
    page::{NONE, Page},
    source,
};
use crate::{Span, entities::Cast};

/// One annotated utterance: what a person says the text tells.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Told {
    /// The content, in order.
    pub parts: Vec<Span>,
    /// The reporting word.
    pub cue: Option<Span>,
    /// The speaker as mentioned.
    pub speaker: Option<Span>,
}

impl Reporter {
    /// What an annotated text teaches.
    pub(crate) fn lessons(&self, mut page: Page<'_>, cast: &Cast, told: &[Told]) -> Lessons {
        page.note_names(cast);
        let cues = self.lexicon.find(&mut page);
        let page = &page;
        let mut out = Lessons::default();
        let mut scratch = Features::new();
        let mut claimed = vec![false; page.regions.len()];
        for cue in cues {
            let entry = self.lexicon.entry(cue);
            let span = page.span(cue.first, cue.last);
            let matches: Vec<&Told> = told.iter().filter(|t| t.cue.is_some_and(|c| c.overlaps(span))).collect();
            if matches.is_empty() {
                gate_lesson(page, cue, 0, &mut out);
                frame::features(page, cue, entry, &mut scratch);
                out.frames.push((scratch.clone(), Frame::None as usize));
                continue;
            }
            let mut seen = false;
            for told in matches {
                let sides = Sides::of(page, cue, told);
                let Some(frame) = sides.frame() else { continue };
                if !seen {
                    seen = true;
                    gate_lesson(page, cue, 1, &mut out);
                    frame::features(page, cue, entry, &mut scratch);
                    out.frames.push((scratch.clone(), frame as usize));
                }
                let parts: Vec<Stretch> = sides.left.into_iter().chain(sides.right).collect();
                for p in &parts {
                    dialogue::claim(page, *p, &mut claimed);
                }
                if let Some((start, end)) = sides.right {
                    let starts = content::starts(page, cue);
                    choice(&mut out.starts, &starts, start, |s, f| bounds::start_features(page, cue, entry, s, f));
                    let ends = content::ends(page, start);
                    choice(&mut out.ends, &ends, end, |e, f| bounds::end_features(page, cue, entry, start, e, f));
                }
                if let Some((start, end)) = sides.left {
                    let ends = content::left_ends(page, cue);
                    let order = |x: u32, list: &[u32]| list.iter().position(|y| *y == x).unwrap_or(0);
                    choice(&mut out.left_ends, &ends, end, |e, f| {
                        bounds::left_end_features(page, cue, entry, e, order(e, &ends), f);
                    });
                    let starts = content::left_starts(page, end);
                    choice(&mut out.left_starts, &starts, start, |s, f| {
                        bounds::left_start_features(page, cue, entry, s, end, order(s, &starts), f);
                    });
                }
                let all = source::candidates(page, &self.sources, cue);
                let right = match told.speaker {
                    None => Some(0),
                    // The phrase that shares most with the annotated mention, the nearest to the cue among equals.
                    Some(s) => (0..all.len())
                        .filter(|i| page.span(all[*i].first, all[*i].last).overlaps(s))
                        .min_by_key(|i| {
                            let last = page.tokens[all[*i].last as usize].span;
                            (last.end != s.end, (i64::from(all[*i].last) - i64::from(cue.first)).abs())
                        })
                        .map(|i| i + 1),
                };
                if let Some(right) = right {
                    let candidates = (0..=all.len())
                        .map(|i| {
                            source::features(
                                page,
                                &self.sources,
                                cast,
                                cue,
                                entry,
                                frame,
                                &parts,
                                &all,
                                i.checked_sub(1),
                                &mut scratch,
                            );
                            scratch.clone()
                        })
                        .collect();
                    out.sources.push(Choice { candidates, right });
                }
            }
        }
        for r in 0..page.regions.len() {
            if claimed[r] {
                continue;
            }
            let inner = page.regions[r].inner;
            let is_speech = told.iter().any(|t| {
                t.parts.iter().any(|p| {
                    p.overlaps(inner)
                        && (p.end.min(inner.end) - p.start.max(inner.start)) * 10 >= inner.len() as u32 * 8
                })
            });
            dialogue::features(page, &self.sources, r, &claimed, &mut scratch);
            out.regions.push((scratch.clone(), usize::from(is_speech)));
        }
        out
    }
}

/// What a cue teaches about sentences worth a tree.
fn gate_lesson(page: &Page<'_>, cue: CueMatch, class: usize, out: &mut Lessons) {
    let Some(sentence) = page.sentences.get(page.sentence[cue.first as usize] as usize) else { return };
    let tokens = sentence.tokens.start as usize..sentence.tokens.end as usize;
    let mut features = Features::new();
    let tagged = Tagged::new(page.tokens, page.words, page.tags, page.forms, tokens.clone());
    tagged.features(cue.first as usize - tokens.start, &mut features);
    out.gates.push((features, class));
}

fn choice(out: &mut Vec<Choice>, candidates: &[u32], right: u32, mut features: impl FnMut(u32, &mut Features)) {
    let Some(right) = candidates.iter().position(|c| *c == right) else { return };
    let candidates = candidates
        .iter()
        .map(|c| {
            let mut f = Features::new();
            features(*c, &mut f);
            f
        })
        .collect();
    out.push(Choice { candidates, right });
}

/// The content of an annotated utterance on both sides of its cue, in tokens.
struct Sides {
    left: Option<Stretch>,
    right: Option<Stretch>,
}

impl Sides {
    fn of(page: &Page<'_>, cue: CueMatch, told: &Told) -> Self {
        let span = page.span(cue.first, cue.last);
        let (mut left, mut right) = (None, None);
        for part in &told.parts {
            let Some((first, last)) = tokens_of(page, *part) else { continue };
            if part.end <= span.start {
                let Some(last) = climb(page, last, cue, false) else { continue };
                let near = page.window[last as usize] == page.window[cue.first as usize]
                    || content::previous_region(page, cue) == Some(last);
                if !near {
                    continue;
                }
                let mut first = climb(page, first, cue, true).unwrap_or(first);
                if page.window[first as usize] != page.window[last as usize] {
                    let region = page.closes[last as usize];
                    first = if region == NONE {
                        page.window_of(last).spine[0]
                    } else {
                        page.region_tokens[region as usize].open
                    };
                }
                left = left.map_or(Some((first, last)), |l: Stretch| Some((l.0, last)));
            } else if part.start >= span.end && right.is_none() {
                let Some(first) = climb(page, first, cue, true) else { continue };
                let inside = page.window[first as usize] == page.window[cue.last as usize];
                let beyond = left.is_none() && content::next_region(page, cue) == Some(first);
                if !inside && !beyond {
                    continue;
                }
                let mut last = climb(page, last, cue, false).unwrap_or(last);
                if page.window[last as usize] != page.window[first as usize] {
                    let region = page.opens[first as usize];
                    let close = page.region_tokens.get(region as usize).map_or(NONE, |r| r.close);
                    last = if close == NONE { first } else { close };
                }
                right = Some((first, last));
            }
        }
        Self { left, right }
    }

    fn frame(&self) -> Option<Frame> {
        match (self.left, self.right) {
            (None, None) => None,
            (None, Some(_)) => Some(Frame::After),
            (Some(_), None) => Some(Frame::Before),
            (Some(_), Some(_)) => Some(Frame::Around),
        }
    }
}

/// The tokens of a span, outer marks and punctuation left out.
fn tokens_of(page: &Page<'_>, span: Span) -> Option<Stretch> {
    let first = page.tokens.partition_point(|t| t.span.end <= span.start) as u32;
    let last = page.tokens.partition_point(|t| t.span.start < span.end) as u32;
    let outer = |t: u32| {
        page.role(t).parts_clauses() && page.role(t) != super::word::Role::Bracket
            || page.opens[t as usize] != NONE
            || page.closes[t as usize] != NONE
            || page.role(t) == super::word::Role::Quote
    };
    let (mut a, mut b) = (first, last.checked_sub(1)?);
    while a < b && outer(a) {
        a += 1;
    }
    while b > a && outer(b) {
        b -= 1;
    }
    (a <= b).then_some((a, b))
}

/// The token on the cue's level that stands for `t`: where `t` begins (or ends) a region, its mark.
fn climb(page: &Page<'_>, t: u32, cue: CueMatch, opening: bool) -> Option<u32> {
    let level = page.level[cue.first as usize];
    let mut t = t;
    for _ in 0..4 {
        if page.level[t as usize] == level {
            return Some(t);
        }
        let region = page.region_tokens.get(page.level[t as usize] as usize)?;
        let mark = if opening || region.close == NONE { region.open } else { region.close };
        if mark == NONE {
            return None;
        }
        t = mark;
    }
    None
}
