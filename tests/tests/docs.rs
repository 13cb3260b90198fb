//! The documentation that is made from the code is that of this code.

use copydesk_tests::{copydesk, root};
use std::collections::BTreeMap;
use std::fs;
use std::io::Write;
use std::path::Path;
use std::process::{Command, Stdio};

/// docs/tables.md is what `copydesk schema` prints.
#[test]
fn the_page_of_the_tables_is_up_to_date() {
    let printed = copydesk().arg("schema").output().expect("copydesk starts");
    assert!(printed.status.success());
    let page = fs::read_to_string(root().join("docs/tables.md")).expect("docs/tables.md is there");
    assert!(page.as_bytes() == printed.stdout, "docs/tables.md is not what `copydesk schema` prints: run `make docs`");
}

/// docs/man is what `copydesk man` writes: a page for the program and one for each command.
#[test]
fn the_manual_pages_are_up_to_date() {
    let dir = tempfile::tempdir().expect("a directory");
    let pages = |dir: &Path| -> BTreeMap<String, Vec<u8>> {
        let entries = fs::read_dir(dir).expect("a directory of pages");
        let paths = entries.map(|e| e.expect("an entry").path());
        paths
            .map(|p| (p.file_name().unwrap_or_default().to_string_lossy().into(), fs::read(p).expect("readable")))
            .collect()
    };
    assert!(copydesk().args(["man", "--out"]).arg(dir.path()).status().expect("started").success());
    let written = pages(dir.path());
    assert!(written.contains_key("copydesk.1") && written.contains_key("copydesk-run.1"));
    assert!(written == pages(&root().join("docs/man")), "docs/man is not what `copydesk man` writes: run `make docs`");
}

/// Completions name every command, and bash can read its own.
#[test]
fn completions_are_scripts_of_their_shells() {
    for shell in ["bash", "zsh", "fish", "elvish", "powershell"] {
        let printed = copydesk().args(["completions", shell]).output().expect("started");
        assert!(printed.status.success());
        let script = String::from_utf8(printed.stdout).expect("text");
        for command in ["run", "inspect", "report", "eval", "merge", "aggregate", "verify", "schema"] {
            assert!(script.contains(command), "{shell} does not complete {command}");
        }
        if shell == "bash" {
            let mut bash = Command::new("bash").arg("-n").stdin(Stdio::piped()).spawn().expect("bash starts");
            bash.stdin.take().expect("a pipe").write_all(script.as_bytes()).expect("written");
            assert!(bash.wait().expect("ended").success(), "bash does not read its completions");
        }
    }
}

/// The README promises two commands and lists the exit codes; both are checked against the program.
#[test]
fn the_readme_says_what_the_program_does() {
    let readme = fs::read_to_string(root().join("README.md")).expect("README.md is there");
    for command in ["cargo run --release -- run datasets/articles --out tables", "make test"] {
        assert!(readme.contains(command), "README.md does not show `{command}`");
    }
    let help = copydesk().arg("--help").output().expect("copydesk starts");
    let help = String::from_utf8(help.stdout).expect("help is text");
    let (_, codes) = help.split_once("Exit codes:").expect("the help lists exit codes");
    for line in codes.lines().map(str::trim).filter(|l| !l.is_empty()) {
        let (code, meaning) = line.split_once(' ').expect("a code and its meaning");
        let row = format!("| {code} | {} |", meaning.trim());
        assert!(readme.contains(&row), "README.md lacks the row `{row}`");
    }
}

/// Every module that ARCHITECTURE.md names is there.
#[test]
fn architecture_names_modules_that_exist() {
    let page = fs::read_to_string(root().join("ARCHITECTURE.md")).expect("ARCHITECTURE.md is there");
    let named: Vec<&str> = page
        .split('`')
        .skip(1)
        .step_by(2)
        .filter(|word| word.starts_with("crates/") || word.starts_with("datasets/"))
        .collect();
    assert!(!named.is_empty());
    for path in named {
        assert!(root().join(path).exists(), "ARCHITECTURE.md names `{path}`, which is not there");
    }
}
