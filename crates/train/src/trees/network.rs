//! The parser's network in training: the same layers as in use (`copydesk_extract::syntax::parsing`), on real numbers, with
//! parts of them dropped at random, and what every weight is to change by (back-propagation).

use super::encoder::{Reading, mask};
use super::matrix::{add_rows, lanes, multiply, multiply_across, repeat, scale, transpose, weigh};
use crate::random::Random;
use copydesk_extract::model::{Embeddings, Matrix};
use copydesk_extract::syntax::Relation;
use copydesk_extract::syntax::parsing::{DISTANCES, FEATURES, Sizes, distance};
use std::ops::Range;

/// A sentence to learn from.
#[derive(Clone, Debug, Default)]
pub(super) struct Example {
    /// Rows of the table for each word, without the root.
    pub(super) rows: Vec<[u32; FEATURES]>,
    /// The governor of each word, counted from the root at 0.
    pub(super) heads: Vec<u32>,
    /// The relation of each word, by its place in the network's list.
    pub(super) relations: Vec<u8>,
    /// The word class of each word, in raw text, which knows neither governors nor relations.
    pub(super) classes: Vec<u16>,
}

/// How much is dropped, as shares.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Drop {
    /// Of the words (their other features stay).
    pub(super) words: f32,
    /// Of each other feature.
    pub(super) features: f32,
    /// Of the numbers that stand for a word, before the first layer.
    pub(super) inputs: f32,
    /// Of what a layer adds.
    pub(super) layers: f32,
    /// Of what words show to one another.
    pub(super) shown: f32,
}

/// Where each kind of weights lies among all.
#[derive(Clone, Debug)]
pub(super) struct Layout {
    /// Taps, matrix and biases of each layer.
    pub(super) layers: Vec<[Range<usize>; 3]>,
    show: Range<usize>,
    show_bias: Range<usize>,
    label: Range<usize>,
    label_bias: Range<usize>,
    guess: Range<usize>,
    guess_bias: Range<usize>,
    total: usize,
}

impl Layout {
    fn of(sizes: Sizes, relations: usize, classes: usize) -> Self {
        let mut total = 0;
        let mut next = |n: usize| {
            total += n;
            total - n..total
        };
        let d = sizes.width;
        let layers = (0..sizes.layers).map(|_| [next(3 * d), next(2 * d * d), next(2 * d)]).collect();
        let (show, show_bias) = (next(d * sizes.shown()), next(sizes.shown()));
        let (label, label_bias) = (next(sizes.label * relations), next(relations));
        let (guess, guess_bias) = (next(d * classes), next(classes));
        Self { layers, show, show_bias, label, label_bias, guess, guess_bias, total }
    }
}

/// All weights.
pub(super) struct Network {
    pub(super) sizes: Sizes,
    relations: Vec<Relation>,
    pub(super) layout: Layout,
    /// The vectors of features, row by row.
    pub(super) table: Vec<f32>,
    /// Rows that stand for what is too rare, by place, and the row of the root.
    unknown: [u32; FEATURES],
    root: u32,
    /// Everything else.
    pub(super) dense: Vec<f32>,
    /// The matrices of `dense` with rows and columns changed, at the same places.
    pub(super) turned: Vec<f32>,
}

/// What the weights are to change by, from some sentences.
#[derive(Default)]
pub(super) struct Gradient {
    pub(super) dense: Vec<f32>,
    /// Rows of the table that were used, with what each is to change by: the same for all rows of a word.
    pub(super) words: Vec<(Vec<u32>, Vec<f32>)>,
    pub(super) loss: f32,
}

impl Network {
    /// With random weights; `classes` is above all numbers of word classes that are to be guessed.
    pub(super) fn new(
        sizes: Sizes,
        relations: Vec<Relation>,
        classes: usize,
        rows: usize,
        unknown: [u32; FEATURES],
        root: u32,
        random: &mut Random,
    ) -> Self {
        let layout = Layout::of(sizes, relations.len(), classes);
        let mut dense = vec![0.0; layout.total];
        let d = sizes.width;
        let mut fill = |weights: &mut [f32], reach: f32| {
            for weight in weights {
                *weight = (random.unit() * 2.0 - 1.0) * reach;
            }
        };
        let reach = |inputs: usize, outputs: usize| (6.0 / (inputs + outputs) as f32).sqrt();
        for [taps, gates, biases] in &layout.layers {
            for (at, tap) in dense[taps.clone()].iter_mut().enumerate() {
                *tap = if at / d == 1 { 1.0 } else { 0.3 };
            }
            fill(&mut dense[gates.clone()], reach(d, d));
            // Some numbers forget at once, others hold for long.
            let half = d / 2;
            for (at, bias) in dense[biases.clone()].iter_mut().enumerate() {
                if (at / half).is_multiple_of(2) {
                    *bias = 1.0 - 5.0 * (at % half) as f32 / half as f32;
                }
            }
        }
        // Small, so that no arc seems certain before anything is known.
        fill(&mut dense[layout.show.clone()], reach(d, sizes.arc) * 0.3);
        fill(&mut dense[layout.label.clone()], reach(sizes.label, relations.len()));
        fill(&mut dense[layout.guess.clone()], reach(d, classes));
        let mut table = vec![0.0; rows * d];
        fill(&mut table, 0.1);
        let turned = vec![0.0; layout.total];
        let mut network = Self { sizes, relations, layout, table, unknown, root, dense, turned };
        network.turn();
        network
    }

    /// To be called when the weights have changed.
    pub(super) fn turn(&mut self) {
        let d = self.sizes.width;
        let layout = &self.layout;
        let matrices = layout.layers.iter().map(|l| (&l[1], d));
        for (range, rows) in matrices.chain([(&layout.show, d), (&layout.label, self.sizes.label), (&layout.guess, d)])
        {
            transpose(&self.dense[range.clone()], rows, &mut self.turned[range.clone()]);
        }
    }

    /// All weights, as they are in training.
    pub(super) fn bytes(&self) -> Vec<u8> {
        self.table.iter().chain(&self.dense).flat_map(|x| x.to_le_bytes()).collect()
    }

    /// Takes weights that [`Self::bytes`] gave.
    pub(super) fn put(&mut self, bytes: &[u8]) {
        let numbers = bytes.as_chunks::<4>().0.iter().map(|x| f32::from_le_bytes(*x));
        self.table.iter_mut().chain(&mut self.dense).zip(numbers).for_each(|(weight, x)| *weight = x);
        self.turn();
    }

    /// The sections of the model file; `keys` are those of the table's rows.
    pub(super) fn sections(&self, keys: &[u32]) -> [Vec<u8>; 2] {
        let Sizes { width, layers, arc, label } = self.sizes;
        let mut rows: Vec<(u32, &[f32])> = keys.iter().copied().zip(self.table.chunks_exact(width)).collect();
        rows.sort_unstable_by_key(|r| r.0);
        let mut out = Vec::new();
        for n in [width, layers, arc, label, self.relations.len()] {
            out.extend((n as u32).to_le_bytes());
        }
        out.extend(self.relations.iter().map(|r| *r as u8));
        for [taps, gates, biases] in &self.layout.layers {
            out.extend(self.dense[taps.clone()].iter().flat_map(|x| x.to_le_bytes()));
            out.extend(Matrix::write(&self.dense[gates.clone()], &self.dense[biases.clone()]));
        }
        out.extend(Matrix::write(&self.dense[self.layout.show.clone()], &self.dense[self.layout.show_bias.clone()]));
        out.extend(Matrix::write(&self.dense[self.layout.label.clone()], &self.dense[self.layout.label_bias.clone()]));
        [Embeddings::write(&rows), out]
    }

    /// Reads annotated sentences and tells what the weights are to change by, where each word weighs `weight`.
    pub(super) fn learn(&self, examples: &[&Example], drop: Drop, weight: f32, random: &mut Random) -> Gradient {
        let mut gradient = Gradient { dense: vec![0.0; self.layout.total], ..Gradient::default() };
        if examples.is_empty() {
            return gradient;
        }
        let rows = self.rows(examples, drop, random);
        let reading = self.read(examples, rows, drop, random);
        let (d, shown_width) = (self.sizes.width, self.sizes.shown());
        let mut shown = repeat(&self.dense[self.layout.show_bias.clone()], reading.sizes.len());
        multiply(&reading.normed, d, &self.dense[self.layout.show.clone()], &mut shown);
        let mut shown_mask = mask(shown.len(), drop.shown, random);
        for mask in shown_mask.chunks_exact_mut(shown_width) {
            mask[2 * self.sizes.arc..2 * self.sizes.arc + DISTANCES].fill(1.0);
        }
        scale(&mut shown, &shown_mask);
        let mut back = vec![0.0; shown.len()];
        for place in &reading.places {
            let range = place.at.start * shown_width..place.at.end * shown_width;
            let (shown, back) = (&shown[range.clone()], &mut back[range]);
            gradient.loss += self.attach(place.example, shown, weight, back);
            gradient.loss += self.relate(place.example, shown, weight, back, &mut gradient.dense);
        }
        scale(&mut back, &shown_mask);
        self.project_back(&reading, &back, &self.layout.show, &self.layout.show_bias, &mut gradient);
        gradient
    }

    /// Reads raw sentences with words hidden, guesses the class of each hidden word, and tells what the weights are to
    /// change by. Most of what a parser has to know of words and their neighbours can be learned so.
    pub(super) fn guess(&self, examples: &[&Example], hide: f32, weight: f32, random: &mut Random) -> Gradient {
        let mut gradient = Gradient { dense: vec![0.0; self.layout.total], ..Gradient::default() };
        let mut rows = self.rows(examples, Drop::default(), random);
        let classes = examples.iter().flat_map(|e| [0].into_iter().chain(e.classes.iter().copied()));
        let mut hidden = Vec::new();
        for (at, (class, rows)) in classes.zip(&mut rows).enumerate() {
            if class > 0 && random.unit() < hide {
                rows.copy_from_slice(&self.unknown);
                hidden.push((at, class as usize));
            }
        }
        if hidden.is_empty() {
            return gradient;
        }
        let reading = self.read(examples, rows, Drop::default(), random);
        let d = self.sizes.width;
        let normed: Vec<f32> =
            hidden.iter().flat_map(|(at, _)| &reading.normed[at * d..(at + 1) * d]).copied().collect();
        let mut scores = repeat(&self.dense[self.layout.guess_bias.clone()], hidden.len());
        multiply(&normed, d, &self.dense[self.layout.guess.clone()], &mut scores);
        let classes = self.layout.guess_bias.len();
        for (scores, (_, class)) in scores.chunks_exact_mut(classes).zip(&hidden) {
            gradient.loss += surprise(scores, *class) * weight;
            weigh(scores, weight);
        }
        multiply_across(&normed, d, &scores, &mut gradient.dense[self.layout.guess.clone()]);
        add_rows(&scores, &mut gradient.dense[self.layout.guess_bias.clone()]);
        let mut back = vec![0.0; normed.len()];
        multiply(&scores, classes, &self.turned[self.layout.guess.clone()], &mut back);
        let mut back_normed = vec![0.0; reading.normed.len()];
        for ((at, _), back) in hidden.iter().zip(back.chunks_exact(d)) {
            back_normed[at * d..(at + 1) * d].copy_from_slice(back);
        }
        self.read_back(&reading, &back_normed, &mut gradient);
        gradient
    }

    /// The way back through a product with the matrix at `weights` and `biases`, and through all layers.
    fn project_back(
        &self,
        reading: &Reading<'_>,
        back: &[f32],
        weights: &Range<usize>,
        biases: &Range<usize>,
        gradient: &mut Gradient,
    ) {
        multiply_across(&reading.normed, self.sizes.width, back, &mut gradient.dense[weights.clone()]);
        add_rows(back, &mut gradient.dense[biases.clone()]);
        let mut back_normed = vec![0.0; reading.normed.len()];
        multiply(back, biases.len(), &self.turned[weights.clone()], &mut back_normed);
        self.read_back(reading, &back_normed, gradient);
    }

    /// The rows of each word, some of them replaced by those that stand for the unknown.
    fn rows(&self, examples: &[&Example], drop: Drop, random: &mut Random) -> Vec<Vec<u32>> {
        let mut all = Vec::new();
        for example in examples {
            all.push(vec![self.root]);
            for rows in &example.rows {
                let mut rows = rows.to_vec();
                for (place, row) in rows.iter_mut().enumerate() {
                    if random.unit() < if place == 0 { drop.words } else { drop.features } {
                        *row = self.unknown[place];
                    }
                }
                all.push(rows);
            }
        }
        all
    }

    /// Each word chooses its governor: the loss, and what it asks of what words show.
    fn attach(&self, example: &Example, shown: &[f32], weight: f32, back: &mut [f32]) -> f32 {
        let (arc, width) = (self.sizes.arc, self.sizes.shown());
        let n = example.heads.len() + 1;
        let mut loss = 0.0;
        let mut scores = vec![0.0; n];
        for dependent in 1..n {
            let own = &shown[dependent * width..(dependent + 1) * width];
            for (governor, score) in scores.iter_mut().enumerate() {
                let other = &shown[governor * width + arc..][..arc];
                let fit: f32 = lanes(&own[..arc], other);
                *score = fit + own[2 * arc + distance(dependent, governor)];
            }
            scores[dependent] = f32::NEG_INFINITY;
            let truth = example.heads[dependent - 1] as usize;
            loss += surprise(&mut scores, truth) * weight;
            for (governor, score) in scores.iter().enumerate() {
                let pull = *score * weight;
                if pull == 0.0 {
                    continue;
                }
                back[dependent * width + 2 * arc + distance(dependent, governor)] += pull;
                for i in 0..arc {
                    back[dependent * width + i] += pull * shown[governor * width + arc + i];
                    back[governor * width + arc + i] += pull * own[i];
                }
            }
        }
        loss
    }

    /// Each word chooses the relation to its true governor.
    fn relate(&self, example: &Example, shown: &[f32], weight: f32, back: &mut [f32], gradient: &mut [f32]) -> f32 {
        let (label, width) = (self.sizes.label, self.sizes.shown());
        let from = 2 * self.sizes.arc + DISTANCES;
        let n = example.heads.len();
        let kinds = self.relations.len();
        let mut hidden = Vec::with_capacity(n * label);
        for (at, head) in example.heads.iter().enumerate() {
            let own = &shown[(at + 1) * width + from..][..label];
            let other = &shown[*head as usize * width + from + label..][..label];
            hidden.extend(own.iter().zip(other).map(|(a, b)| (a + b).max(0.0)));
        }
        let mut scores = repeat(&self.dense[self.layout.label_bias.clone()], n);
        multiply(&hidden, label, &self.dense[self.layout.label.clone()], &mut scores);
        let mut loss = 0.0;
        for (scores, truth) in scores.chunks_exact_mut(kinds).zip(&example.relations) {
            loss += surprise(scores, *truth as usize) * weight;
            weigh(scores, weight);
        }
        multiply_across(&hidden, label, &scores, &mut gradient[self.layout.label.clone()]);
        add_rows(&scores, &mut gradient[self.layout.label_bias.clone()]);
        let mut back_hidden = vec![0.0; hidden.len()];
        multiply(&scores, kinds, &self.turned[self.layout.label.clone()], &mut back_hidden);
        for (at, head) in example.heads.iter().enumerate() {
            for i in 0..label {
                if hidden[at * label + i] > 0.0 {
                    let pull = back_hidden[at * label + i];
                    back[(at + 1) * width + from + i] += pull;
                    back[*head as usize * width + from + label + i] += pull;
                }
            }
        }
        loss
    }
}

/// Turns scores into what they are to change by (probabilities, less one for the truth); the loss.
fn surprise(scores: &mut [f32], truth: usize) -> f32 {
    let most = scores.iter().fold(f32::NEG_INFINITY, |a, b| a.max(*b));
    let mut sum = 0.0;
    for score in scores.iter_mut() {
        *score = (*score - most).exp();
        sum += *score;
    }
    for score in scores.iter_mut() {
        *score /= sum;
    }
    let loss = -scores[truth].max(1e-9).ln();
    scores[truth] -= 1.0;
    loss
}

#[cfg(test)]
mod tests {
    use super::*;

    fn toy() -> (Network, Vec<Example>) {
        let sizes = Sizes { width: 16, layers: 2, arc: 8, label: 8 };
        let relations = vec![Relation::Root, Relation::Nsubj, Relation::Obj];
        let unknown = std::array::from_fn(|place| place as u32);
        let network = Network::new(sizes, relations, 5, 40, unknown, FEATURES as u32, &mut Random::new(3));
        let mut random = Random::new(5);
        let mut example = |heads: &[u32]| Example {
            rows: heads.iter().map(|_| std::array::from_fn(|_| (random.next() % 40) as u32)).collect(),
            heads: heads.to_vec(),
            relations: heads.iter().map(|h| (*h % 3) as u8).collect(),
            classes: heads.iter().map(|h| (*h % 5) as u16).collect(),
        };
        let examples = vec![example(&[2, 0, 2, 3, 3]), example(&[0]), example(&[3, 3, 0, 3, 6, 4, 3])];
        (network, examples)
    }

    /// What back-propagation says is what the loss does when a weight is changed a little.
    #[test]
    fn gradients_are_those_of_the_loss() {
        let trees = |n: &Network, e: &[&Example]| n.learn(e, Drop::default(), 1.0, &mut Random::new(0));
        let classes = |n: &Network, e: &[&Example]| n.guess(e, 0.6, 1.0, &mut Random::new(0));
        check_gradients(&trees);
        check_gradients(&classes);
    }

    fn check_gradients(learn: &dyn Fn(&Network, &[&Example]) -> Gradient) {
        let (mut network, examples) = toy();
        let examples: Vec<&Example> = examples.iter().collect();
        let gradient = learn(&network, &examples);
        let mut of_rows = vec![0.0; network.table.len()];
        for (rows, pull) in &gradient.words {
            for row in rows {
                of_rows[*row as usize * 16..][..16].iter_mut().zip(pull).for_each(|(sum, x)| *sum += x);
            }
        }
        let loss = |network: &mut Network| {
            network.turn();
            learn(network, &examples).loss
        };
        let step = 2e-3;
        let check = |network: &mut Network, at: usize, in_table: bool, told: f32| {
            let mut change = |by: f32| {
                let weights = if in_table { &mut network.table } else { &mut network.dense };
                let before = weights[at];
                weights[at] += by;
                let loss = loss(network);
                let weights = if in_table { &mut network.table } else { &mut network.dense };
                weights[at] = before;
                loss
            };
            let found = (change(step) - change(-step)) / (2.0 * step);
            assert!((found - told).abs() < 0.01 + 0.02 * told.abs(), "weight {at}: {told}, but the loss says {found}");
        };
        for at in (0..network.dense.len()).step_by(7) {
            check(&mut network, at, false, gradient.dense[at]);
        }
        for at in (0..network.table.len()).step_by(11) {
            check(&mut network, at, true, of_rows[at]);
        }
    }

    /// Whatever is dropped, the same seed drops the same.
    #[test]
    fn the_same_seed_is_the_same_lesson() {
        let (network, examples) = toy();
        let examples: Vec<&Example> = examples.iter().collect();
        let drop = Drop { words: 0.3, features: 0.1, inputs: 0.2, layers: 0.2, shown: 0.2 };
        let learn = |seed| network.learn(&examples, drop, 1.0, &mut Random::new(seed));
        assert_eq!(learn(1).dense, learn(1).dense);
        assert_ne!(learn(1).dense, learn(2).dense);
    }
}
