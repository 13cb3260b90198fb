//! On what occasion something was said: who was told, and through what.

use super::{
    Medium,
    content::Stretch,
    cue::{CueEntry, CueMatch, CueWord},
    page::{NONE, Page},
    source::{self, Source, Sources},
    word::Role,
};
use crate::{Span, model::combine, model::hash_bytes};
use rustc_hash::FxHashMap;

/// Circumstances are looked for at most this many words from the cue.
const REACH: usize = 16;

/// Words that tell the medium, and those after which somebody is told.
#[derive(Debug)]
pub(crate) struct Occasions {
    words: FxHashMap<u64, Medium>,
    pairs: FxHashMap<u64, Medium>,
    /// Lemmas whose object is told: "told CBS News".
    told: Vec<u64>,
}

const MEDIA: &str = include_str!("../../lexicon/media.tsv");

/// Verbs whose object hears the content.
const TELLING: [&str; 19] = [
    "tell",
    "inform",
    "remind",
    "assure",
    "warn",
    "ask",
    "urge",
    "notify",
    "advise",
    "brief",
    "promise",
    "call on",
    "appeal to",
    "beg",
    "order",
    "encourage",
    "reassure",
    "instruct",
    "implore",
];

impl Default for Occasions {
    fn default() -> Self {
        let (mut words, mut pairs) = (FxHashMap::default(), FxHashMap::default());
        for (word, medium) in MEDIA.lines().filter(|l| !l.starts_with('#')).filter_map(|l| l.split_once('\t')) {
            let Some(medium) = Medium::ALL.into_iter().find(|m| m.as_str() == medium) else { continue };
            match word.split_once(' ') {
                Some((a, b)) => pairs.insert(combine(hash_bytes(a.as_bytes()), hash_bytes(b.as_bytes())), medium),
                None => words.insert(hash_bytes(word.as_bytes()), medium),
            };
        }
        Self { words, pairs, told: TELLING.iter().map(|w| hash_bytes(format!("{w}/Verb").as_bytes())).collect() }
    }
}

impl Occasions {
    /// Who was told.
    pub(crate) fn addressee(
        &self,
        page: &Page<'_>,
        sources: &Sources,
        cue: CueMatch,
        entry: &CueEntry,
        parts: &[Stretch],
        speaker: Option<Source>,
    ) -> Option<Span> {
        let all = source::candidates(page, sources, cue);
        let free = |s: &Source| Some(*s) != speaker && !parts.iter().any(|p| p.0 <= s.first && s.last <= p.1);
        let object = |from: u32| all.iter().find(|s| s.first == from && free(s));
        let mut found = if self.told.contains(&entry.id) && entry.word == CueWord::Verb {
            object(page.along(cue.last, 1))
        } else {
            None
        };
        // "said in an interview with CBS News", "speaking to reporters", "said to her"
        for (t, _) in Self::around(page, cue, parts) {
            if found.is_some() {
                break;
            }
            let next = page.along(t, 1);
            let with =
                page.role(t) == Role::With && self.words.get(&page.hash(page.along(t, -1))) == Some(&Medium::Interview);
            let to = page.role(t) == Role::To
                && (page.along(t, -1) == cue.last || page.hash(page.along(t, -1)) == hash_bytes(b"speaking"));
            if next != NONE && (with || to) {
                found = object(next);
            }
        }
        let s = found?;
        let mut first = s.first;
        while first < s.last && matches!(page.role(first), Role::The | Role::A) {
            first += 1;
        }
        Some(page.span(first, s.last))
    }

    /// Through what it was said.
    pub(crate) fn medium(
        &self,
        page: &Page<'_>,
        cue: CueMatch,
        entry: &CueEntry,
        parts: &[Stretch],
        speaker: Option<Source>,
    ) -> Option<Medium> {
        match entry.lemma {
            "tweet" | "retweet" | "post" | "blog" => return Some(Medium::SocialMedia),
            "testify" => return Some(Medium::Court),
            "broadcast" => return Some(Medium::Broadcast),
            _ => {}
        }
        // The report itself speaks.
        if let Some(medium) = speaker
            .and_then(|s| self.at(page, s.last))
            .filter(|m| matches!(m, Medium::Report | Medium::Letter | Medium::Statement | Medium::SocialMedia))
        {
            return Some(medium);
        }
        let mut best: Option<(usize, Medium)> = None;
        for (t, distance) in Self::around(page, cue, parts) {
            let inside_speaker = speaker.is_some_and(|s| s.first <= t && t <= s.last);
            if let Some(medium) =
                self.at(page, t).filter(|_| !inside_speaker && led_in(page, t, cue, medium_is_audience(page, t)))
                && best.is_none_or(|b| distance < b.0)
            {
                best = Some((distance, medium));
            }
        }
        best.map(|b| b.1)
    }

    /// The medium that a word (or it and the next) names.
    fn at(&self, page: &Page<'_>, t: u32) -> Option<Medium> {
        if page.word(t) == "X" && page.role(page.along(t, -1)) == Role::On {
            return Some(Medium::SocialMedia);
        }
        let word = page.hash(t);
        self.pairs
            .get(&combine(page.hash(page.along(t, -1)), word))
            .or_else(|| self.pairs.get(&combine(word, page.hash(page.along(t, 1)))))
            .or_else(|| self.words.get(&word))
            .copied()
    }

    /// The words around a cue that are not content, with their distance from it.
    fn around<'p>(page: &'p Page<'_>, cue: CueMatch, parts: &'p [Stretch]) -> impl Iterator<Item = (u32, usize)> + 'p {
        let spine = &page.window_of(cue.first).spine;
        let at = page.spine_at[cue.first as usize] as usize;
        let (from, to) = (at.saturating_sub(REACH), (at + REACH).min(spine.len()));
        spine[from..to]
            .iter()
            .enumerate()
            .map(move |(i, t)| (*t, (from + i).abs_diff(at)))
            .filter(move |(t, _)| !(cue.first..=cue.last).contains(t) && !parts.iter().any(|p| p.0 <= *t && *t <= p.1))
    }
}

fn medium_is_audience(page: &Page<'_>, t: u32) -> bool {
    ["reporters", "journalists", "newsmen", "jurors", "jury", "court", "judge", "conference", "briefing", "hearing"]
        .iter()
        .any(|w| page.hash(t) == hash_bytes(w.as_bytes()))
}

/// True where a medium's noun phrase follows a preposition ("in a statement", "on X") or, for an audience, the cue ("told a news conference").
fn led_in(page: &Page<'_>, t: u32, cue: CueMatch, audience: bool) -> bool {
    for i in 1..=5 {
        let b = page.along(t, -i);
        if b == cue.last {
            return audience;
        }
        match page.role(b) {
            Role::In
            | Role::On
            | Role::At
            | Role::With
            | Role::To
            | Role::By
            | Role::From
            | Role::Preposition
            | Role::As => return true,
            Role::Content
            | Role::The
            | Role::A
            | Role::His
            | Role::Number
            | Role::Possessive
            | Role::Time
            | Role::Quote => {}
            _ => return false,
        }
    }
    false
}
