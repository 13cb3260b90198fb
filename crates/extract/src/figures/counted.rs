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
        // "a two-seat"; "the S&P 500"
        Kind::Mark('-' | '‑' | '–' | '&') if piece.glued && p.glued(at + 1) => return Part::Inner,
        Kind::Mark('.')
            if piece.glued
                && p.capital(at - 1)
                && p.get(at - 1).is_some_and(|x| x.span.len() <= 2)
                && p.is_word(at + 1) =>
        {
            return Part::Inner;
        }
        Kind::Mark('\'' | '’') if piece.glued && p.glued(at + 1) && p.low(at + 1) == "s" => return Part::Inner,
        // "Nikkei 225"
        Kind::Digits(d)
            if d.decimals == 0
                && !piece.glued
                && at > 0
                && p.is(at - 1, Class::IndexName)
                && p.raw(at - 1).starts_with(char::is_uppercase) =>
        {
            return Part::Head;
        }
        Kind::Mark(_) | Kind::Digits(_) | Kind::VulgarFraction(_) => return Part::Out,
        Kind::Word => {}
    }
    let low = p.low(at);
    if matches!(low, "apiece" | "bit" | "hurt") {
        return Part::Out;
    }
    if low == "s" && piece.glued && matches!(p.low(at.wrapping_sub(1)), "'" | "’") {
        return Part::Inner;
    }
    if matches!(low, "rose" | "fell" | "grew" | "sank") && !piece.capital {
        return Part::Out;
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
            let plural = p.low(at.wrapping_sub(1)).ends_with('s') && p.tag(at.wrapping_sub(1)) == Tag::Noun;
            if (low.ends_with("ed") || low.ends_with("ing"))
                && !plural // "sisters helped fraudsters", "people including tourists"
                && low != "including"
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
        if head.is_some() && is_day(p, end) {
            break; // "three others |Friday evening"
        }
        match part(p, end) {
            Part::Head => head = Some(end + 1),
            Part::Inner => {}
            Part::Out if head == Some(end) && joins_names(p, end) => {}
            Part::Out => {
                // "pink and white flowers": two adjectives
                let joined = matches!(p.low(end), "and" | "or" | ",")
                    && part(p, end + 1) == Part::Inner
                    && p.tag(end + 1) == Tag::Adj
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
    let people = end > start && p.tag(end - 1) == Tag::Adj && p.capital(end - 1) && !p.dash(end);
    let mut end = head.or(people.then_some(end))?; // "50 Lebanese"
    // "two F-16s"
    if p.dash(end) && p.glued(end) && p.digits(end + 1).is_some() && p.glued(end + 1) {
        end += 2;
        end += usize::from(p.glued(end) && p.low(end) == "s");
    }
    // "Monday", "this week": time, not things
    if end == start + 1 && (p.is(start, Class::Weekday) || p.is(start, Class::Month) && p.capital(start)) {
        return None;
    }
    Some(Phrase { start, end })
}

/// A day or a time of day, which no counted noun ends with.
fn is_day(p: Pieces<'_>, at: usize) -> bool {
    p.is(at, Class::Weekday) && p.capital(at)
        || matches!(p.low(at), "yesterday" | "today" | "tonight" | "tomorrow" | "overnight" | "nationwide")
        || matches!(p.low(at), "last" | "next") && is_time(p, at + 1)
}

/// "460 Kia |and| Hyundai vehicles": names that share the noun behind them.
fn joins_names(p: Pieces<'_>, at: usize) -> bool {
    matches!(p.low(at), "and" | "or")
        && p.capital(at.wrapping_sub(1))
        && p.capital(at + 1)
        && (at + 2..at + 4).any(|noun| !p.capital(noun) && p.tag(noun) == Tag::Noun && p.low(noun).ends_with('s'))
        && part(p, at + 2) != Part::Out
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
            let at = behind_bracket(p, at);
            // "a 50-metre wide crater"
            let wide = matches!(p.low(at), "wide" | "tall" | "long" | "high" | "deep" | "thick" | "old");
            let at = at + usize::from(wide && part(p, at + 1) == Part::Head);
            // "a $20,000 cash payment", "a 6 point gain", "5 percent interest"
            let found = phrase(p, at).filter(|f| (f.start == at || p.dash(at)) && !tells_when_or_how(p, draft, *f));
            found.or_else(|| forced(p, draft, at))
        }
        _ => None,
    }
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
            && p.capital(found.end - 1)
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

/// Nouns that only say that there is a size: the thing that has it stands elsewhere in the clause.
pub(super) fn is_size(p: Pieces<'_>, at: usize) -> bool {
    matches!(p.low(at), "total" | "mark" | "freefall" | "sum" | "average")
        && !p.capital(at)
        && p.tag(at.wrapping_sub(1)) != Tag::Adj
}

/// "a fine |of $500|": a noun that has the size stands before "of".
fn is_said_of(p: Pieces<'_>, draft: &Draft) -> bool {
    p.low(draft.start.wrapping_sub(1)) == "of"
        && draft
            .start
            .checked_sub(2)
            .is_some_and(|head| part(p, head) == Part::Head && !is_time(p, head) && !is_size(p, head))
}

/// What the clause says the quantity of: "prices rose 5%" → prices, "cut its budget from £39m" → budget.
///
/// Noun phrases are tried leftward from the number: the subject (right before a verb) is best, then
/// the object of a verb of change, then anything but a time.
pub(super) fn subject(p: Pieces<'_>, draft: &Draft) -> Option<Phrase> {
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
    let floor = draft.start.saturating_sub(30);
    let mut at = draft.start;
    // A phrase behind a preposition is taken only where there is no other.
    let (mut fallback, mut preposed_one) = (None, None);
    let sold = p.low(draft.start.wrapping_sub(1)) == "for";
    while at > floor {
        at -= 1;
        if matches!(p.low(at), ";" | ":" | "*" | "•" | "\"" | "“" | "”") {
            break;
        }
        if part(p, at) != Part::Head || verb(p, at) || is_time(p, at) || p.mark(at + 1, ')') {
            continue;
        }
        let found = leftward(p, at, floor);
        let before =
            found.start.checked_sub(1).map(|b| if p.is(b, Class::Determiner) { b.saturating_sub(1) } else { b });
        let preposed = before.is_some_and(|b| {
            matches!(p.low(b), "of" | "in" | "at" | "to" | "on" | "by" | "from" | "near" | "across" | "within" | "per")
        });
        let acted = before.is_some_and(|b| verb(p, b));
        let acts = verb(p, at + 1)
            || p.tag(at + 1) == Tag::Adv && verb(p, at + 2)
            || matches!(p.low(at + 1), "which" | "that" | ",") && verb(p, at + 2);
        if found.end == draft.start && draft.kind != FigureKind::Score && !preposed && !is_size(p, at) {
            return Some(found); // "the Cac gained 3.1% and the Dax |2.8%|"
        }
        if preposed {
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
        at = found.start;
    }
    fallback.or(preposed_one)
}

/// A verb stands somewhere between the two places: "the price |of copper rose| 5%".
fn acts_after(p: Pieces<'_>, from: usize, to: usize) -> bool {
    (from..to).any(|at| verb(p, at))
}

pub(super) fn verb(p: Pieces<'_>, at: usize) -> bool {
    if matches!(p.low(at), "rose" | "fell" | "grew" | "sank") && !p.capital(at) {
        return true; // tags take them for nouns now and then
    }
    matches!(p.tag(at), Tag::Verb | Tag::Aux)
        || p.tag(at) != Tag::Noun && (p.is(at, Class::Up) || p.is(at, Class::Down))
}

/// "last year", "Monday", "two points": no thing that is measured.
fn is_time(p: Pieces<'_>, at: usize) -> bool {
    p.is(at, Class::Weekday)
        || p.is(at, Class::Month) && p.capital(at)
        || p.get(at).is_some_and(|x| x.word.opens_unit && !x.capital)
        || p.get(at).is_some_and(|x| x.word.opens_currency && !x.capital)
        || matches!(
            p.low(at),
            "yesterday" | "today" | "week" | "quarter" | "morning" | "evening" | "night" | "afternoon"
        )
}

/// The phrase whose head stands at `head`, leftward as far as it goes.
fn leftward(p: Pieces<'_>, head: usize, floor: usize) -> Phrase {
    let mut start = head;
    while start > floor && matches!(part(p, start - 1), Part::Head | Part::Inner) && !verb(p, start - 1) {
        start -= 1;
    }
    Phrase { start, end: head + 1 }
}

/// Whose age it is: "33-year-old |lawyer|", "|Olena Davydiuk|, 44,", "|children| under the age of 5".
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

/// "$38,000 in cash", "$20 billion in relief"
pub(super) fn in_kind(p: Pieces<'_>, draft: &Draft) -> Option<Phrase> {
    let at = behind_bracket(p, draft.after);
    if p.low(at) != "in" {
        return None;
    }
    let found = phrase(p, at + 1).filter(|f| f.start == at + 1)?;
    let head = found.end - 1;
    let way = matches!(
        p.low(head),
        "depth" | "height" | "length" | "width" | "diameter" | "trading" | "total" | "collaboration"
    );
    (draft.kind == FigureKind::Money && !way && !p.capital(head) && !is_time(p, head)).then_some(found)
}

/// The words of a phrase as they stand in the text.
pub(super) fn words(p: Pieces<'_>, phrase: Phrase) -> &str {
    p.span(phrase.start, phrase.end).of(p.source)
}
