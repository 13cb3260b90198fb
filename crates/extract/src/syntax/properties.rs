//! What holds for the analysis of any text at all.

use super::parsing::{EMBEDDINGS, NETWORK};
use super::{Analyser, Relation, Syntax};
use crate::model::{EMBEDDED, ModelFile, ModelWriter};
use crate::text::{Text, read};
use proptest::prelude::*;
use std::sync::LazyLock;

static ANALYSER: LazyLock<Analyser> =
    LazyLock::new(|| Analyser::read(&ModelFile::read(EMBEDDED).expect("the embedded model is a model file")));

const PIECES: [&str; 30] = [
    "The", "minister", "said", "that", "Kyiv", "’s", "didn't", "“", "”", "\"", ".", ", ", " ", " ", " ", "? ", "\n\n",
    "$5m", "12", "killed", "who", "and", "of", "U.S. ", "(", ")", "—", "said", "東京", "👍🏽",
];

/// Every sentence is one projective tree of its own tokens.
fn check(source: &str) {
    let (mut text, mut syntax) = (Text::default(), Syntax::default());
    read(source, &mut text);
    ANALYSER.analyse(source, &text, &mut syntax);
    let n = text.tokens.len();
    assert_eq!([syntax.tags.len(), syntax.forms.len(), syntax.heads.len(), syntax.relations.len()], [n; 4]);
    for sentence in &text.sentences {
        let roots: Vec<u32> = sentence.tokens.clone().filter(|t| syntax.heads[*t as usize] == *t).collect();
        assert_eq!(roots.len(), 1, "one root in {:?}", sentence.span.of(source));
        assert_eq!(syntax.relation(roots[0]), Relation::Root);
        assert_eq!(syntax.subtree(roots[0]), sentence.tokens, "the root governs all of {:?}", sentence.span.of(source));
        for token in sentence.tokens.clone() {
            assert!(sentence.tokens.contains(&syntax.heads[token as usize]));
            let subtree = syntax.subtree(token);
            let inside = subtree.clone().filter(|t| climbs_to(&syntax, *t, token)).count();
            assert_eq!(inside, subtree.len(), "subtrees have no holes");
        }
    }
}

fn climbs_to(syntax: &Syntax, mut token: u32, head: u32) -> bool {
    loop {
        if token == head {
            return true;
        }
        match syntax.governor(token) {
            Some(next) => token = next,
            None => return false,
        }
    }
}

proptest! {
    #[test]
    fn trees_hold_in_any_rubbish(source in any::<String>()) {
        check(&source);
    }

    #[test]
    fn trees_hold_in_mixtures(pieces in prop::collection::vec(prop::sample::select(&PIECES[..]), 0..50)) {
        check(&pieces.concat());
    }
}

/// Sentences too long to be parsed as one are one tree nevertheless.
#[test]
fn long_sentences_are_one_tree() {
    for piece in ["he said that ", "of the men, ", "\"", "killed ", "( Kyiv ) and "] {
        check(&piece.repeat(150));
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(40))]

    /// Weights that were damaged are refused, or give trees all the same.
    #[test]
    fn damaged_weights_are_no_panic(
        damage in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..20),
        cut in prop::option::of(any::<prop::sample::Index>()),
        in_header in any::<bool>(),
    ) {
        let file = ModelFile::read(EMBEDDED).expect("the embedded model is a model file");
        let mut network = file.section(NETWORK).expect("trees").to_vec();
        let reach = if in_header { 100 } else { network.len() };
        for (at, byte) in damage {
            network[at.index(reach)] = byte;
        }
        if let Some(cut) = cut {
            network.truncate(cut.index(network.len()));
        }
        let mut writer = ModelWriter::default();
        writer.section(EMBEDDINGS, file.section(EMBEDDINGS).expect("trees").to_vec());
        writer.section(NETWORK, network);
        let bytes = writer.finish("{}");
        let analyser = Analyser::read(&ModelFile::read(&bytes).expect("a model file"));
        let mut syntax = Syntax::default();
        analyser.analyse_tokens(&["Ana", "Ruiz", "said", "no", "."], &mut syntax);
        let roots = (0..5).filter(|t| syntax.heads[*t as usize] == *t).count();
        prop_assert!(roots == 1 || syntax.heads == [0, 1, 2, 3, 4]);
    }
}

/// A text without a sentence's end is analysed in the time that its length takes.
#[test]
fn long_monsters_are_analysed() {
    for piece in ["a", "\"", "a ", "he said ", "\" ", "of the ", ", and ", "👍 "] {
        let source = piece.repeat(300_000 / piece.len());
        let (mut text, mut syntax) = (Text::default(), Syntax::default());
        read(&source, &mut text);
        ANALYSER.analyse(&source, &text, &mut syntax);
        assert_eq!(syntax.heads.len(), text.tokens.len());
    }
}

/// An analyser without a model still gives every token a tag and a place.
#[test]
fn no_model_is_no_panic() {
    let analyser = Analyser::read(&ModelFile::default());
    let (mut text, mut syntax) = (Text::default(), Syntax::default());
    read("Ana Ruiz said no.", &mut text);
    analyser.analyse("Ana Ruiz said no.", &text, &mut syntax);
    assert_eq!(syntax.heads, [0, 1, 2, 3, 4]);
}
