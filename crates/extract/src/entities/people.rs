//! Who is who among people: which shorter names, nicknames, misspellings and plurals go to which full name.

use super::form::Fit;
use super::identity::{Group, Named};
use super::lexicon::{Gender, Known, Lexicon, lower_hash};
use super::tagger::Found;
use super::{EntityKind, Namer, role};
use crate::extractor::Article;
use crate::text::Shape;
use rustc_hash::FxHashMap;

/// Of the people who share a word of their names, as many are told apart: no family is larger.
const BEARERS: usize = 100;

/// People: full names by length, then lone names to the nearest bearer.
pub(super) fn gather<'a>(namer: &Namer, article: Article<'_>, names: &mut [Named<'a>], groups: &mut Vec<Group<'a>>) {
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
                .take(BEARERS)
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
    let full = from..groups.len();
    let mut clues: FxHashMap<usize, Clues> = FxHashMap::default();
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
            .take(BEARERS)
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
                        let of_full = || Clues::of(namer, article, &names[groups[*g].fullest]);
                        let clues = clues.entry(*g).or_insert_with(of_full);
                        (here.agree(clues), last_seen.get(g).copied(), std::cmp::Reverse(*g))
                    })
                }
            }
        };
        let group = group.or_else(|| nearly(&names[i], &groups[full.clone()], namer).map(|at| full.start + at));
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
pub(super) fn given_gender(lexicon: &Lexicon, name: &str) -> Option<Gender> {
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

/// The one of the people with full names of whom a lone name is a nickname, the beginning of the given name ("Kas" for
/// "Kasun") or, for family names of five letters and more, a misspelling.
fn nearly(name: &Named<'_>, people: &[Group<'_>], namer: &Namer) -> Option<usize> {
    const PEOPLE: usize = 64;
    let mut close = people
        .iter()
        .enumerate()
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

/// "Halvorsen, known as “the Baker”": a second name given to the person named just before.
fn known_as(article: Article<'_>, names: &mut [Named<'_>]) {
    let mut groups = Joined::default();
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
            let (old, new) = (groups.of(names[i].entity), groups.of(names[i - 1].entity));
            groups.join(old, new);
        }
    }
    groups.settle(names);
}

/// Groups that became one, so that a name is moved once, however many groups it came through.
#[derive(Default)]
struct Joined {
    into: FxHashMap<usize, usize>,
}

impl Joined {
    /// The group that this one is by now.
    fn of(&mut self, group: Option<usize>) -> Option<usize> {
        let first = group?;
        let mut last = first;
        while let Some(next) = self.into.get(&last) {
            last = *next;
        }
        // The way is shorter the next time.
        let mut at = first;
        while let Some(next) = self.into.get_mut(&at) {
            at = std::mem::replace(next, last);
        }
        Some(last)
    }

    fn join(&mut self, old: Option<usize>, new: Option<usize>) {
        if let (Some(old), Some(new)) = (old, new)
            && old != new
        {
            self.into.insert(old, new);
        }
    }

    /// Gives every name the group that its own has become.
    fn settle(&mut self, names: &mut [Named<'_>]) {
        for name in names {
            name.entity = self.of(name.entity);
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
    // Lone mentions of a family ("the Balogun brothers"), the first of each.
    let mut families: FxHashMap<u64, usize> = FxHashMap::default();
    for name in names.iter() {
        if let (&[word], Some(group)) = (name.form.words.as_slice(), name.entity)
            && groups[group].form.len() == 1
        {
            families.entry(word).or_insert(group);
        }
    }
    let mut joined = Joined::default();
    for (i, name) in names.iter().enumerate() {
        let Some(group) = joined.of(name.entity).filter(|g| *g >= from) else { continue };
        if groups[group].form.len() != 1 || groups[group].fullest != i {
            continue;
        }
        let Some(singular) = name.text.strip_suffix('s').map(lower_hash) else { continue };
        if by_word.get(&singular).is_none_or(|bearers| bearers.len() < 2) {
            continue;
        }
        let family = families.get(&singular).copied();
        let family = joined.of(family);
        joined.join(Some(group), family);
    }
    joined.settle(names);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn groups_that_join_twice_end_in_one() {
        let mut joined = Joined::default();
        joined.join(Some(3), Some(2));
        let two = joined.of(Some(2));
        joined.join(two, Some(1));
        joined.join(Some(1), Some(1));
        assert_eq!([1, 2, 3, 4].map(|group| joined.of(Some(group))), [Some(1), Some(1), Some(1), Some(4)]);
        assert_eq!(joined.of(None), None);
    }

    #[test]
    fn misspellings_are_near() {
        assert!(is_misspelling("Mebki", "Mbeki"));
        assert!(is_misspelling("Viera", "Vieira"));
        assert!(is_misspelling("Prinicipi", "Principi"));
        assert!(!is_misspelling("Solberg", "Stoltenberg"));
        assert!(!is_misspelling("Ruiz", "Cruiz"));
    }
}
