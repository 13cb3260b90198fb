//! How well pronouns and descriptions find their person, measured on annotated articles that lie
//! beside the repository; skipped where they do not.

#![expect(clippy::print_stdout, reason = "it tells what it measured")]

use super::{Cast, Namer};
use crate::extractor::{Analysis, Article};
use crate::model::{EMBEDDED, ModelFile};
use crate::{Document, Span, Zone, syntax, text};
use serde_json::Value;

fn shared() -> Option<std::path::PathBuf> {
    let given = std::env::var_os("COPYDESK_SHARED").map(std::path::PathBuf::from);
    let path = given.unwrap_or_else(|| std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared"));
    path.is_dir().then_some(path)
}

/// Calls `seen` with every article of a file, its cast and its annotation.
fn each(file: &std::path::Path, mut seen: impl FnMut(&Value, Article<'_>, &Cast, &dyn Fn(u64) -> usize)) {
    let model = ModelFile::read(EMBEDDED).expect("the model");
    let (analyser, namer) = (syntax::Analyser::read(&model), Namer::read(&model));
    for line in std::fs::read_to_string(file).expect("a file").lines() {
        let row: Value = serde_json::from_str(line).expect("JSON");
        let body = row["text"].as_str().expect("a text");
        let bytes: Vec<usize> = body.char_indices().map(|(i, _)| i).chain([body.len()]).collect();
        let (title, mut analysis) = (Analysis::default(), Analysis::default());
        text::read(body, &mut analysis.text);
        analyser.analyse(body, &analysis.text, &mut analysis.syntax);
        let article = Article { document: Document { title: None, body }, title: &title, body: &analysis };
        let cast = namer.cast(article);
        seen(&row, article, &cast, &|point| bytes[point as usize]);
    }
}

fn norm(name: &str) -> String {
    name.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

#[test]
fn speakers_are_resolved() {
    let Some(shared) = shared() else {
        println!("skipped: no annotated articles beside the repository");
        return;
    };
    let mut tally = std::collections::BTreeMap::<String, [usize; 4]>::new();
    let (mut roles, mut same_roles, mut close_roles) = (0, 0, 0);
    for set in ["own", "voa", "wikinews", "senate"] {
        each(&shared.join(format!("train/news/{set}.jsonl")), |row, article, cast, at| {
            for role in row["roles"].as_array().into_iter().flatten() {
                let Some(entity) =
                    cast.entities.iter().find(|e| Some(norm(&e.name)) == role["entity"].as_str().map(norm))
                else {
                    continue;
                };
                roles += 1;
                let gold = norm(role["role"].as_str().unwrap_or(""));
                let found = norm(entity.role.as_deref().unwrap_or(""));
                same_roles += usize::from(gold == found);
                close_roles += usize::from(!found.is_empty() && (gold.contains(&found) || found.contains(&gold)));
            }
            for quote in row["quotes"].as_array().into_iter().flatten() {
                let (Some(start), Some(end), Some(gold)) = (
                    quote["speaker"]["start"].as_u64(),
                    quote["speaker"]["end"].as_u64(),
                    quote["speaker_name"].as_str(),
                ) else {
                    continue;
                };
                let span = Span::new(at(start), at(end));
                let words = span.of(article.document.body).to_lowercase();
                let pronoun = matches!(words.as_str(), "he" | "she" | "it" | "they");
                if !pronoun && cast.mention_at(Zone::Body, span).is_some() {
                    continue;
                }
                let found = if pronoun {
                    cast.antecedent(article, Zone::Body, span)
                } else {
                    cast.bearer(article, Zone::Body, span)
                };
                let kind = if pronoun { words.clone() } else { "nominal".to_owned() };
                let row = tally.entry(kind).or_default();
                row[0] += 1;
                let known = cast.entities.iter().any(|e| norm(&e.name) == norm(gold));
                row[1] += usize::from(known);
                if let Some(found) = found {
                    row[2] += 1;
                    row[3] += usize::from(norm(&cast.entities[found.entity as usize].name) == norm(gold));
                }
            }
        });
    }
    for (kind, [all, known, answered, right]) in &tally {
        println!("{kind}: {all}, of them {known} named, {answered} answered, {right} right");
    }
    let sum = |i: usize| ["he", "she"].iter().filter_map(|k| tally.get(*k)).map(|t| t[i]).sum::<usize>();
    assert!(sum(3) * 100 >= sum(0) * 88, "he and she find fewer of their speakers than they did");
    println!("roles: {same_roles} the same, {close_roles} close, of {roles}");
}
