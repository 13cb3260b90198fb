//! `copydesk report`: a finished run as one web page.

use crate::cli::ReportArgs;
use crate::report;
use copydesk::{Exit, UsageError};
use copydesk_export::{FinishedRun, write_file};
use std::io::Write;

/// Checks the run against its manifest, reads its tables, writes the page.
pub(crate) fn report(args: &ReportArgs) -> anyhow::Result<Exit> {
    let run = FinishedRun::open(&args.dir)?;
    if run.manifest().aggregates.is_empty() {
        let advice = format!("run `copydesk aggregate {}` first", args.dir);
        return Err(UsageError(format!("{} has no tables across articles; {advice}", args.dir)).into());
    }
    let page = report::page(args.dir.file_name().unwrap_or("run"), &run)?;
    if args.out == "-" {
        std::io::stdout().write_all(page.as_bytes())?;
    } else {
        write_file(&args.out, page.as_bytes())?;
    }
    Ok(Exit::Done)
}
