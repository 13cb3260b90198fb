//! Why a row is there: what found it, in a sentence, how sure that is, and who else was in question.
//!
//! The extractor names in `rule` what found a quote or figure; here each name has its sentence. Who else
//! was in question is read off the extraction: the names beside the one that was chosen.

use copydesk_extract::entities::{Entity, EntityKind, Reference};
use copydesk_extract::figures::Figure;
use copydesk_extract::quotes::{Quote, Rival};
use copydesk_extract::{Extraction, Place, Zone};

/// What speaks for a row.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Why {
    /// The name in the tables' column `rule`; `names-model` for entities.
    pub(crate) rule: &'static str,
    /// The same as a sentence.
    pub(crate) because: &'static str,
    /// Probability that the row is right.
    pub(crate) confidence: f32,
    /// Probability that its speaker is right, for quotes.
    pub(crate) speaker_confidence: Option<f32>,
    /// What the others were in question as: `speaker`, `source`, or the `same` entity.
    pub(crate) lost_as: &'static str,
    /// Who was in question and lost: the most probable first, or, where nothing weighed them, in the order of the text.
    pub(crate) lost: Vec<Loser>,
    /// Whom the speaker's pronoun could have meant instead.
    pub(crate) referents: Vec<Loser>,
}

/// One who was in question.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Loser {
    /// `None` where the other reading is that nobody is given.
    pub(crate) name: Option<String>,
    /// The probability that the model gave it; `None` where nothing weighs: it only stands beside the row.
    pub(crate) probability: Option<f32>,
}

impl Loser {
    /// Less probable ones are not worth a word.
    const LEAST: f32 = 0.005;

    fn all(rivals: &[Rival]) -> Vec<Self> {
        let likely = rivals.iter().filter(|r| r.probability >= Self::LEAST);
        likely.map(|r| Self { name: r.name.clone(), probability: Some(r.probability) }).collect()
    }
}

/// Every rule of the extractor, explained.
const RULES: [(&str, &str); 49] = [
    // Quotes: words that report, by where their content stands.
    ("according-to", "Words such as “according to” give the clause beside them to a source."),
    ("clause-cue", "A reporting word with its subject follows the clause that it reports: “Talks failed, she said”."),
    ("clause-split", "The attribution stands in the middle of the reported clause: “Talks, she said, failed”."),
    ("cue-as", "A reporting word with “as” before its content: “described it as a mistake”."),
    ("cue-clause", "A reporting word with the reported clause after it, without “that”: “she said talks failed”."),
    ("cue-colon", "A reporting word or phrase, a colon, and what was said."),
    ("cue-infinitive", "A reporting word with an infinitive as its content: “urged both sides to return”."),
    ("cue-noun", "A noun that reports, with its content: “the claim that talks failed”."),
    ("cue-of", "A reporting word with its content after “of”, “for”, “against” or “about”: “accused him of lying”."),
    ("cue-question", "A reporting word with a question as its content: “asked whether talks failed”."),
    ("cue-quotation", "A reporting word right before a quotation: “she called it ‘a mistake’”."),
    ("cue-that", "A reporting word with a clause that “that” opens: “she said that talks failed”."),
    ("none", "A reporting word whose content stands in no known place beside it."),
    ("quotation-cue", "A quotation with its reporting word after it: “‘Talks failed’, she said”."),
    ("quotation-split", "A quotation that its attribution splits: “‘Talks’, she said, ‘failed’”."),
    // Quotes: quotations that no reporting word claims.
    ("quotation-after-report", "A quotation right after a sentence that reports: the same speaker goes on."),
    ("quotation-after-subject", "A quotation right after a sentence without reporting word: its subject speaks."),
    ("quotation-before-subject", "A quotation right before a sentence without reporting word: its subject speaks."),
    (
        "quotation-beside-cue",
        "A quotation that no clause claims, with a reporting word near it that reports nothing else.",
    ),
    ("quotation-continued", "A quotation that stands alone: whoever spoke last goes on."),
    ("quotation-in-sentence", "A quotation within a sentence that does not say who reports it."),
    ("speaker-colon", "A name or description of the speaker, a colon, and the quotation."),
    ("headline-speaker-first", "A headline that begins with its source and a colon."),
    ("headline-speaker-last", "A headline that ends with its source after a colon or dash."),
    ("interview-turn", "A turn of an interview: a paragraph that opens with its speaker's label."),
    // Entities.
    (NAMES, "The sequence model marked its words as a name; mentions that can be one name were joined."),
    // Figures.
    ("age", "A number given as somebody's age: “aged 61”, “the 14-year-old”."),
    ("compound_unit", "Two numbers with two units that make one quantity: “two hours and 10 minutes”."),
    ("digits", "A number in digits with the thing that it counts."),
    ("elided_unit", "A number that shares the unit said at its neighbour: “from 2 to 3%”."),
    ("fraction", "A fraction in words or digits: “a third of voters”."),
    ("index_level", "The level of a stock index, in points."),
    ("money", "A number with a currency, by sign, code or word."),
    ("pair", "Two numbers that belong together by a hyphen or “to”: a score or a vote."),
    ("part", "A number that is a part of another one in its sentence: not to be added to it."),
    ("proportion", "So many of so many: “two of five sirens”."),
    ("range", "Two numbers as the ends of a range: “15 to 20”, “between 1 and 2 million”."),
    ("rank_number", "“Number one” and the like."),
    ("rank_place", "An ordinal with a place: “second place”."),
    ("rank_superlative", "An ordinal with a superlative: “third-largest”."),
    ("rank_top", "The first place of a ranking in words."),
    ("rank_verb", "An ordinal after a verb that ranks: “came third”, “ranked 12th”."),
    ("suspended_unit", "A number whose unit comes with a later one: “10- and 12-year sentences”."),
    ("times", "How often, or how many times as much."),
    ("toll", "A number of the dead, hurt or missing that takes what it counts from another number."),
    ("unit", "A number with a unit of measure: “3.5%”, “40 km”."),
    ("vague", "An amount without a number: “dozens”, “thousands of people”."),
    ("vote", "The votes for and against."),
    ("words", "A number in words with the thing that it counts."),
];

const NAMES: &str = "names-model";

/// The sentence that explains a rule.
pub(crate) fn explained(rule: &str) -> Option<&'static str> {
    RULES.iter().find(|(name, _)| *name == rule).map(|(_, sentence)| *sentence)
}

fn sentence(rule: &str) -> &'static str {
    explained(rule).unwrap_or("A rule of the extractor that has no explanation yet.")
}

/// Why a quote is there; which phrases around its cue were weighed and lost, and whom its pronoun could have meant. Where a
/// rule found the speaker, nothing was weighed: then who else is named in its evidence, outside its content.
pub(crate) fn quote(found: &Extraction, q: &Quote) -> Why {
    let chosen = q.speaker.as_ref().and_then(|s| s.entity);
    let inside = |place: Place| q.parts.iter().any(|p| p.contains(place.span));
    let mut lost = Lost::new(found, chosen);
    for m in &found.mentions {
        let beside = m.place.zone == q.zone && q.evidence.contains(m.place.span) && !inside(m.place);
        if beside && m.reference == Reference::Name && speaks(m.kind) {
            lost.add(m.entity);
        }
    }
    Why {
        rule: q.rule,
        because: sentence(q.rule),
        confidence: q.confidence,
        speaker_confidence: Some(q.speaker_confidence),
        lost_as: "speaker",
        lost: if q.rivals.phrases.is_empty() { lost.names() } else { Loser::all(&q.rivals.phrases) },
        referents: Loser::all(&q.rivals.referents),
    }
}

/// Why an entity is there; which others share a word of its name and were kept apart.
pub(crate) fn entity(found: &Extraction, index: usize) -> Why {
    let this = found.entities.get(index);
    let mut lost = Lost::new(found, Some(index as u32));
    for (i, other) in found.entities.iter().enumerate() {
        if this.is_some_and(|e| share_a_word(e, other)) {
            lost.add(i as u32);
        }
    }
    Why {
        rule: NAMES,
        because: sentence(NAMES),
        confidence: this.map_or(0.0, |e| e.confidence),
        speaker_confidence: None,
        lost_as: "same",
        lost: lost.names(),
        referents: Vec::new(),
    }
}

/// Why a figure is there; who else is named in its sentence, where the text gives a source.
pub(crate) fn figure(found: &Extraction, f: &Figure) -> Why {
    let mut lost = Lost::new(found, f.source_entity);
    let beside = |m: &&copydesk_extract::entities::Mention| {
        m.place.zone == f.place.zone
            && f.place.zone == Zone::Body
            && f.evidence.contains(m.place.span)
            && m.reference == Reference::Name
            && matches!(m.kind, EntityKind::Person | EntityKind::Organization)
    };
    if f.source.is_some() {
        found.mentions.iter().filter(beside).for_each(|m| lost.add(m.entity));
    }
    Why {
        rule: f.rule,
        because: sentence(f.rule),
        confidence: f.confidence,
        speaker_confidence: None,
        lost_as: "source",
        lost: lost.names(),
        referents: Vec::new(),
    }
}

fn speaks(kind: EntityKind) -> bool {
    !matches!(kind, EntityKind::Event | EntityKind::Misc)
}

/// Whether a word of four letters or more stands in both names.
fn share_a_word(a: &Entity, b: &Entity) -> bool {
    a.kind == b.kind && a.name.split_whitespace().any(|w| w.len() > 3 && b.name.split_whitespace().any(|v| v == w))
}

/// Those who lost, each once.
struct Lost<'a> {
    found: &'a Extraction,
    chosen: Option<u32>,
    entities: Vec<u32>,
}

impl<'a> Lost<'a> {
    fn new(found: &'a Extraction, chosen: Option<u32>) -> Self {
        Self { found, chosen, entities: Vec::new() }
    }

    fn add(&mut self, entity: u32) {
        if self.chosen != Some(entity) && !self.entities.contains(&entity) {
            self.entities.push(entity);
        }
    }

    fn names(mut self) -> Vec<Loser> {
        self.entities.sort_unstable();
        let entities = self.entities.iter().filter_map(|e| self.found.entities.get(*e as usize));
        entities.map(|e| Loser { name: Some(e.name.clone()), probability: None }).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use copydesk_extract::quotes::Rivals;
    use copydesk_extract::{Document, Extractor, Scratch};
    use copydesk_ingest::{Options, Reader, discover};
    use std::collections::BTreeSet;

    #[test]
    fn every_rule_that_the_articles_call_for_is_explained() {
        let options = Options { keep_language: true, ..Options::default() };
        let (reader, extractor, mut scratch) = (Reader::new(&options), Extractor::new(), Scratch::default());
        let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../../datasets/articles").to_owned();
        let mut seen = BTreeSet::new();
        for source in discover(&[folder]).expect("the articles are there") {
            for article in source.records(&options).filter_map(|r| r.and_then(|r| reader.article(r)).ok()) {
                let document = Document { title: article.title.as_deref(), body: &article.text };
                let found = extractor.extract(document, &mut scratch);
                seen.extend(found.quotes.iter().map(|q| q.rule).chain(found.figures.iter().map(|f| f.rule)));
            }
        }
        assert!(seen.len() > 20, "{seen:?}");
        let without: Vec<_> = seen.iter().filter(|rule| explained(rule).is_none()).collect();
        assert!(without.is_empty(), "no sentence explains {without:?}");
    }

    #[test]
    fn a_rule_is_explained_once() {
        let names: BTreeSet<&str> = RULES.iter().map(|(name, _)| *name).collect();
        assert_eq!(names.len(), RULES.len());
    }

    #[test]
    fn who_else_could_have_spoken_is_told_with_a_probability() {
        let body = "Foreign Minister Ana Ruiz met Prime Minister Boris Kent in Madrid on Monday. She said that the talks had failed.";
        let found = Extractor::new().explain(Document { title: None, body }, &mut Scratch::default());
        let why = quote(&found, &found.quotes[0]);
        assert_eq!(why.rule, "cue-that");
        assert!(why.because.contains("that"));
        assert_eq!(why.referents.len(), 1, "{why:?}");
        assert_eq!(why.referents[0].name.as_deref(), Some("Boris Kent"));
        assert!(why.referents[0].probability.is_some_and(|p| p > 0.005 && p < 0.5));
    }

    #[test]
    fn phrases_around_the_cue_lose_to_its_subject() {
        let body = "The mayor's lawyer, Ana Ruiz, told the court that Boris Kent had lied.";
        let found = Extractor::new().explain(Document { title: None, body }, &mut Scratch::default());
        let q = &found.quotes[0];
        assert_eq!(q.speaker.as_ref().and_then(|s| s.name.as_deref()), Some("Ana Ruiz"));
        let phrases = &q.rivals.phrases;
        let names: Vec<_> = phrases.iter().map(|r| r.name.as_deref()).collect();
        assert!(names.contains(&Some("court")) && names.contains(&None), "{names:?}");
        assert!(phrases.is_sorted_by(|a, b| a.probability >= b.probability));
        assert!(phrases.iter().map(|r| r.probability).sum::<f32>() < 0.5, "{phrases:?}");
    }

    #[test]
    fn explaining_changes_nothing_else() {
        let body = include_str!("../../../datasets/articles/seed.txt");
        let (extractor, mut scratch) = (Extractor::new(), Scratch::default());
        let document = Document { title: None, body };
        let mut found = extractor.explain(document, &mut scratch);
        assert!(found.quotes.iter().filter(|q| !q.rivals.phrases.is_empty()).count() > 10);
        found.quotes.iter_mut().for_each(|q| q.rivals = Rivals::default());
        assert_eq!(found, extractor.extract(document, &mut scratch));
    }
}
