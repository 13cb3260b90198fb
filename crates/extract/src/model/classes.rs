//! Word classes: words that stand in the same places ("Monday", "Tuesday"), learned from raw news.
//!
//! Each word has a fine class and a coarse one; 0 means unknown. Digits count as one another
//! ("2006" and "1999" are one word here), case matters, and a word that was not seen as written is
//! looked up in lower case.

use super::{ModelError, combine, hash_bytes};

/// The classes of a word; 0 is the class of unknown words.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct WordClass {
    /// One of some hundreds.
    pub fine: u16,
    /// One of some dozens.
    pub coarse: u16,
}

/// The classes of all known words.
#[derive(Clone, Debug, Default)]
pub struct WordClasses {
    mask: usize,
    /// Fingerprint and classes; an empty slot has class 0.
    slots: Vec<(u32, WordClass)>,
}

const ENTRY: usize = 12;

/// The key of a word: its bytes with every digit as "0".
pub fn class_key(word: &str) -> u64 {
    const REACH: usize = 48;
    let mut folded = [0; REACH];
    let len = word.len().min(REACH);
    for (to, from) in folded.iter_mut().zip(word.bytes()) {
        *to = if from.is_ascii_digit() { b'0' } else { from };
    }
    combine(hash_bytes(&folded[..len]), word.len() as u64)
}

impl WordClasses {
    /// Reads a section written by [`WordClasses::write`].
    ///
    /// # Errors
    ///
    /// Where the bytes are not such a section.
    pub fn read(bytes: &[u8], name: &'static str) -> Result<Self, ModelError> {
        if !bytes.len().is_multiple_of(ENTRY) {
            return Err(ModelError::Malformed(name));
        }
        let size = (bytes.len() / ENTRY * 3 / 2 + 2).next_power_of_two();
        let mut classes = Self { mask: size - 1, slots: vec![(0, WordClass::default()); size] };
        for e in bytes.chunks_exact(ENTRY) {
            let key = u64::from_le_bytes([e[0], e[1], e[2], e[3], e[4], e[5], e[6], e[7]]);
            let class =
                WordClass { fine: u16::from_le_bytes([e[8], e[9]]), coarse: u16::from_le_bytes([e[10], e[11]]) };
            if class.fine == 0 {
                return Err(ModelError::Malformed(name));
            }
            let mut at = key as usize & classes.mask;
            while classes.slots[at].1.fine != 0 {
                at = (at + 1) & classes.mask;
            }
            classes.slots[at] = ((key >> 32) as u32, class);
        }
        Ok(classes)
    }

    /// The section's bytes, for words with a fine class above 0; one entry a word.
    pub fn write<'w>(words: impl IntoIterator<Item = (&'w str, WordClass)>) -> Vec<u8> {
        let mut entries: Vec<(u64, WordClass)> =
            words.into_iter().filter(|(_, c)| c.fine > 0).map(|(w, c)| (class_key(w), c)).collect();
        entries.sort_unstable_by_key(|(key, c)| (*key, c.fine));
        entries.dedup_by_key(|(key, _)| *key);
        let mut out = Vec::with_capacity(entries.len() * ENTRY);
        for (key, class) in entries {
            out.extend(key.to_le_bytes());
            out.extend(class.fine.to_le_bytes());
            out.extend(class.coarse.to_le_bytes());
        }
        out
    }

    /// The classes of a word as written, or as `lower`, its lower-case form.
    #[inline]
    pub fn of(&self, word: &str, lower: &str) -> WordClass {
        let class = self.get(class_key(word));
        if class.fine == 0 && word != lower { self.get(class_key(lower)) } else { class }
    }

    #[inline]
    fn get(&self, key: u64) -> WordClass {
        let mut at = key as usize & self.mask;
        while let Some((print, class)) = self.slots.get(at) {
            if class.fine == 0 || *print == (key >> 32) as u32 {
                return *class;
            }
            at = (at + 1) & self.mask;
        }
        WordClass::default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_find_their_classes() {
        let class = |fine| WordClass { fine, coarse: 1 };
        let bytes =
            WordClasses::write([("Monday", class(3)), ("said", class(7)), ("1999", class(9)), ("rare", class(0))]);
        let classes = WordClasses::read(&bytes, "test").expect("word classes");
        assert_eq!(classes.of("Monday", "monday").fine, 3);
        assert_eq!(classes.of("Said", "said").fine, 7);
        assert_eq!(classes.of("2006", "2006").fine, 9);
        assert_eq!(classes.of("rare", "rare"), WordClass::default());
        assert_eq!(WordClasses::default().of("said", "said"), WordClass::default());
        assert!(WordClasses::read(&bytes[1..], "test").is_err());
    }
}
