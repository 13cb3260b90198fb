//! Feeds: every item an article or a reject, whatever is wrong with the others.

use copydesk_ingest::{Article, Options, Reader, Reject, discover};
use std::path::Path;

type Outcome = Result<Article, Reject>;

fn read_file(path: &Path) -> Vec<Outcome> {
    let options = Options::default();
    let reader = Reader::new(&options);
    let sources = discover(&[path.to_string_lossy().into_owned()]).expect("found");
    let records = sources.iter().flat_map(|source| source.records(&options));
    records.map(|record| record.and_then(|record| reader.article(record))).collect()
}

fn read(name: &str) -> Vec<Outcome> {
    read_file(&Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/feeds").join(name))
}

fn read_bytes(name: &str, bytes: &[u8]) -> Vec<Outcome> {
    let dir = tempfile::tempdir().expect("folder");
    let path = dir.path().join(name);
    std::fs::write(&path, bytes).expect("file");
    read_file(&path)
}

/// What is known of an article but its text, in one line; or why there is none.
fn told(outcome: &Outcome) -> String {
    match outcome {
        Ok(article) => {
            let at = article.published.map(|p| (p.date.to_string(), p.at.map(|at| at.to_string()).unwrap_or_default()));
            let (date, at) = at.unwrap_or_default();
            let known = [&article.title, &article.url, &article.source_id, &article.section, &article.outlet];
            let known: Vec<&str> = known.map(|value| value.as_deref().unwrap_or("-")).into();
            format!("{} | {} | {date} {at} | {}", known.join(" | "), article.authors.join(", "), article.lang)
        }
        Err(reject) => format!(
            "{}: {} | {}",
            reject.reason.as_str(),
            reject.detail.as_deref().unwrap_or(""),
            reject.url.as_deref().unwrap_or("-")
        ),
    }
}

#[test]
fn items_of_rss() {
    let read = read("rss.xml");
    let told: Vec<String> = read.iter().map(told).collect();
    assert_eq!(
        told,
        [
            "Bridge closed – for good | https://harbour.example/news/bridge | post-17 | Local | The Harbour Post & Mail | \
             Ann Lee, Bo Li | 2024-05-01 2024-05-02 04:30:00 | en",
            "Ferry runs again | https://harbour.example/news/ferry | https://harbour.example/news/ferry | - | \
             The Harbour Post & Mail | Cy Roe | 2024-05-02 2024-05-02 08:00:00 | en",
            "not_article: an item with no more than the beginning of its article | https://harbour.example/news/teaser",
            told[3].as_str(),
            "Grows &b; | - | - | - | The Harbour Post & Mail |  |   | en",
        ]
    );
    assert!(told[3].starts_with("bad_record: broken markup at byte "), "{}", told[3]);
    let text = |n: usize| read[n].as_ref().map(|article| article.text.as_str()).unwrap_or_default();
    assert_eq!(
        text(0),
        "The old bridge was closed on Wednesday, the harbour office said.\n\n“It will not be opened again,” said Jo May, \
         who has led the office since 2019."
    );
    assert!(text(1).contains("in the afternoon.\n\nIts owner"));
    // What the feed defines itself is not resolved.
    assert!(text(4).starts_with("&b; fell on the town"));
}

#[test]
fn entries_of_atom() {
    let read = read("atom.xml");
    let told: Vec<String> = read.iter().map(told).collect();
    assert_eq!(
        told[..2],
        [
            "Snow & ice | https://hill.example/2024/snow | tag:hill.example,2024:9 | Weather | Hill Town Notes | Di Fox | \
             2024-01-08 2024-01-08 06:15:00 | en",
            "Wood for sale | - | tag:hill.example,2024:10 | - | Hill Town Notes |  | 2024-01-10 2024-01-10 10:00:00 | en",
        ]
    );
    let text = |n: usize| read[n].as_ref().map(|article| article.text.as_str()).unwrap_or_default();
    assert_eq!(text(0), "Snow fell on the hills.\n\nThe road to the pass is closed, the town said on Monday.");
    assert_eq!(text(1), "The town sells wood.\n\nEach house may have two loads, the mayor’s office said.");
    // The file breaks off in its third entry.
    let at = include_str!("feeds/atom.xml").rfind("<entry>").expect("entry");
    assert_eq!(told[2..], [format!("bad_record: the feed breaks off in the item at byte {at} | -")]);
}

#[test]
fn the_encoding_is_the_one_that_the_feed_names() {
    let long = "The caf\u{e9} by the harbour was closed on Friday. ".repeat(8);
    let feed = format!(
        "<?xml version='1.0' encoding='ISO-8859-1'?><rdf:RDF><channel><title>Caf\u{e9}</title></channel>\
         <item rdf:about='x'><title>Caf\u{e9} closed</title><description>{long}</description></item></rdf:RDF>"
    );
    let latin: Vec<u8> = feed.chars().map(|c| c as u8).collect();
    let read = read_bytes("a.rdf", &latin);
    let article = read[0].as_ref().expect("article");
    assert_eq!((article.title.as_deref(), article.outlet.as_deref()), (Some("Café closed"), Some("Café")));
    assert!(article.text.starts_with("The café by"));
}

#[test]
fn a_feed_in_a_web_archive() {
    let rss = include_str!("feeds/rss.xml");
    let answer = |status: u16, kind: &str| {
        let block = format!("HTTP/1.1 {status} OK\r\nContent-Type: {kind}\r\n\r\n{rss}");
        format!(
            "WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: https://harbour.example/feed\r\n\
             WARC-Date: 2024-05-01T12:00:00Z\r\nContent-Length: {}\r\n\r\n{block}\r\n\r\n",
            block.len()
        )
    };
    let archive = [answer(200, "application/rss+xml; charset=utf-8"), answer(404, "text/xml")].concat();
    let read = read_bytes("a.warc", archive.as_bytes());
    let reasons: Vec<&str> = read.iter().map(|o| o.as_ref().map_or_else(|r| r.reason.as_str(), |_| "ok")).collect();
    assert_eq!(reasons, ["ok", "ok", "not_article", "bad_record", "ok", "not_article"]);
    let numbers = read.iter().map(|o| o.as_ref().map_or_else(|r| r.origin.record, |a| a.origin.record));
    assert!(numbers.eq(0..6));
    let origin = &read[1].as_ref().expect("article").origin;
    assert_eq!(origin.offset, Some(0), "the archive's record");
}
