//! `copydesk report`: a page that says what the tables say, and on which text of articles is text.

#![expect(clippy::print_stdout, reason = "it tells what it skipped")]

use copydesk_tests::{Corpus, copydesk};
use std::fs;
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
fn parts_of_a_quote_are_marked_and_not_what_stands_between() {
    let corpus = Corpus::articles(1);
    corpus.file("articles.jsonl", SPLIT);
    let page = report(&corpus, "page.html");
    for part in ["We waited for an hour", "Then the water came"] {
        assert!(page.contains(&format!("<span class=\"q\">{part}</span>")), "{part} is not marked by itself: {page}");
    }
    assert!(page.contains("<span class=\"c\">said</span>"), "the cue is marked as said: {page}");
}

const SPLIT: &str = r#"{"id": "s", "title": "Flood", "text": "OSTREL — “We waited for an hour,” Mayor Ana Ruiz said on Monday. “Then the water came.”"}
"#;

#[test]
fn lines_make_the_same_page_as_parquet() {
    let corpus = Corpus::articles(3);
    let page = report(&corpus, "parquet.html");
    let run =
        |args: &[&str]| assert!(copydesk().current_dir(corpus.path()).args(args).status().expect("started").success());
    run(&["run", "articles.jsonl", "--out", "run", "--overwrite", "--quiet", "--format", "jsonl"]);
    run(&["report", "run", "--out", "jsonl.html"]);
    let other = fs::read_to_string(corpus.path().join("jsonl.html")).expect("a page");
    let below = |page: &str| page.split_once("<nav>").map(|(_, rest)| rest.to_owned()).expect("a list of contents");
    assert_eq!(below(&page), below(&other));
}

#[test]
fn a_page_that_cannot_be_written_leaves_the_one_that_is_there() {
    let corpus = Corpus::articles(1);
    let page = report(&corpus, "page.html");
    fs::remove_dir_all(corpus.path().join("run/quotes")).expect("removed");
    let told = copydesk().current_dir(corpus.path()).args(["report", "run", "--out", "page.html"]).output();
    assert_eq!(told.expect("started").status.code(), Some(6));
    assert_eq!(page, fs::read_to_string(corpus.path().join("page.html")).expect("a page"));
}

/// What a browser says of the page in a frame as wide as a phone: by how much it is too wide, its background, its text's
/// colour.
const PHONE: &str = r#"<!doctype html><body><iframe id="page" src="page.html" style="width: 390px; height: 800px; border: 0"></iframe>
<script>onload = () => {
  const page = document.getElementById("page").contentDocument, style = getComputedStyle(page.body);
  const root = page.documentElement;
  document.body.dataset.told = [root.scrollWidth - root.clientWidth, style.backgroundColor, style.color].join(";");
};</script>"#;

#[test]
fn a_browser_draws_the_page_on_a_phone_in_the_light_and_in_the_dark() {
    let found = Command::new("chromium").arg("--version").stdout(Stdio::null()).stderr(Stdio::null()).status();
    if !found.is_ok_and(|s| s.success()) {
        println!("skipped: no chromium");
        return;
    }
    let corpus = Corpus::articles(5);
    corpus.append(SCRIPT);
    let page = report(&corpus, "page.html");
    assert!(page.contains("Casualties as reported") && page.ends_with("</main>\n</body>\n</html>\n"));
    corpus.file("phone.html", PHONE);
    let told = |scheme: &str| {
        let mut browser = Command::new("chromium");
        browser.args(["--headless", "--no-sandbox", "--disable-gpu", "--allow-file-access-from-files", "--dump-dom"]);
        browser.arg(format!("--user-data-dir={}", corpus.path().join("profile").display()));
        browser.arg("--virtual-time-budget=5000").arg(format!("--blink-settings=preferredColorScheme={scheme}"));
        browser.arg(format!("file://{}", corpus.path().join("phone.html").display()));
        let drawn = browser.stderr(Stdio::null()).output().expect("started");
        let dom = String::from_utf8_lossy(&drawn.stdout).into_owned();
        let (_, rest) = dom.split_once("data-told=\"").unwrap_or_else(|| panic!("no answer in {dom}"));
        rest.split_once('"').expect("an end").0.to_owned()
    };
    assert_eq!(told("1"), "0;rgb(253, 252, 249);rgb(29, 35, 39)", "in the light");
    assert_eq!(told("0"), "0;rgb(22, 25, 28);rgb(230, 228, 222)", "in the dark");
}
