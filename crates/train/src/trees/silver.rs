//! Trees of raw text that a teacher made (`crates/train/teacher`): governors and relations alone, in the order of the raw
//! text as `raw` reads it.
//!
//! Packed with gzip, numbers little-endian: the digest of the raw text (8 bytes), how many sentences it has (4), then one
//! byte for each sentence (1: it has a tree; 0: the teacher was unsure, or quotes are learned from it), then for each word
//! of sentences with a tree the way to its governor (`i8`; 0 for the root), and then for each of these words the number of
//! its relation.

use super::raw::{Raw, RawSentence};
use anyhow::{Context, Result, ensure};
use copydesk_extract::syntax::Relation;
use std::io::Read;

/// A tree without words: the governor of each word, counted from the root at 0, and its relation.
pub(super) type Tree = Vec<(u32, Relation)>;

/// The trees of raw sentences, for those that have one.
#[expect(clippy::disallowed_methods, reason = "a file of our own, not what comes in")]
pub(super) fn read(packed: &[u8], raw: &Raw) -> Result<Vec<Option<Tree>>> {
    let mut bytes = Vec::new();
    flate2::read::GzDecoder::new(packed).read_to_end(&mut bytes).context("the silver trees are not packed well")?;
    let (digest, rest) = bytes.split_first_chunk::<8>().context("no digest")?;
    ensure!(u64::from_le_bytes(*digest) == raw.digest, "the silver trees were made for other raw text");
    let (count, rest) = rest.split_first_chunk::<4>().context("no count")?;
    let sentences = &raw.sentences;
    ensure!(u32::from_le_bytes(*count) as usize == sentences.len(), "the silver trees have another count of sentences");
    let (has_tree, rest) = rest.split_at_checked(sentences.len()).context("some sentences are missing")?;
    let chosen = |(sentence, has): (&RawSentence, &u8)| if *has == 1 { sentence.len() } else { 0 };
    let words: usize = sentences.iter().zip(has_tree).map(chosen).sum();
    ensure!(rest.len() == 2 * words, "some words are missing");
    let (ways, relations) = rest.split_at(words);
    let mut words = ways.iter().zip(relations);
    let mut tree = |sentence: &RawSentence| -> Result<Tree> {
        let of = |(at, (way, relation)): (usize, (&u8, &u8))| {
            let head = if *way == 0 { 0 } else { (at as i64 + 1) + i64::from(*way as i8) };
            ensure!((0..=sentence.len() as i64).contains(&head), "a governor outside of its sentence");
            let relation = Relation::ALL.get(*relation as usize).context("no such relation")?;
            Ok((head as u32, *relation))
        };
        words.by_ref().take(sentence.len()).enumerate().map(of).collect()
    };
    sentences.iter().zip(has_tree).map(|(s, has)| if *has == 1 { tree(s).map(Some) } else { Ok(None) }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use flate2::Compression;
    use flate2::write::GzEncoder;
    use std::io::Write;

    fn pack(digest: u64, count: u32, rest: &[u8]) -> Vec<u8> {
        let mut packed = GzEncoder::new(Vec::new(), Compression::fast());
        for bytes in [&digest.to_le_bytes()[..], &count.to_le_bytes(), rest] {
            packed.write_all(bytes).expect("room");
        }
        packed.finish().expect("room")
    }

    /// Two sentences, of three words and of two; only the second has a tree.
    fn raw() -> Raw {
        Raw { sentences: vec![vec![Default::default(); 3], vec![Default::default(); 2]], digest: 7 }
    }

    const ROOT: u8 = Relation::Root as u8;
    const OBJ: u8 = Relation::Obj as u8;

    #[test]
    fn trees_go_to_their_sentences() {
        let trees = read(&pack(7, 2, &[0, 1, 0, 255, ROOT, OBJ]), &raw()).expect("trees");
        assert_eq!(trees, [None, Some(vec![(0, Relation::Root), (1, Relation::Obj)])]);
    }

    #[test]
    fn what_does_not_fit_the_text_is_refused() {
        let why =
            |digest, count, rest: &[u8]| read(&pack(digest, count, rest), &raw()).expect_err("an error").to_string();
        assert_eq!(why(8, 2, &[0, 1, 0, 255, ROOT, OBJ]), "the silver trees were made for other raw text");
        assert_eq!(why(7, 3, &[0, 1, 0, 255, ROOT, OBJ]), "the silver trees have another count of sentences");
        assert_eq!(why(7, 2, &[0]), "some sentences are missing");
        assert_eq!(why(7, 2, &[0, 1, 0, 255, ROOT]), "some words are missing");
        assert_eq!(why(7, 2, &[0, 1, 0, 1, ROOT, OBJ]), "a governor outside of its sentence");
        assert_eq!(why(7, 2, &[0, 1, 0, 255, ROOT, 200]), "no such relation");
    }
}
