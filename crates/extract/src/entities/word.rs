//! What the name tagger sees of a token: hashes of its form, what the lexicon knows, where it
//! stands, and which stretches of a sentence can hold names at all.

use super::lexicon::{Known, KnownAs, Lexicon, lower_hash};
use crate::model::{WordClass, combine, hash_bytes};
use crate::syntax::{Syntax, Tag};
use crate::text::{Shape, Text};
use rustc_hash::FxHashMap;
use std::ops::Range;

/// How many lower-case words a name may hold between two capitals ("University of the West").
const GAP: usize = 3;

/// Longest lexicon entry looked for, in tokens.
const LONGEST: usize = 8;

/// What a lower-case word after a capital must be known as to be the end of a name.
const TAILS: u64 = KnownAs::only(Known::PlaceHead).0
    | KnownAs::only(Known::OrganizationHead).0
    | KnownAs::only(Known::MiscHead).0
    | KnownAs::only(Known::EventHead).0;

/// One token as the tagger sees it.
#[derive(Clone, Copy, Debug, Default)]
pub struct Word {
    /// Hash of the lower-cased form.
    pub lower: u64,
    /// Hash of its pattern of capitals, letters, digits and marks ("Xx", "X.X.").
    pub pattern: u64,
    /// Hashes of its last 2, 3 and 4 letters and its first 3 and 4, in lower case.
    pub affixes: [u64; 5],
    /// What its characters are.
    pub shape: Option<Shape>,
    /// Holds an upper-case letter.
    pub capital: bool,
    /// Is one letter, or one letter and a stop: "J."
    pub initial: bool,
    /// What the lexicon knows of the word alone.
    pub known: KnownAs,
    /// What the lexicon knows of the longest phrase it belongs to.
    pub phrase: KnownAs,
    /// Where in that phrase it stands: 0 nowhere, 1 the whole of it, 2 first, 3 inside, 4 last.
    pub in_phrase: u8,
    /// Where in a name spelled out before its acronym it stands: 0 nowhere, 2 first, 3 inside, 4 last, 5 the acronym.
    pub in_definition: u8,
    /// Word classes.
    pub class: WordClass,
    /// Part of speech.
    pub tag: Tag,
    /// The lexicon has been asked.
    asked: bool,
    /// Where it stands in the sentence.
    pub place: Placement,
    /// How the same word is written elsewhere in the article.
    pub elsewhere: Elsewhere,
}

/// Where in its sentence a word stands, and what kind of sentence that is.
#[expect(clippy::struct_excessive_bools, reason = "each is a question of its own")]
#[derive(Clone, Copy, Debug, Default)]
pub struct Placement {
    /// First word of the sentence or of a quotation in it.
    pub opens: bool,
    /// The sentence is in capitals throughout.
    pub caps: bool,
    /// The sentence capitalizes most of its words, as headlines do.
    pub headline: bool,
    /// Between quotation marks, or brackets, that stand close together.
    pub enclosed: bool,
}

/// How an article writes a word where the writing tells something.
#[derive(Clone, Copy, Debug, Default)]
pub struct Elsewhere {
    /// Somewhere in lower case.
    pub lower: bool,
    /// Somewhere with a capital in mid-sentence.
    pub capital: bool,
}

/// The tokens of a title or body as the tagger sees them.
#[derive(Clone, Debug, Default)]
pub struct Words {
    /// One a token.
    pub words: Vec<Word>,
    /// Stretches of tokens that can hold names, in order, with the sentence each is part of.
    pub stretches: Vec<Stretch>,
    live: Vec<bool>,
}

/// A run of tokens inside one sentence that can hold names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stretch {
    /// Positions in [`Text::tokens`].
    pub tokens: Range<u32>,
    /// The sentence's tokens.
    pub sentence: Range<u32>,
}

/// How the words of an article are written, gathered over title and body.
#[derive(Clone, Debug, Default)]
pub struct Writing {
    seen: FxHashMap<u64, Elsewhere>,
}

impl Words {
    /// Looks at every token of a text; call [`Self::compare`] once all texts of the article were looked at.
    pub fn look(&mut self, source: &str, text: &Text, syntax: &Syntax, lexicon: &Lexicon, writing: &mut Writing) {
        self.words.clear();
        self.stretches.clear();
        self.words.extend(text.tokens.iter().map(|t| form(t.span.of(source), t.shape)));
        for (word, (seen, tag)) in self.words.iter_mut().zip(syntax.words.iter().zip(&syntax.tags)) {
            word.class = seen.class;
            word.tag = *tag;
        }
        let genitive = lower_hash("'s");
        for sentence in &text.sentences {
            let range = sentence.tokens.start as usize..sentence.tokens.end as usize;
            place(source, text, &mut self.words, range.clone());
            self.find_stretches(&sentence.tokens, |word| {
                word.lower == genitive || (word.shape == Some(Shape::Lower) && lexicon.word(word.lower).0 & TAILS != 0)
            });
            for word in &self.words[range] {
                let seen = match word.shape {
                    Some(Shape::Lower) => Elsewhere { lower: true, capital: false },
                    Some(_) if word.capital && !word.place.opens && !word.place.caps && !word.place.headline => {
                        Elsewhere { lower: false, capital: true }
                    }
                    _ => continue,
                };
                let known = writing.seen.entry(word.lower).or_default();
                known.lower |= seen.lower;
                known.capital |= seen.capital;
            }
        }
        for at in 0..self.stretches.len() {
            let Stretch { tokens, sentence } = self.stretches[at].clone();
            let near = tokens.start.saturating_sub(2).max(sentence.start)..(tokens.end + 2).min(sentence.end);
            for i in near.start as usize..near.end as usize {
                let word = &mut self.words[i];
                if !word.asked {
                    word.asked = true;
                    word.known = lexicon.word(word.lower);
                }
            }
            self.find_phrases(tokens.start as usize, sentence.end as usize, tokens.end as usize, lexicon);
            self.find_definition(source, text, &tokens, &sentence);
        }
    }

    /// Tells each capitalized word how the article writes it elsewhere.
    pub fn compare(&mut self, writing: &Writing) {
        for stretch in &self.stretches {
            for word in &mut self.words[stretch.tokens.start as usize..stretch.tokens.end as usize] {
                word.elsewhere = writing.seen.get(&word.lower).copied().unwrap_or_default();
            }
        }
    }

    /// A token can be part of a name if it has a capital, stands in a short gap between two that
    /// have, or is a number beside one ("Boeing 747", "2008 Olympics").
    fn find_stretches(&mut self, sentence: &Range<u32>, is_tail: impl Fn(&Word) -> bool) {
        let (from, to) = (sentence.start as usize, sentence.end as usize);
        self.live.clear();
        self.live.extend(self.words[from..to].iter().map(|w| w.capital));
        let mut last_capital: Option<usize> = None;
        for at in 0..to - from {
            let word = self.words[from + at];
            if word.capital {
                if let Some(last) = last_capital
                    && at - last <= GAP + 1
                {
                    self.live[last..at].fill(true);
                }
                if at > 0 && self.words[from + at - 1].shape == Some(Shape::Number) {
                    self.live[at - 1] = true;
                }
                last_capital = Some(at);
            } else if word.shape == Some(Shape::Number) && last_capital == at.checked_sub(1) && at > 0 {
                self.live[at] = true;
            } else if word.shape == Some(Shape::Number)
                && at > 1
                && self.words[from + at - 1].shape == Some(Shape::Mark)
                && last_capital == Some(at - 2)
            {
                self.live[at - 1..=at].fill(true); // "COVID-19", "F-16"
            } else if last_capital.is_some() && last_capital == at.checked_sub(1) && is_tail(&word) {
                self.live[at] = true; // "Helmand province", "Moody's"
            }
        }
        let mut at = 0;
        while at < self.live.len() {
            if !self.live[at] {
                at += 1;
                continue;
            }
            let start = at;
            while at < self.live.len() && self.live[at] {
                at += 1;
            }
            self.stretches
                .push(Stretch { tokens: (from + start) as u32..(from + at) as u32, sentence: sentence.clone() });
        }
    }

    fn find_phrases(&mut self, from: usize, limit: usize, to: usize, lexicon: &Lexicon) {
        let mut at = from;
        while at < to {
            if !self.words[at].capital {
                at += 1;
                continue;
            }
            let ahead = self.words[at..limit.min(at + LONGEST)].iter().map(|w| w.lower);
            let Some((len, known)) = lexicon.longest(ahead) else {
                at += 1;
                continue;
            };
            for i in 0..len {
                let word = &mut self.words[at + i];
                word.phrase = known;
                word.in_phrase = position(i, len);
            }
            at += len;
        }
    }

    /// "International Atomic Energy Agency (IAEA)": marks the name spelled out, and the acronym.
    fn find_definition(&mut self, source: &str, text: &Text, tokens: &Range<u32>, sentence: &Range<u32>) {
        for at in tokens.start.max(sentence.start + 2) as usize..tokens.end as usize {
            let token = text.tokens[at];
            let acronym = token.span.of(source);
            let fits = token.shape == Shape::Upper && (2..=8).contains(&acronym.len());
            if !fits || text.tokens[at - 1].span.of(source) != "(" {
                continue;
            }
            if let Some(start) = definition(source, text, sentence.start as usize, at - 1, acronym) {
                let len = at - 1 - start;
                for i in 0..len {
                    self.words[start + i].in_definition = position(i, len);
                }
                self.words[at].in_definition = 5;
            }
        }
    }
}

const fn position(index: usize, len: usize) -> u8 {
    if len == 1 {
        1
    } else if index == 0 {
        2
    } else if index + 1 == len {
        4
    } else {
        3
    }
}

/// Where the name starts whose initials are `acronym` and which ends before token `end`.
pub(super) fn definition(source: &str, text: &Text, floor: usize, end: usize, acronym: &str) -> Option<usize> {
    let mut letters = acronym.chars().rev().filter(|c| c.is_alphabetic()).peekable();
    let reach = end.saturating_sub(2 * acronym.len() + 3).max(floor);
    for at in (reach..end).rev() {
        let first = text.tokens[at].span.of(source).chars().next()?;
        let wanted = *letters.peek()?;
        if first.to_uppercase().eq(wanted.to_uppercase()) && (first.is_uppercase() || end - at > 1) {
            letters.next();
            if letters.peek().is_none() {
                return (first.is_uppercase() && end - at >= 2).then_some(at);
            }
        } else if first.is_uppercase() {
            return None;
        }
    }
    None
}

fn form(token: &str, shape: Shape) -> Word {
    let lower = lower_hash(token);
    let mut word = Word { lower, shape: Some(shape), ..Word::default() };
    match shape {
        Shape::Lower | Shape::Number | Shape::QuoteMark | Shape::Mark => {
            word.pattern = shape as u64;
            if shape != Shape::Lower {
                return word;
            }
        }
        Shape::Title | Shape::Upper | Shape::Mixed => {
            let mut pattern = 0xF0u64;
            let mut last = 0;
            for c in token.chars().take(24) {
                let class = if c.is_uppercase() {
                    word.capital = true;
                    1
                } else if c.is_alphabetic() {
                    2
                } else if c.is_numeric() {
                    3
                } else {
                    4 + u64::from(c as u32)
                };
                if class != last {
                    pattern = combine(pattern, class);
                    last = class;
                }
            }
            let bytes = token.as_bytes();
            word.initial = bytes.len() == 1 || (bytes.len() == 2 && bytes[1] == b'.');
            word.pattern = combine(pattern, u64::from(word.initial));
        }
    }
    word.affixes = affixes(token);
    word
}

fn affixes(token: &str) -> [u64; 5] {
    let mut buffer = [0u8; 16];
    let fold = |part: &str, buffer: &mut [u8; 16]| {
        let n = part.len().min(16);
        buffer[..n].copy_from_slice(&part.as_bytes()[..n]);
        buffer[..n].make_ascii_lowercase();
        hash_bytes(&buffer[..n])
    };
    let tail = |chars: usize| token.char_indices().rev().nth(chars - 1).map_or(token, |(at, _)| &token[at..]);
    let head = |chars: usize| token.char_indices().nth(chars).map_or(token, |(at, _)| &token[..at]);
    [
        fold(tail(2), &mut buffer),
        fold(tail(3), &mut buffer),
        fold(tail(4), &mut buffer),
        fold(head(3), &mut buffer),
        fold(head(4), &mut buffer),
    ]
}

/// Marks sentence openings, all-capital and headline sentences, and enclosed words.
fn place(source: &str, text: &Text, words: &mut [Word], sentence: Range<usize>) {
    let (mut capital, mut upper, mut alphabetic, mut long, mut long_capital) = (0, 0, 0, 0, 0);
    for at in sentence.clone() {
        let word = &words[at];
        if matches!(word.shape, Some(Shape::Lower | Shape::Title | Shape::Upper | Shape::Mixed)) {
            alphabetic += 1;
            capital += usize::from(word.capital);
            upper += usize::from(word.shape == Some(Shape::Upper));
            if text.tokens[at].span.len() > 4 {
                long += 1;
                long_capital += usize::from(word.capital);
            }
        }
    }
    let caps = alphabetic >= 3 && upper * 10 >= alphabetic * 7;
    let headline = !caps && long >= 3 && long_capital * 10 >= long * 7 && capital * 10 >= alphabetic * 6;
    let mut opens = true;
    let mut opened_at: Option<usize> = None;
    for at in sentence {
        let word = &mut words[at];
        word.place = Placement { opens, caps, headline, enclosed: false };
        match word.shape {
            Some(Shape::QuoteMark) => {
                opens = true;
                if let Some(open) = opened_at.take()
                    && at - open <= 8
                {
                    words[open + 1..at].iter_mut().for_each(|w| w.place.enclosed = true);
                }
                opened_at = Some(at);
            }
            Some(Shape::Mark) => {
                let mark = text.tokens[at].span.of(source);
                opens |= matches!(mark, ":" | "•" | "*" | "–" | "—");
            }
            Some(Shape::Number) if opens => {}
            _ => opens = false,
        }
    }
}
