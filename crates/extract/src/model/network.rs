//! The pieces of a small neural network, for use: tables of vectors, matrices, recurrences.
//!
//! Weights are 8-bit integers with one scale a row, and products of matrices are sums of integers: exact, so the same on
//! every machine however they are ordered, and fast without any instruction that not all machines have. What is left to
//! real numbers (norms, gates, recurrences) is done element by element in a fixed order, with nothing but sums, products,
//! divisions and square roots, which every machine rounds alike.

use super::ModelError;
use wide::{f32x8, i16x8, i32x4, i32x8};

/// Steps a unit of the integers that stand for real activations.
const STEPS: f32 = 1024.0;
/// Largest activation, in units: larger ones are cut. With rows of at most [`MAX_WIDTH`] weights no sum overflows.
const LARGEST: f32 = 31.0;
/// Longest row of weights: 127 × 31 × 1024 × 512 is below 2³¹.
pub const MAX_WIDTH: usize = 512;

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
#[derive(Clone, Debug, Default)]
pub struct Embeddings {
    width: usize,
    /// What one step of an entry is worth.
    scale: f32,
    mask: usize,
    /// Key, and number of the row above 0.
    slots: Vec<(u32, u32)>,
    rows: Vec<i8>,
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
        let rows = cursor.take(count * width)?.iter().map(|b| b.cast_signed()).collect();
        cursor.end()?;
        let size = (count * 3 / 2 + 2).next_power_of_two();
        let mut table = Self { width, scale, mask: size - 1, slots: vec![(0, 0); size], rows };
        for (row, key) in keys.chunks_exact(4).enumerate() {
            let key = u32::from_le_bytes([key[0], key[1], key[2], key[3]]);
            let mut at = key as usize & table.mask;
            while table.slots[at].1 != 0 {
                at = (at + 1) & table.mask;
            }
            table.slots[at] = (key, row as u32 + 1);
        }
        Ok(table)
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

    /// The vector of a key.
    #[inline]
    pub fn get(&self, key: u32) -> Option<&[i8]> {
        let mut at = key as usize & self.mask;
        loop {
            let (known, row) = *self.slots.get(at)?;
            let row = (row as usize).checked_sub(1)?;
            if known == key {
                return self.rows.get(row * self.width..(row + 1) * self.width);
            }
            at = (at + 1) & self.mask;
        }
    }
}

/// A matrix with a bias: `inputs` numbers to `outputs` numbers.
#[derive(Clone, Debug, Default)]
pub struct Matrix {
    /// One row an output, filled up with empty rows to whole blocks of [`ROWS`].
    weights: Vec<i16x8>,
    /// Length of a row, in eights.
    eights: usize,
    /// For each output, what a step of its sum is worth.
    scales: Vec<f32>,
    biases: Vec<f32>,
}

/// Rows of weights that are multiplied at a time …
const ROWS: usize = 4;
/// … with so many vectors: as much as the registers of all machines hold.
const VECTORS: usize = 2;

impl Matrix {
    /// Reads what [`Matrix::write`] wrote.
    ///
    /// # Errors
    ///
    /// Where the bytes are no matrix of that shape, or `inputs` is no multiple of eight up to [`MAX_WIDTH`].
    pub fn read(cursor: &mut Cursor<'_>, inputs: usize, outputs: usize) -> Result<Self, ModelError> {
        if inputs == 0 || inputs > MAX_WIDTH || !inputs.is_multiple_of(8) || outputs == 0 || outputs > 8 * MAX_WIDTH {
            return Err(cursor.malformed());
        }
        let scales = cursor.reals(outputs)?.iter().map(|s| s / STEPS).collect();
        let biases = cursor.reals(outputs)?;
        let bytes = cursor.take(inputs * outputs)?;
        let mut weights: Vec<i16x8> =
            bytes.as_chunks().0.iter().map(|b: &[u8; 8]| i16x8::new(b.map(|b| i16::from(b.cast_signed())))).collect();
        weights.resize(outputs.next_multiple_of(ROWS) * inputs / 8, i16x8::ZERO);
        Ok(Self { weights, eights: inputs / 8, scales, biases })
    }

    /// The bytes of a matrix; `weights` has a row of `biases.len()` numbers for each input.
    pub fn write(weights: &[f32], biases: &[f32]) -> Vec<u8> {
        let outputs = biases.len();
        let column = |o: usize| weights.iter().skip(o).step_by(outputs.max(1));
        let scales: Vec<f32> =
            (0..outputs).map(|o| column(o).fold(f32::MIN_POSITIVE, |most, w| most.max(w.abs())) / 127.0).collect();
        let mut out: Vec<u8> = scales.iter().chain(biases).flat_map(|x| x.to_le_bytes()).collect();
        for (o, scale) in scales.iter().enumerate() {
            out.extend(column(o).map(|w| ((w / scale).round() as i8).cast_unsigned()));
        }
        out
    }

    /// Applies the matrix to each vector of `x` (made by [`steps`]), one after the other.
    pub fn apply(&self, x: &[i16x8], out: &mut Vec<f32>) {
        let (eights, outputs) = (self.eights.max(1), self.biases.len().max(1));
        out.clear();
        out.resize(x.len() / eights * outputs, 0.0);
        // Few rows at a time: they stay near while all vectors pass.
        for (first, rows) in (0..).step_by(ROWS).zip(self.weights.chunks_exact(ROWS * eights)) {
            let mut outs = out.chunks_exact_mut(outputs);
            for vectors in x.chunks(VECTORS * eights) {
                let (one, other) = vectors.split_at(eights);
                // The last one of an odd number is its own neighbour, whose sums nobody takes.
                let other = if other.is_empty() { one } else { other };
                for (sums, out) in products(rows, one, other).iter().zip(outs.by_ref().take(vectors.len() / eights)) {
                    for (out, sum) in out[first..].iter_mut().zip(sums) {
                        *out = *sum as f32;
                    }
                }
            }
        }
        for out in out.chunks_exact_mut(outputs) {
            for ((out, scale), bias) in out.iter_mut().zip(&self.scales).zip(&self.biases) {
                *out = *out * scale + bias;
            }
        }
    }
}

/// The products of some rows with two vectors.
#[inline]
fn products(rows: &[i16x8], one: &[i16x8], other: &[i16x8]) -> [[i32; ROWS]; VECTORS] {
    // Each sum by its name, and all slices walked together: so the sums stay in registers, and no place is checked.
    let [mut a, mut b, mut c, mut d] = [i32x4::ZERO; ROWS];
    let [mut e, mut f, mut g, mut h] = [i32x4::ZERO; ROWS];
    let row = |number: usize| &rows[number * one.len()..(number + 1) * one.len()];
    let rows = row(0).iter().zip(row(1)).zip(row(2)).zip(row(3));
    for ((((first, second), third), fourth), (one, other)) in rows.zip(one.iter().zip(other)) {
        a += first.dot(*one);
        e += first.dot(*other);
        b += second.dot(*one);
        f += second.dot(*other);
        c += third.dot(*one);
        g += third.dot(*other);
        d += fourth.dot(*one);
        h += fourth.dot(*other);
    }
    let sum = i32x4::reduce_add;
    [[sum(a), sum(b), sum(c), sum(d)], [sum(e), sum(f), sum(g), sum(h)]]
}

/// Appends real activations, some eights of them, as integers for [`Matrix::apply`].
#[inline]
pub fn steps(x: &[f32], out: &mut Vec<i16x8>) {
    // A number of this size has no fraction: adding it rounds, and leaves the integer in the lowest bits.
    const ROUND: f32 = 12_582_912.0;
    out.extend(x.as_chunks().0.iter().map(|x: &[f32; 8]| {
        let x = f32x8::new(*x).fast_max(f32x8::splat(-LARGEST)).fast_min(f32x8::splat(LARGEST));
        let x = x * f32x8::splat(STEPS) + f32x8::splat(ROUND);
        let bits: i32x8 = wide::bytemuck::cast(x);
        i16x8::from_i32x8_saturate(bits - i32x8::splat(ROUND.to_bits() as i32))
    }));
}

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
    let mut sums = [0.0f32; 8];
    for chunk in x.chunks_exact(8) {
        for (sum, x) in sums.iter_mut().zip(chunk) {
            *sum += x * x;
        }
    }
    let sum = ((sums[0] + sums[4]) + (sums[2] + sums[6])) + ((sums[1] + sums[5]) + (sums[3] + sums[7]));
    1.0 / (sum / x.len().max(1) as f32 + 1e-6).sqrt()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn number(i: usize) -> f32 {
        ((i * 37 % 101) as f32 - 50.0) / 40.0
    }

    #[test]
    fn products_are_those_of_real_numbers_nearly() {
        let (inputs, outputs, n) = (24, 11, 5);
        let weights: Vec<f32> = (0..inputs * outputs).map(number).collect();
        let biases: Vec<f32> = (0..outputs).map(|i| number(i + 7)).collect();
        let bytes = Matrix::write(&weights, &biases);
        let mut cursor = Cursor::new(&bytes, "test");
        let matrix = Matrix::read(&mut cursor, inputs, outputs).expect("a matrix");
        assert_eq!(cursor.end(), Ok(()));
        let x: Vec<f32> = (0..inputs * n).map(|i| number(i * 3 + 1)).collect();
        let (mut integers, mut out) = (Vec::new(), Vec::new());
        steps(&x, &mut integers);
        matrix.apply(&integers, &mut out);
        assert_eq!(out.len(), n * outputs);
        for (at, found) in out.iter().enumerate() {
            let (row, o) = (&x[at / outputs * inputs..][..inputs], at % outputs);
            let sum: f32 = row.iter().enumerate().map(|(i, x)| x * weights[i * outputs + o]).sum();
            assert!((found - sum - biases[o]).abs() < 0.15, "{found} for {}", sum + biases[o]);
        }
    }

    #[test]
    fn vectors_come_back_within_half_a_step() {
        let vectors = [[1.0f32, -0.5, 0.25], [0.0, 0.1, -1.0]];
        let bytes = Embeddings::write(&[(3, &vectors[0]), (11, &vectors[1])]);
        let table = Embeddings::read(&bytes, "test").expect("a table");
        for (key, vector) in [(3, vectors[0]), (11, vectors[1])] {
            for (found, x) in table.get(key).expect("a vector").iter().zip(vector) {
                assert!((f32::from(*found) * table.scale() - x).abs() <= table.scale() * 0.51);
            }
        }
        assert_eq!(table.get(4), None);
        assert_eq!(Embeddings::default().get(3), None);
    }

    #[test]
    fn what_is_too_large_is_cut_and_what_is_no_number_is_refused() {
        let mut integers = Vec::new();
        steps(&[1e30, -1e30, 0.5, f32::NAN, 0.0, 0.0, 0.0, 1.0], &mut integers);
        assert_eq!(integers[0].to_array()[..3], [31 * 1024, -31 * 1024, 512]);
        assert!(Cursor::new(&f32::NAN.to_le_bytes(), "test").reals(1).is_err());
        assert!(Cursor::new(&f32::INFINITY.to_le_bytes(), "test").reals(1).is_err());
    }
}
