//! Steps down the gradient, each weight at its own pace (Kingma and Ba 2015).

use rayon::prelude::*;

const BETA_1: f32 = 0.9;
const BETA_2: f32 = 0.99;
/// Weights that one thread changes at once.
const TOGETHER: usize = 1 << 13;

/// What is remembered of the gradients of some weights: their mean and their mean square.
pub(super) struct Adam {
    mean: Vec<f32>,
    square: Vec<f32>,
}

impl Adam {
    pub(super) fn new(weights: usize) -> Self {
        Self { mean: vec![0.0; weights], square: vec![0.0; weights] }
    }

    /// Changes all weights by the sum of gradients; `rate` is the largest usual change.
    pub(super) fn change_all(&mut self, weights: &mut [f32], gradients: &[&[f32]], rate: f32) {
        let moments = self.mean.par_chunks_mut(TOGETHER).zip(self.square.par_chunks_mut(TOGETHER));
        moments.zip(weights.par_chunks_mut(TOGETHER)).enumerate().for_each(|(at, ((mean, square), weights))| {
            let mut sums = vec![0.0; weights.len()];
            for gradient in gradients {
                sums.iter_mut().zip(&gradient[at * TOGETHER..]).for_each(|(sum, g)| *sum += g);
            }
            change(mean, square, weights, &sums, rate);
        });
    }

    /// Changes the weights from `first` on.
    pub(super) fn change(&mut self, weights: &mut [f32], first: usize, gradient: &[f32], rate: f32) {
        let range = first..first + gradient.len();
        change(&mut self.mean[range.clone()], &mut self.square[range.clone()], &mut weights[range], gradient, rate);
    }
}

fn change(mean: &mut [f32], square: &mut [f32], weights: &mut [f32], gradient: &[f32], rate: f32) {
    for ((weight, (mean, square)), g) in weights.iter_mut().zip(mean.iter_mut().zip(square)).zip(gradient) {
        *mean += (1.0 - BETA_1) * (g - *mean);
        *square += (1.0 - BETA_2) * (g * g - *square);
        *weight -= rate * *mean / (square.sqrt() + 1e-8);
    }
}

/// By how much the first steps are too cautious, since nothing is remembered yet.
pub(super) fn warmth(step: usize) -> f32 {
    let step = (step as i32 + 1).min(10_000);
    (1.0 - BETA_2.powi(step)).sqrt() / (1.0 - BETA_1.powi(step))
}
