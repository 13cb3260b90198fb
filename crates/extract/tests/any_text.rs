//! What holds of the whole extraction for any text at all: spans are slices, rows are in order, and an article gives the
//! same alone as after others.

use copydesk_extract::{Document, Extraction, Extractor, Place, Scratch, Zone};
use proptest::prelude::*;
use std::sync::LazyLock;

static EXTRACTOR: LazyLock<Extractor> = LazyLock::new(Extractor::new);

/// Pieces of news and of rubbish, strung together.
const PIECES: [&str; 56] = [
    "“",
    "”",
    "\"",
    "‘",
    "’",
    "'",
    "«",
    "»",
    ",",
    ".",
    ":",
    "?",
    "—",
    "-",
    "\n",
    "\n\n",
    " ",
    "(",
    ")",
    "…",
    "Ana Ruiz",
    "Ruiz",
    "Foreign Minister",
    "Mr.",
    "U.S.",
    "Port Amsel",
    "Coast Guard",
    "KYIV (AP) —",
    "he",
    "she",
    "they",
    "police",
    "the ministry",
    "said",
    "told",
    "asked whether",
    "according to",
    "that",
    "not",
    "Q:",
    "A:",
    "12",
    "at least",
    "1,200.5",
    "$3 million",
    "5%",
    "people were killed",
    "half of",
    "in 2014",
    "3-1",
    "é",
    "日本",
    "🙂",
    "e\u{301}",
    "\u{200d}",
    "قال",
];

fn text() -> impl Strategy<Value = String> {
    let glue = prop::sample::select(vec![" ", ""]);
    let pieces = prop::collection::vec(prop::sample::select(&PIECES[..]), 0..70);
    prop_oneof![3 => (pieces, glue).prop_map(|(pieces, glue)| pieces.join(glue)), 1 => "\\PC{0,120}"]
}

fn extract(title: &str, body: &str, scratch: &mut Scratch) -> Extraction {
    EXTRACTOR.extract(Document { title: Some(title), body }, scratch)
}

fn check(found: &Extraction, title: &str, body: &str) -> Result<(), TestCaseError> {
    let slice = |place: Place| {
        let text = if place.zone == Zone::Title { title } else { body };
        text.get(place.span.start as usize..place.span.end as usize).filter(|slice| !slice.is_empty())
    };
    for quote in &found.quotes {
        prop_assert!(!quote.parts.is_empty());
        for part in &quote.parts {
            prop_assert!(slice(Place { zone: quote.zone, span: *part }).is_some(), "{part:?} in {body:?}");
        }
    }
    let spans = found.mentions.iter().map(|m| m.place).chain(found.figures.iter().map(|f| f.place));
    for place in spans {
        prop_assert!(slice(place).is_some(), "{place:?} in {body:?}");
    }
    let first = |q: &copydesk_extract::quotes::Quote| (q.zone, q.parts.first().map(|p| p.start));
    prop_assert!(found.quotes.is_sorted_by_key(first), "quotes of {body:?}");
    prop_assert!(found.mentions.is_sorted_by_key(|m| (m.place.zone, m.place.span.start)), "mentions of {body:?}");
    prop_assert!(found.figures.is_sorted_by_key(|f| (f.place.zone, f.place.span.start)), "figures of {body:?}");
    prop_assert!(found.mentions.iter().all(|m| (m.entity as usize) < found.entities.len()));
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    #[test]
    fn rows_are_slices_in_order_and_the_same_after_other_articles(texts in prop::collection::vec((text(), text()), 1..4)) {
        let mut used = Scratch::default();
        for (title, body) in &texts {
            let found = extract(title, body, &mut used);
            check(&found, title, body)?;
            prop_assert_eq!(&found, &extract(title, body, &mut Scratch::default()), "the article before was remembered");
        }
    }
}
