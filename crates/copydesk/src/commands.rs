//! One function a subcommand.

mod eval;
mod inspect;
mod report;
mod run;

pub(crate) use eval::eval;
#[cfg(test)]
pub(crate) use inspect::article_of;
pub(crate) use inspect::inspect;
pub(crate) use report::report;
pub(crate) use run::run;

use crate::cli::{AggregateArgs, Cli, CompletionsArgs, ManArgs, MergeArgs, SchemaArgs, VerifyArgs};
use crate::{marked, summary};
use clap::CommandFactory;
use copydesk::{Before, Done, Exit, UsageError};
use copydesk_export::schema::{Table, all_tables, markdown};
use indicatif::HumanCount;
use std::io::Write;
use std::time::Instant;

/// `copydesk schema`: the documentation of the tables.
pub(crate) fn schema(args: &SchemaArgs) -> anyhow::Result<Exit> {
    let tables: Vec<&Table> = match &args.table {
        None => all_tables().collect(),
        Some(name) => {
            let known = || all_tables().map(|t| t.name).collect::<Vec<_>>().join(", ");
            let table = all_tables()
                .find(|t| t.name == name)
                .ok_or_else(|| UsageError(format!("no table is called {name:?} (there are {})", known())))?;
            vec![table]
        }
    };
    anstream::stdout().write_all(markdown(&tables).as_bytes())?;
    Ok(Exit::Done)
}

/// `copydesk aggregate`: the tables of the whole corpus, made anew.
pub(crate) fn aggregate(args: &AggregateArgs) -> anyhow::Result<Exit> {
    let manifest = copydesk::aggregate(&args.dir)?;
    tell(args.quiet, &summary::aggregates(&manifest.aggregates));
    Ok(Exit::Done)
}

/// `copydesk merge`: the shares of a run in one directory.
pub(crate) fn merge(args: &MergeArgs) -> anyhow::Result<Exit> {
    let started = Instant::now();
    let done = copydesk::merge(&args.dirs, &args.out, !args.no_aggregates, args.overwrite)?;
    if let Done::Whole { manifest, before, .. } = done {
        if before == Before::Everything {
            tell(args.quiet, &format!("{} holds these shares already, united; nothing to do\n", args.out));
        }
        tell(args.quiet, &summary::merged(&manifest.counts, args.dirs.len(), started.elapsed()));
        tell(args.quiet, &summary::aggregates(&manifest.aggregates));
    }
    Ok(Exit::Done)
}

/// What a person hears who did not ask for quiet.
pub(crate) fn tell(quiet: bool, text: &str) {
    if !quiet {
        anstream::eprint!("{}", marked::shown(text));
    }
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
            marked::clean(&manifest.run_id)
        )?;
        return Ok(Exit::Done);
    }
    let damaged = wrong.len();
    for error in wrong {
        anstream::eprintln!("copydesk: {}", marked::shown(&format!("{:#}", anyhow::Error::new(error))));
    }
    anstream::eprintln!("copydesk: {damaged} of {} files are not as the manifest says", HumanCount(files));
    Ok(Exit::Damaged)
}

/// `copydesk completions`: what the shell sources.
pub(crate) fn completions(args: &CompletionsArgs) -> anyhow::Result<Exit> {
    let mut page = Vec::new();
    clap_complete::generate(args.shell, &mut Cli::command(), "copydesk", &mut page);
    anstream::stdout().write_all(&page)?;
    Ok(Exit::Done)
}

/// `copydesk man`: a manual page for the program and one for each of its commands, in roff.
pub(crate) fn man(args: &ManArgs) -> anyhow::Result<Exit> {
    std::fs::create_dir_all(&args.out)?;
    clap_mangen::generate_to(Cli::command(), &args.out)?;
    Ok(Exit::Done)
}
