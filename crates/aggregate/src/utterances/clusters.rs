//! What is told of an utterance: who said it first, how far it went, who it is put to.

use super::Quote;
use crate::AggregateError;
use crate::groups::{self, Days};
use crate::record::{Fields, Record};
use crate::sorter::Sorter;
use copydesk_export::schema::QUOTE_CLUSTERS;
use copydesk_export::{OutputFile, Tables};
use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};
use xxhash_rust::xxh3::xxh3_64;

/// Collects quotes by utterance.
#[derive(Debug)]
pub(super) struct Clusters {
    quotes: Sorter,
    record: Record,
}

/// The quotes of one utterance.
#[derive(Default)]
struct Utterance {
    /// Text and id of the first quote.
    first: Option<(String, i64)>,
    quotes: i64,
    wordings: BTreeSet<u64>,
    outlets: BTreeSet<String>,
    stories: BTreeSet<i64>,
    days: Days,
    speakers: BTreeMap<(Option<i64>, String), i64>,
}

/// The cluster that a record begins with.
fn cluster_of(fields: &mut Fields<'_>) -> i64 {
    fields.i64()
}

impl Clusters {
    pub(super) fn new(tables: &Tables<'_>) -> Self {
        Self { quotes: Sorter::new(tables.scratch()), record: Record::default() }
    }

    pub(super) fn add(&mut self, cluster: i64, quote: &Quote) -> Result<(), AggregateError> {
        // Ordered by date, those without one last, then by id: the first one is the first quote.
        self.record.clear().i64(cluster).bool(quote.date.is_none()).i32(quote.date.unwrap_or_default()).i64(quote.id);
        self.record.i64(quote.story).maybe(quote.outlet.as_deref(), Record::text);
        self.record
            .maybe(quote.speaker_id, Record::i64)
            .maybe(quote.speaker.as_deref(), Record::text)
            .text(&quote.text);
        self.quotes.push(self.record.bytes())
    }

    pub(super) fn write(self, tables: &Tables<'_>) -> Result<OutputFile, AggregateError> {
        let mut out = tables.create(&QUOTE_CLUSTERS)?;
        groups::each(self.quotes, cluster_of, Utterance::add, |cluster, utterance| {
            let (text, first) = utterance.first.unwrap_or_default();
            let given: i64 = utterance.speakers.values().sum();
            let most = utterance.speakers.into_iter().min_by_key(|((id, name), n)| (Reverse(*n), name.clone(), *id));
            let agreement = most.as_ref().map_or(1.0, |(_, n)| *n as f64 / given as f64);
            out.row()?
                .i64("cluster_id", cluster)
                .text("text", &*text)
                .text("speaker", most.as_ref().map(|((_, name), _)| &**name))
                .i64("n_quotes", utterance.quotes)
                .i64("n_variants", utterance.wordings.len() as i64)
                .i64("n_outlets", utterance.outlets.len() as i64)
                .i64("n_independent", utterance.stories.len() as i64)
                .date("first_date", utterance.days.first)
                .date("last_date", utterance.days.last)
                .i64("first_quote_id", first)
                .f32("speaker_agreement", agreement as f32)
                .end();
            Ok(())
        })?;
        Ok(out.commit()?)
    }
}

impl Utterance {
    fn add(&mut self, fields: &mut Fields<'_>) {
        let (undated, date) = (fields.bool(), fields.i32());
        let id = fields.i64();
        self.quotes += 1;
        self.stories.insert(fields.i64());
        self.days.add((!undated).then_some(date));
        if let Some(outlet) = fields.maybe(Fields::text)
            && !self.outlets.contains(&*outlet)
        {
            self.outlets.insert(outlet.into_owned());
        }
        let speaker_id = fields.maybe(Fields::i64);
        if let Some(speaker) = fields.maybe(|f| f.text().into_owned()) {
            *self.speakers.entry((speaker_id, speaker)).or_default() += 1;
        }
        let text = fields.text();
        self.wordings.insert(xxh3_64(text.as_bytes()));
        if self.first.is_none() {
            self.first = Some((text.into_owned(), id));
        }
    }
}
