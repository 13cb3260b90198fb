//! Annotated files to the weights that the extractor embeds.

mod linear;
mod quotes;

use clap::{Parser, Subcommand};

#[derive(Debug, Parser)]
#[command(about)]
struct Cli {
    #[command(subcommand)]
    part: Part,
}

/// What is trained.
#[derive(Debug, Subcommand)]
enum Part {
    /// Frames, contents and speakers of reported speech.
    Quotes(quotes::Options),
}

fn main() -> anyhow::Result<()> {
    match Cli::parse().part {
        Part::Quotes(options) => quotes::train(&options),
    }
}
