//! What was reported of casualties, place by place and day by day, and where reports cannot both hold.

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

/// The figures of one category, place and day.
#[derive(Default)]
struct Reports {
    low: Option<f64>,
    high: Option<f64>,
    /// How often each value was given, by its bits: numbers of people order as their bits do.
    values: BTreeMap<u64, u64>,
    sources: BTreeSet<String>,
    n: i64,
    /// The highest lower and the lowest upper bound.
    at_least: Option<f64>,
    at_most: Option<f64>,
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
            let (at_least, at_most) = bounds(toll);
            self.record.clear().text(&toll.category).maybe(place.map(|p| &**p), Record::text);
            self.record.maybe(toll.date, Record::i32).text(&source);
            for number in [
                toll.value,
                toll.low.or(toll.value).or(toll.high),
                toll.high.or(toll.value).or(toll.low),
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
                let conflict = matches!((reports.at_least, reports.at_most), (Some(least), Some(most)) if least > most);
                out.row()?
                    .text("category", &*category)
                    .text("place", place.as_deref())
                    .date("date", date)
                    .f64("low", reports.low)
                    .f64("high", reports.high)
                    .f64("mode", mode)
                    .i64("n_figures", reports.n)
                    .i64("n_sources", reports.sources.len() as i64)
                    .bool("conflict", conflict)
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
        self.sources.insert(fields.text().into_owned());
        let mut number = || fields.maybe(Fields::f64);
        let (value, low, high, at_least, at_most) = (number(), number(), number(), number(), number());
        if let Some(value) = value {
            *self.values.entry(value.to_bits()).or_default() += 1;
        }
        self.low = least(self.low, low);
        self.high = most(self.high, high);
        self.at_least = most(self.at_least, at_least);
        self.at_most = least(self.at_most, at_most);
    }
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

    /// "at least 12" is ("at_least", 12).
    fn conflict(reports: &[(&str, f64)]) -> bool {
        let mut sum = Reports::default();
        for (modifier, value) in reports {
            let toll = Toll {
                category: "casualty.killed".into(),
                outlet: None,
                date: None,
                value: Some(*value),
                low: None,
                high: None,
                modifier: (*modifier).into(),
                place: None,
                place_entity: None,
                source: None,
                source_entity: None,
            };
            let (at_least, at_most) = bounds(&toll);
            sum.at_least = most(sum.at_least, at_least);
            sum.at_most = least(sum.at_most, at_most);
        }
        matches!((sum.at_least, sum.at_most), (Some(least), Some(most)) if least > most)
    }

    #[test]
    fn reports_that_cannot_both_hold() {
        assert!(conflict(&[("at_least", 12.0), ("exact", 11.0)]));
        assert!(!conflict(&[("at_least", 12.0), ("exact", 15.0)]));
        assert!(conflict(&[("exact", 12.0), ("exact", 15.0)]));
        assert!(conflict(&[("more_than", 100.0), ("exact", 100.0)]));
        assert!(!conflict(&[("about", 100.0), ("exact", 104.0)]));
        assert!(conflict(&[("about", 100.0), ("exact", 150.0)]));
        assert!(!conflict(&[("up_to", 20.0), ("exact", 20.0)]));
        assert!(conflict(&[("less_than", 20.0), ("at_least", 20.0)]));
    }
}
