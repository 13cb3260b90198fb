//! Who says it.

use super::{
    page::{NONE, Page},
    quote::{Rival, Rivals},
    reporter::Draft,
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

/// The speakers of all drafts, each with how sure the name is.
pub(super) fn all(
    page: &Page<'_>,
    article: Article<'_>,
    cast: &Cast,
    sources: &Sources,
    drafts: &[Draft],
) -> Vec<Option<(Speaker, f32)>> {
    let mut out: Vec<Option<(Speaker, f32)>> = Vec::with_capacity(drafts.len());
    for (i, draft) in drafts.iter().enumerate() {
        let found = draft.source.map(|s| {
            let (mut speaker, mut sure) = resolve(page, article, cast, sources, s);
            if page.role(s.last) == Role::He
                && let Some(j) = same_subject(page, drafts, i, s, sure, &out)
                && let Some((known, _)) = &out[j]
            {
                speaker = Speaker { mention: speaker.mention, reference: Reference::Pronoun, ..known.clone() };
                sure = sure.max(0.8);
            }
            (speaker, sure)
        });
        out.push(found);
    }
    first_person(page, drafts, &mut out);
    out
}

/// Who else could have spoken, by what was weighed for a draft.
pub(super) fn rivals(
    page: &Page<'_>,
    article: Article<'_>,
    cast: &Cast,
    sources: &Sources,
    draft: &Draft,
    chosen: Option<&Speaker>,
) -> Rivals {
    let phrase = |(source, probability): (Option<Source>, f32)| {
        let speaker = source.map(|s| resolve(page, article, cast, sources, s).0);
        let words = |s: &Speaker| s.name.clone().unwrap_or_else(|| s.mention.of(page.source).to_owned());
        let entity = speaker.as_ref().and_then(|s| s.entity);
        Rival { name: speaker.as_ref().map(words), entity, probability }
    };
    let pronoun = chosen.filter(|s| s.reference == Reference::Pronoun);
    let referents = pronoun.map_or_else(Vec::new, |s| cast.antecedents(article, page.zone, s.mention));
    let referent = |found: Antecedent| Rival {
        name: cast.entities.get(found.entity as usize).map(|e| e.name.clone()),
        entity: Some(found.entity),
        probability: found.confidence,
    };
    let others = referents.into_iter().filter(|found| chosen.is_some_and(|s| s.entity != Some(found.entity)));
    Rivals {
        phrases: draft.weighed.others().into_iter().map(phrase).collect(),
        referents: others.map(referent).collect(),
    }
}

/// "Ruiz praised the plan, though he noted …": the draft before whose speaker the pronoun repeats.
fn same_subject(
    page: &Page<'_>,
    drafts: &[Draft],
    i: usize,
    pronoun: Source,
    sure: f32,
    known: &[Option<(Speaker, f32)>],
) -> Option<usize> {
    let cue = drafts[i].cue?;
    let window = page.window[cue.first as usize];
    let person = |j: &usize| known[*j].as_ref().is_some_and(|k| k.0.kind == SpeakerKind::Person);
    let holds = |j: &usize| drafts[*j].parts.iter().any(|p| p.0 <= cue.first && cue.last <= p.1);
    let in_window = |j: &usize, w: u32| drafts[*j].cue.is_some_and(|c| page.window[c.first as usize] == w);
    let recent = || (i.saturating_sub(4)..i).rev();
    let same = recent().find(|j| {
        in_window(j, window) && drafts[*j].source.is_some_and(|s| s.last < pronoun.first) && person(j) && !holds(j)
    });
    if same.is_some() || sure >= 0.6 {
        return same;
    }
    // `… Ruiz called on the mayor to stop. “Stop!” he wrote.`: a quotation right after somebody's report.
    let open = drafts[i].parts.first()?.0;
    let before =
        open.checked_sub(1).filter(|_| page.opens[open as usize] != NONE && page.spine_at[open as usize] == 0)?;
    recent().find(|j| in_window(j, page.window[before as usize]) && person(j))
}

/// "I" in a quotation is whoever speaks the quotation.
fn first_person(page: &Page<'_>, drafts: &[Draft], out: &mut [Option<(Speaker, f32)>]) {
    // The draft with the least content around each region.
    let mut holder: Vec<Option<(u32, usize)>> = vec![None; page.regions.len()];
    for (i, d) in drafts.iter().enumerate() {
        for p in &d.parts {
            let size = p.1 - p.0;
            let from = page.regions.partition_point(|r| r.outer.start < page.tokens[p.0 as usize].span.start);
            let end = page.tokens[p.1 as usize].span.end;
            for h in holder[from..]
                .iter_mut()
                .zip(&page.regions[from..])
                .take_while(|(_, r)| r.outer.start < end)
                .map(|(h, _)| h)
            {
                if h.is_none_or(|h| h.0 > size) {
                    *h = Some((size, i));
                }
            }
        }
    }
    for (i, d) in drafts.iter().enumerate() {
        let Some(s) = d.source.filter(|s| page.role(s.last) == Role::I) else { continue };
        let region = page.level[s.last as usize];
        let Some(&Some((_, outer))) = holder.get(region as usize) else { continue };
        if let (true, Some((speaker, sure))) = (outer != i, out[outer].clone())
            && page.role(drafts[outer].source.map_or(NONE, |s| s.last)) != Role::I
        {
            let mention = page.span(s.first, s.last);
            out[i] = Some((Speaker { mention, reference: Reference::Pronoun, ..speaker }, sure * 0.95));
        }
    }
}

/// The speaker that a phrase names, and how sure that is.
fn resolve(page: &Page<'_>, article: Article<'_>, cast: &Cast, sources: &Sources, source: Source) -> (Speaker, f32) {
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
