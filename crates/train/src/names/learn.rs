//! Learns the weights of a linear chain from labelled stretches: conditional likelihood, by
//! adaptive gradient steps, one stretch after the other in a fixed order.

use crate::random::Random;
use copydesk_extract::entities::chain::{Chain, Scores, Transitions};
use copydesk_extract::entities::label::LABELS;
use rustc_hash::FxHashMap;

/// How the weights are learned.
#[derive(Clone, Copy, Debug, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Schedule {
    pub(crate) epochs: usize,
    pub(crate) rate: f32,
    /// Pull of every weight towards zero.
    pub(crate) decay: f32,
    /// Share of features hidden at each visit, so that no feature is relied on alone.
    pub(crate) hide: f32,
    /// Features seen less often than this are left out.
    pub(crate) least: u32,
}

/// A stretch of tokens to learn from.
#[derive(Debug, Default)]
pub(crate) struct Lesson {
    /// Feature numbers of all tokens, one after the other.
    pub(crate) features: Vec<u32>,
    /// Where each token's features end.
    pub(crate) ends: Vec<u32>,
    /// Scores from elsewhere that are added to the features'.
    pub(crate) base: Vec<Scores>,
    /// Labels each token may have.
    pub(crate) allowed: Vec<u32>,
    pub(crate) weight: f32,
}

impl Lesson {
    /// Adds a token.
    pub(crate) fn token(&mut self, features: &[u64], vocabulary: &Vocabulary, allowed: u32) {
        self.number(features, vocabulary);
        self.allowed.push(allowed);
    }

    /// Adds the features of the next token.
    pub(crate) fn number(&mut self, features: &[u64], vocabulary: &Vocabulary) {
        self.features.extend(features.iter().filter_map(|f| vocabulary.number(*f)));
        self.ends.push(self.features.len() as u32);
    }
}

/// Numbers for hashed features.
#[derive(Debug, Default)]
pub(crate) struct Vocabulary {
    pub(crate) hashes: Vec<u64>,
    numbers: FxHashMap<u64, u32>,
}

impl Vocabulary {
    /// The features that occur at least `least` times, in order of first appearance.
    pub(crate) fn of(features: impl Iterator<Item = u64>, least: u32) -> Self {
        let mut counts: FxHashMap<u64, (u32, u32)> = FxHashMap::default();
        let mut order = Vec::new();
        for f in features {
            let entry = counts.entry(f).or_insert_with(|| {
                order.push(f);
                (order.len() as u32, 0)
            });
            entry.1 += 1;
        }
        order.retain(|f| counts[f].1 >= least);
        let numbers = order.iter().enumerate().map(|(n, f)| (*f, n as u32)).collect();
        Self { hashes: order, numbers }
    }

    pub(crate) fn number(&self, feature: u64) -> Option<u32> {
        self.numbers.get(&feature).copied()
    }
}

/// Learned weights.
#[derive(Debug)]
pub(crate) struct Weights {
    pub(crate) rows: Vec<Scores>,
    pub(crate) pairs: Vec<f32>,
}

impl Weights {
    /// Scores of one token's features.
    pub(crate) fn score(&self, features: &[u32], into: &mut Scores) {
        for f in features {
            for (s, w) in into.iter_mut().zip(&self.rows[*f as usize]) {
                *s += w;
            }
        }
    }
}

/// Learns from `lessons`; `features` is the size of the vocabulary.
pub(crate) fn learn(lessons: &[&Lesson], features: usize, schedule: Schedule) -> Weights {
    learn_from(lessons, features, schedule, vec![0.0; LABELS * LABELS])
}

/// The same, with label pairs already scored.
pub(crate) fn learn_from(lessons: &[&Lesson], features: usize, schedule: Schedule, pairs: Vec<f32>) -> Weights {
    let mut weights = Weights { rows: vec![[0.0; LABELS]; features], pairs };
    let mut squares = vec![[1e-3f32; LABELS]; features];
    let mut pair_squares = vec![1e-3f32; LABELS * LABELS];
    let mut order: Vec<usize> = (0..lessons.len()).collect();
    let mut dice = Random::new(7);
    let (mut full, mut told) = (Chain::default(), Chain::default());
    let mut emissions: Vec<Scores> = Vec::new();
    let mut shown: Vec<u32> = Vec::new();
    let mut pair_gradient = vec![0.0f32; LABELS * LABELS];
    let limit = (schedule.hide * 65536.0) as u64;
    let kept = 1.0 / (1.0 - schedule.hide);
    for _ in 0..schedule.epochs {
        dice.shuffle(&mut order);
        for lesson in order.iter().map(|i| lessons[*i]) {
            let transitions = Transitions::new(weights.pairs.clone());
            emissions.clear();
            shown.clear();
            let mut ends = Vec::with_capacity(lesson.ends.len());
            let mut from = 0;
            for (at, end) in lesson.ends.iter().enumerate() {
                let mut s = [0.0; LABELS];
                for f in &lesson.features[from as usize..*end as usize] {
                    if limit == 0 || dice.next() & 0xFFFF >= limit {
                        shown.push(*f);
                        for (s, w) in s.iter_mut().zip(&weights.rows[*f as usize]) {
                            *s += w * kept;
                        }
                    }
                }
                if let Some(base) = lesson.base.get(at) {
                    for (s, b) in s.iter_mut().zip(base) {
                        *s += b;
                    }
                }
                emissions.push(s);
                ends.push(shown.len());
                from = *end;
            }
            full.sum(&emissions, &transitions);
            told.sum_within(&emissions, &transitions, |at| lesson.allowed[at]);
            let mut from = 0;
            for (at, end) in ends.iter().enumerate() {
                let (p, q) = (full.marginal(at), told.marginal(at));
                let gradient: Scores = std::array::from_fn(|l| (p[l] - q[l]) * lesson.weight);
                if gradient.iter().all(|g| g.abs() < 1e-3) {
                    from = *end;
                    continue;
                }
                for f in &shown[from..*end] {
                    let (row, square) = (&mut weights.rows[*f as usize], &mut squares[*f as usize]);
                    for l in 0..LABELS {
                        let g = gradient[l] + schedule.decay * row[l];
                        square[l] += g * g;
                        row[l] -= schedule.rate * g / square[l].sqrt();
                    }
                }
                from = *end;
            }
            pair_gradient.fill(0.0);
            full.pairs(&transitions, lesson.weight, &mut pair_gradient);
            told.pairs(&transitions, -lesson.weight, &mut pair_gradient);
            for ((w, g), square) in weights.pairs.iter_mut().zip(&pair_gradient).zip(&mut pair_squares) {
                if g.abs() > 1e-4 {
                    *square += g * g;
                    *w -= schedule.rate * g / square.sqrt();
                }
            }
        }
    }
    weights
}
