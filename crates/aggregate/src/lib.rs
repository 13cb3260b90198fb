//! Tables to tables: what needs the whole corpus.
//!
//! One article is an anecdote; [`aggregate`] reads the base tables of a run and makes the tables that answer
//! questions across articles: which articles are copies, which quotes are one utterance, who is who, who
//! speaks, who is in the news with whom, and what was reported of casualties.
//!
//! What holds for all of them:
//! - the rows depend on the set of rows in the base tables alone, not on their order, on threads or on the
//!   machine: every table is sorted by its key, and ids are hashes of content;
//! - memory is bounded: rows are sorted on disk ([`sorter`]); what stays in memory is some tens of bytes for
//!   every article and every different quote, and the names of who is in two articles or more;
//! - three tables link (`duplicates`, `entity_links`, `quote_variants`); every other equals a plain SQL
//!   statement over the base tables and these (`datasets/queries/aggregates/`).
//!
//! This crate knows no linguistics and no file format; `copydesk-export` reads and writes.

mod articles;
mod candidates;
mod columns;
mod cooccurrence;
mod duplicates;
mod entity_days;
mod error;
mod figure_series;
mod groups;
mod links;
mod names;
mod record;
mod sorter;
mod speakers;
mod union;
mod utterances;
mod words;

pub use error::AggregateError;

use copydesk_export::{OutputFile, Tables};

/// Makes every aggregate of a run; gives the files for its manifest.
///
/// # Errors
/// If a base table cannot be read, or a file not be written.
pub fn aggregate(tables: &Tables<'_>) -> Result<Vec<OutputFile>, AggregateError> {
    let (duplicates, stories) = duplicates::write(tables)?;
    let (links, linked) = links::write(tables)?;
    let mut utterances = utterances::Utterances::new(tables);
    let mut speakers = speakers::Speakers::new(tables);
    let mut days = entity_days::EntityDays::new(tables);
    let mut together = cooccurrence::Cooccurrence::new(tables)?;
    let mut series = figure_series::FigureSeries::new(tables);
    articles::each(tables, stories, linked, |article| {
        utterances.add(article)?;
        speakers.add(article)?;
        days.add(article)?;
        together.add(article)?;
        series.add(article)
    })?;
    let speakers = speakers.write(tables)?;
    let days = days.write(tables)?;
    let series = series.write(tables)?;
    let together = together.write(tables)?;
    let (variants, clusters) = utterances.write(tables)?;
    Ok(vec![duplicates, links, variants, clusters, speakers, days, together, series])
}
