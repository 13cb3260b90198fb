//! The text of the element that holds an article: one `\n\n` between paragraphs, subheads and list items apart, and
//! captions, share bars, boxes and comments left out.

use super::margins::{self, Told};
use crate::boilerplate;
use dom_query::NodeRef;
use elements::{is_block, is_code, is_dropped, is_heading, is_marked, is_telling};

mod elements;

/// One paragraph, subhead, list item or cell.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Block {
    pub(super) text: String,
    pub(super) is_heading: bool,
    /// Characters that stand in links.
    pub(super) linked: usize,
    /// Characters that stand in `<time>`, in links to tags and in links to the home page.
    pub(super) told: usize,
}

/// Renders what is below `root`, an article of which some things are told elsewhere.
pub(super) fn text(root: &NodeRef<'_>, told: &Told<'_>) -> String {
    let mut writer = Writer { total: root.normalized_char_count(), ..Writer::default() };
    writer.walk(root);
    let mut blocks = writer.blocks;
    blocks.retain(|block| !is_box(block));
    // What is known word by word goes first, so that the foot of the article is seen.
    let mut end = 0;
    let known = boilerplate::body(&joined(&blocks));
    blocks.retain(|block| {
        let start = end;
        end += block.text.len() + BREAK.len();
        known.start <= start && start < known.end
    });
    let body = joined(&blocks[margins::within(&blocks, told)]);
    body[boilerplate::body(&body)].to_owned()
}

/// What stands between two blocks.
const BREAK: &str = "\n\n";

fn joined(blocks: &[Block]) -> String {
    blocks.iter().map(|block| &*block.text).collect::<Vec<_>>().join(BREAK)
}

/// A short line that is known to be of no article, or a link to another one: "Read more: Storm hits the coast".
fn is_box(block: &Block) -> bool {
    const LEADS: [&str; 16] = [
        "read more",
        "read also",
        "also read",
        "read next",
        "see also",
        "related:",
        "related article",
        "related story",
        "watch:",
        "more:",
        "don't miss",
        "recommended:",
        "click here",
        "subscribe to",
        "sign up",
        "advertisement",
    ];
    let text = &*block.text;
    if text.len() > 300 {
        return false;
    }
    let lower = text.trim_start_matches(|c: char| !c.is_alphanumeric()).to_lowercase();
    let linked = block.linked * 10 > text.chars().count() * 6;
    boilerplate::is_known(text) || linked && LEADS.iter().any(|lead| lower.starts_with(lead)) || is_call(block, &lower)
}

/// A line that is only a link and asks to follow it: "Get the recipe", "Check price", "See the rating."
fn is_call(block: &Block, lower: &str) -> bool {
    const CALLS: [&str; 30] = [
        "add",
        "apply",
        "book",
        "browse",
        "buy",
        "call",
        "check",
        "click",
        "compare",
        "continue",
        "contact",
        "directions",
        "discover",
        "download",
        "explore",
        "find",
        "follow",
        "get",
        "join",
        "learn",
        "listen",
        "pin",
        "read",
        "schedule",
        "see",
        "share",
        "shop",
        "try",
        "view",
        "visit",
    ];
    let mut words = lower.split_whitespace();
    !block.is_heading
        && block.is_linked()
        && words.next().is_some_and(|first| CALLS.contains(&first.trim_end_matches(|c: char| !c.is_alphanumeric())))
        && words.count() < 6
}

impl Block {
    /// Whether it is a link and nothing else.
    pub(super) fn is_linked(&self) -> bool {
        self.linked * 10 > self.text.chars().count() * 9
    }
}

#[derive(Default)]
struct Writer {
    blocks: Vec<Block>,
    text: String,
    is_heading: bool,
    linked: usize,
    links: usize,
    told: usize,
    /// Open elements whose text is told elsewhere.
    telling: usize,
    /// Whether white space is owed before the next word.
    space: bool,
    /// Characters in all that is to be written.
    total: usize,
}

impl Writer {
    /// Goes through the tree without recursion: pages nest deeper than stacks reach.
    fn walk(&mut self, root: &NodeRef<'_>) {
        let mut node = *root;
        loop {
            let inside = self.enter(&node);
            if inside && let Some(child) = node.first_child() {
                node = child;
                continue;
            }
            if !inside || node.first_child().is_none() {
                self.leave(&node);
            }
            loop {
                if node.id == root.id {
                    self.end_block();
                    return;
                }
                if let Some(next) = node.next_sibling() {
                    node = next;
                    break;
                }
                let Some(parent) = node.parent() else {
                    self.end_block();
                    return;
                };
                node = parent;
                self.leave(&node);
            }
        }
    }

    /// Whether to go into the node.
    fn enter(&mut self, node: &NodeRef<'_>) -> bool {
        if node.is_text() {
            self.put(&node.text());
            return false;
        }
        let Some(element) = node.element_ref() else { return !node.is_comment() && !node.is_doctype() };
        let name = &*element.name.local;
        if is_dropped(name) || name == "pre" && is_code(node) || is_marked(&element) && self.is_small(node) {
            self.space = true;
            return false;
        }
        match name {
            "br" => self.end_line(),
            "a" => {
                self.links += 1;
                self.telling += usize::from(is_telling(&element));
            }
            "time" => self.telling += 1,
            name if is_block(name) => {
                self.end_block();
                self.is_heading = is_heading(name);
            }
            "img" | "svg" | "picture" | "video" | "audio" => self.space = true,
            _ => {}
        }
        true
    }

    /// Whether an element is small enough for a box or a bar: classes also stand on the whole of a page, as "newsletter"
    /// does where the article is one.
    fn is_small(&self, node: &NodeRef<'_>) -> bool {
        let size = node.normalized_char_count();
        size <= 500 || size * 4 <= self.total
    }

    fn leave(&mut self, node: &NodeRef<'_>) {
        let Some(element) = node.element_ref() else { return };
        match &*element.name.local {
            "a" => {
                self.links = self.links.saturating_sub(1);
                self.telling = self.telling.saturating_sub(usize::from(is_telling(&element)));
            }
            "time" => self.telling = self.telling.saturating_sub(1),
            "td" | "th" => self.space = true,
            name if is_block(name) => {
                self.end_block();
                self.is_heading = false;
            }
            _ => {}
        }
    }

    fn put(&mut self, text: &str) {
        for (number, word) in text.split(|c: char| c.is_whitespace() && c != '\u{a0}').enumerate() {
            self.space |= number > 0;
            let word = word.trim_matches(['\u{200b}', '\u{feff}', '\u{ad}']);
            if word.is_empty() {
                continue;
            }
            if self.space && !self.text.is_empty() && !self.text.ends_with('\n') {
                self.text.push(' ');
            }
            self.space = false;
            self.text.push_str(word);
            let size = word.chars().count() + 1;
            self.linked += if self.links > 0 { size } else { 0 };
            self.told += if self.telling > 0 { size } else { 0 };
        }
    }

    fn end_line(&mut self) {
        if !self.text.is_empty() && !self.text.ends_with('\n') {
            self.text.push('\n');
        }
        self.space = false;
    }

    fn end_block(&mut self) {
        let text = unglued(&self.text.trim().replace('\u{a0}', " "), " ");
        if text.chars().any(char::is_alphanumeric) {
            let text = text.trim().to_owned();
            self.blocks.push(Block { text, is_heading: self.is_heading, linked: self.linked, told: self.told });
        }
        self.text.clear();
        (self.linked, self.told, self.space) = (0, 0, false);
    }
}

/// A paragraph with the space between two sentences that a writer or a lost line break has left out: "end.The next".
/// Only between two words that are nothing else: no address, no name of a program, no number.
pub(crate) fn unglued(text: &str, between: &str) -> String {
    // What follows a name may be one too ("Rain.Directory"), but for these.
    const OPENERS: [&str; 20] = [
        "The", "It", "He", "She", "They", "We", "In", "But", "And", "This", "That", "On", "At", "For", "As", "His",
        "Her", "There", "When", "If",
    ];
    let bytes = text.as_bytes();
    let (mut out, mut from) = (String::with_capacity(text.len()), 0);
    for at in memchr::memchr3_iter(b'.', b'!', b'?', bytes) {
        let before = text[..at]
            .rsplit(|c: char| c.is_whitespace() || matches!(c, '“' | '"' | '(' | '-' | '—'))
            .next()
            .unwrap_or("");
        let after = text[at + 1..]
            .split(|c: char| c.is_whitespace() || matches!(c, ',' | '’' | '\'' | '-' | ':'))
            .next()
            .unwrap_or("");
        let is_word = before.len() >= 2 && before.chars().all(|c| c.is_lowercase() || matches!(c, '’' | '\''));
        let mut letters = before.chars();
        let is_name =
            letters.next().is_some_and(char::is_uppercase) && before.len() > 3 && letters.all(char::is_lowercase);
        let is_word = is_word || is_name && OPENERS.contains(&after);
        let mut letters = after.chars();
        let begins = letters.next().is_some_and(char::is_uppercase) && letters.all(char::is_lowercase);
        if is_word && begins && text[..at].contains(' ') && text.len() > at + 1 + after.len() {
            out.push_str(&text[from..=at]);
            out.push_str(between);
            from = at + 1;
        }
    }
    out.push_str(&text[from..]);
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use dom_query::Document;

    fn check(html: &str, expect: &str) {
        let document = Document::from(html);
        assert_eq!(text(&document.body().expect("body"), &Told::default()), expect, "{html}");
    }

    #[test]
    fn paragraphs_subheads_and_items_stand_apart() {
        check("<h2>Rain</h2><p>It <b>rained</b>.</p>\n<ul><li>One<li>Two</ul>", "Rain\n\nIt rained.\n\nOne\n\nTwo");
        check("<div>It rained.<p>It stopped.</div>Then&nbsp;sun.", "It rained.\n\nIt stopped.\n\nThen sun.");
        check("<p>One<br>two</p><table><tr><td>1<td>2</table>", "One\ntwo\n\n1 2");
        check("<p>10<sup>th</sup> of <a href=x>May</a>, she said.</p>", "10th of May, she said.");
    }

    #[test]
    fn a_byline_is_no_paragraph() {
        check("<p class=byline>By Ann Lee and Bo Li</p><p>By noon it rained.</p>", "By noon it rained.");
        check("<p>Published on May 1, 2024</p><p>On May 1, 2024 it rained.</p>", "On May 1, 2024 it rained.");
    }

    #[test]
    fn sentences_are_not_glued() {
        check("<p>It <i>rained.</i><span>The</span> sun came.</p>", "It rained. The sun came.");
        check(
            "<p>See it at Rain.Directory, on a.Example or in os.Open(x).</p>",
            "See it at Rain.Directory, on a.Example or in os.Open(x).",
        );
        check(
            "<p>It works.</p><pre><code>a.Open(b)</code></pre><pre>So said\nthe poet</pre>",
            "It works.\n\nSo said the poet",
        );
    }

    #[test]
    fn what_is_not_of_the_article_is_left_out() {
        check(
            "<p>It rained.</p><figure><img><figcaption>Rain</figcaption></figure><p>It stopped.</p>",
            "It rained.\n\nIt stopped.",
        );
        check(
            "<p>It rained.</p><div class='post-share'>Tweet it</div><p><a>Read more: Snow</a></p><p>Advertisement</p><p>So.</p>",
            "It rained.\n\nSo.",
        );
        check("<p class='shareholders'>Shares fell.</p>", "Shares fell.");
        check(
            "<p>It rained.</p><p><a>Get the recipe</a></p><p><a>See the film.</a></p><p>So.</p>",
            "It rained.\n\nSo.",
        );
        check("<h2><a>See the film</a></h2><p>Get the <a>recipe</a> here.</p>", "See the film\n\nGet the recipe here.");
    }
}
