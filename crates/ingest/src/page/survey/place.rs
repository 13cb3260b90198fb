//! Where on the page the walk is: how far below the main heading, and after which words.

use super::dated::Dated;

/// Where on the page the walk is.
#[derive(Debug, Default)]
pub(super) struct Place {
    /// Texts seen so far.
    pub(super) texts: usize,
    /// How many of them were seen at the main heading.
    heading: Option<usize>,
    /// Whether the heading is the one that the page calls itself by.
    pub(super) sure: bool,
    /// Whether a paragraph stood after the heading.
    pub(super) in_body: bool,
    /// Texts with a year in them before the heading, and their places.
    pub(super) early: Vec<(usize, Dated)>,
    /// The end of the last text.
    last: String,
    /// What the last picture is said to show, and how many texts stood before it.
    portrait: Option<(usize, String)>,
    /// How many texts stood before the last sign for a person.
    icon: Option<usize>,
}

/// Words after which a name follows in an element of its own.
const LEADS: [&str; 14] = [
    "written by",
    "posted by",
    "article by",
    "words by",
    "author",
    "authors",
    "author:",
    "authors:",
    "author(s)",
    "author(s):",
    "contributors:",
    "contributor:",
    "by",
    "by:",
];

/// Whether a text is nothing but such words.
pub(super) fn is_lead(text: &str) -> bool {
    text.len() <= 13 && LEADS.iter().any(|lead| lead.eq_ignore_ascii_case(text))
}

impl Place {
    pub(super) fn remember(&mut self, text: &str) {
        let start = text.len().saturating_sub(40);
        let start = (start..text.len()).find(|&at| text.is_char_boundary(at)).unwrap_or(0);
        self.last.clear();
        self.last.push_str(&text[start..]);
    }

    /// The end of the last text.
    pub(super) fn last(&self) -> &str {
        self.last.trim_end()
    }

    fn since_heading(&self) -> Option<usize> {
        self.heading.map(|heading| self.texts - heading)
    }

    pub(super) fn is_near_heading(&self) -> bool {
        self.since_heading().is_some_and(|n| n < 60)
    }

    /// Where nothing but the byline, the day and the lead of an article stand.
    pub(super) fn is_under_heading(&self) -> bool {
        !self.in_body && self.since_heading().is_some_and(|n| n < 12)
    }

    /// Comes to a main heading; the dates that stood shortly before it.
    pub(super) fn reach_heading(&mut self, sure: bool) -> Vec<Dated> {
        const SHORTLY: usize = 15;
        if self.sure {
            return Vec::new();
        }
        let texts = self.texts;
        self.heading = Some(texts);
        self.sure = sure;
        self.in_body = false;
        let early = std::mem::take(&mut self.early).into_iter();
        early.filter(|(at, _)| texts - at <= SHORTLY).map(|(_, dated)| dated).collect()
    }

    /// Comes to a picture: one that is said to show a person is a portrait where the same name follows.
    pub(super) fn see_portrait(&mut self, says: &str) {
        const LEADS: [&str; 6] =
            ["photo of ", "picture of ", "headshot of ", "image of ", "portrait of ", "avatar of "];
        let says = says.trim();
        let lead = LEADS.iter().find(|lead| says.get(..lead.len()).is_some_and(|s| s.eq_ignore_ascii_case(lead)));
        let name = &says[lead.map_or(0, |lead| lead.len())..];
        let is_short = (3..=40).contains(&name.len()) && name.split(' ').count() <= 4;
        self.portrait = is_short.then(|| (self.texts, name.to_owned()));
    }

    /// Whether a text is the name of whom the picture before it shows.
    pub(super) fn is_of_portrait(&self, text: &str) -> bool {
        self.portrait
            .as_ref()
            .is_some_and(|(at, name)| self.texts - at <= 2 && name.contains(' ') && text.eq_ignore_ascii_case(name))
    }

    /// Comes to a sign for a person, which stands before a name.
    pub(super) fn see_icon(&mut self) {
        self.icon = Some(self.texts);
    }

    /// Whether a sign for a person stands right before this text.
    pub(super) fn is_after_icon(&self) -> bool {
        self.icon.is_some_and(|at| at + 1 == self.texts)
    }
}
