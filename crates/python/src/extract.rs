//! Texts and batches in, rows out.

use crate::capsule::{Batches, arrow_error};
use crate::error::{exception, usage};
use crate::object::dicts;
use crate::table::Tables;
use anyhow::Context;
use arrow::array::RecordBatch;
use copydesk::Articles;
use copydesk_export::Rows;
use copydesk_export::schema::BASE_TABLES;
use copydesk_extract::{Document, Extractor, Scratch};
use copydesk_ingest::{Article, ArticleKey, BatchOrigin, FieldMap, Options, Origin, records_of};
use pyo3::prelude::*;
use pyo3::types::PyDict;
use rayon::ThreadPool;
use std::sync::{Arc, OnceLock};

/// Made when it is first used.
static EXTRACTOR: OnceLock<Arc<Extractor>> = OnceLock::new();

fn extractor() -> Arc<Extractor> {
    Arc::clone(EXTRACTOR.get_or_init(|| Arc::new(Extractor::new())))
}

/// Rows read from a batch at once: few enough that a large table is not held a second time as records.
const AT_ONCE: usize = 2048;

/// The rows of one text, as dictionaries, by table.
#[pyfunction]
pub(crate) fn extract<'py>(py: Python<'py>, text: &str, title: Option<&str>) -> PyResult<Bound<'py, PyDict>> {
    let rows = py.detach(|| {
        let found = extractor().extract(Document { title, body: text }, &mut Scratch::default());
        let mut rows = Rows::default();
        rows.article(&article(text, title), &found);
        rows.finish()
    });
    let rows = rows.map_err(|e| exception(py, &e.into()))?;
    let by_table = PyDict::new(py);
    for (table, batch) in BASE_TABLES.iter().zip(&rows.0) {
        by_table.set_item(table.name, dicts(py, batch)?)?;
    }
    Ok(by_table)
}

/// An article of which nothing is known but its text and title.
fn article(text: &str, title: Option<&str>) -> Article {
    Article {
        origin: Origin { input: "".into(), record: 0, offset: None },
        key: ArticleKey::of_text(text),
        source_id: None,
        url: None,
        domain: None,
        outlet: None,
        title: title.map(str::to_owned),
        authors: Vec::new(),
        section: None,
        published: None,
        lang: "und".to_owned(),
        lang_confidence: None,
        text: text.to_owned(),
    }
}

/// The rows of batches of articles, as `copydesk run` gives them for a Parquet file with the same rows.
#[pyfunction]
#[expect(clippy::too_many_arguments, reason = "the arguments have names and defaults in Python")]
pub(crate) fn extract_batches(
    py: Python<'_>,
    batches: &Bound<'_, PyAny>,
    map: Option<&str>,
    keep_language: bool,
    keep_duplicates: bool,
    input_uri: &str,
    first_record: i64,
    threads: Option<usize>,
) -> PyResult<Tables> {
    let map = map.map(str::parse::<FieldMap>).transpose().map_err(|e| usage(py, e))?.unwrap_or_default();
    let reading = Options { map, keep_language, ..Options::default() };
    let mut work = Work {
        articles: Articles::new(&reading, extractor()),
        reading,
        keep_duplicates,
        origin: BatchOrigin { input: input_uri.into(), next: first_record },
        pool: py.detach(|| pool(threads)).map_err(|e| exception(py, &e))?,
        tables: Default::default(),
    };
    work.all(py, Batches::of(batches)?)?;
    Tables::new(py, work.tables)
}

/// Threads of this call alone: a pool that lived on would hang in a process that is forked later.
fn pool(threads: Option<usize>) -> anyhow::Result<ThreadPool> {
    // 0 is as many as there are cores.
    rayon::ThreadPoolBuilder::new().num_threads(threads.unwrap_or(0)).build().context("failed to start threads")
}

struct Work {
    articles: Articles,
    reading: Options,
    keep_duplicates: bool,
    origin: BatchOrigin,
    pool: ThreadPool,
    tables: [Vec<RecordBatch>; 6],
}

impl Work {
    fn all(&mut self, py: Python<'_>, batches: Batches<'_>) -> PyResult<()> {
        match batches {
            Batches::Reader(mut reader) => {
                // Whoever makes the batches may need Python for it.
                while let Some(batch) = py.detach(|| reader.next()) {
                    let batch = batch.map_err(|e| arrow_error(&e))?;
                    py.detach(|| self.batch(&batch)).map_err(|e| exception(py, &e))?;
                    py.check_signals()?;
                }
                Ok(())
            }
            Batches::Objects(objects) => {
                objects.try_iter()?.try_for_each(|object| self.all(py, Batches::of(&object?)?))
            }
        }
    }

    fn batch(&mut self, batch: &RecordBatch) -> anyhow::Result<()> {
        for start in (0..batch.num_rows()).step_by(AT_ONCE) {
            let some = batch.slice(start, AT_ONCE.min(batch.num_rows() - start));
            let records =
                records_of(&some, &self.reading, &mut self.origin).map_err(|e| copydesk::UsageError(e.to_string()))?;
            let (articles, keep) = (&mut self.articles, self.keep_duplicates);
            let (rows, _) = self
                .pool
                .install(|| if keep { articles.rows_with_duplicates(records) } else { articles.rows(records) })?;
            for rows in rows {
                self.tables.iter_mut().zip(rows.0).for_each(|(table, batch)| table.push(batch));
            }
        }
        Ok(())
    }
}
