//! Tells the form of an input by its first bytes; the name only decides where the bytes leave it open.

use crate::options::{Field, FieldMap};
use memchr::memmem;

/// How many bytes are looked at.
pub(crate) const HEAD: usize = 64 << 10;

/// The form of an input after decompression.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Format {
    Empty,
    Text,
    Html,
    /// One JSON value a line.
    JsonLines,
    /// JSON values one after the other, or in one array, over as many lines as they like.
    Json,
    /// A table as text, with its delimiter.
    Csv(u8),
    Parquet,
    Warc,
    /// RSS or Atom.
    Feed,
    /// Something that is known and not read; says what to do about it.
    Refused(&'static str),
}

impl Format {
    /// Tells the form by the first bytes of an input and its name.
    pub(crate) fn of(head: &[u8], name: &str, map: &FieldMap) -> Self {
        let extension = extension(name);
        if head.is_empty() {
            return Self::Empty;
        }
        if let Some(format) = by_magic(head, &extension) {
            return format;
        }
        match extension.as_str() {
            "jsonl" | "ndjson" => return Self::JsonLines,
            "csv" => return Self::Csv(delimiter(head, b',')),
            "tsv" | "tab" => return Self::Csv(b'\t'),
            "warc" => return Self::Warc,
            _ => {}
        }
        let text = head.strip_prefix(b"\xef\xbb\xbf").unwrap_or(head).trim_ascii_start();
        if let Some(format) = json(text).or_else(|| markup(text, &extension)) {
            return format;
        }
        match extension.as_str() {
            "json" => Self::Json,
            "txt" | "text" | "md" => Self::Text,
            _ if is_binary(head) => Self::Refused("not text in any encoding"),
            _ => table(text, map).map_or(Self::Text, Self::Csv),
        }
    }
}

/// The last extension of a name that says something about the content: "a.jsonl.gz" -> "jsonl".
fn extension(name: &str) -> String {
    let file = name.rsplit(['/', '\\']).next().unwrap_or(name);
    let mut parts = file.rsplit('.').map(str::to_ascii_lowercase);
    let mut last = parts.next().unwrap_or_default();
    while matches!(last.as_str(), "gz" | "zst" | "zstd" | "xz" | "bz2" | "lz4" | "bad") {
        last = parts.next().unwrap_or_default();
    }
    last
}

/// The name of a file without folders and without the extensions that say its form: "a/b.2.txt.gz" -> "b.2".
pub(crate) fn stem(name: &str) -> Option<Box<str>> {
    let file = name.rsplit(['/', '\\']).next().unwrap_or(name);
    let mut stem = file;
    while let Some((before, after)) = stem.rsplit_once('.') {
        let known = ["gz", "zst", "zstd", "xz", "bz2", "lz4", "txt", "text", "md", "html", "htm", "xhtml"];
        if before.is_empty() || !known.iter().any(|k| after.eq_ignore_ascii_case(k)) {
            break;
        }
        stem = before;
    }
    (!stem.is_empty() && stem != "-").then(|| stem.into())
}

fn by_magic(head: &[u8], extension: &str) -> Option<Format> {
    let at = |offset: usize, magic: &[u8]| head.get(offset..).is_some_and(|rest| rest.starts_with(magic));
    Some(match head {
        _ if at(0, b"PAR1") => Format::Parquet,
        _ if at(0, b"WARC/") => Format::Warc,
        _ if at(0, b"filedesc:") || extension == "arc" => {
            Format::Refused("an ARC file, the form before WARC: convert it, for example by `warcio recompress`")
        }
        _ if at(0, b"PK\x03\x04") => Format::Refused("a ZIP archive: unpack it first"),
        _ if at(257, b"ustar") => Format::Refused("a tar archive: unpack it first"),
        _ if at(0, b"%PDF-") => Format::Refused("a PDF file: convert it to text or HTML first"),
        _ if at(0, b"\x7fELF") || at(0, b"\x89PNG") || at(0, b"\xff\xd8\xff") || at(0, b"GIF8") => {
            Format::Refused("not text in any encoding")
        }
        _ if at(0, b"ARROW1") || at(0, b"Obj\x01") || at(0, b"ORC") => {
            Format::Refused("a table that is not Parquet: convert it first")
        }
        _ => return None,
    })
}

/// JSON begins with an object, or with an array of objects; "[Editor's note]" begins a text.
fn json(text: &[u8]) -> Option<Format> {
    let after = |n: usize| text[n..].trim_ascii_start().first().copied();
    match text.first()? {
        b'[' if matches!(after(1), Some(b'{' | b']')) => Some(Format::Json),
        b'{' if matches!(after(1), Some(b'"' | b'}') | None) => Some(object(text)),
        _ => None,
    }
}

/// One object a line, or objects over several lines? A line ends inside an object only between two of its members.
fn object(text: &[u8]) -> Format {
    let Some(end) = memchr::memchr(b'\n', text) else { return Format::JsonLines };
    match text[..end].trim_ascii_end().last() {
        Some(b'{' | b'[' | b',') => Format::Json,
        _ => Format::JsonLines,
    }
}

/// A page, or a document of another kind in angle brackets.
fn markup(text: &[u8], extension: &str) -> Option<Format> {
    if text.first() != Some(&b'<') {
        // A page saved without its head, or with words before it.
        let page = matches!(extension, "html" | "htm" | "xhtml") && memchr::memchr(b'<', text).is_some();
        return page.then_some(Format::Html);
    }
    let head = text[..text.len().min(4096)].to_ascii_lowercase();
    let has = |tag: &[u8]| memmem::find(&head, tag).is_some();
    // Its first item may hold a whole page.
    let first = |tag: &[u8]| memmem::find(&head, tag).unwrap_or(usize::MAX);
    let feed = [&b"<rss"[..], b"<feed", b"<atom:feed", b"<rdf:rdf"].into_iter().map(first).min();
    if feed < Some(first(b"<html").min(first(b"<!doctype html")).min(first(b"<body"))) {
        return Some(Format::Feed);
    }
    if has(b"<html") || has(b"<!doctype html") || has(b"<body") || matches!(extension, "html" | "htm" | "xhtml") {
        return Some(Format::Html);
    }
    if head.starts_with(b"<?xml") {
        return Some(Format::Refused("XML of a kind that is not read"));
    }
    let tags: [&[u8]; 12] = [
        b"<!--",
        b"<head",
        b"<meta",
        b"<title",
        b"<div",
        b"<p>",
        b"<p ",
        b"<article",
        b"<section",
        b"<main",
        b"<h1",
        b"<script",
    ];
    tags.iter().any(|tag| head.starts_with(tag)).then_some(Format::Html)
}

/// A table without a telling name must have a header row that names a text column and nothing but names.
fn table(text: &[u8], map: &FieldMap) -> Option<u8> {
    let line = &text[..memchr::memchr(b'\n', text)?];
    let line = std::str::from_utf8(line).ok()?.trim_end();
    [b'\t', b',', b';'].into_iter().find(|&delimiter| {
        let names: Vec<&str> = line.split(char::from(delimiter)).map(|name| name.trim().trim_matches('"')).collect();
        let is_name = |name: &&str| !name.is_empty() && name.len() <= 40 && name.split(' ').count() <= 3;
        names.len() > 1 && names.iter().all(is_name) && names.iter().any(|name| map.rank(Field::Text, name).is_some())
    })
}

/// The delimiter that the first line has most of.
fn delimiter(head: &[u8], usual: u8) -> u8 {
    let line = &head[..memchr::memchr(b'\n', head).unwrap_or(head.len())];
    let count = |delimiter: u8| memchr::memchr_iter(delimiter, line).count();
    [b'\t', b';', b'|'].into_iter().fold(usual, |best, next| if count(next) > count(best) { next } else { best })
}

/// Text has line ends and tabs but hardly any other control characters.
fn is_binary(head: &[u8]) -> bool {
    let head = &head[..head.len().min(8192)];
    let controls = head.iter().filter(|b| matches!(b, 0..=8 | 14..=26 | 28..=31 | 127)).count();
    controls * 10 > head.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(name: &str, head: &str, expect: Format) {
        assert_eq!(Format::of(head.as_bytes(), name, &FieldMap::default()), expect, "{name}: {head}");
    }

    #[test]
    fn the_bytes_decide() {
        check("a.txt", "{\"text\": \"x\"}\n{\"text\"", Format::JsonLines);
        check("a", "{\n \"text\": \"x\"\n}", Format::Json);
        check("a", "{\"a\": 1,\n \"text\": \"x\"}", Format::Json);
        check("a", " [ {\"text\": 1}]", Format::Json);
        check("a", "[Editor's note: this is a text.]\n\nIt began.", Format::Text);
        check("a.txt", "<!DOCTYPE html><html>", Format::Html);
        check("a", "<?xml version=\"1.0\"?><html xmlns=\"x\">", Format::Html);
        check("a.xml", "<?xml version=\"1.0\"?>\n<rss version=\"2.0\">", Format::Feed);
        check("a", "<feed xmlns=\"http://www.w3.org/2005/Atom\">", Format::Feed);
        check("a.xml", "<?xml version=\"1.0\"?><book>", Format::Refused("XML of a kind that is not read"));
        check("a", "id,title,text\n1,a,b\n", Format::Csv(b','));
        check("a", "id\ttext\n1\tb\n", Format::Csv(b'\t'));
        check("a", "The text, the whole text, and nothing else.\n", Format::Text);
        check("a", "WARC/1.0\r\n", Format::Warc);
        check("a", "\0\u{1}\u{2}\u{3}abc", Format::Refused("not text in any encoding"));
        check("a", "", Format::Empty);
    }

    #[test]
    fn the_name_decides_where_the_bytes_leave_it_open() {
        check("a.jsonl.gz", "not json\n{\"text\": 1}", Format::JsonLines);
        check("a.csv", "a;b\n1;2\n", Format::Csv(b';'));
        check("a.tsv.zst", "a\tb\n", Format::Csv(b'\t'));
        check("a.html", "Some words <p>and more", Format::Html);
        assert!(matches!(Format::of(b"rubbish", "x/a.arc.gz", &FieldMap::default()), Format::Refused(_)));
    }

    #[test]
    fn the_stem_is_the_name_without_folders_and_known_extensions() {
        assert_eq!(stem("a/b.2.txt.gz").as_deref(), Some("b.2"));
        assert_eq!(stem("story").as_deref(), Some("story"));
        assert_eq!(stem(".txt").as_deref(), Some(".txt"));
        assert_eq!(stem("-"), None);
    }
}
