//! What tells where reported content begins and ends: the features of each possible bound.

use super::{
    cue::{CueEntry, CueMatch},
    learned::{Features, ask, distance},
    page::{NONE, Page},
    word::Role,
};
use crate::syntax::{Relation, Tag};

/// What tells that content after `cue` begins at `start`.
pub(crate) fn start_features(page: &Page<'_>, cue: CueMatch, entry: &CueEntry, start: u32, out: &mut Features) {
    out.clear();
    let (lemma, form, kinds) = (entry.id, cue.form as u64, u64::from(entry.takes));
    let inside = page.window[start as usize] == page.window[cue.last as usize];
    if !inside {
        let last = page.window_of(cue.last).spine.last().copied().unwrap_or(NONE);
        ask(out, 0, &[page.role(last) as u64]);
        ask(out, 1, &[page.role(last) as u64, distance(last.saturating_sub(cue.last) as usize)]);
        ask(out, 2, &[lemma, page.role(last) as u64]);
        ask(out, 3, &[u64::from(page.paragraph[start as usize] == page.paragraph[cue.last as usize])]);
        return;
    }
    let before = page.along(start, -1);
    let (b1, b2, k0, k1) =
        (page.kind(before), page.kind(page.along(start, -2)), page.kind(start), page.kind(page.along(start, 1)));
    let from = page.spine_at[cue.last as usize];
    let steps = (page.spine_at[start as usize] - from) as usize;
    let near = u64::from(steps == 1);
    let opens = u64::from(page.opens[start as usize] != NONE);
    let mut commas = 0;
    let mut clause_word = 0;
    let mut region_between = 0;
    for i in 1..steps {
        let t = page.along(cue.last, i as i32);
        commas += u64::from(page.role(t).parts_clauses());
        clause_word |= u64::from(matches!(page.role(t), Role::That | Role::Whether))
            | (u64::from(page.role(t) == Role::To) << 1)
            | (u64::from(page.role(t) == Role::Colon) << 2);
        region_between |= u64::from(page.opens[t as usize] != NONE);
    }
    let before_role = if near == 1 { 99 } else { page.role(before) as u64 };
    ask(out, 10, &[distance(steps)]);
    ask(out, 11, &[near, lemma]);
    ask(out, 12, &[before_role]);
    ask(out, 13, &[before_role, lemma]);
    ask(out, 14, &[before_role, kinds, form]);
    ask(out, 15, &[b1, k0]);
    ask(out, 16, &[b1, k0, k1]);
    ask(out, 17, &[b2, b1, k0]);
    ask(out, 18, &[near, k0]);
    ask(out, 19, &[near, k0, lemma]);
    ask(out, 20, &[before_role, opens]);
    ask(out, 21, &[opens, distance(steps), commas.min(3)]);
    ask(out, 22, &[clause_word, before_role]);
    ask(out, 23, &[clause_word, region_between, opens]);
    ask(out, 24, &[commas.min(3), before_role, k0]);
    ask(out, 25, &[page.role(start) as u64, lemma]);
    ask(out, 26, &[page.role(start) as u64, kinds, near]);
    ask(out, 27, &[page.hash(before), near]);
    ask(out, 28, &[page.hash(start), near]);
    ask(out, 29, &[distance(steps), before_role]);
    ask(out, 30, &[page.kind(page.along(cue.last, 1)), distance(steps), k0]);
    ask(out, 31, &[near, k0, k1]);
    ask(out, 32, &[page.shape(before) as u64, page.shape(start) as u64, b1]);

    ask(out, 33, &[page.class(start), near]);
    ask(out, 34, &[page.class(before), near]);
    ask(out, 35, &[page.coarse(before), page.coarse(start), k1]);
    ask(out, 36, &[lemma, page.coarse(start), near]);

    // "called the deal “a handrail”": the words between the marks alone, or the object too?
    let region_later = (0..10).any(|i| page.opens.get(page.along(start, i) as usize).is_some_and(|r| *r != NONE));
    ask(out, 37, &[lemma, opens, u64::from(region_later), near]);
    ask(out, 38, &[entry.takes.into(), opens, u64::from(region_later), k0]);
    ask(out, 39, &[before_role, opens, u64::from(region_later), lemma]);

    // The tree: does a clause of the cue begin here?
    let mut tree = 0;
    for &d in page.dependents(cue.first) {
        if page.subtree[d as usize].0 == start
            || (page.subtree[d as usize].0 == before && page.role(before) == Role::That)
        {
            tree = page.relations[d as usize] as u64 + 1;
            if matches!(page.relations[d as usize], Relation::Ccomp | Relation::Xcomp) {
                break;
            }
        }
    }
    ask(out, 40, &[tree]);
    ask(out, 41, &[tree, lemma]);
    ask(out, 42, &[tree, before_role]);
    ask(out, 43, &[tree, kinds]);
}

/// What tells that content from `start` ends at `end`.
pub(crate) fn end_features(page: &Page<'_>, cue: CueMatch, entry: &CueEntry, start: u32, end: u32, out: &mut Features) {
    out.clear();
    let (lemma, kinds) = (entry.id, u64::from(entry.takes));
    let from = page.spine_at[start as usize];
    let steps = (page.spine_at[end as usize] - from) as usize;
    let n = |i: i32| page.along(end, i);
    let (k0, k1, k2, k3) = (page.kind(end), page.kind(n(1)), page.kind(n(2)), page.kind(n(3)));
    let spine = &page.window_of(end).spine;
    let rest = spine.len() - 1 - page.spine_at[end as usize] as usize;
    let last = u64::from(
        rest == 0 || (rest <= 2 && page.role(n(1)) == Role::Stop) || (rest == 1 && page.role(n(1)) == Role::Quote),
    );
    let before =
        if page.spine_at[cue.last as usize] + 1 == from { 99 } else { page.role(page.along(start, -1)) as u64 };
    let opens = page.opens[start as usize];
    let quoted = u64::from(opens != NONE) + u64::from(opens != NONE && page.closes[end as usize] == opens);
    let side = u64::from(start > cue.first);
    let closes = u64::from(page.closes[end as usize] != NONE);
    let r1 = page.role(n(1)) as u64;
    let mut verbs = 0;
    let mut commas = 0;
    for i in 0..steps.min(60) {
        let t = page.along(start, i as i32);
        verbs += u64::from(
            matches!(page.tag(t), Tag::Verb | Tag::Aux) || matches!(page.role(t), Role::Be | Role::Have | Role::Modal),
        );
        commas += u64::from(page.role(t) == Role::Comma);
    }
    let mut more_verbs = 0;
    let mut next_mark = 0;
    for i in 1..=rest.min(30) {
        let t = n(i as i32);
        more_verbs += u64::from(
            matches!(page.tag(t), Tag::Verb | Tag::Aux) || matches!(page.role(t), Role::Be | Role::Have | Role::Modal),
        );
        if i > 1 && next_mark == 0 && (page.role(t).parts_clauses() || page.role(t) == Role::Quote) {
            next_mark = page.role(t) as u64;
        }
    }
    let (verbs, more_verbs, commas) = (verbs.min(2), more_verbs.min(2), commas.min(3));
    ask(out, 0, &[last]);
    ask(out, 1, &[last, lemma]);
    ask(out, 2, &[last, kinds, before]);
    ask(out, 3, &[r1, before]);
    ask(out, 4, &[k1, k2]);
    ask(out, 5, &[k1, k2, k3]);
    ask(out, 6, &[k0, k1, k2]);
    ask(out, 7, &[r1, lemma]);
    ask(out, 8, &[r1, quoted, closes]);
    ask(out, 9, &[quoted, last]);
    ask(out, 10, &[verbs, last, kinds]);
    ask(out, 11, &[verbs, r1]);
    ask(out, 12, &[verbs, k1, k2]);
    ask(out, 13, &[distance(steps), last]);
    ask(out, 14, &[distance(steps), r1]);
    ask(out, 15, &[commas, r1, next_mark]);
    ask(out, 16, &[page.hash(n(1)), page.role(n(2)) as u64]);
    ask(out, 17, &[page.hash(n(1)), page.hash(n(2))]);
    ask(out, 18, &[page.hash(n(2)), r1]);
    ask(out, 19, &[more_verbs, r1, k2]);
    ask(out, 20, &[next_mark, r1, k2]);
    ask(out, 21, &[more_verbs, verbs, r1]);
    ask(out, 22, &[side, r1, last]);
    ask(out, 23, &[before, kinds, k1]);
    ask(out, 24, &[page.tag(start) as u64, r1, kinds]);
    ask(out, 25, &[k0, last]);
    ask(out, 26, &[page.hash(n(1)), k2, verbs]);
    ask(out, 27, &[k1, k2, k3, page.kind(n(4))]);

    ask(out, 54, &[page.class(n(1)), k2]);
    ask(out, 55, &[page.class(n(2)), r1]);
    ask(out, 56, &[page.coarse(n(1)), page.coarse(n(2)), page.coarse(n(3))]);
    ask(out, 57, &[r1, page.coarse(n(2)), k3]);
    ask(out, 58, &[page.class(end), r1]);
    ask(out, 59, &[page.coarse(end), r1, page.coarse(n(2))]);

    // Another report begins after it: "… and reiterated that", ", adding that", ", police said".
    let cue_next = (1..=4)
        .map(|i| page.cue_mark(n(i)))
        .position(|m| m != 0)
        .map_or(0, |i| (i as u64 + 1) * 16 + page.cue_mark(n(i as i32 + 1)));
    ask(out, 50, &[cue_next, r1]);
    ask(out, 51, &[cue_next, k1, k2]);
    ask(out, 52, &[cue_next, r1, page.role(n(2)) as u64, verbs]);
    ask(out, 53, &[cue_next, r1, before]);

    // The tree: does the clause that begins here end here? What does the next word hang on?
    let next = if page.role(n(1)).parts_clauses() { n(2) } else { n(1) };
    let mut tree = 0;
    if next != NONE {
        let head = page.heads[next as usize];
        tree = if head >= start && head <= end {
            1
        } else if head >= cue.first && head <= cue.last {
            2
        } else if head > end {
            3
        } else {
            4
        };
        // A word further on that hangs on the content keeps it open.
        let mut t = next;
        for _ in 0..12 {
            let h = page.heads[t as usize];
            if h == t {
                break;
            }
            if h >= start && h <= end {
                tree |= 8;
                ask(out, 44, &[page.relations[t as usize] as u64, r1]);
                ask(out, 45, &[page.relations[t as usize] as u64, r1, page.tag(h) as u64, kinds]);
                break;
            }
            if h < start || h <= cue.last && h >= cue.first {
                tree |= 16;
                ask(out, 46, &[page.relations[t as usize] as u64, r1, u64::from(h == cue.first)]);
                break;
            }
            t = h;
        }
    }
    let mut clause_ends = 0;
    for &d in page.dependents(cue.first) {
        let (a, b) = page.subtree[d as usize];
        if a <= start && b == end && a >= cue.first {
            clause_ends = page.relations[d as usize] as u64 + 1;
        }
    }
    ask(out, 40, &[tree]);
    ask(out, 41, &[tree, r1]);
    ask(out, 42, &[clause_ends]);
    ask(out, 43, &[clause_ends, last, r1]);
}

/// What tells that content before `cue` ends at `end`.
pub(crate) fn left_end_features(
    page: &Page<'_>,
    cue: CueMatch,
    entry: &CueEntry,
    end: u32,
    order: usize,
    out: &mut Features,
) {
    out.clear();
    let inside = page.window[end as usize] == page.window[cue.first as usize];
    let closes = u64::from(page.closes[end as usize] != NONE);
    let steps = if inside {
        page.spine_at[cue.first as usize] - page.spine_at[end as usize]
    } else {
        page.spine_at[cue.first as usize]
    } as usize;
    let n = |i: i32| if inside { page.along(end, i) } else { page.along(page.window_of(cue.first).spine[0], i - 1) };
    let (k1, k2) = (page.kind(n(1)), page.kind(n(2)));
    ask(out, 0, &[closes]);
    ask(out, 1, &[u64::from(inside), closes, order.min(4) as u64]);
    ask(out, 2, &[distance(steps), closes]);
    ask(out, 3, &[k1, k2]);
    ask(out, 4, &[k1, k2, page.kind(n(3))]);
    ask(out, 5, &[closes, k2, order.min(4) as u64]);
    ask(out, 6, &[page.kind(end), k1]);
    ask(out, 7, &[entry.id, order.min(4) as u64]);
    ask(out, 8, &[distance(steps), k2]);
    ask(out, 9, &[page.kind(page.along(cue.first, -1)), order.min(4) as u64, closes]);
    ask(out, 10, &[page.role(n(1)) as u64, closes]);
    let mut tree = 0;
    for &d in page.dependents(cue.first) {
        if page.subtree[d as usize].1 == end {
            tree = page.relations[d as usize] as u64 + 1;
        }
    }
    let head = page.heads[cue.first as usize];
    if tree == 0 && head < end {
        tree = 100 + page.relations[cue.first as usize] as u64;
    }
    ask(out, 11, &[tree, closes]);
}

/// What tells that content before the cue, which ends at `end`, begins at `start`.
pub(crate) fn left_start_features(
    page: &Page<'_>,
    cue: CueMatch,
    entry: &CueEntry,
    start: u32,
    end: u32,
    order: usize,
    out: &mut Features,
) {
    out.clear();
    let opens = page.opens[start as usize];
    let closes = page.closes[end as usize];
    let same =
        u64::from(opens != NONE && opens == closes) + 2 * u64::from(closes != NONE) + 4 * u64::from(opens != NONE);
    let first = u64::from(page.spine_at[start as usize] == 0);
    let before = page.along(start, -1);
    let steps = (page.spine_at[end as usize] - page.spine_at[start as usize]) as usize;
    let (k0, k1, b1) = (page.kind(start), page.kind(page.along(start, 1)), page.kind(before));
    let mut verbs = 0;
    for i in 0..steps.min(60) {
        let t = page.along(start, i as i32);
        verbs += u64::from(
            matches!(page.tag(t), Tag::Verb | Tag::Aux) || matches!(page.role(t), Role::Be | Role::Have | Role::Modal),
        );
    }
    let verbs = verbs.min(2);
    ask(out, 0, &[same, first]);
    ask(out, 1, &[first, k0]);
    ask(out, 2, &[first, k0, k1]);
    ask(out, 3, &[b1, k0]);
    ask(out, 4, &[page.hash(before), verbs]);
    ask(out, 5, &[verbs, first]);
    ask(out, 6, &[verbs, b1, k0]);
    ask(out, 7, &[distance(steps), first]);
    ask(out, 8, &[order.min(4) as u64, first]);
    ask(out, 9, &[entry.id, first, same]);
    ask(out, 10, &[page.hash(start), first]);
    ask(out, 11, &[page.role(before) as u64, same]);
    ask(out, 12, &[distance(steps), same]);
    let root = page.heads[cue.first as usize];
    let tree = u64::from(root <= end && page.subtree[root as usize].0 == start)
        + 2 * u64::from(page.dependents(cue.first).iter().any(|d| page.subtree[*d as usize].0 == start));
    ask(out, 13, &[tree, first]);
    let across = arcs_across(page, start, end);
    ask(out, 14, &[across, same]);
    ask(out, 15, &[across, page.role(before) as u64, first]);
    ask(out, 16, &[across, b1, same]);
}

/// Whether words left of `start`, in its window, depend on words from there to `end` (1), or these on them (2).
/// A quotation that the sentence around it leans on is but a part of what is said.
fn arcs_across(page: &Page<'_>, start: u32, end: u32) -> u64 {
    let spine = &page.window_of(start).spine;
    let at = page.spine_at[start as usize] as usize;
    let from = page.part_from[start as usize] as usize;
    let Some(&low) = spine.get(from).filter(|_| from < at) else { return 0 };
    let left = |t: u32| t >= low && t < start;
    let word = |t: u32| page.relations[t as usize] != Relation::Punct;
    let on_spine = |t: u32| left(t) && page.window[t as usize] == page.window[start as usize];
    let down = (start..=end).any(|t| page.dependents(t).iter().any(|d| on_spine(*d) && word(*d)));
    let up = (start..=end).any(|t| word(t) && left(page.heads[t as usize]));
    u64::from(down) + 2 * u64::from(up)
}
