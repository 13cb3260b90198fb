//! Rows of an Arrow record batch as raw records, as those of a Parquet file are.

use crate::cut::parquet::{columns, row, wanted};
use crate::{Options, Origin, Record, Reject};
use arrow::array::{Array, ArrayRef, AsArray, RecordBatch};
use arrow::compute::cast;
use arrow::datatypes::{DataType, Int64Type};
use std::sync::Arc;
use thiserror::Error;

/// Why a batch has no records: a sentence.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[error("{0}")]
pub struct BatchError(String);

/// Where the rows of batches come from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BatchOrigin {
    /// The input that rows of tables name.
    pub input: Arc<str>,
    /// Position of the next row in it.
    pub next: i64,
}

/// The rows of a batch as records. Columns `input_uri`, `input_record` and `input_offset`, where the batch has them, say
/// where a row was read; else it is a row of `origin`, which counts them.
///
/// # Errors
/// If no column is a text, or a column has a type that holds none.
pub fn records_of(
    batch: &RecordBatch,
    options: &Options,
    origin: &mut BatchOrigin,
) -> Result<Vec<Result<Record, Reject>>, BatchError> {
    let wanted = wanted(batch.schema_ref().fields(), &options.map).map_err(BatchError)?;
    let articles = batch.project(&wanted).map_err(|e| BatchError(e.to_string()))?;
    let columns = columns(&articles).map_err(BatchError)?;
    let uris = column(batch, "input_uri", &DataType::Utf8)?;
    let numbers = column(batch, "input_record", &DataType::Int64)?;
    let offsets = column(batch, "input_offset", &DataType::Int64)?;
    let number = |column: &Option<ArrayRef>, at: usize| {
        let column = column.as_ref().map(AsArray::as_primitive::<Int64Type>)?;
        column.is_valid(at).then(|| column.value(at))
    };
    let records = (0..batch.num_rows()).map(|at| {
        let uri = uris.as_ref().map(AsArray::as_string::<i32>).filter(|c| c.is_valid(at)).map(|c| c.value(at));
        let input = match uri {
            Some(uri) if *uri != *origin.input => uri.into(),
            _ => Arc::clone(&origin.input),
        };
        let record = number(&numbers, at).unwrap_or(origin.next + at as i64);
        let origin = Origin { input, record, offset: number(&offsets, at) };
        match row(&columns, at, options.max_record_bytes) {
            Ok(payload) => Ok(Record { origin, payload }),
            Err(fault) => Err(fault.reject(origin)),
        }
    });
    let records = records.collect();
    origin.next += batch.num_rows() as i64;
    Ok(records)
}

fn column(batch: &RecordBatch, name: &str, kind: &DataType) -> Result<Option<ArrayRef>, BatchError> {
    let column = batch.column_by_name(name).map(|c| cast(c, kind)).transpose();
    column.map_err(|e| BatchError(format!("column {name}: {e}")))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Reader;
    use arrow::array::{Int64Array, LargeStringArray, StringArray};

    fn batch(columns: Vec<(&str, ArrayRef)>) -> RecordBatch {
        RecordBatch::try_from_iter(columns).expect("columns of one length")
    }

    fn origin() -> BatchOrigin {
        BatchOrigin { input: "here".into(), next: 7 }
    }

    #[test]
    fn rows_are_records_with_their_place() {
        let text: ArrayRef = Arc::new(LargeStringArray::from(vec!["It rained on Monday.", "It snowed on Friday."]));
        let uri: ArrayRef = Arc::new(StringArray::from(vec![None, Some("there")]));
        let number: ArrayRef = Arc::new(Int64Array::from(vec![None, Some(41)]));
        let (options, mut origin) = (Options::default(), origin());
        let batch = batch(vec![("body", text), ("input_uri", uri), ("input_record", number)]);
        let records = records_of(&batch, &options, &mut origin).expect("records");
        let reader = Reader::new(&options);
        let found: Vec<_> = records
            .into_iter()
            .map(|r| reader.article(r.expect("a record")).expect("an article"))
            .map(|a| (a.origin.input.to_string(), a.origin.record, a.text))
            .collect();
        assert_eq!(
            found,
            [
                ("here".to_owned(), 7, "It rained on Monday.".to_owned()),
                ("there".to_owned(), 41, "It snowed on Friday.".to_owned())
            ]
        );
        assert_eq!(origin.next, 9);
    }

    #[test]
    fn a_batch_without_text_says_so() {
        let number: ArrayRef = Arc::new(Int64Array::from(vec![1]));
        let error = records_of(&batch(vec![("pages", number)]), &Options::default(), &mut origin());
        assert_eq!(error.expect_err("no text").to_string(), "no text column among: pages");
    }
}
