//! How well the layers do on annotated articles: what `copydesk eval` counts.
//!
//! [`gold`] reads the annotation, [`given`] extracts from the same texts and puts the rows at the same
//! offsets; [`quotes`], [`names`] and [`figures`] compare. Offsets are code points throughout.

mod figures;
mod given;
mod gold;
mod marks;
mod names;
mod quotes;
mod wrong;

pub(crate) use given::Given;
pub(crate) use gold::Gold;

use serde_json::{Map, Value, json};
use std::fmt::Write;

/// Right ones among given and wanted ones.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Score {
    right: usize,
    given: usize,
    wanted: usize,
}

impl Score {
    fn new(right: usize, given: usize, wanted: usize) -> Self {
        Self { right, given, wanted }
    }

    /// Precision, recall and F1. Nothing given where nothing is wanted is perfect.
    fn rates(self) -> [f64; 3] {
        let rate = |of: usize, other: usize| match (of, other) {
            (0, 0) => 1.0,
            (0, _) => 0.0,
            (of, _) => self.right as f64 / of as f64,
        };
        let (p, r) = (rate(self.given, self.wanted), rate(self.wanted, self.given));
        [p, r, if p + r > 0.0 { 2.0 * p * r / (p + r) } else { 0.0 }]
    }

    fn f1(self) -> f64 {
        self.rates()[2]
    }

    fn add(&mut self, other: Self) {
        self.right += other.right;
        self.given += other.given;
        self.wanted += other.wanted;
    }
}

/// Everything that was measured, layer by layer; layers without annotation are left out.
#[derive(Debug)]
pub(crate) struct Measures {
    articles: usize,
    /// Articles that the reader refused, by reason: nothing is found in them.
    rejected: Vec<(String, usize)>,
    quotes: Vec<(&'static str, quotes::Tally)>,
    entities: Option<names::Tally>,
    names: names::FullNames,
    figures: Option<figures::Tally>,
    /// Layers and what is wrong in them.
    wrong: Vec<(&'static str, Vec<wrong::Wrong>)>,
    /// How many wrong rows of a kind are shown.
    errors: usize,
}

impl Measures {
    /// Compares annotation and extraction; the two lists run in parallel. `errors` rows of each fault are shown.
    pub(crate) fn new(gold: &[Gold], given: &[Given], errors: usize) -> Self {
        let mut rejected: Vec<(String, usize)> = Vec::new();
        for reason in given.iter().filter_map(|g| g.rejected.as_deref()) {
            match rejected.iter_mut().find(|(r, _)| r == reason) {
                Some((_, n)) => *n += 1,
                None => rejected.push((reason.to_owned(), 1)),
            }
        }
        Self {
            articles: gold.len(),
            rejected,
            quotes: quotes::measure(gold, given),
            entities: names::measure(gold, given),
            names: names::full_names(gold, given),
            figures: figures::measure(gold, given),
            wrong: if errors == 0 { Vec::new() } else { faults(gold, given) },
            errors,
        }
    }

    /// Tables for a person.
    pub(crate) fn text(&self) -> String {
        let mut out = format!("{} articles\n", self.articles);
        // Writing to a string cannot fail.
        for (reason, n) in &self.rejected {
            let _ = writeln!(out, "  {n} of them are no articles to the reader ({reason}): nothing is found there");
        }
        if !self.quotes.is_empty() {
            let _ = writeln!(
                out,
                "\n{:<15}{:>6}{:>6}  {:^19}  {:^19}  {:^19}  speaker",
                "quotes", "gold", "given", "exact: P R F1", "0.8 of words", "and speaker"
            );
        }
        for (kind, t) in &self.quotes {
            let right = t.speaker_right().map_or("  –".to_owned(), |r| format!("{:5.1}", 100.0 * r));
            let (gold, given) = (t.matched.wanted, t.matched.given);
            let [exact, close, said] = [t.exact, t.matched, t.with_speaker].map(|s| percents(s.rates()));
            let _ = writeln!(out, "  {kind:<13}{gold:>6}{given:>6}  {exact}  {close}  {said}  {right}");
        }
        if let Some(t) = &self.entities {
            let _ = writeln!(out, "\n{:<15}{:>6}{:>6}  {:^19}", "entities", "gold", "given", "span and type");
            let row =
                |name: &str, s: Score| format!("  {name:<13}{:>6}{:>6}  {}\n", s.wanted, s.given, percents(s.rates()));
            out += &row("all", t.typed);
            t.types.iter().for_each(|(name, score)| out += &row(name, *score));
            out += &row("span alone", t.span);
        }
        let n = &self.names;
        if n.found > 0 {
            let _ = writeln!(
                out,
                "\nnames of people: {}/{} mentions carry the full name; of the {} short ones {}",
                n.right, n.found, n.short, n.short_right
            );
        }
        if let Some(t) = &self.figures {
            let _ = writeln!(out, "\nfigures: {} in the gold, {} given", t.gold, t.given);
            for (name, right) in t.rows() {
                let _ = writeln!(out, "  {name:<22} F1 {:5.1}", 100.0 * t.score(right).f1());
            }
            let _ = writeln!(
                out,
                "  of those found: counted {}/{}, source {}/{}, casualties {}/{} ({} given)",
                t.counted.0, t.counted.1, t.source.0, t.source.1, t.casualty.0, t.casualty.1, t.casualties_given
            );
        }
        for (layer, rows) in &self.wrong {
            out += &wrong::text(layer, rows, self.errors);
        }
        out
    }

    /// The same for programs; rates are between 0 and 1.
    pub(crate) fn json(&self) -> Value {
        let mut page = Map::new();
        page.insert("articles".into(), json!(self.articles));
        page.insert(
            "rejected".into(),
            self.rejected.iter().map(|(r, n)| (r.clone(), json!(n))).collect::<Map<_, _>>().into(),
        );
        if !self.quotes.is_empty() {
            let kinds = self.quotes.iter().map(|(kind, t)| {
                let row = json!({
                    "gold": t.matched.wanted, "given": t.matched.given,
                    "exact": t.exact.rates(), "words": t.matched.rates(), "with_speaker": t.with_speaker.rates(),
                    "speaker_right": t.speaker_right(),
                });
                ((*kind).to_owned(), row)
            });
            page.insert("quotes".into(), kinds.collect::<Map<_, _>>().into());
        }
        if let Some(t) = &self.entities {
            let types: Map<_, _> = t.types.iter().map(|(n, s)| (n.clone(), json!(s.rates()))).collect();
            let row = json!({
                "gold": t.typed.wanted, "given": t.typed.given, "right": t.typed.right,
                "typed": t.typed.rates(), "span": t.span.rates(), "types": types,
            });
            page.insert("entities".into(), row);
        }
        let n = &self.names;
        if n.found > 0 {
            let row = json!({ "found": n.found, "right": n.right, "short": n.short, "short_right": n.short_right });
            page.insert("names".into(), row);
        }
        if let Some(t) = &self.figures {
            let mut row: Map<_, _> =
                t.rows().into_iter().map(|(name, right)| (name.to_owned(), json!(t.score(right).f1()))).collect();
            row.insert("gold".into(), json!(t.gold));
            row.insert("given".into(), json!(t.given));
            row.insert("counted".into(), json!(t.counted));
            row.insert("source".into(), json!(t.source));
            row.insert("casualty".into(), json!(t.casualty));
            row.insert("casualties_given".into(), json!(t.casualties_given));
            page.insert("figures".into(), row.into());
        }
        if !self.wrong.is_empty() {
            let rows = self.wrong.iter().map(|(layer, rows)| ((*layer).to_owned(), wrong::json(rows, self.errors)));
            page.insert("errors".into(), rows.collect::<Map<_, _>>().into());
        }
        page.into()
    }
}

/// What is wrong, layer by layer; layers without annotation are left out.
fn faults(gold: &[Gold], given: &[Given]) -> Vec<(&'static str, Vec<wrong::Wrong>)> {
    let has = |layer: fn(&Gold) -> bool| gold.iter().any(layer);
    let layers = [
        ("quotes", has(|g| g.quotes.is_some()), quotes::wrong(gold, given)),
        ("entities", has(|g| g.entities.is_some()), names::wrong(gold, given)),
        ("figures", has(|g| g.figures.is_some()), figures::wrong(gold, given)),
    ];
    layers.into_iter().filter(|(_, annotated, _)| *annotated).map(|(layer, _, rows)| (layer, rows)).collect()
}

fn percents(rates: [f64; 3]) -> String {
    rates.map(|r| format!("{:6.1}", 100.0 * r)).concat() + " "
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rates_of_nothing() {
        for (score, rates) in [
            (Score::new(0, 0, 0), [1.0, 1.0, 1.0]),
            (Score::new(0, 0, 3), [0.0, 0.0, 0.0]),
            (Score::new(1, 2, 1), [0.5, 1.0, 2.0 / 3.0]),
        ] {
            assert!(score.rates().iter().zip(rates).all(|(a, b)| (a - b).abs() < 1e-12), "{score:?}");
        }
    }
}
