//! The frame of a reporting word: does it report here, and does its content stand before it or after it?

use super::{
    cue::{CueEntry, CueMatch, CueWord, takes},
    learned::{Chooser, Features, ask, distance},
    page::{NONE, Page},
    word::Role,
};
use crate::{
    model::combine,
    syntax::{Relation, Tag},
    text::Shape,
};

/// Where the content of a cue stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Frame {
    /// Nowhere: the word does not report here.
    None,
    /// "said that the talks go on"
    After,
    /// "The talks go on, he said"
    Before,
    /// "The talks, he said, go on"
    Around,
}

impl Frame {
    /// All frames, in the order of the model's classes.
    pub(crate) const ALL: [Self; 4] = [Self::None, Self::After, Self::Before, Self::Around];
}

/// The frames of a cue with their probabilities.
pub(crate) fn judge(
    weights: &Chooser,
    page: &Page<'_>,
    cue: CueMatch,
    entry: &CueEntry,
    scratch: &mut Features,
) -> [f32; 4] {
    features(page, cue, entry, scratch);
    let mut p: [f32; 4] = weights.classify(scratch);
    // "“A,” though he noted B": what stands before the conjunction is no content of the cue after it.
    if Surroundings::of(page, cue).conjoined == 2 {
        p[Frame::After as usize] += p[Frame::Before as usize] + p[Frame::Around as usize];
        p[Frame::Before as usize] = 0.0;
        p[Frame::Around as usize] = 0.0;
    }
    p
}

/// What tells whether and where a cue has content.
pub(crate) fn features(page: &Page<'_>, cue: CueMatch, entry: &CueEntry, out: &mut Features) {
    out.clear();
    let (lemma, class, form) = (entry.id, entry.class as u64, cue.form as u64);
    let prev = |i: i32| page.along(cue.first, -i);
    let next = |i: i32| page.along(cue.last, i);
    let (k, w) = (|t: u32| page.kind(t), |t: u32| page.hash(t));
    let tag = u64::from(entry.word == CueWord::Noun) * 64 + page.tag(cue.first) as u64;

    ask(out, 0, &[]);
    ask(out, 1, &[lemma]);
    ask(out, 2, &[lemma, form]);
    ask(out, 3, &[class, form]);
    ask(out, 4, &[u64::from(entry.takes), form]);
    ask(out, 5, &[tag, form]);
    for i in 1..=3 {
        ask(out, 10 + i as u64, &[k(prev(i))]);
        ask(out, 20 + i as u64, &[k(next(i))]);
        ask(out, 30 + i as u64, &[k(prev(i)), form]);
        ask(out, 40 + i as u64, &[k(next(i)), form]);
    }
    ask(out, 50, &[w(prev(1)), form]);
    ask(out, 51, &[w(next(1)), form]);
    ask(out, 52, &[lemma, k(next(1))]);
    ask(out, 53, &[lemma, k(prev(1))]);
    ask(out, 54, &[k(prev(1)), k(next(1)), form]);
    ask(out, 55, &[k(next(1)), k(next(2)), u64::from(entry.takes)]);
    ask(out, 56, &[k(prev(2)), k(prev(1)), form]);
    ask(out, 57, &[k(next(1)), k(next(2)), k(next(3))]);
    ask(out, 58, &[u64::from(entry.takes), k(next(1))]);
    ask(out, 59, &[class, k(next(1)), k(next(2))]);
    ask(out, 60, &[lemma, form, page.shape(next(1)) as u64]);
    ask(out, 61, &[w(next(1)), w(next(2))]);
    ask(out, 62, &[lemma, w(next(1))]);

    let (c, stands) = (|t: u32| page.class(t), page.form(cue.first));
    ask(out, 6, &[stands]);
    ask(out, 7, &[lemma, stands]);
    ask(out, 8, &[page.class(cue.first), stands]);
    ask(out, 9, &[stands, u64::from(entry.takes)]);
    ask(out, 100, &[c(next(1)), form]);
    ask(out, 101, &[c(prev(1)), form]);
    ask(out, 102, &[c(next(1)), page.coarse(next(2))]);
    ask(out, 103, &[c(prev(1)), page.coarse(prev(2)), form]);
    ask(out, 104, &[lemma, page.coarse(next(1))]);
    ask(out, 105, &[lemma, page.coarse(prev(1))]);
    ask(out, 106, &[stands, k(prev(1)), k(next(1))]);

    let voice = voice(page, cue);
    ask(out, 66, &[voice, stands]);
    ask(out, 67, &[voice, stands, k(next(1))]);
    ask(out, 63, &[voice, form]);
    ask(out, 64, &[voice, lemma]);
    ask(out, 65, &[voice, form, u64::from(entry.takes)]);

    let around = Surroundings::of(page, cue);
    let s = around.code();
    ask(out, 70, &[s]);
    ask(out, 71, &[s, form]);
    ask(out, 72, &[around.before(), form]);
    ask(out, 73, &[around.after(), form]);
    ask(out, 74, &[around.before(), k(prev(1)), k(next(1))]);
    ask(out, 75, &[around.after(), k(next(1)), k(next(2))]);
    ask(out, 76, &[around.before(), around.after(), u64::from(entry.takes)]);
    ask(out, 77, &[distance(around.from_start), form]);
    ask(out, 78, &[distance(around.to_end), form]);
    ask(out, 79, &[distance(around.to_end), around.before()]);
    ask(out, 80, &[u64::from(around.that_near), lemma]);
    ask(out, 81, &[u64::from(around.that_near), form, u64::from(entry.takes)]);
    ask(out, 82, &[u64::from(around.in_region), u64::from(around.comma_before), form]);
    ask(out, 83, &[around.gap_before, around.gap_after, form]);
    ask(out, 84, &[around.gap_before, around.before(), k(next(1))]);

    // Other reporting words in the sentence: "said … and reiterated", "…, adding that".
    let near_cue = |by: i32| {
        (1..=12)
            .map(|i| page.cue_mark(page.along(if by < 0 { cue.first } else { cue.last }, by * i)))
            .enumerate()
            .find(|m| m.1 != 0)
    };
    let code = |m: Option<(usize, u64)>| m.map_or(0, |(i, m)| distance(i + 1) * 32 + m);
    let (left, right) = (code(near_cue(-1)), code(near_cue(1)));
    ask(out, 85, &[left, form]);
    ask(out, 86, &[right, form]);
    ask(out, 87, &[left, k(prev(1)), form]);
    ask(out, 88, &[left, lemma]);

    let tree = Tree::of(page, cue);
    ask(out, 90, &[tree.code()]);
    ask(out, 91, &[tree.code(), form]);
    ask(out, 92, &[tree.relation, form]);
    ask(out, 93, &[tree.code(), around.before()]);
    ask(out, 94, &[tree.clause, lemma]);
    ask(out, 95, &[tree.object, lemma]);
    ask(out, 96, &[tree.relation, k(prev(1)), k(next(1))]);
    ask(out, 97, &[tree.clause, tree.subject, u64::from(entry.takes)]);
    ask(out, 98, &[tree.subject, around.before(), form]);
    ask(out, 99, &[tree.subject, tree.clause, around.before()]);
    // "praised the plan as “…”", "called it “…”".
    ask(out, 110, &[around.as_near, u64::from(entry.takes)]);
    ask(out, 111, &[around.as_near, lemma]);
    ask(out, 112, &[around.as_near, around.right, form]);
    ask(out, 113, &[around.right, tree.object, u64::from(entry.takes), form]);
    let takes_as = u64::from(entry.takes & takes::AS != 0);
    ask(out, 114, &[around.as_near, takes_as, form]);
    // "“A,” though he noted B": a conjunction parts the cue from the quotation before it.
    ask(out, 115, &[around.conjoined, around.before()]);
    ask(out, 116, &[around.conjoined, around.before(), tree.clause]);
    ask(out, 117, &[around.conjoined, around.left, around.right]);
    // "questioned whether": does the word after the cue begin what such a cue takes?
    let begins = fitting(page, cue, entry);
    ask(out, 118, &[begins]);
    ask(out, 119, &[begins, form]);
    ask(out, 120, &[begins, stands, voice]);
}

/// Whether the word after a cue is one that begins a content the cue takes: its function word, and 1 where it is.
fn fitting(page: &Page<'_>, cue: CueMatch, entry: &CueEntry) -> u64 {
    let next = page.along(cue.last, 1);
    let role = page.role(next);
    let kind = match role {
        Role::Whether | Role::Wh => takes::QUESTION,
        Role::That => takes::CLAUSE,
        Role::To => takes::INFINITIVE,
        Role::Of | Role::For | Role::Against | Role::About => takes::PREPOSITION,
        Role::As => takes::AS,
        _ if page.opens.get(next as usize).is_some_and(|r| *r != NONE) => takes::QUOTATION,
        _ => return 0,
    };
    role as u64 * 2 + u64::from(entry.takes & kind != 0)
}

/// The auxiliaries before a cue: "was", "has", "would", "did not", "to".
pub(crate) fn voice(page: &Page<'_>, cue: CueMatch) -> u64 {
    let mut code = 0;
    for i in 1..=5 {
        let bit = match page.role(page.along(cue.first, -i)) {
            Role::Be => 1,
            Role::Have => 2,
            Role::Modal => 4,
            Role::Do => 8,
            Role::Not => 16,
            Role::To if i <= 2 => 32,
            Role::Also => continue,
            _ if page.tag(page.along(cue.first, -i)) == Tag::Adv => continue,
            _ => break,
        };
        code |= bit;
    }
    code
}

/// Marks and commas around a cue.
#[derive(Debug, Default)]
struct Surroundings {
    /// 1: a region closes just before the attribution; 2: in the window before; 3: a comma before.
    left: u64,
    /// 1: a region opens right after the cue (or its comma or colon); 2: later in the window; 3: the next window begins with one.
    right: u64,
    /// Whether a comma or other mark stands before the cue in its clause.
    comma_before: bool,
    /// The first mark after the cue: 2 a comma, 1 a colon, 0 another or none.
    mark_after: u64,
    that_near: bool,
    /// A conjunction between the clause mark before the cue and the cue: 1 "and", "but"; 2 "though", "while".
    conjoined: u64,
    /// 1: "as" follows in the clause of the cue; 2: and then a quotation.
    as_near: u64,
    in_region: bool,
    from_start: usize,
    to_end: usize,
    /// Words between the last clause mark and the cue, between the cue and the next one.
    gap_before: u64,
    gap_after: u64,
}

impl Surroundings {
    fn of(page: &Page<'_>, cue: CueMatch) -> Self {
        let window = page.window_of(cue.first);
        let spine = &window.spine;
        let a = page.spine_at[cue.first as usize] as usize;
        let b = page.spine_at[cue.last as usize] as usize;
        let mut s =
            Self { in_region: window.level != NONE, from_start: a, to_end: spine.len() - 1 - b, ..Self::default() };
        let mut gap = 0;
        for &t in spine[..a].iter().rev().take(30) {
            if page.closes[t as usize] != NONE {
                s.left = 1;
                break;
            }
            let role = page.role(t);
            if role.parts_clauses() {
                s.comma_before = true;
                if page.closes.get(page.along(t, -1) as usize).is_some_and(|c| *c != NONE) {
                    s.left = 1;
                } else {
                    s.left = 3;
                }
                break;
            }
            match role {
                Role::And | Role::But | Role::Or => s.conjoined = 1,
                Role::Subordinator => s.conjoined = 2,
                _ => {}
            }
            gap += 1;
        }
        s.gap_before = distance(gap);
        if s.left == 0 && a < 12 {
            let first = spine[0];
            if first > 0
                && page.closes[first as usize - 1] != NONE
                && page.paragraph[first as usize - 1] == page.paragraph[first as usize]
            {
                s.left = 2;
            }
        }
        gap = 0;
        let mut parted = false;
        for (i, &t) in spine[b + 1..].iter().take(40).enumerate() {
            let role = page.role(t);
            if page.opens[t as usize] != NONE && s.right == 0 {
                let previous = page.role(page.along(t, -1));
                s.right = if i == 0 || matches!(previous, Role::Comma | Role::Colon | Role::That) { 1 } else { 2 };
            }
            if role == Role::That && i < 8 && !parted {
                s.that_near = true;
            }
            if role == Role::As && !parted && s.as_near == 0 {
                let next = page.along(t, 1);
                s.as_near = 1 + u64::from(page.opens.get(next as usize).is_some_and(|r| *r != NONE));
            }
            if role.parts_clauses() && !parted {
                parted = true;
                s.mark_after = u64::from(role == Role::Comma) * 2 + u64::from(role == Role::Colon);
            }
            if !parted {
                gap += 1;
            }
        }
        s.gap_after = distance(gap);
        if s.right == 0
            && let Some(&last) = spine.last()
        {
            let n = last as usize + 1;
            if n < page.opens.len() && page.opens[n] != NONE {
                s.right = if page.paragraph[n] == page.paragraph[last as usize] { 3 } else { 4 };
            }
            if page.role(last) == Role::Colon {
                s.mark_after |= 1;
            }
        }
        s
    }

    fn before(&self) -> u64 {
        self.left * 2 + u64::from(self.comma_before)
    }

    fn after(&self) -> u64 {
        self.right * 4 + self.mark_after
    }

    fn code(&self) -> u64 {
        combine(self.before(), self.after())
    }
}

/// What the tree says about a cue.
#[derive(Debug, Default)]
struct Tree {
    relation: u64,
    /// 1 before, 2 after the cue; 4 where marked by "that".
    clause: u64,
    subject: u64,
    object: u64,
    oblique: u64,
}

impl Tree {
    fn of(page: &Page<'_>, cue: CueMatch) -> Self {
        let t = cue.first;
        let mut tree = Tree { relation: page.relations[t as usize] as u64, ..Self::default() };
        for &d in page.dependents(t) {
            let side = if d < t { 1 } else { 2 };
            match page.relations[d as usize] {
                Relation::Ccomp | Relation::Csubj => tree.clause |= side,
                Relation::Parataxis => tree.clause |= side * 4,
                Relation::Xcomp => tree.clause |= side * 16,
                Relation::AclRelcl | Relation::Acl | Relation::Advcl => tree.clause |= side * 64,
                Relation::Nsubj => tree.subject |= side,
                Relation::NsubjPass => tree.subject |= side * 4,
                Relation::Obj | Relation::Iobj => tree.object |= side,
                Relation::Obl | Relation::OblAgent => tree.oblique |= side,
                _ => {}
            }
        }
        tree
    }

    fn code(&self) -> u64 {
        self.relation + (self.clause << 8) + (self.subject << 20) + (self.object << 28)
    }
}

/// True for a word written like a name.
pub(crate) fn is_capital(shape: Shape) -> bool {
    matches!(shape, Shape::Title | Shape::Upper | Shape::Mixed)
}
