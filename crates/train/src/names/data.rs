//! Annotated articles as the trainer of names sees them.

use anyhow::{Context, Result};
use copydesk_extract::entities::label::{KINDS, LABELS, label_at, parts};
use copydesk_extract::text::{self, Text};
use serde_json::Value;

/// Which labels a token may have: all bits set where the annotation says nothing.
pub(crate) type Allowed = u32;

/// One article with its names.
#[derive(Debug)]
pub(crate) struct Article {
    pub(crate) source: String,
    pub(crate) text: Text,
    /// One a token.
    pub(crate) allowed: Vec<Allowed>,
    /// First token, one past the last, kind; only names that fall on token bounds.
    pub(crate) names: Vec<(usize, usize, usize)>,
    /// How many names the annotation holds, those between token bounds too.
    pub(crate) gold: usize,
    /// How much its mistakes count in training.
    pub(crate) weight: f32,
    /// Which file it comes from.
    pub(crate) set: usize,
}

/// How a file's annotation maps to ours.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Scheme {
    /// Our own guideline.
    Ours,
    /// PER, ORG, LOC, and MISC for all other names.
    FourTypes,
    /// PER, ORG, LOC; other names are not marked.
    ThreeTypes,
    /// The finer types of texts on politics.
    Politics,
}

const PERSON: u32 = 1;
const ORGANIZATION: u32 = 1 << 1;
const PLACE: u32 = 1 << 2;
const GROUP: u32 = 1 << 3;
const EVENT: u32 = 1 << 4;
const MISC: u32 = 1 << 5;

impl Scheme {
    /// Whether it is our own guideline.
    pub(crate) fn is_ours(self) -> bool {
        self == Self::Ours
    }

    /// The kinds that one of its types may stand for.
    fn kinds(self, name: &str) -> u32 {
        match (self, name) {
            (_, "PER" | "person" | "politician") => PERSON,
            (_, "ORG" | "organisation" | "politicalparty") => ORGANIZATION,
            (_, "LOC" | "location" | "country") => PLACE,
            (Self::Ours, "NORP") => GROUP,
            (Self::Ours, "EVENT") | (Self::Politics, "event" | "election") => EVENT,
            (Self::Ours, "MISC") => MISC,
            (Self::FourTypes, "MISC") => GROUP | EVENT | MISC,
            (Self::Politics, "misc") => GROUP | MISC | EVENT,
            _ => 0,
        }
    }

    /// Labels of tokens outside all marked names.
    fn unmarked(self) -> Allowed {
        match self {
            Self::Ours | Self::FourTypes | Self::Politics => 1,
            Self::ThreeTypes => {
                (0..LABELS).filter(|l| parts(*l).is_none_or(|(_, k)| k >= 3)).fold(0, |a, l| a | 1 << l)
            }
        }
    }
}

/// Reads the articles of a file.
pub(crate) fn read(file: &str, scheme: Scheme, weight: f32, set: usize) -> Result<Vec<Article>> {
    file.lines().filter(|l| !l.trim().is_empty()).map(|l| article(l, scheme, weight, set)).collect()
}

fn article(line: &str, scheme: Scheme, weight: f32, set: usize) -> Result<Article> {
    let row: Value = serde_json::from_str(line)?;
    let source = row["text"].as_str().context("no text")?.to_owned();
    let bytes: Vec<u32> = source.char_indices().map(|(i, _)| i as u32).chain([source.len() as u32]).collect();
    let mut text = Text::default();
    text::read(&source, &mut text);
    let mut allowed = vec![scheme.unmarked(); text.tokens.len()];
    let mut names = Vec::new();
    let mut gold = 0;
    for e in row["entities"].as_array().context("no entities")? {
        let at = |key: &str| e[key].as_u64().and_then(|n| bytes.get(n as usize)).copied();
        let (Some(start), Some(end)) = (at("start"), at("end")) else { continue };
        let kinds = scheme.kinds(e["type"].as_str().unwrap_or(""));
        gold += usize::from(kinds.is_power_of_two());
        let from = text.tokens.partition_point(|t| t.span.end <= start);
        let to = text.tokens.partition_point(|t| t.span.start < end);
        if from >= to {
            continue;
        }
        let exact = text.tokens[from].span.start == start && text.tokens[to - 1].span.end == end;
        for (at, labels) in allowed.iter_mut().enumerate().take(to).skip(from) {
            *labels = if kinds == 0 || !exact {
                u32::MAX
            } else {
                (0..KINDS.len())
                    .filter(|k| kinds & (1 << k) != 0)
                    .fold(0, |set, k| set | 1 << label_at(k, at - from, to - from))
            };
        }
        if exact && kinds.is_power_of_two() {
            names.push((from, to, kinds.trailing_zeros() as usize));
        }
    }
    Ok(Article { source, text, allowed, names, gold, weight, set })
}
