//! The tagger's weights as they are looked up: more than a hundred features a token, so the memory
//! they touch decides the speed.
//!
//! Fingerprints lie apart from the rows, so that unknown features (the most) touch one small array;
//! rows are dense, so that adding one up takes no branch.

use super::chain::Scores;
use super::label::LABELS;
use crate::model::ModelError;

/// Labels, filled up to a width that adds without a remainder.
const WIDTH: usize = 32;

/// Most features that one token can have; what lies beyond is not asked.
pub const MOST: usize = 256;

/// Hashed feature → one small integer a label.
#[derive(Clone, Debug, Default)]
pub struct Weights {
    mask: usize,
    scale: f32,
    /// 0 where nothing is.
    prints: Vec<u16>,
    rows: Vec<[i8; WIDTH]>,
}

/// The features of one token.
#[derive(Clone, Debug)]
pub struct Features {
    hashes: [u64; MOST],
    len: usize,
}

impl Default for Features {
    fn default() -> Self {
        Self { hashes: [0; MOST], len: 0 }
    }
}

impl Features {
    /// Forgets the last token.
    pub fn clear(&mut self) {
        self.len = 0;
    }

    /// Adds a feature.
    #[inline]
    pub fn push(&mut self, feature: u64) {
        if let Some(slot) = self.hashes.get_mut(self.len) {
            *slot = feature;
            self.len += 1;
        }
    }
}

impl Weights {
    /// Reads a section that [`crate::model::LinearWriter`] wrote.
    ///
    /// # Errors
    /// Bytes that such a writer does not write, or for other labels, are [`ModelError::Malformed`].
    pub fn read(bytes: &[u8], name: &'static str) -> Result<Self, ModelError> {
        let bad = || ModelError::Malformed(name);
        let (head, mut rest) = bytes.split_at_checked(12).ok_or_else(bad)?;
        let n = |i: usize| u32::from_le_bytes([head[i], head[i + 1], head[i + 2], head[i + 3]]);
        let count = n(4) as usize;
        if n(0) as usize != LABELS || count > rest.len() / 9 {
            return Err(bad());
        }
        let size = (count * 3 / 2 + 2).next_power_of_two();
        let mut weights =
            Self { mask: size - 1, scale: f32::from_bits(n(8)), prints: vec![0; size], rows: vec![[0; WIDTH]; size] };
        for _ in 0..count {
            let (row, after) = rest.split_at_checked(9).ok_or_else(bad)?;
            let mut feature = [0; 8];
            feature.copy_from_slice(&row[..8]);
            let (items, after) = after.split_at_checked(usize::from(row[8]) * 2).ok_or_else(bad)?;
            let feature = u64::from_le_bytes(feature);
            let mut at = feature as usize & weights.mask;
            while weights.prints[at] != 0 {
                at = (at + 1) & weights.mask;
            }
            weights.prints[at] = print(feature);
            for item in items.chunks_exact(2) {
                let label = usize::from(item[0]);
                *weights.rows[at].get_mut(label).filter(|_| label < LABELS).ok_or_else(bad)? = item[1].cast_signed();
            }
            rest = after;
        }
        if rest.is_empty() { Ok(weights) } else { Err(bad()) }
    }

    /// Whether there is nothing in it.
    pub fn is_empty(&self) -> bool {
        self.prints.is_empty()
    }

    /// The scores of a token's features.
    #[inline]
    pub fn score(&self, features: &Features) -> Scores {
        let mut found = [0u32; MOST];
        let mut known = 0;
        for feature in features.hashes.get(..features.len).unwrap_or(&[]) {
            let wanted = print(*feature);
            let mut at = *feature as usize & self.mask;
            while let Some(print) = self.prints.get(at) {
                if *print == wanted {
                    found[known & (MOST - 1)] = at as u32;
                    known += 1;
                    break;
                }
                if *print == 0 {
                    break;
                }
                at = (at + 1) & self.mask;
            }
        }
        let mut sums = [0i16; WIDTH];
        for at in found.get(..known).unwrap_or(&[]) {
            if let Some(row) = self.rows.get(*at as usize) {
                for (sum, weight) in sums.iter_mut().zip(row) {
                    *sum += i16::from(*weight);
                }
            }
        }
        std::array::from_fn(|label| f32::from(sums[label]) * self.scale)
    }
}

/// Never 0: that marks an empty place.
#[inline]
const fn print(feature: u64) -> u16 {
    (feature >> 48) as u16 | 1
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{LinearWriter, combine};

    #[test]
    fn rows_add_up() {
        let mut writer = LinearWriter::new(LABELS);
        let row = |x: f32| -> Vec<f32> { (0..LABELS).map(|l| x * l as f32 / LABELS as f32).collect() };
        for i in 0..500 {
            writer.row(combine(i, 1), &row(i as f32 / 500.0));
        }
        let bytes = writer.finish(1.0);
        let weights = Weights::read(&bytes, "test").expect("weights");
        let mut features = Features::default();
        for i in [100, 200, 9999] {
            features.push(combine(i, 1));
        }
        let score = weights.score(&features);
        assert!((score[LABELS - 1] - 0.6 * 24.0 / 25.0).abs() < 0.02, "{score:?}");
        assert!(score[0].abs() < 1e-6);
        for n in 0..bytes.len().min(200) {
            assert!(Weights::read(&bytes[..n], "test").is_err());
        }
        assert!(Weights::default().score(&features).iter().all(|s| s.abs() < 1e-6));
    }
}
