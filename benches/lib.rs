//! What the benchmarks read: real articles where they are at hand, ours elsewhere.

use flate2::read::MultiGzDecoder;
use serde_json::Value;
use std::fs::{self, File};
use std::io::{BufRead, BufReader, Read};
use std::path::{Path, PathBuf};
use std::process::{Command, ExitStatus};
use std::time::{Duration, Instant};

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
        Some(path) => unpacking(&path),
        None => return own(n),
    };
    BufReader::new(lines).lines().take(n).map(|line| text(&line.expect("UTF-8"))).collect()
}

/// The whole content of a gzip file of our own choice.
///
/// # Panics
/// If it cannot be read.
pub fn unpacked(path: &Path) -> Vec<u8> {
    let mut bytes = Vec::new();
    unpacking(path).read_to_end(&mut bytes).expect("gzip");
    bytes
}

#[expect(clippy::disallowed_methods, reason = "a file of our own choice")]
fn unpacking(path: &Path) -> Box<dyn Read> {
    Box::new(MultiGzDecoder::new(File::open(path).expect("readable")))
}

/// What was seen of a command from its start to its end.
#[derive(Debug)]
pub struct Watched {
    /// How long it took.
    pub took: Duration,
    /// Its peak memory in KiB; 0 where the system does not tell.
    pub peak_kib: u64,
    /// How it ended.
    pub status: ExitStatus,
}

/// Runs a command and watches it.
///
/// # Panics
/// If it cannot be started.
pub fn watch(command: &mut Command) -> Watched {
    let started = Instant::now();
    let mut child = command.spawn().expect("started");
    let about = format!("/proc/{}/status", child.id());
    let mut peak_kib = 0;
    while child.try_wait().expect("asked").is_none() {
        let text = fs::read_to_string(&about).unwrap_or_default();
        let line = text.lines().find_map(|l| l.strip_prefix("VmHWM:"));
        peak_kib = line.and_then(|l| l.trim().trim_end_matches(" kB").parse().ok()).unwrap_or(peak_kib);
        std::thread::sleep(Duration::from_millis(2));
    }
    Watched { took: started.elapsed(), peak_kib, status: child.wait().expect("ended") }
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
