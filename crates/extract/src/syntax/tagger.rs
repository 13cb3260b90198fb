//! Part-of-speech tags: a linear model that reads each sentence once, left to right.
//!
//! Frequent words with one tag ("the", ",") are looked up; the others are scored by their letters,
//! classes and neighbours, and by the two tags before (averaged perceptron: Collins 2002).

use super::{Form, Tag, Word};
use crate::model::{DenseTable, ModelError, ModelFile, Questions, combine};

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

/// The numbers of the questions that the classes before play no part in, and of those that ask for them.
const OF_WORDS: [u8; 24] = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 18, 19, 21, 22, 23, 24, 26, 27, 28, 29, 30, 33];
const OF_CLASSES: [u8; 10] = [13, 14, 15, 16, 17, 20, 25, 31, 32, 34];

/// A word with its neighbours.
struct Place<'w> {
    /// From two before to two after.
    words: [&'w Word; 5],
    /// The senses of the word and of the two after.
    senses: [u64; 3],
}

impl<'w> Place<'w> {
    fn new(words: &'w [Word], senses: &[Senses], at: usize) -> Self {
        const NONE: Word = Word {
            exact: 1,
            lower: 1,
            suffix: 1,
            prefix: 1,
            shape: 0,
            class: crate::model::WordClass { fine: u16::MAX, coarse: u16::MAX },
        };
        let word = |back: usize| at.checked_add(back).and_then(|at| words.get(at.checked_sub(2)?)).unwrap_or(&NONE);
        let sense = |ahead: usize| senses.get(at + ahead).map_or(u64::MAX, |s| u64::from(s.0));
        Self { words: std::array::from_fn(word), senses: std::array::from_fn(sense) }
    }

    /// The questions about the words alone.
    fn of_words(&self) -> [u64; OF_WORDS.len()] {
        let ([pp, p, w, n, nn], [s0, s1, s2]) = (self.words, self.senses);
        let shape = u64::from(w.shape);
        numbered(
            OF_WORDS,
            [
                w.lower,
                w.exact,
                suffix(w, 3),
                suffix(w, 2),
                suffix(w, 1),
                u64::from(w.suffix),
                u64::from(w.prefix >> 8),
                shape << 16 | u64::from(p.shape) << 8 | u64::from(n.shape),
                p.lower,
                pp.lower,
                n.lower,
                nn.lower,
                combine(s0, s1),
                combine(combine(s0, s1), s2),
                fine(w),
                fine(p),
                fine(n),
                fine(nn),
                coarse(p) << 32 | coarse(w) << 16 | coarse(n),
                combine(p.lower, w.lower),
                combine(w.lower, n.lower),
                suffix(n, 3),
                suffix(p, 3),
                combine(s0, fine(n)),
            ],
        )
    }

    /// The questions that also ask for the classes of the two words before.
    fn of_classes(&self, before: [u8; 2]) -> [u64; OF_CLASSES.len()] {
        let ([_, _, w, n, _], [s0, s1, _]) = (self.words, self.senses);
        let [t1, t2] = before.map(u64::from);
        numbered(
            OF_CLASSES,
            [
                t1,
                t1 << 8 | t2,
                combine(t1, w.lower),
                combine(t1 << 8 | t2, s0),
                combine(t1, s1),
                combine(combine(t1, s0), s1),
                combine(fine(w), t1),
                combine(suffix(w, 3), u64::from(w.shape) << 8 | t1),
                combine(t1, fine(n)),
                combine(t2, w.lower),
            ],
        )
    }
}

fn suffix(word: &Word, bytes: u32) -> u64 {
    u64::from(word.suffix & ((1 << (8 * bytes)) - 1))
}

fn fine(word: &Word) -> u64 {
    u64::from(word.class.fine)
}

fn coarse(word: &Word) -> u64 {
    u64::from(word.class.coarse)
}

fn numbered<const N: usize>(numbers: [u8; N], answers: [u64; N]) -> [u64; N] {
    std::array::from_fn(|at| combine(answers[at], u64::from(numbers[at])))
}

/// The features of word `at`, given the classes of the two words before, by their numbers.
pub fn features(words: &[Word], senses: &[Senses], at: usize, before: [u8; 2]) -> [u64; FEATURES] {
    let place = Place::new(words, senses, at);
    let mut all = [0; FEATURES];
    let numbers = OF_WORDS.iter().chain(&OF_CLASSES);
    for (number, feature) in numbers.zip(place.of_words().iter().chain(&place.of_classes(before))) {
        all[usize::from(*number) - 1] = *feature;
    }
    all
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
    ///
    /// What words tell is summed for some of them at a time, before the classes before them are known.
    pub fn tag(&self, words: &[Word], senses: &[Senses], tags: &mut Vec<Tag>, forms: &mut Vec<Form>) {
        const SOME: usize = Questions::TOKENS;
        let mut questions = Questions::default();
        let mut before = [START; 2];
        for (some, from) in words.chunks(SOME).zip((0..).step_by(SOME)) {
            let mut certain = [None; SOME];
            for ((certain, word), at) in certain.iter_mut().zip(some).zip(from..) {
                *certain = self.dictionary.certain(word);
                if certain.is_none() {
                    for feature in Place::new(words, senses, at).of_words() {
                        self.weights.ask(feature, &mut questions);
                    }
                    questions.end();
                }
            }
            let mut sums = [[0; WIDTH]; SOME];
            let mut free = sums.iter_mut();
            self.weights.answer(&mut questions, |sum| free.next().into_iter().for_each(|place| *place = sum));
            let mut sums = sums.iter();
            for (certain, at) in certain.into_iter().zip(from..from + some.len()) {
                let class = certain.unwrap_or_else(|| {
                    let of_words = sums.next().unwrap_or(&[0; WIDTH]);
                    let of_classes = self.weights.sum(&Place::new(words, senses, at).of_classes(before));
                    self.best(std::array::from_fn(|class| of_words[class].saturating_add(of_classes[class])))
                });
                let (tag, form) = self.classes.get(class as usize).copied().unwrap_or_default();
                tags.push(tag);
                forms.push(form);
                before = [class, before[0]];
            }
        }
    }

    /// The class with the largest sum; the first of equal ones.
    fn best(&self, sums: [i16; WIDTH]) -> u8 {
        let sums = sums.get(..self.classes.len()).unwrap_or(&sums);
        let top = sums.iter().copied().fold(i16::MIN, i16::max);
        sums.iter().position(|s| *s == top).unwrap_or(0) as u8
    }
}
