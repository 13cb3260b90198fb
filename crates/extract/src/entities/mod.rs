//! Who and what is named, and which names are one.
//!
//! `word` and `lexicon` say what is known of each token, `features` asks questions, `chain` finds the
//! best labels, `consistency` reads the article a second time with what the first reading found.

use crate::{Place, Span, Zone, extractor::Article, model::ModelFile, quotes::Quote};
use rustc_hash::FxHashMap;

mod antecedent;
mod bearer;
#[cfg(test)]
mod cases;
pub mod chain;
pub mod consistency;
pub mod features;
mod form;
mod identity;
pub mod label;
pub mod lexicon;
mod location;
#[cfg(test)]
mod measured;
mod people;
mod places;
mod role;
mod rows;
pub mod tagger;
pub mod word;

pub use location::Location;

/// One mention of a named entity.
#[derive(Clone, Debug, PartialEq)]
pub struct Mention {
    /// Where it stands. A name's span leaves out "the", titles and a trailing 's.
    pub place: Place,
    /// What sort of thing it is.
    pub kind: EntityKind,
    /// By name, pronoun or noun phrase.
    pub reference: Reference,
    /// Position in [`crate::Extraction::entities`].
    pub entity: u32,
    /// Position of its sentence in the sentences of its zone.
    pub sentence: u32,
    /// The quote it stands in: position in [`crate::Extraction::quotes`].
    pub quote: Option<u32>,
    /// Probability that span and kind are right.
    pub confidence: f32,
}

/// One person, organization, place … of the article.
#[derive(Clone, Debug, PartialEq)]
pub struct Entity {
    /// What sort of thing it is.
    pub kind: EntityKind,
    /// Fullest form in the article.
    pub name: String,
    /// The other forms, in order of first appearance.
    pub aliases: Vec<String>,
    /// Title or description: "Foreign Minister".
    pub role: Option<String>,
    /// "NATO" in "NATO Secretary-General Mark Rutte".
    pub affiliation: Option<String>,
    /// Only from the text's own pronouns.
    pub pronoun: Option<Pronoun>,
    /// How many mentions it has.
    pub mentions: u32,
    /// How many quotes it speaks.
    pub quotes: u32,
    /// Its first mention.
    pub first: Place,
    /// Stands in the title.
    pub in_title: bool,
    /// Where it lies (places only), where the article or common knowledge tells.
    pub location: Option<Location>,
    /// Mean of its mentions' confidence.
    pub confidence: f32,
}

/// Sorts of named things.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum EntityKind {
    /// People.
    Person,
    /// Companies, agencies, parties, teams.
    Organization,
    /// Countries, cities, buildings.
    Place,
    /// Nationalities, religions, parties' adherents.
    Group,
    /// Wars, storms, elections.
    Event,
    /// Works, laws, products.
    Misc,
}

impl EntityKind {
    /// The name used in tables.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Person => "person",
            Self::Organization => "organization",
            Self::Place => "place",
            Self::Group => "group",
            Self::Event => "event",
            Self::Misc => "misc",
        }
    }
}

/// How something is referred to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Reference {
    /// "Lavrov"
    Name,
    /// "he"
    Pronoun,
    /// "the minister"
    Nominal,
}

impl Reference {
    /// The name used in tables.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Name => "name",
            Self::Pronoun => "pronoun",
            Self::Nominal => "nominal",
        }
    }
}

/// The pronoun a text uses for someone.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Pronoun {
    /// he, him, his
    He,
    /// she, her
    She,
    /// they, them
    They,
}

impl Pronoun {
    /// The name used in tables.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::He => "he",
            Self::She => "she",
            Self::They => "they",
        }
    }
}

/// Finds names and tells who is who.
#[derive(Debug, Default)]
pub(crate) struct Namer {
    tagger: tagger::NameTagger,
    nicknames: form::Nicknames,
    places: places::Places,
}

impl Namer {
    /// Reads its sections of the model; without them it finds no names.
    pub(crate) fn read(file: &ModelFile<'_>) -> Self {
        Self { tagger: tagger::NameTagger::read(file).unwrap_or_default(), ..Self::default() }
    }

    /// The cast of an article: every name in it, grouped by what it names.
    pub(crate) fn cast(&self, article: Article<'_>) -> Cast {
        identity::cast(self, article)
    }
}

/// Everyone and everything in one article, while the later rooms are still asking about them.
#[derive(Debug, Default)]
pub(crate) struct Cast {
    /// Name mentions ordered by place; the later rooms append pronouns and noun phrases.
    pub(crate) mentions: Vec<Mention>,
    /// The entities the mentions point at, ordered by first mention.
    pub(crate) entities: Vec<Entity>,
    /// How many of the mentions are the names that were there from the start.
    names: usize,
    /// What is known of each entity beyond its row.
    traits: Vec<Traits>,
    /// For each name, how often its entity has been named by then, this time included.
    times: Vec<u32>,
    /// Who is said to be of an age: nobody where several are.
    aged: FxHashMap<String, Option<u32>>,
    /// What stands between quotation marks in the body, in order.
    quoted: Vec<Span>,
}

/// What is known of an entity beyond its row.
#[derive(Clone, Debug, Default)]
struct Traits {
    gender: Option<lexicon::Gender>,
    /// Hashes of the nouns said of it.
    nouns: Vec<u64>,
    /// As the text gives it: "33".
    age: Option<String>,
}

impl Traits {
    /// No article says more different nouns of one entity than this.
    const MOST_NOUNS: usize = 100;

    fn note_nouns(&mut self, nouns: impl IntoIterator<Item = u64>) {
        for noun in nouns {
            if self.nouns.len() < Self::MOST_NOUNS && !self.nouns.contains(&noun) {
                self.nouns.push(noun);
            }
        }
    }
}

/// Whom a pronoun or noun phrase stands for, and how sure that is.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Antecedent {
    pub(crate) entity: u32,
    pub(crate) confidence: f32,
}

impl Cast {
    /// The name mention that overlaps `span` in `zone` (the first, where there are several).
    pub(crate) fn mention_at(&self, zone: Zone, span: Span) -> Option<&Mention> {
        let names = &self.mentions[..self.names.min(self.mentions.len())];
        let from =
            names.partition_point(|m| m.place.zone < zone || (m.place.zone == zone && m.place.span.end <= span.start));
        names.get(from).filter(|m| m.place.zone == zone && m.place.span.overlaps(span))
    }

    /// Whom the pronoun at `pronoun` stands for.
    pub(crate) fn antecedent(&self, article: Article<'_>, zone: Zone, pronoun: Span) -> Option<Antecedent> {
        antecedent::resolve(self, article, zone, pronoun)
    }

    /// All whom the pronoun at `pronoun` could stand for, the most probable first.
    pub(crate) fn antecedents(&self, article: Article<'_>, zone: Zone, pronoun: Span) -> Vec<Antecedent> {
        let mut all = antecedent::weigh(self, article, zone, pronoun);
        all.sort_by(|a, b| b.confidence.total_cmp(&a.confidence));
        all
    }

    /// Whom a definite noun phrase ("the minister") stands for, where that is safe.
    pub(crate) fn bearer(&self, article: Article<'_>, zone: Zone, phrase: Span) -> Option<Antecedent> {
        bearer::resolve(self, article, zone, phrase)
    }

    /// The finished rows: counts, the quote each mention stands in, final order.
    pub(crate) fn into_rows(self, quotes: &[Quote]) -> (Vec<Mention>, Vec<Entity>) {
        rows::finish(self, quotes)
    }

    /// The names that end before `span` starts.
    fn names_before(&self, zone: Zone, span: Span) -> &[Mention] {
        let names = &self.mentions[..self.names.min(self.mentions.len())];
        let to =
            names.partition_point(|m| m.place.zone < zone || (m.place.zone == zone && m.place.span.end <= span.start));
        &names[..to]
    }

    /// Whether `span` stands between quotation marks.
    fn is_quoted(&self, zone: Zone, span: Span) -> bool {
        let at = self.quoted.partition_point(|q| q.end <= span.start);
        zone == Zone::Body && self.quoted.get(at).is_some_and(|q| q.contains(span))
    }

    fn gender(&self, entity: u32) -> Option<lexicon::Gender> {
        self.traits.get(entity as usize)?.gender
    }

    fn settle_gender(&mut self, entity: usize, gender: lexicon::Gender) {
        if let Some(traits) = self.traits.get_mut(entity) {
            traits.gender = Some(gender);
        }
    }

    fn is_called(&self, entity: u32, noun: u64) -> bool {
        self.traits.get(entity as usize).is_some_and(|t| t.nouns.contains(&noun))
    }

    /// The only one who is said to be of this age.
    fn aged(&self, age: &str) -> Option<u32> {
        self.aged.get(age).copied().flatten()
    }

    /// How often the entity of a name has been named by then, this name included.
    fn times_named(&self, name: usize) -> u32 {
        self.times.get(name).copied().unwrap_or(1)
    }
}
