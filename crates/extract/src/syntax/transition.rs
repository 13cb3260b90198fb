//! Trees grow by transitions (arc-eager: Nivre 2003), with the root as a last word that governs
//! the sentence's head (Ballesteros and Nivre 2013). Knows nothing of weights.

use super::Relation;

/// No token.
pub const NONE: u32 = u32::MAX;

/// One step of a parse, over the top of the stack and the next word.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Move {
    /// The next word waits for its governor on the stack.
    Shift,
    /// The top of the stack has its governor and all its dependents.
    Reduce,
    /// The next word governs the top of the stack.
    Left(Relation),
    /// The top of the stack governs the next word.
    Right(Relation),
}

/// What has been decided about one word.
#[derive(Clone, Copy, Debug)]
pub struct Node {
    /// Its governor, or [`NONE`] so far.
    pub head: u32,
    /// The relation to its governor.
    pub relation: Relation,
    /// Leftmost dependent, and the one after it.
    pub left: [u32; 2],
    /// Rightmost dependent, and the one before it.
    pub right: [u32; 2],
    /// How many dependents it has on each side, counted to 3.
    pub valency: [u8; 2],
    /// Relations of its dependents on each side, as bits.
    pub frame: [u64; 2],
}

const FRESH: Node =
    Node { head: NONE, relation: Relation::Dep, left: [NONE; 2], right: [NONE; 2], valency: [0; 2], frame: [0; 2] };

/// A parse under way: words 0 to n - 1, and the root as word n.
#[derive(Clone, Debug, Default)]
pub struct State {
    /// Words whose governor or dependents may still come.
    pub stack: Vec<u32>,
    /// The next word; n is the root.
    pub next: u32,
    /// Every word's place in the tree.
    pub nodes: Vec<Node>,
}

/// Which moves a state allows.
#[expect(clippy::struct_excessive_bools, reason = "one answer a kind of move")]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Allowed {
    /// [`Move::Shift`]
    pub shift: bool,
    /// [`Move::Reduce`]
    pub reduce: bool,
    /// [`Move::Left`]
    pub left: bool,
    /// [`Move::Right`]
    pub right: bool,
}

impl State {
    /// Begins a sentence of `n` words.
    pub fn begin(&mut self, n: usize) {
        self.stack.clear();
        self.next = 0;
        self.nodes.clear();
        self.nodes.resize(n + 1, FRESH);
    }

    /// The root's number, which is the number of words.
    pub fn root(&self) -> u32 {
        (self.nodes.len().max(1) - 1) as u32
    }

    /// True where every word has its governor.
    pub fn is_done(&self) -> bool {
        self.next == self.root() && self.stack.is_empty()
    }

    /// The word on top of the stack.
    pub fn top(&self) -> u32 {
        self.stack.last().copied().unwrap_or(NONE)
    }

    /// Which moves are possible.
    pub fn allowed(&self) -> Allowed {
        let words_left = self.next < self.root();
        match self.stack.last() {
            None => Allowed { shift: words_left, reduce: false, left: false, right: false },
            Some(top) => {
                let governed = self.nodes[*top as usize].head != NONE;
                Allowed { shift: words_left, reduce: governed, left: !governed, right: words_left }
            }
        }
    }

    /// Makes a move that is allowed.
    pub fn apply(&mut self, step: Move) {
        match step {
            Move::Shift => {
                self.stack.push(self.next);
                self.next += 1;
            }
            Move::Reduce => {
                self.stack.pop();
            }
            Move::Left(relation) => {
                if let Some(top) = self.stack.pop() {
                    self.attach(top, self.next, relation, 0);
                }
            }
            Move::Right(relation) => {
                self.attach(self.next, self.top(), relation, 1);
                self.stack.push(self.next);
                self.next += 1;
            }
        }
    }

    fn attach(&mut self, word: u32, head: u32, relation: Relation, side: usize) {
        let node = &mut self.nodes[word as usize];
        (node.head, node.relation) = (head, relation);
        let head = &mut self.nodes[head as usize];
        let outer = if side == 0 { &mut head.left } else { &mut head.right };
        *outer = [word, outer[0]];
        head.valency[side] = (head.valency[side] + 1).min(3);
        head.frame[side] |= 1 << relation as u64;
    }
}
