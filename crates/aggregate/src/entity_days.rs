//! Who is in the news on which day.

use crate::AggregateError;
use crate::articles::Article;
use crate::groups::{self, Different};
use crate::record::{Fields, Record};
use crate::sorter::Sorter;
use copydesk_export::schema::ENTITY_DAYS;
use copydesk_export::{OutputFile, Tables};

/// Collects entities by day.
#[derive(Debug)]
pub(crate) struct EntityDays {
    entities: Sorter,
    record: Record,
}

#[derive(Default)]
struct Day {
    articles: Different,
    mentions: i64,
}

impl EntityDays {
    pub(crate) fn new(tables: &Tables<'_>) -> Self {
        Self { entities: Sorter::new(tables.scratch()), record: Record::default() }
    }

    pub(crate) fn add(&mut self, article: &Article) -> Result<(), AggregateError> {
        for entity in &article.entities {
            self.record.clear().maybe(entity.date, Record::i32).i64(entity.id).text(&entity.name).text(&entity.kind);
            self.entities.push(self.record.i64(article.id).i32(entity.mentions).bytes())?;
        }
        Ok(())
    }

    pub(crate) fn write(self, tables: &Tables<'_>) -> Result<OutputFile, AggregateError> {
        let mut out = tables.create(&ENTITY_DAYS)?;
        groups::each(
            self.entities,
            |f| (f.maybe(Fields::i32), f.i64(), f.text().into_owned(), f.text().into_owned()),
            |day: &mut Day, f| {
                day.articles.add(f.i64());
                day.mentions += i64::from(f.i32());
            },
            |(date, id, name, kind), day| {
                out.row()?
                    .date("date", date)
                    .i64("entity_id", id)
                    .text("name", &*name)
                    .text("type", &*kind)
                    .i64("n_articles", day.articles.n)
                    .i64("n_mentions", day.mentions)
                    .end();
                Ok(())
            },
        )?;
        Ok(out.commit()?)
    }
}
