//! The pieces of a small neural network, for use: tables of vectors, gates, norms ([`super::Matrix`] has its own room).
//!
//! Weights are 8-bit integers with one scale a row, and products of matrices are sums of integers: exact, so the same on
//! every machine however they are ordered. What is left to real numbers (norms, gates, recurrences) is done element by
//! element in a fixed order, with nothing but sums, products, divisions and square roots, which every machine rounds alike.

use super::ModelError;
use super::matrix::MAX_WIDTH;
use super::pages::{Pages, fetch};
use wide::f32x8;

/// Reads numbers off the bytes of a section.
#[derive(Debug)]
pub struct Cursor<'m> {
    rest: &'m [u8],
    name: &'static str,
}

impl<'m> Cursor<'m> {
    /// At the beginning of a section.
    pub fn new(bytes: &'m [u8], name: &'static str) -> Self {
        Self { rest: bytes, name }
    }

    /// The error that tells of this section.
    pub fn malformed(&self) -> ModelError {
        ModelError::Malformed(self.name)
    }

    /// The next `n` bytes.
    ///
    /// # Errors
    ///
    /// Where there are fewer.
    pub fn take(&mut self, n: usize) -> Result<&'m [u8], ModelError> {
        let (head, tail) = self.rest.split_at_checked(n).ok_or(ModelError::Malformed(self.name))?;
        self.rest = tail;
        Ok(head)
    }

    /// A count that is to be at most `most`.
    ///
    /// # Errors
    ///
    /// Where it is larger, or the bytes end.
    pub fn count(&mut self, most: usize) -> Result<usize, ModelError> {
        let bytes = self.take(4)?;
        let n = u32::from_le_bytes([bytes[0], bytes[1], bytes[2], bytes[3]]) as usize;
        if n <= most { Ok(n) } else { Err(self.malformed()) }
    }

    /// `n` real numbers, none of them infinite or none at all.
    ///
    /// # Errors
    ///
    /// Where one is, or the bytes end.
    pub fn reals(&mut self, n: usize) -> Result<Vec<f32>, ModelError> {
        let bytes = self.take(n.checked_mul(4).ok_or_else(|| self.malformed())?)?;
        let reals: Vec<f32> = bytes.chunks_exact(4).map(|b| f32::from_le_bytes([b[0], b[1], b[2], b[3]])).collect();
        // Far larger numbers than any weight could overflow to infinity later.
        if reals.iter().all(|x| x.abs() < 1e6) { Ok(reals) } else { Err(self.malformed()) }
    }

    /// That nothing is left.
    ///
    /// # Errors
    ///
    /// Where something is.
    pub fn end(&self) -> Result<(), ModelError> {
        if self.rest.is_empty() { Ok(()) } else { Err(self.malformed()) }
    }
}

/// A vector of small integers for every known key.
#[derive(Debug, Default)]
pub struct Embeddings {
    width: usize,
    /// What one step of an entry is worth.
    scale: f32,
    mask: usize,
    /// Key, and number of the row above 0.
    slots: Pages<[u32; 2]>,
    rows: Pages<i8>,
}

impl Embeddings {
    /// Reads a section written by [`Embeddings::write`].
    ///
    /// # Errors
    ///
    /// Where the bytes are not such a section.
    pub fn read(bytes: &[u8], name: &'static str) -> Result<Self, ModelError> {
        let mut cursor = Cursor::new(bytes, name);
        let width = cursor.count(MAX_WIDTH)?;
        let count = cursor.count(1 << 22)?;
        let scale = cursor.reals(1)?[0];
        let keys = cursor.take(count * 4)?;
        let rows: Vec<i8> = cursor.take(count * width)?.iter().map(|b| b.cast_signed()).collect();
        cursor.end()?;
        let size = (count * 3 / 2 + 2).next_power_of_two();
        let mask = size - 1;
        let mut slots = vec![[0; 2]; size];
        for (row, key) in keys.chunks_exact(4).enumerate() {
            let key = u32::from_le_bytes([key[0], key[1], key[2], key[3]]);
            let mut at = key as usize & mask;
            while slots[at][1] != 0 {
                at = (at + 1) & mask;
            }
            slots[at] = [key, row as u32 + 1];
        }
        Ok(Self { width, scale, mask, slots: slots.into(), rows: rows.into() })
    }

    /// The section's bytes, from keys with their vectors of equal width.
    pub fn write(entries: &[(u32, &[f32])]) -> Vec<u8> {
        // One number in some thousands is cut, so that a few giants do not cost all others their precision.
        let mut sizes: Vec<f32> = entries.iter().flat_map(|e| e.1).map(|x| x.abs()).collect();
        sizes.sort_unstable_by(f32::total_cmp);
        let largest = sizes.len().checked_sub(1 + sizes.len() / 5000).map_or(0.0, |at| sizes[at]);
        let scale = largest.max(f32::MIN_POSITIVE) / 127.0;
        let width = entries.first().map_or(0, |e| e.1.len());
        let mut out = Vec::new();
        out.extend((width as u32).to_le_bytes());
        out.extend((entries.len() as u32).to_le_bytes());
        out.extend(scale.to_le_bytes());
        out.extend(entries.iter().flat_map(|e| e.0.to_le_bytes()));
        out.extend(entries.iter().flat_map(|e| e.1).map(|x| ((x / scale).round() as i8).cast_unsigned()));
        out
    }

    /// Length of every vector.
    pub fn width(&self) -> usize {
        self.width
    }

    /// What one step of an entry is worth.
    pub fn scale(&self) -> f32 {
        self.scale
    }

    /// The row of a key, if it is known; memory is asked for the vector that lies there.
    #[inline]
    pub fn row(&self, key: u32) -> Option<Row> {
        let mut at = key as usize & self.mask;
        loop {
            let [known, row] = *self.slots.get(at)?;
            let row = Row(row.checked_sub(1)?);
            if known == key {
                fetch(self.vector(row));
                return Some(row);
            }
            at = (at + 1) & self.mask;
        }
    }

    /// The vector of a row.
    #[inline]
    pub fn vector(&self, row: Row) -> &[i8] {
        let first = row.0 as usize * self.width;
        self.rows.get(first..first + self.width).unwrap_or(&[])
    }
}

/// The place of a vector among [`Embeddings`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Row(u32);

/// A gate between 0 and 1: like the logistic function, but without an exponential.
#[inline]
pub fn gate(x: f32) -> f32 {
    0.5 + 0.5 * squash(x)
}

/// Between −1 and 1: like the hyperbolic tangent, but without an exponential.
#[inline]
pub fn squash(x: f32) -> f32 {
    x / (1.0 + x.abs())
}

/// [`gate`], eight at a time.
#[inline]
pub fn gates(x: f32x8) -> f32x8 {
    f32x8::splat(0.5) + f32x8::splat(0.5) * squashed(x)
}

/// [`squash`], eight at a time.
#[inline]
pub fn squashed(x: f32x8) -> f32x8 {
    x / (f32x8::ONE + x.abs())
}

/// One over the root mean square of a vector.
#[inline]
pub fn inverse_size(x: &[f32]) -> f32 {
    let mut sums = f32x8::ZERO;
    for x in x.as_chunks().0 {
        let x = f32x8::new(*x);
        sums += x * x;
    }
    let sums = sums.to_array();
    let sum = ((sums[0] + sums[4]) + (sums[2] + sums[6])) + ((sums[1] + sums[5]) + (sums[3] + sums[7]));
    1.0 / (sum / x.len().max(1) as f32 + 1e-6).sqrt()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn vectors_come_back_within_half_a_step() {
        let vectors = [[1.0f32, -0.5, 0.25], [0.0, 0.1, -1.0]];
        let bytes = Embeddings::write(&[(3, &vectors[0]), (11, &vectors[1])]);
        let table = Embeddings::read(&bytes, "test").expect("a table");
        for (key, vector) in [(3, vectors[0]), (11, vectors[1])] {
            let row = table.row(key).expect("a row");
            for (found, x) in table.vector(row).iter().zip(vector) {
                assert!((f32::from(*found) * table.scale() - x).abs() <= table.scale() * 0.51);
            }
        }
        assert_eq!(table.row(4), None);
        assert_eq!(Embeddings::default().row(3), None);
    }

    #[test]
    fn what_is_no_number_is_refused() {
        assert!(Cursor::new(&f32::NAN.to_le_bytes(), "test").reals(1).is_err());
        assert!(Cursor::new(&f32::INFINITY.to_le_bytes(), "test").reals(1).is_err());
    }
}
