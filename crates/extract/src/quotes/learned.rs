//! The learned choices of this room, and the features they look at.
//!
//! Every choice is linear: features of a candidate are looked up and their weights summed. A choice
//! among the candidates of one place is a softmax over them, so that its probability means something.

use crate::model::{LinearTable, ModelError, ModelFile, combine};

/// The features of one candidate.
pub type Features = Vec<u64>;

/// A choice among candidates, as it is learned from: the features of each and which one is right.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Choice {
    /// Features, one list a candidate.
    pub candidates: Vec<Features>,
    /// Position of the right one.
    pub right: usize,
}

/// What one annotated article teaches.
#[derive(Clone, Debug, Default)]
pub struct Lessons {
    /// Whether and where each reporting word has its content: features and class.
    pub frames: Vec<(Features, usize)>,
    /// Where content after the cue begins.
    pub starts: Vec<Choice>,
    /// Where content after the cue ends.
    pub ends: Vec<Choice>,
    /// Where content before the cue begins.
    pub left_starts: Vec<Choice>,
    /// Where content before the cue ends.
    pub left_ends: Vec<Choice>,
    /// Who speaks.
    pub sources: Vec<Choice>,
    /// Whether the words between two marks are speech, where no cue claims them: features and class.
    pub regions: Vec<(Features, usize)>,
    /// Whether a reporting word reports, as far as can be told without a tree: features and class.
    pub gates: Vec<(Features, usize)>,
}

/// Adds a feature: a template's number mixed with what it saw.
#[inline]
pub(crate) fn ask(out: &mut Features, template: u64, values: &[u64]) {
    let mut h = combine(0x5170_7465, template);
    for v in values {
        h = combine(h, *v);
    }
    out.push(h);
}

/// A small number for a distance: exact up to 4, then coarser.
pub(crate) fn distance(n: usize) -> u64 {
    match n {
        0..=4 => n as u64,
        5..=7 => 5,
        8..=12 => 6,
        13..=20 => 7,
        21..=35 => 8,
        _ => 9,
    }
}

/// Weights for one choice.
#[derive(Clone, Debug, Default)]
pub(crate) struct Chooser {
    table: LinearTable,
}

impl Chooser {
    /// Reads a section.
    fn read(file: &ModelFile<'_>, name: &'static str) -> Result<Self, ModelError> {
        Ok(Self { table: LinearTable::read(file.section(name)?, name)? })
    }

    /// The score of a candidate.
    pub(crate) fn score(&self, features: &[u64]) -> f32 {
        let mut sum = [0];
        for f in features {
            self.table.add(*f, &mut sum);
        }
        sum[0] as f32 * self.table.scale()
    }

    /// The probability of each class.
    pub(crate) fn classify<const N: usize>(&self, features: &[u64]) -> [f32; N] {
        let mut sum = [0; N];
        for f in features {
            self.table.add(*f, &mut sum);
        }
        let scores = sum.map(|s| s as f32 * self.table.scale());
        let max = scores.iter().copied().fold(f32::MIN, f32::max);
        let exp = scores.map(|s| (s - max).exp());
        let total: f32 = exp.iter().sum();
        exp.map(|e| e / total)
    }
}

/// Turns the probability that a model gives into how often it is right: a straight line between their log-odds.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Calibration {
    pub(crate) slope: f32,
    pub(crate) shift: f32,
}

impl Calibration {
    /// The share of rows that are right among those of probability `p`.
    pub(crate) fn of(self, p: f32) -> f32 {
        let p = p.clamp(0.001, 0.999);
        1.0 / (1.0 + (-self.slope * (p / (1.0 - p)).ln() - self.shift).exp())
    }
}

/// The best of several scored candidates and its probability.
pub(crate) fn best(scores: &[f32]) -> Option<(usize, f32)> {
    let (at, max) = scores.iter().copied().enumerate().reduce(|a, b| if b.1 > a.1 { b } else { a })?;
    let total: f32 = scores.iter().map(|s| (s - max).exp()).sum();
    Some((at, 1.0 / total))
}

/// The names of this room's sections in a model file, in the order of [`Lessons`], with the number of classes of each.
pub const SECTIONS: [(&str, usize); 8] = [
    ("quotes/frames", 4),
    ("quotes/starts", 1),
    ("quotes/ends", 1),
    ("quotes/left_starts", 1),
    ("quotes/left_ends", 1),
    ("quotes/sources", 1),
    ("quotes/regions", 2),
    ("quotes/gates", 2),
];

/// All weights of this room.
#[derive(Clone, Debug, Default)]
pub(crate) struct Weights {
    pub(crate) frames: Chooser,
    pub(crate) starts: Chooser,
    pub(crate) ends: Chooser,
    pub(crate) left_starts: Chooser,
    pub(crate) left_ends: Chooser,
    pub(crate) sources: Chooser,
    pub(crate) regions: Chooser,
    pub(crate) gates: Chooser,
}

impl Weights {
    /// Reads this room's sections of a model.
    pub(crate) fn read(file: &ModelFile<'_>) -> Result<Self, ModelError> {
        let part = |i: usize| Chooser::read(file, SECTIONS[i].0);
        Ok(Self {
            frames: part(0)?,
            starts: part(1)?,
            ends: part(2)?,
            left_starts: part(3)?,
            left_ends: part(4)?,
            sources: part(5)?,
            regions: part(6)?,
            gates: part(7)?,
        })
    }
}
