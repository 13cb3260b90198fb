//! Who is who: groups the names of an article by what they name.
//!
//! Full names first; then each shorter form goes to the full name it fits, the nearest before it
//! where several do. Nothing is guessed across kinds, and nationalities are no countries.

use super::form::{Fit, Form, trim};
use super::lexicon::{Gender, Known, Lexicon, lower_hash};
use super::tagger::Found;
use super::{Cast, Entity, EntityKind, Mention, Namer, Reference, Traits, antecedent, location, role};
use crate::Span;
use crate::extractor::Article;
use crate::model::combine;
use crate::text::Shape;
use rustc_hash::FxHashMap;

/// A name on its way to its entity.
struct Named<'a> {
    found: Found,
    /// As it stands, trimmed.
    text: &'a str,
    form: Form,
    key: u64,
    caps: bool,
    entity: Option<usize>,
}

/// An entity while its names are gathered.
struct Group<'a> {
    kind: EntityKind,
    text: &'a str,
    form: Form,
    /// Position of the mention whose form is the fullest.
    fullest: usize,
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
    people(namer, article, &mut names, &mut groups);
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
            traits.gender = given_gender(lexicon, &entity.name);
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

/// People: full names by length, then lone names to the nearest bearer.
fn people<'a>(namer: &Namer, article: Article<'_>, names: &mut [Named<'a>], groups: &mut Vec<Group<'a>>) {
    let mut order: Vec<usize> = (0..names.len()).filter(|i| names[*i].found.kind == EntityKind::Person).collect();
    order.sort_by_key(|i| (std::cmp::Reverse(names[*i].form.len()), *i));
    let from = groups.len();
    let mut by_key: FxHashMap<u64, usize> = FxHashMap::default();
    let mut by_word: FxHashMap<u64, Vec<usize>> = FxHashMap::default();
    for i in order {
        if names[i].form.len() < 2 {
            break;
        }
        let name = &names[i];
        let known = by_key.get(&name.key).copied().or_else(|| {
            let last = name.form.words.last()?;
            by_word
                .get(last)?
                .iter()
                .copied()
                .find(|g| name.form.person_fit(&groups[*g].form, &namer.nicknames) == Some(Fit::Full))
        });
        let group = known.unwrap_or_else(|| {
            groups.push(Group { kind: EntityKind::Person, text: name.text, form: name.form.clone(), fullest: i });
            let g = groups.len() - 1;
            for word in &name.form.words {
                by_word.entry(*word).or_default().push(g);
            }
            g
        });
        by_key.insert(name.key, group);
        if names[groups[group].fullest].caps && !names[i].caps && names[i].form.len() >= groups[group].form.len() {
            groups[group].fullest = i;
        }
        names[i].entity = Some(group);
    }
    // Lone names, in order of the text: the nearest bearer before, else the first after.
    let mut by_initials: FxHashMap<u64, usize> = FxHashMap::default();
    for (g, group) in groups.iter().enumerate().filter(|(_, g)| g.kind == EntityKind::Person) {
        let initials: String = group.form.initials().iter().collect();
        by_initials.entry(lower_hash(&initials)).or_insert(g);
    }
    let mut last_seen: FxHashMap<usize, usize> = FxHashMap::default();
    let mut lone: FxHashMap<u64, usize> = FxHashMap::default();
    for i in 0..names.len() {
        if names[i].found.kind != EntityKind::Person {
            continue;
        }
        if let Some(group) = names[i].entity {
            last_seen.insert(group, i);
            continue;
        }
        let Some(word) = names[i].form.words.first().copied() else {
            continue;
        };
        let bearers: Vec<(Fit, usize)> = by_word
            .get(&word)
            .into_iter()
            .flatten()
            .filter_map(|g| Some((names[i].form.person_fit(&groups[*g].form, &namer.nicknames)?, *g)))
            .collect();
        let best = bearers.iter().map(|b| b.0).max();
        let group = if is_family(article, &names[i].found) && bearers.len() != 1 {
            None
        } else {
            let fitting: Vec<usize> = bearers.iter().filter(|b| Some(b.0) == best).map(|b| b.1).collect();
            match fitting.as_slice() {
                [] | [_] => fitting.first().copied(),
                several => {
                    let here = Clues::of(namer, article, &names[i]);
                    several.iter().copied().max_by_key(|g| {
                        let clues = Clues::of(namer, article, &names[groups[*g].fullest]);
                        (here.agree(&clues), last_seen.get(g).copied(), std::cmp::Reverse(*g))
                    })
                }
            }
        };
        let group = group.or_else(|| nearly(&names[i], groups, namer));
        // "JM:" in an interview with Jens Mortensen.
        let group = group.or_else(|| {
            let short = names[i].text.len() <= 4 && names[i].text.bytes().all(|b| b.is_ascii_uppercase());
            short.then(|| by_initials.get(&word).copied()).flatten()
        });
        let group = group.unwrap_or_else(|| {
            *lone.entry(word).or_insert_with(|| {
                groups.push(Group {
                    kind: EntityKind::Person,
                    text: names[i].text,
                    form: names[i].form.clone(),
                    fullest: i,
                });
                groups.len() - 1
            })
        });
        if groups[group].form.len() == 1 && names[groups[group].fullest].caps && !names[i].caps {
            groups[group].fullest = i;
        }
        last_seen.insert(group, i);
        names[i].entity = Some(group);
    }
    plurals(names, &by_word, groups, from);
    known_as(article, names);
}

/// What the first word of a full name says about gender.
fn given_gender(lexicon: &Lexicon, name: &str) -> Option<Gender> {
    let known = lexicon.word(lower_hash(name.split_whitespace().next().unwrap_or("")));
    match (known.has(Known::MaleName), known.has(Known::FemaleName)) {
        (true, false) => Some(Gender::Male),
        (false, true) => Some(Gender::Female),
        _ => None,
    }
}

/// What the words beside a name tell of whom it names.
struct Clues {
    gender: Option<Gender>,
    beside: role::Beside,
    age: Option<String>,
}

impl Clues {
    fn of(namer: &Namer, article: Article<'_>, name: &Named<'_>) -> Self {
        let lexicon = &namer.tagger.lexicon;
        let beside = role::beside(article, name.found.place, name.found.sentence, lexicon);
        let gender = beside.gender.filter(|g| *g != Gender::Either);
        let given = || (name.form.len() > 1).then(|| given_gender(lexicon, name.text)).flatten();
        let age = beside.age.map(|a| a.of(article.source(name.found.place.zone)).to_owned());
        Self { gender: gender.or_else(given), beside, age }
    }

    /// How well two sets of clues agree: same title ("Dr Oduor"), same age, gender.
    fn agree(&self, other: &Self) -> i32 {
        let gender = match (self.gender, other.gender) {
            (Some(a), Some(b)) if a == b => 1,
            (Some(_), Some(_)) => -4,
            _ => 0,
        };
        let title = self.beside.nouns.iter().any(|n| other.beside.nouns.contains(n));
        let age = self.age.is_some() && self.age == other.age;
        gender + 2 * i32::from(title) + 3 * i32::from(age)
    }
}

/// The one person of whom a lone name is a nickname, the beginning of the given name ("Kas" for
/// "Kasun") or, for family names of five letters and more, a misspelling.
fn nearly(name: &Named<'_>, groups: &[Group<'_>], namer: &Namer) -> Option<usize> {
    const PEOPLE: usize = 64;
    let people = groups.iter().enumerate().filter(|(_, g)| g.kind == EntityKind::Person && g.form.len() > 1);
    let mut close = people
        .take(PEOPLE)
        .filter(|(_, g)| name.form.person_fit(&g.form, &namer.nicknames).is_some() || is_nearly(name.text, g))
        .map(|(i, _)| i);
    let one = close.next()?;
    close.next().is_none().then_some(one)
}

fn is_nearly(short: &str, group: &Group<'_>) -> bool {
    let (Some(first), Some(last)) = (group.text.split_whitespace().next(), group.text.split_whitespace().next_back())
    else {
        return false;
    };
    let begins = short.len() >= 3 && first.len() > short.len() && first.starts_with(short);
    begins || (short.len() >= 5 && is_misspelling(short, last))
}

/// One letter added, left out or changed, or two neighbours swapped; the first stays.
fn is_misspelling(a: &str, b: &str) -> bool {
    let (a, b): (Vec<char>, Vec<char>) = (a.chars().collect(), b.chars().collect());
    if a.len().abs_diff(b.len()) > 1 || a.first() != b.first() {
        return false;
    }
    let start = a.iter().zip(&b).take_while(|(x, y)| x == y).count();
    let (a, b) = (&a[start..], &b[start..]);
    let end = a.iter().rev().zip(b.iter().rev()).take_while(|(x, y)| x == y).count();
    let (a, b) = (&a[..a.len() - end], &b[..b.len() - end]);
    match (a, b) {
        ([], [_]) | ([_], [] | [_]) => true,
        ([a, b], [c, d]) => a == d && b == c,
        _ => false,
    }
}

/// "Sommerfeld, known as “the Admiral”": a second name given to the person named just before.
fn known_as(article: Article<'_>, names: &mut [Named<'_>]) {
    for i in 1..names.len() {
        let (before, name) = (&names[i - 1].found, &names[i].found);
        let same = before.kind == EntityKind::Person
            && name.kind == EntityKind::Person
            && before.place.zone == name.place.zone
            && before.sentence == name.sentence;
        if !same || name.tokens.start - before.tokens.end > 8 {
            continue;
        }
        let text = &article.analysis(name.place.zone).text;
        let source = article.source(name.place.zone);
        let between: Vec<&str> = text
            .tokens
            .get(before.tokens.end as usize..name.tokens.start as usize)
            .unwrap_or(&[])
            .iter()
            .filter(|t| t.shape == Shape::Lower)
            .map(|t| t.span.of(source))
            .filter(|w| !matches!(*w, "the" | "also" | "was" | "is" | "better" | "widely" | "who" | "and"))
            .collect();
        if matches!(
            between.as_slice(),
            ["known", "as"] | ["nicknamed" | "alias" | "a.k.a." | "aka" | "born" | "called"]
        ) {
            let (old, new) = (names[i].entity, names[i - 1].entity);
            for name in names.iter_mut().filter(|n| n.entity == old) {
                name.entity = new;
            }
        }
    }
}

/// "the Balogun brothers": a family, not one of its members.
fn is_family(article: Article<'_>, found: &Found) -> bool {
    let text = &article.analysis(found.place.zone).text;
    let source = article.source(found.place.zone);
    text.tokens.get(found.tokens.end as usize).is_some_and(|t| {
        t.shape == Shape::Lower
            && matches!(
                t.span.of(source),
                "brothers" | "sisters" | "siblings" | "family" | "twins" | "couple" | "clan" | "dynasty" | "cousins"
            )
    })
}

/// "Two Baloguns": a plural of a family name that several people of the article bear.
fn plurals(names: &mut [Named<'_>], by_word: &FxHashMap<u64, Vec<usize>>, groups: &[Group<'_>], from: usize) {
    for i in 0..names.len() {
        let Some(group) = names[i].entity.filter(|g| *g >= from) else { continue };
        if groups[group].form.len() != 1 || groups[group].fullest != i {
            continue;
        }
        let Some(singular) = names[i].text.strip_suffix('s').map(lower_hash) else { continue };
        if by_word.get(&singular).is_none_or(|bearers| bearers.len() < 2) {
            continue;
        }
        // Together with lone mentions of the family ("the Balogun brothers").
        let family = (0..names.len())
            .find(|j| names[*j].form.words == [singular] && names[*j].entity.is_some_and(|g| groups[g].form.len() == 1))
            .and_then(|j| names[j].entity);
        if let Some(family) = family {
            for name in names.iter_mut().filter(|n| n.entity == Some(group)) {
                name.entity = Some(family);
            }
        }
    }
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn misspellings_are_near() {
        assert!(is_misspelling("Mebki", "Mbeki"));
        assert!(is_misspelling("Viera", "Vieira"));
        assert!(is_misspelling("Prinicipi", "Principi"));
        assert!(!is_misspelling("Solberg", "Stoltenberg"));
        assert!(!is_misspelling("Ruiz", "Cruiz"));
    }
}
