//! The whole command, from compressed JSONL to committed tables without aggregates, on one thread, as the corpus grows:
//! `cargo bench -p copydesk-benches --bench corpus`. Prints what `benches/RESULTS.md` keeps.

use copydesk_benches::{Watched, articles, watch, words};
use flate2::{Compression, write::GzEncoder};
use std::fs::{self, File};
use std::io::{BufWriter, Write};
use std::path::Path;
use std::process::Stdio;
use std::time::Duration;

/// Articles in the smallest corpus; the larger ones repeat them under new ids.
const ARTICLES: usize = 1000;

#[expect(clippy::print_stdout, reason = "a benchmark's output")]
fn main() {
    let texts = articles(ARTICLES);
    let bytes: usize = texts.iter().map(String::len).sum();
    let words = words(&texts);
    let dir = std::env::temp_dir().join(format!("copydesk-bench-{}", std::process::id()));
    fs::create_dir_all(&dir).expect("a directory");
    println!(
        "| corpus | articles | words/s | MB/s of text | articles/s | ms an article | peak MiB |\n|---|---|---|---|---|---|---|"
    );
    for times in [1, 4, 16] {
        let corpus = dir.join(format!("{times}.jsonl.gz"));
        write(&corpus, &texts, times);
        let (took, peak) = run(&dir, &corpus);
        let seconds = took.as_secs_f64();
        let n = (texts.len() * times) as f64;
        println!(
            "| {times}× | {n} | {:.0} | {:.2} | {:.0} | {:.3} | {} |",
            (words * times as u64) as f64 / seconds,
            (bytes * times) as f64 / 1e6 / seconds,
            n / seconds,
            1000.0 * seconds / n,
            peak >> 10
        );
    }
    fs::remove_dir_all(&dir).expect("removed");
}

fn write(path: &Path, texts: &[String], times: usize) {
    let file = BufWriter::new(File::create(path).expect("created"));
    let mut out = GzEncoder::new(file, Compression::default());
    for time in 0..times {
        for (i, text) in texts.iter().enumerate() {
            let line = serde_json::json!({"id": format!("{time}-{i}"), "text": text});
            writeln!(out, "{line}").expect("written");
        }
    }
    out.finish().and_then(|mut file| file.flush()).expect("written");
}

/// How long a run took, and its peak memory in KiB (0 where the system does not tell).
fn run(dir: &Path, corpus: &Path) -> (Duration, u64) {
    let mut command = copydesk_tests::copydesk();
    command.arg("run").arg(corpus).arg("--out").arg(dir.join("tables"));
    command.args(["--threads", "1", "--no-aggregates", "--overwrite", "--quiet"]).stdout(Stdio::null());
    let Watched { took, peak_kib, status } = watch(&mut command);
    assert!(status.success());
    (took, peak_kib)
}
