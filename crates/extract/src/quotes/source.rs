//! Who could be speaking: the noun phrases and pronouns around a cue.

use super::{
    content::Stretch,
    cue::{CueEntry, CueMatch, CueWord, Form},
    frame::{Frame, is_capital, voice},
    learned::{Chooser, Features, ask, best, distance},
    page::{NONE, Page, Window},
    word::Role,
};
use crate::{
    entities::Cast,
    model::{hash_bytes, probabilities},
    syntax::{Relation, Tag},
    text::Shape,
};
use rustc_hash::FxHashMap;

/// What sort of source a noun names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Sort {
    Person,
    Group,
    Organization,
    Document,
}

/// Nouns that name sources.
#[derive(Debug)]
pub(crate) struct Sources {
    nouns: FxHashMap<u64, Sort>,
}

const SOURCES: &str = include_str!("../../lexicon/sources.tsv");

impl Default for Sources {
    fn default() -> Self {
        let nouns = SOURCES
            .lines()
            .filter(|l| !l.starts_with('#'))
            .filter_map(|l| l.split_once('\t'))
            .map(|(word, sort)| {
                let sort = match sort {
                    "person" => Sort::Person,
                    "group" => Sort::Group,
                    "organization" => Sort::Organization,
                    _ => Sort::Document,
                };
                (hash_bytes(word.as_bytes()), sort)
            })
            .collect();
        Self { nouns }
    }
}

impl Sources {
    /// What a noun names.
    pub(crate) fn sort(&self, page: &Page<'_>, t: u32) -> Option<Sort> {
        self.nouns.get(&page.hash(t)).copied()
    }
}

/// A phrase that could name the speaker.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Source {
    /// First token.
    pub(crate) first: u32,
    /// Last token: its head noun, or the last word of a name.
    pub(crate) last: u32,
}

/// Speakers are looked for at most this many words from the cue, within its sentence.
const REACH: usize = 45;

/// Pronouns that stand for speakers.
fn is_pronoun(role: Role) -> bool {
    matches!(role, Role::I | Role::He | Role::They | Role::It | Role::We | Role::You | Role::Who)
}

/// A word that can be part of a noun phrase before its head.
fn inside_phrase(page: &Page<'_>, t: u32) -> bool {
    if page.named[t as usize] {
        return true;
    }
    match page.role(t) {
        Role::The | Role::A | Role::His | Role::Number => true,
        // "It's worth noting": that is no owner.
        Role::Possessive => !matches!(page.tag(t), Tag::Aux | Tag::Verb),
        Role::Content => {
            matches!(page.tag(t), Tag::Adj | Tag::Noun | Tag::Propn | Tag::Num | Tag::Det)
                || (page.tag(t) == Tag::X && is_capital(page.shape(t)))
        }
        Role::This => page.tag(t) == Tag::Det,
        Role::Time => page.tag(t) == Tag::Propn || page.tag(t) == Tag::Noun,
        _ => false,
    }
}

/// The phrases in the window of a cue that could name its speaker, in order.
pub(crate) fn candidates(page: &Page<'_>, sources: &Sources, cue: CueMatch) -> Vec<Source> {
    let spine = &page.window_of(cue.first).spine;
    let a = page.spine_at[cue.first as usize] as usize;
    let b = page.spine_at[cue.last as usize] as usize;
    let (from, to) = (a.saturating_sub(REACH), (b + REACH).min(spine.len()));
    let mut out = Vec::new();
    phrases(page, sources, &spine[from..to], |t| (cue.first..=cue.last).contains(&t), &mut out);
    out
}

/// The phrases of a run of tokens; those that `skip` names part phrases.
fn phrases(page: &Page<'_>, sources: &Sources, spine: &[u32], skip: impl Fn(u32) -> bool, out: &mut Vec<Source>) {
    let mut begin: Option<usize> = None;
    for i in 0..=spine.len() {
        let t = spine.get(i).copied().unwrap_or(NONE);
        let in_cue = t != NONE && skip(t);
        if t != NONE && !in_cue && inside_phrase(page, t) {
            begin.get_or_insert(i);
            continue;
        }
        if let Some(start) = begin.take() {
            let run = &spine[start..i];
            // "an old saying": what only describes the reporting noun says nothing.
            let describes = in_cue && page.tag(t) == Tag::Noun && run.last().is_some_and(|w| page.tag(*w) == Tag::Adj);
            if !describes {
                phrase(page, sources, run, out);
            }
        }
        if t != NONE && !in_cue && (is_pronoun(page.role(t)) || is_bare(page, sources, t)) {
            out.push(Source { first: t, last: t });
        }
    }
}

/// "one", "both", "others" and nouns the tagger did not see.
fn is_bare(page: &Page<'_>, sources: &Sources, t: u32) -> bool {
    sources.sort(page, t).is_some() && !matches!(page.tag(t), Tag::Verb | Tag::Aux)
}

/// Splits a run of nominal words at possessives: "Kyiv's mayor" names Kyiv and its mayor.
fn phrase(page: &Page<'_>, sources: &Sources, run: &[u32], out: &mut Vec<Source>) {
    let mut first = 0;
    for (i, &t) in run.iter().enumerate() {
        if page.role(t) == Role::Possessive && i > first {
            push(page, sources, &run[first..i], out);
            // The owner is part of the phrase that follows: "his lawyer", "Ukraine's air force".
            if i + 1 < run.len() {
                continue;
            }
            first = i + 1;
        }
    }
    if first < run.len() {
        push(page, sources, &run[first..], out);
    }
}

fn push(page: &Page<'_>, sources: &Sources, run: &[u32], out: &mut Vec<Source>) {
    // "Sen. Ana Ruiz today": the day is no part of her.
    let mut run = run;
    while let [rest @ .., last] = run
        && page.role(*last) == Role::Time
        && !page.named[*last as usize]
        && !rest.is_empty()
    {
        run = rest;
    }
    let (Some(&first), Some(&last)) = (run.first(), run.last()) else { return };
    if run.iter().all(|t| matches!(page.role(*t), Role::Time | Role::Number | Role::The | Role::A))
        && page.shape(last) != Shape::Number
    {
        return;
    }
    let is_nominal = |t: u32| {
        page.named[t as usize]
            || matches!(page.tag(t), Tag::Noun | Tag::Propn | Tag::Num | Tag::X)
            || sources.sort(page, t).is_some()
    };
    // "people familiar", "the elderly", but not "worth noting".
    let nominal = is_nominal(last)
        || page.tag(last) == Tag::Adj && (page.role(first) == Role::The || run.iter().any(|t| is_nominal(*t)));
    if nominal && page.role(last) != Role::The && page.role(last) != Role::A {
        out.push(Source { first, last });
    }
}

/// What tells that `source` is the speaker.
#[expect(clippy::too_many_arguments, reason = "one question about one candidate; a struct would only rename the list")]
pub(crate) fn features(
    page: &Page<'_>,
    sources: &Sources,
    cast: &Cast,
    cue: CueMatch,
    entry: &CueEntry,
    frame: Frame,
    parts: &[Stretch],
    all: &[Source],
    at: Option<usize>,
    out: &mut Features,
) {
    out.clear();
    let (lemma, form, frame) = (entry.id, cue.form as u64, frame as u64);
    let v = voice(page, cue);
    let passive = u64::from(is_passive(page, cue));
    let Some(at) = at else {
        ask(out, 0, &[]);
        ask(out, 1, &[frame, form]);
        ask(out, 2, &[v, form]);
        ask(out, 3, &[lemma]);
        ask(out, 4, &[entry.word as u64, form]);
        ask(out, 5, &[u64::from(all.is_empty())]);
        ask(out, 6, &[page.role(page.along(cue.first, -1)) as u64, form]);
        ask(out, 7, &[passive, page.role(page.along(cue.last, 1)) as u64]);
        return;
    };
    let s = all[at];
    let before = s.last < cue.first;
    let steps = if before {
        page.spine_at[cue.first as usize] - page.spine_at[s.last as usize]
    } else {
        page.spine_at[s.first as usize] - page.spine_at[cue.last as usize]
    } as usize;
    let side = u64::from(before);
    let inside = u64::from(parts.iter().any(|p| p.0 <= s.first && s.last <= p.1));
    let past = u64::from(
        parts.iter().any(|p| if before { p.0 > s.last && p.1 < cue.first } else { p.0 > cue.last && p.1 < s.first }),
    );
    // How many candidates stand between it and the cue, contents left out.
    let rank = all
        .iter()
        .filter(
            |o| if before { o.first > s.last && o.last < cue.first } else { o.last < s.first && o.first > cue.last },
        )
        .filter(|o| !parts.iter().any(|p| p.0 <= o.first && o.last <= p.1))
        .count()
        .min(5) as u64;
    let mut between = 0;
    let mut adjacent_role = Role::Edge as u64;
    let (lo, hi) = if before { (s.last, cue.first) } else { (cue.last, s.first) };
    for i in 1..steps.min(40) {
        let t = page.along(lo, i as i32);
        if t >= hi {
            break;
        }
        if i == 1 {
            adjacent_role = page.role(t) as u64;
        }
        between |= match page.role(t) {
            Role::Comma => 1,
            Role::Quote => 2,
            Role::And | Role::Or | Role::But => 4,
            Role::Who => 8,
            Role::Semicolon | Role::Colon | Role::Dash => 16,
            _ if page.tag(t) == Tag::Verb => 32,
            _ => 0,
        };
    }
    let kind = match page.role(s.last) {
        r if is_pronoun(r) => 1 + r as u64,
        _ if page.shape(s.last) == Shape::Number => 90,
        _ => {
            let name = cast.mention_at(page.zone, page.span(s.first, s.last)).map_or(0, |m| m.kind as u64 + 1);
            let capital = u64::from(is_capital(page.shape(s.last)));
            100 + sources.sort(page, s.last).map_or(0, |x| x as u64 + 1) + 8 * capital + 16 * name
        }
    };
    let (before_it, after_it) = (page.along(s.first, -1), page.along(s.last, 1));
    let (b1, a1) = (page.role(before_it) as u64, page.role(after_it) as u64);
    let near = distance(steps);
    ask(out, 10, &[side, near, frame]);
    ask(out, 11, &[side, rank, frame]);
    ask(out, 12, &[side, rank, frame, form]);
    ask(out, 13, &[kind]);
    ask(out, 14, &[kind, side, rank]);
    ask(out, 15, &[kind, side, near, frame]);
    ask(out, 16, &[inside, frame]);
    ask(out, 17, &[past, frame, side]);
    ask(out, 18, &[between, side, rank]);
    ask(out, 19, &[between, kind, side]);
    ask(out, 20, &[b1, side, frame]);
    ask(out, 21, &[b1, side, rank, passive]);
    ask(out, 22, &[a1, side, rank]);
    ask(out, 23, &[lemma, side, rank]);
    ask(out, 24, &[lemma, b1, side]);
    ask(out, 25, &[entry.word as u64, form, side, rank, b1]);
    ask(out, 26, &[page.hash(s.last)]);
    ask(out, 27, &[side, rank, form, page.role(page.along(cue.first, -1)) as u64]);
    ask(out, 28, &[v, form, side, rank]);
    ask(out, 29, &[v, form, b1, side]);
    ask(out, 30, &[page.tag(page.along(cue.first, -1)) as u64, form, side, near]);
    ask(out, 31, &[between, form, side, frame]);
    ask(out, 32, &[u64::from(page.spine_at[s.first as usize] == 0), side, form, rank]);
    ask(out, 33, &[adjacent_role, side, rank, frame]);
    ask(out, 34, &[u64::from(page.spine_at[s.first as usize] <= 2), between, form]);

    ask(out, 35, &[page.class(s.last)]);
    ask(out, 36, &[page.class(s.last), side, rank]);
    ask(out, 37, &[page.coarse(s.last), side, near, frame]);
    ask(out, 38, &[page.form(s.last), kind, side]);
    ask(out, 39, &[page.form(cue.first), side, rank, b1]);
    ask(out, 50, &[page.form(cue.first), side, rank, frame]);

    // The tree.
    let head = head_of(page, s);
    let relation = page.relations[head as usize] as u64;
    let governor = page.heads[head as usize];
    let mut link = u64::from((cue.first..=cue.last).contains(&governor));
    if link == 0 && page.heads[cue.first as usize] == governor {
        link = 2 + page.relations[cue.first as usize] as u64;
    }
    if link == 0 && page.heads[cue.first as usize] == head {
        link = 64 + page.relations[cue.first as usize] as u64;
    }
    ask(out, 40, &[relation, link]);
    ask(out, 41, &[relation, link, frame, side]);
    ask(out, 42, &[relation, link, form, passive]);
    ask(out, 43, &[relation, link, kind]);
    ask(out, 44, &[relation, link, entry.word as u64, rank]);
    ask(out, 45, &[relation, side, rank, frame]);
    let subject = page
        .dependents(cue.first)
        .iter()
        .any(|d| matches!(page.relations[*d as usize], Relation::Nsubj | Relation::NsubjPass));
    ask(out, 46, &[u64::from(subject), relation, link, side]);
    ask(out, 47, &[lemma, relation, link]);
    ask(out, 48, &[u64::from(entry.word == CueWord::Noun), relation, link, b1]);
    // "sings to her before asking …", "called it off and said …": the subject of the verb above acts here too.
    let (actor, steps_up, path) = actor(page, cue);
    let acts = if actor == NONE { 2 } else { u64::from(actor == head) };
    ask(out, 51, &[acts, steps_up, path]);
    ask(out, 52, &[acts, steps_up, form, passive]);
    ask(out, 53, &[acts, kind]);
    ask(out, 54, &[acts, path, b1, side]);
}

/// "was told", "has often been accused".
fn is_passive(page: &Page<'_>, cue: CueMatch) -> bool {
    cue.form == Form::Past && voice(page, cue) & 1 != 0
}

/// The subject of a cue, or of the verb that it hangs on; how far up it stands, and by what relation the cue hangs.
fn actor(page: &Page<'_>, cue: CueMatch) -> (u32, u64, u64) {
    let mut t = cue.first;
    let mut path = 0;
    for up in 0..4 {
        let subject = page
            .dependents(t)
            .iter()
            .find(|d| matches!(page.relations[**d as usize], Relation::Nsubj | Relation::NsubjPass));
        if let Some(s) = subject {
            return (*s, up, path);
        }
        if up == 0 {
            path = page.relations[t as usize] as u64 + 1;
        }
        // A relative clause acts for the noun that it describes.
        if matches!(page.relations[t as usize], Relation::Acl | Relation::AclRelcl) {
            return (page.heads[t as usize], up + 4, path);
        }
        if page.heads[t as usize] == t {
            break;
        }
        t = page.heads[t as usize];
    }
    (NONE, 0, path)
}

/// The token of a phrase whose head lies outside it.
pub(crate) fn head_of(page: &Page<'_>, s: Source) -> u32 {
    (s.first..=s.last)
        .rev()
        .find(|t| {
            let h = page.heads[*t as usize];
            h < s.first || h > s.last || h == *t
        })
        .unwrap_or(s.last)
}

/// Phrases that could name a speaker, and how well each does.
#[derive(Clone, Debug, Default)]
pub(crate) struct Weighed {
    all: Vec<Source>,
    /// The score of none, then those of all.
    scores: Vec<f32>,
}

impl Weighed {
    /// The speaker, if any, and its probability.
    pub(crate) fn best(&self) -> (Option<Source>, f32) {
        best(&self.scores).map_or((None, 0.0), |(at, p)| (self.at(at), p))
    }

    /// All others with their probabilities, the most probable first.
    pub(crate) fn others(&self) -> Vec<(Option<Source>, f32)> {
        let chosen = best(&self.scores).map(|(at, _)| at);
        let mut others: Vec<_> = probabilities(&self.scores)
            .enumerate()
            .filter(|(at, _)| Some(*at) != chosen)
            .map(|(at, p)| (self.at(at), p))
            .collect();
        others.sort_by(|a, b| b.1.total_cmp(&a.1));
        others
    }

    fn at(&self, at: usize) -> Option<Source> {
        at.checked_sub(1).and_then(|at| self.all.get(at).copied())
    }
}

/// Weighs each of `all` as the speaker of a cue, and that none is.
#[expect(clippy::too_many_arguments, reason = "see features")]
pub(crate) fn weigh(
    weights: &Chooser,
    page: &Page<'_>,
    sources: &Sources,
    cast: &Cast,
    cue: CueMatch,
    entry: &CueEntry,
    frame: Frame,
    parts: &[Stretch],
    all: Vec<Source>,
    scratch: &mut Features,
) -> Weighed {
    let passive = is_passive(page, cue) && !matches!(entry.lemma, "quote" | "cite");
    let scores = (0..=all.len())
        .map(|i| {
            let at = i.checked_sub(1);
            // "was accused of": whoever stands before a passive is spoken of.
            if passive && at.is_some_and(|at| all[at].last < cue.first) {
                return f32::NEG_INFINITY;
            }
            features(page, sources, cast, cue, entry, frame, parts, &all, at, scratch);
            weights.score(scratch)
        })
        .collect();
    Weighed { all, scores }
}

/// Whom a colon introduces: the name right before it ("Her lawyer, Juho Salo:"), else the subject.
pub(crate) fn label(page: &Page<'_>, sources: &Sources, window: &Window, colon: u32) -> Option<Source> {
    let at = window.spine.partition_point(|t| *t < colon);
    let mut out = Vec::new();
    phrases(page, sources, &window.spine[at.saturating_sub(REACH)..at], |_| false, &mut out);
    let last = out.last().filter(|s| page.named[s.last as usize] && page.along(s.last, 1) == colon).copied();
    last.or_else(|| subject(page, sources, window))
}

/// The first phrase of a window that can act: whom a quotation beside it belongs to.
pub(crate) fn subject(page: &Page<'_>, sources: &Sources, window: &Window) -> Option<Source> {
    let mut out = Vec::new();
    phrases(page, sources, &window.spine[..window.spine.len().min(REACH)], |_| false, &mut out);
    out.into_iter().find(|s| {
        matches!(page.role(s.last), Role::He) || is_capital(page.shape(s.last)) || sources.sort(page, s.last).is_some()
    })
}
