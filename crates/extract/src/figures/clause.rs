//! What a quantity is said of, by the tree of its sentence: the noun that it belongs to ("a fine of $500"),
//! or the subject or object of the verb that governs it ("prices rose 5%", "raised rates by 25 points").
//! Sentences without a tree are left to the rules of [`super::subject`].

use super::lexicon::Class;
use super::phrase::{Phrase, past_size, phrase};
use super::piece::Pieces;
use super::quantity::Draft;
use super::subject;
use crate::syntax::{Form, Relation, Tag};

/// How far up the tree is looked.
const CLIMB: usize = 6;

/// What the tree says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Owner {
    /// The quantity is said of this.
    Phrase(Phrase),
    /// It is said of a pronoun, of "we" or "it": of nothing that is named here.
    Pronoun,
}

/// What the quantity is said of; `None` where the sentence was not parsed or its tree does not tell.
pub(super) fn owner(p: Pieces<'_>, draft: &Draft) -> Option<Owner> {
    match climb(p, draft)? {
        // "winds tore a strip; it was 40C": another clause
        Owner::Phrase(found) if (found.end..draft.start).any(|at| p.mark(at, ';')) => None,
        Owner::Phrase(found) => Some(Owner::Phrase(later_subject(p, found, draft).unwrap_or(found))),
        Owner::Pronoun => Some(Owner::Pronoun),
    }
}

/// "The clinic treats 15 patients and |the refinery| made 3 barrels": a subject of its own behind "and", which
/// trees now and then overlook.
fn later_subject(p: Pieces<'_>, found: Phrase, draft: &Draft) -> Option<Phrase> {
    (found.end..draft.start)
        .filter(|&at| {
            matches!(p.low(at), "and" | "but" | "while" | "as" | "whereas") && subject::past_names(p, at) == at
        })
        .filter_map(|at| phrase(p, at + 1))
        .find(|own| own.end < draft.start && subject::verb(p, own.end))
}

fn climb(p: Pieces<'_>, draft: &Draft) -> Option<Owner> {
    let inside = p.token(draft.start)?..=p.token(draft.end.checked_sub(1)?)?;
    let mut top = p.token(draft.number)?;
    while let Some(head) = p.syntax.governor(top).filter(|head| inside.contains(head)) {
        top = head;
    }
    for _ in 0..CLIMB {
        let has_copula = p.syntax.dependent(top, &[Relation::Cop]).is_some();
        if has_copula && let Some(noun) = p.syntax.subject(top) {
            return named(p, noun, draft);
        }
        let head = p.syntax.governor(top)?;
        let relation = p.syntax.relation(top);
        let adnominal = matches!(
            relation,
            Relation::Nummod | Relation::Compound | Relation::Amod | Relation::Nmod | Relation::NmodUnmarked
        );
        let beside = matches!(relation, Relation::Conj | Relation::Appos | Relation::Parataxis | Relation::List)
            && !verbal(p, head);
        if adnominal && measured(p, head, draft) {
            return named(p, head, draft);
        }
        if !adnominal && !beside && (verbal(p, head) || p.syntax.subject(head).is_some()) {
            return governed(p, top, relation, head, draft);
        }
        top = head;
    }
    None
}

/// A verb governs the quantity: its object if the quantity only tells how much, else its subject.
fn governed(p: Pieces<'_>, top: u32, relation: Relation, verb: u32, draft: &Draft) -> Option<Owner> {
    let oblique = matches!(
        relation,
        Relation::Obl
            | Relation::OblUnmarked
            | Relation::Advmod
            | Relation::Xcomp
            | Relation::Advcl
            | Relation::NmodUnmarked
    );
    if oblique
        && let Some(object) = p.syntax.dependent(verb, &[Relation::Obj])
        && object != top
        && measured(p, object, draft)
    {
        return named(p, object, draft);
    }
    named(p, p.syntax.shared_subject(verb)?, draft)
}

fn verbal(p: Pieces<'_>, token: u32) -> bool {
    matches!(p.syntax.tag(token), Tag::Verb | Tag::Aux)
}

/// A noun that can have a size: no time, no unit, no part of the quantity itself.
fn measured(p: Pieces<'_>, token: u32, draft: &Draft) -> bool {
    let Some(at) = p.piece_of(token) else { return false };
    let inside = (draft.start..draft.end).contains(&at);
    let unit = p.get(at).is_some_and(|x| !x.capital && (x.word.opens_unit || x.word.opens_currency));
    let day = p.is(at, Class::Weekday) || (p.is(at, Class::Month) && p.capital(at));
    matches!(p.syntax.tag(token), Tag::Noun | Tag::Propn) && !inside && !unit && !day
}

/// The words of a noun; a relative pronoun stands for the noun before its clause.
fn named(p: Pieces<'_>, noun: u32, draft: &Draft) -> Option<Owner> {
    match p.syntax.tag(noun) {
        Tag::Pron | Tag::Det => {
            let relative = p.syntax.forms.get(noun as usize) == Some(&Form::Interrogative)
                || p.piece_of(noun).is_some_and(|at| p.low(at) == "that");
            let antecedent = p
                .syntax
                .governor(noun)
                .filter(|verb| relative && p.syntax.relation(*verb) == Relation::AclRelcl)
                .and_then(|verb| p.syntax.governor(verb));
            match antecedent {
                Some(noun) if measured(p, noun, draft) => noun_phrase(p, noun, draft).map(Owner::Phrase),
                // "the country that is 90 miles wide": the tree misses whose clause it is
                _ if relative => None,
                _ => Some(Owner::Pronoun),
            }
        }
        Tag::Noun | Tag::Propn if measured(p, noun, draft) => noun_phrase(p, noun, draft).map(Owner::Phrase),
        _ => None,
    }
}

/// The noun phrase of a noun without its determiner.
fn noun_phrase(p: Pieces<'_>, noun: u32, draft: &Draft) -> Option<Phrase> {
    let range = p.syntax.noun_phrase(noun);
    let mut start = p.piece_of(range.start)?;
    let mut end = p.all.partition_point(|x| x.token < range.end);
    if start < draft.end && draft.start < end {
        // "a $20,000 cash payment": the quantity stands in its own noun phrase
        if start < draft.start || end <= draft.end {
            return None;
        }
        start = draft.end;
    }
    // "well below |the recent peak|"
    while (p.is(start, Class::Determiner) || matches!(p.tag(start), Tag::Adv | Tag::Adp)) && start + 1 < end {
        start += 1;
    }
    start = past_size(p, start, end);
    while end > start + 1 && !p.is_word(end - 1) && p.digits(end - 1).is_none() {
        end -= 1;
    }
    (start < end).then_some(Phrase { start, end })
}
