//! Records with named fields: JSON objects, rows of CSV and Parquet. Types are taken as they come: an id may be a
//! number, authors a list or one line, a date seconds since 1970.

use crate::draft::{Draft, Refusal, one_line, with_line_feeds};
use crate::options::Field;
use crate::record::CsvTable;
use crate::{FieldMap, Published, PublishedSource, Reason, cut, dates};
use serde::de::{DeserializeSeed, Deserializer, IgnoredAny, MapAccess, Visitor};
use serde_json::Value;
use std::sync::Arc;

/// The values found for each field of an article, the best first.
#[derive(Default)]
struct Fields {
    found: [Vec<(usize, Value)>; Field::ALL.len()],
}

impl Fields {
    fn put(&mut self, field: Field, rank: usize, value: Value) {
        let list = &mut self.found[field as usize];
        let at = list.partition_point(|(other, _)| *other <= rank);
        list.insert(at, (rank, value));
    }

    /// The first value from which `read` makes something.
    fn first<T>(&mut self, field: Field, read: impl Fn(Value) -> Option<T>) -> Option<T> {
        std::mem::take(&mut self.found[field as usize]).into_iter().find_map(|(_, value)| read(value))
    }

    fn draft(mut self) -> Draft {
        let published = self.first(Field::Date, |value| date(&value));
        let mut draft = Draft {
            source_id: self.first(Field::Id, |value| short(&value)),
            url: self.first(Field::Url, |value| short(&value)),
            outlet: self.first(Field::Outlet, |value| short(&value)),
            title: self.first(Field::Title, |value| short(&value)),
            section: self.first(Field::Section, |value| short(&value)),
            authors: self.first(Field::Authors, |value| authors(&value)).unwrap_or_default(),
            language: self.first(Field::Language, |value| short(&value)).filter(|l| l.len() == 2),
            text: self.first(Field::Text, text).unwrap_or_default(),
            published,
            ..Draft::default()
        };
        draft.cut_boilerplate();
        draft
    }
}

/// The article in a JSON object.
pub(crate) fn json(bytes: &[u8], map: &FieldMap) -> Result<Draft, Refusal> {
    // Serde tells broken UTF-8 as broken syntax; here it is a reason of its own.
    let text = std::str::from_utf8(bytes).map_err(|error| {
        let at = error.valid_up_to();
        Refusal::new(Reason::BadEncoding, format!("not UTF-8 at byte {at} of the record"))
    })?;
    let mut parser = serde_json::Deserializer::from_str(text);
    let fields = ObjectSeed(map).deserialize(&mut parser).and_then(|fields| parser.end().map(|()| fields));
    match fields {
        Ok(fields) => Ok(fields.draft()),
        Err(error) => Err(Refusal::new(Reason::BadJson, error.to_string())),
    }
}

/// The article in a row of a CSV file.
pub(crate) fn csv(row: &[u8], table: &CsvTable, map: &FieldMap) -> Result<Draft, Refusal> {
    if std::str::from_utf8(row).is_err() {
        return Err(Refusal::new(Reason::BadEncoding, "not UTF-8"));
    }
    let bad = |detail: String| Refusal::new(Reason::BadRecord, detail);
    let values = cut::table::fields(row, table.delimiter).map_err(bad)?;
    if values.len() != table.columns.len() {
        return Err(bad(format!("a row of {} fields under a header of {}", values.len(), table.columns.len())));
    }
    // Line breaks inside quoted fields are those of the file; a string in JSON or Parquet is kept to the byte.
    let values = values.into_iter().map(|value| Value::String(with_line_feeds(value)));
    Ok(row_of(table.columns.iter().cloned().zip(values), map))
}

/// The article in a row of named values.
pub(crate) fn row_of(row: impl IntoIterator<Item = (Arc<str>, Value)>, map: &FieldMap) -> Draft {
    let mut fields = Fields::default();
    for (name, value) in row {
        if let Some((field, rank)) = map.field(&name) {
            fields.put(field, rank, value);
        }
    }
    fields.draft()
}

/// Reads an object and skips, unparsed, the fields that nobody wants.
struct ObjectSeed<'a>(&'a FieldMap);

impl<'de> DeserializeSeed<'de> for ObjectSeed<'_> {
    type Value = Fields;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Fields, D::Error> {
        deserializer.deserialize_map(self)
    }
}

impl<'de> Visitor<'de> for ObjectSeed<'_> {
    type Value = Fields;

    fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("a JSON object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut object: A) -> Result<Fields, A::Error> {
        let mut fields = Fields::default();
        while let Some(name) = object.next_key::<std::borrow::Cow<'de, str>>()? {
            match self.0.field(&name) {
                Some((field, rank)) => fields.put(field, rank, object.next_value()?),
                None => drop(object.next_value::<IgnoredAny>()?),
            }
        }
        Ok(fields)
    }
}

/// A body: a text, or a list of paragraphs.
fn text(value: Value) -> Option<String> {
    match value {
        Value::String(text) => (!text.trim().is_empty()).then_some(text),
        Value::Array(items) => {
            let parts: Option<Vec<&str>> = items.iter().map(Value::as_str).collect();
            parts.filter(|parts| !parts.is_empty()).map(|parts| parts.join("\n\n"))
        }
        _ => None,
    }
}

/// A value of one line; a number counts as it is written.
fn short(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => one_line(text),
        Value::Number(number) => Some(number.to_string()),
        Value::Array(items) => items.iter().find_map(short),
        Value::Object(object) => short(object.get("name")?),
        Value::Null | Value::Bool(_) => None,
    }
}

fn date(value: &Value) -> Option<Published> {
    let when = match value {
        Value::String(text) => dates::parse(text)?,
        Value::Number(number) => dates::epoch(&number.to_string())?,
        _ => return None,
    };
    Some(Published { date: when.date, at: when.at, source: PublishedSource::Input })
}

/// Names of authors, from a list or one line.
fn authors(value: &Value) -> Option<Vec<String>> {
    let names: Vec<String> = match value {
        Value::String(line) => crate::byline::names(line),
        Value::Array(items) => items.iter().filter_map(authors).flatten().collect(),
        Value::Object(object) => authors(object.get("name")?)?,
        _ => return None,
    };
    (!names.is_empty()).then_some(names)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn draft(json_text: &str) -> Draft {
        json(json_text.as_bytes(), &FieldMap::default()).expect("good json")
    }

    #[test]
    fn fields_have_many_names_and_types() {
        let found = draft(
            r#"{"uuid": 17, "maintext": "It rained.", "headline": " Rain \n again", "link": "https://a.org/1",
                "date_publish": "2024-05-01 10:00:00", "byline": "By Ann Lee and Bo Li", "publisher": {"name": "The Post"},
                "extra": {"deep": [1, 2]}}"#,
        );
        assert_eq!(found.source_id.as_deref(), Some("17"));
        assert_eq!(found.text, "It rained.");
        assert_eq!(found.title.as_deref(), Some("Rain again"));
        assert_eq!(found.authors, ["Ann Lee", "Bo Li"]);
        assert_eq!(found.outlet.as_deref(), Some("The Post"));
        let published = found.published.expect("date");
        assert_eq!((published.date.to_string(), published.source), ("2024-05-01".into(), PublishedSource::Input));
    }

    #[test]
    fn the_first_name_with_something_in_it_wins() {
        assert_eq!(draft(r#"{"body": "B.", "text": "T."}"#).text, "T.");
        assert_eq!(draft(r#"{"body": "B.", "text": " "}"#).text, "B.");
        assert_eq!(draft(r#"{"content": "C.", "text": {"text": "nested"}, "body": null}"#).text, "C.");
        assert_eq!(draft(r#"{"text": ["One.", "Two."]}"#).text, "One.\n\nTwo.");
        assert_eq!(draft(r#"{"author": [], "authors": ["Ann Lee", {"name": "Bo Li"}], "text": "x"}"#).authors.len(), 2);
    }

    #[test]
    fn a_map_names_the_fields() {
        let map: FieldMap = "text=story,title=text".parse().expect("map");
        let found = json(br#"{"text": "Head", "story": "Body."}"#, &map).expect("good json");
        assert_eq!((found.title.as_deref(), &*found.text), (Some("Head"), "Body."));
    }

    #[test]
    fn what_is_broken_says_how() {
        let reason = |bytes: &[u8]| json(bytes, &FieldMap::default()).expect_err("broken").reason;
        assert_eq!(reason(b"{\"text\": \"a"), Reason::BadJson);
        assert_eq!(reason(b"[1]"), Reason::BadJson);
        assert_eq!(reason(b"{\"text\": \"a\"} x"), Reason::BadJson);
        assert_eq!(reason(b"{\"text\": \"\xff\"}"), Reason::BadEncoding);
        assert_eq!(reason("[".repeat(100_000).as_bytes()), Reason::BadJson);
    }
}
