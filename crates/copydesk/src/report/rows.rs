//! Rows of a finished run's tables, as the report asks for them.

use arrow::array::{
    Array, BooleanArray, Date32Array, Float32Array, Float64Array, Int32Array, Int64Array, ListArray, RecordBatch,
    StringArray, StructArray,
};
use copydesk_export::schema::Table;
use copydesk_export::{ExportError, FinishedRun};
use std::ops::Range;

/// One row: cells by the position of their columns in what was asked for. A cell of another type is as good as NULL.
#[derive(Clone, Copy)]
pub(super) struct Row<'b> {
    batch: &'b RecordBatch,
    at: usize,
}

impl<'b> Row<'b> {
    fn cell<T: Array + 'static>(self, column: usize) -> Option<&'b T> {
        let array = self.batch.columns().get(column)?;
        array.is_valid(self.at).then(|| array.as_any().downcast_ref()).flatten()
    }

    pub(super) fn text(self, column: usize) -> Option<&'b str> {
        self.cell::<StringArray>(column).map(|a| a.value(self.at))
    }

    pub(super) fn whole(self, column: usize) -> Option<i64> {
        let wide = self.cell::<Int64Array>(column).map(|a| a.value(self.at));
        wide.or_else(|| self.cell::<Int32Array>(column).map(|a| i64::from(a.value(self.at))))
    }

    pub(super) fn number(self, column: usize) -> Option<f64> {
        let wide = self.cell::<Float64Array>(column).map(|a| a.value(self.at));
        wide.or_else(|| self.cell::<Float32Array>(column).map(|a| f64::from(a.value(self.at))))
    }

    pub(super) fn yes(self, column: usize) -> bool {
        self.cell::<BooleanArray>(column).is_some_and(|a| a.value(self.at))
    }

    /// A day, in days since 1970.
    pub(super) fn day(self, column: usize) -> Option<i32> {
        self.cell::<Date32Array>(column).map(|a| a.value(self.at))
    }

    /// What stands from the offset in one column to that in the next.
    pub(super) fn span(self, column: usize) -> Option<Range<usize>> {
        let at = |column| self.whole(column).and_then(|n| usize::try_from(n).ok());
        Some(at(column)?..at(column + 1)?)
    }

    /// The parts of a quote, in code points.
    pub(super) fn parts(self, column: usize) -> Vec<Range<usize>> {
        let Some(list) = self.cell::<ListArray>(column).map(|a| a.value(self.at)) else { return Vec::new() };
        let Some(parts) = list.as_any().downcast_ref::<StructArray>() else { return Vec::new() };
        let end = |name: &str| parts.column_by_name(name)?.as_any().downcast_ref::<Int32Array>();
        let (Some(from), Some(to)) = (end("char_start"), end("char_end")) else { return Vec::new() };
        from.values().iter().zip(to.values()).map(|(a, b)| *a as usize..*b as usize).collect()
    }
}

/// A day as people write it.
pub(super) fn written(day: i32) -> String {
    arrow::temporal_conversions::date32_to_datetime(day).map_or_else(String::new, |d| d.date().to_string())
}

/// Calls `see` with every row of a table, in the order of the run.
///
/// # Errors
/// If a file cannot be read, or lacks a column.
pub(super) fn each(
    run: &FinishedRun,
    table: &'static Table,
    columns: &'static [&'static str],
    mut see: impl FnMut(Row<'_>),
) -> Result<(), ExportError> {
    for batch in run.read(table, columns) {
        let batch = batch?;
        (0..batch.num_rows()).for_each(|at| see(Row { batch: &batch, at }));
    }
    Ok(())
}

/// The first few of any number of things, in the order of their keys; what cannot be among them is forgotten on the way.
pub(super) struct First<K, T> {
    most: usize,
    held: Vec<(K, T)>,
}

impl<K: Ord, T> First<K, T> {
    pub(super) fn new(most: usize) -> Self {
        Self { most, held: Vec::new() }
    }

    pub(super) fn add(&mut self, key: K, thing: T) {
        self.held.push((key, thing));
        if self.held.len() >= 4 * self.most.max(16) {
            self.shorten();
        }
    }

    fn shorten(&mut self) {
        self.held.sort_by(|a, b| a.0.cmp(&b.0));
        self.held.truncate(self.most);
    }

    pub(super) fn sorted(mut self) -> impl Iterator<Item = (K, T)> {
        self.shorten();
        self.held.into_iter()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_of_many_are_the_first() {
        let mut first = First::new(3);
        (0..1000).map(|i| (i * 7919) % 1000).for_each(|n| first.add(n, n));
        assert!(first.sorted().map(|(_, n)| n).eq([0, 1, 2]));
    }

    #[test]
    fn days_are_written_as_people_do() {
        assert_eq!(written(19_800), "2024-03-18");
        assert_eq!(written(-1), "1969-12-31");
    }
}
