//! Corpora that tests make for themselves.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs::{self, File};
use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};

/// A folder of its own with a file `articles.jsonl`; gone with the value.
#[derive(Debug)]
pub struct Corpus {
    dir: tempfile::TempDir,
}

impl Corpus {
    /// So many articles, each different, each with a quote, names and figures.
    pub fn articles(n: usize) -> Self {
        let corpus = Self::empty();
        let mut out = corpus.create();
        for i in 0..n {
            writeln!(out, "{}", article(i)).expect("written");
        }
        out.flush().expect("written");
        corpus
    }

    /// So many articles in records of so many bytes, most of which no field of an article is read from: shards end after
    /// few articles, so that a run of many shards is over soon. Lies in memory where the system has a place for that:
    /// what is asked of it is what a process leaves behind, and waiting for a disk at every shard would be most of the time.
    pub fn padded(n: usize, bytes: usize) -> Self {
        let memory = Path::new("/dev/shm");
        let dir = if memory.is_dir() { tempfile::tempdir_in(memory) } else { tempfile::tempdir() };
        let corpus = Self { dir: dir.expect("a directory") };
        let mut out = corpus.create();
        for i in 0..n {
            let line = article(i);
            let padding = "x".repeat(bytes.saturating_sub(line.len()));
            writeln!(out, "{{\"padding\": \"{padding}\", {}", &line[1..]).expect("written");
        }
        out.flush().expect("written");
        corpus
    }

    /// One article over and over, until there are so many bytes.
    pub fn duplicates(bytes: usize) -> Self {
        let corpus = Self::empty();
        let mut out = corpus.create();
        let line = article(0);
        for _ in 0..bytes / line.len() {
            writeln!(out, "{line}").expect("written");
        }
        out.flush().expect("written");
        corpus
    }

    /// The folder.
    pub fn path(&self) -> &Path {
        self.dir.path()
    }

    /// Adds to `articles.jsonl`.
    pub fn append(&self, text: &str) {
        self.append_to("articles.jsonl", text);
    }

    /// Adds to a file of the folder, which is made if it is not there.
    pub fn append_to(&self, name: &str, text: &str) {
        let file = File::options().append(true).create(true).open(self.path().join(name));
        file.and_then(|mut file| file.write_all(text.as_bytes())).expect("written");
    }

    /// Puts a file into the folder.
    pub fn file(&self, name: &str, text: &str) {
        fs::write(self.path().join(name), text).expect("written");
    }

    fn empty() -> Self {
        let corpus = Self { dir: tempfile::tempdir().expect("a directory") };
        corpus.file("articles.jsonl", "");
        corpus
    }

    fn jsonl(&self) -> PathBuf {
        self.path().join("articles.jsonl")
    }

    fn create(&self) -> BufWriter<File> {
        BufWriter::new(File::create(self.jsonl()).expect("created"))
    }
}

/// A line of JSON: an article of about 1.2 KB with its number in names and figures.
fn article(i: usize) -> String {
    let mut text = String::new();
    for part in 0..4 {
        // Writing to a string cannot fail.
        let _ = write!(
            text,
            "“We counted {i} boats on day {part},” Harbour Master Ines Okafor{i} said on Monday. \
             At least {} people were hurt and 12 missing near Port Amsel, according to the Coast Guard of Nordmark. \
             “It cost us $1.{part} million,” said Okafor{i}, who added that the pier would stay closed.\n\n",
            i + part
        );
    }
    serde_json::json!({"id": i.to_string(), "title": format!("Storm {i} closes the pier"), "text": text.trim_end()})
        .to_string()
}

/// The bytes of every file of a run but its lock, by path inside it.
///
/// # Panics
/// If the directory cannot be read.
pub fn files(run: &Path) -> BTreeMap<String, Vec<u8>> {
    let mut found = tables(run);
    for state in [run.to_owned(), run.join(".copydesk")] {
        for file in fs::read_dir(state).expect("a run").map(|e| e.expect("an entry").path()).filter(|p| p.is_file()) {
            if file.file_name().is_some_and(|n| n != "lock") {
                found.insert(
                    file.strip_prefix(run).expect("inside").display().to_string(),
                    fs::read(&file).expect("read"),
                );
            }
        }
    }
    found
}

/// The bytes of every table of a run, by path inside it.
///
/// # Panics
/// If the directory cannot be read.
pub fn tables(run: &Path) -> BTreeMap<String, Vec<u8>> {
    let mut found = BTreeMap::new();
    for table in fs::read_dir(run).expect("a run").map(|e| e.expect("an entry").path()).filter(|p| p.is_dir()) {
        if table.file_name().is_some_and(|n| n == ".copydesk") {
            continue;
        }
        for part in fs::read_dir(&table).expect("a table").map(|e| e.expect("an entry").path()) {
            let name = part.strip_prefix(run).expect("inside").display().to_string();
            found.insert(name, fs::read(&part).expect("readable"));
        }
    }
    found
}
