//! Quotes: annotated articles to the weights of `copydesk_extract::quotes`.

use crate::{
    config::Config,
    data::Data,
    linear::{self, Recipe},
    model::{Model, Part},
};
use anyhow::{Context, Result};
use copydesk_extract::{
    Document, Extractor, Scratch, Span,
    quotes::{Lessons, SECTIONS, Told},
};
use serde::Deserialize;
use std::fmt::Write;

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

/// Learns the part.
pub(crate) fn learn(config: &Config, data: &mut Data, model: &Model) -> Result<Part> {
    let options = &config.quotes;
    let extractor = Extractor::with_model(&model.bytes());
    let mut scratch = Scratch::default();
    let mut all = Lessons::default();
    let mut n = 0;
    for path in &options.train {
        for line in data.text(path)?.lines() {
            n += 1;
            if options.hold_out > 0 && n % options.hold_out == 0 {
                continue;
            }
            let row: Row = serde_json::from_str(line).with_context(|| format!("failed to read {path}, article {n}"))?;
            let lessons = extractor.quote_lessons(Document { title: None, body: &row.text }, &told(&row), &mut scratch);
            add(&mut all, lessons);
        }
    }
    let recipe = Recipe {
        rounds: options.rounds,
        rate: options.rate,
        decay: options.decay,
        hide: options.hide,
        least: options.least_count,
    };
    let mut part = Part::default();
    let choices = [&all.starts, &all.ends, &all.left_starts, &all.left_ends, &all.sources];
    for (i, (name, classes)) in SECTIONS.iter().enumerate() {
        let (examples, bytes) = match i {
            0 => (all.frames.len(), linear::classify(&all.frames, *classes, recipe)),
            6 => (all.regions.len(), linear::classify(&all.regions, *classes, recipe)),
            7 => (all.gates.len(), linear::classify(&all.gates, *classes, recipe)),
            _ => (choices[i - 1].len(), linear::choose(choices[i - 1], recipe)),
        };
        writeln!(part.report, "  {name}: {examples} examples, {} bytes", bytes.len())?;
        part.sections.push(((*name).to_owned(), bytes));
    }
    Ok(part)
}

fn add(all: &mut Lessons, more: Lessons) {
    all.frames.extend(more.frames);
    all.starts.extend(more.starts);
    all.ends.extend(more.ends);
    all.left_starts.extend(more.left_starts);
    all.left_ends.extend(more.left_ends);
    all.sources.extend(more.sources);
    all.regions.extend(more.regions);
    all.gates.extend(more.gates);
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
