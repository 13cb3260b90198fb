//! `copydesk run`: everything around the pipeline that a person sees.

use super::aggregate;
use crate::cli::{AggregateArgs, RunArgs};
use crate::exit::{Exit, RefusedError};
use crate::pipeline::{self, Outcome};
use crate::progress::Progress;
use crate::settings::Settings;
use crate::{plan, summary};
use anyhow::Context;
use camino::Utf8Path;
use copydesk_export::{Counts, Existing, Opened, RunDir};
use copydesk_ingest::{Source, discover};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Instant;

/// Checks everything that can be checked before work starts, works, tells what was done.
pub(crate) fn run(args: &RunArgs) -> anyhow::Result<Exit> {
    let started = Instant::now();
    let settings = Settings::of(args)?;
    let sources = without_output(discover(&settings.inputs)?, &settings.out);
    let identity = plan::identity(&settings, &sources)?;
    let existing = if settings.overwrite { Existing::Overwrite } else { Existing::Resume };
    let dir = match RunDir::open(&settings.out, identity, existing)? {
        Opened::Ready(dir) if dir.done().is_empty() => dir,
        Opened::Whole(_) | Opened::Ready(_) if sources.iter().any(Source::is_standard_input) => {
            let advice = "standard input cannot be read again; choose another --out, or --overwrite it";
            return Err(RefusedError(format!("{} holds a run that was begun: {advice}", settings.out)).into());
        }
        Opened::Ready(dir) => dir,
        Opened::Whole(manifest) if settings.aggregates && manifest.aggregates.is_empty() => {
            tell(&settings, &format!("{} holds this run already, but for what goes across articles\n", settings.out));
            return aggregate(&AggregateArgs { dir: settings.out, quiet: settings.quiet });
        }
        Opened::Whole(manifest) => {
            tell(&settings, &format!("{} holds this run already, whole; nothing to do\n", settings.out));
            tell(&settings, &summary::text(&manifest.counts, &Counts::default(), started.elapsed()));
            tell(&settings, &summary::aggregates(&manifest.aggregates));
            return Ok(Exit::Done);
        }
    };
    let mut before = Counts::default();
    for receipt in dir.done() {
        before.add(&receipt.counts);
    }
    if !dir.done().is_empty() {
        tell(&settings, &format!("going on after {} finished shards\n", dir.done().len()));
    }
    let sizes: Vec<Option<u64>> = sources.iter().map(|s| s.bytes).collect();
    let progress = Progress::new(&sizes, settings.quiet);
    let stop = stop_on_signal()?;
    let outcome = pipeline::run(&settings, &sources, dir, &progress, &stop);
    progress.end();
    match outcome? {
        Outcome::Whole(manifest) => {
            let fresh = manifest.counts.since(&before);
            tell(&settings, &summary::text(&manifest.counts, &fresh, started.elapsed()));
            tell(&settings, &summary::aggregates(&manifest.aggregates));
            Ok(Exit::Done)
        }
        Outcome::Stopped { shards } => {
            anstream::eprintln!(
                "copydesk: interrupted; {shards} shards are safe in {}; the same command goes on from there",
                settings.out
            );
            Ok(Exit::Interrupted)
        }
    }
}

/// A folder that is read may hold the folder that is written: its tables are not articles.
fn without_output(mut sources: Vec<Source>, out: &Utf8Path) -> Vec<Source> {
    if let Ok(out) = out.canonicalize() {
        let inside = |s: &Source| s.path().and_then(|p| p.canonicalize().ok()).is_some_and(|p| p.starts_with(&out));
        sources.retain(|s| !inside(s));
    }
    sources
}

/// The first signal asks the run to end well, the second ends it at once.
fn stop_on_signal() -> anyhow::Result<Arc<AtomicBool>> {
    let stop = Arc::new(AtomicBool::new(false));
    let asked = Arc::clone(&stop);
    ctrlc::set_handler(move || {
        if asked.swap(true, Ordering::Relaxed) {
            std::process::exit(Exit::Interrupted as i32);
        }
    })
    .context("failed to listen for signals")?;
    Ok(stop)
}

fn tell(settings: &Settings, text: &str) {
    if !settings.quiet {
        anstream::eprint!("{text}");
    }
}
