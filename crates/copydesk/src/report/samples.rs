//! Sample rows of the report: quotes in their evidence, with speaker, cue and figures marked.

use super::evidence::{Excerpt, drawn};
use super::rows::each;
use copydesk_export::{ExportError, FinishedRun, schema};
use std::collections::BTreeMap;
use std::ops::Range;

/// Quotes shown.
const SAMPLES: usize = 12;

const COLUMNS: &[&str] = &[
    "article_id",
    "zone",
    "sentence_char_start",
    "sentence_char_end",
    "parts",
    "speaker_char_start",
    "speaker_char_end",
    "cue_char_start",
    "cue_char_end",
    "kind",
    "speaker",
    "confidence",
];

/// The section: quotes of bodies, spread evenly over the run.
pub(super) fn put(page: &mut String, run: &FinishedRun) -> Result<(), ExportError> {
    let all = run.manifest().counts.rows.get("quotes").copied().unwrap_or(0) as usize;
    let stride = all.div_ceil(SAMPLES).max(1);
    let mut samples: Vec<Excerpt> = Vec::new();
    let mut seen = 0;
    each(run, &schema::QUOTES, COLUMNS, |row| {
        seen += 1;
        if samples.len() * stride >= seen || row.text(1) != Some("body") {
            return;
        }
        let (Some(article), Some(sentence)) = (row.whole(0), row.span(2)) else { return };
        let mut marks: Vec<(Range<usize>, &'static str)> = row.parts(4).into_iter().map(|part| (part, "q")).collect();
        marks.extend(row.span(5).map(|speaker| (speaker, "s")));
        marks.extend(row.span(7).map(|cue| (cue, "c")));
        let who = row.text(10).unwrap_or("nobody named");
        let (kind, sure) = (row.text(9).unwrap_or_default(), row.number(11).unwrap_or(0.0));
        let caption = format!("{who} · {kind} · confidence {sure:.2}");
        samples.push(Excerpt { article, in_title: false, sentence, marks, caption });
    })?;
    let mut figures: BTreeMap<i64, Vec<Range<usize>>> = samples.iter().map(|s| (s.article, Vec::new())).collect();
    each(run, &schema::FIGURES, &["article_id", "zone", "char_start", "char_end"], |row| {
        let spans = row.whole(0).filter(|_| row.text(1) == Some("body")).and_then(|id| figures.get_mut(&id));
        if let (Some(spans), Some(span)) = (spans, row.span(2)) {
            spans.push(span);
        }
    })?;
    for sample in &mut samples {
        sample.marks.extend(figures.get(&sample.article).into_iter().flatten().map(|f| (f.clone(), "f")));
    }
    page.push_str(
        "<p class=\"note\"><span class=\"q\">quote</span> <span class=\"s\">speaker</span> <span class=\"c\">cue</span> \
         <span class=\"f\">figure</span></p>\n",
    );
    page.extend(drawn(run, &samples)?);
    Ok(())
}
