//! A run of decompressed bytes that can be looked at ahead, goes on after broken places, and never holds more than
//! it is asked for.

use std::io::{self, Read};

const CHUNK: usize = 64 << 10;

/// Bytes after decompression, with their offset.
pub(crate) struct Stream {
    inner: Box<dyn Read + Send>,
    buffer: Vec<u8>,
    start: usize,
    offset: u64,
    ended: bool,
    /// What broke right after the bytes in the buffer.
    broken: Option<io::Error>,
}

impl Stream {
    /// A reader that may fail and then go on; it must not fail for ever.
    pub(crate) fn new(inner: Box<dyn Read + Send>) -> Self {
        Self { inner, buffer: Vec::new(), start: 0, offset: 0, ended: false, broken: None }
    }

    /// Offset of the next byte.
    pub(crate) fn offset(&self) -> u64 {
        self.offset
    }

    /// The next bytes, at least one unless the stream is at its end.
    ///
    /// # Errors
    /// A broken place, told once; the next call goes on behind it.
    pub(crate) fn fill(&mut self) -> io::Result<&[u8]> {
        if self.start == self.buffer.len() {
            if let Some(error) = self.broken.take() {
                return Err(error);
            }
            self.grow(1);
            if self.start == self.buffer.len()
                && let Some(error) = self.broken.take()
            {
                return Err(error);
            }
        }
        Ok(&self.buffer[self.start..])
    }

    /// The next `n` bytes, or what there is before the end or a broken place.
    pub(crate) fn peek(&mut self, n: usize) -> &[u8] {
        self.grow(n);
        let end = self.buffer.len().min(self.start + n);
        &self.buffer[self.start..end]
    }

    /// Moves on by `n` bytes that were seen.
    pub(crate) fn consume(&mut self, n: usize) {
        let n = n.min(self.buffer.len() - self.start);
        self.start += n;
        self.offset += n as u64;
    }

    fn grow(&mut self, n: usize) {
        if self.buffer.len() - self.start >= n {
            return;
        }
        self.buffer.drain(..self.start);
        self.start = 0;
        while self.buffer.len() < n && !self.ended && self.broken.is_none() {
            let filled = self.buffer.len();
            self.buffer.resize(filled + CHUNK, 0);
            let read = self.inner.read(&mut self.buffer[filled..]);
            self.buffer.truncate(filled + *read.as_ref().unwrap_or(&0));
            match read {
                Ok(0) => self.ended = true,
                Ok(_) => {}
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(error) => self.broken = Some(error),
            }
        }
    }
}

impl Read for Stream {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let seen = self.fill()?;
        let n = seen.len().min(into.len());
        into[..n].copy_from_slice(&seen[..n]);
        self.consume(n);
        Ok(n)
    }
}

/// How taking a record ended.
#[derive(Debug)]
pub(crate) enum End {
    /// Where the record ends.
    Found,
    /// At the end of the input.
    Input,
    /// At a broken place.
    Broken(io::Error),
    /// Nowhere within any reason: the input is taken for a bomb.
    GivenUp,
}

/// What [`take`] took.
#[derive(Debug)]
pub(crate) struct Taken {
    /// All bytes of the record, kept or not.
    pub(crate) bytes: u64,
    /// Whether the record is larger than the cap; then none of it is kept.
    pub(crate) over: bool,
    pub(crate) end: End,
}

/// How far beyond its cap a record is skipped, as a multiple of the cap, before the input is given up.
const PATIENCE: u64 = 64;

/// How many bytes are gone through for a record of no more than `cap`.
pub(crate) fn patience(cap: usize) -> u64 {
    (cap as u64).saturating_mul(PATIENCE)
}

/// How long a record may be that says its own length.
const ENDLESS: u64 = 1 << 36;

/// Moves one record from the stream to `kept`, holding no more than `cap` bytes of it. `scan` sees the bytes chunk by
/// chunk and says after how many of the chunk the record ends.
pub(crate) fn take(
    stream: &mut Stream,
    cap: usize,
    kept: &mut Vec<u8>,
    scan: impl FnMut(&[u8]) -> Option<usize>,
) -> Taken {
    take_within(stream, cap, patience(cap), kept, scan)
}

fn take_within(
    stream: &mut Stream,
    cap: usize,
    patience: u64,
    kept: &mut Vec<u8>,
    mut scan: impl FnMut(&[u8]) -> Option<usize>,
) -> Taken {
    let (mut bytes, mut over) = (0_u64, false);
    let end = loop {
        let chunk = match stream.fill() {
            Ok([]) => break End::Input,
            Ok(chunk) => chunk,
            Err(error) => break End::Broken(error),
        };
        let found = scan(chunk);
        let n = found.unwrap_or(chunk.len()).min(chunk.len());
        bytes += n as u64;
        if over || bytes > cap as u64 {
            over = true;
            *kept = Vec::new();
        } else {
            kept.extend_from_slice(&chunk[..n]);
        }
        stream.consume(n);
        if found.is_some() {
            break End::Found;
        }
        if bytes > patience {
            break End::GivenUp;
        }
    };
    Taken { bytes, over, end }
}

/// Takes one line with its line end.
pub(crate) fn take_line(stream: &mut Stream, cap: usize, kept: &mut Vec<u8>) -> Taken {
    take(stream, cap, kept, |chunk| memchr::memchr(b'\n', chunk).map(|at| at + 1))
}

/// Takes exactly `n` bytes.
pub(crate) fn take_exactly(stream: &mut Stream, n: u64, cap: usize, kept: &mut Vec<u8>) -> Taken {
    if n == 0 {
        return Taken { bytes: 0, over: false, end: End::Found };
    }
    let mut left = n;
    take_within(stream, cap, ENDLESS, kept, |chunk| {
        let here = left.min(chunk.len() as u64);
        left -= here;
        (left == 0).then_some(here as usize)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Gives "ab", breaks, gives "cd", ends.
    struct Breaks(usize);

    impl Read for Breaks {
        fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
            self.0 += 1;
            match self.0 {
                1 => into[..2].copy_from_slice(b"ab"),
                2 => return Err(io::Error::other("broken")),
                3 => into[..2].copy_from_slice(b"cd"),
                _ => return Ok(0),
            }
            Ok(2)
        }
    }

    #[test]
    fn a_broken_place_is_told_once_after_the_bytes_before_it() {
        let mut stream = Stream::new(Box::new(Breaks(0)));
        assert_eq!(stream.peek(4), b"ab");
        assert_eq!(stream.fill().expect("good"), b"ab");
        stream.consume(2);
        assert_eq!(stream.fill().expect_err("broken").to_string(), "broken");
        assert_eq!(stream.peek(9), b"cd");
        stream.consume(2);
        assert_eq!(stream.offset(), 4);
        assert!(stream.fill().expect("end").is_empty());
    }

    #[test]
    fn a_record_beyond_the_cap_is_passed_over_and_not_held() {
        let mut stream = Stream::new(Box::new(&b"123456789\nab\n"[..]));
        let mut kept = Vec::new();
        let taken = take_line(&mut stream, 4, &mut kept);
        assert!(taken.over && taken.bytes == 10 && kept.is_empty());
        assert!(!take_line(&mut stream, 4, &mut kept).over);
        assert_eq!(kept, b"ab\n");
    }

    #[test]
    fn what_never_ends_is_given_up() {
        let mut stream = Stream::new(Box::new(io::repeat(b'x')));
        let taken = take_line(&mut stream, 1 << 16, &mut Vec::new());
        assert!(matches!(taken.end, End::GivenUp));
    }
}
