//! Trains the tagger of names: a first reading, and a second with what the first found elsewhere
//! in the article.
//!
//! The second reading and the calibration learn from articles that the first had not seen
//! (cross-validation); the first is then learned again from everything.

mod data;
mod learn;
mod pack;
mod score;

use crate::config::Config;
use crate::data::Data;
use crate::model::{Model, Part};
use anyhow::Result;
use copydesk_extract::entities::chain::{Chain, Scores, Transitions};
use copydesk_extract::entities::consistency::Memory;
use copydesk_extract::entities::features::FeatureReader;
use copydesk_extract::entities::label::LABELS;
use copydesk_extract::entities::lexicon::Lexicon;
use copydesk_extract::entities::tagger::{self, consistency_bias};
use copydesk_extract::entities::word::{Words, Writing};
use copydesk_extract::model::ModelFile;
use copydesk_extract::syntax::{Analyser, Syntax};
use data::Article;
pub(crate) use data::Scheme;
pub(crate) use learn::Schedule;
use learn::{Lesson, Vocabulary, Weights, learn, learn_from};
use score::Score;

/// How many parts the articles are cut into for cross-validation.
const FOLDS: usize = 5;

/// An article with its features, by stretch.
struct Reading {
    words: Words,
    /// For each stretch the features of each token.
    features: Vec<Vec<Vec<u64>>>,
}

fn look(article: &Article, lexicon: &Lexicon, analyser: &Analyser, syntax: &mut Syntax) -> Reading {
    let mut words = Words::default();
    let mut writing = Writing::default();
    analyser.analyse(&article.source, &article.text, syntax);
    words.look(&article.source, &article.text, syntax, lexicon, &mut writing);
    words.compare(&writing);
    let features = words
        .stretches
        .iter()
        .map(|stretch| {
            let reader = FeatureReader::new(&words, stretch);
            stretch
                .tokens
                .clone()
                .map(|at| {
                    let mut found = Vec::new();
                    reader.read(at as usize, |f| found.push(f));
                    found
                })
                .collect()
        })
        .collect();
    Reading { words, features }
}

fn lessons(article: &Article, reading: &Reading, vocabulary: &Vocabulary) -> Vec<Lesson> {
    let stretches = reading.words.stretches.iter().zip(&reading.features);
    stretches
        .map(|(stretch, tokens)| {
            let mut lesson = Lesson { weight: article.weight, ..Lesson::default() };
            for (at, features) in stretch.tokens.clone().zip(tokens) {
                lesson.token(features, vocabulary, article.allowed[at as usize]);
            }
            lesson
        })
        .collect()
}

fn emissions(lesson: &Lesson, weights: &Weights) -> Vec<Scores> {
    let mut from = 0;
    lesson
        .ends
        .iter()
        .enumerate()
        .map(|(at, end)| {
            let mut s = lesson.base.get(at).copied().unwrap_or([0.0; LABELS]);
            weights.score(&lesson.features[from..*end as usize], &mut s);
            from = *end as usize;
            s
        })
        .collect()
}

/// Features of the second reading, from the first reading's scores.
fn read_again(reading: &Reading, base: &[Vec<Scores>], transitions: &Transitions) -> Vec<Vec<Vec<u64>>> {
    let mut memory = Memory::default();
    let mut chain = Chain::default();
    let mut marginals: Vec<Vec<Scores>> = Vec::new();
    for (stretch, e) in reading.words.stretches.iter().zip(base) {
        chain.sum(e, transitions);
        let m: Vec<Scores> = (0..e.len()).map(|at| chain.marginal(at)).collect();
        memory.note(&reading.words, stretch, &m);
        marginals.push(m);
    }
    let stretches = reading.words.stretches.iter().zip(&marginals);
    stretches
        .map(|(stretch, m)| {
            (0..m.len())
                .map(|at| {
                    let mut found = vec![consistency_bias()];
                    memory.read(&reading.words, stretch, m, at, |f| found.push(f));
                    found
                })
                .collect()
        })
        .collect()
}

/// Learns all sections of the part.
#[expect(clippy::print_stderr, reason = "progress for people")]
pub(crate) fn learn_part(config: &Config, data: &mut Data, model: &Model) -> Result<Part> {
    let c = &config.names;
    let bytes = model.bytes();
    let analyser = Analyser::read(&ModelFile::read(&bytes)?);
    let lexicon = Lexicon::default();
    let mut articles: Vec<Article> = Vec::new();
    for (set, source) in c.sources.iter().enumerate() {
        articles.extend(data::read(&data.text(&source.path)?, source.scheme, source.weight, set)?);
    }
    // Our own guideline comes first; only it is cross-validated.
    articles.sort_by_key(|a| !c.sources[a.set].scheme.is_ours());
    let ours = articles.iter().filter(|a| c.sources[a.set].scheme.is_ours()).count();
    let mut syntax = Syntax::default();
    let readings: Vec<Reading> = articles.iter().map(|a| look(a, &lexicon, &analyser, &mut syntax)).collect();
    let vocabulary =
        Vocabulary::of(readings.iter().flat_map(|r| r.features.iter().flatten().flatten().copied()), c.first.least);
    let all: Vec<Vec<Lesson>> = articles.iter().zip(&readings).map(|(a, r)| lessons(a, r, &vocabulary)).collect();
    eprintln!("  {} articles, {} features", articles.len(), vocabulary.hashes.len());
    let fold = |i: usize| if i < ours { i % FOLDS } else { FOLDS };
    let names: Vec<&str> = c.sources.iter().map(|s| s.path.rsplit('/').next().unwrap_or(&s.path)).collect();

    let mut first = Score::new(&names);
    let mut chain = Chain::default();
    let mut again: Vec<Vec<Lesson>> = Vec::new();
    again.resize_with(ours, Vec::new);
    let mut pending: Vec<Vec<Vec<Vec<u64>>>> = Vec::new();
    pending.resize_with(ours, Vec::new);
    let folds = std::env::var("FOLDS").ok().and_then(|v| v.parse().ok()).unwrap_or(FOLDS);
    for held in 0..folds {
        let chosen: Vec<&Lesson> =
            all.iter().enumerate().filter(|(i, _)| fold(*i) != held).flat_map(|(_, l)| l).collect();
        let weights = learn(&chosen, vocabulary.hashes.len(), c.first);
        let pairs = Transitions::new(weights.pairs.clone());
        for i in (0..ours).filter(|i| fold(*i) == held) {
            let base: Vec<Vec<Scores>> = all[i].iter().map(|l| emissions(l, &weights)).collect();
            first.article(&articles[i], &readings[i].words, &base, &pairs, &mut chain);
            pending[i] = read_again(&readings[i], &base, &pairs);
            again[i] = base
                .into_iter()
                .zip(&readings[i].words.stretches)
                .map(|(base, s)| Lesson {
                    base,
                    allowed: s.tokens.clone().map(|at| articles[i].allowed[at as usize]).collect(),
                    weight: articles[i].weight,
                    ..Lesson::default()
                })
                .collect();
        }
        eprintln!("  part {held} of {FOLDS}");
    }
    if folds < FOLDS {
        return Ok(Part { report: format!("first reading\n{first}"), ..Part::default() });
    }

    let small = Vocabulary::of(pending.iter().flatten().flatten().flatten().copied(), c.second.least);
    for (lessons, features) in again.iter_mut().zip(&pending) {
        for (lesson, tokens) in lessons.iter_mut().zip(features) {
            for features in tokens {
                lesson.number(features, &small);
            }
        }
    }
    let mut second = Score::new(&names);
    for held in 0..FOLDS {
        let chosen: Vec<&Lesson> =
            again.iter().enumerate().filter(|(i, _)| fold(*i) != held).flat_map(|(_, l)| l).collect();
        let weights = learn_from(&chosen, small.hashes.len(), c.second, vec![0.0; LABELS * LABELS]);
        let pairs = Transitions::new(weights.pairs.clone());
        for i in (0..ours).filter(|i| fold(*i) == held) {
            let e: Vec<Vec<Scores>> = again[i].iter().map(|l| emissions(l, &weights)).collect();
            second.article(&articles[i], &readings[i].words, &e, &pairs, &mut chain);
        }
    }
    let calibration = second.calibration();
    let report = format!(
        "first reading, cross-validated\n{first}second reading, cross-validated\n{second}{}",
        second.reliability(&calibration)
    );

    let everything: Vec<&Lesson> = all.iter().flatten().collect();
    let weights = learn(&everything, vocabulary.hashes.len(), c.first);
    let everything: Vec<&Lesson> = again.iter().flatten().collect();
    let weights_again = learn_from(&everything, small.hashes.len(), c.second, vec![0.0; LABELS * LABELS]);
    let sections = vec![
        (tagger::FIRST.to_owned(), pack::table(&vocabulary, &weights, c.rows, c.clip)),
        (tagger::FIRST_PAIRS.to_owned(), pack::floats(&weights.pairs)),
        (tagger::SECOND.to_owned(), pack::table(&small, &weights_again, c.rows, c.clip)),
        (tagger::SECOND_PAIRS.to_owned(), pack::floats(&weights_again.pairs)),
        (tagger::CALIBRATION.to_owned(), pack::floats(&calibration)),
    ];
    let sizes: Vec<String> = sections.iter().map(|(n, b)| format!("{n} {} kB", b.len() / 1000)).collect();
    Ok(Part { scores: second.entries(), report: format!("{report}\n{}", sizes.join(", ")), sections })
}
