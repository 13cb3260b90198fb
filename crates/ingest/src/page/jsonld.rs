//! JSON-LD of a page, read as it comes: broken syntax, `@graph`, arrays, references by `@id`.

use serde_json::{Map, Value};

/// What the page's linked data says about the article.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct LinkedData {
    pub(super) headline: Option<String>,
    pub(super) authors: Vec<String>,
    /// Those of the authors that are said to be persons.
    pub(super) people: Vec<String>,
    /// Dates of publication, the surest first, and of the last change.
    pub(super) published: Vec<String>,
    pub(super) modified: Vec<String>,
    pub(super) section: Option<String>,
    pub(super) outlet: Option<String>,
    pub(super) body: Option<String>,
    /// Whether there is an article at all.
    pub(super) is_article: bool,
    /// Types of everything on the page, for telling pages that are no articles.
    pub(super) types: Vec<String>,
}

/// Objects looked at: a page with more is a catalogue.
const MAX_OBJECTS: usize = 2_000;

/// Reads all JSON-LD scripts of a page.
pub(super) fn read<'a>(scripts: impl Iterator<Item = &'a str>) -> LinkedData {
    let (mut objects, mut data) = (Vec::new(), LinkedData::default());
    for script in scripts {
        match parse(script) {
            Some(value) => collect(value, &mut objects, 0),
            None => data.fill_from_text(script),
        }
    }
    for object in &objects {
        for kind in types(object) {
            data.types.push(kind.to_owned());
        }
    }
    let article = best_article(&objects);
    if let Some(article) = article {
        data.is_article = true;
        data.fill(article, &objects);
    }
    // Pages have dates too, where their article has none.
    for page in objects.iter().filter(|object| types(object).any(|kind| kind.ends_with("Page"))) {
        data.published.extend(values(page, &["datePublished"]));
        data.modified.extend(values(page, &["dateModified"]));
    }
    if data.outlet.is_none() {
        let named = |kind: &str| objects.iter().find(|object| types(object).any(|t| t == kind));
        data.outlet =
            ["WebSite", "NewsMediaOrganization"].into_iter().find_map(named).and_then(|o| text(o.get("name")?));
    }
    data
}

/// The first object that is an article; news before anything else.
fn best_article(objects: &[Map<String, Value>]) -> Option<&Map<String, Value>> {
    let rank = |object: &&Map<String, Value>| {
        types(object)
            .map(|kind| match kind {
                "NewsArticle"
                | "ReportageNewsArticle"
                | "AnalysisNewsArticle"
                | "OpinionNewsArticle"
                | "ReviewNewsArticle"
                | "BackgroundNewsArticle"
                | "LiveBlogPosting" => 0,
                kind if kind.ends_with("Article") => 1,
                "BlogPosting" | "Report" => 1,
                _ => 9,
            })
            .min()
            .unwrap_or(9)
    };
    objects.iter().filter(|object| rank(object) < 9).min_by_key(rank)
}

impl LinkedData {
    fn fill(&mut self, article: &Map<String, Value>, all: &[Map<String, Value>]) {
        self.headline = article.get("headline").and_then(text).or_else(|| article.get("name").and_then(text));
        self.published = values(article, &["datePublished", "dateCreated", "uploadDate"]);
        self.modified = values(article, &["dateModified"]);
        self.section = article.get("articleSection").and_then(text);
        self.body = article.get("articleBody").and_then(text);
        self.outlet = article.get("publisher").and_then(|p| names(p, all).into_iter().next());
        for author in ["author", "creator"].iter().filter_map(|field| article.get(*field)) {
            if self.authors.is_empty() {
                self.authors = names(author, all);
                self.people = people(author);
            }
        }
    }

    /// What can be had from syntax that is broken beyond repair.
    fn fill_from_text(&mut self, script: &str) {
        if !["Article\"", "BlogPosting\""].iter().any(|kind| script.contains(kind)) {
            return;
        }
        let after = |name: &str| {
            let rest = &script[script.find(&format!("\"{name}\""))? + name.len() + 2..];
            let rest = rest.trim_start().strip_prefix(':')?.trim_start();
            string(rest)
        };
        self.is_article = true;
        self.headline = self.headline.take().or_else(|| after("headline"));
        self.published.extend(after("datePublished"));
        self.modified.extend(after("dateModified"));
        if self.authors.is_empty()
            && let Some(at) = script.find("\"author\"")
            && let Some(name) = script[at..].find("\"name\"").filter(|&distance| distance < 300)
        {
            let rest = script[at + name + 6..].trim_start().trim_start_matches(':').trim_start();
            self.authors.extend(string(rest));
        }
    }
}

/// The JSON string that a text begins with.
fn string(text: &str) -> Option<String> {
    let inner = text.strip_prefix('"')?;
    let mut escaped = false;
    let end = inner.find(|c| {
        let ends = c == '"' && !escaped;
        escaped = c == '\\' && !escaped;
        ends
    })?;
    serde_json::from_str(&text[..end + 2]).ok().filter(|s: &String| !s.is_empty())
}

fn parse(script: &str) -> Option<Value> {
    let script = script.trim();
    let script = script.strip_prefix("<!--").map_or(script, |s| s.strip_suffix("-->").unwrap_or(s));
    let script = script.trim().trim_start_matches("//<![CDATA[").trim_start_matches("<![CDATA[");
    let script = script.trim_end_matches("//]]>").trim_end_matches("]]>").trim().trim_end_matches(';');
    serde_json::from_str(script).ok().or_else(|| serde_json::from_str(&repaired(script)).ok())
}

/// The two most common breaks mended: raw line ends and tabs inside strings, and commas before a closing bracket.
fn repaired(script: &str) -> String {
    let mut out = String::with_capacity(script.len());
    let (mut in_string, mut escaped) = (false, false);
    for c in script.chars() {
        if in_string {
            match c {
                _ if escaped => escaped = false,
                '\\' => escaped = true,
                '"' => in_string = false,
                c if c.is_control() => {
                    out.push(' ');
                    continue;
                }
                _ => {}
            }
        } else if c == '"' {
            in_string = true;
        } else if matches!(c, '}' | ']') {
            let kept = out.trim_end().len();
            if out[..kept].ends_with(',') {
                out.truncate(kept - 1);
            }
        }
        out.push(c);
    }
    out
}

/// All objects in a value that have a type, the outer before the inner.
fn collect(value: Value, into: &mut Vec<Map<String, Value>>, depth: usize) {
    if depth > 12 || into.len() > MAX_OBJECTS {
        return;
    }
    match value {
        Value::Array(items) => items.into_iter().for_each(|item| collect(item, into, depth + 1)),
        Value::Object(mut object) => {
            let inner: Vec<Value> = [
                "@graph",
                "mainEntity",
                "mainEntityOfPage",
                "hasPart",
                "itemListElement",
                "item",
                "author",
                "publisher",
            ]
            .iter()
            .filter_map(|name| match *name {
                "@graph" => object.remove(*name),
                name => object.get(name).filter(|v| v.is_object() || v.is_array()).cloned(),
            })
            .collect();
            if object.contains_key("@type") {
                into.push(object);
            }
            for item in inner {
                collect(item, into, depth + 1);
            }
        }
        _ => {}
    }
}

fn types(object: &Map<String, Value>) -> impl Iterator<Item = &str> {
    let kind = object.get("@type");
    let one = kind.and_then(Value::as_str);
    let many = kind.and_then(Value::as_array).into_iter().flatten().filter_map(Value::as_str);
    one.into_iter().chain(many).map(|kind| kind.rsplit(['/', ':']).next().unwrap_or(kind))
}

/// A text, or the first of several.
fn text(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => (!text.trim().is_empty()).then(|| super::unescaped(text.trim())),
        Value::Array(items) => items.iter().find_map(text),
        Value::Object(object) => object.get("@value").or_else(|| object.get("name")).and_then(text),
        _ => None,
    }
}

/// The texts of these fields.
fn values(object: &Map<String, Value>, fields: &[&str]) -> Vec<String> {
    fields.iter().filter_map(|field| text(object.get(*field)?)).collect()
}

/// Names of people or organisations: a text, an object with a name, a reference to one, or several of these.
fn names(value: &Value, all: &[Map<String, Value>]) -> Vec<String> {
    match value {
        Value::String(_) => text(value).into_iter().collect(),
        Value::Array(items) => items.iter().flat_map(|item| names(item, all)).collect(),
        Value::Object(object) => {
            if let Some(name) = object.get("name") {
                return names(name, all);
            }
            let id = object.get("@id").and_then(Value::as_str);
            let named = all.iter().find(|o| id.is_some() && o.get("@id").and_then(Value::as_str) == id);
            named.and_then(|o| text(o.get("name")?)).into_iter().collect()
        }
        _ => Vec::new(),
    }
}

/// The names among these of which it is said that they are of persons.
fn people(value: &Value) -> Vec<String> {
    match value {
        Value::Array(items) => items.iter().flat_map(people).collect(),
        Value::Object(object) if types(object).any(|kind| kind == "Person") => {
            object.get("name").and_then(text).into_iter().collect()
        }
        _ => Vec::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_article_is_found_in_a_graph_with_its_author_by_reference() {
        let script = r##"{"@context": "https://schema.org", "@graph": [
            {"@type": "WebSite", "name": "The Post"},
            {"@type": ["Article", "BlogPosting"], "headline": "Rain &amp; wind", "datePublished": "2024-05-01T10:00:00Z",
             "author": {"@id": "#ann"}, "articleSection": ["Weather", "News"]},
            {"@type": "Person", "@id": "#ann", "name": "Ann Lee"}]}"##;
        let data = read([script].into_iter());
        assert!(data.is_article);
        assert_eq!(data.headline.as_deref(), Some("Rain & wind"));
        assert_eq!(data.authors, ["Ann Lee"]);
        assert_eq!(data.section.as_deref(), Some("Weather"));
        assert_eq!(data.outlet.as_deref(), Some("The Post"));
    }

    #[test]
    fn broken_syntax_is_mended_or_read_around() {
        let raw_line_end = "<!-- {\"@type\": \"NewsArticle\", \"headline\": \"Rain\nagain\", \"author\": [{\"name\": \"Ann Lee\"},],} -->";
        let data = read([raw_line_end].into_iter());
        assert_eq!((data.headline.as_deref(), &*data.authors), (Some("Rain again"), &["Ann Lee".to_owned()][..]));
        let hopeless = r#"{"@type": "NewsArticle" "headline": "Rain \"again\"", "author": {"name": "Ann Lee"}"#;
        let data = read([hopeless].into_iter());
        assert_eq!((data.headline.as_deref(), &*data.authors), (Some("Rain \"again\""), &["Ann Lee".to_owned()][..]));
    }

    #[test]
    fn other_things_are_no_articles() {
        let data = read([r#"[{"@type": "Product", "name": "A pump"}]"#, "rubbish", ""].into_iter());
        assert!(!data.is_article);
        assert_eq!(data.types, ["Product"]);
    }
}
