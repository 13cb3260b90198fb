//! Hard cases in words: which names a text holds, and who is who. `[Name|kind=Fullest form]`.

use super::{Cast, Namer};
use crate::extractor::{Analysis, Article};
use crate::model::{EMBEDDED, ModelFile};
use crate::{Document, Span, Zone, syntax, text};
use std::sync::LazyLock;

struct Engine {
    analyser: syntax::Analyser,
    namer: Namer,
}

static ENGINE: LazyLock<Engine> = LazyLock::new(|| {
    let file = ModelFile::read(EMBEDDED).expect("the embedded model");
    Engine { analyser: syntax::Analyser::read(&file), namer: Namer::read(&file) }
});

/// Reads a body and hands article and cast to `seen`.
pub(super) fn read<T>(body: &str, seen: impl FnOnce(Article<'_>, Cast) -> T) -> T {
    let (title, mut analysis) = (Analysis::default(), Analysis::default());
    text::read(body, &mut analysis.text);
    ENGINE.analyser.analyse(body, &analysis.text, &mut analysis.syntax);
    let article = Article { document: Document { title: None, body }, title: &title, body: &analysis };
    let cast = ENGINE.namer.cast(article);
    seen(article, cast)
}

/// The body with its names in brackets: `[Lavrov|person=Sergei Lavrov]`.
fn marked(body: &str) -> String {
    read(body, |_, cast| {
        let mut out = String::new();
        let mut at = 0;
        for m in &cast.mentions {
            let name = m.place.span.of(body);
            let full = &cast.entities[m.entity as usize].name;
            out += &body[at..m.place.span.start as usize];
            out.extend(["[", name, "|", m.kind.as_str()]);
            if full != name {
                out.extend(["=", full.as_str()]);
            }
            out.push(']');
            at = m.place.span.end as usize;
        }
        out + &body[at..]
    })
}

fn check(expect: &str) {
    let mut body = String::new();
    for (i, piece) in expect.split('[').enumerate() {
        match piece.split_once(']') {
            Some((name, rest)) if i > 0 => {
                body += name.split('|').next().unwrap_or("");
                body += rest;
            }
            _ => body += piece,
        }
    }
    assert_eq!(marked(&body), expect);
}

#[test]
fn titles_and_surnames() {
    check(
        "Foreign Minister [Sergei Lavrov|person] met [Olena Davydiuk|person], a 33-year-old lawyer, in [Geneva|place]. [Lavrov|person=Sergei Lavrov] said the talks would go on. Ms. [Davydiuk|person=Olena Davydiuk] left early.",
    );
}

#[test]
fn acronyms_stand_for_what_they_shorten() {
    check(
        "Inspectors of the [International Atomic Energy Agency|organization] ([IAEA|organization=International Atomic Energy Agency]) arrived in [Tehran|place] on Monday. The [IAEA|organization=International Atomic Energy Agency] said they would stay.",
    );
}

#[test]
fn nationalities_are_no_countries() {
    check(
        "[Ukrainian|group] officials in [Ukraine|place] thanked the [United States|place]. The [U.S.|place=United States] embassy welcomed that.",
    );
}

#[test]
fn two_who_share_a_surname_stay_apart() {
    check(
        "Prime Minister [Mark Rowley|person] resigned. His wife, [Anna Rowley|person], said nothing. Mrs. [Rowley|person=Anna Rowley] left. Mr. [Rowley|person=Mark Rowley] stayed.",
    );
}

#[test]
fn descriptions_become_roles() {
    read(
        "NATO Secretary-General Mark Rutte met Olena Davydiuk, a 33-year-old lawyer, on Monday. She thanked him.",
        |_, cast| {
            let role = |name: &str| cast.entities.iter().find(|e| e.name == name).and_then(|e| e.role.clone());
            assert_eq!(role("Olena Davydiuk").as_deref(), Some("33-year-old lawyer"));
            let rutte = cast.entities.iter().find(|e| e.name == "Mark Rutte").expect("Rutte");
            assert_eq!(rutte.affiliation.as_deref(), Some("NATO"));
        },
    );
    read("The club thanked chairman Dr Ruth Adeyemi for her work.", |_, cast| {
        assert_eq!(cast.entities.iter().find_map(|e| e.role.as_deref()), Some("chairman"));
    });
}

#[test]
fn pronouns_and_descriptions_find_their_person() {
    let body = "Maria Silva, the finance minister, met Peter Novak, 61, in Vienna. The minister said she would return. The 61-year-old disagreed.";
    read(body, |article, cast| {
        let name = |found: Option<super::Antecedent>| found.map(|f| cast.entities[f.entity as usize].name.as_str());
        let at = |words: &str| {
            let start = body.find(words).expect("the words");
            Span::new(start, start + words.len())
        };
        assert_eq!(name(cast.antecedent(article, Zone::Body, at("she"))), Some("Maria Silva"));
        assert_eq!(name(cast.bearer(article, Zone::Body, at("The minister"))), Some("Maria Silva"));
        assert_eq!(name(cast.bearer(article, Zone::Body, at("The 61-year-old"))), Some("Peter Novak"));
    });
}

mod properties {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(64))]

        /// Whatever the text: no panic, names in order, on character bounds, each with its entity.
        #[test]
        fn any_text_gives_ordered_names(body in "([A-Z][a-zé]{0,8}|[a-z]{1,6}|Mr\\.|the|of|[0-9]{1,4}|\\PC|[\"“”',.() -]|\n){0,80}") {
            read(&body, |_, cast| {
                let mut last = 0;
                for m in &cast.mentions {
                    prop_assert!(last <= m.place.span.start && m.place.span.start < m.place.span.end);
                    prop_assert!(body.get(m.place.span.start as usize..m.place.span.end as usize).is_some());
                    prop_assert!((m.entity as usize) < cast.entities.len());
                    prop_assert!((0.0..=1.0).contains(&m.confidence));
                    last = m.place.span.end;
                }
                let (mentions, entities) = cast.into_rows(&[]);
                prop_assert_eq!(entities.iter().map(|e| e.mentions as usize).sum::<usize>(), mentions.len());
                Ok(())
            })?;
        }
    }
}
