//! `copydesk report`: a finished run as one web page.

use crate::cli::ReportArgs;
use crate::report;
use copydesk::{Exit, UsageError};
use copydesk_export::Format;

/// Checks the run against its manifest, reads its tables, writes the page.
pub(crate) fn report(args: &ReportArgs) -> anyhow::Result<Exit> {
    let (manifest, wrong) = copydesk_export::verify(&args.dir)?;
    if let Some(error) = wrong.into_iter().next() {
        return Err(error.into());
    }
    if manifest.identity.format != Format::Parquet {
        return Err(UsageError(format!("{} holds JSONL; a report is made of Parquet", args.dir)).into());
    }
    if manifest.aggregates.is_empty() {
        let advice = format!("run `copydesk aggregate {}` first", args.dir);
        return Err(UsageError(format!("{} has no tables across articles; {advice}", args.dir)).into());
    }
    std::fs::write(&args.out, report::page(&args.dir, &manifest)?)?;
    Ok(Exit::Done)
}
