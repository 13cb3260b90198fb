//! Numbers of tables and lists on a page, which say nothing without the head of their column: "Iowa 43.7", a rank that
//! is a line alone, "11: Use a firewall", "Boise, Idaho 83702".

use super::lexicon::Class;
use super::numeral::{Form, Numeral};
use super::piece::{Kind, Pieces};
use super::refuse::{Refused, before, measured};
use crate::syntax::Tag;

/// No line of a table is longer, in pieces.
const LINE: usize = 80;

/// A line that is a number alone: a rank, a cell, a number of a page. An answer in words or in quotes counts.
pub(super) fn lone(p: Pieces<'_>, n: &Numeral) -> Refused {
    let mark =
        |at: usize| matches!(p.get(at).map(|x| x.kind), Some(Kind::Mark('.' | ')' | '(' | ':' | '#' | '*' | '•')));
    let alone = n.end - n.start <= 2 && (0..n.start).all(mark) && (n.end..p.all.len()).all(mark);
    (n.form == Form::Digits && n.scale <= 1.0 && alone).then_some(n.end)
}

/// "Iowa 43.7", "Comfort 9.2": a bare number behind its label, and nobody does anything in the line. Behind a colon
/// the label says what is counted ("Seats: 212").
pub(super) fn labelled(p: Pieces<'_>, n: &Numeral) -> Refused {
    if n.form != Form::Digits || n.scale > 1.0 || measured(p, n) || p.all.len() > LINE {
        return None;
    }
    let ends = matches!(p.get(n.end).map(|x| x.kind), None | Some(Kind::Digits(_) | Kind::Mark('|' | '•')));
    // The label stands before the first number of a row of them: "Pears 5 10 |20|".
    let label = (0..n.start).rev().find(|&at| p.digits(at).is_none() || p.glued(at))?;
    let named =
        matches!(p.tag(label), Tag::Noun | Tag::Propn | Tag::X) && p.is_word(label) && !says_something(p, label);
    let verbless = || !(0..p.all.len()).any(|at| matches!(p.tag(at), Tag::Verb | Tag::Aux));
    (ends && named && verbless()).then_some(n.end)
}

/// Words behind which a bare number is a quantity, verb or none: "toll 57", "dead 12", "Nikkei 9,412".
fn says_something(p: Pieces<'_>, at: usize) -> bool {
    const CLASSES: &[Class] = &[
        Class::Function,
        Class::KilledNoun,
        Class::KilledVerb,
        Class::InjuredNoun,
        Class::InjuredVerb,
        Class::Missing,
        Class::Displaced,
        Class::Detained,
        Class::Toll,
        Class::IndexName,
        Class::Up,
        Class::Down,
        Class::Report,
        Class::Vote,
        Class::Score,
    ];
    CLASSES.iter().any(|&class| p.is(at, class)) || p.get(at).is_some_and(|x| x.word.ends_modifier)
}

/// "Boise, Idaho 83702", "Washington, D.C. 20500": a postal code behind a state.
pub(super) fn postal_code(p: Pieces<'_>, n: &Numeral) -> Refused {
    let dotted = usize::from(p.mark(before(n), '.'));
    let state = before(n).wrapping_sub(dotted);
    let behind = !p.is_word(n.end) || p.capital(n.end);
    let code = n.plain() && n.width == 5 && behind && p.capital(state);
    let comma = (1..=4).any(|k| p.mark(state.wrapping_sub(k), ','));
    (code && comma && !measured(p, n)).then_some(n.end)
}
