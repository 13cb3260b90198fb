//! Who the text gives for a number: the speaker of the quote it stands in, "according to X", or the
//! one who reports in the same sentence.

use super::lexicon::Class;
use super::piece::{Kind, Pieces};
use super::row::Scene;
use crate::Span;
use crate::quotes::Quote;
use crate::syntax::Tag;

/// A source as the row gives it.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Source {
    pub(super) name: Option<String>,
    pub(super) entity: Option<u32>,
    pub(super) quote: Option<u32>,
}

/// The source of a figure at `span`, whose pieces are `start..end`.
pub(super) fn find(scene: &Scene<'_>, span: Span, start: usize, end: usize) -> Source {
    let mut source = Source::default();
    if let Some((index, quote)) = innermost(scene.quotes, scene, span) {
        source.quote = Some(index);
        if let Some(speaker) = &quote.speaker {
            source.name =
                Some(speaker.name.clone().unwrap_or_else(|| speaker.mention.of(scene.pieces.source).to_owned()));
            source.entity = speaker.entity;
            return source;
        }
    }
    let found = according_to(scene.pieces, start, end)
        .or_else(|| reckoning(scene.pieces, end))
        .or_else(|| counter(scene.pieces, start, end))
        .or_else(|| reporter(scene.pieces, start, end));
    if let Some(phrase) = found {
        source.name = Some(phrase.of(scene.pieces.source).to_owned());
        if let Some(mention) = scene.cast.mention_at(scene.zone, phrase) {
            source.entity = Some(mention.entity);
            if mention.place.span.contains(phrase) || phrase.len() <= mention.place.span.len() + 12 {
                source.name = scene.cast.entities.get(mention.entity as usize).map(|e| e.name.clone());
            }
        } else {
            let antecedent = scene
                .cast
                .antecedent(scene.article, scene.zone, phrase)
                .or_else(|| scene.cast.bearer(scene.article, scene.zone, phrase));
            if let Some(a) = antecedent
                && let Some(entity) = scene.cast.entities.get(a.entity as usize)
            {
                source.entity = Some(a.entity);
                source.name = Some(entity.name.clone());
            }
        }
    }
    source
}

/// The smallest quote one of whose parts holds the span. Quotes are ordered by place, so those that
/// can hold it begin at or before it; a bounded number of them is looked at.
fn innermost<'q>(quotes: &'q [Quote], scene: &Scene<'_>, span: Span) -> Option<(u32, &'q Quote)> {
    let zone = scene.zone;
    let after = quotes.partition_point(|q| (q.zone, q.hull().start) <= (zone, span.start));
    quotes[..after]
        .iter()
        .enumerate()
        .rev()
        .take(24)
        .filter(|(_, q)| q.zone == zone && q.parts.iter().any(|part| part.contains(span)))
        .min_by_key(|(_, q)| q.hull().len())
        .map(|(index, q)| (index as u32, q))
}

/// The noun phrase behind "according to", in the sentence of the figure.
fn according_to(p: Pieces<'_>, start: usize, end: usize) -> Option<Span> {
    let window = start.saturating_sub(60)..(end + 60).min(p.all.len());
    let at =
        window.filter(|&at| p.low(at) == "according" && p.low(at + 1) == "to").min_by_key(|&at| at.abs_diff(start))?;
    noun_phrase(p, at + 2)
}

/// "40,000 elephants remain, by |the government|'s last count".
fn reckoning(p: Pieces<'_>, end: usize) -> Option<Span> {
    let by = (end..end + 30).find(|&at| p.low(at) == "by" && p.is_word(at + 1))?;
    let own = (by + 2..by + 8).find(|&at| p.low(at) == "s" && matches!(p.raw(at - 1), "'" | "’"))?;
    let reckons =
        |at: usize| matches!(p.low(at), "count" | "counts" | "tally" | "estimate" | "estimates" | "reckoning");
    if !(own + 1..own + 4).any(reckons) {
        return None;
    }
    let start = by + 1 + usize::from(matches!(p.low(by + 1), "the" | "a" | "an"));
    Some(p.span(start, own - 1))
}

/// Who counts: "|police| put the dead at 17", "|regulators| count five", "the loss was put at $3m by |the insurer|".
fn counter(p: Pieces<'_>, start: usize, end: usize) -> Option<Span> {
    let mut before = start.checked_sub(1)?;
    if !matches!(p.low(before), "at" | "as") {
        before = first_of_list(p, start).checked_sub(1)?;
    }
    let passive =
        |at: usize| matches!(p.low(at.wrapping_sub(1)), "was" | "were" | "been" | "be" | "is" | "are" | "and" | "to");
    let counts = |at: usize| {
        matches!(
            p.low(at),
            "counted"
                | "counts"
                | "count"
                | "lists"
                | "listed"
                | "tallied"
                | "measured"
                | "documented"
                | "cites"
                | "cited"
        ) && p.tag(at) == Tag::Verb
    };
    if counts(before) && !passive(before) {
        return subject_before(p, before);
    }
    if !matches!(p.low(before), "at" | "as") {
        return None;
    }
    let verb = (before.saturating_sub(12)..before)
        .rev()
        .take_while(|&at| p.is_word(at) || p.mark(at, '\'') || p.mark(at, '’') || p.mark(at, '-'))
        .find(|&at| matches!(p.low(at), "put" | "puts" | "estimated" | "estimates" | "gave" | "gives"))?;
    if passive(verb) {
        return (p.low(end) == "by").then(|| noun_phrase(p, end + 1)).flatten();
    }
    subject_before(p, verb)
}

/// "listed |74 dead, 118 injured and| 61 missing": where the list begins that ends with the figure at `start`.
fn first_of_list(p: Pieces<'_>, start: usize) -> usize {
    let listed = |at: usize| {
        p.digits(at).is_some()
            || p.get(at).is_some_and(|x| x.word.number.is_some())
            || p.is(at, Class::KilledNoun)
            || p.is(at, Class::InjuredNoun)
            || p.is(at, Class::Missing)
            || p.is(at, Class::Displaced)
            || p.is(at, Class::People)
            || matches!(p.low(at), "," | "and" | "at" | "least" | "some" | "more" | "than" | "about")
    };
    let first = (start.saturating_sub(16)..start).rev().take_while(|&at| listed(at)).last().unwrap_or(start);
    // "gave the toll as 17 dead and 44 wounded"
    if first < start && matches!(p.low(first), "and" | ",") { start } else { first }
}

/// "X said (that) … 12 …" and "… 12 …, X said" / "said X".
fn reporter(p: Pieces<'_>, start: usize, end: usize) -> Option<Span> {
    // A report verb before the number, the nearest first.
    let floor = start.saturating_sub(40);
    let mut at = start;
    while at > floor {
        at -= 1;
        if p.mark(at, ';') {
            break;
        }
        if reports(p, at)
            && let Some(found) = subject_before(p, at)
        {
            return Some(found);
        }
    }
    let mut at = end;
    while at < (end + 40).min(p.all.len()) {
        if p.mark(at, ';') {
            return None;
        }
        if reports(p, at) && (p.mark(at + 1, '.') || p.mark(at + 1, ',') || at + 1 >= p.all.len() || p.is_word(at + 1))
        {
            // ", officials said" or ", said Maj. Smith": a comma opens the attribution
            let comma = (1..10).find(|&k| at >= k && (p.mark(at - k, ',') || is_quote(p, at - k)));
            if let Some(k) = comma {
                if k > 1 {
                    return subject_before(p, at);
                }
                return noun_phrase(p, at + 1);
            }
        }
        at += 1;
    }
    None
}

fn is_quote(p: Pieces<'_>, at: usize) -> bool {
    matches!(p.get(at).map(|x| x.kind), Some(Kind::Mark('"' | '”' | '’')))
}

/// Verbs that are safe without the quotes' own judgement; "described", "showed", "found" are not.
fn reports(p: Pieces<'_>, at: usize) -> bool {
    matches!(p.tag(at), Tag::Verb | Tag::X)
        && matches!(
            p.low(at),
            "said"
                | "says"
                | "say"
                | "reported"
                | "announced"
                | "estimated"
                | "estimates"
                | "confirmed"
                | "acknowledged"
                | "warned"
        )
}

/// The noun phrase that ends right before the verb.
fn subject_before(p: Pieces<'_>, verb: usize) -> Option<Span> {
    let mut end = verb;
    while end > 0
        && (matches!(p.tag(end - 1), Tag::Adv | Tag::Aux)
            || matches!(p.low(end - 1), "also" | "has" | "have" | "had" | "later" | "earlier"))
    {
        end -= 1;
    }
    if end == 0 {
        return None;
    }
    // ", a spokesman, said": the apposition's head is before the comma; the nearest phrase will do
    if p.mark(end - 1, ',') {
        end -= 1;
        // "|the council|, as of 6 p.m., listed": an insertion that names nobody
        let inserted = |&at: &usize| {
            p.mark(at, ',')
                && matches!(p.low(at + 1), "as" | "in" | "on" | "at" | "after" | "by" | "which" | "who" | "citing")
        };
        end = (end.saturating_sub(10)..end).rev().find(|at| p.mark(*at, ',')).filter(inserted).unwrap_or(end);
    }
    if end == 0 {
        return None;
    }
    if matches!(p.low(end - 1), "he" | "she" | "they" | "it" | "i" | "we" | "who") {
        return (p.low(end - 1) != "who").then(|| p.span(end - 1, end));
    }
    let opening =
        |end: usize| (end.saturating_sub(10)..end).rev().take_while(|&at| in_name(p, at)).last().unwrap_or(end);
    let mut start = opening(end);
    // "|police| in Hillah gave", "|the government| in Kinshasa says": who says it stands before its place
    if start >= 2
        && p.low(start - 1) == "in"
        && p.capital(start)
        && matches!(p.tag(start - 2), Tag::Noun | Tag::Propn)
        && matches!(p.low(opening(start - 1).wrapping_sub(1)), "" | "," | "." | "that" | "but" | "and" | "while")
    {
        (start, end) = (opening(start - 1), start - 1);
    }
    while start < end && matches!(p.low(start), "the" | "a" | "an") {
        start += 1;
    }
    (start < end).then(|| p.span(start, end))
}

fn noun_phrase(p: Pieces<'_>, at: usize) -> Option<Span> {
    let mut start = at;
    while matches!(p.low(start), "the" | "a" | "an" | "to") {
        start += 1;
    }
    let mut end = start;
    while end < start + 10 && in_name(p, end) {
        end += 1;
    }
    while end > start && !p.is_word(end - 1) {
        end -= 1;
    }
    (end > start).then(|| p.span(start, end))
}

fn in_name(p: Pieces<'_>, at: usize) -> bool {
    let Some(piece) = p.get(at) else { return false };
    match piece.kind {
        Kind::Mark('.' | '’' | '\'' | '-' | '&') => piece.glued,
        Kind::Mark(_) | Kind::Digits(_) | Kind::VulgarFraction(_) => false,
        Kind::Word => match p.tag(at) {
            Tag::Noun | Tag::Propn | Tag::Adj | Tag::Det | Tag::Pron => true,
            Tag::X => !p.is(at, Class::Function) || p.low(at) == "the",
            Tag::Part => p.low(at) == "s",
            Tag::Adp => p.low(at) == "of",
            _ => false,
        },
    }
}

#[cfg(test)]
mod tests {
    use crate::entities::{Cast, Reference};
    use crate::extractor::{Analysis, Article};
    use crate::figures::Counter;
    use crate::quotes::{Quote, QuoteKind, Speaker, SpeakerKind};
    use crate::{Document, Span, Zone};

    /// A quote of these words of the body, by a speaker named at the quote and in the article at large.
    fn quote(body: &str, words: &str, speaker: Option<(&str, Option<&str>)>) -> Quote {
        let place = |words: &str| {
            let start = body.find(words).expect("words of the body");
            Span::new(start, start + words.len())
        };
        Quote {
            zone: Zone::Body,
            kind: QuoteKind::Indirect,
            parts: vec![place(words)],
            cue: None,
            speaker: speaker.map(|(mention, name)| Speaker {
                name: name.map(str::to_owned),
                mention: place(mention),
                reference: Reference::Nominal,
                kind: SpeakerKind::Anonymous,
                entity: None,
                role: None,
            }),
            addressee: None,
            medium: None,
            evidence: place(words),
            confidence: 0.9,
            speaker_confidence: 0.9,
            rule: "by hand",
            rivals: crate::quotes::Rivals::default(),
        }
    }

    /// Source and quote of each figure.
    fn sources(body: &str, quotes: &[Quote]) -> Vec<(Option<String>, Option<u32>)> {
        let (title, mut analysis) = (Analysis::default(), Analysis::default());
        crate::text::read(body, &mut analysis.text);
        let article = Article { document: Document { title: None, body }, title: &title, body: &analysis };
        let figures = Counter::default().figures(article, &Cast::default(), quotes);
        figures.into_iter().map(|f| (f.source, f.quote)).collect()
    }

    #[test]
    fn the_speaker_of_the_quote_gives_the_number() {
        let body = "Forty barns burned, the mayor said. Sixty did not.";
        let told = [quote(body, "Forty barns burned", Some(("the mayor", Some("Ida Holm"))))];
        assert_eq!(sources(body, &told), [(Some("Ida Holm".to_owned()), Some(0)), (None, None)]);
        let unnamed = [quote(body, "Forty barns burned", Some(("the mayor", None)))];
        assert_eq!(sources(body, &unnamed)[0], (Some("the mayor".to_owned()), Some(0)), "the words at the quote");
    }

    #[test]
    fn of_quotes_in_quotes_the_innermost() {
        let body = "The clerk said the miller had told him that 40 sacks were wet.";
        let told = [
            quote(body, "the miller had told him that 40 sacks were wet", Some(("The clerk", Some("clerk")))),
            quote(body, "40 sacks were wet", Some(("the miller", Some("miller")))),
        ];
        assert_eq!(sources(body, &told), [(Some("miller".to_owned()), Some(1))]);
    }

    #[test]
    fn a_number_outside_the_parts_of_a_quote_is_not_the_speakers() {
        let body = "\"We lost 12 boats,\" he shouted over 30 engines. \"And 5 nets.\"";
        let mut split = quote(body, "We lost 12 boats", Some(("he", Some("Amos Ruud"))));
        split.parts.push(quote(body, "And 5 nets", None).parts[0]);
        let ruud = || (Some("Amos Ruud".to_owned()), Some(0));
        assert_eq!(sources(body, &[split]), [ruud(), (None, None), ruud()]);
    }

    #[test]
    fn according_to_someone_without_a_quote() {
        let body = "The dam holds 40 million tonnes, according to the water board.";
        assert_eq!(sources(body, &[]), [(Some("water board".to_owned()), None)]);
        let silent = [quote(body, "The dam holds 40 million tonnes", None)];
        assert_eq!(sources(body, &silent), [(Some("water board".to_owned()), Some(0))], "the quote names nobody");
    }
}
