//! Which sentences are worth a tree: those in which a reporting word may report, by what its neighbours look like.
//!
//! A tree costs more than all else that is done for a sentence, and most words that may report ("call", "report",
//! "show") do not. This choice needs tags alone, and errs on the side of the tree.

use super::{
    cue::Lexicon,
    learned::{Chooser, Features, ask, distance},
};
use crate::{
    syntax::{Form, Syntax, Tag, Word},
    text::{Shape, Token},
};
use std::ops::Range;

/// A sentence gets a tree where a word of it reports with at least this probability. What lies below is lost anyway: with
/// 0.1 the same F1 comes out.
const WORTH: f32 = 0.4;
/// The same for a sentence with a number: who gives it is read off the tree too.
const WORTH_WITH_NUMBER: f32 = 0.1;

/// Words after a reporting word in which a "that" is looked for.
const REACH: usize = 4;

/// A sentence before it has a tree.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Tagged<'a> {
    tokens: &'a [Token],
    words: &'a [Word],
    tags: &'a [Tag],
    forms: &'a [Form],
    /// Whether a quotation mark stands in it.
    quoted: bool,
}

impl<'a> Tagged<'a> {
    /// The sentence of these tokens.
    pub(crate) fn of(tokens: &'a [Token], syntax: &'a Syntax, sentence: Range<usize>) -> Self {
        Self::new(tokens, &syntax.words, &syntax.tags, &syntax.forms, sentence)
    }

    /// The same, from an article's tokens and what is known of each.
    pub(crate) fn new(
        tokens: &'a [Token],
        words: &'a [Word],
        tags: &'a [Tag],
        forms: &'a [Form],
        sentence: Range<usize>,
    ) -> Self {
        let tokens = tokens.get(sentence.clone()).unwrap_or_default();
        Self {
            tokens,
            quoted: tokens.iter().any(is_mark),
            words: words.get(sentence.clone()).unwrap_or_default(),
            tags: tags.get(sentence.clone()).unwrap_or_default(),
            forms: forms.get(sentence).unwrap_or_default(),
        }
    }

    /// Whether the sentence is worth a tree.
    pub(crate) fn is_worth_a_tree(&self, weights: &Chooser, lexicon: &Lexicon, scratch: &mut Features) -> bool {
        let worth = if self.tags.contains(&Tag::Num) { WORTH_WITH_NUMBER } else { WORTH };
        self.words
            .iter()
            .zip(self.tags)
            .enumerate()
            .any(|(at, (word, tag))| lexicon.may_begin(word.lower, *tag) && self.chance(at, weights, scratch) >= worth)
    }

    /// How probable it is that the word at `at` of the sentence reports.
    fn chance(&self, at: usize, weights: &Chooser, scratch: &mut Features) -> f32 {
        self.features(at, scratch);
        let [_, reports] = weights.classify(scratch);
        reports
    }

    /// What tells whether the word at `at` of the sentence reports.
    pub(crate) fn features(&self, at: usize, out: &mut Features) {
        out.clear();
        let inside = |offset: isize| at.checked_add_signed(offset);
        let word = |offset: isize| inside(offset).and_then(|at| self.words.get(at));
        let lower = |offset: isize| word(offset).map_or(1, |w| w.lower);
        let class = |offset: isize| word(offset).map_or(u64::MAX, |w| u64::from(w.class.fine));
        let tag = |offset: isize| inside(offset).and_then(|at| self.tags.get(at)).map_or(255, |t| *t as u64);
        let form = self.forms.get(at).map_or(255, |f| *f as u64);
        let w = lower(0);

        ask(out, 0, &[]);
        ask(out, 1, &[w]);
        ask(out, 2, &[w, form]);
        ask(out, 3, &[form, tag(0)]);
        for offset in [-3_isize, -2, -1, 1, 2, 3] {
            let place = offset.cast_unsigned() as u64;
            ask(out, 4, &[place, lower(offset)]);
            ask(out, 5, &[place, tag(offset), form]);
            ask(out, 6, &[place, class(offset)]);
            ask(out, 7, &[place, tag(offset), w]);
        }
        ask(out, 8, &[w, lower(-1)]);
        ask(out, 9, &[w, lower(1)]);
        ask(out, 10, &[tag(-2), tag(-1), form]);
        ask(out, 11, &[tag(1), tag(2), form]);
        ask(out, 12, &[tag(-1), tag(1), w]);
        ask(out, 13, &[class(-1), class(1)]);

        let quoted = u64::from(self.quoted);
        let beside = self.tokens.iter().take(at + 3).skip(at.saturating_sub(2)).any(is_mark);
        ask(out, 14, &[quoted, u64::from(beside), form]);
        ask(out, 15, &[quoted, w]);
        let that = Word::lower_of("that");
        let says_that = (1..=REACH as isize).any(|offset| lower(offset) == that);
        ask(out, 16, &[u64::from(says_that), form]);
        let is_verb = |tag: &&Tag| matches!(tag, Tag::Verb | Tag::Aux);
        let is_actor = |tag: &&Tag| matches!(tag, Tag::Propn | Tag::Pron | Tag::Noun);
        let (before, after) = self.tags.split_at(at.min(self.tags.len()));
        let verbs = after.iter().skip(1).filter(is_verb).take(3).count() as u64;
        let actors = before.iter().rev().take(8).filter(is_actor).take(2).count() as u64;
        ask(out, 17, &[verbs, actors, form]);
        ask(out, 18, &[distance(before.len()), distance(after.len()), form]);
    }
}

fn is_mark(token: &Token) -> bool {
    token.shape == Shape::QuoteMark
}
