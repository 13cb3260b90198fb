//! Exact-span scores of names, by kind and by file.

use super::data::Article;
use copydesk_extract::entities::chain::{Chain, Scores, Transitions, names};
use copydesk_extract::entities::label::KINDS;
use copydesk_extract::entities::word::Words;

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
}

impl Score {
    pub(crate) fn new(sets: &[&str]) -> Self {
        Self {
            sets: sets.iter().map(|s| (*s).to_owned()).collect(),
            counts: vec![[Count::default(); 6]; sets.len()],
        }
    }

    /// Decodes an article and compares.
    pub(crate) fn article(&mut self, article: &Article, words: &Words, emissions: &[Vec<Scores>], transitions: &Transitions, chain: &mut Chain) {
        let counts = &mut self.counts[article.set];
        let mut found = Vec::new();
        for (stretch, e) in words.stretches.iter().zip(emissions) {
            let from = stretch.tokens.start as usize;
            found.extend(names(chain.best(e, transitions)).map(|(a, b, k)| (from + a, from + b, k)));
        }
        for n in &article.names {
            counts[n.2].gold += 1;
            if std::env::var("SHOW").is_ok() && !found.contains(n) {
                let t = &article.text.tokens;
                let cut = |a: usize, b: usize| article.source.get(t[a].span.start as usize..t[b - 1].span.end as usize).unwrap_or("").replace('\n', "/");
                let over: Vec<_> = found.iter().filter(|f| f.0 < n.1 && n.0 < f.1).map(|f| (cut(f.0, f.1), KINDS[f.2].as_str())).collect();
                let live = (n.0..n.1).all(|i| words.stretches.iter().any(|s| s.tokens.contains(&(i as u32))));
                eprintln!("MISS {} live={live} {:?} {} | {:?} | {}", article.id, cut(n.0, n.1), KINDS[n.2].as_str(), over, cut(n.0.saturating_sub(6), (n.1 + 6).min(t.len())));
            }
        }
        if std::env::var("SHOW").is_ok() && article.gold > article.names.len() { eprintln!("UNALIGNED {} {}", article.id, article.gold - article.names.len()); }
        for n in &found {
            counts[n.2].found += 1;
            counts[n.2].right += usize::from(article.names.contains(n));
        }
        // Names that no tokens fit count as missed, under the last kind.
        counts[5].gold += article.gold - article.names.len();
    }
}

impl std::fmt::Display for Score {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let line = |f: &mut std::fmt::Formatter<'_>, name: &str, counts: &[[Count; 6]]| {
            write!(f, "{name:9}")?;
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
        for (set, counts) in self.sets.iter().zip(&self.counts) {
            line(f, set, std::slice::from_ref(counts))?;
        }
        Ok(())
    }
}
