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
    /// Class of the body: publishing systems say there what kind of page it is.
    pub(super) body_class: String,
    /// `<time>` elements: the machine's form or the text.
    pub(super) times: Vec<Dated>,
    /// Texts of elements that are marked as bylines, best first by the same measure.
    pub(super) bylines: Vec<(i32, String)>,
    /// Short texts near the main heading or in elements that are marked as dates.
    pub(super) dated: Vec<Dated>,
    /// Texts anywhere outside of side bars that are hardly more than a date.
    pub(super) lone_dates: Vec<String>,
    /// Paragraphs, subheads and list items outside of side bars, for where the body is not found otherwise.
    pub(super) paragraphs: Vec<String>,
    pub(super) counts: Counts,
    place: Place,
}

/// A text that may be the day of publication.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Dated {
    /// How likely it is: most is best, less than nothing is of another article.
    pub(super) weight: i32,
    pub(super) text: String,
    /// Whether it is said to be of the last change.
    pub(super) changed: bool,
}

/// Where on the page the walk is.
#[derive(Debug, Default)]
struct Place {
    /// Texts seen so far.
    texts: usize,
    /// How many of them were seen at the main heading.
    heading: Option<usize>,
    /// Whether the heading is the one that the page calls itself by.
    sure: bool,
    /// Whether a paragraph stood after the heading.
    in_body: bool,
    /// Texts with a year in them before the heading, and their places.
    early: Vec<(usize, Dated)>,
    /// The end of the last text, in lower case.
    last: String,
}

impl Place {
    /// Texts between the heading and here.
    fn since_heading(&self) -> Option<usize> {
        self.heading.map(|heading| self.texts - heading)
    }

    fn remember(&mut self, text: &str) {
        let start = text.len().saturating_sub(40);
        let start = (start..text.len()).find(|&at| text.is_char_boundary(at)).unwrap_or(0);
        self.last = text[start..].to_lowercase();
    }

    fn is_near_heading(&self) -> bool {
        self.since_heading().is_some_and(|n| n < 60)
    }
}

/// Numbers of things on the page.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Counts {
    pub(super) articles: usize,
    /// Headings that are links, as lists of articles have them.
    pub(super) teasers: usize,
    /// Bytes in paragraphs of some length.
    pub(super) prose: usize,
    /// Bytes in elements marked as comments.
    pub(super) comments: usize,
    /// Elements marked as posts of a discussion.
    pub(super) posts: usize,
    /// What stands around articles and hardly elsewhere.
    pub(super) share_links: usize,
    pub(super) tag_links: usize,
    pub(super) comment_forms: usize,
    pub(super) reading_times: usize,
    pub(super) lists_of_related: usize,
}

/// Longest text of an element that can be a byline or a date.
const SHORT: usize = 200;
/// Candidates for either.
const MANY: usize = 100;

/// Walks over a page.
pub(super) fn of(document: &Document) -> Survey {
    let mut survey = Survey::default();
    let root = document.root();
    // Below which element with comments, side bars or other articles the walk is.
    let mut aside: Option<(NodeRef<'_>, Aside)> = None;
    let mut node = root;
    loop {
        survey.visit(&node, aside.map(|(_, kind)| kind));
        if aside.is_none() {
            aside = aside_of(&node).map(|kind| (node, kind));
            if aside.is_some() && is_of_comments(&node) {
                survey.counts.comments += node.text().len();
            }
        }
        if let Some(child) = node.first_child().filter(|_| !is_opaque(&node)) {
            node = child;
            continue;
        }
        loop {
            if aside.is_some_and(|(aside, _)| aside.id == node.id) {
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

/// What holds other texts than the article, and may hold its date too.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Aside {
    /// `<aside>` and `<footer>`: the article's own date and author may stand there.
    Weak,
    /// Comments, other articles.
    Strong,
}

/// Elements without text for people.
fn is_opaque(node: &NodeRef<'_>) -> bool {
    node.element_ref().is_some_and(|e| matches!(&*e.name.local, "script" | "style" | "template" | "title" | "svg"))
}

/// Elements and classes in which other texts than the article stand. A class has to be the word or begin or end with
/// it: "comments", "post-comments", but neither "layout-sidebar-right" nor "no-sidebar", which stand on whole pages.
fn aside_of(node: &NodeRef<'_>) -> Option<Aside> {
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
    let element = node.element_ref()?;
    match &*element.name.local {
        "body" | "html" | "main" | "article" | "head" => return None,
        "nav" => return Some(Aside::Strong),
        "aside" | "footer" => return Some(Aside::Weak),
        _ => {}
    }
    let is_mark = |word: &str| {
        !["no-", "has-", "with-"].iter().any(|part| word.contains(part))
            && MARKS.iter().any(|mark| {
                word.strip_prefix(mark).is_some_and(|rest| rest.is_empty() || rest.starts_with(['-', '_']))
                    || word.strip_suffix(mark).is_some_and(|rest| rest.ends_with(['-', '_']))
            })
    };
    let marked = marks(&element).any(|value| value.split_ascii_whitespace().any(is_mark));
    // "sidebar-right" also stands on what is left of the side bar.
    (marked && !holds_heading(node)).then_some(Aside::Strong)
}

fn holds_heading(node: &NodeRef<'_>) -> bool {
    node.descendants_it().any(|below| below.element_ref().is_some_and(|e| &*e.name.local == "h1"))
}

fn is_of_comments(node: &NodeRef<'_>) -> bool {
    node.element_ref().is_some_and(|element| marks(&element).any(|value| value.contains("comment")))
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

    fn visit(&mut self, node: &NodeRef<'_>, around: Option<Aside>) {
        let aside = around.is_some();
        if node.is_text() {
            self.count_words(node);
            match around {
                None => self.visit_text(node),
                Some(Aside::Weak) => self.visit_beside(node),
                Some(Aside::Strong) => {}
            }
        }
        let Some(element) = node.element_ref() else { return };
        let attr = |name: &str| element.attrs.iter().find(|a| &*a.name.local == name).map(|a| &*a.value);
        match &*element.name.local {
            "html" => self.language = attr("lang").map(str::to_owned),
            "body" => self.body_class = attr("class").unwrap_or("").to_ascii_lowercase(),
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
                let heading = spaced_text(node);
                let sure = self.is_own_name(&heading);
                self.reach_heading(sure);
                self.headings.push(heading);
            }
            name @ ("p" | "h2" | "h3" | "li") if !aside => {
                let paragraph = paragraph(node);
                if name.starts_with('h') && paragraph.as_deref().is_some_and(|text| self.is_own_name(text)) {
                    self.reach_heading(true);
                }
                self.count(node, name, paragraph.as_deref());
                self.paragraphs.extend(paragraph);
            }
            "article" => self.counts.articles += 1,
            "a" => self.count_link(attr("href").unwrap_or(""), attr("rel").unwrap_or("")),
            "time" => self.visit_time(node, &attr, around),
            _ => {}
        }
        self.visit_marks(node, &element, around);
    }

    fn count(&mut self, node: &NodeRef<'_>, name: &str, paragraph: Option<&str>) {
        if name == "p" {
            self.counts.prose += paragraph.filter(|text| text.len() >= 80).map_or(0, str::len);
        } else if name.starts_with('h') {
            let is_link = |node: NodeRef<'_>| node.element_ref().is_some_and(|e| &*e.name.local == "a");
            let linked = node.first_element_child().is_some_and(is_link) || node.parent().is_some_and(is_link);
            self.counts.teasers += usize::from(linked);
        }
    }

    /// What the publishing system says in the class of the body: whether this is one of its posts, or another single
    /// page. WordPress: "single single-post postid-12", "page page-id-12", "single-service".
    pub(super) fn system_says(&self, single: &str, post: &str) -> Option<bool> {
        let mut classes = self.body_class.split_ascii_whitespace();
        let of_single = classes.clone().find_map(|class| class.strip_prefix(single));
        match of_single {
            Some(kind) => Some(kind == post || kind.starts_with("format")),
            None => classes.any(|class| class.starts_with("page-id-")).then_some(false),
        }
    }

    fn count_link(&mut self, address: &str, rel: &str) {
        const SHARING: [&str; 6] = [
            "facebook.com/share",
            "facebook.com/dialog",
            "twitter.com/intent",
            "twitter.com/share",
            "linkedin.com/share",
            "sharer",
        ];
        self.counts.share_links += usize::from(SHARING.iter().any(|part| address.contains(part)));
        self.counts.tag_links += usize::from(rel.split_ascii_whitespace().any(|r| r == "tag"));
    }

    /// "5 min read", "You may also like", wherever they stand.
    fn count_words(&mut self, node: &NodeRef<'_>) {
        const RELATED: [&str; 10] = [
            "related post",
            "related article",
            "related stor",
            "related content",
            "related reading",
            "you may also",
            "you might also",
            "recommended reading",
            "read next",
            "more from",
        ];
        let text = node.text();
        let text = text.trim();
        if (6..=60).contains(&text.len()) {
            let lower = text.to_lowercase();
            self.counts.reading_times += usize::from(lower.contains("min read") || lower.contains("minute read"));
            self.counts.lists_of_related += usize::from(RELATED.iter().any(|r| lower.starts_with(r)));
        }
    }

    /// Whether the page calls itself by this text.
    fn is_own_name(&self, text: &str) -> bool {
        let text = letters(text);
        let named = [self.title.as_deref(), self.meta(&["og:title"])];
        text.len() > 12 && named.into_iter().flatten().any(|name| letters(name).contains(&text))
    }

    /// Dates that stand shortly before the main heading are likely those of the article.
    fn reach_heading(&mut self, sure: bool) {
        const SHORTLY: usize = 15;
        if self.place.sure {
            return;
        }
        let texts = self.place.texts;
        let early = std::mem::take(&mut self.place.early);
        self.dated.extend(early.into_iter().filter(|(at, _)| texts - at <= SHORTLY).map(|(_, dated)| dated));
        self.place.heading = Some(texts);
        self.place.sure = sure;
        self.place.in_body = false;
    }

    /// A date in an `<aside>` near the heading or after the word "Published".
    fn visit_beside(&mut self, node: &NodeRef<'_>) {
        let text = node.text();
        let text = text.trim();
        if text.len() <= 80 {
            self.visit_byline(node, text, false);
        }
        if text.len() <= 80 && text.contains("20") && (self.place.is_near_heading() || is_of_first(&self.place.last)) {
            self.dated.push(Dated { weight: 0, text: text.to_owned(), changed: is_of_change(text) });
        }
        if !text.is_empty() {
            self.place.remember(text);
        }
    }

    fn visit_time<'a>(&mut self, node: &NodeRef<'_>, attr: &impl Fn(&str) -> Option<&'a str>, around: Option<Aside>) {
        if self.times.len() >= 50 {
            return;
        }
        let mark = |name: &str| attr(name).unwrap_or("").to_ascii_lowercase();
        let (prop, class) = (mark("itemprop"), mark("class"));
        let mut weight = match around {
            None => 0,
            Some(Aside::Weak) => -1,
            Some(Aside::Strong) => -10,
        };
        weight += 5 * i32::from(prop.contains("datepublished") || attr("pubdate").is_some());
        weight += 3 * i32::from(["publish", "entry-date", "posted"].iter().any(|m| class.contains(m)));
        weight += i32::from(self.place.is_near_heading());
        let marked = class.contains("updated") && !class.contains("publish") || prop.contains("modified");
        let text =
            attr("datetime").filter(|v| !v.trim().is_empty()).map_or_else(|| node.text().to_string(), str::to_owned);
        self.times.push(Dated { weight, text, changed: marked || is_of_change(&self.place.last) });
    }

    /// Short texts that are a date or begin with "By", near the main heading.
    fn visit_text(&mut self, node: &NodeRef<'_>) {
        let text = node.text();
        let text = text.trim();
        if !text.chars().any(char::is_alphanumeric) {
            return;
        }
        self.place.texts += 1;
        let near = self.place.is_near_heading();
        if text.len() <= 120 {
            self.visit_byline(node, text, near);
        }
        if text.len() <= 26 && text.contains("20") {
            self.lone_dates.push(text.to_owned());
        }
        if text.len() <= 80 && (text.contains("19") || text.contains("20")) {
            let changed = is_of_change(text) || is_of_change(&self.place.last) && !is_of_first(text);
            let dated = Dated { weight: if self.place.in_body { 1 } else { 3 }, text: text.to_owned(), changed };
            if near {
                self.dated.push(dated);
            } else if is_of_first(text) || is_of_change(text) {
                // "Last updated: May 1, 2024" at the foot.
                self.dated.push(Dated { weight: 0, ..dated });
            }
            if !self.place.sure {
                let dated = Dated { weight: 2, text: text.to_owned(), changed };
                self.place.early.push((self.place.texts, dated));
            }
        }
        self.place.in_body |= text.len() >= 200;
        self.place.remember(text);
    }

    /// "By Ann Lee", "Written by" and then a name, "Ann Lee | Senior Writer | July 2, 2025".
    fn visit_byline(&mut self, node: &NodeRef<'_>, text: &str, near: bool) {
        const LEADS: [&str; 9] =
            ["written by", "posted by", "article by", "words by", "author", "authors", "author:", "by", "by:"];
        let lower = text.to_lowercase();
        let weight = if near { 3 } else { 0 };
        if let Some(lead) = LEADS.iter().find(|lead| **lead == lower) {
            // The name follows, in an element of its own.
            let line =
                node.parent().and_then(|p| short_text(&p)).filter(|line| lead.starts_with("by") && line.len() > 5);
            self.bylines.extend(line.filter(|_| near).map(|line| (weight + 1, line)));
        } else if LEADS.contains(&self.place.last.trim_end()) {
            if near || self.place.last.len() > 3 {
                self.bylines.push((weight + 1, text.to_owned()));
            }
        } else if let Some(at) =
            ["written by ", "posted by ", "article by ", "words by "].iter().find_map(|l| lower.find(l))
        {
            // Lower case may change lengths; then there is no such place.
            self.bylines.extend(text.get(at..).map(|line| (weight, line.to_owned())));
        } else if near && (lower.starts_with("by ") || lower.starts_with("by:")) && text.len() <= 80 {
            self.bylines.push((4, text.to_owned()));
        } else if near && text.contains(" | ") && text.contains("20") {
            self.bylines.extend(text.split(" | ").next().map(|name| (1, name.to_owned())));
        }
    }

    /// What class, id, rel and itemprop say.
    fn visit_marks(&mut self, node: &NodeRef<'_>, element: &dom_query::Element, aside: Option<Aside>) {
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
                // An address of people who write.
                "href" if is_address_of_author(&attr.value) => {
                    byline = byline.max(if self.place.is_near_heading() { 4 } else { 1 });
                }
                "class" | "id" => {
                    for mark in value().split_whitespace() {
                        byline = byline.max(byline_weight(mark));
                        date = date.max(date_weight(mark));
                        self.counts.posts += usize::from(is_post(mark));
                        self.counts.comment_forms += usize::from(mark == "respond" || mark == "commentform");
                    }
                }
                _ => {}
            }
        }
        let byline = if self.bylines.len() < MANY { byline } else { 0 };
        let date = if self.dated.len() < MANY { date } else { 0 };
        if byline == 0 && date == 0 {
            return;
        }
        let (byline, date) = match aside {
            Some(Aside::Strong) => return,
            // Only what is said in so many words: names and dates of others stand there too.
            Some(Aside::Weak) => (byline.saturating_sub(2), i32::from(date > 3)),
            None => (byline, date),
        };
        if let Some(text) = short_text(node) {
            if byline > 0 {
                self.bylines.push((byline, text.clone()));
            }
            if date > 0 {
                let weight = date + 3 * i32::from(self.place.is_near_heading());
                let changed = is_of_change(&text) && !is_of_first(&text) || is_of_change(&self.place.last);
                // Some stand in an attribute for machines: `<abbr class=published title=…>`.
                let attr = |name: &str| element.attrs.iter().find(|a| &*a.name.local == name).map(|a| &*a.value);
                let machine = ["datetime", "content", "title"].into_iter().filter_map(attr);
                let machine = machine.filter(|value| value.starts_with(|c: char| c.is_ascii_digit()));
                self.dated.extend(machine.map(|value| Dated { weight, text: value.to_owned(), changed }));
                self.dated.push(Dated { weight, text, changed });
            }
        }
    }
}

pub(super) fn letters(text: &str) -> String {
    text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// "Last updated", "Modified on"
fn is_of_change(text: &str) -> bool {
    let lower = text.to_lowercase();
    ["updat", "modif", "review", "revis", "edited", "copyright", "©"].iter().any(|word| lower.contains(word))
}

fn is_of_first(text: &str) -> bool {
    let lower = text.to_lowercase();
    ["publi", "posted", "written"].iter().any(|word| lower.contains(word))
}

/// "/author/ann-lee", "/authors/ann-lee/", "/by/ann-lee"
fn is_address_of_author(link: &str) -> bool {
    const PLACES: [&str; 7] =
        ["/author/", "/authors/", "/by/", "/contributor/", "/contributors/", "/staff_name/", "/journalist/"];
    PLACES.iter().any(|place| link.find(place).is_some_and(|at| link.len() > at + place.len()))
}

fn byline_weight(mark: &str) -> i32 {
    match mark {
        "article-author" | "fn" => 5,
        _ if mark.ends_with("name") && (mark.contains("author") || mark.contains("byline")) => 5,
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

/// The text of an element with a space where a line or an element of its own line ends.
fn spaced_text(node: &NodeRef<'_>) -> String {
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
