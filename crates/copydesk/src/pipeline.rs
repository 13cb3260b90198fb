//! The main job: read → batch → extract in parallel → collect in order → write.
//!
//! Three stages with bounded channels between them: one thread cuts records ([`crate::feed`]), this one
//! drives the pool that parses and extracts, one thread writes. Order is the input's throughout, so the
//! tables do not depend on the number of threads.

use crate::division::Division;
use crate::feed::{Batch, Fed, Feed, ShardEnds};
use crate::settings::Settings;
use crate::watch::Progress;
use anyhow::Context;
use copydesk_aggregate::aggregate;
use copydesk_export::{Batches, Counts, ExportError, Manifest, Position, Rows, RunDir};
use copydesk_extract::{Document, Extraction, Extractor, Scratch};
use copydesk_ingest::{Article, Options, Reader, Reason, Record, Reject, Source, Stage};
use crossbeam_channel::{Receiver, bounded};
use rayon::prelude::*;
use rustc_hash::FxHashSet;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::sync::atomic::AtomicBool;

/// How a run ended.
#[derive(Debug)]
pub(crate) enum Outcome {
    /// The run is whole.
    Whole(Box<Manifest>),
    /// It was stopped after so many shards; the same command goes on from there.
    Stopped { shards: usize },
}

/// Runs the stages from where the run directory stands.
///
/// # Errors
/// If the output cannot be written. Inputs cause no errors here: what cannot be read is a reject.
pub(crate) fn run(
    settings: &Settings,
    sources: &[Source],
    division: &Division,
    run: RunDir,
    progress: &Progress<'_>,
    stop: &AtomicBool,
) -> anyhow::Result<Outcome> {
    let pool =
        rayon::ThreadPoolBuilder::new().num_threads(settings.threads).build().context("failed to start threads")?;
    let mut articles = Articles::new(&settings.reading, Arc::new(Extractor::new()));
    articles.seen.extend(run.article_ids()?);
    let feed = Feed {
        sources,
        reading: &settings.reading,
        limit: settings.limit,
        shard_bytes: settings.shard_bytes,
        division,
        shards_done: run.done().len() as u64,
        position: run.position(),
        records_done: run.done().iter().map(|r| r.counts.records).sum(),
        progress,
        stop,
    };
    let (batches_in, batches) = bounded(1);
    let (tables_in, tables) = bounded(1);
    std::thread::scope(|threads| {
        let feeder = threads.spawn(move || feed.send(&batches_in));
        let writer = threads.spawn(move || write(run, &tables));
        for batch in batches {
            let Batch { records, bytes, end, shard_ends } = batch;
            let (chunks, mut counts) = pool.install(|| articles.rows(records))?;
            counts.record_bytes = bytes;
            progress.articles(counts.articles);
            let tables = Tables { chunks, counts, end, shard_ends };
            // A writer that is gone has failed; its error is the one to tell.
            if tables_in.send(tables).is_err() {
                break;
            }
        }
        drop(tables_in);
        let fed = feeder.join().unwrap_or(Fed::Stopped);
        let run = writer.join().map_err(|_| anyhow::anyhow!("the writing thread panicked"))??;
        match fed {
            Fed::All => {
                let aggregates = if settings.aggregates { aggregate(&run.tables()?)? } else { Vec::new() };
                Ok(Outcome::Whole(Box::new(run.finish(aggregates)?)))
            }
            Fed::Stopped => Ok(Outcome::Stopped { shards: run.done().len() }),
        }
    })
}

/// Rows on their way to the writer.
struct Tables {
    chunks: Vec<Batches>,
    counts: Counts,
    end: Position,
    shard_ends: ShardEnds,
}

/// Turns records into rows, with what it remembers of those before: the keys of their articles.
#[derive(Debug)]
pub struct Articles {
    reading: Options,
    extractor: Arc<Extractor>,
    seen: FxHashSet<i64>,
}

impl Articles {
    /// Records are read by these options.
    pub fn new(reading: &Options, extractor: Arc<Extractor>) -> Self {
        Self { reading: reading.clone(), extractor, seen: FxHashSet::default() }
    }

    /// The rows of the next records in input order, in the current pool of threads; and what became of the records.
    ///
    /// # Errors
    /// If Arrow refuses the rows.
    pub fn rows(&mut self, records: Vec<Result<Record, Reject>>) -> anyhow::Result<(Vec<Batches>, Counts)> {
        let mut articles = self.read(records);
        self.reject_duplicates(&mut articles);
        self.extract(&articles)
    }

    /// The same, for records of which others tell the duplicates.
    ///
    /// # Errors
    /// If Arrow refuses the rows.
    pub fn rows_with_duplicates(&self, records: Vec<Result<Record, Reject>>) -> anyhow::Result<(Vec<Batches>, Counts)> {
        self.extract(&self.read(records))
    }

    fn read(&self, records: Vec<Result<Record, Reject>>) -> Vec<Result<Article, Reject>> {
        records
            .into_par_iter()
            .with_min_len(8)
            .map_init(|| Reader::new(&self.reading), |reader, record| reader.article(record?))
            .collect()
    }

    /// The first article of a key stands, in input order; those after it are rejects.
    fn reject_duplicates(&mut self, articles: &mut [Result<Article, Reject>]) {
        for slot in articles {
            if let Ok(article) = slot
                && !self.seen.insert(article.key.id())
            {
                let origin = article.origin.clone();
                *slot = Err(Reject::duplicate(origin, article.key, article.url.take(), article.text.len()));
            }
        }
    }

    fn extract(&self, articles: &[Result<Article, Reject>]) -> anyhow::Result<(Vec<Batches>, Counts)> {
        let chunks: Vec<(Batches, Counts)> = articles
            .par_chunks(CHUNK)
            .map_init(Scratch::default, |scratch, chunk| extract_chunk(&self.extractor, chunk, scratch))
            .collect::<Result<_, _>>()
            .context("failed to build rows")?;
        let mut counts = Counts::default();
        let chunks = chunks.into_iter().map(|(rows, its)| {
            counts.add(&its);
            rows
        });
        Ok((chunks.collect(), counts))
    }
}

/// Articles are extracted and turned into rows in chunks of this many: small enough to share the work
/// evenly, and a number that no machine changes.
const CHUNK: usize = 16;

fn extract_chunk(
    extractor: &Extractor,
    chunk: &[Result<Article, Reject>],
    scratch: &mut Scratch,
) -> Result<(Batches, Counts), ExportError> {
    let mut rows = Rows::default();
    let mut counts = Counts { records: chunk.len() as u64, ..Counts::default() };
    let reject = |rows: &mut Rows, counts: &mut Counts, reject: &Reject| {
        *counts.rejects.entry(reject.reason.as_str().to_owned()).or_default() += 1;
        rows.reject(reject);
    };
    for record in chunk {
        match record {
            Ok(article) => match extract(extractor, article, scratch) {
                Ok(found) => {
                    counts.articles += 1;
                    counts.text_bytes += article.text.len() as u64;
                    counts.words += u64::from(found.words);
                    rows.article(article, &found);
                }
                Err(panicked) => reject(&mut rows, &mut counts, &panicked),
            },
            Err(unread) => reject(&mut rows, &mut counts, unread),
        }
    }
    Ok((rows.finish()?, counts))
}

/// The extractor promises not to panic; should it break its promise, one article is lost and not the run.
fn extract(extractor: &Extractor, article: &Article, scratch: &mut Scratch) -> Result<Extraction, Reject> {
    let document = Document { title: article.title.as_deref(), body: &article.text };
    catch_unwind(AssertUnwindSafe(|| extractor.extract(document, scratch))).map_err(|_| {
        *scratch = Scratch::default();
        Reject {
            origin: article.origin.clone(),
            stage: Stage::Extract,
            reason: Reason::Panic,
            detail: Some("the extractor panicked; please report this article".to_owned()),
            url: article.url.clone(),
            n_bytes: i64::try_from(article.text.len()).ok(),
        }
    })
}

/// The last stage: rows into parts, and a commit at the end of every shard. What is left of a shard that
/// does not end is dropped with its temporary files.
fn write(mut run: RunDir, tables: &Receiver<Tables>) -> anyhow::Result<RunDir> {
    let mut shard = None;
    for tables in tables {
        let mut writer = match shard.take() {
            Some(writer) => writer,
            None => run.shard()?,
        };
        for chunk in &tables.chunks {
            writer.write(chunk)?;
        }
        writer.count(&tables.counts);
        match tables.shard_ends {
            ShardEnds::Here => run.commit(writer, tables.end)?,
            ShardEnds::Later => shard = Some(writer),
        }
    }
    Ok(run)
}
