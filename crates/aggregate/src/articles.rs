//! Articles one by one in the order of their ids, each with its story, its linked entities, its quotes and
//! its casualty figures: the one pass that most aggregates are made from.

use crate::AggregateError;
use crate::columns::Columns;
use crate::duplicates::Stories;
use crate::links::Linked;
use crate::record::{Fields, Record};
use crate::sorter::{Sorted, Sorter, SpoolReader};
use copydesk_export::Tables;
use copydesk_export::schema::{FIGURES, QUOTES};

/// One article as the aggregates see it.
#[derive(Debug, Default)]
pub(crate) struct Article {
    pub(crate) id: i64,
    pub(crate) story: i64,
    /// Ordered by index.
    pub(crate) entities: Vec<Linked>,
    pub(crate) quotes: Vec<Said>,
    pub(crate) figures: Vec<Toll>,
}

impl Article {
    /// The entity that a quote or a figure points at.
    pub(crate) fn entity(&self, index: Option<i32>) -> Option<&Linked> {
        let index = index?;
        self.entities.binary_search_by_key(&index, |e| e.index).ok().map(|n| &self.entities[n])
    }
}

/// A quote.
#[derive(Debug)]
pub(crate) struct Said {
    pub(crate) id: i64,
    pub(crate) outlet: Option<String>,
    pub(crate) date: Option<i32>,
    pub(crate) words: i32,
    pub(crate) speaker: Option<String>,
    pub(crate) speaker_entity: Option<i32>,
    pub(crate) role: Option<String>,
    pub(crate) text: String,
}

/// A figure of casualties that is said to be so.
#[derive(Debug)]
pub(crate) struct Toll {
    pub(crate) category: String,
    pub(crate) outlet: Option<String>,
    pub(crate) date: Option<i32>,
    pub(crate) value: Option<f64>,
    pub(crate) low: Option<f64>,
    pub(crate) high: Option<f64>,
    pub(crate) modifier: String,
    pub(crate) counted: Option<String>,
    /// Part of another figure: of three children among twelve dead.
    pub(crate) part: bool,
    pub(crate) place: Option<String>,
    pub(crate) place_entity: Option<i32>,
    pub(crate) source: Option<String>,
    pub(crate) source_entity: Option<i32>,
}

/// Walks all articles.
pub(crate) fn each(
    tables: &Tables<'_>,
    stories: Stories,
    links: SpoolReader,
    mut visit: impl FnMut(&Article) -> Result<(), AggregateError>,
) -> Result<(), AggregateError> {
    let mut links = Cursor::new(Source::Spool(links))?;
    let mut quotes = Cursor::new(Source::Sorted(read_quotes(tables)?))?;
    let mut figures = Cursor::new(Source::Sorted(read_figures(tables)?))?;
    let mut by_article = stories.by_article;
    let mut record = Vec::new();
    let mut article = Article::default();
    while by_article.read(&mut record)? {
        let mut fields = Fields(&record);
        (article.id, article.story) = (fields.i64(), fields.i64());
        article.entities.clear();
        article.quotes.clear();
        article.figures.clear();
        links.take(article.id, |fields| article.entities.push(Linked::read(fields)))?;
        quotes.take(article.id, |fields| article.quotes.push(Said::read(fields)))?;
        figures.take(article.id, |fields| article.figures.push(Toll::read(fields)))?;
        visit(&article)?;
    }
    Ok(())
}

fn read_quotes(tables: &Tables<'_>) -> Result<Sorted, AggregateError> {
    let mut sorter = Sorter::new(tables.scratch());
    let mut record = Record::default();
    for batch in tables.read(
        &QUOTES,
        &[
            "article_id",
            "quote_index",
            "quote_id",
            "outlet",
            "published_date",
            "n_words",
            "speaker",
            "speaker_entity_index",
            "speaker_role",
            "text",
        ],
    ) {
        let batch = batch?;
        let columns = Columns(&batch);
        let (articles, indices, ids) = (columns.i64(0)?, columns.i32(1)?, columns.i64(2)?);
        let (outlets, dates, words) = (columns.text(3)?, columns.date(4)?, columns.i32(5)?);
        let (speakers, entities, roles) = (columns.text(6)?, columns.i32(7)?, columns.text(8)?);
        let texts = columns.text(9)?;
        for row in 0..batch.num_rows() {
            record.clear().i64(articles.value(row)).i32(indices.get(row).unwrap_or_default()).i64(ids.value(row));
            record.maybe(outlets.get(row), Record::text).maybe(dates.get(row), Record::i32);
            record.i32(words.get(row).unwrap_or_default()).maybe(speakers.get(row), Record::text);
            record.maybe(entities.get(row), Record::i32).maybe(roles.get(row), Record::text);
            record.text(texts.get(row).unwrap_or_default());
            sorter.push(record.bytes())?;
        }
    }
    sorter.sorted()
}

impl Said {
    fn read(fields: &mut Fields<'_>) -> Self {
        fields.i32();
        Self {
            id: fields.i64(),
            outlet: fields.maybe(|f| f.text().into_owned()),
            date: fields.maybe(Fields::i32),
            words: fields.i32(),
            speaker: fields.maybe(|f| f.text().into_owned()),
            speaker_entity: fields.maybe(Fields::i32),
            role: fields.maybe(|f| f.text().into_owned()),
            text: fields.text().into_owned(),
        }
    }
}

/// Casualties that are said to be so: no denials, no plans and fears, no mere rises and falls.
fn read_figures(tables: &Tables<'_>) -> Result<Sorted, AggregateError> {
    let mut sorter = Sorter::new(tables.scratch());
    let mut record = Record::default();
    for batch in tables.read(
        &FIGURES,
        &[
            "article_id",
            "figure_index",
            "category",
            "negated",
            "certainty",
            "change",
            "outlet",
            "published_date",
            "value",
            "low",
            "high",
            "modifier",
            "place",
            "place_entity_index",
            "source",
            "source_entity_index",
            "counted",
            "rule",
        ],
    ) {
        let batch = batch?;
        let columns = Columns(&batch);
        let (articles, indices, categories) = (columns.i64(0)?, columns.i32(1)?, columns.text(2)?);
        let (negated, certainties, changes) = (columns.bool(3)?, columns.text(4)?, columns.text(5)?);
        let (outlets, dates) = (columns.text(6)?, columns.date(7)?);
        let (values, lows, highs) = (columns.f64(8)?, columns.f64(9)?, columns.f64(10)?);
        let (modifiers, places, entities) = (columns.text(11)?, columns.text(12)?, columns.i32(13)?);
        let (sources, source_entities) = (columns.text(14)?, columns.i32(15)?);
        let (counted, rules) = (columns.text(16)?, columns.text(17)?);
        for row in 0..batch.num_rows() {
            let category = categories.get(row).unwrap_or_default();
            let said = !negated.value(row)
                && matches!(certainties.get(row), Some("asserted" | "estimated"))
                && changes.get(row) == Some("none");
            if !said || !category.starts_with("casualty.") {
                continue;
            }
            record.clear().i64(articles.value(row)).i32(indices.get(row).unwrap_or_default()).text(category);
            record.maybe(outlets.get(row), Record::text).maybe(dates.get(row), Record::i32);
            for numbers in [values, lows, highs] {
                record.maybe(numbers.get(row), Record::f64);
            }
            record.text(modifiers.get(row).unwrap_or_default()).maybe(counted.get(row), Record::text);
            record.bool(rules.get(row) == Some("part")).maybe(places.get(row), Record::text);
            record.maybe(entities.get(row), Record::i32).maybe(sources.get(row), Record::text);
            record.maybe(source_entities.get(row), Record::i32);
            sorter.push(record.bytes())?;
        }
    }
    sorter.sorted()
}

impl Toll {
    fn read(fields: &mut Fields<'_>) -> Self {
        fields.i32();
        Self {
            category: fields.text().into_owned(),
            outlet: fields.maybe(|f| f.text().into_owned()),
            date: fields.maybe(Fields::i32),
            value: fields.maybe(Fields::f64),
            low: fields.maybe(Fields::f64),
            high: fields.maybe(Fields::f64),
            modifier: fields.text().into_owned(),
            counted: fields.maybe(|f| f.text().into_owned()),
            part: fields.bool(),
            place: fields.maybe(|f| f.text().into_owned()),
            place_entity: fields.maybe(Fields::i32),
            source: fields.maybe(|f| f.text().into_owned()),
            source_entity: fields.maybe(Fields::i32),
        }
    }
}

/// Records ordered by article, one ahead.
#[derive(Debug)]
struct Cursor {
    source: Source,
    record: Option<Vec<u8>>,
}

#[derive(Debug)]
enum Source {
    Spool(SpoolReader),
    Sorted(Sorted),
}

impl Cursor {
    fn new(source: Source) -> Result<Self, AggregateError> {
        let mut cursor = Self { source, record: Some(Vec::new()) };
        cursor.advance()?;
        Ok(cursor)
    }

    fn advance(&mut self) -> Result<(), AggregateError> {
        let Some(record) = &mut self.record else { return Ok(()) };
        let more = match &mut self.source {
            Source::Spool(spool) => spool.read(record)?,
            Source::Sorted(sorted) => match sorted.next()? {
                Some(next) => {
                    record.clear();
                    record.extend_from_slice(next);
                    true
                }
                None => false,
            },
        };
        if !more {
            self.record = None;
        }
        Ok(())
    }

    /// Gives the records of an article; those of articles before it, which no table of articles has, are left out.
    fn take(&mut self, article: i64, mut give: impl FnMut(&mut Fields<'_>)) -> Result<(), AggregateError> {
        while let Some(record) = &self.record {
            let mut fields = Fields(record);
            let its = fields.i64();
            if its > article {
                break;
            }
            if its == article {
                give(&mut fields);
            }
            self.advance()?;
        }
        Ok(())
    }
}
