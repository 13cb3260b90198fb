//! JSON values in one array, or one after the other, over as many lines as they like. Values are found by counting
//! brackets outside of strings, so that one bad value spoils no other.

use super::{Cut, Fault, Piece};
use crate::record::Payload;
use crate::stream::{End, Stream, take};
use crate::{Options, Reason};

pub(crate) struct Values {
    stream: Stream,
    options: Options,
    place: Place,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Place {
    Start,
    InArray,
    Outside,
    Over,
}

impl Values {
    pub(crate) fn new(mut stream: Stream, options: &Options) -> Self {
        if stream.peek(3) == b"\xef\xbb\xbf" {
            stream.consume(3);
        }
        Self { stream, options: options.clone(), place: Place::Start }
    }

    /// Moves over spaces and commas: the byte that follows.
    fn next_byte(&mut self) -> std::io::Result<Option<u8>> {
        loop {
            let chunk = self.stream.fill()?;
            if chunk.is_empty() {
                return Ok(None);
            }
            let skip = chunk.iter().take_while(|b| b.is_ascii_whitespace() || **b == b',').count();
            let (found, len) = (chunk.get(skip).copied(), chunk.len());
            self.stream.consume(skip.min(len));
            if found.is_some() {
                return Ok(found);
            }
        }
    }

    fn value(&mut self) -> Piece {
        let offset = Some(self.stream.offset());
        let (mut value, mut scan) = (Vec::new(), Scan::default());
        let taken = take(&mut self.stream, self.options.max_record_bytes, &mut value, |chunk| scan.end(chunk));
        if matches!(taken.end, End::GivenUp | End::Input) {
            self.place = Place::Over;
        }
        let fault = Fault::of(&taken, &self.options).or_else(|| {
            let cut_off = matches!(taken.end, End::Input) && scan.depth > 0;
            cut_off.then(|| Fault::new(Reason::BadJson, "the input ends inside a value").sized(taken.bytes))
        });
        Piece { offset, content: fault.map_or(Ok(Payload::Json(value)), Err) }
    }
}

impl Cut for Values {
    fn next(&mut self) -> Option<Piece> {
        loop {
            if self.place == Place::Over {
                return None;
            }
            let offset = Some(self.stream.offset());
            match (self.next_byte(), self.place) {
                (Err(error), _) => {
                    let fault = Fault::new(super::reason_of(&error), error.to_string());
                    return Some(Piece { offset, content: Err(fault) });
                }
                (Ok(None), Place::InArray) => {
                    self.place = Place::Over;
                    let fault = Fault::new(Reason::BadJson, "the input ends inside its array");
                    return Some(Piece { offset, content: Err(fault) });
                }
                (Ok(None), _) => self.place = Place::Over,
                (Ok(Some(b'[')), Place::Start | Place::Outside) => {
                    self.stream.consume(1);
                    self.place = Place::InArray;
                }
                (Ok(Some(b']')), Place::InArray) => {
                    self.stream.consume(1);
                    self.place = Place::Outside;
                }
                (Ok(Some(_)), place) => {
                    if place == Place::Start {
                        self.place = Place::Outside;
                    }
                    return Some(self.value());
                }
            }
        }
    }
}

/// Where a value ends, seen chunk by chunk.
#[derive(Default)]
struct Scan {
    depth: u32,
    in_string: bool,
    escaped: bool,
    begun: bool,
}

impl Scan {
    fn end(&mut self, chunk: &[u8]) -> Option<usize> {
        for (at, &byte) in chunk.iter().enumerate() {
            let first = !std::mem::replace(&mut self.begun, true);
            if self.in_string {
                match byte {
                    _ if self.escaped => self.escaped = false,
                    b'\\' => self.escaped = true,
                    b'"' => {
                        self.in_string = false;
                        if self.depth == 0 {
                            return Some(at + 1);
                        }
                    }
                    _ => {}
                }
                continue;
            }
            match byte {
                b'"' => self.in_string = true,
                b'{' | b'[' => self.depth += 1,
                b'}' | b']' if self.depth > 0 => {
                    self.depth -= 1;
                    if self.depth == 0 {
                        return Some(at + 1);
                    }
                }
                // A number or a word ends before what follows it; a stray bracket is a value of its own, and a bad one.
                b',' | b']' | b'}' | b'\n' if self.depth == 0 => return Some(if first { at + 1 } else { at }),
                _ => {}
            }
        }
        None
    }
}
