//! Annotated sentences in CoNLL-U.

use copydesk_extract::syntax::{Form, Relation, Tag};

/// One annotated sentence.
#[derive(Clone, Debug, Default)]
pub(crate) struct Sentence {
    /// As the source writes it.
    pub(crate) text: String,
    pub(crate) tokens: Vec<Token>,
    pub(crate) opens_document: bool,
    pub(crate) opens_paragraph: bool,
}

/// One syntactic word.
#[derive(Clone, Debug)]
pub(crate) struct Token {
    pub(crate) word: String,
    pub(crate) tag: Tag,
    pub(crate) form: Form,
    /// Position of the governor in the sentence; none for the root.
    pub(crate) head: Option<usize>,
    pub(crate) relation: Relation,
    /// Its relation in full, as annotated.
    pub(crate) label: String,
}

/// All sentences of a file; lines that are no token are skipped.
pub(crate) fn read(text: &str) -> Vec<Sentence> {
    let mut sentences = Vec::new();
    let mut sentence = Sentence::default();
    for line in text.lines().chain([""]) {
        if line.is_empty() {
            if !sentence.tokens.is_empty() {
                sentences.push(std::mem::take(&mut sentence));
            }
        } else if let Some(comment) = line.strip_prefix("# ") {
            sentence.opens_document |= comment.starts_with("newdoc");
            sentence.opens_paragraph |= comment.starts_with("newpar");
            if let Some(text) = comment.strip_prefix("text = ") {
                text.clone_into(&mut sentence.text);
            }
        } else {
            sentence.tokens.extend(token(line));
        }
    }
    sentences
}

fn token(line: &str) -> Option<Token> {
    let columns: Vec<&str> = line.split('\t').collect();
    let [id, word, _, tag, penn, _, head, label, ..] = columns[..] else { return None };
    id.parse::<usize>().ok()?; // "3-4" and "3.1" are no syntactic words
    Some(Token {
        word: word.to_owned(),
        tag: Tag::named(tag)?,
        form: Form::of_penn(penn),
        head: head.parse::<usize>().ok()?.checked_sub(1),
        relation: Relation::nearest(label),
        label: label.to_owned(),
    })
}
