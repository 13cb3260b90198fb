//! What single characters are, and the shape that they give a word.

use super::Shape;

/// White space, controls and marks of writing direction: between tokens, part of none.
pub(super) fn is_space(c: char) -> bool {
    match c {
        '\0'..=' ' | '\u{7f}' => true,
        _ if c.is_ascii() => false,
        '\u{200b}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}' => true,
        _ => c.is_whitespace() || c.is_control(),
    }
}

/// A character that words are made of, in any script.
pub(super) fn is_word(c: char) -> bool {
    match c {
        'a'..='z' | 'A'..='Z' | '0'..='9' => true,
        _ if c.is_ascii() => false,
        // Combining accents, soft hyphen, (non-)joiners.
        '\u{300}'..='\u{36f}' | '\u{ad}' | '\u{200c}' | '\u{200d}' => true,
        _ => c.is_alphanumeric(),
    }
}

/// A quotation mark of any kind, the typewriter's and the apostrophe's included.
pub(super) fn is_quote(c: char) -> bool {
    matches!(
        c,
        '"' | '\'' | '`' | '´' | '«' | '»' | '\u{2018}'..='\u{201f}' | '‹' | '›' | '「' | '」' | '『' | '』' | '\u{301d}'..='\u{301f}' | '\u{ff02}' | '\u{ff07}'
    )
}

pub(super) fn is_apostrophe(c: char) -> bool {
    matches!(c, '\'' | '\u{2019}' | '\u{2bc}' | '\u{ff07}' | '`' | '´')
}

pub(super) fn is_emoji(c: char) -> bool {
    matches!(c, '\u{1f000}'..='\u{1faff}' | '\u{2600}'..='\u{27bf}' | '\u{2b00}'..='\u{2bff}')
}

/// The shape of a word. Dots, hyphens and apostrophes count for nothing: "U.S." is upper case.
pub fn shape_of(word: &str) -> Shape {
    let (mut upper, mut lower, mut digits, mut first_upper) = (0, 0, 0, false);
    for c in word.chars() {
        if c.is_uppercase() {
            first_upper |= upper + lower + digits == 0;
            upper += 1;
        } else if c.is_alphabetic() {
            lower += 1;
        } else if c.is_numeric() {
            digits += 1;
        }
    }
    match (upper, lower, digits) {
        (0, 0, 0) => Shape::Mark,
        (0, 0, _) => Shape::Number,
        (0, _, 0) => Shape::Lower,
        (1, _, 0) if first_upper => Shape::Title,
        (_, 0, 0) => Shape::Upper,
        _ => Shape::Mixed,
    }
}
