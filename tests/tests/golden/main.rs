//! The golden cases: a real run over `datasets/articles` against what linguists wrote in `datasets/golden`.
//!
//! Rows of a *must* section hold exactly; all others are measured by layer, and no measure falls below its
//! floor in `datasets/golden/FLOORS.md`. `COPYDESK_GOLDEN=rows` lists every missing and false row,
//! `COPYDESK_GOLDEN=record` writes the measured figures down.

#![expect(clippy::print_stdout, reason = "the measured figures are for whoever runs the tests")]

mod actual;
mod compare;
mod expectation;
mod score;
mod words;

use actual::{Run, text};
use copydesk_tests::root;
use score::{Floors, Scores};

#[test]
fn golden_cases_hold() {
    let directory = root().join("datasets/golden");
    let floors_path = directory.join("FLOORS.md");
    let floors = Floors::read(&floors_path);
    let run = Run::over_the_articles();
    let mut scores = Scores::default();
    let (mut broken, mut remarks) = (Vec::new(), Vec::new());
    for golden in expectation::read_all(&directory) {
        let Some(actual) = run.article(&golden.input, golden.record) else {
            let why = run
                .rejects
                .iter()
                .find(|r| r["input_uri"] == golden.input.as_str() && r["input_record"] == golden.record);
            let why = why.map_or_else(|| "nothing says why".to_owned(), |r| format!("rejected: {r}"));
            broken.push(format!("{}: record {} of {} is no article; {why}", golden.name, golden.record, golden.input));
            continue;
        };
        let findings = compare::compare(&golden, actual, &mut scores);
        broken.extend(findings.broken);
        remarks.extend(findings.remarks);
    }
    let wanted = std::env::var("COPYDESK_GOLDEN").unwrap_or_default();
    let page = scores.page(&floors);
    println!("{}", page.split_once("\n\n| ").map_or(page.as_str(), |(_, table)| table));
    if wanted == "rows" {
        println!("{}\n", remarks.join("\n"));
    }
    if wanted == "record" {
        std::fs::write(&floors_path, &page).expect("FLOORS.md can be written");
    }
    broken.extend(scores.fallen(&floors));
    assert!(
        broken.is_empty(),
        "\n{}\n\n{} golden rows do not hold; `make golden-rows` lists what else is missing or false",
        broken.join("\n"),
        broken.len()
    );
}

/// What the inputs hold that is no article comes out as a reject with its reason.
#[test]
fn what_is_no_article_is_a_reject_with_a_reason() {
    let run = Run::over_the_articles();
    let mut rejects: Vec<String> = run
        .rejects
        .iter()
        .map(|r| {
            let input = text(r, "input_uri").unwrap_or("").trim_start_matches("datasets/articles/");
            format!("{input} {}: {}", r["input_record"], text(r, "reason").unwrap_or(""))
        })
        .collect();
    rejects.sort();
    let expected = [
        "crawl.warc.gz 0: not_article",
        "crawl.warc.gz 1: not_article",
        "crawl.warc.gz 3: not_article",
        "wire.jsonl 1: bad_json",
        "wire.jsonl 2: not_english",
        "wire.jsonl 4: duplicate_id",
    ];
    assert_eq!(rejects, expected);
}
