//! An article as readable text, with everything that was found in it marked.
//!
//! `«1 … 1»` is quote 1, `[Lavrov 3]` a mention of entity 3, `{at least 12 people 1}` figure 1; below
//! the text each is listed with what is known of it, and why. The same lines serve the web page.

use crate::html::unseen;
use crate::why::{self, Loser, Why};
use anstyle::{AnsiColor, Style};
use copydesk_extract::entities::{Entity, Reference};
use copydesk_extract::figures::{Change, Figure, Modifier};
use copydesk_extract::quotes::Quote;
use copydesk_extract::{Extraction, Span, Zone};
use copydesk_ingest::Article;
use std::fmt::Write;

const QUOTE: Style = AnsiColor::Green.on_default();
const ENTITY: Style = AnsiColor::Cyan.on_default();
const FIGURE: Style = AnsiColor::Yellow.on_default();
const HEAD: Style = Style::new().bold();
const SOFT: Style = Style::new().dimmed();

/// The whole page, with ANSI colours (strip them where no terminal reads). `explain` adds why each row is there.
pub(crate) fn page(article: &Article, found: &Extraction, explain: bool) -> String {
    let mut page = String::new();
    if let Some(title) = &article.title {
        let _ = writeln!(page, "{HEAD}{}{HEAD:#}\n", marked(title, Zone::Title, found));
    }
    page += marked(&article.text, Zone::Body, found).trim_end();
    page += "\n";
    let source = |zone: Zone| match zone {
        Zone::Title => article.title.as_deref().unwrap_or(""),
        Zone::Body => &*article.text,
    };
    let reason = |why: &dyn Fn() -> Why| explain.then(why);
    let quotes = found.quotes.iter().map(|q| (quote(q, source(q.zone)), reason(&|| why::quote(found, q))));
    let entities = found.entities.iter().enumerate().map(|(i, e)| (entity(e), reason(&|| why::entity(found, i))));
    let figures = found.figures.iter().map(|f| (figure(f, source(f.place.zone)), reason(&|| why::figure(found, f))));
    list(&mut page, "quotes", quotes);
    list(&mut page, "entities", entities);
    list(&mut page, "figures", figures);
    page
}

fn list(page: &mut String, head: &str, lines: impl Iterator<Item = (String, Option<Why>)>) {
    let _ = writeln!(page, "\n{HEAD}{head}{HEAD:#}");
    for (i, (line, why)) in lines.enumerate() {
        let _ = writeln!(page, "{:>4}  {line}", i + 1);
        for line in why.iter().flat_map(reasons) {
            let _ = writeln!(page, "      {SOFT}{line}{SOFT:#}");
        }
    }
}

/// Why a row is there, a line for each thing to know.
pub(crate) fn reasons(why: &Why) -> Vec<String> {
    let mut sure = format!("{:.2} that it is right", why.confidence);
    if let Some(p) = why.speaker_confidence {
        let _ = write!(sure, ", {p:.2} that its speaker is");
    }
    let mut lines = vec![format!("{}: {}", why.rule, why.because), sure];
    let weighed = why.lost.iter().any(|loser| loser.probability.is_some());
    let lost = match why.lost_as {
        "same" => "kept apart from it, with a word in common".to_owned(),
        role if weighed => format!("weighed as its {role}, and lost"),
        role => format!("named beside it, but not its {role}"),
    };
    let meant = "could have been meant by the pronoun instead".to_owned();
    for (what, losers) in [(lost, &why.lost), (meant, &why.referents)] {
        if !losers.is_empty() {
            lines.push(format!("{what}: {}", losers.iter().map(told).collect::<Vec<_>>().join(", ")));
        }
    }
    lines
}

fn told(loser: &Loser) -> String {
    let name = loser.name.as_deref().map_or_else(|| "nobody".to_owned(), clean);
    loser.probability.map_or_else(|| name.clone(), |p| format!("{name} {p:.2}"))
}

/// A mark to be put before a byte of the text.
struct Mark {
    at: u32,
    /// Marks at one place: closing before opening, inner closing first, outer opening first.
    order: (u8, i64),
    text: String,
}

fn marked(text: &str, zone: Zone, found: &Extraction) -> String {
    let mut marks = Vec::new();
    let mut pair = |span: Span, open: String, close: String| {
        let length = span.len() as i64;
        marks.push(Mark { at: span.start, order: (1, -length), text: open });
        marks.push(Mark { at: span.end, order: (0, length), text: close });
    };
    for (i, q) in found.quotes.iter().enumerate().filter(|(_, q)| q.zone == zone) {
        for part in &q.parts {
            pair(*part, format!("{QUOTE}«{} {QUOTE:#}", i + 1), format!("{QUOTE} {}»{QUOTE:#}", i + 1));
        }
    }
    for m in found.mentions.iter().filter(|m| m.place.zone == zone && m.reference == Reference::Name) {
        pair(m.place.span, format!("{ENTITY}[{ENTITY:#}"), format!("{ENTITY} {}]{ENTITY:#}", m.entity + 1));
    }
    for (i, f) in found.figures.iter().enumerate().filter(|(_, f)| f.place.zone == zone) {
        pair(f.place.span, format!("{FIGURE}{{{FIGURE:#}"), format!("{FIGURE} {}}}{FIGURE:#}", i + 1));
    }
    marks.sort_by(|a, b| (a.at, &a.order).cmp(&(b.at, &b.order)));
    let mut out = String::with_capacity(text.len() + 16 * marks.len());
    let mut from = 0;
    for mark in marks {
        plain(&mut out, &text[from..mark.at as usize]);
        from = mark.at as usize;
        out += &mark.text;
    }
    plain(&mut out, &text[from..]);
    out
}

/// Text of an article never speaks to the terminal: what would control it is shown, not sent.
fn plain(out: &mut String, text: &str) {
    for c in text.chars() {
        match c {
            '\n' | '\t' => out.push(c),
            c if unseen(c) => {
                let _ = write!(out, "{}", c.escape_unicode());
            }
            c => out.push(c),
        }
    }
}

/// Text that quotes articles, names of files or tables, as a terminal may have it: what would control it is shown.
pub(crate) fn shown(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    plain(&mut out, text);
    out
}

/// One line of such text.
pub(crate) fn clean(text: &str) -> String {
    let mut out = String::new();
    plain(&mut out, &text.replace('\n', " "));
    out
}

/// A quote in a line.
pub(crate) fn quote(q: &Quote, source: &str) -> String {
    let who = q.speaker.as_ref().map_or_else(
        || "?".to_owned(),
        |s| {
            let mention = clean(s.mention.of(source));
            let name = s.name.as_deref().map_or_else(|| "?".to_owned(), clean);
            let kind = s.kind.as_str();
            if name == mention { format!("{name} ({kind})") } else { format!("{name} ({kind}, “{mention}”)") }
        },
    );
    let cue = q.cue.as_ref().map_or_else(String::new, |c| {
        let not = if c.negated { "not " } else { "" };
        format!(" {not}{} ({})", clean(c.span.of(source)), c.class.as_str())
    });
    let to = q.addressee.map_or_else(String::new, |s| format!(" to {}", clean(s.of(source))));
    let medium = q.medium.map_or_else(String::new, |m| format!(" in a {}", m.as_str().replace('_', " ")));
    let said = q.parts.iter().map(|p| clean(p.of(source))).collect::<Vec<_>>().join(" … ");
    format!(
        "{} {who}{cue}{to}{medium}: {said}  [{} {:.2} {:.2}]",
        q.kind.as_str(),
        q.rule,
        q.confidence,
        q.speaker_confidence
    )
}

/// An entity in a line.
pub(crate) fn entity(e: &Entity) -> String {
    let mut line = format!("{} {} ×{}", e.kind.as_str(), clean(&e.name), e.mentions);
    for (label, value) in [("role", &e.role), ("of", &e.affiliation)] {
        if let Some(value) = value {
            let _ = write!(line, ", {label} {}", clean(value));
        }
    }
    if let Some(pronoun) = e.pronoun {
        let _ = write!(line, ", {}", pronoun.as_str());
    }
    if !e.aliases.is_empty() {
        let _ = write!(line, "; also {}", clean(&e.aliases.join(", ")));
    }
    line
}

/// A figure in a line.
pub(crate) fn figure(f: &Figure, source: &str) -> String {
    let mut line = f.category.to_owned();
    if f.modifier != Modifier::Exact {
        let _ = write!(line, " {}", f.modifier.as_str().replace('_', " "));
    }
    match (f.value, f.low, f.high) {
        (Some(value), ..) => {
            let _ = write!(line, " {value}");
        }
        (None, low, high) => {
            let end = |x: Option<f64>| x.map_or_else(String::new, |x| x.to_string());
            let _ = write!(line, " {}–{}", end(low), end(high));
        }
    }
    if let Some(unit) = &f.unit {
        let _ = write!(line, " {unit}");
    }
    if let Some(counted) = &f.counted {
        let _ = write!(line, " of {}", clean(counted));
    }
    if f.change != Change::None {
        let _ = write!(line, ", {}", f.change.as_str());
    }
    if let (Some(from), Some(to)) = (f.change_from, f.change_to) {
        let _ = write!(line, " from {from} to {to}");
    }
    if let Some(place) = f.location {
        let _ = write!(line, ", in {}", clean(place.of(source)));
    }
    if let Some(when) = f.as_of {
        let _ = write!(line, ", {}", clean(when.of(source)));
    }
    if let Some(by) = &f.source {
        let _ = write!(line, ", says {}", clean(by));
    }
    let _ = write!(line, "  [{} {:.2}]", f.rule, f.confidence);
    line
}

#[cfg(test)]
mod tests {
    use super::*;
    use copydesk_extract::Place;
    use copydesk_extract::entities::{EntityKind, Mention};

    fn mention(start: usize, end: usize, entity: u32) -> Mention {
        Mention {
            place: Place { zone: Zone::Body, span: Span::new(start, end) },
            kind: EntityKind::Person,
            reference: Reference::Name,
            entity,
            sentence: 0,
            quote: None,
            confidence: 1.0,
        }
    }

    fn without_colour(text: &str) -> String {
        anstream::adapter::strip_str(text).to_string()
    }

    #[test]
    fn marks_stand_around_their_words() {
        let found = Extraction { mentions: vec![mention(0, 4, 0), mention(9, 13, 1)], ..Extraction::default() };
        assert_eq!(without_colour(&marked("Anna met Ruiz.", Zone::Body, &found)), "[Anna 1] met [Ruiz 2].");
    }

    #[test]
    fn control_characters_never_reach_the_terminal() {
        assert_eq!(marked("\u{1b}[31mred\u{7}", Zone::Body, &Extraction::default()), "\\u{1b}[31mred\\u{7}");
    }

    #[test]
    fn nor_do_characters_that_turn_the_direction_of_writing() {
        assert_eq!(clean("a\u{202e}b\nc"), "a\\u{202e}b c");
    }

    #[test]
    fn reasons_name_who_lost() {
        let why = Why {
            rule: "cue-that",
            because: "Because.",
            confidence: 0.5,
            speaker_confidence: Some(0.25),
            lost_as: "speaker",
            lost: vec![
                Loser { name: Some("Ruiz\u{1b}".to_owned()), probability: Some(0.0712) },
                Loser { name: None, probability: Some(0.01) },
            ],
            referents: Vec::new(),
        };
        assert_eq!(
            reasons(&why),
            [
                "cue-that: Because.",
                "0.50 that it is right, 0.25 that its speaker is",
                "weighed as its speaker, and lost: Ruiz\\u{1b} 0.07, nobody 0.01"
            ]
        );
    }
}
