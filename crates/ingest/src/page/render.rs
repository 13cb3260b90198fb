//! The text of the element that holds an article: one `\n\n` between paragraphs, subheads and list items apart, and
//! captions, share bars, boxes and comments left out.

use super::survey::Any;
use crate::dates::{self, Order};
use crate::{boilerplate, byline};
use dom_query::NodeRef;

/// One paragraph, subhead, list item or cell.
#[derive(Debug, PartialEq, Eq)]
struct Block {
    text: String,
    /// Letters that stand in links.
    linked: usize,
}

/// Renders what is below `root`.
pub(super) fn text(root: &NodeRef<'_>) -> String {
    let mut writer = Writer { total: root.normalized_char_count(), ..Writer::default() };
    writer.walk(root);
    let mut out = String::new();
    // The byline and the day stand at the head, and are told in columns of their own.
    let is_told =
        |at: usize, block: &Block| at < 4 && (!byline::of_line(&block.text).is_empty() || is_day(&block.text));
    let blocks = writer.blocks.iter().enumerate().filter(|&(at, block)| !is_box(block) && !is_told(at, block));
    for (_, block) in blocks {
        if !out.is_empty() {
            out.push_str("\n\n");
        }
        out.push_str(&block.text);
    }
    let body = boilerplate::body(&out);
    out.truncate(body.end);
    out.drain(..body.start);
    out
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
    boilerplate::is_known(text) || linked && LEADS.iter().any(|lead| lower.starts_with(lead))
}

/// "May 1, 2024", "Published on 1 May 2024"
fn is_day(line: &str) -> bool {
    const LEADS: [&str; 5] = ["published", "posted", "updated", "last", "on"];
    line.len() <= 40
        && dates::find(line, Order::Unknown).is_some()
        && byline::without_dates(line).split_whitespace().all(|word| {
            let word = word.trim_matches(|c: char| !c.is_alphanumeric());
            word.is_empty() || LEADS.iter().any(|lead| lead.eq_ignore_ascii_case(word))
        })
}

#[derive(Default)]
struct Writer {
    blocks: Vec<Block>,
    text: String,
    linked: usize,
    links: usize,
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
            "a" => self.links += 1,
            name if is_block(name) => self.end_block(),
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
            "a" => self.links = self.links.saturating_sub(1),
            "td" | "th" => self.space = true,
            name if is_block(name) => self.end_block(),
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
            if self.links > 0 {
                self.linked += word.chars().count() + 1;
            }
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
            self.blocks.push(Block { text: text.trim().to_owned(), linked: self.linked });
        }
        self.text.clear();
        (self.linked, self.space) = (0, false);
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

fn is_block(name: &str) -> bool {
    matches!(
        name,
        "p" | "div"
            | "section"
            | "article"
            | "main"
            | "header"
            | "footer"
            | "aside"
            | "li"
            | "ul"
            | "ol"
            | "dl"
            | "dt"
            | "dd"
            | "h1"
            | "h2"
            | "h3"
            | "h4"
            | "h5"
            | "h6"
            | "blockquote"
            | "pre"
            | "table"
            | "tr"
            | "thead"
            | "tbody"
            | "caption"
            | "figure"
            | "address"
            | "hr"
            | "details"
            | "summary"
            | "center"
    )
}

/// A listing of a program; poems and letters stand in `<pre>` too.
fn is_code(node: &NodeRef<'_>) -> bool {
    let text = node.text();
    let signs =
        text.chars().filter(|c| matches!(c, '{' | '}' | '(' | ')' | '=' | ';' | '<' | '>' | '_' | '$' | '/')).count();
    node.first_element_child().is_some_and(|e| e.element_ref().is_some_and(|e| &*e.name.local == "code"))
        || signs * 33 > text.len()
}

/// Elements without running text.
fn is_dropped(name: &str) -> bool {
    matches!(
        name,
        "script"
            | "style"
            | "noscript"
            | "template"
            | "figcaption"
            | "button"
            | "form"
            | "input"
            | "select"
            | "textarea"
            | "nav"
            | "iframe"
            | "object"
            | "embed"
            | "canvas"
            | "svg"
            | "math"
            | "head"
            | "dialog"
            | "menu"
    )
}

/// Elements whose class or id says that they are not of the text.
fn is_marked(element: &dom_query::Element) -> bool {
    static ANY: Any<26> = Any::new(MARKS);
    const MARKS: [&str; 26] = [
        "caption",
        "share",
        "sharing",
        "social",
        "newsletter",
        "subscribe",
        "subscription",
        "signup",
        "sign-up",
        "related",
        "recommend",
        "cookie",
        "consent",
        "comments",
        "comment-list",
        "respond",
        "disqus",
        "breadcrumb",
        "advert",
        "promo",
        "sponsor",
        "credit",
        "author-bio",
        "post-tags",
        "tag-list",
        "read-more",
    ];
    let marks = element.attrs.iter().filter(|a| matches!(&*a.name.local, "class" | "id"));
    let mut words = marks.filter(|mark| ANY.is_in(&mark.value)).flat_map(|mark| mark.value.split_ascii_whitespace());
    element.attrs.iter().any(|a| &*a.name.local == "hidden")
        || words.any(|word| {
            let word = word.to_ascii_lowercase();
            MARKS.iter().any(|mark| has_word(&word, mark))
        })
}

/// Whether `mark` stands in a class name as a word of it: "share" in "post-share", not in "shareholders".
fn has_word(name: &str, mark: &str) -> bool {
    name.match_indices(mark).any(|(at, _)| {
        let before = name[..at].chars().next_back().is_none_or(|c| !c.is_alphanumeric());
        let rest = &name[at + mark.len()..];
        let rest = rest.strip_prefix('s').unwrap_or(rest);
        before && rest.chars().next().is_none_or(|c| !c.is_alphabetic())
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use dom_query::Document;

    fn check(html: &str, expect: &str) {
        let document = Document::from(html);
        assert_eq!(text(&document.body().expect("body")), expect, "{html}");
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
    }
}
