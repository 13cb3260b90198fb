//! Quotation marks: which of them open, which close, and what stands between.
//!
//! Straight, curly, guillemets, low-high, doubled backticks and single marks; nested, mixed, unclosed
//! and running over paragraphs. Whether the words between are speech is not decided here.
//!
//! A region never crosses a line break: a quotation of several paragraphs opens again in each of them
//! and is joined later. So a mark that nobody closed swallows at most its own paragraph.

use crate::Span;

/// The words between two quotation marks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Region {
    /// With its marks.
    pub(crate) outer: Span,
    /// Without them.
    pub(crate) inner: Span,
    /// Whether an apostrophe-like mark opens it.
    pub(crate) style: Style,
    /// Whether a mark closes it; if none does it ends with the paragraph, or where the next one opens.
    pub(crate) closed: bool,
    /// How many regions it stands in.
    pub(crate) depth: u8,
}

/// What kind of marks a region has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Style {
    /// “ ” " « » „
    Double,
    /// ‘ ’ '
    Single,
}

/// What one mark does.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Act {
    Open,
    Close,
    Nothing,
}

/// One quotation mark of the text with its neighbours.
#[derive(Clone, Copy)]
struct Mark {
    at: usize,
    len: usize,
    char: char,
    before: Option<char>,
    after: Option<char>,
}

/// An unclosed mark inside a paragraph holds at most this much; a speech is longer only from the paragraph's start.
const LONGEST_UNCLOSED: usize = 600;

/// The regions of a text, outer before inner, in order of their opening marks.
pub(crate) fn read(text: &str) -> Vec<Region> {
    let british = is_british(text);
    let mut out = Vec::new();
    let mut start = 0;
    for end in memchr::memchr_iter(b'\n', text.as_bytes()).chain([text.len()]) {
        if end > start {
            paragraph(text, Span::new(start, end), british, &mut out);
        }
        start = end + 1;
    }
    out
}

/// True where single marks are the outer ones: more of them open than double ones.
pub(crate) fn is_british(text: &str) -> bool {
    let (mut single, mut double, mut straight) = (0usize, 0usize, false);
    for m in marks(text, 0, text.len()) {
        match m.char {
            '\'' | '‘' => single += usize::from(single_act(m) == Act::Open),
            '"' => {
                double += 1;
                straight = true;
            }
            '“' | '„' | '«' => double += 1,
            _ => {}
        }
    }
    // A straight mark opens and closes: two of them make one quotation.
    single >= 2 && single > if straight { double / 2 } else { double }
}

/// Every mark of `text[start..end]`.
fn marks(text: &str, start: usize, end: usize) -> impl Iterator<Item = Mark> {
    let piece = &text[start..end];
    let mut before = None;
    let mut chars = piece.char_indices().peekable();
    std::iter::from_fn(move || {
        while let Some((i, c)) = chars.next() {
            let previous = before;
            before = Some(c);
            if !matches!(c, '"' | '“' | '”' | '„' | '«' | '»' | '\'' | '‘' | '’' | '`') {
                continue;
            }
            let mut len = c.len_utf8();
            let mut char = c;
            // ``like this'': two backticks or two apostrophes make a double mark.
            if matches!(c, '`' | '\'') && chars.peek().is_some_and(|n| n.1 == c) {
                chars.next();
                len += 1;
                char = if c == '`' { '“' } else { '"' };
            } else if c == '`' {
                char = '‘';
            }
            return Some(Mark { at: start + i, len, char, before: previous, after: chars.peek().map(|n| n.1) });
        }
        None
    })
}

fn is_space(c: Option<char>) -> bool {
    c.is_none_or(char::is_whitespace)
}

fn is_word(c: Option<char>) -> bool {
    c.is_some_and(char::is_alphanumeric)
}

/// What a double mark does, given the mark of the double region that is open.
fn double_act(m: Mark, opener: Option<char>) -> Act {
    let open = opener.is_some();
    match m.char {
        '“' if opener == Some('„') => Act::Close,
        '“' | '„' | '«' => Act::Open,
        '”' | '»' => Act::Close,
        // 12" and 5'11": inches, where nothing is open.
        _ if !open && m.before.is_some_and(|c| c.is_ascii_digit()) && !is_word(m.after) => Act::Nothing,
        _ if !open && (!is_space(m.after) || is_space(m.before)) => Act::Open,
        _ if !open => Act::Nothing,
        // Opens again: the quotation before it was never closed.
        _ if is_space(m.before) && is_word(m.after) => Act::Open,
        _ => Act::Close,
    }
}

/// What a single mark does: opens before a word, closes after one; in a word it is an apostrophe.
fn single_act(m: Mark) -> Act {
    let opens = m.before.is_none_or(|c| c.is_whitespace() || matches!(c, '(' | '[' | '—' | '–' | '-' | '“' | '"'));
    let closes = m
        .before
        .is_some_and(|c| c.is_alphanumeric() || matches!(c, '.' | ',' | '!' | '?' | '…' | '”' | '"' | '%' | ')'));
    match m.char {
        '\'' | '‘'
            if opens && (is_word(m.after) || matches!(m.after, Some('“' | '"' | '£' | '$' | '€' | '[' | '…'))) =>
        {
            Act::Open
        }
        '\'' | '’' if closes && !is_word(m.after) => Act::Close,
        _ => Act::Nothing,
    }
}

/// A clipped word or decade that begins with an apostrophe: 'em, ’90s, 'til.
fn is_clipped(text: &str, m: Mark) -> bool {
    let rest = &text.as_bytes()[m.at + m.len..];
    let digits = rest.len() > 1 && rest[0].is_ascii_digit() && rest[1].is_ascii_digit();
    let word: &[u8] = &rest[..rest.iter().position(|b| !b.is_ascii_alphanumeric()).unwrap_or(rest.len())];
    (digits && word.len() <= 3) || [&b"em"[..], b"til", b"tis", b"twas", b"cause", b"n"].contains(&word)
}

/// A region that is still open.
struct Opened {
    mark: Mark,
    row: usize,
}

/// Pairs the marks of one paragraph, with one open region of each style at most.
fn paragraph(text: &str, place: Span, british: bool, out: &mut Vec<Region>) {
    let (start, end) = (place.start as usize, place.end as usize);
    let ends = british.then(|| SingleEnds::of(text, start, end));
    let mut double: Option<Opened> = None;
    let mut single: Option<Opened> = None;
    for m in marks(text, start, end) {
        let is_double = matches!(m.char, '"' | '“' | '”' | '„' | '«' | '»');
        if is_double {
            match double_act(m, double.as_ref().map(|o| o.mark.char)) {
                Act::Open => {
                    if let Some(o) = double.take() {
                        close_inner(&mut single, &o, m.at, out);
                        finish(out, &o, m.at, m.at, false);
                    }
                    double = Some(open(out, m, Style::Double, single.is_some()));
                }
                Act::Close => {
                    if let Some(o) = double.take() {
                        close_inner(&mut single, &o, m.at, out);
                        finish(out, &o, m.at, m.at + m.len, true);
                    }
                }
                Act::Nothing => {}
            }
            continue;
        }
        match single_act(m) {
            Act::Open if single.is_none() && !is_clipped(text, m) => {
                single = Some(open(out, m, Style::Single, double.is_some()));
            }
            Act::Close => {
                let outermost = single.as_ref().is_some_and(|s| double.as_ref().is_none_or(|d| d.row < s.row));
                if !outermost && ends.is_none() {
                    continue;
                }
                if let Some(o) = single.take() {
                    // `the ministers’ plan’`: a plural's apostrophe does not close where a better mark follows.
                    if ends.as_ref().is_some_and(|e| e.is_apostrophe(text, o.mark.at, m)) {
                        single = Some(o);
                        continue;
                    }
                    close_inner(&mut double, &o, m.at, out);
                    finish(out, &o, m.at, m.at + m.len, true);
                }
            }
            _ => {}
        }
    }
    // What nobody closed ends with the paragraph, if it may.
    let mut drop_from = None;
    for (o, style) in [(single, Style::Single), (double, Style::Double)] {
        let Some(o) = o else { continue };
        let from_start = text[start..o.mark.at].trim().is_empty();
        let mut stop = end;
        if style == Style::Single && !(british && from_start) {
            drop_from = Some(o.row);
            continue;
        }
        if !from_start && stop - o.mark.at > LONGEST_UNCLOSED {
            stop = sentence_end(text, o.mark.at + o.mark.len, end);
        }
        finish(out, &o, stop, stop, false);
    }
    if let Some(row) = drop_from {
        out.remove(row);
        for r in &mut out[row..] {
            r.depth = 0;
        }
    }
}

/// Opens a row that [`finish`] completes.
fn open(out: &mut Vec<Region>, mark: Mark, style: Style, nested: bool) -> Opened {
    let span = Span::new(mark.at, mark.at + mark.len);
    out.push(Region {
        outer: span,
        inner: Span::new(mark.at + mark.len, mark.at + mark.len),
        style,
        closed: false,
        depth: u8::from(nested),
    });
    Opened { mark, row: out.len() - 1 }
}

/// Ends the inner region that is still open when its outer one closes.
fn close_inner(inner: &mut Option<Opened>, outer: &Opened, at: usize, out: &mut [Region]) {
    if let Some(i) = inner.take_if(|i| i.row > outer.row) {
        finish(out, &i, at, at, false);
    }
}

fn finish(out: &mut [Region], o: &Opened, inner_end: usize, outer_end: usize, closed: bool) {
    let row = &mut out[o.row];
    row.inner = Span::new(o.mark.at + o.mark.len, inner_end.max(o.mark.at + o.mark.len));
    row.outer = Span::new(o.mark.at, outer_end.max(row.inner.end as usize));
    row.closed = closed;
}

/// The first sentence end after `from`.
fn sentence_end(text: &str, from: usize, end: usize) -> usize {
    let bytes = text.as_bytes();
    (from..end)
        .find(|&i| matches!(bytes[i], b'.' | b'!' | b'?') && bytes.get(i + 1).is_none_or(u8::is_ascii_whitespace))
        .map_or(end, |i| i + 1)
}

/// Where single marks could close in a paragraph, to tell a plural's apostrophe from a closing mark.
struct SingleEnds {
    /// Places of closing marks that follow . , ! ? … or a double mark.
    sure: Vec<usize>,
    /// Places of opening marks.
    opens: Vec<usize>,
}

impl SingleEnds {
    fn of(text: &str, start: usize, end: usize) -> Self {
        let (mut sure, mut opens) = (Vec::new(), Vec::new());
        for m in marks(text, start, end).filter(|m| matches!(m.char, '\'' | '‘' | '’')) {
            match single_act(m) {
                Act::Close if !m.before.is_some_and(char::is_alphanumeric) => sure.push(m.at),
                Act::Open if !is_clipped(text, m) => opens.push(m.at),
                _ => {}
            }
        }
        Self { sure, opens }
    }

    /// True where the mark after a plural s is no closing mark: a sure one comes soon, before another opens.
    fn is_apostrophe(&self, text: &str, opened: usize, m: Mark) -> bool {
        if m.before != Some('s') || m.at - opened >= 400 || !text[m.at + m.len..].starts_with(' ') {
            return false;
        }
        let next = self.sure.partition_point(|s| *s <= m.at);
        let opens = self.opens.partition_point(|o| *o <= m.at);
        self.sure.get(next).is_some_and(|s| s - m.at < 400 && self.opens.get(opens).is_none_or(|o| o > s))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// The regions as a list, nested ones with a `>` for each level, unclosed ones with `…`.
    fn check(text: &str, expected: &[&str]) {
        let found: Vec<String> = read(text)
            .iter()
            .map(|r| format!("{}{}{}", ">".repeat(r.depth as usize), r.inner.of(text), if r.closed { "" } else { "…" }))
            .collect();
        assert_eq!(found, expected, "in {text}");
    }

    #[test]
    fn every_kind_of_mark() {
        check("“We go,” she said. “Now.”", &["We go,", "Now."]);
        check("\"We go,\" she said. \"Now.\"", &["We go,", "Now."]);
        check("«We go», she said.", &["We go"]);
        check("„We go“, she said.", &["We go"]);
        check("``We go,'' she said.", &["We go,"]);
        check("“We go,\" she said.", &["We go,"]);
    }

    #[test]
    fn single_marks_are_outer_ones_in_the_british_style() {
        check("‘We go,’ she said. ‘It’s the ministers’ idea.’", &["We go,", "It’s the ministers’ idea."]);
        check("'We go,' she said. 'He said \"no\".'", &["We go,", "He said \"no\".", ">no"]);
        check("The '90s were rock 'n' roll years. 'Yes,' she said. 'No.'", &["Yes,", "No."]);
    }

    #[test]
    fn nested_marks() {
        check("“He told me, ‘Go left,’ and I went,” she said.", &["He told me, ‘Go left,’ and I went,", ">Go left,"]);
        check("“I don’t know the Smiths’ dog,” she said.", &["I don’t know the Smiths’ dog,"]);
    }

    #[test]
    fn unclosed_marks_end_with_the_paragraph_or_where_the_next_opens() {
        check("“We go.\n\n“And we stay,” she said.", &["We go.…", "And we stay,"]);
        check("\"We go. \"And we stay,\" she said.", &["We go. …", "And we stay,"]);
        check("He said \"we go.\nNothing more happened.", &["we go.…"]);
    }

    #[test]
    fn inches_and_apostrophes_are_no_marks() {
        check("A 12\" disc and a 5'11\" man. The workers' rights.", &[]);
    }

    #[test]
    fn a_stray_mark_does_not_swallow_a_long_paragraph() {
        let text = format!("He said \"we go. {}", "Nothing more happened. ".repeat(100));
        check(&text, &["we go.…"]);
    }

    proptest! {
        #[test]
        fn regions_lie_in_the_text_and_nest(text in "[a-d .,\\n\"“”‘’'«»`é]{0,60}") {
            let regions = read(&text);
            for r in &regions {
                prop_assert!(r.outer.contains(r.inner) || r.inner.is_empty());
                prop_assert!(text.get(r.outer.start as usize..r.outer.end as usize).is_some());
                prop_assert!(text.get(r.inner.start as usize..r.inner.end as usize).is_some());
            }
            for w in regions.windows(2) {
                prop_assert!(w[0].outer.start <= w[1].outer.start);
            }
        }
    }
}
