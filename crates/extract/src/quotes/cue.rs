//! The words that report.

use super::{
    page::{NONE, Page},
    word::Role,
};
use crate::{
    Span,
    model::hash_bytes,
    syntax::{Tag, Word},
};
use rustc_hash::FxHashMap;

/// The word or phrase that reports.
#[derive(Clone, Debug, PartialEq)]
pub struct Cue {
    /// As it stands in the text.
    pub span: Span,
    /// Dictionary form: "say", "according to".
    pub lemma: String,
    /// What kind of report it makes.
    pub class: CueClass,
    /// "did not say", "never confirmed".
    pub negated: bool,
}

/// Kinds of reporting words.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum CueClass {
    /// say, tell, add, note, according to
    Say,
    /// claim, allege, insist
    Claim,
    /// deny, refute, reject
    Deny,
    /// warn, caution
    Warn,
    /// ask, question
    Ask,
    /// urge, call on, demand
    Urge,
    /// promise, pledge, vow
    Promise,
    /// accuse, blame, criticize
    Accuse,
    /// praise, hail
    Praise,
    /// announce, declare, confirm
    Announce,
    /// write, post, tweet
    Write,
    /// any other reporting word
    Other,
}

impl CueClass {
    /// The class that a lexicon names.
    fn named(name: &str) -> Self {
        [
            Self::Say,
            Self::Claim,
            Self::Deny,
            Self::Warn,
            Self::Ask,
            Self::Urge,
            Self::Promise,
            Self::Accuse,
            Self::Praise,
            Self::Announce,
            Self::Write,
        ]
        .into_iter()
        .find(|c| c.as_str() == name)
        .unwrap_or(Self::Other)
    }

    /// The name used in tables.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Say => "say",
            Self::Claim => "claim",
            Self::Deny => "deny",
            Self::Warn => "warn",
            Self::Ask => "ask",
            Self::Urge => "urge",
            Self::Promise => "promise",
            Self::Accuse => "accuse",
            Self::Praise => "praise",
            Self::Announce => "announce",
            Self::Write => "write",
            Self::Other => "other",
        }
    }
}

/// What part of speech a reporting word is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum CueWord {
    /// "said"
    Verb,
    /// "the claim that"
    Noun,
    /// "according to"
    Preposition,
}

/// A kind of content that a reporting word takes; bits of [`CueEntry::takes`].
pub(crate) mod takes {
    /// said: "…"
    pub(crate) const QUOTATION: u16 = 1;
    /// said that …
    pub(crate) const CLAUSE: u16 = 2;
    /// asked whether …
    pub(crate) const QUESTION: u16 = 4;
    /// urged X to …
    pub(crate) const INFINITIVE: u16 = 8;
    /// announced a deal
    pub(crate) const NOUN: u16 = 16;
    /// warned of …
    pub(crate) const PREPOSITION: u16 = 32;
    /// described X as …
    pub(crate) const AS: u16 = 64;
    /// denied taking …
    pub(crate) const GERUND: u16 = 128;
    /// called X “…”
    pub(crate) const PREDICATE: u16 = 256;
}

/// A line of the lexicon.
#[derive(Clone, Debug)]
pub(crate) struct CueEntry {
    pub(crate) lemma: &'static str,
    pub(crate) word: CueWord,
    pub(crate) class: CueClass,
    pub(crate) takes: u16,
    /// Hash of the lemma and part of speech.
    pub(crate) id: u64,
}

/// How a cue's word is inflected.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Form {
    /// say
    Base,
    /// says
    Third,
    /// said
    Past,
    /// saying
    Ing,
}

/// A place where a reporting word stands; whether it reports there is decided later.
#[derive(Clone, Copy, Debug)]
pub(crate) struct CueMatch {
    /// First token.
    pub(crate) first: u32,
    /// Last token.
    pub(crate) last: u32,
    /// Line of the lexicon.
    pub(crate) entry: u16,
    pub(crate) form: Form,
}

/// The reporting words, by their first word.
#[derive(Debug)]
pub(crate) struct Lexicon {
    pub(crate) entries: Vec<CueEntry>,
    /// First word → (other words, line, form), longest first.
    forms: FxHashMap<u64, Vec<(Vec<u64>, u16, Form)>>,
    /// What a cue may begin with, as the tagger knows words: for nouns, for other words.
    begins: FxHashMap<u64, [bool; 2]>,
}

const CUES: &str = include_str!("../../lexicon/cues.tsv");

impl Default for Lexicon {
    fn default() -> Self {
        let mut entries = Vec::new();
        let mut forms: FxHashMap<u64, Vec<(Vec<u64>, u16, Form)>> = FxHashMap::default();
        let mut begins: FxHashMap<u64, [bool; 2]> = FxHashMap::default();
        for line in CUES.lines().filter(|l| !l.starts_with('#')) {
            let mut columns = line.split('\t');
            let mut next = || columns.next().unwrap_or_default();
            let (lemma, word, all, class, kinds) = (next(), next(), next(), next(), next());
            let word = match word {
                "noun" => CueWord::Noun,
                "preposition" => CueWord::Preposition,
                _ => CueWord::Verb,
            };
            let takes = kinds.split(' ').fold(0, |bits, kind| {
                bits | match kind {
                    "quotation" => takes::QUOTATION,
                    "clause" => takes::CLAUSE,
                    "question" => takes::QUESTION,
                    "infinitive" => takes::INFINITIVE,
                    "noun" => takes::NOUN,
                    "preposition" => takes::PREPOSITION,
                    "as" => takes::AS,
                    "gerund" => takes::GERUND,
                    "predicate" => takes::PREDICATE,
                    _ => 0,
                }
            });
            let line = entries.len() as u16;
            for form in all.split(',') {
                let mut words = form.split(' ').map(|w| hash_bytes(w.as_bytes()));
                let inflected = match form.split(' ').next().unwrap_or_default() {
                    w if w.ends_with("ing") && w != "sing" => Form::Ing,
                    _ if word != CueWord::Verb || lemma == form => Form::Base,
                    w if w.ends_with('s') => Form::Third,
                    _ => Form::Past,
                };
                let first = form.split(' ').next().unwrap_or_default();
                let [as_noun, as_other] = begins.entry(Word::lower_of(first)).or_default();
                *as_noun |= word != CueWord::Verb;
                *as_other |= word != CueWord::Noun;
                if let Some(first) = words.next() {
                    let list = forms.entry(first).or_default();
                    let tail: Vec<u64> = words.collect();
                    let at = list.partition_point(|f| f.0.len() >= tail.len());
                    list.insert(at, (tail, line, inflected));
                }
            }
            entries.push(CueEntry {
                lemma,
                word,
                class: CueClass::named(class),
                takes,
                id: hash_bytes(format!("{lemma}/{word:?}").as_bytes()),
            });
        }
        Self { entries, forms, begins }
    }
}

impl Lexicon {
    /// The line of a match.
    pub(crate) fn entry(&self, cue: CueMatch) -> &CueEntry {
        &self.entries[cue.entry as usize]
    }

    /// Whether a reporting word may begin with this word, known by the hash of its lower case, when it is so tagged.
    pub(crate) fn may_begin(&self, lower: u64, tag: Tag) -> bool {
        let is_noun = matches!(tag, Tag::Noun | Tag::Propn);
        self.begins.get(&lower).is_some_and(|[as_noun, as_other]| if is_noun { *as_noun } else { *as_other })
    }

    /// Every reporting word of a text, the longest match at each place.
    /// Notes them on the page too.
    pub(crate) fn find(&self, page: &mut Page<'_>) -> Vec<CueMatch> {
        let mut out = Vec::new();
        let mut t = 0;
        while t < page.tokens.len() as u32 {
            let cue = self.at(page, t);
            out.extend(cue.filter(|cue| !only_turns(page, *cue)));
            t = cue.map_or(t, |cue| cue.last) + 1;
        }
        for cue in &out {
            page.cue_marks[cue.first as usize] = 1 + cue.form as u8 + 4 * self.entries[cue.entry as usize].word as u8;
        }
        out
    }

    /// The reporting word that begins at a token.
    fn at(&self, page: &Page<'_>, t: u32) -> Option<CueMatch> {
        let list = self.forms.get(&page.hash(t))?;
        let is_noun = matches!(page.tag(t), Tag::Noun | Tag::Propn);
        let fits = |tail: &[u64]| tail.iter().enumerate().all(|(i, h)| page.hash(t + 1 + i as u32) == *h);
        let mut best = None;
        for (tail, entry, form) in list.iter().filter(|f| fits(&f.0)) {
            let cue = CueMatch { first: t, last: t + tail.len() as u32, entry: *entry, form: *form };
            let nominal = self.entries[*entry as usize].word == CueWord::Noun;
            match best {
                None => best = Some(cue),
                // "claims": the tag tells the noun from the verb.
                Some(b) if b.last == cue.last && nominal == is_noun => best = Some(cue),
                Some(_) => {}
            }
        }
        best
    }
}

/// "That said, …", "Having said that, …": the writer turns to something else, and nobody has said anything.
fn only_turns(page: &Page<'_>, cue: CueMatch) -> bool {
    let word = |by| page.along(cue.first, by);
    let begins = |t| t != NONE && (page.along(t, -1) == NONE || page.role(page.along(t, -1)).parts_clauses());
    let roles = [-1, 1, 2].map(|by| page.role(word(by)));
    cue.first == cue.last
        && cue.form == Form::Past
        && begins(word(-1))
        && (matches!(roles, [Role::That, Role::Comma, _]) || matches!(roles, [Role::Have, Role::That, Role::Comma]))
}
