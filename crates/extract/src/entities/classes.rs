//! Word classes: which words behave alike, learned from raw news.

use crate::model::ModelError;
use rustc_hash::FxHashMap;

/// The class of words that were too rare to be put in one.
pub const NO_CLASS: u16 = u16::MAX;

/// Classes of words at three grains, coarsest first.
#[derive(Clone, Debug, Default)]
pub struct WordClasses {
    of: FxHashMap<u64, [u16; 3]>,
}

impl WordClasses {
    /// Reads a section: for every word the hash of its lower-cased form and three classes.
    pub fn read(bytes: &[u8], name: &'static str) -> Result<Self, ModelError> {
        if !bytes.len().is_multiple_of(14) {
            return Err(ModelError::Malformed(name));
        }
        let mut of = FxHashMap::default();
        of.reserve(bytes.len() / 14);
        for entry in bytes.chunks_exact(14) {
            let (hash, classes) = entry.split_at(8);
            let mut h = [0; 8];
            h.copy_from_slice(hash);
            let class = |i: usize| u16::from_le_bytes([classes[2 * i], classes[2 * i + 1]]);
            of.insert(u64::from_le_bytes(h), [class(0), class(1), class(2)]);
        }
        Ok(Self { of })
    }

    /// The bytes of a section.
    pub fn write(entries: impl IntoIterator<Item = (u64, [u16; 3])>) -> Vec<u8> {
        let mut entries: Vec<_> = entries.into_iter().collect();
        entries.sort_unstable();
        let mut out = Vec::with_capacity(entries.len() * 14);
        for (hash, classes) in entries {
            out.extend(hash.to_le_bytes());
            for c in classes {
                out.extend(c.to_le_bytes());
            }
        }
        out
    }

    /// The classes of a word, by the hash of its lower-cased form.
    #[inline]
    pub fn of(&self, lower: u64) -> [u16; 3] {
        self.of.get(&lower).copied().unwrap_or([NO_CLASS - 1; 3])
    }
}
