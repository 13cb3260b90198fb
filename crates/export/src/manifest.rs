//! What a run says of itself: who it is, what it read, what it wrote.
//!
//! No clock and no machine stands in it, so that two runs over the same input can be compared.

use crate::error::Difference;
use crate::part::Format;
use crate::schema::SCHEMA_VERSION;
use crate::share::Share;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use xxhash_rust::xxh3::xxh3_64;

/// What makes two runs the same run: a directory is resumed only by the run that began it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RunIdentity {
    /// Version of the output contract.
    pub schema_version: u32,
    /// Version of the program.
    pub tool_version: String,
    /// What parts are written as.
    pub format: Format,
    /// Every setting that can change a row.
    pub config: BTreeMap<String, String>,
    /// The inputs, in the order in which they are read.
    pub inputs: Vec<InputFile>,
    /// Which share of the run this is, where several processes do it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub share: Option<Share>,
}

/// An input as it was when the run began.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct InputFile {
    /// As the user named or globbed it.
    pub name: String,
    /// Size in bytes; `None` for standard input.
    pub bytes: Option<u64>,
    /// Digest of what tells a changed file without reading all of it: its size, its first and last bytes and
    /// when it was last written.
    pub fingerprint: String,
}

impl RunIdentity {
    /// Of this version of the contract.
    pub fn new(tool_version: &str, format: Format, config: BTreeMap<String, String>, inputs: Vec<InputFile>) -> Self {
        let tool_version = tool_version.to_owned();
        Self { schema_version: SCHEMA_VERSION, tool_version, format, config, inputs, share: None }
    }

    /// The run of which this is a share.
    #[must_use]
    pub fn whole(&self) -> Self {
        Self { share: None, ..self.clone() }
    }

    /// A short name of the run: equal for equal identities.
    pub fn run_id(&self) -> String {
        let bytes = serde_json::to_vec(self).unwrap_or_default();
        format!("{:016x}", xxh3_64(&bytes))
    }

    /// In what `asked` differs from this.
    pub fn differences(&self, asked: &Self) -> Vec<Difference> {
        let mut found = Vec::new();
        let mut compare = |what: &str, there: String, asked: String| {
            if there != asked {
                found.push(Difference { what: what.to_owned(), there, asked });
            }
        };
        compare("the schema version", self.schema_version.to_string(), asked.schema_version.to_string());
        compare("the program's version", self.tool_version.clone(), asked.tool_version.clone());
        compare("--format", self.format.extension().to_owned(), asked.format.extension().to_owned());
        let missing = || "not set".to_owned();
        let share = |run: &Self| run.share.map_or_else(missing, |s| s.to_string());
        compare("--shard", share(self), share(asked));
        let keys: std::collections::BTreeSet<&String> = self.config.keys().chain(asked.config.keys()).collect();
        for key in keys {
            let value = |run: &Self| run.config.get(key).cloned().unwrap_or_else(missing);
            compare(&format!("--{key}"), value(self), value(asked));
        }
        compare("the number of inputs", self.inputs.len().to_string(), asked.inputs.len().to_string());
        for (n, (there, here)) in self.inputs.iter().zip(&asked.inputs).enumerate() {
            compare(&format!("input {n}"), there.name.clone(), here.name.clone());
            if there.name == here.name {
                compare(&there.name, there.state(), here.state());
            }
        }
        found
    }
}

impl InputFile {
    fn state(&self) -> String {
        match self.bytes {
            Some(n) => format!("a file of {n} bytes with fingerprint {}", self.fingerprint),
            None => "standard input".to_owned(),
        }
    }
}

/// How far the inputs were read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Default, Serialize, Deserialize)]
pub struct Position {
    /// Position of the input in [`RunIdentity::inputs`].
    pub input: usize,
    /// Records of it that are done.
    pub record: u64,
}

/// A finished shard. Its presence is what makes the shard's parts count.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Receipt {
    /// Number of the shard, from 0.
    pub shard: u32,
    /// Where the next shard begins.
    pub end: Position,
    /// What became of its records.
    pub counts: Counts,
    /// Its parts.
    pub files: Vec<OutputFile>,
}

/// One file of the output.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OutputFile {
    /// Relative to the run directory.
    pub path: String,
    /// Rows in it.
    pub rows: u64,
    /// Size.
    pub bytes: u64,
    /// xxh3-128 of its bytes, in hex.
    pub digest: String,
}

/// What became of records: `records = articles + rejects`.
#[derive(Clone, Debug, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Counts {
    /// Records read.
    pub records: u64,
    /// Bytes of the raw records.
    pub record_bytes: u64,
    /// Records that became articles.
    pub articles: u64,
    /// Bytes of the articles' bodies.
    pub text_bytes: u64,
    /// Words of the articles' bodies.
    pub words: u64,
    /// Records that did not, by reason.
    pub rejects: BTreeMap<String, u64>,
    /// Rows by table.
    pub rows: BTreeMap<String, u64>,
}

impl Counts {
    /// Adds another run's or shard's counts.
    pub fn add(&mut self, other: &Self) {
        self.records += other.records;
        self.record_bytes += other.record_bytes;
        self.articles += other.articles;
        self.text_bytes += other.text_bytes;
        self.words += other.words;
        for (mine, theirs) in [(&mut self.rejects, &other.rejects), (&mut self.rows, &other.rows)] {
            for (key, n) in theirs {
                *mine.entry(key.clone()).or_default() += n;
            }
        }
    }

    /// What came after `before`, an earlier state of the same run.
    #[must_use]
    pub fn since(&self, before: &Self) -> Self {
        let rest = |mine: &BTreeMap<String, u64>, theirs: &BTreeMap<String, u64>| {
            mine.iter().map(|(k, n)| (k.clone(), n - theirs.get(k).copied().unwrap_or(0).min(*n))).collect()
        };
        Self {
            records: self.records.saturating_sub(before.records),
            record_bytes: self.record_bytes.saturating_sub(before.record_bytes),
            articles: self.articles.saturating_sub(before.articles),
            text_bytes: self.text_bytes.saturating_sub(before.text_bytes),
            words: self.words.saturating_sub(before.words),
            rejects: rest(&self.rejects, &before.rejects),
            rows: rest(&self.rows, &before.rows),
        }
    }

    /// Records that became no article.
    pub fn rejected(&self) -> u64 {
        self.rejects.values().sum()
    }
}

/// The commit point of a run, `manifest.json`: readers need only what it lists.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Manifest {
    /// [`RunIdentity::run_id`].
    pub run_id: String,
    /// Who the run is.
    #[serde(flatten)]
    pub identity: RunIdentity,
    /// What became of all records.
    pub counts: Counts,
    /// The shards in order.
    pub shards: Vec<Receipt>,
    /// The tables made of the whole corpus; empty where none were asked for.
    #[serde(default)]
    pub aggregates: Vec<OutputFile>,
}

impl Manifest {
    pub(crate) fn new(identity: RunIdentity, shards: Vec<Receipt>, aggregates: Vec<OutputFile>) -> Self {
        let mut counts = Counts::default();
        for shard in &shards {
            counts.add(&shard.counts);
        }
        Self { run_id: identity.run_id(), identity, counts, shards, aggregates }
    }

    /// Every file that the run wrote.
    pub fn files(&self) -> impl Iterator<Item = &OutputFile> {
        self.shards.iter().flat_map(|s| &s.files).chain(&self.aggregates)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn identity(setting: &str, bytes: u64) -> RunIdentity {
        let input = InputFile { name: "a.jsonl".into(), bytes: Some(bytes), fingerprint: format!("{bytes:x}") };
        RunIdentity::new("1.0.0", Format::Parquet, BTreeMap::from([("map".into(), setting.into())]), vec![input])
    }

    #[test]
    fn the_same_run_has_no_differences() {
        assert_eq!(identity("", 1).differences(&identity("", 1)), vec![]);
        assert_eq!(identity("", 1).run_id(), identity("", 1).run_id());
    }

    #[test]
    fn differences_are_said_in_words() {
        let found = identity("", 1).differences(&identity("text=body", 20));
        let said: Vec<String> = found.iter().map(Difference::to_string).collect();
        assert_eq!(
            said,
            [
                "--map is  there and text=body here",
                "a.jsonl is a file of 1 bytes with fingerprint 1 there and a file of 20 bytes with fingerprint 14 here"
            ]
        );
    }
}
