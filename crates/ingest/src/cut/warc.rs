//! Records of a web archive (WARC 0.17 to 1.1). What is broken is passed over up to the next record, and told.

use super::{Cut, Fault, Piece, feed};
use crate::format::{Format, HEAD};
use crate::record::Payload;
use crate::stream::{End, Stream, take_exactly, take_line};
use crate::{Options, Reason, dates, http};
use memchr::memmem;
use std::io::Cursor;

type Headers = Vec<(Box<str>, Box<str>)>;

/// Longest header of a record.
const HEADER: usize = 1 << 20;

pub(crate) struct Archive {
    stream: Stream,
    options: Options,
    over: bool,
    /// The feed in the record that was cut last, and where the record begins.
    feed: Option<(u64, feed::Items)>,
}

impl Archive {
    pub(crate) fn new(stream: Stream, options: &Options) -> Self {
        Self { stream, options: options.clone(), over: false, feed: None }
    }

    /// Moves to the next record: how many bytes had to be passed over on the way, or `None` at the end of the input.
    /// Line ends between records are nothing.
    fn find_record(&mut self) -> std::io::Result<(u64, bool)> {
        let mut rubbish = 0;
        loop {
            let seen = self.stream.fill()?;
            if seen.is_empty() {
                return Ok((rubbish, false));
            }
            let spaces = seen.iter().take_while(|b| matches!(b, b'\r' | b'\n')).count();
            if spaces > 0 {
                self.stream.consume(spaces);
                continue;
            }
            let seen = self.stream.peek(8 << 10);
            if seen.starts_with(b"WARC/") {
                return Ok((rubbish, true));
            }
            // The name may begin in the last bytes at hand.
            let passed = match memmem::find(&seen[1..], b"WARC/") {
                Some(at) => at + 1,
                None if seen.len() < 8 => seen.len(),
                None => seen.len() - 4,
            };
            rubbish += passed as u64;
            self.stream.consume(passed);
        }
    }

    fn headers(&mut self) -> Result<Headers, Fault> {
        let mut headers: Headers = Vec::new();
        let mut total = 0;
        for number in 0.. {
            let mut line = Vec::new();
            let taken = take_line(&mut self.stream, HEADER, &mut line);
            total += taken.bytes;
            match taken.end {
                End::Broken(error) => return Err(Fault::new(super::reason_of(&error), error.to_string()).sized(total)),
                End::Input | End::GivenUp => {
                    return Err(Fault::new(Reason::BadRecord, "cut off in the header of a record").sized(total));
                }
                End::Found if total > HEADER as u64 => {
                    return Err(Fault::new(Reason::BadRecord, "the header of a record has no end").sized(total));
                }
                End::Found => {}
            }
            let text = String::from_utf8_lossy(&line);
            let text = text.trim_end();
            if text.is_empty() {
                break;
            }
            if text.starts_with([' ', '\t']) {
                if let Some((_, value)) = headers.last_mut() {
                    *value = format!("{value} {}", text.trim()).into();
                }
            } else if number > 0
                && let Some((name, value)) = text.split_once(':')
            {
                headers.push((name.trim().to_ascii_lowercase().into(), value.trim().into()));
            }
        }
        Ok(headers)
    }

    /// The record whose version line comes next.
    fn record(&mut self) -> Result<Payload, Fault> {
        let start = self.stream.offset();
        let headers = self.headers()?;
        let url = header(&headers, "warc-target-uri").map(|url| url.trim_matches(['<', '>']).to_owned());
        let kind = header(&headers, "warc-type").unwrap_or("").to_ascii_lowercase();
        let fault = |reason, detail: String, bytes| Fault { reason, detail, url: url.clone(), bytes: Some(bytes) };
        let Some(length) = header(&headers, "content-length").and_then(|n| n.parse::<u64>().ok()) else {
            let detail = format!("the WARC record at byte {start} says no length");
            return Err(fault(Reason::BadRecord, detail, self.stream.offset() - start));
        };
        let holds_page = matches!(kind.as_str(), "response" | "resource" | "conversion");
        let cap = if holds_page { self.options.max_record_bytes } else { 0 };
        let mut block = Vec::new();
        let taken = take_exactly(&mut self.stream, length, cap, &mut block);
        let bytes = self.stream.offset() - start;
        match taken.end {
            End::Found if !holds_page => {
                let kind = if kind.is_empty() { "untyped" } else { &kind };
                Err(fault(Reason::NotArticle, format!("WARC {kind} record"), bytes))
            }
            End::Found if taken.over => {
                Err(fault(Reason::TooLong, format!("a WARC record of {length} bytes; the limit is {cap}"), bytes))
            }
            End::Found => Ok(Payload::Warc { headers, block }),
            End::Input => {
                let detail =
                    format!("the WARC record at byte {start} is cut off after {} of {length} bytes", taken.bytes);
                Err(fault(Reason::BadRecord, detail, bytes))
            }
            End::Broken(error) => {
                let detail = format!("the WARC record at byte {start} breaks off: {error}");
                Err(fault(super::reason_of(&error), detail, bytes))
            }
            End::GivenUp => {
                self.over = true;
                Err(fault(Reason::TooLong, format!("the WARC record at byte {start} has no end"), bytes))
            }
        }
    }
}

impl Cut for Archive {
    fn next(&mut self) -> Option<Piece> {
        if let Some((start, items)) = &mut self.feed {
            if let Some(item) = items.next() {
                return Some(Piece { offset: Some(*start), ..item });
            }
            self.feed = None;
        }
        if self.over {
            return None;
        }
        let start = self.stream.offset();
        let at = |start, content| Some(Piece { offset: Some(start), content });
        match self.find_record() {
            Err(error) => at(self.stream.offset(), Err(Fault::new(super::reason_of(&error), error.to_string()))),
            Ok((rubbish, found)) => {
                self.over |= !found;
                if rubbish > 0 {
                    let detail = format!("{rubbish} bytes at byte {start} that are no WARC record");
                    return at(start, Err(Fault::new(Reason::BadRecord, detail).sized(rubbish)));
                }
                if !found {
                    return None;
                }
                let start = self.stream.offset();
                let content = self.record();
                if let Ok(Payload::Warc { headers, block }) = &content
                    && let Some(feed) = feed_in(headers, block, &self.options)
                {
                    self.feed = Some((start, feed));
                    return self.next();
                }
                at(start, content)
            }
        }
    }
}

/// The feed in a record: its items are records each.
fn feed_in(headers: &Headers, block: &[u8], options: &Options) -> Option<feed::Items> {
    // Few answers are XML, so that few are unpacked twice.
    let of_answer = block.starts_with(b"HTTP/").then(|| http::content_type(block)).flatten();
    let kind = of_answer.or_else(|| header(headers, "content-type").map(str::to_ascii_lowercase))?;
    if !kind.contains("xml") || kind.contains("xhtml") {
        return None;
    }
    let response = http::response(block.to_vec(), options.max_html_bytes).ok()?;
    let is_good = response.status.is_none_or(|status| (200..300).contains(&status));
    let head = &response.body[..response.body.len().min(HEAD)];
    if !is_good || Format::of(head, "", &options.map) != Format::Feed {
        return None;
    }
    let seen = header(headers, "warc-date").and_then(dates::parse).map(|when| when.date);
    Some(feed::Items::new(Stream::new(Box::new(Cursor::new(response.body))), options).seen(seen))
}

/// The value of a header; names are in lower case.
pub(crate) fn header<'a>(headers: &'a [(Box<str>, Box<str>)], name: &str) -> Option<&'a str> {
    headers.iter().find(|(n, _)| **n == *name).map(|(_, value)| &**value)
}
