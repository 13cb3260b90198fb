//! What a word costs, counted in instructions and not in seconds, so that a loaded machine changes nothing.
//!
//! The whole command runs under callgrind over the project's own articles, once and four times; the difference is
//! what reading costs, without starting and loading the model. Then over texts that repeat one thing, as hostile and broken
//! ones do: four times as long, they may cost four times as much. Needs valgrind; without it the tests say so and pass.

#![expect(clippy::print_stdout, reason = "the figure is worth reading")]

use copydesk_tests::{copydesk, root};
use std::fmt::Write as _;
use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};

/// Instructions a word, from JSONL to committed tables without aggregates, as last recorded. Lower it when a change makes
/// the run faster; a change that needs more says in its message what it buys. Counted where the processor has AVX2.
const BUDGET: u64 = 68_000;

/// What may come on top unnoticed: other versions of the compiler and the system's library.
const TOLERANCE: f64 = 1.05;

/// What figures may cost of the whole extraction.
const FIGURES: f64 = 0.2;

fn no_valgrind() -> bool {
    let missing = Command::new("valgrind").arg("--version").output().is_err();
    if missing {
        println!("skipped: no valgrind here");
    }
    missing
}

/// Texts of articles: the project's own.
fn texts() -> Vec<String> {
    let sources = fs::read_dir(root().join("datasets/sources")).expect("the project's articles");
    let mut paths: Vec<_> = sources.map(|e| e.expect("an entry").path()).collect();
    paths.push(root().join("datasets/articles/seed.txt"));
    paths.retain(|p| p.extension().is_some_and(|e| e == "txt"));
    paths.sort();
    paths.iter().map(|p| fs::read_to_string(p).expect("readable")).collect()
}

/// The command over a file of these articles, under callgrind with these options: what callgrind says.
fn counted(dir: &Path, name: &str, articles: &[(String, &str)], options: &[String]) -> String {
    let mut lines = String::new();
    for (id, text) in articles {
        writeln!(lines, "{}", serde_json::json!({"id": id, "text": text})).expect("written");
    }
    let corpus = dir.join(format!("{name}.jsonl"));
    fs::write(&corpus, lines).expect("written");
    let program = copydesk().get_program().to_owned();
    let mut valgrind = Command::new("valgrind");
    valgrind.arg("--tool=callgrind").args(options).arg(program);
    valgrind.arg("run").arg(&corpus).arg("--out").arg(dir.join(format!("tables-{name}")));
    valgrind.args(["--threads", "1", "--no-aggregates", "--keep-language", "--quiet"]).env_remove("COPYDESK_LOG");
    let output = valgrind.stdout(Stdio::null()).output().expect("valgrind was there a moment ago");
    let told = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(output.status.success(), "{valgrind:?}: {told}");
    told
}

/// Instructions of a run over every text `times` times; of those inside `function` alone, if one is given.
fn instructions(dir: &Path, texts: &[String], times: usize, function: Option<&str>) -> u64 {
    let articles =
        (0..times).flat_map(|time| texts.iter().enumerate().map(move |(i, t)| (format!("{time}-{i}"), &**t)));
    let name = format!("{times}-{}", function.map_or("all", |path| path.rsplit("::").next().unwrap_or(path)));
    let options: Vec<String> = function
        .map(|path| format!("--toggle-collect={path}"))
        .into_iter()
        .chain(["--callgrind-out-file=/dev/null".to_owned()])
        .collect();
    let told = counted(dir, &name, &articles.collect::<Vec<_>>(), &options);
    let collected = told.lines().find_map(|line| line.split_once("Collected :")).expect("callgrind tells its sum");
    collected.1.trim().parse().expect("a number")
}

#[test]
fn a_word_costs_no_more_instructions_than_recorded() {
    if no_valgrind() {
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
    if no_valgrind() {
        return;
    }
    let (texts, dir) = (texts(), tempfile::tempdir().expect("a directory"));
    let inside = |function| instructions(dir.path(), &texts, 1, Some(function));
    let whole = inside(EXTRACT);
    let figures = inside("copydesk_extract::figures::Counter::figures");
    println!("figures: {figures} of {whole} instructions, {:.1} %", 100.0 * figures as f64 / whole as f64);
    assert!(figures > 0 && figures < whole, "the functions are found by their names: {figures} of {whole}");
    assert!((figures as f64) < FIGURES * whole as f64, "{figures} of {whole} instructions");
}

/// What texts repeat that were made to be slow, or were broken. `#` is a word that no other place has.
const UNITS: [&str; 43] = [
    // Marks that open and never close, or might be either.
    "\"",
    "\"a ",
    "\"a \"b ",
    "“a ",
    "«a ",
    "``a ",
    "''a ",
    "“A b c.\n\n",
    "“",
    "‘",
    "' ",
    "s' 'a",
    "‘a",
    // Reports that go on.
    "he said ",
    "“a,” he said ",
    "said said, ",
    "according to ",
    "Q: a\n",
    "A: “",
    "police said that police said that ",
    "he said #. ",
    "The # said ",
    "The minister said. ",
    "Q: A b c?\n\nA: D e f.\n\n",
    // Quantities that might belong together.
    "7",
    "12 ",
    "1,234,567 ",
    "12-15 ",
    "$5 to ",
    "three in ",
    "one hundred and ",
    "killed 12 and ",
    "(3-1) ",
    "202/",
    "5% from 4% to ",
    // Names that might be one.
    "Ana Ruiz of ",
    "Ana Ruiz said. He was there. ",
    "Ana Ruiz and # Pla said they ",
    "# Ruiz. ",
    "Ana # Ruiz, Ruiz ",
    "# Corp. said it ",
    "# Agency (#) ",
    "#: hello\n",
];

/// A unit over and over, so many bytes or a little more, each time with another word in the place of `#`.
fn repeated(unit: &str, bytes: usize) -> String {
    let mut text = String::new();
    for n in 0.. {
        if text.len() >= bytes {
            break;
        }
        let digits = [n % 26, n / 26 % 26, n / 676 % 26].map(|digit| char::from(b'a' + digit as u8));
        text += &unit.replace('#', &format!("K{}", String::from_iter(digits)));
    }
    text
}

/// The function whose cost is counted for each text.
const EXTRACT: &str = "copydesk_extract::extractor::Extractor::extract";

/// Bytes of the shorter text; the longer one has four times as many.
const SHORT: usize = 1500;

/// Four, and what is dearer in the longer text for a good reason: looking around reaches as far as it may.
const GROWTH: f64 = 4.7;

#[test]
fn a_text_four_times_as_long_costs_four_times_as_much() {
    if no_valgrind() {
        return;
    }
    let dir = tempfile::tempdir().expect("a directory");
    let texts = UNITS.map(|unit| [1, 4].map(|times| repeated(unit, times * SHORT)));
    let articles = texts.iter().flatten().enumerate().map(|(i, text)| (i.to_string(), text.as_str()));
    // The counter begins at zero with every article, and is written out after it.
    let options = ["--zero-before=", "--dump-after=", "--callgrind-out-file="].map(str::to_owned);
    let options: Vec<String> = options
        .into_iter()
        .zip([EXTRACT, EXTRACT, &dir.path().join("counts").display().to_string()])
        .map(|(option, value)| option + value)
        .collect();
    counted(dir.path(), "repeated", &articles.collect::<Vec<_>>(), &options);
    let cost = |nth: usize| -> u64 {
        let counts = fs::read_to_string(dir.path().join(format!("counts.{nth}"))).expect("one an article");
        let total = counts.lines().find_map(|line| line.strip_prefix("totals: ")).expect("a total");
        total.trim().parse().expect("a number")
    };
    let mut slow = Vec::new();
    for (i, unit) in UNITS.iter().enumerate() {
        let [short, long] = [cost(2 * i + 1), cost(2 * i + 2)];
        let growth = long as f64 / short as f64;
        println!("{growth:5.2} times as much for {unit:?}: {short}, {long}");
        if growth > GROWTH {
            slow.push(unit);
        }
    }
    assert!(!dir.path().join(format!("counts.{}", 2 * UNITS.len() + 1)).exists(), "more articles than were given");
    assert!(slow.is_empty(), "more than in proportion: {slow:?}");
}
