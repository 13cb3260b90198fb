//! The annotation: one article a line, with the rows that a person found in it.

use serde::Deserialize;
use serde_json::Value;

/// One annotated article. A layer that is `None` was not annotated; an empty one has nothing in it.
#[derive(Debug)]
pub(crate) struct Gold {
    /// As the reader gives it in `source_id`.
    pub(super) id: String,
    pub(super) text: String,
    pub(super) chars: Vec<char>,
    pub(super) quotes: Option<Vec<Quote>>,
    pub(super) entities: Option<Vec<Entity>>,
    pub(super) figures: Option<Vec<Figure>>,
}

#[derive(Debug, Deserialize)]
struct Line {
    id: Value,
    text: String,
    quotes: Option<Vec<Quote>>,
    entities: Option<Vec<Entity>>,
    figures: Option<Vec<Figure>>,
}

/// A quote, annotated or found: code points of the text.
#[derive(Clone, Debug, Default, Deserialize)]
pub(super) struct Quote {
    pub(super) start: usize,
    pub(super) end: usize,
    /// direct, mixed or indirect; told from the marks of the text where it is not said.
    pub(super) kind: Option<String>,
    pub(super) speaker: Option<Piece>,
    /// Full name.
    pub(super) speaker_name: Option<String>,
    /// Set by annotators who made one row a quotation: a row may go on with the one before it.
    pub(super) joins_previous: Option<bool>,
}

/// A piece of the text, where its place is known.
#[derive(Clone, Copy, Debug, Default, Deserialize)]
pub(super) struct Piece {
    pub(super) start: Option<usize>,
    pub(super) end: Option<usize>,
}

impl Piece {
    pub(super) fn overlaps(self, other: Self) -> bool {
        match (self.start, self.end, other.start, other.end) {
            (Some(a), Some(b), Some(c), Some(d)) => a < d && c < b,
            _ => false,
        }
    }
}

/// A name, annotated or found.
#[derive(Clone, Debug, Deserialize)]
pub(super) struct Entity {
    pub(super) start: usize,
    pub(super) end: usize,
    /// PER, ORG, LOC, MISC; NORP and EVENT count as MISC.
    #[serde(rename = "type")]
    pub(super) kind: String,
    /// Full name.
    #[serde(rename = "entity")]
    pub(super) name: Option<String>,
    /// The words.
    pub(super) text: Option<String>,
}

/// A quantity, annotated or found.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Figure {
    pub(super) start: usize,
    pub(super) end: usize,
    pub(super) value: Option<f64>,
    pub(super) low: Option<f64>,
    pub(super) high: Option<f64>,
    pub(super) modifier: Option<String>,
    pub(super) counted: Option<String>,
    pub(super) category: Option<String>,
    pub(super) source: Option<String>,
}

impl Gold {
    /// Reads the lines of a file.
    ///
    /// # Errors
    /// With the number of the first line that is no annotated article.
    pub(crate) fn read(lines: &str) -> Result<Vec<Self>, String> {
        let mut all = Vec::new();
        for (i, line) in lines.lines().enumerate().filter(|(_, line)| !line.trim().is_empty()) {
            let line: Line = serde_json::from_str(line).map_err(|e| format!("line {}: {e}", i + 1))?;
            let id = match line.id {
                Value::String(id) => id,
                other => other.to_string(),
            };
            let chars: Vec<char> = line.text.chars().collect();
            let (quotes, entities, figures) = (line.quotes, line.entities, line.figures);
            all.push(Self { id, text: line.text, chars, quotes, entities, figures });
        }
        Ok(all)
    }

    /// The id that joins the annotation with the reader's article.
    pub(crate) fn id(&self) -> &str {
        &self.id
    }
}

/// Words of a name as they are compared: no case, no stops, single spaces.
pub(super) fn plain_name(name: &str) -> String {
    name.to_lowercase().replace('.', " ").split_whitespace().collect::<Vec<_>>().join(" ")
}
