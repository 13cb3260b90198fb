//! Sample rows of the report: a quote in its evidence, with speaker, cue and figures marked.

use super::rows::each;
use crate::html::{self, Mark, escaped};
use camino::Utf8Path;
use copydesk_export::Manifest;
use std::collections::BTreeMap;
use std::fmt::Write;
use std::ops::Range;

/// Quotes shown.
const SAMPLES: usize = 12;

/// A quote as the table has it; offsets count code points of the article's body.
struct Sample {
    article: i64,
    evidence: Range<usize>,
    quote: Range<usize>,
    speaker: Option<Range<usize>>,
    cue: Option<Range<usize>>,
    caption: String,
}

/// The section: quotes spread evenly over the run.
pub(super) fn put(page: &mut String, dir: &Utf8Path, manifest: &Manifest) -> anyhow::Result<()> {
    let all = manifest.counts.rows.get("quotes").copied().unwrap_or(0) as usize;
    let stride = all.div_ceil(SAMPLES).max(1);
    let columns = [
        "article_id",
        "zone",
        "sentence_char_start",
        "sentence_char_end",
        "char_start",
        "char_end",
        "speaker_char_start",
        "speaker_char_end",
        "cue_char_start",
        "cue_char_end",
        "kind",
        "speaker",
        "confidence",
    ];
    let mut samples = Vec::new();
    let mut seen = 0;
    each(dir, manifest, "quotes", &columns, |row| {
        seen += 1;
        let span = |i| Some(row.whole(i)? as usize..row.whole(i + 1)? as usize);
        if samples.len() * stride >= seen || row.text(1) != Some("body") {
            return;
        }
        let (Some(article), Some(evidence), Some(quote)) = (row.whole(0), span(2), span(4)) else { return };
        let who = row.text(11).unwrap_or("nobody named");
        let sure = row.number(12).unwrap_or(0.0);
        let caption = format!("{who} · {} · confidence {sure:.2}", row.text(10).unwrap_or_default());
        samples.push(Sample { article, evidence, quote, speaker: span(6), cue: span(8), caption });
    })?;
    let mut figures: BTreeMap<i64, Vec<Range<usize>>> = samples.iter().map(|s| (s.article, Vec::new())).collect();
    each(dir, manifest, "figures", &["article_id", "zone", "char_start", "char_end"], |row| {
        let (Some(id), Some(from), Some(to)) = (row.whole(0), row.whole(2), row.whole(3)) else { return };
        if let Some(spans) = figures.get_mut(&id).filter(|_| row.text(1) == Some("body")) {
            spans.push(from as usize..to as usize);
        }
    })?;
    let mut shown: BTreeMap<usize, String> = BTreeMap::new();
    each(dir, manifest, "articles", &["article_id", "title", "outlet", "text"], |row| {
        for (i, sample) in samples.iter().enumerate().filter(|(_, s)| row.whole(0) == Some(s.article)) {
            let spans = figures.get(&sample.article).map_or(&[][..], Vec::as_slice);
            let origin: Vec<&str> = row.text(2).into_iter().chain(row.text(1)).collect();
            shown.insert(i, one(sample, spans, row.text(3).unwrap_or_default(), &origin.join(": ")));
        }
    })?;
    page.push_str(
        "<h2>Quotes in their evidence</h2>\n<p class=\"note\"><span class=\"q\">quote</span> <span class=\"s\">speaker</span> \
         <span class=\"c\">cue</span> <span class=\"f\">figure</span></p>\n",
    );
    for sample in shown.into_values() {
        page.push_str(&sample);
    }
    Ok(())
}

fn one(sample: &Sample, figures: &[Range<usize>], text: &str, origin: &str) -> String {
    let mut starts: Vec<usize> = text.char_indices().map(|(at, _)| at).collect();
    starts.push(text.len());
    let byte = |point: usize| starts.get(point).copied().unwrap_or(text.len());
    let bytes = |r: &Range<usize>| byte(r.start)..byte(r.end);
    let mark = |r: &Range<usize>, class| Mark { bytes: bytes(r), class, number: String::new() };
    let mut marks = vec![mark(&sample.quote, "q")];
    marks.extend(sample.speaker.iter().map(|r| mark(r, "s")));
    marks.extend(sample.cue.iter().map(|r| mark(r, "c")));
    marks.extend(figures.iter().map(|r| mark(r, "f")));
    let mut out = String::new();
    // Writing to a string cannot fail.
    let _ = writeln!(
        out,
        "<blockquote>{}<footer>{}<br>{}</footer></blockquote>",
        html::marked(text, bytes(&sample.evidence), &marks),
        escaped(&sample.caption),
        escaped(origin)
    );
    out
}
