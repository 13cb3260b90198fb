//! `views.sql`: the tables as DuckDB views, with the joins people want.

use crate::part::Format;
use crate::schema::BASE_TABLES;

/// The statements; paths are relative to the run directory.
pub(crate) fn sql(format: Format) -> String {
    let reader = match format {
        Format::Parquet => "read_parquet",
        Format::Jsonl => "read_json_auto",
    };
    let mut sql = String::from("-- The tables of this run as views. In the run directory: duckdb -init views.sql\n");
    for table in BASE_TABLES {
        sql += &format!(
            "CREATE OR REPLACE VIEW {name} AS SELECT * FROM {reader}('{name}/*.{ext}');\n",
            name = table.name,
            ext = format.extension()
        );
    }
    sql + JOINS
}

const JOINS: &str = "
-- Every quote with its article and its speaker's entity: who said what, where and when.
CREATE OR REPLACE VIEW said AS
SELECT q.quote_id, q.article_id, a.url, a.title, q.outlet, q.published_date, q.kind, q.text, q.cue, q.cue_class,
       q.speaker, q.speaker_kind, coalesce(q.speaker_role, e.role) AS speaker_role, e.affiliation, q.addressee, q.medium,
       q.confidence, q.speaker_confidence,
       substring(a.text, q.sentence_char_start + 1, q.sentence_char_end - q.sentence_char_start) AS evidence
FROM quotes q
JOIN articles a USING (article_id)
LEFT JOIN entities e ON e.article_id = q.article_id AND e.entity_index = q.speaker_entity_index;

-- Every figure with its sentence.
CREATE OR REPLACE VIEW counted AS
SELECT f.figure_id, f.article_id, a.url, a.title, f.outlet, f.published_date, f.kind, f.category, f.text, f.value, f.low, f.high,
       f.modifier, f.unit, f.counted, f.certainty, f.place, f.source,
       CASE f.zone WHEN 'body' THEN substring(a.text, f.sentence_char_start + 1, f.sentence_char_end - f.sentence_char_start)
                   ELSE a.title END AS sentence
FROM figures f
JOIN articles a USING (article_id);

-- Who is named where, by full name.
CREATE OR REPLACE VIEW named AS
SELECT m.article_id, a.outlet, a.published_date, e.type, e.name, m.text, m.reference, m.zone, m.char_start, m.char_end, m.quote_index
FROM mentions m
JOIN entities e USING (article_id, entity_index)
JOIN articles a USING (article_id);
";
