//! One walk over the tree of a page before its body is cut out: everything that says something about the article or
//! about what kind of page it is.
//!
//! Nearly every element and every word of a page comes by here, so that each is first asked, without a copy of it,
//! whether it can be of interest at all ([`words::Any`]).

use dom_query::{Document, Element, NodeRef};
use surroundings::{Aside, Surroundings};
use url::Url;
use words::spaced_text;

mod bylines;
mod dated;
mod hints;
mod place;
mod surroundings;
mod words;

pub(super) use bylines::UNDER_HEADING;
pub(super) use dated::{BESIDE, Dated};
use place::Place;
pub(super) use words::{Any, letters};

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
    /// Types of microdata, as "DiscussionForumPosting".
    pub(super) types: Vec<String>,
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
    /// Headings that are links, by their letters alone.
    pub(super) teasers: Vec<String>,
    /// Paths below that of this page to which it links, each once; no more than matter.
    pub(super) below: Vec<String>,
    /// Links and buttons outside of menus that ask to buy, book or apply, each once.
    pub(super) calls: Vec<String>,
    pub(super) counts: Counts,
    /// What the page calls itself, by its letters alone; found when it is first asked for.
    own_names: Option<[String; 2]>,
    place: Place,
}

/// Numbers of things on the page.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Counts {
    pub(super) articles: usize,
    /// Headings that are links, as lists of articles have them.
    pub(super) teasers: usize,
    /// Headings below the first level, outside of menus.
    pub(super) subheads: usize,
    /// Bytes in paragraphs of some length.
    pub(super) prose: usize,
    /// Bytes in elements marked as comments.
    pub(super) comments: usize,
    /// Elements marked as posts of a discussion.
    pub(super) posts: usize,
    /// Links to this very page in the menus: they lead to what a site is made of, and seldom to an article.
    pub(super) own_links: usize,
    /// Links that dial a number.
    pub(super) phone_links: usize,
    /// What stands around articles and hardly elsewhere.
    pub(super) share_links: usize,
    pub(super) tag_links: usize,
    pub(super) comment_forms: usize,
    pub(super) reading_times: usize,
    pub(super) lists_of_related: usize,
}

/// Walks over a page that was found at an address.
pub(super) fn of(document: &Document, url: Option<&Url>) -> Survey {
    let mut survey = Survey::default();
    let root = document.root();
    let mut around = Surroundings::of_page(url);
    let mut node = root;
    loop {
        let hints = node.element_ref().map_or(0, |element| hints::of(&element));
        survey.visit(&node, hints, &around);
        if around.enter(&node, hints) {
            survey.counts.comments += node.text().len();
        }
        if let Some(child) = node.first_child().filter(|_| !is_opaque(&node)) {
            node = child;
            continue;
        }
        loop {
            around.leave(&node);
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

/// Elements without text for people.
fn is_opaque(node: &NodeRef<'_>) -> bool {
    node.element_ref().is_some_and(|e| matches!(&*e.name.local, "script" | "style" | "template" | "title" | "svg"))
}

/// An attribute of an element.
fn attribute<'a>(element: &'a Element, name: &str) -> Option<&'a str> {
    element.attrs.iter().find(|a| &*a.name.local == name).map(|a| &*a.value)
}

impl Survey {
    /// The content of the first of these meta elements that has one.
    pub(super) fn meta(&self, names: &[&str]) -> Option<&str> {
        names.iter().find_map(|name| {
            let found = |(n, content): &&(String, String)| n == name && !content.trim().is_empty();
            self.meta.iter().find(found).map(|(_, content)| content.trim())
        })
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

    fn visit(&mut self, node: &NodeRef<'_>, hints: u8, around: &Surroundings<'_>) {
        if node.is_text() {
            self.visit_words(node, around.aside());
            return;
        }
        let Some(element) = node.element_ref() else { return };
        let aside = around.aside().is_some();
        let attr = |name: &str| attribute(&element, name);
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
                let paragraph = words::paragraph(node);
                if name.starts_with('h') && paragraph.as_deref().is_some_and(|text| self.is_own_name(text)) {
                    self.reach_heading(true);
                }
                self.count(node, name, paragraph.as_deref());
                self.paragraphs.extend(paragraph);
            }
            "h4" | "h5" if !aside => self.note_teaser(node),
            "article" => self.counts.articles += 1,
            "a" => {
                self.count_link(&element, around);
                self.note_call(node, around);
            }
            "button" => self.note_call(node, around),
            "img" if !aside => self.place.see_portrait(attr("alt").unwrap_or("")),
            "time" => self.visit_time(node, &element, around.aside()),
            _ => {}
        }
        self.visit_marks(node, &element, hints, around.aside());
    }

    /// A text of the page, as it stands between two tags.
    fn visit_words(&mut self, node: &NodeRef<'_>, aside: Option<Aside>) {
        let text = node.text();
        let text = text.trim();
        self.count_words(text);
        match aside {
            None => self.visit_text(node, text),
            Some(Aside::Weak) => self.visit_beside(node, text),
            Some(Aside::Strong) => {}
        }
    }

    /// Short texts that are a date or begin with "By", near the main heading.
    fn visit_text(&mut self, node: &NodeRef<'_>, text: &str) {
        if !text.chars().any(char::is_alphanumeric) {
            return;
        }
        self.place.texts += 1;
        if text.len() <= 120 {
            self.visit_byline(node, text);
        }
        self.visit_date(text);
        self.place.in_body |= text.len() >= 200;
        self.place.remember(text);
    }

    /// The same in an `<aside>`, where less is of the article.
    fn visit_beside(&mut self, node: &NodeRef<'_>, text: &str) {
        if text.len() <= 80 {
            self.visit_byline(node, text);
            self.visit_date_beside(text);
        }
        if !text.is_empty() {
            self.place.remember(text);
        }
    }

    fn count(&mut self, node: &NodeRef<'_>, name: &str, paragraph: Option<&str>) {
        if name == "p" {
            self.counts.prose += paragraph.filter(|text| text.len() >= 80).map_or(0, str::len);
        } else if name.starts_with('h') {
            let is_link = |node: NodeRef<'_>| node.element_ref().is_some_and(|e| &*e.name.local == "a");
            let linked = node.first_element_child().is_some_and(is_link) || node.parent().is_some_and(is_link);
            self.counts.teasers += usize::from(linked);
            self.note_teaser(node);
        }
    }

    /// A heading that is a link or holds one.
    fn note_teaser(&mut self, node: &NodeRef<'_>) {
        let is_link = |node: &NodeRef<'_>| node.element_ref().is_some_and(|e| &*e.name.local == "a");
        if self.teasers.len() < MANY
            && (node.parent().is_some_and(|p| is_link(&p)) || node.descendants_it().any(|n| is_link(&n)))
        {
            self.teasers.push(letters(&node.text()));
        }
    }

    /// A link or button that asks for something.
    fn note_call(&mut self, node: &NodeRef<'_>, around: &Surroundings<'_>) {
        const ENOUGH: usize = 4;
        if around.is_in_menu() || around.aside().is_some() || self.calls.len() >= ENOUGH {
            return;
        }
        if let Some(text) = words::call(node).filter(|text| !self.calls.contains(text)) {
            self.calls.push(text);
        }
    }

    fn count_link(&mut self, element: &Element, around: &Surroundings<'_>) {
        static SHARING: Any<6> = Any::new([
            "facebook.com/share",
            "facebook.com/dialog",
            "twitter.com/intent",
            "twitter.com/share",
            "linkedin.com/share",
            "sharer",
        ]);
        let address = attribute(element, "href").unwrap_or("");
        self.counts.share_links += usize::from(SHARING.is_in(address));
        self.counts.phone_links += usize::from(address.starts_with("tel:"));
        self.counts.own_links += usize::from(around.is_own_link(address));
        if self.below.len() < MANY_BELOW
            && let Some(path) = around.path_below(address)
            && !self.below.iter().any(|known| known == path)
        {
            self.below.push(path.to_owned());
        }
        let is_tag = |rel: &str| rel.split_ascii_whitespace().any(|r| r == "tag");
        self.counts.tag_links += usize::from(attribute(element, "rel").is_some_and(is_tag));
    }

    /// "5 min read", "You may also like", wherever they stand.
    fn count_words(&mut self, text: &str) {
        static READING: Any<2> = Any::new(["min read", "minute read"]);
        static RELATED: Any<10> = Any::new([
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
        ]);
        if (6..=60).contains(&text.len()) {
            self.counts.reading_times += usize::from(READING.is_in(text));
            self.counts.lists_of_related += usize::from(RELATED.find(text) == Some(0));
        }
    }

    /// Whether the page calls itself by this text.
    fn is_own_name(&mut self, text: &str) -> bool {
        let text = letters(text);
        if text.len() <= 12 {
            return false;
        }
        if self.own_names.is_none() {
            let named = [self.title.as_deref(), self.meta(&["og:title"])];
            self.own_names = Some(named.map(|name| name.map(letters).unwrap_or_default()));
        }
        self.own_names.iter().flatten().any(|name| name.contains(&text))
    }

    /// Dates that stand shortly before the main heading are likely those of the article.
    fn reach_heading(&mut self, sure: bool) {
        let early = self.place.reach_heading(sure);
        self.dated.extend(early);
    }

    /// What class, id, rel and the microdata say.
    fn visit_marks(&mut self, node: &NodeRef<'_>, element: &Element, hints: u8, aside: Option<Aside>) {
        if hints & hints::ICON != 0 {
            self.place.see_icon();
        }
        let (mut byline, mut date) = (0, 0);
        for attr in &element.attrs {
            let value = &*attr.value;
            match &*attr.name.local {
                "class" | "id" if hints & hints::TOLD != 0 => {
                    let found = self.visit_classes(value);
                    (byline, date) = (byline.max(found.0), date.max(found.1));
                }
                "href" => byline = byline.max(self.weigh_address(value)),
                "rel" if value.split_ascii_whitespace().any(|r| r.eq_ignore_ascii_case("author")) => {
                    byline = byline.max(6);
                }
                "itemprop" if value.eq_ignore_ascii_case("author") || value.eq_ignore_ascii_case("creator") => {
                    byline = byline.max(7);
                }
                "itemprop" if value.to_ascii_lowercase().contains("datepublished") => date = date.max(7),
                "itemtype" => self.types.extend(value.rsplit('/').next().map(str::to_owned)),
                _ => {}
            }
        }
        let byline = if self.bylines.len() < MANY { byline } else { 0 };
        let date = if self.dated.len() < MANY { date } else { 0 };
        let (byline, date) = match aside {
            Some(Aside::Strong) => return,
            // Only what is said in so many words: names and dates of others stand there too.
            Some(Aside::Weak) => ((byline - 2).max(0), i32::from(date > 3)),
            None => (byline, date),
        };
        if byline > 0 {
            self.take_byline(node, byline);
        }
        if date > 0 {
            self.take_date(node, element, date);
        }
    }

    /// How likely a class or an id is that of a byline and of a date.
    fn visit_classes(&mut self, value: &str) -> (i32, i32) {
        let (mut byline, mut date) = (0, 0);
        for mark in value.split_ascii_whitespace().filter(|mark| hints::of_value(mark) & hints::TOLD != 0) {
            let mark = mark.to_ascii_lowercase();
            byline = byline.max(bylines::weight_of(&mark));
            date = date.max(dated::weight_of(&mark));
            self.counts.posts += usize::from(is_post(&mark));
            self.counts.comment_forms += usize::from(mark == "respond" || mark == "commentform");
        }
        (byline, date)
    }
}

/// Candidates for a byline or a date, and teasers.
const MANY: usize = 100;
/// Paths below the page's own.
const MANY_BELOW: usize = 12;

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
