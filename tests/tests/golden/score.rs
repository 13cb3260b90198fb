//! Precision, recall and shares by layer, and the floors below which they must not fall.

use crate::expectation::table;
use std::collections::BTreeMap;
use std::fmt::Write;
use std::fs;
use std::path::Path;

/// The layers that are measured.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Layer {
    Quotes,
    Entities,
    Figures,
}

impl Layer {
    const fn as_str(self) -> &'static str {
        match self {
            Self::Quotes => "quotes",
            Self::Entities => "entities",
            Self::Figures => "figures",
        }
    }
}

/// The counts of one measure.
#[derive(Clone, Copy, Debug, Default)]
struct Count {
    expected: u32,
    right: u32,
    false_rows: u32,
    /// Counted only over rows that were found: a share, not a precision and recall.
    is_share: bool,
    /// Rows paired with an expected row.
    paired: u32,
}

impl Count {
    fn precision(self) -> f64 {
        percent(self.right, self.paired + self.false_rows)
    }

    fn recall(self) -> f64 {
        percent(self.right, self.expected)
    }

    /// F1, or the share.
    fn figure(self) -> f64 {
        if self.is_share {
            self.recall()
        } else {
            percent(2 * self.right, self.expected + self.paired + self.false_rows)
        }
    }
}

fn percent(part: u32, of: u32) -> f64 {
    if of == 0 { 0.0 } else { 100.0 * f64::from(part) / f64::from(of) }
}

/// The measures of one layer.
#[derive(Debug, Default)]
pub(crate) struct Score(Vec<(&'static str, Count)>);

impl Score {
    fn count(&mut self, measure: &'static str) -> &mut Count {
        let at = self.0.iter().position(|(name, _)| *name == measure).unwrap_or_else(|| {
            self.0.push((measure, Count::default()));
            self.0.len() - 1
        });
        &mut self.0[at].1
    }

    /// A row is expected.
    pub(crate) fn expected(&mut self, measure: &'static str) {
        self.count(measure).expected += 1;
    }

    /// An expected row has its counterpart, and whether that is right.
    pub(crate) fn right(&mut self, measure: &'static str, right: bool) {
        let count = self.count(measure);
        count.paired += 1;
        count.right += u32::from(right);
    }

    /// A row that nobody expects.
    pub(crate) fn false_row(&mut self, measure: &'static str) {
        self.count(measure).false_rows += 1;
    }

    /// Of the rows that were found, one more, and whether it is right.
    pub(crate) fn share(&mut self, measure: &'static str, right: bool) {
        let count = self.count(measure);
        count.is_share = true;
        count.expected += 1;
        count.right += u32::from(right);
    }
}

/// The measures of all layers.
#[derive(Debug, Default)]
pub(crate) struct Scores(BTreeMap<Layer, Score>);

const HEAD: &str = "\
# Floors of the golden cases

Measured by `make golden` over all files of this directory. A figure below its floor fails the tests; `make golden-record`
writes what is measured now and raises the floors that it allows (to one point below), never lowers one: to lower a floor,
edit this table and say why in the commit. Figures are F1 in percent; for measures without precision and recall they are the
share that is right among the rows found.

| layer | measure | floor | measured | precision | recall | expected |
|---|---|---|---|---|---|---|
";

impl Scores {
    pub(crate) fn layer(&mut self, layer: Layer) -> &mut Score {
        self.0.entry(layer).or_default()
    }

    fn rows(&self) -> impl Iterator<Item = (&'static str, &'static str, Count)> {
        self.0
            .iter()
            .flat_map(|(layer, score)| score.0.iter().map(|(measure, count)| (layer.as_str(), *measure, *count)))
    }

    /// The table of FLOORS.md with what is measured now.
    pub(crate) fn page(&self, floors: &Floors) -> String {
        let mut page = HEAD.to_owned();
        for (layer, measure, count) in self.rows() {
            let measured = count.figure();
            let floor = floors.of(layer, measure).max((measured - 1.0).floor()).max(0.0);
            let (precision, recall) = if count.is_share {
                (String::new(), String::new())
            } else {
                (format!("{:.1}", count.precision()), format!("{:.1}", count.recall()))
            };
            let _ = writeln!(
                page,
                "| {layer} | {measure} | {floor:.0} | {measured:.1} | {precision} | {recall} | {} |",
                count.expected
            );
        }
        page
    }

    /// The figures that have fallen below their floors, in words.
    pub(crate) fn fallen(&self, floors: &Floors) -> Vec<String> {
        self.rows()
            .filter(|(layer, measure, count)| count.figure() < floors.of(layer, measure))
            .map(|(layer, measure, count)| {
                format!("{layer}, {measure}: {:.1} is below the floor of {}", count.figure(), floors.of(layer, measure))
            })
            .collect()
    }
}

/// What FLOORS.md asks for.
#[derive(Debug, Default)]
pub(crate) struct Floors(BTreeMap<(String, String), f64>);

impl Floors {
    pub(crate) fn read(path: &Path) -> Self {
        let page = fs::read_to_string(path).unwrap_or_default();
        let number = |cell: &str| cell.parse().unwrap_or_else(|_| panic!("“{cell}” is no floor"));
        Self(
            table(&page)
                .into_iter()
                .map(|row| ((row["layer"].clone(), row["measure"].clone()), number(&row["floor"])))
                .collect(),
        )
    }

    fn of(&self, layer: &str, measure: &str) -> f64 {
        self.0.get(&(layer.to_owned(), measure.to_owned())).copied().unwrap_or(0.0)
    }
}
