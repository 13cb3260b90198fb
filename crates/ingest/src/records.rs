//! Cuts an input into raw records, one after the other.

use crate::charset;
use crate::cut::{Cut, Fault, Piece, feed, json, lines, parquet, reason_of, table, warc, whole};
use crate::decompress::open;
use crate::format::{Format, HEAD, stem};
use crate::stream::patience;
use crate::{Options, Origin, Reason, Record, Reject, Source};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

/// The records of one input, in order; what cannot be read is a reject in its place.
pub struct Records {
    source: Source,
    options: Options,
    cutter: Option<Box<dyn Cut>>,
    next: i64,
    read: Arc<AtomicU64>,
}

impl Source {
    /// Cuts the input into raw records. Opens it at the first call of `next`; never fails as a whole.
    ///
    /// Every part of the input is accounted for: a record of a web archive that holds no page is a reject too.
    pub fn records(&self, options: &Options) -> Records {
        Records { source: self.clone(), options: options.clone(), cutter: None, next: 0, read: Arc::default() }
    }
}

impl Records {
    /// Bytes of the input read so far, as they lie on disk.
    pub fn bytes_read(&self) -> u64 {
        self.read.load(Ordering::Relaxed)
    }

    fn open(&self) -> Box<dyn Cut> {
        let mut opened = match open(&self.source, &self.read) {
            Ok(opened) => opened,
            Err(error) => return Box::new(whole::Refused::new(Fault::new(reason_of(&error), error.to_string()))),
        };
        // A stream that breaks before its first byte is broken, not empty.
        if let Err(error) = opened.stream.fill() {
            return Box::new(whole::Refused::new(Fault::new(reason_of(&error), error.to_string())));
        }
        let (name, options) = (&self.source.name, &self.options);
        let mut stream = charset::without_utf16(opened.stream);
        let format = Format::of(stream.peek(HEAD), name, &options.map);
        match format {
            Format::Empty => Box::new(whole::Refused::empty()),
            Format::Text => Box::new(whole::Whole::new(stream, whole::Kind::Text, stem(name), options)),
            Format::Html => Box::new(whole::Whole::new(stream, whole::Kind::Html, stem(name), options)),
            Format::JsonLines => Box::new(lines::Lines::new(stream, options)),
            Format::Json => Box::new(json::Values::new(stream, options)),
            Format::Csv(delimiter) => Box::new(table::Rows::new(stream, delimiter, options)),
            Format::Feed => Box::new(feed::Items::new(stream, options)),
            Format::Warc => Box::new(warc::Archive::new(stream, options)),
            Format::Parquet => {
                let path = self.source.path().filter(|_| !opened.compressed);
                let room = if opened.compressed { patience(options.max_record_bytes) } else { u64::MAX };
                match parquet::Rows::open(path, stream, room, options) {
                    Ok(rows) => Box::new(rows),
                    Err(fault) => Box::new(whole::Refused::new(fault)),
                }
            }
            Format::Refused(why) => {
                let reason = match why {
                    "not text in any encoding" => Reason::BadEncoding,
                    _ => Reason::BadRecord,
                };
                let fault = Fault { bytes: self.source.bytes, ..Fault::new(reason, why) };
                Box::new(whole::Refused::new(fault))
            }
        }
    }
}

impl Iterator for Records {
    type Item = Result<Record, Reject>;

    fn next(&mut self) -> Option<Self::Item> {
        let mut cutter = self.cutter.take().unwrap_or_else(|| self.open());
        let piece = cutter.next();
        self.cutter = Some(cutter);
        let Piece { offset, content } = piece?;
        let offset = offset.and_then(|n| i64::try_from(n).ok());
        let origin = Origin { input: Arc::clone(&self.source.name), record: self.next, offset };
        self.next += 1;
        Some(match content {
            Ok(payload) => Ok(Record { origin, payload }),
            Err(fault) => Err(fault.reject(origin)),
        })
    }
}

impl std::fmt::Debug for Records {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Records").field("source", &self.source).field("next", &self.next).finish_non_exhaustive()
    }
}
