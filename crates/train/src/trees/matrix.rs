//! Products of matrices for training, row after row: sums always run in the same order, so that the same numbers come out
//! on every machine, and side by side, so that it does several at once.

use std::ops::Range;

/// Rows of the result made together.
const ROWS: usize = 4;
/// Columns of the result made together.
const COLUMNS: usize = 16;

/// Adds x·w to `out`; `w` has `x`'s width as rows, and `out`'s width as columns.
pub(super) fn multiply(x: &[f32], width: usize, w: &[f32], out: &mut [f32]) {
    let columns = w.len() / width;
    // Columns are laid close together, since memory far apart is slow; missing ones are nothing.
    let mut near = vec![[0.0; COLUMNS]; width];
    for first in (0..columns).step_by(COLUMNS) {
        let some = COLUMNS.min(columns - first);
        for (near, w) in near.iter_mut().zip(w.chunks_exact(columns)) {
            near[..some].copy_from_slice(&w[first..first + some]);
        }
        for (x, out) in x.chunks(ROWS * width).zip(out.chunks_mut(ROWS * columns)) {
            if x.len() == ROWS * width {
                tile::<ROWS>(x, &near, out, columns, first..first + some);
            } else {
                for (x, out) in x.chunks(width).zip(out.chunks_mut(columns)) {
                    tile::<1>(x, &near, out, columns, first..first + some);
                }
            }
        }
    }
}

/// Some rows and columns of a product.
#[inline]
fn tile<const N: usize>(x: &[f32], w: &[[f32; COLUMNS]], out: &mut [f32], width: usize, columns: Range<usize>) {
    let mut sums = [[0.0f32; COLUMNS]; N];
    let rows: [&[f32]; N] = std::array::from_fn(|r| &x[r * w.len()..(r + 1) * w.len()]);
    for (at, w) in w.iter().enumerate() {
        for (sums, row) in sums.iter_mut().zip(rows) {
            let x = row[at];
            for (sum, w) in sums.iter_mut().zip(w) {
                *sum += x * w;
            }
        }
    }
    for (sums, out) in sums.iter().zip(out.chunks_exact_mut(width)) {
        for (out, sum) in out[columns.clone()].iter_mut().zip(sums) {
            *out += sum;
        }
    }
}

/// Adds xᵀ·y to `out`: what each weight is to change by, from a layer's inputs and what its outputs are to change by.
pub(super) fn multiply_across(x: &[f32], width: usize, y: &[f32], out: &mut [f32]) {
    let rows = x.len() / width;
    let mut turned = vec![0.0; x.len()];
    transpose(x, rows, &mut turned);
    multiply(&turned, rows, y, out);
}

/// Rows become columns.
pub(super) fn transpose(w: &[f32], rows: usize, out: &mut [f32]) {
    let columns = w.len() / rows;
    for (r, row) in w.chunks_exact(columns).enumerate() {
        for (c, x) in row.iter().enumerate() {
            out[c * rows + r] = *x;
        }
    }
}

/// Adds every row of `x` to `out`.
pub(super) fn add_rows(x: &[f32], out: &mut [f32]) {
    for row in x.chunks_exact(out.len()) {
        for (out, x) in out.iter_mut().zip(row) {
            *out += x;
        }
    }
}

/// Multiplies every number.
pub(super) fn weigh(x: &mut [f32], weight: f32) {
    for x in x {
        *x *= weight;
    }
}

/// Multiplies number by number.
pub(super) fn scale(x: &mut [f32], factors: &[f32]) {
    x.iter_mut().zip(factors).for_each(|(x, f)| *x *= f);
}

/// A row, `n` times.
pub(super) fn repeat(row: &[f32], n: usize) -> Vec<f32> {
    row.iter().copied().cycle().take(row.len() * n).collect()
}

/// A scalar product, eight numbers at a time.
pub(super) fn lanes(a: &[f32], b: &[f32]) -> f32 {
    let mut sums = [0.0f32; 8];
    for (a, b) in a.chunks_exact(8).zip(b.chunks_exact(8)) {
        for ((sum, a), b) in sums.iter_mut().zip(a).zip(b) {
            *sum += a * b;
        }
    }
    ((sums[0] + sums[4]) + (sums[2] + sums[6])) + ((sums[1] + sums[5]) + (sums[3] + sums[7]))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn products_are_what_they_are_by_definition() {
        let (n, width, columns) = (7, 6, 19);
        let number = |i: usize| ((i * 37 % 19) as f32 - 9.0) / 4.0;
        let x: Vec<f32> = (0..n * width).map(number).collect();
        let w: Vec<f32> = (0..width * columns).map(|i| number(i + 5)).collect();
        let mut out = vec![1.0; n * columns];
        multiply(&x, width, &w, &mut out);
        let mut across = vec![1.0; width * columns];
        multiply_across(&x, width, &out, &mut across);
        let mut turned = vec![0.0; w.len()];
        transpose(&w, width, &mut turned);
        for t in 0..n {
            for c in 0..columns {
                let sum: f32 = (0..width).map(|k| x[t * width + k] * turned[c * width + k]).sum();
                assert!((out[t * columns + c] - 1.0 - sum).abs() < 1e-3);
            }
        }
        for k in 0..width {
            for c in 0..columns {
                let sum: f32 = (0..n).map(|t| x[t * width + k] * out[t * columns + c]).sum();
                assert!((across[k * columns + c] - 1.0 - sum).abs() < 1e-2);
            }
        }
    }
}
