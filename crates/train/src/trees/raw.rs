//! Raw text for the parser: words to guess, and trees that several parsers agree on.

use crate::config::Config;
use crate::data::{Data, raw_text};
use anyhow::Result;
use copydesk_extract::model::ModelFile;
use copydesk_extract::syntax::parsing::{self, FEATURES};
use copydesk_extract::syntax::{Analyser, Relation, Syntax};
use copydesk_extract::text::{Text, read};
use rayon::prelude::*;
use std::fmt;
use std::ops::Range;

/// A sentence of raw text: keys and word class of each word.
pub(super) type RawSentence = Vec<([u32; FEATURES], u16)>;

/// A sentence of raw text with the tree of a vote.
pub(super) type VotedSentence = Vec<VotedWord>;

/// A word, its governor and the relation to it.
#[derive(Clone, Copy, Debug)]
pub(super) struct VotedWord {
    pub(super) keys: [u32; FEATURES],
    /// Counted from the root at 0; the word itself where no two parsers agree.
    pub(super) head: u32,
    pub(super) relation: Relation,
}

/// The outcome of a vote.
#[derive(Debug, Default)]
pub(super) struct Voted {
    pub(super) sentences: Vec<VotedSentence>,
    words: usize,
    agreed: usize,
}

impl fmt::Display for Voted {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} words of raw text, governors of {} by vote", self.words, self.agreed)
    }
}

/// Tags raw text. The tagger has seen none of it, so these tags are as good as in use.
pub(super) fn words(config: &Config, data: &mut Data, analyser: &Analyser) -> Result<Vec<RawSentence>> {
    let mut sentences = Vec::new();
    for source in texts(config, data, config.trees.raw_words)? {
        let (mut text, mut syntax) = (Text::default(), Syntax::default());
        read(&source, &mut text);
        analyser.tag(&source, &text, &mut syntax);
        for tokens in useful(&text) {
            sentences.push(tokens.map(|t| (keys(&syntax, t), syntax.words[t].class.fine)).collect());
        }
    }
    Ok(sentences)
}

/// Lets parsers, given as model files, vote on the trees of raw text.
pub(super) fn voted(config: &Config, data: &mut Data, parsers: &[Vec<u8>]) -> Result<Voted> {
    if parsers.is_empty() {
        return Ok(Voted::default());
    }
    let files: Vec<ModelFile<'_>> = parsers.iter().map(|p| ModelFile::read(p)).collect::<Result<_, _>>()?;
    let parsers: Vec<Analyser> = files.iter().map(Analyser::read).collect();
    let texts = texts(config, data, config.trees.voted_words)?;
    let sentences = texts.par_iter().flat_map_iter(|source| vote_on(source, &parsers)).collect();
    let mut voted = Voted { sentences, ..Voted::default() };
    for sentence in &voted.sentences {
        voted.words += sentence.len();
        voted.agreed += (1..).zip(sentence).filter(|(own, word)| word.head != *own).count();
    }
    Ok(voted)
}

fn vote_on(source: &str, parsers: &[Analyser]) -> Vec<VotedSentence> {
    let mut text = Text::default();
    read(source, &mut text);
    let ballots: Vec<Syntax> = parsers
        .iter()
        .map(|parser| {
            let mut syntax = Syntax::default();
            parser.analyse(source, &text, &mut syntax);
            syntax
        })
        .collect();
    let Some(first) = ballots.first() else { return Vec::new() };
    useful(&text)
        .map(|tokens| {
            let start = tokens.start as u32;
            let word = |t| {
                let own = t as u32;
                let choices = ballots.iter().map(|b| (b.heads[t], b.relations[t]));
                let (head, relation) = elected(choices).unwrap_or((own, Relation::Dep));
                let head = match (head == own, relation) {
                    (true, Relation::Root) => 0,
                    _ => head - start + 1,
                };
                VotedWord { keys: keys(first, t), head, relation }
            };
            tokens.map(word).collect()
        })
        .collect()
}

/// The choice of at least two: first the governor, then the relation among those who chose it; the earlier of equals.
fn elected(choices: impl Iterator<Item = (u32, Relation)> + Clone) -> Option<(u32, Relation)> {
    let most = |votes: &dyn Fn(&(u32, Relation)) -> usize| {
        choices.clone().map(|c| (votes(&c), c)).fold(None, |best: Option<(usize, (u32, Relation))>, one| match best {
            Some(best) if best.0 >= one.0 => Some(best),
            _ => Some(one),
        })
    };
    let (votes, (head, _)) = most(&|c| choices.clone().filter(|o| o.0 == c.0).count())?;
    let (_, choice) =
        most(&|c| if c.0 == head { choices.clone().filter(|o| o == c).count() } else { 0 })?;
    (votes > 1).then_some(choice)
}

/// As many texts of each file as it takes to have so many words.
fn texts(config: &Config, data: &mut Data, most: usize) -> Result<Vec<String>> {
    let mut texts = Vec::new();
    for path in &config.trees.raw {
        let mut words = 0;
        for line in data.text(path)?.lines() {
            if words > most {
                break;
            }
            let text = raw_text(path, line)?.into_owned();
            words += text.split_ascii_whitespace().count();
            texts.push(text);
        }
    }
    Ok(texts)
}

/// Sentences of a usual length.
fn useful(text: &Text) -> impl Iterator<Item = Range<usize>> {
    let tokens = text.sentences.iter().map(|s| s.tokens.start as usize..s.tokens.end as usize);
    tokens.filter(|tokens| (3..100).contains(&tokens.len()))
}

fn keys(syntax: &Syntax, token: usize) -> [u32; FEATURES] {
    parsing::keys(&syntax.words[token], syntax.tags[token], syntax.forms[token])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_of_three_elect_and_three_of_three_minds_do_not() {
        use Relation::{Nmod, Nsubj, Obj};
        let elect = |choices: &[(u32, Relation)]| elected(choices.iter().copied());
        assert_eq!(elect(&[(1, Obj), (4, Nsubj), (4, Nsubj)]), Some((4, Nsubj)));
        assert_eq!(elect(&[(4, Obj), (4, Nsubj), (4, Nsubj)]), Some((4, Nsubj)));
        assert_eq!(elect(&[(4, Obj), (1, Nsubj), (4, Nmod)]), Some((4, Obj)));
        assert_eq!(elect(&[(1, Obj), (2, Obj), (3, Obj)]), None);
        assert_eq!(elect(&[]), None);
    }
}
