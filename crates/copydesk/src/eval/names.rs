//! Names: span and type exactly, and whether a person's mention carries the full name.

use super::Score;
use super::given::Given;
use super::gold::{Entity, Gold, plain_name};
use super::wrong::{Fault, Wrong};
use std::collections::{BTreeMap, BTreeSet};

/// What was right of the names.
#[derive(Debug, Default)]
pub(super) struct Tally {
    pub(super) typed: Score,
    pub(super) span: Score,
    pub(super) types: BTreeMap<String, Score>,
}

/// Compares names; `None` where none are annotated.
pub(super) fn measure(gold: &[Gold], given: &[Given]) -> Option<Tally> {
    gold.iter().any(|g| g.entities.is_some()).then(|| {
        let mut tally = Tally::default();
        for (gold, given) in gold.iter().zip(given) {
            let wanted = set(gold.entities.as_deref().unwrap_or_default());
            let found = set(&given.entities);
            let each = wanted.iter().map(|x| (x, 0, 1)).chain(found.iter().map(|x| (x, 1, 0)));
            for (name, given, wanted) in each {
                tally.types.entry(name.2.to_owned()).or_default().add(Score::new(0, given, wanted));
            }
            for name in wanted.intersection(&found) {
                tally.types.entry(name.2.to_owned()).or_default().right += 1;
            }
            let spans =
                |names: &BTreeSet<(usize, usize, &str)>| names.iter().map(|n| (n.0, n.1)).collect::<BTreeSet<_>>();
            let (wanted, found) = (spans(&wanted), spans(&found));
            tally.span.add(Score::new(wanted.intersection(&found).count(), found.len(), wanted.len()));
        }
        let all = tally.types.values().copied().collect::<Vec<_>>();
        for score in all {
            tally.typed.add(score);
        }
        tally
    })
}

/// The names that one side lacks, and those of another type.
pub(super) fn wrong(gold: &[Gold], given: &[Given]) -> Vec<Wrong> {
    let mut rows = Vec::new();
    for (gold, given) in gold.iter().zip(given) {
        let Some(wanted) = &gold.entities else { continue };
        let (wanted, found) = (set(wanted), set(&given.entities));
        let kind = |names: &BTreeSet<(usize, usize, &str)>, name: &(usize, usize, &str)| {
            names.iter().find(|n| (n.0, n.1) == (name.0, name.1)).map(|n| n.2.to_owned())
        };
        for name in wanted.difference(&found) {
            rows.push(match kind(&found, name) {
                None => Wrong::new(gold, Fault::Missing, name.0..name.1, String::new()),
                Some(other) => {
                    Wrong::new(gold, Fault::Differs, name.0..name.1, format!("{other}, annotated {}", name.2))
                }
            });
        }
        let unasked = found.difference(&wanted).filter(|name| kind(&wanted, name).is_none());
        rows.extend(unasked.map(|name| Wrong::new(gold, Fault::False, name.0..name.1, String::new())));
    }
    rows
}

fn set(names: &[Entity]) -> BTreeSet<(usize, usize, &str)> {
    let kind = |kind| if matches!(kind, "NORP" | "EVENT") { "MISC" } else { kind };
    names.iter().map(|n| (n.start, n.end, kind(n.kind.as_str()))).filter(|n| !n.2.is_empty()).collect()
}

/// Of the annotated mentions of people that were found: how many carry the annotated full name.
#[derive(Debug, Default)]
pub(super) struct FullNames {
    pub(super) found: usize,
    pub(super) right: usize,
    /// Mentions that are not themselves the full name.
    pub(super) short: usize,
    pub(super) short_right: usize,
}

/// Compares the full names of people.
pub(super) fn full_names(gold: &[Gold], given: &[Given]) -> FullNames {
    let mut tally = FullNames::default();
    for (gold, given) in gold.iter().zip(given) {
        let found: BTreeMap<_, _> = given.entities.iter().map(|e| ((e.start, e.end), e.name.as_deref())).collect();
        for person in gold.entities.iter().flatten().filter(|e| e.kind == "PER") {
            let Some(full) = person.name.as_deref().filter(|n| !n.is_empty()) else { continue };
            let Some(name) = found.get(&(person.start, person.end)) else { continue };
            let right = plain_name(name.unwrap_or_default()) == plain_name(full);
            tally.found += 1;
            tally.right += usize::from(right);
            if plain_name(person.text.as_deref().unwrap_or_default()) != plain_name(full) {
                tally.short += 1;
                tally.short_right += usize::from(right);
            }
        }
    }
    tally
}
