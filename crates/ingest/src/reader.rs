//! From one raw record to one article, or to the reason why not.

use crate::cut::warc::header;
use crate::draft::{Draft, Refusal, with_line_feeds};
use crate::page::{Page, Pages};
use crate::record::Payload;
use crate::{
    Article, Options, Reason, Record, Reject, Repair, Stage, address, byline, charset, dates, feed, fields, http, plain,
};
use std::panic::{AssertUnwindSafe, catch_unwind};

/// Turns records into articles; one a thread, since it keeps a helper for web pages.
#[derive(Debug)]
pub struct Reader {
    options: Options,
    pages: Pages,
}

impl Reader {
    /// A reader with these options.
    pub fn new(options: &Options) -> Self {
        Self { options: options.clone(), pages: Pages::new(options) }
    }

    /// The article in a record. A pure function of the record and the options, but for pages that run out of time.
    ///
    /// # Errors
    /// The reject that stands for the record.
    pub fn article(&self, record: Record) -> Result<Article, Reject> {
        let n_bytes = i64::try_from(record.len()).ok();
        let Record { origin, payload } = record;
        let place = origin.clone();
        let work = || self.draft(payload).and_then(|draft| draft.finish(origin, &self.options));
        let read = catch_unwind(AssertUnwindSafe(work))
            .unwrap_or_else(|_| Err(Refusal::new(Reason::Panic, "the reader panicked")));
        read.map_err(|Refusal { reason, detail, url }| Reject {
            origin: place,
            stage: Stage::Parse,
            reason,
            detail: Some(detail),
            url,
            n_bytes,
        })
    }

    fn draft(&self, payload: Payload) -> Result<Draft, Refusal> {
        match payload {
            Payload::Text { bytes, stem } => Ok(self.as_given(plain::draft(bytes, stem))),
            Payload::Json(bytes) => fields::json(&bytes, &self.options.map).map(|draft| self.as_given(draft)),
            Payload::Csv { table, row } => {
                fields::csv(&row, &table, &self.options.map).map(|draft| self.as_given(draft))
            }
            Payload::Row(row) => Ok(self.as_given(fields::row_of(row, &self.options.map))),
            Payload::Html { bytes, stem } => {
                let html = charset::decode_page(bytes, None);
                let mut draft = self.pages.draft(Page { html, url: None, crawled: None })?;
                draft.source_id = stem.map(String::from);
                Ok(draft)
            }
            Payload::Item { channel, bytes } => self.item(feed::item(&bytes, &channel)?),
            Payload::Warc { headers, block } => {
                let url = header(&headers, "warc-target-uri").map(|url| url.trim_matches(['<', '>']).to_owned());
                self.archived(&headers, block, url.as_deref()).map_err(|refusal| Refusal { url, ..refusal })
            }
        }
    }

    /// What goes for text that is given as text: repaired if asked for, and with the names in a byline that it begins
    /// with.
    fn as_given(&self, mut draft: Draft) -> Draft {
        if self.options.repair == Repair::Certain {
            draft.repair();
        }
        if draft.authors.is_empty() {
            draft.authors = byline::at_head(&draft.text);
        }
        draft
    }

    /// The article in an item of a feed.
    fn item(&self, item: feed::Item) -> Result<Draft, Refusal> {
        let feed::Item { mut draft, body, is_summary } = item;
        let refused = |refusal| Refusal { url: draft.url.clone(), ..refusal };
        let draft = match body {
            feed::Body::Markup(markup) => {
                draft.text = self.pages.text(markup).map_err(refused)?;
                draft
            }
            feed::Body::Text(text) => {
                draft.text = with_line_feeds(text.trim().to_owned());
                draft.cut_boilerplate();
                self.as_given(draft)
            }
        };
        if is_summary && !draft.text.is_empty() && feed::is_teaser(&draft.text) {
            let refusal = Refusal::new(Reason::NotArticle, "an item with no more than the beginning of its article");
            return Err(Refusal { url: draft.url, ..refusal });
        }
        Ok(draft)
    }

    /// The article in a record of a web archive.
    fn archived(&self, headers: &[(Box<str>, Box<str>)], block: Vec<u8>, url: Option<&str>) -> Result<Draft, Refusal> {
        let not_article = |detail: String| Err(Refusal::new(Reason::NotArticle, detail));
        let cap = self.options.max_html_bytes;
        let response = http::response(block, cap)
            .map_err(|http::TooLarge| Refusal::new(Reason::TooLong, format!("a page of more than {cap} bytes")))?;
        if let Some(status) = response.status.filter(|status| !(200..300).contains(status)) {
            return not_article(format!("HTTP status {status}"));
        }
        if response.body.trim_ascii().is_empty() {
            return Err(Refusal::new(Reason::NoText, "an empty answer"));
        }
        let outer = header(headers, "content-type").filter(|_| response.status.is_none());
        let content_type = header(&response.headers, "content-type").or(outer);
        match kind(content_type, &response.body) {
            Kind::Page => {
                let crawled = header(headers, "warc-date").and_then(dates::parse);
                let html = charset::decode_page(response.body, content_type);
                let mut draft = self.pages.draft(Page { html, url: url.map(str::to_owned), crawled })?;
                draft.url = url.map(str::to_owned);
                Ok(draft)
            }
            Kind::Text => {
                let mut draft = self.as_given(plain::draft(response.body, None));
                draft.url = url.filter(|url| address::parse(url).is_some()).map(str::to_owned);
                draft.source_id = header(headers, "warc-record-id").map(str::to_owned);
                Ok(draft)
            }
            Kind::Other(kind) => not_article(format!("content type {kind}")),
        }
    }
}

/// What a server's answer is.
enum Kind {
    Page,
    Text,
    Other(String),
}

fn kind(content_type: Option<&str>, body: &[u8]) -> Kind {
    let named = content_type.unwrap_or("").split(';').next().unwrap_or("").trim().to_ascii_lowercase();
    match &*named {
        "text/html" | "application/xhtml+xml" => Kind::Page,
        "" | "text/plain" | "application/octet-stream" | "text/xml" | "application/xml" | "unknown/unknown" => {
            match crate::format::Format::of(
                &body[..body.len().min(crate::format::HEAD)],
                "",
                &crate::FieldMap::default(),
            ) {
                crate::format::Format::Html => Kind::Page,
                crate::format::Format::Text if !named.ends_with("xml") => Kind::Text,
                _ => Kind::Other(if named.is_empty() { "unknown".to_owned() } else { named }),
            }
        }
        _ => Kind::Other(named),
    }
}
