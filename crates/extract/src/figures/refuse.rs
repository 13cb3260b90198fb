//! Numbers that are no quantities: dates and times ([`super::calendar`]), telephone, flight, model, law and street
//! numbers, numbers inside names and in tables ([`super::cells`]). Each refusal is one function with its example.

#![expect(clippy::float_cmp, reason = "whole numbers are compared, which are exact")]

use super::lexicon::Class;
use super::numeral::{Form, Numeral};
use super::piece::{Kind, Pieces};
use super::{calendar, cells};
use crate::syntax::Tag;

/// How far a refused number reaches: the scan goes on behind it.
pub(super) type Refused = Option<usize>;

/// The first refusal that holds, as the piece at which to go on.
pub(super) fn refused(p: Pieces<'_>, n: &Numeral) -> Refused {
    const REFUSALS: &[fn(Pieces<'_>, &Numeral) -> Refused] = &[
        glued_to_letters,
        reference,
        face_to_face,
        airliner,
        calendar::half_past,
        abbreviated_label,
        calendar::clock_time,
        calendar::date_by_month,
        calendar::numeric_date,
        chain_of_groups,
        calendar::decade,
        letters_behind,
        calendar::year,
        street_number,
        labelled,
        number_sign,
        name_with_number,
        list_number,
        cells::postal_code,
        cells::lone,
        cells::labelled,
    ];
    if n.form == Form::Digits || n.form == Form::Words {
        REFUSALS.iter().find_map(|refusal| refusal(p, n))
    } else {
        None
    }
}

/// The piece in front of the number.
pub(super) fn before(n: &Numeral) -> usize {
    n.start.wrapping_sub(1)
}

/// A unit, currency or percent sign stands right behind the number.
pub(super) fn measured(p: Pieces<'_>, n: &Numeral) -> bool {
    p.get(n.end).is_some_and(|x| x.word.opens_unit || x.word.opens_currency) || p.mark(n.end, '%')
}

/// "F-16", "A380", "COVID-19", "H5N1", "RB-21", "pre-1990"
fn glued_to_letters(p: Pieces<'_>, n: &Numeral) -> Refused {
    let b = before(n);
    if n.form != Form::Digits || !p.glued(n.start) {
        return None;
    }
    let letters = p.is_word(b);
    // "news/record.cfm?id=284857", "Releases/05/Bush": an address
    let address = p.mark(b, '=') || p.mark(b, '/') && p.glued(b) && p.is_word(b.wrapping_sub(1)) && p.glued(n.end);
    if address {
        return Some(skip_glued(p, n.end));
    }
    // "F -16", "COVID -19": a space slipped in behind capitals
    let slipped = n.plain() && p.glued(n.start) && !measured(p, n) && {
        let word = p.raw(b.wrapping_sub(1));
        !word.is_empty() && word.bytes().all(|letter| letter.is_ascii_uppercase())
    };
    let hyphened = p.dash(b)
        && (p.glued(b) || slipped)
        && (p.is_word(b.wrapping_sub(1))
            && p.get(b.wrapping_sub(1))
                .is_some_and(|w| w.word.number.is_none() && (!w.word.opens_unit || w.span.len() <= 2)));
    let spoken =
        hyphened && matches!(p.low(b.wrapping_sub(1)), "a" | "the" | "to" | "by" | "sub" | "minus" | "plus" | "then");
    (letters || hyphened && !spoken).then(|| skip_glued(p, n.end))
}

/// Past everything that hangs on without white space: "A380-800F".
fn skip_glued(p: Pieces<'_>, mut at: usize) -> usize {
    while p.glued(at) && (p.is_word(at) || p.digits(at).is_some() || (p.dash(at) || p.mark(at, '/')) && p.glued(at + 1))
    {
        at += 1;
    }
    at
}

/// "a 401(k) plan", "as shown [24]", "J Sports Med. 2023;63:345–59", "2019;39(4):544": letters of laws, notes, volumes and
/// pages of journals.
fn reference(p: Pieces<'_>, n: &Numeral) -> Refused {
    let b = before(n);
    let bracket = |at: usize| p.mark(at, '(') && p.glued(at) && p.mark(at + 2, ')');
    if n.plain() && bracket(n.end) && p.is_word(n.end + 1) && p.raw(n.end + 1).len() == 1 {
        return Some(n.end + 3);
    }
    let note = p.mark(b, '[') && (p.mark(n.end, ']') || p.mark(n.end, ','));
    let goes_on = p.is_word(n.end + 1) && !p.capital(n.end + 1); // "[12] people": an editor's number
    if note && n.plain() && n.width <= 3 && !goes_on {
        return Some(n.end);
    }
    // "42 U.S.C. 7543"
    if p.raw(n.end) == "U" && p.raw(n.end + 2) == "S" && p.raw(n.end + 4) == "C" && p.glued(n.end + 4) {
        return Some(n.end + 5);
    }
    // "doi: 10.5555/squid.2016.01.010"
    if p.low(b) == "doi" || p.mark(b, ':') && p.low(b.wrapping_sub(1)) == "doi" {
        return Some((n.end..p.all.len()).find(|&at| !p.glued(at)).unwrap_or(p.all.len()));
    }
    let dated = b > 0 && (p.digits(b - 1).is_some() || p.is(b - 1, Class::Month));
    let volume = p.mark(b, ';') && p.glued(n.start) && dated;
    let page = p.mark(b, ':') && p.glued(n.start) && p.mark(b.wrapping_sub(1), ')') && p.glued(b);
    if !volume && !page && !p.mark(b, '_') {
        return None;
    }
    let hangs = |at: usize| {
        p.glued(at) && (p.digits(at).is_some() || p.dash(at) || p.mark(at, ':') || p.mark(at, '(') || p.mark(at, ')'))
    };
    Some((n.end..p.all.len()).find(|&at| !hangs(at)).unwrap_or(n.end))
}

/// "1-on-1 lessons", "1-to-1 help": how many meet whom, not how much.
fn face_to_face(p: Pieces<'_>, n: &Numeral) -> Refused {
    let at = n.end;
    let joined = n.plain()
        && p.dash(at)
        && p.glued(at)
        && matches!(p.low(at + 1), "on" | "to")
        && p.glued(at + 1)
        && p.dash(at + 2)
        && p.glued(at + 3);
    (joined && p.digits(at + 3).is_some_and(|d| d.value == n.value)).then_some(at + 4)
}

/// "the 787", "a 737 captain": Boeing's models, where the text speaks of aircraft
fn airliner(p: Pieces<'_>, n: &Numeral) -> Refused {
    let model = n.plain() && n.width == 3 && n.value >= 707.0 && n.value <= 787.0 && n.value % 10.0 == 7.0;
    let aviation = model
        && (n.start.saturating_sub(40)..n.end + 20).any(|at| {
            matches!(
                p.low(at),
                "boeing"
                    | "airbus"
                    | "aircraft"
                    | "jet"
                    | "jets"
                    | "plane"
                    | "planes"
                    | "airliner"
                    | "airline"
                    | "airlines"
                    | "captain"
                    | "dreamliner"
            )
        });
    (model && !measured(p, n) && !p.is(n.end, Class::People) && aviation).then(|| skip_glued(p, n.end))
}

/// "H.R. 4939", "S. Res. 237", "art. 5"
fn abbreviated_label(p: Pieces<'_>, n: &Numeral) -> Refused {
    let b = before(n);
    let label = b.wrapping_sub(usize::from(p.mark(b, '.')));
    let dotted = p.mark(b, '.')
        && matches!(
            p.low(label),
            "r" | "res" | "art" | "sec" | "ch" | "vol" | "pp" | "fig" | "op" | "con" | "j" | "hwy" | "rte"
        );
    // "42 U.S.C. 7543": the United States Code
    let dotted =
        dotted || p.mark(b, '.') && p.raw(label) == "C" && p.mark(label.wrapping_sub(1), '.') && p.glued(label);
    // "S. 1072", "U.S. 212": a bill of the Senate, a highway
    let dotted = dotted
        || p.mark(b, '.')
            && p.raw(label) == "S"
            && n.value >= 20.0
            && (!p.is_word(n.end) || p.is(n.end, Class::Function) || p.tag(n.end) == Tag::Verb);
    let bill = matches!(p.raw(b), "HR" | "SR" | "Res" | "SB" | "HB" | "AB");
    (n.plain() && (dotted || bill) && !measured(p, n)).then_some(n.end)
}

/// "202/224-1638", "020 7946 0958", "+64 7 555 0148", "410-275-8686"
fn chain_of_groups(p: Pieces<'_>, n: &Numeral) -> Refused {
    let first = p.digits(n.start)?;
    let joins = |at: usize| {
        let marked = (p.dash(at) || p.mark(at, '/') || p.mark(at, ')')) && p.digits(at + 1).is_some();
        if marked { Some(at + 1) } else { p.digits(at).is_some().then_some(at) }
    };
    let zero = p.raw(n.start).starts_with('0') && first.width > 1 && first.decimals == 0 && n.width > 1;
    let plus = p.mark(before(n), '+') && p.glued(n.start);
    let (mut at, mut groups, mut long) = (n.start + 1, 1, u32::from(first.width >= 4));
    while let Some(next) = joins(at)
        && groups < 8
    {
        long += u32::from(p.digits(next).is_some_and(|d| d.width >= 4));
        (at, groups) = (next + 1, groups + 1);
    }
    let called = (1..=3).any(|back| {
        p.is(n.start.wrapping_sub(back), Class::Phone)
            && p.low(n.start.wrapping_sub(back)) != "at"
            && p.low(n.start.wrapping_sub(back)) != "number"
    });
    let telephone = groups >= 3 && (long > 0 || zero || plus)
        || groups == 2
            && first.width == 3
            && p.digits(at - 1).is_some_and(|d| d.width == 4 && !d.grouped && d.decimals == 0)
        || (zero || plus) && groups >= 2
        || called && n.plain() && (groups >= 2 || matches!(first.width, 3 | 5..=11) && !p.is_word(n.end))
        || zero && n.plain() && first.width >= 3;
    telephone.then_some(at.max(n.end))
}

/// "5G", "3GS", "787s", "9th", "16x9": letters hang on that are no unit
fn letters_behind(p: Pieces<'_>, n: &Numeral) -> Refused {
    if n.form != Form::Digits
        || !p.glued(n.end)
        || !p.is_word(n.end)
        || p.get(n.end - 1).is_some_and(|x| x.kind == Kind::Word)
    {
        return None;
    }
    let raw = p.raw(n.end);
    let unit = p.get(n.end).is_some_and(|x| x.word.opens_unit || x.word.opens_currency)
        && !matches!(raw, "G" | "S" | "T" | "L" | "D" | "M" | "l" | "am" | "pm" | "ms");
    let minor = matches!(raw, "p" | "c" | "x");
    let mass = raw == "g" || raw == "t" || raw == "L";
    (!(unit || minor || mass) || raw == "x" && p.digits(n.end + 1).is_some()).then(|| skip_glued(p, n.end))
}

/// "10 Downing Street", "at 221 Baker St."
fn street_number(p: Pieces<'_>, n: &Numeral) -> Refused {
    if n.form != Form::Digits || !n.plain() || !p.capital(n.end) {
        return None;
    }
    (1..=3)
        .map(|k| n.end + k)
        .take_while(|&at| p.capital(at) || p.mark(at, '.'))
        .any(|at| p.is(at, Class::Street) && p.capital(at))
        .then_some(n.end + 1)
}

/// "Section 230", "Flight 302", "Room 101", "Rule 11", "Phase 3", "Day 9", "page 4"
fn labelled(p: Pieces<'_>, n: &Numeral) -> Refused {
    let b = before(n);
    let version = matches!(p.low(b), "version" | "versions")
        || p.raw(b).chars().any(char::is_uppercase) && n.decimals == 1 && p.raw(b).len() > 2;
    if !n.whole() && !version || n.grouped || n.scale > 1.0 || n.value < 0.0 || !p.is_word(b) {
        return None;
    }
    let capital = p.is(b, Class::Label)
        && p.capital(b)
        && (p.glued(b) || b > 0 || !p.is_word(n.end) || p.is(n.end, Class::Function));
    // "the dead numbered 10"
    let harmed = matches!(p.low(b.wrapping_sub(1)), "dead" | "wounded" | "injured" | "missing" | "killed");
    let bare = p.is(b, Class::LabelBare) && !(harmed && p.low(b) == "numbered");
    let counted = measured(p, n) && !matches!(p.low(n.end), "m" | "s") && !bare || p.is(n.end, Class::People);
    if (capital || bare) && !counted {
        return Some(after_list(p, n.end));
    }
    None
}

/// Past the rest of a list of labels: "turbines 4, 5 and 11".
fn after_list(p: Pieces<'_>, mut at: usize) -> usize {
    loop {
        let next = if p.mark(at, ',') && p.low(at + 1) == "and" {
            at + 2
        } else if p.mark(at, ',') || matches!(p.low(at), "and" | "to" | "or") || p.dash(at) {
            at + 1
        } else {
            return at;
        };
        if p.digits(next).is_none_or(|d| d.width > 4) || p.is_word(next + 1) && !p.is(next + 1, Class::Function) {
            return at;
        }
        at = next + 1;
    }
}

/// "No. 11", "number 4", "#7": ranks are read elsewhere, before this
fn number_sign(p: Pieces<'_>, n: &Numeral) -> Refused {
    let b = before(n);
    let dotted = p.mark(b, '.') && p.glued(b) && matches!(p.low(b.wrapping_sub(1)), "no" | "nos");
    let word = matches!(p.low(b), "number" | "numbers") && n.whole() && n.scale == 1.0 && !n.grouped
        || p.low(b) == "no" && p.capital(b) && n.form == Form::Digits
        || p.low(b) == "nos";
    let hash = p.mark(b, '#') && p.glued(n.start) && n.scale == 1.0;
    (dotted || word || hash).then(|| after_list(p, n.end))
}

/// "Nikkei 225", "iPhone 4", "Falcon 9 rocket", "S&P 500"
fn name_with_number(p: Pieces<'_>, n: &Numeral) -> Refused {
    let b = before(n);
    let index = p.is(b, Class::IndexName) && n.whole();
    if index
        && n.value >= 20.0
        && n.plain()
        && (p.capital(b) || p.low(b) == "sp" || p.low(b) == "s" && p.low(b.wrapping_sub(2)) == "poor")
        && !measured(p, n)
    {
        return Some(n.end);
    }
    // "Group of 20", "Group of Seven"
    if p.low(b) == "of" && matches!(p.raw(b.wrapping_sub(1)), "Group" | "Gang") {
        return Some(n.end);
    }
    let cased = p.raw(b).chars().any(char::is_uppercase);
    // "Tern Desktop 2.0 is out", but "Alder fell 4.3 percent and Birch 2.8."
    let one_place = n.form == Form::Digits && n.decimals == 1 && n.width <= 4 && n.scale == 1.0;
    let closed = p.mark(n.end, ')') || p.mark(n.end, '”') || p.mark(n.end, '"');
    let version = one_place && p.tag(b) == Tag::Propn && (closed || goes_on(p, n.end));
    if !(n.plain() || version) || !p.is_word(b) || !cased || p.is(b, Class::Function) || p.is(b, Class::Weekday) {
        return None;
    }
    if measured(p, n) || p.is(n.end, Class::People) || n.value > 9999.0 || p.mark(n.end, '-') || p.dash(n.end) {
        return None;
    }

    // In running text a number right behind a capitalized word belongs to its name, unless a noun
    // that it could count follows ("In Kyiv 12 people") or the word opens the sentence ("Around 40").
    let countable = p.is_word(n.end) && !p.is(n.end, Class::Function);
    let next_noun = if countable {
        placed(p, b) || !goes_on(p, n.end)
    } else {
        matches!(p.low(n.end), "were" | "are" | "have") && placed(p, b) // "In Kharkiv 12 |were| wounded"
    };
    let opens =
        b == 0 || p.mark(b.wrapping_sub(1), '.') || matches!(p.low(b.wrapping_sub(1)), "\"" | "“" | "‘" | ":" | ";");
    let verb = p.is(b, Class::Up)
        || p.is(b, Class::Down)
        || p.is(b, Class::Report)
        || p.is(b, Class::KilledVerb)
        || p.is(b, Class::InjuredVerb)
        || p.get(b).is_some_and(|x| x.word.ends_modifier);
    let scored = p.mark(n.end, ',') && p.capital(n.end + 1) && p.digits(n.end + 2).is_some();
    (!opens
        && !verb
        && !scored
        && (!next_noun || p.capital(n.end) && n.value < 10.0 && !p.low(n.end).ends_with('s'))
        && (n.width <= 3 || n.width == 4 && goes_on(p, n.end)))
    .then_some(n.end)
}

/// "the Heron 3 |offers| more", "the Heron 3 |routinely| fell": a verb or adverb, which no number counts, save words of
/// harm ("Kharkiv 12 |wounded|").
fn goes_on(p: Pieces<'_>, at: usize) -> bool {
    const HARM: &[Class] = &[
        Class::KilledVerb,
        Class::InjuredVerb,
        Class::Missing,
        Class::Detained,
        Class::Displaced,
        Class::Up,
        Class::Down,
    ];
    matches!(p.tag(at), Tag::Verb | Tag::Aux | Tag::Adv) && !HARM.iter().any(|&class| p.is(at, class))
}

/// "|in New York| 12 said no": a place, behind which a sentence goes on.
fn placed(p: Pieces<'_>, last: usize) -> bool {
    let name = (0..last).rev().find(|&at| !p.capital(at));
    matches!(p.low(name.unwrap_or(0)), "in" | "at" | "from" | "near" | "on" | "of" | "by" | "," | "across")
}

/// "1. Ford", "11: Use a firewall", "(2) recognizes": the number of a list's item
fn list_number(p: Pieces<'_>, n: &Numeral) -> Refused {
    if !n.plain() || n.value > 99.0 {
        return None;
    }
    let b = before(n);
    let colon = p.mark(n.end, ':') && p.capital(n.end + 1);
    let dotted = n.start == 0 && (p.mark(n.end, '.') || p.mark(n.end, ')') || colon) && p.get(n.end + 1).is_some();
    let bracketed = p.mark(b, '(')
        && p.mark(n.end, ')')
        && n.value < 30.0
        && p.is_word(n.end + 1)
        && !p.capital(n.end + 1)
        && !p.capital(b.wrapping_sub(1));
    (dotted || bracketed && !p.capital(b.wrapping_sub(1))).then_some(n.end + 1)
}
