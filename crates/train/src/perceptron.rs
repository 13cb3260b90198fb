//! Averaged perceptron weights (Collins 2002), sparse in features and classes.

use copydesk_extract::model::{LinearWriter, MAX_CLASSES};

/// Scores of all classes while learning.
pub(crate) type RealScores = [f32; MAX_CLASSES];

/// The filter that a feature must pass twice before it gets weights, in bits of its index.
const FILTER_BITS: u32 = 24;

#[derive(Clone, Copy)]
struct Cell {
    /// Sum of all adjustments, each times the step it was made at.
    moment: f64,
    weight: f32,
    class: u8,
}

/// Weights under way: open addressing, so that a look-up touches one slot and one row.
pub(crate) struct Perceptron {
    classes: usize,
    slots: Vec<(u64, Vec<Cell>)>,
    used: usize,
    /// Features that were asked for once already.
    seen: Vec<bool>,
    step: u32,
}

/// Classes of a feature, each with its weight.
type Cells = Vec<(u8, f32)>;

impl Perceptron {
    pub(crate) fn new(classes: usize) -> Self {
        Self { classes, slots: vec![(0, Vec::new()); 1 << 16], used: 0, seen: vec![false; 1 << FILTER_BITS], step: 0 }
    }

    /// The slot of a feature, or the empty one where it would go. An empty row means an empty slot.
    fn slot(&self, feature: u64) -> usize {
        let mask = self.slots.len() - 1;
        let mut at = feature as usize & mask;
        while !self.slots[at].1.is_empty() && self.slots[at].0 != feature {
            at = (at + 1) & mask;
        }
        at
    }

    /// Adds the weights of `features` to `scores`.
    pub(crate) fn score(&self, features: &[u64], scores: &mut RealScores) {
        for feature in features {
            for cell in &self.slots[self.slot(*feature)].1 {
                scores[cell.class as usize] += cell.weight;
            }
        }
    }

    /// One more example was seen.
    pub(crate) fn tick(&mut self) {
        self.step += 1;
    }

    /// Rewards one class for `features` and punishes another.
    pub(crate) fn correct(&mut self, features: &[u64], truth: u8, guess: u8) {
        for feature in features {
            let mut at = self.slot(*feature);
            if self.slots[at].1.is_empty() {
                let seen = &mut self.seen[(*feature >> (64 - FILTER_BITS)) as usize];
                if !std::mem::replace(seen, true) {
                    continue; // seen once: most never come again
                }
                self.used += 1;
                if self.used * 2 > self.slots.len() {
                    self.grow();
                    at = self.slot(*feature);
                }
                self.slots[at].0 = *feature;
            }
            let row = &mut self.slots[at].1;
            for (class, amount) in [(truth, 1.0), (guess, -1.0)] {
                let moment = f64::from(amount) * f64::from(self.step);
                match row.iter_mut().find(|c| c.class == class) {
                    Some(cell) => {
                        cell.weight += amount;
                        cell.moment += moment;
                    }
                    None => row.push(Cell { moment, weight: amount, class }),
                }
            }
        }
    }

    fn grow(&mut self) {
        let larger = vec![(0, Vec::new()); self.slots.len() * 2];
        for (feature, row) in std::mem::replace(&mut self.slots, larger) {
            if !row.is_empty() {
                let at = self.slot(feature);
                self.slots[at] = (feature, row);
            }
        }
    }

    /// The averaged weights of the strongest `rows` features, packed; weights below `least` steps of the packing
    /// are left out: they cost memory, and so time, and decide nothing.
    pub(crate) fn pack(&self, rows: usize, least: f32) -> Vec<u8> {
        let steps = f64::from(self.step.max(1));
        let mut averaged: Vec<(f32, u64, Cells)> = self
            .slots
            .iter()
            .filter(|(_, row)| !row.is_empty())
            .map(|(feature, row)| {
                let cells: Cells =
                    row.iter().map(|c| (c.class, (f64::from(c.weight) - c.moment / steps) as f32)).collect();
                (cells.iter().map(|c| c.1.abs()).fold(0.0, f32::max), *feature, cells)
            })
            .collect();
        averaged.sort_unstable_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
        averaged.truncate(rows);
        // A few giants would cost all others their precision: they are written in several steps.
        let clip = averaged.get(averaged.len() / 500).map_or(1.0, |r| r.0).max(f32::MIN_POSITIVE);
        let mut writer = LinearWriter::new(self.classes);
        let step = clip / 127.0;
        for (_, feature, mut cells) in averaged {
            cells.retain(|(_, weight)| weight.abs() >= least * step);
            if !cells.is_empty() {
                writer.sparse_row(feature, cells);
            }
        }
        writer.finish_in_steps(step)
    }
}
