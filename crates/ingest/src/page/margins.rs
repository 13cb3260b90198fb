//! The head and the foot of an article, where things stand that are told in columns of their own or lead elsewhere: the
//! headline once more, bylines, days, reading times, who the author is, links to other pages. What is known word by word
//! is the matter of [`crate::boilerplate`].

use super::render::Block;
use super::survey::letters;
use crate::byline;
use crate::dates::{self, Order};
use std::ops::Range;

/// What is known of an article before its text is rendered.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Told<'a> {
    pub(super) title: Option<&'a str>,
    pub(super) authors: &'a [String],
}

/// Blocks looked at from each end, but for links.
const REACH: usize = 6;
/// The longest label above a headline, in bytes: "Opinion".
const LABEL: usize = 40;

/// The blocks that are the article's own.
pub(super) fn within(blocks: &[Block], told: &Told<'_>) -> Range<usize> {
    let title = told.title.map(letters).filter(|title| !title.is_empty());
    let is_title = |block: &Block| title.as_ref().is_some_and(|title| *title == letters(&block.text));
    let is_label = |block: &Block| block.text.len() <= LABEL;
    let mut start = 0;
    // Above the headline stand labels at most; further down it is a subhead.
    for (at, block) in blocks.iter().enumerate().take(REACH) {
        if start == at && is_told(block, told) || is_title(block) && blocks[start..at].iter().all(is_label) {
            start = at + 1;
        }
    }
    start..foot(blocks, start, told)
}

/// Where the article ends and its foot begins.
fn foot(blocks: &[Block], start: usize, told: &Told<'_>) -> usize {
    let size = |blocks: &[Block]| blocks.iter().map(|block| block.text.len()).sum::<usize>();
    let all = size(&blocks[start..]);
    let mut end = blocks.len();
    let near = |at: usize| at + REACH >= blocks.len();
    // From the words "About the author" on, all is of the author.
    if let Some(about) = (start..end).rev().take(REACH).find(|&at| is_about_author(&blocks[at].text)) {
        end = about;
    }
    while end > start {
        let last = &blocks[end - 1];
        let goes = last.is_linked()
            || last.is_heading
            || near(end) && (is_told(last, told) || tells_of_author(&last.text, told.authors));
        if !goes {
            break;
        }
        end -= 1;
    }
    // A page of links is no foot.
    if size(&blocks[start..end]) * 5 > all * 3 { end } else { blocks.len() }
}

/// A byline, a day, a reading time, the links to the tags or to the home page.
fn is_told(block: &Block, told: &Told<'_>) -> bool {
    let text = &*block.text;
    let name = letters(text);
    block.told * 10 > text.chars().count() * 9
        || is_byline(text)
        || is_day_or_time(text)
        || text.len() <= 60 && told.authors.iter().any(|author| letters(author) == name)
}

/// "May 1, 2024", "Published on 1 May 2024", "6 min read", "Published 6 hours ago", "May 1, 2024 • 8 minutes"
fn is_day_or_time(line: &str) -> bool {
    const WORDS: [&str; 27] = [
        "published",
        "posted",
        "originally",
        "first",
        "updated",
        "modified",
        "reviewed",
        "last",
        "on",
        "at",
        "date",
        "am",
        "pm",
        "min",
        "mins",
        "minute",
        "minutes",
        "hour",
        "hours",
        "day",
        "days",
        "week",
        "weeks",
        "ago",
        "read",
        "reading",
        "time",
    ];
    if line.len() > 70 {
        return false;
    }
    let lower = line.to_lowercase();
    let tells = ["ago", "read", "reading time"].iter().any(|word| lower.ends_with(word) || lower.starts_with(word));
    (tells && lower.bytes().any(|b| b.is_ascii_digit()) || dates::find(line, Order::Unknown).is_some())
        && byline::without_dates(&lower).split_whitespace().all(|word| {
            let word = word.trim_matches(|c: char| !c.is_alphanumeric());
            word.is_empty() || WORDS.contains(&word)
        })
}

fn is_about_author(line: &str) -> bool {
    let line = line.trim_start_matches(|c: char| !c.is_alphanumeric());
    line.get(..16).is_some_and(|start| start.eq_ignore_ascii_case("about the author"))
}

/// "Ann Lee is a reporter for The Post.", "(Ann Lee, a reporter)": who the author is, in the third person.
fn tells_of_author(line: &str, authors: &[String]) -> bool {
    let line = line.trim_start_matches(|c: char| !c.is_alphanumeric());
    let people = authors.iter().filter(|author| author.contains(' '));
    people.filter_map(|author| line.strip_prefix(author.as_str())).any(|rest| rest.starts_with([' ', ',']))
}

/// "By Ann Lee", "Written by Ann Lee"
fn is_byline(line: &str) -> bool {
    const LEADS: [&str; 5] = ["written ", "posted ", "words ", "story ", "reporting "];
    let lead = LEADS.iter().find(|lead| line.get(..lead.len()).is_some_and(|s| s.eq_ignore_ascii_case(lead)));
    !byline::of_line(&line[lead.map_or(0, |lead| lead.len())..]).is_empty()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::page::render;
    use dom_query::Document;

    const BODY: &str = "<p>It rained on the coast for the third day, and the people of the old town moved to the hills.</p>\
        <h2>The bridges</h2><p>Two of the bridges were closed on Friday, and the third was under water by the evening.</p>";
    const TEXT: &str = "It rained on the coast for the third day, and the people of the old town moved to the hills.\n\n\
        The bridges\n\nTwo of the bridges were closed on Friday, and the third was under water by the evening.";

    fn text(html: &str) -> String {
        let authors = ["Ann Lee".to_owned()];
        let document = Document::from(html);
        render::text(&document.body().expect("body"), &Told { title: Some("Rain: Again!"), authors: &authors })
    }

    fn check(head: &str, foot: &str) {
        assert_eq!(text(&[head, BODY, foot].concat()), TEXT, "{head} … {foot}");
    }

    #[test]
    fn the_headline_bylines_and_days_stand_at_the_head() {
        check("<h2>Rain, again</h2>", "");
        check("<p>Weather</p><div>Rain: again!</div><p>By Ann Lee and Bo Li</p><p>Published on May 1, 2024</p>", "");
        check("<header><a href=/>The Post</a></header><p>5 min read</p><p>Reading Time: 5 minutes</p>", "");
        check("<div>ANN LEE</div><div>Published 6 hours ago</div><div>May 1, 2024 • 8 minutes</div>", "");
    }

    #[test]
    fn days_tags_the_author_and_other_pages_stand_at_the_foot() {
        check("", "<div><time>May 1, 2024</time><a rel=tag href=/rain>rain</a></div>");
        check("", "<p>Originally posted May 1, 2024</p><p>Last updated: May 2, 2024</p>");
        check("", "<p>Written by Ann Lee</p><p>(Ann Lee, who likes rain, works for The Post.)</p>");
        check("", "<p>Ann Lee is a reporter for The Post.</p><p><a href=/ann>More by Ann Lee</a></p>");
        check("", "<h3>About the author</h3><p>She likes rain.</p><p>And snow.</p>");
        check("", "<h3>Go on</h3><ul><li><a href=/x>Snow comes early</a></li><li><a href=/y>Wind goes</a></li></ul>");
    }

    #[test]
    fn what_is_of_the_article_stays() {
        for html in [
            "<p>It rained on May 1, 2024.</p><p>Ann Lee, who lives here, saw it, she said, and it was nothing new to her.</p>",
            "<p>It rained on the coast for the third day, they said.</p><h2>Rain, again</h2><p>And it went on for a week.</p>",
            "<ul><li><a href=/x>Snow comes early</a></li><li><a href=/y>Wind goes</a></li></ul>",
            "<p>It rained for days on end.</p><h2>May 4, 2024</h2><p>It stopped, and the sun came out for an hour.</p>",
        ] {
            let all = Document::from(html).text().split_whitespace().collect::<String>();
            assert_eq!(text(html).split_whitespace().collect::<String>(), all, "{html}");
        }
    }
}
