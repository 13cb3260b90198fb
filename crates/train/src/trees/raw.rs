//! Raw text for the parser: what is known of its words, and the words themselves for whoever annotates them.

use crate::config::Config;
use crate::data::{Data, raw_text};
use anyhow::Result;
use copydesk_extract::model::ModelFile;
use copydesk_extract::syntax::parsing::{self, FEATURES};
use copydesk_extract::syntax::{Analyser, Syntax};
use copydesk_extract::text::{Text, read};
use std::io::Write;
use std::path::Path;
use xxhash_rust::xxh3::Xxh3;

/// A sentence of raw text: keys and word class of each word.
pub(super) type RawSentence = Vec<([u32; FEATURES], u16)>;

/// Raw text, cut into sentences and words.
#[derive(Default)]
pub(super) struct Raw {
    pub(super) sentences: Vec<RawSentence>,
    /// Tells whether trees were made for this text: of its lines as [`write()`] writes them.
    pub(super) digest: u64,
}

/// Tags raw text. The tagger has seen none of it, so these tags are as good as in use. Sentences of fewer than three or of
/// a hundred and more words are left out.
pub(super) fn words(config: &Config, data: &mut Data, model: &ModelFile<'_>) -> Result<Raw> {
    let mut raw = Raw::default();
    let mut digest = Xxh3::new();
    each_sentence(config, data, model, |sentence, line| {
        raw.sentences.push(sentence);
        digest.update(line.as_bytes());
        Ok(())
    })?;
    raw.digest = digest.digest();
    Ok(raw)
}

/// Writes the same sentences, one a line, with tabs between words.
pub(super) fn write(config: &Config, data: &mut Data, model: &ModelFile<'_>, path: &Path) -> Result<()> {
    let mut file = std::io::BufWriter::new(std::fs::File::create(path)?);
    each_sentence(config, data, model, |_, line| Ok(file.write_all(line.as_bytes())?))?;
    Ok(file.flush()?)
}

fn each_sentence(
    config: &Config,
    data: &mut Data,
    model: &ModelFile<'_>,
    mut then: impl FnMut(RawSentence, &str) -> Result<()>,
) -> Result<()> {
    let analyser = Analyser::read(model);
    let (mut text, mut syntax, mut written) = (Text::default(), Syntax::default(), String::new());
    for path in &config.trees.raw {
        let mut words = 0;
        for line in data.text(path)?.lines() {
            let source = &*raw_text(path, line)?;
            read(source, &mut text);
            analyser.tag(source, &text, &mut syntax);
            for sentence in &text.sentences {
                let tokens = sentence.tokens.start as usize..sentence.tokens.end as usize;
                if (3..100).contains(&tokens.len()) {
                    words += tokens.len();
                    written.clear();
                    for t in &text.tokens[tokens.clone()] {
                        written.extend(t.span.of(source).chars().map(|c| if c.is_whitespace() { ' ' } else { c }));
                        written.push('\t');
                    }
                    written.pop();
                    written.push('\n');
                    let of = |t| {
                        let word = &syntax.words[t];
                        (parsing::keys(word, syntax.tags[t], syntax.forms[t]), word.class.fine)
                    };
                    then(tokens.map(of).collect(), &written)?;
                }
            }
            if words > config.trees.raw_words {
                break;
            }
        }
    }
    Ok(())
}
