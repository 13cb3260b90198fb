//! One raw record, cut out of its input and not yet understood.

use crate::Origin;
use chrono::NaiveDate;
use encoding_rs::Encoding;
use serde_json::Value;
use std::sync::Arc;

/// One raw record: enough to make an article of it on any thread.
#[derive(Clone, Debug, PartialEq)]
pub struct Record {
    /// Where it stood.
    pub origin: Origin,
    pub(crate) payload: Payload,
}

/// The bytes of a record and what is known of their form.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Payload {
    /// A whole file of plain text; `stem` is its name without folders and extensions.
    Text { bytes: Vec<u8>, stem: Option<Box<str>> },
    /// A whole file with a web page.
    Html { bytes: Vec<u8>, stem: Option<Box<str>> },
    /// One JSON value, as it stood.
    Json(Vec<u8>),
    /// One row of a CSV file, as it stood.
    Csv { table: Arc<CsvTable>, row: Vec<u8> },
    /// One row of a Parquet file.
    Row(Vec<(Arc<str>, Value)>),
    /// One item of a feed, as it stood.
    Item { channel: Arc<Channel>, bytes: Vec<u8> },
    /// One record of a web archive: its own headers, and the block after them.
    Warc { headers: Vec<(Box<str>, Box<str>)>, block: Vec<u8> },
}

/// What all rows of a CSV file share.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct CsvTable {
    pub(crate) delimiter: u8,
    pub(crate) columns: Vec<Arc<str>>,
}

/// What all items of a feed share.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Channel {
    pub(crate) title: Option<String>,
    /// The page that it is the feed of.
    pub(crate) link: Option<String>,
    pub(crate) language: Option<String>,
    pub(crate) encoding: Option<&'static Encoding>,
    /// The day on which it was seen, where that is known.
    pub(crate) seen: Option<NaiveDate>,
}

impl Record {
    /// Size of the raw record in bytes, for a memory budget.
    pub fn len(&self) -> usize {
        match &self.payload {
            Payload::Text { bytes, .. }
            | Payload::Html { bytes, .. }
            | Payload::Item { bytes, .. }
            | Payload::Json(bytes) => bytes.len(),
            Payload::Csv { row, .. } => row.len(),
            Payload::Row(fields) => fields.iter().map(|(_, value)| size(value)).sum(),
            Payload::Warc { headers, block } => {
                block.len() + headers.iter().map(|(name, value)| name.len() + value.len()).sum::<usize>()
            }
        }
    }

    /// Whether there is nothing in it.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }
}

/// Roughly the bytes a value takes.
fn size(value: &Value) -> usize {
    match value {
        Value::String(text) => text.len(),
        Value::Array(items) => items.iter().map(size).sum(),
        _ => 8,
    }
}
