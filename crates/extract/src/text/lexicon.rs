//! The word lists of this room, parsed once from `lexicon/*.tsv`.

use rustc_hash::{FxHashMap, FxHashSet};
use std::sync::LazyLock;

/// How an abbreviation behaves before a sentence's end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Abbreviation {
    /// Something always follows: "Mr.", "Gen.", "vs."
    Title,
    /// Ends a sentence only if the next word is a common opener: "Jan.", "Calif."
    Month,
    /// Keeps its stop only before a digit: "No. 5"
    Number,
    /// Ends a sentence whenever a capital follows: "Inc.", "etc."
    End,
}

#[derive(Debug)]
pub(super) struct Lexicon {
    abbreviations: FxHashMap<&'static str, Abbreviation>,
    pub(super) openers: FxHashSet<&'static str>,
    pub(super) inquits: FxHashSet<&'static str>,
    pub(super) prefixes: FxHashSet<&'static str>,
    pub(super) units: FxHashSet<&'static str>,
    pub(super) web_endings: FxHashSet<&'static str>,
}

pub(super) static LEXICON: LazyLock<Lexicon> = LazyLock::new(|| Lexicon {
    abbreviations: lines(include_str!("../../lexicon/abbreviations.tsv"))
        .filter_map(|l| {
            let (word, class) = l.split_once('\t')?;
            let class = match class {
                "title" => Abbreviation::Title,
                "month" => Abbreviation::Month,
                "number" => Abbreviation::Number,
                _ => Abbreviation::End,
            };
            Some((word, class))
        })
        .collect(),
    openers: lines(include_str!("../../lexicon/openers.tsv")).collect(),
    inquits: lines(include_str!("../../lexicon/inquits.tsv")).collect(),
    prefixes: lines(include_str!("../../lexicon/prefixes.tsv")).collect(),
    units: lines(include_str!("../../lexicon/attached_units.tsv")).collect(),
    web_endings: lines(include_str!("../../lexicon/web_endings.tsv")).collect(),
});

fn lines(file: &'static str) -> impl Iterator<Item = &'static str> {
    file.lines().filter(|l| !l.is_empty() && !l.starts_with('#'))
}

impl Lexicon {
    /// The class of an abbreviation, given without its last stop: "Gen", also "GEN".
    pub(super) fn abbreviation(&self, word: &str) -> Option<Abbreviation> {
        if let Some(class) = self.abbreviations.get(word) {
            return Some(*class);
        }
        // "SEN. BURNS COMMENTS": headlines shout their titles too.
        let shouted = (2..=5).contains(&word.len()) && word.bytes().all(|b| b.is_ascii_uppercase());
        if !shouted {
            return None;
        }
        let mut title = word.to_ascii_lowercase();
        title[..1].make_ascii_uppercase();
        self.abbreviations.get(title.as_str()).copied().filter(|c| *c == Abbreviation::Title)
    }
}
