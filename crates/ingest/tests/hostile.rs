//! Formats turned against their reader: nesting without end, entities that multiply, sizes that lie. Each record ends as an
//! article or as a reject with a reason, in bounded memory and stack.

use arrow::array::{ArrayRef, RecordBatch, StringArray};
use copydesk_ingest::{Article, Options, Reader, Reason, Reject, discover};
use std::collections::BTreeSet;
use std::sync::Arc;

fn read(name: &str, bytes: &[u8]) -> Vec<Result<Article, Reject>> {
    let dir = tempfile::tempdir().expect("folder");
    let path = dir.path().join(name);
    std::fs::write(&path, bytes).expect("file");
    let (options, mut out) = (Options::default(), Vec::new());
    let reader = Reader::new(&options);
    for source in discover(&[path.to_string_lossy().into_owned()]).expect("found") {
        out.extend(source.records(&options).map(|record| record.and_then(|record| reader.article(record))));
    }
    out
}

/// "ok" or the reason, one a record.
fn reasons(name: &str, bytes: &[u8]) -> String {
    let read = read(name, bytes);
    let words: Vec<&str> = read.iter().map(|o| o.as_ref().map_or_else(|r| r.reason.as_str(), |_| "ok")).collect();
    words.join(" ")
}

/// The stack of a thread is smaller than a million brackets.
#[test]
fn json_nested_without_end_is_a_reject_or_is_passed_over() {
    const DEEP: usize = 1_000_000;
    let (open, close) = ("[".repeat(DEEP), "]".repeat(DEEP));
    let objects = "{\"a\":".repeat(DEEP);
    let good = r#"{"text": "It rained, they said."}"#;
    // In a field that nobody reads, in one that somebody does, and as the record itself.
    let passed = format!(r#"{{"extra": {open}{close}, "text": "It rained, they said."}}"#);
    let read = format!(r#"{{"text": {open}{close}}}"#);
    let lines = format!("{passed}\n{read}\n{open}\n{open}{close}\n{objects}\n{good}\n");
    assert_eq!(reasons("a.jsonl", lines.as_bytes()), "ok bad_json bad_json bad_json bad_json ok");
    assert_eq!(reasons("a.json", format!("[{read}, {good}]").as_bytes()), "bad_json ok");
    assert_eq!(reasons("a.json", format!("[{good}, {objects}").as_bytes()), "ok bad_json");
    assert_eq!(reasons("a.json", open.as_bytes()), "bad_json");
    // In the page's own data.
    let page = format!(
        "<html><head><script type=\"application/ld+json\">{open}{close}</script></head><body><article><h1>Rain</h1>\
         <p>It rained on the coast for the third day, and the people of the old town moved to the hills, officials said.</p>\
         <p>Two of the bridges were closed on Friday, and the third was under water by the evening, the mayor said.</p>\
         </article></body></html>"
    );
    assert_eq!(reasons("a.html", page.as_bytes()), "ok");
}

/// Nine entities of ten of the one before are a gigabyte to a reader that believes them.
#[test]
fn entities_that_multiply_are_not_multiplied() {
    let mut entities = "<!ENTITY lol0 \"lollollol\">\n".to_owned();
    for n in 1..10 {
        entities += &format!("<!ENTITY lol{n} \"{}\">\n", format!("&lol{};", n - 1).repeat(10));
    }
    let body = "<p>It rained on the coast for the third day, and the people of the old town moved to the hills, they said.</p>\
                <p>Two of the bridges were closed on Friday &lol9; and the third was under water by the evening, they said.</p>";
    for (name, head) in [
        ("a.html", "<!DOCTYPE html ["),
        ("a.xhtml", "<?xml version=\"1.0\"?>\n<!DOCTYPE html ["),
        ("a.xml", "<?xml version=\"1.0\"?>\n<!DOCTYPE lolz ["),
    ] {
        let page = format!("{head}\n{entities}]>\n<html><body><article><h1>Rain</h1>{body}</article></body></html>");
        for article in read(name, page.as_bytes()).into_iter().flatten() {
            assert!(article.text.len() < page.len(), "{name}: {} bytes of text", article.text.len());
            assert!(article.text.matches("lollollol").count() <= 1, "{name}: {}", article.text);
        }
    }
    // The references that pages do have are one character each, however they are nested.
    let page =
        format!("<html><body><article><h1>Rain</h1>{}</article></body></html>", body.replace("&lol9;", "&amp;amp;lt;"));
    let read = read("a.html", page.as_bytes());
    let text = &read[0].as_ref().expect("an article").text;
    assert!(text.contains("Friday &amp;lt; and"), "{text}");
}

/// A record that says it is longer than any disk, and one whose chunks do.
#[test]
fn lengths_that_lie_allocate_nothing() {
    let head = |length: &str| {
        format!("WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: http://a.b/c\r\nContent-Length: {length}\r\n\r\n")
    };
    for length in ["18446744073709551615", "9223372036854775807", "-1", "99999999999999999999"] {
        let found = read("a.warc", format!("{}HTTP/1.1 200 OK\r\n\r\n<p>x</p>", head(length)).as_bytes());
        assert!(found.iter().all(Result::is_err) && !found.is_empty(), "{length}");
        assert!(found.iter().flatten().next().is_none());
        assert!(found.iter().all(|r| r.as_ref().is_err_and(|r| r.reason != Reason::Panic)), "{length}");
    }
    let body = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nContent-Type: text/plain\r\n\r\nffffffffffffffff\r\nIt rained, they said.";
    let found = read("a.warc", format!("{}{body}\r\n\r\n", head(&body.len().to_string())).as_bytes());
    assert_eq!(found[0].as_ref().expect("an article").text, "It rained, they said.");
}

/// What a Parquet file says of its columns is read by a decoder that may panic: every character of it is changed in turn.
#[test]
fn a_parquet_schema_with_a_wrong_character_is_read_or_rejected() {
    let texts = StringArray::from(vec!["It rained all day in the capital, the mayor said, and nobody went out."]);
    let batch = RecordBatch::try_from_iter([("text", Arc::new(texts) as ArrayRef)]).expect("a batch");
    let mut bytes = Vec::new();
    let mut writer = parquet::arrow::ArrowWriter::try_new(&mut bytes, batch.schema(), None).expect("writer");
    writer.write(&batch).expect("written");
    writer.close().expect("closed");
    let key = b"ARROW:schema";
    let start = bytes.windows(key.len()).position(|w| w == key).expect("the schema in Arrow's words") + key.len() + 3;
    let is_base64 = |b: &u8| b.is_ascii_alphanumeric() || matches!(b, b'+' | b'/' | b'=');
    let end = start + bytes[start..].iter().take_while(|b| is_base64(b)).count();
    assert!(end - start > 100, "{} characters", end - start);
    let mut seen = BTreeSet::new();
    for at in start..end {
        for other in [b'A', b'/'] {
            let mut changed = bytes.clone();
            changed[at] = other;
            seen.insert(reasons("a.parquet", &changed));
        }
    }
    assert!(seen.contains("ok") && seen.contains("bad_record"), "{seen:?}");
    assert!(seen.iter().all(|s| matches!(s.as_str(), "ok" | "bad_record")), "{seen:?}");
}
