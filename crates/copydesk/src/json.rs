//! An article and all that was found in it as one JSON value, with offsets in code points and in bytes.
//!
//! Fields are called as the columns of the tables; `docs/tables.md` tells what they mean.

use crate::why::{self, Loser, Why};
use copydesk_export::CodePoints;
use copydesk_extract::{Extraction, Span, Zone};
use copydesk_ingest::Article;
use serde_json::{Map, Value, json};

/// The whole page. `explain` adds why each row is there.
pub(crate) fn page(article: &Article, found: &Extraction, explain: bool) -> Value {
    let texts = Texts {
        title: article.title.as_deref().unwrap_or(""),
        title_points: CodePoints::new(article.title.as_deref().unwrap_or("")),
        body: &article.text,
        body_points: CodePoints::new(&article.text),
    };
    let reasoned = |row: Value, why: &dyn Fn() -> Why| if explain { with(row, "why", reason(&why())) } else { row };
    let quotes = found.quotes.iter().map(|q| reasoned(quote(&texts, q), &|| why::quote(found, q)));
    let entities = found.entities.iter().enumerate();
    let entities = entities.map(|(i, e)| reasoned(entity(i, e), &|| why::entity(found, i)));
    let figures = found.figures.iter().map(|f| reasoned(figure(&texts, f), &|| why::figure(found, f)));
    json!({
        "article": {
            "input_uri": &*article.origin.input,
            "input_record": article.origin.record,
            "article_id": article.key.id(),
            "source_id": article.source_id,
            "url": article.url,
            "outlet": article.outlet,
            "authors": article.authors,
            "published_date": article.published.map(|p| p.date.to_string()),
            "lang": article.lang,
            "title": article.title,
            "text": article.text,
            "n_words": found.words,
            "sentences": found.sentences.iter().map(|s| texts.span(Zone::Body, *s)).collect::<Vec<_>>(),
        },
        "quotes": quotes.collect::<Vec<_>>(),
        "entities": entities.collect::<Vec<_>>(),
        "mentions": found.mentions.iter().map(|m| mention(&texts, m)).collect::<Vec<_>>(),
        "figures": figures.collect::<Vec<_>>(),
    })
}

/// The two texts that offsets point into.
struct Texts<'a> {
    title: &'a str,
    title_points: CodePoints<'a>,
    body: &'a str,
    body_points: CodePoints<'a>,
}

impl Texts<'_> {
    fn span(&self, zone: Zone, span: Span) -> Value {
        let (text, points) = match zone {
            Zone::Title => (self.title, &self.title_points),
            Zone::Body => (self.body, &self.body_points),
        };
        json!({
            "text": span.of(text),
            "char_start": points.at(span.start),
            "char_end": points.at(span.end),
            "byte_start": span.start,
            "byte_end": span.end,
        })
    }
}

fn with(mut row: Value, field: &str, value: Value) -> Value {
    if let Value::Object(fields) = &mut row {
        fields.insert(field.to_owned(), value);
    }
    row
}

/// A row whose first fields are those of a span.
fn spanned(span: Value, rest: Value) -> Value {
    let mut fields = Map::new();
    for part in [span, rest] {
        if let Value::Object(part) = part {
            fields.extend(part);
        }
    }
    Value::Object(fields)
}

fn reason(why: &Why) -> Value {
    let mut row = json!({
        "rule": why.rule,
        "because": why.because,
        "confidence": rounded(why.confidence),
        "lost": why.lost.iter().map(loser).collect::<Vec<_>>(),
        "lost_as": why.lost_as,
    });
    if !why.referents.is_empty() {
        row = with(row, "referents", why.referents.iter().map(loser).collect());
    }
    if let Some(sure) = why.speaker_confidence {
        row = with(row, "speaker_confidence", rounded(sure));
    }
    row
}

/// `name` is null where the other reading is that nobody is given, `probability` where nothing weighed.
fn loser(loser: &Loser) -> Value {
    json!({ "name": loser.name, "probability": loser.probability.map(rounded) })
}

/// Four digits of a probability: what is below them says nothing.
fn rounded(p: f32) -> Value {
    json!((f64::from(p) * 1e4).round() / 1e4)
}

fn quote(texts: &Texts<'_>, q: &copydesk_extract::quotes::Quote) -> Value {
    let part = |s: &Span| texts.span(q.zone, *s);
    let speaker = q.speaker.as_ref().map(|s| {
        spanned(
            texts.span(q.zone, s.mention),
            json!({
                "name": s.name, "kind": s.kind.as_str(), "reference": s.reference.as_str(),
                "entity_index": s.entity, "role": s.role,
            }),
        )
    });
    let cue = q.cue.as_ref().map(|c| {
        let said = json!({ "lemma": c.lemma, "class": c.class.as_str(), "negated": c.negated });
        spanned(texts.span(q.zone, c.span), said)
    });
    json!({
        "zone": zone(q.zone),
        "kind": q.kind.as_str(),
        "parts": q.parts.iter().map(part).collect::<Vec<_>>(),
        "speaker": speaker,
        "cue": cue,
        "addressee": q.addressee.as_ref().map(part),
        "medium": q.medium.map(copydesk_extract::quotes::Medium::as_str),
        "evidence": part(&q.evidence),
        "confidence": rounded(q.confidence),
        "speaker_confidence": rounded(q.speaker_confidence),
        "rule": q.rule,
    })
}

fn entity(index: usize, e: &copydesk_extract::entities::Entity) -> Value {
    json!({
        "entity_index": index,
        "type": e.kind.as_str(),
        "name": e.name,
        "aliases": e.aliases,
        "role": e.role,
        "affiliation": e.affiliation,
        "pronoun": e.pronoun.map(copydesk_extract::entities::Pronoun::as_str),
        "n_mentions": e.mentions,
        "n_quotes": e.quotes,
        "in_title": e.in_title,
        "confidence": rounded(e.confidence),
    })
}

fn mention(texts: &Texts<'_>, m: &copydesk_extract::entities::Mention) -> Value {
    let row = json!({
        "zone": zone(m.place.zone),
        "type": m.kind.as_str(),
        "reference": m.reference.as_str(),
        "entity_index": m.entity,
        "quote_index": m.quote,
        "confidence": rounded(m.confidence),
    });
    spanned(texts.span(m.place.zone, m.place.span), row)
}

fn figure(texts: &Texts<'_>, f: &copydesk_extract::figures::Figure) -> Value {
    let row = json!({
        "zone": zone(f.place.zone),
        "kind": f.kind.as_str(),
        "category": f.category,
        "value": f.value, "low": f.low, "high": f.high,
        "modifier": f.modifier.as_str(),
        "unit": f.unit, "currency": f.currency,
        "value_si": f.si.map(|s| s.0), "unit_si": f.si.map(|s| s.1),
        "counted": f.counted,
        "change": f.change.as_str(), "change_from": f.change_from, "change_to": f.change_to,
        "event": f.event, "negated": f.negated, "certainty": f.certainty.as_str(),
        "place": f.location.map(|s| texts.span(f.place.zone, s)),
        "place_entity_index": f.location_entity,
        "as_of": f.as_of.map(|s| texts.span(f.place.zone, s)),
        "source": f.source, "source_entity_index": f.source_entity,
        "quote_index": f.quote,
        "evidence": texts.span(f.place.zone, f.evidence),
        "confidence": rounded(f.confidence),
        "rule": f.rule,
    });
    spanned(texts.span(f.place.zone, f.place.span), row)
}

fn zone(zone: Zone) -> &'static str {
    match zone {
        Zone::Title => "title",
        Zone::Body => "body",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::commands::article_of;
    use copydesk_extract::{Document, Extractor, Scratch};

    #[test]
    fn offsets_count_code_points_and_bytes() {
        let article = article_of("“Così è,” said Foreign Minister Ana Ruiz in Madrid on Monday.");
        let found = Extractor::new().extract(Document { title: None, body: &article.text }, &mut Scratch::default());
        let page = page(&article, &found, true);
        let part = &page["quotes"][0]["parts"][0];
        assert_eq!(part["text"], "Così è");
        assert_eq!((part["char_start"].as_i64(), part["char_end"].as_i64()), (Some(1), Some(7)));
        assert_eq!((part["byte_start"].as_i64(), part["byte_end"].as_i64()), (Some(3), Some(11)));
        assert_eq!(page["quotes"][0]["speaker"]["name"], "Ana Ruiz");
        assert_eq!(page["quotes"][0]["why"]["rule"], page["quotes"][0]["rule"]);
    }
}
