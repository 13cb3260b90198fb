//! What the learned parts see of a token: its letters hashed once, its shape, its word classes.

use crate::model::{WordClass, WordClasses, hash_bytes};
use crate::text::Shape;

/// Bytes of a word that count; longer words differ by length alone.
const REACH: usize = 48;

/// A token as features see it. Digits count as one another.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Word {
    /// Hash as written.
    pub exact: u64,
    /// Hash in lower case.
    pub lower: u64,
    /// The last four bytes in lower case, the last one lowest.
    pub suffix: u32,
    /// The first four bytes in lower case, the first one highest.
    pub prefix: u32,
    /// What its characters are: a [`Shape`] by number, quotation marks among other marks; 1 above.
    pub shape: u8,
    /// Its word classes.
    pub class: WordClass,
}

impl Word {
    /// [`Word::lower`] of a word of a lexicon: lower-case ASCII without digits, not longer than is read of a token.
    pub(crate) fn lower_of(word: &str) -> u64 {
        hash_bytes(&word.as_bytes()[..word.len().min(REACH)]) ^ word.len() as u64
    }

    /// Reads a token.
    pub fn of(token: &str, shape: Shape, classes: &WordClasses) -> Self {
        let mut exact = [0; REACH];
        let mut lower = [0; REACH];
        let mut len = 0;
        if token.is_ascii() {
            for b in token.bytes().take(REACH) {
                exact[len] = if b.is_ascii_digit() { b'0' } else { b };
                lower[len] = exact[len].to_ascii_lowercase();
                len += 1;
            }
        } else {
            return Self::of_script(token, shape, classes);
        }
        let as_lower = std::str::from_utf8(&lower[..len]).unwrap_or("");
        Self {
            exact: hash_bytes(&exact[..len]) ^ token.len() as u64,
            lower: hash_bytes(&lower[..len]) ^ token.len() as u64,
            suffix: last_four(&lower[..len]),
            prefix: first_four(&lower[..len]),
            shape: number_of(shape),
            class: classes.of(token, as_lower),
        }
    }

    /// A token with characters beyond ASCII; the curly apostrophe counts as the straight one.
    fn of_script(token: &str, shape: Shape, classes: &WordClasses) -> Self {
        let cut = token.char_indices().nth(REACH).map_or(token, |(at, _)| &token[..at]);
        let exact = cut.replace(['\u{2019}', '\u{2bc}'], "'");
        let lower = exact.to_lowercase();
        Self {
            exact: hash_bytes(exact.as_bytes()) ^ exact.len() as u64,
            lower: hash_bytes(lower.as_bytes()) ^ lower.len() as u64,
            suffix: last_four(lower.as_bytes()),
            prefix: first_four(lower.as_bytes()),
            shape: number_of(shape),
            class: classes.of(&exact, &lower),
        }
    }
}

fn number_of(shape: Shape) -> u8 {
    match shape {
        Shape::Lower => 1,
        Shape::Title => 2,
        Shape::Upper => 3,
        Shape::Mixed => 4,
        Shape::Number => 5,
        Shape::QuoteMark | Shape::Mark => 6,
    }
}

fn last_four(bytes: &[u8]) -> u32 {
    bytes.iter().rev().take(4).rev().fold(0, |sum, b| sum << 8 | u32::from(*b))
}

fn first_four(bytes: &[u8]) -> u32 {
    (0..4).fold(0, |sum, i| sum << 8 | u32::from(bytes.get(i).copied().unwrap_or(0)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_told_apart() {
        let word = |w| Word::of(w, crate::text::shape_of(w), &WordClasses::default());
        assert_eq!(word("Said").lower, word("said").lower);
        assert_ne!(word("Said").exact, word("said").exact);
        assert_eq!(word("1999").exact, word("2006").exact);
        assert_eq!(word("n’t"), word("n't"));
        assert_eq!(word("Émile").lower, word("émile").lower);
        assert_eq!(word("said").suffix, u32::from_be_bytes(*b"said"));
    }
}
