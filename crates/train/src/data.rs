//! Reads data files, and remembers which were read: their digests go into the model's header.

use anyhow::{Context, Result};
use serde_json::{Value, json};
use std::borrow::Cow;
use std::collections::BTreeMap;
use std::io::Read;
use std::path::{Path, PathBuf};
use xxhash_rust::xxh3::xxh3_64;

pub(crate) struct Data {
    shared: PathBuf,
    cache: Option<PathBuf>,
    digests: BTreeMap<String, u64>,
}

impl Data {
    pub(crate) fn new(shared: &Path, cache: Option<&Path>) -> Self {
        Self { shared: shared.to_owned(), cache: cache.map(Path::to_owned), digests: BTreeMap::new() }
    }

    /// Bytes that are costly to make, kept under a key that tells everything they depend on.
    pub(crate) fn cached(&self, key: &str, make: impl FnOnce() -> Vec<u8>) -> Result<Vec<u8>> {
        let Some(folder) = &self.cache else { return Ok(make()) };
        let all = format!("{key} {:?}", self.digests);
        let path = folder.join(format!("{:016x}", xxh3_64(all.as_bytes())));
        if let Ok(bytes) = std::fs::read(&path) {
            return Ok(bytes);
        }
        let bytes = make();
        std::fs::create_dir_all(folder)?;
        std::fs::write(&path, &bytes).with_context(|| format!("failed to write {}", path.display()))?;
        Ok(bytes)
    }

    /// The bytes of a file that the project itself keeps in `folder`.
    pub(crate) fn own(&mut self, folder: &Path, path: &str) -> Result<Vec<u8>> {
        let whole = folder.join(path);
        let bytes = std::fs::read(&whole).with_context(|| format!("failed to read {}", whole.display()))?;
        self.digests.insert(path.to_owned(), xxh3_64(&bytes));
        Ok(bytes)
    }

    /// The text of a file, unpacked if its name ends in `.gz`.
    #[expect(clippy::disallowed_methods, reason = "files of our own choice, not what comes in")]
    pub(crate) fn text(&mut self, path: &str) -> Result<String> {
        let whole = self.shared.join(path);
        let bytes = std::fs::read(&whole).with_context(|| format!("failed to read {}", whole.display()))?;
        self.digests.insert(path.to_owned(), xxh3_64(&bytes));
        let mut text = String::new();
        if path.ends_with(".gz") {
            flate2::read::MultiGzDecoder::new(&bytes[..]).read_to_string(&mut text)
        } else {
            (&bytes[..]).read_to_string(&mut text)
        }
        .with_context(|| format!("failed to read {} as text", whole.display()))?;
        Ok(text)
    }

    /// The files read so far, for the header.
    pub(crate) fn used(&self, licences: &BTreeMap<String, String>) -> Value {
        self.digests
            .iter()
            .map(|(path, digest)| {
                json!({ "path": path, "xxh3": format!("{digest:016x}"), "licence": licences.get(path).map_or("see its source", |l| l) })
            })
            .collect()
    }
}

/// The text of a line of raw text: the line, or what a line of JSON says under "text".
pub(crate) fn raw_text<'l>(path: &str, line: &'l str) -> Result<Cow<'l, str>> {
    if !path.contains(".jsonl") {
        return Ok(Cow::Borrowed(line));
    }
    let row: serde_json::Value = serde_json::from_str(line)?;
    Ok(Cow::Owned(row["text"].as_str().unwrap_or("").to_owned()))
}
