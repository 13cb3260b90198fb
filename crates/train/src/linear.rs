//! Log-linear models: choices among candidates and choices among classes, trained by AdaGrad.
//!
//! Deterministic: examples come in a fixed order each round.

use copydesk_extract::{model::LinearWriter, quotes::Choice};
use rustc_hash::FxHashMap;

/// How a model is fitted.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Recipe {
    /// Passes over the data.
    pub(crate) rounds: usize,
    /// Step size.
    pub(crate) rate: f32,
    /// Strength of the pull towards zero, per example seen.
    pub(crate) decay: f32,
    /// Share of the features that is hidden at each visit, so that none relies on another.
    pub(crate) hide: f32,
    /// Features seen less often than this are left out.
    pub(crate) least: u32,
}

/// Weights under training, a row of `classes` numbers a feature.
struct Fit {
    index: FxHashMap<u64, u32>,
    weights: Vec<f32>,
    /// Sum of the weights after each of the later rounds, and how many these are: their mean errs less than the last.
    sum: Vec<f32>,
    summed: usize,
    squares: Vec<f32>,
    classes: usize,
}

impl Fit {
    fn new<'f>(all: impl Iterator<Item = &'f u64>, classes: usize, least: u32) -> Self {
        let mut counts: FxHashMap<u64, u32> = FxHashMap::default();
        for f in all {
            *counts.entry(*f).or_default() += 1;
        }
        let mut kept: Vec<u64> = counts.into_iter().filter(|(_, n)| *n >= least).map(|(f, _)| f).collect();
        kept.sort_unstable();
        let n = kept.len() * classes;
        let index = kept.into_iter().enumerate().map(|(i, f)| (f, i as u32)).collect();
        Self { index, weights: vec![0.0; n], sum: vec![0.0; n], summed: 0, squares: vec![1e-6; n], classes }
    }

    fn rows(&self, features: &[u64]) -> Vec<u32> {
        features.iter().filter_map(|f| self.index.get(f).copied()).collect()
    }

    fn step(&mut self, at: usize, gradient: f32, recipe: Recipe) {
        let g = gradient + recipe.decay * self.weights[at];
        self.squares[at] += g * g;
        self.weights[at] -= recipe.rate * g / self.squares[at].sqrt();
    }

    /// Ends a round.
    fn note(&mut self, round: usize, recipe: Recipe) {
        if round * 2 >= recipe.rounds {
            self.summed += 1;
            for (sum, w) in self.sum.iter_mut().zip(&self.weights) {
                *sum += w;
            }
        }
    }

    fn write(mut self) -> Vec<u8> {
        if self.summed > 0 {
            let share = 1.0 / self.summed as f32;
            self.weights = self.sum.iter().map(|s| s * share).collect();
        }
        let mut writer = LinearWriter::new(self.classes);
        let mut rows: Vec<(&u64, &u32)> = self.index.iter().collect();
        rows.sort_unstable();
        for (feature, row) in rows {
            writer.row(*feature, &self.weights[*row as usize * self.classes..(*row as usize + 1) * self.classes]);
        }
        let clip = self.weights.iter().fold(0.0f32, |most, w| most.max(w.abs()));
        writer.finish(clip.clamp(0.5, 6.0))
    }
}

fn softmax(scores: &mut [f32]) {
    let max = scores.iter().copied().fold(f32::MIN, f32::max);
    for s in scores.iter_mut() {
        *s = (*s - max).exp();
    }
    let total: f32 = scores.iter().sum();
    for s in scores {
        *s /= total;
    }
}

/// Fits a choice among candidates; the section's bytes.
pub(crate) fn choose(choices: &[Choice], recipe: Recipe) -> Vec<u8> {
    let mut fit = Fit::new(choices.iter().flat_map(|c| c.candidates.iter().flatten()), 1, recipe.least);
    let rows: Vec<Vec<Vec<u32>>> = choices.iter().map(|c| c.candidates.iter().map(|f| fit.rows(f)).collect()).collect();
    for round in 0..recipe.rounds {
        for i in order(choices.len(), round) {
            let seen: Vec<Vec<u32>> = rows[i].iter().map(|r| visible(r, recipe.hide, round, i)).collect();
            let mut p: Vec<f32> = seen
                .iter()
                .map(|r| r.iter().map(|x| fit.weights[*x as usize]).sum::<f32>() / (1.0 - recipe.hide))
                .collect();
            softmax(&mut p);
            p[choices[i].right] -= 1.0;
            for (candidate, gradient) in seen.iter().zip(&p) {
                if gradient.abs() > 1e-4 {
                    for row in candidate {
                        fit.step(*row as usize, *gradient, recipe);
                    }
                }
            }
        }
        fit.note(round, recipe);
    }
    fit.write()
}

/// Fits a choice among classes; the section's bytes.
pub(crate) fn classify(examples: &[(Vec<u64>, usize)], classes: usize, recipe: Recipe) -> Vec<u8> {
    let mut fit = Fit::new(examples.iter().flat_map(|e| e.0.iter()), classes, recipe.least);
    let rows: Vec<Vec<u32>> = examples.iter().map(|e| fit.rows(&e.0)).collect();
    for round in 0..recipe.rounds {
        for i in order(examples.len(), round) {
            let seen = visible(&rows[i], recipe.hide, round, i);
            let mut p = vec![0.0; classes];
            for row in &seen {
                for (c, score) in p.iter_mut().enumerate() {
                    *score += fit.weights[*row as usize * classes + c] / (1.0 - recipe.hide);
                }
            }
            softmax(&mut p);
            p[examples[i].1] -= 1.0;
            for row in &seen {
                for (c, gradient) in p.iter().enumerate() {
                    if gradient.abs() > 1e-4 {
                        fit.step(*row as usize * classes + c, *gradient, recipe);
                    }
                }
            }
        }
        fit.note(round, recipe);
    }
    fit.write()
}

/// A fixed shuffle of `0..n` for each round.
fn order(n: usize, round: usize) -> Vec<usize> {
    let mut out: Vec<usize> = (0..n).collect();
    out.sort_by_key(|i| copydesk_extract::model::combine(*i as u64, round as u64 + 1));
    out
}

/// The features that are not hidden at this visit. The candidates of one choice hide the same ones.
fn visible(rows: &[u32], hide: f32, round: usize, example: usize) -> Vec<u32> {
    if hide <= 0.0 {
        return rows.to_vec();
    }
    let visit = copydesk_extract::model::combine(round as u64, example as u64);
    let shown = |row: &u32| {
        (copydesk_extract::model::combine(visit, u64::from(*row)) >> 40) as f32 / (1u64 << 24) as f32 >= hide
    };
    rows.iter().copied().filter(shown).collect()
}
