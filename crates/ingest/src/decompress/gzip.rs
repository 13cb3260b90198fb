//! Gzip as archives use it: thousands of members in one file, where one broken member must not take the others along.

use flate2::bufread::GzDecoder;
use memchr::memmem;
use std::io::{self, BufRead, Read};

/// How much of a member stays at hand, to look for the next member in after it turns out broken.
const HISTORY: usize = 1 << 20;
const MAGIC: [u8; 3] = [0x1f, 0x8b, 8];

/// The content of one gzip member after the other. A broken member is one error; reading goes on at the next member.
pub(super) struct Members<R: Read> {
    state: State<R>,
    /// Bytes the current member has given.
    given: u64,
    /// Whether the current member was found by looking for one, so that it may be a chance match.
    guessed: bool,
}

enum State<R: Read> {
    Between(Window<R>),
    Inside(Box<GzDecoder<Window<R>>>),
    Ended,
}

impl<R: Read> Members<R> {
    pub(super) fn new(inner: R) -> Self {
        Self { state: State::Between(Window::new(inner)), given: 0, guessed: false }
    }

    /// The window between members: the start of the next member, or the end.
    #[expect(clippy::disallowed_methods, reason = "one member after the other, streamed")]
    fn start(&mut self, mut window: Window<R>) -> io::Result<()> {
        let (found, skipped, only_padding) = window.find_member()?;
        if found {
            window.member_start = window.offset();
            window.keep_from_here();
            self.given = 0;
            self.state = State::Inside(Box::new(GzDecoder::new(window)));
        } else {
            self.state = State::Ended;
        }
        if skipped > 0 && !only_padding && !self.guessed {
            return Err(io::Error::new(io::ErrorKind::InvalidData, format!("{skipped} bytes that are no gzip")));
        }
        Ok(())
    }
}

impl<R: Read> Read for Members<R> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        if into.is_empty() {
            return Ok(0);
        }
        loop {
            match std::mem::replace(&mut self.state, State::Ended) {
                State::Ended => return Ok(0),
                State::Between(window) => self.start(window)?,
                State::Inside(mut decoder) => match decoder.read(into) {
                    Ok(0) => {
                        self.guessed = false;
                        self.state = State::Between(decoder.into_inner());
                    }
                    Ok(n) => {
                        self.given += n as u64;
                        self.state = State::Inside(decoder);
                        return Ok(n);
                    }
                    Err(error) if error.kind() == io::ErrorKind::Interrupted => self.state = State::Inside(decoder),
                    Err(error) => {
                        let mut window = decoder.into_inner();
                        let at = window.member_start;
                        let chance = self.guessed && self.given == 0;
                        window.back_into_member();
                        self.state = State::Between(window);
                        self.guessed = true;
                        if !chance {
                            let how = match error.kind() {
                                io::ErrorKind::UnexpectedEof => "is cut off".to_owned(),
                                _ => format!("is broken ({error})"),
                            };
                            return Err(io::Error::new(error.kind(), format!("the gzip member at byte {at} {how}")));
                        }
                    }
                },
            }
        }
    }
}

/// Compressed bytes, with those of the current member kept for going back.
struct Window<R> {
    inner: R,
    bytes: Vec<u8>,
    at: usize,
    /// Offset of `bytes[0]` in the input.
    base: u64,
    member_start: u64,
    ended: bool,
}

impl<R: Read> Window<R> {
    fn new(inner: R) -> Self {
        Self { inner, bytes: Vec::new(), at: 0, base: 0, member_start: 0, ended: false }
    }

    fn offset(&self) -> u64 {
        self.base + self.at as u64
    }

    fn keep_from_here(&mut self) {
        self.base += self.at as u64;
        self.bytes.drain(..self.at);
        self.at = 0;
    }

    /// To the byte after the start of the broken member, or as near to it as is still at hand.
    fn back_into_member(&mut self) {
        self.at = (self.member_start + 1).saturating_sub(self.base).min(self.bytes.len() as u64) as usize;
    }

    fn more(&mut self) -> io::Result<bool> {
        if self.at > HISTORY + (256 << 10) {
            let drop = self.at - HISTORY;
            self.bytes.drain(..drop);
            self.at -= drop;
            self.base += drop as u64;
        }
        let filled = self.bytes.len();
        self.bytes.resize(filled + (32 << 10), 0);
        let read = loop {
            match self.inner.read(&mut self.bytes[filled..]) {
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                read => break read,
            }
        };
        self.bytes.truncate(filled + *read.as_ref().unwrap_or(&0));
        self.ended = read? == 0;
        Ok(!self.ended)
    }

    /// Moves to the next member: whether there is one, how many bytes were passed over, and whether all were zero.
    fn find_member(&mut self) -> io::Result<(bool, u64, bool)> {
        let (mut skipped, mut only_padding) = (0_u64, true);
        loop {
            while self.bytes.len() - self.at < 10 && !self.ended && self.more()? {}
            let here = &self.bytes[self.at..];
            let found =
                memmem::find_iter(here, &MAGIC).find(|&at| here.get(at + 3).is_some_and(|flags| flags & 0xe0 == 0));
            // A magic number may begin in the last bytes at hand.
            let passed = found.unwrap_or(if self.ended { here.len() } else { here.len() - 9 });
            only_padding &= here[..passed].iter().all(|&b| b == 0);
            skipped += passed as u64;
            self.at += passed;
            if found.is_some() || self.ended {
                return Ok((found.is_some(), skipped, only_padding));
            }
            self.keep_from_here();
        }
    }
}

impl<R: Read> Read for Window<R> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let seen = self.fill_buf()?;
        let n = seen.len().min(into.len());
        into[..n].copy_from_slice(&seen[..n]);
        self.consume(n);
        Ok(n)
    }
}

impl<R: Read> BufRead for Window<R> {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        if self.at == self.bytes.len() && !self.ended {
            self.more()?;
        }
        Ok(&self.bytes[self.at..])
    }

    fn consume(&mut self, n: usize) {
        self.at = (self.at + n).min(self.bytes.len());
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Write;

    fn member(text: &str) -> Vec<u8> {
        let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
        encoder.write_all(text.as_bytes()).expect("in memory");
        encoder.finish().expect("in memory")
    }

    /// All that comes out, with a "!" for each error.
    fn read_all(bytes: &[u8]) -> String {
        let mut members = Members::new(bytes);
        let (mut out, mut buffer) = (String::new(), [0; 64]);
        loop {
            match members.read(&mut buffer) {
                Ok(0) => return out,
                Ok(n) => out.push_str(&String::from_utf8_lossy(&buffer[..n])),
                Err(_) => out.push('!'),
            }
        }
    }

    #[test]
    fn a_broken_member_does_not_take_the_next_along() {
        let noise: String =
            (0..4000_u32).map(|n| char::from(b'a' + (n.wrapping_mul(2_654_435_761) >> 27) as u8 % 26)).collect();
        let (a, b, c) = (member("first "), member(&noise), member("third"));
        let mut broken = b.clone();
        broken[40] ^= 0xff;
        let out = read_all(&[&a[..], &broken[..], &c[..]].concat());
        assert!(out.starts_with("first ") && out.ends_with("!third"), "{out}");
        // Cut short in the middle of the file, so that the next member stands inside it.
        let out = read_all(&[&a[..], &b[..b.len() / 2], &c[..]].concat());
        assert!(out.starts_with("first ") && out.ends_with("!third"), "{out}");
    }

    #[test]
    fn padding_is_no_error_and_rubbish_is_one() {
        let (a, b) = (member("a"), member("b"));
        assert_eq!(read_all(&[&a[..], &[0; 600], &b[..], &[0; 600]].concat()), "ab");
        assert_eq!(read_all(&[&a[..], b"rubbish", &b[..]].concat()), "a!b");
        assert_eq!(read_all(&a[..a.len() - 3]), "a!");
    }

    proptest::proptest! {
        #[test]
        fn no_bytes_keep_it_from_ending(bytes in proptest::collection::vec(0_u8.., 0..400)) {
            let mut all = vec![0x1f, 0x8b, 8, 0];
            all.extend_from_slice(&bytes);
            read_all(&all);
        }
    }
}
