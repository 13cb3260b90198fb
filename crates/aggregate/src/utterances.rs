//! The same utterance in many articles, with trimmed, re-punctuated or slightly altered wording.
//!
//! 1. Quotes of the same words are one wording ([`Wording`]). Few words say little ("we are ready"): a short
//!    wording is told apart by speaker and time, or by story where its speaker is not known.
//! 2. Wordings that share a run of words are compared ([`compare`]): most of the shorter one's words and
//!    pairs of words must stand in the longer one, and more is asked where the speakers differ.
//! 3. Wordings that are joined, by whatever chain, are one utterance.

mod clusters;
mod compare;

use crate::AggregateError;
use crate::articles::Article;
use crate::candidates::Candidates;
use crate::record::{Fields, Record};
use crate::sorter::{Shelf, Sorter, Spool, SpoolReader};
use crate::union::Union;
use crate::words::{self, mix, shingles};
use clusters::Clusters;
use compare::Wording;
use copydesk_export::schema::QUOTE_VARIANTS;
use copydesk_export::{OutputFile, Tables};

/// Wordings of fewer words say little by themselves.
pub(crate) const SHORT: usize = 8;
/// Days after which a short wording of the same speaker is said anew.
pub(crate) const ANEW: i32 = 7;
/// Runs of words that wordings are found by: of any speaker, and of the same speaker.
const RUN: usize = 4;
const RUN_OF_SPEAKER: usize = 3;
/// Runs kept of a wording: those of the smallest hashes, so that texts that share runs keep the same ones.
const RUNS: usize = 16;

/// Collects quotes by their words.
#[derive(Debug)]
pub(crate) struct Utterances {
    quotes: Sorter,
    record: Record,
    word: String,
    words: Vec<u64>,
}

impl Utterances {
    pub(crate) fn new(tables: &Tables<'_>) -> Self {
        let quotes = Sorter::new(tables.scratch());
        Self { quotes, record: Record::default(), word: String::new(), words: Vec::new() }
    }

    pub(crate) fn add(&mut self, article: &Article) -> Result<(), AggregateError> {
        for quote in &article.quotes {
            let entity = article.entity(quote.speaker_entity);
            words::hashes(&quote.text, &mut self.word, &mut self.words);
            let words = self.words.iter().fold(self.words.len() as u64, |sum, word| mix(sum ^ word));
            let short = self.words.len() < SHORT;
            let whose = match (short, entity) {
                (false, _) => 0,
                (true, Some(entity)) => mix(entity.id.cast_unsigned()),
                (true, None) => mix(mix(article.story.cast_unsigned())),
            };
            self.record.clear().u64(words).u64(whose).bool(short).maybe(quote.date, Record::i32);
            self.record.i64(quote.id).i64(article.story).maybe(quote.outlet.as_deref(), Record::text);
            self.record.maybe(entity.map(|e| e.id), Record::i64);
            let speaker = entity.map(|e| &e.name).or(quote.speaker.as_ref());
            self.record.maybe(speaker.map(|s| &**s), Record::text).text(&quote.text);
            self.quotes.push(self.record.bytes())?;
        }
        Ok(())
    }

    /// Makes `quote_variants` and `quote_clusters`.
    pub(crate) fn write(self, tables: &Tables<'_>) -> Result<(OutputFile, OutputFile), AggregateError> {
        let mut wordings = Wordings::read(self.quotes, tables)?;
        let mut union = wordings.join(tables)?;
        // An utterance is known by its smallest quote.
        let mut ids = wordings.smallest.clone();
        for wording in 0..ids.len() as u32 {
            let root = union.find(wording) as usize;
            ids[root] = ids[root].min(ids[wording as usize]);
        }

        let mut variants = Sorter::new(tables.scratch());
        let mut clusters = Clusters::new(tables);
        let mut record = Record::default();
        let mut quotes = wordings.quotes;
        let mut bytes = Vec::new();
        while quotes.read(&mut bytes)? {
            let mut fields = Fields(&bytes);
            let cluster = ids[union.find(fields.u32()) as usize];
            let quote = Quote::read(fields);
            clusters.add(cluster, &quote)?;
            variants.push(record.clear().i64(quote.id).i64(cluster).bytes())?;
        }
        let mut out = tables.create(&QUOTE_VARIANTS)?;
        let mut variants = variants.sorted()?;
        while let Some(record) = variants.next()? {
            let mut fields = Fields(record);
            out.row()?.i64("quote_id", fields.i64()).i64("cluster_id", fields.i64()).end();
        }
        Ok((out.commit()?, clusters.write(tables)?))
    }
}

/// A quote as its utterance sees it.
#[derive(Debug)]
struct Quote {
    short: bool,
    date: Option<i32>,
    id: i64,
    story: i64,
    outlet: Option<String>,
    speaker_id: Option<i64>,
    speaker: Option<String>,
    text: String,
}

impl Quote {
    fn read(mut fields: Fields<'_>) -> Self {
        Self {
            short: fields.bool(),
            date: fields.maybe(Fields::i32),
            id: fields.i64(),
            story: fields.i64(),
            outlet: fields.maybe(|f| f.text().into_owned()),
            speaker_id: fields.maybe(Fields::i64),
            speaker: fields.maybe(|f| f.text().into_owned()),
            text: fields.text().into_owned(),
        }
    }
}

/// All different wordings, numbered.
#[derive(Debug)]
struct Wordings {
    /// The smallest quote of each.
    smallest: Vec<i64>,
    /// What they are compared by.
    shelf: Shelf,
    /// The number of its wording before every quote.
    quotes: SpoolReader,
}

impl Wordings {
    fn read(quotes: Sorter, tables: &Tables<'_>) -> Result<Self, AggregateError> {
        let mut shelf = Shelf::new(tables.scratch())?;
        let mut spool = Spool::new(tables.scratch())?;
        let mut smallest: Vec<i64> = Vec::new();
        let mut open: Option<((u64, u64), Wording)> = None;
        let mut record = Record::default();
        let mut sorted = quotes.sorted()?;
        while let Some(bytes) = sorted.next()? {
            let mut fields = Fields(bytes);
            let key = (fields.u64(), fields.u64());
            let rest = fields.0;
            let quote = Quote::read(fields);
            match &mut open {
                Some((last, wording)) if *last == key && !(quote.short && wording.is_over(quote.date)) => {
                    wording.add(&quote);
                }
                _ => {
                    if let Some((_, wording)) = open.replace((key, Wording::of(&quote))) {
                        wording.write(record.clear());
                        shelf.push(record.bytes())?;
                    }
                    smallest.push(quote.id);
                }
            }
            if let Some(last) = smallest.last_mut() {
                *last = (*last).min(quote.id);
            }
            spool.push(record.clear().u32(smallest.len() as u32 - 1).raw(rest).bytes())?;
        }
        if let Some((_, wording)) = open {
            wording.write(record.clear());
            shelf.push(record.bytes())?;
        }
        shelf.flush()?;
        Ok(Self { smallest, shelf, quotes: spool.read()? })
    }

    /// Which wordings are one utterance.
    fn join(&mut self, tables: &Tables<'_>) -> Result<Union, AggregateError> {
        let mut runs = Sorter::new(tables.scratch());
        let mut record = Record::default();
        let mut bytes = Vec::new();
        for number in 0..self.shelf.len() {
            self.shelf.get(number, &mut bytes)?;
            let wording = Wording::read(Fields(&bytes));
            let mut keep = |mut hashes: Vec<u64>| {
                hashes.sort_unstable();
                hashes.dedup();
                hashes.truncate(RUNS);
                hashes.into_iter().try_for_each(|hash| runs.push(record.clear().u64(hash).u32(number as u32).bytes()))
            };
            if wording.words.len() >= SHORT {
                keep(shingles(&wording.words, RUN).collect())?;
            }
            for speaker in &wording.speakers {
                let of = mix(speaker.cast_unsigned());
                keep(shingles(&wording.words, RUN_OF_SPEAKER).map(|run| mix(run ^ of)).collect())?;
            }
        }
        let mut union = Union::new(self.shelf.len());
        let mut candidates = Candidates::of(runs, tables)?;
        let (mut a, mut other) = ((u32::MAX, Wording::default()), Vec::new());
        while let Some((first, second)) = candidates.next()? {
            if union.together(first, second) {
                continue;
            }
            if a.0 != first {
                self.shelf.get(first as usize, &mut bytes)?;
                a = (first, Wording::read(Fields(&bytes)));
            }
            self.shelf.get(second as usize, &mut other)?;
            if compare::are_one(&a.1, &Wording::read(Fields(&other))) {
                union.unite(first, second);
            }
        }
        Ok(union)
    }
}
