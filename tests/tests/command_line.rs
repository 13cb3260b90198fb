//! What a person meets at the prompt: codes, messages, help.

use copydesk_tests::{Corpus, copydesk};
use std::io::Write;
use std::process::{Output, Stdio};

fn output(corpus: &Corpus, args: &[&str]) -> Output {
    copydesk().current_dir(corpus.path()).args(args).stdin(Stdio::null()).output().expect("started")
}

#[track_caller]
fn fails(corpus: &Corpus, args: &[&str], code: i32, saying: &str) {
    let output = output(corpus, args);
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    assert_eq!(output.status.code(), Some(code), "{said}");
    assert!(said.contains(saying), "{said:?} does not say {saying:?}");
}

#[test]
fn a_missing_input_is_told_before_any_work() {
    let corpus = Corpus::articles(1);
    fails(&corpus, &["run", "nowhere.jsonl", "--out", "out"], 3, "nowhere.jsonl");
    fails(&corpus, &["run", "articles.jsonl", "*.warc", "--out", "out"], 3, "*.warc");
    assert!(!corpus.path().join("out").exists(), "a directory was made for a run that could not begin");
}

#[test]
fn an_output_that_cannot_be_written_is_told_before_any_work() {
    let corpus = Corpus::articles(1);
    fails(&corpus, &["run", "articles.jsonl", "--out", "articles.jsonl/tables"], 4, "articles.jsonl/tables");
}

#[test]
fn wrong_options_are_told() {
    let corpus = Corpus::articles(1);
    fails(&corpus, &["run", "articles.jsonl"], 2, "--out");
    fails(&corpus, &["run", "articles.jsonl", "--out", "out", "--map", "txet=body"], 2, "txet");
    fails(&corpus, &["run", "articles.jsonl", "--out", "out", "--format", "xml"], 2, "parquet, jsonl");
    fails(&corpus, &["schema", "qoutes"], 2, "quotes");
    corpus.file("copydesk.toml", "treads = 4\n");
    fails(&corpus, &["run", "articles.jsonl", "--out", "out"], 2, "treads");
}

#[test]
fn the_settings_file_counts_and_options_count_more() {
    let corpus = Corpus::articles(4);
    corpus.file("copydesk.toml", "format = \"jsonl\"\nthreads = 1\n");
    assert!(output(&corpus, &["run", "articles.jsonl", "--out", "lines"]).status.success());
    assert!(corpus.path().join("lines/articles/part-00000.jsonl").exists());
    assert!(output(&corpus, &["run", "articles.jsonl", "--out", "tables", "--format", "parquet"]).status.success());
    assert!(corpus.path().join("tables/articles/part-00000.parquet").exists());
}

#[test]
fn standard_input_is_read_and_cannot_be_resumed() {
    let corpus = Corpus::articles(2);
    let text = std::fs::read(corpus.path().join("articles.jsonl")).expect("readable");
    let run = |more: &[&str]| {
        let mut command = copydesk();
        command.current_dir(corpus.path()).args(["run", "-", "--out", "out"]).args(more);
        let mut child =
            command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().expect("started");
        // The program may refuse before it has read all.
        let _ = child.stdin.take().expect("a pipe").write_all(&text);
        child.wait_with_output().expect("ended")
    };
    let first = run(&[]);
    let said = String::from_utf8_lossy(&first.stderr).into_owned();
    assert!(first.status.success(), "{said}");
    assert!(said.contains("2 records: 2 articles, 0 rejects"), "{said}");
    assert_eq!(run(&[]).status.code(), Some(5));
    assert!(run(&["--overwrite"]).status.success());
}

#[test]
fn an_empty_corpus_gives_empty_tables() {
    let corpus = Corpus::articles(0);
    assert!(output(&corpus, &["run", "articles.jsonl", "--out", "out"]).status.success());
    assert!(corpus.path().join("out/quotes/part-00000.parquet").exists());
    assert!(output(&corpus, &["verify", "out"]).status.success());
}

#[test]
fn damage_is_found() {
    let corpus = Corpus::articles(3);
    assert!(output(&corpus, &["run", "articles.jsonl", "--out", "out"]).status.success());
    corpus.file("out/quotes/part-00000.parquet", "not what was written");
    fails(&corpus, &["verify", "out"], 6, "quotes/part-00000.parquet is damaged");
}

#[test]
fn tables_inside_the_input_folder_are_not_read_as_articles() {
    let corpus = Corpus::articles(3);
    assert!(output(&corpus, &["run", ".", "--out", "out"]).status.success());
    let again = output(&corpus, &["run", ".", "--out", "out"]);
    let said = String::from_utf8_lossy(&again.stderr).into_owned();
    assert!(again.status.success() && said.contains("nothing to do"), "{said}");
}

#[test]
fn help_shows_examples_and_exit_codes() {
    let corpus = Corpus::articles(0);
    let help = |args: &[&str]| String::from_utf8_lossy(&output(&corpus, args).stdout).into_owned();
    assert!(help(&["--help"]).contains("Exit codes:"));
    assert!(help(&["run", "--help"]).contains("zcat dump.jsonl.gz | copydesk run -"));
    assert!(help(&["inspect", "--help"]).contains("copydesk inspect article.txt"));
    assert!(help(&["completions", "bash"]).contains("complete"));
}

#[test]
fn inspect_shows_an_article_and_sends_no_control_characters() {
    let corpus = Corpus::articles(0);
    corpus.file("articles.jsonl", "{\"id\": \"a\", \"text\": \"Ana Ruiz said it was \\u001b[31mred.\"}\n");
    let page = String::from_utf8_lossy(&output(&corpus, &["inspect", "articles.jsonl"]).stdout).into_owned();
    assert!(page.contains("\\u{1b}[31mred") && !page.contains('\u{1b}'), "{page:?}");
    fails(&corpus, &["inspect", "articles.jsonl", "--record", "7"], 3, "no record 7");
}
