//! Where words fall apart that were written as one: "didn't", "Kyiv's", "cannot".

use super::character::is_apostrophe;

/// Where "cannot", "gonna" and their like fall apart.
pub(super) fn fused(word: &str) -> Option<usize> {
    let eq = |w: &str| word.eq_ignore_ascii_case(w);
    match word.len() {
        6 if eq("cannot") => Some(3),
        5 if eq("gonna") || eq("wanna") || eq("gotta") || eq("gimme") || eq("lemme") => Some(3),
        _ => None,
    }
}

pub(super) fn is_clitic(word: &str) -> bool {
    ["s", "re", "ve", "ll", "d", "m"].iter().any(|c| word.eq_ignore_ascii_case(c))
}

/// Where a contraction falls apart: 2 for "isn't", 4 for "Kyiv's".
pub(super) fn clitic(word: &str) -> Option<usize> {
    let (at, mark) = word.char_indices().rev().take(4).find(|(_, c)| is_apostrophe(*c))?;
    let tail = &word[at + mark.len_utf8()..];
    if tail.eq_ignore_ascii_case("t") {
        let n = at.checked_sub(1)?;
        return (n > 0 && word.as_bytes()[n].eq_ignore_ascii_case(&b'n')).then_some(n);
    }
    (at > 0 && is_clitic(tail)).then_some(at)
}
