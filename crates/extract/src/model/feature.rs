//! Features are 64-bit hashes: a template (which question is asked) mixed with its answers.
//!
//! Words are hashed once a token; everything after that mixes integers.

/// Which question a feature answers ("the word before", "this tag with the tag before").
/// Each learned part numbers its own.
pub type Template = u16;

/// 64-bit multiply-mix constant (the golden ratio), odd.
const MIX: u64 = 0x9E37_79B9_7F4A_7C15;

/// Mixes two hashes; order matters.
#[inline]
pub const fn combine(a: u64, b: u64) -> u64 {
    let x = (a ^ b.rotate_left(32)).wrapping_mul(MIX);
    let y = x ^ (x >> 29);
    y.wrapping_mul(0xBF58_476D_1CE4_E5B9) ^ (y >> 32) ^ b
}

/// Hash of a piece of text, the same on every machine.
#[inline]
pub fn hash_bytes(bytes: &[u8]) -> u64 {
    let mut h = bytes.len() as u64 ^ MIX;
    let mut chunks = bytes.chunks_exact(8);
    for c in &mut chunks {
        let mut word = [0; 8];
        word.copy_from_slice(c);
        h = combine(h, u64::from_le_bytes(word));
    }
    let rest = chunks.remainder();
    let mut word = [0; 8];
    word[..rest.len()].copy_from_slice(rest);
    combine(h, u64::from_le_bytes(word))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn order_and_length_matter() {
        assert_ne!(combine(1, 2), combine(2, 1));
        assert_ne!(hash_bytes(b"said"), hash_bytes(b"said\0"));
        assert_ne!(hash_bytes(b"spokesman"), hash_bytes(b"spokesmen"));
    }
}
