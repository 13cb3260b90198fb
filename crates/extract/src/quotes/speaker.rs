//! Who says it.

use super::{
    page::Page,
    source::{Sort, Source, Sources},
    word::Role,
};
use crate::{
    Span,
    entities::{Antecedent, Cast, EntityKind, Reference},
    extractor::Article,
};

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

/// The speaker that a phrase names, and how sure that is.
pub(super) fn resolve(
    page: &Page<'_>,
    article: Article<'_>,
    cast: &Cast,
    sources: &Sources,
    source: Source,
) -> (Speaker, f32) {
    let span = page.span(source.first, source.last);
    let role = page.role(source.last);
    if matches!(role, Role::He | Role::They | Role::It | Role::I | Role::We | Role::You | Role::Who) {
        let found = cast.antecedent(article, page.zone, span);
        return named(cast, found, span, Reference::Pronoun);
    }
    let mention = cast.mention_at(page.zone, page.span(source.last, source.last));
    if let Some(m) = mention {
        let entity = &cast.entities[m.entity as usize];
        let speaker = Speaker {
            name: Some(entity.name.clone()),
            mention: m.place.span,
            reference: Reference::Name,
            kind: kind_of(entity.kind),
            entity: Some(m.entity),
            role: entity.role.clone(),
        };
        return (speaker, 1.0);
    }
    let mut first = source.first;
    while first < source.last && matches!(page.role(first), Role::The | Role::A) {
        first += 1;
    }
    let span = page.span(first, source.last);
    if let Some(found) = cast.bearer(article, page.zone, span) {
        return named(cast, Some(found), span, Reference::Nominal);
    }
    let kind = match sources.sort(page, source.last) {
        Some(Sort::Organization) => SpeakerKind::Organization,
        _ => SpeakerKind::Anonymous,
    };
    let speaker = Speaker {
        name: Some(span.of(page.source).to_owned()),
        mention: span,
        reference: Reference::Nominal,
        kind,
        entity: None,
        role: None,
    };
    (speaker, 1.0)
}

fn named(cast: &Cast, found: Option<Antecedent>, mention: Span, reference: Reference) -> (Speaker, f32) {
    let entity = found.and_then(|f| cast.entities.get(f.entity as usize));
    let speaker = Speaker {
        name: entity.map(|e| e.name.clone()),
        mention,
        reference,
        kind: entity.map_or(SpeakerKind::Anonymous, |e| kind_of(e.kind)),
        entity: found.map(|f| f.entity),
        role: entity.and_then(|e| e.role.clone()),
    };
    (speaker, found.map_or(0.5, |f| f.confidence))
}

fn kind_of(kind: EntityKind) -> SpeakerKind {
    match kind {
        EntityKind::Person => SpeakerKind::Person,
        EntityKind::Place => SpeakerKind::Place,
        EntityKind::Group => SpeakerKind::Group,
        EntityKind::Organization | EntityKind::Event | EntityKind::Misc => SpeakerKind::Organization,
    }
}
