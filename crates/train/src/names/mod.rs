//! Trains the tagger of names.

pub(crate) mod data;
pub(crate) mod learn;
mod score;

use anyhow::Result;
use copydesk_extract::entities::chain::{Chain, Scores, Transitions};
use copydesk_extract::entities::classes::WordClasses;
use copydesk_extract::entities::consistency::Memory;
use copydesk_extract::entities::features::FeatureReader;
use copydesk_extract::entities::label::LABELS;
use copydesk_extract::entities::lexicon::Lexicon;
use copydesk_extract::entities::word::{Words, Writing};
use data::{Article, Scheme};
use learn::{Lesson, Schedule, Vocabulary, Weights, learn};
use score::Score;
use std::path::Path;

/// How many parts the articles are cut into for cross-validation.
const FOLDS: usize = 5;

/// An article with its features, by stretch.
struct Reading {
    words: Words,
    /// For each stretch the features of each token.
    features: Vec<Vec<Vec<u64>>>,
}

fn look(article: &Article, lexicon: &Lexicon, classes: &WordClasses) -> Reading {
    let mut words = Words::default();
    let mut writing = Writing::default();
    words.look(&article.source, &article.text, lexicon, classes, &mut writing);
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
    reading
        .words
        .stretches
        .iter()
        .zip(&reading.features)
        .map(|(stretch, tokens)| {
            let mut lesson = Lesson { weight: article.weight, ..Lesson::default() };
            for (at, features) in stretch.tokens.clone().zip(tokens) {
                lesson.features.extend(features.iter().filter_map(|f| vocabulary.number(*f)));
                lesson.ends.push(lesson.features.len() as u32);
                lesson.allowed.push(article.allowed[at as usize]);
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

/// Second-reading lessons of an article, from its first reading's scores.
fn second(article: &Article, reading: &Reading, base: &[Vec<Scores>], transitions: &Transitions) -> Vec<(Lesson, Vec<Vec<u64>>)> {
    let mut memory = Memory::default();
    let mut chain = Chain::default();
    let marginals: Vec<Vec<Scores>> = base
        .iter()
        .map(|e| {
            chain.sum(e, transitions);
            (0..e.len()).map(|at| chain.marginal(at)).collect()
        })
        .collect();
    for (stretch, m) in reading.words.stretches.iter().zip(&marginals) {
        memory.note(&reading.words, stretch, m);
    }
    reading
        .words
        .stretches
        .iter()
        .zip(&marginals)
        .zip(base)
        .map(|((stretch, m), base)| {
            let tokens = (0..m.len())
                .map(|at| {
                    let mut found = vec![0x5EC0];
                    memory.read(&reading.words, stretch, m, at, |f| found.push(f));
                    found
                })
                .collect();
            let allowed = stretch.tokens.clone().map(|at| article.allowed[at as usize]).collect();
            (Lesson { base: base.clone(), allowed, weight: article.weight, ..Lesson::default() }, tokens)
        })
        .collect()
}

/// Cross-validates on the articles of our own guideline and prints the scores.
pub(crate) fn cross_validate(shared: &Path) -> Result<()> {
    let train = shared.join("train");
    let mut articles = Vec::new();
    let sets = ["own", "voa", "wikinews", "senate"];
    for (set, name) in sets.iter().enumerate() {
        articles.extend(data::read(&train.join(format!("news/{name}.jsonl")), Scheme::Ours, 1.0, set)?);
    }
    let news = articles.len();
    let env = |k: &str, d: f32| std::env::var(k).ok().and_then(|v| v.parse().ok()).unwrap_or(d);
    for (name, scheme, weight) in [
        ("wikigold", Scheme::FourTypes, env("W_WIKI", 0.5)),
        ("uner_ewt", Scheme::ThreeTypes, env("W_EWT", 0.5)),
        ("crossner_politics", Scheme::Politics, env("W_POL", 0.5)),
    ] {
        if weight > 0.0 {
            articles.extend(data::read(&train.join(format!("entities/{name}.jsonl")), scheme, weight, 9)?);
        }
    }
    let lexicon = Lexicon::default();
    let classes = match std::fs::read("/tmp/ent/classes.bin") {
        Ok(bytes) => WordClasses::read(&bytes, "classes")?,
        Err(_) => WordClasses::default(),
    };
    let clock = std::time::Instant::now();
    let readings: Vec<Reading> = articles.iter().map(|a| look(a, &lexicon, &classes)).collect();
    let schedule = Schedule {
        epochs: env("EPOCHS", 8.0) as usize,
        rate: env("RATE", 0.1),
        decay: env("DECAY", 1e-4),
        hide: env("HIDE", 0.3),
        least: env("LEAST", 2.0) as u32,
    };
    let vocabulary = Vocabulary::of(readings.iter().flat_map(|r| r.features.iter().flatten().flatten().copied()), schedule.least);
    let all: Vec<Vec<Lesson>> = articles.iter().zip(&readings).map(|(a, r)| lessons(a, r, &vocabulary)).collect();
    eprintln!("{} articles, {} features, {:.1?}", articles.len(), vocabulary.hashes.len(), clock.elapsed());
    let fold = |i: usize| if i < news { i % FOLDS } else { FOLDS };
    let mut first = Score::new(&sets);
    let mut base: Vec<Vec<Vec<Scores>>> = Vec::new();
    base.resize_with(news, Vec::new);
    let mut transitions = Vec::new();
    let folds = env("FOLDS", FOLDS as f32) as usize;
    for held in 0..folds {
        let chosen: Vec<&Lesson> =
            all.iter().enumerate().filter(|(i, _)| fold(*i) != held).flat_map(|(_, l)| l).collect();
        let weights = learn(&chosen, vocabulary.hashes.len(), schedule);
        let t = Transitions::new(weights.pairs.clone());
        let mut chain = Chain::default();
        for i in (0..news).filter(|i| fold(*i) == held) {
            base[i] = all[i].iter().map(|l| emissions(l, &weights)).collect();
            first.article(&articles[i], &readings[i].words, &base[i], &t, &mut chain);
        }
        transitions.push((t, weights.pairs));
        eprintln!("fold {held} {:.1?}", clock.elapsed());
    }
    println!("first reading\n{first}");
    if folds < FOLDS {
        return Ok(());
    }
    let seconds: Vec<_> =
        (0..news).map(|i| second(&articles[i], &readings[i], &base[i], &transitions[fold(i)].0)).collect();
    let small = Vocabulary::of(seconds.iter().flatten().flat_map(|(_, f)| f.iter().flatten().copied()), 2);
    let seconds: Vec<Vec<Lesson>> = seconds
        .into_iter()
        .map(|stretches| {
            stretches
                .into_iter()
                .map(|(mut lesson, tokens)| {
                    for features in tokens {
                        lesson.features.extend(features.iter().filter_map(|f| small.number(*f)));
                        lesson.ends.push(lesson.features.len() as u32);
                    }
                    lesson
                })
                .collect()
        })
        .collect();
    let schedule = Schedule { epochs: 5, rate: env("RATE2", 0.03), decay: 1e-4, hide: 0.0, least: 2 };
    let mut score = Score::new(&sets);
    for held in 0..FOLDS {
        let chosen: Vec<&Lesson> =
            seconds.iter().enumerate().filter(|(i, _)| fold(*i) != held).flat_map(|(_, l)| l).collect();
        let weights = learn::learn_from(&chosen, small.hashes.len(), schedule, transitions[held].1.clone());
        let t = Transitions::new(weights.pairs.clone());
        let mut chain = Chain::default();
        for i in (0..news).filter(|i| fold(*i) == held) {
            let e: Vec<_> = seconds[i].iter().map(|l| emissions(l, &weights)).collect();
            score.article(&articles[i], &readings[i].words, &e, &t, &mut chain);
        }
    }
    println!("second reading ({} features)\n{score}{:.1?}", small.hashes.len(), clock.elapsed());
    Ok(())
}
