//! Tokens, sentences and paragraphs, with exact offsets.

use crate::Span;
use std::ops::Range;

/// One text cut into tokens, sentences and paragraphs. All offsets are bytes of the source.
#[derive(Debug, Default)]
pub struct Text {
    /// Every token in order; white space belongs to none.
    pub tokens: Vec<Token>,
    /// Every sentence in order; together they hold all tokens.
    pub sentences: Vec<Sentence>,
    /// How many tokens are words (hold a letter or a digit).
    pub words: u32,
    /// The place name of a dateline, if the text opens with one.
    pub dateline: Option<Span>,
}

/// A word, number, mark or symbol, by Universal Dependencies' conventions for English
/// ("don't" is "do" + "n't", "Kyiv's" is "Kyiv" + "'s").
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Token {
    /// Where it stands.
    pub span: Span,
    /// What its characters are.
    pub shape: Shape,
}

/// What a token's characters are.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Shape {
    /// all lower case
    Lower,
    /// First letter upper case
    Title,
    /// ALL UPPER CASE, at least two letters
    Upper,
    /// anything else with a letter: "iPhone", "COVID-19"
    Mixed,
    /// digits with their separators: "1,200.5"
    Number,
    /// a quotation mark of any kind
    QuoteMark,
    /// other punctuation and symbols
    Mark,
}

/// A run of tokens that ends where the sentence ends.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sentence {
    /// From the first byte of its first token to the last byte of its last.
    pub span: Span,
    /// Positions in [`Text::tokens`].
    pub tokens: Range<u32>,
    /// Position of its paragraph, counted from 0.
    pub paragraph: u32,
}

/// Cuts `source` into tokens and sentences; `into` is cleared first.
pub fn read(_source: &str, into: &mut Text) {
    into.tokens.clear();
    into.sentences.clear();
    into.words = 0;
    into.dateline = None;
}
