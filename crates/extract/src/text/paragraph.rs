//! Which line ends end a paragraph. A blank line always does; a single one does where lines are
//! paragraphs, and does not where the text was wrapped by hand at some width.

use super::Token;

/// Lines wider than this were not wrapped by hand, narrower ones are verse, lists or tables.
const WRAP_WIDTHS: std::ops::RangeInclusive<usize> = 35..=120;
/// A line this long that goes on in lower case was cut inside a sentence.
const LONG_LINE: usize = 30;

/// How a text uses its lines.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Layout {
    /// The width at which lines were wrapped by hand, if they were.
    width: Option<usize>,
}

/// What lies between two tokens.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Gap {
    Glued,
    Space,
    Paragraph,
}

impl Layout {
    /// Looks at all lines of `source`.
    pub(super) fn of(source: &str) -> Self {
        let mut width = 0;
        let mut previous = "";
        for line in lines(source) {
            if !line.is_empty() && !previous.is_empty() {
                width = width.max(length(line)).max(length(previous));
            }
            previous = line;
        }
        if !WRAP_WIDTHS.contains(&width) {
            return Self::default();
        }
        let (mut breaks, mut full) = (0, 0);
        previous = "";
        for line in lines(source) {
            if !line.is_empty() && !previous.is_empty() {
                breaks += 1;
                full += usize::from(is_full(previous, line, width) && !ends_sentence(previous));
            }
            previous = line;
        }
        Self { width: (full >= 2 && full * 2 >= breaks).then_some(width) }
    }

    /// What lies between two neighbouring tokens.
    pub(super) fn gap(self, source: &str, before: &Token, after: &Token) -> Gap {
        let (from, to) = (before.span.end as usize, after.span.start as usize);
        if from == to {
            return Gap::Glued;
        }
        let space = source.get(from..to).unwrap_or("");
        if space == " " {
            return Gap::Space;
        }
        match line_ends(space) {
            0 => Gap::Space,
            1 if self.is_soft(source, from, to) => Gap::Space,
            _ => Gap::Paragraph,
        }
    }

    /// Whether the single line end between two tokens is only a wrap.
    fn is_soft(self, source: &str, from: usize, to: usize) -> bool {
        let reach = WRAP_WIDTHS.end() * 4 + 8;
        let bytes = source.as_bytes();
        let floor = from.saturating_sub(reach);
        let mut start =
            bytes[floor..from].iter().rposition(|b| matches!(b, b'\n' | b'\r')).map_or(floor, |n| floor + n + 1);
        while !source.is_char_boundary(start) {
            start += 1;
        }
        let mut end = (to + reach).min(bytes.len());
        while !source.is_char_boundary(end) {
            end -= 1;
        }
        let (line, rest) = (source[start..from].trim_start(), &source[to..end]);
        if rest.starts_with(char::is_lowercase) && length(line) >= LONG_LINE && !ends_sentence(line) {
            return true;
        }
        self.width.is_some_and(|width| is_full(line, rest, width))
    }
}

fn lines(source: &str) -> impl Iterator<Item = &str> {
    source.split('\n').map(str::trim)
}

/// Code points, counted no further than matters here.
fn length(line: &str) -> usize {
    line.chars().take(WRAP_WIDTHS.end() + 1).count()
}

/// The first word of the next line would not have fitted.
fn is_full(line: &str, next: &str, width: usize) -> bool {
    let word = next.chars().take(*WRAP_WIDTHS.end()).take_while(|c| !c.is_whitespace()).count();
    length(line) + 1 + word > width
}

fn ends_sentence(line: &str) -> bool {
    line.trim_end_matches(['"', '”', '’', '\'', ')']).ends_with(['.', '!', '?', ':'])
}

/// Line ends in white space; a paragraph separator counts as two.
fn line_ends(space: &str) -> usize {
    let mut count = 0;
    let mut previous = ' ';
    for c in space.chars() {
        count += match c {
            '\n' if previous == '\r' => 0,
            '\n' | '\r' | '\u{0b}' | '\u{85}' | '\u{2028}' => 1,
            '\u{0c}' | '\u{2029}' => 2,
            _ => 0,
        };
        previous = c;
    }
    count
}
