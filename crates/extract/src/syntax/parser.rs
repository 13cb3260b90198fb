//! Dependency trees: one linear model chooses move after move.

use super::parse_features::{self, Atom, FEATURES};
use super::transition::{Move, NONE, State};
use super::{Form, Relation, Tag, Word};
use crate::model::{LinearTable, MAX_CLASSES, ModelError, ModelFile, Scores};

/// Section of the model file: the moves, by class.
pub const CLASSES: &str = "trees/classes";
/// Section of the model file: their weights.
pub const WEIGHTS: &str = "trees/weights";

/// The moves that a parser knows: shift, reduce, then all left and all right ones.
#[derive(Clone, Debug, Default)]
pub struct Moves {
    moves: Vec<Move>,
    /// The class of the first right move.
    rights: usize,
}

impl Moves {
    /// From the relations of left and of right moves.
    pub fn new(left: &[Relation], right: &[Relation]) -> Self {
        let mut moves = vec![Move::Shift, Move::Reduce];
        moves.extend(left.iter().map(|r| Move::Left(*r)));
        moves.extend(right.iter().map(|r| Move::Right(*r)));
        moves.truncate(MAX_CLASSES);
        Self { rights: (2 + left.len()).min(moves.len()), moves }
    }

    fn read(bytes: &[u8]) -> Option<Self> {
        let (lefts, rest) = bytes.split_first()?;
        let (left, right) = rest.split_at_checked(*lefts as usize)?;
        let relations = |bytes: &[u8]| bytes.iter().map(|b| Relation::numbered(*b)).collect::<Option<Vec<_>>>();
        Some(Self::new(&relations(left)?, &relations(right)?))
    }

    /// The section's bytes.
    pub fn write(&self) -> Vec<u8> {
        let number = |m: &Move| match m {
            Move::Left(r) | Move::Right(r) => Some(*r as u8),
            Move::Shift | Move::Reduce => None,
        };
        [(self.rights.max(2) - 2) as u8].into_iter().chain(self.moves.iter().filter_map(number)).collect()
    }

    /// How many moves there are.
    pub fn len(&self) -> usize {
        self.moves.len()
    }

    /// True for a parser that knows nothing.
    pub fn is_empty(&self) -> bool {
        self.moves.is_empty()
    }

    /// The move of a class.
    pub fn get(&self, class: u8) -> Move {
        self.moves.get(class as usize).copied().unwrap_or(Move::Shift)
    }

    /// The class of a move.
    pub fn class(&self, step: Move) -> Option<u8> {
        self.moves.iter().position(|m| *m == step).map(|at| at as u8)
    }

    /// The best class that the state allows.
    pub fn best<T: PartialOrd + Copy>(&self, state: &State, scores: &[T; MAX_CLASSES]) -> u8 {
        let allowed = state.allowed();
        let mut best: Option<usize> = None;
        let mut offer = |from: usize, to: usize| {
            for class in from..to {
                if best.is_none_or(|b| scores[class] > scores[b]) {
                    best = Some(class);
                }
            }
        };
        if allowed.shift {
            offer(0, 1);
        }
        if allowed.reduce {
            offer(1, 2);
        }
        if allowed.left {
            offer(2, self.rights);
        }
        if allowed.right {
            offer(self.rights, self.moves.len());
        }
        best.unwrap_or(0) as u8
    }
}

/// Memory that is reused from sentence to sentence.
#[derive(Debug, Default)]
pub(super) struct ParseScratch {
    atoms: Vec<Atom>,
    state: State,
}

/// Builds trees.
#[derive(Clone, Debug, Default)]
pub struct Parser {
    moves: Moves,
    weights: LinearTable,
}

impl Parser {
    /// Reads its sections.
    ///
    /// # Errors
    ///
    /// Where a section is missing or malformed.
    pub fn read(file: &ModelFile<'_>) -> Result<Self, ModelError> {
        let moves = Moves::read(file.section(CLASSES)?).ok_or(ModelError::Malformed(CLASSES))?;
        let weights = LinearTable::read(file.section(WEIGHTS)?, WEIGHTS)?;
        // Without a left and a right move some states could not be left.
        if moves.len() != weights.classes() || moves.rights <= 2 || moves.rights >= moves.len() {
            return Err(ModelError::Malformed(CLASSES));
        }
        Ok(Self { moves, weights })
    }

    /// Parses one sentence whose first word is token `first`; `heads` and `relations` are its part of the article's.
    pub(super) fn parse(
        &self,
        (words, tags, forms): (&[Word], &[Tag], &[Form]),
        first: u32,
        heads: &mut [u32],
        relations: &mut [Relation],
        scratch: &mut ParseScratch,
    ) {
        if self.moves.is_empty() {
            return;
        }
        parse_features::atoms(words, tags, forms, &mut scratch.atoms);
        let state = &mut scratch.state;
        state.begin(words.len());
        while !state.is_done() {
            let features = parse_features::features(&scratch.atoms, state);
            let class = self.moves.best(state, &self.scores(&features));
            state.apply(self.moves.get(class));
        }
        finish(state, first, heads, relations);
    }

    fn scores(&self, features: &[u64; FEATURES]) -> Scores {
        let mut scores: Scores = [0; MAX_CLASSES];
        self.weights.tally_all(features, &mut scores);
        scores
    }
}

/// Copies a finished parse out, with one root: further ones hang on the first.
fn finish(state: &State, first: u32, heads: &mut [u32], relations: &mut [Relation]) {
    let root = state.root();
    let main = state.nodes.iter().take(root as usize).position(|n| n.head == root).map_or(0, |i| i as u32);
    for (at, node) in state.nodes.iter().take(root as usize).enumerate() {
        let (head, relation) = match node.head {
            h if h == root || h == NONE => {
                if at as u32 == main {
                    (main, Relation::Root)
                } else {
                    (main, Relation::Parataxis)
                }
            }
            h => (h, node.relation),
        };
        heads[at] = first + head;
        relations[at] = relation;
    }
}
