//! Which of many things are worth comparing: those that share a hash.

use crate::AggregateError;
use crate::record::{Fields, Record};
use crate::sorter::{Sorted, Sorter};
use copydesk_export::Tables;

/// Pairs of numbered things to be compared, ordered, on disk while they wait.
#[derive(Debug)]
pub(crate) struct Candidates {
    pairs: Sorted,
}

impl Candidates {
    /// From records (hash, number): the pairs of things that share a hash.
    pub(crate) fn of(hashes: Sorter, tables: &Tables<'_>) -> Result<Self, AggregateError> {
        let mut found = Sorter::new(tables.scratch());
        let mut record = Record::default();
        each_bucket(hashes, |bucket| pairs(bucket, |a, b| found.push(record.clear().u32(a).u32(b).bytes())))?;
        Ok(Self { pairs: found.sorted()? })
    }

    /// The next pair, the smaller number first; a pair that shares several hashes comes several times.
    pub(crate) fn next(&mut self) -> Result<Option<(u32, u32)>, AggregateError> {
        Ok(self.pairs.next()?.map(|pair| {
            let mut pair = Fields(pair);
            (pair.u32(), pair.u32())
        }))
    }
}

/// Walks records (hash, number) by hash; calls with the numbers of every hash that occurs twice or more.
fn each_bucket(
    hashes: Sorter,
    mut bucket: impl FnMut(&[u32]) -> Result<(), AggregateError>,
) -> Result<(), AggregateError> {
    let mut sorted = hashes.sorted()?;
    let mut members: Vec<u32> = Vec::new();
    let mut current = None;
    while let Some(record) = sorted.next()? {
        let mut fields = Fields(record);
        let (hash, member) = (fields.u64(), fields.u32());
        if current != Some(hash) {
            if members.len() > 1 {
                bucket(&members)?;
            }
            members.clear();
            current = Some(hash);
        }
        if members.last() != Some(&member) {
            members.push(member);
        }
    }
    if members.len() > 1 { bucket(&members) } else { Ok(()) }
}

/// The pairs to look at among the members of one bucket: all of a small one; of a large one, as many as
/// keep the work linear (each with the first and with those next to it), since large buckets are either
/// one much-copied thing, joined by any of its pairs, or a commonplace.
fn pairs<E>(bucket: &[u32], mut pair: impl FnMut(u32, u32) -> Result<(), E>) -> Result<(), E> {
    const SMALL: usize = 12;
    const NEXT: usize = 4;
    let reach = if bucket.len() <= SMALL { bucket.len() } else { NEXT };
    for (n, a) in bucket.iter().enumerate() {
        for b in bucket.iter().skip(n + 1).take(reach) {
            pair(*a, *b)?;
        }
        if n > reach {
            pair(bucket[0], *a)?;
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn large_buckets_cost_linear_work() {
        let count = |n: u32| {
            let mut found = 0;
            let counted: Result<(), ()> = pairs(&(0..n).collect::<Vec<_>>(), |_, _| {
                found += 1;
                Ok(())
            });
            assert!(counted.is_ok());
            found
        };
        assert_eq!(count(4), 6);
        assert_eq!(count(12), 66);
        assert!(count(10_000) < 60_000);
    }
}
