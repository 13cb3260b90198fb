//! Rows of a Parquet file, a batch at a time and only the columns that are wanted. A row group that cannot be read is
//! one fault, and the others go on.
//!
//! A file may be a bomb: pages that grow without bound when they are unpacked are refused before anything unpacks them
//! ([`pages`]), and texts are read as views, so that a value which a dictionary says a million times is held once.

use super::{Cut, Fault, Piece};
use crate::options::FieldMap;
use crate::record::Payload;
use crate::stream::Stream;
use crate::{Options, Reason};
use arrow::array::{Array, ArrayRef, AsArray, RecordBatch};
use arrow::compute::cast;
use arrow::datatypes::{DataType, Field, Fields, Schema};
use parquet::arrow::ProjectionMask;
use parquet::arrow::arrow_reader::{
    ArrowReaderMetadata, ArrowReaderOptions, ParquetRecordBatchReader, ParquetRecordBatchReaderBuilder,
};
use serde_json::Value;
use std::fs::File;
use std::io::{self, Read};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;
use std::sync::Arc;

mod pages;

/// Rows decoded at once: few, since bodies are long; fewer where pages are large.
const BATCH: usize = 64;

pub(crate) struct Rows {
    file: File,
    metadata: ArrowReaderMetadata,
    columns: Vec<usize>,
    group: usize,
    reader: Option<ParquetRecordBatchReader>,
    batch: Option<(Vec<Column>, usize, usize)>,
    cap: usize,
}

impl Rows {
    /// Reads the file at `path`, or what is in `stream`: Parquet ends with its index, so a stream has to be written to
    /// a temporary file first, of no more than `room` bytes.
    pub(crate) fn open(path: Option<&Path>, stream: Stream, room: u64, options: &Options) -> Result<Self, Fault> {
        let at = |error: io::Error| Fault::new(super::reason_of(&error), error.to_string());
        let file = if let Some(path) = path {
            File::open(path).map_err(at)?
        } else {
            let mut file = tempfile::tempfile().map_err(at)?;
            if io::copy(&mut stream.take(room.saturating_add(1)), &mut file).map_err(at)? > room {
                return Err(Fault::new(
                    Reason::TooLong,
                    format!("more than {room} bytes of Parquet in a compressed file"),
                ));
            }
            file
        };
        let metadata = guarded(|| {
            let load = |options| ArrowReaderMetadata::load(&file, options).map_err(|e| e.to_string());
            let as_written = load(ArrowReaderOptions::default())?;
            load(ArrowReaderOptions::default().with_schema(with_views(as_written.schema())))
        })?;
        let fields = metadata.schema().fields();
        let columns = wanted(fields, &options.map).map_err(|detail| Fault::new(Reason::BadRecord, detail))?;
        Ok(Self { file, metadata, columns, group: 0, reader: None, batch: None, cap: options.max_record_bytes })
    }

    /// The reader of the next row group.
    fn next_group(&mut self) -> Option<Result<(), Fault>> {
        let groups = self.metadata.metadata().num_row_groups();
        if self.group >= groups {
            return None;
        }
        let group = self.group;
        self.group += 1;
        let rows = match pages::rows_at_once(&self.file, self.metadata.metadata(), group, &self.columns) {
            Ok(rows) => rows.min(BATCH),
            Err(fault) => return Some(Err(self.lost(fault))),
        };
        let built = guarded(|| {
            let file = self.file.try_clone().map_err(|e| e.to_string())?;
            let builder = ParquetRecordBatchReaderBuilder::new_with_metadata(file, self.metadata.clone());
            let mask = ProjectionMask::roots(builder.parquet_schema(), self.columns.iter().copied());
            let builder = builder.with_batch_size(rows).with_projection(mask).with_row_groups(vec![group]);
            builder.build().map_err(|e| e.to_string())
        });
        Some(built.map(|reader| self.reader = Some(reader)).map_err(|fault| self.lost(fault)))
    }

    /// The next batch of the current row group, as texts.
    fn next_batch(&mut self) -> Option<Result<(), Fault>> {
        let reader = self.reader.as_mut()?;
        let batch = guarded(|| match reader.next() {
            None => Ok(None),
            Some(batch) => {
                let batch = batch.map_err(|e| e.to_string())?;
                Ok(Some((columns(&batch)?, batch.num_rows())))
            }
        });
        match batch {
            Ok(None) => {
                self.reader = None;
                None
            }
            Ok(Some((columns, rows))) => {
                self.batch = Some((columns, 0, rows));
                Some(Ok(()))
            }
            Err(fault) => {
                self.reader = None;
                Some(Err(self.lost(fault)))
            }
        }
    }

    fn lost(&self, fault: Fault) -> Fault {
        let group = self.group - 1;
        Fault { detail: format!("row group {group} breaks: {}", fault.detail), ..fault }
    }

    fn row(&mut self) -> Option<Result<Payload, Fault>> {
        let (columns, at, rows) = self.batch.as_mut()?;
        if at == rows {
            self.batch = None;
            return None;
        }
        let row = row(columns, *at, self.cap);
        *at += 1;
        Some(row)
    }
}

/// One row of a batch, if it is not larger than `cap`.
pub(crate) fn row(columns: &[Column], at: usize, cap: usize) -> Result<Payload, Fault> {
    let fields: Vec<_> = columns.iter().filter_map(|c| Some((Arc::clone(&c.name), c.value(at)?))).collect();
    let bytes: usize = fields.iter().map(|(_, value)| value.as_str().map_or(8, str::len)).sum();
    if bytes > cap {
        let detail = format!("a row of {bytes} bytes; the limit is {cap}");
        return Err(Fault::new(Reason::TooLong, detail).sized(bytes as u64));
    }
    Ok(Payload::Row(fields))
}

impl Cut for Rows {
    fn next(&mut self) -> Option<Piece> {
        loop {
            if let Some(content) = self.row() {
                return Some(Piece { offset: None, content });
            }
            let step = match self.next_batch() {
                Some(step) => step,
                None => self.next_group()?,
            };
            if let Err(fault) = step {
                return Some(Piece { offset: None, content: Err(fault) });
            }
        }
    }
}

/// The positions of the columns that say something about an article.
///
/// # Errors
/// A sentence, where none of them is a text.
pub(crate) fn wanted(fields: &Fields, map: &FieldMap) -> Result<Vec<usize>, String> {
    if !fields.iter().any(|f| is_plain(f.data_type()) && super::table::is_text(f.name(), map)) {
        let names: Vec<&str> = fields.iter().map(|f| f.name().as_str()).collect();
        return Err(format!("no text column among: {}", names.join(", ")));
    }
    let says = |f: &Field| map.field(f.name()).is_some() && is_plain(f.data_type());
    Ok((0..fields.len()).filter(|&at| says(&fields[at])).collect())
}

/// A value, or a list of values; what has fields of its own is not for us.
fn is_plain(kind: &DataType) -> bool {
    match kind {
        DataType::List(item) | DataType::LargeList(item) => !item.data_type().is_nested(),
        DataType::Dictionary(_, value) => !value.is_nested(),
        kind => !kind.is_nested(),
    }
}

/// The schema with texts as views.
fn with_views(schema: &Schema) -> Arc<Schema> {
    fn view(kind: &DataType) -> DataType {
        match kind {
            DataType::Utf8 | DataType::LargeUtf8 => DataType::Utf8View,
            DataType::Binary | DataType::LargeBinary => DataType::BinaryView,
            DataType::Dictionary(_, value) => view(value),
            DataType::List(item) => DataType::List(Arc::new(viewed(item))),
            DataType::LargeList(item) => DataType::LargeList(Arc::new(viewed(item))),
            kind => kind.clone(),
        }
    }
    fn viewed(field: &Field) -> Field {
        field.clone().with_data_type(view(field.data_type()))
    }
    let fields = schema.fields().iter().map(|field| viewed(field));
    Arc::new(Schema::new_with_metadata(fields.collect::<Vec<_>>(), schema.metadata().clone()))
}

/// One column of a batch as texts.
pub(crate) struct Column {
    name: Arc<str>,
    values: Values,
}

enum Values {
    Texts(ArrayRef),
    Lists(Vec<Option<ArrayRef>>),
}

pub(crate) fn columns(batch: &RecordBatch) -> Result<Vec<Column>, String> {
    let mut columns = Vec::with_capacity(batch.num_columns());
    for (field, array) in batch.schema().fields().iter().zip(batch.columns()) {
        columns.push(Column { name: field.name().as_str().into(), values: values(array)? });
    }
    Ok(columns)
}

fn values(array: &ArrayRef) -> Result<Values, String> {
    let texts = |array: &ArrayRef| {
        let written = match array.data_type() {
            DataType::Utf8View | DataType::BinaryView | DataType::Utf8 | DataType::LargeUtf8 => Arc::clone(array),
            DataType::Dictionary(_, value) if **value == DataType::Utf8 => Arc::clone(array),
            _ => cast(array, &DataType::Utf8).map_err(|e| e.to_string())?,
        };
        cast(&written, &DataType::Utf8View).map_err(|e| e.to_string())
    };
    let lists = |items: &mut dyn Iterator<Item = Option<ArrayRef>>| {
        items.map(|item| item.as_ref().map(texts).transpose()).collect::<Result<_, _>>().map(Values::Lists)
    };
    match array.data_type() {
        DataType::List(_) => lists(&mut array.as_list::<i32>().iter()),
        DataType::LargeList(_) => lists(&mut array.as_list::<i64>().iter()),
        _ => texts(array).map(Values::Texts),
    }
}

impl Column {
    fn value(&self, row: usize) -> Option<Value> {
        match &self.values {
            Values::Texts(array) => {
                let texts = array.as_string_view();
                texts.is_valid(row).then(|| Value::from(texts.value(row)))
            }
            Values::Lists(lists) => {
                let list = lists.get(row)?.as_ref()?.as_string_view();
                Some(list.iter().flatten().map(Value::from).collect())
            }
        }
    }
}

/// Broken files may panic in the depths of a decoder; here that is one more way to be broken.
fn guarded<T>(work: impl FnOnce() -> Result<T, String>) -> Result<T, Fault> {
    match catch_unwind(AssertUnwindSafe(work)) {
        Ok(Ok(value)) => Ok(value),
        Ok(Err(detail)) => Err(Fault::new(Reason::BadRecord, detail)),
        Err(_) => Err(Fault::new(Reason::BadRecord, "the Parquet decoder panicked")),
    }
}
