//! `copydesk run`: everything around the job that a person sees.

use super::tell;
use crate::cli::RunArgs;
use crate::progress::Progress;
use crate::summary;
use anyhow::Context;
use camino::{Utf8Path, Utf8PathBuf};
use copydesk::{Before, Done, Exit, Request};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Instant;

/// What most people set every time stands here, if they wrote it.
const SETTINGS: &str = "copydesk.toml";

/// Works, tells what was done.
pub(crate) fn run(args: &RunArgs) -> anyhow::Result<Exit> {
    let started = Instant::now();
    let progress = Progress::new(args.quiet);
    let done = copydesk::run(&request(args), &progress, &*stop_on_signal()?);
    progress.end();
    match done? {
        Done::Whole { manifest, fresh, before } => {
            match before {
                Before::Shards(_) => {}
                Before::Articles => {
                    let what = "holds this run already, but for what goes across articles";
                    tell(args.quiet, &format!("{} {what}\n", args.out));
                }
                Before::Everything => {
                    tell(args.quiet, &format!("{} holds this run already, whole; nothing to do\n", args.out));
                }
            }
            if before != Before::Articles {
                tell(args.quiet, &summary::text(&manifest.counts, &fresh, started.elapsed()));
            }
            tell(args.quiet, &summary::aggregates(&manifest.aggregates));
            Ok(Exit::Done)
        }
        Done::Stopped { shards } => {
            anstream::eprintln!(
                "copydesk: interrupted; {shards} shards are safe in {}; the same command goes on from there",
                args.out
            );
            Ok(Exit::Interrupted)
        }
    }
}

fn request(args: &RunArgs) -> Request {
    let usual = || Utf8Path::new(SETTINGS).exists().then(|| Utf8PathBuf::from(SETTINGS));
    Request {
        inputs: args.inputs.clone(),
        out: args.out.clone(),
        threads: args.threads,
        map: args.map.clone(),
        limit: args.limit,
        keep_language: args.keep_language,
        repair: args.repair,
        no_aggregates: args.no_aggregates,
        overwrite: args.overwrite,
        format: args.format.map(Into::into),
        shard_mib: args.shard_mib,
        share: args.shard,
        config: args.config.clone().or_else(usual),
    }
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
