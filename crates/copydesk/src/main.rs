//! The command line: glue between the crates, and nothing else.
//!
//! [`cli`] says what can be asked, the library beside this file does the main job, [`copydesk::Exit`] says what a process's
//! end means. Everything that can fail for a person's reasons ends with a sentence and a documented code;
//! anything else is a bug.

mod cli;
mod commands;
mod eval;
mod html;
mod json;
mod marked;
mod progress;
mod report;
mod sheet;
mod summary;
mod why;

use clap::Parser;
use cli::{Cli, Command};
use copydesk::Exit;
use std::process::ExitCode;

fn main() -> ExitCode {
    let cli = Cli::parse();
    tracing_subscriber::fmt()
        .with_env_filter(tracing_subscriber::EnvFilter::from_env("COPYDESK_LOG"))
        .with_writer(std::io::stderr)
        .init();
    let done = match cli.command {
        Command::Run(args) => commands::run(&args),
        Command::Inspect(args) => commands::inspect(&args),
        Command::Eval(args) => commands::eval(&args),
        Command::Report(args) => commands::report(&args),
        Command::Schema(args) => commands::schema(&args),
        Command::Merge(args) => commands::merge(&args),
        Command::Aggregate(args) => commands::aggregate(&args),
        Command::Verify(args) => commands::verify(&args),
        Command::Completions(args) => commands::completions(&args),
        Command::Man(args) => commands::man(&args),
    };
    match done {
        Ok(exit) => exit.into(),
        Err(error) => {
            let exit = Exit::of(&error);
            if exit == Exit::Done {
                return exit.into();
            }
            // Errors quote what was read: names of files and columns, lines of settings.
            anstream::eprintln!("copydesk: {}", marked::shown(&format!("{error:#}")));
            if exit == Exit::Bug {
                anstream::eprintln!("copydesk: this should not happen; please report it with the command that was run");
            }
            exit.into()
        }
    }
}
