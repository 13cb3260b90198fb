//! Casualties. The number, not the noun, decides: in "12 soldiers were killed and 90 injured" each number
//! goes to the word of harm that stands nearest in its own clause; what a number leaves out it shares
//! with its neighbour ("nine civilians and two officers died", "12 killed, including six children").

use super::aftermath;
use super::kind::FigureKind;
use super::lexicon::Class;
use super::phrase::{Phrase, phrase};
use super::piece::{Kind, Pieces};
use super::quantity::{Draft, Measure};
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

/// Harm and where its word stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Told {
    pub(super) harm: Harm,
    /// The word that tells it; `None` where it is shared with a neighbour.
    pub(super) word: Option<usize>,
    /// Told behind the number, so that numbers before it can share it.
    pub(super) behind: bool,
}

/// True where a quantity can count people.
pub(super) fn can_be(draft: &Draft) -> bool {
    draft.kind == FigureKind::Count && draft.measure == Measure::Things
}

/// The harm that the number's own clause tells. `head` is the last piece of the counted noun.
pub(super) fn told(p: Pieces<'_>, draft: &Draft, head: Option<usize>) -> Option<Told> {
    if !can_be(draft) {
        return None;
    }
    let named = head.and_then(|h| by_noun(p, draft, h));
    if let Some(harm) = named {
        // "four prisoners were killed": what happened to them, not what they were
        let suffered = aftermath::find(p, draft.after).filter(|_| matches!(harm, Harm::Detained | Harm::Displaced));
        return Some(match suffered {
            Some((suffered @ (Harm::Killed | Harm::Injured | Harm::Missing), at)) => {
                Told { harm: suffered, word: Some(at), behind: true }
            }
            _ => Told { harm, word: head, behind: false },
        });
    }
    // "187 |injured| passengers", "four |missing| boxes"
    if let Some(head) = head
        && let Some(at) = (draft.number + 1..head).find(|&at| told_before_noun(p.low(at)))
    {
        return harm(p, at).filter(|_| people(p, head)).map(|harm| Told { harm, word: Some(at), behind: false });
    }
    // "seven of the dead": the whole names the harm
    if p.low(draft.after) == "of"
        && p.low(draft.after + 1) == "the"
        && let Some(harm) = harm(p, draft.after + 2)
    {
        return Some(Told { harm, word: Some(draft.after + 2), behind: false });
    }
    let found = aftermath::find(p, draft.after)
        .map(|(harm, at)| Told { harm, word: Some(at), behind: true })
        .or_else(|| before(p, draft).map(|(harm, at)| Told { harm, word: Some(at), behind: false }))
        .or_else(|| bereaved(p, draft, head))?;
    let person = head.is_none_or(|h| people(p, h) || p.tag(h) == Tag::Propn);
    // Goods are seized, towns evacuated and houses burnt as well, and "bodies in two districts" counts districts.
    let placed =
        matches!(p.low(draft.start.wrapping_sub(1)), "in" | "across" | "near" | "from" | "at") && !found.behind;
    let thing = head.is_some_and(|h| p.is(h, Class::Animal) || matches!(p.low(h), "times" | "occasions"));
    // "lost to the top |ten|": a list of the best, not people
    if head.is_none() && p.low(draft.start.wrapping_sub(1)) == "top" {
        return None;
    }
    let personal = found.harm == Harm::Killed || found.word.is_some_and(|at| only_people(p.low(at)));
    (person || personal && !placed && !thing).then_some(found)
}

/// Words of harm that stand before the noun of those harmed.
pub(super) fn told_before_noun(word: &str) -> bool {
    matches!(word, "injured" | "wounded" | "missing" | "dead" | "displaced" | "detained" | "kidnapped" | "captured")
}

/// "lost her mother and two |nephews|", "buried |38|": deaths that are told by those left behind.
fn bereaved(p: Pieces<'_>, draft: &Draft, head: Option<usize>) -> Option<Told> {
    let near = draft.start.saturating_sub(6)..draft.start;
    let words = near.rev().take_while(|&at| p.is_word(at) && !p.is(at, Class::KilledVerb));
    let at = words.into_iter().find(|&at| matches!(p.low(at), "lost" | "losing" | "buried"))?;
    let buried = p.low(at) == "buried" && at + 1 == draft.start && head.is_none_or(|h| people(p, h));
    let close = head.is_some_and(|h| {
        p.is(h, Class::Kin)
            || p.low(h).strip_suffix('s').is_some_and(|one| p.lexicon.word(one).is(Class::Kin))
            || matches!(
                p.low(h),
                "troops" | "soldiers" | "marines" | "comrades" | "colleagues" | "relatives" | "siblings" | "children"
            )
    });
    let lost = p.low(at) != "buried" && close;
    (buried && !passive(p, at) || lost).then_some(Told { harm: Harm::Killed, word: Some(at), behind: false })
}

/// Words of harm that are said of people alone: what is arrested or wounded needs no noun that we know.
fn only_people(word: &str) -> bool {
    matches!(
        word,
        "arrested"
            | "arresting"
            | "detained"
            | "detaining"
            | "jailed"
            | "imprisoned"
            | "kidnapped"
            | "kidnapping"
            | "abducted"
            | "wounded"
            | "wounding"
            | "injured"
            | "injuring"
            | "hospitalized"
            | "hospitalised"
    )
}

/// "41 deaths", "34 bodies", "185 prisoners", "four lives" lost
fn by_noun(p: Pieces<'_>, draft: &Draft, head: usize) -> Option<Harm> {
    let low = p.low(head);
    let paper = matches!(p.low(head + 1), "certificate" | "certificates" | "threats" | "row" | "sentences");
    match low {
        "casualties" | "casualty" | "deaths" | "death" | "fatalities" | "fatality" | "bodies" | "corpses" | "dead"
        | "drownings" | "killings" | "murders" | "executions"
            if !paper =>
        {
            Some(Harm::Killed)
        }
        "body" => (draft.value == Some(1.0)).then_some(Harm::Killed),
        "lives" => matches!(
            p.low(draft.start.wrapping_sub(1)),
            "claimed" | "of" | "cost" | "claiming" | "claims" | "claim" | "took" | "taken"
        )
        .then_some(Harm::Killed),
        "injuries" | "wounded" | "injured" | "hurt" => Some(Harm::Injured),
        "arrests" | "detainees" | "prisoners" | "hostages" => Some(Harm::Detained),
        "evacuees" | "refugees" | "refugee" => Some(Harm::Displaced),
        _ => None,
    }
}

/// The harm that a word tells of.
pub(super) fn harm(p: Pieces<'_>, at: usize) -> Option<Harm> {
    let low = p.low(at);
    let passive = matches!(p.low(at.wrapping_sub(1)), "been" | "were" | "was" | "be");
    if p.is(at, Class::KilledVerb) {
        Some(Harm::Killed)
    } else if p.is(at, Class::InjuredVerb) || p.is(at, Class::InjuredNoun) {
        (!(low == "shot" && matches!(p.low(at + 1), "dead" | "down" | "and"))).then_some(Harm::Injured)
    } else if p.is(at, Class::Missing) {
        Some(Harm::Missing)
    } else if p.is(at, Class::Displaced) || low == "moved" && passive {
        Some(Harm::Displaced)
    } else if p.is(at, Class::Detained) && (low != "rounded" || p.low(at + 1) == "up") {
        Some(Harm::Detained)
    } else {
        None
    }
}

/// Told before the number: "killed 14 civilians", "a death toll of 57", "the deaths of 34 children".
fn before(p: Pieces<'_>, draft: &Draft) -> Option<(Harm, usize)> {
    let floor = draft.start.saturating_sub(10);
    // "killing the hopes |of| thousands", but "killing a total |of| 15"
    let of = p.low(draft.start.wrapping_sub(1)) == "of"
        && !matches!(p.low(draft.start.wrapping_sub(2)), "total" | "record" | "average" | "minimum" | "maximum");
    let (mut words, mut joined) = (0, false);
    for at in (floor..draft.start).rev() {
        let low = p.low(at);
        let stops = matches!(p.get(at)?.kind, Kind::Mark(';' | '.' | ':' | ',' | '"' | '”' | '“'));
        let abbreviation = p.mark(at, '.') && p.glued(at) && p.capital(at - 1) && p.capital(at + 1);
        if stops && !abbreviation || matches!(low, "but" | "while") || low == "and" && joined {
            return None;
        }
        // "killed a commander and at least six other people": over one "and" to the verb
        joined |= low == "and";
        let number = matches!(p.get(at)?.kind, Kind::Digits(_)) || p.get(at)?.word.number.is_some();
        if number && words > 0 {
            return None;
        }
        // "held 67 people": of things and meetings it says nothing
        if words == 0 && (low == "holding" || low == "held" && !passive(p, at)) {
            let head = draft.end.wrapping_sub(1);
            let housed = matches!(p.low(head), "patients" | "passengers" | "students" | "guests" | "residents");
            let suspects =
                p.is(head, Class::People) && !housed || matches!(p.low(head), "suspects" | "detainees" | "activists");
            return suspects.then_some((Harm::Detained, at));
        }
        let stative = matches!(
            low,
            "dead"
                | "dying"
                | "died"
                | "die"
                | "dies"
                | "drowned"
                | "perished"
                | "missing"
                | "prisoners"
                | "inmates"
                | "custody"
                | "hostages"
                | "hostage"
                | "detainees"
                | "homeless"
                | "refugees"
                | "evacuees"
                | "evacuee"
                | "fled"
                | "flee"
                | "fleeing"
                | "jailed"
                | "held"
                | "beaten"
                | "trapped"
                | "unaccounted"
                | "shelters"
                | "disappeared"
                | "treated"
        );
        if !stative
            && (words <= 3 || joined && matches!(low, "killed" | "killing" | "wounded" | "injured"))
            && !passive(p, at)
            && !(of && words > 1 && !joined)
            && !p.is(at, Class::InjuredNoun) | matches!(low, "hurt" | "injured" | "wounded")
            && let Some(found) = harm(p, at)
        {
            return Some((found, at));
        }
        // "was detained on Friday |with two deckhands|"
        let along = (at + 1..draft.start).any(|k| p.low(k) == "with") && p.is(draft.end.wrapping_sub(1), Class::People);
        if along && words <= 6 && passive(p, at) && harm(p, at) == Some(Harm::Detained) {
            return Some((Harm::Detained, at));
        }
        if joined {
            words += 1;
            continue;
        }
        let leads = matches!(
            p.low(at + 1),
            "of" | "to"
                | "at"
                | "from"
                | "stood"
                | "rose"
                | "reached"
                | "climbed"
                | "was"
                | "is"
                | "numbered"
                | "stands"
        ) || words <= 1;
        let insurer = low == "casualty" && !matches!(p.low(at + 1), "toll" | "tolls" | "count" | "figure" | "figures");
        let noun = p.is(at, Class::KilledNoun) && !matches!(low, "lives" | "body") && !insurer;
        if noun && leads || low == "remains" && p.low(at + 1) == "of" && words <= 1 {
            return Some((Harm::Killed, at));
        }
        if matches!(low, "injured" | "wounded" | "injuries") && leads && !passive(p, at) {
            return Some((Harm::Injured, at));
        }
        words += 1;
    }
    None
}

/// "were killed in 12 attacks": a form of "be" before the participle, or a place and time behind it.
fn passive(p: Pieces<'_>, at: usize) -> bool {
    matches!(p.low(at.wrapping_sub(1)), "was" | "were" | "been" | "be" | "are" | "being" | "is")
        || matches!(p.low(at + 1), "in" | "by" | "on" | "during" | "when" | "after" | "since" | "for" | "as")
        || p.low(at + 1) == "at" && p.low(at + 2) != "least"
        || matches!(p.low(at + 1), "within")
}

/// What the sentence as a whole counts: "Toll climbs to 83", "lowered to 51 from 64 the number of
/// people killed". It holds for numbers that leave out their noun.
pub(super) fn topic(p: Pieces<'_>) -> Option<Harm> {
    for at in 0..p.all.len() {
        if matches!(p.low(at), "toll" | "tolls")
            && !matches!(p.low(at + 1), "road" | "roads" | "booth" | "plaza" | "gate" | "free")
        {
            return Some(match p.low(at.wrapping_sub(1)) {
                "injury" => Harm::Injured,
                _ => Harm::Killed,
            });
        }
        if matches!(p.low(at), "number" | "count" | "figure") && p.low(at + 1) == "of" {
            let found = (at + 2..at + 7)
                .take_while(|&k| p.is_word(k) && !matches!(p.low(k), "in" | "to" | "was" | "is" | "at"))
                .find_map(|k| {
                    harm(p, k).or(match p.low(k) {
                        "deaths" | "fatalities" | "dead" | "bodies" => Some(Harm::Killed),
                        "injuries" => Some(Harm::Injured),
                        "arrests" => Some(Harm::Detained),
                        _ => None,
                    })
                });
            if found.is_some() {
                return found;
            }
        }
        if matches!(p.low(at + 1), "put" | "at" | "rose" | "numbered" | "rises" | "to") {
            match p.low(at) {
                "dead" | "deaths" | "fatalities" => return Some(Harm::Killed),
                "wounded" | "injured" if p.low(at.wrapping_sub(1)) == "the" => return Some(Harm::Injured),
                "missing" if p.low(at.wrapping_sub(1)) == "of" => return Some(Harm::Missing),
                _ => {}
            }
        }
    }
    None
}

/// "|the number of |villagers| killed rose to 40": the noun of a harm that the sentence as a whole counts.
pub(super) fn number_of(p: Pieces<'_>, draft: &Draft, told: Option<Harm>) -> Option<Phrase> {
    // Within reach of the number, so that a long sentence of numbers costs no more than its length.
    let mut reach = draft.start.saturating_sub(30).max(1)..(draft.start + 12).min(p.all.len());
    let of = reach.find(|&at| p.low(at) == "of" && matches!(p.low(at - 1), "number" | "count" | "figure" | "list"))?;
    let found = phrase(p, of + 1).filter(|f| f.end <= of + 5)?;
    let harmed = (found.end - 1..found.end + 3).find_map(|at| harm(p, at));
    (harmed.is_some() && harmed == told && !p.is(found.end - 1, Class::Predicative)).then_some(found)
}

/// True where a noun (if there is one) can share the harm of its neighbour.
pub(super) fn suffers(p: Pieces<'_>, harm: Harm, head: Option<usize>) -> bool {
    head.is_none_or(|h| people(p, h) || p.tag(h) == Tag::Propn || harm == Harm::Killed && !p.is(h, Class::Animal))
}

/// True where only words that join stand between two quantities, so that they share their harm.
pub(super) fn linked(p: Pieces<'_>, from: usize, to: usize) -> bool {
    from <= to
        && to - from <= 7
        && (from..to).all(|at| {
            matches!(p.get(at).map(|x| x.kind), Some(Kind::Mark(',' | '(' | '-' | '–' | '—')))
                || p.is(at, Class::HarmLink) && (p.low(at) != "at" || p.low(at + 1) == "least")
        })
}

/// True where a noun names people.
pub(super) fn people(p: Pieces<'_>, at: usize) -> bool {
    const ENDINGS: &[&str] = &["men", "women", "ers", "ors", "ists", "ants", "ans", "ees", "ents", "er", "ian", "ist"];
    let low = p.low(at);
    p.is(at, Class::People) || !p.is(at, Class::Animal) && ENDINGS.iter().any(|e| low.ends_with(e))
}

/// Dictionary form of a word of harm.
pub(super) fn lemma(word: &str) -> Option<&'static str> {
    Some(match word {
        "kill" | "kills" | "killed" | "killing" => "kill",
        "die" | "dies" | "died" | "dying" => "die",
        "drowned" => "drown",
        "murdered" => "murder",
        "executed" => "execute",
        "wound" | "wounds" | "wounded" | "wounding" => "wound",
        "injure" | "injures" | "injured" | "injuring" => "injure",
        "hurt" | "hurts" | "hurting" => "hurt",
        "arrest" | "arrests" | "arrested" | "arresting" => "arrest",
        "detain" | "detained" | "detains" | "detaining" => "detain",
        "capture" | "captured" | "captures" | "capturing" => "capture",
        "jailed" => "jail",
        "imprisoned" => "imprison",
        "kidnapped" | "kidnapping" => "kidnap",
        "abducted" | "abducting" => "abduct",
        "displace" | "displaced" | "displaces" | "displacing" => "displace",
        "evacuate" | "evacuated" | "evacuating" => "evacuate",
        "flee" | "fled" | "flees" | "fleeing" => "flee",
        "trapped" => "trap",
        "disappeared" => "disappear",
        _ => return None,
    })
}
