//! An article in the making: what a record's parser found, and the steps that are the same for every form of input.

use crate::{Article, Options, Origin, Published, Reason, address, boilerplate, language, repair};

/// What a parser found in a record.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Draft {
    pub(crate) source_id: Option<String>,
    pub(crate) url: Option<String>,
    /// The address that the page says is its own; counts for the key only.
    pub(crate) canonical: Option<String>,
    pub(crate) outlet: Option<String>,
    pub(crate) title: Option<String>,
    pub(crate) authors: Vec<String>,
    pub(crate) section: Option<String>,
    pub(crate) published: Option<Published>,
    pub(crate) language: Option<String>,
    pub(crate) text: String,
}

/// Why there is no article: reason, and the same for a person.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Refusal {
    pub(crate) reason: Reason,
    pub(crate) detail: String,
    pub(crate) url: Option<String>,
}

impl Refusal {
    pub(crate) fn new(reason: Reason, detail: impl Into<String>) -> Self {
        Self { reason, detail: detail.into(), url: None }
    }
}

impl Draft {
    /// Leaves nothing at the ends of the text that is not of the article.
    pub(crate) fn cut_boilerplate(&mut self) {
        let body = boilerplate::body(&self.text);
        self.text.truncate(body.end);
        self.text.drain(..body.start);
    }

    /// Undoes what is certainly damage in title and text.
    pub(crate) fn repair(&mut self) {
        self.title = self.title.take().and_then(|title| one_line(&repair::repaired_line(&title)));
        self.text = repair::repaired(&with_line_feeds(std::mem::take(&mut self.text)));
        self.cut_boilerplate();
    }

    /// The article, unless it is empty, too long or in another language.
    pub(crate) fn finish(mut self, origin: Origin, options: &Options) -> Result<Article, Refusal> {
        self.url = self.url.filter(|url| !url.trim().is_empty());
        self.finish_text(origin, options).map_err(|(refusal, url)| Refusal { url, ..refusal })
    }

    fn finish_text(self, origin: Origin, options: &Options) -> Result<Article, (Refusal, Option<String>)> {
        let refused = |reason, detail: String| Err((Refusal::new(reason, detail), self.url.clone()));
        if self.text.trim().is_empty() {
            return refused(Reason::NoText, "no text".to_owned());
        }
        let (len, cap) = (self.text.len(), options.max_text_bytes);
        if len > cap {
            return refused(Reason::TooLong, format!("a text of {len} bytes; the limit is {cap}"));
        }
        let language = language::of(&self.text);
        if language.foreign && !options.keep_language {
            return refused(Reason::NotEnglish, format!("language {}", language.code));
        }
        let lang = match language.code {
            "und" => self.language.unwrap_or_else(|| "und".to_owned()),
            code => code.to_owned(),
        };
        let address = self.canonical.as_deref().or(self.url.as_deref());
        Ok(Article {
            origin,
            key: address::key(address, self.source_id.as_deref(), &self.text),
            domain: self.url.as_deref().and_then(address::domain),
            source_id: self.source_id,
            url: self.url,
            outlet: self.outlet,
            title: self.title,
            authors: self.authors,
            section: self.section,
            published: self.published,
            lang,
            lang_confidence: None,
            text: self.text,
        })
    }
}

/// The text with `\r\n` and `\r` as `\n`.
pub(crate) fn with_line_feeds(text: String) -> String {
    if memchr::memchr(b'\r', text.as_bytes()).is_none() {
        return text;
    }
    let mut out = String::with_capacity(text.len());
    let mut rest = &*text;
    while let Some(at) = memchr::memchr(b'\r', rest.as_bytes()) {
        out.push_str(&rest[..at]);
        out.push('\n');
        rest = &rest[at + 1..];
        rest = rest.strip_prefix('\n').unwrap_or(rest);
    }
    out.push_str(rest);
    out
}

/// A one-line value: spaces at its ends gone and line breaks and runs of spaces one space; empty is none.
pub(crate) fn one_line(text: &str) -> Option<String> {
    let mut out = String::with_capacity(text.len());
    for word in text.split_whitespace() {
        if !out.is_empty() {
            out.push(' ');
        }
        out.push_str(word);
    }
    (!out.is_empty()).then_some(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn line_ends_become_line_feeds() {
        let check = |text: &str, expect: &str| assert_eq!(with_line_feeds(text.to_owned()), expect);
        check("a\r\nb\rc\n\r\r\n", "a\nb\nc\n\n\n");
        check("a", "a");
    }
}
