//! Text of articles as HTML: escaped, and with marks laid over it. What `inspect --html` and `report` share.

use std::fmt::Write;
use std::ops::Range;

/// How both pages look: on a phone, in the light and in the dark, on paper.
const STYLE: &str = include_str!("html/page.css");

/// Opens a page that needs no network: nothing in it is fetched, and nothing may be.
pub(crate) fn open(title: &str) -> String {
    format!(
        "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <meta name=\"color-scheme\" content=\"light dark\">\n\
         <meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">\n\
         <title>{}</title>\n<style>\n{STYLE}</style>\n</head>\n<body>\n<main>\n",
        escaped(title)
    )
}

/// Closes it.
pub(crate) const CLOSE: &str = "</main>\n</body>\n</html>\n";

/// Text as it may stand in an element or an attribute.
pub(crate) fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    put(&mut out, text);
    out
}

fn put(out: &mut String, text: &str) {
    for c in text.chars() {
        match c {
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '&' => out.push_str("&amp;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            '\n' | '\t' => out.push(c),
            c if unseen(c) => out.push('\u{fffd}'),
            c => out.push(c),
        }
    }
}

/// Characters that do something instead of being read: controls, and those that turn the direction of writing.
pub(crate) fn unseen(c: char) -> bool {
    c.is_control() || matches!(c, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

/// A mark over a piece of a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Mark {
    /// Bytes of the text.
    pub(crate) bytes: Range<usize>,
    /// `q` quote, `s` speaker, `c` cue, `e` entity, `f` figure.
    pub(crate) class: &'static str,
    /// Number shown where it ends; empty for none.
    pub(crate) number: String,
}

/// A piece of a text with marks. They may cross: each stretch between two ends is an element of its own.
pub(crate) fn marked(text: &str, within: Range<usize>, marks: &[Mark]) -> String {
    let mut cuts: Vec<usize> = marks.iter().flat_map(|m| [m.bytes.start, m.bytes.end]).collect();
    cuts.extend([within.start, within.end]);
    cuts.retain(|c| within.start <= *c && *c <= within.end && text.is_char_boundary(*c));
    cuts.sort_unstable();
    cuts.dedup();
    let mut out = String::new();
    for piece in cuts.windows(2) {
        let (from, to) = (piece[0], piece[1]);
        let mut classes: Vec<&str> =
            marks.iter().filter(|m| m.bytes.start <= from && to <= m.bytes.end).map(|m| m.class).collect();
        classes.sort_unstable();
        classes.dedup();
        if classes.is_empty() {
            put(&mut out, &text[from..to]);
        } else {
            let _ = write!(out, "<span class=\"{}\">", classes.join(" "));
            put(&mut out, &text[from..to]);
            out.push_str("</span>");
        }
        for m in marks.iter().filter(|m| m.bytes.end == to && m.bytes.start < to && !m.number.is_empty()) {
            let _ = write!(out, "<sup class=\"{}\">{}</sup>", m.class, m.number);
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn mark(bytes: Range<usize>, class: &'static str) -> Mark {
        Mark { bytes, class, number: String::new() }
    }

    #[test]
    fn text_is_never_markup() {
        assert_eq!(escaped("<script>alert('&\"')"), "&lt;script&gt;alert(&#39;&amp;&quot;&#39;)");
        assert_eq!(escaped("a\u{0}\u{1b}[31m\u{202e}b\n"), "a\u{fffd}\u{fffd}[31m\u{fffd}b\n");
        assert_eq!(marked("<b>", 0..3, &[mark(0..3, "q")]), "<span class=\"q\">&lt;b&gt;</span>");
    }

    #[test]
    fn marks_may_cross() {
        assert_eq!(
            marked("abcd", 0..4, &[mark(0..3, "q"), mark(2..4, "e")]),
            "<span class=\"q\">ab</span><span class=\"e q\">c</span><span class=\"e\">d</span>"
        );
    }

    #[test]
    fn a_piece_is_cut_out_with_what_reaches_into_it() {
        assert_eq!(marked("abcd", 1..3, &[mark(0..2, "q")]), "<span class=\"q\">b</span>c");
    }
}
