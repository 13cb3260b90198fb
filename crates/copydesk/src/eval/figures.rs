//! Figures, one to one by overlapping span: value, modifier, what is counted, who gives it.

use super::Score;
use super::given::Given;
use super::gold::{Figure, Gold};
use super::wrong::{Fault, Wrong};
use std::collections::BTreeSet;

/// What was right of the figures.
#[derive(Debug, Default)]
pub(super) struct Tally {
    pub(super) gold: usize,
    pub(super) given: usize,
    span: usize,
    exact: usize,
    value: usize,
    value_and_modifier: usize,
    /// Right, and how many of those found have it in the annotation.
    pub(super) counted: (usize, usize),
    pub(super) source: (usize, usize),
    pub(super) casualty: (usize, usize),
    pub(super) casualties_given: usize,
}

impl Tally {
    /// The measures that are F1 scores, with their right rows.
    pub(super) fn rows(&self) -> [(&'static str, usize); 4] {
        [
            ("span", self.span),
            ("exact span", self.exact),
            ("value", self.value),
            ("value and modifier", self.value_and_modifier),
        ]
    }

    pub(super) fn score(&self, right: usize) -> Score {
        Score::new(right, self.given, self.gold)
    }
}

/// Compares figures; `None` where none are annotated.
pub(super) fn measure(gold: &[Gold], given: &[Given]) -> Option<Tally> {
    gold.iter().any(|g| g.figures.is_some()).then(|| {
        let mut tally = Tally::default();
        for (gold, given) in gold.iter().zip(given) {
            compare(gold.figures.as_deref().unwrap_or_default(), &given.figures, &mut tally);
        }
        tally
    })
}

/// For each annotated figure the position of the one that was found there: one to one, in the order of the text.
fn pairs(wanted: &[Figure], given: &[Figure]) -> Vec<Option<usize>> {
    let mut used = vec![false; given.len()];
    let pair = |want: &Figure| {
        let overlaps = |f: &Figure| f.start < want.end && want.start < f.end;
        let found = (0..given.len()).find(|i| !used[*i] && overlaps(&given[*i]))?;
        used[found] = true;
        Some(found)
    };
    wanted.iter().map(pair).collect()
}

/// The figures that one side lacks, and those of another value.
pub(super) fn wrong(gold: &[Gold], given: &[Given]) -> Vec<Wrong> {
    let mut rows = Vec::new();
    for (gold, given) in gold.iter().zip(given) {
        let Some(wanted) = &gold.figures else { continue };
        let pairs = pairs(wanted, &given.figures);
        for (want, found) in wanted.iter().zip(&pairs) {
            let (span, found) = (want.start..want.end, found.map(|i| &given.figures[i]));
            match found {
                None => rows.push(Wrong::new(gold, Fault::Missing, span, String::new())),
                Some(found) if !value_is_right(want, found) => {
                    let how = format!("{}, annotated {}", amount(found), amount(want));
                    rows.push(Wrong::new(gold, Fault::Differs, span, how));
                }
                Some(_) => {}
            }
        }
        let unasked = given.figures.iter().enumerate().filter(|(i, _)| !pairs.contains(&Some(*i)));
        rows.extend(unasked.map(|(_, f)| Wrong::new(gold, Fault::False, f.start..f.end, String::new())));
    }
    rows
}

/// Value or range in words.
fn amount(f: &Figure) -> String {
    let end = |n: Option<f64>| n.map_or_else(|| "?".to_owned(), |n| n.to_string());
    f.value.map_or_else(|| format!("{} to {}", end(f.low), end(f.high)), |v| v.to_string())
}

fn compare(wanted: &[Figure], given: &[Figure], tally: &mut Tally) {
    tally.gold += wanted.len();
    tally.given += given.len();
    tally.casualties_given += given.iter().filter(|f| is_casualty(f)).count();
    for (want, found) in wanted.iter().zip(pairs(wanted, given)) {
        let Some(found) = found.map(|i| &given[i]) else { continue };
        let right = value_is_right(want, found);
        tally.span += 1;
        tally.exact += usize::from((found.start, found.end) == (want.start, want.end));
        tally.value += usize::from(right);
        tally.value_and_modifier += usize::from(right && modifier(want) == modifier(found));
        let count = |cell: &mut (usize, usize), want: &Option<String>, found: &Option<String>| {
            if let Some(want) = want.as_deref().filter(|w| !w.is_empty()) {
                cell.1 += 1;
                cell.0 += usize::from(share_a_word(want, found.as_deref().unwrap_or_default()));
            }
        };
        count(&mut tally.counted, &want.counted, &found.counted);
        count(&mut tally.source, &want.source, &found.source);
        if is_casualty(want) {
            tally.casualty.1 += 1;
            tally.casualty.0 += usize::from(right && want.category == found.category);
        }
    }
}

fn is_casualty(f: &Figure) -> bool {
    f.category.as_deref().is_some_and(|c| c.starts_with("casualty"))
}

fn value_is_right(want: &Figure, found: &Figure) -> bool {
    match (want.value, found.value) {
        (Some(want), Some(found)) => (want - found).abs() <= 1e-6 * want.abs().max(1.0),
        (Some(_), None) => false,
        (None, _) => {
            let vague = |f: &Figure| f.modifier.as_deref() == Some("vague");
            (want.low, want.high) == (found.low, found.high) || (vague(want) && vague(found))
        }
    }
}

/// The ends of a range say already that it is one.
fn modifier(f: &Figure) -> &str {
    match f.modifier.as_deref() {
        None | Some("none" | "between" | "") => "exact",
        Some(other) => other,
    }
}

fn share_a_word(a: &str, b: &str) -> bool {
    words(a).intersection(&words(b)).next().is_some()
}

/// Words without case, plural s and articles.
fn words(text: &str) -> BTreeSet<String> {
    let lower = text.to_lowercase();
    let words = lower.split(|c: char| !c.is_alphanumeric() && c != '_').filter(|w| !w.is_empty());
    let singular = words.map(|w| w.strip_suffix('s').unwrap_or(w).to_owned());
    singular.filter(|w| !matches!(w.as_str(), "the" | "a" | "of")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn figure(start: usize, end: usize, value: f64, modifier: &str) -> Figure {
        Figure { start, end, value: Some(value), modifier: Some(modifier.to_owned()), ..Figure::default() }
    }

    #[test]
    fn each_figure_is_taken_once() {
        let mut tally = Tally::default();
        let wanted = [figure(0, 9, 12.0, "at_least"), figure(4, 6, 13.0, "exact")];
        compare(&wanted, &[figure(0, 9, 12.0, "exact")], &mut tally);
        assert_eq!((tally.span, tally.exact, tally.value, tally.value_and_modifier), (1, 1, 1, 0));
        assert_eq!(tally.score(1), Score::new(1, 1, 2));
    }

    #[test]
    fn plurals_are_one_word() {
        assert!(share_a_word("the dead children", "child of children"));
        assert!(share_a_word("Houses", "house"));
        assert!(!share_a_word("the house", "the school"));
    }
}
