//! The finished rows: counts, the quote that each mention stands in, order.

use super::{Cast, Entity, Mention};
use crate::Zone;
use crate::quotes::Quote;

/// Orders the mentions, counts them, and tells which quote each stands in.
pub(super) fn finish(mut cast: Cast, quotes: &[Quote]) -> (Vec<Mention>, Vec<Entity>) {
    cast.mentions.sort_by_key(|m| (m.place, m.entity));
    cast.mentions.dedup_by_key(|m| m.place);
    // Every part of every quote; where quotes nest, the inner one starts later.
    let mut parts: Vec<(Zone, u32, u32, u32)> = quotes
        .iter()
        .enumerate()
        .flat_map(|(i, q)| q.parts.iter().map(move |p| (q.zone, p.start, p.end, i as u32)))
        .collect();
    parts.sort_unstable();
    let mut open: Vec<(u32, u32)> = Vec::new();
    let mut next = 0;
    let mut zone = Zone::Title;
    let mut sums = vec![0.0f32; cast.entities.len()];
    let mut names = vec![0u32; cast.entities.len()];
    for mention in &mut cast.mentions {
        if mention.place.zone != zone {
            zone = mention.place.zone;
            open.clear();
        }
        let span = mention.place.span;
        while let Some((z, start, end, quote)) = parts.get(next) {
            if (*z, *start) > (zone, span.start) {
                break;
            }
            if *z == zone {
                open.push((*end, *quote));
            }
            next += 1;
        }
        open.retain(|(end, _)| *end > span.start);
        mention.quote = open.iter().rev().find(|(end, _)| *end >= span.end).map(|(_, quote)| *quote);
        if let Some(entity) = cast.entities.get_mut(mention.entity as usize) {
            entity.mentions += 1;
            entity.in_title |= zone == Zone::Title;
            if mention.reference == super::Reference::Name {
                sums[mention.entity as usize] += mention.confidence;
                names[mention.entity as usize] += 1;
            }
        }
    }
    for quote in quotes {
        if let Some(entity) =
            quote.speaker.as_ref().and_then(|s| s.entity).and_then(|e| cast.entities.get_mut(e as usize))
        {
            entity.quotes += 1;
        }
    }
    for ((entity, sum), n) in cast.entities.iter_mut().zip(sums).zip(names) {
        entity.confidence = if n > 0 { sum / n as f32 } else { 0.0 };
    }
    (cast.mentions, cast.entities)
}
