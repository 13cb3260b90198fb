//! Where the article in a plain text begins and ends: share bars, comment forms, newsletters, cookie notes and rights
//! lines around it are cut off. The body stays one contiguous piece, and a sentence of an article is never cut:
//! only lines that are known word by word go, and short lines under a known heading.

use memchr::memmem::Finder;
use std::ops::Range;
use std::sync::LazyLock;

/// How a known line is compared.
enum How {
    Is,
    Begins,
    Has(Box<Finder<'static>>),
}

/// What goes with a known line: more, from kind to kind.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Kind {
    /// Nothing else.
    Line,
    /// The short lines after it: headlines of other articles, names of services, comments of a word.
    List,
    /// All that follows: a form that only ever stands below an article.
    Form,
}

struct Known {
    kind: Kind,
    how: How,
    line: &'static str,
}

static KNOWN: LazyLock<Vec<Known>> = LazyLock::new(|| {
    let rows = include_str!("../lexicon/boilerplate.tsv").lines().filter(|row| !row.starts_with('#'));
    rows.filter_map(|row| {
        let mut fields = row.split('\t');
        let kind = match fields.next()? {
            "line" => Kind::Line,
            "list" => Kind::List,
            "form" => Kind::Form,
            _ => return None,
        };
        let (how, line) = (fields.next()?, fields.next()?);
        let how = match how {
            "is" => How::Is,
            "begins" => How::Begins,
            "has" => How::Has(Box::new(Finder::new(line))),
            _ => return None,
        };
        Some(Known { kind, how, line })
    })
    .collect()
});

/// A line that is compared by its beginning or a part may be this long, in bytes.
const LONG: usize = 300;
/// A headline in a list may be this long.
const SHORT: usize = 140;
/// Lines looked at from each end.
const REACH: usize = 200;

/// The article's own part of a text whose line ends are `\n`; empty where nothing is left.
pub(crate) fn body(text: &str) -> Range<usize> {
    let lines = lines(text);
    let mut first = 0;
    while first < lines.len().min(REACH) && is_lead(&lines, first) {
        first += 1;
    }
    let last = tail(&lines[first..]).map_or(first, |kept| first + kept);
    if last <= first {
        return 0..0;
    }
    lines[first].range.start..lines[last - 1].range.end
}

/// Whether a line is known to be of no article, wherever it stands.
pub(crate) fn is_known(line: &str) -> bool {
    kind(line).is_some() || is_rights_line(line)
}

struct Line<'a> {
    text: &'a str,
    range: Range<usize>,
    /// Whether an empty line stands before it.
    apart: bool,
}

/// The lines that are not empty, without the spaces around them.
fn lines(text: &str) -> Vec<Line<'_>> {
    let (mut lines, mut start, mut apart) = (Vec::new(), 0, true);
    for raw in text.split_inclusive('\n') {
        let line = raw.trim();
        if line.is_empty() {
            apart = true;
        } else {
            let from = start + (raw.len() - raw.trim_start().len());
            lines.push(Line { text: line, range: from..from + line.len(), apart });
            apart = false;
        }
        start += raw.len();
    }
    lines
}

/// Boilerplate before an article: a known line that stands alone.
fn is_lead(lines: &[Line<'_>], at: usize) -> bool {
    let alone = lines[at].apart || at > 0 && kind(lines[at - 1].text).is_some();
    let before_break =
        lines.get(at + 1).is_none_or(|next| next.apart || kind(next.text).is_some() || begins_anew(next.text));
    // Share bars stand above articles too; the other lists only below.
    let goes = |line: &str| match kind(line) {
        Some(Kind::Line) => true,
        Some(Kind::List) => plain(line).starts_with("share") || plain(line).starts_with("follow"),
        Some(Kind::Form) | None => false,
    };
    alone && before_break && goes(lines[at].text)
}

/// How many of the lines are the article's; `None` where it is none of them.
fn tail(lines: &[Line<'_>]) -> Option<usize> {
    let mut end = lines.len();
    let floor = end.saturating_sub(REACH);
    if let Some(form) = (floor..end).find(|&at| is_form(lines, at)) {
        end = comments_before(lines, floor, form);
    }
    while let Some(last) = end.checked_sub(1) {
        if let Some(head) = list_around(lines, floor, end) {
            end = head;
        } else if stands_alone(lines, last) && (kind(lines[last].text).is_some() || is_rights_line(lines[last].text)) {
            end = last;
        } else {
            return Some(end);
        }
    }
    None
}

fn is_form(lines: &[Line<'_>], at: usize) -> bool {
    kind(lines[at].text) == Some(Kind::Form) && stands_alone(lines, at)
}

/// Where the comments above a comment form begin: at their heading, if there is one, else at the form.
fn comments_before(lines: &[Line<'_>], floor: usize, form: usize) -> usize {
    let heading = (floor..form).rev().find(|&at| stands_alone(lines, at) && is_comment_heading(lines[at].text));
    heading.unwrap_or(form)
}

/// "Comments", "3 Comments", "Comments (3)", "2 thoughts on “A title”", "1 Response to …"
fn is_comment_heading(line: &str) -> bool {
    let plain = plain(line);
    let plain = plain.trim_matches(|c: char| c.is_ascii_digit() || matches!(c, ' ' | '(' | ')'));
    let counted = line.starts_with(|c: char| c.is_ascii_digit());
    matches!(plain, "comments" | "comment" | "responses" | "replies")
        || counted
            && line.len() <= LONG
            && ["thoughts on", "thought on", "responses to", "response to"].iter().any(|h| plain.starts_with(h))
}

/// The heading of a list that reaches up to `end` and has only short lines that are no sentences.
fn list_around(lines: &[Line<'_>], floor: usize, end: usize) -> Option<usize> {
    for at in (floor..end).rev() {
        let line = &lines[at];
        if stands_alone(lines, at) && kind(line.text) == Some(Kind::List) {
            return Some(at);
        }
        if line.text.len() > SHORT || is_sentence(line.text) {
            return None;
        }
    }
    None
}

/// Whether a line is no wrapped piece of what stands before it.
fn stands_alone(lines: &[Line<'_>], at: usize) -> bool {
    lines[at].apart
        || at == 0
        || begins_anew(lines[at].text) && (ends_sentence(lines[at - 1].text) || kind(lines[at - 1].text).is_some())
}

/// A line that goes on from the one before begins with a small letter.
fn begins_anew(line: &str) -> bool {
    !line.starts_with(char::is_lowercase)
}

fn is_sentence(line: &str) -> bool {
    ends_sentence(line) && line.split_whitespace().nth(3).is_some()
}

fn ends_sentence(line: &str) -> bool {
    line.trim_end_matches(['"', '\'', '”', '’', ')', ']', '»']).ends_with(['.', '!', '?', '…', ':'])
}

fn plain(line: &str) -> String {
    let line = line.trim_matches(|c: char| {
        matches!(c, ' ' | ':' | '.' | '…' | '*' | '-' | '–' | '—' | '|' | '»' | '→' | '>' | '#' | '!' | '[' | ']' | '=')
    });
    line.replace('’', "'").to_lowercase()
}

fn kind(line: &str) -> Option<Kind> {
    if line.len() > LONG {
        return None;
    }
    let plain = plain(line);
    let is_found = |known: &&Known| match &known.how {
        How::Is => plain == known.line,
        How::Begins => plain.starts_with(known.line.trim_end_matches(':')) && ends_word(&plain, known.line.len()),
        How::Has(finder) => finder.find(plain.as_bytes()).is_some(),
    };
    // A heading counts before the line that it also is.
    KNOWN.iter().filter(is_found).map(|known| known.kind).max()
}

fn ends_word(text: &str, at: usize) -> bool {
    text.get(at..).is_none_or(|rest| !rest.starts_with(char::is_alphanumeric))
}

/// "© 2024 The Daily Paper", "Copyright 2024 The Daily Paper. …", "(c) 2024 …"
fn is_rights_line(line: &str) -> bool {
    let lower = line.to_lowercase();
    let year_follows = |rest: &str| {
        let rest = rest.trim_start_matches([' ', '©', ',']);
        rest.starts_with("19") || rest.starts_with("20")
    };
    line.len() <= LONG
        && (lower.starts_with('©')
            || lower
                .strip_prefix("copyright")
                .is_some_and(|rest| year_follows(rest) || rest.trim_start().starts_with(['©', '(']))
            || lower.strip_prefix("(c)").is_some_and(year_follows))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expect: &str) {
        assert_eq!(&text[body(text)], expect, "{text}");
    }

    #[test]
    fn a_comment_form_and_what_stands_above_it_go() {
        check(
            "It ended.\n\nComments\n\nLeave a Reply\n\nYour email address will not be published. Required fields are marked *",
            "It ended.",
        );
        check(
            "It ended.\n\n2 Comments\n\nJo says:\nThis is a long comment by a reader.\n\nLeave a comment\n\nName",
            "It ended.",
        );
        check("It ended.\n\nLeave a Reply", "It ended.");
    }

    #[test]
    fn share_bars_lists_and_rights_go() {
        check("It ended.\n\nShare this:\n\nFacebook\nTwitter\n", "It ended.");
        check("It ended.\n\nRelated posts\n\nA storm hits the coast\nMinister resigns", "It ended.");
        check(
            "It ended.\n\nSign up for our newsletter to get the news.\n\n© 2024 The Paper. All rights reserved.",
            "It ended.",
        );
        check("It ended.\nCopyright 2024 The Paper\n", "It ended.");
        check("Advertisement\n\nShare this article\n\nIt began.\n\nIt ended.", "It began.\n\nIt ended.");
        check("We use cookies to make this site better.\n\nIt began.", "It began.");
    }

    #[test]
    fn what_belongs_to_the_article_stays() {
        for text in [
            "He asked for\ncomments",
            "The minister made no\nComments",
            "Comments\n\nSenator Smith said that the bill was dead. He left.",
            "It began.\n\nRelated posts\n\nThe two posts were abolished in 2019, the ministry said.",
            "Copyright law is being changed, the minister said.",
            "It began.\n\nShare this house with ten others, and you learn to wait.",
            "It began.\n\nSubscribe to that view and you are lost, she said.",
            "Trending is what they call it.",
            "Print\nis dead.",
        ] {
            check(text, text);
        }
    }

    #[test]
    fn where_nothing_is_left_the_body_is_empty() {
        check("", "");
        check("\n \n", "");
        check("Advertisement\n", "");
    }

    proptest::proptest! {
        #[test]
        fn the_body_is_a_piece_of_any_text(text in "(\\PC{0,30}|Comments|Leave a Reply|Share this:|\n){0,12}") {
            let range = body(&text);
            assert!(text.get(range).is_some());
        }
    }
}
