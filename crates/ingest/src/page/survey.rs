//! One walk over the tree of a page before its body is cut out: everything that says something about the article or
//! about what kind of page it is.

use dom_query::{Document, NodeRef};

/// What the walk found.
#[derive(Debug, Default)]
pub(super) struct Survey {
    /// Name or property, in lower case, and content of the meta elements.
    pub(super) meta: Vec<(String, String)>,
    pub(super) json_ld: Vec<String>,
    pub(super) title: Option<String>,
    pub(super) headings: Vec<String>,
    pub(super) canonical: Option<String>,
    pub(super) language: Option<String>,
    /// `<time>` elements: the machine's form or the text, and how likely it is the day of publication (most is best).
    pub(super) times: Vec<(i32, String)>,
    /// Texts of elements that are marked as bylines, best first by the same measure.
    pub(super) bylines: Vec<(i32, String)>,
    /// Short texts of elements that are marked as dates.
    pub(super) dated: Vec<(i32, String)>,
    /// Paragraphs, subheads and list items outside of side bars, for where the body is not found otherwise.
    pub(super) paragraphs: Vec<String>,
    pub(super) counts: Counts,
    /// Texts seen since the main heading.
    since_heading: Option<usize>,
}

/// Numbers of things on the page.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Counts {
    pub(super) articles: usize,
    /// Elements marked as posts of a discussion.
    pub(super) posts: usize,
    pub(super) prices: usize,
    pub(super) inputs: usize,
}

/// Longest text of an element that can be a byline or a date.
const SHORT: usize = 200;

/// Walks over a page.
pub(super) fn of(document: &Document) -> Survey {
    let mut survey = Survey::default();
    let root = document.root();
    // Below which element with comments, side bars or other articles the walk is.
    let mut aside: Option<NodeRef<'_>> = None;
    let mut node = root;
    loop {
        survey.visit(&node, aside.is_some());
        if aside.is_none() && is_aside(&node) {
            aside = Some(node);
        }
        if let Some(child) = node.first_child() {
            node = child;
            continue;
        }
        loop {
            if aside.is_some_and(|aside| aside.id == node.id) {
                aside = None;
            }
            if let Some(next) = node.next_sibling() {
                node = next;
                break;
            }
            match node.parent() {
                Some(parent) if node.id != root.id => node = parent,
                _ => return survey,
            }
        }
    }
}

/// Elements and classes in which other texts than the article stand. A class has to be the word or begin or end with
/// it: "comments", "post-comments", but neither "layout-sidebar-right" nor "no-sidebar", which stand on whole pages.
fn is_aside(node: &NodeRef<'_>) -> bool {
    const MARKS: [&str; 14] = [
        "comment",
        "comments",
        "related",
        "sidebar",
        "recommended",
        "recommendations",
        "most-read",
        "most-popular",
        "trending",
        "footer",
        "more-stories",
        "recirc",
        "respond",
        "author-bio",
    ];
    let Some(element) = node.element_ref() else { return false };
    match &*element.name.local {
        "body" | "html" | "main" | "article" | "head" => return false,
        "aside" | "footer" | "nav" => return true,
        _ => {}
    }
    let is_mark = |word: &str| {
        !["no-", "has-", "with-"].iter().any(|start| word.starts_with(start))
            && MARKS.iter().any(|mark| {
                word.strip_prefix(mark).is_some_and(|rest| rest.is_empty() || rest.starts_with(['-', '_']))
                    || word.strip_suffix(mark).is_some_and(|rest| rest.ends_with(['-', '_']))
            })
    };
    marks(&element).any(|value| value.split_ascii_whitespace().any(is_mark))
}

/// The values of class and id.
fn marks(element: &dom_query::Element) -> impl Iterator<Item = String> + '_ {
    element.attrs.iter().filter(|a| matches!(&*a.name.local, "class" | "id")).map(|a| a.value.to_ascii_lowercase())
}

impl Survey {
    /// The content of the first of these meta elements that has one.
    pub(super) fn meta(&self, names: &[&str]) -> Option<&str> {
        names.iter().find_map(|name| {
            let found = |(n, content): &&(String, String)| n == name && !content.trim().is_empty();
            self.meta.iter().find(found).map(|(_, content)| content.trim())
        })
    }

    fn visit(&mut self, node: &NodeRef<'_>, aside: bool) {
        if node.is_text() && !aside {
            self.visit_text(node);
        }
        let Some(element) = node.element_ref() else { return };
        let attr = |name: &str| element.attrs.iter().find(|a| &*a.name.local == name).map(|a| &*a.value);
        match &*element.name.local {
            "html" => self.language = attr("lang").map(str::to_owned),
            "meta" => {
                if let (Some(name), Some(content)) =
                    (attr("property").or(attr("name")).or(attr("itemprop")), attr("content"))
                {
                    self.meta.push((name.trim().to_ascii_lowercase(), content.to_owned()));
                }
            }
            "title" if self.title.is_none() && !aside => self.title = Some(node.text().to_string()),
            "script" if attr("type").is_some_and(|t| t.to_ascii_lowercase().contains("ld+json")) => {
                self.json_ld.push(node.text().to_string());
            }
            "link" if self.canonical.is_none() && attr("rel") == Some("canonical") => {
                self.canonical = attr("href").map(str::to_owned);
            }
            "h1" if !aside && self.headings.len() < 5 => {
                self.headings.push(node.text().to_string());
                self.since_heading = Some(0);
            }
            "p" | "h2" | "h3" | "li" if !aside => self.paragraphs.extend(paragraph(node)),
            "article" => self.counts.articles += 1,
            "input" | "textarea" | "select" => self.counts.inputs += 1,
            "time" => {
                let prop = attr("itemprop").unwrap_or("").to_ascii_lowercase();
                let class = attr("class").unwrap_or("").to_ascii_lowercase();
                let mut weight = if aside { -10 } else { 0 };
                weight += 5 * i32::from(prop.contains("datepublished") || attr("pubdate").is_some());
                weight += 3 * i32::from(["publish", "entry-date", "posted"].iter().any(|m| class.contains(m)));
                weight -=
                    4 * i32::from(class.contains("updated") && !class.contains("publish") || prop.contains("modified"));
                let value = attr("datetime")
                    .filter(|v| !v.trim().is_empty())
                    .map_or_else(|| node.text().to_string(), str::to_owned);
                if self.times.len() < 50 {
                    self.times.push((weight, value));
                }
            }
            _ => {}
        }
        self.visit_marks(node, &element, aside);
    }

    /// Short texts that are a date or begin with "By", near the main heading.
    fn visit_text(&mut self, node: &NodeRef<'_>) {
        const NEAR: usize = 60;
        let text = node.text();
        let text = text.trim();
        if text.is_empty() {
            return;
        }
        let near = self.since_heading.as_mut().is_some_and(|n| {
            *n += 1;
            *n < NEAR
        });
        if text.len() > 80 || !near {
            return;
        }
        let begins_by = text.get(..2).is_some_and(|t| t.eq_ignore_ascii_case("by"))
            && text[2..].chars().next().is_none_or(|c| c.is_whitespace() || c == ':');
        if begins_by {
            let alone = text.len() < 5;
            let line = if alone { node.parent().and_then(|p| short_text(&p)) } else { Some(text.to_owned()) };
            self.bylines.extend(line.map(|line| (3, line)));
        }
        if text.contains("19") || text.contains("20") {
            let lower = text.to_lowercase();
            let later = ["updat", "modif", "review", "copyright", "©"].iter().any(|w| lower.contains(w));
            self.dated.push((if later { 0 } else { 3 }, text.to_owned()));
        }
    }

    /// What class, id, rel and itemprop say.
    fn visit_marks(&mut self, node: &NodeRef<'_>, element: &dom_query::Element, aside: bool) {
        let (mut byline, mut date) = (0, 0);
        for attr in &element.attrs {
            let value = || attr.value.to_ascii_lowercase();
            match &*attr.name.local {
                "rel" if value().split_whitespace().any(|r| r == "author") => byline = byline.max(6),
                "itemprop" => match &*value() {
                    "author" | "creator" => byline = byline.max(7),
                    "datepublished" => date = date.max(7),
                    _ => {}
                },
                "class" | "id" => {
                    for mark in value().split_whitespace() {
                        byline = byline.max(byline_weight(mark));
                        date = date.max(date_weight(mark));
                        self.counts.posts += usize::from(is_post(mark));
                        self.counts.prices += usize::from(mark.contains("price") || mark.contains("add-to-cart"));
                    }
                }
                _ => {}
            }
        }
        if byline == 0 && date == 0 || aside || self.bylines.len() + self.dated.len() > 60 {
            return;
        }
        if let Some(text) = short_text(node) {
            if byline > 0 {
                self.bylines.push((byline, text.clone()));
            }
            if date > 0 {
                let later = text.to_lowercase().contains("updat");
                self.dated.push((if later { 0 } else { date }, text));
            }
        }
    }
}

fn byline_weight(mark: &str) -> i32 {
    match mark {
        "author-name" | "byline-name" | "author__name" | "byline__name" | "post-author-name" | "article-author"
        | "fn" => 5,
        _ if mark.contains("author") && (mark.contains("bio") || mark.contains("avatar") || mark.contains("image")) => {
            0
        }
        _ if mark.contains("byline") => 4,
        "author" | "post-author" | "entry-author" | "vcard" => 4,
        _ if mark.contains("author") => 2,
        _ if mark.contains("writer") => 1,
        _ => 0,
    }
}

fn date_weight(mark: &str) -> i32 {
    match mark {
        _ if mark.contains("update") && !mark.contains("publish") => 0,
        _ if mark.contains("publish") || mark.contains("pubdate") || mark.contains("pub-date") => 5,
        _ if mark.contains("post-date") || mark.contains("entry-date") || mark.contains("article-date") => 5,
        "date" | "posted-on" | "dateline" | "timestamp" | "post-meta" | "entry-meta" | "meta-date" => 4,
        _ if mark.contains("date") || mark.contains("timestamp") => 2,
        _ if mark.contains("byline") || mark.contains("meta") => 1,
        _ => 0,
    }
}

/// Marks that systems for discussions put on every post.
fn is_post(mark: &str) -> bool {
    matches!(
        mark,
        "topic-post"
            | "crawler-post"
            | "topic-body"
            | "postbody"
            | "message-body"
            | "cpost"
            | "ipscomment"
            | "postcontainer"
            | "forum-post"
            | "js-post"
            | "message--post"
    ) || mark.starts_with("ipscomment")
        || mark.starts_with("post_message")
}

/// The text of a paragraph or list item that is no list of links.
fn paragraph(node: &NodeRef<'_>) -> Option<String> {
    if let Some(child) = node.first_element_child() {
        let name = child.element_ref().map(|e| e.name.local.to_string()).unwrap_or_default();
        let holds_others = matches!(name.as_str(), "p" | "div" | "ul" | "ol" | "h2" | "h3" | "section" | "article");
        if holds_others || name == "a" && child.normalized_char_count() * 10 > node.normalized_char_count() * 8 {
            return None;
        }
    }
    crate::draft::one_line(&node.text()).filter(|text| text.len() > 20)
}

/// The text of an element, if it is short: no look at more of it than that takes.
fn short_text(node: &NodeRef<'_>) -> Option<String> {
    let mut text = String::new();
    for below in node.descendants_it() {
        if below.is_text() {
            let part = below.text();
            let part = part.trim();
            if !part.is_empty() {
                if !text.is_empty() {
                    text.push(' ');
                }
                text.push_str(part);
            }
            if text.len() > SHORT {
                return None;
            }
        }
    }
    crate::draft::one_line(&text)
}
