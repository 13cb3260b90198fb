//! What a caller may choose about reading: names of fields, languages kept, caps.

use std::str::FromStr;
use std::time::Duration;
use thiserror::Error;

/// How inputs are read. The defaults are those of the command line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Options {
    /// Which field of a structured record (JSON, CSV, Parquet) holds what.
    pub map: FieldMap,
    /// Keeps articles that are not in English, with their language.
    pub keep_language: bool,
    /// Whether damage in plain text is repaired.
    pub repair: Repair,
    /// Largest raw record held in memory, in bytes; a larger one is skipped and rejected as too long.
    pub max_record_bytes: usize,
    /// Longest article text, in bytes.
    pub max_text_bytes: usize,
    /// Largest web page, in bytes after decompression.
    pub max_html_bytes: usize,
    /// Longest time one web page may take.
    pub page_timeout: Duration,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            map: FieldMap::default(),
            keep_language: false,
            repair: Repair::Never,
            max_record_bytes: 64 << 20,
            max_text_bytes: 10 << 20,
            max_html_bytes: 5 << 20,
            page_timeout: Duration::from_secs(2),
        }
    }
}

/// Whether damage that collectors do to plain text and fields of text is undone: references, mojibake, lines broken at
/// a width, paragraphs run together. Pages are rendered anew anyway.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Repair {
    /// The text given is the text stored, save for line ends and what is cut off at its ends.
    #[default]
    Never,
    /// Where it is certain. Then the repaired text is the one that is stored.
    Certain,
}

/// A field of an article that structured input can name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Field {
    /// The id in the input.
    Id,
    /// The body.
    Text,
    /// The headline.
    Title,
    /// The address.
    Url,
    /// The publication date.
    Date,
    /// The bylines.
    Authors,
    /// The publication.
    Outlet,
    /// The section.
    Section,
    /// The language.
    Language,
}

impl Field {
    /// Every field.
    pub const ALL: [Self; 9] = [
        Self::Id,
        Self::Text,
        Self::Title,
        Self::Url,
        Self::Date,
        Self::Authors,
        Self::Outlet,
        Self::Section,
        Self::Language,
    ];

    /// The name used on the command line.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Id => "id",
            Self::Text => "text",
            Self::Title => "title",
            Self::Url => "url",
            Self::Date => "date",
            Self::Authors => "authors",
            Self::Outlet => "outlet",
            Self::Section => "section",
            Self::Language => "language",
        }
    }

    /// The names looked for when the map says nothing, the best first.
    pub(crate) const fn usual_names(self) -> &'static [&'static str] {
        match self {
            Self::Id => &["id", "uuid", "article_id"],
            Self::Text => &["text", "body", "maintext", "content", "article"],
            Self::Title => &["title", "headline"],
            Self::Url => &["url", "link"],
            Self::Date => &["date", "published", "date_publish", "published_at", "published_date", "pub_date"],
            Self::Authors => &["author", "authors", "byline"],
            Self::Outlet => &["source", "outlet", "source_domain", "publisher", "publication"],
            Self::Section => &["section", "category"],
            Self::Language => &["language", "lang"],
        }
    }
}

/// Which field of structured input holds what; a field not named is looked for under its usual names.
///
/// ```
/// use copydesk_ingest::FieldMap;
/// let map: FieldMap = "text=story,title=hed".parse()?;
/// assert_eq!(map.to_string(), "text=story,title=hed");
/// # Ok::<(), copydesk_ingest::FieldMapError>(())
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FieldMap {
    names: [Option<Box<str>>; Field::ALL.len()],
}

impl FieldMap {
    /// Says that `field` is read from the input's field `name` and no other.
    pub fn set(&mut self, field: Field, name: &str) {
        self.names[field as usize] = Some(name.into());
    }

    /// How good the input's field `name` is for `field`: 0 is best, `None` means that it is not for it.
    pub(crate) fn rank(&self, field: Field, name: &str) -> Option<usize> {
        match &self.names[field as usize] {
            Some(wanted) => (**wanted == *name).then_some(0),
            None => field.usual_names().iter().position(|usual| usual.eq_ignore_ascii_case(name)),
        }
    }

    /// The article's field that the input's field `name` is for, and how good it is for it.
    pub(crate) fn field(&self, name: &str) -> Option<(Field, usize)> {
        // A name given by the user counts before a usual one: `--map title=text` must not leave "text" to the body.
        let named = Field::ALL.into_iter().find(|&f| self.names[f as usize].as_deref() == Some(name));
        if let Some(field) = named {
            return Some((field, 0));
        }
        Field::ALL.into_iter().find_map(|f| Some((f, self.rank(f, name)?)))
    }
}

impl FromStr for FieldMap {
    type Err = FieldMapError;

    fn from_str(text: &str) -> Result<Self, FieldMapError> {
        let mut map = Self::default();
        for pair in text.split(',').map(str::trim).filter(|pair| !pair.is_empty()) {
            let (field, name) = pair.split_once('=').ok_or_else(|| FieldMapError::NoEquals(pair.to_owned()))?;
            let (field, name) = (field.trim(), name.trim());
            let field = match field {
                "author" => Field::Authors,
                _ => Field::ALL
                    .into_iter()
                    .find(|f| f.as_str() == field)
                    .ok_or_else(|| FieldMapError::UnknownField(field.to_owned()))?,
            };
            if name.is_empty() {
                return Err(FieldMapError::NoName(field.as_str()));
            }
            map.set(field, name);
        }
        Ok(map)
    }
}

impl std::fmt::Display for FieldMap {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let mut comma = "";
        for field in Field::ALL {
            if let Some(name) = &self.names[field as usize] {
                write!(f, "{comma}{}={name}", field.as_str())?;
                comma = ",";
            }
        }
        Ok(())
    }
}

/// What is wrong with a field map as text.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum FieldMapError {
    /// A pair without "=".
    #[error("\"{0}\" is no pair like text=body")]
    NoEquals(String),
    /// A field that articles do not have.
    #[error("no field is called \"{0}\" (there are id, text, title, url, date, authors, outlet, section, language)")]
    UnknownField(String),
    /// Nothing after "=".
    #[error("no name is given for {0}")]
    NoName(&'static str),
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_map_names_fields_and_leaves_the_others_to_their_usual_names() {
        let map: FieldMap = "text=story, author=by".parse().expect("good map");
        assert_eq!(map.field("story"), Some((Field::Text, 0)));
        assert_eq!(map.field("text"), None);
        assert_eq!(map.field("by"), Some((Field::Authors, 0)));
        assert_eq!(map.field("headline"), Some((Field::Title, 1)));
        assert_eq!(map.to_string(), "text=story,authors=by");
    }

    #[test]
    fn a_wrong_map_says_what_is_wrong() {
        assert_eq!("text".parse::<FieldMap>(), Err(FieldMapError::NoEquals("text".into())));
        assert_eq!("txet=a".parse::<FieldMap>(), Err(FieldMapError::UnknownField("txet".into())));
        assert_eq!("text=".parse::<FieldMap>(), Err(FieldMapError::NoName("text")));
    }
}
