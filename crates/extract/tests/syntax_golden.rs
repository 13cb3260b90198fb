//! The shipped weights load, and their scores on a small golden set hold.

#![expect(clippy::print_stdout, reason = "what is wrong is for whoever runs the test")]

use copydesk_extract::model::{EMBEDDED, LinearTable, ModelFile, WordClasses};
use copydesk_extract::syntax::{Analyser, Relation, Syntax, Tag, WORD_CLASSES, parsing, tagging};

/// Sentences of our own: words, tags, governors, relations.
fn golden() -> Vec<Vec<(&'static str, Tag, usize, Relation)>> {
    let file = include_str!("syntax_golden.tsv");
    let mut sentences = vec![Vec::new()];
    for line in file.lines().filter(|l| !l.starts_with('#')) {
        let columns: Vec<&str> = line.split('\t').collect();
        if let [word, tag, head, relation] = columns[..] {
            let tag = Tag::named(tag).expect("a tag");
            let last = sentences.len() - 1;
            sentences[last].push((word, tag, head.parse().expect("a number"), Relation::nearest(relation)));
        } else {
            sentences.push(Vec::new());
        }
    }
    sentences.retain(|s| !s.is_empty());
    sentences
}

#[test]
fn the_embedded_sections_are_well_formed() {
    let file = ModelFile::read(EMBEDDED).expect("a model file");
    WordClasses::read(file.section(WORD_CLASSES).expect("word classes"), WORD_CLASSES).expect("word classes");
    tagging::Tagger::read(&file).expect("tags");
    parsing::Parser::read(&file).expect("trees");
    assert!(EMBEDDED.len() < 20 << 20, "the model is at most 20 MB");
    assert!(
        LinearTable::read(file.section(tagging::WEIGHTS).expect("weights"), tagging::WEIGHTS).expect("weights").rows()
            > 1000
    );
}

#[test]
fn scores_on_the_golden_set_hold() {
    let analyser = Analyser::read(&ModelFile::read(EMBEDDED).expect("a model file"));
    let mut syntax = Syntax::default();
    let (mut tokens, mut tags, mut heads, mut relations) = (0, 0, 0, 0);
    for sentence in golden() {
        let words: Vec<&str> = sentence.iter().map(|t| t.0).collect();
        analyser.analyse_tokens(&words, &mut syntax);
        for (at, (word, tag, head, relation)) in sentence.iter().enumerate() {
            let governor = head.checked_sub(1).unwrap_or(at);
            let same_head = syntax.heads[at] as usize == governor;
            let same_relation = same_head && syntax.relations[at] == *relation;
            tokens += 1;
            tags += usize::from(syntax.tags[at] == *tag);
            heads += usize::from(same_head);
            relations += usize::from(same_relation);
            if syntax.tags[at] != *tag || !same_relation {
                println!(
                    "{}: {word} {} {} {}, found {} {} {}",
                    words.join(" "),
                    tag.as_str(),
                    governor,
                    relation.as_str(),
                    syntax.tags[at].as_str(),
                    syntax.heads[at],
                    syntax.relations[at].as_str()
                );
            }
        }
    }
    println!("{tokens} tokens, {tags} tags, {heads} governors, {relations} with relations");
    assert!(tags * 100 >= tokens * 97);
    assert!(heads * 100 >= tokens * 93);
    assert!(relations * 100 >= tokens * 91);
}
