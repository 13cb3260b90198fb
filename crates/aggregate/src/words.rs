//! Text as words for comparing: case, marks and layout do not count.

use xxhash_rust::xxh3::xxh3_64;

/// The words of a text: runs of letters and digits in lower case; apostrophes are left out, so that
/// "don’t" and "don't" are one word.
///
/// Calls `word` with each.
pub(crate) fn each(text: &str, scratch: &mut String, mut word: impl FnMut(&str)) {
    scratch.clear();
    for c in text.chars() {
        match c {
            '\'' | '’' | '\u{AD}' => {}
            c if c.is_ascii_alphanumeric() => scratch.push(c.to_ascii_lowercase()),
            c if c.is_alphanumeric() => scratch.extend(c.to_lowercase()),
            _ => {
                if !scratch.is_empty() {
                    word(scratch);
                    scratch.clear();
                }
            }
        }
    }
    if !scratch.is_empty() {
        word(scratch);
        scratch.clear();
    }
}

/// One number a word.
pub(crate) fn hashes(text: &str, scratch: &mut String, out: &mut Vec<u64>) {
    out.clear();
    each(text, scratch, |word| out.push(xxh3_64(word.as_bytes())));
}

/// One number a run of `n` words.
pub(crate) fn shingles(words: &[u64], n: usize) -> impl Iterator<Item = u64> {
    words.windows(n).map(|run| run.iter().fold(0, |sum, word| mix(sum ^ word)))
}

/// Spreads the bits of a number (the finalizer of splitmix64).
pub(crate) fn mix(mut n: u64) -> u64 {
    n = n.wrapping_add(0x9E37_79B9_7F4A_7C15);
    n = (n ^ (n >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    n = (n ^ (n >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    n ^ (n >> 31)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_and_case_do_not_count() {
        let of = |text: &str| {
            let mut all = Vec::new();
            each(text, &mut String::new(), |w| all.push(w.to_owned()));
            all.join(" ")
        };
        assert_eq!(of("“We don’t—and WON'T—bend,” he said."), "we dont and wont bend he said");
        assert_eq!(of("$1.5bn"), "1 5bn");
        assert_eq!(of(" … "), "");
    }
}
