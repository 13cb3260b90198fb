//! What the end-to-end tests share: the program as people start it, and the places it works in.
//!
//! The tests themselves stand in `tests/tests/`, a file for each concern.

mod binary;
mod corpus;

pub use binary::{copydesk, root};
pub use corpus::{Corpus, tables};
