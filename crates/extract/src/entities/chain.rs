//! A linear chain: the best labels of a stretch of tokens, and how probable each name in it is.
//!
//! Knows scores and which label may follow which; nothing of words.

use super::label::{LABELS, OUTSIDE, Position, label, may_follow, parts};

/// One score a label.
pub type Scores = [f32; LABELS];

/// Scores filled up with zeros, so that they add and multiply without a remainder.
type Wide = [f32; WIDTH];
const WIDTH: usize = 28;

/// Scores of label pairs; pairs that may not be hold [`FORBIDDEN`].
#[derive(Clone, Debug)]
pub struct Transitions {
    scores: Vec<f32>,
    /// Exponentials of the scores: by previous label, and by next label.
    weights: Vec<Wide>,
    turned: Vec<Wide>,
    /// For every label, the labels it may follow.
    before: Vec<Vec<u8>>,
}

/// The score of what may not be.
pub const FORBIDDEN: f32 = -1.0e4;

impl Default for Transitions {
    fn default() -> Self {
        Self::new(Vec::new())
    }
}

impl Transitions {
    /// From one score a pair, `[previous * LABELS + next]`; impossible pairs are ignored.
    pub fn new(mut scores: Vec<f32>) -> Self {
        scores.resize(LABELS * LABELS, 0.0);
        for previous in 0..LABELS {
            for next in 0..LABELS {
                if !may_follow(previous, next) {
                    scores[previous * LABELS + next] = FORBIDDEN;
                }
            }
        }
        let mut weights = vec![[0.0; WIDTH]; LABELS];
        let mut turned = weights.clone();
        for previous in 0..LABELS {
            for next in (0..LABELS).filter(|next| may_follow(previous, *next)) {
                let weight = scores[previous * LABELS + next].exp();
                weights[previous][next] = weight;
                turned[next][previous] = weight;
            }
        }
        let before =
            (0..LABELS).map(|next| (0..LABELS).filter(|p| may_follow(*p, next)).map(|p| p as u8).collect()).collect();
        Self { scores, weights, turned, before }
    }

    /// The score of `next` after `previous`.
    #[inline]
    pub fn score(&self, previous: usize, next: usize) -> f32 {
        self.scores[previous * LABELS + next]
    }

    #[inline]
    fn weight(&self, previous: usize, next: usize) -> f32 {
        self.weights[previous][next]
    }
}

/// Working memory of the decoder, reused from chain to chain.
#[derive(Clone, Debug, Default)]
pub struct Chain {
    back: Vec<[u8; LABELS]>,
    best: Vec<usize>,
    forward: Vec<Wide>,
    backward: Vec<Wide>,
    local: Vec<Wide>,
    log_total: f64,
}

impl Chain {
    /// The best labels of a stretch that stands between outside tokens.
    pub fn best(&mut self, emissions: &[Scores], transitions: &Transitions) -> &[usize] {
        let n = emissions.len();
        self.back.clear();
        self.best.clear();
        if n == 0 {
            return &self.best;
        }
        let mut score: Scores = [FORBIDDEN; LABELS];
        for (next, s) in score.iter_mut().enumerate() {
            *s = emissions[0][next] + transitions.score(OUTSIDE, next);
        }
        self.back.push([0; LABELS]);
        for emission in &emissions[1..] {
            let mut now: Scores = [FORBIDDEN * 2.0; LABELS];
            let mut from = [0u8; LABELS];
            for next in 0..LABELS {
                let mut top = FORBIDDEN * 4.0;
                for previous in &transitions.before[next] {
                    let s = score[usize::from(*previous)] + transitions.score(usize::from(*previous), next);
                    if s > top {
                        top = s;
                        from[next] = *previous;
                    }
                }
                now[next] = top + emission[next];
            }
            self.back.push(from);
            score = now;
        }
        let mut last = OUTSIDE;
        let mut top = f32::MIN;
        for (l, s) in score.iter().enumerate() {
            let s = s + transitions.score(l, OUTSIDE);
            if s > top {
                (last, top) = (l, s);
            }
        }
        self.best.resize(n, OUTSIDE);
        for at in (0..n).rev() {
            self.best[at] = last;
            last = usize::from(self.back[at][last]);
        }
        &self.best
    }

    /// Sums over all labellings: prepares [`Self::marginal`] and [`Self::name_probability`].
    pub fn sum(&mut self, emissions: &[Scores], transitions: &Transitions) {
        self.sum_within(emissions, transitions, |_| u32::MAX);
    }

    /// Like [`Self::sum`], over the labellings whose labels are in the bit sets `allowed` gives.
    pub fn sum_within(&mut self, emissions: &[Scores], transitions: &Transitions, allowed: impl Fn(usize) -> u32) {
        let n = emissions.len();
        self.local.clear();
        self.forward.clear();
        self.backward.clear();
        self.log_total = 0.0;
        for (at, emission) in emissions.iter().enumerate() {
            let set = allowed(at);
            let top = emission.iter().copied().fold(f32::MIN, f32::max);
            self.log_total += f64::from(top);
            let mut local = [0.0; WIDTH];
            for (l, s) in emission.iter().enumerate() {
                if set & (1 << l) != 0 {
                    local[l] = (s - top).exp();
                }
            }
            self.local.push(local);
        }
        for at in 0..n {
            let mut now = match at.checked_sub(1) {
                None => transitions.weights[OUTSIDE],
                Some(before) => spread(&self.forward[before], &transitions.weights),
            };
            for (now, local) in now.iter_mut().zip(&self.local[at]) {
                *now *= local;
            }
            self.log_total += f64::from(scale(&mut now).ln());
            self.forward.push(now);
        }
        let mut after = transitions.turned[OUTSIDE];
        if n > 0 {
            let end: f32 = after.iter().zip(&self.forward[n - 1]).map(|(a, b)| a * b).sum();
            self.log_total += f64::from(end.max(f32::MIN_POSITIVE).ln());
        }
        self.backward.resize(n, [0.0; WIDTH]);
        for at in (0..n).rev() {
            scale(&mut after);
            self.backward[at] = after;
            for (after, local) in after.iter_mut().zip(&self.local[at]) {
                *after *= local;
            }
            after = spread(&after, &transitions.turned);
        }
    }

    /// Logarithm of the sum of all labellings' weights.
    pub fn log_total(&self) -> f64 {
        self.log_total
    }

    /// Probability of each label at a position.
    pub fn marginal(&self, at: usize) -> Scores {
        let mut p: Scores = [0.0; LABELS];
        for (l, p) in p.iter_mut().enumerate() {
            *p = self.forward[at][l] * self.backward[at][l];
        }
        scale(&mut p);
        p
    }

    /// Adds the expected number of uses of each label pair, `sign` times, to `into`.
    pub fn pairs(&self, transitions: &Transitions, sign: f32, into: &mut [f32]) {
        let n = self.forward.len();
        if n == 0 {
            return;
        }
        let (first, last) = (self.marginal(0), self.marginal(n - 1));
        for l in 0..LABELS {
            into[OUTSIDE * LABELS + l] += sign * first[l];
            into[l * LABELS + OUTSIDE] += sign * last[l];
        }
        for at in 1..n {
            let mut total = 0.0;
            for next in 0..LABELS {
                let w = self.local[at][next] * self.backward[at][next];
                for p in &transitions.before[next] {
                    total += self.forward[at - 1][usize::from(*p)] * transitions.weight(usize::from(*p), next) * w;
                }
            }
            if total <= 0.0 {
                continue;
            }
            for next in 0..LABELS {
                let w = self.local[at][next] * self.backward[at][next] * sign / total;
                if w.abs() > 0.0 {
                    for p in &transitions.before[next] {
                        into[usize::from(*p) * LABELS + next] +=
                            self.forward[at - 1][usize::from(*p)] * transitions.weight(usize::from(*p), next) * w;
                    }
                }
            }
        }
    }

    /// Probability that exactly the tokens `from..to` are one name of `kind`.
    pub fn name_probability(&self, from: usize, to: usize, kind: usize, transitions: &Transitions) -> f32 {
        let first = if to - from == 1 { label(Position::Unit, kind) } else { label(Position::Begin, kind) };
        let mut p = self.marginal(from)[first];
        for at in from + 1..to {
            // P(next label | this label): the backward sums carry everything that follows.
            let here = if at == from + 1 { Position::Begin } else { Position::Inside };
            let next = if at + 1 == to { Position::Last } else { Position::Inside };
            let here = label(here, kind);
            let weigh = |l: usize| transitions.weight(here, l) * self.local[at][l] * self.backward[at][l];
            let all = weigh(label(Position::Inside, kind)) + weigh(label(Position::Last, kind));
            if all <= 0.0 {
                return 0.0;
            }
            p *= weigh(label(next, kind)) / all;
        }
        p
    }
}

/// What reaches each label from the labels on its other side.
#[inline]
fn spread(from: &Wide, weights: &[Wide]) -> Wide {
    let mut to = [0.0; WIDTH];
    for (from, weights) in from.iter().zip(weights) {
        for (to, weight) in to.iter_mut().zip(weights) {
            *to += from * weight;
        }
    }
    to
}

/// Makes the numbers sum to one; gives what they summed to.
fn scale(p: &mut [f32]) -> f32 {
    let sum: f32 = p.iter().sum();
    let sum = if sum > 0.0 && sum.is_finite() { sum } else { f32::MIN_POSITIVE };
    for x in p.iter_mut() {
        *x /= sum;
    }
    sum
}

/// The names in a labelling: first token, one past the last, kind.
pub fn names(labels: &[usize]) -> impl Iterator<Item = (usize, usize, usize)> + '_ {
    let mut from = 0;
    labels.iter().enumerate().filter_map(move |(at, l)| match parts(*l)? {
        (Position::Unit, kind) => Some((at, at + 1, kind)),
        (Position::Begin, _) => {
            from = at;
            None
        }
        (Position::Inside, _) => None,
        (Position::Last, kind) => Some((from, at + 1, kind)),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// All labellings that may be, by enumeration.
    fn all(n: usize) -> Vec<Vec<usize>> {
        let mut out = vec![vec![]];
        for _ in 0..n {
            out = out
                .into_iter()
                .flat_map(|path: Vec<usize>| {
                    (0..LABELS)
                        .filter(|l| may_follow(path.last().copied().unwrap_or(OUTSIDE), *l))
                        .map(|l| path.iter().copied().chain([l]).collect())
                        .collect::<Vec<_>>()
                })
                .collect();
        }
        out.retain(|p| p.last().is_none_or(|l| may_follow(*l, OUTSIDE)));
        out
    }

    fn score(path: &[usize], e: &[Scores], t: &Transitions) -> f32 {
        let mut before = OUTSIDE;
        let mut s = 0.0;
        for (at, l) in path.iter().enumerate() {
            s += e[at][*l] + t.score(before, *l);
            before = *l;
        }
        s + t.score(before, OUTSIDE)
    }

    proptest! {
        #[test]
        fn sums_and_best_agree_with_enumeration(seed in prop::collection::vec(-2.0f32..2.0, 3 * LABELS + LABELS * LABELS)) {
            let emissions: Vec<Scores> = (0..3).map(|i| std::array::from_fn(|l| seed[i * LABELS + l])).collect();
            let transitions = Transitions::new(seed[3 * LABELS..].to_vec());
            let mut chain = Chain::default();
            let paths = all(3);
            let scores: Vec<f32> = paths.iter().map(|p| score(p, &emissions, &transitions)).collect();
            let top = scores.iter().copied().fold(f32::MIN, f32::max);
            let best = chain.best(&emissions, &transitions).to_vec();
            prop_assert!((score(&best, &emissions, &transitions) - top).abs() < 1e-3);
            chain.sum(&emissions, &transitions);
            let total: f32 = scores.iter().map(|s| s.exp()).sum();
            prop_assert!((chain.log_total() - f64::from(total.ln())).abs() < 1e-2);
            let p: f32 = paths.iter().zip(&scores).filter(|(p, _)| names(p).any(|n| n == (0, 2, 1))).map(|(_, s)| s.exp() / total).sum();
            prop_assert!((chain.name_probability(0, 2, 1, &transitions) - p).abs() < 1e-3);
            let m: f32 = paths.iter().zip(&scores).filter(|(p, _)| p[1] == 3).map(|(_, s)| s.exp() / total).sum();
            prop_assert!((chain.marginal(1)[3] - m).abs() < 1e-3);
        }
    }
}
