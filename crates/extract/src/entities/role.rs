//! What the text says a person is: titles before the name, descriptions beside it.
//!
//! "Foreign Minister Sergei Lavrov", "Olena Davydiuk, a 33-year-old lawyer,", "the coach, Seydou
//! Konaté,". The noun must be one that says what people are or do; nothing is guessed.

use super::lexicon::{Gender, Known, Lexicon, lower_hash};
use super::{EntityKind, Mention};
use crate::extractor::{Analysis, Article};
use crate::syntax::Tag;
use crate::text::Shape;
use crate::{Place, Span};

/// What stands beside one mention of a person.
#[derive(Clone, Debug, Default)]
pub(super) struct Beside {
    /// The title or description, without its article.
    pub(super) role: Option<Span>,
    /// It stands before the name without a comma, as titles do.
    pub(super) is_title: bool,
    /// What the words beside the name say about the person's gender.
    pub(super) gender: Option<Gender>,
    /// Hashes of the nouns said of the person.
    pub(super) nouns: Vec<u64>,
    /// "31" in "Kehinde Balogun, 31,"
    pub(super) age: Option<Span>,
}

/// Most tokens looked at on either side of a name.
const REACH: usize = 14;

struct Page<'a> {
    source: &'a str,
    analysis: &'a Analysis,
    lexicon: &'a Lexicon,
    from: usize,
    to: usize,
}

/// Reads what stands beside the mention of a person.
pub(super) fn beside(article: Article<'_>, place: Place, sentence: u32, lexicon: &Lexicon) -> Beside {
    let analysis = article.analysis(place.zone);
    let text = &analysis.text;
    let mut found = Beside::default();
    let Some(sentence) = text.sentences.get(sentence as usize) else { return found };
    let page = Page {
        source: article.source(place.zone),
        analysis,
        lexicon,
        from: sentence.tokens.start as usize,
        to: sentence.tokens.end as usize,
    };
    let start = text.tokens.partition_point(|t| t.span.end <= place.span.start);
    let end = text.tokens.partition_point(|t| t.span.start < place.span.end);
    page.before(start, &mut found);
    page.after(end, &mut found);
    found
}

impl<'a> Page<'a> {
    fn word(&self, at: usize) -> &'a str {
        self.analysis.text.tokens.get(at).map_or("", |t| t.span.of(self.source))
    }

    fn tag(&self, at: usize) -> Tag {
        self.analysis.syntax.tags.get(at).copied().unwrap_or_default()
    }

    /// Whom the word is said of, if it is a noun for people.
    fn person_noun(&self, at: usize) -> Option<Gender> {
        let lower = lower_hash(self.word(at));
        let known = self.lexicon.word(lower);
        let plural = || {
            let word = self.word(at);
            word.strip_suffix('s').filter(|w| w.len() > 3).and_then(|w| self.lexicon.role(lower_hash(w)))
        };
        self.lexicon.role(lower).or_else(|| known.has(Known::Role).then_some(Gender::Either)).or_else(plural)
    }

    fn span(&self, from: usize, to: usize) -> Option<Span> {
        let tokens = &self.analysis.text.tokens;
        Some(Span { start: tokens.get(from)?.span.start, end: tokens.get(to.checked_sub(1)?)?.span.end })
    }

    /// Titles right before the name, or a description before it and a comma.
    fn before(&self, start: usize, found: &mut Beside) {
        let Some(mut last) = start.checked_sub(1).filter(|l| *l >= self.from) else { return };
        let honorific = honorific(self.word(last));
        if honorific.is_some() {
            found.gender = honorific;
            return;
        }
        let comma = self.word(last) == ",";
        if comma {
            let Some(before) = last.checked_sub(1).filter(|l| *l >= self.from) else { return };
            last = before;
        }
        // "chairman Dr Ruiz" is chairman.
        if last > self.from && matches!(self.word(last), "Dr" | "Dr.") && self.person_noun(last - 1).is_some() {
            last -= 1;
        }
        let mut first = last + 1;
        let mut head = None;
        while first > self.from && last + 1 - first < REACH {
            let at = first - 1;
            let fits = match self.tag(at) {
                Tag::Noun | Tag::Propn | Tag::Adj | Tag::X => self.is_wordlike(at),
                Tag::Num => comma && first <= last,
                Tag::Punct => self.word(at) == "-" && first <= last,
                Tag::Adp => {
                    matches!(self.word(at), "of" | "for" | "at")
                        && first <= last
                        && at > self.from
                        && self.person_noun(at - 1).is_some()
                }
                Tag::Det => {
                    self.word(at) == "the" && at > self.from && matches!(self.word(at - 1), "of" | "for" | "at")
                }
                _ => false,
            };
            if !fits {
                break;
            }
            if head.is_none() && self.person_noun(at).is_some() {
                head = Some(at);
            }
            first = at;
        }
        let Some(head) = head else { return };
        // The noun is the last word, or what follows it hangs on "of".
        let hangs = head + 1 < last && matches!(self.word(head + 1), "of" | "for" | "at");
        if head != last && !hangs {
            return;
        }
        if comma {
            let opens =
                first > self.from && (self.tag(first - 1) == Tag::Det || matches!(self.word(first - 1), "'s" | "’s"));
            if !opens {
                return;
            }
        }
        found.is_title = !comma;
        self.describe(first, last + 1, found);
    }

    /// ", 31, a lawyer from Kyiv," after the name.
    fn after(&self, end: usize, found: &mut Beside) {
        let mut at = end;
        if self.word(at) != "," {
            return;
        }
        at += 1;
        let token = self.analysis.text.tokens.get(at);
        if token.is_some_and(|t| t.shape == Shape::Number && t.span.len() <= 3) {
            found.age = token.map(|t| t.span);
            if self.word(at + 1) != "," || at + 2 >= self.to {
                return;
            }
            at += 2;
        }
        if found.role.is_some() {
            return;
        }
        if self.tag(at) == Tag::Det {
            at += 1;
        }
        let first = at;
        let mut head = None;
        while at < self.to && at - first < REACH {
            let fits = match self.tag(at) {
                Tag::Noun | Tag::Propn | Tag::Adj | Tag::Num | Tag::X | Tag::Adv => self.is_wordlike(at),
                Tag::Punct => self.word(at) == "-",
                Tag::Pron => at == first && matches!(self.word(at), "his" | "her" | "their"),
                Tag::Adp => head.is_some() && matches!(self.word(at), "of" | "for" | "at" | "in"),
                Tag::Det => head.is_some() && matches!(self.word(at - 1), "of" | "for" | "at" | "in"),
                Tag::Part => matches!(self.word(at), "'s" | "’s" | "'" | "’"),
                Tag::Cconj => head.is_some() && self.word(at) == "and" && self.tag(at + 1) == self.tag(at - 1),
                _ => false,
            };
            if !fits {
                break;
            }
            if head.is_none() && self.person_noun(at).is_some() {
                head = Some(at);
            }
            at += 1;
        }
        // A list of names is no description: the noun must come before another person could.
        let ends = at >= self.to
            || matches!(self.word(at), "," | "." | ";" | "who" | "—" | "–" | "-" | ":" | ")" | "told" | "said" | "and");
        // "Ana Ruiz, Senator from …" goes on; "Ana Ruiz, Peter Novak and …" is a list.
        let goes_on = matches!(self.tag(at), Tag::Verb | Tag::Adp) && self.tag(first) != Tag::Propn;
        if head.is_some_and(|h| ends || goes_on || h == first) {
            self.describe(first, at, found);
        }
    }

    fn is_wordlike(&self, at: usize) -> bool {
        self.analysis
            .text
            .tokens
            .get(at)
            .is_some_and(|t| !matches!(t.shape, Shape::QuoteMark | Shape::Mark) || t.span.of(self.source) == "-")
    }

    fn describe(&self, first: usize, end: usize, found: &mut Beside) {
        let mut end = end;
        while end > first && matches!(self.tag(end - 1), Tag::Adp | Tag::Det | Tag::Punct | Tag::Cconj) {
            end -= 1;
        }
        found.role = self.span(first, end);
        for at in first..end {
            if let Some(gender) = self.person_noun(at) {
                found.nouns.push(lower_hash(self.word(at)));
                if gender != Gender::Either && found.gender.is_none() && at + 1 >= end.min(first + 4) {
                    found.gender = Some(gender);
                }
            }
        }
    }
}

/// What a form of address says about gender.
pub(super) fn honorific(word: &str) -> Option<Gender> {
    match word {
        "Mr." | "Mr" | "MR." | "MR" | "Sir" | "Lord" | "Herr" | "Monsieur" => Some(Gender::Male),
        "Mrs." | "Mrs" | "MRS" | "Ms." | "Ms" | "MS" | "Miss" | "Lady" | "Dame" | "Frau" | "Madame" | "Mme" => {
            Some(Gender::Female)
        }
        _ => None,
    }
}

/// A title as it is read out: "Sen." is "Senator".
pub(super) fn spelled_out(role: &str) -> String {
    const SHORT: [(&str, &str); 18] = [
        ("Sen.", "Senator"),
        ("Sens.", "Senator"),
        ("Senators", "Senator"),
        ("SEN.", "Senator"),
        ("SENS.", "Senator"),
        ("SENATOR", "Senator"),
        ("SENATORS", "Senator"),
        ("Rep.", "Representative"),
        ("Reps.", "Representative"),
        ("Representatives", "Representative"),
        ("Gov.", "Governor"),
        ("Gen.", "General"),
        ("Lt.", "Lieutenant"),
        ("Col.", "Colonel"),
        ("Capt.", "Captain"),
        ("Sgt.", "Sergeant"),
        ("Prof.", "Professor"),
        ("Adm.", "Admiral"),
    ];
    let words: Vec<&str> = role
        .split_whitespace()
        .map(|w| SHORT.iter().find(|(short, _)| *short == w).map_or(w, |(_, long)| *long))
        .collect();
    words.join(" ")
}

/// The organization inside a person's description.
pub(super) fn affiliation(mentions: &[Mention], zone: crate::Zone, role: Span) -> Option<u32> {
    let from =
        mentions.partition_point(|m| m.place.zone < zone || (m.place.zone == zone && m.place.span.end <= role.start));
    mentions[from..]
        .iter()
        .take_while(|m| m.place.zone == zone && m.place.span.start < role.end)
        .find(|m| role.contains(m.place.span) && m.kind == EntityKind::Organization)
        .map(|m| m.entity)
}
