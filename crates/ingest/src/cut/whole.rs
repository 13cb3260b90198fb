//! Files that are one record each: plain text and web pages.

use super::{Cut, Fault, Piece};
use crate::record::Payload;
use crate::stream::{Stream, take};
use crate::{Options, Reason};

/// What the one record is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    Text,
    Html,
}

pub(crate) struct Whole {
    stream: Option<Stream>,
    kind: Kind,
    stem: Option<Box<str>>,
    options: Options,
}

impl Whole {
    pub(crate) fn new(stream: Stream, kind: Kind, stem: Option<Box<str>>, options: &Options) -> Self {
        Self { stream: Some(stream), kind, stem, options: options.clone() }
    }
}

impl Cut for Whole {
    fn next(&mut self) -> Option<Piece> {
        let mut stream = self.stream.take()?;
        let mut bytes = Vec::new();
        let taken = take(&mut stream, self.options.max_record_bytes, &mut bytes, |_| None);
        let content = match Fault::of(&taken, &self.options) {
            Some(fault) => Err(fault),
            None => Ok(match self.kind {
                Kind::Text => Payload::Text { bytes, stem: self.stem.take() },
                Kind::Html => Payload::Html { bytes, stem: self.stem.take() },
            }),
        };
        Some(Piece { offset: Some(0), content })
    }
}

/// An input that is refused as a whole stands for one record.
pub(crate) struct Refused(Option<Fault>);

impl Refused {
    pub(crate) fn new(fault: Fault) -> Self {
        Self(Some(fault))
    }

    pub(crate) fn empty() -> Self {
        Self::new(Fault::new(Reason::NoText, "the input is empty").sized(0))
    }
}

impl Cut for Refused {
    fn next(&mut self) -> Option<Piece> {
        self.0.take().map(|fault| Piece { offset: None, content: Err(fault) })
    }
}
