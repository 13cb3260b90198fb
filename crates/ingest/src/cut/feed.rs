//! Items of a feed (RSS 0.9 to 2.0, Atom). They are told apart by their tags alone, outside of comments and CDATA, so that
//! one whose markup is broken costs no other, and no more than one is held. A reader of XML holds each text whole, however
//! long, and stops where markup is broken; so one reads what is inside of an item ([`crate::feed`]), once that is cut.

use super::{Cut, Fault, Piece};
use crate::record::{Channel, Payload};
use crate::stream::{End, Stream, take};
use crate::{Options, Reason, feed};
use chrono::NaiveDate;
use std::sync::Arc;

pub(crate) struct Items {
    stream: Stream,
    options: Options,
    channel: Option<Arc<Channel>>,
    /// The day on which the feed was seen.
    seen: Option<NaiveDate>,
    /// Whether an item was seen.
    any: bool,
    over: bool,
    /// Whether it was told that the feed is broken.
    told: bool,
}

impl Items {
    pub(crate) fn new(stream: Stream, options: &Options) -> Self {
        Self { stream, options: options.clone(), channel: None, seen: None, any: false, over: false, told: false }
    }

    /// The same, of a feed that was seen on some day.
    pub(crate) fn seen(self, seen: Option<NaiveDate>) -> Self {
        Self { seen, ..self }
    }

    /// What the end of the input stands for; `bytes` come after the last item, from `offset` on.
    fn end(&self, scan: &Scan, offset: u64, bytes: u64) -> Option<Fault> {
        let fault = |reason, detail: String| Some(Fault::new(reason, detail).sized(bytes));
        if let Some(start) = scan.item {
            let start = offset + start as u64;
            return fault(Reason::BadRecord, format!("the feed breaks off in the item at byte {start}"));
        }
        if !scan.closed {
            return fault(Reason::BadRecord, format!("the feed breaks off at byte {}", offset + bytes));
        }
        (!self.any).then(|| Fault::new(Reason::NotArticle, "a feed without items").sized(bytes))
    }
}

impl Cut for Items {
    fn next(&mut self) -> Option<Piece> {
        if self.over {
            return None;
        }
        let offset = self.stream.offset();
        let (mut bytes, mut scan) = (Vec::new(), Scan::default());
        let taken = take(&mut self.stream, self.options.max_record_bytes, &mut bytes, |chunk| scan.end(chunk));
        self.over = matches!(taken.end, End::Input | End::GivenUp);
        if let Some(fault) = Fault::of(&taken, &self.options) {
            (self.any, self.told) = (true, true);
            return Some(Piece { offset: Some(offset), content: Err(fault) });
        }
        if self.over {
            let fault = self.end(&scan, offset, taken.bytes).filter(|_| !self.told)?;
            return Some(Piece { offset: Some(offset), content: Err(fault) });
        }
        self.any = true;
        let start = scan.item.unwrap_or(0);
        let seen = self.seen;
        let head = || Arc::new(Channel { seen, ..feed::channel(&bytes[..start]) });
        let channel = self.channel.get_or_insert_with(head);
        let item = Payload::Item { channel: Arc::clone(channel), bytes: bytes[start..].to_vec() };
        Some(Piece { offset: Some(offset + start as u64), content: Ok(item) })
    }
}

/// Where an item begins and ends, seen chunk by chunk.
#[derive(Default)]
struct Scan {
    state: State,
    /// Bytes seen.
    seen: usize,
    /// Where the markup at hand begins.
    markup: usize,
    /// The first letters of its name, with the slash of a closing tag.
    name: Vec<u8>,
    /// Where the item begins that is open.
    item: Option<usize>,
    /// Whether the feed was closed.
    closed: bool,
}

#[derive(Clone, Copy, Default, PartialEq, Eq)]
enum State {
    #[default]
    Text,
    Name,
    /// In a tag, after its name: the quote that is open, and whether a slash was the last byte.
    Tag(Option<u8>, bool),
    /// In a comment or CDATA: what ends it, and how many bytes of that were seen.
    Until(&'static [u8], usize),
}

impl Scan {
    /// The longest name of interest: `![CDATA[`, `atom:entry`, `/rdf:rdf`, `/atom:entry`.
    const NAME: usize = 11;

    /// After how many bytes of the next chunk the item ends.
    fn end(&mut self, chunk: &[u8]) -> Option<usize> {
        let mut at = 0;
        while at < chunk.len() {
            if self.state == State::Text {
                let Some(found) = memchr::memchr(b'<', &chunk[at..]) else { break };
                at += found;
                self.markup = self.seen + at;
                self.name.clear();
                self.state = State::Name;
            } else if self.byte(chunk[at]) {
                return Some(at + 1);
            }
            at += 1;
        }
        self.seen += chunk.len();
        None
    }

    /// Goes over a byte of markup; whether an item ends with it.
    fn byte(&mut self, byte: u8) -> bool {
        match self.state {
            State::Text => {}
            State::Until(end, seen) => {
                self.state = match byte {
                    b if b == end[seen] && seen + 1 == end.len() => State::Text,
                    b if b == end[seen] => State::Until(end, seen + 1),
                    // "---->" and "]]]>" end too.
                    b if b == end[0] => State::Until(end, seen.min(2)),
                    _ => State::Until(end, 0),
                };
            }
            State::Name => match byte {
                b'>' => return self.tag(false),
                b if b.is_ascii_whitespace() => self.state = State::Tag(None, false),
                b'/' if !self.name.is_empty() => self.state = State::Tag(None, true),
                _ => {
                    if self.name.len() < Self::NAME {
                        self.name.push(byte.to_ascii_lowercase());
                    }
                    self.state = match &*self.name {
                        b"!--" => State::Until(b"-->", 0),
                        b"![cdata[" => State::Until(b"]]>", 0),
                        _ => State::Name,
                    };
                }
            },
            State::Tag(Some(quote), _) => {
                if byte == quote {
                    self.state = State::Tag(None, false);
                }
            }
            State::Tag(None, slash) => match byte {
                b'>' => return self.tag(slash),
                b'"' | b'\'' => self.state = State::Tag(Some(byte), false),
                _ => self.state = State::Tag(None, byte == b'/'),
            },
        }
        false
    }

    /// A tag ends here; whether an item does.
    fn tag(&mut self, closes_itself: bool) -> bool {
        self.state = State::Text;
        match &*self.name {
            b"item" | b"entry" | b"atom:entry" | b"rss:item" if self.item.is_none() => {
                self.item = Some(self.markup);
                closes_itself
            }
            b"/item" | b"/entry" | b"/atom:entry" | b"/rss:item" => true,
            b"/rss" | b"/feed" | b"/rdf:rdf" | b"/atom:feed" => {
                self.closed = true;
                false
            }
            _ => false,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const FEED: &str = "<rss><channel><title>A & B</title><!-- <item>none</item> --->\
        <item><title>One</title><description><![CDATA[</item> ]]]></description></item>\
        <item a='>'/><ITEM><title>Two</title></ITEM></channel></rss>";

    /// Cuts a feed that comes in pieces of some size; offsets and items, or what is wrong.
    fn cut(feed: &str, size: usize) -> Vec<String> {
        struct Drips(Vec<u8>, usize);
        impl std::io::Read for Drips {
            fn read(&mut self, into: &mut [u8]) -> std::io::Result<usize> {
                let n = self.1.min(self.0.len()).min(into.len());
                into[..n].copy_from_slice(&self.0[..n]);
                self.0.drain(..n);
                Ok(n)
            }
        }
        let stream = Stream::new(Box::new(Drips(feed.as_bytes().to_vec(), size)));
        let mut items = Items::new(stream, &Options::default());
        std::iter::from_fn(|| items.next())
            .map(|piece| match piece.content {
                Ok(Payload::Item { bytes, .. }) => {
                    format!("{} {}", piece.offset.expect("told"), String::from_utf8_lossy(&bytes))
                }
                Ok(_) => unreachable!("items only"),
                Err(fault) => format!("{}: {}", fault.reason.as_str(), fault.detail),
            })
            .collect()
    }

    #[test]
    fn items_are_cut_where_their_tags_are() {
        let whole = cut(FEED, 1 << 20);
        assert_eq!(whole.len(), 3);
        assert!(whole[0].starts_with("61 <item><title>One") && whole[0].ends_with("]]]></description></item>"));
        assert!(whole[1].ends_with("<item a='>'/>") && whole[2].ends_with("<ITEM><title>Two</title></ITEM>"));
        for size in 1..9 {
            assert_eq!(cut(FEED, size), whole);
        }
    }

    #[test]
    fn a_feed_that_breaks_off_says_where() {
        let in_item = cut(&FEED[..100], 7);
        assert_eq!(in_item, ["bad_record: the feed breaks off in the item at byte 61"]);
        let after = cut(&FEED.replace("</channel></rss>", ""), 7);
        assert_eq!(after.len(), 4);
        assert_eq!(after[3], format!("bad_record: the feed breaks off at byte {}", FEED.len() - 16));
        assert_eq!(cut("<rss></rss>", 7), ["not_article: a feed without items"]);
    }
}
