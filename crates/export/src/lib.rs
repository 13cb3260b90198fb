//! Rows to Parquet tables, and the manifest that commits them.
//!
//! This crate is the only place that knows the output's schemas ([`schema`]) and that writes files.
//! It makes the promises of a run directory:
//!
//! - a part appears whole or not at all: temporary file in the same directory, fsync, rename, fsync of
//!   the directory;
//! - a shard is done when its receipt is there, a run when its manifest is; whatever neither names is
//!   garbage;
//! - the same rows give the same bytes.

mod builder;
mod codepoints;
mod durable;
mod error;
mod fingerprint;
mod lock;
mod manifest;
mod merge;
mod part;
mod rows;
mod run_dir;
pub mod schema;
mod share;
mod tables;
mod views;

pub use builder::{PartCell, Row, TableBuilder};
pub use codepoints::CodePoints;
pub use durable::write_file;
pub use error::{Difference, ExportError};
pub use manifest::{Counts, InputFile, Manifest, OutputFile, Position, Receipt, RunIdentity};
pub use merge::{MergeError, merge};
pub use part::Format;
pub use rows::{Batches, Rows};
pub use run_dir::{Existing, Opened, RunDir, ShardWriter, verify};
pub use share::{Share, ShareError};
pub use tables::{FinishedRun, TableReader, TableWriter, Tables};
