//! Dependency trees: a small neural network scores every arc, and the best projective tree is taken.
//!
//! Each word is the sum of the vectors of what is known of it. A few recurrent layers pass over the sentence in both
//! directions, so that each word hears of all others; then two words are compared for every possible arc (after Dozat and
//! Manning 2017), and the relation of each arc that is taken is chosen by its two words.

#![expect(clippy::inline_always, reason = "compiled once more for wide registers: see `Parser::parse`")]

use super::layer::{EIGHT, Layer, norm};
use super::parse_features::{FEATURES, ROOT, UNKNOWN, keys};
use super::projective::Chart;
use super::{Form, Relation, Tag, Word};
use crate::model::{Cursor, Embeddings, MAX_WIDTH, Matrix, ModelError, ModelFile, Row, steps};
use wide::i16x8;

/// Section of the model file: vectors of words, tags and so on.
pub const EMBEDDINGS: &str = "trees/embeddings";
/// Section of the model file: the layers.
pub const NETWORK: &str = "trees/network";

/// How many distances between two words are told apart; the last one is that of the root.
pub const DISTANCES: usize = 19;
/// Longer sentences are parsed piece by piece, in words: the time of a tree grows faster than its sentence.
const LONGEST: usize = 120;

/// The sizes of a network.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Sizes {
    /// Numbers that stand for a word between the layers; even.
    pub width: usize,
    /// How many recurrent layers there are.
    pub layers: usize,
    /// Numbers by which two words are compared for an arc.
    pub arc: usize,
    /// Numbers by which a relation is chosen.
    pub label: usize,
}

impl Sizes {
    /// How many numbers a word shows to other words: as a dependent and as a governor, for arcs; how it likes each
    /// distance; as a dependent and as a governor, for relations.
    pub fn shown(&self) -> usize {
        2 * self.arc + DISTANCES + 2 * self.label
    }
}

/// Which of the [`DISTANCES`] lies between a dependent and its governor, both counted from the root at 0.
#[inline]
pub fn distance(dependent: usize, governor: usize) -> usize {
    const FAR: usize = (DISTANCES - 1) / 2;
    if governor == 0 {
        return DISTANCES - 1;
    }
    let step = match dependent.abs_diff(governor) {
        n @ 0..=4 => n.saturating_sub(1),
        5..=6 => 4,
        7..=9 => 5,
        10..=14 => 6,
        15..=24 => 7,
        _ => FAR - 1,
    };
    if governor < dependent { step } else { FAR + step }
}

/// Memory that is reused from sentence to sentence.
#[derive(Debug, Default)]
pub(super) struct ParseScratch {
    /// Where the vectors of what is known of each word lie.
    rows: Vec<[Option<Row>; FEATURES]>,
    /// What stands for each word, the root first.
    x: Vec<f32>,
    normed: Vec<f32>,
    mixed: Vec<f32>,
    steps: Vec<i16x8>,
    gates: Vec<f32>,
    shown: Vec<f32>,
    /// What each word shows as a governor, number by number: all words' first numbers, then all second ones …
    governors: Vec<f32>,
    /// How well each word governs each other one.
    arcs: Vec<f32>,
    roots: Vec<f32>,
    labels: Vec<f32>,
    chart: Chart,
}

/// What is known of a sentence before it has a tree.
pub(super) type Known<'a> = (&'a [Word], &'a [Tag], &'a [Form]);

/// Where the tree of a sentence goes: its part of the article's.
pub(super) struct Tree<'a> {
    /// The sentence's first word among the article's tokens.
    pub(super) first: u32,
    pub(super) heads: &'a mut [u32],
    pub(super) relations: &'a mut [Relation],
}

/// Builds trees.
#[derive(Debug, Default)]
pub struct Parser {
    sizes: Sizes,
    relations: Vec<Relation>,
    embeddings: Embeddings,
    layers: Vec<Layer>,
    show: Matrix,
    label: Matrix,
}

impl Parser {
    /// Reads its sections.
    ///
    /// # Errors
    ///
    /// Where a section is missing or malformed.
    pub fn read(file: &ModelFile<'_>) -> Result<Self, ModelError> {
        let embeddings = Embeddings::read(file.section(EMBEDDINGS)?, EMBEDDINGS)?;
        let mut cursor = Cursor::new(file.section(NETWORK)?, NETWORK);
        let [width, layers, arc, label] =
            [cursor.count(MAX_WIDTH)?, cursor.count(16)?, cursor.count(MAX_WIDTH)?, cursor.count(MAX_WIDTH)?];
        let sizes = Sizes { width, layers, arc, label };
        let count = cursor.count(Relation::ALL.len())?;
        let relations: Option<Vec<Relation>> = cursor.take(count)?.iter().map(|n| Relation::numbered(*n)).collect();
        let relations = relations.filter(|r| !r.is_empty()).ok_or_else(|| cursor.malformed())?;
        // Each direction of the recurrence has half of the numbers.
        if embeddings.width() != width || layers == 0 || !width.is_multiple_of(2 * EIGHT) {
            return Err(cursor.malformed());
        }
        let mut parser = Self { sizes, relations, embeddings, ..Self::default() };
        for _ in 0..layers {
            parser.layers.push(Layer::read(&mut cursor, width)?);
        }
        parser.show = Matrix::read(&mut cursor, width, sizes.shown())?;
        parser.label = Matrix::read(&mut cursor, label, count)?;
        cursor.end()?;
        Ok(parser)
    }

    /// Parses one sentence.
    pub(super) fn parse(&self, sentence: Known<'_>, tree: Tree<'_>, scratch: &mut ParseScratch) {
        #[cfg(target_arch = "x86_64")]
        if std::arch::is_x86_feature_detected!("avx2") {
            #[expect(unsafe_code, reason = "only whoever has asked may use what not all processors have")]
            // SAFETY: this processor has AVX2.
            unsafe {
                self.parse_by_wide_registers(sentence, tree, scratch);
            }
            return;
        }
        self.parse_pieces(sentence, tree, scratch);
    }

    /// The same code, compiled once more: the same numbers, more of them at a time.
    #[cfg(target_arch = "x86_64")]
    #[target_feature(enable = "avx2")]
    fn parse_by_wide_registers(&self, sentence: Known<'_>, tree: Tree<'_>, scratch: &mut ParseScratch) {
        self.parse_pieces(sentence, tree, scratch);
    }

    #[inline(always)]
    fn parse_pieces(&self, (words, tags, forms): Known<'_>, tree: Tree<'_>, scratch: &mut ParseScratch) {
        let Tree { first, heads, relations } = tree;
        if self.layers.is_empty() {
            return;
        }
        let mut main = None;
        let mut at = 0;
        while at < words.len() {
            let piece = at..at + piece_of(&tags[at..]);
            let (heads, relations) = (&mut heads[piece.clone()], &mut relations[piece.clone()]);
            self.encode(&words[piece.clone()], &tags[piece.clone()], &forms[piece.clone()], scratch);
            self.attach(heads, scratch);
            self.relate(heads, relations, scratch);
            for (own, (head, relation)) in heads.iter_mut().zip(relations).enumerate() {
                let is_root = *head as usize == own;
                *head += first + at as u32;
                if is_root {
                    // One root a sentence: those of later pieces hang on the first.
                    (*head, *relation) = main.map_or((*head, Relation::Root), |main| (main, Relation::Parataxis));
                    main = Some(*head);
                }
            }
            at = piece.end;
        }
    }

    /// Lets each word hear of the others, and leaves in `scratch.shown` what it shows to them.
    #[inline(always)]
    fn encode(&self, words: &[Word], tags: &[Tag], forms: &[Form], scratch: &mut ParseScratch) {
        let width = self.sizes.width;
        // All are looked up before any is read, so that memory is waited for once.
        let root = self.embeddings.row(ROOT);
        scratch.rows.clear();
        scratch.rows.extend(words.iter().zip(tags).zip(forms).map(|((word, tag), form)| {
            let keys = keys(word, *tag, *form);
            std::array::from_fn(|place| {
                self.embeddings.row(keys[place]).or_else(|| self.embeddings.row(UNKNOWN[place]))
            })
        }));
        scratch.x.clear();
        self.push(&[root], &mut scratch.x);
        for rows in &scratch.rows {
            self.push(rows, &mut scratch.x);
        }
        for layer in &self.layers {
            norm(&scratch.x, width, &mut scratch.normed);
            layer.mix(&scratch.normed, &mut scratch.mixed);
            scratch.steps.clear();
            steps(&scratch.mixed, &mut scratch.steps);
            layer.gates.apply(&scratch.steps, &mut scratch.gates);
            layer.recur(&scratch.gates, &mut scratch.x);
        }
        norm(&scratch.x, width, &mut scratch.normed);
        scratch.steps.clear();
        steps(&scratch.normed, &mut scratch.steps);
        self.show.apply(&scratch.steps, &mut scratch.shown);
    }

    /// Appends what stands for a word: the sum of the vectors of what is known of it.
    #[inline(always)]
    fn push(&self, rows: &[Option<Row>], x: &mut Vec<f32>) {
        const LANES: usize = 2 * EIGHT;
        let mut vectors: [&[[i8; LANES]]; FEATURES] = [&[]; FEATURES];
        for (vector, row) in vectors.iter_mut().zip(rows) {
            *vector = row.map_or(&[], |row| self.embeddings.vector(row).as_chunks().0);
        }
        let scale = self.embeddings.scale();
        for at in 0..self.sizes.width / LANES {
            let mut sums = [0i16; LANES];
            for vector in &vectors {
                let Some(vector) = vector.get(at) else { continue };
                for (sum, x) in sums.iter_mut().zip(vector) {
                    *sum += i16::from(*x);
                }
            }
            x.extend(sums.map(|sum| f32::from(sum) * scale));
        }
    }

    /// Chooses governors, counted in `heads`; the root governs itself.
    #[inline(always)]
    fn attach(&self, heads: &mut [u32], scratch: &mut ParseScratch) {
        let (n, arc, shown) = (heads.len(), self.sizes.arc, self.sizes.shown());
        // The root and all words, filled up to whole eights.
        let rows = (n + 1).next_multiple_of(EIGHT);
        // What is left of other sentences here is overwritten, or nobody reads it.
        scratch.governors.resize(arc * rows, 0.0);
        for (governor, own) in scratch.shown.chunks_exact(shown).enumerate() {
            for (x, all) in own[arc..2 * arc].iter().zip(scratch.governors.chunks_exact_mut(rows)) {
                all[governor] = *x;
            }
        }
        scratch.arcs.resize(rows * (n + 1), 0.0);
        for (dependent, own) in scratch.shown.chunks_exact(shown).enumerate().skip(1) {
            let scores = scratch.arcs[dependent * rows..(dependent + 1) * rows].as_chunks_mut().0;
            for (at, scores) in (0..).step_by(EIGHT).zip(scores) {
                // Eight sums stay in a register until all numbers are compared.
                let mut sums: [f32; EIGHT] = std::array::from_fn(|lane| own[2 * arc + distance(dependent, at + lane)]);
                for (x, all) in own[..arc].iter().zip(scratch.governors.chunks_exact(rows)) {
                    for (sum, governor) in sums.iter_mut().zip(&all[at..at + EIGHT]) {
                        *sum += x * governor;
                    }
                }
                *scores = sums;
            }
        }
        scratch.roots.clear();
        scratch.roots.extend((1..=n).map(|d| scratch.arcs[d * rows]));
        let arcs = &scratch.arcs;
        scratch.chart.best(n, |d, h| arcs[(d + 1) * rows + h + 1], &scratch.roots, heads);
    }

    /// Chooses the relation of each word to its governor.
    #[inline(always)]
    fn relate(&self, heads: &[u32], relations: &mut [Relation], scratch: &mut ParseScratch) {
        let Sizes { arc, label, .. } = self.sizes;
        let shown = self.sizes.shown();
        let from = 2 * arc + DISTANCES;
        scratch.steps.clear();
        for (at, head) in heads.iter().enumerate() {
            let governor = if *head as usize == at { 0 } else { *head as usize + 1 };
            let own = &scratch.shown[(at + 1) * shown + from..][..label];
            let other = &scratch.shown[governor * shown + from + label..][..label];
            scratch.mixed.clear();
            scratch.mixed.extend(own.iter().zip(other).map(|(a, b)| (a + b).max(0.0)));
            steps(&scratch.mixed, &mut scratch.steps);
        }
        self.label.apply(&scratch.steps, &mut scratch.labels);
        for (relation, scores) in relations.iter_mut().zip(scratch.labels.chunks_exact(self.relations.len())) {
            let mut best = 0;
            for (at, score) in scores.iter().enumerate() {
                if *score > scores[best] {
                    best = at;
                }
            }
            *relation = self.relations[best];
        }
    }
}

/// How many words are parsed as one: all, or up to the last mark in reach.
fn piece_of(tags: &[Tag]) -> usize {
    if tags.len() <= LONGEST {
        return tags.len();
    }
    let mark = tags[LONGEST / 2..LONGEST].iter().rposition(|tag| *tag == Tag::Punct);
    mark.map_or(LONGEST, |at| LONGEST / 2 + at + 1)
}
