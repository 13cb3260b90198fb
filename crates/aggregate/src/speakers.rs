//! Who speaks, how much and where.

use crate::AggregateError;
use crate::articles::Article;
use crate::groups::{self, Days, Different};
use crate::record::{Fields, Record};
use crate::sorter::Sorter;
use copydesk_export::schema::SPEAKERS;
use copydesk_export::{OutputFile, Tables};
use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

/// Collects quotes by speaker.
#[derive(Debug)]
pub(crate) struct Speakers {
    quotes: Sorter,
    record: Record,
}

/// The quotes of one speaker.
#[derive(Default)]
struct Speaker {
    roles: BTreeMap<String, i64>,
    quotes: i64,
    words: i64,
    articles: Different,
    outlets: BTreeSet<String>,
    days: Days,
}

impl Speakers {
    pub(crate) fn new(tables: &Tables<'_>) -> Self {
        Self { quotes: Sorter::new(tables.scratch()), record: Record::default() }
    }

    pub(crate) fn add(&mut self, article: &Article) -> Result<(), AggregateError> {
        for quote in &article.quotes {
            let Some(entity) = article.entity(quote.speaker_entity) else { continue };
            let role = quote.role.as_ref().or(entity.role.as_ref());
            self.record.clear().i64(entity.id).text(&entity.name).text(&entity.kind).i64(article.id);
            self.record.i32(quote.words).maybe(quote.date, Record::i32);
            self.record.maybe(quote.outlet.as_deref(), Record::text).maybe(role.map(|r| &**r), Record::text);
            self.quotes.push(self.record.bytes())?;
        }
        Ok(())
    }

    pub(crate) fn write(self, tables: &Tables<'_>) -> Result<OutputFile, AggregateError> {
        let mut out = tables.create(&SPEAKERS)?;
        groups::each(
            self.quotes,
            |f| (f.i64(), f.text().into_owned(), f.text().into_owned()),
            Speaker::add,
            |(id, name, kind), speaker| {
                let mut roles: Vec<(Reverse<i64>, String)> =
                    speaker.roles.into_iter().map(|(role, n)| (Reverse(n), role)).collect();
                roles.sort();
                let roles: Vec<String> = roles.into_iter().map(|r| r.1).collect();
                out.row()?
                    .i64("entity_id", id)
                    .text("name", &*name)
                    .text("kind", &*kind)
                    .texts("roles", &roles)
                    .i64("n_quotes", speaker.quotes)
                    .i64("n_words", speaker.words)
                    .i64("n_articles", speaker.articles.n)
                    .i64("n_outlets", speaker.outlets.len() as i64)
                    .date("first_date", speaker.days.first)
                    .date("last_date", speaker.days.last)
                    .end();
                Ok(())
            },
        )?;
        Ok(out.commit()?)
    }
}

impl Speaker {
    fn add(&mut self, fields: &mut Fields<'_>) {
        self.articles.add(fields.i64());
        self.quotes += 1;
        self.words += i64::from(fields.i32());
        self.days.add(fields.maybe(Fields::i32));
        if let Some(outlet) = fields.maybe(Fields::text)
            && !self.outlets.contains(&*outlet)
        {
            self.outlets.insert(outlet.into_owned());
        }
        if let Some(role) = fields.maybe(Fields::text) {
            *self.roles.entry(role.into_owned()).or_default() += 1;
        }
    }
}
