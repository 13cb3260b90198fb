//! Where tokens begin and end. Knows characters, not sentences.

use super::character::{is_apostrophe, is_emoji, is_quote, is_space, is_word, shape_of};
use super::contraction::{clitic, fused, is_clitic};
use super::lexicon::{Abbreviation, LEXICON};
use super::{Shape, Token};
use crate::Span;

/// How far ahead a host name is followed when it is not yet known to be one.
const HOST_REACH: usize = 64;

/// Cuts `source` into tokens; `into` is cleared first.
pub(super) fn cut(source: &str, into: &mut Vec<Token>) {
    into.clear();
    let mut cutter = Cutter { source, tokens: into };
    let mut at = 0;
    while let Some(c) = cutter.char_at(at) {
        at = if is_space(c) {
            at + c.len_utf8()
        } else if is_word(c) {
            cutter.word(at)
        } else {
            cutter.mark(at, c)
        };
    }
}

struct Cutter<'s, 't> {
    source: &'s str,
    tokens: &'t mut Vec<Token>,
}

impl<'s> Cutter<'s, '_> {
    #[inline]
    fn char_at(&self, at: usize) -> Option<char> {
        match self.source.as_bytes().get(at) {
            Some(b) if b.is_ascii() => Some(char::from(*b)),
            Some(_) => self.source.get(at..).and_then(|s| s.chars().next()),
            None => None,
        }
    }

    fn char_before(&self, at: usize) -> Option<char> {
        self.source.get(..at).and_then(|s| s.chars().next_back())
    }

    fn slice(&self, from: usize, to: usize) -> &'s str {
        self.source.get(from..to).unwrap_or("")
    }

    fn push(&mut self, from: usize, to: usize, shape: Shape) -> usize {
        self.tokens.push(Token { span: Span::new(from, to), shape });
        to
    }

    fn push_word(&mut self, from: usize, to: usize) -> usize {
        let shape = shape_of(self.slice(from, to));
        self.push(from, to, shape)
    }

    /// The end of the run of word characters that starts at `at`.
    fn run(&self, mut at: usize) -> usize {
        let bytes = self.source.as_bytes();
        loop {
            while bytes.get(at).is_some_and(u8::is_ascii_alphanumeric) {
                at += 1;
            }
            match self.char_at(at) {
                Some(c) if !c.is_ascii() && is_word(c) => at += c.len_utf8(),
                _ => return at,
            }
        }
    }

    /// Reads the word, number or address that starts at `start`; returns where it ends.
    fn word(&mut self, start: usize) -> usize {
        let mut end = self.run(start);
        let mut piece = start; // start of the piece after the last joint
        let mut dotted = false; // "U.S", "p.m"
        while let Some(joint) = self.char_at(end) {
            let after = end + joint.len_utf8();
            let Some(next) = self.char_at(after) else { break };
            if joint == ':' && next == '/' && self.slice(after, after + 2) == "//" {
                return self.address(start, after + 2);
            }
            if !is_word(next) {
                break;
            }
            let joined = match joint {
                '.' => match self.dot(start, piece, end) {
                    Dot::Abbreviation => {
                        dotted = true;
                        true
                    }
                    Dot::Number => true,
                    Dot::Host => return self.address(start, end),
                    Dot::Stop => false,
                },
                '-' | '\u{2010}' | '\u{2011}' => {
                    (piece == start && self.is_prefix(start, end, next)) || self.is_phone(piece, end)
                }
                ':' => self.digits_meet(end, next),
                ',' => self.digits_meet(end, next) && self.is_group(after),
                '/' => self.digits_meet(end, next) && end - piece <= 2,
                '@' => return self.address(start, end),
                '&' => self.char_before(end).is_some_and(char::is_uppercase) && next.is_uppercase(),
                '_' => true,
                c if is_apostrophe(c) => self.is_inner_apostrophe(start, end, after, next),
                _ => false,
            };
            if !joined {
                break;
            }
            piece = after;
            end = self.run(after);
        }
        end = self.keep_stop(start, end, dotted);
        if self.char_at(end) == Some('$')
            && end - start <= 3
            && self.slice(start, end).bytes().all(|b| b.is_ascii_uppercase())
        {
            return self.push(start, end + 1, Shape::Mixed); // "US$"
        }
        self.split_word(start, end)
    }

    /// What the full stop at `end`, glued between two words, is.
    fn dot(&self, start: usize, piece: usize, end: usize) -> Dot {
        let next_end = self.run(end + 1);
        let (before, after) = (self.slice(piece, end), self.slice(end + 1, next_end));
        let ends_digit = before.bytes().next_back().is_some_and(|b| b.is_ascii_digit());
        let starts_digit = after.bytes().next().is_some_and(|b| b.is_ascii_digit());
        if ends_digit && starts_digit {
            return Dot::Number;
        }
        let letters = |s: &str| s.chars().all(char::is_alphabetic);
        let is_single = |s: &str| s.chars().count() == 1;
        if is_single(before) && letters(before) && letters(after) && after.chars().count() <= 3 {
            return Dot::Abbreviation; // "U.S", "a.m", "W.Va"
        }
        let short_title = before.len() <= 3 && before.starts_with(char::is_uppercase) && letters(before);
        if short_title
            && is_single(after)
            && after.starts_with(char::is_uppercase)
            && self.char_at(next_end) == Some('.')
        {
            return Dot::Abbreviation; // "Ph.D."
        }
        if self.is_host(start, end) { Dot::Host } else { Dot::Stop }
    }

    /// "enron.com", "www.usgs.gov/maps": lower-case parts with a known ending.
    fn is_host(&self, start: usize, end: usize) -> bool {
        let bytes = self.source.as_bytes();
        let is_part = |b: &u8| b.is_ascii_lowercase() || b.is_ascii_digit() || matches!(b, b'.' | b'-' | b'_');
        let reach = bytes.len().min(end + HOST_REACH);
        let mut last = bytes[end..reach].iter().position(|b| !is_part(b)).map_or(reach, |n| end + n);
        while last > end && !bytes[last - 1].is_ascii_alphanumeric() {
            last -= 1;
        }
        if bytes.get(last) == Some(&b'@') {
            return true; // "ana.ruiz@un.org"
        }
        let host = self.slice(end, last);
        let ending = host.rsplit('.').next().unwrap_or("");
        let first = self.slice(start, end);
        (LEXICON.web_endings.contains(ending)
            && first.len() > 1
            && bytes.get(last).is_none_or(|b| !b.is_ascii_alphanumeric()))
            || first.eq_ignore_ascii_case("www")
    }

    /// Takes all of a web or mail address; `from` lies inside it.
    fn address(&mut self, start: usize, from: usize) -> usize {
        let bytes = self.source.as_bytes();
        let mut end = from;
        while let Some(c) = self.char_at(end) {
            if is_space(c) || matches!(c, '<' | '>' | '"' | '|' | ')' | ']' | '}') || (!c.is_ascii() && !is_word(c)) {
                break;
            }
            end += c.len_utf8();
        }
        while end > from.max(start + 1)
            && matches!(bytes[end - 1], b'.' | b',' | b';' | b':' | b'!' | b'?' | b'\'' | b'-')
        {
            end -= 1;
        }
        let end = end.max(from);
        self.push(start, end, Shape::Mixed)
    }

    fn digits_meet(&self, end: usize, next: char) -> bool {
        next.is_ascii_digit() && end > 0 && self.source.as_bytes()[end - 1].is_ascii_digit()
    }

    /// Two or three digits follow, as after a comma that groups thousands (or lakhs).
    fn is_group(&self, at: usize) -> bool {
        let digits = self.source.as_bytes()[at..].iter().take(4).take_while(|b| b.is_ascii_digit()).count();
        matches!(digits, 2 | 3)
    }

    /// "non-profit", "e-mail", but "co" of "Smith & Co-" only in lower or title case.
    fn is_prefix(&self, start: usize, end: usize, next: char) -> bool {
        let word = self.slice(start, end);
        if word.len() > 7 || !next.is_alphabetic() && word != "mid" && word != "pre" && word != "post" {
            return false;
        }
        let mut lower = [0; 8];
        let Some(lower) = lower.get_mut(..word.len()) else { return false };
        lower.copy_from_slice(word.as_bytes());
        lower.make_ascii_lowercase();
        std::str::from_utf8(lower).is_ok_and(|w| LEXICON.prefixes.contains(w))
    }

    /// "713-853-3989", "853-3989"
    fn is_phone(&self, piece: usize, end: usize) -> bool {
        let bytes = self.source.as_bytes();
        let digits = |from: usize| bytes[from..].iter().take(5).take_while(|b| b.is_ascii_digit()).count();
        let all_digits = |s: &str| s.bytes().all(|b| b.is_ascii_digit());
        if !(1..=3).contains(&(end - piece)) || !all_digits(self.slice(piece, end)) {
            return false;
        }
        let second = digits(end + 1);
        let after_second = end + 1 + second;
        (second == 4 && end - piece == 3)
            || (second == 3 && bytes.get(after_second) == Some(&b'-') && digits(after_second + 1) >= 3)
    }

    /// "don't", "O'Brien", "Kyiv's"; "1990's" as one token.
    fn is_inner_apostrophe(&self, start: usize, end: usize, after: usize, next: char) -> bool {
        match self.char_before(end) {
            Some(p) if p.is_alphabetic() => next.is_alphabetic(),
            Some(p) if p.is_ascii_digit() => {
                next == 's'
                    && self.run(after) == after + 1
                    && self.slice(start, end).bytes().all(|b| b.is_ascii_digit())
            }
            _ => false,
        }
    }

    /// Whether the stop after the word belongs to it; returns the new end.
    fn keep_stop(&self, start: usize, end: usize, dotted: bool) -> usize {
        let bytes = self.source.as_bytes();
        if bytes.get(end) != Some(&b'.') || bytes.get(end + 1) == Some(&b'.') {
            return end;
        }
        let word = self.slice(start, end);
        let keeps = dotted || self.is_initial(start, word) || {
            let before_digit = || bytes[end + 1..].iter().find(|b| **b != b' ').is_some_and(u8::is_ascii_digit);
            // Longer words are never abbreviations; a glance at the length spares the look-up.
            word.len() <= 6
                && LEXICON.abbreviation(word).is_some_and(|class| class != Abbreviation::Number || before_digit())
        };
        if keeps { end + 1 } else { end }
    }

    /// "J." of "J. Smith": one capital, but no "I" that ends a sentence.
    fn is_initial(&self, start: usize, word: &str) -> bool {
        let mut chars = word.chars();
        let single = chars.next().is_some_and(char::is_uppercase) && chars.next().is_none();
        single
            && (word != "I"
                || self.tokens.last().is_some_and(|t| t.shape == Shape::Title && t.span.end as usize + 1 == start))
    }

    /// Cuts contractions, units and fused words off a word and pushes the parts.
    fn split_word(&mut self, start: usize, end: usize) -> usize {
        let word = self.slice(start, end);
        let first = word.as_bytes()[0];
        if first.is_ascii_digit() {
            let number = word.bytes().take_while(|b| b.is_ascii_digit() || matches!(b, b'.' | b',' | b':')).count();
            if number < word.len() && LEXICON.units.contains(word[number..].trim_end_matches('.')) {
                self.push_word(start, start + number);
                return self.push_word(start + number, end);
            }
        } else if let Some(cut) = fused(word) {
            self.push_word(start, start + cut);
            return self.push_word(start + cut, end);
        } else if let Some(cut) = clitic(word) {
            // "couldn't've": the front may hold another one.
            let front = self.slice(start, start + cut);
            if let Some(inner) = clitic(front) {
                self.push_word(start, start + inner);
                self.push(start + inner, start + cut, Shape::Lower);
            } else {
                self.push_word(start, start + cut);
            }
            return self.push(start + cut, end, Shape::Lower);
        }
        self.push_word(start, end)
    }

    /// Reads the mark or symbol at `at`; returns where it ends.
    fn mark(&mut self, at: usize, c: char) -> usize {
        let after = at + c.len_utf8();
        let next = self.char_at(after);
        match c {
            '!' | '?' => self.repeat(at, |c| c == '!' || c == '?'),
            '.' | '-' | '=' | '_' | '*' | '~' | '+' | '|' => self.repeat(at, |x| x == c),
            '#' | '@' if next.is_some_and(|n| n.is_alphabetic() || (c == '@' && n == '_')) => {
                let mut end = self.run(after);
                while self.char_at(end) == Some('_') {
                    end = self.run(end + 1);
                }
                self.push(at, end, Shape::Mixed)
            }
            '°' if matches!(next, Some('C' | 'F')) && self.run(after) == after + 1 => {
                self.push(at, after + 1, Shape::Mixed)
            }
            _ if is_apostrophe(c) => self.apostrophe(at, c, after),
            _ if is_quote(c) => self.push(at, after, Shape::QuoteMark),
            _ if is_emoji(c) => self.emoji(at),
            _ => self.push(at, after, Shape::Mark),
        }
    }

    fn repeat(&mut self, at: usize, same: impl Fn(char) -> bool) -> usize {
        let mut end = at;
        while let Some(c) = self.char_at(end).filter(|c| same(*c)) {
            end += c.len_utf8();
        }
        self.push(at, end, Shape::Mark)
    }

    /// An apostrophe that no word reached: a detached clitic ("U.S.'s"), a decade ("'90s"), or a quotation mark.
    fn apostrophe(&mut self, at: usize, c: char, after: usize) -> usize {
        if matches!(c, '\'' | '`') && self.char_at(after) == Some(c) {
            return self.push(at, after + 1, Shape::QuoteMark); // ''typewriter'' marks
        }
        let end = self.run(after);
        let glued = self
            .tokens
            .last()
            .is_some_and(|t| t.span.end as usize == at && (t.shape.is_word() || self.char_before(at) == Some('%')));
        if end > after && glued && is_clitic(self.slice(after, end)) {
            return self.push(at, end, Shape::Lower);
        }
        let word = self.slice(after, end).as_bytes();
        if !glued && word.len() == 3 && word[..2].iter().all(u8::is_ascii_digit) && word[2] == b's' {
            return self.push(at, end, Shape::Mixed);
        }
        self.push(at, after, Shape::QuoteMark)
    }

    /// One emoji with all that is joined to it.
    fn emoji(&mut self, at: usize) -> usize {
        let mut end = at + self.char_at(at).map_or(1, char::len_utf8);
        let is_flag = |c: char| matches!(c, '\u{1f1e6}'..='\u{1f1ff}');
        if self.char_at(at).is_some_and(is_flag) {
            if let Some(c) = self.char_at(end).filter(|c| is_flag(*c)) {
                end += c.len_utf8();
            }
            return self.push(at, end, Shape::Mark);
        }
        while let Some(c) = self.char_at(end) {
            let joins = matches!(c, '\u{fe0f}' | '\u{1f3fb}'..='\u{1f3ff}' | '\u{200d}')
                || (self.char_before(end) == Some('\u{200d}') && is_emoji(c));
            if !joins {
                break;
            }
            end += c.len_utf8();
        }
        self.push(at, end, Shape::Mark)
    }
}

enum Dot {
    Abbreviation,
    Number,
    Host,
    Stop,
}

#[cfg(test)]
mod tests {
    use super::*;
    use Shape::{Lower, Mixed, Number, Title, Upper};

    fn check(text: &str, expect: &str) {
        let mut tokens = Vec::new();
        cut(text, &mut tokens);
        let found: Vec<&str> = tokens.iter().map(|t| t.span.of(text)).collect();
        assert_eq!(found.join(" "), expect);
    }

    #[test]
    fn contractions_fall_apart() {
        check(
            "They didn't, won’t and can't go; I'm sure it's Kyiv's.",
            "They did n't , wo n’t and ca n't go ; I 'm sure it 's Kyiv 's .",
        );
        check("You cannot. He couldn't've. Let's!", "You can not . He could n't 've . Let 's !");
        check("O'Brien at 5 o'clock in L'Enfant Plaza", "O'Brien at 5 o'clock in L'Enfant Plaza");
        check("the boys' U.S.'s 10%'s", "the boys ' U.S. 's 10 % 's");
    }

    #[test]
    fn hyphens_split_but_prefixes_stay() {
        check("The 10-year-old, US-backed al-Qaeda man", "The 10 - year - old , US - backed al - Qaeda man");
        check(
            "non-profit anti-establishment e-mail re-elected mid-1980s",
            "non-profit anti-establishment e-mail re-elected mid-1980s",
        );
        check("from 2000–2001 (713-853-3989)", "from 2000 – 2001 ( 713-853-3989 )");
    }

    #[test]
    fn numbers_money_and_units() {
        check("$1,200.5, US$20,000 and €50m at 10.30am", "$ 1,200.5 , US$ 20,000 and € 50 m at 10.30 am");
        check("58% of 1,00,000; the 1990s, '90s and 1990's", "58 % of 1,00,000 ; the 1990s , '90s and 1990's");
        check("9/11 and/or 7:30pm -5 22°C", "9/11 and / or 7:30 pm - 5 22 °C");
        check("Q1, 20th, 3143C, 5km,6", "Q1 , 20th , 3143C , 5 km , 6");
    }

    #[test]
    fn abbreviations_keep_their_stop() {
        check(
            "Mr. J. K. Smith Jr. of the U.S. left at 5 p.m. today.",
            "Mr. J. K. Smith Jr. of the U.S. left at 5 p.m. today .",
        );
        check("(D-W.Va.) Ph.D. No. 5? No. I.", "( D - W.Va. ) Ph.D. No. 5 ? No . I .");
        check("SEN. BURNS, Sept. 11, J.K.Rowling", "SEN. BURNS , Sept. 11 , J.K. Rowling");
        check("The end.The next", "The end . The next");
    }

    #[test]
    fn addresses_stay_whole() {
        check("See http://www.usgs.gov/a?b=1, or enron.com.", "See http://www.usgs.gov/a?b=1 , or enron.com .");
        check("m.nordstrom@pecorp.com, @UN_News #MeToo", "m.nordstrom@pecorp.com , @UN_News #MeToo");
        check("(www.un.org)", "( www.un.org )");
    }

    #[test]
    fn marks_of_every_kind() {
        check(
            "“‘Go!’” he said… «Oui» „Ja“ ''No'' --wait...",
            "“ ‘ Go ! ’ ” he said … « Oui » „ Ja “ '' No '' -- wait ...",
        );
        check("AT&T 👍🏽 👨‍👩‍👧 🇺🇦🇵🇱", "AT&T 👍🏽 👨‍👩‍👧 🇺🇦 🇵🇱");
        check("قال الوزير إن الوضع", "قال الوزير إن الوضع");
    }

    #[test]
    fn shapes() {
        let all: Vec<Shape> = ["said", "Kyiv", "U.S.", "J.", "McKay", "1,200.5", "B2B"].map(shape_of).to_vec();
        assert_eq!(all, [Lower, Title, Upper, Title, Mixed, Number, Mixed]);
    }
}
