//! Tables as Python objects that others read without copying.

use crate::capsule::{arrow_error, of_batch, of_batches, of_schema};
use crate::error::usage;
use crate::object::dicts;
use arrow::array::RecordBatch;
use arrow::compute::concat_batches;
use arrow::datatypes::SchemaRef;
use copydesk_export::schema::{self as tables, BASE_TABLES};
use pyo3::prelude::*;
use pyo3::types::{PyCapsule, PyDict, PyTuple};

/// Rows of one table. Any library that reads Arrow takes it as it is, without copying: ``pyarrow.table(t)``,
/// ``polars.DataFrame(t)``, ``duckdb.sql("FROM t")``.
#[pyclass(frozen, module = "copydesk")]
pub(crate) struct Table {
    #[pyo3(get)]
    name: &'static str,
    schema: SchemaRef,
    batches: Vec<RecordBatch>,
}

impl Table {
    fn rows(&self) -> usize {
        self.batches.iter().map(RecordBatch::num_rows).sum()
    }
}

#[pymethods]
impl Table {
    /// Names of the columns.
    #[getter]
    fn columns(&self) -> Vec<String> {
        self.schema.fields().iter().map(|f| f.name().clone()).collect()
    }

    /// The rows as dictionaries.
    fn to_dicts<'py>(&self, py: Python<'py>) -> PyResult<Vec<Bound<'py, PyDict>>> {
        let mut rows = Vec::with_capacity(self.rows());
        for batch in &self.batches {
            rows.extend(dicts(py, batch)?);
        }
        Ok(rows)
    }

    fn __len__(&self) -> usize {
        self.rows()
    }

    fn __repr__(&self) -> String {
        format!("<copydesk.Table {}: {} rows>", self.name, self.rows())
    }

    /// The Arrow PyCapsule interface: the columns.
    fn __arrow_c_schema__<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyCapsule>> {
        of_schema(py, &self.schema)
    }

    /// The Arrow PyCapsule interface: all rows as one batch. Rows of several batches are copied into one.
    #[pyo3(signature = (requested_schema=None))]
    fn __arrow_c_array__<'py>(
        &self,
        py: Python<'py>,
        requested_schema: Option<Bound<'py, PyAny>>,
    ) -> PyResult<Bound<'py, PyTuple>> {
        // The interface lets a producer that cannot convert give what it has.
        drop(requested_schema);
        let batch = match self.batches.as_slice() {
            [one] => one.clone(),
            several => py.detach(|| concat_batches(&self.schema, several)).map_err(|e| arrow_error(&e))?,
        };
        of_batch(py, batch)
    }

    /// The Arrow PyCapsule interface: the batches, shared.
    #[pyo3(signature = (requested_schema=None))]
    fn __arrow_c_stream__<'py>(
        &self,
        py: Python<'py>,
        requested_schema: Option<Bound<'py, PyAny>>,
    ) -> PyResult<Bound<'py, PyCapsule>> {
        drop(requested_schema);
        of_batches(py, self.schema.clone(), self.batches.clone())
    }
}

/// The six tables of some articles, as ``copydesk run`` writes them.
#[pyclass(frozen, module = "copydesk")]
pub(crate) struct Tables([Py<Table>; 6]);

impl Tables {
    /// Of rows in the order of [`BASE_TABLES`].
    pub(crate) fn new(py: Python<'_>, rows: [Vec<RecordBatch>; 6]) -> PyResult<Self> {
        let mut made = Vec::with_capacity(rows.len());
        for (table, batches) in BASE_TABLES.iter().zip(rows) {
            let batches = batches.into_iter().filter(|b| b.num_rows() > 0).collect();
            made.push(Py::new(py, Table { name: table.name, schema: table.arrow(), batches })?);
        }
        made.try_into().map(Self).map_err(|_| usage(py, "six tables were expected"))
    }

    fn get(&self, py: Python<'_>, table: &tables::Table) -> Option<Py<Table>> {
        BASE_TABLES.iter().position(|t| t.name == table.name).map(|at| self.0[at].clone_ref(py))
    }
}

#[pymethods]
impl Tables {
    /// One row an article.
    #[getter]
    fn articles(&self, py: Python<'_>) -> Option<Py<Table>> {
        self.get(py, &tables::ARTICLES)
    }

    /// One row a mention of a named entity.
    #[getter]
    fn mentions(&self, py: Python<'_>) -> Option<Py<Table>> {
        self.get(py, &tables::MENTIONS)
    }

    /// One row an entity of an article.
    #[getter]
    fn entities(&self, py: Python<'_>) -> Option<Py<Table>> {
        self.get(py, &tables::ENTITIES)
    }

    /// One row an attributed utterance.
    #[getter]
    fn quotes(&self, py: Python<'_>) -> Option<Py<Table>> {
        self.get(py, &tables::QUOTES)
    }

    /// One row a quantity.
    #[getter]
    fn figures(&self, py: Python<'_>) -> Option<Py<Table>> {
        self.get(py, &tables::FIGURES)
    }

    /// One row a record that became no article.
    #[getter]
    fn rejects(&self, py: Python<'_>) -> Option<Py<Table>> {
        self.get(py, &tables::REJECTS)
    }

    fn __repr__(&self, py: Python<'_>) -> String {
        let counts: Vec<String> = self
            .0
            .iter()
            .map(|table| table.borrow(py))
            .map(|table| format!("{}={}", table.name, table.rows()))
            .collect();
        format!("<copydesk.Tables {}>", counts.join(" "))
    }
}

/// A table of this name without rows: its columns.
#[pyfunction]
pub(crate) fn schema(py: Python<'_>, name: &str) -> PyResult<Table> {
    if let Some(table) = tables::all_tables().find(|t| t.name == name) {
        Ok(Table { name: table.name, schema: table.arrow(), batches: Vec::new() })
    } else {
        let known: Vec<&str> = tables::all_tables().map(|t| t.name).collect();
        Err(usage(py, format!("no table is called {name:?} (there are {})", known.join(", "))))
    }
}
