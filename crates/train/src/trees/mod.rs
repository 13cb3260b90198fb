//! Learns dependency trees: a small neural network (`network`), trained to choose the governor of each word and the
//! relation to it. It first guesses hidden words of raw text (`raw`), then learns trees that a teacher made for that text
//! (`silver`) together with annotated ones, and at last annotated ones alone.

mod adam;
mod encoder;
mod matrix;
mod network;
mod raw;
mod school;
mod silver;

use crate::config::{Config, Trees};
use crate::conllu::{self, Sentence};
use crate::data::Data;
use crate::model::{Model, Part};
use crate::random::Random;
use crate::{scores, tags};
use anyhow::Result;
use copydesk_extract::model::{ModelFile, WordClasses};
use copydesk_extract::syntax::parsing::{self, FEATURES, Sizes};
use copydesk_extract::syntax::{Form, Relation, Tag, WORD_CLASSES};
use network::{Drop, Example, Network};
use raw::RawSentence;
use school::{Course, teach};
use silver::Tree;
use std::collections::BTreeMap;
use std::path::Path;
use xxhash_rust::xxh3::xxh3_64;

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
    let raw = raw::words(config, data, &ModelFile::read(&bytes)?)?;
    let mut class = Class::new(config, &sentences, &word_classes, &tagged, &raw.sentences);
    let guessed = data.cached(&guess_key(t, &bytes), || {
        class.guess(t, &raw.sentences);
        class.network.bytes()
    })?;
    class.network.put(&guessed);
    let silver = match &t.silver {
        Some(path) => silver::read(&data.own(&config.folder, path)?, &raw)?,
        None => Vec::new(),
    };
    let sections = class.learn(t, &raw.sentences, &silver);
    let mut part = Part { sections, ..Part::default() };
    let mut preview = Model::read_bytes(&bytes)?;
    preview.put("trees", Part { sections: part.sections.clone(), ..Part::default() }, &serde_json::Value::Null);
    let held_out = conllu::read(&data.text(&config.trees.held_out)?);
    let trees = scores::trees(&preview.bytes(), &held_out);
    part.report = trees.to_string();
    part.scores = trees.entries();
    Ok(part)
}

/// Writes the raw text that trees are learned from, for a teacher to annotate: a sentence a line, tabs between words.
pub(crate) fn write_raw(config: &Config, data: &mut Data, model: &Model, path: &Path) -> Result<()> {
    raw::write(config, data, &ModelFile::read(&model.bytes())?, path)
}

/// The features and relations that the network knows.
struct Vocabulary {
    keys: Vec<u32>,
    rows: BTreeMap<u32, u32>,
    relations: Vec<Relation>,
}

impl Vocabulary {
    fn of(sentences: &[Sentence], keys: &[[u32; FEATURES]], raw: &[RawSentence], config: &Trees) -> Self {
        // How often each was seen in trees and in raw text.
        let mut counts: BTreeMap<u32, [usize; 2]> = BTreeMap::new();
        keys.iter().flatten().for_each(|key| counts.entry(*key).or_default()[0] += 1);
        raw.iter().flatten().flat_map(|w| w.0).for_each(|key| counts.entry(key).or_default()[1] += 1);
        let fixed = parsing::UNKNOWN.into_iter().chain([parsing::ROOT]);
        let is_known = |n: &[usize; 2]| n[0] >= config.least_count || n[1] >= config.least_raw_count;
        let keys: Vec<u32> = fixed.chain(counts.into_iter().filter(|(_, n)| is_known(n)).map(|(key, _)| key)).collect();
        let mut seen: BTreeMap<Relation, usize> = BTreeMap::new();
        sentences.iter().flat_map(|s| &s.tokens).for_each(|t| *seen.entry(t.relation).or_default() += 1);
        Self {
            rows: keys.iter().enumerate().map(|(row, key)| (*key, row as u32)).collect(),
            keys,
            relations: seen.into_iter().filter(|(_, n)| *n >= config.least_relation).map(|(r, _)| r).collect(),
        }
    }

    fn row(&self, place: usize, key: u32) -> u32 {
        self.rows.get(&key).copied().unwrap_or(place as u32)
    }

    fn relation(&self, relation: Relation) -> u8 {
        self.relations.iter().position(|known| *known == relation).unwrap_or(0) as u8
    }

    fn example(&self, sentence: &Sentence, keys: &[[u32; FEATURES]]) -> Example {
        Example {
            rows: keys.iter().map(|keys| std::array::from_fn(|place| self.row(place, keys[place]))).collect(),
            heads: sentence.tokens.iter().map(|t| t.head.map_or(0, |h| h as u32 + 1)).collect(),
            relations: sentence.tokens.iter().map(|t| self.relation(t.relation)).collect(),
            classes: Vec::new(),
        }
    }

    fn silver_example(&self, sentence: &RawSentence, tree: &Tree) -> Example {
        Example {
            heads: tree.iter().map(|(head, _)| *head).collect(),
            relations: tree.iter().map(|(_, relation)| self.relation(*relation)).collect(),
            classes: Vec::new(),
            ..self.raw_example(sentence)
        }
    }

    fn raw_example(&self, sentence: &RawSentence) -> Example {
        let rows = |keys: &[u32; FEATURES]| std::array::from_fn(|place| self.row(place, keys[place]));
        Example {
            rows: sentence.iter().map(|(keys, _)| rows(keys)).collect(),
            classes: sentence.iter().map(|(_, class)| *class).collect(),
            ..Example::default()
        }
    }
}

/// The keys of all words, one after the other.
fn keys(sentences: &[Sentence], word_classes: &WordClasses, tagged: &[u8]) -> Vec<[u32; FEATURES]> {
    let words = sentences.iter().flat_map(|s| tags::words(s, word_classes));
    words
        .zip(tagged.chunks_exact(2))
        .map(|(word, t)| {
            let (tag, form) = (Tag::numbered(t[0]).unwrap_or_default(), Form::numbered(t[1]).unwrap_or_default());
            parsing::keys(&word, tag, form)
        })
        .collect()
}

/// A network and what it learns from.
struct Class {
    vocabulary: Vocabulary,
    network: Network,
    gold: Vec<Example>,
}

impl Class {
    fn new(
        config: &Config,
        sentences: &[Sentence],
        word_classes: &WordClasses,
        tagged: &[u8],
        raw: &[RawSentence],
    ) -> Self {
        let t = &config.trees;
        let keys = keys(sentences, word_classes, tagged);
        let vocabulary = Vocabulary::of(sentences, &keys, raw, t);
        let mut rest = &keys[..];
        let of = |s: &Sentence| {
            let (own, after) = rest.split_at(s.tokens.len());
            rest = after;
            vocabulary.example(s, own)
        };
        let gold = sentences.iter().map(of).collect();
        let network = Network::new(
            Sizes { width: t.width, layers: t.layers, arc: t.arc, label: t.label },
            vocabulary.relations.clone(),
            config.classes.fine as usize + 1,
            vocabulary.keys.len(),
            std::array::from_fn(|place| place as u32),
            FEATURES as u32,
            &mut Random::new(t.seed),
        );
        Self { vocabulary, network, gold }
    }

    /// Guesses the classes of hidden words in raw text.
    fn guess(&mut self, t: &Trees, raw: &[RawSentence]) {
        let raw: Vec<Example> = raw.iter().map(|s| self.vocabulary.raw_example(s)).collect();
        let course = Course { name: "words", rounds: t.raw_rounds, batch: t.batch, rate: t.rate, seed: t.seed + 1 };
        teach(&mut self.network, &raw.iter().collect::<Vec<_>>(), course, &|network, part, weight, random| {
            network.guess(part, t.raw_hide, weight / t.raw_hide, random)
        });
    }

    /// Learns trees: first those that a teacher made together with annotated ones, then annotated ones alone.
    fn learn(&mut self, t: &Trees, raw: &[RawSentence], silver: &[Option<Tree>]) -> Vec<(String, Vec<u8>)> {
        let drop = |strength: f32| Drop {
            words: t.drop_words * strength,
            features: t.drop_features * strength,
            inputs: t.drop_inputs * strength,
            layers: t.drop_layers * strength,
            shown: t.drop_shown * strength,
        };
        let known =
            raw.iter().zip(silver).filter_map(|(s, tree)| Some(self.vocabulary.silver_example(s, tree.as_ref()?)));
        let known: Vec<Example> = known.collect();
        let often = self.gold.iter().cycle().take(self.gold.len() * t.silver_gold);
        let mixed: Vec<&Example> = known.iter().chain(often).collect();
        let rounds = if known.is_empty() { 0 } else { t.silver_rounds };
        let course = Course { name: "silver", rounds, batch: t.silver_batch, rate: t.rate, seed: t.seed + 2 };
        let weak = drop(t.silver_drop);
        teach(&mut self.network, &mixed, course, &|network, part, weight, random| {
            network.learn(part, weak, weight, random)
        });
        let course = Course { name: "trees", rounds: t.rounds, batch: t.batch, rate: t.gold_rate, seed: t.seed + 3 };
        let strong = drop(1.0);
        teach(&mut self.network, &self.gold.iter().collect::<Vec<_>>(), course, &|network, part, weight, random| {
            network.learn(part, strong, weight, random)
        });
        let [embeddings, layers] = self.network.sections(&self.vocabulary.keys);
        vec![(parsing::EMBEDDINGS.to_owned(), embeddings), (parsing::NETWORK.to_owned(), layers)]
    }
}

/// All that a network depends on which has guessed hidden words, and nothing else.
fn guess_key(t: &Trees, model: &[u8]) -> String {
    let sizes = (t.width, t.layers, t.arc, t.label);
    let known = (t.least_count, t.least_relation, t.least_raw_count, &t.raw, t.raw_words);
    let course = (t.raw_rounds, t.raw_hide, t.batch, t.rate, t.seed);
    format!("guessed {sizes:?} {known:?} {course:?} {}", xxh3_64(model))
}

#[cfg(test)]
mod tests {
    use super::*;
    use copydesk_extract::syntax::parsing::Parser;
    use copydesk_extract::syntax::{Analyser, Syntax};

    const TREES: &str = "\
1\tRuiz\t_\tPROPN\tNNP\t_\t2\tnsubj\t_\t_
2\tsaid\t_\tVERB\tVBD\t_\t0\troot\t_\t_
3\tKyiv\t_\tPROPN\tNNP\t_\t4\tnsubj\t_\t_
4\twants\t_\tVERB\tVBZ\t_\t2\tccomp\t_\t_
5\tpeace\t_\tNOUN\tNN\t_\t4\tobj\t_\t_

1\tKyiv\t_\tPROPN\tNNP\t_\t2\tnsubj\t_\t_
2\twants\t_\tVERB\tVBZ\t_\t4\tccomp\t_\t_
3\tRuiz\t_\tPROPN\tNNP\t_\t4\tnsubj\t_\t_
4\tsaid\t_\tVERB\tVBD\t_\t0\troot\t_\t_
";

    fn lesson() -> Model {
        let mut config = Config::read(Path::new("train.toml")).expect("a configuration");
        let t = &mut config.trees;
        (t.width, t.arc, t.label, t.layers, t.rounds, t.gold_rate, t.least_count) = (64, 16, 64, 1, 200, 2e-3, 1);
        (t.drop_words, t.drop_features, t.drop_inputs, t.drop_layers, t.drop_shown) = (0.0, 0.0, 0.0, 0.0, 0.0);
        t.least_relation = 1;
        let sentences = conllu::read(TREES);
        let untagged = [Tag::default() as u8, Form::default() as u8].repeat(9);
        let sections =
            Class::new(&config, &sentences, &WordClasses::default(), &untagged, &[]).learn(&config.trees, &[], &[]);
        let mut model = Model::default();
        model.put("trees", Part { sections, ..Part::default() }, &serde_json::Value::Null);
        model
    }

    /// The weights as packed and read by the extractor give the trees that were taught; the same lesson gives the same
    /// bytes, and no cut of them is taken for the whole.
    #[test]
    fn what_is_taught_is_parsed() {
        let bytes = lesson().bytes();
        assert!(bytes == lesson().bytes());
        let file = ModelFile::read(&bytes).expect("a model file");
        let analyser = Analyser::read(&file);
        let mut syntax = Syntax::default();
        analyser.analyse_tokens(&["Ruiz", "said", "Kyiv", "wants", "peace"], &mut syntax);
        assert_eq!(syntax.heads, [1, 1, 3, 1, 3]);
        assert_eq!(syntax.relations[3..], [Relation::Ccomp, Relation::Obj]);
        analyser.analyse_tokens(&["Kyiv", "wants", "Ruiz", "said"], &mut syntax);
        assert_eq!(syntax.heads, [1, 3, 3, 3]);
        for (name, whole) in file.sections() {
            for len in (0..whole.len()).step_by(97) {
                let mut cut = Model::read_bytes(&bytes).expect("a model file");
                let part = file
                    .sections()
                    .iter()
                    .map(|(n, b)| ((*n).to_owned(), if n == name { b[..len].to_vec() } else { b.to_vec() }));
                cut.put("trees", Part { sections: part.collect(), ..Part::default() }, &serde_json::Value::Null);
                assert!(Parser::read(&ModelFile::read(&cut.bytes()).expect("a model file")).is_err(), "{name} {len}");
            }
        }
    }
}
