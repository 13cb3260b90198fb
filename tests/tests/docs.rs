//! The documentation that is made from the code is that of this code.

use copydesk_tests::{copydesk, root};
use std::fs;

/// docs/tables.md is what `copydesk schema` prints.
#[test]
fn the_page_of_the_tables_is_up_to_date() {
    let printed = copydesk().arg("schema").output().expect("copydesk starts");
    assert!(printed.status.success());
    let page = fs::read_to_string(root().join("docs/tables.md")).expect("docs/tables.md is there");
    assert!(page.as_bytes() == printed.stdout, "docs/tables.md is not what `copydesk schema` prints: run `make docs`");
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
