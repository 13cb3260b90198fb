//! When the article may have been published: `<time>` elements, marks and short texts, each with how likely it tells.

use super::surroundings::Aside;
use super::words::{Any, short_text};
use super::{Survey, attribute};
use dom_query::{Element, NodeRef};

/// A text that may be the day of publication.
#[derive(Debug, Default, PartialEq, Eq)]
pub(in crate::page) struct Dated {
    /// How likely it is: most is best, less than nothing is of another article.
    pub(in crate::page) weight: i32,
    pub(in crate::page) text: String,
    /// What readers see, where `text` is written for machines.
    pub(in crate::page) shown: Option<String>,
    /// Whether it is said to be of the last change.
    pub(in crate::page) changed: bool,
}

/// The weight of a `<time>` in an `<aside>` or a foot that nothing else marks.
pub(in crate::page) const BESIDE: i32 = -1;

impl Survey {
    /// A short text with a year in it.
    pub(super) fn visit_date(&mut self, text: &str) {
        let year = text.len() <= 80 && (text.contains("20") || text.contains("19"));
        if !year {
            return;
        }
        if text.len() <= 26 && text.contains("20") {
            self.lone_dates.push(text.to_owned());
        }
        let changed = is_of_change(text) || is_of_change(self.place.last()) && !is_of_first(text);
        let dated = |weight| Dated { weight, text: text.to_owned(), changed, shown: None };
        if self.place.is_near_heading() {
            self.dated.push(dated(if self.place.in_body { 1 } else { 3 }));
        } else if is_of_first(text) || is_of_change(text) {
            // "Last updated: May 1, 2024" at the foot.
            self.dated.push(dated(0));
        }
        if !self.place.sure {
            self.place.early.push((self.place.texts, dated(2)));
        }
    }

    /// A date in an `<aside>` near the heading or after the word "Published".
    pub(super) fn visit_date_beside(&mut self, text: &str) {
        if text.contains("20") && (self.place.is_near_heading() || is_of_first(self.place.last())) {
            self.dated.push(Dated { text: text.to_owned(), changed: is_of_change(text), ..Dated::default() });
        }
    }

    pub(super) fn visit_time(&mut self, node: &NodeRef<'_>, element: &Element, around: Option<Aside>) {
        if self.times.len() >= 50 {
            return;
        }
        let mark = |name: &str| attribute(element, name).unwrap_or("").to_ascii_lowercase();
        let (prop, class) = (mark("itemprop"), mark("class"));
        let mut weight = match around {
            _ if is_of_card(&class) => -10,
            None => 0,
            Some(Aside::Weak) => BESIDE,
            Some(Aside::Strong) => -10,
        };
        weight += 5 * i32::from(prop.contains("datepublished") || attribute(element, "pubdate").is_some());
        weight += 3 * i32::from(["publish", "entry-date", "posted"].iter().any(|m| class.contains(m)));
        weight += i32::from(self.place.is_near_heading());
        let marked = class.contains("updated") && !class.contains("publish") || prop.contains("modified");
        let changed = marked || is_of_change(self.place.last());
        let shown = node.text().to_string();
        let machine = attribute(element, "datetime").filter(|v| !v.trim().is_empty());
        self.times.push(match machine {
            Some(text) => Dated { weight, text: text.to_owned(), shown: Some(shown), changed },
            None => Dated { weight, text: shown, shown: None, changed },
        });
    }

    /// The text of an element that is marked as a date.
    pub(super) fn take_date(&mut self, node: &NodeRef<'_>, element: &Element, weight: i32) {
        let Some(text) = short_text(node) else { return };
        let weight = weight + 3 * i32::from(self.place.is_near_heading());
        let changed = is_of_change(&text) && !is_of_first(&text) || is_of_change(self.place.last());
        let dated = |text: &str| Dated { weight, text: text.to_owned(), changed, shown: None };
        // Some stand in an attribute for machines: `<abbr class=published title=…>`.
        let machine = ["datetime", "content", "title"].into_iter().filter_map(|name| attribute(element, name));
        let machine = machine.filter(|value| value.starts_with(|c: char| c.is_ascii_digit()));
        self.dated.extend(machine.map(dated));
        self.dated.push(dated(&text));
    }
}

/// "Last updated", "Modified on"
fn is_of_change(text: &str) -> bool {
    static WORDS: Any<8> = Any::new(["updat", "modif", "review", "revis", "edited", "received", "copyright", "©"]);
    WORDS.is_in(text)
}

fn is_of_first(text: &str) -> bool {
    static WORDS: Any<3> = Any::new(["publi", "posted", "written"]);
    WORDS.is_in(text)
}

/// A class of the cards by which other articles are shown: "article-card__date".
fn is_of_card(mark: &str) -> bool {
    ["card", "teaser", "related"].iter().any(|part| mark.contains(part))
}

/// How likely a class, in lower case, is that of the day of publication.
pub(super) fn weight_of(mark: &str) -> i32 {
    match mark {
        _ if is_of_card(mark) && !mark.starts_with("vcard") => 0,
        _ if mark.contains("update") && !mark.contains("publish") => 0,
        _ if mark.contains("publish") || mark.contains("pubdate") || mark.contains("pub-date") => 5,
        _ if mark.contains("post-date") || mark.contains("entry-date") || mark.contains("article-date") => 5,
        "date" | "posted-on" | "dateline" | "timestamp" | "post-meta" | "entry-meta" | "meta-date" => 4,
        _ if mark.contains("date") || mark.contains("timestamp") => 2,
        _ if mark.contains("byline") || mark.contains("meta") => 1,
        _ => 0,
    }
}
