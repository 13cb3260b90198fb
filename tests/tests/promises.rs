//! The promises of a run, tried from outside: same bytes whatever the threads, what is done stays done, refusal
//! of what does not fit, bounded memory, nothing lost. (Kills: kills.rs; other faults: faults.rs.)

use copydesk_tests::{Corpus, copydesk, peak, tables};
use std::fs;
use std::process::Command;
use std::time::{Duration, Instant};

/// A run of a corpus in small shards, so that there are several.
fn run(corpus: &Corpus, out: &str, more: &[&str]) -> Command {
    let mut command = copydesk();
    command
        .current_dir(corpus.path())
        .args(["run", "articles.jsonl", "--out", out, "--shard-mib", "1", "--quiet"])
        .args(more);
    command
}

fn succeed(mut command: Command) {
    let output = command.output().expect("started");
    assert!(output.status.success(), "{command:?}: {}", String::from_utf8_lossy(&output.stderr));
}

#[test]
fn threads_change_no_byte() {
    let corpus = Corpus::articles(3000);
    for threads in ["1", "2", "8"] {
        succeed(run(&corpus, threads, &["--threads", threads]));
    }
    let one = tables(&corpus.path().join("1"));
    assert!(one.keys().any(|name| name.contains("part-00002")), "the corpus is too small to try several shards");
    for threads in ["2", "8"] {
        assert!(tables(&corpus.path().join(threads)) == one, "{threads} threads gave other bytes than one");
    }
}

#[test]
fn shards_that_are_done_are_not_done_again() {
    let corpus = Corpus::articles(3000);
    let mut child = run(&corpus, "out", &[]).spawn().expect("started");
    let first = corpus.path().join("out/.copydesk/shard-00000.json");
    let patience = Instant::now();
    while !first.exists() && child.try_wait().expect("asked").is_none() {
        assert!(patience.elapsed() < Duration::from_secs(120), "no shard was finished");
        std::thread::sleep(Duration::from_millis(2));
    }
    child.kill().expect("killed");
    child.wait().expect("ended");
    let part = corpus.path().join("out/articles/part-00000.parquet");
    let written = fs::metadata(&part).and_then(|m| m.modified()).expect("a finished part");
    succeed(run(&corpus, "out", &[]));
    assert_eq!(
        fs::metadata(&part).and_then(|m| m.modified()).expect("there"),
        written,
        "a finished part was written again"
    );
}

#[test]
fn a_changed_input_is_refused() {
    let corpus = Corpus::articles(20);
    succeed(run(&corpus, "out", &[]));
    corpus.append("{\"id\": \"late\", \"text\": \"One more article came in.\"}\n");
    let output = run(&corpus, "out", &[]).output().expect("started");
    assert_eq!(output.status.code(), Some(5));
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(said.contains("articles.jsonl is a file of"), "{said}");
    succeed(run(&corpus, "out", &["--overwrite"]));
}

#[test]
fn another_setting_is_refused() {
    let corpus = Corpus::articles(20);
    succeed(run(&corpus, "out", &[]));
    let output = run(&corpus, "out", &["--limit", "3"]).output().expect("started");
    assert_eq!(output.status.code(), Some(5));
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(said.contains("--limit is none there and 3 here"), "{said}");
}

#[test]
fn a_second_run_at_once_is_refused() {
    let corpus = Corpus::articles(3000);
    let mut first = run(&corpus, "out", &[]).spawn().expect("started");
    let lock = corpus.path().join("out/.copydesk/run.json");
    let patience = Instant::now();
    while !lock.exists() && patience.elapsed() < Duration::from_secs(60) {
        std::thread::sleep(Duration::from_millis(1));
    }
    let second = run(&corpus, "out", &[]).output().expect("started");
    assert_eq!(second.status.code(), Some(5), "{}", String::from_utf8_lossy(&second.stderr));
    first.kill().expect("killed");
    first.wait().expect("ended");
}

#[test]
fn records_are_articles_or_rejects() {
    let corpus = Corpus::articles(5);
    corpus.append("{\"id\": \"0\", \"text\": \"The same id came a second time.\"}\n");
    corpus.append("{\"id\": \"x\", \"text\": \n");
    corpus.append("{\"id\": \"y\", \"text\": \"\"}\n");
    corpus.append("{\"id\": \"z\"}\n");
    succeed(run(&corpus, "out", &[]));
    let manifest = fs::read(corpus.path().join("out/manifest.json")).expect("a manifest");
    let manifest: serde_json::Value = serde_json::from_slice(&manifest).expect("JSON");
    let counts = &manifest["counts"];
    assert_eq!(counts["records"], 9);
    assert_eq!(counts["articles"], 5);
    assert_eq!(counts["rejects"], serde_json::json!({"bad_json": 1, "duplicate_id": 1, "no_text": 2}));
}

/// Every record but the first few is a duplicate: it is read, parsed and written as a reject, so that the
/// frame is tried with much input in little time.
#[cfg(target_os = "linux")]
#[test]
fn memory_does_not_grow_with_the_corpus() {
    const CORPUS_MIB: usize = 400;
    const BOUND_MIB: u64 = 320;
    let corpus = Corpus::duplicates(CORPUS_MIB << 20);
    let peak = peak(&mut run(&corpus, "out", &["--threads", "2"]));
    assert!(peak < BOUND_MIB << 10, "{peak} KiB for a corpus of {CORPUS_MIB} MiB");
}
