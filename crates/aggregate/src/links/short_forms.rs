//! Surnames and acronyms alone: whom the article's company says they stand for.

use super::rows::Row;
use super::{entity_id, say};
use crate::AggregateError;
use crate::record::{Fields, Record};
use crate::sorter::Sorter;

/// Someone a short form may stand for.
#[derive(Debug)]
struct Candidate {
    id: i64,
    /// In how many articles.
    articles: u32,
    /// Words of roles and names of company, ordered.
    evidence: Vec<u64>,
}

/// Candidates beyond these, the rarest, are not looked at.
const CANDIDATES: usize = 32;

/// Walks the short forms: first the candidates of each, then the rows that use it.
pub(super) fn resolve(short: Sorter, named: &mut Sorter) -> Result<(), AggregateError> {
    let mut sorted = short.sorted()?;
    let mut candidates: Vec<Candidate> = Vec::new();
    let mut current: Option<(String, u64)> = None;
    let mut record = Record::default();
    while let Some(bytes) = sorted.next()? {
        let mut fields = Fields(bytes);
        let key = (fields.text().into_owned(), fields.u64());
        if current.as_ref() != Some(&key) {
            candidates.clear();
            current = Some(key.clone());
        }
        let is_row = fields.bool();
        if is_row {
            let row = Row::read(fields);
            let id = choose(&candidates, &row).unwrap_or_else(|| entity_id(&key.0, key.1, None));
            say(named, &mut record, id, &row)?;
        } else if candidates.len() < CANDIDATES {
            let (articles, id, n) = (u32::MAX - fields.u32(), fields.i64(), fields.u32());
            let mut evidence: Vec<u64> = (0..n).map(|_| fields.u64()).collect();
            evidence.sort_unstable();
            candidates.push(Candidate { id, articles, evidence });
        }
    }
    Ok(())
}

/// The candidate that shares most with the row; where none shares anything, one that stands out so far that
/// a reader would think of no other. Candidates come with the most frequent first.
fn choose(candidates: &[Candidate], row: &Row<'_>) -> Option<i64> {
    /// So many times more frequent than the next,
    const OUTSTANDING: u32 = 4;
    /// and known from so many articles.
    const KNOWN: u32 = 3;
    let shared = |c: &Candidate| {
        row.told.iter().chain(&row.company).filter(|item| c.evidence.binary_search(item).is_ok()).count()
    };
    let best = candidates.iter().map(|c| (shared(c), c)).reduce(|best, next| if next.0 > best.0 { next } else { best });
    match best {
        Some((n, candidate)) if n > 0 => Some(candidate.id),
        Some(_) => {
            let top = &candidates[0];
            let next = candidates.get(1).map_or(0, |c| c.articles);
            (top.articles >= KNOWN && top.articles >= OUTSTANDING * next).then_some(top.id)
        }
        None => None,
    }
}
