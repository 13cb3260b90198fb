//! A finished run as one web page that needs no network: `copydesk report`.
//!
//! [`rows`] reads the tables, [`charts`] draws, [`names`], [`tolls`] and [`samples`] each write a section; here stand the page
//! and its tables of counts. Everything that comes from an article is escaped, and every list is ordered by the numbers and
//! then by the names.

mod charts;
mod evidence;
mod names;
mod rows;
mod samples;
mod series;
mod tolls;

use crate::html::{self, escaped};
use copydesk_export::schema::{self, Table};
use copydesk_export::{ExportError, FinishedRun, Manifest};
use rows::{First, each};
use std::cmp::Reverse;
use std::collections::BTreeMap;
use std::fmt::Write;

/// How many rows the longer tables show.
const TOP: usize = 20;

/// The page's sections: where links lead, the word in the list of contents, the heading.
const SECTIONS: [(&str, &str, &str); 9] = [
    ("rejects", "rejects", "Records that became no article"),
    ("people", "people", "Most quoted people"),
    ("kinds", "kinds", "Quotes by kind"),
    ("words", "reporting words", "Quotes by reporting word"),
    ("time", "over time", "Names over time"),
    ("together", "together", "Who is in the news with whom"),
    ("figures", "figures", "Figures by category"),
    ("casualties", "casualties", "Casualties as reported"),
    ("evidence", "evidence", "Quotes in their evidence"),
];

/// The whole page. `name` is what it is called.
///
/// # Errors
/// If a table cannot be read.
pub(crate) fn page(name: &str, run: &FinishedRun) -> anyhow::Result<String> {
    let mut page = html::open(&format!("{name}: what the news say"));
    // Writing to a string cannot fail.
    let _ = writeln!(page, "<h1>{}</h1>", escaped(name));
    card(&mut page, run.manifest());
    let links = SECTIONS.map(|(id, word, _)| format!("<a href=\"#{id}\">{word}</a>"));
    let _ = writeln!(page, "<nav>{}</nav>", links.join(" "));
    let named = names::Named::read(run)?;
    for (id, _, heading) in SECTIONS {
        let _ = writeln!(page, "<section id=\"{id}\">\n<h2>{heading}</h2>");
        match id {
            "rejects" => rejects(&mut page, run.manifest()),
            "people" => people(&mut page, run)?,
            "kinds" => categories(&mut page, run, &schema::QUOTES, &["kind"], "kind")?,
            "words" => categories(&mut page, run, &schema::QUOTES, &["cue_class"], "class of the word")?,
            "time" => named.over_time(&mut page, run)?,
            "together" => named.together(&mut page, run)?,
            "figures" => categories(&mut page, run, &schema::FIGURES, &["category"], "category")?,
            "casualties" => tolls::put(&mut page, run)?,
            _ => samples::put(&mut page, run)?,
        }
        page.push_str("</section>\n");
    }
    Ok(page + html::CLOSE)
}

fn grouped(n: u64) -> String {
    indicatif::HumanCount(n).to_string()
}

fn card(page: &mut String, manifest: &Manifest) {
    let counts = &manifest.counts;
    let rows = |table: &str| counts.rows.get(table).copied().unwrap_or(0);
    let cells = [
        ("records", counts.records),
        ("articles", counts.articles),
        ("rejects", counts.rejected()),
        ("words", counts.words),
        ("quotes", rows("quotes")),
        ("entities", rows("entities")),
        ("mentions", rows("mentions")),
        ("figures", rows("figures")),
    ];
    page.push_str("<dl class=\"card\">");
    for (name, n) in cells {
        let _ = write!(page, "<div><dt>{name}</dt><dd>{}</dd></div>", grouped(n));
    }
    page.push_str("</dl>\n");
    let inputs: Vec<String> = manifest.identity.inputs.iter().take(TOP).map(|i| escaped(&i.name)).collect();
    let more = manifest.identity.inputs.len().saturating_sub(TOP);
    let more = if more > 0 { format!(" and {more} more") } else { String::new() };
    let _ = writeln!(
        page,
        "<p class=\"note\">Run {} of copydesk {}, read from {}{more}. It tells what the texts say, not whether it is true.</p>",
        escaped(&manifest.run_id),
        escaped(&manifest.identity.tool_version),
        inputs.join(", ")
    );
}

/// A table of names and counts with a bar for each, the most frequent first.
fn bars(page: &mut String, names: &str, counts: impl IntoIterator<Item = (String, u64)>, of: u64) {
    let mut first = First::new(TOP);
    counts.into_iter().for_each(|(name, n)| first.add((Reverse(n), name), ()));
    let rows: Vec<(String, u64)> = first.sorted().map(|((Reverse(n), name), ())| (name, n)).collect();
    let most = rows.first().map_or(1, |row| row.1).max(1);
    if rows.is_empty() {
        page.push_str("<p class=\"note\">None.</p>\n");
        return;
    }
    let _ = writeln!(
        page,
        "<table><thead><tr><th>{names}</th><th class=\"n\">number</th><th class=\"n\">share</th><th></th></tr></thead><tbody>"
    );
    for (name, n) in rows {
        let _ = writeln!(
            page,
            "<tr><td>{}</td><td class=\"n\">{}</td><td class=\"n\">{:.1}%</td><td class=\"bar\">{}</td></tr>",
            escaped(&name),
            grouped(n),
            100.0 * n as f64 / of.max(1) as f64,
            charts::bar(n as f64 / most as f64)
        );
    }
    page.push_str("</tbody></table>\n");
}

fn rejects(page: &mut String, manifest: &Manifest) {
    let reasons = manifest.counts.rejects.iter().map(|(reason, n)| (reason.clone(), *n));
    bars(page, "reason", reasons, manifest.counts.rejected());
}

fn people(page: &mut String, run: &FinishedRun) -> Result<(), ExportError> {
    let mut people = Vec::new();
    each(run, &schema::SPEAKERS, &["name", "kind", "n_quotes"], |row| {
        if row.text(1) == Some("person") {
            people.push((row.text(0).unwrap_or_default().to_owned(), row.whole(2).unwrap_or(0) as u64));
        }
    })?;
    let all = people.iter().map(|(_, n)| n).sum();
    bars(page, "person", people, all);
    Ok(())
}

/// Rows of a table by the categories of a column.
fn categories(
    page: &mut String,
    run: &FinishedRun,
    table: &'static Table,
    column: &'static [&'static str; 1],
    names: &str,
) -> Result<(), ExportError> {
    let mut counts: BTreeMap<String, u64> = BTreeMap::new();
    each(run, table, column, |row| *counts.entry(row.text(0).unwrap_or_default().to_owned()).or_default() += 1)?;
    let all = counts.values().sum();
    bars(page, names, counts, all);
    Ok(())
}
