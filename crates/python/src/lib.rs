//! What Python sees of copydesk: the extractor, the rows of `copydesk-export`, and `copydesk run`.
//!
//! Nothing here knows news. [`extract`] turns what Python gives into records and gives rows back, [`table`] hands these over
//! without copying them (through [`capsule`]), [`run`] does what the command does. Names, defaults and documentation are in
//! `python/copydesk`.

mod capsule;
mod error;
mod extract;
mod object;
mod run;
mod table;

use pyo3::prelude::*;

/// The compiled half of the package.
#[pymodule]
mod _copydesk {
    #[pymodule_export]
    use super::extract::{extract, extract_batches};
    #[pymodule_export]
    use super::run::{merge, run};
    #[pymodule_export]
    use super::table::{Table, Tables, schema};

    #[pymodule_init]
    fn init(module: &super::Bound<'_, super::PyModule>) -> super::PyResult<()> {
        use super::PyModuleMethods;
        module.add("__version__", env!("CARGO_PKG_VERSION"))
    }
}
