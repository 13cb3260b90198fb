//! What holds of the rows of a run: they stand in the order of (article in input order, place), and those of an article are
//! the same whether it is read alone or among others.

use copydesk_tests::{Corpus, copydesk, root, succeed};
use serde_json::Value;
use std::collections::BTreeMap;
use std::fs;

const LAYERS: [&str; 4] = ["mentions", "entities", "quotes", "figures"];

/// The rows of a table of a run over this file.
fn rows(corpus: &Corpus, out: &str, table: &str) -> Vec<Value> {
    let path = corpus.path().join(out).join(table).join("part-00000.jsonl");
    let lines = fs::read_to_string(path).expect("a part");
    lines.lines().map(|line| serde_json::from_str(line).expect("JSON")).collect()
}

fn run(corpus: &Corpus, file: &str, out: &str) {
    let args = ["run", file, "--out", out, "--format", "jsonl", "--no-aggregates", "--quiet"];
    succeed(copydesk().current_dir(corpus.path()).args(args));
}

/// The project's own articles, and made ones between them.
fn corpus() -> Corpus {
    let corpus = Corpus::articles(0);
    let sources = fs::read_dir(root().join("datasets/sources")).expect("the project's articles");
    let mut paths: Vec<_> = sources.map(|e| e.expect("an entry").path()).collect();
    paths.retain(|path| path.extension().is_some_and(|e| e == "txt"));
    paths.sort();
    for (i, path) in paths.iter().enumerate() {
        let text = fs::read_to_string(path).expect("readable");
        corpus.append(&format!("{}\n", serde_json::json!({"id": format!("source-{i}"), "text": text})));
        let made = fs::read_to_string(Corpus::articles(i + 1).path().join("articles.jsonl")).expect("readable");
        corpus.append(&format!("{}\n", made.lines().last().expect("an article")));
    }
    corpus
}

#[test]
fn rows_stand_in_the_order_of_articles_and_places() {
    let corpus = corpus();
    run(&corpus, "articles.jsonl", "out");
    let articles = rows(&corpus, "out", "articles");
    let nth: BTreeMap<i64, usize> =
        articles.iter().enumerate().map(|(i, row)| (row["article_id"].as_i64().expect("an id"), i)).collect();
    assert!(nth.len() > 10);
    assert!(articles.is_sorted_by_key(|row| row["input_record"].as_i64()));
    for (table, place) in
        [("mentions", "char_start"), ("entities", "entity_index"), ("quotes", "quote_index"), ("figures", "char_start")]
    {
        let rows = rows(&corpus, "out", table);
        assert!(rows.len() > 10, "{table}");
        let key = |row: &Value| {
            let article = nth[&row["article_id"].as_i64().expect("an id")];
            // The title stands before the body.
            (article, row["zone"] != "title", row[place].as_i64().expect("a place"))
        };
        let wrong = rows.windows(2).find(|pair| key(&pair[0]) > key(&pair[1]));
        assert!(wrong.is_none(), "{table}: {wrong:?}");
    }
}

#[test]
fn an_article_gives_the_same_rows_alone_as_among_others() {
    let corpus = corpus();
    run(&corpus, "articles.jsonl", "out");
    let lines = fs::read_to_string(corpus.path().join("articles.jsonl")).expect("readable");
    // Every third: the first of a batch, some in its middle, the last.
    for (i, line) in lines.lines().enumerate().filter(|(i, _)| i % 3 == 0) {
        let (file, out) = (format!("{i}.jsonl"), format!("alone-{i}"));
        corpus.file(&file, &format!("{line}\n"));
        run(&corpus, &file, &out);
        let id = rows(&corpus, &out, "articles")[0]["article_id"].clone();
        for table in LAYERS {
            let among: Vec<Value> = rows(&corpus, "out", table).into_iter().filter(|r| r["article_id"] == id).collect();
            assert_eq!(rows(&corpus, &out, table), among, "{table} of article {i}");
        }
    }
}
