//! Annotated files in, the weights that `copydesk-extract` embeds out.
//!
//! One part after another (word classes, tags, trees, …) reads its data, learns, and leaves named
//! sections in the model file; `--only` learns some parts again and keeps the rest of the file.
//! No threads, clocks or hash order decide anything: the same data give the same bytes.

mod classes;
mod config;
mod conllu;
mod data;
mod linear;
mod model;
mod names;
mod perceptron;
mod quotes;
mod random;
mod scores;
mod tags;
mod trees;

use anyhow::{Context, Result, bail};
use clap::Parser;
use std::path::PathBuf;

/// Trains the model of copydesk.
#[derive(Parser)]
struct Arguments {
    /// Where the data lie (the paths of the configuration are relative to it)
    #[arg(long, env = "COPYDESK_SHARED", default_value = "../shared")]
    shared: PathBuf,
    /// What to train on, and how
    #[arg(long, default_value = "crates/train/train.toml")]
    config: PathBuf,
    /// The model file to write
    #[arg(long, default_value = "crates/extract/models/copydesk.model")]
    model: PathBuf,
    /// Learn these parts alone and keep the others of the model file
    #[arg(long, value_delimiter = ',')]
    only: Vec<String>,
    /// Keep intermediate results here, and use those of earlier runs on the same data
    #[arg(long)]
    cache: Option<PathBuf>,
    /// Print the scores of the model file and write nothing
    #[arg(long)]
    measure: bool,
    /// Write the raw text of the trees, as this program cuts it into words, for a teacher to annotate, and nothing else
    #[arg(long)]
    raw_text: Option<PathBuf>,
}

/// Learns one part: reads data through `data`, may look at the sections learned so far.
type Learn = fn(&config::Config, &mut data::Data, &model::Model) -> Result<model::Part>;

/// Every part, in the order in which they build on one another.
const PARTS: &[(&str, Learn)] = &[
    ("classes", classes::learn),
    ("tags", tags::learn),
    ("trees", trees::learn),
    ("names", names::learn_part),
    ("quotes", quotes::learn),
];

#[expect(clippy::print_stdout, clippy::print_stderr, reason = "a program for people")]
fn main() -> Result<()> {
    let arguments = Arguments::parse();
    let config = config::Config::read(&arguments.config)?;
    let mut model = model::Model::read(&arguments.model).unwrap_or_default();
    if arguments.measure {
        print!("{}", scores::measure(&config, &arguments.shared, &model)?);
        return Ok(());
    }
    if let Some(path) = &arguments.raw_text {
        let mut data = data::Data::new(&arguments.shared, None);
        return trees::write_raw(&config, &mut data, &model, path);
    }
    if let Some(unknown) = arguments.only.iter().find(|name| PARTS.iter().all(|(part, _)| part != name)) {
        bail!("there is no part {unknown:?}; there are {:?}", PARTS.iter().map(|(name, _)| name).collect::<Vec<_>>());
    }
    for (name, learn) in PARTS {
        if arguments.only.is_empty() || arguments.only.iter().any(|n| n == name) {
            eprintln!("learning {name}");
            let mut data = data::Data::new(&arguments.shared, arguments.cache.as_deref());
            let part = learn(&config, &mut data, &model).with_context(|| format!("failed to learn {name}"))?;
            eprintln!("{}", part.report);
            model.put(name, part, &data.used(&config.licences));
        }
    }
    model.write(&arguments.model)?;
    Ok(())
}
