//! Text in, an [`Extraction`] out: the quotes, entities and figures of one news article.
//!
//! This crate is the only place with linguistics. It is *pure and total*: no files, clock, threads or
//! hash order, and any UTF-8 text gives an extraction, never a panic, in time linear in its length.
//! It knows nothing of file formats (that is `copydesk-ingest`) or of tables (`copydesk-export`).
//!
//! One direction through the rooms: [`text`] (tokens, sentences) → [`syntax`] (tags, trees) →
//! [`entities`] (names, identity) → [`quotes`] (marks, cues, content, speaker) →
//! [`figures`] (numbers, units, what is counted, source). [`model`] serves the learned parts of all.
//!
//! ```
//! use copydesk_extract::{Document, Extractor, Scratch};
//!
//! let extractor = Extractor::new();
//! let body = "“The talks will go on,” Foreign Minister Ana Ruiz said. At least 12 people were hurt.";
//! let found = extractor.extract(Document { title: None, body }, &mut Scratch::default());
//! assert_eq!(found.quotes[0].parts[0].of(body), "The talks will go on");
//! ```

pub mod entities;
pub mod figures;
pub mod model;
pub mod quotes;
mod span;
pub mod syntax;
pub mod text;

mod extraction;
mod extractor;

pub use copydesk_gazetteer::{Country, Point};
pub use extraction::{Document, Extraction};
pub use extractor::{Extractor, Scratch};
pub use span::{Place, Span, Zone};
