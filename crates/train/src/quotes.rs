//! Quotes: annotated articles to the weights of `copydesk_extract::quotes`.

use crate::linear::{self, Recipe};
use anyhow::{Context, Result};
use copydesk_extract::{
    Document, Extractor, Scratch, Span,
    model::ModelWriter,
    quotes::{Lessons, SECTIONS, Told},
};
use serde::Deserialize;
use std::{fs, path::PathBuf};

/// Where to learn from and what to write.
#[derive(Debug, clap::Args)]
pub(crate) struct Options {
    /// Files of annotated articles, one JSON object a line.
    #[arg(required = true)]
    files: Vec<PathBuf>,
    /// The model file to write.
    #[arg(long)]
    out: PathBuf,
    /// Leave out every N-th article (to measure on).
    #[arg(long, default_value_t = 0)]
    hold_out: usize,
    /// Passes over the data.
    #[arg(long, default_value_t = 12)]
    rounds: usize,
}

#[derive(Deserialize)]
struct Row {
    text: String,
    quotes: Vec<RowQuote>,
}

#[derive(Deserialize)]
struct RowQuote {
    start: usize,
    end: usize,
    speaker: Option<Place>,
    cue: Option<Place>,
    #[serde(default)]
    joins_previous: bool,
}

#[derive(Deserialize)]
struct Place {
    start: usize,
    end: usize,
}

/// Trains and writes the model.
pub(crate) fn train(options: &Options) -> Result<()> {
    let extractor = Extractor::new();
    let mut scratch = Scratch::default();
    let mut all = Lessons::default();
    let mut n = 0;
    for path in &options.files {
        let file = fs::read_to_string(path).with_context(|| format!("failed to read {}", path.display()))?;
        for line in file.lines() {
            n += 1;
            if options.hold_out > 0 && n % options.hold_out == 0 {
                continue;
            }
            let row: Row = serde_json::from_str(line)
                .with_context(|| format!("failed to read {}, article {n}", path.display()))?;
            let lessons = extractor.quote_lessons(Document { title: None, body: &row.text }, &told(&row), &mut scratch);
            add(&mut all, lessons);
        }
    }
    let recipe = Recipe { rounds: options.rounds, ..Recipe::default() };
    let mut writer = ModelWriter::default();
    let choices = [&all.starts, &all.ends, &all.left_starts, &all.left_ends, &all.sources];
    for (i, (name, classes)) in SECTIONS.iter().enumerate() {
        let bytes = match i {
            0 => linear::classify(&all.frames, *classes, recipe),
            6 => linear::classify(&all.regions, *classes, recipe),
            _ => linear::choose(choices[i - 1], recipe),
        };
        let examples = match i {
            0 => all.frames.len(),
            6 => all.regions.len(),
            _ => choices[i - 1].len(),
        };
        eprintln!("{name}: {examples} examples, {} bytes", bytes.len());
        writer.section(name, bytes);
    }
    let header = serde_json::json!({"part": "quotes", "articles": n, "trained_on": "the project's own annotation of news (wikinews CC BY 2.5, voa and senate US government works, own)"});
    fs::write(&options.out, writer.finish(&header.to_string()))
        .with_context(|| format!("failed to write {}", options.out.display()))
}

fn add(all: &mut Lessons, more: Lessons) {
    all.frames.extend(more.frames);
    all.starts.extend(more.starts);
    all.ends.extend(more.ends);
    all.left_starts.extend(more.left_starts);
    all.left_ends.extend(more.left_ends);
    all.sources.extend(more.sources);
    all.regions.extend(more.regions);
}

/// The annotation with byte offsets, continued rows joined.
fn told(row: &Row) -> Vec<Told> {
    let mut bytes: Vec<usize> = row.text.char_indices().map(|(i, _)| i).collect();
    bytes.push(row.text.len());
    let span = |a: usize, b: usize| Span::new(bytes[a.min(bytes.len() - 1)], bytes[b.min(bytes.len() - 1)]);
    let place = |p: &Option<Place>| p.as_ref().map(|p| span(p.start, p.end));
    let mut out: Vec<Told> = Vec::new();
    // A continuation belongs to the last row with the same cue; without cues, to the row before.
    for q in &row.quotes {
        let (cue, speaker) = (place(&q.cue), place(&q.speaker));
        let part = span(q.start, q.end);
        if q.joins_previous
            && let Some(before) = out.iter_mut().rev().take(6).find(|t| t.cue == cue && t.speaker == speaker)
        {
            before.parts.push(part);
            continue;
        }
        out.push(Told { parts: vec![part], cue, speaker });
    }
    out
}
