//! One function a subcommand.

mod inspect;
mod run;

pub(crate) use inspect::inspect;
pub(crate) use run::run;

use crate::cli::{Cli, CompletionsArgs, SchemaArgs, VerifyArgs};
use crate::exit::{Exit, UsageError};
use clap::CommandFactory;
use copydesk_export::schema::{BASE_TABLES, Table, markdown};
use indicatif::HumanCount;
use std::io::Write;

/// `copydesk schema`: the documentation of the tables.
pub(crate) fn schema(args: &SchemaArgs) -> anyhow::Result<Exit> {
    let tables: Vec<&Table> = match &args.table {
        None => BASE_TABLES.to_vec(),
        Some(name) => {
            let known = || BASE_TABLES.map(|t| t.name).join(", ");
            let table = BASE_TABLES
                .into_iter()
                .find(|t| t.name == name)
                .ok_or_else(|| UsageError(format!("no table is called {name:?} (there are {})", known())))?;
            vec![table]
        }
    };
    anstream::stdout().write_all(markdown(&tables).as_bytes())?;
    Ok(Exit::Done)
}

/// `copydesk verify`: every file of a run against its manifest.
pub(crate) fn verify(args: &VerifyArgs) -> anyhow::Result<Exit> {
    let (manifest, wrong) = copydesk_export::verify(&args.dir)?;
    let files = manifest.files().count() as u64;
    if wrong.is_empty() {
        writeln!(
            anstream::stdout(),
            "{} files of run {} are as its manifest says",
            HumanCount(files),
            manifest.run_id
        )?;
        return Ok(Exit::Done);
    }
    for error in &wrong {
        anstream::eprintln!("copydesk: {:#}", anyhow::Error::msg(error.to_string()));
    }
    anstream::eprintln!("copydesk: {} of {} files are not as the manifest says", wrong.len(), HumanCount(files));
    Ok(Exit::Damaged)
}

/// `copydesk completions`: what the shell sources.
pub(crate) fn completions(args: &CompletionsArgs) -> anyhow::Result<Exit> {
    let mut page = Vec::new();
    clap_complete::generate(args.shell, &mut Cli::command(), "copydesk", &mut page);
    anstream::stdout().write_all(&page)?;
    Ok(Exit::Done)
}

/// `copydesk man`: the manual page in roff.
pub(crate) fn man() -> anyhow::Result<Exit> {
    let mut page = Vec::new();
    clap_mangen::Man::new(Cli::command()).render(&mut page)?;
    std::io::stdout().write_all(&page)?;
    Ok(Exit::Done)
}
