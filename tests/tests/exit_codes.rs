//! docs/exit-codes.md, row by row: the command is run, the code and the words are held against it.

#![cfg(unix)]

use copydesk_tests::{Corpus, copydesk, fail, root, succeed};
use std::collections::BTreeSet;
use std::fs::{self, File};
use std::process::{Command, Stdio};
use std::thread::sleep;
use std::time::Duration;

/// A row of the table.
struct Row {
    code: i32,
    /// What is run; nothing where no command is known to end so.
    command: Option<String>,
    says: String,
}

fn rows() -> Vec<Row> {
    let page = fs::read_to_string(root().join("docs/exit-codes.md")).expect("the page");
    let cells = |line: &str| line.split('|').skip(1).map(|c| c.trim().to_owned()).collect::<Vec<_>>();
    let unquoted = |cell: &str| cell.trim_matches('`').to_owned();
    let lines = page.lines().filter_map(|line| {
        let cells = cells(line);
        let code = cells.first()?.parse().ok()?;
        let [_, _, command, says, _] = &cells[..] else { panic!("a row of {} cells: {line}", cells.len()) };
        Some(Row { code, command: (!command.is_empty()).then(|| unquoted(command)), says: unquoted(says) })
    });
    lines.collect()
}

/// Where the commands are run.
fn scene() -> Corpus {
    let corpus = Corpus::articles(2);
    let run = |args: &[&str]| drop(succeed(copydesk().current_dir(corpus.path()).args(["run", "--quiet"]).args(args)));
    run(&["articles.jsonl", "--out", "older"]);
    corpus.append("{\"id\": \"third\", \"text\": \"One more article came in, they said.\"}\n");
    run(&["articles.jsonl", "--out", "tables"]);
    run(&["articles.jsonl", "--out", "damaged"]);
    corpus.file("damaged/quotes/part-00000.parquet", "not what was written");
    run(&["articles.jsonl", "--out", "share", "--shard", "1/2"]);
    for dir in ["foreign/quotes", "locked/.copydesk"] {
        fs::create_dir_all(corpus.path().join(dir)).expect("made");
    }
    corpus.file("foreign/quotes/part-0.parquet", "from elsewhere");
    corpus.file("wrong.toml", "treads = 4\n");
    corpus
}

/// The command of a row, as a shell takes it apart.
fn command(corpus: &Corpus, line: &str) -> Command {
    let mut words = line.split(' ').filter(|word| !word.is_empty());
    assert_eq!(words.next(), Some("copydesk"));
    let mut command = copydesk();
    command.current_dir(corpus.path()).stdin(Stdio::null());
    while let Some(word) = words.next() {
        match word {
            ">" => command.stdout(File::options().write(true).open(words.next().expect("a file")).expect("opened")),
            word => command.arg(word),
        };
    }
    command
}

#[test]
fn every_row_of_the_table_is_true() {
    let corpus = scene();
    let lock = File::create(corpus.path().join("locked/.copydesk/lock")).expect("made");
    lock.lock().expect("locked");
    for Row { code, command: line, says } in rows() {
        let Some(line) = line else { continue };
        let new = corpus.path().join("new");
        match code {
            0 => {
                let output = succeed(&mut command(&corpus, &line));
                let said = String::from_utf8_lossy(&output.stderr).into_owned();
                assert!(said.contains(&says), "{line}: {said:?} does not say {says:?}");
                let _ = fs::remove_dir_all(&new);
            }
            130 => interrupted(&line, &says),
            code => {
                fail(&mut command(&corpus, &line), code, &says);
                assert!(!new.exists(), "{line}: something was begun");
            }
        }
    }
}

fn interrupted(line: &str, says: &str) {
    let corpus = Corpus::padded(60, 260 << 10);
    let mut command = command(&corpus, line);
    let mut child =
        command.args(["--threads", "1", "--shard-mib", "1"]).stderr(Stdio::piped()).spawn().expect("started");
    while !corpus.path().join("new/.copydesk/shard-00000.json").exists() && child.try_wait().expect("asked").is_none() {
        sleep(Duration::from_millis(1));
    }
    succeed(Command::new("kill").args(["-INT", &child.id().to_string()]));
    let ended = child.wait_with_output().expect("ended");
    let said = String::from_utf8_lossy(&ended.stderr).into_owned();
    assert_eq!(ended.status.code(), Some(130), "{said}");
    assert!(said.contains(says), "{said:?} does not say {says:?}");
}

/// The page and `--help` name the same codes.
#[test]
fn the_page_and_the_help_name_the_same_codes() {
    let help = succeed(copydesk().arg("--help")).stdout;
    let help = String::from_utf8_lossy(&help).into_owned();
    let (_, codes) = help.split_once("Exit codes:\n").expect("codes");
    let told: BTreeSet<i32> = codes.lines().filter_map(|l| l.split_whitespace().next()?.parse().ok()).collect();
    assert_eq!(told, rows().iter().map(|row| row.code).collect());
}

#[test]
fn a_reader_that_goes_away_is_no_failure() {
    let mut child = copydesk().arg("schema").stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().expect("started");
    drop(child.stdout.take());
    let ended = child.wait_with_output().expect("ended");
    assert_eq!((ended.status.code(), String::from_utf8_lossy(&ended.stderr).as_ref()), (Some(0), ""));
}
