//! The answer of a web server inside a web archive: its headers, and its body with chunks and compression taken off.
//! Servers and crawlers contradict themselves, so the bytes count more than the headers.

use crate::cut::warc::header;
use std::io::Read;

/// A server's answer.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Response {
    pub(crate) status: Option<u16>,
    /// Names in lower case.
    pub(crate) headers: Vec<(Box<str>, Box<str>)>,
    pub(crate) body: Vec<u8>,
}

/// A body that grows beyond the cap when it is decompressed.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct TooLarge;

/// Reads the answer in the block of a WARC record; a block without HTTP headers is a body.
pub(crate) fn response(block: Vec<u8>, cap: usize) -> Result<Response, TooLarge> {
    if !block.starts_with(b"HTTP/") {
        return Ok(Response { status: None, headers: Vec::new(), body: block });
    }
    let (status, headers, start) = head(&block);
    let raw = block.get(start..).unwrap_or_default();
    let chunked = header(&headers, "transfer-encoding").is_some_and(|v| v.to_ascii_lowercase().contains("chunked"));
    let whole = if chunked { unchunk(raw) } else { None };
    let body = whole.unwrap_or_else(|| raw.to_vec());
    // More than one encoding: the last one named was put on last.
    let named = header(&headers, "content-encoding").unwrap_or("").to_ascii_lowercase();
    let mut body = body;
    for encoding in named.split(',').map(str::trim).rev().take(3) {
        body = decode(body, encoding, cap)?;
    }
    Ok(Response { status, headers, body })
}

/// The content type that an answer names, in lower case.
pub(crate) fn content_type(block: &[u8]) -> Option<String> {
    header(&head(block).1, "content-type").map(str::to_ascii_lowercase)
}

type Head = (Option<u16>, Vec<(Box<str>, Box<str>)>, usize);

/// Status, headers and where the body begins. Lines that are no headers are passed over.
fn head(block: &[u8]) -> Head {
    let (mut headers, mut at, mut status) = (Vec::new(), 0, None);
    let mut first = true;
    while at < block.len() {
        let end = memchr::memchr(b'\n', &block[at..]).map_or(block.len(), |n| at + n + 1);
        let line = String::from_utf8_lossy(block[at..end].trim_ascii());
        at = end;
        if line.is_empty() {
            break;
        }
        if std::mem::take(&mut first) {
            status = line.split_whitespace().nth(1).and_then(|code| code.parse().ok());
        } else if let Some((name, value)) = line.split_once(':') {
            headers.push((name.trim().to_ascii_lowercase().into(), value.trim().into()));
        }
    }
    (status, headers, at)
}

/// A body without the marks of its chunks, or `None` where it has none: crawlers take chunks off and leave the header.
fn unchunk(raw: &[u8]) -> Option<Vec<u8>> {
    let (mut out, mut rest) = (Vec::with_capacity(raw.len()), raw);
    loop {
        let line_end = memchr::memchr(b'\n', &rest[..rest.len().min(1024)]);
        let size = line_end.and_then(|end| {
            let line = std::str::from_utf8(&rest[..end]).ok()?;
            let digits = line.split(';').next()?.trim();
            Some((usize::from_str_radix(digits, 16).ok()?, end + 1))
        });
        let Some((size, start)) = size else {
            // Marks that break off: what there is, counts.
            return (!out.is_empty()).then_some(out);
        };
        if size == 0 {
            return Some(out);
        }
        let end = start.saturating_add(size).min(rest.len());
        out.extend_from_slice(&rest[start..end]);
        rest = &rest[end..];
        rest = rest.strip_prefix(b"\r\n").or_else(|| rest.strip_prefix(b"\n")).unwrap_or(rest);
        if rest.is_empty() {
            return Some(out);
        }
    }
}

/// Takes one compression off, if it is there; what can be read of a body that breaks off, counts.
#[expect(clippy::disallowed_methods, reason = "the place where answers are decoded, each read through `capped`")]
fn decode(body: Vec<u8>, encoding: &str, cap: usize) -> Result<Vec<u8>, TooLarge> {
    let bytes = &body[..];
    let mut out = Vec::new();
    let read = match (encoding, bytes) {
        (_, [0x1f, 0x8b, ..]) => capped(flate2::read::MultiGzDecoder::new(bytes), cap, &mut out)?,
        (_, [0x28, 0xb5, 0x2f, 0xfd, ..]) => match zstd::stream::read::Decoder::with_buffer(bytes) {
            Ok(decoder) => capped(decoder, cap, &mut out)?,
            Err(_) => false,
        },
        ("deflate", _) => {
            // Some send the bare stream, some the one with a zlib header.
            capped(flate2::read::ZlibDecoder::new(bytes), cap, &mut out)? || {
                out.clear();
                capped(flate2::read::DeflateDecoder::new(bytes), cap, &mut out)?
            }
        }
        ("br", _) => capped(brotli_decompressor::Decompressor::new(bytes, 4096), cap, &mut out)?,
        _ => false,
    };
    let useful = read || out.len() > 1024;
    Ok(if useful { out } else { body })
}

/// Reads all that a decoder gives, up to the cap: whether it ended well.
fn capped(decoder: impl Read, cap: usize, out: &mut Vec<u8>) -> Result<bool, TooLarge> {
    let read = decoder.take(cap as u64 + 1).read_to_end(out);
    if out.len() > cap { Err(TooLarge) } else { Ok(read.is_ok() && !out.is_empty()) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Write;

    const PAGE: &str = "<p>Two were killed.</p>";

    fn body(head: &str, body: &[u8]) -> String {
        let block = [b"HTTP/1.1 200 OK\r\n", head.as_bytes(), b"\r\n", body].concat();
        let response = response(block, 1 << 20).expect("small");
        assert_eq!(response.status, Some(200));
        String::from_utf8_lossy(&response.body).into_owned()
    }

    fn gz(text: &[u8]) -> Vec<u8> {
        let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
        encoder.write_all(text).expect("in memory");
        encoder.finish().expect("in memory")
    }

    #[test]
    fn chunks_and_compression_are_taken_off() {
        let mut deflated = flate2::write::DeflateEncoder::new(Vec::new(), flate2::Compression::fast());
        deflated.write_all(PAGE.as_bytes()).expect("in memory");
        let deflated = deflated.finish().expect("in memory");
        let zstd = zstd::encode_all(PAGE.as_bytes(), 1).expect("in memory");
        assert_eq!(body("", PAGE.as_bytes()), PAGE);
        assert_eq!(body("Content-Encoding: gzip\r\n", &gz(PAGE.as_bytes())), PAGE);
        assert_eq!(body("Content-Encoding: deflate\r\n", &deflated), PAGE);
        assert_eq!(body("content-encoding: zstd\r\n", &zstd), PAGE);
        let chunked = "Transfer-Encoding: chunked\r\n";
        assert_eq!(body(chunked, b"3\r\n<p>\r\n14;x=y\r\nTwo were killed.</p>\r\n0\r\n\r\n"), PAGE);
        assert_eq!(body(chunked, b"8\r\n<p>Two w\r\nrubbish"), "<p>Two w");
    }

    #[test]
    fn headers_that_are_wrong_do_no_harm() {
        assert_eq!(body("Transfer-Encoding: chunked\r\n", PAGE.as_bytes()), PAGE);
        assert_eq!(body("Content-Encoding: gzip\r\n", PAGE.as_bytes()), PAGE);
        assert_eq!(body("Content-Encoding: br\r\nno header\r\n", PAGE.as_bytes()), PAGE);
        // A server that compresses and does not say so.
        assert_eq!(body("", &gz(PAGE.as_bytes())), PAGE);
    }

    #[test]
    fn a_bomb_does_not_go_off() {
        let bomb = gz(&vec![b'a'; 3 << 20]);
        let block = [b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\n\r\n", &bomb[..]].concat();
        assert_eq!(response(block, 1 << 20), Err(TooLarge));
    }

    proptest::proptest! {
        #[test]
        fn no_bytes_panic(bytes in proptest::collection::vec(0_u8.., 0..200), encoding in "gzip|br|zstd|deflate|x") {
            let head = format!("HTTP/1.1 200\nTransfer-Encoding: chunked\nContent-Encoding: {encoding}\n\n");
            let _ = response([head.as_bytes(), &bytes].concat(), 1 << 16);
        }
    }
}
