//! `views.sql`: the tables as DuckDB views, with the joins people want.

use crate::manifest::Manifest;
use crate::part::Format;
use crate::schema::{AGGREGATE_TABLES, BASE_TABLES};
use camino::Utf8Path;

/// The statements. Paths are relative to the run directory: DuckDB looks for a file where it is started, then in its
/// search path, which names the directory where the run was written. Every part is named, since a pattern would find
/// the same files in both places; and the parts are those of the manifest, whatever else lies there.
pub(crate) fn sql(dir: &Utf8Path, manifest: &Manifest) -> String {
    let reader = match manifest.identity.format {
        Format::Parquet => "read_parquet",
        Format::Jsonl => "read_json_auto",
    };
    let mut sql = from(dir);
    let aggregates: &[_] = if manifest.aggregates.is_empty() { &[] } else { &AGGREGATE_TABLES };
    for table in BASE_TABLES.iter().chain(aggregates) {
        let inside = format!("{}/", table.name);
        let parts: Vec<String> =
            manifest.files().filter(|f| f.path.starts_with(&inside)).map(|f| format!("'{}'", f.path)).collect();
        sql += &format!(
            "CREATE OR REPLACE VIEW {name} AS SELECT * FROM {reader}([{parts}]);\n",
            name = table.name,
            parts = parts.join(", ")
        );
    }
    sql += JOINS;
    if !manifest.aggregates.is_empty() {
        sql += JOINS_ACROSS_ARTICLES;
    }
    sql
}

/// Where to start DuckDB, and where it then looks.
fn from(dir: &Utf8Path) -> String {
    // A search path is split at commas and read as a pattern, and knows no escape.
    if dir.as_str().contains([',', '*', '?', '[']) {
        return "-- The tables of this run as views: in the run directory, duckdb -init views.sql\n".to_owned();
    }
    format!(
        "-- The tables of this run as views: duckdb -init {shown}/views.sql, or in the run directory, duckdb -init views.sql\n\
         SET file_search_path = '{place}';\n",
        // A line break in the path would end the comment, and what follows it would be a statement.
        shown = dir.as_str().replace(char::is_control, "?"),
        place = dir.as_str().replace('\'', "''")
    )
}

const JOINS: &str = "
-- Every quote with its article and its speaker's entity: who said what, where and when.
CREATE OR REPLACE VIEW said AS
SELECT q.quote_id, q.article_id, a.url, a.title, q.outlet, q.published_date, q.kind, q.text, q.cue, q.cue_class,
       q.speaker, q.speaker_kind, coalesce(q.speaker_role, e.role) AS speaker_role, e.affiliation, q.addressee, q.medium,
       q.confidence, q.speaker_confidence,
       CASE q.zone WHEN 'body' THEN substring(a.text, q.sentence_char_start + 1, q.sentence_char_end - q.sentence_char_start)
                   ELSE a.title END AS evidence
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

const JOINS_ACROSS_ARTICLES: &str = "
-- Every quote with its utterance, its speaker across articles and its story.
CREATE OR REPLACE VIEW said_across AS
SELECT q.quote_id, q.article_id, q.outlet, q.published_date, q.kind, q.text, q.n_words, q.cue, q.cue_class, q.cue_negated,
       v.cluster_id AS utterance_id, l.entity_id AS speaker_id, coalesce(l.name, q.speaker) AS speaker, q.speaker_kind,
       q.speaker_role, q.medium, d.cluster_id AS story_id, d.is_head
FROM quotes q
JOIN quote_variants v USING (quote_id)
JOIN duplicates d USING (article_id)
LEFT JOIN entity_links l ON l.article_id = q.article_id AND l.entity_index = q.speaker_entity_index;
";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_that_duckdb_would_read_otherwise_is_no_search_path() {
        assert!(from("/runs/it's".into()).contains("\nSET file_search_path = '/runs/it''s';\n"));
        for dir in ["/runs/may,june", "/runs/[1]", "/runs/*", "/runs/what?"] {
            assert!(!from(dir.into()).contains("SET "), "{dir}");
        }
    }
}
