//! What a record becomes.

use chrono::{NaiveDate, NaiveDateTime};
use std::sync::Arc;

/// Where a record stood.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Origin {
    /// The input as the user named or globbed it ("crawl/a.warc.gz", "-").
    pub input: Arc<str>,
    /// Position of the record in its input, counted from 0.
    pub record: i64,
    /// First byte of the record in the input (after decompression), where the format tells.
    pub offset: Option<i64>,
}

/// One news article, ready for extraction.
#[derive(Clone, Debug, PartialEq)]
pub struct Article {
    /// Where it came from.
    pub origin: Origin,
    /// Identity across runs.
    pub key: ArticleKey,
    /// The id in the input.
    pub source_id: Option<String>,
    /// Canonical address.
    pub url: Option<String>,
    /// Host of the address, without "www.".
    pub domain: Option<String>,
    /// Name of the publication.
    pub outlet: Option<String>,
    /// Headline, without the site's name.
    pub title: Option<String>,
    /// Bylines, one name each.
    pub authors: Vec<String>,
    /// Section of the publication ("World").
    pub section: Option<String>,
    /// When it was published, where known.
    pub published: Option<Published>,
    /// ISO 639-1 code, or "und".
    pub lang: String,
    /// How sure the detector is, 0 to 1.
    pub lang_confidence: Option<f32>,
    /// The body: a contiguous piece of the input with line ends as `\n`, or a page rendered to text.
    pub text: String,
}

/// 128-bit identity of an article: xxh3 of its canonical address, else of its id, else of its text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ArticleKey(pub u128);

impl ArticleKey {
    /// Of an article of which nothing is known but its text.
    pub fn of_text(text: &str) -> Self {
        crate::address::key(None, None, text)
    }

    /// The first 64 bits, as tables store them.
    pub const fn id(self) -> i64 {
        (self.0 >> 64) as i64
    }
}

/// A publication date, and the time where it is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Published {
    /// The day as printed, which is that of the publisher's place: near midnight not always that of `at`.
    pub date: NaiveDate,
    /// The moment, UTC.
    pub at: Option<NaiveDateTime>,
    /// What said so.
    pub source: PublishedSource,
}

/// What gave a publication date.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PublishedSource {
    /// A field of the input record.
    Input,
    /// JSON-LD of the page.
    JsonLd,
    /// A meta element of the page.
    Meta,
    /// The address.
    Url,
    /// The page's text.
    Text,
}

impl PublishedSource {
    /// The name used in tables.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Input => "input",
            Self::JsonLd => "json_ld",
            Self::Meta => "meta",
            Self::Url => "url",
            Self::Text => "text",
        }
    }
}
