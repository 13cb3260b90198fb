//! Who is who: groups the names of an article by what they name.
//!
//! Full names first; then each shorter form goes to the full name it fits, the nearest before it
//! where several do. Nothing is guessed across kinds, and nationalities are no countries.

use super::form::{Form, trim};
use super::lexicon::{Gender, Known, lower_hash};
use super::tagger::Found;
use super::{Cast, Entity, EntityKind, Mention, Namer, Reference, Traits, antecedent, location, people, role};
use crate::Span;
use crate::extractor::Article;
use crate::model::combine;
use crate::text::Shape;
use rustc_hash::FxHashMap;

/// A name on its way to its entity.
pub(super) struct Named<'a> {
    pub(super) found: Found,
    /// As it stands, trimmed.
    pub(super) text: &'a str,
    pub(super) form: Form,
    pub(super) key: u64,
    /// Written in capitals throughout.
    pub(super) caps: bool,
    pub(super) entity: Option<usize>,
}

/// An entity while its names are gathered.
pub(super) struct Group<'a> {
    pub(super) kind: EntityKind,
    pub(super) text: &'a str,
    pub(super) form: Form,
    /// Position of the mention whose form is the fullest.
    pub(super) fullest: usize,
}

/// Builds the cast of an article from the names that the tagger finds.
pub(super) fn cast(namer: &Namer, article: Article<'_>) -> Cast {
    let mut names = Vec::new();
    for mut found in namer.tagger.find(article) {
        let source = article.source(found.place.zone);
        found.place.span = trim(source, found.place.span);
        let text = found.place.span.of(source);
        let form = Form::of(text);
        let key = form.words.iter().fold(found.kind as u64, |k, w| combine(k, *w));
        let caps = !text.chars().any(char::is_lowercase) && text.len() > 3;
        names.push(Named { found, text, form, key, caps, entity: None });
    }
    let mut groups = Vec::new();
    people::gather(namer, article, &mut names, &mut groups);
    others(namer, article, &mut names, &mut groups);
    let mut cast = assemble(&names);
    describe(namer, article, &mut cast);
    location::locate(&namer.tagger.lexicon, &namer.places, article, &mut cast);
    cast.quoted = quoted(article);
    antecedent::pronouns(&mut cast, article);
    cast
}

/// Gives people what stands beside their names: role, affiliation, gender, age.
fn describe(namer: &Namer, article: Article<'_>, cast: &mut Cast) {
    let lexicon = &namer.tagger.lexicon;
    for at in 0..cast.mentions.len() {
        let mention = &cast.mentions[at];
        if mention.kind != EntityKind::Person {
            continue;
        }
        let found = role::beside(article, mention.place, mention.sentence, lexicon);
        let (entity, zone) = (mention.entity as usize, mention.place.zone);
        let source = article.source(zone);
        let traits = &mut cast.traits[entity];
        traits.gender = traits.gender.or(found.gender.filter(|g| *g != Gender::Either));
        traits.nouns.extend(found.nouns);
        if traits.age.is_none() {
            traits.age = found.age.map(|a| a.of(source).to_owned());
        }
        if let Some(role) = found.role
            && cast.entities[entity].role.is_none()
        {
            cast.entities[entity].role = Some(role::spelled_out(role.of(source)));
            let affiliation = role::affiliation(&cast.mentions, zone, role);
            cast.entities[entity].affiliation =
                affiliation.and_then(|a| cast.entities.get(a as usize)).map(|a| a.name.clone());
        }
    }
    for (entity, traits) in cast.entities.iter().zip(&mut cast.traits) {
        if entity.kind == EntityKind::Person && traits.gender.is_none() {
            traits.gender = people::given_gender(lexicon, &entity.name);
        }
        if let Some(role) = &entity.role {
            traits.nouns.extend(role.split_whitespace().map(lower_hash));
        }
    }
}

/// What stands between double quotation marks in the body. A mark left open closes with its paragraph.
fn quoted(article: Article<'_>) -> Vec<Span> {
    let text = &article.body.text;
    let mut spans = Vec::new();
    let mut open: Option<u32> = None;
    let mut sentences = text.sentences.iter().peekable();
    while let Some(sentence) = sentences.next() {
        for token in text.tokens.get(sentence.tokens.start as usize..sentence.tokens.end as usize).unwrap_or(&[]) {
            if token.shape != Shape::QuoteMark {
                continue;
            }
            let mark = token.span.of(article.document.body);
            let closes = match mark {
                "“" | "«" | "„" => false,
                "”" | "»" | "''" => true,
                "\"" | "``" => open.is_some(),
                _ => continue,
            };
            if closes {
                if let Some(start) = open.take() {
                    spans.push(Span { start, end: token.span.start.max(start) });
                }
            } else if open.is_none() {
                open = Some(token.span.end);
            }
        }
        let next = sentences.peek().map(|s| s.paragraph);
        if let Some(start) = open
            && next != Some(sentence.paragraph)
        {
            spans.push(Span { start, end: sentence.span.end.max(start) });
            open = None;
        }
    }
    spans
}

/// Organizations, places and the rest: same words, acronyms, short forms, names of one country.
fn others<'a>(namer: &Namer, article: Article<'_>, names: &mut [Named<'a>], groups: &mut Vec<Group<'a>>) {
    let mut order: Vec<usize> = (0..names.len()).filter(|i| names[*i].found.kind != EntityKind::Person).collect();
    order.sort_by_key(|i| (std::cmp::Reverse(names[*i].form.len()), *i));
    let mut by_key: FxHashMap<u64, usize> = FxHashMap::default();
    let mut by_edge: FxHashMap<u64, Vec<usize>> = FxHashMap::default();
    let mut by_acronym: FxHashMap<u64, usize> = FxHashMap::default();
    for i in order {
        let name = &names[i];
        let kind = name.found.kind;
        let place = (kind == EntityKind::Place)
            .then(|| namer.tagger.lexicon.same(tokens(article, &name.found)))
            .flatten()
            .map(|same| combine(same, 0x9_1ACE));
        let key = place.unwrap_or(name.key);
        let known = by_key.get(&key).copied().or_else(|| {
            if place.is_some() {
                return None;
            }
            let acronym = (name.form.len() == 1 && name.text.len() <= 8)
                .then(|| by_acronym.get(&combine(kind as u64, acronym_key(name.text))).copied())
                .flatten();
            acronym.or_else(|| short_of(namer, name, &by_edge, groups))
        });
        let group = known.unwrap_or_else(|| {
            groups.push(Group { kind, text: name.text, form: name.form.clone(), fullest: i });
            let g = groups.len() - 1;
            if name.form.len() >= 2 && matches!(kind, EntityKind::Organization | EntityKind::Misc | EntityKind::Event) {
                for edge in [name.form.words.first(), name.form.words.last()].into_iter().flatten() {
                    by_edge.entry(*edge).or_default().push(g);
                }
                for acronym in acronyms(&name.form, name.text) {
                    by_acronym.entry(combine(kind as u64, acronym)).or_insert(g);
                }
            }
            g
        });
        by_key.entry(key).or_insert(group);
        let old = &names[groups[group].fullest];
        if old.caps && !names[i].caps && names[i].form.len() >= old.form.len() {
            groups[group].fullest = i;
        }
        names[i].entity = Some(group);
    }
}

/// The one longer name that begins or ends with this one.
fn short_of(
    namer: &Namer,
    name: &Named<'_>,
    by_edge: &FxHashMap<u64, Vec<usize>>,
    groups: &[Group<'_>],
) -> Option<usize> {
    let kind = name.found.kind;
    if kind != EntityKind::Organization && kind != EntityKind::Event {
        return None;
    }
    let first = name.form.words.first()?;
    // "China" is not short for "China Mobile".
    let known = namer.tagger.lexicon.word(*first);
    if name.form.len() == 1 && (known.has(Known::Country) || known.has(Known::Demonym) || known.has(Known::City)) {
        return None;
    }
    let last = name.form.words.last()?;
    let mut fits: Vec<usize> = [first, last]
        .into_iter()
        .filter_map(|w| by_edge.get(w))
        .flatten()
        .copied()
        .filter(|g| groups[*g].kind == kind && name.form.is_edge_of(&groups[*g].form))
        .collect();
    fits.sort_unstable();
    fits.dedup();
    match fits.as_slice() {
        [one] => Some(*one),
        _ => None,
    }
}

/// Hash of an acronym's letters: "U.N." and "UN" are one.
fn acronym_key(text: &str) -> u64 {
    let mut letters = String::new();
    for c in text.chars().filter(|c| c.is_alphanumeric()) {
        letters.extend(c.to_uppercase());
    }
    lower_hash(&letters)
}

/// The acronyms that a name can have: initials of all words, and of the capitalized ones.
fn acronyms(form: &Form, text: &str) -> Vec<u64> {
    let all: String = form.initials().iter().collect();
    let capital: String = text
        .split(|c: char| c.is_whitespace() || c == '-')
        .filter_map(|w| w.chars().next().filter(|c| c.is_uppercase()))
        .collect();
    let mut keys: Vec<u64> = [all, capital].iter().filter(|a| a.chars().count() >= 2).map(|a| acronym_key(a)).collect();
    keys.dedup();
    keys
}

fn tokens<'a>(article: Article<'a>, found: &Found) -> impl Iterator<Item = u64> + use<'a> {
    let source = article.source(found.place.zone);
    let text = &article.analysis(found.place.zone).text;
    let range = found.tokens.start as usize..found.tokens.end as usize;
    text.tokens.get(range).unwrap_or(&[]).iter().map(move |t| lower_hash(t.span.of(source)))
}

/// Numbers the entities by first mention and gives each its names.
fn assemble(names: &[Named<'_>]) -> Cast {
    let mut numbers: FxHashMap<usize, u32> = FxHashMap::default();
    let mut cast = Cast::default();
    let mut fullest: Vec<(usize, bool)> = Vec::new();
    for name in names {
        let Some(group) = name.entity else { continue };
        let next = cast.entities.len() as u32;
        let entity = *numbers.entry(group).or_insert(next);
        if entity == next {
            cast.entities.push(Entity {
                kind: name.found.kind,
                name: name.text.to_owned(),
                aliases: Vec::new(),
                role: None,
                affiliation: None,
                pronoun: None,
                mentions: 0,
                quotes: 0,
                first: name.found.place,
                in_title: false,
                location: None,
                confidence: 0.0,
            });
            cast.traits.push(Traits::default());
            fullest.push((name.form.len(), name.caps));
        }
        let known = &mut cast.entities[entity as usize];
        let (len, caps) = fullest[entity as usize];
        // "Balogun" names the family better than "Baloguns".
        let singular = len == 1 && known.name.strip_suffix('s') == Some(name.text);
        let fuller = name.form.len() > len || (name.form.len() == len && caps && !name.caps) || singular;
        if fuller {
            fullest[entity as usize] = (name.form.len(), name.caps);
            let old = std::mem::replace(&mut known.name, name.text.to_owned());
            known.aliases.retain(|a| *a != name.text);
            if old != name.text && !known.aliases.contains(&old) {
                known.aliases.push(old);
            }
        } else if known.name != name.text && !known.aliases.iter().any(|a| a == name.text) {
            known.aliases.push(name.text.to_owned());
        }
        cast.mentions.push(Mention {
            place: name.found.place,
            kind: name.found.kind,
            reference: Reference::Name,
            entity,
            sentence: name.found.sentence,
            quote: None,
            confidence: name.found.confidence,
        });
    }
    cast.names = cast.mentions.len();
    cast
}
