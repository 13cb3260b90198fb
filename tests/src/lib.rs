//! What the end-to-end tests share: the program as people start it, and the places it works in.
//!
//! The tests themselves stand in `tests/tests/`, a file for each concern.

#![expect(clippy::missing_panics_doc, reason = "what cannot be set up fails the test: that is the report")]

mod binary;
mod corpus;
#[cfg(target_os = "linux")]
mod memory;

pub use binary::{copydesk, fail, root, succeed};
pub use corpus::{Corpus, files, tables};
#[cfg(target_os = "linux")]
pub use memory::peak;
