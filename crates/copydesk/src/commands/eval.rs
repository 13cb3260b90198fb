//! `copydesk eval`: the layers measured on annotated articles.

use crate::cli::EvalArgs;
use crate::eval::{Given, Gold, Measures};
use crate::marked;
use copydesk::{Exit, InputError};
use copydesk_extract::{Extractor, Scratch};
use copydesk_ingest::{Article, Options, Reader, discover};
use rayon::prelude::*;
use rustc_hash::FxHashMap;
use std::io::Write;

/// Reads the annotation, extracts from the same file, compares, prints.
pub(crate) fn eval(args: &EvalArgs) -> anyhow::Result<Exit> {
    let lines =
        std::fs::read_to_string(&args.gold).map_err(|e| InputError(format!("failed to read {}: {e}", args.gold)))?;
    let gold = Gold::read(&lines).map_err(|e| InputError(format!("{}: {e}", args.gold)))?;
    let (articles, rejects) = records(args)?;
    let extractor = Extractor::new();
    let given: Vec<Given> = gold
        .par_iter()
        .enumerate()
        .map_init(Scratch::default, |scratch, (line, gold)| match articles.get(gold.id()) {
            Some(article) => Given::read(gold, article, &extractor, scratch),
            None => Given::rejected(rejects.get(&(line as i64)).map_or("duplicate_id", |reason| reason)),
        })
        .collect();
    let measures = Measures::new(&gold, &given, args.errors);
    if args.json {
        let page = serde_json::to_string_pretty(&measures.json())?;
        std::io::stdout().write_all((page + "\n").as_bytes())?;
    } else {
        // Types are named as the annotation names them.
        anstream::stdout().write_all(marked::shown(&measures.text()).as_bytes())?;
    }
    Ok(Exit::Done)
}

/// Articles by their ids, and what the others were refused for by their places in the file.
type Records = (FxHashMap<String, Article>, FxHashMap<i64, &'static str>);

/// What a run would read of the file; the first article of an id counts, as there.
fn records(args: &EvalArgs) -> anyhow::Result<Records> {
    let options = Options::default();
    let reader = Reader::new(&options);
    let (mut articles, mut rejects) = (FxHashMap::default(), FxHashMap::default());
    for source in discover(&[args.gold.to_string()])? {
        for record in source.records(&options) {
            match record.and_then(|r| reader.article(r)) {
                Ok(article) => {
                    if let Some(id) = article.source_id.clone() {
                        articles.entry(id).or_insert(article);
                    }
                }
                Err(reject) => {
                    rejects.insert(reject.origin.record, reject.reason.as_str());
                }
            }
        }
    }
    Ok((articles, rejects))
}
