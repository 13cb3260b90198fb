//! What the clause says a quantity of, where no noun stands behind it: "prices rose 5%" → prices, "cut its budget
//! from £39m" → budget, "|the strike| lasted three days". By the order of words; trees are asked by [`super::clause`].

use super::clause::{self, Owner};
use super::kind::FigureKind;
use super::lexicon::Class;
use super::phrase::{Part, Phrase, is_time, part, past_size, phrase};
use super::piece::{Kind, Pieces};
use super::quantity::Draft;
use crate::syntax::Tag;

/// Nouns that only say that there is a size: the thing that has it stands elsewhere in the clause.
pub(super) fn is_size(p: Pieces<'_>, at: usize) -> bool {
    let level = p.low(at) == "level" && p.tag(at.wrapping_sub(1)) != Tag::Noun; // not "the funding level"
    (level || matches!(p.low(at), "total" | "mark" | "freefall" | "sum" | "amount" | "average" | "record"))
        && !p.capital(at)
        && p.tag(at.wrapping_sub(1)) != Tag::Adj
}

/// "with a |fall| of 17%": what falls is measured, not the fall.
pub(super) fn is_change_of(p: Pieces<'_>, draft: &Draft, at: usize) -> bool {
    let moved = matches!(
        p.low(at),
        "gain"
            | "gains"
            | "fall"
            | "drop"
            | "plunge"
            | "decline"
            | "loss"
            | "slump"
            | "surge"
            | "slide"
            | "dip"
            | "jump"
            | "rise"
    );
    let alone = p.tag(at.wrapping_sub(1)) != Tag::Noun; // not "a price |rise| of 5%"
    draft.kind == FigureKind::Percent && moved && alone && p.low(at + 1) == "of" && draft.start <= at + 4
}

/// "a fine |of $500|": a noun that has the size stands before "of".
fn is_said_of(p: Pieces<'_>, draft: &Draft) -> bool {
    p.low(draft.start.wrapping_sub(1)) == "of"
        && draft.start.checked_sub(2).is_some_and(|head| {
            part(p, head) == Part::Head && !is_time(p, head) && !is_size(p, head) && !is_change_of(p, draft, head)
        })
}

/// What the clause says the quantity of: "prices rose 5%" → prices, "cut its budget from £39m" → budget.
///
/// Noun phrases are tried leftward from the number: the subject (right before a verb) is best, then
/// the object of a verb of change, then anything but a time.
pub(super) fn subject(p: Pieces<'_>, draft: &Draft) -> Option<Phrase> {
    // "a drop of 5% in |sales|"
    let grown = draft.start.checked_sub(2).filter(|&at| is_change_of(p, draft, at));
    if grown.is_some()
        && p.low(draft.after) == "in"
        && let Some(found) = phrase(p, draft.after + 1)
        && !p.capital(found.end - 1)
        && !is_time(p, found.end - 1)
    {
        return Some(found);
    }
    // "a fine of $500"
    if is_said_of(p, draft) {
        let head = draft.start - 2;
        return Some(leftward(p, head, head.saturating_sub(8)));
    }
    // "Base price: $59,995"
    if p.mark(draft.start.wrapping_sub(1), ':')
        && let Some(head) = draft.start.checked_sub(2)
        && part(p, head) == Part::Head
        && !verb(p, head)
    {
        return Some(leftward(p, head, head.saturating_sub(6)));
    }
    if let Some(sold) = traded(p, draft) {
        return Some(sold);
    }
    let floor = draft.start.saturating_sub(30);
    let mut at = draft.start;
    // A phrase behind a preposition is taken only where there is no other.
    let (mut fallback, mut preposed_one) = (None, None);
    let sold = p.low(draft.start.wrapping_sub(1)) == "for";
    // The comma before which the subject of an inserted phrase stands: "|debt|, excluding banks, was $3bn".
    let mut inserted = None;
    while at > floor {
        at -= 1;
        if matches!(p.low(at), ";" | ":" | "*" | "•" | "\"" | "“" | "”") {
            break;
        }
        let noun = part(p, at) == Part::Head && !verb(p, at) || mistaken(p, at);
        if !noun || is_time(p, at) || p.mark(at + 1, ')') || is_change_of(p, draft, at) {
            continue;
        }
        let found = leftward(p, at, floor);
        let before =
            found.start.checked_sub(1).map(|b| if p.is(b, Class::Determiner) { b.saturating_sub(1) } else { b });
        let list = before.map(|b| past_names(p, b));
        let preposed = list.is_some_and(|b| {
            matches!(
                p.low(b),
                "of" | "in" | "at" | "to" | "on" | "by" | "from" | "near" | "across" | "within" | "per" | "for"
            )
        });
        if p.mark(at + 1, ',')
            && verb(p, at + 2)
            && let Some(open) = (at.saturating_sub(15).max(floor)..found.start).rev().find(|&k| p.mark(k, ','))
            && inserted.is_none()
        {
            inserted = Some(open);
            at = open;
            continue;
        }
        let acted = before.is_some_and(|b| verb(p, b));
        let acts = verb(p, at + 1)
            || p.tag(at + 1) == Tag::Adv && verb(p, at + 2)
            || matches!(p.low(at + 1), "which" | "that" | ",") && verb(p, at + 2)
            || inserted == Some(at + 1);
        if found.end == draft.start && draft.kind != FigureKind::Score && !preposed && !is_size(p, at) {
            return Some(found); // "the Cac gained 3.1% and the Dax |2.8%|"
        }
        // "for |tickets| that ought to cost £60"
        let clause = (at + 2..draft.start).all(|k| !p.mark(k, ','));
        let related = matches!(p.low(at + 1), "which" | "that") && verb(p, at + 2) && clause;
        if preposed && !related {
            // "the price of copper rose": the head is before "of"
            preposed_one = preposed_one.or(Some(found));
        } else if acts && !is_size(p, at)
            || acted && before.is_some_and(|b| p.is(b, Class::Up) || p.is(b, Class::Down))
            || acted && sold && found.end + 1 == draft.start
        {
            return Some(found);
        } else if !is_size(p, at) {
            fallback = fallback.or(Some(found));
            if p.low(found.end) == "of" && acts_after(p, found.end, draft.start) {
                return Some(found);
            }
        }
        // Never back to the right, whatever the phrase left out: each step is one leftward at least.
        at = at.min(found.start).min(list.unwrap_or(found.start) + 1);
    }
    fallback.or(preposed_one)
}

/// "sells |the basic version| of the phone for $700", "bought |the mill| for £4m": what changes hands for money.
fn traded(p: Pieces<'_>, draft: &Draft) -> Option<Phrase> {
    let before = draft.start.checked_sub(1).filter(|&at| draft.kind == FigureKind::Money && p.low(at) == "for")?;
    let trades = |at: usize| {
        matches!(
            p.low(at),
            "sell" | "sells" | "sold" | "selling" | "buy" | "buys" | "bought" | "buying" | "acquire" | "acquired"
        )
    };
    let clause = (before.saturating_sub(14)..before).rev().take_while(|&at| !p.mark(at, ';') && !p.mark(at, '.'));
    let verb = clause.into_iter().find(|&at| trades(at))?;
    phrase(p, verb + 1).filter(|f| f.end <= before && !is_time(p, f.end - 1))
}

/// "sales |in| Peru, Chile and Kenya rose": what stands before a list of names whose last "and" stands at `at`.
pub(super) fn past_names(p: Pieces<'_>, at: usize) -> usize {
    if p.low(at) != "and" || !p.capital(at + 1) {
        return at;
    }
    (at.saturating_sub(12)..at).rev().find(|&k| !p.capital(k) && !matches!(p.low(k), "," | "the")).unwrap_or(at)
}

/// A noun with its size behind it: "|ships| worth $3bn", "|fees|, ranging from $15 to $40", "the day |the
/// sector| 0.7 per cent lower".
pub(super) fn sized(p: Pieces<'_>, draft: &Draft) -> Option<Phrase> {
    let before = |k: usize| p.low(draft.start.wrapping_sub(k));
    let sizes = |word: &str| matches!(word, "worth" | "totaling" | "totalling" | "averaging" | "costing");
    let back = match (before(2), before(1)) {
        (_, word) if sizes(word) => 1,
        (_, "ranging") if p.low(draft.start) == "from" => 1,
        ("ranging", "from") | ("valued" | "priced", "at") => 2,
        // "carbon |levels| at 1,200 parts per million", "Stoxx 50 -1.3% |FTSE| -0.6%"
        ("level" | "levels" | "price" | "prices" | "rate" | "rates" | "temperatures", "at") => 1,
        _ if draft.kind == FigureKind::Percent
            && matches!(p.raw(draft.start), "-" | "+" | "−")
            && p.capital(draft.start.wrapping_sub(1)) =>
        {
            0
        }
        _ if draft.kind == FigureKind::Percent && matches!(p.low(draft.after), "lower" | "higher") => 0,
        _ => return None,
    };
    let end = draft.start.checked_sub(back)?;
    let end = end - usize::from(end > 0 && back > 0 && p.mark(end - 1, ','));
    let head = end.checked_sub(1)?;
    let noun = part(p, head) == Part::Head && !verb(p, head) && !is_time(p, head) && p.is_word(head);
    noun.then(|| leftward(p, head, head.saturating_sub(8)))
}

/// "|net debt|, $6.8 billion at the last count": the noun before the comma, over what it belongs to.
pub(super) fn appositive(p: Pieces<'_>, draft: &Draft) -> Option<Phrase> {
    let comma = draft.start.checked_sub(1).filter(|&at| p.mark(at, ','))?;
    let set_off = !p.is_word(draft.after) || matches!(p.low(draft.after), "at" | "on" | "in" | "last" | "this" | "a");
    let noun = |at: usize| part(p, at) == Part::Head && p.is_word(at) && !verb(p, at) && !is_time(p, at);
    let mut head = comma.checked_sub(1).filter(|&at| set_off && noun(at))?;
    for _ in 0..3 {
        let found = leftward(p, head, head.saturating_sub(8));
        let before = found.start.checked_sub(1)?;
        let before = if p.is(before, Class::Determiner) { before.checked_sub(1)? } else { before };
        if !matches!(p.low(before), "of" | "from" | "to" | "in" | "on" | "for" | "at" | "by" | "with") {
            return (p.tag(found.end - 1) == Tag::Noun).then_some(found);
        }
        head = before.checked_sub(1).filter(|&at| noun(at))?;
    }
    None
}

/// "62 per cent |supported| it": the quantity itself is the subject of a verb.
pub(super) fn acts(p: Pieces<'_>, draft: &Draft) -> bool {
    let before = draft.start.wrapping_sub(1);
    matches!(p.tag(draft.after), Tag::Verb | Tag::Aux)
        && !p.low(draft.after).ends_with("ing")
        && !verb(p, before)
        && !matches!(p.low(before), "to" | "by" | "of" | "from" | "at" | "up" | "down" | "a" | "an" | "the")
}

/// "Of |these casualties|, half were under the age of five": the whole that opens the clause.
pub(super) fn fronted(p: Pieces<'_>, draft: &Draft) -> Option<Phrase> {
    let comma = draft.start.checked_sub(1).filter(|&at| p.mark(at, ','))?;
    let of = (comma.saturating_sub(15)..comma).rev().find(|&at| p.low(at) == "of" && (at == 0 || p.capital(at)))?;
    phrase(p, of + 1).filter(|f| f.end <= comma)
}

/// "the |permit| will cost $35": a noun between an article and a verb, which tags take for a verb.
fn mistaken(p: Pieces<'_>, at: usize) -> bool {
    p.tag(at) == Tag::Verb
        && matches!(p.low(at.wrapping_sub(1)), "the" | "a" | "an" | "its" | "their" | "his" | "her")
        && matches!(p.tag(at + 1), Tag::Aux | Tag::Verb)
}

/// A verb stands somewhere between the two places: "the price |of copper rose| 5%".
fn acts_after(p: Pieces<'_>, from: usize, to: usize) -> bool {
    (from..to).any(|at| verb(p, at))
}

pub(super) fn verb(p: Pieces<'_>, at: usize) -> bool {
    // Tags take them for nouns now and then: "should have |cost| $5m"
    let driven = matches!(
        p.low(at.wrapping_sub(1)),
        "have" | "has" | "had" | "will" | "would" | "could" | "should" | "may" | "might" | "can" | "not"
    );
    if matches!(p.low(at), "rose" | "fell" | "grew" | "sank") && !p.capital(at)
        || p.low(at) == "cost" && driven
        || matches!(p.low(at), "cost" | "costs")
            && matches!(p.raw(at + 1), "$" | "£" | "€")
            && p.is_word(at.wrapping_sub(1))
    {
        return true;
    }
    matches!(p.tag(at), Tag::Verb | Tag::Aux)
        || p.tag(at) != Tag::Noun && (p.is(at, Class::Up) || p.is(at, Class::Down))
}

/// The phrase whose head stands at `head`, leftward as far as it goes.
fn leftward(p: Pieces<'_>, head: usize, floor: usize) -> Phrase {
    let mut start = head;
    let compound =
        |at: usize| p.glued(at) && p.is_word(at - 1) && (p.dash(at) && p.glued(at + 1) || p.digits(at).is_some());
    // "so far |this year| the shares": the time before the subject
    let time = |at: usize| {
        let owner = matches!(p.raw(at + 1), "'" | "’");
        is_time(p, at) && !owner && matches!(p.low(at.wrapping_sub(1)), "this" | "last" | "next")
    };
    while start > floor
        && !time(start - 1)
        && (matches!(part(p, start - 1), Part::Head | Part::Inner) && !verb(p, start - 1) || compound(start))
    {
        start -= 1;
    }
    // "2018's |best sector|", "a 1.6 litre |engine|": no mark, possessive or unit that a number left over
    let odd = |at: usize| {
        !p.is_word(at) && !matches!(p.get(at).map(|x| x.kind), Some(Kind::Digits(_)))
            || p.low(at) == "s" && at > 0 && matches!(p.low(at - 1), "'" | "’")
    };
    let number = start.saturating_sub(1 + usize::from(p.low(start.wrapping_sub(1)) == "per"));
    start = start.max(past_size(p, number, head + 1));
    while start < head && odd(start) {
        start += 1;
    }
    Phrase { start, end: head + 1 }
}

/// Whose age it is: "33-year-old |lawyer|", "|Olena Davydiuk|, 44,", "|pupils| under the age of 9".
pub(super) fn aged(p: Pieces<'_>, draft: &Draft) -> Option<Phrase> {
    if p.mark(draft.start.wrapping_sub(1), ',') || p.mark(draft.start.wrapping_sub(1), '(') {
        let head = draft.start.checked_sub(2)?;
        return (part(p, head) == Part::Head).then(|| leftward(p, head, head.saturating_sub(8)));
    }
    if let Some(found) = phrase(p, draft.after).filter(|f| f.start == draft.after) {
        return Some(found);
    }
    let head = draft.start.checked_sub(1)?;
    if part(p, head) == Part::Head {
        return Some(leftward(p, head, head.saturating_sub(8)));
    }
    subject(p, draft)
}

/// What lasts: "|the strike| lasted three days", "|a sentence| of two years", "a six-month |high|".
pub(super) fn lasting(p: Pieces<'_>, draft: &Draft) -> Option<Phrase> {
    let before = |k: usize| p.low(draft.start.wrapping_sub(k));
    let lasts = |word: &str| {
        matches!(word, "last" | "lasts" | "lasted" | "lasting" | "take" | "takes" | "took" | "taken" | "taking")
    };
    // "14 years in |prison|"
    if p.low(draft.after) == "in" && matches!(p.low(draft.after + 1), "prison" | "jail" | "detention" | "custody") {
        return Some(Phrase { start: draft.after + 1, end: draft.after + 2 });
    }
    // "five months'| pay|"
    if matches!(p.raw(draft.after), "'" | "’") && p.glued(draft.after) {
        return phrase(p, draft.after + 1).filter(|f| f.start == draft.after + 1 && p.low(f.start) != "worth");
    }
    let runs = |word: &str| matches!(word, "run" | "runs" | "ran" | "continued");
    let noun = |at: usize| part(p, at) == Part::Head && !verb(p, at) && !is_time(p, at);
    let high = matches!(p.low(draft.after), "high" | "low") && part(p, draft.after + 1) == Part::Out;
    if high && matches!(before(1), "a" | "an" | "its" | "their" | "at" | "to" | "hits" | "hit") {
        return Some(Phrase { start: draft.after, end: draft.after + 1 });
    }
    if is_said_of(p, draft) {
        return subject(p, draft);
    }
    if lasts(before(1)) || runs(before(1)) || before(1) == "for" && runs(before(2)) {
        return match clause::owner(p, draft) {
            Some(Owner::Phrase(found)) => Some(found),
            Some(Owner::Pronoun) => None,
            None => subject(p, draft),
        };
    }
    let is = matches!(before(1), "is" | "was" | "were" | "are");
    let head = draft.start.checked_sub(2).filter(|&head| is && noun(head))?;
    Some(leftward(p, head, head.saturating_sub(8)))
}
