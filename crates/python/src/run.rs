//! `copydesk run` and `copydesk merge` as functions.

use crate::error::{exception, usage};
use camino::Utf8PathBuf;
use copydesk::{Done, Request, Watch};
use copydesk_export::{Format, Manifest};
use crossbeam_channel::{RecvTimeoutError, bounded};
use pyo3::exceptions::PyKeyboardInterrupt;
use pyo3::prelude::*;
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::Duration;

/// How often Python hears how far a run is, and is asked whether someone pressed Ctrl-C.
const EVERY: Duration = Duration::from_millis(100);

/// Notes how far a run is.
#[derive(Debug, Default)]
struct Notes {
    total: Mutex<Option<u64>>,
    bytes: AtomicU64,
    articles: AtomicU64,
}

impl Watch for Notes {
    fn begin(&self, bytes: Option<u64>, _: usize) {
        if let Ok(mut total) = self.total.lock() {
            *total = bytes;
        }
    }

    fn read(&self, bytes: u64) {
        self.bytes.store(bytes, Ordering::Relaxed);
    }

    fn articles(&self, n: u64) {
        self.articles.fetch_add(n, Ordering::Relaxed);
    }
}

impl Notes {
    fn tell(&self, progress: &Bound<'_, PyAny>) -> PyResult<()> {
        let total = self.total.lock().map_or(None, |total| *total);
        let (bytes, articles) = (self.bytes.load(Ordering::Relaxed), self.articles.load(Ordering::Relaxed));
        progress.call1((bytes, total, articles)).map(drop)
    }
}

/// Does a run on threads of its own while this one, Python's, tells how far it is; gives the manifest as JSON.
#[pyfunction]
#[expect(
    clippy::too_many_arguments,
    clippy::fn_params_excessive_bools,
    clippy::needless_pass_by_value,
    reason = "the arguments have names and defaults in Python, which hands values over"
)]
pub(crate) fn run(
    py: Python<'_>,
    inputs: Vec<String>,
    out: &str,
    threads: Option<usize>,
    map: Option<&str>,
    limit: Option<u64>,
    keep_language: bool,
    repair: bool,
    aggregates: bool,
    overwrite: bool,
    format: &str,
    shard_mib: Option<u64>,
    shard: Option<&str>,
    config: Option<&str>,
    progress: Option<Bound<'_, PyAny>>,
) -> PyResult<String> {
    let request = Request {
        inputs,
        out: Utf8PathBuf::from(out),
        threads,
        map: map.map(str::parse).transpose().map_err(|e| usage(py, e))?,
        limit,
        keep_language,
        repair,
        no_aggregates: !aggregates,
        overwrite,
        format: Some(format_of(py, format)?),
        shard_mib,
        share: shard.map(str::parse).transpose().map_err(|e| usage(py, e))?,
        config: config.map(Utf8PathBuf::from),
    };
    let (notes, stop) = (Notes::default(), AtomicBool::new(false));
    std::thread::scope(|threads| {
        let (ended_in, ended) = bounded(1);
        let (request, notes_of, stop_of) = (&request, &notes, &stop);
        threads.spawn(move || ended_in.send(copydesk::run(request, notes_of, stop_of)));
        let mut raised = None;
        loop {
            match py.detach(|| ended.recv_timeout(EVERY)) {
                Ok(done) => {
                    let last = progress.as_ref().filter(|_| done.is_ok() && raised.is_none());
                    last.map_or(Ok(()), |progress| notes.tell(progress))?;
                    return raised.map_or_else(|| finished(py, done), Err);
                }
                Err(RecvTimeoutError::Timeout) if raised.is_none() => {
                    let told = progress.as_ref().map_or(Ok(()), |progress| notes.tell(progress));
                    raised = py.check_signals().and(told).err();
                    stop.store(raised.is_some(), Ordering::Relaxed);
                }
                Err(RecvTimeoutError::Timeout) => {}
                Err(RecvTimeoutError::Disconnected) => {
                    return Err(exception(py, &anyhow::anyhow!("the working thread panicked")));
                }
            }
        }
    })
}

/// Unites the shares of a run; gives the manifest as JSON.
#[pyfunction]
pub(crate) fn merge(
    py: Python<'_>,
    dirs: Vec<String>,
    out: &str,
    aggregates: bool,
    overwrite: bool,
) -> PyResult<String> {
    let dirs: Vec<Utf8PathBuf> = dirs.into_iter().map(Utf8PathBuf::from).collect();
    let done = py.detach(|| copydesk::merge(&dirs, Utf8PathBuf::from(out).as_path(), aggregates, overwrite));
    finished(py, done)
}

fn format_of(py: Python<'_>, name: &str) -> PyResult<Format> {
    [Format::Parquet, Format::Jsonl]
        .into_iter()
        .find(|f| f.extension() == name)
        .ok_or_else(|| usage(py, format!("no format is called {name:?} (there are parquet, jsonl)")))
}

fn finished(py: Python<'_>, done: anyhow::Result<Done>) -> PyResult<String> {
    match done {
        Ok(Done::Whole { manifest, .. }) => json(py, &manifest),
        Ok(Done::Stopped { .. }) => Err(PyKeyboardInterrupt::new_err(())),
        Err(error) => Err(exception(py, &error)),
    }
}

fn json(py: Python<'_>, manifest: &Manifest) -> PyResult<String> {
    serde_json::to_string(manifest).map_err(|e| exception(py, &e.into()))
}
