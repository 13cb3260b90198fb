//! A recurrent layer of the parser's network, by which the words of a sentence hear of each other.
//!
//! Everything here is compiled twice (see `Parser::parse`), hence the insistence on inlining.

#![expect(clippy::inline_always, reason = "compiled once more for wide registers: see `Parser::parse`")]

use crate::model::{Cursor, MAX_WIDTH, Matrix, ModelError, gates, inverse_size, squashed};
use wide::f32x8;

/// Vectors are worked through by eights.
pub(super) const EIGHT: usize = 8;

/// A word and its two neighbours, weighed number by number; then, in each direction, a gate that says how much of the past
/// is replaced, and by what.
#[derive(Clone, Debug)]
pub(super) struct Layer {
    /// Weights of the word before, of the word and of the word after.
    taps: [Vec<f32>; 3],
    /// To gates and contents forwards, then backwards.
    pub(super) gates: Matrix,
}

impl Layer {
    pub(super) fn read(cursor: &mut Cursor<'_>, width: usize) -> Result<Self, ModelError> {
        let taps = [cursor.reals(width)?, cursor.reals(width)?, cursor.reals(width)?];
        Ok(Self { taps, gates: Matrix::read(cursor, width, 2 * width)? })
    }

    /// Adds to each vector its neighbours, weighed number by number.
    #[inline(always)]
    pub(super) fn mix(&self, x: &[f32], out: &mut Vec<f32>) {
        let width = self.taps[1].len();
        out.clear();
        for x in x.chunks_exact(width) {
            out.extend(x.iter().zip(&self.taps[1]).map(|(x, weight)| x * weight));
        }
        for (out, before) in out.chunks_exact_mut(width).skip(1).zip(x.chunks_exact(width)) {
            add_weighed(before, &self.taps[0], out);
        }
        for (out, after) in out.chunks_exact_mut(width).zip(x.chunks_exact(width).skip(1)) {
            add_weighed(after, &self.taps[2], out);
        }
    }

    /// Runs the recurrence in both directions and adds what it holds to each vector: the forward one to the first half of
    /// its numbers, the backward one to the second.
    #[inline(always)]
    pub(super) fn recur(&self, gates: &[f32], x: &mut [f32]) {
        let width = self.taps[1].len();
        let half = width / 2;
        let mut held = [0.0; MAX_WIDTH];
        let (forward, backward) = held.split_at_mut(half);
        for (x, gates) in x.chunks_exact_mut(width).zip(gates.chunks_exact(2 * width)) {
            hold(&gates[..width], forward, &mut x[..half]);
        }
        for (x, gates) in x.chunks_exact_mut(width).zip(gates.chunks_exact(2 * width)).rev() {
            hold(&gates[width..], &mut backward[..half], &mut x[half..]);
        }
    }
}

#[inline(always)]
fn add_weighed(x: &[f32], weights: &[f32], out: &mut [f32]) {
    let [x, weights] = [x, weights].map(|x| x.as_chunks::<EIGHT>().0);
    for ((out, x), weights) in out.as_chunks_mut::<EIGHT>().0.iter_mut().zip(x).zip(weights) {
        *out = (f32x8::new(*out) + f32x8::new(*x) * f32x8::new(*weights)).to_array();
    }
}

#[inline(always)]
fn hold(opened: &[f32], held: &mut [f32], x: &mut [f32]) {
    let (opened, contents) = opened.split_at(held.len());
    let [opened, contents] = [opened, contents].map(|x| x.as_chunks::<EIGHT>().0);
    let (held, _) = held.as_chunks_mut::<EIGHT>();
    let (x, _) = x.as_chunks_mut::<EIGHT>();
    for (((held, opened), contents), x) in held.iter_mut().zip(opened).zip(contents).zip(x) {
        let before = f32x8::new(*held);
        let now = before + gates(f32x8::new(*opened)) * (squashed(f32x8::new(*contents)) - before);
        *held = now.to_array();
        *x = (f32x8::new(*x) + now).to_array();
    }
}

/// Brings every vector to size one (root mean square).
#[inline(always)]
pub(super) fn norm(x: &[f32], width: usize, out: &mut Vec<f32>) {
    out.clear();
    for x in x.chunks_exact(width) {
        let scale = inverse_size(x);
        out.extend(x.iter().map(|x| x * scale));
    }
}
