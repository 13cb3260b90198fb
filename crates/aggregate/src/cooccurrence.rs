//! Who is named together with whom, and how much more often than by chance.

use crate::AggregateError;
use crate::articles::Article;
use crate::groups;
use crate::record::{Fields, Record};
use crate::sorter::{Sorter, Spool};
use copydesk_export::schema::COOCCURRENCE;
use copydesk_export::{OutputFile, Tables};
use rustc_hash::FxHashMap;
use std::collections::BTreeMap;

/// The most mentioned of an article are paired: a list of ten thousand names says nothing about any two.
const ENTITIES: usize = 64;
/// Pairs counted in memory before the counts are spilled.
const PAIRS: usize = 1 << 20;

/// Collects entities by article.
#[derive(Debug)]
pub(crate) struct Cooccurrence {
    articles: Spool,
    entities: Sorter,
    record: Record,
    n_articles: u64,
}

impl Cooccurrence {
    pub(crate) fn new(tables: &Tables<'_>) -> Result<Self, AggregateError> {
        Ok(Self {
            articles: Spool::new(tables.scratch())?,
            entities: Sorter::new(tables.scratch()),
            record: Record::default(),
            n_articles: 0,
        })
    }

    pub(crate) fn add(&mut self, article: &Article) -> Result<(), AggregateError> {
        self.n_articles += 1;
        let mut mentions: BTreeMap<i64, (i64, &str)> = BTreeMap::new();
        for entity in &article.entities {
            if matches!(&*entity.kind, "person" | "organization" | "place") {
                mentions.entry(entity.id).or_insert((0, &entity.name)).0 += i64::from(entity.mentions);
            }
        }
        let mut named: Vec<(i64, i64, &str)> = mentions.into_iter().map(|(id, (n, name))| (-n, id, name)).collect();
        named.sort_unstable();
        named.truncate(ENTITIES);
        named.sort_unstable_by_key(|n| n.1);
        for (_, id, name) in &named {
            self.entities.push(self.record.clear().i64(*id).text(name).bytes())?;
        }
        self.record.clear();
        for (_, id, _) in &named {
            self.record.i64(*id);
        }
        self.articles.push(self.record.bytes())
    }

    pub(crate) fn write(mut self, tables: &Tables<'_>) -> Result<OutputFile, AggregateError> {
        // Only who is in two articles can be in two together with someone.
        let mut known: FxHashMap<i64, (String, i64)> = FxHashMap::default();
        groups::each(
            self.entities,
            |f| (f.i64(), f.text().into_owned()),
            |n: &mut i64, _| *n += 1,
            |(id, name), n| {
                if n > 1 {
                    known.insert(id, (name, n));
                }
                Ok(())
            },
        )?;
        let mut pairs = Sorter::new(tables.scratch());
        let mut counts: FxHashMap<(i64, i64), u32> = FxHashMap::default();
        let mut articles = self.articles.read()?;
        let mut bytes = Vec::new();
        while articles.read(&mut bytes)? {
            let mut fields = Fields(&bytes);
            let ids: Vec<i64> =
                (0..bytes.len() / 8).map(|_| fields.i64()).filter(|id| known.contains_key(id)).collect();
            for (n, a) in ids.iter().enumerate() {
                for b in &ids[n + 1..] {
                    *counts.entry((*a, *b)).or_default() += 1;
                }
            }
            if counts.len() > PAIRS {
                spill(&mut counts, &mut pairs, &mut self.record)?;
            }
        }
        spill(&mut counts, &mut pairs, &mut self.record)?;

        let mut out = tables.create(&COOCCURRENCE)?;
        groups::each(
            pairs,
            |f| (f.i64(), f.i64()),
            |n: &mut i64, f| *n += i64::from(f.u32()),
            |(a, b), n| {
                let (Some((a_name, n_a)), Some((b_name, n_b))) = (known.get(&a), known.get(&b)) else { return Ok(()) };
                if n > 1 {
                    out.row()?
                        .i64("a_id", a)
                        .i64("b_id", b)
                        .text("a_name", &**a_name)
                        .text("b_name", &**b_name)
                        .i64("n_articles", n)
                        .f32("npmi", npmi(n, *n_a, *n_b, self.n_articles).map(|x| x as f32))
                        .end();
                }
                Ok(())
            },
        )?;
        Ok(out.commit()?)
    }
}

/// Adds up in the sorter; the order in which the counts come does not matter there.
#[expect(clippy::iter_over_hash_type, reason = "sums do not depend on order")]
fn spill(
    counts: &mut FxHashMap<(i64, i64), u32>,
    pairs: &mut Sorter,
    record: &mut Record,
) -> Result<(), AggregateError> {
    for ((a, b), n) in counts.drain() {
        pairs.push(record.clear().i64(a).i64(b).u32(n).bytes())?;
    }
    Ok(())
}

/// Normalized pointwise mutual information (G. Bouma, 2009): 1 where the two never occur apart, 0 by chance.
fn npmi(both: i64, a: i64, b: i64, articles: u64) -> Option<f64> {
    let share = |n: i64| n as f64 / articles as f64;
    let together = share(both);
    (both.cast_unsigned() < articles).then(|| (together / (share(a) * share(b))).ln() / -together.ln())
}

#[cfg(test)]
mod tests {
    use super::npmi;

    #[test]
    fn mutual_information() {
        assert_eq!(npmi(10, 10, 10, 10), None);
        assert!((npmi(5, 5, 5, 100).expect("some") - 1.0).abs() < 1e-9);
        assert!(npmi(25, 50, 50, 100).expect("some").abs() < 1e-9);
        assert!(npmi(2, 50, 50, 100).expect("some") < 0.0);
    }
}
