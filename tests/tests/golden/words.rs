//! When two wordings are one, and how a number is written in a golden file.

use serde_json::Value;

/// Without the marks and spaces at its ends, and with single spaces inside.
pub(crate) fn trimmed(text: &str) -> String {
    let edge = |c: char| c.is_whitespace() || "\"“”„«»'‘’`,.;:!?…-–—()[]".contains(c);
    text.trim_matches(edge).split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Equal but for marks at the ends.
pub(crate) fn equal(expected: &str, actual: &str) -> bool {
    trimmed(expected) == trimmed(actual)
}

/// Equal names: case and a leading article or possessive do not count.
pub(crate) fn same_name(expected: &str, actual: &str) -> bool {
    bare(expected) == bare(actual)
}

fn bare(name: &str) -> String {
    let name = trimmed(name).replace('’', "'").to_lowercase();
    let first = ["the ", "a ", "an ", "his ", "her ", "its ", "their "].into_iter().find(|w| name.starts_with(w));
    name[first.map_or(0, str::len)..].to_owned()
}

/// Noun phrases with a word in common (singular or plural): how `counted` and `source` are compared.
pub(crate) fn share_a_word(expected: &str, actual: &str) -> bool {
    let words = |text: &str| -> Vec<String> {
        let text = text.replace('’', "'").to_lowercase();
        let words = text.split(|c: char| !c.is_alphanumeric()).filter(|w| !matches!(*w, "" | "the" | "a" | "of" | "s"));
        words.map(|w| w.strip_suffix('s').unwrap_or(w).to_owned()).collect()
    };
    let actual = words(actual);
    words(expected).iter().any(|w| actual.contains(w))
}

/// How much of the words of two texts is shared, 0 to 1 (Dice).
pub(crate) fn overlap(expected: &str, actual: &str) -> f64 {
    let words = |text: &str| -> Vec<String> {
        text.split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty()).map(str::to_lowercase).collect()
    };
    let (expected, mut actual) = (words(expected), words(actual));
    let total = expected.len() + actual.len();
    let shared = expected
        .iter()
        .filter(|w| actual.iter().position(|a| a == *w).map(|at| actual.swap_remove(at)).is_some())
        .count();
    if total == 0 { 0.0 } else { 2.0 * shared as f64 / total as f64 }
}

/// Whether one text holds the other as whole words: "17" and "at least 17 people".
pub(crate) fn one_holds_the_other(a: &str, b: &str) -> bool {
    let padded = |text: &str| format!(" {} ", trimmed(text).to_lowercase());
    let (a, b) = (padded(a), padded(b));
    a.contains(&b) || b.contains(&a)
}

/// The value of a figure as golden files write it: `12`, `15–20` for a range, `vague` for "dozens".
pub(crate) fn value_is(expected: &str, figure: &Value) -> bool {
    let number = |column: &str| figure[column].as_f64();
    let close = |text: &str, actual: Option<f64>| {
        let expected: f64 = text.trim().replace(',', "").parse().unwrap_or(f64::NAN);
        actual.is_some_and(|a| (a - expected).abs() <= 1e-4 * expected.abs().max(1e-9))
    };
    if expected == "vague" {
        return figure["modifier"] == "vague";
    }
    match expected.split_once('–') {
        Some((low, high)) => number("value").is_none() && close(low, number("low")) && close(high, number("high")),
        None => close(expected, number("value")),
    }
}
