//! Casualties as reported: series over days, the numbers of a day and place, and reports that cannot both hold.

use super::charts::{self, grouped};
use super::evidence::{Excerpt, drawn};
use super::rows::{First, each, written};
use super::series::{Reported, series};
use crate::html::escaped;
use copydesk_export::{ExportError, FinishedRun, schema};
use std::cmp::Reverse;
use std::collections::BTreeMap;
use std::fmt::Write;

/// Series drawn, days listed, contradictions shown, and sentences for each of these.
const SERIES: usize = 12;
const ROWS: usize = 60;
const CONTRADICTIONS: usize = 8;
const SENTENCES: usize = 4;

/// What was reported of one kind of casualty at one place on one day.
#[derive(Clone, Debug)]
struct Toll {
    category: String,
    place: Option<String>,
    day: Option<i32>,
    low: Option<f64>,
    high: Option<f64>,
    mode: Option<f64>,
    figures: i64,
    conflict: bool,
}

impl Toll {
    fn kind(&self) -> &str {
        self.category.strip_prefix("casualty.").unwrap_or(&self.category)
    }

    fn numbers(&self) -> String {
        between(self.low, self.high)
    }

    fn reported(&self) -> Option<Reported> {
        let low = self.low.or(self.high)?;
        let (day, high) = (self.day?, self.high.unwrap_or(low));
        Some(Reported { day, low, high, mode: self.mode, conflict: self.conflict })
    }
}

/// A number, or a range.
fn between(low: Option<f64>, high: Option<f64>) -> String {
    match (low, high) {
        (Some(low), Some(high)) if low < high => format!("{}–{}", grouped(low), grouped(high)),
        (low, high) => low.or(high).map_or("–".to_owned(), grouped),
    }
}

/// Series of one kind and place that run over several days.
struct Series {
    kept: First<(Reverse<usize>, Reverse<i64>, usize), Vec<Toll>>,
    current: Vec<Toll>,
    seen: usize,
}

impl Series {
    /// Tolls come by category, place and day.
    fn add(&mut self, toll: &Toll) {
        if self.current.last().is_some_and(|t| (&t.category, &t.place) != (&toll.category, &toll.place)) {
            self.end();
        }
        if toll.place.is_some() && toll.reported().is_some() {
            self.current.push(toll.clone());
        }
    }

    fn end(&mut self) {
        let tolls = std::mem::take(&mut self.current);
        self.seen += 1;
        if tolls.len() > 1 {
            let figures = tolls.iter().map(|t| t.figures).sum();
            self.kept.add((Reverse(tolls.len()), Reverse(figures), self.seen), tolls);
        }
    }
}

/// The section.
pub(super) fn put(page: &mut String, run: &FinishedRun) -> anyhow::Result<()> {
    let mut series = Series { kept: First::new(SERIES), current: Vec::new(), seen: 0 };
    let mut rows = First::new(ROWS);
    let mut conflicts = First::new(CONTRADICTIONS);
    let columns = &["category", "place", "date", "low", "high", "mode", "n_figures", "conflict"];
    let (mut seen, mut most) = (0, 1.0);
    each(run, &schema::FIGURE_SERIES, columns, |row| {
        let toll = Toll {
            category: row.text(0).unwrap_or_default().to_owned(),
            place: row.text(1).map(str::to_owned),
            day: row.day(2),
            low: row.number(3),
            high: row.number(4),
            mode: row.number(5),
            figures: row.whole(6).unwrap_or(0),
            conflict: row.yes(7),
        };
        seen += 1;
        most = toll.high.or(toll.low).unwrap_or(0.0).max(most);
        series.add(&toll);
        if toll.conflict {
            conflicts.add((toll.place.is_none(), Reverse(toll.figures), seen), toll.clone());
        }
        rows.add((Reverse(toll.conflict), Reverse(toll.figures), seen), toll);
    })?;
    series.end();
    if seen == 0 {
        page.push_str("<p class=\"note\">None.</p>\n");
        return Ok(());
    }
    draw(page, series.kept.sorted().map(|(_, tolls)| tolls))?;
    let mut rows: Vec<(usize, Toll)> = rows.sorted().map(|((.., place), toll)| (place, toll)).collect();
    rows.sort_by_key(|(place, _)| *place);
    list(page, rows.iter().map(|(_, toll)| toll), seen, most);
    let conflicts: Vec<Toll> = conflicts.sorted().map(|(_, toll)| toll).collect();
    Ok(contradictions(page, run, &conflicts)?)
}

fn draw(page: &mut String, places: impl Iterator<Item = Vec<Toll>>) -> anyhow::Result<()> {
    let figures: Vec<String> = places
        .map(|tolls| {
            let days: Vec<Reported> = tolls.iter().filter_map(Toll::reported).collect();
            let head = &tolls[0];
            let place = head.place.as_deref().unwrap_or_default();
            let conflict = if days.iter().any(|d| d.conflict) { " <b class=\"warn\">contradiction</b>" } else { "" };
            let (kind, place) = (escaped(head.kind()), escaped(place));
            let chart = series(&days)?;
            Ok(format!("<figure><figcaption>{kind}, {place}{conflict}</figcaption>{chart}</figure>\n"))
        })
        .collect::<anyhow::Result<_>>()?;
    if !figures.is_empty() {
        page.push_str(
            "<p class=\"note\">By day of publication: a stroke from the lowest to the highest number of the day, a point on the \
             most frequent one.</p>\n",
        );
        let _ = writeln!(page, "<div class=\"small\">{}</div>", figures.concat());
    }
    Ok(())
}

fn list<'t>(page: &mut String, tolls: impl Iterator<Item = &'t Toll>, all: usize, most: f64) {
    let few = if all > ROWS { format!(" The {ROWS} with most reports of {all}.") } else { String::new() };
    let _ = writeln!(
        page,
        "<p class=\"note\">A day and place a row, from the lowest to the highest number.{few}</p>\n<table><thead><tr><th>what, where, when</th>\
         <th class=\"n\">reports</th><th class=\"n\">numbers</th><th></th></tr></thead><tbody>"
    );
    for toll in tolls {
        let conflict = if toll.conflict { " <b class=\"warn\">contradiction</b>" } else { "" };
        let place = toll.place.as_deref().unwrap_or("place not told");
        let day = toll.day.map_or("no date".to_owned(), written);
        let range = match (toll.low.or(toll.high), toll.high.or(toll.low)) {
            (Some(low), Some(high)) => charts::range(low, high, most, toll.conflict),
            _ => String::new(),
        };
        let _ = writeln!(
            page,
            "<tr><td>{}, {}<br><span class=\"soft\">{day}</span>{conflict}</td><td class=\"n\">{}</td><td class=\"n\">{}</td><td class=\"bar\">{range}</td></tr>",
            escaped(toll.kind()),
            escaped(place),
            toll.figures,
            toll.numbers()
        );
    }
    page.push_str("</tbody></table>\n");
}

/// A figure that may be one of a contradiction.
struct Candidate {
    article: i64,
    place: Option<String>,
    place_entity: Option<i64>,
    day: Option<i32>,
    category: String,
    /// By which it is ordered.
    number: f64,
    excerpt: Excerpt,
}

/// Reports that cannot both hold, with their sentences: the lowest and the highest of each day and place.
fn contradictions(page: &mut String, run: &FinishedRun, tolls: &[Toll]) -> Result<(), ExportError> {
    if tolls.is_empty() {
        return Ok(());
    }
    let candidates = candidates(run, tolls)?;
    let mut heads = Vec::new();
    let mut excerpts = Vec::new();
    for toll in tolls {
        let of_toll = |c: &&Candidate| (&c.category, &c.place, c.day) == (&toll.category, &toll.place, toll.day);
        let mut found: Vec<&Candidate> = candidates.iter().filter(of_toll).collect();
        found.sort_by(|a, b| a.number.total_cmp(&b.number));
        let (half, n) = (SENTENCES / 2, found.len());
        let ends = found.into_iter().enumerate().filter(|(i, _)| *i < half || i + half >= n);
        let shown: Vec<Excerpt> = ends.map(|(_, c)| c.excerpt.clone()).collect();
        heads.push((toll, shown.len()));
        excerpts.extend(shown);
    }
    let mut drawn = drawn(run, &excerpts)?.into_iter();
    page.push_str(
        "<h3>Contradictions</h3>\n<p class=\"note\">Two reports of one day and place that cannot both hold. Where no place is told they may \
         speak of different events.</p>\n",
    );
    for (toll, n) in heads {
        let place = toll.place.as_deref().unwrap_or("place not told");
        let day = toll.day.map_or("no date".to_owned(), written);
        let head = escaped(&format!("{}, {place}, {day}: {}", toll.kind(), toll.numbers()));
        let _ = writeln!(page, "<p><b class=\"warn\">{head}</b></p>");
        page.extend(drawn.by_ref().take(n));
    }
    Ok(())
}

const FIGURES: &[&str] = &[
    "article_id",
    "zone",
    "char_start",
    "char_end",
    "sentence_char_start",
    "sentence_char_end",
    "category",
    "published_date",
    "place",
    "place_entity_index",
    "value",
    "low",
    "high",
    "modifier",
    "source",
    "outlet",
    "negated",
    "certainty",
    "change",
];

/// The figures of the kinds and days of some tolls, as `figure_series` counts them, with their places by the name across articles.
fn candidates(run: &FinishedRun, tolls: &[Toll]) -> Result<Vec<Candidate>, ExportError> {
    let mut found: Vec<Candidate> = Vec::new();
    each(run, &schema::FIGURES, FIGURES, |row| {
        let (category, day) = (row.text(6).unwrap_or_default(), row.day(7));
        let counts =
            matches!(row.text(17), Some("asserted" | "estimated")) && row.text(18) == Some("none") && !row.yes(16);
        if !counts || !tolls.iter().any(|t| t.category == category && t.day == day) {
            return;
        }
        let (Some(article), Some(span), Some(sentence)) = (row.whole(0), row.span(2), row.span(4)) else { return };
        let (value, low, high) = (row.number(10), row.number(11), row.number(12));
        let Some(number) = value.or(low).or(high) else { return };
        let modifier = row.text(13).unwrap_or_default().replace('_', " ");
        let by = row.text(14).or(row.text(15)).unwrap_or("the article");
        let caption = format!("{modifier} {} · {by}", value.map_or_else(|| between(low, high), grouped));
        let excerpt =
            Excerpt { article, in_title: row.text(1) == Some("title"), sentence, marks: vec![(span, "f")], caption };
        let (place, category) = (row.text(8).map(str::to_owned), category.to_owned());
        found.push(Candidate { article, place, place_entity: row.whole(9), day, category, number, excerpt });
    })?;
    let mut named: BTreeMap<(i64, i64), Vec<usize>> = BTreeMap::new();
    for (i, c) in found.iter().enumerate() {
        if let Some(entity) = c.place_entity {
            named.entry((c.article, entity)).or_default().push(i);
        }
    }
    each(run, &schema::ENTITY_LINKS, &["article_id", "entity_index", "name"], |row| {
        let (Some(article), Some(entity)) = (row.whole(0), row.whole(1)) else { return };
        for i in named.get(&(article, entity)).into_iter().flatten() {
            found[*i].place = row.text(2).map(str::to_owned);
        }
    })?;
    Ok(found)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn toll(place: &str, day: i32, high: f64) -> Toll {
        let category = "casualty.killed".to_owned();
        let (place, day, high) = (Some(place.to_owned()), Some(day), Some(high));
        Toll { category, place, day, low: Some(11.0), high, mode: high, figures: 2, conflict: false }
    }

    #[test]
    fn a_series_has_several_days_of_one_place() {
        let mut series = Series { kept: First::new(SERIES), current: Vec::new(), seen: 0 };
        for t in [toll("Ostrel", 1, 11.0), toll("Ostrel", 3, 17.0), toll("Tolmin", 3, 12.0)] {
            series.add(&t);
        }
        series.end();
        let kept: Vec<usize> = series.kept.sorted().map(|(_, tolls)| tolls.len()).collect();
        assert_eq!(kept, [2]);
    }

    #[test]
    fn numbers_are_a_range_where_they_differ() {
        assert_eq!(toll("Ostrel", 1, 1700.0).numbers(), "11–1,700");
        assert_eq!(toll("Ostrel", 1, 11.0).numbers(), "11");
    }
}
