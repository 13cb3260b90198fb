//! Rows that annotation and extraction do not share: what to read after the rates.

use super::gold::Gold;
use serde_json::{Value, json};
use std::fmt::Write;
use std::ops::Range;

/// What is wrong with a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Fault {
    /// Annotated and not found.
    Missing,
    /// Found and not annotated.
    False,
    /// Found where it is annotated, and not the same.
    Differs,
}

impl Fault {
    const ALL: [Self; 3] = [Self::Missing, Self::False, Self::Differs];

    fn as_str(self) -> &'static str {
        match self {
            Self::Missing => "missing",
            Self::False => "false",
            Self::Differs => "differs",
        }
    }
}

/// A row that one side has and the other has not.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Wrong {
    pub(super) fault: Fault,
    article: String,
    /// Code points of the annotated text.
    span: Range<usize>,
    text: String,
    /// In what it differs; empty for the others.
    how: String,
}

impl Wrong {
    /// A row of an annotated article.
    pub(super) fn new(gold: &Gold, fault: Fault, span: Range<usize>, how: String) -> Self {
        let end = span.end.min(gold.chars.len());
        let text = gold.chars.get(span.start..end).unwrap_or_default().iter().collect();
        Self { fault, article: gold.id.clone(), span, text, how }
    }

    fn line(&self) -> String {
        const ROOM: usize = 100;
        let clean = crate::marked::clean(&self.text);
        let mut shown: String = clean.chars().take(ROOM).collect();
        if shown.len() < clean.len() {
            shown.push('…');
        }
        let how = if self.how.is_empty() { String::new() } else { format!("  ({})", crate::marked::clean(&self.how)) };
        format!("  {:<8} {} {}: {shown}{how}", self.fault.as_str(), self.article, self.span.start)
    }

    fn json(&self) -> Value {
        let mut row =
            json!({ "article": self.article, "start": self.span.start, "end": self.span.end, "text": self.text });
        if !self.how.is_empty() {
            row["how"] = json!(self.how);
        }
        row
    }
}

/// The wrong rows of a layer, at most so many of each fault, for a person.
pub(super) fn text(layer: &str, rows: &[Wrong], most: usize) -> String {
    let of = |fault: Fault| rows.iter().filter(move |r| r.fault == fault);
    let counts = Fault::ALL.map(|f| format!("{} {}", of(f).count(), f.as_str()));
    let mut out = format!("\n{layer}: {}\n", counts.join(", "));
    for row in Fault::ALL.into_iter().flat_map(|f| of(f).take(most)) {
        // Writing to a string cannot fail.
        let _ = writeln!(out, "{}", row.line());
    }
    out
}

/// The same for programs.
pub(super) fn json(rows: &[Wrong], most: usize) -> Value {
    let of =
        |fault: Fault| rows.iter().filter(move |r| r.fault == fault).take(most).map(Wrong::json).collect::<Value>();
    Fault::ALL.into_iter().map(|f| (f.as_str().to_owned(), of(f))).collect::<serde_json::Map<_, _>>().into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_row_is_told_with_its_place_and_in_one_line() {
        let line = r#"{"id": "a", "text": "Two\nlines of news.", "quotes": []}"#;
        let gold = Gold::read(line).expect("it is JSON").remove(0);
        let rows = [
            Wrong::new(&gold, Fault::Missing, 0..9, String::new()),
            Wrong::new(&gold, Fault::Differs, 4..9, "speaker is Ruiz".into()),
        ];
        assert_eq!(
            text("quotes", &rows, 5),
            "\nquotes: 1 missing, 0 false, 1 differs\n  missing  a 0: Two lines\n  differs  a 4: lines  (speaker is Ruiz)\n"
        );
        assert_eq!(json(&rows, 5)["missing"][0]["text"], "Two\nlines");
        assert_eq!(text("quotes", &rows, 0).lines().count(), 2);
    }
}
