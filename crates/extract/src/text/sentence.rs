//! Where sentences end. Knows marks, abbreviations and capitals, no grammar.

use super::lexicon::{Abbreviation, LEXICON};
use super::paragraph::{Gap, Layout};
use super::{Sentence, Shape, Token};
use crate::Span;

/// A sentence has at most this many tokens: ten times the longest lists in news, and most articles that lost all their
/// stops. The rooms that look around in a sentence take a time that its length bounds.
const LONGEST: usize = 5000;

/// How many words may stand between a quotation and its verb: “Will you go?” Foreign Minister Ana Ruiz asked.
const INQUIT_REACH: usize = 6;

/// Divides `tokens` into sentences; `into` is cleared first.
pub(super) fn divide(source: &str, tokens: &[Token], into: &mut Vec<Sentence>) {
    into.clear();
    let divider = Divider { source, tokens, layout: Layout::of(source) };
    let (mut start, mut at, mut paragraph) = (0, 0, 0);
    // Inside typewriter quotation marks (") of this paragraph.
    let mut quoted = false;
    while at < tokens.len() {
        let (next, ends) = divider.step(start, at, quoted);
        quoted ^= (at..next).filter(|i| divider.is_straight(*i)).count() % 2 == 1;
        at = next;
        let breaks = at == tokens.len() || divider.gap(at) == Gap::Paragraph;
        if ends || breaks || at - start >= LONGEST {
            let span = Span { start: tokens[start].span.start, end: tokens[at - 1].span.end };
            into.push(Sentence { span, tokens: start as u32..at as u32, paragraph });
            start = at;
        }
        if breaks {
            paragraph += 1;
            quoted = false;
        }
    }
}

/// What a token may do to the sentence.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Final {
    Stop,
    Strong,
    Ellipsis,
    Abbreviation,
}

struct Divider<'s> {
    source: &'s str,
    tokens: &'s [Token],
    layout: Layout,
}

impl<'s> Divider<'s> {
    fn word(&self, at: usize) -> &'s str {
        self.tokens.get(at).map_or("", |t| t.span.of(self.source))
    }

    /// What lies before token `at`.
    fn gap(&self, at: usize) -> Gap {
        match (at.checked_sub(1).and_then(|i| self.tokens.get(i)), self.tokens.get(at)) {
            (Some(before), Some(after)) => self.layout.gap(self.source, before, after),
            _ => Gap::Paragraph,
        }
    }

    fn is_straight(&self, at: usize) -> bool {
        self.tokens[at].shape == Shape::QuoteMark && self.word(at) == "\""
    }

    fn is_capital(&self, at: usize) -> bool {
        self.word(at).starts_with(char::is_uppercase)
    }

    /// Reads token `at` with the closing marks after it: where that ends, and whether the sentence ends there.
    fn step(&self, start: usize, at: usize, quoted: bool) -> (usize, bool) {
        let Some(kind) = self.final_kind(at) else { return (at + 1, false) };
        let end = self.after_closers(at + 1, quoted);
        let ends = end < self.tokens.len() && self.gap(end) != Gap::Paragraph && self.ends(kind, start, at, end);
        (end, ends)
    }

    fn final_kind(&self, at: usize) -> Option<Final> {
        let token = &self.tokens[at];
        let word = token.span.of(self.source);
        if token.shape.is_word() {
            return (word.len() > 1 && word.ends_with('.')).then_some(Final::Abbreviation);
        }
        match word.as_bytes()[0] {
            b'.' if word.len() == 1 => Some(Final::Stop),
            b'.' => Some(Final::Ellipsis),
            b'!' | b'?' => Some(Final::Strong),
            b if b.is_ascii() => None,
            _ => match word {
                "…" => Some(Final::Ellipsis),
                "。" | "।" | "۔" => Some(Final::Stop),
                "！" | "？" | "؟" => Some(Final::Strong),
                _ => None,
            },
        }
    }

    /// Skips marks that close what the sentence opened: `.”`, `.)`, `!!"`.
    fn after_closers(&self, mut at: usize, mut quoted: bool) -> usize {
        while at < self.tokens.len() && !self.tokens[at].shape.is_word() {
            let gap = self.gap(at);
            let closes = match self.word(at) {
                ")" | "]" | "}" | "»" | "'" | "''" | "." | "…" | "!" | "?" => gap == Gap::Glued,
                "”" | "’" => gap != Gap::Paragraph,
                "\"" => {
                    let after = self.gap(at + 1);
                    let closes = match gap {
                        Gap::Glued => quoted || after != Gap::Glued,
                        Gap::Space => quoted && after != Gap::Glued,
                        Gap::Paragraph => false,
                    };
                    quoted ^= closes;
                    closes
                }
                w => gap == Gap::Glued && (w.starts_with(['!', '?']) || w.starts_with("..")),
            };
            if closes {
                at += 1;
            } else if let Some(after) = self.after_note(at) {
                at = after;
            } else {
                break;
            }
        }
        at
    }

    /// Skips a note's number that is glued to the stop: `.[1]`, `.”[12–14]`.
    fn after_note(&self, at: usize) -> Option<usize> {
        const REACH: usize = 6;
        if self.word(at) != "[" || self.gap(at) != Gap::Glued {
            return None;
        }
        let inside = (at + 1..at + REACH).take_while(|i| {
            self.tokens.get(*i).is_some_and(|t| t.shape == Shape::Number || matches!(self.word(*i), "-" | "–" | ","))
        });
        let end = inside.last()? + 1;
        (self.word(end) == "]").then_some(end + 1)
    }

    /// Whether the sentence that `kind` at `at` may close ends before `next`.
    fn ends(&self, kind: Final, start: usize, at: usize, next: usize) -> bool {
        let closed = next > at + 1;
        let token = &self.tokens[next];
        let word = self.word(next);
        if !token.shape.is_word() && !self.opens(next) {
            return false; // a comma, a dash, a bracket that closes
        }
        if token.shape.is_word() && word.starts_with(char::is_lowercase) && !self.is_name_in_lower_case(next) {
            return false; // “Stop!” he said. Some specific points… which
        }
        if self.gap(next) == Gap::Glued && !self.ends_glued(at, next, closed) {
            return false;
        }
        match kind {
            Final::Stop => !self.is_list_marker(start, at, closed),
            Final::Strong => !(closed && self.has_inquit(next)),
            Final::Ellipsis => at > start && !matches!(self.word(at - 1), "[" | "("),
            Final::Abbreviation => self.ends_after_abbreviation(at, next),
        }
    }

    /// A mark that can open a sentence: a quotation mark, a bracket, money, a bullet, an emoji.
    fn opens(&self, at: usize) -> bool {
        let word = self.word(at);
        match word {
            "(" | "[" | "$" | "€" | "£" | "¥" | "¿" | "¡" | "•" | "#" | "*" | "«" | "“" | "‘" | "„" | "``" => {
                true
            }
            "\"" | "'" | "''" => self.gap(at + 1) == Gap::Glued || self.gap(at) == Gap::Space,
            "…" | "..." => self.gap(at) == Gap::Space,
            _ => word.chars().next().is_some_and(|c| c as u32 >= 0x2190 && !matches!(c, '\u{3000}'..='\u{303f}')),
        }
    }

    /// "iPhone", "eBay", "al-Qaeda": lower case is no sign that the sentence goes on.
    fn is_name_in_lower_case(&self, at: usize) -> bool {
        self.tokens[at].shape == Shape::Mixed
            || (matches!(self.word(at), "al" | "el") && self.word(at + 1) == "-" && self.gap(at + 1) == Gap::Glued)
    }

    /// "the end.The next": a lost space, if a whole word stands before and a capital after.
    fn ends_glued(&self, at: usize, next: usize, closed: bool) -> bool {
        let opened = if self.opens(next) { next + 1 } else { next };
        self.is_capital(opened)
            && (closed
                || at.checked_sub(1).is_some_and(|i| self.tokens[i].shape.is_word() && self.tokens[i].span.len() > 1))
    }

    /// "1." or "a." that numbers what follows.
    fn is_list_marker(&self, start: usize, at: usize, closed: bool) -> bool {
        !closed && at == start + 1 && (self.tokens[start].shape == Shape::Number || self.tokens[start].span.len() == 1)
    }

    /// “Will you go?” Foreign Minister Ana Ruiz asked. “Why?” The mayor said.
    fn has_inquit(&self, from: usize) -> bool {
        let mut at = from;
        if self.word(at) == "The" {
            let lower = |i: usize| self.tokens.get(i).is_some_and(|t| t.shape == Shape::Lower);
            let is_inquit = |i: usize| LEXICON.inquits.contains(self.word(i));
            return lower(at + 1)
                && (is_inquit(at + 2)
                    || (lower(at + 2) && !matches!(self.word(at + 2), "has" | "have" | "had") && is_inquit(at + 3)));
        }
        while at < from + INQUIT_REACH && self.is_capital(at) && self.tokens[at].shape.is_word() {
            at += 1;
        }
        at > from && LEXICON.inquits.contains(self.word(at))
    }

    fn ends_after_abbreviation(&self, at: usize, next: usize) -> bool {
        let word = self.word(at).trim_end_matches('.');
        let class = LEXICON.abbreviation(word);
        if matches!(class, Some(Abbreviation::Title | Abbreviation::Number)) {
            return false;
        }
        let closed_quote = next > at + 1 && self.tokens[next - 1].shape == Shape::QuoteMark;
        if closed_quote || word == "etc" {
            return self.is_capital(next) && !(closed_quote && self.has_inquit(next));
        }
        let opener = if self.tokens[next].shape.is_word() { next } else { next + 1 };
        let opens = LEXICON.openers.contains(self.word(opener));
        // "Nicholas I. Of Russia" is no text; "Team A. In" is rare; "Vitamin A. A" rarer still.
        opens && !(word.chars().count() == 1 && matches!(self.word(opener), "A" | "I"))
    }
}

#[cfg(test)]
mod tests {
    use crate::text::{Text, read};

    /// `expect` shows each sentence in brackets, paragraphs apart by " ¶ ".
    fn check(source: &str, expect: &str) {
        let mut text = Text::default();
        read(source, &mut text);
        let mut found = String::new();
        let mut paragraph = 0;
        for s in &text.sentences {
            if s.paragraph != paragraph {
                found.push_str(" ¶ ");
                paragraph = s.paragraph;
            }
            found.extend(["[", &s.span.of(source).replace('\n', "/"), "]"]);
        }
        assert_eq!(found, expect);
    }

    #[test]
    fn a_text_without_an_end_is_cut() {
        let mut text = Text::default();
        read(&"and on ".repeat(super::LONGEST), &mut text);
        let lengths: Vec<usize> = text.sentences.iter().map(|s| s.tokens.len()).collect();
        assert_eq!(lengths, [super::LONGEST; 2]);
        assert!(text.sentences.iter().all(|s| s.paragraph == 0));
    }

    #[test]
    fn abbreviations_and_initials_do_not_end() {
        check(
            "Gen. J. K. Smith Jr. met Sen. Byrd (D-W.Va.) in St. Paul, Minn. on Jan. 5. He left.",
            "[Gen. J. K. Smith Jr. met Sen. Byrd (D-W.Va.) in St. Paul, Minn. on Jan. 5.][He left.]",
        );
        check(
            "He lives in the U.S. The law is No. 5. It cost $3.5 million.",
            "[He lives in the U.S.][The law is No. 5.][It cost $3.5 million.]",
        );
        check(
            "The U.S. Senate met at 5 p.m. Monday. Acme Inc. Chairman Bo Li spoke.",
            "[The U.S. Senate met at 5 p.m. Monday.][Acme Inc. Chairman Bo Li spoke.]",
        );
    }

    #[test]
    fn closing_marks_belong_to_the_sentence() {
        check(
            "“We go.” He left. (They stayed.) \"No.\" She ran.",
            "[“We go.”][He left.][(They stayed.)][\"No.\"][She ran.]",
        );
        check("“First this. Then that,” he said.", "[“First this.][Then that,” he said.]");
        check(
            "“Will you go?” Foreign Minister Ana Ruiz asked. “Stop!” he said. “Why?” The mayor said.",
            "[“Will you go?” Foreign Minister Ana Ruiz asked.][“Stop!” he said.][“Why?” The mayor said.]",
        );
        check("He said \"go. \" Then \"stay.\"", "[He said \"go. \"][Then \"stay.\"]");
    }

    #[test]
    fn notes_belong_to_the_sentence() {
        check(
            "It grew.[1] It fell.[2–4] See [5] too (e.g. The Hague).",
            "[It grew.[1]][It fell.[2–4]][See [5] too (e.g. The Hague).]",
        );
    }

    #[test]
    fn ellipses_go_on_in_lower_case() {
        check(
            "Some specific points… which need work. We waited... Then it came.",
            "[Some specific points… which need work.][We waited...][Then it came.]",
        );
    }

    #[test]
    fn datelines_stay_with_their_sentence() {
        check(
            "KYIV, Ukraine (Reuters) - Talks began. SPOKANE, Wash. — A jury met.",
            "[KYIV, Ukraine (Reuters) - Talks began.][SPOKANE, Wash. — A jury met.]",
        );
    }

    #[test]
    fn lost_spaces() {
        check(
            "It came to an end.The next day he said:“Go.”Then it rained.",
            "[It came to an end.][The next day he said:“Go.”][Then it rained.]",
        );
    }

    #[test]
    fn paragraphs_and_headlines() {
        check(
            "Two die in fire\n\nTwo people died.\nPolice came.",
            "[Two die in fire] ¶ [Two people died.] ¶ [Police came.]",
        );
        check("1. Go home. 2. Stay there.", "[1. Go home.][2. Stay there.]");
    }

    #[test]
    fn wrapped_lines_are_one_paragraph() {
        let source = "The foreign minister said on Tuesday that the talks would\ngo on for some days more, although nobody knew whether the\nother side would come. He left the hall at noon and drove\nto the airport with his staff.\n\nIn Kyiv";
        check(
            source,
            "[The foreign minister said on Tuesday that the talks would/go on for some days more, although nobody knew whether the/other side would come.][He left the hall at noon and drove/to the airport with his staff.] ¶ [In Kyiv]",
        );
    }
}
