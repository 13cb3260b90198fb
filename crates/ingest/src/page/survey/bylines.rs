//! Who may have written the article: texts, marks, addresses and portraits, each with how likely it tells.

use super::Survey;
use super::place::is_lead;
use super::words::{Any, first_text, short_text};
use dom_query::NodeRef;

/// The weight of a line right under the heading that begins with "By".
pub(in crate::page) const UNDER_HEADING: i32 = 9;

impl Survey {
    /// "By Ann Lee", "Written by" and then a name, "Ann Lee | Farm Editor | March 9, 2023".
    pub(super) fn visit_byline(&mut self, node: &NodeRef<'_>, text: &str) {
        static SAID: Any<4> = Any::new(["written by ", "posted by ", "article by ", "words by "]);
        let near = self.place.is_near_heading();
        let under = self.place.is_under_heading();
        let weight = if near { 3 } else { 0 };
        let begins = text.get(..3).is_some_and(|by| by.eq_ignore_ascii_case("by ") || by.eq_ignore_ascii_case("by:"));
        if is_lead(text) {
            // The name follows, in an element of its own.
            let is_by = text.get(..2).is_some_and(|by| by.eq_ignore_ascii_case("by"));
            if near && is_by {
                let line = node.parent().and_then(|p| short_text(&p)).filter(|line| line.len() > 5);
                self.bylines.extend(line.map(|line| (if under { UNDER_HEADING } else { weight + 1 }, line)));
            }
        } else if is_lead(self.place.last()) {
            if near || self.place.last().len() > 3 {
                self.bylines.push((weight + 1, text.to_owned()));
            }
        } else if let Some(at) = SAID.find(text) {
            self.bylines.push((weight, text[at..].to_owned()));
        } else if near && begins && text.len() <= 80 {
            self.bylines.push((if under { UNDER_HEADING } else { 4 }, text.to_owned()));
        } else if near && text.contains(" | ") && text.contains("20") {
            self.bylines.extend(text.split(" | ").next().map(|name| (1, name.to_owned())));
        } else if near && self.place.is_after_icon() && text.len() <= 60 {
            self.bylines.push((3, text.to_owned()));
        } else if near && self.place.is_of_portrait(text) {
            self.bylines.push((1, text.to_owned()));
        }
    }

    /// The text of an element that is marked as a byline.
    pub(super) fn take_byline(&mut self, node: &NodeRef<'_>, weight: i32) {
        match short_text(node) {
            Some(text) => self.bylines.push((weight, text)),
            // A box about the author: the name stands first.
            None if self.place.is_near_heading() => {
                self.bylines.extend(first_text(node).map(|text| (weight.min(2), text)));
            }
            None => {}
        }
    }

    /// How likely a link leads to people who write: "/author/ann-lee", "/by/ann-lee".
    pub(super) fn weigh_address(&self, link: &str) -> i32 {
        static PLACES: Any<7> = Any::new([
            "/author/",
            "/authors/",
            "/by/",
            "/contributor/",
            "/contributors/",
            "/staff_name/",
            "/journalist/",
        ]);
        match PLACES.end(link) {
            Some(end) if end < link.len() => {
                if self.place.is_near_heading() {
                    4
                } else {
                    1
                }
            }
            _ => 0,
        }
    }
}

/// How likely a class, in lower case, is that of a byline.
pub(super) fn weight_of(mark: &str) -> i32 {
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
