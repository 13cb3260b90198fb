//! Learns dependency trees: a small neural network (`network`), trained to choose the governor of each word and the
//! relation to it.

mod adam;
mod encoder;
mod matrix;
mod network;

use crate::config::{Config, Trees};
use crate::conllu::{self, Sentence};
use crate::data::{Data, raw_text};
use crate::model::{Model, Part};
use crate::random::Random;
use crate::{scores, tags};
use adam::Adam;
use anyhow::Result;
use copydesk_extract::model::{ModelFile, WordClasses};
use copydesk_extract::syntax::parsing::{self, FEATURES, Sizes};
use copydesk_extract::syntax::{Analyser, Form, Relation, Syntax, Tag, WORD_CLASSES};
use copydesk_extract::text::{Text, read};
use network::{Drop, Example, Gradient, Network};
use std::collections::BTreeMap;
use xxhash_rust::xxh3::xxh3_64;

/// Every step is the sum of so many parts, however many threads there are: the same numbers everywhere.
const SHARDS: usize = 2;

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
    let raw = raw_words(config, data, &ModelFile::read(&bytes)?)?;
    let sections = train(config, &sentences, &word_classes, &tagged, &raw);
    let mut part = Part { sections, ..Part::default() };
    let mut preview = Model::read_bytes(&bytes)?;
    preview.put("trees", Part { sections: part.sections.clone(), ..Part::default() }, &serde_json::Value::Null);
    let held_out = conllu::read(&data.text(&config.trees.held_out)?);
    let trees = scores::trees(&preview.bytes(), &held_out);
    part.report = trees.to_string();
    part.scores = trees.entries();
    Ok(part)
}

/// A sentence of raw text: keys and word class of each word.
type RawSentence = Vec<([u32; FEATURES], u16)>;

/// Tags raw text. The tagger has seen none of it, so these tags are as good as in use.
fn raw_words(config: &Config, data: &mut Data, model: &ModelFile<'_>) -> Result<Vec<RawSentence>> {
    let analyser = Analyser::read(model);
    let (mut text, mut syntax) = (Text::default(), Syntax::default());
    let mut sentences = Vec::new();
    for path in &config.trees.raw {
        let mut words = 0;
        for line in data.text(path)?.lines() {
            let source = &*raw_text(path, line)?;
            read(source, &mut text);
            analyser.tag(source, &text, &mut syntax);
            for sentence in &text.sentences {
                let tokens = sentence.tokens.start as usize..sentence.tokens.end as usize;
                if (3..100).contains(&tokens.len()) {
                    words += tokens.len();
                    let of = |t| {
                        let word = &syntax.words[t];
                        (parsing::keys(word, syntax.tags[t], syntax.forms[t]), word.class.fine)
                    };
                    sentences.push(tokens.map(of).collect());
                }
            }
            if words > config.trees.raw_words {
                break;
            }
        }
    }
    Ok(sentences)
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

    fn example(&self, sentence: &Sentence, keys: &[[u32; FEATURES]]) -> Example {
        let relation = |r| self.relations.iter().position(|known| *known == r).unwrap_or(0) as u8;
        Example {
            rows: keys.iter().map(|keys| std::array::from_fn(|place| self.row(place, keys[place]))).collect(),
            heads: sentence.tokens.iter().map(|t| t.head.map_or(0, |h| h as u32 + 1)).collect(),
            relations: sentence.tokens.iter().map(|t| relation(t.relation)).collect(),
            classes: Vec::new(),
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

fn train(
    config: &Config,
    sentences: &[Sentence],
    word_classes: &WordClasses,
    tagged: &[u8],
    raw: &[RawSentence],
) -> Vec<(String, Vec<u8>)> {
    let t = &config.trees;
    let keys = keys(sentences, word_classes, tagged);
    let vocabulary = Vocabulary::of(sentences, &keys, raw, t);
    let mut rest = &keys[..];
    let examples: Vec<Example> = sentences
        .iter()
        .map(|s| {
            let (own, after) = rest.split_at(s.tokens.len());
            rest = after;
            vocabulary.example(s, own)
        })
        .collect();
    let raw: Vec<Example> = raw.iter().map(|s| vocabulary.raw_example(s)).collect();
    let sizes = Sizes { width: t.width, layers: t.layers, arc: t.arc, label: t.label };
    let mut random = Random::new(t.seed);
    let unknown = std::array::from_fn(|place| place as u32);
    let mut network = Network::new(
        sizes,
        vocabulary.relations.clone(),
        config.classes.fine as usize + 1,
        vocabulary.keys.len(),
        unknown,
        FEATURES as u32,
        &mut random,
    );
    let drop = Drop {
        words: t.drop_words,
        features: t.drop_features,
        inputs: t.drop_inputs,
        layers: t.drop_layers,
        shown: t.drop_shown,
    };
    let guess = |network: &Network, part: &[&Example], weight: f32, random: &mut Random| {
        network.guess(part, t.raw_hide, weight / t.raw_hide, random)
    };
    let learn = |network: &Network, part: &[&Example], weight: f32, random: &mut Random| {
        network.learn(part, drop, weight, random)
    };
    teach(&mut network, &raw, t, t.raw_rounds, &guess, &mut random);
    teach(&mut network, &examples, t, t.rounds, &learn, &mut random);
    let [embeddings, layers] = network.sections(&vocabulary.keys);
    vec![(parsing::EMBEDDINGS.to_owned(), embeddings), (parsing::NETWORK.to_owned(), layers)]
}

/// Tells what a network is to change by: from some sentences, by the weight of each word.
type Lesson<'l> = dyn Fn(&Network, &[&Example], f32, &mut Random) -> Gradient + Sync + 'l;

/// Goes over all examples some times, by ever smaller steps.
fn teach(
    network: &mut Network,
    examples: &[Example],
    config: &Trees,
    rounds: usize,
    lesson: &Lesson<'_>,
    random: &mut Random,
) {
    let mut school = School::new(network);
    let batches = batches(examples, config.batch, random);
    let steps = batches.len() * rounds;
    let mut order: Vec<usize> = (0..batches.len()).collect();
    for round in 0..rounds {
        random.shuffle(&mut order);
        let mut loss = 0.0;
        for (at, batch) in order.iter().enumerate() {
            let step = round * batches.len() + at;
            let pace = (step as f32 / (steps as f32 * 0.03)).min(1.0) * (1.0 - step as f32 / steps as f32);
            let chosen: Vec<&Example> = batches[*batch].iter().map(|e| &examples[*e]).collect();
            loss += school.step(network, &chosen, lesson, config.rate * pace, step, random.next());
        }
        tell(round, loss / batches.len() as f32);
    }
}

/// Sentences in batches of about so many words.
fn batches(examples: &[Example], words: usize, random: &mut Random) -> Vec<Vec<usize>> {
    let mut order: Vec<usize> = (0..examples.len()).collect();
    random.shuffle(&mut order);
    let mut batches = vec![Vec::new()];
    let mut count = 0;
    for example in order {
        if count >= words {
            batches.push(Vec::new());
            count = 0;
        }
        count += examples[example].rows.len();
        let last = batches.len() - 1;
        batches[last].push(example);
    }
    batches
}

/// What teaches a network.
struct School {
    dense: Adam,
    table: Adam,
    /// What each row of the table is to change by; nothing between steps.
    pulls: Vec<f32>,
    is_pulled: Vec<bool>,
}

impl School {
    fn new(network: &Network) -> Self {
        Self {
            dense: Adam::new(network.dense.len()),
            table: Adam::new(network.table.len()),
            pulls: vec![0.0; network.table.len()],
            is_pulled: vec![false; network.table.len()],
        }
    }

    /// Learns from some sentences at once; the loss.
    fn step(
        &mut self,
        network: &mut Network,
        examples: &[&Example],
        lesson: &Lesson<'_>,
        rate: f32,
        step: usize,
        seed: u64,
    ) -> f32 {
        let words: usize = examples.iter().map(|e| e.rows.len()).sum();
        let weight = 1.0 / words.max(1) as f32;
        // The first part ends where half of the words are read.
        let mut read = 0;
        let half = examples.iter().take_while(|e| {
            read += e.rows.len();
            read * 2 <= words
        });
        let half = half.count();
        let parts: [&[&Example]; SHARDS] = [&examples[..half], &examples[half..]];
        let learn = |part: usize| lesson(network, parts[part], weight, &mut Random::new(seed ^ part as u64));
        let (mut first, second): (Gradient, Gradient) = rayon::join(|| learn(0), || learn(1));
        first.dense.iter_mut().zip(&second.dense).for_each(|(a, b)| *a += b);
        let rate = rate * adam::warmth(step);
        self.dense.change(&mut network.dense, 0, &first.dense, rate);
        self.change_table(network, first.words.iter().chain(&second.words), rate);
        network.turn();
        first.loss + second.loss
    }

    fn change_table<'g>(
        &mut self,
        network: &mut Network,
        words: impl Iterator<Item = &'g (Vec<u32>, Vec<f32>)>,
        rate: f32,
    ) {
        let mut pulled = Vec::new();
        let mut width = 1;
        for (rows, pull) in words {
            width = pull.len();
            for row in rows {
                if !std::mem::replace(&mut self.is_pulled[*row as usize], true) {
                    pulled.push(*row as usize);
                }
                let sums = &mut self.pulls[*row as usize * width..(*row as usize + 1) * width];
                sums.iter_mut().zip(pull).for_each(|(sum, x)| *sum += x);
            }
        }
        for row in pulled {
            let sums = &mut self.pulls[row * width..(row + 1) * width];
            self.table.change(&mut network.table, row * width, sums, rate);
            sums.fill(0.0);
            self.is_pulled[row] = false;
        }
    }
}

#[expect(clippy::print_stderr, reason = "progress for people")]
fn tell(round: usize, loss: f32) {
    eprintln!("  round {round}: loss {loss:.4}");
}

#[cfg(test)]
mod tests {
    use super::*;
    use copydesk_extract::syntax::parsing::Parser;
    use std::path::Path;

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
        (t.width, t.arc, t.label, t.layers, t.rounds, t.raw_rounds, t.least_count) = (64, 16, 64, 1, 200, 0, 1);
        (t.drop_words, t.drop_features, t.drop_inputs, t.drop_layers, t.drop_shown) = (0.0, 0.0, 0.0, 0.0, 0.0);
        t.least_relation = 1;
        let sentences = conllu::read(TREES);
        let untagged = [Tag::default() as u8, Form::default() as u8].repeat(9);
        let sections = train(&config, &sentences, &WordClasses::default(), &untagged, &[]);
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
