//! What goes in and what comes out.

use crate::{Span, entities, figures, quotes};

/// One article as the extractor sees it: two texts, nothing else.
#[derive(Clone, Copy, Debug, Default)]
pub struct Document<'t> {
    /// The headline, if the article has one.
    pub title: Option<&'t str>,
    /// The running text. Paragraphs are separated by line breaks where the source kept them.
    pub body: &'t str,
}

/// All that one article says, in the order in which it stands there (title before body).
///
/// Indices between the lists (`entity`, `quote`) are positions in these vectors.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Extraction {
    /// Sentences of the body.
    pub sentences: Vec<Span>,
    /// Words of the body (tokens with a letter or a digit).
    pub words: u32,
    /// The place of the dateline ("KYIV, Ukraine (Reuters) -"), if the body opens with one.
    pub dateline: Option<Span>,
    /// Reported speech, ordered by place.
    pub quotes: Vec<quotes::Quote>,
    /// Mentions of named entities, ordered by place.
    pub mentions: Vec<entities::Mention>,
    /// Who and what is named, ordered by first mention.
    pub entities: Vec<entities::Entity>,
    /// Quantities, ordered by place.
    pub figures: Vec<figures::Figure>,
}
