//! Sentences of articles, cut out and marked.

use super::rows::each;
use crate::html::{self, Mark, escaped};
use copydesk_export::{ExportError, FinishedRun, schema};
use std::collections::BTreeMap;
use std::ops::Range;

/// What is to be shown of an article; offsets count code points of its body, or of its title.
#[derive(Clone, Debug)]
pub(super) struct Excerpt {
    pub(super) article: i64,
    pub(super) in_title: bool,
    pub(super) sentence: Range<usize>,
    /// Stretches and how they are marked.
    pub(super) marks: Vec<(Range<usize>, &'static str)>,
    pub(super) caption: String,
}

/// Every excerpt as HTML, in the order given, with where it stands.
///
/// # Errors
/// If the articles cannot be read.
pub(super) fn drawn(run: &FinishedRun, excerpts: &[Excerpt]) -> Result<Vec<String>, ExportError> {
    let mut wanted: BTreeMap<i64, Vec<usize>> = BTreeMap::new();
    for (i, excerpt) in excerpts.iter().enumerate() {
        wanted.entry(excerpt.article).or_default().push(i);
    }
    let mut drawn = vec![String::new(); excerpts.len()];
    each(run, &schema::ARTICLES, &["article_id", "title", "outlet", "text"], |row| {
        for i in row.whole(0).and_then(|id| wanted.get(&id)).into_iter().flatten() {
            let text = row.text(if excerpts[*i].in_title { 1 } else { 3 }).unwrap_or_default();
            let origin: Vec<&str> = row.text(2).into_iter().chain(row.text(1)).collect();
            drawn[*i] = one(&excerpts[*i], text, &origin.join(": "));
        }
    })?;
    Ok(drawn)
}

fn one(excerpt: &Excerpt, text: &str, origin: &str) -> String {
    let mut starts: Vec<usize> = text.char_indices().map(|(at, _)| at).collect();
    starts.push(text.len());
    let byte = |point: usize| starts.get(point).copied().unwrap_or(text.len());
    let bytes = |r: &Range<usize>| byte(r.start)..byte(r.end);
    let mark = |(r, class): &(Range<usize>, &'static str)| Mark { bytes: bytes(r), class, number: String::new() };
    let marks: Vec<Mark> = excerpt.marks.iter().map(mark).collect();
    format!(
        "<blockquote>{}<footer>{}<br>{}</footer></blockquote>\n",
        html::marked(text, bytes(&excerpt.sentence), &marks),
        escaped(&excerpt.caption),
        escaped(origin)
    )
}
