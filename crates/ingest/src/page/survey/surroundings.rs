//! What an element stands in: side bars, comments, lists of other articles, menus.

use super::hints;
use dom_query::{Element, NodeRef};
use url::Url;

/// What holds other texts than the article, and may hold its date too.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Aside {
    /// `<aside>` and feet: the article's own date and author may stand there.
    Weak,
    /// Comments, other articles.
    Strong,
}

/// What the walk is in.
pub(super) struct Surroundings<'a> {
    aside: Option<(NodeRef<'a>, Aside)>,
    menu: Option<NodeRef<'a>>,
    /// Host, without "www.", and path of the page.
    own: Option<(&'a str, &'a str)>,
}

impl<'a> Surroundings<'a> {
    pub(super) fn of_page(url: Option<&'a Url>) -> Self {
        let own = url.and_then(|url| Some((without_www(url.host_str()?), url.path().trim_end_matches('/'))));
        // The home page is linked from everywhere, and known by its address.
        Self { aside: None, menu: None, own: own.filter(|(_, path)| !path.is_empty()) }
    }

    pub(super) fn aside(&self) -> Option<Aside> {
        self.aside.map(|(_, kind)| kind)
    }

    /// Goes into an element. Whether comments begin here.
    pub(super) fn enter(&mut self, node: &NodeRef<'a>, hints: u8) -> bool {
        let Some(element) = node.element_ref() else { return false };
        if self.menu.is_none() && is_menu(node, &element, hints) {
            self.menu = Some(*node);
        }
        if self.aside.is_some() {
            return false;
        }
        self.aside = aside_of(node, &element, hints).map(|kind| (*node, kind));
        self.aside.is_some() && hints & hints::COMMENTS != 0
    }

    /// Has seen all of an element.
    pub(super) fn leave(&mut self, node: &NodeRef<'a>) {
        if self.aside.is_some_and(|(aside, _)| aside.id == node.id) {
            self.aside = None;
        }
        if self.menu.is_some_and(|menu| menu.id == node.id) {
            self.menu = None;
        }
    }

    pub(super) fn is_in_menu(&self) -> bool {
        self.menu.is_some()
    }

    /// Whether a link stands in a menu and leads to this very page.
    pub(super) fn is_own_link(&self, link: &str) -> bool {
        let (Some((host, path)), true) = (self.own, self.is_in_menu()) else { return false };
        path_on(host, link).is_some_and(|link| link.eq_ignore_ascii_case(path))
    }

    /// The path of a link that leads below this page.
    pub(super) fn path_below<'l>(&self, link: &'l str) -> Option<&'l str> {
        let (host, path) = self.own?;
        let path = path.split(".htm").next().unwrap_or(path);
        let link = path_on(host, link)?;
        let start = link.get(..path.len()).filter(|start| start.eq_ignore_ascii_case(path))?;
        link[start.len()..].starts_with('/').then_some(link)
    }
}

/// The path of a link on this host, without a slash at its end.
fn path_on<'l>(host: &str, link: &'l str) -> Option<&'l str> {
    let link = link.split(['#', '?']).next().unwrap_or(link).trim();
    let rest = ["https://", "http://", "//"].iter().find_map(|scheme| link.strip_prefix(scheme));
    let path = match rest {
        Some(rest) => without_www(rest).strip_prefix(host)?,
        None => link,
    };
    path.starts_with('/').then(|| path.trim_end_matches('/'))
}

fn without_www(host: &str) -> &str {
    host.strip_prefix("www.").unwrap_or(host)
}

/// Words that mark what stands beside the article.
pub(super) const MARKS: [&str; 14] = [
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

/// Elements and classes in which other texts than the article stand. A class has to be the word or begin or end with
/// it: "comments", "post-comments", but neither "layout-sidebar-right" nor "no-sidebar", which stand on whole pages.
fn aside_of(node: &NodeRef<'_>, element: &Element, hints: u8) -> Option<Aside> {
    match &*element.name.local {
        "body" | "html" | "main" | "article" | "head" => return None,
        "nav" => return Some(Aside::Strong),
        "aside" | "footer" => return Some(Aside::Weak),
        _ => {}
    }
    if hints & hints::ASIDE == 0 {
        return None;
    }
    let words = marks(element).flat_map(str::split_ascii_whitespace);
    let kind =
        words.filter_map(|word| aside_of_mark(&word.to_ascii_lowercase())).max_by_key(|k| *k == Aside::Strong)?;
    // "sidebar-right" also stands on what is left of the side bar.
    (!holds_heading(node)).then_some(kind)
}

fn aside_of_mark(word: &str) -> Option<Aside> {
    if ["no-", "has-", "with-"].iter().any(|part| word.contains(part)) {
        return None;
    }
    let mark = MARKS.iter().find(|mark| {
        word.strip_prefix(**mark).is_some_and(|rest| rest.is_empty() || rest.starts_with(['-', '_']))
            || word.strip_suffix(**mark).is_some_and(|rest| rest.ends_with(['-', '_']))
    })?;
    // "entry-footer": articles have feet too.
    let of_article = *mark == "footer" && ["entry", "post", "article", "single"].iter().any(|part| word.contains(part));
    if of_article {
        return None;
    }
    Some(if *mark == "sidebar" { Aside::Weak } else { Aside::Strong })
}

fn holds_heading(node: &NodeRef<'_>) -> bool {
    node.descendants_it().any(|below| below.element_ref().is_some_and(|e| &*e.name.local == "h1"))
}

/// Elements that hold the links of a site to its parts. Articles have heads and feet of their own, and a trail of links
/// from the home page to where they are.
fn is_menu(node: &NodeRef<'_>, element: &Element, hints: u8) -> bool {
    const WORDS: [&str; 9] =
        ["nav", "navbar", "navigation", "menu", "submenu", "megamenu", "header", "footer", "dropdown"];
    let name = &*element.name.local;
    if matches!(name, "body" | "html" | "main" | "article" | "head") || hints & hints::OF_ARTICLES != 0 {
        return false;
    }
    let in_text = |parent: NodeRef<'_>| {
        parent.element_ref().is_some_and(|e| matches!(&*e.name.local, "article" | "main" | "section"))
    };
    match name {
        "nav" => true,
        "header" | "footer" => !node.parent().is_some_and(in_text),
        _ => {
            hints & hints::MENU != 0
                && marks(element).any(|value| {
                    let mut words = value.split(|c: char| !c.is_ascii_alphanumeric());
                    words.any(|word| WORDS.iter().any(|mark| mark.eq_ignore_ascii_case(word)))
                })
        }
    }
}

/// The values of class and id.
pub(super) fn marks(element: &Element) -> impl Iterator<Item = &str> {
    element.attrs.iter().filter(|a| matches!(&*a.name.local, "class" | "id")).map(|a| &*a.value)
}
