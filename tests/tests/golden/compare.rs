//! One article's rows against what is expected of them.

use crate::actual::{Actual, text};
use crate::expectation::{Duty, Golden, Row};
use crate::score::{Layer, Scores};
use crate::words::{equal, one_holds_the_other, overlap, same_name, share_a_word, value_is};
use serde_json::Value;

/// Contents that share this much of their words are one.
const SAME_CONTENT: f64 = 0.8;

/// What is wrong, in words: broken promises, and rows that only count.
#[derive(Debug, Default)]
pub(crate) struct Findings {
    /// Rows that must hold and do not, rows that must never be and are.
    pub(crate) broken: Vec<String>,
    /// Rows that are missing or false, for a person who wants to see why a figure is what it is.
    pub(crate) remarks: Vec<String>,
}

/// Compares all layers of an article.
pub(crate) fn compare(golden: &Golden, actual: &Actual, scores: &mut Scores) -> Findings {
    let mut findings = Findings::default();
    article(golden, actual, &mut findings);
    quotes(golden, actual, scores, &mut findings);
    entities(golden, actual, scores, &mut findings);
    figures(golden, actual, scores, &mut findings);
    never(golden, actual, &mut findings);
    findings
}

fn article(golden: &Golden, actual: &Actual, findings: &mut Findings) {
    for row in &golden.article {
        let column = row.cell("column");
        let is = match &actual.article[column] {
            Value::Null => None,
            Value::String(s) => Some(s.clone()),
            Value::Array(list) => Some(list.iter().filter_map(Value::as_str).collect::<Vec<_>>().join("; ")),
            other => Some(other.to_string()),
        };
        if !row.allows("value", is.as_deref(), |expected, actual| expected == actual) {
            let is = is.as_deref().unwrap_or("nothing");
            findings.broken.push(format!("{}: articles.{column} is {is}, not {}", golden.name, row.cell("value")));
        }
    }
}

/// Pairs expected with actual rows, each once: for every expected row the best of the free ones.
fn pair<'a>(
    expected: impl Iterator<Item = &'a Row>,
    free: &mut Vec<&'a Value>,
    likeness: impl Fn(&Row, &Value) -> f64,
) -> Vec<(&'a Row, Option<&'a Value>)> {
    let mut pairs = Vec::new();
    for row in expected {
        let mut best: Option<(usize, f64)> = None;
        for (i, actual) in free.iter().enumerate() {
            let like = likeness(row, actual);
            if like > best.map_or(0.0, |b| b.1) {
                best = Some((i, like));
            }
        }
        pairs.push((row, best.map(|(i, _)| free.remove(i))));
    }
    pairs
}

fn counting(rows: &[Row]) -> impl Iterator<Item = &Row> {
    rows.iter().filter(|r| r.duty != Duty::May)
}

fn allowed(rows: &[Row]) -> impl Iterator<Item = &Row> {
    rows.iter().filter(|r| r.duty == Duty::May)
}

fn best(row: &Row, column: &str, actual: Option<&str>, like: impl Fn(&str, &str) -> f64) -> f64 {
    let actual = actual.unwrap_or("");
    row.choices(column).iter().flatten().map(|expected| like(expected, actual)).fold(0.0, f64::max)
}

fn quotes(golden: &Golden, actual: &Actual, scores: &mut Scores, findings: &mut Findings) {
    let content = |row: &Row, quote: &Value| {
        let like = best(row, "text", text(quote, "text"), |e, a| overlap(&e.replace('‖', " "), a));
        if like < SAME_CONTENT { 0.0 } else { like }
    };
    let mut free: Vec<&Value> = actual.quotes.iter().collect();
    let pairs = pair(counting(&golden.quotes), &mut free, content);
    pair(allowed(&golden.quotes), &mut free, content);
    for (row, found) in pairs {
        let marked = row.choices("kind").iter().flatten().any(|k| k != "indirect");
        let score = scores.layer(Layer::Quotes);
        score.expected("content");
        score.expected("content + speaker");
        if marked {
            score.expected("content + speaker, in marks");
        }
        let Some(quote) = found else {
            miss(findings, golden, row, "quote", &format!("“{}” by {}", row.cell("text"), row.cell("speaker")));
            continue;
        };
        let speaker = row.allows("speaker", text(quote, "speaker"), same_name);
        let kind = row.allows("kind", text(quote, "kind"), equal);
        let cue = row.allows("cue", text(quote, "cue"), |e, a| e.to_lowercase() == a.to_lowercase());
        score.right("content", true);
        score.right("content + speaker", speaker);
        if marked {
            score.right("content + speaker, in marks", speaker);
        }
        score.share("kind", kind);
        score.share("cue", cue);
        let whole = row
            .choices("text")
            .iter()
            .flatten()
            .any(|e| equal(&e.replace(" ‖ ", " "), quote["text"].as_str().unwrap_or("")));
        let parts = row.cell("text").matches('‖').count() + 1;
        let parts = quote["parts"].as_array().is_some_and(|p| p.len() == parts);
        score.share("exact content", whole);
        let said = |column: &str| text(quote, column).unwrap_or("nothing").to_owned();
        let wrong = [
            (!speaker, format!("speaker {} for {}", said("speaker"), row.cell("speaker"))),
            (!kind, format!("kind {} for {}", said("kind"), row.cell("kind"))),
            (!cue, format!("cue {} for {}", said("cue"), row.cell("cue"))),
            (!whole, format!("content “{}”", said("text"))),
            (row.duty == Duty::Must && !parts, "another number of parts".to_owned()),
        ];
        differ(findings, golden, row, &format!("quote “{}”", row.cell("text")), &wrong);
    }
    for quote in free {
        let score = scores.layer(Layer::Quotes);
        score.false_row("content");
        score.false_row("content + speaker");
        if text(quote, "kind") != Some("indirect") {
            score.false_row("content + speaker, in marks");
        }
        let said = |column: &str| text(quote, column).unwrap_or("nobody");
        findings.remarks.push(format!("{}: false quote “{}” by {}", golden.name, said("text"), said("speaker")));
    }
}

/// Golden rows name an entity and all its mentions ("Lavrov ×3; Sergei Lavrov"): each mention counts for itself.
fn entities(golden: &Golden, actual: &Actual, scores: &mut Scores, findings: &mut Findings) {
    let name_of = |mention: &Value| {
        let index = &mention["entity_index"];
        actual.entities.iter().find(|e| e["entity_index"] == *index).and_then(|e| text(e, "name")).unwrap_or("")
    };
    let mut free: Vec<&Value> = actual.mentions.iter().filter(|m| m["reference"] == "name").collect();
    for row in counting(&golden.entities) {
        for (forms, times) in mentions(row) {
            for _ in 0..times {
                let like = |mention: &Value| {
                    let same = forms.iter().any(|form| Some(form.as_str()) == text(mention, "text"));
                    let kind = row.allows("type", text(mention, "type"), equal);
                    let name = row.allows("name", Some(name_of(mention)), same_name);
                    // Of several mentions with these words, the one that is right.
                    if same { 1 + 2 * i32::from(kind) + i32::from(name) } else { 0 }
                };
                let at = (0..free.len()).max_by_key(|&i| (like(free[i]), std::cmp::Reverse(i)));
                let found = at.filter(|&i| like(free[i]) > 0).map(|i| free.remove(i));
                let score = scores.layer(Layer::Entities);
                for measure in ["mention", "mention + type", "mention + type + name"] {
                    score.expected(measure);
                }
                let label = format!("{} “{}”", row.cell("type"), forms.join(" / "));
                let Some(mention) = found else {
                    miss(findings, golden, row, "mention", &label);
                    continue;
                };
                let kind = row.allows("type", text(mention, "type"), equal);
                let name = row.allows("name", Some(name_of(mention)), same_name);
                score.right("mention", true);
                score.right("mention + type", kind);
                score.right("mention + type + name", kind && name);
                let wrong = [
                    (!kind, format!("type {}", text(mention, "type").unwrap_or(""))),
                    (!name, format!("name {} for {}", name_of(mention), row.cell("name"))),
                ];
                differ(findings, golden, row, &format!("mention {label}"), &wrong);
            }
        }
    }
    let may: Vec<String> = allowed(&golden.entities).flat_map(mentions).flat_map(|(forms, _)| forms).collect();
    for mention in free.into_iter().filter(|m| !may.iter().any(|form| Some(form.as_str()) == text(m, "text"))) {
        let score = scores.layer(Layer::Entities);
        for measure in ["mention", "mention + type", "mention + type + name"] {
            score.false_row(measure);
        }
        let said = |column: &str| text(mention, column).unwrap_or("");
        findings.remarks.push(format!("{}: false mention {} “{}”", golden.name, said("type"), said("text")));
    }
}

/// "Lavrov ×3; Sergei Lavrov": the forms (alternatives of one) and how often each stands.
fn mentions(row: &Row) -> Vec<(Vec<String>, usize)> {
    let one = |form: &str| {
        let (form, times) = form.split_once(" ×").unwrap_or((form, "1"));
        let times = times.parse().unwrap_or_else(|_| panic!("“×{times}” is no number of mentions"));
        (form.split(" / ").map(|f| f.trim().to_owned()).collect(), times)
    };
    row.cell("mentions").split(';').map(|form| one(form.trim())).collect()
}

fn figures(golden: &Golden, actual: &Actual, scores: &mut Scores, findings: &mut Findings) {
    let words = |row: &Row, figure: &Value| {
        best(row, "text", text(figure, "text"), |expected, actual| {
            let value = f64::from(u8::from(row.allows("value", Some(""), |e, _| value_is(e, figure))));
            if expected.to_lowercase() == actual.to_lowercase() {
                3.0 + value
            } else if one_holds_the_other(expected, actual) {
                1.0 + value
            } else {
                0.0
            }
        })
    };
    let mut free: Vec<&Value> = actual.figures.iter().collect();
    // Wordings that are the same first, so that "11" does not take what is "11 minutes".
    let exact = |row: &Row, figure: &Value| if words(row, figure) >= 3.0 { words(row, figure) } else { 0.0 };
    let first = pair(counting(&golden.figures), &mut free, exact);
    let rest = pair(first.iter().filter(|(_, f)| f.is_none()).map(|(row, _)| *row), &mut free, words);
    let pairs: Vec<_> = first.into_iter().filter(|(_, f)| f.is_some()).chain(rest).collect();
    pair(allowed(&golden.figures), &mut free, words);
    for (row, found) in pairs {
        let casualty = row.choices("category").iter().flatten().any(|c| c.starts_with("casualty"));
        let score = scores.layer(Layer::Figures);
        for measure in ["figure", "exact text", "value", "value + modifier"] {
            score.expected(measure);
        }
        if casualty {
            score.expected("casualty: value + category");
        }
        let Some(figure) = found else {
            miss(findings, golden, row, "figure", &format!("“{}” ({})", row.cell("text"), row.cell("category")));
            continue;
        };
        let value = row.allows("value", Some(""), |expected, _| value_is(expected, figure));
        let modifier = row.allows("modifier", text(figure, "modifier"), equal);
        let category = row.allows("category", text(figure, "category"), equal);
        let exact = row.allows("text", text(figure, "text"), |e, a| e.to_lowercase() == a.to_lowercase());
        let counted = row.allows("counted", text(figure, "counted"), share_a_word);
        let source = row.allows("source", text(figure, "source"), share_a_word);
        score.right("figure", true);
        score.right("exact text", exact);
        score.right("value", value);
        score.right("value + modifier", value && modifier);
        if casualty {
            score.right("casualty: value + category", value && category);
        }
        score.share("category", category);
        if row.choices("counted").iter().any(Option::is_some) {
            score.share("counted", counted);
        }
        if row.choices("source").iter().any(Option::is_some) {
            score.share("source", source);
        }
        let said = |column: &str| text(figure, column).unwrap_or("nothing").to_owned();
        let value_said = [&figure["value"], &figure["low"], &figure["high"]].map(Value::to_string).join("|");
        let wrong = [
            (!exact, format!("text “{}”", said("text"))),
            (!value, format!("value {value_said} for {}", row.cell("value"))),
            (!modifier, format!("modifier {} for {}", said("modifier"), row.cell("modifier"))),
            (!category, format!("category {} for {}", said("category"), row.cell("category"))),
            (!counted, format!("counted {} for {}", said("counted"), row.cell("counted"))),
            (!source, format!("source {} for {}", said("source"), row.cell("source"))),
        ];
        differ(findings, golden, row, &format!("figure “{}”", row.cell("text")), &wrong);
    }
    for figure in free {
        let score = scores.layer(Layer::Figures);
        for measure in ["figure", "exact text", "value", "value + modifier"] {
            score.false_row(measure);
        }
        let said = |column: &str| text(figure, column).unwrap_or("");
        if said("category").starts_with("casualty") {
            score.false_row("casualty: value + category");
        }
        findings.remarks.push(format!("{}: false figure “{}” ({})", golden.name, said("text"), said("category")));
    }
}

fn never(golden: &Golden, actual: &Actual, findings: &mut Findings) {
    for row in &golden.never {
        let (place, words) = (row.cell("column"), row.cell("text"));
        let (table, column) = place.split_once('.').expect("a column is written table.column");
        let rows = match table {
            "articles" => std::slice::from_ref(&actual.article),
            "quotes" => &actual.quotes,
            "mentions" => &actual.mentions,
            "entities" => &actual.entities,
            "figures" => &actual.figures,
            _ => panic!("{}.md: no table is called {table}", golden.name),
        };
        for found in rows.iter().filter_map(|r| text(r, column)).filter(|t| {
            // Of a body any piece counts, of a row's own words the whole.
            if table == "articles" { t.contains(words) } else { *t == words }
        }) {
            let found: String = found.chars().take(80).collect();
            findings.broken.push(format!("{}: {place} holds “{words}”: {found}", golden.name));
        }
    }
}

fn miss(findings: &mut Findings, golden: &Golden, row: &Row, what: &str, label: &str) {
    let line = format!("{}: missing {what} {label}", golden.name);
    if row.duty == Duty::Must { &mut findings.broken } else { &mut findings.remarks }.push(line);
}

fn differ(findings: &mut Findings, golden: &Golden, row: &Row, label: &str, wrong: &[(bool, String)]) {
    let wrong: Vec<&str> = wrong.iter().filter(|(is, _)| *is).map(|(_, what)| what.as_str()).collect();
    if !wrong.is_empty() {
        let line = format!("{}: {label} has {}", golden.name, wrong.join(", "));
        if row.duty == Duty::Must { &mut findings.broken } else { &mut findings.remarks }.push(line);
    }
}
