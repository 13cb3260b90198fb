//! Places in an order: "ranked 38th", "third-largest", "world No. 9", "second seed", "top-ranked".
//! An ordinal alone ("the third attack", "the first half") is no rank.

#![expect(clippy::float_cmp, reason = "scales and places are whole numbers, which are exact")]

use super::kind::{FigureKind, Modifier};
use super::lexicon::Class;
use super::numeral::Form;
use super::piece::Pieces;
use super::quantity::{Draft, Measure};

/// The rank that begins at `at`.
pub(super) fn read(p: Pieces<'_>, at: usize) -> Option<Draft> {
    top(p, at).or_else(|| ordinal(p, at)).or_else(|| number_sign(p, at))
}

fn draft(start: usize, end: usize, value: f64, rule: &'static str) -> Draft {
    Draft {
        start,
        end,
        number: start,
        after: end,
        value: Some(value),
        low: None,
        high: None,
        modifier: Modifier::Exact,
        kind: FigureKind::Rank,
        measure: Measure::Things,
        form: Form::Words,
        per: None,
        rule,
        weak: false,
    }
}

/// "top-ranked", "top-seeded"
fn top(p: Pieces<'_>, at: usize) -> Option<Draft> {
    (p.low(at) == "top" && p.dash(at + 1) && p.glued(at + 1) && matches!(p.low(at + 2), "ranked" | "seeded" | "rated"))
        .then(|| draft(at, at + 3, 1.0, "rank_top"))
}

/// "third-largest", "second biggest", "35th most powerful", "ranked 38th", "fourth place", "second seed"
fn ordinal(p: Pieces<'_>, at: usize) -> Option<Draft> {
    let (value, end) = super::ordinal::read(p, at)?;
    let next = if p.dash(end) && p.glued(end) { end + 1 } else { end };
    if p.is(next, Class::Superlative) && !matches!(p.low(next), "leading" | "popular") {
        let most = p.low(next) == "most" || p.low(next) == "best" && p.dash(next + 1);
        let reach = if most && p.dash(next + 1) {
            next + 3
        } else if most {
            next + 2
        } else {
            next + 1
        };
        return Some(draft(at, reach, value, "rank_superlative"));
    }
    if matches!(p.low(next), "seed" | "seeded" | "ranked" | "placed")
        || p.low(next) == "place" && next == end && !p.is(at.wrapping_sub(1), Class::AgeNoun)
    {
        let first_place = value == 1.0 && p.low(next) == "place" && p.low(at.wrapping_sub(1)) == "the";
        return (!first_place).then(|| draft(at, next + 1, value, "rank_place"));
    }
    let ranked = (1..=3).any(|k| matches!(p.low(at.wrapping_sub(k)), "ranked" | "ranks" | "ranking" | "rank"))
        || matches!(p.low(at.wrapping_sub(1)), "finished" | "placed" | "finishing" | "finish" | "seeded")
        || p.low(at.wrapping_sub(1)) == "in"
            && matches!(p.low(at.wrapping_sub(2)), "came" | "finished" | "comes" | "come")
            && !p.is_word(end)
        || p.low(at.wrapping_sub(1)) == "came" && !p.is(end, Class::Superlative) && p.is(end, Class::Function);
    ranked.then(|| draft(at, end, value, "rank_verb"))
}

/// "the No. 1 music seller", "world No. 9", "ranked No. 9", "#2 browser", "number three in the world"
fn number_sign(p: Pieces<'_>, at: usize) -> Option<Draft> {
    let number = match p.low(at) {
        "no" if p.mark(at + 1, '.') && p.capital(at) => at + 2,
        "number" => at + 1,
        "#" if p.glued(at + 1) => at + 1,
        _ => return None,
    };
    let n = super::numeral::read(p, number, false)?;
    let small = n.whole() && n.scale == 1.0 && n.value >= 1.0 && n.value < 1000.0;
    let (b, next) = (p.low(at.wrapping_sub(1)), p.low(n.end));
    let ordered = matches!(b, "world" | "ranked" | "rank" | "seeded" | "ranking");
    let best = matches!(b, "the" | "a" | "as" | "at" | "as the" | "s")
        && (next == "in" || p.is_word(n.end) && !p.is(n.end, Class::Function))
        && n.value <= 100.0;
    let placed = next == "in" && matches!(p.low(n.end + 1), "the" | "all") || next == "seed" || next == "ranked";
    (small
        && (ordered || best || placed)
        && !matches!(next, "priority" | "goal" | "issue" | "concern" | "reason" | "job" | "enemy" | "fan" | "rule"))
    .then(|| draft(at, n.end, n.value, "rank_number"))
}
