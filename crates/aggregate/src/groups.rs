//! Sorted records group by group.

use crate::AggregateError;
use crate::record::Fields;
use crate::sorter::{Sorted, Sorter};

/// Walks the records of a sorter in order: `key` reads the key of a record, `add` puts the rest of its
/// fields into the group's sum, `end` takes the finished sum.
pub(crate) fn each<K: PartialEq, S: Default>(
    sorter: Sorter,
    key: impl Fn(&mut Fields<'_>) -> K,
    mut add: impl FnMut(&mut S, &mut Fields<'_>),
    mut end: impl FnMut(K, S) -> Result<(), AggregateError>,
) -> Result<(), AggregateError> {
    let mut sorted: Sorted = sorter.sorted()?;
    let mut open: Option<(K, S)> = None;
    while let Some(record) = sorted.next()? {
        let mut fields = Fields(record);
        let its = key(&mut fields);
        if open.as_ref().is_none_or(|(key, _)| *key != its)
            && let Some((key, sum)) = open.replace((its, S::default()))
        {
            end(key, sum)?;
        }
        if let Some((_, sum)) = &mut open {
            add(sum, &mut fields);
        }
    }
    match open {
        Some((key, sum)) => end(key, sum),
        None => Ok(()),
    }
}

/// Counts different ids that come in order.
#[derive(Debug, Default)]
pub(crate) struct Different {
    last: Option<i64>,
    pub(crate) n: i64,
}

impl Different {
    pub(crate) fn add(&mut self, id: i64) {
        if self.last.replace(id) != Some(id) {
            self.n += 1;
        }
    }
}

/// The first and the last of some days.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Days {
    pub(crate) first: Option<i32>,
    pub(crate) last: Option<i32>,
}

impl Days {
    pub(crate) fn add(&mut self, date: Option<i32>) {
        let Some(date) = date else { return };
        self.first = Some(self.first.map_or(date, |first| first.min(date)));
        self.last = self.last.max(Some(date));
    }
}
