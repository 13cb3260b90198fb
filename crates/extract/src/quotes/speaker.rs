//! Who says it.

use crate::{Span, entities::Reference};

/// Who says it.
#[derive(Clone, Debug, PartialEq)]
pub struct Speaker {
    /// Fullest name in the article; for an unnamed source its noun phrase; `None` where a pronoun
    /// could not be resolved.
    pub name: Option<String>,
    /// The words at the quote: "he", "Lavrov", "a senior official".
    pub mention: Span,
    /// Name, pronoun or noun phrase.
    pub reference: Reference,
    /// What the speaker is.
    pub kind: SpeakerKind,
    /// Position in [`crate::Extraction::entities`], if the speaker is a named entity.
    pub entity: Option<u32>,
    /// Title or function as the text gives it: "Foreign Minister".
    pub role: Option<String>,
}

/// What a speaker is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum SpeakerKind {
    /// A named person.
    Person,
    /// A named organization.
    Organization,
    /// A country or city that acts: "Moscow said".
    Place,
    /// Adherents or nationals: "Republicans say".
    Group,
    /// A source that the article leaves unnamed.
    Anonymous,
}

impl SpeakerKind {
    /// The name used in tables.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Person => "person",
            Self::Organization => "organization",
            Self::Place => "place",
            Self::Group => "group",
            Self::Anonymous => "anonymous",
        }
    }
}
