//! Averaged perceptron weights (Collins 2002), sparse in features and classes.

use copydesk_extract::model::{LinearWriter, MAX_CLASSES};
use rustc_hash::FxHashMap;

/// Scores of all classes while learning.
pub(crate) type RealScores = [f32; MAX_CLASSES];

#[derive(Clone, Copy)]
struct Cell {
    class: u8,
    weight: f32,
    /// Sum of the weight over all steps up to `stamp`.
    total: f64,
    stamp: u32,
}

pub(crate) struct Perceptron {
    classes: usize,
    index: FxHashMap<u64, u32>,
    rows: Vec<Vec<Cell>>,
    step: u32,
}

impl Perceptron {
    pub(crate) fn new(classes: usize) -> Self {
        Self { classes, index: FxHashMap::default(), rows: Vec::new(), step: 0 }
    }

    /// Adds the weights of `features` to `scores`.
    pub(crate) fn score(&self, features: &[u64], scores: &mut RealScores) {
        for feature in features {
            if let Some(row) = self.index.get(feature) {
                for cell in &self.rows[*row as usize] {
                    scores[cell.class as usize] += cell.weight;
                }
            }
        }
    }

    /// One more example was seen.
    pub(crate) fn tick(&mut self) {
        self.step += 1;
    }

    /// Rewards or (with a negative amount) punishes a class for `features`.
    pub(crate) fn adjust(&mut self, features: &[u64], class: u8, amount: f32) {
        for feature in features {
            let next = self.rows.len() as u32;
            let row = *self.index.entry(*feature).or_insert(next);
            if row == next {
                self.rows.push(Vec::new());
            }
            let row = &mut self.rows[row as usize];
            let cell = match row.iter().position(|c| c.class == class) {
                Some(at) => &mut row[at],
                None => {
                    row.push(Cell { class, weight: 0.0, total: 0.0, stamp: self.step });
                    let last = row.len() - 1;
                    &mut row[last]
                }
            };
            cell.total += f64::from(cell.weight) * f64::from(self.step - cell.stamp);
            cell.stamp = self.step;
            cell.weight += amount;
        }
    }

    /// The averaged weights of the strongest `rows` features, packed.
    pub(crate) fn pack(&self, rows: usize) -> Vec<u8> {
        let steps = f64::from(self.step.max(1));
        let mut averaged: Vec<(f32, u64, Vec<(u8, f32)>)> = self
            .index
            .iter()
            .map(|(feature, row)| {
                let cells: Vec<(u8, f32)> = self.rows[*row as usize]
                    .iter()
                    .map(|c| {
                        let total = c.total + f64::from(c.weight) * f64::from(self.step - c.stamp);
                        (c.class, (total / steps) as f32)
                    })
                    .collect();
                (cells.iter().map(|c| c.1.abs()).fold(0.0, f32::max), *feature, cells)
            })
            .collect();
        averaged.sort_unstable_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
        averaged.truncate(rows);
        // A few giants would cost all others their precision.
        let clip = averaged.get(averaged.len() / 500).map_or(1.0, |r| r.0).max(f32::MIN_POSITIVE);
        let mut writer = LinearWriter::new(self.classes);
        for (_, feature, cells) in averaged {
            writer.sparse_row(feature, cells);
        }
        writer.finish(clip)
    }

    pub(crate) fn features(&self) -> usize {
        self.rows.len()
    }
}
