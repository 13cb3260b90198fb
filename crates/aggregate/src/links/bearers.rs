//! Two people of one name, kept apart where the text tells them apart.
//!
//! Articles that name someone of the same name are joined where they share a word of role or affiliation,
//! or company that is not everyone's company. What remains unjoined is another bearer only if both sides
//! are told by something that differs: by roles, or by "he" and "she". Else silence is no difference.

use super::rows::Row;
use super::{entity_id, say};
use crate::AggregateError;
use crate::record::{Fields, Record};
use crate::sorter::Sorter;
use crate::union::Union;
use rustc_hash::FxHashSet;
use std::collections::BTreeMap;

/// Walks the groups of one name, says who each row is, and offers every entity to its short forms.
pub(super) fn tell_apart(
    full: Sorter,
    common: &FxHashSet<u64>,
    named: &mut Sorter,
    short: &mut Sorter,
) -> Result<(), AggregateError> {
    let mut sorted = full.sorted()?;
    let mut group: Vec<Vec<u8>> = Vec::new();
    let mut current: Option<(String, u64)> = None;
    loop {
        let record = sorted.next()?;
        let mut fields = Fields(record.unwrap_or_default());
        let key = record.map(|_| (fields.text().into_owned(), fields.u64()));
        if key != current {
            if let Some((kind, name)) = &current {
                one_name(kind, *name, &group, common, named, short)?;
            }
            group.clear();
            current = key;
        }
        if record.is_none() {
            return Ok(());
        }
        group.push(fields.0.to_vec());
    }
}

fn one_name(
    kind: &str,
    name: u64,
    group: &[Vec<u8>],
    common: &FxHashSet<u64>,
    named: &mut Sorter,
    short: &mut Sorter,
) -> Result<(), AggregateError> {
    let mut rows: Vec<Row<'_>> = group.iter().map(|r| Row::read(Fields(r))).collect();
    for row in &mut rows {
        row.company.retain(|c| !common.contains(c));
    }
    let bearers = if kind == "person" && rows.len() > 1 { bearers(&rows) } else { vec![(0..rows.len()).collect()] };
    let mut record = Record::default();
    for (n, bearer) in bearers.iter().enumerate() {
        // The most frequent bearer has the name's own id, which no other article can change.
        let first = bearer.iter().map(|r| rows[*r].article).min();
        let id = entity_id(kind, name, first.filter(|_| n > 0));
        let mut evidence: BTreeMap<u64, u32> = BTreeMap::new();
        let mut forms: BTreeMap<u64, u32> = BTreeMap::new();
        for row in bearer.iter().map(|r| &rows[*r]) {
            say(named, &mut record, id, row)?;
            for item in row.told.iter().chain(&row.company) {
                *evidence.entry(*item).or_default() += 1;
            }
            for form in &row.forms {
                *forms.entry(*form).or_default() += 1;
            }
        }
        let mut evidence: Vec<(u32, u64)> = evidence.into_iter().map(|(item, n)| (u32::MAX - n, item)).collect();
        evidence.sort_unstable();
        evidence.truncate(EVIDENCE);
        for (form, n) in forms {
            record.clear().text(kind).u64(form).u8(0).u32(u32::MAX - n).i64(id).u32(evidence.len() as u32);
            for (_, item) in &evidence {
                record.u64(*item);
            }
            short.push(record.bytes())?;
        }
    }
    Ok(())
}

/// How much is remembered of an entity for its short forms.
const EVIDENCE: usize = 64;

/// The rows of each bearer of a name, the bearer with most rows first.
fn bearers(rows: &[Row<'_>]) -> Vec<Vec<usize>> {
    // Where one article has the name twice, it tells two bearers apart itself, and its company says nothing.
    let twice: FxHashSet<i64> =
        rows.windows(2).filter(|w| w[0].article == w[1].article).map(|w| w[0].article).collect();
    let mut items: Vec<(u64, u32)> = Vec::new();
    for (n, row) in rows.iter().enumerate() {
        let company = if twice.contains(&row.article) { &[] } else { row.company.as_slice() };
        items.extend(row.told.iter().chain(company).map(|item| (*item, n as u32)));
    }
    items.sort_unstable();
    let mut union = Union::new(rows.len());
    for pair in items.windows(2).filter(|w| w[0].0 == w[1].0) {
        union.unite(pair[0].1, pair[1].1);
    }
    let mut sets: BTreeMap<u32, Vec<usize>> = BTreeMap::new();
    for n in 0..rows.len() {
        sets.entry(union.find(n as u32)).or_default().push(n);
    }
    let mut sets: Vec<Vec<usize>> = sets.into_values().collect();
    sets.sort_by_key(|set| (std::cmp::Reverse(set.len()), set[0]));
    let mut bearers: Vec<Vec<usize>> = Vec::new();
    for set in sets {
        match bearers.iter_mut().find(|bearer| !differ(rows, bearer, &set)) {
            Some(bearer) => bearer.extend(set),
            None => bearers.push(set),
        }
    }
    bearers.sort_by_key(|set| (std::cmp::Reverse(set.len()), set[0]));
    bearers
}

/// Whether two sets of rows that share nothing are told apart.
fn differ(rows: &[Row<'_>], a: &[usize], b: &[usize]) -> bool {
    let told = |set: &[usize]| set.iter().any(|r| !rows[*r].told.is_empty());
    let pronoun = |set: &[usize], word: &str| set.iter().any(|r| rows[*r].pronoun.as_deref() == Some(word));
    (told(a) && told(b)) || (pronoun(a, "he") && pronoun(b, "she")) || (pronoun(a, "she") && pronoun(b, "he"))
}
