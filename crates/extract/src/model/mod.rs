//! Features, weights and the file that holds them: one engine for all learned parts.
//!
//! A model file is a header (format, what it was trained on, licences) and named sections of bytes.
//! The extractor embeds one such file; `copydesk-train` writes it.

mod classes;
mod dense;
mod feature;
mod file;
mod linear;
mod matrix;
mod network;
mod pages;

pub use classes::{WordClass, WordClasses, class_key};
pub use dense::DenseTable;
pub use feature::{Template, combine, hash_bytes};
pub use file::{ModelError, ModelFile, ModelWriter};
pub use linear::{LinearTable, LinearWriter, MAX_CLASSES};
pub use matrix::{MAX_WIDTH, Matrix, steps};
pub use network::{Cursor, Embeddings, Row, gate, gates, inverse_size, squash, squashed};

/// The model that the extractor carries.
pub const EMBEDDED: &[u8] = include_bytes!("../../models/copydesk.model");

/// The probabilities of candidates with these scores.
pub(crate) fn probabilities(scores: &[f32]) -> impl Iterator<Item = f32> + '_ {
    let max = scores.iter().copied().fold(f32::MIN, f32::max);
    let total: f32 = scores.iter().map(|s| (s - max).exp()).sum();
    scores.iter().map(move |s| (s - max).exp() / total)
}
