//! What can go wrong while aggregating.

use camino::Utf8PathBuf;
use copydesk_export::ExportError;

/// Why aggregates could not be made.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum AggregateError {
    /// A base table could not be read, or an aggregate not be written.
    #[error(transparent)]
    Table(#[from] ExportError),
    /// A temporary file could not be used.
    #[error("failed to {action} {}", temporary(.path))]
    Scratch {
        /// What was tried.
        action: &'static str,
        /// The directory, where it is known.
        path: Utf8PathBuf,
        /// What the system said.
        source: std::io::Error,
    },
    /// A base table has not the columns of its schema.
    #[error("failed to read column {column} of a base table: it has another type")]
    Column {
        /// Its position among the columns asked for.
        column: usize,
    },
}

fn temporary(path: &Utf8PathBuf) -> String {
    if path.as_str().is_empty() { "a temporary file".to_owned() } else { path.to_string() }
}

pub(crate) fn scratch(
    action: &'static str,
    path: impl Into<Utf8PathBuf>,
) -> impl FnOnce(std::io::Error) -> AggregateError {
    let path = path.into();
    move |source| AggregateError::Scratch { action, path, source }
}
