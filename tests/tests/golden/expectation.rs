//! The golden files: Markdown that a linguist writes, read into expectations.
//!
//! `datasets/golden/README.md` tells how to write one. Nothing here knows how a run looks.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

/// How strictly a row is meant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Duty {
    /// Has to be found as written.
    Must,
    /// Counts in the measured figures.
    Should,
    /// May be found or not: guidelines differ.
    May,
}

/// One row of a table: cells by the name of their column.
#[derive(Clone, Debug)]
pub(crate) struct Row {
    pub(crate) duty: Duty,
    cells: BTreeMap<String, String>,
}

/// What is expected of one article.
#[derive(Debug)]
pub(crate) struct Golden {
    /// Name of the file without its extension.
    pub(crate) name: String,
    /// Where the article stands: path of the input from the workspace root, and number of the record in it.
    pub(crate) input: String,
    pub(crate) record: i64,
    /// Values of columns of `articles`.
    pub(crate) article: Vec<Row>,
    pub(crate) quotes: Vec<Row>,
    pub(crate) entities: Vec<Row>,
    pub(crate) figures: Vec<Row>,
    /// Words that stand in no row of a table.
    pub(crate) never: Vec<Row>,
}

impl Row {
    /// The cell as written; a column that the table lacks does not matter, like `?`.
    pub(crate) fn cell(&self, column: &str) -> &str {
        self.cells.get(column).map_or("?", String::as_str)
    }

    /// The alternatives of a cell; `None` stands for "nothing" (`–`), and a cell that does not matter has none.
    pub(crate) fn choices(&self, column: &str) -> Vec<Option<String>> {
        match self.cell(column) {
            "?" => Vec::new(),
            cell => cell.split(" / ").flat_map(readings).map(|t| (t != "–").then_some(t)).collect(),
        }
    }

    /// Whether `actual` is one of the alternatives, by `same`.
    pub(crate) fn allows(&self, column: &str, actual: Option<&str>, same: impl Fn(&str, &str) -> bool) -> bool {
        let choices = self.choices(column);
        choices.is_empty()
            || choices.iter().any(|choice| match (choice, actual) {
                (Some(expected), Some(actual)) => same(expected, actual),
                (None, None) => true,
                _ => false,
            })
    }
}

/// A cell's text with and without each piece in `[square brackets]`.
fn readings(cell: &str) -> Vec<String> {
    let Some((before, rest)) = cell.split_once('[') else { return vec![cell.to_owned()] };
    let Some((piece, after)) = rest.split_once(']') else { return vec![cell.to_owned()] };
    let after = readings(after);
    let with = after.iter().map(|tail| format!("{before}{piece}{tail}"));
    let without = after.iter().map(|tail| format!("{before}{tail}"));
    with.chain(without).collect()
}

/// All golden files, in the order of their names.
pub(crate) fn read_all(directory: &Path) -> Vec<Golden> {
    let mut paths: Vec<_> = fs::read_dir(directory)
        .expect("datasets/golden is there")
        .map(|entry| entry.expect("an entry").path())
        .filter(|path| path.extension().is_some_and(|e| e == "md"))
        .filter(|path| !matches!(path.file_stem().and_then(|s| s.to_str()), Some("README" | "FLOORS")))
        .collect();
    paths.sort();
    paths.iter().map(|path| read(path)).collect()
}

fn read(path: &Path) -> Golden {
    let name = path.file_stem().and_then(|s| s.to_str()).expect("a readable name").to_owned();
    let page = fs::read_to_string(path).expect("a golden file can be read");
    let field = |label: &str| {
        let prefix = format!("- {label}: ");
        let line = page.lines().find_map(|l| l.strip_prefix(prefix.as_str()));
        line.unwrap_or_else(|| panic!("{name}.md has no line \"{prefix}…\"")).trim().to_owned()
    };
    let mut golden = Golden {
        input: field("input"),
        record: field("record").parse().expect("the record is a number"),
        name: name.clone(),
        article: Vec::new(),
        quotes: Vec::new(),
        entities: Vec::new(),
        figures: Vec::new(),
        never: Vec::new(),
    };
    for section in page.split("\n## ").skip(1) {
        let (heading, body) = section.split_once('\n').unwrap_or((section, ""));
        let (title, duty) = match heading.trim().split_once(" (") {
            None => (heading.trim(), Duty::Should),
            Some((title, "must)")) => (title, Duty::Must),
            Some((title, "may)")) => (title, Duty::May),
            Some(_) => panic!("{name}.md: \"{heading}\" is neither must nor may"),
        };
        let rows = match title {
            "Article" => &mut golden.article,
            "Quotes" => &mut golden.quotes,
            "Entities" => &mut golden.entities,
            "Figures" => &mut golden.figures,
            "Never" => &mut golden.never,
            _ => panic!("{name}.md: no section is called \"{title}\""),
        };
        rows.extend(table(body).into_iter().map(|cells| Row { duty, cells }));
    }
    golden
}

/// The rows of the Markdown tables in `body`, as cells by column.
pub(crate) fn table(body: &str) -> Vec<BTreeMap<String, String>> {
    let mut lines = body.lines().filter(|l| l.starts_with('|')).map(cells);
    let Some(columns) = lines.next() else { return Vec::new() };
    lines
        .filter(|cells| !cells.iter().all(|c| !c.is_empty() && c.chars().all(|c| matches!(c, '-' | ':'))))
        .map(|cells| {
            assert_eq!(cells.len(), columns.len(), "a row has as many cells as its table has columns: {cells:?}");
            columns.iter().cloned().zip(cells).collect()
        })
        .collect()
}

fn cells(line: &str) -> Vec<String> {
    line.trim().trim_matches('|').split('|').map(|cell| cell.trim().to_owned()).collect()
}
