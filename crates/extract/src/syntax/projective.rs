//! The best projective tree with one root, from scores of all arcs (Eisner 1996).

#![expect(clippy::inline_always, reason = "compiled once more for wide registers: see `Parser::parse`")]

/// A score below all that are real.
const NEVER: f32 = -1e30;

/// Memory that is reused from sentence to sentence.
#[derive(Debug, Default)]
pub(super) struct Chart {
    /// Of stretches that are whole, by their first and last word: the best tree headed by the first …
    right: Vec<f32>,
    /// … the same, by last and first word …
    right_by_end: Vec<f32>,
    /// … the best tree headed by the last, by last and first word …
    left_by_end: Vec<f32>,
    /// … the same, by first and last word.
    left: Vec<f32>,
    /// Of stretches whose ends are joined by an arc: from first to last, by first and last word …
    arc_right: Vec<f32>,
    /// … and from last to first, by last and first word.
    arc_left: Vec<f32>,
    open: Vec<(usize, usize, Kind)>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    /// Whole, headed by the first word.
    Right,
    /// Whole, headed by the last word.
    Left,
    /// The first word governs the last.
    ArcRight,
    /// The last word governs the first.
    ArcLeft,
}

impl Chart {
    /// Finds the governors of words 0 to n − 1. `score(d, h)` tells how well `h` governs `d`, and `root[d]` how well
    /// `d` is the root, which governs itself in `heads`.
    #[inline(always)]
    pub(super) fn best(&mut self, n: usize, score: impl Fn(usize, usize) -> f32, root: &[f32], heads: &mut [u32]) {
        for table in [
            &mut self.right,
            &mut self.right_by_end,
            &mut self.left_by_end,
            &mut self.left,
            &mut self.arc_right,
            &mut self.arc_left,
        ] {
            // What is left of other sentences is overwritten before it is read; single words are nothing.
            table.resize(table.len().max(n * n), 0.0);
            table.iter_mut().step_by(n + 1).take(n).for_each(|word| *word = 0.0);
        }
        for width in 1..n {
            for first in 0..n - width {
                self.join(n, first, first + width, &score);
            }
        }
        let total = |at: usize| root[at] + self.left_by_end[at * n] + self.right[at * n + n - 1];
        let mut best = 0;
        for at in 1..n {
            if total(at) > total(best) {
                best = at;
            }
        }
        if n > 0 {
            heads[best] = best as u32;
            self.open.extend([(0, best, Kind::Left), (best, n - 1, Kind::Right)]);
        }
        self.walk(n, heads);
    }

    /// Finds the best ways to cover the words from `first` to `last`, all shorter stretches being known.
    #[inline(always)]
    fn join(&mut self, n: usize, first: usize, last: usize, score: &impl Fn(usize, usize) -> f32) {
        let there = first * n + last;
        let back = last * n + first;
        let inner = self.halves(n, first, last, Kind::ArcRight).most();
        self.arc_right[there] = inner + score(last, first);
        self.arc_left[back] = inner + score(first, last);
        let right = self.halves(n, first, last, Kind::Right).most();
        (self.right[there], self.right_by_end[back]) = (right, right);
        let left = self.halves(n, first, last, Kind::Left).most();
        (self.left[there], self.left_by_end[back]) = (left, left);
    }

    /// The halves that a stretch can be put together from: the first of each goes with the first of the other.
    #[inline(always)]
    fn halves(&self, n: usize, first: usize, last: usize, kind: Kind) -> Halves<'_> {
        let (there, back) = (first * n, last * n);
        match kind {
            // Two whole halves that look at each other, and an arc between their heads.
            Kind::ArcRight | Kind::ArcLeft => {
                Halves(&self.right[there + first..there + last], &self.left_by_end[back + first + 1..=back + last])
            }
            // An arc to a word, and all that this word governs beyond.
            Kind::Right => Halves(
                &self.arc_right[there + first + 1..=there + last],
                &self.right_by_end[back + first + 1..=back + last],
            ),
            Kind::Left => Halves(&self.left[there + first..there + last], &self.arc_left[back + first..back + last]),
        }
    }

    /// Reads the tree off the places where stretches were put together.
    fn walk(&mut self, n: usize, heads: &mut [u32]) {
        while let Some((first, last, kind)) = self.open.pop() {
            if first == last {
                continue;
            }
            // Only now, for the few stretches of the best tree, is it asked where they were put together.
            let at = first + self.halves(n, first, last, kind).place();
            match kind {
                Kind::Right => self.open.extend([(first, at + 1, Kind::ArcRight), (at + 1, last, Kind::Right)]),
                Kind::Left => self.open.extend([(first, at, Kind::Left), (at, last, Kind::ArcLeft)]),
                Kind::ArcRight | Kind::ArcLeft => {
                    if kind == Kind::ArcRight {
                        heads[last] = first as u32;
                    } else {
                        heads[first] = last as u32;
                    }
                    self.open.extend([(first, at, Kind::Right), (at + 1, last, Kind::Left)]);
                }
            }
        }
    }
}

/// The scores of halves, at the same place those that go together.
#[derive(Clone, Copy)]
struct Halves<'c>(&'c [f32], &'c [f32]);

impl Halves<'_> {
    /// The best score.
    #[inline(always)]
    fn most(self) -> f32 {
        const LANES: usize = 8;
        let (a, rest_of_a) = self.0.as_chunks::<LANES>();
        let (b, rest_of_b) = self.1.as_chunks::<LANES>();
        let mut best = rest_of_a.iter().zip(rest_of_b).map(|(a, b)| a + b).fold(NEVER, larger);
        if !a.is_empty() {
            let mut lanes = [NEVER; LANES];
            for (a, b) in a.iter().zip(b) {
                for i in 0..LANES {
                    lanes[i] = larger(lanes[i], a[i] + b[i]);
                }
            }
            best = lanes.into_iter().fold(best, larger);
        }
        best
    }

    /// The place of the best score; the first of equals.
    fn place(self) -> usize {
        let most = self.most();
        self.0.iter().zip(self.1).position(|(a, b)| a + b >= most).unwrap_or(0)
    }
}

#[inline(always)]
fn larger(a: f32, b: f32) -> f32 {
    if a > b { a } else { b }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// Whether `heads` is a projective tree with one root.
    fn is_tree(heads: &[u32]) -> bool {
        let n = heads.len();
        let climb = |at: usize| (0..n).fold(at, |at, _| heads[at] as usize);
        let climbs = |at: usize| heads[climb(at)] as usize == climb(at);
        let spans: Vec<(usize, usize)> =
            heads.iter().enumerate().map(|(d, h)| (d.min(*h as usize), d.max(*h as usize))).collect();
        let crossing = |a: (usize, usize)| spans.iter().any(|b| a.0 < b.0 && b.0 < a.1 && a.1 < b.1);
        let root = heads.iter().enumerate().filter(|(d, h)| *d == **h as usize).map(|(d, _)| d).collect::<Vec<_>>();
        root.len() == 1
            && (0..n).all(climbs)
            && !spans.iter().any(|s| crossing(*s))
            && !spans.iter().any(|s| s.0 < root[0] && root[0] < s.1)
    }

    proptest! {
        /// No projective tree scores better than the one that is found (all of up to five words are tried).
        #[test]
        fn the_best_tree_is_found(n in 1usize..=5, scores in prop::collection::vec(-9i8..9, 30)) {
            let score = |d: usize, h: usize| f32::from(scores[d * 5 + h]);
            let root: Vec<f32> = (0..n).map(|d| f32::from(scores[25 + d])).collect();
            let total = |heads: &[u32]| -> f32 {
                (0..n).map(|d| if heads[d] as usize == d { root[d] } else { score(d, heads[d] as usize) }).sum()
            };
            let mut found = vec![0; n];
            Chart::default().best(n, score, &root, &mut found);
            prop_assert!(is_tree(&found), "{found:?}");
            for mut code in 0..n.pow(n as u32) {
                let heads: Vec<u32> = (0..n).map(|_| { let h = code % n; code /= n; h as u32 }).collect();
                prop_assert!(!is_tree(&heads) || total(&heads) <= total(&found), "{heads:?} against {found:?}");
            }
        }
    }
}
