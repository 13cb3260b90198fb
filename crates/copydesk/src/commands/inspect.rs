//! `copydesk inspect`: one article as it was read.

use crate::cli::InspectArgs;
use crate::{json, marked, sheet};
use copydesk::{Exit, InputError};
use copydesk_extract::{Document, Extractor, Scratch};
use copydesk_ingest::{Article, Options, Reader, Reject, discover};
use std::io::Write;

/// Finds the article, extracts, prints.
pub(crate) fn inspect(args: &InspectArgs) -> anyhow::Result<Exit> {
    let options = Options { map: args.map.clone().unwrap_or_default(), keep_language: true, ..Options::default() };
    let article = find(args, &options)?;
    let document = Document { title: article.title.as_deref(), body: &article.text };
    let found = Extractor::new().explain(document, &mut Scratch::default());
    if args.json {
        let page = serde_json::to_string_pretty(&json::page(&article, &found, args.why))?;
        std::io::stdout().write_all((page + "\n").as_bytes())?;
    } else if args.html {
        std::io::stdout().write_all(sheet::page(&article, &found, args.why).as_bytes())?;
    } else {
        anstream::stdout().write_all(marked::page(&article, &found, args.why).as_bytes())?;
    }
    Ok(Exit::Done)
}

fn find(args: &InspectArgs, options: &Options) -> anyhow::Result<Article> {
    let reader = Reader::new(options);
    let mut last = None;
    for source in discover(std::slice::from_ref(&args.input))? {
        for record in source.records(options) {
            let article = record.and_then(|r| reader.article(r));
            let number = article.as_ref().map_or_else(|r| r.origin.record, |a| a.origin.record);
            if args.record.is_some_and(|wanted| wanted != number) {
                continue;
            }
            match article {
                Ok(article) => return Ok(article),
                Err(reject) if args.record.is_some() => return Err(InputError(why(&reject)).into()),
                Err(reject) => last = Some(reject),
            }
        }
    }
    let reason = match (args.record, last) {
        (Some(n), _) => format!("{} has no record {n}", args.input),
        (None, Some(reject)) => why(&reject),
        (None, None) => format!("{} has no records", args.input),
    };
    Err(InputError(reason).into())
}

fn why(reject: &Reject) -> String {
    let detail = reject.detail.as_deref().unwrap_or("no more is known");
    format!(
        "record {} of {} is no article: {} ({})",
        reject.origin.record,
        reject.origin.input,
        reject.reason.as_str(),
        marked::clean(detail)
    )
}

#[cfg(test)]
pub(crate) fn article_of(text: &str) -> Article {
    Article {
        origin: copydesk_ingest::Origin { input: "-".into(), record: 0, offset: None },
        key: copydesk_ingest::ArticleKey(0),
        source_id: None,
        url: None,
        domain: None,
        outlet: None,
        title: None,
        authors: Vec::new(),
        section: None,
        published: None,
        lang: "en".into(),
        lang_confidence: None,
        text: text.to_owned(),
    }
}
