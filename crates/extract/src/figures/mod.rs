//! Every number with what it counts, how sure, and who says so.
//!
//! One linear scan over each sentence: the sentence is cut into pieces ([`piece`]), numbers are read
//! ([`numeral`]), what is no quantity is refused ([`refuse`]), currency, unit, age, rate and range
//! make a quantity of a number ([`quantity`], [`money`]), and small rules add its modifier
//! ([`modifier`]), what it counts ([`counted`], [`subject`]), what happened ([`event`]), when ([`as_of`]) and who
//! says so ([`source`]). Sentences without a number are left after one look at each token.

mod aftermath;
mod age;
mod as_of;
mod calendar;
mod casualty;
mod cells;
mod clause;
mod confidence;
mod counted;
mod event;
mod figure;
mod kind;
mod lexicon;
mod modifier;
mod money;
mod noun;
mod numeral;
mod ordinal;
mod parts;
mod phrase;
mod piece;
mod quantity;
mod range;
mod rank;
mod rate;
mod refuse;
mod row;
mod score;
mod sharing;
mod side;
mod small;
mod source;
mod subject;
mod toll;

#[cfg(test)]
mod golden;
#[cfg(test)]
mod golden_mended;
#[cfg(test)]
mod golden_pages;
#[cfg(test)]
mod golden_tolls;
#[cfg(test)]
mod properties;

pub use figure::Figure;
pub use kind::{Certainty, Change, FigureKind, Modifier};

use crate::entities::{Cast, Mention};
use crate::extractor::Article;
use crate::quotes::Quote;
use crate::text::Shape;
use crate::{Span, Zone};

use lexicon::Lexicon;
use piece::{Kind, Piece, Pieces};
use quantity::{Draft, Reading};

/// Finds quantities.
#[derive(Debug, Default)]
pub(crate) struct Counter {
    lexicon: Lexicon,
}

impl Counter {
    /// The figures of an article, ordered by place.
    pub(crate) fn figures(&self, article: Article<'_>, cast: &Cast, quotes: &[Quote]) -> Vec<Figure> {
        let mut figures = Vec::new();
        let mut pieces = Vec::new();
        let texts = [article.source(Zone::Title), article.source(Zone::Body)];
        // Speakers found by the quotes stand behind the names, out of order.
        let names = ordered(&cast.mentions);
        let context = money::Context::new(texts, &self.lexicon);
        for zone in [Zone::Title, Zone::Body] {
            let source = article.source(zone);
            if source.is_empty() {
                continue;
            }
            let analysis = article.analysis(zone);
            let mut lower = String::new();
            let mut memory = row::Memory::default();
            for (index, sentence) in analysis.text.sentences.iter().enumerate() {
                let tokens = &analysis.text.tokens[sentence.tokens.start as usize..sentence.tokens.end as usize];
                if !tokens.iter().any(|t| self.may_be_number(t.span.of(source), t.shape)) {
                    continue;
                }
                if lower.is_empty() {
                    lower = source.to_ascii_lowercase();
                }
                pieces.clear();
                piece::cut(source, &lower, sentence.span, &self.lexicon, &mut pieces);
                align(&mut pieces, tokens.iter().map(|t| t.span), sentence.tokens.start);
                let pieces =
                    Pieces { source, lower: &lower, all: &pieces, syntax: &analysis.syntax, lexicon: &self.lexicon };
                let drafts = scan(pieces, &context);
                let scene = row::Scene {
                    pieces,
                    zone,
                    sentence: sentence.span,
                    index: index as u32,
                    article,
                    cast,
                    quotes,
                    names,
                };
                row::write(&scene, drafts, &mut memory, &mut figures);
            }
        }
        figures
    }

    /// The look at each token: does it hold a digit, or is it a number word?
    fn may_be_number(&self, token: &str, shape: Shape) -> bool {
        match shape {
            Shape::Number => true,
            Shape::QuoteMark => false,
            Shape::Lower | Shape::Title | Shape::Upper | Shape::Mixed | Shape::Mark => {
                let bytes = token.as_bytes();
                if bytes.iter().any(u8::is_ascii_digit) || token.contains(['½', '¼', '¾', '⅓', '⅔']) {
                    return true;
                }
                let first = token.split('-').next().unwrap_or(token);
                if first.len() > 12 || first.len() < 2 {
                    return false;
                }
                let mut buffer = [0u8; 12];
                let lower = &mut buffer[..first.len()];
                lower.copy_from_slice(first.as_bytes());
                lower.make_ascii_lowercase();
                std::str::from_utf8(lower).is_ok_and(|w| {
                    let word = self.lexicon.word(w);
                    word.number.is_some() || word.opens_unit && w.len() > 3 || w == "top" || w == "no"
                })
            }
        }
    }
}

/// The longest run of mentions, from the first on, that stand in order of place.
fn ordered(mentions: &[Mention]) -> &[Mention] {
    let end = mentions.windows(2).position(|pair| pair[0].place > pair[1].place).map_or(mentions.len(), |at| at + 1);
    &mentions[..end]
}

/// Gives each piece the token it lies in.
fn align(pieces: &mut [Piece], tokens: impl Iterator<Item = Span>, first: u32) {
    let mut tokens = tokens.zip(first..).peekable();
    let mut current = first;
    for piece in pieces {
        while let Some(&(span, index)) = tokens.peek() {
            if span.start > piece.span.start {
                break;
            }
            current = index;
            tokens.next();
        }
        piece.token = current;
    }
}

/// All quantities of a sentence, in order.
fn scan(p: Pieces<'_>, context: &money::Context<'_>) -> Vec<Draft> {
    let mut drafts: Vec<Draft> = Vec::new();
    let mut at = 0;
    while let Some(piece) = p.get(at) {
        let word = piece.word;
        let begins = numeral::seed(piece.kind, word.number)
            || matches!(
                piece.kind,
                Kind::Mark(
                    '$' | '€'
                        | '£'
                        | '¥'
                        | '₹'
                        | '₦'
                        | '₱'
                        | '₩'
                        | '-'
                        | '−'
                        | '+'
                        | '.'
                        | '#'
                        | '₽'
                        | '₴'
                        | '₪'
                        | '₫'
                        | '৳'
                        | '₸'
                        | '₺'
                        | '฿'
                        | '₾'
                        | '₡'
                )
            )
            || piece.kind == Kind::Word
                && (matches!(p.low(at), "a" | "an" | "minus" | "no")
                    || piece.capital
                        && (p.digits(at + 1).is_some()
                            || p.glued(at + 1) && at + 1 < p.all.len()
                            || p.digits(at + 2).is_some()));
        if let Some(draft) = rank::read(p, at).or_else(|| score::rating(p, at)).or_else(|| score::read(p, at)) {
            at = draft.end.max(at + 1);
            drafts.push(draft);
            continue;
        }
        if begins {
            match quantity::read(p, at, context) {
                Some(Reading::Found(draft)) => {
                    at = draft.after.max(draft.end).max(at + 1);
                    drafts.push(draft);
                    continue;
                }
                Some(Reading::Skip(next)) => {
                    at = next.max(at + 1);
                    continue;
                }
                None => {}
            }
        }
        at += 1;
    }
    drafts
}
