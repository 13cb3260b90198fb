//! Learned weights to the bytes of the model's sections.

use super::learn::{Vocabulary, Weights};
use copydesk_extract::entities::label::LABELS;
use copydesk_extract::model::LinearWriter;

/// The strongest `rows` features as a table of small integers.
pub(crate) fn table(vocabulary: &Vocabulary, weights: &Weights, rows: usize, clip: f32) -> Vec<u8> {
    let strength = |i: usize| weights.rows[i].iter().fold(0.0f32, |a, w| a.max(w.abs()));
    let mut order: Vec<usize> = (0..vocabulary.hashes.len()).collect();
    order.sort_by(|a, b| strength(*b).total_cmp(&strength(*a)).then(a.cmp(b)));
    let mut writer = LinearWriter::new(LABELS);
    for i in order.into_iter().take(rows) {
        writer.row(vocabulary.hashes[i], &weights.rows[i]);
    }
    writer.finish(clip)
}

/// Little-endian floats.
pub(crate) fn floats(values: &[f32]) -> Vec<u8> {
    values.iter().flat_map(|v| v.to_le_bytes()).collect()
}
