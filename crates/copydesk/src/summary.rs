//! What a run says at its end.

use copydesk_export::{Counts, OutputFile, schema::BASE_TABLES};
use indicatif::{HumanBytes, HumanCount};
use std::fmt::Write;
use std::time::Duration;

/// A few lines for a person: what went in, what came out, what did not and why, how fast.
/// `fresh` are the counts of the shards done by this process, `all` those of the whole run.
pub(crate) fn text(all: &Counts, fresh: &Counts, took: Duration) -> String {
    let mut out = records(all);
    out += &rows(all);
    let seconds = took.as_secs_f64().max(0.001);
    let _ = writeln!(
        out,
        "{} of records, {} words in {:.1} s: {:.2} MB/s of text, {} words/s",
        HumanBytes(fresh.record_bytes),
        HumanCount(fresh.words),
        seconds,
        fresh.text_bytes as f64 / 1e6 / seconds,
        HumanCount((fresh.words as f64 / seconds) as u64)
    );
    if fresh.records < all.records {
        let _ = writeln!(out, "({} records were done before)", HumanCount(all.records - fresh.records));
    }
    out
}

/// The same for shares that were united.
pub(crate) fn merged(all: &Counts, shares: usize, took: Duration) -> String {
    let seconds = took.as_secs_f64();
    format!("{}{}{} shares united in {seconds:.1} s\n", records(all), rows(all), HumanCount(shares as u64))
}

fn records(all: &Counts) -> String {
    let mut out = String::new();
    // Writing to a string cannot fail.
    let _ = writeln!(
        out,
        "{} records: {} articles, {} rejects",
        HumanCount(all.records),
        HumanCount(all.articles),
        HumanCount(all.rejected())
    );
    let mut reasons: Vec<(&String, &u64)> = all.rejects.iter().collect();
    reasons.sort_by_key(|(reason, n)| (std::cmp::Reverse(**n), *reason));
    for (reason, n) in reasons {
        let _ = writeln!(out, "  {:>12}  {reason}", HumanCount(*n).to_string());
    }
    out
}

fn rows(all: &Counts) -> String {
    let mut out = String::from("rows\n");
    for table in BASE_TABLES {
        let n = all.rows.get(table.name).copied().unwrap_or(0);
        let _ = writeln!(out, "  {:>12}  {}", HumanCount(n).to_string(), table.name);
    }
    out
}

/// Rows of the tables of the whole corpus; nothing where there are none.
pub(crate) fn aggregates(files: &[OutputFile]) -> String {
    let mut out = String::new();
    if !files.is_empty() {
        out.push_str("rows across articles\n");
    }
    for file in files {
        let table = file.path.split('/').next().unwrap_or_default();
        let _ = writeln!(out, "  {:>12}  {table}", HumanCount(file.rows).to_string());
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeMap;

    #[test]
    fn reasons_come_with_the_most_frequent_first() {
        let counts = Counts {
            records: 1203,
            articles: 1200,
            words: 600_000,
            text_bytes: 3_600_000,
            record_bytes: 4 << 20,
            rejects: BTreeMap::from([("bad_json".into(), 1), ("no_text".into(), 2)]),
            rows: BTreeMap::from([("articles".into(), 1200), ("rejects".into(), 3)]),
        };
        insta::assert_snapshot!(text(&counts, &counts, Duration::from_secs(2)), @r"
        1,203 records: 1,200 articles, 3 rejects
                     2  no_text
                     1  bad_json
        rows
                 1,200  articles
                     0  mentions
                     0  entities
                     0  quotes
                     0  figures
                     3  rejects
        4.00 MiB of records, 600,000 words in 2.0 s: 1.80 MB/s of text, 300,000 words/s
        ");
    }
}
