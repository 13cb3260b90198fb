//! A real run over `datasets/articles`, read back as the rows of each article.

use serde_json::Value;
use std::fs;
use std::path::Path;

/// An article of the run with its rows.
#[derive(Debug)]
pub(crate) struct Actual {
    pub(crate) article: Value,
    pub(crate) quotes: Vec<Value>,
    pub(crate) mentions: Vec<Value>,
    pub(crate) entities: Vec<Value>,
    pub(crate) figures: Vec<Value>,
}

/// Everything that came out of the inputs, in their order.
#[derive(Debug)]
pub(crate) struct Run {
    pub(crate) articles: Vec<Actual>,
    pub(crate) rejects: Vec<Value>,
}

impl Run {
    /// Runs the program over the golden articles.
    pub(crate) fn over_the_articles() -> Self {
        let out = tempfile::tempdir().expect("a temporary directory");
        let ran = copydesk_tests::copydesk()
            .args(["run", "datasets/articles", "--format", "jsonl", "--quiet", "--out"])
            .arg(out.path())
            .status()
            .expect("copydesk starts");
        assert!(ran.success(), "copydesk run failed: {ran}");
        Self::read(out.path())
    }

    fn read(run: &Path) -> Self {
        let table = |name: &str| rows(&run.join(name));
        let [quotes, mentions, entities, figures] = ["quotes", "mentions", "entities", "figures"].map(table);
        let of = |rows: &[Value], id: &Value| rows.iter().filter(|r| r["article_id"] == *id).cloned().collect();
        let articles = table("articles")
            .into_iter()
            .map(|article| {
                let id = &article["article_id"];
                Actual {
                    quotes: of(&quotes, id),
                    mentions: of(&mentions, id),
                    entities: of(&entities, id),
                    figures: of(&figures, id),
                    article,
                }
            })
            .collect();
        Self { articles, rejects: table("rejects") }
    }

    /// The article of a record.
    pub(crate) fn article(&self, input: &str, record: i64) -> Option<&Actual> {
        self.articles.iter().find(|a| a.article["input_uri"] == input && a.article["input_record"] == record)
    }
}

fn rows(directory: &Path) -> Vec<Value> {
    let mut parts: Vec<_> =
        fs::read_dir(directory).expect("a table is a directory").map(|e| e.expect("an entry").path()).collect();
    parts.sort();
    let lines = parts.iter().map(|part| fs::read_to_string(part).expect("a part can be read"));
    lines
        .flat_map(|part| part.lines().map(|l| serde_json::from_str(l).expect("a row is JSON")).collect::<Vec<_>>())
        .collect()
}

/// A text column of a row.
pub(crate) fn text<'a>(row: &'a Value, column: &str) -> Option<&'a str> {
    row[column].as_str()
}
