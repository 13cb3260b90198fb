//! Linear weights: hashed feature → one small integer a class.
//!
//! Open addressing over 32-bit fingerprints, rows of `i8` in one block: a look-up touches one slot
//! and one row. Unknown features score nothing.

use super::ModelError;
use std::collections::BTreeMap;

const EMPTY: u32 = u32::MAX;

/// Weights as the extractor reads them.
#[derive(Clone, Debug, Default)]
pub struct LinearTable {
    classes: usize,
    mask: usize,
    /// Real weight = stored weight × scale.
    scale: f32,
    /// Fingerprint and row number.
    slots: Vec<(u32, u32)>,
    rows: Vec<i8>,
}

impl LinearTable {
    /// Reads a section written by [`LinearWriter::finish`].
    pub fn read(bytes: &[u8], name: &'static str) -> Result<Self, ModelError> {
        let bad = ModelError::Malformed(name);
        let (head, rest) = bytes.split_at_checked(16).ok_or(bad.clone())?;
        let n = |i: usize| u32::from_le_bytes([head[i], head[i + 1], head[i + 2], head[i + 3]]);
        let (classes, slots, rows) = (n(0) as usize, n(4) as usize, n(8) as usize);
        if classes == 0 || !slots.is_power_of_two() || rows >= slots || rest.len() != slots * 8 + rows * classes {
            return Err(bad);
        }
        let (directory, weights) = rest.split_at(slots * 8);
        let slots: Vec<(u32, u32)> = directory
            .chunks_exact(8)
            .map(|c| (u32::from_le_bytes([c[0], c[1], c[2], c[3]]), u32::from_le_bytes([c[4], c[5], c[6], c[7]])))
            .collect();
        if slots.iter().any(|s| s.1 != EMPTY && s.1 as usize >= rows) || slots.iter().all(|s| s.1 != EMPTY) {
            return Err(bad);
        }
        Ok(Self {
            classes,
            mask: slots.len() - 1,
            scale: f32::from_bits(n(12)),
            slots,
            rows: weights.iter().map(|b| b.cast_signed()).collect(),
        })
    }

    /// How many classes a row has weights for.
    pub fn classes(&self) -> usize {
        self.classes
    }

    /// What one unit of a score is worth.
    pub fn scale(&self) -> f32 {
        self.scale
    }

    /// The weights of a feature, one a class.
    #[inline]
    pub fn row(&self, feature: u64) -> Option<&[i8]> {
        if self.slots.is_empty() {
            return None;
        }
        let print = (feature >> 32) as u32;
        let mut at = feature as usize & self.mask;
        loop {
            let (p, row) = self.slots[at];
            if row == EMPTY {
                return None;
            }
            if p == print {
                let from = row as usize * self.classes;
                return self.rows.get(from..from + self.classes);
            }
            at = (at + 1) & self.mask;
        }
    }

    /// Adds a feature's weights to the scores of all classes.
    #[inline]
    pub fn add(&self, feature: u64, scores: &mut [i32]) {
        if let Some(row) = self.row(feature) {
            for (score, weight) in scores.iter_mut().zip(row) {
                *score += i32::from(*weight);
            }
        }
    }
}

/// Collects real weights and packs them.
#[derive(Clone, Debug)]
pub struct LinearWriter {
    classes: usize,
    rows: BTreeMap<u64, Vec<f32>>,
}

impl LinearWriter {
    /// A table for this many classes (at least one).
    pub fn new(classes: usize) -> Self {
        Self { classes: classes.max(1), rows: BTreeMap::new() }
    }

    /// Sets the weights of a feature; `weights` has one number a class.
    pub fn row(&mut self, feature: u64, weights: &[f32]) {
        debug_assert_eq!(weights.len(), self.classes);
        self.rows.insert(feature, weights.to_vec());
    }

    /// The section's bytes. Weights beyond `clip` (in real units) are cut; rows that round to
    /// nothing are left out. The same weights give the same bytes.
    pub fn finish(&self, clip: f32) -> Vec<u8> {
        let scale = clip / 127.0;
        let quantised: Vec<(u64, Vec<i8>)> = self
            .rows
            .iter()
            .map(|(f, w)| (*f, w.iter().map(|x| (x / scale).round().clamp(-127.0, 127.0) as i8).collect::<Vec<_>>()))
            .filter(|(_, w)| w.iter().any(|x| *x != 0))
            .collect();
        let size = (quantised.len() * 3 / 2 + 2).next_power_of_two();
        let mut slots = vec![(0u32, EMPTY); size];
        for (row, (feature, _)) in quantised.iter().enumerate() {
            let mut at = *feature as usize & (size - 1);
            while slots[at].1 != EMPTY {
                at = (at + 1) & (size - 1);
            }
            slots[at] = ((*feature >> 32) as u32, row as u32);
        }
        let mut out = Vec::new();
        for n in [self.classes as u32, size as u32, quantised.len() as u32, scale.to_bits()] {
            out.extend(n.to_le_bytes());
        }
        for (print, row) in slots {
            out.extend(print.to_le_bytes());
            out.extend(row.to_le_bytes());
        }
        for (_, weights) in &quantised {
            out.extend(weights.iter().map(|w| w.cast_unsigned()));
        }
        out
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{combine, hash_bytes};

    #[test]
    fn weights_come_back_within_half_a_step() {
        let mut w = LinearWriter::new(3);
        let feature = |i: u64| combine(hash_bytes(b"word"), i);
        for i in 0..1000 {
            w.row(feature(i), &[i as f32 / 1000.0, -0.5, 1.0]);
        }
        let table = LinearTable::read(&w.finish(1.0), "test").expect("a table");
        for i in 0..1000 {
            let row = table.row(feature(i)).expect("a row");
            assert!((f32::from(row[0]) * table.scale() - i as f32 / 1000.0).abs() <= table.scale() / 2.0 + 1e-6);
            assert_eq!(row[2], 127);
        }
        assert_eq!(table.row(feature(5000)), None);
    }

    #[test]
    fn malformed_sections_are_errors() {
        let mut w = LinearWriter::new(2);
        w.row(1, &[1.0, 1.0]);
        let bytes = w.finish(1.0);
        for n in 0..bytes.len() {
            assert!(LinearTable::read(&bytes[..n], "test").is_err());
        }
    }
}
