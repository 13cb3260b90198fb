//! How often a reading is right: the share of figures of each kind of reading that had the annotated value
//! in the training news (5,800 figures), smoothed towards less where few were seen.

use super::numeral::Form;
use super::quantity::Draft;

/// The probability that value and span are right. `elided`: what is counted is not said at the number;
/// `sure`: the text itself decides which currency is meant.
pub(super) fn of(draft: &Draft, elided: bool, sure: bool) -> f32 {
    let words = draft.form == Form::Words;
    let read: f32 = match draft.rule {
        "money" | "age" => 0.99,
        "unit" if words => 0.96,
        "unit" => 0.98,
        "digits" if elided => 0.89,
        "words" if elided => 0.8,
        "words" => 0.92,
        "range" | "elided_unit" | "suspended_unit" => 0.94,
        "fraction" | "proportion" => 0.88,
        "part" | "toll" | "times" | "compound_unit" => 0.93,
        _ => 0.97, // plain digits, vague amounts, pairs, ranks, levels of indices
    };
    if sure { read } else { read * 0.95 }
}
