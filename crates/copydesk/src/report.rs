//! A finished run as one web page that needs no network: `copydesk report`.
//!
//! [`rows`] reads the tables, [`charts`] draws; here stands what the page tells, section by section. Everything
//! that comes from an article is escaped, and every list is ordered by the numbers and then by the names.

mod charts;
mod rows;
mod samples;

use crate::html::{self, escaped};
use camino::Utf8Path;
use copydesk_export::Manifest;
use rows::each;
use std::cmp::Reverse;
use std::collections::BTreeMap;
use std::fmt::Write;

/// How many rows the longer tables show.
const TOP: usize = 20;
/// Names in the graph.
const NODES: usize = 16;

/// The whole page.
///
/// # Errors
/// If a table cannot be read.
pub(crate) fn page(dir: &Utf8Path, manifest: &Manifest) -> anyhow::Result<String> {
    let name = dir.file_name().unwrap_or("run");
    let mut page = html::open(&format!("{name}: what the news say"));
    // Writing to a string cannot fail.
    let _ = writeln!(page, "<h1>{}</h1>", escaped(name));
    card(&mut page, manifest);
    rejects(&mut page, manifest);
    speakers(&mut page, dir, manifest)?;
    kinds(&mut page, dir, manifest)?;
    days(&mut page, dir, manifest)?;
    together(&mut page, dir, manifest)?;
    figures(&mut page, dir, manifest)?;
    series(&mut page, dir, manifest)?;
    samples::put(&mut page, dir, manifest)?;
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

/// A table of names and counts with a bar for each.
fn bars(page: &mut String, head: &str, names: &str, mut counts: Vec<(String, u64)>, of: u64) {
    counts.sort_by(|a, b| (Reverse(a.1), &a.0).cmp(&(Reverse(b.1), &b.0)));
    counts.truncate(TOP);
    let most = counts.iter().map(|c| c.1).max().unwrap_or(0).max(1);
    let _ = writeln!(page, "<h2>{head}</h2>");
    if counts.is_empty() {
        page.push_str("<p class=\"note\">None.</p>\n");
        return;
    }
    let _ = writeln!(
        page,
        "<table><thead><tr><th>{names}</th><th class=\"n\">number</th><th class=\"n\">share</th><th></th></tr></thead><tbody>"
    );
    for (name, n) in counts {
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
    let reasons = manifest.counts.rejects.iter().map(|(r, n)| (r.clone(), *n)).collect();
    bars(page, "Records that became no article", "reason", reasons, manifest.counts.rejected());
}

fn speakers(page: &mut String, dir: &Utf8Path, manifest: &Manifest) -> anyhow::Result<()> {
    let mut people = Vec::new();
    let mut all = 0;
    each(dir, manifest, "speakers", &["name", "kind", "n_quotes"], |row| {
        let n = row.whole(2).unwrap_or(0) as u64;
        if row.text(1) == Some("person") {
            all += n;
            people.push((row.text(0).unwrap_or_default().to_owned(), n));
        }
    })?;
    bars(page, "Most quoted people", "person", people, all);
    Ok(())
}

fn kinds(page: &mut String, dir: &Utf8Path, manifest: &Manifest) -> anyhow::Result<()> {
    let mut kinds: BTreeMap<String, u64> = BTreeMap::new();
    let mut classes: BTreeMap<String, u64> = BTreeMap::new();
    let mut all = 0;
    each(dir, manifest, "quotes", &["kind", "cue_class"], |row| {
        all += 1;
        *kinds.entry(row.text(0).unwrap_or_default().to_owned()).or_default() += 1;
        *classes.entry(row.text(1).unwrap_or_default().to_owned()).or_default() += 1;
    })?;
    bars(page, "Quotes by kind", "kind", kinds.into_iter().collect(), all);
    bars(page, "Quotes by reporting word", "class of the word", classes.into_iter().collect(), all);
    Ok(())
}

fn days(page: &mut String, dir: &Utf8Path, manifest: &Manifest) -> anyhow::Result<()> {
    let mut named: BTreeMap<i64, (String, i64, BTreeMap<String, i64>)> = BTreeMap::new();
    let mut calendar: BTreeMap<String, i64> = BTreeMap::new();
    each(dir, manifest, "entity_days", &["date", "entity_id", "name", "n_mentions"], |row| {
        let (Some(id), Some(n)) = (row.whole(1), row.whole(3)) else { return };
        let entity = named.entry(id).or_default();
        row.text(2).unwrap_or_default().clone_into(&mut entity.0);
        entity.1 += n;
        if let Some(day) = row.day(0) {
            calendar.insert(day.clone(), 0);
            *entity.2.entry(day).or_default() += n;
        }
    })?;
    let mut most: Vec<_> = named.into_values().collect();
    most.sort_by(|a, b| (Reverse(a.1), &a.0).cmp(&(Reverse(b.1), &b.0)));
    page.push_str("<h2>Names over time</h2>\n");
    if let (Some((first, _)), Some((last, _))) = (calendar.first_key_value(), calendar.last_key_value()) {
        let _ = writeln!(page, "<p class=\"note\">Mentions a day with news, {first} to {last}.</p>");
    }
    page.push_str("<table><thead><tr><th>name</th><th class=\"n\">mentions</th><th></th></tr></thead><tbody>\n");
    for (name, n, by_day) in most.into_iter().take(TOP) {
        let counts: Vec<(String, i64)> =
            calendar.keys().map(|d| (d.clone(), by_day.get(d).copied().unwrap_or(0))).collect();
        let (name, chart) = (escaped(&name), charts::days(&counts));
        let _ = writeln!(page, "<tr><td>{name}</td><td class=\"n\">{n}</td><td class=\"bar\">{chart}</td></tr>");
    }
    page.push_str("</tbody></table>\n");
    Ok(())
}

fn together(page: &mut String, dir: &Utf8Path, manifest: &Manifest) -> anyhow::Result<()> {
    let mut pairs = Vec::new();
    each(dir, manifest, "cooccurrence", &["a_name", "b_name", "n_articles"], |row| {
        let name = |i| row.text(i).unwrap_or_default().to_owned();
        pairs.push((Reverse(row.whole(2).unwrap_or(0)), name(0), name(1)));
    })?;
    pairs.sort();
    page.push_str("<h2>Who is in the news with whom</h2>\n");
    let mut names: Vec<String> = Vec::new();
    let mut edges = Vec::new();
    for (Reverse(n), a, b) in pairs {
        let mut at = |name: &String| match names.iter().position(|x| x == name) {
            Some(i) => Some(i),
            None if names.len() < NODES => {
                names.push(name.clone());
                Some(names.len() - 1)
            }
            None => None,
        };
        if let (Some(a), Some(b)) = (at(&a), at(&b)) {
            edges.push((a, b, n));
        }
    }
    if edges.is_empty() {
        page.push_str("<p class=\"note\">No two names stand together in two articles.</p>\n");
        return Ok(());
    }
    let _ = writeln!(page, "<figure>{}</figure>", charts::circle(&names, &edges));
    page.push_str("<table><thead><tr><th>pair</th><th class=\"n\">articles</th></tr></thead><tbody>\n");
    for (a, b, n) in edges.iter().take(TOP) {
        let pair = escaped(&format!("{} – {}", names[*a], names[*b]));
        let _ = writeln!(page, "<tr><td>{pair}</td><td class=\"n\">{n}</td></tr>");
    }
    page.push_str("</tbody></table>\n");
    Ok(())
}

fn figures(page: &mut String, dir: &Utf8Path, manifest: &Manifest) -> anyhow::Result<()> {
    let mut categories: BTreeMap<String, u64> = BTreeMap::new();
    let mut all = 0;
    each(dir, manifest, "figures", &["category"], |row| {
        all += 1;
        *categories.entry(row.text(0).unwrap_or_default().to_owned()).or_default() += 1;
    })?;
    bars(page, "Figures by category", "category", categories.into_iter().collect(), all);
    Ok(())
}

fn series(page: &mut String, dir: &Utf8Path, manifest: &Manifest) -> anyhow::Result<()> {
    page.push_str(
        "<h2>Casualties as reported</h2>\n<p class=\"note\">A day and place a row; two reports that cannot both hold are a contradiction.</p>\n\
         <div class=\"scroll\"><table><thead><tr><th>category</th><th>place</th><th>day</th><th class=\"n\">lowest</th><th class=\"n\">highest</th>\
         <th class=\"n\">figures</th><th></th></tr></thead><tbody>\n",
    );
    let columns = ["category", "place", "date", "low", "high", "n_figures", "conflict"];
    let mut rows = 0;
    each(dir, manifest, "figure_series", &columns, |row| {
        rows += 1;
        if rows > 5 * TOP {
            return;
        }
        let number = |i| row.number(i).map_or("–".to_owned(), |n: f64| n.to_string());
        let category = row.text(0).unwrap_or_default();
        let _ = writeln!(
            page,
            "<tr><td>{}</td><td>{}</td><td class=\"day\">{}</td><td class=\"n\">{}</td><td class=\"n\">{}</td><td class=\"n\">{}</td><td class=\"warn\">{}</td></tr>",
            escaped(category.strip_prefix("casualty.").unwrap_or(category)),
            escaped(row.text(1).unwrap_or("–")),
            row.day(2).unwrap_or("–".to_owned()),
            number(3),
            number(4),
            row.whole(5).unwrap_or(0),
            if row.yes(6) { "contradiction" } else { "" }
        );
    })?;
    page.push_str("</tbody></table></div>\n");
    Ok(())
}
