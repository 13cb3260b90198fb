//! Pieces: the characters of one sentence cut finer than tokens, so that "$2.3bn", "10-15",
//! "33-year-old" and "5–7%" fall apart into sign, number, mark and letters. No grammar here.

use super::lexicon::{Class, Lexicon, Word};
use crate::Span;
use crate::syntax::{Syntax, Tag};

/// What a piece is.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Kind {
    /// A run of letters.
    Word,
    /// A run of digits with its separators.
    Digits(Digits),
    /// "½"
    VulgarFraction(f64),
    /// Any other character.
    Mark(char),
}

/// A number as written in digits.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Digits {
    /// Its value; meaningless where `odd`.
    pub(super) value: f64,
    /// How many characters, separators included.
    pub(super) width: u32,
    /// How many digits stand after the decimal point.
    pub(super) decimals: u32,
    /// Thousands are separated: "1,200", "1.200.000", "12,34,567".
    pub(super) grouped: bool,
    /// No number of this grammar: "10.4.11", "31.12.2009", two hundred digits.
    pub(super) odd: bool,
}

/// One piece.
#[derive(Clone, Copy, Debug)]
pub(super) struct Piece {
    /// Bytes of the text.
    pub(super) span: Span,
    /// What it is.
    pub(super) kind: Kind,
    /// No white space between it and the piece before.
    pub(super) glued: bool,
    /// Begins with a capital letter.
    pub(super) capital: bool,
    /// What the word lists say.
    pub(super) word: Word,
    /// The token it lies in, as a position in `Text::tokens`.
    pub(super) token: u32,
}

/// One sentence in pieces, with the text it points into.
#[derive(Clone, Copy)]
pub(super) struct Pieces<'a> {
    /// The text.
    pub(super) source: &'a str,
    /// The text with ASCII letters in lower case: same offsets.
    pub(super) lower: &'a str,
    /// The pieces.
    pub(super) all: &'a [Piece],
    /// Tags and trees of the text's tokens.
    pub(super) syntax: &'a Syntax,
    /// The word lists.
    pub(super) lexicon: &'a Lexicon,
}

impl<'a> Pieces<'a> {
    /// The piece at a position.
    pub(super) fn get(&self, at: usize) -> Option<&'a Piece> {
        self.all.get(at)
    }

    /// Its text in lower case; empty beyond the ends.
    pub(super) fn low(&self, at: usize) -> &'a str {
        self.all.get(at).map_or("", |p| p.span.of(self.lower))
    }

    /// Its text as written; empty beyond the ends.
    pub(super) fn raw(&self, at: usize) -> &'a str {
        self.all.get(at).map_or("", |p| p.span.of(self.source))
    }

    /// True where the word at a position belongs to a class.
    pub(super) fn is(&self, at: usize, class: Class) -> bool {
        self.all.get(at).is_some_and(|p| p.word.is(class))
    }

    /// True for letters.
    pub(super) fn is_word(&self, at: usize) -> bool {
        self.all.get(at).is_some_and(|p| p.kind == Kind::Word)
    }

    /// The digits at a position.
    pub(super) fn digits(&self, at: usize) -> Option<Digits> {
        match self.all.get(at)?.kind {
            Kind::Digits(d) => Some(d),
            _ => None,
        }
    }

    /// True where this very mark stands at a position.
    pub(super) fn mark(&self, at: usize, mark: char) -> bool {
        self.all.get(at).is_some_and(|p| p.kind == Kind::Mark(mark))
    }

    /// True for a hyphen or dash of any length.
    pub(super) fn dash(&self, at: usize) -> bool {
        matches!(self.all.get(at).map(|p| p.kind), Some(Kind::Mark('-' | '–' | '—' | '‐' | '‑' | '−')))
    }

    /// True where no white space stands before the piece.
    pub(super) fn glued(&self, at: usize) -> bool {
        self.all.get(at).is_some_and(|p| p.glued)
    }

    /// True for a capitalized word.
    pub(super) fn capital(&self, at: usize) -> bool {
        self.all.get(at).is_some_and(|p| p.capital)
    }

    /// Part of speech of the token that a piece lies in.
    pub(super) fn tag(&self, at: usize) -> Tag {
        self.all.get(at).map(|p| self.syntax.tag(p.token)).unwrap_or_default()
    }

    /// The token that a piece lies in.
    pub(super) fn token(&self, at: usize) -> Option<u32> {
        self.all.get(at).map(|p| p.token)
    }

    /// The first piece of a token.
    pub(super) fn piece_of(&self, token: u32) -> Option<usize> {
        let at = self.all.partition_point(|p| p.token < token);
        self.all.get(at).is_some_and(|p| p.token == token).then_some(at)
    }

    /// From the start of one piece to the end of another (exclusive).
    pub(super) fn span(&self, from: usize, to: usize) -> Span {
        match (self.all.get(from), to.checked_sub(1).and_then(|t| self.all.get(t))) {
            (Some(a), Some(b)) if a.span.start <= b.span.end => Span { start: a.span.start, end: b.span.end },
            _ => Span::default(),
        }
    }

    /// Where `form` ("square kilometres", "/ h") ends if it stands at `at`, in lower case; a hyphen in
    /// the text may stand for a space of the form.
    pub(super) fn matches(&self, at: usize, form: &str) -> Option<usize> {
        let (mut at, mut rest) = (at, form.trim_start());
        while !rest.is_empty() {
            let piece = self.low(at);
            if piece.is_empty() {
                return None;
            }
            if let Some(after) = rest.strip_prefix(piece) {
                let whole = !piece.ends_with(char::is_alphabetic) || !after.starts_with(char::is_alphabetic);
                if !whole {
                    return None;
                }
                rest = after.trim_start();
            } else if !(self.dash(at) && self.glued(at) && rest.len() < form.len()) {
                return None;
            }
            at += 1;
        }
        Some(at)
    }

    /// Where a phrase begins if its last word stands at `last`.
    pub(super) fn matches_back(&self, last: usize, before: &str) -> Option<usize> {
        let mut at = last;
        for word in before.rsplit(' ').filter(|w| !w.is_empty()) {
            at = at.checked_sub(1)?;
            let mut piece = self.low(at);
            if piece == "." {
                at = at.checked_sub(1)?;
                piece = self.low(at);
            }
            if piece != word.trim_end_matches('.') {
                return None;
            }
        }
        Some(at)
    }
}

/// Cuts `source[span]` into pieces, after those already there.
pub(super) fn cut(source: &str, lower: &str, span: Span, lexicon: &Lexicon, into: &mut Vec<Piece>) {
    let (mut at, end) = (span.start as usize, span.end as usize);
    let mut glued = false;
    while let Some(c) = source[at..end].chars().next() {
        let rest = &source[at..end];
        if c.is_whitespace() {
            glued = false;
            at += c.len_utf8();
            continue;
        }
        let (length, kind) = if c.is_ascii_digit() {
            let (length, digits) = digits(rest);
            (length, Kind::Digits(digits))
        } else if c.is_alphabetic() {
            (rest.find(|c: char| !c.is_alphabetic()).unwrap_or(rest.len()), Kind::Word)
        } else if let Some(value) = vulgar_fraction(c) {
            (c.len_utf8(), Kind::VulgarFraction(value))
        } else {
            (c.len_utf8(), Kind::Mark(c))
        };
        let piece = Span::new(at, at + length);
        let word = match kind {
            Kind::Word | Kind::Mark(_) if length <= 24 => lexicon.word(piece.of(lower)),
            _ => Word::default(),
        };
        into.push(Piece { span: piece, kind, glued, capital: c.is_uppercase(), word, token: 0 });
        glued = true;
        at += length;
    }
}

fn vulgar_fraction(c: char) -> Option<f64> {
    Some(match c {
        '½' => 0.5,
        '¼' => 0.25,
        '¾' => 0.75,
        '⅓' => 1.0 / 3.0,
        '⅔' => 2.0 / 3.0,
        '⅕' => 0.2,
        '⅛' => 0.125,
        '⅜' => 0.375,
        '⅝' => 0.625,
        '⅞' => 0.875,
        _ => return None,
    })
}

/// The longest number at the start of `rest`, which begins with a digit: how long, and what it is.
fn digits(rest: &str) -> (usize, Digits) {
    let bytes = rest.as_bytes();
    let run = |from: usize| bytes[from..].iter().take_while(|b| b.is_ascii_digit()).count();
    let first = run(0);
    let mut end = first;
    let mut commas: u32 = 0;
    let mut points: u32 = 0;
    // The lengths of the groups after the first separator, as far as the grammar needs them.
    let (mut last_group, mut last_mark) = (first, b' ');
    let mut groups_of_three = true;
    let mut indian = true;
    while let Some(&mark) = bytes.get(end)
        && (mark == b',' || mark == b'.')
        && bytes.get(end + 1).is_some_and(u8::is_ascii_digit)
    {
        let length = run(end + 1);
        if mark == b',' && points == 0 && !groups(length, &bytes[end + 1 + length..], commas) {
            break; // "in 2004, 5 and 11" without its space: a list
        }
        if commas + points > 0 {
            groups_of_three &= last_group == 3;
            indian &= last_group == 3 || last_group == 2;
        }
        if mark == b',' {
            commas += 1;
        } else {
            points += 1;
        }
        (last_group, last_mark) = (length, mark);
        end += 1 + length;
    }
    let text = &rest[..end];
    let width = end as u32;
    let parse = |text: &str, decimal: u8| value(text.as_bytes(), decimal);
    let whole = |value, decimals, grouped| Digits { value, width, decimals, grouped, odd: width > 40 };
    let odd = Digits { value: 0.0, width, decimals: 0, grouped: false, odd: true };
    let digits = match (commas, points) {
        (0, 0) => whole(parse(text, b'.'), 0, false),
        (0, 1) => whole(parse(text, b'.'), last_group as u32, false),
        (1, 0) if last_group != 3 => whole(parse(text, b','), last_group as u32, false),
        (_, 0) if last_group == 3 && first <= 3 && indian => whole(parse(text, b'.'), 0, true),
        (0, _) if last_group == 3 && first <= 3 && groups_of_three => whole(parse(text, b','), 0, true),
        (_, 1) if last_mark == b'.' && first <= 3 && indian => whole(parse(text, b'.'), last_group as u32, true),
        (1, _) if last_mark == b',' && first <= 3 && groups_of_three => {
            whole(parse(text, b','), last_group as u32, true)
        }
        _ => odd,
    };
    (end, digits)
}

/// True where a comma and `length` digits after it can belong to one number.
fn groups(length: usize, after: &[u8], commas: u32) -> bool {
    length == 3
        || (length == 2 && (commas > 0 || after.first() == Some(&b',')))
        || (commas == 0 && length <= 2 && decimal_comma(after))
}

/// True where what follows shows that "2,5" is a decimal number: "2,5 million", "2,5%".
fn decimal_comma(after: &[u8]) -> bool {
    let after = after.strip_prefix(b" ").unwrap_or(after);
    after.starts_with(b"%")
        || [&b"million"[..], b"billion", b"trillion", b"percent", b"per cent", b"bn", b"mn", b"mln"]
            .iter()
            .any(|w| after.starts_with(w))
}

/// The value of digits, of which `decimal` is the decimal mark and everything else separates thousands.
fn value(text: &[u8], decimal: u8) -> f64 {
    let mut buffer = [0u8; 48];
    let mut length = 0;
    for &b in text {
        let b = match b {
            b if b.is_ascii_digit() => b,
            b if b == decimal => b'.',
            _ => continue,
        };
        if length == buffer.len() {
            break;
        }
        buffer[length] = b;
        length += 1;
    }
    std::str::from_utf8(&buffer[..length]).ok().and_then(|t| t.parse().ok()).unwrap_or(0.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> (usize, f64, bool) {
        let (length, d) = digits(text);
        (length, d.value, d.odd)
    }

    #[test]
    fn digits_with_their_separators() {
        assert_eq!(read("1,200.5 km"), (7, 1200.5, false));
        assert_eq!(read("12,34,567"), (9, 1_234_567.0, false));
        assert_eq!(read("4,00,000 people"), (8, 400_000.0, false));
        assert_eq!(read("1.200.000"), (9, 1_200_000.0, false));
        assert_eq!(read("1.200,50 euros"), (8, 1200.5, false));
        assert_eq!(read("2,5 million"), (3, 2.5, false));
        assert_eq!(read("3,4 and 5"), (1, 3.0, false));
        assert_eq!(read("31.12.2009"), (10, 0.0, true));
        assert_eq!(read("12."), (2, 12.0, false));
    }
}
