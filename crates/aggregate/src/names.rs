//! Names compared: which forms are one name, and what a short form may stand for.

use crate::words::{self, mix};
use xxhash_rust::xxh3::{xxh3_64, xxh3_64_with_seed};

/// A name of some type, made comparable.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Name {
    /// "joseph biden", "world bank": what two forms of one name have in common.
    words: Vec<String>,
    /// Whether it is a short form, which needs an article's help to be understood: "Biden", "WHO".
    pub(crate) short: bool,
}

/// Titles in front of a name, articles, and legal forms at its end.
const TITLES: [&str; 10] = ["mr", "mrs", "ms", "miss", "dr", "prof", "sir", "dame", "lord", "lady"];
const LEGAL_FORMS: [&str; 9] = ["inc", "corp", "corporation", "ltd", "limited", "llc", "plc", "co", "company"];
const GENERATIONS: [&str; 4] = ["jr", "sr", "ii", "iii"];
const SMALL_WORDS: [&str; 7] = ["of", "the", "and", "for", "in", "on", "de"];

impl Name {
    pub(crate) fn of(kind: &str, name: &str) -> Self {
        let mut words = Vec::new();
        words::each(name, &mut String::new(), |w| words.push(w.chars().map(plain).collect::<String>()));
        let mut words = joined_letters(words);
        if kind == "person" {
            while words.len() > 1 && TITLES.contains(&words[0].as_str()) {
                words.remove(0);
            }
            // "Joseph R. Biden" and "Joseph Biden" are one name.
            let last = words.len().saturating_sub(1);
            let mut at = 0;
            words.retain(|w| {
                at += 1;
                at == 1 || at > last || w.chars().count() > 1
            });
        } else {
            if words.len() > 1 && words[0] == "the" {
                words.remove(0);
            }
            while words.len() > 1 && words.last().is_some_and(|w| LEGAL_FORMS.contains(&w.as_str())) {
                words.pop();
            }
        }
        let short = words.len() == 1
            && match kind {
                "person" => true,
                "organization" | "place" => is_acronym(name),
                _ => false,
            };
        Self { words, short }
    }

    /// Identity of the name.
    pub(crate) fn hash(&self, kind: &str) -> u64 {
        xxh3_64_with_seed(self.words.join(" ").as_bytes(), xxh3_64(kind.as_bytes()))
    }

    /// The short forms it can go by without anyone saying so: a person's surname, an organization's initials.
    pub(crate) fn short_forms(&self, kind: &str) -> Vec<u64> {
        let form = |text: &str| xxh3_64_with_seed(text.as_bytes(), xxh3_64(kind.as_bytes()));
        match kind {
            "person" => self.surname().map(form).into_iter().collect(),
            "organization" | "place" if self.words.len() > 1 => {
                let initials = |all: bool| {
                    let words = self.words.iter().filter(|w| all || !SMALL_WORDS.contains(&w.as_str()));
                    words.filter_map(|w| w.chars().next()).collect::<String>()
                };
                let mut forms: Vec<u64> = [initials(false), initials(true)]
                    .iter()
                    .filter(|i| i.chars().count() > 1)
                    .map(|i| form(i))
                    .collect();
                forms.dedup();
                forms
            }
            _ => Vec::new(),
        }
    }

    fn surname(&self) -> Option<&str> {
        let named = self.words.iter().skip(1).map(String::as_str);
        named.rev().find(|w| !GENERATIONS.contains(w))
    }

    /// Whether two full forms that one article uses of one thing may be taken as one name everywhere. Of
    /// persons, surname and initial must agree ("Joe Biden", "Joseph R. Biden Jr."): an article's own
    /// mistake must not spread to all others.
    pub(crate) fn may_be(&self, other: &Self, kind: &str) -> bool {
        let initial = |n: &Self| n.words.first().and_then(|w| w.chars().next());
        let full = self.words.len() > 1 && other.words.len() > 1;
        match kind {
            "person" => full && self.surname() == other.surname() && initial(self) == initial(other),
            _ => full,
        }
    }
}

/// "U S" is "US": letters alone stand together.
fn joined_letters(words: Vec<String>) -> Vec<String> {
    let single = |w: &str| w.chars().count() == 1;
    let mut out: Vec<String> = Vec::with_capacity(words.len());
    let mut open = false;
    for word in words {
        let is_single = single(&word);
        match out.last_mut() {
            Some(last) if open && is_single => last.push_str(&word),
            _ => out.push(word),
        }
        open = is_single;
    }
    out
}

/// Two to six capitals: "WHO", "U.N."
pub(crate) fn is_acronym(name: &str) -> bool {
    let letters = || name.chars().filter(|c| *c != '.');
    (2..=6).contains(&letters().count()) && letters().all(char::is_uppercase)
}

/// A short form's identity.
pub(crate) fn acronym(name: &str, kind: &str) -> u64 {
    Name::of(kind, name).hash(kind)
}

/// Words of a role or an affiliation that tell one bearer of a name from another.
///
/// One office in several words is one ("Rep.", "Congresswoman"), and posts that people hold beside an office
/// ("ranking member", "chairman") tell no two apart.
pub(crate) fn telling_words(text: &str, out: &mut Vec<u64>) {
    const SAY_LITTLE: [&str; 34] = [
        "of",
        "the",
        "and",
        "for",
        "in",
        "a",
        "an",
        "former",
        "then",
        "late",
        "new",
        "s",
        "at",
        "to",
        "u",
        "us",
        "dear",
        "chair",
        "chairman",
        "chairwoman",
        "chairperson",
        "vice",
        "member",
        "ranking",
        "leader",
        "majority",
        "minority",
        "mr",
        "mrs",
        "ms",
        "dr",
        "doctor",
        "rev",
        "reverend",
    ];
    words::each(text, &mut String::new(), |word| {
        let word = match word.strip_suffix('s').filter(|_| word.len() > 3).unwrap_or(word) {
            "rep" | "congressman" | "congresswoman" | "congressmen" => "representative",
            "sen" => "senator",
            "gov" => "governor",
            "gen" => "general",
            other => other,
        };
        if !SAY_LITTLE.contains(&word) {
            out.push(mix(xxh3_64(word.as_bytes())));
        }
    });
}

/// Letters without their marks, for the Latin letters of names: "Orbán" is also written "Orban".
fn plain(c: char) -> char {
    match c {
        'à' | 'á' | 'â' | 'ã' | 'ä' | 'å' | 'ā' | 'ă' | 'ą' => 'a',
        'ç' | 'ć' | 'č' => 'c',
        'ď' | 'đ' | 'ð' => 'd',
        'è' | 'é' | 'ê' | 'ë' | 'ē' | 'ė' | 'ę' | 'ě' => 'e',
        'ğ' | 'ģ' => 'g',
        'ì' | 'í' | 'î' | 'ï' | 'ī' | 'ı' | 'į' => 'i',
        'ł' | 'ľ' | 'ļ' => 'l',
        'ñ' | 'ń' | 'ň' | 'ņ' => 'n',
        'ò' | 'ó' | 'ô' | 'õ' | 'ö' | 'ø' | 'ō' | 'ő' => 'o',
        'ř' | 'ŕ' => 'r',
        'ś' | 'š' | 'ş' | 'ș' => 's',
        'ť' | 'ţ' | 'ț' => 't',
        'ù' | 'ú' | 'û' | 'ü' | 'ū' | 'ů' | 'ű' | 'ų' => 'u',
        'ý' | 'ÿ' => 'y',
        'ź' | 'ž' | 'ż' => 'z',
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn same(kind: &str, a: &str, b: &str) -> bool {
        Name::of(kind, a).hash(kind) == Name::of(kind, b).hash(kind)
    }

    #[test]
    fn forms_of_one_name() {
        assert!(same("person", "Joseph R. Biden", "Joseph Biden"));
        assert!(same("person", "Mr. Viktor Orbán", "Viktor Orban"));
        assert!(same("organization", "the World Bank", "World Bank"));
        assert!(same("organization", "Harrow Steel Inc.", "Harrow Steel"));
        assert!(same("place", "U.S.", "US"));
        assert!(!same("person", "George Bush", "Barbara Bush"));
        assert!(!same("person", "Paris", "Paris Hilton"));
    }

    #[test]
    fn short_forms() {
        assert!(Name::of("person", "Biden").short);
        assert!(Name::of("organization", "W.H.O.").short);
        assert!(!Name::of("organization", "Apple").short);
        let form = |kind, full: &str, short: &str| {
            Name::of(kind, full).short_forms(kind).contains(&Name::of(kind, short).hash(kind))
        };
        assert!(form("person", "Joseph R. Biden Jr.", "Biden"));
        assert!(form("organization", "World Health Organization", "WHO"));
        assert!(form("organization", "Bank of England", "BoE"));
        assert!(form("place", "United States", "U.S."));
    }

    #[test]
    fn an_articles_own_forms_are_checked_before_they_spread() {
        let may = |a: &str, b: &str| Name::of("person", a).may_be(&Name::of("person", b), "person");
        assert!(may("Joe Biden", "Joseph R. Biden Jr."));
        assert!(!may("Joe Biden", "Hunter Biden"));
        assert!(!may("Joe Biden", "Barack Obama"));
    }
}
