//! Held-out scores, measured by the extractor itself on packed weights.

use crate::config::Config;
use crate::conllu::{self, Sentence};
use crate::data::Data;
use crate::model::Model;
use anyhow::Result;
use copydesk_extract::model::ModelFile;
use copydesk_extract::syntax::{Analyser, Syntax, Tag};
use copydesk_extract::text::{Text, read};
use serde_json::{Map, Value, json};
use std::fmt;
use std::path::Path;

/// Rounds to hundredths of a percent.
fn percent(part: usize, whole: usize) -> f64 {
    (part as f64 * 10000.0 / whole.max(1) as f64).round() / 100.0
}

/// How well tokens, sentences and tags of raw text agree with annotated ones.
#[derive(Default)]
pub(crate) struct TagScores {
    gold_tokens: usize,
    found_tokens: usize,
    same_tokens: usize,
    gold_sentences: usize,
    found_sentences: usize,
    same_sentences: usize,
    /// Tags right on annotated tokens.
    tags_right: usize,
    forms_right: usize,
    /// Tags right on tokens found.
    raw_tags_right: usize,
}

impl TagScores {
    pub(crate) fn entries(&self) -> Map<String, Value> {
        let f1 = |same, gold, found| percent(2 * same, gold + found);
        let mut map = Map::new();
        map.insert("tokens_f1".into(), json!(f1(self.same_tokens, self.gold_tokens, self.found_tokens)));
        map.insert("sentences_f1".into(), json!(f1(self.same_sentences, self.gold_sentences, self.found_sentences)));
        map.insert("tags".into(), json!(percent(self.tags_right, self.gold_tokens)));
        map.insert("tags_with_forms".into(), json!(percent(self.forms_right, self.gold_tokens)));
        map.insert("tags_on_raw_text_f1".into(), json!(f1(self.raw_tags_right, self.gold_tokens, self.found_tokens)));
        map
    }
}

impl fmt::Display for TagScores {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.entries().iter().try_for_each(|(name, value)| writeln!(f, "{name:24} {value}"))
    }
}

/// Sentences of one document as a text, with each token's place counted in characters that are no space.
struct Document {
    text: String,
    /// Start, end, tag.
    tokens: Vec<(usize, usize, Tag)>,
    sentences: Vec<(usize, usize)>,
}

fn documents(sentences: &[Sentence]) -> Vec<Document> {
    let mut documents: Vec<Document> = Vec::new();
    let mut at = 0;
    for s in sentences {
        if s.opens_document || documents.is_empty() {
            documents.push(Document { text: String::new(), tokens: Vec::new(), sentences: Vec::new() });
            at = 0;
        }
        let last = documents.len() - 1;
        let document = &mut documents[last];
        if !document.text.is_empty() {
            document.text.push_str(if s.opens_paragraph { "\n\n" } else { " " });
        }
        document.text.push_str(&s.text);
        let start = at;
        for t in &s.tokens {
            let len = letters(&t.word);
            document.tokens.push((at, at + len, t.tag));
            at += len;
        }
        document.sentences.push((start, at));
    }
    documents
}

fn letters(text: &str) -> usize {
    text.chars().filter(|c| !c.is_whitespace()).count()
}

/// Measures tokens, sentences and tags of a model file's bytes.
pub(crate) fn tags(model: &[u8], sentences: &[Sentence]) -> TagScores {
    let analyser = Analyser::read(&ModelFile::read(model).unwrap_or_default());
    let mut scores = TagScores::default();
    let (mut text, mut syntax) = (Text::default(), Syntax::default());
    for s in sentences {
        let words: Vec<&str> = s.tokens.iter().map(|t| t.word.as_str()).collect();
        analyser.analyse_tokens(&words, &mut syntax);
        for (at, t) in s.tokens.iter().enumerate() {
            scores.tags_right += usize::from(syntax.tags[at] == t.tag);
            scores.forms_right += usize::from(syntax.tags[at] == t.tag && syntax.forms[at] == t.form);
        }
    }
    for document in documents(sentences) {
        read(&document.text, &mut text);
        analyser.analyse(&document.text, &text, &mut syntax);
        let mut at = 0;
        let mut found = Vec::new();
        for (i, t) in text.tokens.iter().enumerate() {
            let len = letters(t.span.of(&document.text));
            found.push((at, at + len, syntax.tags[i]));
            at += len;
        }
        let spans: Vec<(usize, usize)> = text
            .sentences
            .iter()
            .map(|s| (found[s.tokens.start as usize].0, found[s.tokens.end as usize - 1].1))
            .collect();
        scores.gold_tokens += document.tokens.len();
        scores.found_tokens += found.len();
        scores.gold_sentences += document.sentences.len();
        scores.found_sentences += spans.len();
        scores.same_sentences += spans.iter().filter(|s| document.sentences.binary_search(s).is_ok()).count();
        for t in &found {
            if let Ok(i) = document.tokens.binary_search_by_key(&(t.0, t.1), |g| (g.0, g.1)) {
                scores.same_tokens += 1;
                scores.raw_tags_right += usize::from(document.tokens[i].2 == t.2);
            }
        }
    }
    scores
}

/// How well trees agree with annotated ones, on annotated tokens with tags of our own.
#[derive(Default)]
pub(crate) struct TreeScores {
    tokens: usize,
    heads: usize,
    /// Head and relation right, subtypes apart ("nsubj:pass" counts as "nsubj").
    relations: usize,
    /// Head and relation right, subtypes included.
    subtypes: usize,
    sentences: usize,
    whole: usize,
}

impl TreeScores {
    pub(crate) fn entries(&self) -> Map<String, Value> {
        let mut map = Map::new();
        map.insert("uas".into(), json!(percent(self.heads, self.tokens)));
        map.insert("las".into(), json!(percent(self.relations, self.tokens)));
        map.insert("las_with_subtypes".into(), json!(percent(self.subtypes, self.tokens)));
        map.insert("whole_trees".into(), json!(percent(self.whole, self.sentences)));
        map
    }
}

impl fmt::Display for TreeScores {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.entries().iter().try_for_each(|(name, value)| writeln!(f, "{name:24} {value}"))
    }
}

/// Measures the trees of a model file's bytes.
pub(crate) fn trees(model: &[u8], sentences: &[Sentence]) -> TreeScores {
    let analyser = Analyser::read(&ModelFile::read(model).unwrap_or_default());
    let mut scores = TreeScores::default();
    let mut syntax = Syntax::default();
    let main = |label: &str| label.split(':').next().unwrap_or("").to_owned();
    for s in sentences {
        let words: Vec<&str> = s.tokens.iter().map(|t| t.word.as_str()).collect();
        analyser.analyse_tokens(&words, &mut syntax);
        let mut right = 0;
        for (at, t) in s.tokens.iter().enumerate() {
            if t.head.unwrap_or(at) == syntax.heads[at] as usize {
                let found = syntax.relations[at].as_str();
                right += 1;
                scores.relations += usize::from(main(found) == main(&t.label));
                scores.subtypes += usize::from(found == t.label);
            }
        }
        scores.tokens += s.tokens.len();
        scores.heads += right;
        scores.sentences += 1;
        scores.whole += usize::from(right == s.tokens.len());
    }
    scores
}

/// The scores of a whole model file.
pub(crate) fn measure(config: &Config, shared: &Path, model: &Model) -> Result<String> {
    let held_out = conllu::read(&Data::new(shared, None).text(&config.tags.held_out)?);
    Ok(format!("{}{}", tags(&model.bytes(), &held_out), trees(&model.bytes(), &held_out)))
}
