//! The best projective tree with one root, from scores of all arcs (Eisner 1996).

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
    /// Where each of the three kinds of stretches was put together from two.
    split: Vec<[u16; 3]>,
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
    pub(super) fn best(&mut self, n: usize, score: impl Fn(usize, usize) -> f32, root: &[f32], heads: &mut [u32]) {
        for table in [
            &mut self.right,
            &mut self.right_by_end,
            &mut self.left_by_end,
            &mut self.left,
            &mut self.arc_right,
            &mut self.arc_left,
        ] {
            table.clear();
            table.resize(n * n, 0.0);
        }
        self.split.clear();
        self.split.resize(n * n, [0; 3]);
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
    fn join(&mut self, n: usize, first: usize, last: usize, score: &impl Fn(usize, usize) -> f32) {
        let there = first * n + last;
        let back = last * n + first;
        // Two whole halves that look at each other, and an arc between their heads.
        let (inner, between) = most(
            &self.right[first * n + first..first * n + last],
            &self.left_by_end[last * n + first + 1..=last * n + last],
        );
        self.arc_right[there] = inner + score(last, first);
        self.arc_left[back] = inner + score(first, last);
        // An arc to a word, and all that this word governs beyond.
        let (right, at_right) = most(
            &self.arc_right[first * n + first + 1..=first * n + last],
            &self.right_by_end[last * n + first + 1..=last * n + last],
        );
        let (left, at_left) =
            most(&self.left[first * n + first..first * n + last], &self.arc_left[last * n + first..last * n + last]);
        (self.right[there], self.right_by_end[back]) = (right, right);
        (self.left[there], self.left_by_end[back]) = (left, left);
        self.split[there] = [(first + between) as u16, (first + 1 + at_right) as u16, (first + at_left) as u16];
    }

    /// Reads the tree off the places where stretches were put together.
    fn walk(&mut self, n: usize, heads: &mut [u32]) {
        while let Some((first, last, kind)) = self.open.pop() {
            if first == last {
                continue;
            }
            let [between, right, left] = self.split[first * n + last].map(usize::from);
            match kind {
                Kind::Right => self.open.extend([(first, right, Kind::ArcRight), (right, last, Kind::Right)]),
                Kind::Left => self.open.extend([(first, left, Kind::Left), (left, last, Kind::ArcLeft)]),
                Kind::ArcRight | Kind::ArcLeft => {
                    if kind == Kind::ArcRight {
                        heads[last] = first as u32;
                    } else {
                        heads[first] = last as u32;
                    }
                    self.open.extend([(first, between, Kind::Right), (between + 1, last, Kind::Left)]);
                }
            }
        }
    }
}

/// The largest sum of two numbers at the same place, and that place; the first of equals.
fn most(a: &[f32], b: &[f32]) -> (f32, usize) {
    let mut best = (NEVER, 0);
    for (at, (a, b)) in a.iter().zip(b).enumerate() {
        let sum = a + b;
        if sum > best.0 {
            best = (sum, at);
        }
    }
    best
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
