//! One article as a web page: its text with everything marked, and what is known of each mark below.

use crate::html::{self, Mark, escaped};
use crate::marked;
use crate::why::{self, Why};
use copydesk_extract::entities::Reference;
use copydesk_extract::{Extraction, Zone};
use copydesk_ingest::Article;
use std::fmt::Write;

/// The whole page. `explain` adds why each row is there.
pub(crate) fn page(article: &Article, found: &Extraction, explain: bool) -> String {
    let title = article.title.as_deref().unwrap_or("Untitled");
    let mut page = html::open(title);
    // Writing to a string cannot fail.
    let heading = match &article.title {
        Some(title) => html::marked(title, 0..title.len(), &marks(Zone::Title, found)),
        None => escaped(title),
    };
    let _ = writeln!(page, "<h1>{heading}</h1>");
    let origin = format!("{}, record {}", article.origin.input, article.origin.record);
    let day = article.published.map(|p| p.date.to_string());
    let byline: Vec<&str> =
        article.outlet.as_deref().into_iter().chain(day.as_deref()).chain([origin.as_str()]).collect();
    let _ = writeln!(page, "<p class=\"note\">{}</p>", escaped(&byline.join(" · ")));
    let _ = writeln!(
        page,
        "<p class=\"note\"><span class=\"q\">quote</span> <span class=\"s\">speaker</span> <span class=\"c\">cue</span> \
         <span class=\"e\">name</span> <span class=\"f\">figure</span></p>"
    );
    let text = article.text.trim_end();
    let _ =
        writeln!(page, "<div class=\"text\">{}</div>", html::marked(text, 0..text.len(), &marks(Zone::Body, found)));
    let source = |zone: Zone| match zone {
        Zone::Title => article.title.as_deref().unwrap_or(""),
        Zone::Body => &*article.text,
    };
    let reason = |why: &dyn Fn() -> Why| explain.then(why);
    let quotes = found.quotes.iter().map(|q| (marked::quote(q, source(q.zone)), reason(&|| why::quote(found, q))));
    let entities = found.entities.iter().enumerate();
    let entities = entities.map(|(i, e)| (marked::entity(e), reason(&|| why::entity(found, i))));
    let figures = found.figures.iter();
    let figures = figures.map(|f| (marked::figure(f, source(f.place.zone)), reason(&|| why::figure(found, f))));
    list(&mut page, "Quotes", quotes);
    list(&mut page, "Entities", entities);
    list(&mut page, "Figures", figures);
    page + html::CLOSE
}

fn list(page: &mut String, head: &str, rows: impl Iterator<Item = (String, Option<Why>)>) {
    let _ = writeln!(page, "<h2>{head}</h2>\n<ol class=\"rows\">");
    for (row, why) in rows {
        let _ = write!(page, "<li>{}", escaped(&row));
        for line in why.iter().flat_map(marked::reasons) {
            let _ = write!(page, "<br><span class=\"soft\">{}</span>", escaped(&line));
        }
        page.push_str("</li>\n");
    }
    page.push_str("</ol>\n");
}

fn marks(zone: Zone, found: &Extraction) -> Vec<Mark> {
    let mut marks = Vec::new();
    let mut mark = |span: copydesk_extract::Span, class, number: String| {
        marks.push(Mark { bytes: span.start as usize..span.end as usize, class, number });
    };
    for (i, q) in found.quotes.iter().enumerate().filter(|(_, q)| q.zone == zone) {
        q.parts.iter().for_each(|p| mark(*p, "q", (i + 1).to_string()));
        if let Some(speaker) = &q.speaker {
            mark(speaker.mention, "s", String::new());
        }
        if let Some(cue) = &q.cue {
            mark(cue.span, "c", String::new());
        }
    }
    for m in found.mentions.iter().filter(|m| m.place.zone == zone && m.reference == Reference::Name) {
        mark(m.place.span, "e", (m.entity + 1).to_string());
    }
    for (i, f) in found.figures.iter().enumerate().filter(|(_, f)| f.place.zone == zone) {
        mark(f.place.span, "f", (i + 1).to_string());
    }
    marks
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::commands::article_of;
    use copydesk_extract::{Document, Extractor, Scratch};

    #[test]
    fn nothing_of_the_article_is_markup() {
        let article = article_of("“<script>alert(1)</script> has to go,” Foreign Minister Ana Ruiz said on Monday.");
        let found = Extractor::new().extract(Document { title: None, body: &article.text }, &mut Scratch::default());
        let page = page(&article, &found, true);
        assert!(!page.contains("<script"), "{page}");
        assert!(page.contains("&lt;script&gt;"));
        assert!(page.contains("class=\"q\""));
    }
}
