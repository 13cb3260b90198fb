//! Tables in and out through the Arrow PyCapsule interface: three C structures in capsules, whose buffers both sides share.
//! Nothing is copied, and neither side needs the other's library.

#![expect(unsafe_code, reason = "the structures of the C interface are passed by address")]

use arrow::array::{Array, RecordBatch, RecordBatchIterator, RecordBatchReader, StructArray};
use arrow::datatypes::SchemaRef;
use arrow::error::ArrowError;
use arrow::ffi::{FFI_ArrowArray, FFI_ArrowSchema, from_ffi};
use arrow::ffi_stream::{ArrowArrayStreamReader, FFI_ArrowArrayStream};
use pyo3::exceptions::{PyTypeError, PyValueError};
use pyo3::prelude::*;
use pyo3::types::{PyCapsule, PyCapsuleMethods, PyTuple};
use std::ffi::CStr;

const SCHEMA: &CStr = c"arrow_schema";
const ARRAY: &CStr = c"arrow_array";
const STREAM: &CStr = c"arrow_array_stream";

/// What Python gives as tables: batches, one after the other.
pub(crate) enum Batches<'py> {
    /// From one object, without Python.
    Reader(Box<dyn RecordBatchReader + Send>),
    /// From objects that Python gives one by one.
    Objects(Bound<'py, PyAny>),
}

impl<'py> Batches<'py> {
    /// Of an object that speaks the interface (a table, a batch, a reader, a data frame, a relation), or of an iterable of
    /// such objects.
    pub(crate) fn of(data: &Bound<'py, PyAny>) -> PyResult<Self> {
        if data.hasattr("__arrow_c_stream__")? {
            return Ok(Self::Reader(Box::new(stream(&data.call_method0("__arrow_c_stream__")?)?)));
        }
        if data.hasattr("__arrow_c_array__")? {
            let batch = array(&data.call_method0("__arrow_c_array__")?)?;
            let schema = batch.schema();
            return Ok(Self::Reader(Box::new(RecordBatchIterator::new([Ok(batch)], schema))));
        }
        data.try_iter().map(|items| Self::Objects(items.into_any())).map_err(|_| {
            let kind = data.get_type().name().map_or_else(|_| "this".to_owned(), |name| name.to_string());
            PyTypeError::new_err(format!(
                "{kind} is no table: a pyarrow table, batch or reader, a polars data frame, a DuckDB relation or anything else \
                 with __arrow_c_stream__ or __arrow_c_array__ is, or an iterable of these"
            ))
        })
    }
}

fn stream(capsule: &Bound<'_, PyAny>) -> PyResult<ArrowArrayStreamReader> {
    let stream = capsule.cast::<PyCapsule>()?.pointer_checked(Some(STREAM))?;
    // SAFETY: a capsule of this name holds an ArrowArrayStream; it is moved out, and an empty one left for the capsule to drop.
    let stream = unsafe { FFI_ArrowArrayStream::from_raw(stream.as_ptr().cast()) };
    ArrowArrayStreamReader::try_new(stream).map_err(|e| arrow_error(&e))
}

fn array(pair: &Bound<'_, PyAny>) -> PyResult<RecordBatch> {
    let pair = pair.cast::<PyTuple>()?;
    let schema = pair.get_item(0)?.cast::<PyCapsule>()?.pointer_checked(Some(SCHEMA))?;
    let array = pair.get_item(1)?.cast::<PyCapsule>()?.pointer_checked(Some(ARRAY))?;
    // SAFETY: capsules of these names hold an ArrowSchema and an ArrowArray of it; both are moved out, and empty ones left.
    let data = unsafe {
        let schema = FFI_ArrowSchema::from_raw(schema.as_ptr().cast());
        from_ffi(FFI_ArrowArray::from_raw(array.as_ptr().cast()), &schema)
    };
    let array = arrow::array::make_array(data.map_err(|e| arrow_error(&e))?);
    match array.as_any().downcast_ref::<StructArray>() {
        Some(rows) if rows.null_count() == 0 => Ok(RecordBatch::from(rows)),
        _ => Err(PyValueError::new_err(
            "an array is no table: __arrow_c_array__ must give structs, as a record batch does",
        )),
    }
}

/// A capsule with a schema.
pub(crate) fn of_schema<'py>(py: Python<'py>, schema: &SchemaRef) -> PyResult<Bound<'py, PyCapsule>> {
    let schema = FFI_ArrowSchema::try_from(schema.as_ref()).map_err(|e| arrow_error(&e))?;
    PyCapsule::new_with_value(py, schema, SCHEMA)
}

/// Capsules with a batch: its schema and its array.
pub(crate) fn of_batch(py: Python<'_>, batch: RecordBatch) -> PyResult<Bound<'_, PyTuple>> {
    let schema = of_schema(py, &batch.schema())?;
    let array = FFI_ArrowArray::new(&StructArray::from(batch).into_data());
    PyTuple::new(py, [schema, PyCapsule::new_with_value(py, array, ARRAY)?])
}

/// A capsule with a stream of batches.
pub(crate) fn of_batches(
    py: Python<'_>,
    schema: SchemaRef,
    batches: Vec<RecordBatch>,
) -> PyResult<Bound<'_, PyCapsule>> {
    let reader = RecordBatchIterator::new(batches.into_iter().map(Ok), schema);
    PyCapsule::new_with_value(py, FFI_ArrowArrayStream::new(Box::new(reader)), STREAM)
}

pub(crate) fn arrow_error(error: &ArrowError) -> PyErr {
    PyValueError::new_err(error.to_string())
}
