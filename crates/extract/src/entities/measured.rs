//! How well pronouns and descriptions find their person, measured on annotated articles that lie
//! beside the repository; skipped where they do not.

use super::{Cast, Namer, antecedent};
use crate::extractor::{Analysis, Article};
use crate::model::{EMBEDDED, ModelFile};
use crate::{Document, Span, Zone, syntax, text};
use serde_json::Value;
use std::io::Write;

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
    let mut dump = std::env::var_os("DUMP").map(|p| std::fs::File::create(p).expect("a file"));
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
                if std::env::var("SHOW").is_ok() && gold != found {
                    println!("ROLE {} {:?} {:?}", role["entity"], role["role"], entity.role);
                }
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
                    if std::env::var("SHOW").is_ok() && norm(&cast.entities[found.entity as usize].name) != norm(gold) {
                        println!(
                            "WRONG {words} {gold} {} {}",
                            cast.entities[found.entity as usize].name,
                            &article.document.body[article
                                .document
                                .body
                                .floor_char_boundary((span.start as usize).saturating_sub(300))
                                ..span.end as usize]
                                .replace('\n', "/")
                        );
                    }
                }
                if pronoun && let Some(dump) = &mut dump {
                    let options = antecedent::candidates(cast, article, Zone::Body, span);
                    let right = options.iter().position(|(e, _)| norm(&cast.entities[*e as usize].name) == norm(gold));
                    let answers: Vec<_> = options.iter().map(|o| o.1.to_vec()).collect();
                    writeln!(
                        dump,
                        "{}",
                        serde_json::json!({"set": set, "p": words, "right": right, "answers": answers})
                    )
                    .expect("written");
                }
            }
        });
    }
    for (kind, [all, known, answered, right]) in &tally {
        println!("{kind}: {all}, of them {known} named, {answered} answered, {right} right");
    }
    println!("roles: {same_roles} the same, {close_roles} close, of {roles}");
}

/// Time that this thread has had on a processor, where the system tells.
fn processor_time() -> std::time::Duration {
    let told = std::fs::read_to_string("/proc/thread-self/schedstat").unwrap_or_default();
    std::time::Duration::from_nanos(told.split(' ').next().and_then(|n| n.parse().ok()).unwrap_or(0))
}

#[test]
#[ignore = "measures speed"]
fn speed() {
    let Some(shared) = shared() else { return };
    let model = ModelFile::read(EMBEDDED).expect("the model");
    let (analyser, namer) = (syntax::Analyser::read(&model), Namer::read(&model));
    let mut clock = [std::time::Duration::ZERO; 3];
    let (mut words, mut analysis) = (0, Analysis::default());
    let title = Analysis::default();
    for set in ["voa", "wikinews", "own"] {
        for line in std::fs::read_to_string(shared.join(format!("train/news/{set}.jsonl"))).expect("a file").lines() {
            let row: Value = serde_json::from_str(line).expect("JSON");
            let body = row["text"].as_str().expect("a text");
            let start = processor_time();
            text::read(body, &mut analysis.text);
            let read = processor_time();
            analyser.analyse(body, &analysis.text, &mut analysis.syntax);
            let analysed = processor_time();
            let cast = namer.cast(Article { document: Document { title: None, body }, title: &title, body: &analysis });
            std::hint::black_box(&cast);
            let named = processor_time();
            for (sum, d) in clock.iter_mut().zip([read - start, analysed - read, named - analysed]) {
                *sum += d;
            }
            words += analysis.text.words;
        }
    }
    let rate = |d: std::time::Duration| f64::from(words) / d.as_secs_f64() / 1000.0;
    println!(
        "thousand words a second: read {:.0}, tags {:.0}, names and identity {:.0}",
        rate(clock[0]),
        rate(clock[1]),
        rate(clock[2])
    );
}
