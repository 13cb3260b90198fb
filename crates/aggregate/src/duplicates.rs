//! Which articles are copies of which.
//!
//! MinHash over runs of five words, with banding (A. Broder, "On the resemblance and containment of
//! documents", 1997; J. Leskovec, A. Rajaraman, J. Ullman, *Mining of Massive Datasets*, chapter 3): articles
//! that agree in a band are compared by their whole signatures; a copy is one that shares at least half
//! of all runs, or that holds most of a shorter one (cut, or with a lead of its own).

use crate::AggregateError;
use crate::candidates::Candidates;
use crate::columns::Columns;
use crate::record::{Fields, Record};
use crate::sorter::{Shelf, Sorter, Spool, SpoolReader};
use crate::union::Union;
use crate::words::{self, mix, shingles};
use copydesk_export::schema::{ARTICLES, DUPLICATES};
use copydesk_export::{OutputFile, Tables};
use xxhash_rust::xxh3::xxh3_64;

/// Words in a shingle.
const RUN: usize = 5;
/// 42 bands of 3 rows find 99.7 % of the pairs that share half of their shingles, 94 % at four tenths.
const BANDS: usize = 42;
const ROWS: usize = 3;
const HASHES: usize = BANDS * ROWS;
/// Two texts that share this share of all their shingles are copies.
const RESEMBLANCE: f64 = 0.5;
/// Two texts are copies too if this share of the shorter one's shingles stands in the longer one,
const CONTAINMENT: f64 = 0.72;
/// and the shorter one is not a mere line of it.
const RESEMBLANCE_CONTAINED: f64 = 0.2;
/// Shorter texts are copies only if their words are the same.
const SHORT: usize = 20;

/// What duplicates tell the other aggregates.
#[derive(Debug)]
pub(crate) struct Stories {
    /// (article id, story id) ordered by article id.
    pub(crate) by_article: SpoolReader,
}

/// Makes the table.
pub(crate) fn write(tables: &Tables<'_>) -> Result<(OutputFile, Stories), AggregateError> {
    let mut sketches = read_sketches(tables)?;
    let mut union = compare(tables, &mut sketches)?;
    let n = sketches.ids.len();

    // The head of a story: its first article. Undated ones come last; sketches are in the order of ids.
    let mut heads: Vec<u32> = (0..n as u32).collect();
    let when = |article: u32| sketches.dates[article as usize].unwrap_or(i32::MAX);
    for article in 0..n as u32 {
        let story = union.find(article) as usize;
        if when(article) < when(heads[story]) {
            heads[story] = article;
        }
    }

    let mut out = tables.create(&DUPLICATES)?;
    let mut by_article = Spool::new(tables.scratch())?;
    let mut record = Record::default();
    for article in 0..n {
        let story = union.find(article as u32) as usize;
        let head = heads[story] as usize;
        let (kind, similarity) = if head == article {
            ("none", None)
        } else if sketches.exact[head] == sketches.exact[article] {
            ("exact", Some(1.0))
        } else {
            ("near", Some(sketches.resemblance(head, article)? as f32))
        };
        out.row()?
            .i64("article_id", sketches.ids[article])
            .i64("cluster_id", sketches.ids[story])
            .bool("is_head", head == article)
            .text("kind", kind)
            .f32("similarity", similarity)
            .end();
        by_article.push(record.clear().i64(sketches.ids[article]).i64(sketches.ids[story]).bytes())?;
    }
    Ok((out.commit()?, Stories { by_article: by_article.read()? }))
}

/// What is kept of every article: some numbers in memory, signatures on disk. In the order of ids.
#[derive(Debug)]
struct Sketches {
    ids: Vec<i64>,
    dates: Vec<Option<i32>>,
    /// Hash of all words.
    exact: Vec<u64>,
    /// Different shingles.
    sizes: Vec<u32>,
    signatures: Shelf,
    /// Two signatures being compared, and whose the first one is.
    in_a: Option<usize>,
    a: Vec<u8>,
    b: Vec<u8>,
}

fn read_sketches(tables: &Tables<'_>) -> Result<Sketches, AggregateError> {
    let mut sorter = Sorter::new(tables.scratch());
    let mut sketcher = Sketcher::default();
    let mut record = Record::default();
    for batch in tables.read(&ARTICLES, &["article_id", "published_date", "text"]) {
        let batch = batch?;
        let columns = Columns(&batch);
        let (ids, dates, texts) = (columns.i64(0)?, columns.date(1)?, columns.text(2)?);
        for row in 0..batch.num_rows() {
            let (exact, size) = sketcher.read(texts.get(row).unwrap_or_default());
            record.clear().i64(ids.value(row)).maybe(dates.get(row), Record::i32).u64(exact).u32(size);
            for hash in sketcher.signature {
                record.u32(hash);
            }
            sorter.push(record.bytes())?;
        }
    }
    let mut sketches = Sketches {
        ids: Vec::new(),
        dates: Vec::new(),
        exact: Vec::new(),
        sizes: Vec::new(),
        signatures: Shelf::new(tables.scratch())?,
        in_a: None,
        a: Vec::new(),
        b: Vec::new(),
    };
    let mut sorted = sorter.sorted()?;
    while let Some(record) = sorted.next()? {
        let mut fields = Fields(record);
        sketches.ids.push(fields.i64());
        sketches.dates.push(fields.maybe(Fields::i32));
        sketches.exact.push(fields.u64());
        sketches.sizes.push(fields.u32());
        sketches.signatures.push(fields.0)?;
    }
    sketches.signatures.flush()?;
    Ok(sketches)
}

/// Joins the articles that are copies.
fn compare(tables: &Tables<'_>, sketches: &mut Sketches) -> Result<Union, AggregateError> {
    let n = sketches.ids.len();
    let mut union = Union::new(n);
    let mut bands = Sorter::new(tables.scratch());
    let mut record = Record::default();
    let mut signature = Vec::new();
    for article in 0..n as u32 {
        let exact = mix(sketches.exact[article as usize]);
        bands.push(record.clear().u64(exact).u32(article).bytes())?;
        if sketches.sizes[article as usize] > 0 {
            sketches.signatures.get(article as usize, &mut signature)?;
            for (number, band) in signature.chunks_exact(ROWS * 4).enumerate() {
                let hash = mix(xxh3_64(band) ^ number as u64);
                bands.push(record.clear().u64(hash).u32(article).bytes())?;
            }
        }
    }
    let mut candidates = Candidates::of(bands, tables)?;
    while let Some((a, b)) = candidates.next()? {
        if !union.together(a, b) && sketches.are_copies(a as usize, b as usize)? {
            union.unite(a, b);
        }
    }
    Ok(union)
}

impl Sketches {
    fn are_copies(&mut self, a: usize, b: usize) -> Result<bool, AggregateError> {
        if self.exact[a] == self.exact[b] {
            return Ok(true);
        }
        let (size_a, size_b) = (f64::from(self.sizes[a]), f64::from(self.sizes[b]));
        if size_a == 0.0 || size_b == 0.0 {
            return Ok(false);
        }
        let resemblance = self.resemblance(a, b)?;
        let shared = resemblance / (1.0 + resemblance) * (size_a + size_b);
        let containment = shared / size_a.min(size_b);
        Ok(resemblance >= RESEMBLANCE || (containment >= CONTAINMENT && resemblance >= RESEMBLANCE_CONTAINED))
    }

    /// Estimate of the share of common shingles among all shingles of two articles.
    fn resemblance(&mut self, a: usize, b: usize) -> Result<f64, AggregateError> {
        // Pairs come ordered by their first article.
        if self.in_a != Some(a) {
            self.signatures.get(a, &mut self.a)?;
            self.in_a = Some(a);
        }
        self.signatures.get(b, &mut self.b)?;
        let (a, b) = (self.a.as_chunks::<4>().0, self.b.as_chunks::<4>().0);
        let same = a.iter().zip(b).filter(|(a, b)| a == b).count();
        Ok(same as f64 / HASHES as f64)
    }
}

/// Reads texts into signatures.
#[derive(Debug)]
struct Sketcher {
    word: String,
    words: Vec<u64>,
    shingles: Vec<u64>,
    /// Multipliers and addends of the hash functions.
    functions: Vec<(u64, u64)>,
    signature: [u32; HASHES],
}

impl Default for Sketcher {
    fn default() -> Self {
        let functions = (0..HASHES as u64).map(|n| (mix(2 * n) | 1, mix(2 * n + 1))).collect();
        Self { word: String::new(), words: Vec::new(), shingles: Vec::new(), functions, signature: [0; HASHES] }
    }
}

impl Sketcher {
    /// Fills the signature; gives the hash of all words and the number of different shingles (0 where the
    /// text is too short to be compared by them).
    fn read(&mut self, text: &str) -> (u64, u32) {
        words::hashes(text, &mut self.word, &mut self.words);
        let exact = self.words.iter().fold(self.words.len() as u64, |sum, word| mix(sum ^ word));
        self.signature = [u32::MAX; HASHES];
        if self.words.len() < SHORT {
            return (exact, 0);
        }
        self.shingles.clear();
        self.shingles.extend(shingles(&self.words, RUN));
        self.shingles.sort_unstable();
        self.shingles.dedup();
        for shingle in &self.shingles {
            for (least, (times, plus)) in self.signature.iter_mut().zip(&self.functions) {
                *least = (*least).min((shingle.wrapping_mul(*times).wrapping_add(*plus) >> 32) as u32);
            }
        }
        (exact, self.shingles.len() as u32)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn signatures_estimate_resemblance() {
        let text = |from: u32, to: u32| (from..to).map(|n| format!("w{n}")).collect::<Vec<_>>().join(" ");
        let mut sketcher = Sketcher::default();
        let mut of = |from, to| {
            sketcher.read(&text(from, to));
            sketcher.signature
        };
        let whole = of(0, 1000);
        for (from, to, expected) in [(0, 1000, 1.0), (0, 500, 0.5), (250, 1250, 0.6), (1000, 2000, 0.0)] {
            let other = of(from, to);
            let same = whole.iter().zip(&other).filter(|(a, b)| a == b).count() as f64 / HASHES as f64;
            assert!((same - expected).abs() < 0.13, "{from}..{to}: {same} for {expected}");
        }
    }
}
