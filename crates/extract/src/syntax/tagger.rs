//! Part-of-speech tags: a linear model that reads each sentence once, left to right.
//!
//! Frequent words with one tag ("the", ",") are looked up; the others are scored by their letters,
//! classes and neighbours, and by the two tags before (averaged perceptron: Collins 2002).

use super::{Form, Tag, Word};
use crate::model::{DenseTable, ModelError, ModelFile, combine};

/// Section of the model file: the pairs of tag and form that the tagger tells apart.
pub const CLASSES: &str = "tags/classes";
/// Section of the model file: the words that it knows.
pub const DICTIONARY: &str = "tags/dictionary";
/// Section of the model file: the weights of its features.
pub const WEIGHTS: &str = "tags/weights";

/// How many questions are asked about a word.
pub const FEATURES: usize = 34;
/// Classes, filled up to a width that adds without a remainder.
const WIDTH: usize = 64;
/// The tag before a sentence begins.
pub const START: u8 = u8::MAX;
/// In place of the class of a word that needs a look at its neighbours.
const UNCERTAIN: u8 = u8::MAX;

/// What is known of a word from annotated text: which tags it took.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Senses(pub u32);

/// Words with the tags that they took.
#[derive(Clone, Debug, Default)]
pub struct Dictionary {
    mask: usize,
    /// Key, universal tags as bits, the one class of a certain word.
    slots: Vec<(u64, u32, u8)>,
}

impl Dictionary {
    /// From entries (key, universal tags as bits, class of a certain word or 255).
    pub fn new(entries: &[(u64, u32, u8)]) -> Self {
        let size = (entries.len() * 2 + 2).next_power_of_two();
        let mut slots = vec![(0, 0, UNCERTAIN); size];
        for entry in entries {
            let mut at = entry.0 as usize & (size - 1);
            while slots[at].1 != 0 {
                at = (at + 1) & (size - 1);
            }
            if entry.1 != 0 {
                slots[at] = *entry;
            }
        }
        Self { mask: size - 1, slots }
    }

    fn read(bytes: &[u8]) -> Result<Self, ModelError> {
        if !bytes.len().is_multiple_of(13) {
            return Err(ModelError::Malformed(DICTIONARY));
        }
        let entries: Vec<(u64, u32, u8)> = bytes
            .chunks_exact(13)
            .map(|e| {
                let key = u64::from_le_bytes([e[0], e[1], e[2], e[3], e[4], e[5], e[6], e[7]]);
                (key, u32::from_le_bytes([e[8], e[9], e[10], e[11]]), e[12])
            })
            .collect();
        Ok(Self::new(&entries))
    }

    /// The section's bytes.
    pub fn write(entries: &[(u64, u32, u8)]) -> Vec<u8> {
        entries
            .iter()
            .flat_map(|(key, tags, class)| {
                key.to_le_bytes().into_iter().chain(tags.to_le_bytes()).chain([*class]).collect::<Vec<u8>>()
            })
            .collect()
    }

    fn get(&self, key: u64) -> (u32, u8) {
        let mut at = key as usize & self.mask;
        while let Some((k, tags, class)) = self.slots.get(at) {
            if *tags == 0 || *k == key {
                return (*tags, *class);
            }
            at = (at + 1) & self.mask;
        }
        (0, UNCERTAIN)
    }

    /// The tags that a word took, in any case; none for unknown words.
    pub fn senses(&self, word: &Word) -> Senses {
        Senses(self.get(word.lower).0)
    }

    /// The one class of a word that is always the same.
    pub fn certain(&self, word: &Word) -> Option<u8> {
        let class = self.get(certain_key(word)).1;
        (class != UNCERTAIN).then_some(class)
    }
}

/// The key under which a certain word is found: as written.
pub fn certain_key(word: &Word) -> u64 {
    combine(word.exact, 0x5EED)
}

/// The features of word `at`, given the classes of the two words before.
pub fn features(words: &[Word], senses: &[Senses], at: usize, before: [u8; 2]) -> [u64; FEATURES] {
    const NONE: Word = Word {
        exact: 1,
        lower: 1,
        suffix: 1,
        prefix: 1,
        shape: 0,
        class: crate::model::WordClass { fine: u16::MAX, coarse: u16::MAX },
    };
    let word = |offset: isize| at.checked_add_signed(offset).and_then(|i| words.get(i)).unwrap_or(&NONE);
    let sense =
        |offset: isize| at.checked_add_signed(offset).and_then(|i| senses.get(i)).map_or(u64::MAX, |s| u64::from(s.0));
    let (w, p, pp, n, nn) = (word(0), word(-1), word(-2), word(1), word(2));
    let [t1, t2] = before.map(u64::from);
    let suffix = |s: u32, bytes: u32| u64::from(s & ((1 << (8 * bytes)) - 1));
    let pair = |a: u64, b: u64| combine(a, b);
    let fine = |w: &Word| u64::from(w.class.fine);
    let coarse = |w: &Word| u64::from(w.class.coarse);
    let shape = u64::from(w.shape);
    let (s0, s1, s2) = (sense(0), sense(1), sense(2));
    let answers: [u64; FEATURES] = [
        w.lower,
        w.exact,
        suffix(w.suffix, 3),
        suffix(w.suffix, 2),
        suffix(w.suffix, 1),
        u64::from(w.suffix),
        u64::from(w.prefix >> 8),
        shape << 16 | u64::from(p.shape) << 8 | u64::from(n.shape),
        p.lower,
        pp.lower,
        n.lower,
        nn.lower,
        t1,
        t1 << 8 | t2,
        pair(t1, w.lower),
        pair(t1 << 8 | t2, s0),
        pair(t1, s1),
        pair(s0, s1),
        pair(pair(s0, s1), s2),
        pair(pair(t1, s0), s1),
        fine(w),
        fine(p),
        fine(n),
        fine(nn),
        pair(fine(w), t1),
        coarse(p) << 32 | coarse(w) << 16 | coarse(n),
        pair(p.lower, w.lower),
        pair(w.lower, n.lower),
        suffix(n.suffix, 3),
        suffix(p.suffix, 3),
        pair(suffix(w.suffix, 3), shape << 8 | t1),
        pair(t1, fine(n)),
        pair(s0, fine(n)),
        pair(t2, w.lower),
    ];
    let mut at = 0;
    answers.map(|answer| {
        at += 1;
        combine(answer, at)
    })
}

/// Tags words.
#[derive(Debug, Default)]
pub struct Tagger {
    classes: Vec<(Tag, Form)>,
    dictionary: Dictionary,
    weights: DenseTable<WIDTH>,
}

impl Tagger {
    /// Reads its sections.
    ///
    /// # Errors
    ///
    /// Where a section is missing or malformed.
    pub fn read(file: &ModelFile<'_>) -> Result<Self, ModelError> {
        let classes: Option<Vec<(Tag, Form)>> = file
            .section(CLASSES)?
            .chunks_exact(2)
            .map(|c| Some((Tag::numbered(c[0])?, Form::numbered(c[1])?)))
            .collect();
        let weights = DenseTable::read(file.section(WEIGHTS)?, WEIGHTS)?;
        match classes {
            Some(classes) if classes.len() == weights.classes() => {
                Ok(Self { classes, dictionary: Dictionary::read(file.section(DICTIONARY)?)?, weights })
            }
            _ => Err(ModelError::Malformed(CLASSES)),
        }
    }

    /// Notes what the dictionary knows of `words`.
    pub fn look_up(&self, words: &[Word], senses: &mut Vec<Senses>) {
        senses.extend(words.iter().map(|w| self.dictionary.senses(w)));
    }

    /// Tags one sentence; appends to `tags` and `forms`.
    pub fn tag(&self, words: &[Word], senses: &[Senses], tags: &mut Vec<Tag>, forms: &mut Vec<Form>) {
        let mut before = [START; 2];
        for (at, word) in words.iter().enumerate() {
            let class = match self.dictionary.certain(word) {
                Some(class) => class,
                None => self.best(&features(words, senses, at, before)),
            };
            let (tag, form) = self.classes.get(class as usize).copied().unwrap_or_default();
            tags.push(tag);
            forms.push(form);
            before = [class, before[0]];
        }
    }

    fn best(&self, features: &[u64; FEATURES]) -> u8 {
        let sums = self.weights.sum(features);
        let sums = sums.get(..self.classes.len()).unwrap_or(&sums);
        let top = sums.iter().copied().fold(i16::MIN, i16::max);
        sums.iter().position(|s| *s == top).unwrap_or(0) as u8
    }
}
