//! Bytes in, one [`Article`] or one [`Reject`] a record out.
//!
//! This crate knows formats, character sets and web pages. It knows no linguistics and no tables.
//!
//! Two steps, so that the costly one can run in parallel: [`Source::records`] cuts an input into raw
//! [`Record`]s, one after the other and never holding the whole input; [`Reader::article`] turns one
//! record into an article or says why not, and needs nothing but the record.

mod address;
mod article;
mod batch;
mod boilerplate;
mod byline;
mod charset;
mod cut;
mod dates;
mod decompress;
mod discover;
mod draft;
mod feed;
mod fields;
mod format;
mod http;
mod language;
mod options;
mod page;
mod plain;
mod reader;
mod record;
mod records;
mod reject;
#[cfg(feature = "remote")]
mod remote;
mod repair;
mod stream;

pub use article::{Article, ArticleKey, Origin, Published, PublishedSource};
pub use batch::{BatchError, BatchOrigin, records_of};
pub use discover::{DiscoverError, Source, discover};
pub use options::{Field, FieldMap, FieldMapError, Options, Repair};
pub use reader::Reader;
pub use record::Record;
pub use records::Records;
pub use reject::{Reason, Reject, Stage};
