//! Rows in, a record batch out: cells are put in the order of the schema, by name.

use crate::ExportError;
use crate::schema::{Kind, Table, part_fields};
use arrow::array::{
    ArrayRef, BooleanBuilder, Date32Builder, Float32Builder, Float64Builder, Int32Builder, Int64Builder, ListBuilder,
    RecordBatch, StringBuilder, StructBuilder, TimestampMicrosecondBuilder,
};
use arrow::datatypes::{DataType, Field};
use std::sync::Arc;

/// Collects the rows of one table.
///
/// A row is begun with [`TableBuilder::row`] and gets one cell a column, in the order of the schema.
#[derive(Debug)]
pub struct TableBuilder {
    table: &'static Table,
    cells: Vec<Cells>,
    rows: usize,
}

#[derive(Debug)]
enum Cells {
    I64(Int64Builder),
    I32(Int32Builder),
    F32(Float32Builder),
    F64(Float64Builder),
    Bool(BooleanBuilder),
    Text(StringBuilder),
    Texts(ListBuilder<StringBuilder>),
    Date(Date32Builder),
    Timestamp(TimestampMicrosecondBuilder),
    Parts(ListBuilder<StructBuilder>),
}

impl Cells {
    fn new(kind: Kind) -> Self {
        match kind {
            Kind::I64 => Self::I64(Int64Builder::new()),
            Kind::I32 => Self::I32(Int32Builder::new()),
            Kind::F32 => Self::F32(Float32Builder::new()),
            Kind::F64 => Self::F64(Float64Builder::new()),
            Kind::Bool => Self::Bool(BooleanBuilder::new()),
            Kind::Text => Self::Text(StringBuilder::new()),
            Kind::Texts => Self::Texts(ListBuilder::new(StringBuilder::new()).with_field(Field::new(
                "item",
                DataType::Utf8,
                false,
            ))),
            Kind::Date => Self::Date(Date32Builder::new()),
            Kind::Timestamp => Self::Timestamp(TimestampMicrosecondBuilder::new()),
            Kind::Parts => {
                Self::Parts(ListBuilder::new(StructBuilder::from_fields(part_fields(), 0)).with_field(Field::new(
                    "item",
                    DataType::Struct(part_fields()),
                    false,
                )))
            }
        }
    }

    fn finish(&mut self) -> ArrayRef {
        match self {
            Self::I64(b) => Arc::new(b.finish()),
            Self::I32(b) => Arc::new(b.finish()),
            Self::F32(b) => Arc::new(b.finish()),
            Self::F64(b) => Arc::new(b.finish()),
            Self::Bool(b) => Arc::new(b.finish()),
            Self::Text(b) => Arc::new(b.finish()),
            Self::Texts(b) => Arc::new(b.finish()),
            Self::Date(b) => Arc::new(b.finish()),
            Self::Timestamp(b) => Arc::new(b.finish()),
            Self::Parts(b) => Arc::new(b.finish()),
        }
    }
}

/// One part of a quote in both units.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PartCell {
    /// Code points.
    pub chars: (i32, i32),
    /// UTF-8 bytes.
    pub bytes: (i32, i32),
}

/// A row being filled, cell after cell.
#[derive(Debug)]
pub struct Row<'b> {
    builder: &'b mut TableBuilder,
    at: usize,
}

impl TableBuilder {
    /// No rows yet.
    pub fn new(table: &'static Table) -> Self {
        Self { table, cells: table.columns.iter().map(|c| Cells::new(c.kind)).collect(), rows: 0 }
    }

    /// Begins a row.
    pub fn row(&mut self) -> Row<'_> {
        self.rows += 1;
        Row { builder: self, at: 0 }
    }

    /// How many rows were begun.
    pub fn len(&self) -> usize {
        self.rows
    }

    /// True where there are none.
    pub fn is_empty(&self) -> bool {
        self.rows == 0
    }

    /// The rows as a batch; the builder is empty again.
    ///
    /// # Errors
    /// A row with too few cells, or a NULL where the schema allows none: a bug in the caller.
    pub fn finish(&mut self) -> Result<RecordBatch, ExportError> {
        self.rows = 0;
        RecordBatch::try_new(self.table.arrow(), self.cells.iter_mut().map(Cells::finish).collect())
            .map_err(|source| ExportError::Encode { path: self.table.name.into(), source: source.into() })
    }
}

macro_rules! cell {
    ($(#[$doc:meta])* $method:ident, $variant:ident, $value:ty) => {
        $(#[$doc])*
        #[must_use]
        pub fn $method(self, column: &'static str, value: impl Into<Option<$value>>) -> Self {
            let value = value.into();
            self.cell(column, |cells| match cells {
                Cells::$variant(b) => { b.append_option(value); true }
                _ => false,
            })
        }
    };
}

impl Row<'_> {
    cell!(
        /// Puts an int64.
        i64, I64, i64);
    cell!(
        /// Puts an int32.
        i32, I32, i32);
    cell!(
        /// Puts a float32.
        f32, F32, f32);
    cell!(
        /// Puts a float64.
        f64, F64, f64);
    cell!(
        /// Puts a bool.
        bool, Bool, bool);
    cell!(
        /// Puts a day, counted from 1970-01-01.
        date, Date, i32);
    cell!(
        /// Puts a moment, in microseconds from 1970-01-01, UTC.
        timestamp, Timestamp, i64);

    /// Puts text.
    #[must_use]
    pub fn text<'v>(self, column: &'static str, value: impl Into<Option<&'v str>>) -> Self {
        let value = value.into();
        self.cell(column, |cells| match cells {
            Cells::Text(b) => {
                b.append_option(value);
                true
            }
            _ => false,
        })
    }

    /// Puts a list of texts; an empty list is an empty list, not NULL.
    #[must_use]
    pub fn texts(self, column: &'static str, values: &[String]) -> Self {
        self.cell(column, |cells| match cells {
            Cells::Texts(b) => {
                for v in values {
                    b.values().append_value(v);
                }
                b.append(true);
                true
            }
            _ => false,
        })
    }

    /// Puts the parts of a quote.
    #[must_use]
    pub fn parts(self, column: &'static str, values: &[PartCell]) -> Self {
        self.cell(column, |cells| match cells {
            Cells::Parts(b) => {
                for v in values {
                    for (i, n) in [v.chars.0, v.chars.1, v.bytes.0, v.bytes.1].into_iter().enumerate() {
                        if let Some(field) = b.values().field_builder::<Int32Builder>(i) {
                            field.append_value(n);
                        }
                    }
                    b.values().append(true);
                }
                b.append(true);
                true
            }
            _ => false,
        })
    }

    /// The one place where a cell meets its column: a cell out of order or of another type is a bug of
    /// the row's author, so it stops every test that makes such a row.
    fn cell(mut self, column: &'static str, put: impl FnOnce(&mut Cells) -> bool) -> Self {
        let expected = self.builder.table.columns.get(self.at).map(|c| c.name);
        assert_eq!(expected, Some(column), "cells of {} are put in the order of its schema", self.builder.table.name);
        let fits = put(&mut self.builder.cells[self.at]);
        assert!(fits, "column {column} of {} has another type", self.builder.table.name);
        self.at += 1;
        self
    }

    /// Ends the row.
    ///
    /// # Panics
    /// If a cell is missing: a bug of the row's author, as a cell out of order is.
    pub fn end(self) {
        assert_eq!(self.at, self.builder.cells.len(), "a row of {} is cut short", self.builder.table.name);
    }
}
