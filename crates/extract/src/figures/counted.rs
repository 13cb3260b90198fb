//! What is counted or measured: the noun phrase behind the number, before it, or the one that the
//! text leaves out ("12 people were killed and 90 injured").

use super::kind::FigureKind;
use super::lexicon::Class;
use super::numeral::Form;
use super::piece::{Kind, Pieces};
use super::quantity::Draft;
use crate::syntax::Tag;

/// A noun phrase in pieces: up to and with its head.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Phrase {
    pub(super) start: usize,
    pub(super) end: usize,
}

/// How a piece may stand in a noun phrase.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Part {
    /// It can be the head.
    Head,
    /// It can stand before the head.
    Inner,
    /// It ends the phrase.
    Out,
}

fn part(p: Pieces<'_>, at: usize) -> Part {
    let Some(piece) = p.get(at) else { return Part::Out };
    match piece.kind {
        Kind::Digits(_) | Kind::VulgarFraction(_) => return Part::Out,
        Kind::Mark('-' | '‑' | '–') if piece.glued && p.glued(at + 1) => return Part::Inner,
        Kind::Mark('.')
            if piece.glued
                && p.capital(at - 1)
                && p.get(at - 1).is_some_and(|x| x.span.len() <= 2)
                && p.is_word(at + 1) =>
        {
            return Part::Inner;
        }
        Kind::Mark('\'' | '’') if piece.glued && p.glued(at + 1) && p.low(at + 1) == "s" => return Part::Inner,
        Kind::Mark(_) => return Part::Out,
        Kind::Word => {}
    }
    let low = p.low(at);
    if low == "s" && piece.glued && matches!(p.low(at.wrapping_sub(1)), "'" | "’") {
        return Part::Inner;
    }
    match p.tag(at) {
        Tag::Noun | Tag::Propn => Part::Head,
        Tag::Adj => {
            if p.is(at, Class::Predicative) {
                Part::Out
            } else {
                Part::Inner
            }
        }
        Tag::Verb => {
            if (low.ends_with("ed") || low.ends_with("ing"))
                && matches!(p.tag(at + 1), Tag::Noun | Tag::Propn | Tag::Adj)
                && !p.is(at, Class::KilledVerb)
                && !p.is(at, Class::InjuredVerb)
                && !p.is(at, Class::Detained)
            {
                Part::Inner
            } else {
                Part::Out
            }
        }
        Tag::X => untagged(p, at, low),
        _ => Part::Out,
    }
}

/// Where no tag is known: a noun until a closed class or a known verb says otherwise.
fn untagged(p: Pieces<'_>, at: usize, low: &str) -> Part {
    let classes = [
        Class::Function,
        Class::KilledVerb,
        Class::InjuredVerb,
        Class::InjuredNoun,
        Class::Missing,
        Class::Up,
        Class::Down,
        Class::Report,
        Class::Clock,
        Class::Detained,
        Class::Displaced,
        Class::Weekday,
    ];
    if classes.iter().any(|&c| p.is(at, c))
        || low.ends_with("ly")
        || matches!(low, "more" | "left" | "worth" | "dead" | "instead" | "ahead" | "alive")
    {
        return Part::Out;
    }
    if (low.ends_with("ed") || low.ends_with("ing")) && low.len() > 4 {
        return Part::Inner;
    }
    Part::Head
}

/// The noun phrase that begins at `at`, as far as its head.
pub(super) fn phrase(p: Pieces<'_>, at: usize) -> Option<Phrase> {
    let mut start = at;
    // "half of all the attacks", "six more weeks", "three other Afghan men"
    while p.is(start, Class::Determiner) && start < at + 3 {
        start += 1;
    }
    let (mut end, mut head) = (start, None);
    while end < start + 12 {
        match part(p, end) {
            Part::Head => head = Some(end + 1),
            Part::Inner => {}
            Part::Out => {
                // "pink and white flowers": two adjectives
                let joined = matches!(p.low(end), "and" | "or" | ",")
                    && part(p, end + 1) == Part::Inner
                    && p.tag(end.wrapping_sub(1)) == Tag::Adj
                    && end > start
                    && head.is_none();
                if !joined {
                    break;
                }
            }
        }
        end += 1;
    }
    let end = head?;
    // "Monday", "this week": time, not things
    if end == start + 1 && (p.is(start, Class::Weekday) || p.is(start, Class::Month) && p.capital(start)) {
        return None;
    }
    Some(Phrase { start, end })
}

/// The noun phrase right behind the quantity, widening the span of counts over it.
pub(super) fn behind(p: Pieces<'_>, draft: &mut Draft) -> Option<Phrase> {
    let at = draft.after;
    let of = p.low(at) == "of";
    let parts = matches!(draft.form, Form::Vague | Form::Fraction | Form::Proportion | Form::Multiple)
        || draft.kind == FigureKind::Percent;
    match draft.kind {
        FigureKind::Count | FigureKind::Ratio | FigureKind::Rank | FigureKind::Vote => {
            let hyphen = p.dash(at) && p.glued(at) && p.glued(at + 1) && p.is_word(at + 1);
            let from = if of && parts || hyphen { at + 1 } else { at };
            if of && !parts {
                // "two of them", "31 of the dead": the whole is behind, the part is counted
                return phrase(p, at + 1)
                    .filter(|_| !matches!(p.low(at + 1), "them" | "which" | "whom" | "these" | "us"));
            }
            if of && parts && matches!(p.low(at + 1), "them" | "which" | "whom" | "that" | "it") && !p.is_word(at + 2) {
                return None;
            }
            let found = phrase(p, from)?;
            if matches!(draft.kind, FigureKind::Count | FigureKind::Rank | FigureKind::Vote) {
                draft.end = draft.end.max(found.end);
            }
            if hyphen {
                // "a two-chair shop": the span is the compound, the counted noun its second half
                draft.end = draft.end.max(at + 2);
            }
            draft.after = found.end;
            Some(found)
        }
        FigureKind::Percent | FigureKind::Money | FigureKind::Measure | FigureKind::Duration => {
            if of {
                return phrase(p, at + 1);
            }
            // "a $20,000 cash payment", "a 6 point gain", "5 percent interest"
            phrase(p, at).filter(|f| f.start == at || p.dash(at))
        }
        _ => None,
    }
}

/// The noun phrase that ends before `at` within the clause: "prices rose 5%" → prices.
pub(super) fn subject(p: Pieces<'_>, draft: &Draft) -> Option<Phrase> {
    let mut at = draft.start;
    let floor = draft.start.saturating_sub(24);
    // Step back over the verb group to the nearest noun phrase.
    let mut crossed_verb = false;
    let mut best = None;
    while at > floor {
        at -= 1;
        let low = p.low(at);
        if p.mark(at, ';') || p.mark(at, ':') && at + 1 < draft.start || matches!(low, "\"" | "“" | "”") {
            break;
        }
        let tag = p.tag(at);
        let verb = matches!(tag, Tag::Verb | Tag::Aux) || p.is(at, Class::Up) || p.is(at, Class::Down);
        if verb {
            crossed_verb = true;
            continue;
        }
        if part(p, at) == Part::Head && (crossed_verb || matches!(p.low(at + 1), "of" | "at" | "to" | "by")) {
            let end = at + 1;
            let mut start = at;
            while start > floor && matches!(part(p, start - 1), Part::Head | Part::Inner) {
                start -= 1;
            }
            best = Some(Phrase { start, end });
            // "the price of copper rose": go on to the head before "of"
            if start > 1
                && matches!(p.low(start - 1), "of" | "in" | "for" | "on" | "the")
                && crossed_verb
                && start - 1 > floor
            {
                let of = if p.low(start - 1) == "the" { start - 2 } else { start - 1 };
                if matches!(p.low(of), "of" | "in" | "for" | "on") && of > floor && part(p, of - 1) == Part::Head {
                    at = of;
                    continue;
                }
            }
            break;
        }
    }
    best
}

/// The words of a phrase as they stand in the text.
pub(super) fn words<'a>(p: Pieces<'a>, phrase: Phrase) -> &'a str {
    p.span(phrase.start, phrase.end).of(p.source)
}
