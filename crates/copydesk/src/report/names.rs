//! Who is in the news: names over time, and who with whom. Entities are known by their id: namesakes stay apart.

use super::charts::{self, Edge};
use super::rows::{First, each, written};
use crate::html::escaped;
use copydesk_export::{ExportError, FinishedRun, schema};
use std::cmp::Reverse;
use std::collections::BTreeMap;
use std::fmt::Write;

/// Rows of the tables.
const TOP: usize = 20;
/// Columns of a chart over time.
const COLUMNS: i32 = 60;
/// Names and ties in the graph.
const NODES: usize = 16;
const EDGES: usize = 40;

/// How often each entity is mentioned, on which days at all.
pub(super) struct Named {
    totals: BTreeMap<i64, Total>,
    days: Option<(i32, i32)>,
}

#[derive(Default)]
struct Total {
    mentions: i64,
    /// A person or an organization.
    acts: bool,
}

impl Named {
    /// Counts the mentions of a run.
    pub(super) fn read(run: &FinishedRun) -> Result<Self, ExportError> {
        let mut named = Self { totals: BTreeMap::new(), days: None };
        each(run, &schema::ENTITY_DAYS, &["date", "entity_id", "type", "n_mentions"], |row| {
            let (Some(id), Some(n)) = (row.whole(1), row.whole(3)) else { return };
            let total = named.totals.entry(id).or_default();
            total.mentions += n;
            total.acts = matches!(row.text(2), Some("person" | "organization"));
            if let Some(day) = row.day(0) {
                let (first, last) = named.days.unwrap_or((day, day));
                named.days = Some((first.min(day), last.max(day)));
            }
        })?;
        Ok(named)
    }

    /// The section of names over time.
    pub(super) fn over_time(&self, page: &mut String, run: &FinishedRun) -> Result<(), ExportError> {
        let mut most = First::new(TOP);
        self.totals.iter().for_each(|(id, total)| most.add((Reverse(total.mentions), *id), ()));
        let mut shown: BTreeMap<i64, (String, i64, Vec<i64>)> = BTreeMap::new();
        let (first, last) = self.days.unwrap_or((0, 0));
        let width = (last - first + 1).div_euclid(COLUMNS) + 1;
        let columns = ((last - first) / width + 1) as usize;
        for ((Reverse(n), id), ()) in most.sorted() {
            shown.insert(id, (String::new(), n, vec![0; columns]));
        }
        each(run, &schema::ENTITY_DAYS, &["date", "entity_id", "name", "n_mentions"], |row| {
            let entity = row.whole(1).and_then(|id| shown.get_mut(&id));
            let (Some(entity), Some(n)) = (entity, row.whole(3)) else { return };
            row.text(2).unwrap_or_default().clone_into(&mut entity.0);
            if let Some(count) = row.day(0).and_then(|day| entity.2.get_mut(((day - first) / width) as usize)) {
                *count += n;
            }
        })?;
        let _ = match self.days {
            Some((first, last)) => {
                let days = if width == 1 { "a day".to_owned() } else { format!("{width} days") };
                let (first, last) = (written(first), written(last));
                writeln!(page, "<p class=\"note\">Mentions from {first} to {last}; a column is {days}.</p>")
            }
            None => writeln!(page, "<p class=\"note\">No article has a date.</p>"),
        };
        page.push_str("<table><thead><tr><th>name</th><th class=\"n\">mentions</th><th></th></tr></thead><tbody>\n");
        let mut rows: Vec<_> = shown.into_values().collect();
        rows.sort_by(|a, b| (Reverse(a.1), &a.0).cmp(&(Reverse(b.1), &b.0)));
        for (name, n, counts) in rows {
            let (name, n, chart) = (escaped(&name), charts::grouped(n as f64), charts::columns(&counts));
            let _ = writeln!(page, "<tr><td>{name}</td><td class=\"n\">{n}</td><td class=\"bar\">{chart}</td></tr>");
        }
        page.push_str("</tbody></table>\n");
        Ok(())
    }

    /// The section of who is in the news with whom: people and organizations.
    pub(super) fn together(&self, page: &mut String, run: &FinishedRun) -> Result<(), ExportError> {
        let acts = |id: i64| self.totals.get(&id).is_some_and(|t| t.acts);
        let mut pairs = First::new(8 * EDGES);
        each(run, &schema::COOCCURRENCE, &["a_id", "b_id", "a_name", "b_name", "n_articles"], |row| {
            let (Some(a), Some(b), Some(n)) = (row.whole(0), row.whole(1), row.whole(4)) else { return };
            if acts(a) && acts(b) {
                let name = |i| row.text(i).unwrap_or_default().to_owned();
                pairs.add((Reverse(n), name(2), name(3), a, b), ());
            }
        })?;
        let mut graph = Graph::default();
        for ((Reverse(n), a_name, b_name, a, b), ()) in pairs.sorted() {
            graph.tie((a, &a_name), (b, &b_name), n);
        }
        if graph.edges.is_empty() {
            page.push_str("<p class=\"note\">No two people or organizations stand together in two articles.</p>\n");
            return Ok(());
        }
        let names = graph.labels();
        let _ = writeln!(page, "<div class=\"two\"><figure>{}</figure>", charts::arcs(&names, &graph.edges));
        page.push_str("<table><thead><tr><th>pair</th><th class=\"n\">articles</th></tr></thead><tbody>\n");
        for (a, b, n) in graph.edges.iter().take(TOP) {
            let pair = escaped(&format!("{} – {}", names[*a], names[*b]));
            let _ = writeln!(page, "<tr><td>{pair}</td><td class=\"n\">{n}</td></tr>");
        }
        page.push_str("</tbody></table></div>\n");
        Ok(())
    }
}

/// The strongest ties among a few entities.
#[derive(Default)]
struct Graph {
    nodes: Vec<(i64, String)>,
    edges: Vec<Edge>,
}

impl Graph {
    /// Adds a tie, where there is room for it and both its ends.
    fn tie(&mut self, a: (i64, &str), b: (i64, &str), n: i64) {
        let missing = [a, b].iter().filter(|end| !self.nodes.iter().any(|node| node.0 == end.0)).count();
        if self.edges.len() >= EDGES || self.nodes.len() + missing > NODES {
            return;
        }
        let [a, b] = [a, b].map(|(id, name)| {
            self.nodes.iter().position(|node| node.0 == id).unwrap_or_else(|| {
                self.nodes.push((id, name.to_owned()));
                self.nodes.len() - 1
            })
        });
        self.edges.push((a, b, n));
    }

    /// Names, told apart where several entities have one.
    fn labels(&self) -> Vec<String> {
        let names = self.nodes.iter().enumerate().map(|(i, (_, name))| {
            match self.nodes[..i].iter().filter(|(_, other)| other == name).count() {
                0 => name.clone(),
                before => format!("{name} ({})", before + 1),
            }
        });
        names.collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn namesakes_stay_apart() {
        let mut graph = Graph::default();
        graph.tie((1, "John Smith"), (2, "Ana Ruiz"), 3);
        graph.tie((3, "John Smith"), (2, "Ana Ruiz"), 2);
        assert_eq!(graph.labels(), ["John Smith", "Ana Ruiz", "John Smith (2)"]);
        assert_eq!(graph.edges, [(0, 1, 3), (2, 1, 2)]);
    }
}
