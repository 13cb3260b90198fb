//! The questions that the parser asks about a state (after Zhang and Nivre 2011), word classes and
//! the marks between the two words added.

use super::transition::{NONE, Node, State};
use super::{Form, Relation, Tag, Word};
use crate::model::combine;

/// How many questions are asked.
pub const FEATURES: usize = 104;

/// A word as the parser's features see it: every field is a hash.
#[derive(Clone, Copy, Debug, Default)]
pub struct Atom {
    word: u64,
    /// Tag and form.
    tag: u64,
    /// Tag alone.
    plain: u64,
    fine: u64,
    coarse: u64,
    /// How many commas and the like, verbs, conjunctions, quotation marks and brackets stand before it.
    marks: [u32; 4],
}

const fn spread(n: u64, field: u64) -> u64 {
    combine(n.wrapping_add(0x1234_5678), field)
}

/// Fills `atoms` for a sentence: its words, then the root, then the atom of no word.
pub fn atoms(words: &[Word], tags: &[Tag], forms: &[Form], atoms: &mut Vec<Atom>) {
    atoms.clear();
    let mut marks = [0; 4];
    for ((word, tag), form) in words.iter().zip(tags).zip(forms) {
        atoms.push(Atom {
            word: word.lower,
            tag: spread((*tag as u64) << 8 | *form as u64, 1),
            plain: spread(*tag as u64, 2),
            fine: spread(u64::from(word.class.fine), 3),
            coarse: spread(u64::from(word.class.coarse), 4),
            marks,
        });
        match (tag, form) {
            (Tag::Punct, Form::Opening | Form::Closing) => marks[3] += 1,
            (Tag::Punct, _) => marks[0] += 1,
            (Tag::Verb | Tag::Aux, _) => marks[1] += 1,
            (Tag::Cconj | Tag::Sconj, _) => marks[2] += 1,
            _ => {}
        }
    }
    let special = |n: u64| Atom {
        word: spread(n, 5),
        tag: spread(n, 6),
        plain: spread(n, 7),
        fine: spread(n, 8),
        coarse: spread(n, 9),
        marks,
    };
    atoms.push(special(1));
    atoms.push(special(2));
}

/// Seven buckets of distance.
fn bucket(distance: u32) -> u64 {
    match distance {
        0..=4 => u64::from(distance),
        5..=7 => 5,
        8..=12 => 6,
        _ => 7,
    }
}

/// The features of a state, for atoms made by [`atoms`].
pub fn features(atoms: &[Atom], state: &State) -> [u64; FEATURES] {
    const EMPTY: Node =
        Node { head: NONE, relation: Relation::Dep, left: [NONE; 2], right: [NONE; 2], valency: [0; 2], frame: [0; 2] };
    let none = &atoms[atoms.len() - 1];
    let atom = |i: u32| atoms[..atoms.len() - 1].get(i as usize).unwrap_or(none);
    let node = |i: u32| state.nodes.get(i as usize).unwrap_or(&EMPTY);
    let relation = |i: u32| state.nodes.get(i as usize).map_or(0x77, |n| spread(n.relation as u64, 10));

    let (top, next) = (state.top(), state.next);
    let below = state.stack.len().checked_sub(2).map_or(NONE, |i| state.stack[i]);
    let (ns, nn) = (node(top), node(next));
    let (s, n) = (atom(top), atom(next));
    let (n1, n2) = (atom(next + 1), atom(next.saturating_add(2)));
    let s1 = atom(below);
    let (h, h2) = (atom(ns.head), atom(node(ns.head).head));
    let (sl, sl2, sr, sr2) = (atom(ns.left[0]), atom(ns.left[1]), atom(ns.right[0]), atom(ns.right[1]));
    let (nl, nl2) = (atom(nn.left[0]), atom(nn.left[1]));
    let (rs, rh) = (relation(top), relation(ns.head));
    let (rsl, rsl2, rsr, rsr2) =
        (relation(ns.left[0]), relation(ns.left[1]), relation(ns.right[0]), relation(ns.right[1]));
    let (rnl, rnl2) = (relation(nn.left[0]), relation(nn.left[1]));
    let after_top = atom(top.wrapping_add(1));
    let before_next = atom(next.wrapping_sub(1));
    let governed = u64::from(ns.head != NONE);
    let distance = spread(if top == NONE { 99 } else { bucket(next - top) }, 11);
    let between = if top == NONE {
        spread(99, 12)
    } else {
        let count = |i: usize, most: u32| u64::from((n.marks[i] - s.marks[i]).min(most));
        spread(count(0, 2) | count(1, 2) << 2 | count(2, 1) << 4 | (u64::from(n.marks[3] - s.marks[3]) & 1) << 5, 12)
    };
    let small = |x: u8, field: u64| spread(u64::from(x), field);
    let (vsl, vsr, vnl) = (small(ns.valency[0], 13), small(ns.valency[1], 14), small(nn.valency[0], 15));
    let (fsl, fsr, fnl) = (spread(ns.frame[0], 16), spread(ns.frame[1], 17), spread(nn.frame[0], 18));
    let frame = spread(governed, 19) ^ rs;

    // Two or three answers in one number; the position of each answer matters.
    let two = |a: u64, b: u64| a ^ b.rotate_left(21);
    let three = |a: u64, b: u64, c: u64| a ^ b.rotate_left(21) ^ c.rotate_left(42);
    let four = |a: u64, b: u64, c: u64, d: u64| a ^ b.rotate_left(13) ^ c.rotate_left(29) ^ d.rotate_left(47);
    let (swp, nwp) = (two(s.word, s.tag), two(n.word, n.tag));
    let answers: [u64; FEATURES] = [
        // Single words.
        s.word,
        s.tag,
        swp,
        n.word,
        n.tag,
        nwp,
        n1.word,
        n1.tag,
        two(n1.word, n1.tag),
        n2.word,
        n2.tag,
        s.fine,
        n.fine,
        n1.fine,
        s1.word,
        s1.tag,
        s1.fine,
        // The two words.
        two(swp, nwp),
        two(swp, n.word),
        two(s.word, nwp),
        two(swp, n.tag),
        two(s.tag, nwp),
        two(s.word, n.word),
        two(s.tag, n.tag),
        two(n.tag, n1.tag),
        two(s.fine, n.fine),
        two(s.fine, n.tag),
        two(s.tag, n.fine),
        two(s.word, n.fine),
        two(s.fine, n.word),
        three(s.coarse, n.coarse, n1.coarse),
        two(s1.tag, s.tag),
        two(s1.fine, s.fine),
        two(s1.word, n.tag),
        two(s1.tag, n.tag),
        two(s.fine, n1.fine),
        // Three and four of them.
        three(n.tag, n1.tag, n2.tag),
        three(s.tag, n.tag, n1.tag),
        three(h.tag, s.tag, n.tag),
        three(s.tag, sl.tag, n.tag),
        three(s.tag, sr.tag, n.tag),
        three(s.tag, n.tag, nl.tag),
        three(s1.tag, s.tag, n.tag),
        four(s.tag, n.tag, n1.tag, n2.tag),
        four(s1.tag, s.tag, n.tag, n1.tag),
        four(h.plain, s.tag, n.tag, n1.plain),
        four(s.tag, sr.tag, n.tag, n1.tag),
        three(s.fine, n.tag, n1.tag),
        three(s.tag, n.fine, n1.tag),
        three(s.word, n.tag, n1.tag),
        three(s.tag, n.word, n1.tag),
        three(s.tag, n.tag, n1.word),
        three(s.fine, n.fine, n1.tag),
        // How far apart, and what stands between.
        two(s.word, distance),
        two(s.tag, distance),
        two(n.word, distance),
        two(n.tag, distance),
        three(s.word, n.word, distance),
        three(s.tag, n.tag, distance),
        three(s.tag, n.tag, between),
        two(s.tag, between),
        two(n.tag, between),
        three(s.word, n.tag, between),
        three(s.tag, n.word, between),
        four(s.tag, n.tag, between, distance),
        three(after_top.tag, before_next.tag, two(s.tag, n.tag)),
        two(before_next.tag, n.tag),
        two(before_next.word, n.tag),
        // How many dependents they have.
        two(s.word, vsr),
        two(s.tag, vsr),
        two(s.word, vsl),
        two(s.tag, vsl),
        two(n.word, vnl),
        two(n.tag, vnl),
        // Governors and dependents.
        h.word,
        h.tag,
        rs,
        sl.word,
        sl.tag,
        rsl,
        sr.word,
        sr.tag,
        rsr,
        nl.word,
        nl.tag,
        rnl,
        three(h2.tag, h.tag, s.tag),
        two(rh, rs),
        three(s.tag, sl.tag, sl2.tag),
        three(s.tag, sr.tag, sr2.tag),
        three(n.tag, nl.tag, nl2.tag),
        three(rsl, rsl2, s.tag),
        three(rsr, rsr2, s.tag),
        three(rnl, rnl2, n.tag),
        two(s.word, fsr),
        two(s.tag, fsr),
        two(s.tag, fsl),
        two(n.word, fnl),
        two(n.tag, fnl),
        four(s.tag, fsr, n.tag, vnl),
        three(frame, s.tag, n.tag),
        two(frame, n.word),
        three(rs, h.tag, n.tag),
        three(s.word, rsr, n.tag),
    ];
    let mut at = 0u64;
    answers.map(|answer| {
        at += 1;
        let x = (answer.wrapping_add(at.wrapping_mul(0x9E37_79B9_7F4A_7C15))).wrapping_mul(0xD6E8_FEB8_6659_FD93);
        x ^ (x >> 32)
    })
}
