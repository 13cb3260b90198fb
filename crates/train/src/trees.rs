//! Learns dependency trees: averaged perceptron with a dynamic oracle (Goldberg and Nivre 2012), which
//! shows the parser what is best after mistakes of its own.

use crate::config::Config;
use crate::conllu::{self, Sentence};
use crate::data::Data;
use crate::model::{Model, Part};
use crate::perceptron::{Perceptron, RealScores};
use crate::random::Random;
use crate::{scores, tags};
use anyhow::Result;
use copydesk_extract::model::{MAX_CLASSES, ModelFile, WordClasses};
use copydesk_extract::syntax::parsing::{self, Move, Moves, NONE, State};
use copydesk_extract::syntax::{Form, Relation, Tag, WORD_CLASSES};
use std::collections::BTreeMap;
use xxhash_rust::xxh3::xxh3_64;

/// A labelled move must be seen this often.
const LEAST_MOVE: usize = 3;

pub(crate) fn learn(config: &Config, data: &mut Data, model: &Model) -> Result<Part> {
    let bytes = model.bytes();
    let bytes_of_classes = ModelFile::read(&bytes)?.section(WORD_CLASSES)?.to_vec();
    let word_classes = WordClasses::read(&bytes_of_classes, WORD_CLASSES)?;
    let mut sentences = Vec::new();
    for path in &config.trees.train {
        sentences.extend(conllu::read(&data.text(path)?));
    }
    let t = &config.trees;
    let key = format!("tags {} {} {} {}", t.folds, t.fold_rounds, config.tags.seed, xxh3_64(&bytes_of_classes));
    let tagged = data.cached(&key, || tags::jackknife(config, &sentences, &word_classes))?;
    let sections = train(config, &sentences, &word_classes, &tagged);
    let mut part = Part { sections, ..Part::default() };
    let mut preview = Model::read_bytes(&bytes)?;
    preview.put("trees", Part { sections: part.sections.clone(), ..Part::default() }, &serde_json::Value::Null);
    let held_out = conllu::read(&data.text(&config.trees.held_out)?);
    let trees = scores::trees(&preview.bytes(), &held_out);
    part.report = trees.to_string();
    part.scores = trees.entries();
    Ok(part)
}

/// A tree to learn from: governors (the root is the word after the last) and relations.
struct Gold {
    heads: Vec<u32>,
    relations: Vec<Relation>,
    dependents: Vec<Vec<u32>>,
}

impl Gold {
    /// Takes a sentence's tree; arcs that cross others are lifted until none does.
    fn of(sentence: &Sentence) -> Self {
        let n = sentence.tokens.len() as u32;
        let mut heads: Vec<u32> = sentence.tokens.iter().map(|t| t.head.map_or(n, |h| h as u32)).collect();
        while let Some(word) = crossing(&heads) {
            let head = heads[word];
            heads[word] = if head == n { n } else { heads[head as usize] };
        }
        let mut dependents = vec![Vec::new(); n as usize + 1];
        for (word, head) in heads.iter().enumerate() {
            dependents[*head as usize].push(word as u32);
        }
        Self { heads, relations: sentence.tokens.iter().map(|t| t.relation).collect(), dependents }
    }

    fn head(&self, word: u32) -> u32 {
        self.heads.get(word as usize).copied().unwrap_or(NONE)
    }

    /// How many true arcs each kind of move would lose, where it is allowed.
    fn costs(&self, state: &State) -> Costs {
        let allowed = state.allowed();
        let (top, next) = (state.top(), state.next);
        let is_ungoverned = |w: u32| state.nodes[w as usize].head == NONE;
        let on_stack = |w: u32| w < next && state.stack.binary_search(&w).is_ok();
        // Dependents of the next word that still wait on the stack.
        let waiting = || self.dependents[next as usize].iter().filter(|d| on_stack(**d) && is_ungoverned(**d)).count();
        let governor_waits = || on_stack(self.head(next));
        let later_dependents =
            |w: u32| self.dependents[w as usize].iter().filter(|d| **d >= next && is_ungoverned(**d)).count();
        Costs {
            shift: allowed.shift.then(|| waiting() + usize::from(governor_waits())),
            reduce: allowed.reduce.then(|| later_dependents(top)),
            left: allowed.left.then(|| {
                let head = self.head(top);
                later_dependents(top) + usize::from(head != next && head > next)
            }),
            right: allowed.right.then(|| {
                let head = self.head(next);
                let lost = head != top && (head > next || on_stack(head));
                waiting() + usize::from(lost)
            }),
        }
    }
}

/// A word whose arc crosses another one; the shortest first.
fn crossing(heads: &[u32]) -> Option<usize> {
    let n = heads.len();
    let span = |w: usize| (heads[w].min(w as u32), heads[w].max(w as u32));
    let crosses = |w: usize| {
        let (a, b) = span(w);
        (0..n).any(|v| {
            let (c, d) = span(v);
            (a < c && c < b && b < d) || (c < a && a < d && d < b)
        })
    };
    (0..n).filter(|w| heads[*w] != n as u32 && crosses(*w)).min_by_key(|w| {
        let (a, b) = span(*w);
        (b - a, *w)
    })
}

#[derive(Clone, Copy, Debug)]
struct Costs {
    shift: Option<usize>,
    reduce: Option<usize>,
    left: Option<usize>,
    right: Option<usize>,
}

impl Costs {
    fn least(&self) -> usize {
        [self.shift, self.reduce, self.left, self.right].into_iter().flatten().min().unwrap_or(0)
    }

    /// Whether a move is among the best: it loses least, and an arc that is true carries its label.
    fn is_best(&self, step: Move, gold: &Gold, state: &State) -> bool {
        let least = Some(self.least());
        match step {
            Move::Shift => self.shift == least,
            Move::Reduce => self.reduce == least,
            Move::Left(r) => {
                self.left == least
                    && (gold.head(state.top()) != state.next || r == gold.relations[state.top() as usize])
            }
            Move::Right(r) => {
                self.right == least
                    && (gold.head(state.next) != state.top() || r == gold.relations[state.next as usize])
            }
        }
    }
}

/// The relations of left and right moves that true parses make.
fn moves(golds: &[Gold]) -> Moves {
    let mut counts: BTreeMap<(bool, Relation), usize> = BTreeMap::new();
    for gold in golds {
        for (word, head) in gold.heads.iter().enumerate() {
            *counts.entry((*head > word as u32, gold.relations[word])).or_default() += 1;
        }
    }
    let side = |left: bool| -> Vec<Relation> {
        counts.iter().filter(|((l, _), n)| *l == left && **n >= LEAST_MOVE).map(|((_, r), _)| *r).collect()
    };
    Moves::new(&side(true), &side(false))
}

fn train(config: &Config, sentences: &[Sentence], word_classes: &WordClasses, tagged: &[u8]) -> Vec<(String, Vec<u8>)> {
    let t = &config.trees;
    let golds: Vec<Gold> = sentences.iter().map(Gold::of).collect();
    let moves = moves(&golds);
    let mut tagged = tagged.chunks_exact(2);
    let atoms: Vec<Vec<parsing::Atom>> = sentences
        .iter()
        .map(|s| {
            let mut atoms = Vec::new();
            let (tags, forms): (Vec<Tag>, Vec<Form>) = tagged
                .by_ref()
                .take(s.tokens.len())
                .map(|t| (Tag::numbered(t[0]).unwrap_or_default(), Form::numbered(t[1]).unwrap_or_default()))
                .unzip();
            parsing::atoms(&tags::words(s, word_classes), &tags, &forms, &mut atoms);
            atoms
        })
        .collect();
    let mut perceptron = Perceptron::new(moves.len());
    let mut random = Random::new(t.seed);
    let mut order: Vec<usize> = (0..sentences.len()).collect();
    let mut state = State::default();
    for round in 0..t.rounds {
        random.shuffle(&mut order);
        let (mut steps, mut wrong) = (0, 0);
        for &s in &order {
            let gold = &golds[s];
            state.begin(gold.heads.len());
            while !state.is_done() {
                let features = parsing::features(&atoms[s], &state);
                let mut scores: RealScores = [0.0; MAX_CLASSES];
                perceptron.score(&features, &mut scores);
                let guess = moves.best(&state, &scores);
                let costs = gold.costs(&state);
                perceptron.tick();
                steps += 1;
                let mut step = moves.get(guess);
                if !costs.is_best(step, gold, &state) {
                    wrong += 1;
                    let truth = (0..moves.len() as u8)
                        .filter(|c| costs.is_best(moves.get(*c), gold, &state) && is_plain(moves.get(*c), gold, &state))
                        .max_by(|a, b| scores[*a as usize].total_cmp(&scores[*b as usize]).then(b.cmp(a)));
                    if let Some(truth) = truth {
                        perceptron.correct(&features, truth, guess);
                        // Wander off the best path only when the parser has learned a little.
                        if round == 0 || random.unit() > t.exploration {
                            step = moves.get(truth);
                        }
                    }
                }
                state.apply(step);
            }
        }
        tell(round, steps, wrong, perceptron.features());
    }
    vec![(parsing::CLASSES.to_owned(), moves.write()), (parsing::WEIGHTS.to_owned(), perceptron.pack(t.rows, t.least))]
}

/// An arc that costs nothing though it is not true (its word's true governor is lost already) teaches
/// no label; a shift or reduce is preferred as the lesson, or the word's own relation.
fn is_plain(step: Move, gold: &Gold, state: &State) -> bool {
    match step {
        Move::Left(r) => r == gold.relations.get(state.top() as usize).copied().unwrap_or_default(),
        Move::Right(r) => r == gold.relations.get(state.next as usize).copied().unwrap_or_default(),
        Move::Shift | Move::Reduce => true,
    }
}

#[expect(clippy::print_stderr, reason = "progress for people")]
fn tell(round: usize, steps: usize, wrong: usize, features: usize) {
    eprintln!("  round {round}: {:.2} % of moves wrong, {features} features", wrong as f64 * 100.0 / steps as f64);
}
