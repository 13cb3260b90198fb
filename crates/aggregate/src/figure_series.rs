//! What was reported of casualties, place by place and day by day, and where reports cannot both hold.
//!
//! A contradiction needs evidence that two reports speak of the same: of one place and day, of the same counted noun, by two
//! sources (one source that gives two numbers tells of two events), and neither a part of the other.

use crate::AggregateError;
use crate::articles::{Article, Toll};
use crate::groups;
use crate::record::{Fields, Record};
use crate::sorter::Sorter;
use copydesk_export::schema::FIGURE_SERIES;
use copydesk_export::{OutputFile, Tables};
use std::collections::{BTreeMap, BTreeSet};

/// Collects figures by category, place and day.
#[derive(Debug)]
pub(crate) struct FigureSeries {
    figures: Sorter,
    record: Record,
}

/// The figures of one category, place and day; of parts of a whole only their number and sources.
#[derive(Default)]
struct Reports {
    low: Option<f64>,
    high: Option<f64>,
    /// How often each value was given, by its bits: numbers of people order as their bits do.
    values: BTreeMap<u64, u64>,
    sources: BTreeSet<String>,
    n: i64,
    /// What each source allows of each counted noun: the highest lower and the lowest upper bound.
    bounds: BTreeMap<(String, String), (Option<f64>, Option<f64>)>,
}

/// "About 100" may be 90 or 110.
const ABOUT: f64 = 0.1;
/// "More than 1,000" is not 1,000.
const STRICTLY: f64 = 1e-9;

/// What a figure allows the true number to be; `None` is no bound.
fn bounds(toll: &Toll) -> (Option<f64>, Option<f64>) {
    let (low, high) = (toll.low.or(toll.value), toll.high.or(toll.value));
    match &*toll.modifier {
        "at_least" => (low, None),
        "more_than" => (low.map(|n| n * (1.0 + STRICTLY)), None),
        "at_most" | "up_to" => (None, high),
        "less_than" => (None, high.map(|n| n * (1.0 - STRICTLY))),
        "about" => (low.map(|n| n * (1.0 - ABOUT)), high.map(|n| n * (1.0 + ABOUT))),
        "nearly" => (low.map(|n| n * (1.0 - ABOUT)), high),
        "vague" => (toll.low, toll.high),
        _ => (low, high),
    }
}

impl FigureSeries {
    pub(crate) fn new(tables: &Tables<'_>) -> Self {
        Self { figures: Sorter::new(tables.scratch()), record: Record::default() }
    }

    pub(crate) fn add(&mut self, article: &Article) -> Result<(), AggregateError> {
        for toll in &article.figures {
            let place = article.entity(toll.place_entity).map(|e| &e.name).or(toll.place.as_ref());
            let story = || article.story.to_string();
            let source = article.entity(toll.source_entity).map(|e| &e.name).or(toll.source.as_ref());
            let source = source.or(toll.outlet.as_ref()).cloned().unwrap_or_else(story);
            let (at_least, at_most) = if toll.part || place.is_none() { (None, None) } else { bounds(toll) };
            self.record.clear().text(&toll.category).maybe(place.map(|p| &**p), Record::text);
            self.record.maybe(toll.date, Record::i32).text(&source);
            self.record.text(toll.counted.as_deref().unwrap_or_default());
            // A part of a whole is no number that was given for the whole.
            let whole = |number: Option<f64>| number.filter(|_| !toll.part);
            for number in [
                whole(toll.value),
                whole(toll.low.or(toll.value).or(toll.high)),
                whole(toll.high.or(toll.value).or(toll.low)),
                at_least,
                at_most,
            ] {
                self.record.maybe(number, Record::f64);
            }
            self.figures.push(self.record.bytes())?;
        }
        Ok(())
    }

    pub(crate) fn write(self, tables: &Tables<'_>) -> Result<OutputFile, AggregateError> {
        let mut out = tables.create(&FIGURE_SERIES)?;
        groups::each(
            self.figures,
            |f| (f.text().into_owned(), f.maybe(|f| f.text().into_owned()), f.maybe(Fields::i32)),
            Reports::add,
            |(category, place, date), reports| {
                let mode = reports.values.iter().max_by_key(|(value, n)| (**n, **value)).map(|v| f64::from_bits(*v.0));
                out.row()?
                    .text("category", &*category)
                    .text("place", place.as_deref())
                    .date("date", date)
                    .f64("low", reports.low)
                    .f64("high", reports.high)
                    .f64("mode", mode)
                    .i64("n_figures", reports.n)
                    .i64("n_sources", reports.sources.len() as i64)
                    .bool("conflict", reports.conflict())
                    .end();
                Ok(())
            },
        )?;
        Ok(out.commit()?)
    }
}

impl Reports {
    fn add(&mut self, fields: &mut Fields<'_>) {
        self.n += 1;
        let (source, counted) = (fields.text().into_owned(), fields.text().into_owned());
        self.sources.insert(source.clone());
        let mut number = || fields.maybe(Fields::f64);
        let (value, low, high, at_least, at_most) = (number(), number(), number(), number(), number());
        if let Some(value) = value {
            *self.values.entry(value.to_bits()).or_default() += 1;
        }
        self.low = least(self.low, low);
        self.high = most(self.high, high);
        self.bound(counted, source, at_least, at_most);
    }

    fn bound(&mut self, counted: String, source: String, at_least: Option<f64>, at_most: Option<f64>) {
        if at_least.is_some() || at_most.is_some() {
            let known = self.bounds.entry((counted, source)).or_default();
            *known = (most(known.0, at_least), least(known.1, at_most));
        }
    }

    /// True where two sources give bounds of one counted noun that no number meets.
    fn conflict(&self) -> bool {
        let bounds: Vec<_> = self.bounds.iter().map(|((counted, _), bounds)| (counted, *bounds)).collect();
        // Over the sources in order and back, so that each meets those before it and those behind it.
        bounds
            .chunk_by(|a, b| a.0 == b.0)
            .any(|sources| beyond(sources.iter().map(|s| s.1)) || beyond(sources.iter().rev().map(|s| s.1)))
    }
}

/// True where a lower bound lies above an upper bound behind it.
fn beyond(bounds: impl IntoIterator<Item = (Option<f64>, Option<f64>)>) -> bool {
    let mut highest = None;
    bounds.into_iter().any(|(at_least, at_most)| {
        let found = matches!((highest, at_most), (Some(low), Some(high)) if low > high);
        highest = most(highest, at_least);
        found
    })
}

fn least(a: Option<f64>, b: Option<f64>) -> Option<f64> {
    a.into_iter().chain(b).reduce(f64::min)
}

fn most(a: Option<f64>, b: Option<f64>) -> Option<f64> {
    a.into_iter().chain(b).reduce(f64::max)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A report: its source, its modifier, its value, what it counts.
    type Report<'a> = (&'a str, &'a str, f64, &'a str);

    fn conflict(reports: &[Report<'_>]) -> bool {
        let mut sum = Reports::default();
        for &(source, modifier, value, counted) in reports {
            let toll = Toll {
                category: "casualty.killed".into(),
                outlet: None,
                date: None,
                value: Some(value),
                low: None,
                high: None,
                modifier: modifier.into(),
                counted: Some(counted.into()),
                part: false,
                place: None,
                place_entity: None,
                source: None,
                source_entity: None,
            };
            let (at_least, at_most) = bounds(&toll);
            sum.bound(counted.to_owned(), source.to_owned(), at_least, at_most);
        }
        sum.conflict()
    }

    /// Two sources on one noun.
    fn differ(one: (&str, f64), two: (&str, f64)) -> bool {
        let reports = [("police", one.0, one.1, "people"), ("clinic", two.0, two.1, "people")];
        let turned = [reports[1], reports[0]];
        assert_eq!(conflict(&reports), conflict(&turned), "whoever speaks first");
        conflict(&reports)
    }

    #[test]
    fn reports_that_cannot_both_hold() {
        assert!(differ(("at_least", 12.0), ("exact", 11.0)));
        assert!(!differ(("at_least", 12.0), ("exact", 15.0)));
        assert!(differ(("exact", 12.0), ("exact", 15.0)));
        assert!(differ(("more_than", 100.0), ("exact", 100.0)));
        assert!(!differ(("about", 100.0), ("exact", 104.0)));
        assert!(differ(("about", 100.0), ("exact", 150.0)));
        assert!(!differ(("up_to", 20.0), ("exact", 20.0)));
        assert!(differ(("less_than", 20.0), ("at_least", 20.0)));
    }

    #[test]
    fn reports_of_two_events_are_no_contradiction() {
        let one_source = [("police", "exact", 12.0, "people"), ("police", "exact", 5.0, "people")];
        assert!(!conflict(&one_source), "one source tells of two events");
        let two_nouns = [("police", "exact", 12.0, "soldiers"), ("clinic", "exact", 5.0, "children")];
        assert!(!conflict(&two_nouns), "soldiers and children");
        let third = [one_source[0], one_source[1], ("clinic", "exact", 30.0, "people")];
        assert!(conflict(&third), "a second source that neither agrees with");
    }
}
