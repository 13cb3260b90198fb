//! Byte offsets to code points, once, at the edge.

/// Counts code points of one text. Constant time a question: a count every 64 bytes, and at most 64
/// bytes to look at. For ASCII text both units are the same and nothing is stored.
#[derive(Debug)]
pub struct CodePoints<'t> {
    text: &'t [u8],
    /// Code points before byte `64 * i`; empty for ASCII.
    before: Vec<u32>,
    total: u32,
}

const STEP: usize = 64;

impl<'t> CodePoints<'t> {
    /// Reads the text once.
    pub fn new(text: &'t str) -> Self {
        let text = text.as_bytes();
        if text.is_ascii() {
            return Self { text, before: Vec::new(), total: text.len() as u32 };
        }
        let mut total = 0;
        let before = text
            .chunks(STEP)
            .map(|chunk| {
                let so_far = total;
                total += starts(chunk);
                so_far
            })
            .collect();
        Self { text, before, total }
    }

    /// Code points of the whole text.
    pub fn total(&self) -> i32 {
        self.total as i32
    }

    /// Code points before a byte.
    ///
    /// ```
    /// use copydesk_export::CodePoints;
    /// assert_eq!(CodePoints::new("“Так,” he said").at(10), 5);
    /// ```
    pub fn at(&self, byte: u32) -> i32 {
        let byte = (byte as usize).min(self.text.len());
        if self.before.is_empty() {
            return byte as i32;
        }
        let block = byte / STEP;
        match self.before.get(block) {
            Some(n) => (n + starts(&self.text[block * STEP..byte])) as i32,
            None => self.total as i32,
        }
    }
}

/// Bytes that begin a code point.
fn starts(bytes: &[u8]) -> u32 {
    bytes.iter().filter(|b| (**b & 0xC0) != 0x80).count() as u32
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn agrees_with_counting(text in any::<String>()) {
            let points = CodePoints::new(&text);
            for (n, (byte, _)) in text.char_indices().enumerate() {
                prop_assert_eq!(points.at(byte as u32), n as i32);
            }
            prop_assert_eq!(points.at(text.len() as u32), text.chars().count() as i32);
            prop_assert_eq!(points.total(), text.chars().count() as i32);
        }
    }

    #[test]
    fn long_text_crosses_blocks() {
        let text = "é“x”".repeat(100);
        let points = CodePoints::new(&text);
        for (n, (byte, _)) in text.char_indices().enumerate() {
            assert_eq!(points.at(byte as u32), n as i32);
        }
    }
}
