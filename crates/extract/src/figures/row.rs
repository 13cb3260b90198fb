//! From the drafts of one sentence to rows: what the numbers share, leave out and say together.

use super::as_of;
use super::casualty::{self, Harm, Told};
use super::clause::{self, Owner};
use super::confidence;
use super::counted;
use super::event;
use super::figure::Figure;
use super::kind::{Change, FigureKind, Modifier};
use super::lexicon::Class;
use super::noun::singular;
use super::phrase::{Phrase, words};
use super::piece::Pieces;
use super::quantity::{Draft, Measure};
use super::rate;
use super::sharing;
use super::source;
use super::subject;
use crate::entities::{Cast, EntityKind, Mention};
use crate::extractor::Article;
use crate::quotes::Quote;
use crate::syntax::Tag;
use crate::{Place, Span, Zone};
use std::borrow::Cow;

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
    /// What was last measured, by which kind of quantity, and the sentence.
    measured: Option<(String, FigureKind, u32)>,
}

/// What is known of a draft while its sentence is finished.
pub(super) struct Known {
    pub(super) draft: Draft,
    pub(super) counted: Option<String>,
    pub(super) phrase: Option<Phrase>,
    pub(super) told: Option<Told>,
    pub(super) change: Change,
    pub(super) change_from: Option<f64>,
    pub(super) change_to: Option<f64>,
    pub(super) elided: bool,
}

/// Writes the rows of one sentence.
pub(super) fn write(scene: &Scene<'_>, drafts: Vec<Draft>, memory: &mut Memory, rows: &mut Vec<Figure>) {
    let p = scene.pieces;
    let mut known: Vec<Known> = Vec::with_capacity(drafts.len());
    for mut draft in drafts {
        sharing::inherit_unit(p, &mut draft, &known);
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
    sharing::lend_units(p, &mut known);
    sharing::share_harm(p, &mut known);
    sharing::recall_toll(p, &mut known, &mut memory.toll, scene.index);
    known.retain(|k| !k.draft.weak || k.told.is_some());
    for at in 0..known.len() {
        let (before, rest) = known.split_at_mut(at);
        if let Some((this, after)) = rest.split_first_mut() {
            name_counted(p, this, before, after.first(), memory, scene.index);
        }
    }
    sharing::index_levels(p, &mut known);
    sharing::link_changes(p, &mut known);
    for k in known {
        if let (FigureKind::Money | FigureKind::Percent | FigureKind::Measure, Some(counted)) =
            (k.draft.kind, &k.counted)
        {
            memory.measured = Some((counted.clone(), k.draft.kind, scene.index));
        }
        if k.draft.kind == FigureKind::Count && !k.elided && !is_part(p, &k) && k.counted.is_some() {
            memory.counted.clone_from(&k.counted);
            memory.sentence = scene.index;
        }
        rows.push(figure(scene, &k));
    }
}

/// "28 bodies, |13 of them| children": what others leave out is the whole, not the part.
fn is_part(p: Pieces<'_>, k: &Known) -> bool {
    k.draft.rule == "part"
        || p.low(k.draft.after) == "of" && matches!(p.low(k.draft.after + 1), "them" | "whom" | "those")
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
    let text = |phrase: Option<Phrase>| phrase.map(|f| words(p, f).to_owned());
    this.counted = text(this.phrase);
    if this.counted.is_some() {
        return;
    }
    let draft = &this.draft;
    let of = p.low(draft.after) == "of";
    let owner = || match subject::sized(p, draft)
        .or_else(|| subject::appositive(p, draft))
        .map(Owner::Phrase)
        .or_else(|| clause::owner(p, draft))
    {
        Some(Owner::Phrase(owner))
            if !subject::is_size(p, owner.end - 1) && !subject::is_change_of(p, draft, owner.end - 1) =>
        {
            text(Some(owner))
        }
        Some(Owner::Pronoun) => None,
        _ => text(subject::subject(p, draft)),
    };
    match draft.kind {
        FigureKind::Count | FigureKind::Ratio | FigureKind::Vote => {
            this.elided = draft.kind != FigureKind::Ratio || of;
            // "17 of its 1,130 officers"
            // "13 of the county's 19 farms"
            let near = |at: usize| at <= draft.after + 3 || at <= draft.after + 8 && counted::owns(p, at);
            let whole = next.filter(|n| of && near(n.draft.start)).and_then(|n| text(n.phrase));
            let dead = (of && p.low(draft.after + 1) == "the")
                .then(|| p.low(draft.after + 2))
                .filter(|w| matches!(*w, "dead" | "injured" | "wounded" | "missing"));
            let sibling = |harmed: bool| {
                known
                    .iter()
                    .rev()
                    .take(12)
                    .filter(|k| k.draft.kind == FigureKind::Count && !is_part(p, k))
                    .find(|k| k.counted.is_some() && (!harmed || k.told.is_some()))
                    .and_then(|k| k.counted.clone())
            };
            let remembered = || if index.saturating_sub(memory.sentence) <= 2 { memory.counted.clone() } else { None };
            this.counted = whole.or_else(|| dead.map(str::to_owned)).or_else(|| {
                if this.told.is_some() {
                    // "Seven more have not been found": more of those told of before
                    let more = p.low(draft.after) == "more"
                        || matches!(p.low(draft.start.wrapping_sub(1)), "another" | "further")
                        || matches!(p.low(draft.start), "another");
                    let number = || text(casualty::number_of(p, draft, this.told.map(|t| t.harm)));
                    let again = || if more || matches!(draft.rule, "toll" | "part") { remembered() } else { None };
                    number().or_else(|| sibling(true)).or_else(again).or_else(|| Some("people".to_owned()))
                } else if draft.kind == FigureKind::Ratio {
                    // "two-thirds of them", "according to her two-thirds were women": of those counted before
                    let again = (of && counted::stands_for(p, draft.after + 1)) || subject::acts(p, draft);
                    let counted = || if again { sibling(false).or_else(remembered) } else { None };
                    counted().or_else(owner)
                } else {
                    // "The mayor said 40": the mayor is not counted
                    let reported = p.is(draft.start.wrapping_sub(1), Class::Report);
                    let owner = || if reported { None } else { owner() };
                    sibling(false).or_else(owner).or_else(remembered)
                }
            });
        }
        FigureKind::Age => this.counted = text(subject::aged(p, draft)),
        FigureKind::Money | FigureKind::Percent | FigureKind::Measure | FigureKind::Score | FigureKind::Rank => {
            let again = known.last().filter(|k| {
                // "61 percent |of the seats|, compared with 39"
                let noun = k.phrase.filter(|f| f.start > k.draft.after).map_or(k.draft.after, |f| f.end);
                sharing::says_again(p, k.draft.after, draft.start) || sharing::says_again(p, noun, draft.start)
            });
            // "spending of $2 billion, $30 million |below| the bid": a second number for the same
            let apart = p.mark(draft.start.wrapping_sub(1), ',')
                && matches!(p.low(draft.after), "below" | "above" | "short" | "ahead" | "more" | "less");
            let again = again.or_else(|| known.last().filter(|k| apart && k.draft.kind == draft.kind));
            // "Of 540 asked, 62 per cent supported it": the share of those counted before
            let acts = draft.kind == FigureKind::Percent && subject::acts(p, draft);
            let of_them = p.low(draft.after) == "of" && counted::stands_for(p, draft.after + 1);
            let acts = acts || draft.kind == FigureKind::Percent && of_them;
            let shared = || {
                let whole = |k: &&Known| matches!(k.draft.kind, FigureKind::Percent | FigureKind::Count);
                known.iter().rev().take(12).find(|k| acts && whole(k) && k.counted.is_some())
            };
            let fronted = || if acts { text(subject::fronted(p, draft)) } else { None };
            // "It cost $300": the pronoun stands for what was measured before
            let remembered = || {
                let alike = |kind: FigureKind| {
                    let moves = |kind| matches!(kind, FigureKind::Percent | FigureKind::Measure);
                    kind == draft.kind || moves(kind) && moves(draft.kind)
                };
                let near = |kind: FigureKind, sentence: u32| alike(kind) && index - sentence <= 2;
                let pronoun = acts
                    || match clause::owner(p, draft) {
                        Some(found) => found == Owner::Pronoun,
                        None => matches!(p.low(0), "it" | "they" | "this"),
                    };
                memory.measured.as_ref().filter(|(_, kind, at)| pronoun && near(*kind, *at)).map(|(c, ..)| c.clone())
            };
            // "gave |it| 2 out of 10"
            if draft.rule == "rating" && p.tag(draft.start.wrapping_sub(1)) == Tag::Pron {
                return;
            }
            this.counted = text(counted::in_kind(p, draft))
                .or_else(|| again.and_then(|k| k.counted.clone()))
                .or_else(fronted)
                .or_else(|| shared().and_then(|k| k.counted.clone()))
                .or_else(|| if acts { None } else { owner() })
                .or_else(remembered);
        }
        FigureKind::Duration => this.counted = text(subject::lasting(p, draft)),
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
        Measure::Things if draft.kind == FigureKind::Count => {
            let said = k.phrase.map(|phrase| words(p, phrase));
            match (said.or(k.counted.as_deref().filter(|_| k.elided)), &draft.per) {
                (Some(things), _) => singular_phrase(&uncapitalized(p, things)),
                // "We see 15 a year": of what, the text does not say
                (None, per) => return per.as_ref().map(|per| format!("per {per}")),
            }
        }
        Measure::Things => return None,
    };
    Some(match &draft.per {
        Some(per) => format!("{name} per {per}"),
        None => name,
    })
}

/// A noun that has its capital from the sentence it opens, without it.
fn uncapitalized<'p>(p: Pieces<'p>, things: &'p str) -> Cow<'p, str> {
    let opens = p.get(0).is_some_and(|first| things.starts_with(first.span.of(p.source)));
    if opens && p.tag(0) == Tag::Noun && !p.capital(1) && things.is_char_boundary(1) {
        return Cow::Owned(things[..1].to_ascii_lowercase() + &things[1..]);
    }
    Cow::Borrowed(things)
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
    let event =
        k.told.map(|t| t.word.and_then(|a| casualty::lemma(p.low(a))).unwrap_or_else(|| t.harm.lemma()).to_owned());
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
        as_of: k.told.and_then(|_| as_of::find(p, draft)),
        source: source.name,
        source_entity: source.entity,
        quote: source.quote,
        evidence: scene.sentence,
        confidence: confidence::of(draft, k.elided, sure),
        rule: draft.rule,
    }
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
