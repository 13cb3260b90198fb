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
use rustc_hash::{FxHashMap, FxHashSet};

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
        traits.note_nouns(found.nouns);
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
            traits.note_nouns(role.split_whitespace().map(lower_hash));
        }
    }
    for (entity, traits) in cast.traits.iter().enumerate() {
        if let Some(age) = &traits.age {
            cast.aged.entry(age.clone()).and_modify(|who| *who = None).or_insert(Some(entity as u32));
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
    let mut edges = Edges::default();
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
            acronym.or_else(|| short_of(namer, name, &edges))
        });
        let group = known.unwrap_or_else(|| {
            groups.push(Group { kind, text: name.text, form: name.form.clone(), fullest: i });
            let g = groups.len() - 1;
            if name.form.len() >= 2 && matches!(kind, EntityKind::Organization | EntityKind::Misc | EntityKind::Event) {
                edges.add(kind, &name.form, g);
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
fn short_of(namer: &Namer, name: &Named<'_>, edges: &Edges) -> Option<usize> {
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
    edges.only(kind, &name.form)
}

/// The beginnings and ends of longer names, shorter than the whole.
#[derive(Default)]
struct Edges {
    /// The group whose name begins so; none where several do.
    begins: FxHashMap<u64, Option<usize>>,
    ends: FxHashMap<u64, Option<usize>>,
}

impl Edges {
    fn add(&mut self, kind: EntityKind, form: &Form, group: usize) {
        let note = |edges: &mut FxHashMap<u64, Option<usize>>, key| {
            let same = |who: &mut Option<usize>| *who = who.filter(|g| *g == group);
            edges.entry(key).and_modify(same).or_insert(Some(group));
        };
        let shorter = form.len().saturating_sub(1);
        keys(kind, form.words.iter()).take(shorter).for_each(|key| note(&mut self.begins, key));
        keys(kind, form.words.iter().rev()).take(shorter).for_each(|key| note(&mut self.ends, key));
    }

    /// The only group whose longer name begins or ends with these words.
    fn only(&self, kind: EntityKind, form: &Form) -> Option<usize> {
        let begins = self.begins.get(&keys(kind, form.words.iter()).last()?);
        let ends = self.ends.get(&keys(kind, form.words.iter().rev()).last()?);
        match (begins, ends) {
            (Some(begins), Some(ends)) => begins.filter(|_| begins == ends),
            (Some(only), None) | (None, Some(only)) => *only,
            (None, None) => None,
        }
    }
}

/// A key for each run of words from the first on.
fn keys<'w>(kind: EntityKind, words: impl Iterator<Item = &'w u64>) -> impl Iterator<Item = u64> {
    words.scan(kind as u64, |key, word| {
        *key = combine(*key, *word);
        Some(*key)
    })
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
    let mut fullest: Vec<(usize, bool, &str)> = Vec::new();
    // Which forms of which entity its row lists already.
    let mut listed: FxHashSet<(u32, &str)> = FxHashSet::default();
    let mut times: Vec<u32> = Vec::new();
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
            fullest.push((name.form.len(), name.caps, name.text));
            times.push(0);
        }
        times[entity as usize] += 1;
        cast.times.push(times[entity as usize]);
        let known = &mut cast.entities[entity as usize];
        let (len, caps, old) = fullest[entity as usize];
        // "Balogun" names the family better than "Baloguns".
        let singular = len == 1 && known.name.strip_suffix('s') == Some(name.text);
        let fuller = name.form.len() > len || (name.form.len() == len && caps && !name.caps) || singular;
        if fuller {
            fullest[entity as usize] = (name.form.len(), name.caps, name.text);
            name.text.clone_into(&mut known.name);
            if listed.remove(&(entity, name.text)) {
                known.aliases.retain(|a| *a != name.text);
            }
            if old != name.text && listed.insert((entity, old)) {
                known.aliases.push(old.to_owned());
            }
        } else if known.name != name.text && listed.insert((entity, name.text)) {
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
    fn organizations_shorten_at_their_edges_where_one_alone_is_meant() {
        let kind = EntityKind::Organization;
        let mut edges = Edges::default();
        for (group, name) in ["Salween Dispatch", "Sudsy’s Auto Spa", "Bank of Bank", "Bank One"].iter().enumerate() {
            edges.add(kind, &Form::of(name), group);
        }
        let only = |name| edges.only(kind, &Form::of(name));
        assert_eq!(only("the Dispatch"), Some(0));
        assert_eq!((only("Sudsy’s"), only("Auto Spa"), only("Auto")), (Some(1), Some(1), None));
        assert_eq!((only("Bank"), only("of Bank"), only("Sudsy’s Auto Spa")), (None, Some(2), None));
        assert_eq!(edges.only(EntityKind::Event, &Form::of("Dispatch")), None);
    }
}
