//! Whom a definite noun phrase stands for: "the minister", "the 33-year-old", "the company".

use super::antecedent::sentence_at;
use super::lexicon::lower_hash;
use super::{Antecedent, Cast, EntityKind};
use crate::extractor::Article;
use crate::{Span, Zone};

/// Nouns that any organization can be called by.
const ANY: [&str; 4] = ["company", "firm", "group", "organization"];

/// The bearer of the noun that heads `phrase`, where the text makes it plain.
pub(super) fn resolve(cast: &Cast, article: Article<'_>, zone: Zone, phrase: Span) -> Option<Antecedent> {
    let source = article.source(zone);
    let words = phrase.of(source);
    let head = words.split(|c: char| c.is_whitespace()).next_back()?.trim_matches(|c: char| !c.is_alphanumeric());
    let lower = lower_hash(head);
    if let Some(age) =
        head.strip_suffix("-year-old").or_else(|| words.rsplit_once(' ').and_then(|_| head.strip_suffix("-year-olds")))
    {
        return by_age(cast, age);
    }
    let before = cast.names_before(zone, phrase);
    let sentence = sentence_at(article.analysis(zone), phrase);
    // People described by this very noun, the last named first.
    let mut bearers: Vec<u32> = Vec::new();
    for mention in before.iter().rev() {
        if cast.is_called(mention.entity, lower) && !bearers.contains(&mention.entity) {
            bearers.push(mention.entity);
        }
    }
    match bearers.as_slice() {
        [one] => return Some(Antecedent { entity: *one, confidence: 0.85 }),
        [nearest, ..] => return Some(Antecedent { entity: *nearest, confidence: 0.6 }),
        [] => {}
    }
    // Organizations whose name holds the noun, or any organization just named.
    let recent = before.iter().rev().take_while(|m| m.place.zone == zone && sentence.saturating_sub(m.sentence) <= 3);
    let any = ANY.iter().any(|a| head.eq_ignore_ascii_case(a));
    let mut organizations: Vec<u32> = Vec::new();
    for mention in recent.filter(|m| m.kind == EntityKind::Organization) {
        let named = cast.entities.get(mention.entity as usize).is_some_and(|e| {
            e.name.split(|c: char| !c.is_alphanumeric()).any(|w| w.len() > 2 && lower_hash(w) == lower)
        });
        if named {
            return Some(Antecedent { entity: mention.entity, confidence: 0.8 });
        }
        if !organizations.contains(&mention.entity) {
            organizations.push(mention.entity);
        }
    }
    match organizations.as_slice() {
        [one] if any => Some(Antecedent { entity: *one, confidence: 0.7 }),
        [nearest, ..] if any => Some(Antecedent { entity: *nearest, confidence: 0.5 }),
        _ => None,
    }
}

/// "the 33-year-old" is whoever is said to be 33.
fn by_age(cast: &Cast, age: &str) -> Option<Antecedent> {
    let mut bearers = (0..cast.entities.len() as u32).filter(|e| cast.is_aged(*e, age));
    let one = bearers.next()?;
    bearers.next().is_none().then_some(Antecedent { entity: one, confidence: 0.9 })
}
