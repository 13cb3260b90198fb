//! Which of many things are one, told pair by pair.

/// Sets of numbered things; each set is known by its smallest member, whatever the order of the pairs.
#[derive(Debug)]
pub(crate) struct Union {
    parent: Vec<u32>,
}

impl Union {
    /// `n` things, each by itself.
    pub(crate) fn new(n: usize) -> Self {
        Self { parent: (0..n as u32).collect() }
    }

    /// The smallest member of the set of `thing`.
    pub(crate) fn find(&mut self, thing: u32) -> u32 {
        let mut at = thing;
        while self.parent[at as usize] != at {
            // Halving the path on the way keeps later walks short.
            let above = self.parent[self.parent[at as usize] as usize];
            self.parent[at as usize] = above;
            at = above;
        }
        at
    }

    /// Makes two sets one.
    pub(crate) fn unite(&mut self, a: u32, b: u32) {
        let (a, b) = (self.find(a), self.find(b));
        self.parent[a.max(b) as usize] = a.min(b);
    }

    pub(crate) fn together(&mut self, a: u32, b: u32) -> bool {
        self.find(a) == self.find(b)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_set_is_known_by_its_smallest_member() {
        let mut union = Union::new(5);
        union.unite(4, 3);
        union.unite(3, 1);
        assert_eq!([0, 1, 2, 3, 4].map(|n| union.find(n)), [0, 1, 2, 1, 1]);
        assert!(union.together(4, 1));
    }
}
