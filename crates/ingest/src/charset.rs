//! From bytes to text: the character set that the bytes, the server or the page names, else the likeliest one.

use crate::stream::Stream;
use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{Encoding, UTF_8};
use encoding_rs_io::DecodeReaderBytesBuilder;
use memchr::memmem;

/// Bytes looked at when guessing.
const SAMPLE: usize = 64 << 10;

/// An input of UTF-16 that says so by its mark, as UTF-8, so that its form is told and its records are cut as all others;
/// any other input as it is.
pub(crate) fn without_utf16(mut stream: Stream) -> Stream {
    match stream.peek(4) {
        // This would be UTF-32.
        [0xff, 0xfe, 0, 0] => stream,
        [0xff, 0xfe, ..] | [0xfe, 0xff, ..] => Stream::new(Box::new(DecodeReaderBytesBuilder::new().build(stream))),
        _ => stream,
    }
}

/// Decodes a text file: by its byte order mark, as UTF-8, else by the likeliest character set.
pub(crate) fn decode_text(bytes: Vec<u8>) -> String {
    if let Some((encoding, mark)) = Encoding::for_bom(&bytes) {
        return encoding.decode_without_bom_handling(&bytes[mark..]).0.into_owned();
    }
    match String::from_utf8(bytes) {
        Ok(text) => text,
        Err(error) => {
            let bytes = error.into_bytes();
            guess(&bytes).decode_without_bom_handling(&bytes).0.into_owned()
        }
    }
}

/// Decodes a web page. `header` is the server's "content-type"; a page that is UTF-8 throughout is taken as that,
/// whatever it says of itself, since text of another set hardly ever is.
pub(crate) fn decode_page(bytes: Vec<u8>, header: Option<&str>) -> String {
    if let Some((encoding, mark)) = Encoding::for_bom(&bytes) {
        return encoding.decode_without_bom_handling(&bytes[mark..]).0.into_owned();
    }
    let named = header.and_then(in_content_type).or_else(|| in_meta(&bytes));
    let bytes = match String::from_utf8(bytes) {
        Ok(text) if !named.is_some_and(is_stateful) => return text,
        Ok(text) => text.into_bytes(),
        Err(error) => error.into_bytes(),
    };
    // A page that calls itself UTF-8 and is broken in a few places is still that; `guess` sees to it.
    let encoding = named.filter(|&named| named != UTF_8).unwrap_or_else(|| guess(&bytes));
    encoding.decode_without_bom_handling(&bytes).0.into_owned()
}

/// ISO-2022-JP and UTF-16 can look like UTF-8.
fn is_stateful(encoding: &'static Encoding) -> bool {
    !encoding.is_ascii_compatible()
}

fn guess(bytes: &[u8]) -> &'static Encoding {
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
    let sample = &bytes[..bytes.len().min(SAMPLE)];
    detector.feed(sample, sample.len() == bytes.len());
    if mostly_utf8(sample) { UTF_8 } else { detector.guess(None, Utf8Detection::Allow) }
}

/// Whether nine in ten of the bytes beyond ASCII belong to whole UTF-8 characters.
fn mostly_utf8(bytes: &[u8]) -> bool {
    let (mut good, mut bad) = (0, 0);
    for chunk in bytes.utf8_chunks() {
        good += chunk.valid().bytes().filter(|b| !b.is_ascii()).count();
        bad += chunk.invalid().len();
    }
    good > 9 * bad
}

/// "text/html; charset=iso-8859-1"
fn in_content_type(value: &str) -> Option<&'static Encoding> {
    let value = value.to_ascii_lowercase();
    let after = value.split_once("charset=")?.1;
    let label = after.trim_start_matches(['"', '\'', ' ']).split(['"', '\'', ';', ' ', '>', '/']).next()?;
    Encoding::for_label(label.as_bytes())
}

/// `<meta charset=…>` and its older forms, in the first bytes of a page. UTF-16 named there is always wrong.
fn in_meta(bytes: &[u8]) -> Option<&'static Encoding> {
    let head = bytes[..bytes.len().min(4096)].to_ascii_lowercase();
    let at = memmem::find_iter(&head, b"charset").find(|&at| {
        let before = &head[..at];
        memmem::rfind(before, b"<meta").is_some_and(|meta| memchr::memchr(b'>', &before[meta..]).is_none())
    })?;
    let rest = &head[at..head.len().min(at + 64)];
    let rest = String::from_utf8_lossy(rest);
    let (name, value) = rest.split_once('=')?;
    if name.trim() != "charset" {
        return None;
    }
    let encoding = in_content_type(&format!("charset={}", value.trim_start()))?;
    Some(if is_stateful(encoding) && encoding.name().starts_with("UTF-16") { UTF_8 } else { encoding })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_file_is_decoded_by_mark_or_by_likelihood() {
        assert_eq!(decode_text(b"\xef\xbb\xbfcaf\xc3\xa9".to_vec()), "café");
        assert_eq!(decode_text(b"\xff\xfeh\0i\0".to_vec()), "hi");
        let text = "“The cafés won’t open,” said Mr. Müller — and they didn’t.";
        let (bytes, ..) = encoding_rs::WINDOWS_1252.encode(text);
        assert_eq!(decode_text(bytes.into_owned()), text);
    }

    #[test]
    fn a_page_is_decoded_as_it_or_its_server_says() {
        let page = |head: &str, body: &[u8]| [head.as_bytes(), body].concat();
        let latin = page("<meta charset='iso-8859-2'>", b"\xb1\xea");
        assert!(decode_page(latin.clone(), None).ends_with("ąę"));
        assert!(decode_page(latin, Some("text/html; charset=windows-1251")).ends_with("±к"));
        let http_equiv = "<meta http-equiv=\"Content-Type\" content=\"text/html; charset=windows-1252\">";
        assert!(decode_page(page(http_equiv, b"\x93a\x94"), None).ends_with("“a”"));
        assert!(decode_page(page("<meta charset=latin1>", "café".as_bytes()), None).ends_with("café"));
        let broken = [&"é".repeat(50).into_bytes()[..], b"\xff"].concat();
        assert!(decode_page(page("<meta charset=utf-8>", &broken), None).ends_with("é\u{fffd}"));
    }
}
