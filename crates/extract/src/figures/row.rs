//! From the drafts of one sentence to rows: what the numbers share, leave out and say together.

use super::casualty::{self, Harm, Told};
use super::clause::{self, Owner};
use super::counted::{self, Phrase};
use super::event;
use super::figure::Figure;
use super::kind::{Change, FigureKind, Modifier};
use super::noun::singular;
use super::piece::Pieces;
use super::quantity::{Draft, Measure};
use super::rate;
use super::source;
use super::toll;
use crate::entities::{Cast, EntityKind, Mention};
use crate::extractor::Article;
use crate::quotes::Quote;
use crate::{Place, Span, Zone};

/// A sentence with all that is known about it.
pub(super) struct Scene<'a> {
    pub(super) pieces: Pieces<'a>,
    pub(super) zone: Zone,
    pub(super) sentence: Span,
    pub(super) index: u32,
    pub(super) article: Article<'a>,
    pub(super) cast: &'a Cast,
    pub(super) quotes: &'a [Quote],
    /// The mentions that stand in order of place.
    pub(super) names: &'a [Mention],
}

/// What later sentences may leave out because an earlier one said it.
#[derive(Default)]
pub(super) struct Memory {
    counted: Option<String>,
    sentence: u32,
    /// The last toll, and the sentence that told it.
    toll: Option<(Harm, u32)>,
}

/// What is known of a draft while its sentence is finished.
struct Known {
    draft: Draft,
    counted: Option<String>,
    phrase: Option<Phrase>,
    told: Option<Told>,
    change: Change,
    change_from: Option<f64>,
    change_to: Option<f64>,
    elided: bool,
}

/// Writes the rows of one sentence.
pub(super) fn write(scene: &Scene<'_>, drafts: Vec<Draft>, memory: &mut Memory, rows: &mut Vec<Figure>) {
    let p = scene.pieces;
    let mut known: Vec<Known> = Vec::with_capacity(drafts.len());
    for mut draft in drafts {
        inherit_unit(p, &mut draft, &known);
        name_kind(p, &mut draft);
        let phrase = counted::behind(p, &mut draft);
        if phrase.is_some() && draft.kind == FigureKind::Count {
            rate::attach(p, &mut draft); // "400 containers a day"
        }
        let told = casualty::told(p, &draft, phrase.map(|f| f.end - 1));
        let change = if draft.kind == FigureKind::Age { Change::None } else { event::change(p, &draft) };
        known.push(Known {
            draft,
            counted: None,
            phrase,
            told,
            change,
            change_from: None,
            change_to: None,
            elided: false,
        });
    }
    for at in 1..known.len() {
        // "eight million 250ml bottles": a figure ends where the next begins
        let next = known[at].draft.start;
        let draft = &mut known[at - 1].draft;
        (draft.end, draft.after) = (draft.end.min(next).max(draft.number + 1), draft.after.min(next));
    }
    lend_units(p, &mut known);
    share_harm(p, &mut known);
    recall_toll(p, &mut known, memory, scene.index);
    known.retain(|k| !k.draft.weak || k.told.is_some());
    for at in 0..known.len() {
        let (before, rest) = known.split_at_mut(at);
        if let Some((this, after)) = rest.split_first_mut() {
            name_counted(p, this, before, after.first(), memory, scene.index);
        }
    }
    index_levels(p, &mut known);
    link_changes(p, &mut known);
    for k in known {
        if k.draft.kind == FigureKind::Count && !k.elided && k.counted.is_some() {
            memory.counted.clone_from(&k.counted);
            memory.sentence = scene.index;
        }
        rows.push(figure(scene, &k));
    }
}

/// "The index closed at 9,412.5, down 84 points": the level of an index is in points too.
fn index_levels(p: Pieces<'_>, known: &mut [Known]) {
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
fn share_harm(p: Pieces<'_>, known: &mut [Known]) {
    let shared = |harm| Some(Told { harm, word: None, behind: false });
    for at in (1..known.len()).rev() {
        if let Some(Told { harm, behind: true, .. }) = known[at].told
            && known[at - 1].told.is_none()
            && casualty::suffers(p, harm, known[at - 1].phrase.map(|f| f.end - 1))
            && casualty::can_be(&known[at - 1].draft)
            && casualty::linked(p, known[at - 1].draft.after, known[at].draft.start)
        {
            known[at - 1].told = Some(Told { harm, word: None, behind: true });
        }
    }
    for at in 1..known.len() {
        let Some(Told { harm, word, .. }) = known[at - 1].told else { continue };
        let from = known[at - 1].draft.after.max(word.filter(|&w| w < known[at].draft.start).map_or(0, |w| w + 1));
        if known[at].told.is_none()
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
                    | "not"
                    | "as"
                    | "against"
                    | "topped"
            );
            if to && (k.phrase.is_none() || p.low(k.draft.after.wrapping_sub(1)) == "number") {
                k.told = shared(harm);
            }
        }
    }
}

/// "a 7- or 8-inch screen", "eight million 250ml bottles": what the number behind says of the one before it.
fn lend_units(p: Pieces<'_>, known: &mut [Known]) {
    for at in (1..known.len()).rev() {
        let (left, right) = known.split_at_mut(at);
        let (Some(this), Some(next)) = (left.last_mut(), right.first()) else { continue };
        if this.draft.kind != FigureKind::Count || this.draft.measure != Measure::Things {
            continue;
        }
        let end = this.draft.number + 1;
        let suspended = p.dash(end) && p.glued(end) && matches!(p.low(end + 1), "or" | "and" | "to");
        if suspended && next.draft.start == end + 2 && next.draft.measure != Measure::Things {
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

/// What a number without a noun counts in the talk of a toll: "The clinic said 14", "up from 36".
fn recall_toll(p: Pieces<'_>, known: &mut [Known], memory: &mut Memory, index: u32) {
    for at in 0..known.len() {
        let same = known[..at].iter().rev().find_map(|k| k.told).map(|t| t.harm);
        let this = &mut known[at];
        if this.told.is_some() || this.phrase.is_some() || this.draft.weak || !casualty::can_be(&this.draft) {
            continue;
        }
        let remembered = memory.toll.map(|(harm, sentence)| (harm, index.saturating_sub(sentence)));
        let Some(link) = toll::link(p, &this.draft) else { continue };
        let Some(harm) = toll::inherited(link, same, remembered) else { continue };
        this.told = Some(Told { harm, word: None, behind: false });
        this.draft.confidence *= 0.9;
        this.draft.rule = if link == toll::Link::Part { "part" } else { "toll" };
    }
    if let Some(told) = known.iter().rev().find_map(|k| k.told) {
        memory.toll = Some((told.harm, index));
    }
}

/// "from 34 minutes to 21", "4.7 billion rupees from a profit of 12.1 billion": the unit is said once.
fn inherit_unit(p: Pieces<'_>, draft: &mut Draft, known: &[Known]) {
    let Some(last) = known.last() else { return };
    if draft.kind != FigureKind::Count
        || draft.measure != Measure::Things
        || last.draft.measure == Measure::Things
        || matches!(draft.form, super::numeral::Form::Vague)
    {
        return;
    }
    if p.is_word(draft.after) && counted::phrase(p, draft.after).is_some() {
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
        draft.confidence *= 0.9;
    }
}

/// The kind that the unit makes of a quantity.
fn name_kind(p: Pieces<'_>, draft: &mut Draft) {
    if let Measure::Unit(unit) = draft.measure
        && matches!(draft.kind, FigureKind::Measure | FigureKind::Count)
    {
        draft.kind = match p.lexicon.units[unit as usize].dimension {
            "time" => FigureKind::Duration,
            "percent" if p.lexicon.units[unit as usize].name == "percent" => FigureKind::Percent,
            _ => FigureKind::Measure,
        };
    }
}

/// What is counted: behind the number, shared with a neighbour, or the subject of the clause.
fn name_counted(p: Pieces<'_>, this: &mut Known, known: &[Known], next: Option<&Known>, memory: &Memory, index: u32) {
    let text = |phrase: Option<Phrase>| phrase.map(|f| counted::words(p, f).to_owned());
    this.counted = text(this.phrase);
    if this.counted.is_some() {
        return;
    }
    let draft = &this.draft;
    let of = p.low(draft.after) == "of";
    let subject = || match clause::owner(p, draft) {
        Some(Owner::Phrase(owner)) => text(Some(owner)),
        Some(Owner::Pronoun) => None,
        None => text(counted::subject(p, draft)),
    };
    match draft.kind {
        FigureKind::Count | FigureKind::Ratio | FigureKind::Vote => {
            this.elided = draft.kind != FigureKind::Ratio || of;
            // "17 of its 1,130 officers"
            let whole = next.filter(|n| of && n.draft.start <= draft.after + 3).and_then(|n| text(n.phrase));
            let dead = (of && p.low(draft.after + 1) == "the")
                .then(|| p.low(draft.after + 2))
                .filter(|w| matches!(*w, "dead" | "injured" | "wounded" | "missing"));
            let sibling = |harmed: bool| {
                known
                    .iter()
                    .rev()
                    .take(12)
                    .find(|k| k.draft.kind == FigureKind::Count && k.counted.is_some() && (!harmed || k.told.is_some()))
                    .and_then(|k| k.counted.clone())
            };
            let remembered = || if index.saturating_sub(memory.sentence) <= 2 { memory.counted.clone() } else { None };
            this.counted = whole.or_else(|| dead.map(str::to_owned)).or_else(|| {
                if this.told.is_some() {
                    sibling(true).or_else(|| Some("people".to_owned()))
                } else if draft.kind == FigureKind::Ratio {
                    subject()
                } else {
                    sibling(false).or_else(subject).or_else(remembered)
                }
            });
        }
        FigureKind::Age => this.counted = text(counted::aged(p, draft)),
        FigureKind::Money | FigureKind::Percent | FigureKind::Measure | FigureKind::Score | FigureKind::Rank => {
            // "9.3 million kronor ($890,000)", "1.16%, or 89.68 points": one thing said twice
            let before = p.low(draft.start.wrapping_sub(1));
            let again = known.last().filter(|k| {
                draft.start - k.draft.after.min(draft.start) <= 2 && matches!(before, "(" | "or") && k.counted.is_some()
            });
            this.counted =
                text(counted::in_kind(p, draft)).or_else(|| again.and_then(|k| k.counted.clone())).or_else(subject);
        }
        FigureKind::Duration => {}
    }
}

/// "from 6.1% to 5.8%", "to 57 from 50", "44%, down from 67%": the new value's row tells the change.
fn link_changes(p: Pieces<'_>, known: &mut [Known]) {
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
        let alike = first.draft.kind == second.draft.kind && first.draft.measure == second.draft.measure;
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

fn category(p: Pieces<'_>, k: &Known) -> &'static str {
    if let Some(told) = k.told {
        return told.harm.category();
    }
    let draft = &k.draft;
    match (draft.kind, draft.measure) {
        (FigureKind::Percent, _) => {
            let level = matches!(p.low(draft.start.wrapping_sub(1)), "to" | "at" | "from");
            if k.change != Change::None && !level { "percentage_change" } else { "percent" }
        }
        (FigureKind::Measure, Measure::Unit(u)) => match p.lexicon.units[u as usize].dimension {
            "length" => "distance",
            "percent" => "percentage_change",
            _ => "measure",
        },
        (FigureKind::Count, _) if k.counted.as_deref().is_some_and(|c| c.ends_with("votes") || c.ends_with("vote")) => {
            "vote"
        }
        (kind, _) => kind.as_str(),
    }
}

/// Canonical singular unit; money with a rate is spelled out ("dollar per barrel"), plain money is its code.
fn unit(p: Pieces<'_>, k: &Known) -> Option<String> {
    let draft = &k.draft;
    let name = match draft.measure {
        Measure::Unit(u) => p.lexicon.units[u as usize].name.to_owned(),
        Measure::Money(coin) => {
            let currency = p.lexicon.currencies[coin.currency as usize];
            match draft.per {
                Some(_) => currency.name.to_owned(),
                None => return Some(currency.code.to_owned()),
            }
        }
        Measure::Age(u) => {
            let unit = p.lexicon.units[u as usize].name;
            return Some(format!("{unit} of age"));
        }
        Measure::Things if draft.kind == FigureKind::Count => match &k.phrase {
            Some(phrase) => singular_phrase(counted::words(p, *phrase)),
            None => return k.counted.as_deref().filter(|_| k.elided).map(singular_phrase),
        },
        Measure::Things => return None,
    };
    Some(match &draft.per {
        Some(per) => format!("{name} per {per}"),
        None => name,
    })
}

/// "heart transplants" → "heart transplant"; names keep their capitals.
fn singular_phrase(phrase: &str) -> String {
    match phrase.rsplit_once(' ') {
        Some((rest, last)) => format!("{rest} {}", singular(last)),
        None => singular(phrase),
    }
}

fn figure(scene: &Scene<'_>, k: &Known) -> Figure {
    let p = scene.pieces;
    let draft = &k.draft;
    let span = p.span(draft.start, draft.end);
    let source = source::find(scene, span, draft.start, draft.end);
    let (location, location_entity) = location(scene, span);
    let si = match draft.measure {
        Measure::Unit(u) | Measure::Age(u) if draft.per.is_none() => {
            draft.value.and_then(|v| p.lexicon.units[u as usize].to_si(v))
        }
        _ => None,
    };
    let (low, high) = match (draft.value, draft.modifier) {
        (Some(v), Modifier::AtLeast | Modifier::MoreThan) if draft.low.is_none() => (Some(v), None),
        (Some(v), Modifier::AtMost | Modifier::LessThan | Modifier::UpTo) if draft.low.is_none() => (None, Some(v)),
        _ => (draft.low, draft.high),
    };
    let (currency, sure) = match draft.measure {
        Measure::Money(coin) => (Some(p.lexicon.currencies[coin.currency as usize].code), coin.sure),
        _ => (None, true),
    };
    let event = k.told.map(|t| t.word.and_then(|a| lemma(p.low(a))).unwrap_or_else(|| t.harm.lemma()).to_owned());
    Figure {
        place: Place { zone: scene.zone, span },
        kind: draft.kind,
        category: category(p, k),
        value: draft.value,
        low,
        high,
        modifier: draft.modifier,
        unit: unit(p, k),
        currency,
        si,
        counted: k.counted.clone(),
        change: k.change,
        change_from: k.change_from,
        change_to: k.change_to,
        event,
        negated: event::negated(p, draft),
        certainty: event::certainty(p, draft),
        location,
        location_entity,
        source: source.name,
        source_entity: source.entity,
        quote: source.quote,
        evidence: scene.sentence,
        confidence: draft.confidence * if sure { 1.0 } else { 0.9 } * if k.elided { 0.9 } else { 1.0 },
        rule: draft.rule,
    }
}

/// Dictionary form of a word of harm.
fn lemma(word: &str) -> Option<&'static str> {
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

/// The place named nearest in the sentence, one behind the number before one in front of it.
fn location(scene: &Scene<'_>, span: Span) -> (Option<Span>, Option<u32>) {
    let mentions = scene.names;
    let from = mentions.partition_point(|m| (m.place.zone, m.place.span.start) < (scene.zone, scene.sentence.start));
    let mut best: Option<(u32, Span, u32)> = None;
    for mention in mentions[from..]
        .iter()
        .take(40)
        .take_while(|m| m.place.zone == scene.zone && m.place.span.start < scene.sentence.end)
    {
        if mention.kind != EntityKind::Place || mention.place.span.overlaps(span) {
            continue;
        }
        let at = mention.place.span;
        let before = scene.pieces.source[scene.sentence.start as usize..at.start as usize].trim_end();
        let located =
            [" in", " at", " near", " outside", " from", " the", " of", " on"].iter().any(|w| before.ends_with(w))
                || before.ends_with("In");
        if !located {
            continue;
        }
        let distance =
            if at.start >= span.end { at.start - span.end } else { (span.start - at.end.min(span.start)) + 60 };
        if best.is_none_or(|(d, ..)| distance < d) {
            best = Some((distance, at, mention.entity));
        }
    }
    match best {
        Some((_, at, entity)) => (Some(at), Some(entity)),
        None => (None, None),
    }
}
