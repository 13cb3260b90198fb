//! Products of matrices with vectors, in integers.
//!
//! The weights lie so that one instruction serves several outputs: for each pair of inputs, both weights of every output of
//! a block, side by side. A pair of a vector's numbers is multiplied with all of them at once, and no sum ever has to be
//! gathered from across a register. Processors with AVX2 make sixteen products at a time, others eight; the sums are
//! integers, so they are the same.

#![expect(clippy::inline_always, reason = "compiled once more for wide registers: see `Parser::parse`")]

use super::ModelError;
use super::network::Cursor;
use wide::{f32x8, i16x8, i32x4, i32x8};

/// Steps a unit of the integers that stand for real activations.
const STEPS: f32 = 1024.0;
/// Largest activation, in units: larger ones are cut. With rows of at most [`MAX_WIDTH`] weights no sum overflows.
const LARGEST: f32 = 31.0;
/// Longest row of weights: 127 × 31 × 1024 × 512 is below 2³¹.
pub const MAX_WIDTH: usize = 512;

/// Outputs of a block.
const OUTPUTS: usize = 8;
/// Blocks that are multiplied at a time …
const BLOCKS: usize = 2;
/// … with so many vectors: as much as the registers of all machines hold.
const VECTORS: usize = 4;

/// The weights of a block for a pair of inputs: both of the first output, both of the second …
type Pair = [i16x8; 2];
/// The products of some blocks with some vectors.
type Sums = [[[i32; OUTPUTS]; VECTORS]; BLOCKS];

/// A matrix with a bias: `inputs` numbers to `outputs` numbers.
#[derive(Clone, Debug, Default)]
pub struct Matrix {
    /// Block after block, filled up with empty outputs to whole [`BLOCKS`].
    weights: Vec<Pair>,
    inputs: usize,
    outputs: usize,
    /// For each output of each block, what a step of its sum is worth.
    scales: Vec<[f32; OUTPUTS]>,
    biases: Vec<[f32; OUTPUTS]>,
}

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
        let scales = in_blocks(cursor.reals(outputs)?.into_iter().map(|s| s / STEPS));
        let biases = in_blocks(cursor.reals(outputs)?.into_iter());
        let rows = cursor.take(inputs * outputs)?;
        let weight = |output: usize, input: usize| {
            rows.get(output * inputs + input).map_or(0, |weight| i16::from(weight.cast_signed()))
        };
        let mut weights = Vec::with_capacity(outputs.next_multiple_of(OUTPUTS * BLOCKS) / OUTPUTS * inputs / 2);
        for first in (0..outputs.next_multiple_of(OUTPUTS * BLOCKS)).step_by(OUTPUTS) {
            for input in (0..inputs).step_by(2) {
                let four = |first: usize| i16x8::new(std::array::from_fn(|at| weight(first + at / 2, input + at % 2)));
                weights.push([four(first), four(first + OUTPUTS / 2)]);
            }
        }
        Ok(Self { weights, inputs, outputs, scales, biases })
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
        #[cfg(target_arch = "x86_64")]
        if std::arch::is_x86_feature_detected!("avx2") {
            #[expect(unsafe_code, reason = "only whoever has asked may use what not all processors have")]
            // SAFETY: this processor has AVX2.
            unsafe {
                avx2::apply(self, x, out);
            }
            return;
        }
        self.apply_by(x, out, products);
    }

    /// … with the products made by `products`.
    #[inline(always)]
    fn apply_by(
        &self,
        x: &[i16x8],
        out: &mut Vec<f32>,
        products: impl Fn([&[Pair]; BLOCKS], [&[i32]; VECTORS]) -> Sums,
    ) {
        let (pairs, outputs) = (self.inputs.max(2) / 2, self.outputs.max(1));
        // A pair of numbers is what is multiplied at once.
        let x: &[i32] = wide::bytemuck::cast_slice(x);
        // All of it is overwritten.
        out.resize(x.len() / pairs * outputs, 0.0);
        // Few blocks at a time: they stay near while all vectors pass.
        for (first, blocks) in (0..).step_by(OUTPUTS * BLOCKS).zip(self.weights.chunks_exact(BLOCKS * pairs)) {
            let blocks = std::array::from_fn(|b| &blocks[b * pairs..(b + 1) * pairs]);
            let mut outs = out.chunks_mut(VECTORS * outputs);
            for vectors in x.chunks(VECTORS * pairs) {
                let (one, rest) = vectors.split_at(pairs);
                // The first stands in for missing ones, whose sums nobody takes.
                let (two, rest) = rest.split_at_checked(pairs).unwrap_or((one, &[]));
                let (three, rest) = rest.split_at_checked(pairs).unwrap_or((one, &[]));
                let (four, _) = rest.split_at_checked(pairs).unwrap_or((one, &[]));
                let sums = products(blocks, [one, two, three, four]);
                let out = outs.next().unwrap_or_default();
                for (block, sums) in (first..outputs).step_by(OUTPUTS).zip(&sums) {
                    let (scales, biases) = (&self.scales[block / OUTPUTS], &self.biases[block / OUTPUTS]);
                    for (sums, out) in sums.iter().zip(out.chunks_exact_mut(outputs)) {
                        let own: [f32; OUTPUTS] = std::array::from_fn(|o| sums[o] as f32 * scales[o] + biases[o]);
                        match out[block..].first_chunk_mut() {
                            Some(out) => *out = own,
                            None => out[block..].iter_mut().zip(own).for_each(|(out, own)| *out = own),
                        }
                    }
                }
            }
        }
    }
}

fn in_blocks(x: impl ExactSizeIterator<Item = f32>) -> Vec<[f32; OUTPUTS]> {
    let mut blocks = vec![[0.0; OUTPUTS]; x.len().div_ceil(OUTPUTS)];
    blocks.as_flattened_mut().iter_mut().zip(x).for_each(|(place, x)| *place = x);
    blocks
}

/// The products of some blocks with some vectors, on any machine.
#[inline]
fn products(blocks: [&[Pair]; BLOCKS], x: [&[i32]; VECTORS]) -> Sums {
    blocks.map(|block| {
        let mut sums = [[i32x4::ZERO; 2]; VECTORS];
        let [one, two, three, four] = x;
        for ((((weights, one), two), three), four) in block.iter().zip(one).zip(two).zip(three).zip(four) {
            for (sums, x) in sums.iter_mut().zip([one, two, three, four]) {
                let x: i16x8 = wide::bytemuck::cast(i32x4::splat(*x));
                sums[0] += weights[0].dot(x);
                sums[1] += weights[1].dot(x);
            }
        }
        sums.map(wide::bytemuck::cast)
    })
}

#[cfg(target_arch = "x86_64")]
mod avx2 {
    use super::{BLOCKS, Matrix, OUTPUTS, Pair, Sums, VECTORS};
    use std::arch::x86_64::{
        __m256i, _mm256_add_epi32, _mm256_madd_epi16, _mm256_set_m128i, _mm256_set1_epi32, _mm256_setzero_si256,
    };
    use wide::{bytemuck, i16x8};

    #[target_feature(enable = "avx2")]
    pub(super) fn apply(matrix: &Matrix, x: &[i16x8], out: &mut Vec<f32>) {
        matrix.apply_by(x, out, |blocks, x| products(blocks, x));
    }

    #[inline]
    #[target_feature(enable = "avx2")]
    fn products(blocks: [&[Pair]; BLOCKS], x: [&[i32]; VECTORS]) -> Sums {
        // Each sum by its name, so that all stay in registers.
        let [mut a, mut b, mut c, mut d] = [_mm256_setzero_si256(); VECTORS];
        let [mut e, mut f, mut g, mut h] = [_mm256_setzero_si256(); VECTORS];
        let ([left, right], [one, two, three, four]) = (blocks, x);
        let inputs = one.iter().zip(two).zip(three).zip(four);
        for ((left, right), (((one, two), three), four)) in left.iter().zip(right).zip(inputs) {
            let (left, right) = (wide(left), wide(right));
            let x = _mm256_set1_epi32(*one);
            a = _mm256_add_epi32(a, _mm256_madd_epi16(left, x));
            e = _mm256_add_epi32(e, _mm256_madd_epi16(right, x));
            let x = _mm256_set1_epi32(*two);
            b = _mm256_add_epi32(b, _mm256_madd_epi16(left, x));
            f = _mm256_add_epi32(f, _mm256_madd_epi16(right, x));
            let x = _mm256_set1_epi32(*three);
            c = _mm256_add_epi32(c, _mm256_madd_epi16(left, x));
            g = _mm256_add_epi32(g, _mm256_madd_epi16(right, x));
            let x = _mm256_set1_epi32(*four);
            d = _mm256_add_epi32(d, _mm256_madd_epi16(left, x));
            h = _mm256_add_epi32(h, _mm256_madd_epi16(right, x));
        }
        [[narrow(a), narrow(b), narrow(c), narrow(d)], [narrow(e), narrow(f), narrow(g), narrow(h)]]
    }

    #[inline]
    #[target_feature(enable = "avx2")]
    fn wide(pair: &Pair) -> __m256i {
        _mm256_set_m128i(bytemuck::cast(pair[1]), bytemuck::cast(pair[0]))
    }

    #[inline]
    #[target_feature(enable = "avx2")]
    fn narrow(sums: __m256i) -> [i32; OUTPUTS] {
        bytemuck::cast(sums)
    }
}

/// Appends real activations, some eights of them, as integers for [`Matrix::apply`].
#[inline(always)]
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

#[cfg(test)]
mod tests {
    use super::*;

    fn number(i: usize) -> f32 {
        ((i * 37 % 101) as f32 - 50.0) / 40.0
    }

    /// A matrix, vectors, their products as real numbers, and as this machine makes them.
    fn products_of(inputs: usize, outputs: usize, n: usize) -> (Matrix, Vec<i16x8>, Vec<f32>, Vec<f32>) {
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
        let sum = |at: usize| {
            let (row, o) = (&x[at / outputs * inputs..][..inputs], at % outputs);
            row.iter().enumerate().map(|(i, x)| x * weights[i * outputs + o]).sum::<f32>() + biases[o]
        };
        (matrix, integers, (0..n * outputs).map(sum).collect(), out)
    }

    #[test]
    fn products_are_those_of_real_numbers_nearly_and_the_same_on_every_machine() {
        for (inputs, outputs, n) in [(24, 11, 5), (8, 1, 1), (128, 40, 4), (16, 16, 7), (40, 33, 2)] {
            let (matrix, x, real, found) = products_of(inputs, outputs, n);
            assert_eq!(found.len(), n * outputs);
            for (found, real) in found.iter().zip(&real) {
                assert!((found - real).abs() < 0.006 * inputs as f32, "{found} for {real}");
            }
            let mut elsewhere = Vec::new();
            matrix.apply_by(&x, &mut elsewhere, products);
            assert_eq!(found, elsewhere);
        }
        assert!(products_of(24, 11, 0).3.is_empty());
    }

    #[test]
    fn what_is_too_large_is_cut() {
        let mut integers = Vec::new();
        steps(&[1e30, -1e30, 0.5, f32::NAN, 0.0, 0.0, 0.0, 1.0], &mut integers);
        assert_eq!(integers[0].to_array()[..3], [31 * 1024, -31 * 1024, 512]);
    }
}
