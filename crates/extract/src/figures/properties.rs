//! Whatever the text: no panic, spans on character boundaries, in order. (Time linear in its length:
//! tests/tests/instructions.rs.)

use crate::{Document, Extractor, Scratch};
use proptest::prelude::*;
use std::sync::LazyLock;

/// Loaded once: the model is large.
static EXTRACTOR: LazyLock<Extractor> = LazyLock::new(Extractor::new);

/// Words that the rules of this room look for, to be thrown together at random.
const WORDS: &[&str] = &[
    "12",
    "1,200.5",
    "$",
    "US$",
    "€",
    "Rs.",
    "-",
    "–",
    "%",
    "to",
    "from",
    "and",
    "a",
    "half",
    "million",
    "m",
    "bn",
    "dozen",
    "dozens",
    "of",
    "hundred",
    "twenty",
    "three",
    "in",
    "five",
    "one",
    "people",
    "killed",
    "were",
    "injured",
    "year",
    "old",
    ",",
    ".",
    "(",
    ")",
    "½",
    "3/4",
    "May",
    "2014",
    ":",
    "30",
    "p.m.",
    "per",
    "cent",
    "points",
    "No.",
    "the",
    "third",
    "largest",
    "between",
    "at",
    "least",
    "rose",
    "“",
    "”",
    "said",
    "toll",
    "km",
    "/",
    "h",
    "°",
    "C",
    "minus",
    "aged",
    "é",
    "名",
    "no",
    "casualties",
    "votes",
    "3-1",
    "52-48",
    "times",
    "\n\n",
];

fn figures_hold(text: &str) {
    let figures = EXTRACTOR.extract(Document { title: Some(text), body: text }, &mut Scratch::default()).figures;
    let mut last = None;
    for figure in &figures {
        let span = figure.place.span;
        assert!(text.get(span.start as usize..span.end as usize).is_some_and(|t| !t.is_empty()), "{text:?} {span:?}");
        assert!(last <= Some((figure.place.zone, span.start)), "out of order in {text:?}");
        assert!(figure.confidence > 0.0 && figure.confidence <= 1.0);
        for value in [figure.value, figure.low, figure.high].into_iter().flatten() {
            assert!(value.is_finite(), "{text:?}");
        }
        last = Some((figure.place.zone, span.start));
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn any_text(text in "\\PC{0,80}") {
        figures_hold(&text);
    }

    #[test]
    fn any_words(words in proptest::collection::vec((proptest::sample::select(WORDS), any::<bool>()), 0..30)) {
        let text: String = words.iter().flat_map(|(word, spaced)| [*word, if *spaced { " " } else { "" }]).collect();
        figures_hold(&text);
    }
}
