//! One article and what was found in it, as rows of the base tables.

use crate::ExportError;
use crate::builder::{PartCell, TableBuilder};
use crate::codepoints::CodePoints;
use crate::schema::{ARTICLES, ENTITIES, FIGURES, MENTIONS, QUOTES, REJECTS, Table};
use arrow::array::RecordBatch;
use chrono::{Datelike, NaiveDate};
use copydesk_extract::{Extraction, Span, Zone};
use copydesk_ingest::{Article, ArticleKey, Reject};
use xxhash_rust::xxh3::Xxh3Default;

/// Rows of the base tables, of as many articles and rejects as were pushed.
#[derive(Debug)]
pub struct Rows {
    articles: TableBuilder,
    mentions: TableBuilder,
    entities: TableBuilder,
    quotes: TableBuilder,
    figures: TableBuilder,
    rejects: TableBuilder,
}

/// Finished rows, one record batch a table in the order of [`crate::schema::BASE_TABLES`].
#[derive(Clone, Debug)]
pub struct Batches(pub [RecordBatch; 6]);

impl Default for Rows {
    fn default() -> Self {
        Self {
            articles: TableBuilder::new(&ARTICLES),
            mentions: TableBuilder::new(&MENTIONS),
            entities: TableBuilder::new(&ENTITIES),
            quotes: TableBuilder::new(&QUOTES),
            figures: TableBuilder::new(&FIGURES),
            rejects: TableBuilder::new(&REJECTS),
        }
    }
}

impl Rows {
    /// Adds an article with everything found in it.
    pub fn article(&mut self, article: &Article, found: &Extraction) {
        let edge = Edge::new(article);
        article_row(&mut self.articles, &edge, found);
        for (i, m) in found.mentions.iter().enumerate() {
            mention_row(&mut self.mentions, &edge, i, m);
        }
        for (i, e) in found.entities.iter().enumerate() {
            entity_row(&mut self.entities, &edge, i, e);
        }
        for (i, q) in found.quotes.iter().enumerate() {
            quote_row(&mut self.quotes, &edge, i, q);
        }
        for (i, f) in found.figures.iter().enumerate() {
            figure_row(&mut self.figures, &edge, i, f);
        }
    }

    /// Adds a record that became no article.
    pub fn reject(&mut self, reject: &Reject) {
        self.rejects
            .row()
            .text("input_uri", &*reject.origin.input)
            .i64("input_record", reject.origin.record)
            .i64("input_offset", reject.origin.offset)
            .text("stage", reject.stage.as_str())
            .text("reason", reject.reason.as_str())
            .text("detail", reject.detail.as_deref())
            .text("url", reject.url.as_deref())
            .i64("n_bytes", reject.n_bytes)
            .end();
    }

    /// The rows so far, ready to be written; empties this.
    ///
    /// # Errors
    /// As [`TableBuilder::finish`].
    pub fn finish(&mut self) -> Result<Batches, ExportError> {
        Ok(Batches([
            self.articles.finish()?,
            self.mentions.finish()?,
            self.entities.finish()?,
            self.quotes.finish()?,
            self.figures.finish()?,
            self.rejects.finish()?,
        ]))
    }
}

/// An article at the edge, where bytes also become code points.
struct Edge<'a> {
    article: &'a Article,
    title: CodePoints<'a>,
    body: CodePoints<'a>,
    date: Option<i32>,
}

impl<'a> Edge<'a> {
    fn new(article: &'a Article) -> Self {
        Self {
            article,
            title: CodePoints::new(article.title.as_deref().unwrap_or("")),
            body: CodePoints::new(&article.text),
            date: article.published.map(|p| days(p.date)),
        }
    }

    fn id(&self) -> i64 {
        self.article.key.id()
    }

    fn source(&self, zone: Zone) -> &'a str {
        match zone {
            Zone::Title => self.article.title.as_deref().unwrap_or(""),
            Zone::Body => &self.article.text,
        }
    }

    fn points(&self, zone: Zone) -> &CodePoints<'a> {
        match zone {
            Zone::Title => &self.title,
            Zone::Body => &self.body,
        }
    }

    fn both(&self, zone: Zone, span: Span) -> PartCell {
        let points = self.points(zone);
        PartCell { chars: (points.at(span.start), points.at(span.end)), bytes: (span.start as i32, span.end as i32) }
    }
}

fn zone_name(zone: Zone) -> &'static str {
    match zone {
        Zone::Title => "title",
        Zone::Body => "body",
    }
}

/// Days from 1970-01-01.
pub(crate) fn days(date: NaiveDate) -> i32 {
    date.num_days_from_ce() - 719_163
}

/// Stable identity of a row: the article, the table and the bytes it stands on.
fn row_id(key: ArticleKey, table: &Table, zone: Zone, span: Span) -> i64 {
    let mut hash = Xxh3Default::new();
    hash.update(&key.0.to_be_bytes());
    hash.update(table.name.as_bytes());
    if zone == Zone::Title {
        hash.update(b"title");
    }
    hash.update(&span.start.to_be_bytes());
    hash.update(&span.end.to_be_bytes());
    hash.digest().cast_signed()
}

fn count(n: usize) -> i32 {
    i32::try_from(n).unwrap_or(i32::MAX)
}

/// Words of a piece of text: runs of letters and digits, apostrophes and hyphens inside included.
fn words(text: &str) -> usize {
    text.split_whitespace().filter(|w| w.contains(char::is_alphanumeric)).count()
}

fn article_row(rows: &mut TableBuilder, edge: &Edge<'_>, found: &Extraction) {
    let a = edge.article;
    rows.row()
        .i64("article_id", edge.id())
        .text("article_key", &*format!("{:032x}", a.key.0))
        .text("source_id", a.source_id.as_deref())
        .text("url", a.url.as_deref())
        .text("domain", a.domain.as_deref())
        .text("outlet", a.outlet.as_deref())
        .text("title", a.title.as_deref())
        .texts("authors", &a.authors)
        .text("section", a.section.as_deref())
        .timestamp("published_at", a.published.and_then(|p| p.at).map(|t| t.and_utc().timestamp_micros()))
        .date("published_date", edge.date)
        .text("published_source", a.published.map_or("none", |p| p.source.as_str()))
        .text("dateline_place", found.dateline.map(|s| s.of(&a.text)))
        .text("lang", &*a.lang)
        .f32("lang_confidence", a.lang_confidence)
        .text("text", &*a.text)
        .i32("n_chars", edge.body.total())
        .i32("n_words", count(found.words as usize))
        .i32("n_sentences", count(found.sentences.len()))
        .i32("n_quotes", count(found.quotes.len()))
        .i32("n_entities", count(found.entities.len()))
        .i32("n_figures", count(found.figures.len()))
        .text("input_uri", &*a.origin.input)
        .i64("input_record", a.origin.record)
        .i64("input_offset", a.origin.offset)
        .end();
}

fn mention_row(rows: &mut TableBuilder, edge: &Edge<'_>, index: usize, m: &copydesk_extract::entities::Mention) {
    let at = edge.both(m.place.zone, m.place.span);
    rows.row()
        .i64("article_id", edge.id())
        .i32("mention_index", count(index))
        .i32("entity_index", m.entity as i32)
        .text("zone", zone_name(m.place.zone))
        .text("type", m.kind.as_str())
        .text("reference", m.reference.as_str())
        .text("text", m.place.span.of(edge.source(m.place.zone)))
        .i32("char_start", at.chars.0)
        .i32("char_end", at.chars.1)
        .i32("byte_start", at.bytes.0)
        .i32("byte_end", at.bytes.1)
        .i32("sentence_index", m.sentence as i32)
        .i32("quote_index", m.quote.map(|q| q as i32))
        .f32("confidence", m.confidence)
        .end();
}

fn entity_row(rows: &mut TableBuilder, edge: &Edge<'_>, index: usize, e: &copydesk_extract::entities::Entity) {
    let point = e.location.and_then(|l| l.point);
    rows.row()
        .i64("article_id", edge.id())
        .i32("entity_index", count(index))
        .text("outlet", edge.article.outlet.as_deref())
        .date("published_date", edge.date)
        .text("type", e.kind.as_str())
        .text("name", &*e.name)
        .texts("aliases", &e.aliases)
        .text("role", e.role.as_deref())
        .text("affiliation", e.affiliation.as_deref())
        .text("pronoun", e.pronoun.map(copydesk_extract::entities::Pronoun::as_str))
        .i32("n_mentions", e.mentions as i32)
        .i32("n_quotes", e.quotes as i32)
        .i32("first_char", edge.both(e.first.zone, e.first.span).chars.0)
        .bool("in_title", e.in_title)
        .text("country_code", e.location.as_ref().map(|l| l.country.as_str()))
        .f64("latitude", point.map(copydesk_extract::Point::latitude))
        .f64("longitude", point.map(copydesk_extract::Point::longitude))
        .f32("confidence", e.confidence)
        .end();
}

fn quote_row(rows: &mut TableBuilder, edge: &Edge<'_>, index: usize, q: &copydesk_extract::quotes::Quote) {
    let source = edge.source(q.zone);
    let chars = |s: Span| edge.both(q.zone, s).chars;
    let hull = edge.both(q.zone, q.hull());
    let parts: Vec<PartCell> = q.parts.iter().map(|p| edge.both(q.zone, *p)).collect();
    let text = q.parts.iter().map(|p| p.of(source)).collect::<Vec<_>>().join(" ");
    let cue = q.cue.as_ref();
    let speaker = q.speaker.as_ref();
    rows.row()
        .i64("quote_id", row_id(edge.article.key, &QUOTES, q.zone, q.hull()))
        .i64("article_id", edge.id())
        .text("outlet", edge.article.outlet.as_deref())
        .date("published_date", edge.date)
        .i32("quote_index", count(index))
        .text("zone", zone_name(q.zone))
        .text("kind", q.kind.as_str())
        .text("text", &*text)
        .i32("char_start", hull.chars.0)
        .i32("char_end", hull.chars.1)
        .i32("byte_start", hull.bytes.0)
        .i32("byte_end", hull.bytes.1)
        .parts("parts", &parts)
        .i32("n_words", count(words(&text)))
        .text("cue", cue.map(|c| c.span.of(source)))
        .text("cue_lemma", cue.map(|c| c.lemma.as_ref()))
        .i32("cue_char_start", cue.map(|c| chars(c.span).0))
        .i32("cue_char_end", cue.map(|c| chars(c.span).1))
        .text("cue_class", cue.map_or("none", |c| c.class.as_str()))
        .bool("cue_negated", cue.is_some_and(|c| c.negated))
        .text("speaker", speaker.and_then(|s| s.name.as_deref()))
        .text("speaker_mention", speaker.map(|s| s.mention.of(source)))
        .i32("speaker_char_start", speaker.map(|s| chars(s.mention).0))
        .i32("speaker_char_end", speaker.map(|s| chars(s.mention).1))
        .text("speaker_reference", speaker.map_or("none", |s| s.reference.as_str()))
        .text("speaker_kind", speaker.map_or("none", |s| s.kind.as_str()))
        .i32("speaker_entity_index", speaker.and_then(|s| s.entity).map(|e| e as i32))
        .text("speaker_role", speaker.and_then(|s| s.role.as_deref()))
        .text("addressee", q.addressee.map(|s| s.of(source)))
        .text("medium", q.medium.map(copydesk_extract::quotes::Medium::as_str))
        .i32("sentence_char_start", chars(q.evidence).0)
        .i32("sentence_char_end", chars(q.evidence).1)
        .f32("confidence", q.confidence)
        .f32("speaker_confidence", q.speaker_confidence)
        .text("rule", q.rule)
        .end();
}

fn figure_row(rows: &mut TableBuilder, edge: &Edge<'_>, index: usize, f: &copydesk_extract::figures::Figure) {
    let source = edge.source(f.place.zone);
    let at = edge.both(f.place.zone, f.place.span);
    let evidence = edge.both(f.place.zone, f.evidence).chars;
    rows.row()
        .i64("figure_id", row_id(edge.article.key, &FIGURES, f.place.zone, f.place.span))
        .i64("article_id", edge.id())
        .text("outlet", edge.article.outlet.as_deref())
        .date("published_date", edge.date)
        .i32("figure_index", count(index))
        .text("zone", zone_name(f.place.zone))
        .text("kind", f.kind.as_str())
        .text("category", f.category)
        .text("text", f.place.span.of(source))
        .i32("char_start", at.chars.0)
        .i32("char_end", at.chars.1)
        .i32("byte_start", at.bytes.0)
        .i32("byte_end", at.bytes.1)
        .f64("value", f.value)
        .f64("low", f.low)
        .f64("high", f.high)
        .text("modifier", f.modifier.as_str())
        .text("unit", f.unit.as_deref())
        .text("currency", f.currency)
        .f64("value_si", f.si.map(|s| s.0))
        .text("unit_si", f.si.map(|s| s.1))
        .text("counted", f.counted.as_deref())
        .text("change", f.change.as_str())
        .f64("change_from", f.change_from)
        .f64("change_to", f.change_to)
        .text("event", f.event.as_deref())
        .bool("negated", f.negated)
        .text("certainty", f.certainty.as_str())
        .text("place", f.location.map(|s| s.of(source)))
        .i32("place_entity_index", f.location_entity.map(|e| e as i32))
        .text("as_of", f.as_of.map(|s| s.of(source)))
        .text("source", f.source.as_deref())
        .i32("source_entity_index", f.source_entity.map(|e| e as i32))
        .i32("quote_index", f.quote.map(|q| q as i32))
        .i32("sentence_char_start", evidence.0)
        .i32("sentence_char_end", evidence.1)
        .f32("confidence", f.confidence)
        .text("rule", f.rule)
        .end();
}
