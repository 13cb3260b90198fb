//! What a hostile corpus tries: to fill the memory, to write where it should not, to speak to the terminal, to run in the
//! browser of whoever reads the report. (Formats that are hostile in themselves: crates/ingest/tests/hostile.rs.)

#![cfg(target_os = "linux")]

use arrow::array::{ArrayRef, RecordBatch, StringArray};
use copydesk_tests::{Corpus, copydesk, fail, peak, succeed};
use flate2::write::GzEncoder;
use parquet::arrow::ArrowWriter;
use parquet::basic::{Compression, ZstdLevel};
use parquet::file::properties::WriterProperties;
use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io::Write;
use std::path::Path;
use std::process::Command;
use std::sync::Arc;

const MIB: usize = 1 << 20;

/// What a run may hold, whatever it reads.
const BOUND_KIB: u64 = 320 << 10;

fn run(corpus: &Corpus, input: &str) -> Command {
    let mut command = copydesk();
    command.current_dir(corpus.path()).args(["run", input, "--out", "out", "--threads", "2", "--quiet"]);
    command
}

/// What became of the records of the run, by reason.
fn rejects(corpus: &Corpus) -> BTreeMap<String, u64> {
    let manifest = fs::read(corpus.path().join("out/manifest.json")).expect("a manifest");
    let manifest: serde_json::Value = serde_json::from_slice(&manifest).expect("JSON");
    serde_json::from_value(manifest["counts"]["rejects"].clone()).expect("counts")
}

fn gz(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), flate2::Compression::best());
    encoder.write_all(bytes).expect("in memory");
    encoder.finish().expect("in memory")
}

/// Half a gigabyte in one record, from some kilobytes.
#[test]
fn a_compressed_bomb_is_passed_over() {
    let corpus = Corpus::articles(0);
    fs::create_dir(corpus.path().join("in")).expect("made");
    let put = |name: &str, bytes: &[u8]| fs::write(corpus.path().join("in").join(name), bytes).expect("written");
    let filler = vec![b'a'; 8 * MIB];
    let begun = |start: &str| [start.as_bytes(), &filler].concat();
    let zstd = |bytes: &[u8]| zstd::bulk::compress(bytes, 1).expect("in memory");
    // Members and frames follow one another, so that the bomb is made in no time.
    let json = [gz(&begun("{\"text\": \"")), gz(&filler).repeat(64)].concat();
    put("a.jsonl.gz", &json);
    put("b.json.zst", &[zstd(&begun("[{\"text\": \"")), zstd(&filler).repeat(64)].concat());
    put("c.csv.zst", &[zstd(&begun("id,text\n1,\"")), zstd(&filler).repeat(64)].concat());
    put("d.txt.gz.gz", &gz(&gz(&filler).repeat(64)));
    let peak = peak(&mut run(&corpus, "in"));
    assert!(peak < BOUND_KIB, "{peak} KiB");
    assert_eq!(rejects(&corpus), BTreeMap::from([("too_long".to_owned(), 4)]));
}

fn parquet(path: &Path, texts: &[&str], properties: WriterProperties) {
    let texts: ArrayRef = Arc::new(StringArray::from(texts.to_vec()));
    let batch = RecordBatch::try_from_iter([("text", texts)]).expect("a batch");
    let mut writer =
        ArrowWriter::try_new(File::create(path).expect("created"), batch.schema(), Some(properties)).expect("begun");
    for row in 0..batch.num_rows() {
        writer.write(&batch.slice(row, 1)).expect("written");
    }
    writer.close().expect("written");
}

/// A dictionary says one long text in every row; and a page holds more than a machine may have.
#[test]
fn a_bomb_of_parquet_is_passed_over() {
    let zstd = || WriterProperties::builder().set_compression(Compression::ZSTD(ZstdLevel::default()));
    let endless = || zstd().set_data_page_size_limit(usize::MAX).set_dictionary_page_size_limit(usize::MAX);
    for (properties, mib, rows, rejected) in
        [(endless().build(), 16, 80, 80), (endless().set_dictionary_enabled(false).build(), 4, 100, 1)]
    {
        let corpus = Corpus::articles(0);
        let text = "It rained. ".repeat(mib * MIB / 11);
        parquet(&corpus.path().join("bomb.parquet"), &vec![&*text; rows], properties);
        let size = fs::metadata(corpus.path().join("bomb.parquet")).expect("there").len();
        assert!(size < MIB as u64, "{size} bytes are no bomb");
        let peak = peak(&mut run(&corpus, "bomb.parquet"));
        assert!(peak < BOUND_KIB, "{peak} KiB for {rows} rows of {mib} MiB");
        assert_eq!(rejects(&corpus), BTreeMap::from([("too_long".to_owned(), rejected)]));
    }
}

/// No name from the input is ever a name of a file.
#[test]
fn names_in_the_input_choose_no_place() {
    let corpus = Corpus::articles(1);
    let place = "../../escaped";
    let mut article = serde_json::json!({"text": "It rained, Ana Ruiz said."});
    for field in ["id", "title", "url", "outlet", "section", "author", "language"] {
        article[field] = place.into();
    }
    corpus.append(&format!("{article}\n"));
    let page = "HTTP/1.1 200 OK\r\n\r\n<p>It rained, said the mayor.</p>";
    for target in ["file:///etc/escaped", "http://a.example/../../escaped", "/tmp/escaped"] {
        let head =
            format!("WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: {target}\r\nWARC-Record-ID: <{place}>\r\n");
        corpus.append_to("crawl.warc", &format!("{head}Content-Length: {}\r\n\r\n{page}\r\n\r\n", page.len()));
    }
    let around = |corpus: &Corpus| -> Vec<_> {
        let names = fs::read_dir(corpus.path()).expect("a listing").map(|e| e.expect("an entry").file_name());
        let mut names: Vec<_> = names.collect();
        names.sort();
        names
    };
    let mut before = around(&corpus);
    succeed(run(&corpus, "crawl.warc").arg("articles.jsonl"));
    before.push("out".into());
    before.sort();
    assert_eq!(around(&corpus), before);
    for table in fs::read_dir(corpus.path().join("out")).expect("a run").map(|e| e.expect("an entry").path()) {
        for part in fs::read_dir(&table).into_iter().flatten().map(|e| e.expect("an entry").file_name()) {
            assert!(["part-00000.parquet", "lock"].contains(&&*part.to_string_lossy()), "{part:?} in {table:?}");
        }
    }
    assert!(!Path::new("/tmp/escaped").exists() && !Path::new("/etc/escaped").exists());
}

/// A manifest that came from elsewhere names a file that is none of its run's.
#[test]
fn a_manifest_reaches_no_file_outside_its_directory() {
    let corpus = Corpus::articles(1);
    succeed(&mut run(&corpus, "articles.jsonl"));
    let path = corpus.path().join("out/manifest.json");
    let manifest = fs::read_to_string(&path).expect("a manifest");
    for place in ["../articles.jsonl", "/etc/passwd", "quotes/../../articles.jsonl", "elsewhere/part-00000.parquet"] {
        fs::write(&path, manifest.replace("quotes/part-00000.parquet", place)).expect("written");
        for args in
            [&["verify", "out"][..], &["aggregate", "out"], &["report", "out"], &["merge", "out", "--out", "new"]]
        {
            let mut command = copydesk();
            fail(command.current_dir(corpus.path()).args(args), 6, "which is no part of a table");
        }
    }
}

/// `views.sql` is run, and begins with a comment that names the directory.
#[test]
fn the_name_of_a_directory_is_no_statement() {
    let corpus = Corpus::articles(1);
    let out = "it's out\nCREATE TABLE owned (a INT); --";
    succeed(copydesk().current_dir(corpus.path()).args(["run", "articles.jsonl", "--quiet", "--out", out]));
    let sql = fs::read_to_string(corpus.path().join(out).join("views.sql")).expect("views");
    let (comment, rest) = sql.split_once('\n').expect("lines");
    assert!(comment.starts_with("-- ") && comment.contains("it's out?CREATE TABLE owned"), "{comment}");
    let (place, views) = rest.split_once("';\n").expect("a setting");
    assert!(place.starts_with("SET file_search_path = '") && place.contains("it''s out\nCREATE TABLE"), "{place}");
    assert!(!views.contains("owned"), "{views}");
}

#[test]
fn loops_of_links_end() {
    let corpus = Corpus::articles(2);
    fs::create_dir_all(corpus.path().join("in/deep")).expect("made");
    fs::rename(corpus.path().join("articles.jsonl"), corpus.path().join("in/deep/a.jsonl")).expect("moved");
    let link = |to: &str, at: &str| std::os::unix::fs::symlink(to, corpus.path().join(at)).expect("linked");
    link("..", "in/deep/up");
    link("self", "in/self");
    link("two", "in/one");
    link("one", "in/two");
    link("nowhere", "in/dead");
    succeed(&mut run(&corpus, "in"));
    assert_eq!(rejects(&corpus), BTreeMap::new());
}

/// Sets the title of a terminal; colours it; turns the direction of writing.
const ESCAPES: &str = "\u{1b}]0;owned\u{7}\u{1b}[31mred\u{9b}31m\u{202e}";

/// What reaches a terminal, which colour is forced onto as on one.
fn told(corpus: &Corpus, args: &[&str]) -> String {
    let mut command = copydesk();
    command.current_dir(corpus.path()).env_remove("NO_COLOR").env("CLICOLOR_FORCE", "1").args(args);
    let output = command.output().expect("started");
    String::from_utf8_lossy(&[output.stdout, output.stderr].concat()).into_owned()
}

#[test]
fn nothing_that_was_read_speaks_to_the_terminal() {
    let corpus = Corpus::articles(0);
    let text = format!("“We will {ESCAPES} go,” Minister Ana {ESCAPES} Ruiz said. At least 12 {ESCAPES} people died.");
    let mut article = serde_json::json!({"text": text, "quotes": [], "entities": []});
    for field in ["id", "title", "url", "outlet", "section", "author"] {
        article[field] = format!("Storm {ESCAPES} closes").into();
    }
    article["entities"] = serde_json::json!([{"start": 0, "end": 3, "type": ESCAPES}]);
    corpus.append(&format!("{article}\n"));
    corpus.file("table.csv", &format!("{ESCAPES},b\n1,2\n"));
    corpus.file("wrong.toml", &format!("\"{ESCAPES}\" = 1\n"));
    corpus.file(&format!("{ESCAPES}.jsonl"), "{");
    succeed(&mut run(&corpus, "articles.jsonl"));
    let manifest = fs::read_to_string(corpus.path().join("out/manifest.json")).expect("a manifest");
    let mut manifest: serde_json::Value = serde_json::from_str(&manifest).expect("JSON");
    manifest["run_id"] = ESCAPES.into();
    manifest["counts"]["rejects"][ESCAPES] = 1.into();
    corpus.file("out/manifest.json", &manifest.to_string());

    let name = format!("{ESCAPES}.jsonl");
    let missing = format!("{ESCAPES}.txt");
    for (args, quotes) in [
        (&["inspect", "articles.jsonl", "--why"][..], true),
        (&["inspect", "table.csv"], true),
        (&["inspect", &name], true),
        (&["inspect", &missing], true),
        (&["run", &missing, "--out", "new"], true),
        (&["run", "articles.jsonl", "--out", "new", "--config", "wrong.toml"], true),
        (&["run", "articles.jsonl", "--out", "out"], true),
        (&["eval", "articles.jsonl"], true),
        (&["verify", "out"], true),
        (&["schema", ESCAPES], false),
    ] {
        let told = told(&corpus, args);
        for control in ["\u{1b}]", "\u{7}", "\u{1b}[31mred", "\u{9b}", "\u{202e}"] {
            assert!(!told.contains(control), "{args:?} sends {control:?}: {told:?}");
        }
        assert!(!quotes || told.contains("\\u{1b}"), "{args:?} quotes nothing: {told:?}");
    }
}

const SCRIPT: &str = "\"><script>alert(1)</script><img src=x onerror='alert(2)'>";

#[test]
fn no_text_of_an_article_runs_in_a_page() {
    let corpus = Corpus::articles(0);
    let text = format!(
        "“{SCRIPT} has to go,” Foreign Minister Ana {SCRIPT} Ruiz of {SCRIPT} said on Monday. At least 12 {SCRIPT} people were \
         killed in Madrid, the {SCRIPT} ministry said. “We saw it,” said Ana Ruiz."
    );
    let name = "<script>alert(3)<.jsonl";
    let mut article = serde_json::json!({"text": text});
    for field in ["id", "title", "url", "outlet", "section", "author"] {
        article[field] = format!("Storm {SCRIPT} closes {SCRIPT}").into();
    }
    corpus.file(name, &format!("{article}\n{{broken {SCRIPT}\n"));
    succeed(&mut run(&corpus, name));
    succeed(copydesk().current_dir(corpus.path()).args(["report", "out", "--out", "report.html"]));
    let sheet = succeed(copydesk().current_dir(corpus.path()).args(["inspect", name, "--html", "--why"])).stdout;
    let report = fs::read_to_string(corpus.path().join("report.html")).expect("a page");
    for page in [report, String::from_utf8_lossy(&sheet).into_owned()] {
        assert!(page.contains("&lt;script&gt;alert("), "the page quotes nothing");
        for live in ["<script", "<img", "onerror='"] {
            let found = page.find(live).map(|at| page[at..].chars().take(80).collect::<String>());
            assert_eq!(found, None);
        }
        // Should one mark slip through, the page forbids itself to run it.
        assert!(page.contains("Content-Security-Policy\" content=\"default-src 'none'"));
    }
}
