//! Linear weights: hashed feature → small integers for the few classes that it speaks for or against.
//!
//! Open addressing over 32-bit fingerprints; a row is a run of (class, `i8`) pairs, so a look-up
//! touches one slot and a few bytes. Unknown features score nothing.

use super::ModelError;
use std::collections::BTreeMap;

/// Most classes that a table can tell apart.
pub const MAX_CLASSES: usize = 256;

/// No row: a slot's low half is `offset << 8 | length`, and no row is empty.
const EMPTY: u64 = 0;
const MAX_ITEMS: usize = 1 << 24;

/// The bytes that [`LinearWriter`] wrote, row by row.
pub(super) struct WeightSection<'m> {
    pub(super) classes: usize,
    pub(super) rows: usize,
    pub(super) scale: f32,
    rest: &'m [u8],
}

impl<'m> WeightSection<'m> {
    /// The head of a section, if it is one for at most `most` classes with as many rows as it can hold.
    pub(super) fn read(bytes: &'m [u8], most: usize) -> Option<Self> {
        let (head, rest) = bytes.split_at_checked(12)?;
        let n = |i: usize| u32::from_le_bytes([head[i], head[i + 1], head[i + 2], head[i + 3]]);
        let (classes, rows) = (n(0) as usize, n(4) as usize);
        // A row takes eleven bytes at least: none is without an item.
        let fits = (1..=most).contains(&classes) && rows <= rest.len() / 11;
        fits.then_some(Self { classes, rows, scale: f32::from_bits(n(8)), rest })
    }

    /// The next feature and its (class, weight) items, two bytes each.
    pub(super) fn row(&mut self) -> Option<(u64, &'m [u8])> {
        let (head, after) = self.rest.split_at_checked(9)?;
        let mut feature = [0; 8];
        feature.copy_from_slice(&head[..8]);
        let (items, after) = after.split_at_checked(usize::from(head[8]) * 2)?;
        self.rest = after;
        Some((u64::from_le_bytes(feature), items))
    }

    /// Whether nothing is left.
    pub(super) fn is_read(&self) -> bool {
        self.rest.is_empty()
    }
}

/// Weights as the extractor reads them.
#[derive(Clone, Debug, Default)]
pub struct LinearTable {
    classes: usize,
    mask: usize,
    /// Real weight = stored weight × scale.
    scale: f32,
    /// Fingerprint above, place of the row below.
    slots: Vec<u64>,
    items: Vec<(u8, i8)>,
}

impl LinearTable {
    /// Reads a section written by [`LinearWriter::finish`].
    ///
    /// # Errors
    ///
    /// Where the bytes are not such a section.
    pub fn read(bytes: &[u8], name: &'static str) -> Result<Self, ModelError> {
        let bad = || ModelError::Malformed(name);
        let mut section = WeightSection::read(bytes, MAX_CLASSES).ok_or_else(bad)?;
        let (classes, rows) = (section.classes, section.rows);
        let size = (rows * 3 / 2 + 2).next_power_of_two();
        let mut table = Self {
            classes,
            mask: size - 1,
            scale: section.scale,
            slots: vec![EMPTY; size],
            items: Vec::with_capacity(section.rest.len().saturating_sub(rows * 9) / 2),
        };
        for _ in 0..rows {
            let (feature, items) = section.row().ok_or_else(bad)?;
            let len = items.len() / 2;
            let offset = table.items.len();
            if len == 0 || offset + len > MAX_ITEMS || items.chunks_exact(2).any(|i| i[0] as usize >= classes) {
                return Err(bad());
            }
            table.items.extend(items.chunks_exact(2).map(|i| (i[0], i[1].cast_signed())));
            table.insert(feature, offset, len);
        }
        if section.is_read() { Ok(table) } else { Err(bad()) }
    }

    fn insert(&mut self, feature: u64, offset: usize, len: usize) {
        let mut at = feature as usize & self.mask;
        while self.slots[at] != EMPTY {
            at = (at + 1) & self.mask;
        }
        self.slots[at] = (feature >> 32 << 32) | (offset << 8 | len) as u64;
    }

    /// How many classes the table tells apart.
    pub fn classes(&self) -> usize {
        self.classes
    }

    /// How many features have weights.
    pub fn rows(&self) -> usize {
        self.slots.iter().filter(|s| **s != EMPTY).count()
    }

    /// What one unit of a score is worth.
    pub fn scale(&self) -> f32 {
        self.scale
    }

    /// The classes that a feature speaks for or against.
    #[inline]
    pub fn row(&self, feature: u64) -> &[(u8, i8)] {
        let print = feature >> 32;
        let mut at = feature as usize & self.mask;
        loop {
            let slot = match self.slots.get(at) {
                None | Some(&EMPTY) => return &[],
                Some(slot) => *slot,
            };
            if slot >> 32 == print {
                return self.items_of(slot);
            }
            at = (at + 1) & self.mask;
        }
    }

    #[inline]
    fn items_of(&self, slot: u64) -> &[(u8, i8)] {
        let (offset, len) = ((slot as u32 >> 8) as usize, slot as usize & 0xff);
        self.items.get(offset..offset + len).unwrap_or(&[])
    }

    /// Adds a feature's weights to the scores of the first `scores.len()` classes.
    #[inline]
    pub fn add(&self, feature: u64, scores: &mut [i32]) {
        for (class, weight) in self.row(feature) {
            if let Some(score) = scores.get_mut(*class as usize) {
                *score += i32::from(*weight);
            }
        }
    }
}

/// Collects real weights and packs them.
#[derive(Clone, Debug)]
pub struct LinearWriter {
    classes: usize,
    rows: BTreeMap<u64, Vec<(u8, f32)>>,
}

impl LinearWriter {
    /// A table for this many classes (1 to [`MAX_CLASSES`]).
    pub fn new(classes: usize) -> Self {
        Self { classes: classes.clamp(1, MAX_CLASSES), rows: BTreeMap::new() }
    }

    /// Sets the weights of a feature; `weights` has one number a class.
    pub fn row(&mut self, feature: u64, weights: &[f32]) {
        self.sparse_row(feature, weights.iter().enumerate().map(|(class, weight)| (class as u8, *weight)));
    }

    /// Sets the weights of a feature for the classes that it speaks for or against.
    pub fn sparse_row(&mut self, feature: u64, weights: impl IntoIterator<Item = (u8, f32)>) {
        self.rows.insert(feature, weights.into_iter().filter(|(c, _)| (*c as usize) < self.classes).collect());
    }

    /// The section's bytes. Weights beyond `clip` (in real units) are cut; those that round to
    /// nothing are left out. The same weights give the same bytes.
    pub fn finish(&self, clip: f32) -> Vec<u8> {
        self.pack(clip / 127.0, 1)
    }

    /// The section's bytes, in steps of `step` (in real units). A weight beyond 127 steps is written
    /// as several that add up to it, so that a few giants cost the others no precision.
    pub fn finish_in_steps(&self, step: f32) -> Vec<u8> {
        self.pack(step, 16)
    }

    /// At most `parts` items a weight.
    fn pack(&self, scale: f32, parts: usize) -> Vec<u8> {
        let mut rows = Vec::new();
        let mut count = 0u32;
        for (feature, weights) in &self.rows {
            let mut items = Vec::new();
            for (class, weight) in weights {
                let mut left = (weight / scale).round() as i32;
                for _ in 0..parts {
                    let part = left.clamp(-127, 127);
                    if part != 0 {
                        items.push((*class, part as i8));
                    }
                    left -= part;
                }
            }
            items.sort_unstable();
            items.truncate(255);
            if items.is_empty() {
                continue;
            }
            count += 1;
            rows.extend(feature.to_le_bytes());
            rows.push(items.len() as u8);
            rows.extend(items.iter().flat_map(|(c, x)| [*c, x.cast_unsigned()]));
        }
        let mut out = Vec::with_capacity(rows.len() + 12);
        for n in [self.classes as u32, count, scale.to_bits()] {
            out.extend(n.to_le_bytes());
        }
        out.extend(rows);
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
        assert_eq!(table.rows(), 1000);
        for i in 0..1000 {
            let mut scores = [0; 3];
            table.add(feature(i), &mut scores);
            assert!((scores[0] as f32 * table.scale() - i as f32 / 1000.0).abs() <= table.scale() / 2.0 + 1e-6);
            assert_eq!(scores[2], 127);
        }
        assert_eq!(table.row(feature(5000)), []);
        assert_eq!(LinearTable::default().row(feature(1)), []);
    }

    #[test]
    fn giants_are_written_in_parts() {
        let mut w = LinearWriter::new(2);
        w.row(1, &[300.0, -1.0]);
        let table = LinearTable::read(&w.finish_in_steps(1.0), "test").expect("a table");
        let mut scores = [0; 2];
        table.add(1, &mut scores);
        assert_eq!(scores, [300, -1]);
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
