//! Prints every record of the inputs as one JSON line, article or reject, without reading what the articles say:
//! `cargo run --release --workspace --example articles -- crawl.warc.gz`.

use copydesk_ingest::{Article, Options, Reader, Reject, discover};
use serde_json::{Value, json};
use std::io::{BufWriter, Write};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let inputs: Vec<String> = std::env::args().skip(1).collect();
    let options = Options::default();
    let reader = Reader::new(&options);
    let mut out = BufWriter::new(std::io::stdout().lock());
    for source in discover(&inputs)? {
        for record in source.records(&options) {
            let row = match record.and_then(|record| reader.article(record)) {
                Ok(article) => row(&article),
                Err(reject) => reject_row(&reject),
            };
            writeln!(out, "{row}")?;
        }
    }
    Ok(out.flush()?)
}

fn row(article: &Article) -> Value {
    json!({
        "url": article.url,
        "outlet": article.outlet,
        "title": article.title,
        "authors": article.authors,
        "section": article.section,
        "published_date": article.published.map(|p| p.date.to_string()),
        "published_at": article.published.and_then(|p| p.at).map(|at| at.to_string()),
        "published_source": article.published.map_or("none", |p| p.source.as_str()),
        "lang": article.lang,
        "text": article.text,
    })
}

fn reject_row(reject: &Reject) -> Value {
    json!({ "url": reject.url, "reason": reject.reason.as_str(), "detail": reject.detail })
}
