//! A part read again.

use super::{Format, jsonl};
use crate::ExportError;
use crate::schema::Table;
use arrow::array::RecordBatch;
use camino::Utf8PathBuf;
use parquet::arrow::ProjectionMask;
use parquet::arrow::arrow_reader::{ParquetRecordBatchReader, ParquetRecordBatchReaderBuilder};
use std::fs::File;
use std::io::{BufRead, BufReader};

/// Batches of one part.
#[derive(Debug)]
pub(crate) struct PartReader {
    path: Utf8PathBuf,
    table: &'static Table,
    columns: Vec<&'static str>,
    reader: Reader,
}

enum Reader {
    Parquet(Box<ParquetRecordBatchReader>),
    Jsonl(BufReader<File>),
}

impl std::fmt::Debug for Reader {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::Parquet(_) => "Parquet",
            Self::Jsonl(_) => "Jsonl",
        })
    }
}

/// Rows in a batch: bodies are long, so few.
const BATCH: usize = 1 << 10;

impl PartReader {
    pub(crate) fn open(
        path: Utf8PathBuf,
        table: &'static Table,
        columns: &[&'static str],
        format: Format,
    ) -> Result<Self, ExportError> {
        let file = File::open(&path).map_err(ExportError::io("open", &*path))?;
        let reader = match format {
            Format::Jsonl => Reader::Jsonl(BufReader::new(file)),
            Format::Parquet => Reader::Parquet(Box::new(
                ParquetRecordBatchReaderBuilder::try_new(file)
                    .and_then(|builder| {
                        let wanted = ProjectionMask::columns(builder.parquet_schema(), columns.iter().copied());
                        builder.with_projection(wanted).with_batch_size(BATCH).build()
                    })
                    .map_err(|source| ExportError::Damaged { path: path.clone(), detail: source.to_string() })?,
            )),
        };
        Ok(Self { path, table, columns: columns.to_vec(), reader })
    }

    fn damaged(&self, detail: &dyn std::fmt::Display) -> ExportError {
        ExportError::Damaged { path: self.path.clone(), detail: detail.to_string() }
    }

    /// The columns in the order in which they were asked for.
    fn in_order(&self, batch: &RecordBatch) -> Result<RecordBatch, ExportError> {
        let schema = batch.schema();
        let order: Result<Vec<usize>, _> = self.columns.iter().map(|c| schema.index_of(c)).collect();
        order.and_then(|order| batch.project(&order)).map_err(|e| self.damaged(&e))
    }

    fn lines(&mut self) -> Result<Option<RecordBatch>, ExportError> {
        let Reader::Jsonl(lines) = &mut self.reader else { return Ok(None) };
        let mut text = String::new();
        for _ in 0..BATCH {
            let read = lines.read_line(&mut text).map_err(ExportError::io("read", &*self.path))?;
            if read == 0 {
                break;
            }
        }
        if text.is_empty() {
            return Ok(None);
        }
        jsonl::read(self.table, &text).map(Some).map_err(|e| self.damaged(&e))
    }
}

impl Iterator for PartReader {
    type Item = Result<RecordBatch, ExportError>;

    fn next(&mut self) -> Option<Self::Item> {
        let batch = match &mut self.reader {
            Reader::Parquet(reader) => reader.next()?.map_err(|e| self.damaged(&e)),
            Reader::Jsonl(_) => self.lines().transpose()?,
        };
        Some(batch.and_then(|batch| self.in_order(&batch)))
    }
}
