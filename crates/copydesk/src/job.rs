//! The jobs that write run directories, from what was asked to what was done.

use crate::division::Division;
use crate::exit::{RefusedError, UsageError};
use crate::pipeline::{self, Outcome};
use crate::plan;
use crate::settings::{Request, Settings};
use crate::watch::{Progress, Watch};
use camino::{Utf8Path, Utf8PathBuf};
use copydesk_export::{Counts, Existing, Manifest, Opened, RunDir};
use copydesk_ingest::{Source, discover};
use std::sync::atomic::AtomicBool;

/// How a job ended.
#[derive(Debug)]
pub enum Done {
    /// The run is whole.
    Whole {
        /// What it says of itself.
        manifest: Box<Manifest>,
        /// What this job did of it.
        fresh: Counts,
        /// What was there before.
        before: Before,
    },
    /// It was stopped after so many shards; the same job goes on from there.
    Stopped {
        /// How many are done.
        shards: usize,
    },
}

/// What a job found done.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Before {
    /// Nothing, or some shards.
    Shards(usize),
    /// All but the tables of the whole corpus.
    Articles,
    /// All of it.
    Everything,
}

/// Checks everything that can be checked before work starts, then works. Whoever sets `stop` asks the run to end soon and
/// well.
///
/// # Errors
/// Anything for which [`crate::Exit`] has a code.
pub fn run(request: &Request, watch: &dyn Watch, stop: &AtomicBool) -> anyhow::Result<Done> {
    let settings = Settings::of(request)?;
    let sources = without_output(discover(&settings.inputs)?, &settings.out);
    if settings.share.is_some() && sources.iter().any(Source::is_standard_input) {
        let why = "--shard needs inputs that every process can read; standard input is not one";
        return Err(UsageError(why.to_owned()).into());
    }
    let identity = plan::identity(&settings, &sources)?;
    let dir = match RunDir::open(&settings.out, identity, existing(settings.overwrite))? {
        Opened::Ready(dir) if dir.done().is_empty() => dir,
        Opened::Whole(_) | Opened::Ready(_) if sources.iter().any(Source::is_standard_input) => {
            let advice = "standard input cannot be read again; choose another --out, or --overwrite it";
            return Err(RefusedError(format!("{} holds a run that was begun: {advice}", settings.out)).into());
        }
        Opened::Ready(dir) => dir,
        Opened::Whole(manifest) => return complete(&settings.out, manifest, settings.aggregates),
    };
    let mut counted = Counts::default();
    dir.done().iter().for_each(|receipt| counted.add(&receipt.counts));
    let before = Before::Shards(dir.done().len());
    let division = Division::new(&sources, settings.shard_bytes, settings.share, settings.limit);
    let progress = Progress::new(&sources, |input| division.reads(input), watch);
    progress.begin(dir.done().len());
    Ok(match pipeline::run(&settings, &sources, &division, dir, &progress, stop)? {
        Outcome::Whole(manifest) => Done::Whole { fresh: manifest.counts.since(&counted), manifest, before },
        Outcome::Stopped { shards } => Done::Stopped { shards },
    })
}

/// Makes the tables of the whole corpus of a finished run anew.
///
/// # Errors
/// As [`RunDir::reopen`] and [`copydesk_aggregate::aggregate`].
pub fn aggregate(dir: &Utf8Path) -> anyhow::Result<Manifest> {
    let run = RunDir::reopen(dir)?;
    let aggregates = copydesk_aggregate::aggregate(&run.tables()?)?;
    Ok(run.finish(aggregates)?)
}

/// Unites the shares of a run in one directory, then makes the tables of the whole corpus unless `aggregates` is false.
///
/// # Errors
/// As [`copydesk_export::merge`] and [`copydesk_aggregate::aggregate`].
pub fn merge(dirs: &[Utf8PathBuf], out: &Utf8Path, aggregates: bool, overwrite: bool) -> anyhow::Result<Done> {
    match copydesk_export::merge(dirs, out, existing(overwrite))? {
        Opened::Whole(manifest) => complete(out, manifest, aggregates),
        Opened::Ready(run) => {
            let made = if aggregates { copydesk_aggregate::aggregate(&run.tables()?)? } else { Vec::new() };
            let manifest = Box::new(run.finish(made)?);
            Ok(Done::Whole { fresh: manifest.counts.clone(), manifest, before: Before::Shards(0) })
        }
    }
}

/// A run that is there already may still lack the tables of the whole corpus.
fn complete(dir: &Utf8Path, manifest: Box<Manifest>, aggregates: bool) -> anyhow::Result<Done> {
    let fresh = Counts::default();
    Ok(if aggregates && manifest.aggregates.is_empty() {
        Done::Whole { manifest: Box::new(aggregate(dir)?), fresh, before: Before::Articles }
    } else {
        Done::Whole { manifest, fresh, before: Before::Everything }
    })
}

fn existing(overwrite: bool) -> Existing {
    if overwrite { Existing::Overwrite } else { Existing::Resume }
}

/// A folder that is read may hold the folder that is written: its tables are not articles.
fn without_output(mut sources: Vec<Source>, out: &Utf8Path) -> Vec<Source> {
    if let Ok(out) = out.canonicalize() {
        let inside = |s: &Source| s.path().and_then(|p| p.canonicalize().ok()).is_some_and(|p| p.starts_with(&out));
        sources.retain(|s| !inside(s));
    }
    sources
}
