//! What happened: casualties above all, rise and fall, fear, plan, denial.
//!
//! The number, not the noun, decides a casualty: in "12 soldiers were killed and 90 injured" each
//! number goes to the word of harm that stands nearest in its own clause.

use super::kind::{Certainty, Change, FigureKind, Modifier};
use super::lexicon::Class;
use super::piece::{Kind, Pieces};
use super::quantity::Draft;
use crate::syntax::Tag;

/// A sort of harm.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Harm {
    Killed,
    Injured,
    Missing,
    Displaced,
    Detained,
}

impl Harm {
    /// The category's name in tables.
    pub(super) const fn category(self) -> &'static str {
        match self {
            Self::Killed => "casualty.killed",
            Self::Injured => "casualty.injured",
            Self::Missing => "casualty.missing",
            Self::Displaced => "casualty.displaced",
            Self::Detained => "casualty.detained",
        }
    }

    /// The verb, where the text has only a noun or adjective.
    pub(super) const fn lemma(self) -> &'static str {
        match self {
            Self::Killed => "kill",
            Self::Injured => "injure",
            Self::Missing => "go missing",
            Self::Displaced => "displace",
            Self::Detained => "detain",
        }
    }
}

/// The harm that a word tells of.
fn harm(p: Pieces<'_>, at: usize) -> Option<Harm> {
    let low = p.low(at);
    if p.is(at, Class::KilledVerb) || matches!(low, "dead") {
        Some(Harm::Killed)
    } else if p.is(at, Class::InjuredVerb) || p.is(at, Class::InjuredNoun) {
        (!(low == "shot" && matches!(p.low(at + 1), "dead" | "down" | "and"))).then_some(Harm::Injured)
    } else if p.is(at, Class::Missing) {
        Some(Harm::Missing)
    } else if p.is(at, Class::Displaced) {
        Some(Harm::Displaced)
    } else if p.is(at, Class::Detained) {
        Some(Harm::Detained)
    } else {
        None
    }
}

/// Words that may stand between number and harm: "12 people were later confirmed dead".
fn between(p: Pieces<'_>, at: usize) -> bool {
    p.is(at, Class::HarmBetween)
}

/// The harm told right of the counted noun: "12 people were killed", "90 injured", "13 still missing".
fn harm_right(p: Pieces<'_>, from: usize) -> Option<(Harm, usize)> {
    let mut at = from;
    let mut steps = 0;
    while steps < 9 {
        if let Some(found) = harm(p, at) {
            // "the victims killed two policemen": an object follows, so the noun acts
            let acts = matches!(
                p.low(at),
                "kill"
                    | "killed"
                    | "injured"
                    | "wounded"
                    | "arrested"
                    | "detained"
                    | "captured"
                    | "seized"
                    | "killing"
                    | "wounding"
                    | "injuring"
                    | "arrest"
                    | "evacuated"
            ) && steps == 0
                && from > 0
                && p.is_word(from - 1)
                && (p.digits(at + 1).is_some()
                    || p.get(at + 1).is_some_and(|x| {
                        x.word.number.is_some()
                            || x.word.ends_modifier && x.word.number.is_none() && p.digits(at + 2).is_some()
                    })
                    || matches!(p.tag(at + 1), Tag::Det | Tag::Propn | Tag::Pron)
                        && !matches!(p.low(at + 1), "all" | "both" | "each" | "that" | "which" | "who"));
            let homes = found == Harm::Displaced && p.low(at) == "homes";
            return (!acts && !homes).then_some((found, at));
        }
        let comma = p.mark(at, ',') && (steps == 0) && false;
        if !(between(p, at) || comma) {
            // "12 people in two villages were killed": over one prepositional phrase
            if steps == 0 && matches!(p.low(at), "in" | "on" | "at" | "from" | "aboard" | "of" | "with" | "among") {
                let mut k = at + 1;
                while k < at + 8
                    && !between(p, k)
                    && (p.is_word(k) || matches!(p.get(k).map(|x| x.kind), Some(Kind::Mark('\'' | '’' | '-'))))
                    && !matches!(p.tag(k), Tag::Verb)
                    && harm(p, k).is_none()
                {
                    k += 1;
                }
                if matches!(p.low(k), "were" | "was" | "have" | "had" | "are" | "died" | "is") {
                    at = k;
                    steps += 1;
                    if harm(p, at).is_some() {
                        continue;
                    }
                    continue;
                }
            }
            return None;
        }
        at += 1;
        steps += 1;
    }
    None
}

/// The harm told left of the number: "killed 14 civilians", "a death toll of 57", "the deaths of 34 children".
fn harm_left(p: Pieces<'_>, draft: &Draft) -> Option<(Harm, usize)> {
    let mut at = draft.start;
    let floor = draft.start.saturating_sub(14);
    let mut words = 0;
    while at > floor {
        at -= 1;
        let low = p.low(at);
        if p.mark(at, ';') || p.mark(at, '.') || p.mark(at, ':') && words > 0 {
            return None;
        }
        if p.mark(at, ',') || low == "and" || low == "but" || low == "while" {
            return None;
        }
        if p.get(at).is_some_and(|x| matches!(x.kind, Kind::Digits(_)) || x.word.number.is_some())
            && words > 0
            && !matches!(low, "one" | "first" | "second" | "third")
        {
            return None;
        }
        let active = p.is(at, Class::KilledVerb)
            || p.is(at, Class::InjuredVerb)
            || p.is(at, Class::Detained)
                && !matches!(low, "prisoners" | "inmates" | "custody" | "hostages" | "detainees")
            || p.is(at, Class::Displaced)
                && !matches!(low, "homeless" | "refugees" | "evacuees" | "evacuee" | "fled" | "fleeing" | "flee");
        if active && words <= 3 && !passive(p, at) && low != "dead" && low != "dying" {
            return harm(p, at).map(|h| (h, at));
        }
        let noun = p.is(at, Class::KilledNoun) && !matches!(low, "lives" | "body")
            || matches!(low, "lives" if matches!(p.low(at + 1), "of"));
        if noun {
            return Some((Harm::Killed, at));
        }
        if p.is(at, Class::InjuredNoun) {
            return Some((Harm::Injured, at));
        }
        if p.is(at, Class::Missing) && low == "missing" {
            return Some((Harm::Missing, at));
        }
        if matches!(low, "displaced" | "evacuated" | "homeless") {
            return Some((Harm::Displaced, at));
        }
        // "the toll rose to 57"
        if low == "toll" && words <= 7 {
            return Some((Harm::Killed, at));
        }
        words += 1;
        if words > 9 {
            return None;
        }
    }
    None
}

/// "were killed in 12 attacks": a form of "be" before the participle.
fn passive(p: Pieces<'_>, at: usize) -> bool {
    matches!(
        p.low(at.wrapping_sub(1)),
        "was" | "were" | "been" | "be" | "are" | "being" | "is" | "people" | "others" | "soldiers"
    ) || matches!(
        p.low(at + 1),
        "in" | "by" | "on" | "at" | "during" | "when" | "after" | "since" | "within" | "over" | "about" | "for"
    ) && !p.get(at + 1).is_some_and(|x| x.word.ends_modifier && !matches!(p.low(at + 1), "within" | "over" | "in"))
        && !matches!(p.low(at + 1), "about")
}

/// The casualty category of a count, and the word that tells it. `before` is the category of the
/// quantity before it in the same sentence, whose noun or verb this one may share.
pub(super) fn casualty(
    p: Pieces<'_>,
    draft: &Draft,
    counted: Option<(usize, usize)>,
    before: Option<(Harm, usize)>,
) -> Option<(Harm, Option<usize>)> {
    if draft.kind != FigureKind::Count || !matches!(draft.measure, super::quantity::Measure::Things) {
        return None;
    }
    if let Some((_, end)) = counted {
        let head = end - 1;
        let low = p.low(head);
        if matches!(
            low,
            "death"
                | "deaths"
                | "fatalities"
                | "fatality"
                | "bodies"
                | "corpses"
                | "dead"
                | "casualties"
                | "drownings"
                | "coffins"
                | "killings"
                | "murders"
                | "executions"
        ) && !matches!(p.low(head + 1), "certificate" | "certificates" | "threats")
        {
            return Some((Harm::Killed, Some(head)));
        }
        if matches!(low, "injuries" | "wounded" | "injured") {
            return Some((Harm::Injured, Some(head)));
        }
        if matches!(low, "arrests" | "detainees" | "prisoners" | "inmates" | "hostages") {
            return Some((Harm::Detained, Some(head)));
        }
        if matches!(low, "refugees" | "evacuees") {
            return Some((Harm::Displaced, Some(head)));
        }
        if low == "lives"
            && (p.low(draft.start.wrapping_sub(1)) == "claimed" || p.low(draft.start.wrapping_sub(1)) == "of")
        {
            return Some((Harm::Killed, None));
        }
        let people = people(p, end - 1);
        if !people && counted.is_some() && p.tag(head) != Tag::Propn {
            return None;
        }
    }
    if let Some((found, at)) = harm_right(p, draft.after) {
        return Some((found, Some(at)));
    }
    if let Some((found, at)) = harm_left(p, draft) {
        return Some((found, Some(at)));
    }
    // "killed 12 soldiers and three civilians", "12 killed, including six children", "five of them children"
    let (found, end) = before?;
    let gap = draft.start.checked_sub(end)?;
    let link =
        (end..draft.start).all(|at| p.mark(at, ',') || p.mark(at, '(') || p.mark(at, '-') || p.is(at, Class::HarmLink));
    (gap <= 7 && link).then_some((found, None))
}

/// True where a noun names people.
pub(super) fn people(p: Pieces<'_>, at: usize) -> bool {
    let low = p.low(at);
    p.is(at, Class::People)
        || low.ends_with("men")
        || low.ends_with("women")
        || low.ends_with("ers")
        || low.ends_with("ors")
        || low.ends_with("ists")
        || low.ends_with("ants")
        || low.ends_with("ans")
        || low.ends_with("ees")
        || low.ends_with("ians")
        || low.ends_with("ents")
        || low.ends_with("er")
        || low.ends_with("ian")
        || p.is(at, Class::People)
}

/// Rise or fall: "rose 5%", "up 5%", "fell by two points", "a 6 point gain", "was cut to 3".
pub(super) fn change(p: Pieces<'_>, draft: &Draft) -> Change {
    let mut at = draft.start;
    for step in 0..5 {
        let Some(b) = at.checked_sub(1) else { break };
        at = b;
        let low = p.low(at);
        let direction = direction(p, at);
        if direction != Change::None && !(matches!(low, "more" | "less" | "fewer") && step == 0) {
            return direction;
        }
        let passes = p.is(at, Class::ChangeBetween) || low.ends_with("ly");
        if !passes {
            break;
        }
    }
    // "a 5% rise", "a $2m cut in the budget"
    for k in 0..3 {
        let at = draft.after + k;
        if !p.is_word(at) || matches!(p.low(at), "of" | "and" | "to" | "from" | "in" | "on" | "that" | "by") {
            break;
        }
        if p.is(at, Class::ChangeNoun) {
            return direction(p, at);
        }
    }
    Change::None
}

fn direction(p: Pieces<'_>, at: usize) -> Change {
    match (p.is(at, Class::Up), p.is(at, Class::Down)) {
        (true, false) => Change::Increase,
        (false, true) => Change::Decrease,
        _ => Change::None,
    }
}

/// Fact, estimate, fear, plan or denial, by the words of the same clause before the number, and the
/// words of harm behind it ("12 feared dead").
pub(super) fn certainty(p: Pieces<'_>, draft: &Draft) -> Certainty {
    let end = (draft.after + 4).min(p.all.len());
    for at in draft.after..end {
        if p.is(at, Class::Feared) {
            return Certainty::Feared;
        }
        if !p.is_word(at) {
            break;
        }
    }
    let mut found = Certainty::Asserted;
    let floor = draft.start.saturating_sub(12);
    let mut at = draft.start + 1;
    while at > floor {
        at -= 1;
        if at >= p.all.len() || p.mark(at, ';') || p.mark(at, ',') && at + 2 < draft.start {
            break;
        }
        let low = p.low(at);
        if p.is(at, Class::Feared) {
            return Certainty::Feared;
        }
        if matches!(low, "denied" | "denies" | "deny" | "denying") {
            return Certainty::Denied;
        }
        if found == Certainty::Asserted {
            if p.is(at, Class::Estimated) && low != "approximately" {
                found = Certainty::Estimated;
            } else if p.is(at, Class::Projected)
                && !(low == "may" && p.capital(at))
                && !matches!(
                    low,
                    "set" | "project" | "projects" | "goal" | "plan" | "plans" | "hope" | "target" | "due"
                )
            {
                found = Certainty::Projected;
            }
        }
    }
    if found == Certainty::Asserted && draft.modifier == Modifier::About && p.low(draft.start).contains("estimated") {
        found = Certainty::Estimated;
    }
    found
}

/// "not 24", "did not kill 12", "never carry fourteen"
pub(super) fn negated(p: Pieces<'_>, draft: &Draft) -> bool {
    let b = draft.start.wrapping_sub(1);
    if matches!(p.low(b), "not") && !matches!(p.low(draft.start), "just" | "only") {
        return true;
    }
    let floor = draft.start.saturating_sub(5);
    (floor..draft.start).any(|at| {
        let verb_negated =
            matches!(p.low(at), "not" | "never") || p.low(at) == "t" && matches!(p.low(at.wrapping_sub(1)), "'" | "’");
        verb_negated
            && !matches!(p.low(at + 1), "only" | "just" | "more" | "less" | "fewer")
            && (at + 1..draft.start)
                .all(|k| p.is_word(k) && !matches!(p.low(k), "but" | "and" | "until" | "since" | "for" | "in"))
            && p.tag(draft.start.wrapping_sub(1)) == Tag::Verb
    })
}
