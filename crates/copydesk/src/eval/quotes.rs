//! Quotes: spans exactly, spans by four fifths of their words, and these with the right speaker.

use super::Score;
use super::given::Given;
use super::gold::{Gold, Quote, plain_name};
use super::marks;
use super::wrong::{Fault, Wrong};
use std::collections::BTreeSet;
use std::ops::Range;

/// What was right of the quotes of some kinds.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Tally {
    /// The same span, but for marks and stops at its ends.
    pub(super) exact: Score,
    /// Four fifths of the words.
    pub(super) matched: Score,
    /// The same, and the speaker is right.
    pub(super) with_speaker: Score,
}

impl Tally {
    /// Share of the matched quotes whose speaker is right.
    pub(super) fn speaker_right(&self) -> Option<f64> {
        (self.matched.right > 0).then(|| self.with_speaker.right as f64 / self.matched.right as f64)
    }
}

/// Kinds that are measured together.
const KINDS: [(&str, &[&str]); 5] = [
    ("all", &[]),
    ("direct", &["direct"]),
    ("mixed", &["mixed"]),
    ("indirect", &["indirect"]),
    ("direct+mixed", &["direct", "mixed"]),
];

/// Two quotes are one from this share of common words on (Jaccard).
const SAME: f64 = 0.8;
/// A found quote belongs to an annotated one of another kind from this share on.
const RELATED: f64 = 0.5;

/// Compares quotes, kind by kind; nothing where none are annotated.
pub(super) fn measure(gold: &[Gold], given: &[Given]) -> Vec<(&'static str, Tally)> {
    if gold.iter().all(|g| g.quotes.is_none()) {
        return Vec::new();
    }
    let pages = pages(gold, given);
    KINDS
        .iter()
        .map(|(name, kinds)| {
            let mut tally = Tally::default();
            for page in &pages {
                page.compare(kinds, &mut tally);
            }
            (*name, tally)
        })
        .collect()
}

/// All articles, both sides cut at the same places.
fn pages<'a>(gold: &'a [Gold], given: &'a [Given]) -> Vec<Page<'a>> {
    // Rows that join the one before: one row a quotation.
    let joined = gold.iter().flat_map(|g| g.quotes.iter().flatten()).any(|q| q.joins_previous.is_some());
    gold.iter().zip(given).map(|(gold, given)| Page::new(gold, given, joined)).collect()
}

/// The quotes that one side lacks, and those of another speaker.
pub(super) fn wrong(gold: &[Gold], given: &[Given]) -> Vec<Wrong> {
    let mut rows = Vec::new();
    for (gold, page) in gold.iter().zip(pages(gold, given)).filter(|(gold, _)| gold.quotes.is_some()) {
        let (wanted, found): (Vec<_>, Vec<_>) = (page.wanted.iter().collect(), page.given.iter().collect());
        let pairs = pairs(&wanted, &found);
        for (i, want) in wanted.iter().enumerate() {
            let (quote, span) = (want.quote, want.span.clone());
            match pairs.iter().find(|pair| pair.0 == i).map(|pair| found[pair.1].quote) {
                None => rows.push(Wrong::new(gold, Fault::Missing, span, String::new())),
                Some(other) if !same_speaker(quote, other) => {
                    let name = |q: &Quote| q.speaker_name.clone().unwrap_or_else(|| "nobody".to_owned());
                    let how = format!("speaker {}, annotated {}", name(other), name(quote));
                    rows.push(Wrong::new(gold, Fault::Differs, span, how));
                }
                Some(_) => {}
            }
        }
        let unasked = found.iter().enumerate().filter(|(j, _)| !pairs.iter().any(|pair| pair.1 == *j));
        rows.extend(unasked.map(|(_, row)| Wrong::new(gold, Fault::False, row.span.clone(), String::new())));
    }
    rows
}

/// The annotated and the found quotes of one article.
struct Page<'a> {
    wanted: Vec<Row<'a>>,
    given: Vec<Row<'a>>,
}

/// A quote as it is compared.
struct Row<'a> {
    /// Without marks and stops at its ends.
    span: Range<usize>,
    /// Positions of its words in the text.
    words: Range<usize>,
    kind: String,
    quote: &'a Quote,
}

impl<'a> Page<'a> {
    fn new(gold: &'a Gold, given: &'a Given, joined: bool) -> Self {
        let text = &gold.chars;
        let quoted = marks::quoted(text);
        let words = marks::words(text);
        let row = |quote: &'a Quote, span: Range<usize>, kind: Option<&String>| {
            let span = marks::trimmed(text, span);
            let from = words.partition_point(|w| w.end <= span.start);
            let to = words.partition_point(|w| w.start < span.end);
            let kind = kind.cloned().unwrap_or_else(|| marks::kind(text, span.clone(), &quoted).to_owned());
            (from < to).then_some(Row { span, words: from..to, kind, quote })
        };
        let spans = |q: &Quote| {
            let whole = q.start.min(text.len())..q.end.min(text.len());
            let inner = marks::trimmed(text, whole.clone());
            let direct = !inner.is_empty() && marks::kind(text, inner.clone(), &quoted) == "direct";
            if joined && direct { marks::pieces(text, inner) } else { vec![whole] }
        };
        let mut wanted = Vec::new();
        for quote in gold.quotes.iter().flatten() {
            let kind = quote.kind.as_ref().filter(|_| !joined);
            wanted.extend(spans(quote).into_iter().filter_map(|s| row(quote, s, kind)));
        }
        let mut seen = BTreeSet::new();
        let mut found = Vec::new();
        for quote in &given.quotes {
            let rows = spans(quote).into_iter().filter_map(|s| row(quote, s, None));
            found.extend(rows.filter(|r| seen.insert((r.span.start, r.span.end))));
        }
        Self { wanted, given: found }
    }

    fn compare(&self, kinds: &[&str], tally: &mut Tally) {
        let asked = |row: &&Row<'_>| kinds.is_empty() || kinds.contains(&row.kind.as_str());
        let (wanted, others): (Vec<&Row<'_>>, Vec<&Row<'_>>) = self.wanted.iter().partition(|r| asked(r));
        // What was found counts with the annotated quote it belongs to, and only else by its own kind.
        let counts = |row: &&Row<'_>| {
            let best = |rows: &[&Row<'_>]| rows.iter().map(|r| r.likeness(row)).fold(0.0, f64::max);
            let (here, there) = (best(&wanted), best(&others));
            kinds.is_empty() || !((there >= RELATED && there > here) || (!asked(row) && here < RELATED))
        };
        let given: Vec<&Row<'_>> = self.given.iter().filter(counts).collect();
        let spans = |rows: &[&Row<'_>]| rows.iter().map(|r| (r.span.start, r.span.end)).collect::<BTreeSet<_>>();
        let (these, those) = (spans(&wanted), spans(&given));
        tally.exact.add(Score::new(these.intersection(&those).count(), those.len(), these.len()));
        let pairs = pairs(&wanted, &given);
        let said = pairs.iter().filter(|(i, j)| same_speaker(wanted[*i].quote, given[*j].quote)).count();
        tally.matched.add(Score::new(pairs.len(), given.len(), wanted.len()));
        tally.with_speaker.add(Score::new(said, given.len(), wanted.len()));
    }
}

impl Row<'_> {
    /// Common words among all words of both.
    fn likeness(&self, other: &Self) -> f64 {
        let common = self.words.end.min(other.words.end).saturating_sub(self.words.start.max(other.words.start));
        common as f64 / (self.words.len() + other.words.len() - common) as f64
    }
}

/// One to one, the most alike first.
fn pairs(wanted: &[&Row<'_>], given: &[&Row<'_>]) -> Vec<(usize, usize)> {
    let mut all = Vec::new();
    for (i, want) in wanted.iter().enumerate() {
        let alike = given.iter().enumerate().map(|(j, row)| (want.likeness(row), i, j));
        all.extend(alike.filter(|(likeness, ..)| *likeness >= SAME));
    }
    all.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)).then(a.2.cmp(&b.2)));
    let (mut used_wanted, mut used_given) = (vec![false; wanted.len()], vec![false; given.len()]);
    all.retain(|(_, i, j)| {
        let free = !used_wanted[*i] && !used_given[*j];
        if free {
            (used_wanted[*i], used_given[*j]) = (true, true);
        }
        free
    });
    all.into_iter().map(|(_, i, j)| (i, j)).collect()
}

/// The speaker is right if the mentions overlap, or one full name ends with the other.
fn same_speaker(want: &Quote, found: &Quote) -> bool {
    let named = |q: &Quote| q.speaker_name.as_deref().map(plain_name).filter(|n| !n.is_empty());
    if want.speaker.is_none() && want.speaker_name.as_deref().is_none_or(str::is_empty) {
        return found.speaker.is_none() && found.speaker_name.is_none();
    }
    if want.speaker.zip(found.speaker).is_some_and(|(a, b)| a.overlaps(b)) {
        return true;
    }
    named(want)
        .zip(named(found))
        .is_some_and(|(a, b)| a == b || a.ends_with(&format!(" {b}")) || b.ends_with(&format!(" {a}")))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn named(name: Option<&str>) -> Quote {
        Quote { speaker_name: name.map(str::to_owned), ..Quote::default() }
    }

    #[test]
    fn a_surname_is_the_same_speaker() {
        assert!(same_speaker(&named(Some("Ana Ruiz")), &named(Some("Ruiz"))));
        assert!(!same_speaker(&named(Some("Ana Ruiz")), &named(Some("Ana"))));
        assert!(same_speaker(&named(None), &named(None)));
        assert!(!same_speaker(&named(None), &named(Some("Ana Ruiz"))));
    }

    #[test]
    fn a_quote_is_found_by_most_of_its_words() {
        let line = r#"{"id": 1, "text": "The talks will go on for a very long time, Ruiz said.", "quotes": [{"start": 0, "end": 41}]}"#;
        let gold = Gold::read(line).expect("it is JSON");
        let given = Given { quotes: vec![Quote { start: 4, end: 41, ..Quote::default() }], ..Given::default() };
        let all = measure(&gold, &[given])[0].1;
        assert_eq!((all.exact.right, all.matched.right, all.with_speaker.right), (0, 1, 1));
    }
}
