//! Tokens, sentences and paragraphs, with exact offsets.
//!
//! Knows characters and small word lists, no grammar: what a token *is* (noun, name, cue) is for the
//! rooms after this one. Every step looks at each byte a bounded number of times.

mod character;
mod contraction;
mod dateline;
mod lexicon;
mod paragraph;
#[cfg(test)]
mod properties;
mod sentence;
mod token;

pub use character::shape_of;

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
    /// The place name of a dateline ("KYIV, Ukraine"), if the text opens with one.
    pub dateline: Option<Span>,
}

/// A word, number, mark or symbol, by Universal Dependencies' conventions for English
/// ("don't" is "do" + "n't", "Kyiv's" is "Kyiv" + "'s", "oil-rich" is "oil" + "-" + "rich").
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
    /// all lower case, or letters of a script without case
    Lower,
    /// First letter upper case
    Title,
    /// ALL UPPER CASE, at least two letters
    Upper,
    /// anything else with a letter: "iPhone", "Q1", "McKay"
    Mixed,
    /// digits with their separators: "1,200.5"
    Number,
    /// a quotation mark of any kind
    QuoteMark,
    /// other punctuation and symbols
    Mark,
}

impl Shape {
    /// True where the token holds a letter or a digit.
    pub const fn is_word(self) -> bool {
        !matches!(self, Self::QuoteMark | Self::Mark)
    }
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

impl Text {
    /// The sentence that holds a token, as a position in [`Text::sentences`].
    pub fn sentence_of(&self, token: u32) -> Option<usize> {
        let at = self.sentences.partition_point(|s| s.tokens.end <= token);
        (at < self.sentences.len()).then_some(at)
    }

    /// The sentence that holds a byte, or the first one after it.
    pub fn sentence_at(&self, byte: u32) -> Option<usize> {
        let at = self.sentences.partition_point(|s| s.span.end <= byte);
        (at < self.sentences.len()).then_some(at)
    }

    /// The token that holds a byte, or the first one after it, as a position in [`Text::tokens`].
    pub fn token_at(&self, byte: u32) -> Option<u32> {
        let at = self.tokens.partition_point(|t| t.span.end <= byte);
        (at < self.tokens.len()).then_some(at as u32)
    }

    /// The tokens that a span of bytes touches, as positions in [`Text::tokens`].
    pub fn tokens_in(&self, span: Span) -> Range<u32> {
        let from = self.tokens.partition_point(|t| t.span.end <= span.start) as u32;
        let to = self.tokens.partition_point(|t| t.span.start < span.end) as u32;
        from..to.max(from)
    }

    /// The characters of a token.
    pub fn word<'s>(&self, source: &'s str, token: u32) -> &'s str {
        self.tokens.get(token as usize).map_or("", |t| t.span.of(source))
    }
}

/// Cuts `source` into tokens and sentences; `into` is cleared first. Linear in the length of `source`.
///
/// ```
/// use copydesk_extract::text::{Text, read};
///
/// let source = "KYIV, Ukraine (Reuters) - Officials didn't comment. “We wait,” Ana Ruiz said.";
/// let mut text = Text::default();
/// read(source, &mut text);
/// assert_eq!(text.sentences.len(), 2);
/// assert_eq!(text.dateline.map(|d| d.of(source)), Some("KYIV, Ukraine"));
/// assert_eq!(text.word(source, 8), "did");
/// assert_eq!(text.word(source, 9), "n't");
/// ```
pub fn read(source: &str, into: &mut Text) {
    token::cut(source, &mut into.tokens);
    sentence::divide(source, &into.tokens, &mut into.sentences);
    into.words = into.tokens.iter().filter(|t| t.shape.is_word()).count() as u32;
    into.dateline = dateline::find(source, &into.tokens, &into.sentences);
}
