//! Learns part-of-speech tags with the forms of words.

use crate::config::Config;
use crate::conllu::{self, Sentence};
use crate::data::Data;
use crate::model::{Model, Part};
use crate::perceptron::{Perceptron, RealScores};
use crate::random::Random;
use crate::scores;
use anyhow::Result;
use copydesk_extract::model::{MAX_CLASSES, ModelFile, WordClasses};
use copydesk_extract::syntax::{Form, Tag, WORD_CLASSES, Word, tagging};
use copydesk_extract::text::shape_of;
use rayon::prelude::*;
use rustc_hash::FxHashMap;
use std::collections::BTreeMap;

/// A pair of tag and form must be seen this often to be a class of its own.
const LEAST_CLASS: usize = 12;
/// A word must be seen this often for its tags to be trusted as all that it can take.
const LEAST_KNOWN: u32 = 3;
/// A word seen this often, and (nearly) always with one class, is not scored at all.
const LEAST_CERTAIN: u32 = 25;
const CERTAINTY: f64 = 0.997;

/// The words of an annotated sentence, as features see them.
pub(crate) fn words(sentence: &Sentence, classes: &WordClasses) -> Vec<Word> {
    sentence.tokens.iter().map(|t| Word::of(&t.word, shape_of(&t.word), classes)).collect()
}

pub(crate) fn learn(config: &Config, data: &mut Data, model: &Model) -> Result<Part> {
    let bytes = model.bytes();
    let file = ModelFile::read(&bytes)?;
    let word_classes = WordClasses::read(file.section(WORD_CLASSES)?, WORD_CLASSES)?;
    let mut sentences = Vec::new();
    for path in &config.tags.train {
        sentences.extend(conllu::read(&data.text(path)?));
    }
    let all: Vec<&Sentence> = sentences.iter().collect();
    let sections = train(config, &all, &word_classes, config.tags.rounds).sections(config.tags.rows);
    let mut part = Part { sections, ..Part::default() };
    let mut preview = Model::read_bytes(&bytes)?;
    preview.put("tags", Part { sections: part.sections.clone(), ..Part::default() }, &serde_json::Value::Null);
    let held_out = conllu::read(&data.text(&config.tags.held_out)?);
    let tags = scores::tags(&preview.bytes(), &held_out);
    part.report = tags.to_string();
    part.scores = tags.entries();
    Ok(part)
}

/// Everything that the tagger learned.
struct Learned {
    classes: Vec<(Tag, Form)>,
    entries: Vec<(u64, u32, u8)>,
    perceptron: Perceptron,
}

fn train(config: &Config, sentences: &[&Sentence], word_classes: &WordClasses, rounds: usize) -> Learned {
    let classes = class_list(sentences);
    let class_of: FxHashMap<(Tag, Form), u8> = class_numbers(sentences, &classes);
    let words: Vec<Vec<Word>> = sentences.iter().map(|s| words(s, word_classes)).collect();
    let gold: Vec<Vec<u8>> =
        sentences.iter().map(|s| s.tokens.iter().map(|t| class_of[&(t.tag, t.form)]).collect()).collect();
    let entries = dictionary(&words, &gold, &classes);
    let dictionary = tagging::Dictionary::new(&entries);
    let senses: Vec<Vec<tagging::Senses>> =
        words.iter().map(|s| s.iter().map(|w| dictionary.senses(w)).collect()).collect();

    let mut perceptron = Perceptron::new(classes.len());
    let mut random = Random::new(config.tags.seed);
    let mut order: Vec<usize> = (0..sentences.len()).collect();
    for _ in 0..rounds {
        random.shuffle(&mut order);
        for &s in &order {
            let mut before = [tagging::START; 2];
            for at in 0..words[s].len() {
                let guess = dictionary.certain(&words[s][at]).unwrap_or_else(|| {
                    let features = tagging::features(&words[s], &senses[s], at, before);
                    let mut scores: RealScores = [0.0; MAX_CLASSES];
                    perceptron.score(&features, &mut scores);
                    let guess = best(&scores[..classes.len()]);
                    perceptron.tick();
                    if guess != gold[s][at] {
                        perceptron.correct(&features, gold[s][at], guess);
                    }
                    guess
                });
                before = [guess, before[0]];
            }
        }
    }
    Learned { classes, entries, perceptron }
}

impl Learned {
    fn sections(&self, rows: usize) -> Vec<(String, Vec<u8>)> {
        vec![
            (tagging::CLASSES.to_owned(), self.classes.iter().flat_map(|(t, f)| [*t as u8, *f as u8]).collect()),
            (tagging::DICTIONARY.to_owned(), tagging::Dictionary::write(&self.entries)),
            (tagging::WEIGHTS.to_owned(), self.perceptron.pack(rows, 0.0)),
        ]
    }
}

/// Tags every sentence with a tagger that has not seen it, as text will be tagged that nobody has seen.
/// One byte a tag and one a form, for all tokens in a row.
pub(crate) fn jackknife(config: &Config, sentences: &[Sentence], word_classes: &WordClasses) -> Vec<u8> {
    let folds = config.trees.folds.max(2);
    let taggers: Vec<Option<tagging::Tagger>> = (0..folds)
        .into_par_iter()
        .map(|fold| {
            let others: Vec<&Sentence> =
                sentences.iter().enumerate().filter(|(i, _)| i / 40 % folds != fold).map(|(_, s)| s).collect();
            let learned = train(config, &others, word_classes, config.trees.fold_rounds);
            let mut model = Model::default();
            model.put(
                "tags",
                Part { sections: learned.sections(config.tags.rows), ..Part::default() },
                &serde_json::Value::Null,
            );
            let bytes = model.bytes();
            tagging::Tagger::read(&ModelFile::read(&bytes).ok()?).ok()
        })
        .collect();
    let mut out = Vec::new();
    for (i, s) in sentences.iter().enumerate() {
        let (mut senses, mut tags, mut forms) = (Vec::new(), Vec::new(), Vec::new());
        let words = words(s, word_classes);
        if let Some(tagger) = &taggers[i / 40 % folds] {
            tagger.look_up(&words, &mut senses);
            tagger.tag(&words, &senses, &mut tags, &mut forms);
        }
        out.extend(tags.iter().zip(&forms).flat_map(|(t, f)| [*t as u8, *f as u8]));
    }
    out
}

pub(crate) fn best(scores: &[f32]) -> u8 {
    let mut best = 0;
    for (class, score) in scores.iter().enumerate() {
        if *score > scores[best] {
            best = class;
        }
    }
    best as u8
}

fn class_list(sentences: &[&Sentence]) -> Vec<(Tag, Form)> {
    let mut counts: BTreeMap<(Tag, Form), usize> = BTreeMap::new();
    for t in sentences.iter().flat_map(|s| &s.tokens) {
        *counts.entry((t.tag, t.form)).or_default() += 1;
    }
    counts.into_iter().filter(|(_, n)| *n >= LEAST_CLASS).map(|(c, _)| c).collect()
}

/// Every pair's class: its own, or the first one with the same tag where the pair is too rare.
fn class_numbers(sentences: &[&Sentence], classes: &[(Tag, Form)]) -> FxHashMap<(Tag, Form), u8> {
    let mut numbers = FxHashMap::default();
    for t in sentences.iter().flat_map(|s| &s.tokens) {
        let pair = (t.tag, t.form);
        let at = classes.iter().position(|c| *c == pair).or_else(|| classes.iter().position(|c| c.0 == t.tag));
        numbers.insert(pair, at.unwrap_or(0) as u8);
    }
    numbers
}

/// The entries of the dictionary: tags that each word took, and words that are always the same.
fn dictionary(words: &[Vec<Word>], gold: &[Vec<u8>], classes: &[(Tag, Form)]) -> Vec<(u64, u32, u8)> {
    let mut lower: BTreeMap<u64, (u32, BTreeMap<Tag, u32>)> = BTreeMap::new();
    let mut exact: BTreeMap<u64, BTreeMap<u8, u32>> = BTreeMap::new();
    for (word, class) in words.iter().flatten().zip(gold.iter().flatten()) {
        let known = lower.entry(word.lower).or_default();
        known.0 += 1;
        *known.1.entry(classes[*class as usize].0).or_default() += 1;
        *exact.entry(tagging::certain_key(word)).or_default().entry(*class).or_default() += 1;
    }
    let mut entries = Vec::new();
    for (key, (count, tags)) in lower {
        if count >= LEAST_KNOWN {
            let bits = tags.iter().filter(|(_, n)| **n * 50 >= count).fold(0, |bits, (t, _)| bits | 1 << *t as u32);
            entries.push((key, bits, u8::MAX));
        }
    }
    for (key, counts) in exact {
        let total: u32 = counts.values().sum();
        let Some((class, most)) = counts.iter().max_by_key(|(_, n)| **n) else { continue };
        if total >= LEAST_CERTAIN && f64::from(*most) >= CERTAINTY * f64::from(total) {
            entries.push((key, 1 << 31, *class));
        }
    }
    entries
}
