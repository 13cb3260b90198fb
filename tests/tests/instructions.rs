//! What a word costs, counted in instructions and not in seconds, so that a loaded machine changes nothing.
//!
//! The whole command runs under callgrind over the project's own articles, once and four times; the difference is
//! what reading costs, without starting and loading the model. Needs valgrind; without it the test says so and passes.

#![expect(clippy::print_stdout, reason = "the figure is worth reading")]

use copydesk_tests::{copydesk, root};
use std::fmt::Write as _;
use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};

/// Instructions a word, from JSONL to committed tables without aggregates, as last recorded. Lower it when a change makes
/// the run faster; a change that needs more says in its message what it buys.
const BUDGET: u64 = 131_000;

/// What may come on top unnoticed: other versions of the compiler and the system's library.
const TOLERANCE: f64 = 1.05;

/// What figures may cost of the whole extraction.
const FIGURES: f64 = 0.2;

/// Texts of articles: the project's own.
fn texts() -> Vec<String> {
    let sources = fs::read_dir(root().join("datasets/sources")).expect("the project's articles");
    let mut paths: Vec<_> = sources.map(|e| e.expect("an entry").path()).collect();
    paths.push(root().join("datasets/articles/seed.txt"));
    paths.retain(|p| p.extension().is_some_and(|e| e == "txt"));
    paths.sort();
    paths.iter().map(|p| fs::read_to_string(p).expect("readable")).collect()
}

/// Instructions of a run over every text `times` times; of those inside `function` alone, if one is given.
fn instructions(dir: &Path, texts: &[String], times: usize, function: Option<&str>) -> u64 {
    let mut lines = String::new();
    for time in 0..times {
        for (i, text) in texts.iter().enumerate() {
            writeln!(lines, "{}", serde_json::json!({"id": format!("{time}-{i}"), "text": text})).expect("written");
        }
    }
    let corpus = dir.join(format!("{times}.jsonl"));
    fs::write(&corpus, lines).expect("written");
    let program = copydesk().get_program().to_owned();
    let mut valgrind = Command::new("valgrind");
    valgrind.args(["--tool=callgrind", "--callgrind-out-file=/dev/null"]);
    valgrind.args(function.map(|name| format!("--toggle-collect={name}"))).arg(program);
    valgrind.arg("run").arg(&corpus).arg("--out").arg(dir.join("tables")).arg("--overwrite");
    valgrind.args(["--threads", "1", "--no-aggregates", "--quiet"]).env_remove("COPYDESK_LOG");
    let output = valgrind.stdout(Stdio::null()).output().expect("valgrind was there a moment ago");
    let told = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{valgrind:?}: {told}");
    let collected = told.lines().find_map(|line| line.split_once("Collected :")).expect("callgrind tells its sum");
    collected.1.trim().parse().expect("a number")
}

#[test]
fn a_word_costs_no_more_instructions_than_recorded() {
    if Command::new("valgrind").arg("--version").output().is_err() {
        println!("skipped: no valgrind here");
        return;
    }
    let texts = texts();
    let words: usize = texts.iter().map(|t| t.split_whitespace().count()).sum();
    let dir = tempfile::tempdir().expect("a directory");
    let [once, four] = [1, 4].map(|times| instructions(dir.path(), &texts, times, None));
    let cost = (four - once) / (3 * words as u64);
    println!("{cost} instructions a word (recorded: {BUDGET}); starting and loading: {} million", {
        (once - cost * words as u64) / 1_000_000
    });
    assert!((cost as f64) < BUDGET as f64 * TOLERANCE, "{cost} instructions a word, recorded were {BUDGET}");
}

#[test]
fn figures_cost_at_most_a_fifth_of_the_extraction() {
    if Command::new("valgrind").arg("--version").output().is_err() {
        println!("skipped: no valgrind here");
        return;
    }
    let (texts, dir) = (texts(), tempfile::tempdir().expect("a directory"));
    let inside = |function| instructions(dir.path(), &texts, 1, Some(function));
    let whole = inside("copydesk_extract::extractor::Extractor::extract");
    let figures = inside("copydesk_extract::figures::Counter::figures");
    println!("figures: {figures} of {whole} instructions, {:.1} %", 100.0 * figures as f64 / whole as f64);
    assert!(figures > 0 && figures < whole, "the functions are found by their names: {figures} of {whole}");
    assert!((figures as f64) < FIGURES * whole as f64, "{figures} of {whole} instructions");
}
