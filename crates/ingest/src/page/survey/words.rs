//! Words of a page: whether any of some stands in a text, and the texts of elements.

use aho_corasick::AhoCorasick;
use dom_query::NodeRef;
use std::sync::OnceLock;

/// Some words, sought all at once and in any case of ASCII letters, without a copy of the text.
pub(in crate::page) struct Any<const N: usize> {
    words: [&'static str; N],
    machine: OnceLock<Option<AhoCorasick>>,
}

impl<const N: usize> Any<N> {
    pub(in crate::page) const fn new(words: [&'static str; N]) -> Self {
        Self { words, machine: OnceLock::new() }
    }

    fn machine(&self) -> Option<&AhoCorasick> {
        let build = || AhoCorasick::builder().ascii_case_insensitive(true).build(self.words).ok();
        self.machine.get_or_init(build).as_ref()
    }

    pub(in crate::page) fn is_in(&self, text: &str) -> bool {
        self.machine().is_some_and(|machine| machine.is_match(text))
    }

    /// How many of them stand in a text.
    pub(in crate::page) fn kinds_in(&self, text: &str) -> usize {
        let mut there = [false; N];
        for found in self.machine().iter().flat_map(|machine| machine.find_overlapping_iter(text)) {
            there[found.pattern().as_usize()] = true;
        }
        there.iter().filter(|there| **there).count()
    }

    /// Where the first of them begins.
    pub(super) fn find(&self, text: &str) -> Option<usize> {
        self.machine()?.find(text).map(|found| found.start())
    }

    /// Where the first of them ends.
    pub(super) fn end(&self, text: &str) -> Option<usize> {
        self.machine()?.find(text).map(|found| found.end())
    }
}

/// The letters and digits of a text, in lower case.
pub(in crate::page) fn letters(text: &str) -> String {
    text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// The text of a paragraph or list item that is no list of links.
pub(super) fn paragraph(node: &NodeRef<'_>) -> Option<String> {
    let child = node.first_element_child();
    let mut may_be_link = false;
    if let Some(element) = child.as_ref().and_then(dom_query::NodeRef::element_ref) {
        match &*element.name.local {
            "p" | "div" | "ul" | "ol" | "h2" | "h3" | "section" | "article" => return None,
            name => may_be_link = name == "a",
        }
    }
    let text = crate::draft::one_line(&node.text()).filter(|text| text.len() > 20)?;
    if may_be_link && let Some(child) = child {
        let linked: usize = child.text().split_whitespace().map(str::len).sum();
        let all: usize = text.split(' ').map(str::len).sum();
        if linked * 10 > all * 8 {
            return None;
        }
    }
    Some(text)
}

/// The text of an element with a space where a line or an element of its own line ends.
pub(super) fn spaced_text(node: &NodeRef<'_>) -> String {
    let mut text = String::new();
    for below in node.descendants_it() {
        if below.is_text() {
            let part = below.text();
            // Lines of a heading are often elements that touch: "<span>Rain</span><span>Again</span>".
            if text.ends_with(char::is_lowercase) && part.starts_with(char::is_uppercase) {
                text.push(' ');
            }
            text.push_str(&part);
        } else if below.element_ref().is_some_and(|e| matches!(&*e.name.local, "br" | "div" | "p" | "li")) {
            text.push(' ');
        }
    }
    text
}

/// Longest text of an element that can be a byline or a date.
const SHORT: usize = 200;

/// The text of an element, if it is short: no look at more of it than that takes.
pub(super) fn short_text(node: &NodeRef<'_>) -> Option<String> {
    let mut text = String::new();
    for part in texts(node) {
        if !text.is_empty() {
            text.push(' ');
        }
        text.push_str(&part);
        if text.len() > SHORT {
            return None;
        }
    }
    crate::draft::one_line(&text)
}

/// What a link or a button asks for, in lower case: "get a quote", "apply now".
pub(super) fn call(node: &NodeRef<'_>) -> Option<String> {
    static CALLS: Any<68> = Any::new([
        "get started",
        "get a quote",
        "get a free",
        "get an estimate",
        "get your free",
        "get pricing",
        "request a",
        "request info",
        "request more",
        "request your",
        "request free",
        "schedule",
        "book a",
        "book your",
        "book now",
        "apply now",
        "apply today",
        "apply online",
        "enroll",
        "enrol",
        "register now",
        "register today",
        "register here",
        "register online",
        "buy now",
        "shop now",
        "order now",
        "call now",
        "call us",
        "call today",
        "join now",
        "join us",
        "join today",
        "sign up",
        "donate",
        "add to cart",
        "add to bag",
        "add to basket",
        "contact us",
        "contact our",
        "start your",
        "start a ",
        "start my",
        "start now",
        "start free",
        "free quote",
        "free trial",
        "free estimate",
        "free consultation",
        "talk to",
        "speak to",
        "speak with",
        "view pricing",
        "view plans",
        "view courses",
        "view programs",
        "view all",
        "see plans",
        "see pricing",
        "find a location",
        "find a program",
        "find a course",
        "try free",
        "try it",
        "try now",
        "hire ",
        "inquire",
        "download brochure",
    ]);
    let mut text = String::new();
    for part in texts(node) {
        if !text.is_empty() {
            text.push(' ');
        }
        text.push_str(&part);
        if text.len() > 40 {
            return None;
        }
    }
    (CALLS.find(&text) == Some(0)).then(|| text.to_lowercase())
}

/// The first words in an element.
pub(super) fn first_text(node: &NodeRef<'_>) -> Option<String> {
    texts(node).next().filter(|text| text.len() <= 60)
}

fn texts<'a>(node: &'a NodeRef<'_>) -> impl Iterator<Item = String> + 'a {
    node.descendants_it().filter(NodeRef::is_text).filter_map(|below| {
        let text = below.text();
        let text = text.trim();
        (!text.is_empty()).then(|| text.to_owned())
    })
}
