//! What the numbers of one sentence say for each other: a unit that is said once ("from 34 minutes to 21"),
//! a harm that is shared ("nine civilians and two officers died"), a toll that is counted again, old and
//! new value of a change.

use super::casualty::{self, Harm, Told};
use super::kind::{Change, FigureKind};
use super::phrase::phrase;
use super::piece::Pieces;
use super::quantity::{Draft, Measure};
use super::row::Known;
use super::subject;
use super::toll;

/// "from 34 minutes to 21", "4.7 billion rupees from a profit of 12.1 billion": the unit is said once.
pub(super) fn inherit_unit(p: Pieces<'_>, draft: &mut Draft, known: &[Known]) {
    let Some(last) = known.last() else { return };
    if draft.kind != FigureKind::Count
        || draft.measure != Measure::Things
        || last.draft.measure == Measure::Things
        || matches!(draft.form, super::numeral::Form::Vague)
    {
        return;
    }
    if p.is_word(draft.after) && phrase(p, draft.after).is_some() {
        return;
    }
    let close = draft.start.saturating_sub(last.draft.end) <= 6;
    let linked = (last.draft.end..draft.start)
        .any(|at| matches!(p.low(at), "to" | "from" | "against" | "versus" | "than"))
        && !matches!(p.low(draft.start.wrapping_sub(1)), "of" | "with" | "on" | "by" | "in");
    let money = matches!(last.draft.measure, Measure::Money(_));
    // "or 2.14%, to 7,425.81": no percentage
    if last.draft.kind == FigureKind::Percent && draft.value.is_some_and(|v| v >= 1000.0) {
        return;
    }
    // "rose 8% to 3.65": behind a change stands the level, in another unit
    let level = last.draft.kind == FigureKind::Percent
        && last.change != Change::None
        && p.low(draft.start.wrapping_sub(1)) == "to"
        && p.low(last.draft.start.wrapping_sub(1)) != "from";
    if level || last.draft.kind == FigureKind::Percent && p.low(draft.start.wrapping_sub(1)) == "at" {
        return;
    }
    let large = draft.value.is_some_and(|v| v >= 1e6) && last.draft.value.or(last.draft.low).is_some_and(|v| v >= 1e6);
    if close && linked && (!money || large || draft.value.is_some_and(|v| v < 1e5)) || money && large && linked {
        draft.measure = last.draft.measure;
        draft.kind = last.draft.kind;
        draft.rule = "elided_unit";
    }
}

/// "a 5- or 6-inch screen", "11 x 7 inches", "eight million 250ml bottles": what the number behind says of the one before it.
pub(super) fn lend_units(p: Pieces<'_>, known: &mut [Known]) {
    for at in (1..known.len()).rev() {
        let (left, right) = known.split_at_mut(at);
        let (Some(this), Some(next)) = (left.last_mut(), right.first()) else { continue };
        if this.draft.kind != FigureKind::Count || this.draft.measure != Measure::Things {
            continue;
        }
        let end = this.draft.number + 1;
        let suspended = p.dash(end)
            && p.glued(end)
            && matches!(p.low(end + 1), "or" | "and" | "to")
            && next.draft.start == end + 2
            && next.draft.measure != Measure::Things;
        // "9 x 3.2 x 4 inches", "from 21.5 to 22 mm"
        let changed = p.low(end) == "to" && p.low(this.draft.start.wrapping_sub(1)) == "from";
        let said_once = (p.low(end) == "x" || changed)
            && next.draft.start == end + 1
            && matches!(next.draft.measure, Measure::Unit(_));
        if suspended || said_once {
            (this.draft.measure, this.draft.kind, this.phrase) = (next.draft.measure, next.draft.kind, next.phrase);
            (this.draft.end, this.draft.after, this.draft.rule) = (end, end, "suspended_unit");
        } else if this.phrase.is_none()
            && next.draft.start == this.draft.after
            && matches!(next.draft.measure, Measure::Unit(_))
        {
            this.phrase = next.phrase;
        }
    }
}

/// "The index closed at 9,412.5, down 84 points": the level of an index is in points too.
pub(super) fn index_levels(p: Pieces<'_>, known: &mut [Known]) {
    let Some(point) = p.lexicon.unit_named("point") else { return };
    let points = known.iter().any(|k| k.draft.measure == Measure::Unit(point));
    for k in known.iter_mut() {
        let index = k.counted.as_deref().is_some_and(|c| {
            let last = c.rsplit(' ').next().unwrap_or(c);
            matches!(last, "index" | "Index" | "Composite" | "composite" | "Nasdaq" | "Dow" | "FTSE")
                || c.starts_with("S&")
                || c.starts_with("FTSE")
        });
        let level = k.elided
            && k.told.is_none()
            && k.draft.kind == FigureKind::Count
            && k.draft.value.is_some_and(|v| v >= 100.0);
        if level && k.phrase.is_none() && (index || points) {
            (k.draft.measure, k.draft.kind, k.draft.rule) = (Measure::Unit(point), FigureKind::Measure, "index_level");
        }
    }
}

/// Casualties that the number itself does not tell: "nine civilians and two officers had died",
/// "12 killed, including six children", "the toll rose to 57 from 50".
pub(super) fn share_harm(p: Pieces<'_>, known: &mut [Known]) {
    let shared = |harm| Some(Told { harm, word: None, behind: false });
    for at in (1..known.len()).rev() {
        if let Some(Told { harm, behind: true, .. }) = known[at].told
            && (known[at - 1].told.is_none() || by_noun_alone(&known[at - 1]))
            && !is_whole(p, &known[at - 1].draft)
            && !matches!(p.low(known[at - 1].draft.start.wrapping_sub(1)), "including" | "among")
            && casualty::suffers(p, harm, known[at - 1].phrase.map(|f| f.end - 1))
            && casualty::can_be(&known[at - 1].draft)
            && casualty::linked(p, known[at - 1].draft.after, known[at].draft.start)
        {
            known[at - 1].told = Some(Told { harm, word: None, behind: true });
        }
    }
    for at in 1..known.len() {
        // "killed 46 people in 11 villages, including nine children": the whole stands before the place
        let whole = if at > 1 && places(p, &known[at - 1]) { at - 2 } else { at - 1 };
        let Some(Told { harm, word, .. }) = known[whole].told else { continue };
        let next = known[at].draft.start;
        let told = known[whole].draft.after.max(word.filter(|&w| w < next).map_or(0, |w| w + 1));
        let from = part_of_whole(p, told, next).unwrap_or(told);
        if known[at].told.is_none()
            && !safe(p, known[at].draft.after)
            && casualty::suffers(p, harm, known[at].phrase.map(|f| f.end - 1))
            && casualty::can_be(&known[at].draft)
            && casualty::linked(p, from, known[at].draft.start)
        {
            known[at].told = shared(harm);
            let part = (from..known[at].draft.start).any(|k| matches!(p.low(k), "including" | "among" | "them"))
                || p.low(known[at].draft.after) == "of";
            if part {
                known[at].draft.rule = "part"; // never to be added to the whole
            }
        }
    }
    if known.iter().any(|k| k.told.is_none() && k.phrase.is_none() && casualty::can_be(&k.draft))
        && let Some(harm) = casualty::topic(p)
    {
        for k in known.iter_mut().filter(|k| k.told.is_none() && casualty::can_be(&k.draft)) {
            let to = matches!(
                p.low(k.draft.start.wrapping_sub(1)),
                "to" | "from"
                    | "at"
                    | "was"
                    | "is"
                    | "of"
                    | "reached"
                    | "reaches"
                    | "hit"
                    | "hits"
                    | "stands"
                    | "numbered"
                    | "passes"
                    | "tops"
                    | "by"
                    | ","
                    | ":"
                    | "not"
                    | "as"
                    | "against"
                    | "topped"
            );
            if to && (k.phrase.is_none() || p.low(k.draft.after.wrapping_sub(1)) == "number") {
                k.told = shared(toll::named(p, &k.draft).unwrap_or(harm));
            }
        }
    }
}

/// "in |11 villages|": a number of places.
fn places(p: Pieces<'_>, known: &Known) -> bool {
    let before = p.low(known.draft.start.wrapping_sub(1));
    known.told.is_none() && known.phrase.is_some() && matches!(before, "in" | "across" | "from" | "near")
}

/// "four |prisoners| and four guards were killed": the noun says what they were, the verb what happened.
fn by_noun_alone(known: &Known) -> bool {
    let head = known.phrase.map(|f| f.end - 1);
    known.told.is_some_and(|t| {
        matches!(t.harm, Harm::Detained | Harm::Displaced) && !t.behind && t.word.is_some() && t.word == head
    })
}

/// "|Of 60 soldiers|, nine were killed": those of whom some were harmed.
fn is_whole(p: Pieces<'_>, draft: &Draft) -> bool {
    matches!(p.low(draft.start.wrapping_sub(1)), "of" | "among") && p.mark(draft.after, ',')
}

/// "19 are missing and 208 |were rescued|": no harm that the neighbour lends.
fn safe(p: Pieces<'_>, from: usize) -> bool {
    (from..from + 4).take_while(|&at| p.is_word(at)).any(|at| {
        matches!(
            p.low(at),
            "rescued" | "saved" | "survived" | "released" | "freed" | "unhurt" | "unharmed" | "unscathed" | "survivors"
        )
    })
}

/// "killed in the clashes|, along with two| soldiers", "unaccounted for|, among them five| crew": where the words begin
/// that join a part to its whole, over a place or time behind the harm.
fn part_of_whole(p: Pieces<'_>, from: usize, to: usize) -> Option<usize> {
    let near = from.max(to.saturating_sub(5))..to;
    let comma = near.into_iter().rev().find(|&at| p.mark(at, ','))?;
    let joins = matches!(p.low(comma + 1), "including" | "among" | "along");
    let clear = (from..comma).all(|at| (p.is_word(at) || p.digits(at).is_some()) && !subject::verb(p, at));
    (joins && clear && comma - from <= 12).then_some(comma)
}

/// What a number without a noun counts in the talk of a toll: "The clinic said 14", "up from 36".
pub(super) fn recall_toll(p: Pieces<'_>, known: &mut [Known], memory: &mut Option<(Harm, u32)>, index: u32) {
    // The harm that was told last in this sentence.
    let mut same = None;
    for this in known.iter_mut() {
        if let Some(told) = this.told {
            // "lost two brothers": no toll that others count too
            let bereaved = told.word.is_some_and(|at| matches!(p.low(at), "lost" | "losing"));
            same = if bereaved { same } else { Some(told.harm) };
            continue;
        }
        let of_them =
            p.low(this.draft.after) == "of" && matches!(p.low(this.draft.after + 1), "them" | "those" | "whom");
        if this.phrase.is_some() && !of_them || this.draft.weak || !casualty::can_be(&this.draft) {
            continue;
        }
        let remembered = memory.map(|(harm, sentence)| (harm, index.saturating_sub(sentence)));
        let Some(link) = toll::link(p, &this.draft) else { continue };
        let named = toll::named(p, &this.draft);
        let Some(harm) = named.or_else(|| toll::inherited(link, same, remembered)) else { continue };
        this.told = Some(Told { harm, word: None, behind: false });
        this.draft.rule = if link == toll::Link::Part { "part" } else { "toll" };
        same = Some(harm);
    }
    if let Some(harm) = same {
        *memory = Some((harm, index));
    }
}

/// "9.3 million kronor ($890,000)", "1.16%, or 89.68 points", "fell 9 points to 1,204": one thing measured twice.
pub(super) fn says_again(p: Pieces<'_>, from: usize, to: usize) -> bool {
    from < to
        && to - from <= 4
        && (from..to).all(|at| {
            matches!(
                p.low(at),
                "or" | "to" | "from" | "up" | "down" | "compared" | "with" | "against" | "(" | "," | "US"
            )
        })
        && !p.mark(to - 1, ',')
}

/// One unit, or one currency, in hundredths or not: "from 98 cents to $1.02".
fn same_measure(one: Measure, two: Measure) -> bool {
    match (one, two) {
        (Measure::Money(a), Measure::Money(b)) => a.currency == b.currency,
        _ => one == two,
    }
}

/// "from 6.1% to 5.8%", "to 57 from 50", "44%, down from 67%": the new value's row tells the change.
pub(super) fn link_changes(p: Pieces<'_>, known: &mut [Known]) {
    let direction = |from: f64, to: f64| match from.partial_cmp(&to) {
        Some(std::cmp::Ordering::Less) => Change::Increase,
        Some(std::cmp::Ordering::Greater) => Change::Decrease,
        _ => Change::None,
    };
    for at in 1..known.len() {
        let (left, right) = known.split_at_mut(at);
        let (Some(first), Some(second)) = (left.last_mut(), right.first_mut()) else { continue };
        let (Some(one), Some(two)) = (first.draft.value, second.draft.value) else { continue };
        let (one_ends, two_starts) = (first.draft.after, second.draft.start);
        let alike = first.draft.kind == second.draft.kind && same_measure(first.draft.measure, second.draft.measure);
        // "1,840 people from five villages": of other things
        let head = |k: &Known| k.phrase.map(|f| p.low(f.end - 1));
        let alike = alike && head(first).zip(head(second)).is_none_or(|(one, two)| one == two);
        if !alike || two_starts < one_ends || two_starts - one_ends > 8 {
            continue;
        }
        let before_first = p.low(first.draft.start.wrapping_sub(1));
        let before_second = p.low(two_starts.wrapping_sub(1));
        if before_first == "from" && before_second == "to" {
            (second.change_from, second.change_to) = (Some(one), Some(two));
            (first.change, second.change) = (Change::None, direction(one, two));
        } else if before_second == "from" && (two_starts - one_ends <= 3 || before_first == "to") {
            (first.change_from, first.change_to) = (Some(two), Some(one));
            (first.change, second.change) = (direction(two, one), Change::None);
        }
    }
}
