//! What is counted or measured by the words behind the number: its noun phrase, what money is spent on, what grows by it.
//! What stands before the number, or is left out, is found by [`super::subject`].

use super::casualty;
use super::kind::FigureKind;
use super::lexicon::Class;
use super::numeral::Form;
use super::phrase::{Part, Phrase, is_time, part, past_size, phrase};
use super::piece::Pieces;
use super::quantity::Draft;
use crate::syntax::Tag;

/// "39 percent of |these|", "two-thirds of |those|": a pronoun that stands for what was counted before.
pub(super) fn stands_for(p: Pieces<'_>, at: usize) -> bool {
    matches!(p.low(at), "them" | "these" | "those" | "which" | "whom") && !matches!(p.tag(at + 1), Tag::Noun | Tag::Adj)
}

/// "of the county|'s 19| farms", "of the states|' 19| farms": a number behind a possessive.
pub(super) fn owns(p: Pieces<'_>, number: usize) -> bool {
    let apostrophe = |at: usize| matches!(p.raw(at), "'" | "’") && p.glued(at);
    let numeral = p.digits(number).is_some() || p.get(number).is_some_and(|x| x.word.number.is_some());
    let back = |k: usize| number.checked_sub(k).is_some_and(apostrophe);
    numeral && (back(1) || p.low(number.wrapping_sub(1)) == "s" && back(2))
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
                // "13 of them |children|": the noun says what the part is
                if matches!(p.low(at + 1), "them" | "whom" | "these" | "those") {
                    let noun =
                        |at: usize| p.low(at).ends_with('s') || p.is(at, Class::People) || casualty::people(p, at);
                    let opens = matches!(p.tag(at + 2), Tag::Noun | Tag::Adj);
                    return phrase(p, at + 2).filter(|f| f.start == at + 2 && opens && noun(f.end - 1));
                }
                // "two of us", "31 of the dead": the whole is behind, the part is counted
                return phrase(p, at + 1)
                    .filter(|f| !matches!(p.low(at + 1), "which" | "us") && !(f.end..f.end + 3).any(|k| owns(p, k)));
            }
            // "brought to 49 |the number of dead|"
            let apart = draft.kind == FigureKind::Count
                && !parts
                && matches!(p.low(at), "the" | "a" | "an" | "this" | "that" | "its" | "their" | "his" | "her" | "our");
            if apart {
                return None;
            }
            if of && parts && matches!(p.low(at + 1), "them" | "which" | "whom" | "that" | "it") && !p.is_word(at + 2) {
                return None;
            }
            let found = if hyphen && part(p, from) == Part::Head {
                Phrase { start: from, end: from + 1 } // "a 32-|bed| hospital"
            } else {
                phrase(p, from)?
            };
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
            let at = behind_bracket(p, at);
            if p.low(at) == "of" {
                // "14 years of |almost endless war|", "8 miles (13 km) of |new tunnels|"
                let first = at + 1 + usize::from(p.tag(at + 1) == Tag::Adv);
                // "120 hours of |training| with"
                let doing = p.low(first).ends_with("ing") && matches!(p.tag(first), Tag::Verb) && p.is_word(first);
                let alone = !matches!(p.tag(first + 1), Tag::Det | Tag::Noun | Tag::Propn | Tag::Pron | Tag::Adj);
                return phrase(p, first).or((doing && alone).then_some(Phrase { start: first, end: first + 1 }));
            }
            // "$2 billion worth of |pumps|"
            if p.low(at) == "worth" && p.low(at + 1) == "of" {
                return phrase(p, at + 2);
            }
            if let Some(found) = added_to(p, draft, at) {
                return Some(found);
            }
            if let Some(bought) = bought(p, draft, at) {
                return Some(bought);
            }
            // "a 50-metre wide crater"
            let wide = matches!(p.low(at), "wide" | "tall" | "long" | "high" | "deep" | "thick" | "old");
            let at = at + usize::from(wide && part(p, at + 1) != Part::Out);
            // "a $20,000 cash payment", "a 6 point gain", "5 percent interest"
            // "30 per cent |asked Ms Okoro to stay|", "a level of 8 metres |requiring boats|"
            let article = matches!(p.low(draft.start.wrapping_sub(1)), "a" | "an" | "the" | "its" | "their");
            let acts =
                !p.dash(at) && p.tag(at) == Tag::Verb && (p.capital(at + 1) || p.low(at).ends_with("ing") && !article);
            let found =
                phrase(p, at).filter(|f| (f.start == at || p.dash(at)) && !acts && !tells_when_or_how(p, draft, *f));
            found.or_else(|| forced(p, draft, at)).map(|f| changed(p, f).unwrap_or(f))
        }
        _ => None,
    }
}

/// What money is spent on: "paid $340,000 for |the statue|", "spent £31.4m on 96 |beds|".
fn bought(p: Pieces<'_>, draft: &Draft, at: usize) -> Option<Phrase> {
    let spends = |at: usize| {
        matches!(
            p.low(at),
            "spend" | "spent" | "spends" | "spending" | "pay" | "paid" | "pays" | "paying" | "invest" | "invested"
        )
    };
    let before = draft.start.wrapping_sub(1);
    // "the bill includes $9 million |for roads|", "* $40,000 |for the fire department|"
    let granted = p.low(at) == "for"
        && (draft.start == 0
            || p.mark(before, '*')
            || p.mark(before, '•')
            || p.mark(before, ';')
            || p.tag(before) == Tag::Verb);
    let spent = draft.kind == FigureKind::Money && (granted || (1..=4).any(|k| spends(draft.start.wrapping_sub(k))));
    if !spent || !matches!(p.low(at), "on" | "for") {
        return None;
    }
    let mut start = at + 1;
    while p.is(start, Class::Determiner) {
        start += 1;
    }
    let start = past_size(p, start, (start + 8).min(p.all.len()));
    phrase(p, start).filter(|f| f.start == start && !is_time(p, f.end - 1))
}

/// "a 20 percent boost in |capacity|", "a 5% reduction in |spending|": what changes, not the change.
fn changed(p: Pieces<'_>, found: Phrase) -> Option<Phrase> {
    let change = p.is(found.end - 1, Class::ChangeNoun) && p.low(found.end) == "in";
    let thing = change.then(|| phrase(p, found.end + 1)).flatten()?;
    let place = p.capital(thing.start) && p.capital(thing.end - 1);
    (!place && !is_time(p, thing.end - 1) && !p.is(thing.start, Class::Month)).then_some(thing)
}

/// "adding $300 to |the price|": what grows by it.
fn added_to(p: Pieces<'_>, draft: &Draft, at: usize) -> Option<Phrase> {
    let adds = matches!(p.low(draft.start.wrapping_sub(1)), "add" | "adds" | "added" | "adding");
    (adds && p.low(at) == "to")
        .then(|| phrase(p, at + 1))
        .flatten()
        .filter(|f| !is_time(p, f.end - 1) && p.digits(f.end).is_none())
}

/// "an AU$52.5 million (US$40.4 million) |package|": past a second way to say the same.
fn behind_bracket(p: Pieces<'_>, at: usize) -> usize {
    if p.mark(at, ')') {
        return at + 1;
    }
    if !p.mark(at, '(') {
        return at;
    }
    (at + 2..at + 9).find(|&k| p.mark(k, ')')).map_or(at, |k| k + 1)
}

/// "rose 5% |last year|", "1% |lower|", "Dow +0.2% |Nasdaq| +0.8%": no noun that is measured.
fn tells_when_or_how(p: Pieces<'_>, draft: &Draft, found: Phrase) -> bool {
    let first = p.low(found.start);
    is_time(p, found.end - 1)
        || matches!(
            first,
            "last" | "next" | "early" | "late" | "previous" | "lower" | "higher" | "more" | "less" | "better"
        )
        || draft.kind == FigureKind::Percent
            && p.capital(found.start)
            && !p.dash(draft.after)
            && (p.capital(found.end - 1) || p.digits(found.end - 1).is_some())
        || draft.kind == FigureKind::Money && p.raw(found.start) == "US"
}

/// "a half-point |cut|": behind an article and a quantity stands a noun, whatever its tag.
fn forced(p: Pieces<'_>, draft: &Draft, at: usize) -> Option<Phrase> {
    let article = matches!(p.low(draft.start.wrapping_sub(1)), "a" | "an" | "the" | "its" | "their");
    let noun = p.is_word(at) && matches!(p.tag(at), Tag::Verb | Tag::Adj) && !p.is(at, Class::Function);
    (article && noun && !p.low(at).ends_with("ed") && !p.is(at, Class::Dimension) && !is_time(p, at)).then(|| {
        let end = phrase(p, at + 1).filter(|f| f.start == at + 1).map_or(at + 1, |f| f.end);
        Phrase { start: at, end }
    })
}

/// "$38,000 in cash", "$20 billion in relief"
pub(super) fn in_kind(p: Pieces<'_>, draft: &Draft) -> Option<Phrase> {
    let at = behind_bracket(p, draft.after);
    if p.low(at) != "in" {
        return None;
    }
    // "$422 million in 'unsupported' costs"
    let quoted = matches!(p.low(at + 1), "\"" | "“" | "'" | "‘");
    let start = at + 1 + usize::from(quoted);
    let inner = p.is_word(start) && matches!(p.low(start + 1), "\"" | "”" | "'" | "’") && quoted;
    let found = phrase(p, if inner { start + 2 } else { start }).filter(|f| f.start == start || inner)?;
    let head = found.end - 1;
    let way = matches!(
        p.low(head),
        "depth" | "height" | "length" | "width" | "diameter" | "trading" | "total" | "collaboration" | "exchange"
    );
    // "buys the mill for $4 billion in cash": how it is paid, not what it is paid for
    let paid = matches!(p.low(draft.start.wrapping_sub(1)), "for" | "at")
        && matches!(p.low(found.start), "cash" | "stock" | "shares" | "debt" | "equity");
    let capitals = p.raw(at) == "IN"; // a headline
    let name = p.capital(head) && !capitals;
    let time = is_time(p, head) && found.end == found.start + 1;
    (draft.kind == FigureKind::Money && !way && !paid && !name && !time).then_some(found)
}
