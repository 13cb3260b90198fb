//! Rows of a finished run's tables, as the report asks for them.

use anyhow::Context;
use arrow::array::{
    Array, BooleanArray, Date32Array, Float32Array, Float64Array, Int32Array, Int64Array, RecordBatch, StringArray,
};
use camino::Utf8Path;
use copydesk_export::Manifest;
use parquet::arrow::ProjectionMask;
use parquet::arrow::arrow_reader::ParquetRecordBatchReaderBuilder;
use std::fs::File;

/// One row: cells by the position of their columns in what was asked for. A cell of another type is as good as NULL.
#[derive(Clone, Copy)]
pub(super) struct Row<'b> {
    batch: &'b RecordBatch,
    order: &'b [usize],
    at: usize,
}

impl<'b> Row<'b> {
    fn cell<T: Array + 'static>(self, column: usize) -> Option<&'b T> {
        let array = self.batch.column(*self.order.get(column)?);
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

    /// A day as people write it.
    pub(super) fn day(self, column: usize) -> Option<String> {
        self.cell::<Date32Array>(column).and_then(|a| a.value_as_date(self.at)).map(|d| d.to_string())
    }
}

/// Calls `see` with every row of a table, in the order of the run.
///
/// # Errors
/// If a file cannot be read, or lacks a column.
pub(super) fn each(
    dir: &Utf8Path,
    manifest: &Manifest,
    table: &str,
    columns: &[&str],
    mut see: impl FnMut(Row<'_>),
) -> anyhow::Result<()> {
    for file in manifest.files().filter(|f| f.path.split('/').next() == Some(table)) {
        let path = dir.join(&file.path);
        let file = File::open(&path).with_context(|| format!("failed to open {path}"))?;
        let builder = ParquetRecordBatchReaderBuilder::try_new(file)?;
        let wanted = ProjectionMask::columns(builder.parquet_schema(), columns.iter().copied());
        for batch in builder.with_projection(wanted).build()? {
            let batch = batch?;
            let schema = batch.schema();
            let order = columns.iter().map(|c| schema.index_of(c)).collect::<Result<Vec<_>, _>>()?;
            (0..batch.num_rows()).for_each(|row| see(Row { batch: &batch, order: &order, at: row }));
        }
    }
    Ok(())
}
