//! Web pages: how many a second one core reads, beside dom_smoothie alone on the same pages in the same run, and with
//! all layers of extraction; then what a large web archive takes of memory:
//! `cargo bench --workspace --bench pages` (`-- --memory` for the second part, `-- --every 8` for every eighth page alone).
//! Prints what `benches/RESULTS.md` keeps.
//!
//! All steps get the same pages, and of each page the least of several rounds counts: the machine is seldom idle, and
//! this leaves out what others do on it.

use copydesk_benches::{Watched, root, shared, unpacked, watch};
use copydesk_extract::{Document, Extractor, Scratch};
use copydesk_ingest::{Options, Reader, Record, discover};
use dom_smoothie::{Config, Readability, TextMode};
use std::fs::{self, File};
use std::hint::black_box;
use std::io::Write;
use std::path::Path;
use std::time::{Duration, Instant};

const ROUNDS: usize = 2;
/// Bytes that the large archive has when it is unpacked.
const LARGE: u64 = 1 << 30;

#[expect(clippy::print_stdout, reason = "a benchmark's output")]
fn main() {
    let archive = shared("corpora/web_dev.warc.gz").unwrap_or_else(|| root().join("datasets/articles/crawl.warc.gz"));
    if std::env::args().any(|argument| argument == "--memory") {
        println!("{}", memory(&archive));
        return;
    }
    let options = Options::default();
    let sources = discover(&[archive.to_string_lossy().into_owned()]).expect("the archive");
    let every = every();
    let records = sources.iter().flat_map(|source| source.records(&options)).flatten();
    let records: Vec<Record> = records.step_by(every).collect();
    let pages: Vec<String> = html_of(&unpacked(&archive)).into_iter().step_by(every).collect();
    assert_eq!(pages.len(), records.len(), "the same pages");
    let reader = Reader::new(&options);
    let extractor = Extractor::new();
    let mut scratch = Scratch::default();
    // The least of each page and step: alone, to article, to annotations.
    let mut least = vec![[Duration::MAX; 3]; pages.len().max(records.len())];
    let mut read = 0;
    for _ in 0..ROUNDS {
        read = 0;
        for (page, least) in pages.iter().zip(&mut least) {
            time(&mut least[0], || alone(page));
        }
        for (record, least) in records.iter().zip(&mut least) {
            let record = record.clone();
            let article = time(&mut least[1], || reader.article(record));
            let Ok(article) = article else { continue };
            read += 1;
            let document = Document { title: article.title.as_deref(), body: &article.text };
            time(&mut least[2], || extractor.extract(document, &mut scratch));
        }
    }
    let sum = |step: usize| least.iter().map(|l| l[step]).filter(|took| *took < Duration::MAX).sum::<Duration>();
    let least = [sum(0), sum(1), sum(2)];
    let rate = |took: Duration| pages.len() as f64 / took.as_secs_f64();
    println!("{} pages, {read} articles", pages.len());
    println!("| what | pages/s | of dom_smoothie alone |\n|---|---|---|");
    for (what, took) in [
        ("dom_smoothie alone (parse, body as text)", least[0]),
        ("pages to articles", least[1]),
        ("pages to articles to annotations", least[1] + least[2]),
    ] {
        println!("| {what} | {:.0} | {:.2} |", rate(took), rate(took) / rate(least[0]));
    }
}

/// `--every N`: one page in N.
fn every() -> usize {
    let mut arguments = std::env::args().skip_while(|argument| argument != "--every");
    arguments.nth(1).and_then(|n| n.parse().ok()).filter(|n| *n > 0).unwrap_or(1)
}

fn time<T>(least: &mut Duration, work: impl FnOnce() -> T) -> T {
    let started = Instant::now();
    let done = black_box(work());
    *least = started.elapsed().min(*least);
    done
}

/// What a program would do that uses the crate as its documentation shows.
fn alone(html: &str) -> usize {
    let config = Config { text_mode: TextMode::Formatted, ..Config::default() };
    let article = Readability::new(html, None, Some(config)).and_then(|mut readability| readability.parse());
    article.map_or(0, |article| article.text_content.len())
}

/// The pages of an archive: what stands after the two heads of each answer.
fn html_of(archive: &[u8]) -> Vec<String> {
    let find = |bytes: &[u8], mark: &[u8]| bytes.windows(mark.len()).position(|window| window == mark);
    let (mut pages, mut rest) = (Vec::new(), archive);
    while let Some(at) = find(rest, b"WARC-Type: response") {
        rest = &rest[at + 1..];
        let end = find(rest, b"\r\nWARC/1.").unwrap_or(rest.len());
        let (record, after) = rest.split_at(end);
        rest = after;
        let page = find(record, b"\r\n\r\n").and_then(|head| {
            let answer = &record[head + 4..];
            Some(&answer[find(answer, b"\r\n\r\n")? + 4..])
        });
        pages.extend(page.map(|page| String::from_utf8_lossy(page).into_owned()));
    }
    pages
}

/// Peak memory of a run over an archive of 1 GiB, made of the small one over and over under new addresses.
fn memory(archive: &Path) -> String {
    let dir = std::env::temp_dir().join(format!("copydesk-pages-{}", std::process::id()));
    fs::create_dir_all(&dir).expect("a folder");
    let large = dir.join("large.warc");
    let bytes = grow(archive, &large);
    let mut command = copydesk_tests::copydesk();
    command.arg("run").arg(&large).arg("--out").arg(dir.join("tables")).args(["--threads", "2", "--quiet"]);
    let Watched { took, peak_kib, status } = watch(&mut command);
    fs::remove_dir_all(&dir).expect("removed");
    assert!(status.success());
    format!("{} MiB of WARC: {:.0} s on two threads, peak {} MiB", bytes >> 20, took.as_secs_f64(), peak_kib >> 10)
}

/// Writes the records of an archive again and again, each time under another host.
fn grow(archive: &Path, large: &Path) -> u64 {
    let whole = unpacked(archive);
    let mut out = std::io::BufWriter::new(File::create(large).expect("created"));
    let mut bytes = 0;
    for time in 0.. {
        let host = format!("WARC-Target-URI: https://t{time}.").into_bytes();
        let mut rest = &whole[..];
        let mark = b"WARC-Target-URI: https://";
        while let Some(at) = rest.windows(mark.len()).position(|window| window == mark) {
            out.write_all(&rest[..at]).and_then(|()| out.write_all(&host)).expect("written");
            bytes += (at + host.len()) as u64;
            rest = &rest[at + mark.len()..];
        }
        out.write_all(rest).expect("written");
        bytes += rest.len() as u64;
        if bytes >= LARGE {
            break;
        }
    }
    out.flush().expect("written");
    bytes
}
