//! How a network is taught: batches, steps down the gradient, rounds.

use super::adam::{self, Adam};
use super::network::{Example, Gradient, Network};
use crate::random::Random;
use rayon::prelude::*;

/// Every step is the sum of so many parts, however many threads there are: the same numbers everywhere.
const SHARDS: usize = 4;

/// How to go over examples.
#[derive(Clone, Copy)]
pub(super) struct Course {
    /// What people are told.
    pub(super) name: &'static str,
    pub(super) rounds: usize,
    /// Words in a batch, about.
    pub(super) batch: usize,
    /// The largest usual change of a weight in a step; it falls to nothing towards the end.
    pub(super) rate: f32,
    pub(super) seed: u64,
}

/// Tells what a network is to change by: from some sentences, by the weight of each word.
type Lesson<'l> = dyn Fn(&Network, &[&Example], f32, &mut Random) -> Gradient + Sync + 'l;

/// Goes over all examples some times, by ever smaller steps.
pub(super) fn teach(network: &mut Network, examples: &[&Example], course: Course, lesson: &Lesson<'_>) {
    let mut random = Random::new(course.seed);
    let mut school = School::new(network);
    let batches = batches(examples, course.batch, &mut random);
    let steps = batches.len() * course.rounds;
    let mut order: Vec<usize> = (0..batches.len()).collect();
    for round in 0..course.rounds {
        random.shuffle(&mut order);
        let mut loss = 0.0;
        for (at, batch) in order.iter().enumerate() {
            let step = round * batches.len() + at;
            let pace = (step as f32 / (steps as f32 * 0.03)).min(1.0) * (1.0 - step as f32 / steps as f32);
            let chosen: Vec<&Example> = batches[*batch].iter().map(|e| examples[*e]).collect();
            loss += school.step(network, &chosen, lesson, course.rate * pace, step, random.next());
        }
        tell(course.name, round, loss / batches.len() as f32);
    }
}

/// Sentences in batches of about so many words.
fn batches(examples: &[&Example], words: usize, random: &mut Random) -> Vec<Vec<usize>> {
    let mut order: Vec<usize> = (0..examples.len()).collect();
    random.shuffle(&mut order);
    let mut batches = vec![Vec::new()];
    let mut count = 0;
    for example in order {
        if count >= words {
            batches.push(Vec::new());
            count = 0;
        }
        count += examples[example].rows.len();
        let last = batches.len() - 1;
        batches[last].push(example);
    }
    batches
}

/// Sentences in parts of about the same length.
fn shards<'b, 'e>(examples: &'b [&'e Example]) -> [&'b [&'e Example]; SHARDS] {
    let words: usize = examples.iter().map(|e| e.rows.len()).sum();
    let (mut rest, mut read) = (examples, 0);
    std::array::from_fn(|shard| {
        let fits = |e: &&&Example| {
            read += e.rows.len();
            // A sentence belongs to the part in which its middle lies.
            shard + 1 == SHARDS || (read - e.rows.len() / 2) * SHARDS <= words * (shard + 1)
        };
        let (own, after) = rest.split_at(rest.iter().take_while(fits).count());
        rest = after;
        read = examples[..examples.len() - rest.len()].iter().map(|e| e.rows.len()).sum();
        own
    })
}

/// What teaches a network.
struct School {
    dense: Adam,
    table: Adam,
    /// What each row of the table is to change by; nothing between steps.
    pulls: Vec<f32>,
    is_pulled: Vec<bool>,
}

impl School {
    fn new(network: &Network) -> Self {
        Self {
            dense: Adam::new(network.dense.len()),
            table: Adam::new(network.table.len()),
            pulls: vec![0.0; network.table.len()],
            is_pulled: vec![false; network.table.len()],
        }
    }

    /// Learns from some sentences at once; the loss.
    fn step(
        &mut self,
        network: &mut Network,
        examples: &[&Example],
        lesson: &Lesson<'_>,
        rate: f32,
        step: usize,
        seed: u64,
    ) -> f32 {
        let words: usize = examples.iter().map(|e| e.rows.len()).sum();
        let weight = 1.0 / words.max(1) as f32;
        let learn =
            |(shard, part): (usize, &[&Example])| lesson(network, part, weight, &mut Random::new(seed ^ shard as u64));
        let gradients: Vec<Gradient> = shards(examples).into_par_iter().enumerate().map(learn).collect();
        let rate = rate * adam::warmth(step);
        let dense: Vec<&[f32]> = gradients.iter().map(|g| &g.dense[..]).collect();
        self.dense.change_all(&mut network.dense, &dense, rate);
        self.change_table(network, gradients.iter().flat_map(|g| &g.words), rate);
        network.turn();
        gradients.iter().map(|g| g.loss).sum()
    }

    fn change_table<'g>(
        &mut self,
        network: &mut Network,
        words: impl Iterator<Item = &'g (Vec<u32>, Vec<f32>)>,
        rate: f32,
    ) {
        let mut pulled = Vec::new();
        let mut width = 1;
        for (rows, pull) in words {
            width = pull.len();
            for row in rows {
                if !std::mem::replace(&mut self.is_pulled[*row as usize], true) {
                    pulled.push(*row as usize);
                }
                let sums = &mut self.pulls[*row as usize * width..(*row as usize + 1) * width];
                sums.iter_mut().zip(pull).for_each(|(sum, x)| *sum += x);
            }
        }
        for row in pulled {
            let sums = &mut self.pulls[row * width..(row + 1) * width];
            self.table.change(&mut network.table, row * width, sums, rate);
            sums.fill(0.0);
            self.is_pulled[row] = false;
        }
    }
}

#[expect(clippy::print_stderr, reason = "progress for people")]
fn tell(name: &str, round: usize, loss: f32) {
    eprintln!("  {name}, round {round}: loss {loss:.4}");
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Every sentence is in one part, in order, and no part is much longer than its share.
    #[test]
    fn parts_are_of_about_the_same_length() {
        let lengths = [7, 31, 4, 12, 18, 25, 3, 40, 9, 22, 14, 5];
        let examples: Vec<Example> =
            lengths.iter().map(|n| Example { rows: vec![Default::default(); *n], ..Example::default() }).collect();
        let examples: Vec<&Example> = examples.iter().collect();
        let parts = shards(&examples).map(|part| part.iter().map(|e| e.rows.len()).collect::<Vec<_>>());
        assert_eq!(parts.concat(), lengths);
        for part in parts {
            assert!(part.iter().sum::<usize>().abs_diff(lengths.iter().sum::<usize>() / SHARDS) <= 20, "{part:?}");
        }
        assert_eq!(shards(&examples[..1]).map(<[_]>::len).iter().sum::<usize>(), 1);
    }
}
