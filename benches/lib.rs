//! What the benchmarks read: real articles where they are at hand, ours elsewhere.

use flate2::read::MultiGzDecoder;
use serde_json::Value;
use std::fs::{self, File};
use std::io::{BufRead, BufReader, Read};
use std::path::{Path, PathBuf};

/// The root of the workspace.
pub fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap_or(Path::new("."))
}

/// A file of the shared corpora beside the project (or where `COPYDESK_SHARED` says), if it is there.
pub fn shared(file: &str) -> Option<PathBuf> {
    let shared = std::env::var_os("COPYDESK_SHARED").map_or_else(|| root().join("../shared"), PathBuf::from);
    Some(shared.join(file)).filter(|path| path.exists())
}

/// Texts of articles: the first `n` of the press releases of the shared corpora, else the project's own.
///
/// # Panics
/// If a file that is there cannot be read.
pub fn articles(n: usize) -> Vec<String> {
    let lines: Box<dyn Read> = match shared("corpora/senate_20k.jsonl.gz") {
        Some(path) => Box::new(MultiGzDecoder::new(File::open(path).expect("readable"))),
        None => return own(n),
    };
    BufReader::new(lines).lines().take(n).map(|line| text(&line.expect("UTF-8"))).collect()
}

fn own(n: usize) -> Vec<String> {
    let folder = root().join("datasets/articles");
    let mut paths: Vec<PathBuf> =
        fs::read_dir(folder).expect("the project's articles").flatten().map(|e| e.path()).collect();
    paths.retain(|p| p.extension().is_some_and(|e| e == "txt"));
    paths.sort();
    let texts: Vec<String> = paths.iter().map(|p| fs::read_to_string(p).expect("readable")).collect();
    texts.into_iter().cycle().take(n).collect()
}

fn text(line: &str) -> String {
    let row: Value = serde_json::from_str(line).unwrap_or_default();
    row["text"].as_str().unwrap_or_default().to_owned()
}

/// Words as people count them: runs without white space.
pub fn words(texts: &[String]) -> u64 {
    texts.iter().map(|t| t.split_whitespace().count() as u64).sum()
}
