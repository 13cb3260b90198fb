//! What the classes and ids of an element hint at: all the words that matter are sought in one go, and only where one
//! stands somewhere do others look at how it stands there.

use super::surroundings::{self, marks};
use aho_corasick::AhoCorasick;
use dom_query::Element;
use std::sync::LazyLock;

/// What stands beside the article.
pub(super) const ASIDE: u8 = 1;
/// Comments of readers.
pub(super) const COMMENTS: u8 = 1 << 1;
/// Links to the parts of a site.
pub(super) const MENU: u8 = 1 << 2;
/// Parts of an article.
pub(super) const OF_ARTICLES: u8 = 1 << 3;
/// A sign for a person.
pub(super) const ICON: u8 = 1 << 4;
/// Bylines, dates, posts of discussions, forms for comments.
pub(super) const TOLD: u8 = 1 << 5;

const WORDS: [(u8, &[&str]); 6] = [
    (ASIDE, &surroundings::MARKS),
    (COMMENTS, &["comment"]),
    (MENU, &["nav", "menu", "header", "footer", "dropdown"]),
    (OF_ARTICLES, &["crumb", "entry", "post", "article", "hero", "title"]),
    (ICON, &["fa-user", "bi-person", "icon-user", "icon-author", "icon-person"]),
    (
        TOLD,
        &[
            "author",
            "byline",
            "writer",
            "vcard",
            "fn",
            "date",
            "timestamp",
            "publish",
            "posted-on",
            "meta",
            "post",
            "topic-body",
            "message-body",
            "ipscomment",
            "respond",
            "commentform",
        ],
    ),
];

/// The words, and for each what it hints at.
static WORDS_AND_HINTS: LazyLock<Option<(AhoCorasick, Vec<u8>)>> = LazyLock::new(|| {
    let words = || WORDS.iter().flat_map(|(hint, words)| words.iter().map(|word| (*word, *hint)));
    let machine = AhoCorasick::builder().ascii_case_insensitive(true).build(words().map(|(word, _)| word));
    Some((machine.ok()?, words().map(|(_, hint)| hint).collect()))
});

/// What an element hints at.
pub(super) fn of(element: &Element) -> u8 {
    marks(element).fold(0, |hints, value| hints | of_value(value))
}

/// What a class or an id hints at.
pub(super) fn of_value(value: &str) -> u8 {
    let Some((machine, hints)) = &*WORDS_AND_HINTS else { return 0 };
    machine.find_overlapping_iter(value).fold(0, |found, word| found | hints[word.pattern().as_usize()])
}
