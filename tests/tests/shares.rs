//! A run done in shares and united is the run done in one piece, byte for byte; and what does not fit is refused.

use copydesk_tests::{Corpus, copydesk, tables};
use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::process::Command;

fn command(corpus: &Corpus, args: &[&str]) -> Command {
    let mut command = copydesk();
    command.current_dir(corpus.path()).args(args).arg("--quiet");
    command
}

fn succeed(corpus: &Corpus, args: &[&str]) {
    let output = command(corpus, args).output().expect("started");
    assert!(output.status.success(), "{args:?}: {}", String::from_utf8_lossy(&output.stderr));
}

#[track_caller]
fn fails(corpus: &Corpus, args: &[&str], code: i32, saying: &str) {
    let output = command(corpus, args).output().expect("started");
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    assert_eq!(output.status.code(), Some(code), "{said}");
    assert!(said.contains(saying), "{said:?} does not say {saying:?}");
}

/// Every file of a run but its lock.
fn files(run: &Path) -> BTreeMap<String, Vec<u8>> {
    let mut files = tables(run);
    for name in ["manifest.json", "views.sql"] {
        files.insert(name.to_owned(), fs::read(run.join(name)).expect("readable"));
    }
    files
}

/// One large file and several small ones; later files bring articles of earlier ones again, and records that are none.
fn corpus() -> Corpus {
    let corpus = Corpus::articles(2200);
    let lines = fs::read_to_string(corpus.path().join("articles.jsonl")).expect("readable");
    let lines: Vec<&str> = lines.lines().collect();
    fs::remove_file(corpus.path().join("articles.jsonl")).expect("removed");
    let join = |lines: &[&str]| lines.join("\n") + "\n";
    fs::create_dir(corpus.path().join("in")).expect("made");
    corpus.file("in/a.jsonl", &join(&lines[..1600]));
    corpus.file("in/b.jsonl", &(join(&lines[1600..1700]) + "{\"id\": \"x\", \"text\": \n" + &join(&lines[3..5])));
    corpus.file("in/c.jsonl", &(join(&lines[40..42]) + &join(&lines[1690..])));
    let again = "{\"id\": \"y\"}\n".to_owned() + &join(&lines[2100..2150]) + &join(&[lines[7], lines[7]]);
    corpus.file("in/d.jsonl", &again);
    corpus.file("in/e.txt", "The harbour was closed on Monday, said the mayor, Ana Ruiz.\n");
    corpus
}

/// The run in one piece, then in `of` shares, with the same directory for both since `views.sql` names it.
fn equal(corpus: &Corpus, of: usize, options: &[&str]) {
    let run = [&["run", "in", "--shard-mib", "1"], options].concat();
    succeed(corpus, &[&*run, &["--out", "out", "--overwrite"]].concat());
    let expected = files(&corpus.path().join("out"));
    fs::remove_dir_all(corpus.path().join("out")).expect("removed");
    let shares: Vec<String> = (1..=of).map(|i| format!("shares-{of}/{i}")).collect();
    for (i, out) in shares.iter().enumerate() {
        succeed(corpus, &[&*run, &["--shard", &format!("{}/{of}", i + 1), "--out", out, "--overwrite"]].concat());
    }
    // In any order.
    let mut merge = vec!["merge", "--out", "out"];
    merge.extend(shares.iter().rev().map(String::as_str));
    succeed(corpus, &merge);
    let found = files(&corpus.path().join("out"));
    assert_eq!(found.keys().collect::<Vec<_>>(), expected.keys().collect::<Vec<_>>(), "{of} shares");
    for (name, bytes) in &expected {
        assert!(found[name] == *bytes, "{of} shares {options:?}: {name} has other bytes");
    }
    succeed(
        corpus,
        &["run", "in", "--shard-mib", "1", "--out", "out"].iter().chain(options).copied().collect::<Vec<_>>(),
    );
    fs::remove_dir_all(corpus.path().join("out")).expect("removed");
}

#[test]
fn shares_united_are_the_run_in_one_piece() {
    let corpus = corpus();
    for of in [1, 2, 3, 7] {
        equal(&corpus, of, &[]);
    }
    // Two and three shares take whole files, seven take turns within them.
    let read = fs::read_to_string(corpus.path().join("shares-2/2/manifest.json")).expect("a manifest");
    let manifest: serde_json::Value = serde_json::from_str(&read).expect("JSON");
    assert!(manifest["counts"]["records"].as_u64().expect("a number") > 100);
    assert_eq!(manifest["aggregates"], serde_json::json!([]));
}

#[test]
fn other_forms_and_limits_are_united_too() {
    let corpus = corpus();
    equal(&corpus, 2, &["--format", "jsonl"]);
    equal(&corpus, 2, &["--limit", "1800"]);
}

#[test]
fn nothing_to_do_is_a_share_too() {
    let corpus = Corpus::articles(0);
    fs::create_dir(corpus.path().join("in")).expect("made");
    corpus.file("in/a.jsonl", "");
    equal(&corpus, 3, &[]);
}

#[test]
fn a_share_that_was_killed_goes_on_and_ends_with_the_same_bytes() {
    let corpus = Corpus::articles(3000);
    let run = |out: &str| {
        let options = ["--shard-mib", "1", "--shard", "1/2", "--out", out];
        command(&corpus, &[&["run", "articles.jsonl"][..], &options].concat())
    };
    assert!(run("unbroken").status().expect("started").success());
    let expected = tables(&corpus.path().join("unbroken"));
    let mut child = run("broken").spawn().expect("started");
    let first = corpus.path().join("broken/.copydesk/shard-00000.json");
    while !first.exists() && child.try_wait().expect("asked").is_none() {
        std::thread::sleep(std::time::Duration::from_millis(2));
    }
    child.kill().expect("killed");
    child.wait().expect("ended");
    assert!(run("broken").status().expect("started").success());
    assert!(tables(&corpus.path().join("broken")) == expected, "other bytes after a kill");
}

#[test]
fn what_is_no_whole_set_of_shares_is_refused() {
    let corpus = Corpus::articles(20);
    let share = |share: &str, out: &str, more: &[&str]| {
        succeed(&corpus, &[&["run", "articles.jsonl", "--shard", share, "--out", out], more].concat());
    };
    share("1/3", "one", &[]);
    share("2/3", "two", &[]);
    share("3/3", "three", &[]);
    share("2/3", "mapped", &["--map", "text=body"]);
    share("2/4", "of-four", &[]);
    succeed(&corpus, &["run", "articles.jsonl", "--out", "whole"]);
    let merge = |dirs: &[&str], code, saying| {
        fails(&corpus, &[&["merge", "--out", "united"], dirs].concat(), code, saying);
        assert!(!corpus.path().join("united").exists(), "something was begun");
    };
    merge(&["one", "three"], 3, "no directory holds share 2/3");
    merge(&["one", "two", "three", "two"], 2, "both hold share 2/3");
    merge(&["one", "mapped", "three"], 5, "one and mapped are shares of different runs: --map is  in the one");
    merge(&["one", "of-four", "three"], 5, "the number of shares is 3 in the one and 4 in the other");
    merge(&["one", "whole"], 2, "whole holds a whole run");
    merge(&["one", "nowhere"], 6, "no share of a run was finished here");
    // Where the run in one piece is there is nothing left to do.
    succeed(&corpus, &["merge", "one", "two", "three", "--out", "whole"]);
    fs::write(corpus.path().join("two/quotes/part-00000.parquet"), "damage").expect("written");
    merge(&["one", "two", "three"], 6, "two/quotes/part-00000.parquet is damaged");
}

#[test]
fn a_changed_input_is_another_run() {
    let corpus = Corpus::articles(20);
    succeed(&corpus, &["run", "articles.jsonl", "--shard", "1/2", "--out", "one"]);
    corpus.append("{\"id\": \"late\", \"text\": \"One more article came in.\"}\n");
    succeed(&corpus, &["run", "articles.jsonl", "--shard", "2/2", "--out", "two"]);
    fails(&corpus, &["merge", "one", "two", "--out", "out"], 5, "articles.jsonl is a file of");
}

#[test]
fn a_wrong_share_is_told_before_any_work() {
    let corpus = Corpus::articles(1);
    for wrong in ["0/16", "17/16", "3"] {
        fails(&corpus, &["run", "articles.jsonl", "--out", "out", "--shard", wrong], 2, "is no share like 3/16");
    }
    fails(&corpus, &["run", "-", "--out", "out", "--shard", "1/2"], 2, "standard input");
    assert!(!corpus.path().join("out").exists());
    succeed(&corpus, &["run", "articles.jsonl", "--out", "out", "--shard", "1/2"]);
    fails(&corpus, &["run", "articles.jsonl", "--out", "out"], 5, "--shard is 1/2 there and not set here");
}
