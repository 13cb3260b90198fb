//! Invented corpora of any size: events, articles about them, copies of the articles, and what a perfect
//! extractor would find in them.

use chrono::{Days, NaiveDate};
use copydesk_extract::entities::{Entity, EntityKind, Mention, Pronoun, Reference};
use copydesk_extract::figures::{Certainty, Change, Figure, FigureKind, Modifier};
use copydesk_extract::quotes::{Cue, CueClass, Quote, QuoteKind, Speaker, SpeakerKind};
use copydesk_extract::{Extraction, Place, Span, Zone};
use copydesk_ingest::{Article, ArticleKey, Origin, Published, PublishedSource};
use std::fmt::Write;
use std::sync::Arc;
use words::{Dice, OUTLETS, PLACES, fact, organization, person, reworded, saying, surname, surname_of};

#[path = "words.rs"]
mod words;

/// An article and what is in it.
#[derive(Clone, Debug)]
pub(crate) struct Made {
    pub(crate) article: Article,
    pub(crate) found: Extraction,
    /// The number of the event, and of the article that it is a copy of.
    pub(crate) event: usize,
    pub(crate) copy_of: Option<usize>,
}

/// What happened: everyone who reports of it draws from this.
struct Event {
    place: &'static str,
    day: u64,
    people: Vec<usize>,
    organization: usize,
    /// Who (position in `people`) says what.
    sayings: Vec<(usize, String)>,
    killed: f64,
    facts: Vec<String>,
}

impl Event {
    fn new(number: usize, people: usize, seed: u64) -> Self {
        let mut dice = Dice(seed ^ (number as u64).wrapping_mul(0x5851_F42D_4C95_7F2D));
        let cast: Vec<usize> =
            (0..3).map(|n| if n == 0 { dice.below(people.div_ceil(20)) } else { dice.below(people) }).collect();
        let sayings = (0..5).map(|n| (n % cast.len(), saying(&mut dice))).collect();
        let facts = (0..24).map(|_| fact(&mut dice)).collect();
        Self {
            place: PLACES[dice.below(PLACES.len())],
            day: dice.below(365) as u64,
            people: cast,
            organization: dice.below(people.div_ceil(4)),
            sayings,
            killed: (3 + dice.below(60)) as f64,
            facts,
        }
    }
}

/// An article being written, with everything noted that is put into it.
struct Draft {
    text: String,
    found: Extraction,
}

impl Draft {
    fn put(&mut self, text: &str) -> Span {
        let start = self.text.len();
        self.text += text;
        Span::new(start, self.text.len())
    }

    fn entity(&mut self, kind: EntityKind, name: &str, role: Option<&str>, pronoun: Option<Pronoun>) -> u32 {
        self.found.entities.push(Entity {
            kind,
            name: name.to_owned(),
            aliases: Vec::new(),
            role: role.map(str::to_owned),
            affiliation: None,
            pronoun,
            mentions: 0,
            quotes: 0,
            first: Place::default(),
            in_title: false,
            location: None,
            confidence: 0.9,
        });
        self.found.entities.len() as u32 - 1
    }

    fn mention(&mut self, entity: u32, text: &str) -> Span {
        let span = self.put(text);
        let place = Place { zone: Zone::Body, span };
        let known = &mut self.found.entities[entity as usize];
        if known.mentions == 0 {
            known.first = place;
        }
        known.mentions += 1;
        if known.name != text && !known.aliases.iter().any(|a| a == text) {
            known.aliases.push(text.to_owned());
        }
        let kind = known.kind;
        self.found.mentions.push(Mention {
            place,
            kind,
            reference: Reference::Name,
            entity,
            sentence: self.found.sentences.len() as u32,
            quote: None,
            confidence: 0.9,
        });
        span
    }

    fn end_sentence(&mut self, start: usize) -> Span {
        let span = Span::new(start, self.text.len());
        self.found.sentences.push(span);
        span
    }

    fn quote(&mut self, words: &str, speaker: Option<(u32, &str, Option<&str>)>) {
        let start = self.text.len();
        self.put("\u{201c}");
        let part = self.put(words);
        self.put(",\u{201d} ");
        let (speaker, cue) = if let Some((entity, name, role)) = speaker {
            let mention = self.mention(entity, name);
            self.put(" ");
            self.found.entities[entity as usize].quotes += 1;
            let full = self.found.entities[entity as usize].name.clone();
            let kind = SpeakerKind::Person;
            let role = role.map(str::to_owned);
            (
                Speaker { name: Some(full), mention, reference: Reference::Name, kind, entity: Some(entity), role },
                self.put("said"),
            )
        } else {
            let mention = self.put("an official");
            self.put(" ");
            let name = Some("an official".to_owned());
            let kind = SpeakerKind::Anonymous;
            (Speaker { name, mention, reference: Reference::Nominal, kind, entity: None, role: None }, self.put("said"))
        };
        self.put(".");
        let evidence = self.end_sentence(start);
        self.put(" ");
        self.found.quotes.push(Quote {
            zone: Zone::Body,
            kind: QuoteKind::Direct,
            parts: vec![part],
            cue: Some(Cue { span: cue, lemma: "say".into(), class: CueClass::Say, negated: false }),
            speaker: Some(speaker),
            addressee: None,
            medium: None,
            evidence,
            confidence: 0.9,
            speaker_confidence: 0.9,
            rule: "synthetic",
            rivals: copydesk_extract::quotes::Rivals::default(),
        });
    }

    fn toll(&mut self, value: f64, modifier: Modifier, place: u32, name: &str, source: Option<(u32, &str)>) {
        let start = self.text.len();
        let words = match modifier {
            Modifier::AtLeast => "At least ",
            Modifier::About => "About ",
            _ => "",
        };
        let span = self.put(&format!("{words}{value} people"));
        self.put(" were killed in ");
        let location = self.mention(place, name);
        let source = source.map(|(entity, name)| {
            self.put(", ");
            self.mention(entity, name);
            self.put(" said");
            (entity, name.to_owned())
        });
        self.put(".");
        let evidence = self.end_sentence(start);
        self.put("\n");
        self.found.figures.push(Figure {
            place: Place { zone: Zone::Body, span },
            kind: FigureKind::Count,
            category: "casualty.killed",
            value: Some(value),
            low: (modifier == Modifier::AtLeast).then_some(value),
            high: None,
            modifier,
            unit: None,
            currency: None,
            si: None,
            counted: Some("people".into()),
            change: Change::None,
            change_from: None,
            change_to: None,
            event: Some("kill".into()),
            negated: false,
            certainty: Certainty::Asserted,
            location: Some(location),
            location_entity: Some(place),
            as_of: None,
            source: source.as_ref().map(|s| s.1.clone()),
            source_entity: source.map(|s| s.0),
            quote: None,
            evidence,
            confidence: 0.9,
            // Now and then a part of a whole, which bounds no toll.
            rule: if value % 5.0 == 0.0 { "part" } else { "synthetic" },
        });
    }
}

/// Every tenth article is a copy of an earlier one.
pub(crate) fn is_copy(number: usize) -> bool {
    number % 10 == 9
}

/// Article `number` of a corpus of `articles`.
pub(crate) fn make(number: usize, articles: usize, seed: u64) -> Made {
    let mut dice = Dice(seed ^ (number as u64 + 1).wrapping_mul(0xD134_2543_DE82_EF95));
    let copy_of = is_copy(number).then(|| number - 1 - dice.below(8));
    let original = copy_of.unwrap_or(number);
    let event_number = Dice(seed ^ original as u64).below((articles / 4).max(1));
    let event = Event::new(event_number, (articles / 8).max(30), seed);
    let mut telling = Dice(seed ^ (original as u64 + 1).wrapping_mul(0x2545_F491_4F6C_DD1D));
    let edit = copy_of.map(|_| dice.below(5));
    let outlet = OUTLETS[dice.below(OUTLETS.len())];
    let date = NaiveDate::from_ymd_opt(2025, 1, 1).unwrap_or_default()
        + Days::new(event.day + telling.below(3) as u64 + u64::from(copy_of.is_some()));
    let (text, found) = tell(&event, &mut telling, edit, &mut dice);
    let title = format!("{} in {}: report {number}", surname(event_number), event.place);
    let key = u128::from(Dice(number as u64).roll()) << 64 | number as u128;
    let article = Article {
        origin: Origin { input: Arc::from("synthetic"), record: number as i64, offset: None },
        key: ArticleKey(key),
        source_id: Some(number.to_string()),
        url: Some(format!("https://news.example/{number}")),
        domain: Some("news.example".to_owned()),
        outlet: Some(outlet.to_owned()),
        title: Some(title),
        authors: Vec::new(),
        section: None,
        published: (number % 50 != 7).then_some(Published { date, at: None, source: PublishedSource::Input }),
        lang: "en".to_owned(),
        lang_confidence: Some(1.0),
        text,
    };
    Made { article, found, event: event_number, copy_of }
}

/// Paragraphs of the event in the order and with the words of one desk; an edit makes it a copy of another
/// desk's: 0 none, 1 cut, 2 reordered, 3 a lead of its own, 4 cut and with a lead.
fn tell(event: &Event, telling: &mut Dice, edit: Option<usize>, dice: &mut Dice) -> (String, Extraction) {
    let mut draft = Draft { text: String::new(), found: Extraction::default() };
    let people: Vec<(String, &str, u32)> = event
        .people
        .iter()
        .map(|n| {
            let (name, role) = person(*n);
            let pronoun = if n % 2 == 0 { Pronoun::She } else { Pronoun::He };
            let entity = draft.entity(EntityKind::Person, &name, Some(role), Some(pronoun));
            (name, role, entity)
        })
        .collect();
    let place = draft.entity(EntityKind::Place, event.place, None, None);
    let (full, acronym) = organization(event.organization);
    let acronym_only = telling.percent(30);
    let organization = draft.entity(EntityKind::Organization, if acronym_only { &acronym } else { &full }, None, None);
    if matches!(edit, Some(3 | 4)) {
        let start = draft.text.len();
        let lead: Vec<String> = (0..3).map(|_| fact(dice)).collect();
        draft.put(&lead.join(" "));
        draft.end_sentence(start);
        draft.put("\n");
    }
    // Half of the facts, in an own order: desks that report of one event share some of them.
    let mut facts: Vec<&String> = event.facts.iter().filter(|_| telling.percent(45)).collect();
    for n in 0..facts.len() {
        let other = telling.below(facts.len());
        facts.swap(n, other);
    }
    let own: Vec<String> = (0..8).map(|_| fact(telling)).collect();
    facts.extend(&own);
    match edit {
        Some(1 | 4) => facts.truncate(facts.len() * 2 / 3),
        Some(2) => facts.reverse(),
        _ => {}
    }
    let mut sayings = event.sayings.iter().filter(|_| telling.percent(60)).collect::<Vec<_>>().into_iter();
    for (n, fact) in facts.iter().enumerate() {
        let start = draft.text.len();
        if n == 0 {
            draft.mention(organization, if acronym_only { &acronym } else { &full });
            draft.put(" reported from ");
            draft.mention(place, event.place);
            draft.put(": ");
        }
        draft.put(fact);
        if n % 2 == 1 {
            let (name, _, entity) = telling.of(&people);
            draft.put(" ");
            draft.mention(
                *entity,
                if draft.found.entities[*entity as usize].mentions > 0 { surname_of(name) } else { name },
            );
            draft.put(" noted it.");
        }
        if n == 1 && !acronym_only {
            draft.put(" ");
            draft.mention(organization, &acronym);
            draft.put(" agreed.");
        }
        draft.end_sentence(start);
        draft.put(" ");
        if n % 2 == 0
            && let Some((who, words)) = sayings.next()
        {
            let words = reworded(words, telling);
            let anonymous = telling.percent(10);
            let (name, role, entity) = &people[*who];
            let known = draft.found.entities[*entity as usize].mentions > 0;
            let shown = if known { surname_of(name) } else { name };
            draft.quote(&words, (!anonymous).then_some((*entity, shown, (!known).then_some(*role))));
        }
        if n == 3 {
            let source = telling.percent(50).then_some((organization, if acronym_only { &*acronym } else { &*full }));
            let (value, modifier) = match telling.below(6) {
                0 => (event.killed - 1.0, Modifier::AtLeast),
                1 => (event.killed + 2.0, Modifier::Exact),
                2 => (event.killed + 1.0, Modifier::About),
                3 => (event.killed, Modifier::AtLeast),
                _ => (event.killed, Modifier::Exact),
            };
            draft.put("\n");
            draft.toll(value, modifier, place, event.place, source);
        }
    }
    // Who was not mentioned is no entity of the article.
    drop_unmentioned(&mut draft.found);
    let mut words = 0;
    for word in draft.text.split_whitespace() {
        words += u32::from(word.contains(char::is_alphanumeric));
    }
    draft.found.words = words;
    let _ = write!(draft.text, " ");
    (draft.text, draft.found)
}

fn drop_unmentioned(found: &mut Extraction) {
    let mut numbers = Vec::with_capacity(found.entities.len());
    let mut next = 0;
    for entity in &found.entities {
        numbers.push(next);
        next += u32::from(entity.mentions > 0);
    }
    found.entities.retain(|e| e.mentions > 0);
    for mention in &mut found.mentions {
        mention.entity = numbers[mention.entity as usize];
    }
    for speaker in found.quotes.iter_mut().filter_map(|q| q.speaker.as_mut()) {
        speaker.entity = speaker.entity.map(|e| numbers[e as usize]);
    }
    for figure in &mut found.figures {
        figure.location_entity = figure.location_entity.map(|e| numbers[e as usize]);
        figure.source_entity = figure.source_entity.map(|e| numbers[e as usize]);
    }
}
