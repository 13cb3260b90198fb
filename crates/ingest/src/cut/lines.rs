//! One JSON value a line. Empty lines are no records.

use super::{Cut, Fault, Piece};
use crate::Options;
use crate::record::Payload;
use crate::stream::{End, Stream, take_line};

pub(crate) struct Lines {
    stream: Stream,
    options: Options,
    over: bool,
}

impl Lines {
    pub(crate) fn new(mut stream: Stream, options: &Options) -> Self {
        if stream.peek(3) == b"\xef\xbb\xbf" {
            stream.consume(3);
        }
        Self { stream, options: options.clone(), over: false }
    }
}

impl Cut for Lines {
    fn next(&mut self) -> Option<Piece> {
        while !self.over {
            let offset = Some(self.stream.offset());
            let mut line = Vec::new();
            let taken = take_line(&mut self.stream, self.options.max_record_bytes, &mut line);
            self.over = matches!(taken.end, End::GivenUp | End::Input);
            if let Some(fault) = Fault::of(&taken, &self.options) {
                return Some(Piece { offset, content: Err(fault) });
            }
            if !line.trim_ascii().is_empty() {
                return Some(Piece { offset, content: Ok(Payload::Json(line)) });
            }
        }
        None
    }
}
