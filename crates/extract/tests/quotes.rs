//! Golden cases of reported speech: sentences and the rows that a reader expects, in `quotes/*.md`.
//!
//! A case is a heading, a text (lines that begin with `>`), and one line a row:
//! `- kind | speaker | cue | part … part`. The speaker is the words at the quote, with `= name` where
//! the article's fullest name differs; `–` stands for none. Headings that end in "(not yet)" say what
//! is known not to work: they are listed, not asserted.

use copydesk_extract::{Document, Extractor, Scratch, quotes::Quote};
use std::fmt::Write;

struct Case {
    title: String,
    text: String,
    rows: Vec<String>,
}

fn cases(markdown: &str) -> Vec<Case> {
    let mut out: Vec<Case> = Vec::new();
    for line in markdown.lines() {
        if let Some(title) = line.strip_prefix("## ") {
            out.push(Case { title: title.to_owned(), text: String::new(), rows: Vec::new() });
        }
        let Some(case) = out.last_mut() else { continue };
        if let Some(text) = line.strip_prefix('>') {
            if !case.text.is_empty() {
                case.text.push('\n');
            }
            case.text.push_str(text.strip_prefix(' ').unwrap_or(text));
        } else if let Some(row) = line.strip_prefix("- ") {
            case.rows.push(row.to_owned());
        }
    }
    out
}

fn row(quote: &Quote, text: &str) -> String {
    let speaker = quote.speaker.as_ref().map_or("–".to_owned(), |s| {
        let mention = s.mention.of(text);
        match &s.name {
            Some(name) if name != mention => format!("{mention} = {name}"),
            _ => mention.to_owned(),
        }
    });
    let cue = quote.cue.as_ref().map_or("–", |c| c.span.of(text));
    let parts: Vec<&str> = quote.parts.iter().map(|p| p.of(text)).collect();
    format!("{} | {speaker} | {cue} | {}", quote.kind.as_str(), parts.join(" … ")).replace('\n', " ")
}

/// The rows of a text as the golden files write them.
fn rows(extractor: &Extractor, text: &str) -> Vec<String> {
    let found = extractor.extract(Document { title: None, body: text }, &mut Scratch::default());
    found.quotes.iter().map(|q| row(q, text)).collect()
}

#[test]
fn golden_cases() {
    let extractor = Extractor::new();
    let mut wrong = String::new();
    for case in cases(include_str!("quotes/cases.md")) {
        let found = rows(&extractor, &case.text);
        if case.title.ends_with("(not yet)") || found == case.rows {
            continue;
        }
        write!(
            wrong,
            "\n## {}\n{}\nexpected\n  {}\nfound\n  {}\n",
            case.title,
            case.text,
            case.rows.join("\n  "),
            found.join("\n  ")
        )
        .expect("a string");
    }
    assert!(wrong.is_empty(), "{wrong}");
}

#[test]
fn names_of_rules_are_stable_words() {
    let extractor = Extractor::new();
    for case in cases(include_str!("quotes/cases.md")) {
        let found = extractor.extract(Document { title: None, body: &case.text }, &mut Scratch::default());
        for quote in found.quotes {
            assert!(quote.rule.chars().all(|c| c.is_ascii_lowercase() || c == '-'), "{}", quote.rule);
            assert!((0.0..=1.0).contains(&quote.confidence) && (0.0..=1.0).contains(&quote.speaker_confidence));
        }
    }
}

mod any_text {
    use super::*;
    use proptest::prelude::*;
    use std::sync::LazyLock;

    fn check(text: &str) -> Result<(), TestCaseError> {
        static EXTRACTOR: LazyLock<Extractor> = LazyLock::new(Extractor::new);
        let found = EXTRACTOR.extract(Document { title: Some(text), body: text }, &mut Scratch::default());
        for quote in &found.quotes {
            prop_assert!(!quote.parts.is_empty());
            for part in &quote.parts {
                let slice = text.get(part.start as usize..part.end as usize);
                prop_assert!(slice.is_some_and(|s| !s.is_empty()), "{part:?} in {text:?}");
            }
            for pair in quote.parts.windows(2) {
                prop_assert!(pair[0].end <= pair[1].start, "parts overlap in {text:?}");
            }
            let spans = quote
                .cue
                .iter()
                .map(|c| c.span)
                .chain(quote.speaker.iter().map(|s| s.mention))
                .chain(quote.addressee)
                .chain([quote.evidence]);
            for span in spans {
                prop_assert!(text.get(span.start as usize..span.end as usize).is_some(), "{span:?} in {text:?}");
            }
        }
        Ok(())
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 48, ..ProptestConfig::default() })]

        #[test]
        fn parts_are_ordered_disjoint_and_on_character_boundaries(
            words in prop::collection::vec(
                prop::sample::select(vec![
                    "“", "”", "\"", "‘", "’", "'", "«", "»", ",", ".", ":", ";", "—", "\n", "\n\n", "?", "He", "she", "said", "says", "told", "Ruiz", "Ana",
                    "that", "according", "to", "the", "minister", "police", "talks", "go", "on", "and", "é", "日本", "announced", "asked", "whether", "not",
                    "called", "“no”", "Q:", "A:", "statement", "of", "by", "🙂",
                ]),
                0..60,
            ),
            glue in prop::sample::select(vec![" ", ""]),
        ) {
            check(&words.join(glue))?;
        }

        #[test]
        fn no_text_makes_it_panic(text in "\\PC{0,80}") {
            check(&text)?;
        }
    }
}
