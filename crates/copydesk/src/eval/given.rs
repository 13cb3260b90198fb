//! What the extractor finds in an annotated text, at the offsets of that text.

use super::gold::{Entity, Figure, Gold, Piece, Quote};
use copydesk_export::CodePoints;
use copydesk_extract::entities::{EntityKind, Reference};
use copydesk_extract::{Document, Extraction, Extractor, Scratch, Span, Zone};
use copydesk_ingest::Article;

/// The rows found in one annotated article; none where the reader refused it.
#[derive(Debug, Default)]
pub(crate) struct Given {
    /// Why the reader refused it.
    pub(crate) rejected: Option<String>,
    pub(super) quotes: Vec<Quote>,
    pub(super) entities: Vec<Entity>,
    pub(super) figures: Vec<Figure>,
}

impl Given {
    /// Of an article that is none to the reader.
    pub(crate) fn rejected(reason: &str) -> Self {
        Self { rejected: Some(reason.to_owned()), ..Self::default() }
    }

    /// Reads the article that the reader made of the annotated text.
    pub(crate) fn read(gold: &Gold, article: &Article, extractor: &Extractor, scratch: &mut Scratch) -> Self {
        let document = Document { title: article.title.as_deref(), body: &article.text };
        let found = extractor.extract(document, scratch);
        Self::place(gold, article, &found)
    }

    fn place(gold: &Gold, article: &Article, found: &Extraction) -> Self {
        let whole = CodePoints::new(&gold.text);
        let at = |piece: &str| gold.text.find(piece);
        let body = at(&article.text);
        let title = article.title.as_deref().and_then(at);
        // Title and body are pieces of the annotated text: a row stands as far behind their beginning there as here.
        let piece = |zone: Zone, span: Span| {
            let from = match zone {
                Zone::Title => title,
                Zone::Body => body,
            }? as u32;
            Some((whole.at(from + span.start) as usize, whole.at(from + span.end) as usize))
        };
        let spot =
            |zone: Zone, span: Span| piece(zone, span).map(|(start, end)| Piece { start: Some(start), end: Some(end) });
        let quotes = found.quotes.iter().flat_map(|q| {
            q.parts.iter().filter_map(move |part| {
                let (start, end) = piece(q.zone, *part)?;
                Some(Quote {
                    start,
                    end,
                    kind: None,
                    speaker: q.speaker.as_ref().and_then(|s| spot(q.zone, s.mention)),
                    speaker_name: q.speaker.as_ref().and_then(|s| s.name.clone()),
                    joins_previous: None,
                })
            })
        });
        let names = found.mentions.iter().filter(|m| m.reference == Reference::Name).filter_map(|m| {
            let (start, end) = piece(m.place.zone, m.place.span)?;
            let name = found.entities.get(m.entity as usize).map(|e| e.name.clone());
            Some(Entity { start, end, kind: code(m.kind).to_owned(), name, text: None })
        });
        let figures = found.figures.iter().filter_map(|f| {
            let (start, end) = piece(f.place.zone, f.place.span)?;
            let range = f.value.is_none() && f.low.is_some() && f.high.is_some();
            Some(Figure {
                start,
                end,
                value: f.value.or(if range { None } else { f.low }),
                low: f.low.filter(|_| range),
                high: f.high.filter(|_| range),
                modifier: Some(f.modifier.as_str().to_owned()),
                counted: f.counted.clone(),
                category: Some(f.category.to_owned()),
                source: f.source.clone(),
            })
        });
        Self { rejected: None, quotes: quotes.collect(), entities: names.collect(), figures: figures.collect() }
    }
}

/// The annotators' name of a kind.
fn code(kind: EntityKind) -> &'static str {
    match kind {
        EntityKind::Person => "PER",
        EntityKind::Organization => "ORG",
        EntityKind::Place => "LOC",
        EntityKind::Group | EntityKind::Event | EntityKind::Misc => "MISC",
    }
}
