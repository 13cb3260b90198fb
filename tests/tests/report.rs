//! `copydesk report`: a page that says what the tables say, and on which text of articles is text.

#![expect(clippy::print_stdout, reason = "it tells what it skipped")]

use copydesk_tests::{Corpus, copydesk};
use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};

fn report(corpus: &Corpus, page: &str) -> String {
    let run = |args: &[&str]| copydesk().current_dir(corpus.path()).args(args).output().expect("started");
    let made = run(&["run", "articles.jsonl", "--out", "run", "--overwrite", "--quiet"]);
    assert!(made.status.success(), "{}", String::from_utf8_lossy(&made.stderr));
    let told = run(&["report", "run", "--out", page]);
    assert!(told.status.success(), "{}", String::from_utf8_lossy(&told.stderr));
    fs::read_to_string(corpus.path().join(page)).expect("a page")
}

const SCRIPT: &str = r#"{"id": "x", "title": "<script>alert(1)</script> storm", "text": "“<script>alert(2)</script> has to go,” Foreign Minister Ana <b>Ruiz</b> said on Monday. At least 12 people were killed in Madrid, the ministry said."}"#;

#[test]
fn the_page_tells_the_counts_of_the_run_and_is_the_same_again() {
    let corpus = Corpus::articles(5);
    corpus.append("{broken\n");
    let page = report(&corpus, "one.html");
    let manifest = fs::read_to_string(corpus.path().join("run/manifest.json")).expect("a manifest");
    let manifest: serde_json::Value = serde_json::from_str(&manifest).expect("JSON");
    for table in ["quotes", "figures", "entities", "mentions"] {
        let n = manifest["counts"]["rows"][table].as_u64().expect("a count");
        assert!(page.contains(&format!("<dt>{table}</dt><dd>{n}</dd>")), "{table}: {n}");
    }
    assert!(page.contains("<td>bad_json</td><td class=\"n\">1</td><td class=\"n\">100.0%</td>"));
    assert_eq!(page, report(&corpus, "two.html"));
    for fetched in ["http://", "src=", "<script", "@import", "url("] {
        assert!(!page.contains(fetched), "the page holds {fetched}");
    }
}

#[test]
fn text_of_an_article_is_text() {
    let corpus = Corpus::articles(2);
    corpus.append(SCRIPT);
    let page = report(&corpus, "page.html");
    assert!(!page.contains("<script"));
    assert!(page.contains("&lt;script&gt;alert("));
}

#[test]
fn a_browser_draws_the_page() {
    let found = Command::new("chromium").arg("--version").stdout(Stdio::null()).stderr(Stdio::null()).status();
    if !found.is_ok_and(|s| s.success()) {
        println!("skipped: no chromium");
        return;
    }
    let corpus = Corpus::articles(5);
    report(&corpus, "page.html");
    let address = format!("file://{}", corpus.path().join("page.html").display());
    let mut browser = Command::new("chromium");
    browser.args(["--headless", "--no-sandbox", "--disable-gpu", "--dump-dom"]).arg(&address);
    let drawn = browser.stderr(Stdio::null()).output().expect("started");
    let dom = String::from_utf8_lossy(&drawn.stdout).into_owned();
    assert!(dom.contains("</main>") && dom.contains("Casualties as reported"), "{dom}");
    assert!(Path::new(corpus.path()).join("page.html").exists());
}
