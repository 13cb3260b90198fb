//! What is asked of a token to tell whether, where and in what sort of name it stands.

use super::lexicon::{Known, KnownAs};
use super::word::{Stretch, Word, Words};
use crate::model::combine;
use crate::text::Shape;

/// Stands for the place before the first and after the last token of a sentence.
const EDGE: u64 = 0xED6E;

/// Heads and suffixes that tell what a longer name is a name of.
const HEADS: u64 = KnownAs::only(Known::OrganizationSuffix).0
    | KnownAs::only(Known::OrganizationHead).0
    | KnownAs::only(Known::PlaceHead).0
    | KnownAs::only(Known::EventHead).0
    | KnownAs::only(Known::MiscHead).0;

/// Classes that say what a whole phrase is, not what its words do.
const NAMES: u64 = (1 << (Known::Product as u8 + 1)) - 1;

/// Reads the features of one token after the other.
#[derive(Clone, Copy, Debug)]
pub struct FeatureReader<'w> {
    words: &'w [Word],
    from: usize,
    to: usize,
    first: usize,
    end: usize,
}

impl<'w> FeatureReader<'w> {
    /// For the tokens of a stretch.
    pub fn new(words: &'w Words, stretch: &Stretch) -> Self {
        Self {
            words: &words.words,
            from: stretch.tokens.start as usize,
            to: stretch.tokens.end as usize,
            first: stretch.sentence.start as usize,
            end: stretch.sentence.end as usize,
        }
    }

    fn at(&self, at: usize, offset: isize) -> Option<&'w Word> {
        let at = at.checked_add_signed(offset)?;
        (at >= self.first && at < self.end).then(|| &self.words[at])
    }

    fn lower(&self, at: usize, offset: isize) -> u64 {
        self.at(at, offset).map_or(EDGE, |w| w.lower)
    }

    /// The run of capitalized tokens around `at`.
    fn run(&self, at: usize) -> (usize, usize) {
        let joined = |w: &Word| w.capital || w.shape == Some(Shape::Number);
        let (mut from, mut to) = (at, at + 1);
        while from > self.from && at - from < 6 && joined(&self.words[from - 1]) {
            from -= 1;
        }
        while to < self.to && to - at < 7 && joined(&self.words[to]) {
            to += 1;
        }
        (from, to)
    }

    /// Calls `found` with every feature of the token at `at`.
    pub fn read(&self, at: usize, mut found: impl FnMut(u64)) {
        let word = &self.words[at];
        let mut put = |template: u64, answer: u64| found(combine(answer, template));
        let shape = shape_of(word);
        let (run_from, run_to) = self.run(at);
        let in_run = u64::from(at == run_from) | u64::from(at + 1 == run_to) << 1;
        let w = [self.lower(at, -2), self.lower(at, -1), word.lower, self.lower(at, 1), self.lower(at, 2)];
        put(1, 0);
        put(2, w[2]);
        put(3, combine(w[2], shape));
        put(4, w[1]);
        put(5, w[3]);
        put(6, w[0]);
        put(7, w[4]);
        put(8, combine(w[1], w[2]));
        put(9, combine(w[2], w[3]));
        put(10, combine(w[1], w[3]));
        put(11, combine(w[0], w[1]));
        put(12, combine(w[3], w[4]));
        put(13, shape);
        put(14, word.pattern);
        put(15, combine(shape, in_run));
        let around = [self.at(at, -1), self.at(at, 1)].map(|n| n.map_or(EDGE, shape_of));
        put(16, combine(combine(around[0], shape), around[1]));
        put(17, combine(around[0], shape));
        put(18, combine(shape, around[1]));
        for (i, affix) in word.affixes.iter().enumerate() {
            put(20 + i as u64, *affix);
            put(26 + i as u64, combine(*affix, in_run));
        }
        // Where it stands, and how it is written elsewhere.
        let p = word.place;
        let placement =
            u64::from(p.opens) | u64::from(p.caps) << 1 | u64::from(p.headline) << 2 | u64::from(p.enclosed) << 3;
        let written = u64::from(word.elsewhere.lower) | u64::from(word.elsewhere.capital) << 1;
        put(32, combine(placement, shape));
        put(33, combine(combine(placement, written), shape));
        put(34, combine(written, in_run));
        if word.in_definition != 0 {
            put(35, u64::from(word.in_definition));
        }
        // What is known.
        for (offset, template) in [(0, 40), (-1, 41), (1, 42), (-2, 43), (2, 44)] {
            if let Some(n) = self.at(at, offset) {
                for bit in n.known.iter() {
                    put(template, u64::from(bit));
                    if offset == 0 {
                        put(45, combine(u64::from(bit), in_run));
                        put(46, combine(u64::from(bit), placement << 2 | written));
                    }
                }
                if offset != 0 {
                    put(47, combine(combine(n.known.0, word.known.0), offset.cast_unsigned() as u64));
                }
            }
        }
        put(48, word.known.0);
        if word.in_phrase != 0 {
            let names = word.phrase.0 & NAMES;
            let mut rest = KnownAs(names);
            if names == 0 {
                rest = word.phrase;
            }
            for bit in rest.iter() {
                put(49, u64::from(bit) << 3 | u64::from(word.in_phrase));
                put(50, combine(u64::from(bit) << 3 | u64::from(word.in_phrase), in_run));
            }
            put(51, combine(names, u64::from(word.in_phrase)));
        }
        // Word classes.
        let fine = |n: Option<&Word>| n.map_or(EDGE, |n| u64::from(n.class.fine));
        let coarse = |n: Option<&Word>| n.map_or(EDGE, |n| u64::from(n.class.coarse));
        let near = [-2, -1, 0, 1, 2].map(|offset| self.at(at, offset));
        for (i, n) in near.into_iter().enumerate() {
            put(56 + i as u64, fine(n));
            put(61 + i as u64, coarse(n));
        }
        put(66, combine(fine(near[2]), in_run));
        put(67, combine(fine(near[1]), fine(near[2])));
        put(68, combine(fine(near[2]), fine(near[3])));
        put(69, combine(fine(near[1]), shape));
        put(70, combine(fine(near[3]), shape));
        put(71, combine(fine(near[1]), fine(near[3])));
        put(72, combine(combine(coarse(near[1]), coarse(near[2])), coarse(near[3])));
        put(73, combine(coarse(near[0]), coarse(near[1])));
        put(74, combine(coarse(near[3]), coarse(near[4])));
        put(75, combine(w[1], fine(near[2])));
        put(76, combine(fine(near[2]), w[3]));
        // Parts of speech.
        let tag = |n: Option<&Word>| n.map_or(EDGE, |n| n.tag as u64);
        put(100, tag(near[2]));
        put(101, combine(tag(near[2]), shape));
        put(102, combine(tag(near[1]), tag(near[2])));
        put(103, combine(tag(near[2]), tag(near[3])));
        put(104, combine(combine(tag(near[1]), tag(near[2])), tag(near[3])));
        put(105, combine(tag(near[1]), shape));
        put(106, combine(tag(near[3]), shape));
        // The run of capitals it belongs to.
        let (head, tail) = (self.words[run_from].lower, self.words[run_to - 1].lower);
        put(80, combine(in_run, tail));
        put(81, combine(in_run, head));
        put(82, combine(in_run, (run_to - run_from) as u64));
        let (before, after) = (self.lower(run_from, -1), self.lower(run_to, 0));
        put(83, combine(in_run, before));
        put(84, combine(in_run, after));
        put(85, combine(before, after));
        put(86, combine(before, self.lower(run_from, -2)));
        put(87, combine(after, self.lower(run_to, 1)));
        let (before, after) = (fine(self.at(run_from, -1)), fine(self.at(run_to, 0)));
        put(88, combine(in_run, before));
        put(89, combine(in_run, after));
        put(90, combine(before, after));
        put(91, combine(in_run, fine(self.at(run_to, 1))));
        put(99, combine(in_run, fine(self.at(run_from, -2))));
        for i in run_from..run_to {
            if i != at {
                let side = u64::from(i > at);
                for bit in self.words[i].known.iter() {
                    put(92, u64::from(bit) << 1 | side);
                }
            }
        }
        // Heads anywhere near in the stretch, over "of" and "and".
        let (mut left, mut right) = (0, 0);
        for i in at.saturating_sub(5).max(self.from)..at {
            left |= self.words[i].known.0 & HEADS;
        }
        for i in at + 1..(at + 6).min(self.to) {
            right |= self.words[i].known.0 & HEADS;
        }
        put(93, combine(left, shape));
        put(94, combine(right, shape));
        // The nearest capitalized neighbours over lower-case words.
        if let Some(i) = (at.saturating_sub(4).max(self.from)..at).rev().find(|i| self.words[*i].capital) {
            let skipped = if at - i == 1 { 0 } else { self.words[at - 1].lower };
            put(95, combine(self.words[i].lower, skipped));
            put(96, combine(combine(self.words[i].known.0, skipped), word.known.0));
        }
        if let Some(i) = (at + 1..(at + 5).min(self.to)).find(|i| self.words[*i].capital) {
            let skipped = if i - at == 1 { 0 } else { self.words[at + 1].lower };
            put(97, combine(self.words[i].lower, skipped));
            put(98, combine(combine(self.words[i].known.0, skipped), word.known.0));
        }
    }
}

fn shape_of(word: &Word) -> u64 {
    let shape = word.shape.map_or(15, |s| s as u64);
    shape | u64::from(word.initial) << 4
}
