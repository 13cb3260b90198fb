//! Exact-span scores of names, by kind and by file.

use super::data::Article;
use copydesk_extract::entities::chain::{Chain, Scores, Transitions, names};
use copydesk_extract::entities::label::KINDS;
use copydesk_extract::entities::tagger::Calibration;
use copydesk_extract::entities::word::Words;
use serde_json::{Map, Value, json};

/// Counts of right, found and annotated names.
#[derive(Clone, Copy, Debug, Default)]
struct Count {
    right: usize,
    found: usize,
    gold: usize,
}

/// Counts by file and kind.
pub(crate) struct Score {
    sets: Vec<String>,
    counts: Vec<[Count; 6]>,
    /// Probability given to each name found, and whether it was right.
    judged: Vec<(f32, bool)>,
}

/// Steps of the calibration.
const STEPS: usize = 20;

impl Score {
    pub(crate) fn new(sets: &[&str]) -> Self {
        Self {
            sets: sets.iter().map(|s| (*s).to_owned()).collect(),
            counts: vec![[Count::default(); 6]; sets.len()],
            judged: Vec::new(),
        }
    }

    /// Decodes an article and compares.
    pub(crate) fn article(
        &mut self,
        article: &Article,
        words: &Words,
        emissions: &[Vec<Scores>],
        transitions: &Transitions,
        chain: &mut Chain,
    ) {
        let counts = &mut self.counts[article.set];
        let mut found = Vec::new();
        for (stretch, e) in words.stretches.iter().zip(emissions) {
            let from = stretch.tokens.start as usize;
            chain.sum(e, transitions);
            let labels = chain.best(e, transitions).to_vec();
            for (a, b, k) in names(&labels) {
                let name = (from + a, from + b, k);
                self.judged.push((chain.name_probability(a, b, k, transitions), article.names.contains(&name)));
                found.push(name);
            }
        }
        for n in &article.names {
            counts[n.2].gold += 1;
        }
        for n in &found {
            counts[n.2].found += 1;
            counts[n.2].right += usize::from(article.names.contains(n));
        }
        // Names that no tokens fit count as missed, under the last kind.
        counts[5].gold += article.gold - article.names.len();
    }
}

impl Score {
    /// How often names of each probability are right: isotonic (pool adjacent violators), read off at even steps.
    pub(crate) fn calibration(&self) -> Vec<f32> {
        let mut judged = self.judged.clone();
        judged.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
        let mut pools: Vec<(f64, f64, f64)> = Vec::new(); // probability, right, number
        for (p, right) in &judged {
            pools.push((f64::from(*p), f64::from(u8::from(*right)), 1.0));
            while let [.., a, b] = pools.as_slice() {
                if a.1 / a.2 < b.1 / b.2 {
                    break;
                }
                let pool = ((a.0 * a.2 + b.0 * b.2) / (a.2 + b.2), a.1 + b.1, a.2 + b.2);
                pools.truncate(pools.len() - 2);
                pools.push(pool);
            }
        }
        pools.retain(|p| p.2 >= 5.0);
        (0..=STEPS)
            .map(|i| {
                let at = i as f64 / STEPS as f64;
                let after = pools.iter().position(|p| p.0 >= at).unwrap_or(pools.len());
                let value = |i: usize| pools.get(i).map_or(at, |p| p.1 / p.2);
                match (after.checked_sub(1), pools.get(after)) {
                    (None, _) => value(after),
                    (Some(b), None) => value(b),
                    (Some(b), Some(next)) => {
                        let share = (at - pools[b].0) / (next.0 - pools[b].0).max(1e-9);
                        value(b) * (1.0 - share) + value(after) * share
                    }
                }
                .clamp(0.01, 0.999) as f32
            })
            .collect()
    }

    /// Expected calibration error before and after, in ten equal steps.
    pub(crate) fn reliability(&self, calibration: &[f32]) -> String {
        let bytes: Vec<u8> = calibration.iter().flat_map(|v| v.to_le_bytes()).collect();
        let map = Calibration::read(&bytes);
        let error = |of: &dyn Fn(f32) -> f32| {
            let mut bins = [(0.0f64, 0.0f64, 0.0f64); 10];
            for (p, right) in &self.judged {
                let p = of(*p);
                let bin = &mut bins[((p * 10.0) as usize).min(9)];
                bin.0 += f64::from(p);
                bin.1 += f64::from(u8::from(*right));
                bin.2 += 1.0;
            }
            bins.iter().map(|b| (b.0 - b.1).abs()).sum::<f64>() / self.judged.len().max(1) as f64
        };
        format!("expected calibration error {:.4}, after calibration {:.4}", error(&|p| p), error(&|p| map.of(p)))
    }

    /// Scores for the model's header.
    pub(crate) fn entries(&self) -> Map<String, Value> {
        let mut map = Map::new();
        for (k, kind) in KINDS.iter().enumerate() {
            let c = self.counts.iter().fold(Count::default(), |a, c| Count {
                right: a.right + c[k].right,
                found: a.found + c[k].found,
                gold: a.gold + c[k].gold,
            });
            let f1 = (20000.0 * c.right as f64 / (c.found + c.gold).max(1) as f64).round() / 100.0;
            map.insert(format!("{}_f1", kind.as_str()), json!(f1));
        }
        map
    }
}

impl std::fmt::Display for Score {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let line = |f: &mut std::fmt::Formatter<'_>, name: &str, counts: &[[Count; 6]]| {
            write!(f, "{name:18}")?;
            let sum = |kinds: std::ops::Range<usize>| {
                counts.iter().flat_map(|c| &c[kinds.clone()]).fold(Count::default(), |a, b| Count {
                    right: a.right + b.right,
                    found: a.found + b.found,
                    gold: a.gold + b.gold,
                })
            };
            let f1 = |c: Count| 200.0 * c.right as f64 / (c.found + c.gold).max(1) as f64;
            write!(f, " all {:5.2} three {:5.2} |", f1(sum(0..6)), f1(sum(0..3)))?;
            for (k, kind) in KINDS.iter().enumerate() {
                let c = sum(k..k + 1);
                write!(f, " {} {:5.2} ({})", kind.as_str(), f1(c), c.gold)?;
            }
            writeln!(f)
        };
        line(f, "all", &self.counts)?;
        for (set, counts) in self.sets.iter().zip(&self.counts).filter(|(_, c)| c.iter().any(|c| c.gold > 0)) {
            line(f, set, std::slice::from_ref(counts))?;
        }
        Ok(())
    }
}
