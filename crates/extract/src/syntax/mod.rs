//! Part-of-speech tags and dependency trees (Universal Dependencies).
//!
//! Knows words and grammar, but neither names nor speech nor numbers: it tells the later rooms what
//! kind of word each token is and what hangs on what, and answers their questions about trees.

mod layer;
mod parse_features;
mod parser;
mod projective;
#[cfg(test)]
mod properties;
mod tagger;
mod tagset;
mod tree;
mod word;

pub use tagset::{Form, Relation, Tag};
pub use word::Word;

use crate::model::{ModelFile, WordClasses};
use crate::text::{Sentence, Text, shape_of};
use std::ops::Range;

/// What `copydesk-train` needs to train the tagger.
pub mod tagging {
    pub use super::tagger::{
        CLASSES, DICTIONARY, Dictionary, FEATURES, START, Senses, Tagger, WEIGHTS, certain_key, features,
    };
}

/// What `copydesk-train` needs to train the parser.
pub mod parsing {
    pub use super::parse_features::{FEATURES, ROOT, UNKNOWN, keys};
    pub use super::parser::{DISTANCES, EMBEDDINGS, NETWORK, Parser, Sizes, distance};
}

/// The section of the model file that holds the word classes.
pub const WORD_CLASSES: &str = "classes";

/// Tags and trees, parallel to [`Text::tokens`].
#[derive(Debug, Default)]
pub struct Syntax {
    /// One tag a token.
    pub tags: Vec<Tag>,
    /// The form that each token stands in ("said": past, "troops": plural).
    pub forms: Vec<Form>,
    /// The governing token, as a position in [`Text::tokens`]; a root governs itself, and so does
    /// every token of a sentence that was not parsed.
    pub heads: Vec<u32>,
    /// The relation to the governing token; [`Relation::Dep`] where the sentence was not parsed.
    pub relations: Vec<Relation>,
    /// Letters, shape and word classes of each token, as the learned parts see them.
    pub words: Vec<Word>,
    senses: Vec<tagger::Senses>,
    parse: parser::ParseScratch,
    forest: tree::Forest,
}

/// Tags and parses.
#[derive(Debug, Default)]
pub struct Analyser {
    classes: WordClasses,
    tagger: tagger::Tagger,
    parser: parser::Parser,
}

impl Analyser {
    /// Reads its sections of the model; a part that is missing or malformed stays empty (its tags are `X`).
    pub fn read(file: &ModelFile<'_>) -> Self {
        Self {
            classes: file.section(WORD_CLASSES).and_then(|s| WordClasses::read(s, WORD_CLASSES)).unwrap_or_default(),
            tagger: tagger::Tagger::read(file).unwrap_or_default(),
            parser: parser::Parser::read(file).unwrap_or_default(),
        }
    }

    /// Tags every token of `text` and parses every sentence.
    pub fn analyse(&self, source: &str, text: &Text, into: &mut Syntax) {
        self.read_words(source, text, into);
        self.parse(text, |_, _| true, into);
    }

    /// Tags every token of `text`; every token is its own root until [`Self::parse`] is called.
    pub fn tag(&self, source: &str, text: &Text, into: &mut Syntax) {
        self.read_words(source, text, into);
        into.forest.plant(&into.heads);
    }

    fn read_words(&self, source: &str, text: &Text, into: &mut Syntax) {
        into.words.clear();
        into.words.extend(text.tokens.iter().map(|t| Word::of(t.span.of(source), t.shape, &self.classes)));
        self.tag_words(text.sentences.iter().map(tokens_of), into);
    }

    /// Parses the sentences of a tagged text that `wants` chooses (by their place in
    /// [`Text::sentences`]; it sees the tags). May be called once a text.
    pub fn parse(&self, text: &Text, wants: impl Fn(usize, &Syntax) -> bool, into: &mut Syntax) {
        for (at, sentence) in text.sentences.iter().enumerate() {
            if wants(at, into) {
                self.parse_sentence(tokens_of(sentence), into);
            }
        }
        into.forest.plant(&into.heads);
    }

    /// Tags and parses one sentence whose tokens are known.
    pub fn analyse_tokens(&self, tokens: &[&str], into: &mut Syntax) {
        into.words.clear();
        into.words.extend(tokens.iter().map(|t| Word::of(t, shape_of(t), &self.classes)));
        self.tag_words(std::iter::once(0..tokens.len()), into);
        self.parse_sentence(0..tokens.len(), into);
        into.forest.plant(&into.heads);
    }

    fn tag_words(&self, sentences: impl Iterator<Item = Range<usize>>, into: &mut Syntax) {
        let n = into.words.len();
        into.senses.clear();
        self.tagger.look_up(&into.words, &mut into.senses);
        into.tags.clear();
        into.forms.clear();
        for range in sentences {
            self.tagger.tag(&into.words[range.clone()], &into.senses[range], &mut into.tags, &mut into.forms);
        }
        into.heads.clear();
        into.heads.extend(0..n as u32);
        into.relations.clear();
        into.relations.resize(n, Relation::Dep);
    }

    fn parse_sentence(&self, range: Range<usize>, into: &mut Syntax) {
        let known = (&into.words[range.clone()], &into.tags[range.clone()], &into.forms[range.clone()]);
        let first = range.start as u32;
        let (heads, relations) = (&mut into.heads[range.clone()], &mut into.relations[range]);
        self.parser.parse(known, parser::Tree { first, heads, relations }, &mut into.parse);
    }
}

fn tokens_of(sentence: &Sentence) -> Range<usize> {
    sentence.tokens.start as usize..sentence.tokens.end as usize
}
