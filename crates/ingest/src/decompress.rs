//! Opens an input and takes its compression off, known by its first bytes. All decoders of whole inputs are made here,
//! and none of them is ever read to the end into memory.

use crate::Source;
use crate::discover::Place;
use crate::stream::Stream;
use std::fs::File;
use std::io::{self, BufReader, Read};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

mod gzip;

/// How an input is compressed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Compression {
    Gzip,
    Zstd,
    Xz,
    Bzip2,
    Lz4,
}

impl Compression {
    /// Tells by the first bytes.
    pub(crate) fn of(head: &[u8]) -> Option<Self> {
        match head {
            [0x1f, 0x8b, 8, ..] => Some(Self::Gzip),
            // A frame, or a frame to be skipped that may stand before the first one.
            [0x28, 0xb5, 0x2f, 0xfd, ..] | [0x50..=0x5f, 0x2a, 0x4d, 0x18, ..] => Some(Self::Zstd),
            [0xfd, b'7', b'z', b'X', b'Z', 0, ..] => Some(Self::Xz),
            [b'B', b'Z', b'h', b'1'..=b'9', 0x31, 0x41, 0x59, 0x26, 0x53, 0x59, ..]
            | [b'B', b'Z', b'h', b'1'..=b'9', 0x17, 0x72, 0x45, 0x38, 0x50, 0x90, ..] => Some(Self::Bzip2),
            [0x04, 0x22, 0x4d, 0x18, ..] => Some(Self::Lz4),
            _ => None,
        }
    }

    #[expect(clippy::disallowed_methods, reason = "the place where decoders of whole inputs are made; they stream")]
    fn decoder(self, stream: Stream) -> io::Result<Box<dyn Read + Send>> {
        let buffered = |stream| BufReader::with_capacity(64 << 10, stream);
        Ok(match self {
            Self::Gzip => Box::new(gzip::Members::new(stream)),
            Self::Zstd => Box::new(zstd::stream::read::Decoder::with_buffer(buffered(stream))?),
            Self::Xz => {
                let xz = liblzma::stream::Stream::new_stream_decoder(XZ_MEMORY, liblzma::stream::CONCATENATED)?;
                Box::new(liblzma::bufread::XzDecoder::new_stream(buffered(stream), xz))
            }
            Self::Bzip2 => Box::new(bzip2::bufread::MultiBzDecoder::new(buffered(stream))),
            Self::Lz4 => Box::new(Lz4Frames(lz4_flex::frame::FrameDecoder::new(buffered(stream)))),
        })
    }
}

/// What an .xz file may ask for; `xz -9` asks for 65 MiB.
const XZ_MEMORY: u64 = 256 << 20;

/// An input inside a compressed input: a log rotated twice is no rarity, a third layer is a trap.
const LAYERS: usize = 2;

/// An opened input.
pub(crate) struct Opened {
    pub(crate) stream: Stream,
    /// Whether anything had to be taken off.
    pub(crate) compressed: bool,
}

/// Opens an input; `read` counts what is read of it.
pub(crate) fn open(source: &Source, read: &Arc<AtomicU64>) -> io::Result<Opened> {
    let raw: Box<dyn Read + Send> = match &source.place {
        Place::File(path) => Box::new(File::open(path)?),
        Place::StandardInput => Box::new(io::stdin()),
        #[cfg(feature = "remote")]
        Place::Remote(_) => Box::new(crate::remote::open(&source.name, &crate::remote::environment())?),
        #[cfg(not(feature = "remote"))]
        Place::Remote(_) => return Err(io::ErrorKind::Unsupported.into()),
    };
    let mut stream = Stream::new(Box::new(Counted { inner: raw, read: Arc::clone(read) }));
    let mut compressed = false;
    for _ in 0..LAYERS {
        let Some(compression) = Compression::of(stream.peek(10)) else { break };
        compressed = true;
        stream = Stream::new(Box::new(OnceBroken { inner: compression.decoder(stream)?, compression, ended: false }));
    }
    Ok(Opened { stream, compressed })
}

struct Counted<R> {
    inner: R,
    read: Arc<AtomicU64>,
}

impl<R: Read> Read for Counted<R> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let n = self.inner.read(into)?;
        self.read.fetch_add(n as u64, Ordering::Relaxed);
        Ok(n)
    }
}

/// Lets only gzip go on after a broken place: the other decoders would tell the same again and again.
struct OnceBroken {
    inner: Box<dyn Read + Send>,
    compression: Compression,
    ended: bool,
}

impl Read for OnceBroken {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        if self.ended {
            return Ok(0);
        }
        let read = self.inner.read(into);
        if let Err(error) = &read
            && self.compression != Compression::Gzip
            && error.kind() != io::ErrorKind::Interrupted
        {
            self.ended = true;
            return Err(io::Error::new(error.kind(), format!("broken {:?} data: {error}", self.compression)));
        }
        read
    }
}

/// Frame after frame: the decoder stops after each.
struct Lz4Frames<R: Read>(lz4_flex::frame::FrameDecoder<BufReader<R>>);

impl<R: Read> Read for Lz4Frames<R> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        loop {
            let n = self.0.read(into)?;
            if n > 0 || io::BufRead::fill_buf(self.0.get_mut())?.is_empty() {
                return Ok(n);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Write;

    /// What comes out of a file with these bytes.
    fn read_back(bytes: &[u8]) -> io::Result<Vec<u8>> {
        let mut file = tempfile::NamedTempFile::new()?;
        file.write_all(bytes)?;
        let source = Source { name: "x".into(), bytes: None, place: Place::File(file.path().to_path_buf()) };
        let read = Arc::new(AtomicU64::new(0));
        let mut out = Vec::new();
        open(&source, &read)?.stream.read_to_end(&mut out)?;
        assert_eq!(read.load(Ordering::Relaxed), bytes.len() as u64);
        Ok(out)
    }

    fn gz(text: &[u8]) -> Vec<u8> {
        let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
        encoder.write_all(text).expect("in memory");
        encoder.finish().expect("in memory")
    }

    #[test]
    fn every_compression_is_known_by_its_first_bytes_and_all_its_parts_are_read() -> io::Result<()> {
        let text = b"One killed, two injured.\n".repeat(1000);
        let both = [&text[..], &text[..]].concat();
        let twice = |part: Vec<u8>| [&part[..], &part[..]].concat();
        assert_eq!(read_back(&text)?, text);
        assert_eq!(read_back(&twice(gz(&text)))?, both);
        assert_eq!(read_back(&gz(&gz(&text)))?, text);
        assert_eq!(read_back(&twice(zstd::encode_all(&text[..], 1)?))?, both);
        let mut xz = Vec::new();
        liblzma::read::XzEncoder::new(&text[..], 1).read_to_end(&mut xz)?;
        assert_eq!(read_back(&twice(xz))?, both);
        let mut bz = Vec::new();
        bzip2::read::BzEncoder::new(&text[..], bzip2::Compression::fast()).read_to_end(&mut bz)?;
        assert_eq!(read_back(&twice(bz))?, both);
        let mut lz4 = lz4_flex::frame::FrameEncoder::new(Vec::new());
        lz4.write_all(&text)?;
        let lz4 = lz4.finish().map_err(io::Error::other)?;
        assert_eq!(read_back(&twice(lz4))?, both);
        Ok(())
    }

    #[test]
    fn cut_off_data_is_an_error_after_what_is_good() {
        let text: Vec<u8> = (0..200_000_u32).flat_map(|n| (n.wrapping_mul(2_654_435_761) >> 8).to_le_bytes()).collect();
        for packed in [gz(&text), zstd::encode_all(&text[..], 1).expect("in memory")] {
            let mut file = tempfile::NamedTempFile::new().expect("file");
            file.write_all(&packed[..packed.len() / 2]).expect("file");
            let source = Source { name: "x".into(), bytes: None, place: Place::File(file.path().to_path_buf()) };
            let mut stream = open(&source, &Arc::default()).expect("open").stream;
            let mut out = Vec::new();
            let error = loop {
                match stream.fill() {
                    Ok([]) => panic!("no error"),
                    Ok(bytes) => {
                        out.extend_from_slice(bytes);
                        let n = bytes.len();
                        stream.consume(n);
                    }
                    Err(error) => break error,
                }
            };
            assert!(out.len() > 1000 && text.starts_with(&out), "{error}");
            assert!(stream.fill().expect("end").is_empty());
        }
    }
}
