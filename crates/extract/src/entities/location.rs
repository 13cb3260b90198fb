//! Where places lie: the country of a place, and the point of a town.
//!
//! A name that many places bear is taken for one of them only where the article says which: a state or country beside
//! it ("Paris, Texas", "Kyiv's Podil"), in its sentence, or in the article. Else it is left open: nothing is guessed.
//! Countries, states and areas get a code and no point, since none stands for them.

use super::lexicon::{Known, KnownAs, Lexicon, lower_hash};
use super::places::{Meaning, Places, Sort};
use super::{Cast, Entity, EntityKind, Mention};
use crate::extractor::Article;
use crate::{Span, Zone};
use copydesk_gazetteer::{Country, Point, Region, Town, fold, towns};
use std::collections::BTreeMap;

#[cfg(test)]
mod cases;

/// Where a place lies.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Location {
    /// Its country.
    pub country: Country,
    /// The town's point; none for what is larger than a town, or where two towns of the country may be meant.
    pub point: Option<Point>,
}

/// A sentence: its zone and number.
type SentenceOf = (Zone, u32);

/// The countries and states that an article tells of, and which entity tells of each: none where several do.
///
/// There are only so many countries and states, so asking costs the same in an article of any length.
#[derive(Debug, Default)]
struct Clues {
    article: BTreeMap<(Country, Option<Region>), Option<u32>>,
    sentences: BTreeMap<(SentenceOf, Country), Option<u32>>,
}

impl Clues {
    fn add(&mut self, (country, region): (Country, Option<Region>), sentence: SentenceOf, entity: u32) {
        let note = |who: &mut Option<u32>| *who = who.filter(|w| *w == entity);
        self.article.entry((country, region)).and_modify(note).or_insert(Some(entity));
        self.sentences.entry((sentence, country)).and_modify(note).or_insert(Some(entity));
    }

    /// What others than this entity tell of.
    fn beside(&self, entity: u32) -> impl Iterator<Item = (Country, Option<Region>)> {
        self.article.iter().filter(move |(_, who)| **who != Some(entity)).map(|(told, _)| *told)
    }

    /// The countries that others tell of in one sentence.
    fn in_sentence(&self, sentence: SentenceOf, entity: u32) -> impl Iterator<Item = Country> {
        let from = self.sentences.range((sentence, Country::FIRST)..).take_while(move |((s, _), _)| *s == sentence);
        from.filter(move |(_, who)| **who != Some(entity)).map(|((_, country), _)| *country)
    }
}

/// A country or state that stands beside a name and holds it.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Holder {
    country: Country,
    region: Option<Region>,
    /// It may be the next of a list instead: "Hatay, Syria and Iraq".
    listed: bool,
}

/// Locates every place of the cast.
pub(super) fn locate(lexicon: &Lexicon, places: &Places, article: Article<'_>, cast: &mut Cast) {
    let mut mentions: Vec<Vec<&Mention>> = vec![Vec::new(); cast.entities.len()];
    for mention in cast.mentions.iter().filter(|m| m.kind == EntityKind::Place) {
        if let Some(of_entity) = mentions.get_mut(mention.entity as usize) {
            of_entity.push(mention);
        }
    }
    if mentions.iter().all(Vec::is_empty) {
        return;
    }
    let clues = clues(places, article, &cast.mentions);
    let locator = Locator { lexicon, places, article, clues };
    for (number, (entity, mentions)) in cast.entities.iter_mut().zip(&mentions).enumerate() {
        if entity.kind == EntityKind::Place {
            entity.location = locator.place(number as u32, entity, mentions);
        }
    }
}

/// The countries and states that the names of an article tell of, where a name tells of one.
fn clues(places: &Places, article: Article<'_>, mentions: &[Mention]) -> Clues {
    let told = |name: &str, stands_behind: bool| {
        let name = fold(name);
        let means = places.meanings(&name).iter().filter(|m| m.sort != Sort::Abbreviation || stands_behind);
        let country = only(means.clone().map(|m| m.country))??;
        Some((country, only(means.map(|m| m.region)).flatten()))
    };
    let mut clues = Clues::default();
    if let Some(dateline) = article.body.text.dateline {
        for (at, part) in dateline.of(article.document.body).split(',').enumerate() {
            if let Some(told) = told(part, at > 0) {
                clues.add(told, (Zone::Title, u32::MAX), u32::MAX);
            }
        }
    }
    for mention in mentions.iter().filter(|m| matches!(m.kind, EntityKind::Place | EntityKind::Group)) {
        let (zone, span) = (mention.place.zone, mention.place.span);
        let source = article.source(zone);
        let behind = source.get(..span.start as usize).is_some_and(stands_behind);
        if let Some(told) = told(span.of(source), behind) {
            clues.add(told, (zone, mention.sentence), mention.entity);
        }
    }
    clues
}

/// All that is asked while one place is located.
struct Locator<'a> {
    lexicon: &'a Lexicon,
    places: &'a Places,
    article: Article<'a>,
    clues: Clues,
}

impl Locator<'_> {
    fn place(&self, number: u32, entity: &Entity, mentions: &[&Mention]) -> Option<Location> {
        let (name, is_part) = self.core(&entity.name);
        let meanings: Vec<Meaning> = self
            .places
            .meanings(&name)
            .iter()
            .copied()
            .filter(|m| match m.sort {
                Sort::People => false,
                Sort::Abbreviation => mentions.iter().any(|m| stands_behind(self.before(m))),
                _ => true,
            })
            .collect();
        let is_town = meanings.iter().all(|m| m.sort == Sort::Town);
        let holder =
            if is_town || meanings.iter().any(|m| m.sort == Sort::Town) { self.holder(mentions)? } else { None };
        let bearers: Vec<Town> = if is_part { Vec::new() } else { towns(self.places.spelled(&name)).collect() };
        let country = if meanings.is_empty() {
            self.stranger(number, entity, mentions, &bearers, holder)?
        } else {
            self.known(number, mentions, &meanings, &bearers, holder)?
        };
        let meant = meanings.iter().find(|m| m.sort == Sort::Town && m.country == Some(country));
        // "New York" may be the state and "Kuwait" the country, save where a dateline or its state stands there.
        let is_surely_town = is_town
            || meant.is_some()
                && (holder.is_some_and(|h| h.region.is_some()) || mentions.iter().any(|m| self.dates(m)));
        let held = holder.filter(|h| h.country == country && !h.listed).and_then(|h| h.region);
        let point = is_surely_town.then(|| self.point(number, country, &bearers, held, meant.and_then(|m| m.region)));
        Some(Location { country, point: point.flatten() })
    }

    /// The country of a name that is known before the article is read.
    fn known(
        &self,
        number: u32,
        mentions: &[&Mention],
        meanings: &[Meaning],
        bearers: &[Town],
        holder: Option<Holder>,
    ) -> Option<Country> {
        let mut countries: Vec<Country> = meanings.iter().filter_map(|m| m.country).collect();
        countries.sort_unstable();
        countries.dedup();
        if let Some(holder) = holder {
            let fits = countries.contains(&holder.country) || bearers.iter().any(|t| holder.holds(t));
            if fits || !holder.listed {
                return Some(holder.country);
            }
        }
        match countries.as_slice() {
            [] => None,
            [country] => Some(*country),
            _ => self.choose(number, mentions, &countries, bearers),
        }
    }

    /// The country of a name that only the gazetteer knows.
    fn stranger(
        &self,
        number: u32,
        entity: &Entity,
        mentions: &[&Mention],
        bearers: &[Town],
        holder: Option<Holder>,
    ) -> Option<Country> {
        if let Some(holder) = holder {
            return (!holder.listed || bearers.iter().any(|t| holder.holds(t))).then_some(holder.country);
        }
        if bearers.is_empty() || self.is_thing(&entity.name) {
            return None;
        }
        // America has towns of all the world's names: where it is one country among others, only its named states count.
        let america = Country::of("US")?;
        let only_america = self.clues.beside(number).all(|told| told.0 == america);
        let mut countries: Vec<Country> = bearers
            .iter()
            .filter(|t| t.country != america || only_america || self.is_in_named_region(number, t))
            .filter(|t| self.clues.beside(number).any(|told| told.0 == t.country))
            .map(|t| t.country)
            .collect();
        countries.dedup();
        self.choose(number, mentions, &countries, bearers)
    }

    /// The one of several countries that the sentences of the mentions tell of, else the article, else its states.
    fn choose(&self, number: u32, mentions: &[&Mention], among: &[Country], bearers: &[Town]) -> Option<Country> {
        let near = mentions.iter().flat_map(|m| self.clues.in_sentence((m.place.zone, m.sentence), number));
        let anywhere = || only(self.clues.beside(number).map(|told| told.0).filter(|c| among.contains(c)));
        let by_region = || {
            let named = bearers.iter().filter(|t| among.contains(&t.country) && self.is_in_named_region(number, t));
            only(named.map(|t| t.country))
        };
        only(near.filter(|c| among.contains(c))).or_else(anywhere).or_else(by_region)
    }

    /// The point of the town that is meant, among those of its name.
    fn point(
        &self,
        number: u32,
        country: Country,
        bearers: &[Town],
        held: Option<Region>,
        meant: Option<Region>,
    ) -> Option<Point> {
        let mut here: Vec<&Town> = bearers.iter().filter(|t| t.country == country).collect();
        if let Some(region) = held {
            here.retain(|t| t.region == region);
        } else if let Some(region) = meant {
            let is_named = self.clues.beside(number).any(|told| told == (country, Some(region)));
            if !is_named && here.iter().any(|t| t.region != region && self.is_in_named_region(number, t)) {
                return None; // "Cleveland" in news of Tennessee
            }
            here.retain(|t| t.region == region);
        } else if country.as_str() == "US" || here.iter().any(|t| self.is_in_named_region(number, t)) {
            // Most names of American towns are also names of counties and of towns elsewhere: the state must be named.
            here.retain(|t| self.is_in_named_region(number, t));
        }
        let first = here.first()?.point;
        here.iter().all(|t| t.point.is_beside(first)).then_some(first)
    }

    fn is_in_named_region(&self, number: u32, town: &Town) -> bool {
        self.clues.beside(number).any(|told| told == (town.country, Some(town.region)))
    }

    /// The name without article, direction and what it is called, and whether something was left out that makes it a
    /// part of another place: "northern Iraq", "Helmand province".
    fn core(&self, name: &str) -> (String, bool) {
        const DIRECTIONS: &str = " northern southern eastern western central northeastern northwestern southeastern \
                                  southwestern north south east west northeast northwest southeast southwest upper \
                                  lower greater downtown mainland ";
        const HEADS: &str = " region province oblast governorate district county prefecture territory area state \
                             raion parish borough provinces ";
        let is_one_of = |list: &str, word: &str| list.contains(&format!(" {word} "));
        let folded = fold(name);
        let folded = folded.strip_prefix("the ").unwrap_or(&folded);
        if !self.places.meanings(folded).is_empty() {
            return (folded.to_owned(), false);
        }
        let mut words: Vec<&str> = folded.split(' ').collect();
        if words.len() > 1 && is_one_of(HEADS, words[words.len() - 1]) {
            words.pop();
            return (words.join(" "), true);
        }
        if words.len() > 1 && is_one_of(DIRECTIONS, words[0]) && !self.places.meanings(&words[1..].join(" ")).is_empty()
        {
            return (words[1..].join(" "), true);
        }
        (folded.to_owned(), false)
    }

    /// Whether a name that some town bears is more likely something else's: a landmark, a family, a company.
    fn is_thing(&self, name: &str) -> bool {
        const OTHERS: KnownAs = KnownAs::only(Known::Agency)
            .and(KnownAs::only(Known::International))
            .and(KnownAs::only(Known::Party))
            .and(KnownAs::only(Known::Company))
            .and(KnownAs::only(Known::Media))
            .and(KnownAs::only(Known::Team))
            .and(KnownAs::only(Known::University))
            .and(KnownAs::only(Known::Event))
            .and(KnownAs::only(Known::Calendar))
            .and(KnownAs::only(Known::Direction))
            .and(KnownAs::only(Known::Surname))
            .and(KnownAs::only(Known::MaleName))
            .and(KnownAs::only(Known::FemaleName));
        let words: Vec<u64> = name.split_whitespace().map(lower_hash).collect();
        let is_head = |w: Option<&u64>| w.is_some_and(|w| self.lexicon.word(*w).has(Known::PlaceHead));
        let whole = self.lexicon.longest(words.iter().copied()).filter(|(n, _)| *n == words.len());
        is_head(words.first()) || is_head(words.last()) || whole.is_some_and(|(_, known)| known.0 & OTHERS.0 != 0)
    }

    fn before(&self, mention: &Mention) -> &str {
        self.article.source(mention.place.zone).get(..mention.place.span.start as usize).unwrap_or("")
    }

    fn after(&self, mention: &Mention) -> &str {
        self.article.source(mention.place.zone).get(mention.place.span.end as usize..).unwrap_or("")
    }

    /// Whether the mention is the place of the dateline.
    fn dates(&self, mention: &Mention) -> bool {
        let dateline: Option<Span> = self.article.body.text.dateline;
        mention.place.zone == Zone::Body && dateline.is_some_and(|d| d.overlaps(mention.place.span))
    }

    /// What holds the place, by the words beside its mentions. None (outside) where they contradict each other.
    #[expect(clippy::option_option, reason = "nothing told, and told two ways, are two answers")]
    fn holder(&self, mentions: &[&Mention]) -> Option<Option<Holder>> {
        let mut found: Option<Holder> = None;
        for mention in mentions {
            let beside = self.holder_after(mention).or_else(|| self.holder_before(mention));
            match (found, beside) {
                (Some(old), Some(new)) if old.country != new.country => return None,
                (Some(old), Some(new)) if old.region.is_some() && new.region.is_some() && old.region != new.region => {
                    return None;
                }
                (Some(old), Some(new)) => {
                    found = Some(Holder { region: old.region.or(new.region), listed: old.listed && new.listed, ..old });
                }
                (None, new) => found = new,
                (_, None) => {}
            }
        }
        Some(found)
    }

    /// "Paris, Texas", "Taji, Iraq", "Basra in southern Iraq".
    fn holder_after(&self, mention: &Mention) -> Option<Holder> {
        let rest = self.after(mention);
        if let Some(rest) = rest.strip_prefix(", ") {
            let (holder, rest) = self.leading(rest, true)?;
            let next = rest.trim_start_matches(',').trim_start();
            let next = ["and ", "or "].iter().find_map(|w| next.strip_prefix(w)).unwrap_or(next);
            let listed = self.leading(next, false).is_some();
            return Some(Holder { listed, ..holder });
        }
        let mut rest = rest.strip_prefix(" in ")?;
        let mut words = rest.split(' ');
        while let Some(word) = words.next().filter(|w| *w == "the" || w.ends_with("ern") || *w == "central") {
            rest = rest.get(word.len() + 1..)?;
        }
        self.leading(rest, false).map(|(holder, _)| holder)
    }

    /// "Ukraine's Kharkiv", "Kyiv's Podil".
    fn holder_before(&self, mention: &Mention) -> Option<Holder> {
        let before = self.before(mention).strip_suffix(' ')?;
        let before = before.strip_suffix("'s").or_else(|| before.strip_suffix("’s"))?;
        let starts = before.rmatch_indices(' ').map(|(at, _)| at + 1).take(3);
        starts.filter_map(|start| before.get(start..)).find_map(|name| {
            let name = fold(name);
            let means = self.places.meanings(&name).iter().filter(|m| m.sort != Sort::Abbreviation);
            let country = only(means.clone().map(|m| m.country))??;
            Some(Holder { country, region: only(means.map(|m| m.region)).flatten(), listed: false })
        })
    }

    /// The country or state whose name `text` begins with, and what follows it.
    fn leading<'t>(&self, text: &'t str, behind_comma: bool) -> Option<(Holder, &'t str)> {
        if !text.starts_with(char::is_uppercase) {
            return None;
        }
        let ends = text.match_indices([' ', ',', ';', ')', '\n', '—']).map(|(at, _)| at).chain([text.len()]).take(4);
        let ends: Vec<usize> = ends.collect();
        ends.into_iter().rev().find_map(|end| {
            let piece = text.get(..end)?;
            if piece.contains([',', ';', ')', '\n', '—']) {
                return None;
            }
            let name = piece.strip_suffix("'s").or_else(|| piece.strip_suffix("’s")).unwrap_or(piece);
            let name = fold(name);
            let holds = |m: &&Meaning| match m.sort {
                Sort::Country | Sort::State => true,
                Sort::Abbreviation => behind_comma,
                _ => false,
            };
            let means = self.places.meanings(&name).iter().filter(holds);
            let country = only(means.clone().map(|m| m.country))??;
            let region = only(means.map(|m| m.region)).flatten();
            Some((Holder { country, region, listed: false }, text.get(end..)?))
        })
    }
}

impl Holder {
    fn holds(self, town: &Town) -> bool {
        self.country == town.country && self.region.is_none_or(|r| r == town.region)
    }
}

/// Whether a short form of a state may follow: "Spokane, Wash.", "(D-Mich.)".
fn stands_behind(before: &str) -> bool {
    before.trim_end().ends_with([',', '-', '–'])
}

/// The one value that all items have, if there is an item and they agree.
fn only<T: PartialEq>(mut items: impl Iterator<Item = T>) -> Option<T> {
    let first = items.next()?;
    items.all(|item| item == first).then_some(first)
}
