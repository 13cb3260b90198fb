//! What the rest of the article says about a word: names keep their kind from one mention to the
//! next, and short forms take it from the longer names that hold them.

use super::chain::Scores;
use super::label::{LABELS, OUTSIDE, Position, label};
use super::word::{Stretch, Words};
use crate::model::combine;
use rustc_hash::FxHashMap;

/// How the words of one article were labelled on a first reading.
#[derive(Clone, Debug, Default)]
pub struct Memory {
    words: FxHashMap<u64, Seen>,
    pairs: FxHashMap<u64, Seen>,
}

/// Expected labels of all places where a word stands.
#[derive(Clone, Copy, Debug)]
struct Seen {
    times: f32,
    labels: Scores,
}

impl Memory {
    /// Forgets the article.
    pub fn clear(&mut self) {
        self.words.clear();
        self.pairs.clear();
    }

    /// Takes in how probable each label is at each token of a stretch.
    pub fn note(&mut self, words: &Words, stretch: &Stretch, marginals: &[Scores]) {
        let from = stretch.tokens.start as usize;
        for (at, marginal) in marginals.iter().enumerate() {
            let word = &words.words[from + at];
            if !word.capital {
                continue;
            }
            add(&mut self.words, word.lower, marginal);
            if let Some(next) = marginals.get(at + 1).and_then(|_| words.words.get(from + at + 1))
                && next.capital
            {
                add(&mut self.pairs, combine(word.lower, next.lower), marginal);
            }
        }
    }

    /// Calls `found` with what the article's other mentions say of the token `at` of a stretch.
    pub fn read(&self, words: &Words, stretch: &Stretch, marginals: &[Scores], at: usize, mut found: impl FnMut(u64)) {
        let from = stretch.tokens.start as usize;
        let word = &words.words[from + at];
        if !word.capital {
            return;
        }
        let own = &marginals[at];
        let guess = top(own).0 as u64;
        let caps = u64::from(word.place.caps || word.place.headline || word.place.opens);
        let mut put = |template: u64, answer: u64| found(combine(answer, 0xC0 + template));
        if let Some(rest) = self.words.get(&word.lower).and_then(|s| s.without(own)) {
            ask(&rest, 0, guess, caps, &mut put);
        } else {
            put(30, guess << 1 | caps);
        }
        if at + 1 < marginals.len() {
            let next = &words.words[from + at + 1];
            if next.capital
                && let Some(rest) = self.pairs.get(&combine(word.lower, next.lower)).and_then(|s| s.without(own))
            {
                ask(&rest, 10, guess, caps, &mut put);
            }
        }
        if at > 0 {
            let before = &words.words[from + at - 1];
            if before.capital
                && let Some(rest) =
                    self.pairs.get(&combine(before.lower, word.lower)).and_then(|s| s.without(&marginals[at - 1]))
            {
                ask(&rest, 20, guess, caps, &mut put);
            }
        }
    }
}

/// The questions asked of what was seen elsewhere.
fn ask(rest: &Seen, base: u64, guess: u64, caps: u64, put: &mut impl FnMut(u64, u64)) {
    let (best, share) = top(&rest.labels);
    let grade = u64::from(share > 0.5) + u64::from(share > 0.7) + u64::from(share > 0.9);
    let often = u64::from(rest.times > 1.5) + u64::from(rest.times > 3.5);
    put(base, (best as u64) << 2 | grade);
    put(base + 1, combine((best as u64) << 2 | grade, guess));
    put(base + 2, combine((best as u64) << 2 | grade, often << 1 | caps));
    let mut kinds = [0.0f32; LABELS.div_ceil(4)];
    kinds[0] = rest.labels[OUTSIDE];
    for kind in 0..(LABELS - 1) / 4 {
        kinds[kind + 1] = (0..4).map(|p| rest.labels[1 + 4 * kind + p]).sum();
        let inside = rest.labels[label(Position::Begin, kind)]
            + rest.labels[label(Position::Inside, kind)]
            + rest.labels[label(Position::Last, kind)];
        if inside * rest.times > 0.7 {
            put(base + 3, kind as u64);
            put(base + 4, combine(kind as u64, guess));
        }
    }
    for (kind, share) in kinds.iter().enumerate() {
        let grade = (share * 5.0).min(4.0) as u64;
        if grade > 0 {
            put(base + 5, (kind as u64) << 3 | grade);
            put(base + 6, combine((kind as u64) << 3 | grade, guess));
        }
    }
}

impl Seen {
    /// Without one place; `None` where there is no other.
    fn without(&self, own: &Scores) -> Option<Self> {
        let times = self.times - 1.0;
        (times > 0.5)
            .then(|| Self { times, labels: std::array::from_fn(|l| ((self.labels[l] - own[l]) / times).max(0.0)) })
    }
}

fn add(to: &mut FxHashMap<u64, Seen>, key: u64, marginal: &Scores) {
    let seen = to.entry(key).or_insert(Seen { times: 0.0, labels: [0.0; LABELS] });
    seen.times += 1.0;
    for (sum, p) in seen.labels.iter_mut().zip(marginal) {
        *sum += p;
    }
}

fn top(scores: &Scores) -> (usize, f32) {
    scores.iter().copied().enumerate().fold((OUTSIDE, f32::MIN), |best, (l, s)| if s > best.1 { (l, s) } else { best })
}
