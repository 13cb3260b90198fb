//! The layers of the network in training, forth and back.

use super::matrix::{add_rows, lanes, multiply, multiply_across, repeat, scale};
use super::network::{Drop, Example, Gradient, Network};
use crate::random::Random;
use copydesk_extract::model::{gate, inverse_size, squash};
use std::ops::Range;

/// A sentence's place among the vectors of all sentences read together.
pub(super) struct Place<'e> {
    pub(super) example: &'e Example,
    pub(super) at: Range<usize>,
}

/// What is kept of a reading for the way back.
pub(super) struct Reading<'e> {
    pub(super) places: Vec<Place<'e>>,
    rows: Vec<Vec<u32>>,
    input_mask: Vec<f32>,
    layers: Vec<Kept>,
    pub(super) sizes: Vec<f32>,
    pub(super) normed: Vec<f32>,
}

/// What a layer keeps for the way back.
struct Kept {
    sizes: Vec<f32>,
    normed: Vec<f32>,
    mixed: Vec<f32>,
    gates: Vec<f32>,
    held: Vec<f32>,
    mask: Vec<f32>,
}

impl Network {
    /// Lets the words of some sentences hear of each other.
    pub(super) fn read<'e>(
        &self,
        examples: &[&'e Example],
        rows: Vec<Vec<u32>>,
        drop: Drop,
        random: &mut Random,
    ) -> Reading<'e> {
        let d = self.sizes.width;
        let mut end = 0;
        let places: Vec<Place<'_>> = examples
            .iter()
            .map(|example| {
                end += example.rows.len() + 1;
                Place { example, at: end - example.rows.len() - 1..end }
            })
            .collect();
        let mut x = vec![0.0; end * d];
        for (x, rows) in x.chunks_exact_mut(d).zip(&rows) {
            for row in rows {
                for (x, w) in x.iter_mut().zip(&self.table[*row as usize * d..]) {
                    *x += w;
                }
            }
        }
        let input_mask = mask(x.len(), drop.inputs, random);
        scale(&mut x, &input_mask);
        let mut layers = Vec::new();
        for layer in 0..self.sizes.layers {
            let layer = self.layer(layer, &x, &places, mask(x.len(), drop.layers, random));
            for ((x, held), mask) in x.iter_mut().zip(&layer.held).zip(&layer.mask) {
                *x += held * mask;
            }
            layers.push(layer);
        }
        let (sizes, normed) = norm(&x, d);
        Reading { places, rows, input_mask, layers, sizes, normed }
    }

    /// The way back through all layers.
    pub(super) fn read_back(&self, reading: &Reading<'_>, back_normed: &[f32], gradient: &mut Gradient) {
        let d = self.sizes.width;
        let mut back = vec![0.0; back_normed.len()];
        norm_back(&reading.normed, &reading.sizes, back_normed, d, &mut back);
        for (at, layer) in reading.layers.iter().enumerate().rev() {
            self.layer_back(at, layer, &reading.places, &mut back, &mut gradient.dense);
        }
        scale(&mut back, &reading.input_mask);
        gradient.words = reading.rows.iter().cloned().zip(back.chunks_exact(d).map(<[f32]>::to_vec)).collect();
    }

    fn layer(&self, layer: usize, x: &[f32], places: &[Place<'_>], mask: Vec<f32>) -> Kept {
        let d = self.sizes.width;
        let half = d / 2;
        let [taps, gates, biases] = &self.layout.layers[layer];
        let taps = &self.dense[taps.clone()];
        let (sizes, normed) = norm(x, d);
        let mut mixed = vec![0.0; x.len()];
        for place in places {
            for t in place.at.clone() {
                let out = &mut mixed[t * d..(t + 1) * d];
                for (tap, near) in [(0, t.wrapping_sub(1)), (1, t), (2, t + 1)] {
                    if place.at.contains(&near) {
                        for ((out, x), w) in out.iter_mut().zip(&normed[near * d..]).zip(&taps[tap * d..(tap + 1) * d])
                        {
                            *out += x * w;
                        }
                    }
                }
            }
        }
        let mut states = repeat(&self.dense[biases.clone()], x.len() / d);
        multiply(&mixed, d, &self.dense[gates.clone()], &mut states);
        for states in states.chunks_exact_mut(d) {
            states[..half].iter_mut().for_each(|x| *x = gate(*x));
            states[half..].iter_mut().for_each(|x| *x = squash(*x));
        }
        let mut held = vec![0.0; x.len()];
        for place in places {
            let mut forward = vec![0.0; half];
            let mut backward = vec![0.0; half];
            for t in place.at.clone() {
                hold(&states[2 * t * d..][..d], &mut forward, &mut held[t * d..][..half]);
            }
            for t in place.at.clone().rev() {
                hold(&states[(2 * t + 1) * d..][..d], &mut backward, &mut held[t * d + half..][..half]);
            }
        }
        Kept { sizes, normed, mixed, gates: states, held, mask }
    }

    fn layer_back(&self, at: usize, kept: &Kept, places: &[Place<'_>], back: &mut [f32], gradient: &mut [f32]) {
        let d = self.sizes.width;
        let half = d / 2;
        let [taps, gates, biases] = &self.layout.layers[at];
        let mut back_held = back.to_vec();
        scale(&mut back_held, &kept.mask);
        let mut back_gates = vec![0.0; kept.gates.len()];
        let none = vec![0.0; half];
        for place in places {
            let mut carry = vec![0.0; half];
            for t in place.at.clone().rev() {
                let before = if t > place.at.start { &kept.held[(t - 1) * d..][..half] } else { &none };
                let (own, own_back) = (&kept.gates[2 * t * d..][..d], &mut back_gates[2 * t * d..][..d]);
                hold_back(own, before, &back_held[t * d..][..half], &mut carry, own_back);
            }
            carry.fill(0.0);
            for t in place.at.clone() {
                let before = if t + 1 < place.at.end { &kept.held[(t + 1) * d + half..][..half] } else { &none };
                let (own, own_back) = (&kept.gates[(2 * t + 1) * d..][..d], &mut back_gates[(2 * t + 1) * d..][..d]);
                hold_back(own, before, &back_held[t * d + half..][..half], &mut carry, own_back);
            }
        }
        multiply_across(&kept.mixed, d, &back_gates, &mut gradient[gates.clone()]);
        add_rows(&back_gates, &mut gradient[biases.clone()]);
        let mut back_mixed = vec![0.0; back.len()];
        multiply(&back_gates, 2 * d, &self.turned[gates.clone()], &mut back_mixed);
        let mut back_normed = vec![0.0; back.len()];
        let (weights, weights_back) = (&self.dense[taps.clone()], &mut gradient[taps.clone()]);
        for place in places {
            for t in place.at.clone() {
                let back_mixed = &back_mixed[t * d..(t + 1) * d];
                for (tap, near) in [(0, t.wrapping_sub(1)), (1, t), (2, t + 1)] {
                    if place.at.contains(&near) {
                        let weights_back = &mut weights_back[tap * d..(tap + 1) * d];
                        for ((w, x), b) in weights_back.iter_mut().zip(&kept.normed[near * d..]).zip(back_mixed) {
                            *w += x * b;
                        }
                        let weights = &weights[tap * d..(tap + 1) * d];
                        for ((x, w), b) in back_normed[near * d..(near + 1) * d].iter_mut().zip(weights).zip(back_mixed)
                        {
                            *x += w * b;
                        }
                    }
                }
            }
        }
        norm_back(&kept.normed, &kept.sizes, &back_normed, d, back);
    }
}

/// One step of the recurrence: `states` are gates, then contents.
fn hold(states: &[f32], held: &mut [f32], out: &mut [f32]) {
    let (gates, contents) = states.split_at(held.len());
    for (((held, gate), content), out) in held.iter_mut().zip(gates).zip(contents).zip(out) {
        *held += gate * (content - *held);
        *out = *held;
    }
}

/// The way back through one step. `carry` is what later steps ask of this one's result.
fn hold_back(states: &[f32], before: &[f32], back: &[f32], carry: &mut [f32], out: &mut [f32]) {
    let half = before.len();
    let (gates, contents) = states.split_at(half);
    let (back_gates, back_contents) = out.split_at_mut(half);
    for i in 0..half {
        let asked = back[i] + carry[i];
        let steep = |x: f32| (1.0 - x.abs()) * (1.0 - x.abs());
        back_gates[i] = asked * (contents[i] - before[i]) * 0.5 * steep(2.0 * gates[i] - 1.0);
        back_contents[i] = asked * gates[i] * steep(contents[i]);
        carry[i] = asked * (1.0 - gates[i]);
    }
}

/// Factors that drop a share of the numbers and strengthen the others.
pub(super) fn mask(n: usize, share: f32, random: &mut Random) -> Vec<f32> {
    if share == 0.0 {
        return vec![1.0; n];
    }
    (0..n).map(|_| if random.unit() < share { 0.0 } else { 1.0 / (1.0 - share) }).collect()
}

fn norm(x: &[f32], width: usize) -> (Vec<f32>, Vec<f32>) {
    let sizes: Vec<f32> = x.chunks_exact(width).map(inverse_size).collect();
    let normed = x.chunks_exact(width).zip(&sizes).flat_map(|(x, size)| x.iter().map(move |x| x * size)).collect();
    (sizes, normed)
}

/// Adds what a norm asks of its inputs to `out`.
fn norm_back(normed: &[f32], sizes: &[f32], back: &[f32], width: usize, out: &mut [f32]) {
    let rows = normed.chunks_exact(width).zip(back.chunks_exact(width)).zip(sizes);
    for (out, ((normed, back), size)) in out.chunks_exact_mut(width).zip(rows) {
        let along = lanes(normed, back) / width as f32;
        for ((out, x), b) in out.iter_mut().zip(normed).zip(back) {
            *out += size * (b - x * along);
        }
    }
}
