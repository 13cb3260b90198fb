//! What the parser's network is told of a word: one key for each thing that it can know.

use super::{Form, Tag, Word};
use crate::model::combine;

/// How many things are told of a word.
pub const FEATURES: usize = 9;

const fn key(place: usize, answer: u64) -> u32 {
    (combine(answer, place as u64 + 1) >> 32) as u32
}

/// The key that stands, at each place, for all that is too rare to be known.
pub const UNKNOWN: [u32; FEATURES] = {
    let mut keys = [0; FEATURES];
    let mut place = 0;
    while place < FEATURES {
        keys[place] = key(place + FEATURES, 0);
        place += 1;
    }
    keys
};

/// The key of the root, which stands before the first word.
pub const ROOT: u32 = key(2 * FEATURES, 0);

/// The keys of a word.
#[inline]
pub fn keys(word: &Word, tag: Tag, form: Form) -> [u32; FEATURES] {
    [
        key(0, word.lower),
        key(1, u64::from(word.suffix)),
        key(2, u64::from(word.suffix & 0xff_ffff)),
        key(3, u64::from(word.prefix >> 8)),
        key(4, u64::from(word.class.fine)),
        key(5, u64::from(word.class.coarse)),
        key(6, u64::from(word.shape)),
        key(7, tag as u64),
        key(8, (tag as u64) << 8 | form as u64),
    ]
}
