//! `copydesk eval`: the figures of our own annotation, and those of another program that counts the same.

#![expect(clippy::print_stdout, reason = "it tells what it skipped")]

use copydesk_tests::{copydesk, root};
use serde_json::Value;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

fn measured(gold: &Path) -> Value {
    let output = copydesk().arg("eval").arg(gold).arg("--json").output().expect("started");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    serde_json::from_slice(&output.stdout).expect("JSON")
}

fn number(page: &Value, path: &str) -> f64 {
    page.pointer(path).and_then(Value::as_f64).unwrap_or_else(|| panic!("{path} is no number in {page}"))
}

/// What is annotated is counted exactly; what is found has floors, as better models come.
#[test]
fn our_own_article_is_measured() {
    let page = measured(&root().join("datasets/annotated/harbour.jsonl"));
    let exact = [
        ("/articles", 1.0),
        ("/quotes/all/gold", 11.0),
        ("/quotes/direct/gold", 6.0),
        ("/quotes/indirect/gold", 5.0),
        ("/quotes/mixed/gold", 0.0),
        ("/entities/gold", 14.0),
        ("/figures/gold", 10.0),
    ];
    for (path, expect) in exact {
        assert!((number(&page, path) - expect).abs() < 1e-9, "{path} is not {expect} in {page}");
    }
    let floors = [
        ("/quotes/all/words/2", 0.8),
        ("/quotes/all/with_speaker/2", 0.8),
        ("/entities/typed/2", 0.9),
        ("/figures/span", 0.9),
        ("/figures/value", 0.9),
    ];
    for (path, floor) in floors {
        assert!(number(&page, path) >= floor, "{path} is below {floor} in {page}");
    }
    let names = ["/names/right", "/names/found"].map(|path| number(&page, path));
    assert!((names[0] - names[1]).abs() < 1e-9, "{page}");
}

/// Rows that are missing, false or different are shown, and as many as the rates say.
#[test]
fn errors_are_shown_on_request() {
    let gold = root().join("datasets/annotated/harbour.jsonl");
    let output = copydesk().arg("eval").arg(&gold).args(["--json", "--errors", "1000"]).output().expect("started");
    let page: Value = serde_json::from_slice(&output.stdout).expect("JSON");
    let rows = |layer: &str, fault: &str| page["errors"][layer][fault].as_array().map_or(0, Vec::len) as f64;
    for (layer, all) in [("figures", number(&page, "/figures/gold")), ("entities", number(&page, "/entities/gold"))] {
        let span = if layer == "figures" { "span" } else { "span/2" };
        assert!(rows(layer, "missing") <= all);
        let perfect = (number(&page, &format!("/{layer}/{span}")) - 1.0).abs() < 1e-9;
        assert_eq!(perfect, rows(layer, "missing") + rows(layer, "false") < 0.5, "{page}");
    }
    let missing = number(&page, "/quotes/all/gold") * (1.0 - number(&page, "/quotes/all/words/1"));
    assert!((rows("quotes", "missing") - missing).abs() < 1e-6, "{page}");
    assert!(measured(&gold).get("errors").is_none());
}

#[test]
fn an_annotation_that_is_none_is_told_with_its_line() {
    let dir = tempfile::tempdir().expect("a directory");
    let gold = dir.path().join("gold.jsonl");
    std::fs::write(&gold, "{\"id\": 1, \"text\": \"Ruiz spoke.\"}\n{\"text\": 1}\n").expect("written");
    let output = copydesk().arg("eval").arg(&gold).output().expect("started");
    assert_eq!(output.status.code(), Some(3));
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(said.contains("line 2"), "{said}");
}

/// A folder of annotated news with its measuring tool beside the checkout, where there is one.
fn shared() -> Option<PathBuf> {
    let folder =
        root().ancestors().skip(1).take(2).map(|a| a.join("shared")).find(|s| s.join("tools/measure.py").exists());
    let asks = Command::new("python3").args(["-c", "import duckdb"]).stderr(Stdio::null()).status();
    folder.filter(|_| asks.is_ok_and(|s| s.success()))
}

#[test]
fn the_figures_are_those_of_the_measuring_tool() {
    let Some(shared) = shared() else {
        println!("skipped: no ../shared/tools/measure.py, or no python3 with duckdb");
        return;
    };
    let gold = shared.join("eval/news_dev.jsonl");
    let dir = tempfile::tempdir().expect("a directory");
    let (run, told) = (dir.path().join("run"), dir.path().join("told.json"));
    let status = copydesk().arg("run").arg(&gold).arg("--out").arg(&run).arg("--quiet").status();
    assert!(status.expect("started").success());
    let mut tool = Command::new("python3");
    tool.arg(shared.join("tools/measure.py")).arg(&gold).arg(&run).arg("--json").arg(&told).stdout(Stdio::null());
    assert!(tool.status().expect("started").success());
    let theirs: Value = serde_json::from_slice(&std::fs::read(told).expect("readable")).expect("JSON");
    let ours = measured(&gold);
    let mut pairs: Vec<(String, String)> = Vec::new();
    for kind in ["all", "direct", "mixed", "indirect", "direct+mixed"] {
        pairs.push((format!("/quotes/{kind}/words/2"), format!("/quotes.{kind}.span")));
        pairs.push((format!("/quotes/{kind}/with_speaker/2"), format!("/quotes.{kind}.q+spk")));
    }
    for i in 0..3 {
        pairs.push((format!("/entities/typed/{i}"), format!("/entities/micro/{i}")));
        pairs.push((format!("/entities/span/{i}"), format!("/entities/span/{i}")));
    }
    for (ours, theirs) in [("span", "span"), ("exact span", "exact span"), ("value", "value")] {
        pairs.push((format!("/figures/{ours}"), format!("/figures.{theirs}")));
    }
    pairs.push(("/figures/value and modifier".into(), "/figures.value+modifier".into()));
    for (path, other) in pairs {
        let (here, there) = (number(&ours, &path), number(&theirs, &other));
        assert!((here - there).abs() < 1e-4, "{path} is {here}, where the tool says {there}");
    }
    let names = number(&ours, "/names/right") / number(&ours, "/names/found");
    assert!((names - number(&theirs, "/names")).abs() < 1e-9);
}
