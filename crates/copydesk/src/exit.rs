//! What the end of the process means.

use copydesk_aggregate::AggregateError;
use copydesk_export::{ExportError, MergeError};
use copydesk_ingest::DiscoverError;
use std::io::ErrorKind;
use std::process::ExitCode;

/// Exit codes: part of the interface, listed in `copydesk --help`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Exit {
    /// All was done.
    Done = 0,
    /// A failure that nobody foresaw.
    Bug = 1,
    /// A wrong option or setting.
    Usage = 2,
    /// An input is missing or cannot be opened; nothing was begun.
    Input = 3,
    /// The output cannot be written: no permission, no space, no such place.
    Output = 4,
    /// The output directory holds another run, or another run is writing to it.
    Refused = 5,
    /// A file of a run is missing or not what its manifest says.
    Damaged = 6,
    /// Stopped by a signal; the same command goes on where it stopped.
    Interrupted = 130,
}

/// A wrong setting that clap could not know of.
#[derive(Debug, thiserror::Error)]
#[error("{0}")]
pub struct UsageError(pub String);

/// An input that is there but gives no article to show.
#[derive(Debug, thiserror::Error)]
#[error("{0}")]
pub struct InputError(pub String);

/// An output that must not be touched, for a reason the run directory does not know of.
#[derive(Debug, thiserror::Error)]
#[error("{0}")]
pub struct RefusedError(pub String);

/// For `--help`.
pub const HELP: &str = "\
Exit codes:
  0    done
  1    a failure nobody foresaw (please report it)
  2    a wrong option or setting
  3    an input is missing or cannot be opened; nothing was begun
  4    the output cannot be written (permission, space, place)
  5    the output directory holds another run, or another run is writing to it
  6    a file of a run is missing or damaged
  130  interrupted; the same command goes on where it stopped";

impl Exit {
    /// What an error means for the process.
    pub fn of(error: &anyhow::Error) -> Self {
        let table = match error.downcast_ref::<AggregateError>() {
            Some(AggregateError::Table(table)) => Some(table),
            _ => match error.downcast_ref::<MergeError>() {
                Some(MergeError::Table(table)) => Some(table),
                _ => error.downcast_ref::<ExportError>(),
            },
        };
        if let Some(error) = table {
            return match error {
                ExportError::Io { .. } => Self::Output,
                ExportError::Locked { .. } | ExportError::Differs { .. } | ExportError::Foreign { .. } => Self::Refused,
                ExportError::Damaged { .. } => Self::Damaged,
                _ => Self::Bug,
            };
        }
        match error.downcast_ref::<AggregateError>() {
            Some(AggregateError::Scratch { .. }) => return Self::Output,
            Some(AggregateError::Column { .. }) => return Self::Damaged,
            _ => {}
        }
        match error.downcast_ref::<MergeError>() {
            Some(MergeError::Missing { .. }) => return Self::Input,
            Some(MergeError::Whole { .. } | MergeError::Twice { .. }) => return Self::Usage,
            Some(MergeError::Differ { .. }) => return Self::Refused,
            _ => {}
        }
        if error.is::<UsageError>() {
            return Self::Usage;
        }
        if error.is::<DiscoverError>() || error.is::<InputError>() {
            return Self::Input;
        }
        if error.is::<RefusedError>() {
            return Self::Refused;
        }
        match error.downcast_ref::<std::io::Error>().map(std::io::Error::kind) {
            // The reader of our output went away (`| head`): nothing is wrong.
            Some(ErrorKind::BrokenPipe) => Self::Done,
            Some(_) => Self::Output,
            None => Self::Bug,
        }
    }
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> Self {
        Self::from(exit as u8)
    }
}
