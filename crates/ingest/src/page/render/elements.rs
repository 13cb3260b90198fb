//! What elements are to the renderer: blocks, headings, listings of programs, and those that hold none of the article.

use crate::page::survey::Any;
use dom_query::{Element, NodeRef};

/// Links to the tags of an article and to the home page.
pub(super) fn is_telling(link: &Element) -> bool {
    link.attrs.iter().any(|a| match &*a.name.local {
        "rel" => a.value.split_ascii_whitespace().any(|rel| rel == "tag"),
        "href" => &*a.value == "/",
        _ => false,
    })
}

pub(super) fn is_heading(name: &str) -> bool {
    matches!(name, "h1" | "h2" | "h3" | "h4" | "h5" | "h6")
}

pub(super) fn is_block(name: &str) -> bool {
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
pub(super) fn is_code(node: &NodeRef<'_>) -> bool {
    let text = node.text();
    let signs =
        text.chars().filter(|c| matches!(c, '{' | '}' | '(' | ')' | '=' | ';' | '<' | '>' | '_' | '$' | '/')).count();
    node.first_element_child().is_some_and(|e| e.element_ref().is_some_and(|e| &*e.name.local == "code"))
        || signs * 33 > text.len()
}

/// Elements without running text.
pub(super) fn is_dropped(name: &str) -> bool {
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
pub(super) fn is_marked(element: &Element) -> bool {
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
