//! What holds for any text at all.

use super::{Text, read};
use proptest::prelude::*;

/// Pieces of news and of rubbish, which proptest strings together.
const PIECES: [&str; 40] = [
    "said",
    "Kyiv",
    "’s",
    "n't",
    "\"",
    "“",
    "”",
    "'",
    "‘",
    "’",
    ".",
    "...",
    "…",
    "!",
    "?",
    ",",
    "-",
    "—",
    "$",
    "1,200.5",
    "9/11",
    "http://a.b/c",
    "a@b.c",
    "U.S.",
    "Mr.",
    "No. 5",
    "\n",
    "\n\n",
    " ",
    "\t",
    "👍🏽",
    "🇺🇦",
    "قال",
    "東京。",
    "e\u{301}",
    "\u{200d}",
    "\u{feff}",
    "KYIV (AP) —",
    ")",
    "(",
];

/// Every token and sentence is a piece of the text, in order, with nothing but space between.
fn check(source: &str) {
    let mut text = Text::default();
    read(source, &mut text);
    let mut end = 0;
    for token in &text.tokens {
        assert!(!token.span.is_empty(), "an empty token in {source:?}");
        let space = source.get(end..token.span.start as usize).expect("offsets lie on characters");
        assert!(space.chars().all(super::character::is_space), "{space:?} belongs to no token of {source:?}");
        assert!(source.get(token.span.start as usize..token.span.end as usize).is_some());
        end = token.span.end as usize;
    }
    assert!(source[end..].chars().all(super::character::is_space));
    let mut next = 0;
    for sentence in &text.sentences {
        assert_eq!(sentence.tokens.start, next, "sentences hold all tokens of {source:?}");
        assert!(sentence.tokens.end > next);
        assert_eq!(sentence.span.start, text.tokens[next as usize].span.start);
        next = sentence.tokens.end;
        assert_eq!(sentence.span.end, text.tokens[next as usize - 1].span.end);
    }
    assert_eq!(next as usize, text.tokens.len());
    if let Some(place) = text.dateline {
        assert!(!place.of(source).is_empty());
    }
}

proptest! {
    #[test]
    fn offsets_hold_in_any_text(source in "\\PC{0,80}") {
        check(&source);
    }

    #[test]
    fn offsets_hold_in_any_rubbish(source in any::<String>()) {
        check(&source);
    }

    #[test]
    fn offsets_hold_in_mixtures(pieces in prop::collection::vec(prop::sample::select(&PIECES[..]), 0..60)) {
        check(&pieces.concat());
    }
}

/// Ten megabytes of anything are read in the time that ten megabytes take.
#[test]
fn long_monsters_are_read() {
    for piece in [
        "a",
        "\"",
        "'",
        ".",
        "!.",
        "a.",
        "a@",
        "-",
        "1,",
        "co-",
        "(.",
        "\n",
        "“",
        "A. ",
        "1's",
        ".\" ",
        "x://",
        "n't",
        "👍\u{200d}",
        "\u{301}",
    ] {
        check(&piece.repeat(2_000_000 / piece.len()));
    }
}
