//! The form of a name: its words, and whether a short form can stand for a longer one.

use super::lexicon::lower_hash;
use crate::Span;

/// A name cut into words, ready to be compared.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Form {
    /// Lower-cased hashes of its words; leading "the", a trailing 's and "Jr." are left out.
    pub(super) words: Vec<u64>,
    /// First letter of each word, in upper case.
    initials: Vec<char>,
    /// Which words are a single letter.
    single: Vec<bool>,
}

/// How a short form of a person's name relates to the full one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Fit {
    /// "Olena" for "Olena Davydiuk"
    Given,
    /// Some other part: "Fernando" for "Luis Fernando Ortega"
    Part,
    /// "Davydiuk"
    Family,
    /// "O. Davydiuk", "da Silva", the same words
    Full,
}

const NICKNAMES: &str = include_str!("../../lexicon/nicknames.tsv");

impl Form {
    /// Cuts `name` at spaces and hyphens.
    pub(super) fn of(name: &str) -> Self {
        let mut form = Self::default();
        for word in name.split(|c: char| c.is_whitespace() || matches!(c, '-' | '\u{2010}' | '\u{2011}' | '/' | ',')) {
            let bare = word.trim_matches(|c: char| !c.is_alphanumeric());
            let bare = bare.strip_suffix("'s").or_else(|| bare.strip_suffix("’s")).unwrap_or(bare);
            let Some(first) = bare.chars().next() else { continue };
            let skipped = matches!(bare, "Jr" | "Sr" | "II" | "III" | "JR" | "SR") && !form.words.is_empty();
            if skipped || (form.words.is_empty() && bare.eq_ignore_ascii_case("the")) {
                continue;
            }
            form.words.push(lower_hash(bare));
            form.initials.push(first.to_uppercase().next().unwrap_or(first));
            form.single.push(bare.chars().nth(1).is_none());
        }
        form
    }

    pub(super) fn len(&self) -> usize {
        self.words.len()
    }

    /// How this name can stand for the person whose full name is `full`.
    pub(super) fn person_fit(&self, full: &Self, nicknames: &Nicknames) -> Option<Fit> {
        let (n, m) = (self.len(), full.len());
        if n == 0 || n > m {
            return None;
        }
        if self.words == full.words {
            return Some(Fit::Full);
        }
        if n == 1 {
            if m == 1 {
                return None;
            }
            let word = self.words[0];
            return if full.words[m - 1] == word {
                Some(Fit::Family)
            } else if full.words[0] == word || nicknames.same(full.words[0], word) {
                Some(Fit::Given)
            } else {
                full.words.contains(&word).then_some(Fit::Part)
            };
        }
        if full.words.windows(n).any(|w| w == self.words) {
            return Some(Fit::Full);
        }
        // Same family name, and given names that do not contradict each other.
        let same_given = self.words[0] == full.words[0]
            || ((self.single[0] || full.single[0]) && self.initials[0] == full.initials[0])
            || nicknames.same(self.words[0], full.words[0]);
        let middle_fits = self.words[1..n - 1].iter().zip(&self.single[1..n - 1]).zip(&self.initials[1..n - 1]).all(
            |((word, single), initial)| {
                full.words[1..m - 1].contains(word)
                    || full.initials[1..m - 1]
                        .iter()
                        .zip(&full.single[1..m - 1])
                        .any(|(i, s)| i == initial && (*single || *s))
            },
        );
        (self.words[n - 1] == full.words[m - 1] && same_given && middle_fits).then_some(Fit::Full)
    }

    /// The letters an acronym of the name would have.
    pub(super) fn initials(&self) -> &[char] {
        &self.initials
    }
}

/// Given names that are used for each other ("Bill" and "William").
#[derive(Debug)]
pub(super) struct Nicknames {
    groups: rustc_hash::FxHashMap<u64, Vec<u16>>,
}

impl Default for Nicknames {
    fn default() -> Self {
        let mut groups: rustc_hash::FxHashMap<u64, Vec<u16>> = rustc_hash::FxHashMap::default();
        for (group, line) in NICKNAMES.lines().filter(|l| !l.starts_with('#')).enumerate() {
            for name in line.split('\t') {
                groups.entry(lower_hash(name)).or_default().push(group as u16);
            }
        }
        Self { groups }
    }
}

impl Nicknames {
    fn same(&self, a: u64, b: u64) -> bool {
        match (self.groups.get(&a), self.groups.get(&b)) {
            (Some(a), Some(b)) => a.iter().any(|g| b.contains(g)),
            _ => false,
        }
    }
}

/// A span without the "the" before and the 's behind the name proper.
pub(super) fn trim(source: &str, mut span: Span) -> Span {
    for article in ["the ", "The ", "THE "] {
        if span.of(source).len() > article.len() && span.of(source).starts_with(article) {
            span.start += article.len() as u32;
        }
    }
    for genitive in ["'s", "’s"] {
        if span.of(source).len() > genitive.len() && span.of(source).ends_with(genitive) {
            span.end -= genitive.len() as u32;
        }
    }
    span
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fit(short: &str, full: &str) -> Option<Fit> {
        Form::of(short).person_fit(&Form::of(full), &Nicknames::default())
    }

    #[test]
    fn short_forms_fit_full_names() {
        assert_eq!(fit("Davydiuk", "Olena Davydiuk"), Some(Fit::Family));
        assert_eq!(fit("Olena", "Olena Davydiuk"), Some(Fit::Given));
        assert_eq!(fit("LAVROV", "Sergei Lavrov"), Some(Fit::Family));
        assert_eq!(fit("J. Smith", "John Smith"), Some(Fit::Full));
        assert_eq!(fit("John Smith", "John F. Smith Jr."), Some(Fit::Full));
        assert_eq!(fit("Joe Biden", "Joseph R. Biden"), Some(Fit::Full));
        assert_eq!(fit("da Silva", "Luiz Inácio Lula da Silva"), Some(Fit::Full));
        assert_eq!(fit("Jane Smith", "John Smith"), None);
        assert_eq!(fit("Konaté", "Seydou Balogun"), None);
        assert_eq!(fit("Kehinde Balogun", "Wasiu Balogun"), None);
    }
}
