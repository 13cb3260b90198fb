//! A file of plain text: a title line, a blank line, the body.

use crate::charset;
use crate::draft::{Draft, one_line, with_line_feeds};

/// Longest headline, in bytes.
const HEADLINE: usize = 250;

/// The article in a text file. `stem`, its name without extensions, is its id.
pub(crate) fn draft(bytes: Vec<u8>, stem: Option<Box<str>>) -> Draft {
    let text = with_line_feeds(charset::decode_text(bytes));
    let mut draft = Draft { text, source_id: stem.map(String::from), ..Draft::default() };
    draft.cut_boilerplate();
    if let Some((title, start)) = title(&draft.text) {
        draft.title = one_line(title);
        draft.text.drain(..start);
    }
    draft
}

/// A first line that looks like a headline and stands apart from what follows, and where that begins.
fn title(text: &str) -> Option<(&str, usize)> {
    let (line, rest) = text.split_once('\n')?;
    let line_end = rest.find('\n').unwrap_or(rest.len());
    let blank = rest[..line_end].trim().is_empty();
    let body = rest.trim_start();
    let start = text.len() - body.len();
    (blank && !body.is_empty() && is_headline(line)).then_some((line, start))
}

/// A headline is short and does not end like a sentence. "U.S." may end one.
fn is_headline(line: &str) -> bool {
    let line = line.trim();
    let last = line.split_whitespace().next_back().unwrap_or("");
    let abbreviation = last.len() > 2 && last.trim_end_matches('.').contains('.');
    let ended =
        line.ends_with(['.', ':', ',', ';']) && !abbreviation || line.ends_with([')', '”', '"']) && line.contains(". ");
    !line.is_empty() && line.len() <= HEADLINE && !ended
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, title: Option<&str>, body: &str) {
        let draft = draft(text.as_bytes().to_vec(), Some("a".into()));
        assert_eq!((draft.title.as_deref(), &*draft.text), (title, body), "{text}");
    }

    #[test]
    fn a_headline_stands_apart() {
        check("Fire kills two\n\nTwo people died.\n", Some("Fire kills two"), "Two people died.");
        check("Is it over in the U.S.?\r\n\r\n\r\nIt is.", Some("Is it over in the U.S.?"), "It is.");
        check("War comes to the U.S.\n\nIt did.", Some("War comes to the U.S."), "It did.");
    }

    #[test]
    fn what_is_no_headline_is_body() {
        check("Two people died.", None, "Two people died.");
        check("Two people died.\n\nOne lived.", None, "Two people died.\n\nOne lived.");
        check("Fire kills two\nTwo people died.", None, "Fire kills two\nTwo people died.");
        check("Fire kills two\n\n", None, "Fire kills two");
    }
}
