//! Part-of-speech tags and dependency trees (Universal Dependencies).

mod tagger;
mod tagset;
mod word;

pub use tagset::{Form, Relation, Tag};
pub use word::Word;

use crate::model::{ModelFile, WordClasses};
use crate::text::{Text, shape_of};
use std::ops::Range;

/// What `copydesk-train` needs to train the tagger.
pub mod tagging {
    pub use super::tagger::{
        CLASSES, DICTIONARY, Dictionary, FEATURES, START, Senses, Tagger, WEIGHTS, certain_key, features,
    };
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
    /// The governing token, as a position in [`Text::tokens`]; a root governs itself.
    pub heads: Vec<u32>,
    /// The relation to the governing token.
    pub relations: Vec<Relation>,
    /// Letters, shape and word classes of each token, as the learned parts see them.
    pub words: Vec<Word>,
    senses: Vec<tagger::Senses>,
}

/// Tags and parses.
#[derive(Debug, Default)]
pub struct Analyser {
    classes: WordClasses,
    tagger: tagger::Tagger,
}

impl Analyser {
    /// Reads its sections of the model; a part that is missing or malformed stays empty (its tags are `X`).
    pub fn read(file: &ModelFile<'_>) -> Self {
        Self {
            classes: file.section(WORD_CLASSES).and_then(|s| WordClasses::read(s, WORD_CLASSES)).unwrap_or_default(),
            tagger: tagger::Tagger::read(file).unwrap_or_default(),
        }
    }

    /// Fills `into` for one sentence whose tokens are known.
    pub fn analyse_tokens(&self, tokens: &[&str], into: &mut Syntax) {
        into.words.clear();
        into.words.extend(tokens.iter().map(|t| Word::of(t, shape_of(t), &self.classes)));
        self.fill(std::iter::once(0..tokens.len()), into);
    }

    /// Fills `into` for every token of `text`.
    pub fn analyse(&self, source: &str, text: &Text, into: &mut Syntax) {
        into.words.clear();
        into.words.extend(text.tokens.iter().map(|t| Word::of(t.span.of(source), t.shape, &self.classes)));
        self.fill(text.sentences.iter().map(|s| s.tokens.start as usize..s.tokens.end as usize), into);
    }

    /// Tags and parses the sentences, whose words are known.
    fn fill(&self, sentences: impl Iterator<Item = Range<usize>>, into: &mut Syntax) {
        let n = into.words.len();
        into.senses.clear();
        self.tagger.look_up(&into.words, &mut into.senses);
        into.tags.clear();
        into.forms.clear();
        into.heads.clear();
        into.heads.extend(0..n as u32);
        into.relations.clear();
        into.relations.resize(n, Relation::Dep);
        for range in sentences {
            self.tagger.tag(&into.words[range.clone()], &into.senses[range], &mut into.tags, &mut into.forms);
        }
    }
}
