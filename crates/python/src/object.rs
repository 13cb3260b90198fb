//! Cells as Python objects, for those who want dictionaries.

use arrow::array::{Array, AsArray, RecordBatch};
use arrow::datatypes::{
    DataType, Date32Type, Float32Type, Float64Type, Int32Type, Int64Type, TimestampMicrosecondType,
};
use pyo3::IntoPyObjectExt;
use pyo3::exceptions::PyTypeError;
use pyo3::prelude::*;
use pyo3::types::{PyDict, PyList};

/// 1970-01-01 in days of Python's proleptic calendar.
const EPOCH: i32 = 719_163;

/// A dictionary a row.
pub(crate) fn dicts<'py>(py: Python<'py>, batch: &RecordBatch) -> PyResult<Vec<Bound<'py, PyDict>>> {
    let schema = batch.schema();
    (0..batch.num_rows())
        .map(|row| {
            let dict = PyDict::new(py);
            for (field, column) in schema.fields().iter().zip(batch.columns()) {
                dict.set_item(field.name(), value(py, column, row)?)?;
            }
            Ok(dict)
        })
        .collect()
}

fn value<'py>(py: Python<'py>, column: &dyn Array, row: usize) -> PyResult<Bound<'py, PyAny>> {
    if column.is_null(row) {
        return Ok(py.None().into_bound(py));
    }
    match column.data_type() {
        DataType::Int64 => object(py, column.as_primitive::<Int64Type>().value(row)),
        DataType::Int32 => object(py, column.as_primitive::<Int32Type>().value(row)),
        DataType::Float32 => object(py, column.as_primitive::<Float32Type>().value(row)),
        DataType::Float64 => object(py, column.as_primitive::<Float64Type>().value(row)),
        DataType::Boolean => object(py, column.as_boolean().value(row)),
        DataType::Utf8 => object(py, column.as_string::<i32>().value(row)),
        DataType::List(_) => {
            let items = column.as_list::<i32>().value(row);
            let items = (0..items.len()).map(|at| value(py, &items, at)).collect::<PyResult<Vec<_>>>()?;
            Ok(PyList::new(py, items)?.into_any())
        }
        DataType::Struct(fields) => {
            let dict = PyDict::new(py);
            for (field, column) in fields.iter().zip(column.as_struct().columns()) {
                dict.set_item(field.name(), value(py, column, row)?)?;
            }
            Ok(dict.into_any())
        }
        DataType::Date32 => {
            let days = column.as_primitive::<Date32Type>().value(row);
            py.import("datetime")?.getattr("date")?.call_method1("fromordinal", (days + EPOCH,))
        }
        DataType::Timestamp(..) => {
            let micros = column.as_primitive::<TimestampMicrosecondType>().value(row);
            let datetime = py.import("datetime")?;
            let since = datetime.getattr("timedelta")?.call1((0, 0, micros))?;
            datetime.getattr("datetime")?.call1((1970, 1, 1))?.add(since)
        }
        other => Err(PyTypeError::new_err(format!("a column of {other}"))),
    }
}

fn object<'py, T: IntoPyObject<'py>>(py: Python<'py>, value: T) -> PyResult<Bound<'py, PyAny>> {
    value.into_bound_py_any(py)
}
