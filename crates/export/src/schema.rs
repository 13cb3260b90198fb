//! The tables: names, types and meaning of every column, in one place.
//!
//! Everything that speaks of columns derives from here: the Arrow schemas, the rows, the views and
//! the documentation that `copydesk schema` prints.

use arrow::datatypes::{DataType, Field, Fields, Schema, TimeUnit};
use std::fmt::Write;
use std::sync::Arc;

mod aggregates;
pub use aggregates::{
    AGGREGATE_TABLES, COOCCURRENCE, DUPLICATES, ENTITY_DAYS, ENTITY_LINKS, FIGURE_SERIES, QUOTE_CLUSTERS,
    QUOTE_VARIANTS, SPEAKERS,
};

/// Version of the output contract, written into every file and into the manifest.
pub const SCHEMA_VERSION: u32 = 1;

/// A table of the output.
#[derive(Debug)]
pub struct Table {
    /// Name of its directory in a run.
    pub name: &'static str,
    /// One row is …
    pub about: &'static str,
    /// Columns in order.
    pub columns: &'static [Column],
}

/// A column of a table.
#[derive(Debug)]
pub struct Column {
    /// Its name.
    pub name: &'static str,
    /// Its type.
    pub kind: Kind,
    /// Whether NULL means "the text does not say", or never occurs.
    pub nulls: Nulls,
    /// What it means.
    pub about: &'static str,
}

/// Column types: signed integers only, no dictionaries, times in UTC without a zone, since that is
/// what DuckDB, Polars, pandas and Spark all read as meant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Identifiers and counts beyond two thousand million.
    I64,
    /// Offsets and counts.
    I32,
    /// Confidences and shares.
    F32,
    /// Values.
    F64,
    /// Yes or no.
    Bool,
    /// UTF-8.
    Text,
    /// A list of UTF-8.
    Texts,
    /// A day.
    Date,
    /// A moment in microseconds, UTC.
    Timestamp,
    /// A list of spans in both units.
    Parts,
}

/// Whether a column holds NULLs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Nulls {
    /// Every row has a value.
    Never,
    /// NULL where the text does not say.
    Unsaid,
}

const fn always(name: &'static str, kind: Kind, about: &'static str) -> Column {
    Column { name, kind, nulls: Nulls::Never, about }
}

const fn maybe(name: &'static str, kind: Kind, about: &'static str) -> Column {
    Column { name, kind, nulls: Nulls::Unsaid, about }
}

use Kind::{Bool, Date, F32, F64, I32, I64, Parts, Text, Texts, Timestamp};

/// One row an article.
pub static ARTICLES: Table = Table {
    name: "articles",
    about: "one article",
    columns: &[
        always("article_id", I64, "first 64 bits of article_key"),
        always("article_key", Text, "xxh3-128, in hex, of the canonical URL, else the source id, else the text"),
        maybe("source_id", Text, "id in the input"),
        maybe("url", Text, "canonical address"),
        maybe("domain", Text, "host of the address, without www."),
        maybe("outlet", Text, "name of the publication"),
        maybe("title", Text, "headline, without the site's name"),
        maybe("authors", Texts, "bylines, one name each"),
        maybe("section", Text, "section of the publication"),
        maybe("published_at", Timestamp, "moment of publication, UTC"),
        maybe("published_date", Date, "day of publication"),
        always("published_source", Text, "what gave the date: input, json_ld, meta, url, text, none"),
        maybe("dateline_place", Text, "place of the dateline (KYIV, Ukraine (Reuters) -)"),
        always("lang", Text, "ISO 639-1 code, und where unknown"),
        maybe("lang_confidence", F32, "how sure the language detector is, 0 to 1"),
        always("text", Text, "the body: the one offset space of all other tables"),
        always("n_chars", I32, "code points of text"),
        always("n_words", I32, "tokens with a letter or digit"),
        always("n_sentences", I32, "sentences of the body"),
        always("n_quotes", I32, "rows in quotes"),
        always("n_entities", I32, "rows in entities"),
        always("n_figures", I32, "rows in figures"),
        always("input_uri", Text, "the input it came from"),
        always("input_record", I64, "position of the record in its input, from 0"),
        maybe("input_offset", I64, "first byte of the record in the (decompressed) input"),
    ],
};

/// One row an attributed utterance.
pub static QUOTES: Table = Table {
    name: "quotes",
    about: "one attributed utterance",
    columns: &[
        always("quote_id", I64, "hash of article_key, table and bytes: stable across runs"),
        always("article_id", I64, "its article"),
        maybe("outlet", Text, "as in articles"),
        maybe("published_date", Date, "as in articles"),
        always("quote_index", I32, "position among the article's quotes"),
        always("zone", Text, "title or body: which text the offsets point into"),
        always("kind", Text, "direct (all between quotation marks), mixed (partly), indirect (none)"),
        always("text", Text, "the content, without outer marks and without 'that'; parts joined by one space"),
        always("char_start", I32, "first code point of the hull of all parts"),
        always("char_end", I32, "one past the last code point"),
        always("byte_start", I32, "first UTF-8 byte"),
        always("byte_end", I32, "one past the last byte"),
        always("parts", Parts, "the pieces of an utterance that its attribution or a paragraph break splits"),
        always("n_words", I32, "words of the content"),
        maybe("cue", Text, "the reporting word as it stands: said, according to"),
        maybe("cue_lemma", Text, "its dictionary form"),
        maybe("cue_char_start", I32, "code points of the cue"),
        maybe("cue_char_end", I32, "code points of the cue"),
        always(
            "cue_class",
            Text,
            "say, claim, deny, warn, ask, urge, promise, accuse, praise, announce, write, other, none",
        ),
        always("cue_negated", Bool, "did not say, never confirmed"),
        maybe("speaker", Text, "fullest name in the article; for an unnamed source its noun phrase"),
        maybe("speaker_mention", Text, "the words at the quote: he, Lavrov, a senior official"),
        maybe("speaker_char_start", I32, "code points of the mention"),
        maybe("speaker_char_end", I32, "code points of the mention"),
        always("speaker_reference", Text, "name, pronoun, nominal, none"),
        always("speaker_kind", Text, "person, organization, place, group, anonymous (left unnamed), none"),
        maybe("speaker_entity_index", I32, "row in entities"),
        maybe("speaker_role", Text, "title or function as the text gives it"),
        maybe("addressee", Text, "who was told"),
        maybe("medium", Text, "statement, interview, press_conference, social_media, letter, report, court, broadcast"),
        always("sentence_char_start", I32, "the evidence: sentences that hold content, cue and speaker"),
        always("sentence_char_end", I32, "end of the evidence"),
        always("confidence", F32, "probability that this is reported speech with this content"),
        always("speaker_confidence", F32, "probability that the speaker is right"),
        always("rule", Text, "what found it"),
    ],
};

/// One row a mention of a named entity.
pub static MENTIONS: Table = Table {
    name: "mentions",
    about: "one mention of a named entity",
    columns: &[
        always("article_id", I64, "its article"),
        always("mention_index", I32, "position among the article's mentions"),
        always("entity_index", I32, "row in entities"),
        always("zone", Text, "title or body"),
        always("type", Text, "person, organization, place, group, event, misc"),
        always("reference", Text, "name, pronoun, nominal"),
        always("text", Text, "the words"),
        always("char_start", I32, "first code point"),
        always("char_end", I32, "one past the last"),
        always("byte_start", I32, "first UTF-8 byte"),
        always("byte_end", I32, "one past the last"),
        always("sentence_index", I32, "position of its sentence in its zone"),
        maybe("quote_index", I32, "the quote it stands in"),
        always("confidence", F32, "probability that span and type are right"),
    ],
};

/// One row an entity of an article.
pub static ENTITIES: Table = Table {
    name: "entities",
    about: "one person, organization, place … of one article",
    columns: &[
        always("article_id", I64, "its article"),
        always("entity_index", I32, "position among the article's entities"),
        maybe("outlet", Text, "as in articles"),
        maybe("published_date", Date, "as in articles"),
        always("type", Text, "person, organization, place, group, event, misc"),
        always("name", Text, "fullest form in the article"),
        always("aliases", Texts, "its other forms, in order of appearance"),
        maybe("role", Text, "title or description"),
        maybe("affiliation", Text, "organization or country of the role"),
        maybe("pronoun", Text, "he, she, they: only from the text's own pronouns"),
        always("n_mentions", I32, "rows in mentions"),
        always("n_quotes", I32, "quotes it speaks"),
        always("first_char", I32, "first code point of its first mention"),
        always("in_title", Bool, "stands in the title"),
        maybe("country_code", Text, "ISO 3166-1 alpha-2; places only, NULL where several may be meant"),
        maybe("latitude", F64, "degrees north; towns only (GeoNames)"),
        maybe("longitude", F64, "degrees east; towns only (GeoNames)"),
        always("confidence", F32, "mean confidence of its mentions"),
    ],
};

/// One row a quantity.
pub static FIGURES: Table = Table {
    name: "figures",
    about: "one quantity",
    columns: &[
        always("figure_id", I64, "hash of article_key, table and bytes: stable across runs"),
        always("article_id", I64, "its article"),
        maybe("outlet", Text, "as in articles"),
        maybe("published_date", Date, "as in articles"),
        always("figure_index", I32, "position among the article's figures"),
        always("zone", Text, "title or body"),
        always("kind", Text, "count, money, percent, measure, duration, age, ratio, rank, score, vote"),
        always("category", Text, "casualty.killed, casualty.injured, …; the kind where nothing finer applies"),
        always("text", Text, "modifier, number, and unit or counted noun"),
        always("char_start", I32, "first code point"),
        always("char_end", I32, "one past the last"),
        always("byte_start", I32, "first UTF-8 byte"),
        always("byte_end", I32, "one past the last"),
        maybe("value", F64, "the number with its scale; NULL for ranges and vague amounts"),
        maybe("low", F64, "lower end or bound"),
        maybe("high", F64, "upper end or bound"),
        always(
            "modifier",
            Text,
            "exact, at_least, more_than, at_most, less_than, about, nearly, up_to, between, vague",
        ),
        maybe("unit", Text, "canonical singular; ISO code for money"),
        maybe("currency", Text, "ISO 4217"),
        maybe("value_si", F64, "the value in SI units"),
        maybe("unit_si", Text, "which SI unit"),
        maybe("counted", Text, "what is counted or measured, also when elided"),
        always("change", Text, "none, increase, decrease"),
        maybe("change_from", F64, "the old value"),
        maybe("change_to", F64, "the new value"),
        maybe("event", Text, "dictionary form of the governing verb"),
        always("negated", Bool, "the text denies it in grammar"),
        always("certainty", Text, "asserted, estimated, feared, projected, denied"),
        maybe("place", Text, "where"),
        maybe("place_entity_index", I32, "the same, as a row in entities"),
        maybe("as_of", Text, "when a casualty figure held, as the text says: as of Tuesday, since Feb. 24, on Friday"),
        maybe("source", Text, "who the text gives for the number"),
        maybe("source_entity_index", I32, "the same, as a row in entities"),
        maybe("quote_index", I32, "the quote it stands in"),
        always("sentence_char_start", I32, "the sentence"),
        always("sentence_char_end", I32, "end of the sentence"),
        always("confidence", F32, "probability that value and span are right"),
        always("rule", Text, "what found it"),
    ],
};

/// One row a record that became no article.
pub static REJECTS: Table = Table {
    name: "rejects",
    about: "one record that became no article",
    columns: &[
        always("input_uri", Text, "the input it stood in"),
        always("input_record", I64, "position of the record in its input, from 0"),
        maybe("input_offset", I64, "first byte of the record in the (decompressed) input"),
        always("stage", Text, "read, parse, extract: which step refused it"),
        always(
            "reason",
            Text,
            "bad_json, bad_encoding, bad_record, no_text, too_short, too_long, not_english, not_article, duplicate_id, timeout, panic, io",
        ),
        maybe("detail", Text, "the reason for a person"),
        maybe("url", Text, "address of the record"),
        maybe("n_bytes", I64, "size of the raw record"),
    ],
};

/// The tables that every shard writes, in the order in which they are written.
pub static BASE_TABLES: [&Table; 6] = [&ARTICLES, &MENTIONS, &ENTITIES, &QUOTES, &FIGURES, &REJECTS];

/// Every table, base tables first.
pub fn all_tables() -> impl Iterator<Item = &'static Table> {
    BASE_TABLES.into_iter().chain(AGGREGATE_TABLES)
}

impl Table {
    /// The same as an Arrow schema.
    pub fn arrow(&self) -> Arc<Schema> {
        Arc::new(Schema::new(self.columns.iter().map(Column::arrow).collect::<Vec<_>>()))
    }
}

impl Column {
    fn arrow(&self) -> Field {
        let data = match self.kind {
            I64 => DataType::Int64,
            I32 => DataType::Int32,
            F32 => DataType::Float32,
            F64 => DataType::Float64,
            Bool => DataType::Boolean,
            Text => DataType::Utf8,
            Texts => DataType::List(Arc::new(Field::new("item", DataType::Utf8, false))),
            Date => DataType::Date32,
            Timestamp => DataType::Timestamp(TimeUnit::Microsecond, None),
            Parts => DataType::List(Arc::new(Field::new("item", DataType::Struct(part_fields()), false))),
        };
        Field::new(self.name, data, self.nulls == Nulls::Unsaid)
    }
}

/// The fields of one part of a quote.
pub(crate) fn part_fields() -> Fields {
    ["char_start", "char_end", "byte_start", "byte_end"].map(|n| Field::new(n, DataType::Int32, false)).to_vec().into()
}

impl Kind {
    /// The type as people write it.
    pub const fn as_str(self) -> &'static str {
        match self {
            I64 => "int64",
            I32 => "int32",
            F32 => "float32",
            F64 => "float64",
            Bool => "bool",
            Text => "string",
            Texts => "list<string>",
            Date => "date",
            Timestamp => "timestamp[us]",
            Parts => "list<struct<char_start, char_end, byte_start, byte_end: int32>>",
        }
    }
}

/// The documentation of tables as Markdown.
///
/// ```
/// let page = copydesk_export::schema::markdown(&copydesk_export::schema::BASE_TABLES);
/// assert!(page.contains("| speaker | string | yes |"));
/// ```
pub fn markdown(tables: &[&Table]) -> String {
    let mut page = format!(
        "# Tables of copydesk, schema version {SCHEMA_VERSION}\n\nOffsets are half-open and zero-based. `char_*` count Unicode code points, \
         `byte_*` UTF-8 bytes of `articles.text` (of `articles.title` where `zone` is `title`).\n"
    );
    for table in tables {
        // Writing to a string cannot fail.
        let _ = writeln!(
            page,
            "\n## {}\nOne row: {}.\n\n| column | type | NULL | meaning |\n|---|---|---|---|",
            table.name, table.about
        );
        for c in table.columns {
            let nulls = if c.nulls == Nulls::Unsaid { "yes" } else { "never" };
            let _ = writeln!(page, "| {} | {} | {nulls} | {} |", c.name, c.kind.as_str(), c.about);
        }
    }
    page
}
