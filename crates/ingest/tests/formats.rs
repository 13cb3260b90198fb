//! Each form of input through the public interface: what comes out, and that every record is accounted for.

use arrow::array::{ArrayRef, Int64Array, RecordBatch, StringArray};
use copydesk_ingest::{Article, Options, Reader, Reason, Reject, Repair, discover};
use std::io::Write;
use std::path::Path;
use std::sync::Arc;

const LINE: &str = r#"{"id": 1, "title": "Rain", "text": "It rained on the coast, officials said on Friday."}"#;
const PAGE: &str = "<html><head><title>Rain again - The Post</title></head><body><article><h1>Rain again</h1>\
    <p>It rained on the coast for the third day, and the people of the old town moved to the hills, officials said.</p>\
    <p>Two of the bridges were closed on Friday, and the third was under water by the evening, the mayor said.</p>\
    <p>There was no word on when the rain would stop, but the office said that the worst of it was over.</p>\
    </article></body></html>";

type Outcome = Result<Article, Reject>;

fn read_with(name: &str, bytes: &[u8], options: &Options) -> Vec<Outcome> {
    let dir = tempfile::tempdir().expect("folder");
    let path = dir.path().join(name);
    std::fs::write(&path, bytes).expect("file");
    let reader = Reader::new(options);
    let sources = discover(&[path.to_string_lossy().into_owned()]).expect("found");
    let mut out = Vec::new();
    for source in sources {
        let mut records = source.records(options);
        for item in &mut records {
            out.push(item.and_then(|record| reader.article(record)));
        }
        assert!(records.bytes_read() > 0 || bytes.is_empty());
    }
    // Numbered in order, nothing left out.
    let numbers = out.iter().map(|o| o.as_ref().map_or_else(|r| r.origin.record, |a| a.origin.record));
    assert!(numbers.eq(0..out.len() as i64));
    out
}

fn read(name: &str, bytes: &[u8]) -> Vec<Outcome> {
    read_with(name, bytes, &Options::default())
}

/// "ok" or the reason, one a record.
fn reasons(outcomes: &[Outcome]) -> String {
    let words: Vec<&str> = outcomes.iter().map(|o| o.as_ref().map_or_else(|r| r.reason.as_str(), |_| "ok")).collect();
    words.join(" ")
}

fn gz(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    encoder.write_all(bytes).expect("in memory");
    encoder.finish().expect("in memory")
}

fn warc(kind: &str, uri: &str, content_type: &str, block: &[u8]) -> Vec<u8> {
    let head = format!(
        "WARC/1.0\r\nWARC-Type: {kind}\r\nWARC-Target-URI: {uri}\r\nWARC-Date: 2024-05-02T00:00:00Z\r\n\
         Content-Type: {content_type}\r\nContent-Length: {}\r\n\r\n",
        block.len()
    );
    [head.as_bytes(), block, b"\r\n\r\n"].concat()
}

fn response(uri: &str, head: &str, body: &[u8]) -> Vec<u8> {
    let block = [b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n", head.as_bytes(), b"\r\n", body].concat();
    warc("response", uri, "application/http; msgtype=response", &block)
}

#[test]
fn plain_text() {
    let read = read("fire.txt", "Fire kills two\r\n\r\nTwo people died in a fire.\r\n\r\nShare this:\r\n".as_bytes());
    let article = read[0].as_ref().expect("article");
    assert_eq!(article.title.as_deref(), Some("Fire kills two"));
    assert_eq!(article.text, "Two people died in a fire.");
    assert_eq!(article.source_id.as_deref(), Some("fire"));
    assert_eq!(article.lang, "en");
}

#[test]
fn json_lines_with_broken_ones_between() {
    let bytes = [
        LINE.as_bytes(),
        b"\n\n{\"text\": \"cut of\n{\"text\": \"\xff\"}\n{\"id\": 2}\n{\"text\": \"  \"}\n[1]\n\"text\"\n",
        LINE.as_bytes(),
    ]
    .concat();
    let read = read("a.jsonl", &bytes);
    assert_eq!(reasons(&read), "ok bad_json bad_encoding no_text no_text bad_json bad_json ok");
    let offset = read[1].as_ref().expect_err("broken").origin.offset;
    assert_eq!(offset, Some(LINE.len() as i64 + 2));
}

#[test]
fn json_in_an_array_or_over_several_lines() {
    assert_eq!(reasons(&read("a.json", format!("[{LINE},\n {LINE}]").as_bytes())), "ok ok");
    assert_eq!(
        reasons(&read("a.json", format!("[{LINE}, {{\"text\": tru}}, 7, {LINE}]").as_bytes())),
        "ok bad_json bad_json ok"
    );
    assert_eq!(reasons(&read("a.json", b"{\n  \"text\": \"It rained, they said.\"\n}\n")), "ok");
    assert_eq!(reasons(&read("a.json", format!("[{LINE}, {{\"text\": \"a").as_bytes())), "ok bad_json");
    assert_eq!(reasons(&read("a.json", format!("[{LINE}, ").as_bytes())), "ok bad_json");
    assert_eq!(reasons(&read("a.json", b"[]")), "");
}

#[test]
fn tables_as_text() {
    let csv = "id,headline,body\n1,Rain,\"It rained,\nthey said.\nThen \"\"sun\"\".\"\n2,Wind,It blew.\n3,short\n";
    let out = read("a.csv", csv.as_bytes());
    assert_eq!(reasons(&out), "ok ok bad_record");
    assert_eq!(out[0].as_ref().expect("article").text, "It rained,\nthey said.\nThen \"sun\".");
    assert_eq!(reasons(&read("a.tsv", b"text\ttitle\nIt rained.\tRain\n")), "ok");
    assert_eq!(reasons(&read("unnamed", b"id,text\n1,It rained.\n")), "ok");
    assert_eq!(reasons(&read("a.csv", b"a,b\n1,2\n3,4\n")), "bad_record");
    assert_eq!(reasons(&read("a.csv", b"text,b\n\xff,2\nIt rained.,4\n")), "bad_encoding ok");
}

#[test]
fn parquet_also_compressed_again() {
    let texts: Vec<String> = (0..200).map(|n| format!("It rained for {n} days, they said.")).collect();
    let ids: ArrayRef = Arc::new(Int64Array::from_iter_values(0..200));
    let bodies: ArrayRef = Arc::new(StringArray::from_iter_values(&texts));
    let others: ArrayRef = Arc::new(Int64Array::from_iter_values(0..200));
    let batch = RecordBatch::try_from_iter([("id", ids), ("body", bodies), ("other", others)]).expect("batch");
    let write = |batch: &RecordBatch| {
        let mut bytes = Vec::new();
        let mut writer = parquet::arrow::ArrowWriter::try_new(&mut bytes, batch.schema(), None).expect("writer");
        writer.write(batch).expect("written");
        writer.close().expect("closed");
        bytes
    };
    let bytes = write(&batch);
    for (name, bytes) in [("a.parquet", bytes.clone()), ("a.gz", gz(&bytes))] {
        let out = read(name, &bytes);
        assert_eq!(out.len(), 200);
        let last = out[199].as_ref().expect("article");
        assert_eq!((last.source_id.as_deref(), &*last.text), (Some("199"), &*texts[199]));
    }
    assert_eq!(reasons(&read("a.parquet", &bytes[..bytes.len() - 9])), "bad_record");
    let no_text = batch.project(&[0, 2]).expect("columns");
    assert_eq!(reasons(&read("a.parquet", &write(&no_text))), "bad_record");
}

#[test]
fn web_archives_account_for_every_record() {
    let records = [
        warc("warcinfo", "", "application/warc-fields", b"software: x"),
        warc("request", "http://a.example/rain", "application/http; msgtype=request", b"GET / HTTP/1.1\r\n\r\n"),
        response("http://a.example/rain", "", PAGE.as_bytes()),
        response("http://a.example/rain-2", "Content-Encoding: gzip\r\n", &gz(PAGE.as_bytes())),
        warc("response", "http://a.example/gone", "application/http", b"HTTP/1.1 404 Not Found\r\n\r\n<p>Gone</p>"),
        warc(
            "response",
            "http://a.example/i.png",
            "application/http",
            b"HTTP/1.1 200 OK\r\nContent-Type: image/png\r\n\r\n\x89PNG",
        ),
        warc("resource", "http://a.example/rain-3", "text/html", PAGE.as_bytes()),
        warc("revisit", "http://a.example/rain", "application/http", b"HTTP/1.1 200 OK\r\n\r\n"),
    ];
    let expect = "not_article not_article ok ok not_article not_article ok not_article";
    let plain = read("a.warc", &records.concat());
    assert_eq!(reasons(&plain), expect);
    let article = plain[2].as_ref().expect("article");
    assert_eq!(article.url.as_deref(), Some("http://a.example/rain"));
    assert_eq!(article.title.as_deref(), Some("Rain again"));
    assert!(article.text.contains("officials said.\n\nTwo of the bridges"), "{}", article.text);
    let members: Vec<u8> = records.iter().flat_map(|record| gz(record)).collect();
    assert_eq!(reasons(&read("a.warc.gz", &members)), expect);
}

#[test]
fn a_broken_part_of_a_web_archive_does_not_end_it() {
    let good = response("http://a.example/rain", "", PAGE.as_bytes());
    let no_length = b"WARC/1.0\r\nWARC-Type: response\r\n\r\nsome bytes\r\n\r\n".to_vec();
    let bytes = [&good[..], &no_length, &good, b"rubbish rubbish\r\n", &good, &good[..good.len() / 2]].concat();
    let out = read("a.warc", &bytes);
    assert_eq!(reasons(&out), "ok bad_record bad_record ok bad_record ok bad_record");
    let mut broken = gz(&good);
    let middle = broken.len() / 2;
    broken[middle] ^= 0x55;
    let out = read("a.warc.gz", &[gz(&good), broken, gz(&good)].concat());
    let (first, last) = (out.first().expect("some"), out.last().expect("some"));
    assert!(
        first.is_ok() && last.is_ok() && out.iter().any(|o| o.as_ref().is_err_and(|r| r.reason == Reason::BadRecord))
    );
}

/// What a crawler has noted wrongly costs no page that can be read.
#[test]
fn wrong_digests_and_chunks_cost_no_page() {
    let page = response("http://a.example/rain", "", PAGE.as_bytes());
    let digests =
        "WARC-Block-Digest: sha1:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA\r\nWARC-Payload-Digest: md5:no\r\nContent-Type";
    let text = String::from_utf8(page.clone()).expect("text").replacen("Content-Type", digests, 1);
    let says_chunked = response("http://a.example/rain-2", "Transfer-Encoding: chunked\r\n", PAGE.as_bytes());
    let cut_short = format!("{:x}\r\n{PAGE}", PAGE.len() + 1_000);
    let cut_short = response("http://a.example/rain-3", "Transfer-Encoding: chunked\r\n", cut_short.as_bytes());
    let out = read("a.warc", &[text.as_bytes(), &says_chunked, &cut_short, &page].concat());
    assert_eq!(reasons(&out), "ok ok ok ok");
    let bodies: Vec<&str> = out.iter().flatten().map(|article| &*article.text).collect();
    assert!(bodies.iter().all(|body| *body == bodies[3]), "{bodies:?}");
}

#[test]
fn utf_16_with_a_mark_is_read_in_every_form() {
    let feed = "<?xml version=\"1.0\" encoding=\"utf-16\"?><rss><channel><title>Küstenpost</title><item><title>Rain</title>\
        <description>It rained on the coast for the third day – and the people of the old town moved to the hills, officials said. \
        Two of the bridges were closed on Friday, and the third was under water by the evening, the mayor said. There was no \
        word on when it would stop.</description></item></channel></rss>";
    let line = LINE.replace("rained", "rained – again –");
    for (name, text) in [("a.xml", feed), ("a.html", PAGE), ("a.jsonl", &line), ("a.txt", "Rain\n\nIt rained – again.")]
    {
        let as_utf8 = read(name, text.as_bytes());
        let units = || std::iter::once(0xfeff).chain(text.encode_utf16());
        let (big, little): (Vec<u8>, Vec<u8>) =
            (units().flat_map(u16::to_be_bytes).collect(), units().flat_map(u16::to_le_bytes).collect());
        for bytes in [&big, &little, &gz(&big)] {
            let out = read(name, bytes);
            assert_eq!(reasons(&out), "ok", "{name}");
            let (article, other) = (out[0].as_ref().expect("article"), as_utf8[0].as_ref().expect("article"));
            assert_eq!((&article.text, &article.title, &article.outlet), (&other.text, &other.title, &other.outlet));
        }
    }
}

#[test]
fn what_is_too_long_is_passed_over() {
    let options =
        Options { max_record_bytes: 1 << 16, max_text_bytes: 1 << 12, max_html_bytes: 1 << 12, ..Options::default() };
    let long = format!("{{\"text\": \"{}\"}}", "It rained. ".repeat(10_000));
    let medium = format!("{{\"text\": \"{}\"}}", "It rained. ".repeat(1_000));
    let out = read_with("a.jsonl", format!("{long}\n{medium}\n{LINE}\n").as_bytes(), &options);
    assert_eq!(reasons(&out), "too_long too_long ok");
    assert_eq!(out[0].as_ref().expect_err("long").n_bytes, Some(long.len() as i64 + 1));
    assert_eq!(reasons(&read_with("a.json", format!("[{long}, {LINE}]").as_bytes(), &options)), "too_long ok");
    let bomb = gz(&vec![b' '; 1 << 20]);
    let out = read_with("a.warc", &response("http://a.example/b", "Content-Encoding: gzip\r\n", &bomb), &options);
    assert_eq!(reasons(&out), "too_long");
    let out = read("a.txt", "It rained. ".repeat(5_000_000).as_bytes());
    assert_eq!(reasons(&out), "too_long");
}

#[test]
fn pages_nested_deep_end_with_a_reason() {
    let deep = |n: usize| format!("<html><body>{}<p>It rained.</p></body></html>", "<div>".repeat(n));
    assert_eq!(reasons(&read("a.html", deep(10_000).as_bytes())), "too_long");
    assert_eq!(reasons(&read("a.html", deep(500_000).as_bytes())), "too_long");
    let page = PAGE.replace("<article>", &"<div>".repeat(500));
    assert_eq!(reasons(&read("a.html", page.as_bytes())), "ok");
}

#[test]
fn a_page_without_a_body_and_other_files_have_their_reasons() {
    assert_eq!(reasons(&read("a.html", b"<html><head><title>x</title></head><body></body></html>")), "no_text");
    assert_eq!(reasons(&read("a.txt", b"")), "no_text");
    assert_eq!(reasons(&read("a.txt", b" \n\n ")), "no_text");
    assert_eq!(reasons(&read("a.arc", b"filedesc://a.arc 0.0.0.0 2001 text/plain 76\n")), "bad_record");
    assert_eq!(reasons(&read("a.zip", b"PK\x03\x04rest")), "bad_record");
    assert_eq!(reasons(&read("a.bin", &[0, 1, 2, 3, 4, 5, 200, 201])), "bad_encoding");
    assert_eq!(reasons(&read("a.txt.gz", &gz(b"It rained.")[..12])), "bad_record");
}

#[test]
fn other_languages_are_kept_if_asked_for() {
    let text = "Douze personnes ont été tuées vendredi dans un incendie à Lyon, a annoncé la préfecture du Rhône.";
    assert_eq!(reasons(&read("a.txt", text.as_bytes())), "not_english");
    let out = read_with("a.txt", text.as_bytes(), &Options { keep_language: true, ..Options::default() });
    assert_eq!(out[0].as_ref().expect("kept").lang, "fr");
}

/// The folder of shared data, or nothing where it is absent.
#[expect(clippy::print_stdout, reason = "a skipped test says so")]
fn shared() -> Option<std::path::PathBuf> {
    let beside = || Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared");
    let path = std::env::var_os("COPYDESK_SHARED").map_or_else(beside, Into::into);
    if path.is_dir() {
        return Some(path);
    }
    println!("skipped: no shared data at {}", path.display());
    None
}

#[test]
fn the_seed_article_ends_where_a_person_says() {
    let Some(shared) = shared() else { return };
    let file = std::fs::read_to_string(shared.join("seed/article.txt")).expect("article");
    let out = read("article.txt", file.as_bytes());
    let article = out[0].as_ref().expect("article");
    let gold: serde_json::Value =
        serde_json::from_str(&std::fs::read_to_string(shared.join("seed/gold.json")).expect("gold")).expect("json");
    assert_eq!(article.title.as_deref(), gold["title"].as_str());
    let end = gold["body_end"].as_u64().expect("number") as usize;
    let body_end = file.char_indices().nth(end).map_or(file.len(), |(at, _)| at);
    assert!(file[..body_end].ends_with(&article.text), "{:?}", article.text.get(article.text.len() - 60..));
}

#[test]
fn odd_web_archives_are_read_to_their_end() {
    let Some(shared) = shared() else { return };
    let (mut lines, mut large) = (Vec::new(), Vec::new());
    let options = Options::default();
    let reader = Reader::new(&options);
    for source in discover(&[shared.join("corpora/warc_cases").to_string_lossy().into_owned()]).expect("found") {
        let outcomes: Vec<Outcome> =
            source.records(&options).map(|item| item.and_then(|r| reader.article(r))).collect();
        let name = source.name.rsplit('/').next().unwrap_or("").to_owned();
        match &*name {
            name if name.starts_with("LICENSE") => {}
            "warcfile.warc.gz" | "warcfile.warc.lz4" => large.push(reasons(&outcomes)),
            name => {
                let of = |reason: &str| reasons(&outcomes).split(' ').filter(|r| *r == reason).count();
                let (broken, others, ok) = (of("bad_record"), of("not_article"), of("ok"));
                assert_eq!(broken + others + ok, outcomes.len(), "{name}");
                lines.push(format!("{name}: {ok} articles, {others} others, {broken} broken"));
            }
        }
    }
    assert!(large[0] == large[1] && large[0].split(' ').count() == 50);
    insta::assert_snapshot!(lines.join("\n"), @r"
    bad.arc: 0 articles, 0 others, 1 broken
    block-sized-records.warc.lz4: 0 articles, 3 others, 0 broken
    cc.warc.gz: 0 articles, 1 others, 0 broken
    example-bad-non-chunked.warc.gz: 0 articles, 6 others, 0 broken
    example-bad.warc.gz.bad: 1 articles, 5 others, 0 broken
    example-digest.warc: 0 articles, 4 others, 0 broken
    example-iana.org-chunked.warc: 0 articles, 3 others, 0 broken
    example-resource.warc.gz: 0 articles, 3 others, 0 broken
    example-space-in-target-uri.warc.gz: 0 articles, 2 others, 0 broken
    example-space-in-url.arc: 0 articles, 0 others, 1 broken
    example-trunc.warc: 0 articles, 4 others, 1 broken
    example-wget-bad-target-uri.warc.gz: 2 articles, 4 others, 0 broken
    example-wrong-chunks.warc.gz: 0 articles, 2 others, 0 broken
    example.arc: 0 articles, 0 others, 1 broken
    example.arc.gz: 0 articles, 0 others, 1 broken
    example.warc: 0 articles, 6 others, 0 broken
    example.warc.gz: 0 articles, 6 others, 0 broken
    gzip_extra_sl.warc.gz: 0 articles, 1 others, 0 broken
    post-test.warc.gz: 0 articles, 6 others, 0 broken
    ");
}

proptest::proptest! {
    #![proptest_config(proptest::prelude::ProptestConfig::with_cases(200))]
    #[test]
    fn no_bytes_panic(
        start in proptest::sample::select(vec!["", "WARC/1.0\r\nContent-Length: 9\r\n\r\n", "{\"text\":", "[{\"text\":", "id,text\n", "<html>", "PAR1", "\u{1f}\u{8b}\u{8}"]),
        bytes in proptest::collection::vec(0_u8.., 0..300),
        name in proptest::sample::select(vec!["a", "a.jsonl", "a.csv", "a.json", "a.warc", "a.html", "a.txt", "a.parquet"]),
    ) {
        let all: Vec<u8> = [start.chars().map(|c| c as u8).collect::<Vec<u8>>(), bytes].concat();
        for outcome in read(name, &all) {
            if let Err(reject) = outcome {
                assert!(reject.reason != Reason::Panic && reject.reason != Reason::Timeout, "{reject:?}");
            }
        }
    }
}

#[test]
fn damage_is_undone_only_where_that_is_asked_for() {
    let given = "Rain &amp;amp; wind\r\n\r\nBy Ann Lee\r\n\r\nIt rained on Sunday.The river rose, and it wonâ€™t fall soon, they said.";
    let as_given = read("rain.txt", given.as_bytes());
    let article = as_given[0].as_ref().expect("article");
    assert!(given.replace("\r\n", "\n").contains(&article.text), "a contiguous piece of what was given");
    assert_eq!(article.authors, ["Ann Lee"]);
    let options = Options { repair: Repair::Certain, ..Options::default() };
    let repaired = read_with("rain.txt", given.as_bytes(), &options);
    let article = repaired[0].as_ref().expect("article");
    assert_eq!(article.title.as_deref(), Some("Rain & wind"));
    assert_eq!(article.text, "By Ann Lee\n\nIt rained on Sunday. The river rose, and it won’t fall soon, they said.");
    let line = r#"{"text": "It rained &amp;quot;again&amp;quot;, they said."}"#;
    let field = read_with("rain.jsonl", line.as_bytes(), &options);
    assert_eq!(field[0].as_ref().expect("article").text, "It rained \"again\", they said.");
}
