//! What is known about names before an article is read: places, people's names, organizations,
//! and the words that stand in or beside names. Facts from `lexicon/*.tsv`, no weights.

use crate::model::{combine, hash_bytes};
use crate::text::{self, Text};
use rustc_hash::FxHashMap;

/// What a word or phrase is known as. Several at once are the rule ("Washington").
#[expect(missing_docs, reason = "each is the kind of its lexicon file")]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub enum Known {
    Country,
    City,
    State,
    StateAbbreviation,
    Region,
    Demonym,
    Religion,
    Adherent,
    Ethnic,
    Regional,
    MaleName,
    FemaleName,
    Surname,
    International,
    Agency,
    Party,
    Company,
    Media,
    Team,
    University,
    Band,
    Event,
    Language,
    Disease,
    Index,
    Work,
    Award,
    Product,
    OrganizationSuffix,
    OrganizationHead,
    PlaceHead,
    EventHead,
    MiscHead,
    Role,
    Honorific,
    Particle,
    NameSuffix,
    Calendar,
    Direction,
    Cardinal,
}

/// A set of [`Known`].
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct KnownAs(pub u64);

impl KnownAs {
    /// The set of one.
    pub const fn only(known: Known) -> Self {
        Self(1 << known as u8)
    }

    /// Whether it holds `known`.
    pub const fn has(self, known: Known) -> bool {
        self.0 & (1 << known as u8) != 0
    }

    /// Whether nothing is known.
    pub const fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// Both together.
    #[must_use]
    pub const fn and(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    /// The members' numbers, ascending.
    pub fn iter(self) -> impl Iterator<Item = u32> {
        let mut rest = self.0;
        std::iter::from_fn(move || {
            let bit = (rest != 0).then(|| rest.trailing_zeros())?;
            rest &= rest - 1;
            Some(bit)
        })
    }
}

/// What the entry that ends here is, and whether longer ones go on.
#[derive(Clone, Copy, Debug, Default)]
struct Node {
    known: KnownAs,
    goes_on: bool,
}

/// Whom a name or noun is said of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Gender {
    /// He.
    Male,
    /// She.
    Female,
    /// Either.
    Either,
}

/// All word lists of the room, by hashes of lower-cased tokens.
#[derive(Debug)]
pub struct Lexicon {
    nodes: FxHashMap<u64, Node>,
    /// Names that mean the same country or state: path of the name → path of the first of them.
    same: FxHashMap<u64, u64>,
    roles: FxHashMap<u64, Gender>,
}

pub(super) const PLACES: &str = include_str!("../../lexicon/places.tsv");
const GIVEN_NAMES: &str = include_str!("../../lexicon/given_names.tsv");
const SURNAMES: &str = include_str!("../../lexicon/surnames.tsv");
const ORGANIZATIONS: &str = include_str!("../../lexicon/organizations.tsv");
const GROUPS: &str = include_str!("../../lexicon/groups.tsv");
const NAMED_THINGS: &str = include_str!("../../lexicon/named_things.tsv");
const ROLES: &str = include_str!("../../lexicon/roles.tsv");
const NAME_WORDS: &str = include_str!("../../lexicon/name_words.tsv");

impl Default for Lexicon {
    fn default() -> Self {
        let mut lexicon = Self { nodes: FxHashMap::default(), same: FxHashMap::default(), roles: FxHashMap::default() };
        let mut reader = Text::default();
        let mut place = 0;
        for line in lines(PLACES) {
            let mut fields = line.split('\t');
            if let (Some(_), Some(kind), Some(name)) = (fields.next(), fields.next(), fields.next()) {
                let path = lexicon.put(name, place_kind(kind), &mut reader);
                if matches!(kind, "country" | "state") {
                    place = path;
                }
                if matches!(kind, "country" | "state" | "also" | "postal" | "state_abbreviation") {
                    lexicon.same.entry(path).or_insert(place);
                }
            }
        }
        for (gender, name) in GIVEN_NAMES.lines().filter_map(|l| l.split_once('\t')) {
            let known = match gender {
                "m" => KnownAs::only(Known::MaleName),
                "f" => KnownAs::only(Known::FemaleName),
                "u" => KnownAs::only(Known::MaleName).and(KnownAs::only(Known::FemaleName)),
                _ => continue,
            };
            lexicon.put(name, known, &mut reader);
        }
        for (gender, noun) in lines(ROLES).filter_map(|l| l.split_once('\t')) {
            let gender = match gender {
                "m" => Gender::Male,
                "f" => Gender::Female,
                _ => Gender::Either,
            };
            lexicon.roles.insert(lower_hash(noun), gender);
        }
        for name in lines(SURNAMES) {
            lexicon.put(name, KnownAs::only(Known::Surname), &mut reader);
        }
        for (kind, name) in [ORGANIZATIONS, GROUPS, NAMED_THINGS, NAME_WORDS]
            .iter()
            .flat_map(|f| lines(f))
            .filter_map(|l| l.split_once('\t'))
        {
            lexicon.put(name, kind_of(kind), &mut reader);
        }
        lexicon
    }
}

impl Lexicon {
    fn put(&mut self, name: &str, known: KnownAs, reader: &mut Text) -> u64 {
        text::read(name, reader);
        let mut path = 0;
        let last = reader.tokens.len().saturating_sub(1);
        for (at, token) in reader.tokens.iter().enumerate() {
            path = step(path, lower_hash(token.span.of(name)));
            let node = self.nodes.entry(path).or_default();
            if at == last {
                node.known = node.known.and(known);
            } else {
                node.goes_on = true;
            }
        }
        path
    }

    /// What a single token is known as.
    #[inline]
    pub fn word(&self, lower: u64) -> KnownAs {
        self.nodes.get(&step(0, lower)).map_or(KnownAs::default(), |n| n.known)
    }

    /// The longest entry that starts with the first of these tokens (hashes of lower-cased
    /// tokens): how many tokens, and what it is.
    #[inline]
    pub fn longest(&self, lower: impl Iterator<Item = u64>) -> Option<(usize, KnownAs)> {
        let mut found = None;
        let mut path = 0;
        for (at, hash) in lower.enumerate() {
            path = step(path, hash);
            let Some(node) = self.nodes.get(&path) else { break };
            if !node.known.is_empty() {
                found = Some((at + 1, node.known));
            }
            if !node.goes_on {
                break;
            }
        }
        found
    }

    /// What all names of one country or state share ("U.S.", "United States"), given the
    /// lower-cased token hashes of one of them.
    pub(super) fn same(&self, lower: impl Iterator<Item = u64>) -> Option<u64> {
        self.same.get(&lower.fold(0, step)).copied()
    }

    /// Whom a noun is said of, if it says what a person is or does ("lawyer", "spokeswoman").
    #[inline]
    pub(super) fn role(&self, lower: u64) -> Option<Gender> {
        self.roles.get(&lower).copied()
    }
}

/// One token further into an entry.
#[inline]
const fn step(path: u64, lower: u64) -> u64 {
    combine(path, lower)
}

pub(super) fn lines(file: &'static str) -> impl Iterator<Item = &'static str> {
    file.lines().filter(|l| !l.starts_with('#') && !l.is_empty())
}

fn place_kind(kind: &str) -> KnownAs {
    KnownAs::only(match kind {
        "country" | "also" | "former" => Known::Country,
        "city" => Known::City,
        "state" => Known::State,
        "postal" | "state_abbreviation" => Known::StateAbbreviation,
        "demonym" => Known::Demonym,
        _ => Known::Region,
    })
}

fn kind_of(kind: &str) -> KnownAs {
    KnownAs::only(match kind {
        "religion" => Known::Religion,
        "ethnic" => Known::Ethnic,
        "regional" => Known::Regional,
        "international" => Known::International,
        "agency" => Known::Agency,
        // Of people in groups.tsv the adherents, in organizations.tsv the party itself.
        "adherent" => Known::Adherent,
        "party" => Known::Party,
        "company" => Known::Company,
        "media" => Known::Media,
        "team" => Known::Team,
        "university" => Known::University,
        "band" => Known::Band,
        "event" => Known::Event,
        "language" => Known::Language,
        "disease" => Known::Disease,
        "index" => Known::Index,
        "work" => Known::Work,
        "award" => Known::Award,
        "product" => Known::Product,
        "org_suffix" => Known::OrganizationSuffix,
        "org_head" => Known::OrganizationHead,
        "loc_head" => Known::PlaceHead,
        "event_head" => Known::EventHead,
        "misc_head" => Known::MiscHead,
        "role" => Known::Role,
        "honorific" => Known::Honorific,
        "name_particle" => Known::Particle,
        "name_suffix" => Known::NameSuffix,
        "calendar" => Known::Calendar,
        "direction" => Known::Direction,
        "cardinal" => Known::Cardinal,
        _ => return KnownAs::default(),
    })
}

/// Hash of a token with its letters in lower case and its apostrophes straight, so that
/// "KYIV", "Kyiv" and "kyiv" are one word.
#[inline]
pub fn lower_hash(token: &str) -> u64 {
    let mut buffer = [0u8; 48];
    let bytes = token.as_bytes();
    if bytes.is_ascii() {
        let n = bytes.len().min(buffer.len());
        buffer[..n].copy_from_slice(&bytes[..n]);
        buffer[..n].make_ascii_lowercase();
        return hash_bytes(&buffer[..n]);
    }
    let mut n = 0;
    for c in token.chars() {
        let c = if c == '\u{2019}' { '\'' } else { c };
        for l in c.to_lowercase() {
            if n + l.len_utf8() > buffer.len() {
                return hash_bytes(&buffer[..n]);
            }
            n += l.encode_utf8(&mut buffer[n..]).len();
        }
    }
    hash_bytes(&buffer[..n])
}

#[cfg(test)]
mod tests {
    use super::*;

    fn longest(lexicon: &Lexicon, phrase: &str) -> Option<(usize, KnownAs)> {
        let mut text = Text::default();
        text::read(phrase, &mut text);
        lexicon.longest(text.tokens.iter().map(|t| lower_hash(t.span.of(phrase))))
    }

    #[test]
    fn names_are_found_whatever_their_case() {
        let lexicon = Lexicon::default();
        assert!(lexicon.word(lower_hash("KYIV")).has(Known::City));
        assert!(lexicon.word(lower_hash("Olena")).has(Known::FemaleName));
        assert!(lexicon.word(lower_hash("Republicans")).has(Known::Adherent));
        assert!(lexicon.word(lower_hash("zebra")).is_empty());
        let (tokens, known) = longest(&lexicon, "United Nations officials").expect("an entry");
        assert!(tokens == 2 && known.has(Known::International));
        let (tokens, known) = longest(&lexicon, "Nuku’alofa").expect("an entry");
        assert!(tokens == 1 && known.has(Known::City));
    }

    #[test]
    fn a_country_has_several_names() {
        let lexicon = Lexicon::default();
        let same = |name: &str| {
            let mut text = Text::default();
            text::read(name, &mut text);
            lexicon.same(text.tokens.iter().map(|t| lower_hash(t.span.of(name))))
        };
        assert!(same("U.S.").is_some());
        assert_eq!(same("U.S."), same("United States"));
        assert_eq!(same("Kan."), same("Kansas"));
        assert_ne!(same("England"), same("United Kingdom"));
        assert_eq!(same("American"), None);
    }

    #[test]
    fn nouns_tell_what_people_do() {
        let lexicon = Lexicon::default();
        assert_eq!(lexicon.role(lower_hash("Spokeswoman")), Some(Gender::Female));
        assert_eq!(lexicon.role(lower_hash("lawyer")), Some(Gender::Either));
        assert_eq!(lexicon.role(lower_hash("table")), None);
    }
}
