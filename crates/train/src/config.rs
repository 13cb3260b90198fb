//! The configuration file.

use anyhow::{Context, Result};
use serde::Deserialize;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// All of `train.toml`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Config {
    /// The licence of each data file.
    pub(crate) licences: BTreeMap<String, String>,
    pub(crate) classes: Classes,
    pub(crate) tags: Tags,
    pub(crate) trees: Trees,
    pub(crate) quotes: Quotes,
    pub(crate) names: Names,
    /// Where the configuration lies.
    #[serde(skip)]
    pub(crate) folder: PathBuf,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Classes {
    pub(crate) raw: Vec<String>,
    pub(crate) fine: u16,
    pub(crate) coarse: u16,
    pub(crate) core_words: usize,
    pub(crate) least_count: u32,
    pub(crate) rounds: usize,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Tags {
    pub(crate) train: Vec<String>,
    pub(crate) held_out: String,
    pub(crate) rounds: usize,
    pub(crate) seed: u64,
    /// Most features that are kept.
    pub(crate) rows: usize,
}

/// Reported speech.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Quotes {
    /// Annotated articles.
    pub(crate) train: Vec<String>,
    pub(crate) rounds: usize,
    pub(crate) rate: f32,
    pub(crate) decay: f32,
    /// Share of the features hidden at each visit.
    pub(crate) hide: f32,
    /// Features seen less often are left out.
    pub(crate) least_count: u32,
    /// Every so-many-th article is left out, to measure on (0: none).
    pub(crate) hold_out: usize,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Names {
    pub(crate) sources: Vec<Source>,
    pub(crate) first: crate::names::Schedule,
    pub(crate) second: crate::names::Schedule,
    /// Most features that are kept.
    pub(crate) rows: usize,
    /// Weights beyond this are cut.
    pub(crate) clip: f32,
}

/// A file of articles with names.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Source {
    pub(crate) path: String,
    pub(crate) scheme: crate::names::Scheme,
    /// How much its mistakes count.
    pub(crate) weight: f32,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Trees {
    pub(crate) train: Vec<String>,
    pub(crate) held_out: String,
    pub(crate) rounds: usize,
    pub(crate) seed: u64,
    /// Words in a batch, about.
    pub(crate) batch: usize,
    /// The largest usual change of a weight in a step; it falls to nothing towards the end.
    pub(crate) rate: f32,
    /// Features seen less often are unknown.
    pub(crate) least_count: usize,
    /// Relations seen less often are never predicted.
    pub(crate) least_relation: usize,
    /// Raw text, whose word classes are guessed before trees are learned, and how many words of each file are read.
    pub(crate) raw: Vec<String>,
    pub(crate) raw_words: usize,
    pub(crate) raw_rounds: usize,
    /// Share of its words that are hidden, and guessed.
    pub(crate) raw_hide: f32,
    /// Trees of the same raw text that a teacher made, relative to the configuration.
    pub(crate) silver: Option<String>,
    /// They are learned together with the annotated ones, before these alone.
    pub(crate) silver_rounds: usize,
    /// How often each annotated sentence comes in such a round.
    pub(crate) silver_gold: usize,
    /// Words in a batch, about.
    pub(crate) silver_batch: usize,
    /// Of the shares hidden in training (below), how much.
    pub(crate) silver_drop: f32,
    /// The rate of the rounds over annotated trees alone.
    pub(crate) gold_rate: f32,
    /// Features seen so often in raw text are known too.
    pub(crate) least_raw_count: usize,
    /// The sizes of the network: numbers a word; layers; numbers compared for an arc and for a relation.
    pub(crate) width: usize,
    pub(crate) layers: usize,
    pub(crate) arc: usize,
    pub(crate) label: usize,
    /// Shares of what is hidden in training: words, their other features, numbers of the inputs, of what each layer
    /// adds, and of what words show to one another.
    pub(crate) drop_words: f32,
    pub(crate) drop_features: f32,
    pub(crate) drop_inputs: f32,
    pub(crate) drop_layers: f32,
    pub(crate) drop_shown: f32,
    /// The words are tagged by taggers that have seen the other folds.
    pub(crate) folds: usize,
    pub(crate) fold_rounds: usize,
}

impl Config {
    pub(crate) fn read(path: &Path) -> Result<Self> {
        let text = std::fs::read_to_string(path).with_context(|| format!("failed to read {}", path.display()))?;
        let mut config: Self =
            toml::from_str(&text).with_context(|| format!("failed to understand {}", path.display()))?;
        path.parent().unwrap_or(Path::new("")).clone_into(&mut config.folder);
        Ok(config)
    }
}
