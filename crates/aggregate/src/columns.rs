//! Cells of record batches, by position and type.

use crate::AggregateError;
use arrow::array::{
    Array, BooleanArray, Date32Array, Float64Array, Int32Array, Int64Array, ListArray, RecordBatch, StringArray,
};

/// A batch with the columns that were asked for.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Columns<'b>(pub(crate) &'b RecordBatch);

impl<'b> Columns<'b> {
    fn typed<T: Array + 'static>(self, column: usize) -> Result<&'b T, AggregateError> {
        self.0
            .columns()
            .get(column)
            .and_then(|c| c.as_any().downcast_ref::<T>())
            .ok_or(AggregateError::Column { column })
    }

    pub(crate) fn i64(self, column: usize) -> Result<&'b Int64Array, AggregateError> {
        self.typed(column)
    }

    pub(crate) fn i32(self, column: usize) -> Result<Cells<'b, Int32Array>, AggregateError> {
        self.typed(column).map(Cells)
    }

    pub(crate) fn f64(self, column: usize) -> Result<Cells<'b, Float64Array>, AggregateError> {
        self.typed(column).map(Cells)
    }

    pub(crate) fn bool(self, column: usize) -> Result<&'b BooleanArray, AggregateError> {
        self.typed(column)
    }

    pub(crate) fn date(self, column: usize) -> Result<Cells<'b, Date32Array>, AggregateError> {
        self.typed(column).map(Cells)
    }

    pub(crate) fn text(self, column: usize) -> Result<Cells<'b, StringArray>, AggregateError> {
        self.typed(column).map(Cells)
    }

    pub(crate) fn texts(self, column: usize) -> Result<&'b ListArray, AggregateError> {
        self.typed(column)
    }
}

/// A column whose cells may be NULL.
#[derive(Debug)]
pub(crate) struct Cells<'b, A>(&'b A);

// Derived, these would ask that the array itself can be copied.
impl<A> Clone for Cells<'_, A> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<A> Copy for Cells<'_, A> {}

impl<'b> Cells<'b, StringArray> {
    pub(crate) fn get(self, row: usize) -> Option<&'b str> {
        self.0.is_valid(row).then(|| self.0.value(row))
    }
}

macro_rules! numbers {
    ($array:ty, $value:ty) => {
        impl Cells<'_, $array> {
            pub(crate) fn get(self, row: usize) -> Option<$value> {
                self.0.is_valid(row).then(|| self.0.value(row))
            }
        }
    };
}
numbers!(Int32Array, i32);
numbers!(Float64Array, f64);
numbers!(Date32Array, i32);

/// The texts of one cell of a list column.
pub(crate) fn texts(list: &ListArray, row: usize) -> Vec<String> {
    let cell = list.value(row);
    let Some(texts) = cell.as_any().downcast_ref::<StringArray>() else { return Vec::new() };
    texts.iter().flatten().map(str::to_owned).collect()
}
