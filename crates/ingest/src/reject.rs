//! What a record becomes that is no article: the reasons are few, stable and counted.

use crate::{ArticleKey, Origin};

/// One record that became no article.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reject {
    /// Where the record stood.
    pub origin: Origin,
    /// Which step refused it.
    pub stage: Stage,
    /// Why.
    pub reason: Reason,
    /// The same for a person, in one line.
    pub detail: Option<String>,
    /// The record's address, if it had one.
    pub url: Option<String>,
    /// Size of the raw record.
    pub n_bytes: Option<i64>,
}

impl Reject {
    /// Stands for an article whose key another one had, earlier in the input. `n_bytes` is the length of its text.
    pub fn duplicate(origin: Origin, key: ArticleKey, url: Option<String>, n_bytes: usize) -> Self {
        Self {
            origin,
            stage: Stage::Parse,
            reason: Reason::DuplicateId,
            detail: Some(format!("an article with key {:032x} came before", key.0)),
            url,
            n_bytes: i64::try_from(n_bytes).ok(),
        }
    }
}

/// The step that refused a record.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Stage {
    /// Cutting the input into records.
    Read,
    /// Turning a record into an article.
    Parse,
    /// Analysing the article.
    Extract,
}

impl Stage {
    /// The name used in tables.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Read => "read",
            Self::Parse => "parse",
            Self::Extract => "extract",
        }
    }
}

/// Why a record became no article. The names are part of the output contract.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Reason {
    /// Not the JSON it should be.
    BadJson,
    /// Not text in any encoding.
    BadEncoding,
    /// A broken record of a container format (WARC, gzip, CSV, Parquet).
    BadRecord,
    /// No text in it.
    NoText,
    /// A web page with too little text to be an article.
    TooShort,
    /// Larger than the cap.
    TooLong,
    /// Another language.
    NotEnglish,
    /// A page that is no article (home page, listing, shop) or no page at all.
    NotArticle,
    /// An article of this key came before.
    DuplicateId,
    /// Took longer than the cap.
    Timeout,
    /// A bug: the step that handled it panicked.
    Panic,
    /// The input could not be read.
    Io,
}

impl Reason {
    /// Every reason, in the order of the contract.
    pub const ALL: [Self; 12] = [
        Self::BadJson,
        Self::BadEncoding,
        Self::BadRecord,
        Self::NoText,
        Self::TooShort,
        Self::TooLong,
        Self::NotEnglish,
        Self::NotArticle,
        Self::DuplicateId,
        Self::Timeout,
        Self::Panic,
        Self::Io,
    ];

    /// The name used in tables.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::BadJson => "bad_json",
            Self::BadEncoding => "bad_encoding",
            Self::BadRecord => "bad_record",
            Self::NoText => "no_text",
            Self::TooShort => "too_short",
            Self::TooLong => "too_long",
            Self::NotEnglish => "not_english",
            Self::NotArticle => "not_article",
            Self::DuplicateId => "duplicate_id",
            Self::Timeout => "timeout",
            Self::Panic => "panic",
            Self::Io => "io",
        }
    }
}
