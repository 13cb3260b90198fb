//! Steps down the gradient, each weight at its own pace (Kingma and Ba 2015).

const BETA_1: f32 = 0.9;
const BETA_2: f32 = 0.99;

/// What is remembered of the gradients of some weights: their mean and their mean square.
pub(super) struct Adam {
    mean: Vec<f32>,
    square: Vec<f32>,
}

impl Adam {
    pub(super) fn new(weights: usize) -> Self {
        Self { mean: vec![0.0; weights], square: vec![0.0; weights] }
    }

    /// Changes the weights from `first` on; `rate` is the largest usual change.
    pub(super) fn change(&mut self, weights: &mut [f32], first: usize, gradient: &[f32], rate: f32) {
        let range = first..first + gradient.len();
        let moments = self.mean[range.clone()].iter_mut().zip(&mut self.square[range.clone()]);
        for ((weight, (mean, square)), g) in weights[range].iter_mut().zip(moments).zip(gradient) {
            *mean += (1.0 - BETA_1) * (g - *mean);
            *square += (1.0 - BETA_2) * (g * g - *square);
            *weight -= rate * *mean / (square.sqrt() + 1e-8);
        }
    }
}

/// By how much the first steps are too cautious, since nothing is remembered yet.
pub(super) fn warmth(step: usize) -> f32 {
    let step = (step as i32 + 1).min(10_000);
    (1.0 - BETA_2.powi(step)).sqrt() / (1.0 - BETA_1.powi(step))
}
