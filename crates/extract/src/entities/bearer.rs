//! Whom a definite noun phrase stands for: "the minister", "the 33-year-old", "the company".

use super::antecedent::sentence_at;
use super::lexicon::lower_hash;
use super::{Antecedent, Cast, EntityKind};
use crate::extractor::Article;
use crate::{Span, Zone};

/// Bearers are looked for among this many names before the phrase: more than articles have between the two.
const REACH: usize = 1000;
/// How many mentions of organizations just before the phrase are looked at.
const ORGANIZATIONS: usize = 200;

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
    let mut called = before.iter().rev().take(REACH).map(|m| m.entity).filter(|e| cast.is_called(*e, lower));
    if let Some(nearest) = called.next() {
        let alone = called.all(|e| e == nearest);
        return Some(Antecedent { entity: nearest, confidence: if alone { 0.85 } else { 0.6 } });
    }
    // Organizations whose name holds the noun, or any organization just named.
    let recent = before
        .iter()
        .rev()
        .take_while(|m| m.place.zone == zone && sentence.saturating_sub(m.sentence) <= 3)
        .filter(|m| m.kind == EntityKind::Organization)
        .take(ORGANIZATIONS);
    let any = ANY.iter().any(|a| head.eq_ignore_ascii_case(a));
    let (mut nearest, mut alone): (Option<u32>, bool) = (None, true);
    for mention in recent {
        let named = cast.entities.get(mention.entity as usize).is_some_and(|e| {
            e.name.split(|c: char| !c.is_alphanumeric()).any(|w| w.len() > 2 && lower_hash(w) == lower)
        });
        if named {
            return Some(Antecedent { entity: mention.entity, confidence: 0.8 });
        }
        alone &= *nearest.get_or_insert(mention.entity) == mention.entity;
    }
    nearest.filter(|_| any).map(|entity| Antecedent { entity, confidence: if alone { 0.7 } else { 0.5 } })
}

/// "the 33-year-old" is whoever is said to be 33.
fn by_age(cast: &Cast, age: &str) -> Option<Antecedent> {
    cast.aged(age).map(|entity| Antecedent { entity, confidence: 0.9 })
}
