//! Cutters: one a format, each taking one raw record after the other from a stream.
//!
//! To add a format: tell it in [`crate::format`], cut it here, parse it in [`crate::reader`].

use crate::record::Payload;
use crate::stream::{End, Taken};
use crate::{Options, Origin, Reason, Reject, Stage};

pub(crate) mod feed;
pub(crate) mod json;
pub(crate) mod lines;
pub(crate) mod parquet;
pub(crate) mod table;
pub(crate) mod warc;
pub(crate) mod whole;

/// Takes the records of one input.
pub(crate) trait Cut: Send {
    /// The next record, or what stands in its place; nothing at the end.
    fn next(&mut self) -> Option<Piece>;
}

/// One record as it was cut.
#[derive(Debug)]
pub(crate) struct Piece {
    /// First byte after decompression, where the format tells.
    pub(crate) offset: Option<u64>,
    pub(crate) content: Result<Payload, Fault>,
}

/// Why there is no record where one should be.
#[derive(Debug)]
pub(crate) struct Fault {
    pub(crate) reason: Reason,
    pub(crate) detail: String,
    pub(crate) url: Option<String>,
    pub(crate) bytes: Option<u64>,
}

impl Fault {
    pub(crate) fn new(reason: Reason, detail: impl Into<String>) -> Self {
        Self { reason, detail: detail.into(), url: None, bytes: None }
    }

    /// What stands in the record's place.
    pub(crate) fn reject(self, origin: Origin) -> Reject {
        let n_bytes = self.bytes.and_then(|n| i64::try_from(n).ok());
        Reject { origin, stage: Stage::Read, reason: self.reason, detail: Some(self.detail), url: self.url, n_bytes }
    }

    pub(crate) fn sized(mut self, bytes: u64) -> Self {
        self.bytes = Some(bytes);
        self
    }

    /// What keeps something taken from being a record, if anything does. An input that ends is no fault here.
    pub(crate) fn of(taken: &Taken, options: &Options) -> Option<Self> {
        let fault = match &taken.end {
            End::Broken(error) => Self::new(reason_of(error), error.to_string()),
            End::GivenUp => Self::new(
                Reason::TooLong,
                format!("no end of the record after {} bytes; the rest of the input is left out", taken.bytes),
            ),
            End::Found | End::Input if taken.over => {
                let cap = options.max_record_bytes;
                Self::new(Reason::TooLong, format!("a record of {} bytes; the limit is {cap}", taken.bytes))
            }
            End::Found | End::Input => return None,
        };
        Some(fault.sized(taken.bytes))
    }
}

/// Data that is broken is another matter than a disk that cannot be read.
pub(crate) fn reason_of(error: &std::io::Error) -> Reason {
    use std::io::ErrorKind;
    match error.kind() {
        ErrorKind::InvalidData | ErrorKind::InvalidInput | ErrorKind::UnexpectedEof | ErrorKind::Other => {
            Reason::BadRecord
        }
        _ => Reason::Io,
    }
}
