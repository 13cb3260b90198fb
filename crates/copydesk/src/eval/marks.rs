//! Quotation marks of a text, read for measuring: which stretches stand between them.
//!
//! The extractor reads marks too, and better; measuring must not depend on what is measured.

use std::ops::Range;

/// The stretches between quotation marks, marks included, in order.
pub(super) fn quoted(text: &[char]) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut start = 0;
    for paragraph in text.split(|c| *c == '\n') {
        double_marks(text, start..start + paragraph.len(), &mut found);
        start += paragraph.len() + 1;
    }
    found.extend(single_marks(text));
    found.sort_by_key(|r| (r.start, r.end));
    found
}

/// What a double mark does where it stands.
enum Turn {
    Open,
    Close,
    /// It opens although the last one was never closed.
    Reopen,
    Nothing,
}

/// Marks are paired paragraph by paragraph; what is open at its end, ends there.
fn double_marks(text: &[char], within: Range<usize>, found: &mut Vec<Range<usize>>) {
    let mut open: Option<usize> = None;
    for i in within.clone() {
        let turn = match text[i] {
            '“' | '„' | '«' => Turn::Open,
            '”' | '»' => Turn::Close,
            '"' => {
                let before = if i > within.start { text[i - 1] } else { ' ' };
                let after = if i + 1 < within.end { text[i + 1] } else { ' ' };
                straight(before, after, open.is_some())
            }
            _ => continue,
        };
        match (turn, open) {
            (Turn::Open, None) => open = Some(i),
            (Turn::Reopen, Some(from)) => {
                found.push(from..i);
                open = Some(i);
            }
            (Turn::Close, Some(from)) => {
                found.push(from..i + 1);
                open = None;
            }
            _ => {}
        }
    }
    found.extend(open.map(|from| from..within.end));
}

fn straight(before: char, after: char, open: bool) -> Turn {
    if open {
        return if before.is_whitespace() && after.is_alphanumeric() { Turn::Reopen } else { Turn::Close };
    }
    let opens = !after.is_whitespace() || before.is_whitespace();
    let inches = before.is_numeric() && !after.is_alphanumeric();
    if opens && !inches { Turn::Open } else { Turn::Nothing }
}

/// A quotation in single marks is believed up to this length before a mark that could be an apostrophe.
const NEAR: usize = 400;

/// Stretches in single marks, where an article has more of them than of double ones.
fn single_marks(text: &[char]) -> Vec<Range<usize>> {
    let opens: Vec<usize> = (0..text.len()).filter(|i| single_opens(text, *i)).collect();
    let doubles = text.iter().filter(|c| matches!(c, '"' | '“' | '„' | '«')).count();
    let pairs = if text.contains(&'"') { doubles as f64 / 2.0 } else { doubles as f64 };
    if opens.len() < 2 || opens.len() as f64 <= pairs {
        return Vec::new();
    }
    let mut found = Vec::new();
    let mut next = 0;
    for from in opens {
        if from < next {
            continue;
        }
        let stop = text[from..].iter().position(|c| *c == '\n').map_or(text.len(), |n| from + n);
        let mut ends = (from + 1..stop).filter(|i| single_closes(text, *i, stop));
        let stopped = |i: &usize| matches!(text[i - 1], '.' | ',' | '!' | '?' | '…' | '”' | '"');
        let first = ends.clone().next();
        let best = ends.find(stopped);
        let end = match (best, first) {
            (Some(best), Some(first)) if best - first < NEAR && (text[first - 1] == 's' || best == first) => Some(best),
            _ => first,
        };
        match end {
            Some(end) => {
                found.push(from..end + 1);
                next = end + 1;
            }
            // A paragraph of a longer quotation, closed later.
            None if from == 0 || text[from - 1] == '\n' => {
                found.push(from..stop);
                next = stop;
            }
            None => {}
        }
    }
    found
}

fn single_opens(text: &[char], i: usize) -> bool {
    let at = |i: usize| text.get(i).copied();
    let before = i == 0 || text[i - 1].is_whitespace() || matches!(text[i - 1], '(' | '[' | '—' | '–' | '-');
    let after = at(i + 1).is_some_and(|c| is_word(c) || matches!(c, '“' | '"' | '£' | '$' | '€'));
    // '80s is a decade.
    let digits = [1, 2].iter().all(|n| at(i + n).is_some_and(char::is_numeric));
    let ends = |i: usize| !at(i).is_some_and(is_word);
    let decade = digits && (ends(i + 3) || (at(i + 3) == Some('s') && ends(i + 4)));
    matches!(text[i], '\'' | '‘') && before && after && !decade
}

fn single_closes(text: &[char], i: usize, stop: usize) -> bool {
    matches!(text[i], '\'' | '’')
        && (is_word(text[i - 1]) || matches!(text[i - 1], '.' | ',' | '!' | '?' | '…' | '”' | '"'))
        && !(i + 1 < stop && is_word(text[i + 1]))
}

pub(super) fn is_word(c: char) -> bool {
    c.is_alphanumeric() || c == '_'
}

/// How much of a stretch stands between marks: direct, mixed or indirect.
pub(super) fn kind(text: &[char], stretch: Range<usize>, quoted: &[Range<usize>]) -> &'static str {
    let letters: Vec<usize> = stretch.filter(|i| text[*i].is_alphanumeric()).collect();
    let from = letters.first().map_or(0, |first| quoted.partition_point(|q| q.end <= *first));
    let mut near = quoted[from..].iter().peekable();
    let mut inside = 0;
    for i in &letters {
        while near.next_if(|q| q.end <= *i).is_some() {}
        inside += usize::from(near.peek().is_some_and(|q| q.start <= *i));
    }
    match letters.len() {
        0 => "unknown",
        n if inside as f64 / n as f64 >= DIRECT => "direct",
        _ if inside == 0 => "indirect",
        _ => "mixed",
    }
}

/// A quote with this share of its letters between marks is direct.
const DIRECT: f64 = 0.95;

/// A stretch without the marks, stops and spaces at its ends.
pub(super) fn trimmed(text: &[char], stretch: Range<usize>) -> Range<usize> {
    let outer = |i: usize| {
        let c = text[i];
        c == '\u{a0}' || matches!(c, ' ' | '\t' | '\r' | '\n') || "\"“”„«»'‘’`,.;:!?…-–—()[]".contains(c)
    };
    let (mut start, mut end) = (stretch.start, stretch.end.min(text.len()));
    while start < end && outer(start) {
        start += 1;
    }
    while end > start && outer(end - 1) {
        end -= 1;
    }
    start..end
}

/// Words: letters and digits, with apostrophes inside.
pub(super) fn words(text: &[char]) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut i = 0;
    while i < text.len() {
        let start = i;
        while i < text.len() && (is_word(text[i]) || (i > start && inner_apostrophe(text, i))) {
            i += 1;
        }
        if i > start {
            found.push(start..i);
        } else {
            i += 1;
        }
    }
    found
}

fn inner_apostrophe(text: &[char], i: usize) -> bool {
    matches!(text[i], '\'' | '’') && text.get(i + 1).is_some_and(|c| is_word(*c))
}

/// A direct quote cut where its marks close and open again or a paragraph ends: a row for a quotation of
/// several paragraphs and a row for each of them then are the same.
pub(super) fn pieces(text: &[char], stretch: Range<usize>) -> Vec<Range<usize>> {
    let mut out = Vec::new();
    let mut from = stretch.start;
    let mut i = stretch.start;
    while i < stretch.end {
        if let Some(end) = cut(text, i, stretch.end) {
            out.push(from..i);
            from = end;
            i = end;
        } else {
            i += 1;
        }
    }
    out.push(from..stretch.end);
    out.retain(|p| !trimmed(text, p.clone()).is_empty());
    out
}

/// Where a cut that begins at `i` ends.
fn cut(text: &[char], i: usize, stop: usize) -> Option<usize> {
    let at = |i: usize| (i < stop).then(|| text[i]);
    let spaces = |from: usize| (from..stop).find(|j| !text[*j].is_whitespace()).unwrap_or(stop);
    let closes = |c: Option<char>| matches!(c, Some('"' | '”'));
    let opens = |c: Option<char>| matches!(c, Some('"' | '“'));
    // The end of a paragraph, with the marks around it.
    let from = i + usize::from(closes(at(i)));
    let to = spaces(from);
    if text[from..to].contains(&'\n') {
        return Some(to + usize::from(opens(at(to))));
    }
    // Marks that close and open again.
    if from > i && to > from && opens(at(to)) {
        return Some(to + 1);
    }
    // A mark that opens after a stop, although none closed.
    let to = spaces(i);
    let after_stop = i > 0 && matches!(text[i - 1], '.' | '!' | '?' | '…' | ',');
    (after_stop && opens(at(to)) && at(to + 1).is_some_and(is_word)).then_some(to + 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn chars(text: &str) -> Vec<char> {
        text.chars().collect()
    }

    fn shown(text: &str, ranges: &[Range<usize>]) -> Vec<String> {
        let text = chars(text);
        ranges.iter().map(|r| text[r.clone()].iter().collect()).collect()
    }

    #[track_caller]
    fn stands_quoted(text: &str, expect: &[&str]) {
        assert_eq!(shown(text, &quoted(&chars(text))), expect);
    }

    #[test]
    fn marks_are_paired() {
        stands_quoted("“A,” he said. “B.”", &["“A,”", "“B.”"]);
        stands_quoted("\"A,\" he said of a 12\" pipe. \"B.\"", &["\"A,\"", "\"B.\""]);
        stands_quoted("“One\n“Two” end", &["“One", "“Two”"]);
        stands_quoted(
            "‘We won’t go,’ he said. ‘Not in the '80s, not now.’",
            &["‘We won’t go,’", "‘Not in the '80s, not now.’"],
        );
    }

    #[test]
    fn kinds_are_told_from_marks() {
        let text = chars("He said that “all” is well, “all of it”");
        let marks = quoted(&text);
        assert_eq!(kind(&text, 13..38, &marks), "mixed");
        assert_eq!(kind(&text, 28..39, &marks), "direct");
        assert_eq!(kind(&text, 0..8, &marks), "indirect");
    }

    #[test]
    fn words_keep_their_apostrophes() {
        assert_eq!(shown("Don’t — 'we' U.S.", &words(&chars("Don’t — 'we' U.S."))), ["Don’t", "we", "U", "S"]);
    }

    #[test]
    fn direct_quotes_are_cut_at_paragraphs_and_marks() {
        let text = "One.\n“Two.” “Three, “four";
        assert_eq!(shown(text, &pieces(&chars(text), 0..text.chars().count())), ["One.", "Two.", "Three,", "four"]);
    }
}
