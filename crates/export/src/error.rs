//! What can go wrong while writing, each with its path.

use camino::Utf8PathBuf;
use parquet::errors::ParquetError;
use std::fmt;

/// Why a run directory could not be opened, written or committed.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ExportError {
    /// The file system refused.
    #[error("failed to {action} {path}")]
    Io {
        /// What was tried: "create", "write", "rename".
        action: &'static str,
        /// On which path.
        path: Utf8PathBuf,
        /// What the system said.
        source: std::io::Error,
    },
    /// Another run holds the directory.
    #[error("another run is writing to {path}; wait for it or choose another --out")]
    Locked {
        /// The directory.
        path: Utf8PathBuf,
    },
    /// The directory belongs to a run of other inputs or settings.
    #[error("{path} holds another run: {}; choose another --out, or --overwrite it", list(.differences))]
    Differs {
        /// The directory.
        path: Utf8PathBuf,
        /// What differs.
        differences: Vec<Difference>,
    },
    /// The directory has tables in it that no run of this program made.
    #[error("{path} holds {found}, but no run of copydesk; choose another --out, or --overwrite it")]
    Foreign {
        /// The directory.
        path: Utf8PathBuf,
        /// What stands in the way.
        found: String,
    },
    /// A file of the run is not what it should be.
    #[error("{path} is damaged: {detail}")]
    Damaged {
        /// The file.
        path: Utf8PathBuf,
        /// What is wrong.
        detail: String,
    },
    /// Parquet or Arrow refused the rows.
    #[error("failed to encode {path}")]
    Encode {
        /// The part.
        path: Utf8PathBuf,
        /// What the library said.
        source: ParquetError,
    },
}

/// One setting or input in which two runs differ.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Difference {
    /// Which.
    pub what: String,
    /// In the run that is there.
    pub there: String,
    /// In the run that was asked for.
    pub asked: String,
}

impl fmt::Display for Difference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} is {} there and {} here", self.what, self.there, self.asked)
    }
}

/// The first few differences in one line: a changed glob can differ in thousands of inputs.
fn list(differences: &[Difference]) -> String {
    const SHOWN: usize = 3;
    let mut text = differences.iter().take(SHOWN).map(Difference::to_string).collect::<Vec<_>>().join("; ");
    if differences.len() > SHOWN {
        text += &format!("; and {} more", differences.len() - SHOWN);
    }
    text
}

impl ExportError {
    pub(crate) fn io(action: &'static str, path: impl Into<Utf8PathBuf>) -> impl FnOnce(std::io::Error) -> Self {
        let path = path.into();
        move |source| Self::Io { action, path, source }
    }

    /// What the encoder says; where it only passes on what the file system said, that is the error.
    pub(crate) fn encode(path: impl Into<Utf8PathBuf>) -> impl FnOnce(ParquetError) -> Self {
        let path = path.into();
        move |source| match source {
            ParquetError::External(inner) => match inner.downcast::<std::io::Error>() {
                Ok(source) => Self::Io { action: "write", path, source: *source },
                Err(inner) => Self::Encode { path, source: ParquetError::External(inner) },
            },
            source => Self::Encode { path, source },
        }
    }
}
