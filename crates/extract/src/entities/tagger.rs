//! Finds the names of an article: two readings, the second with what the first found elsewhere.

use super::EntityKind;
use super::chain::{Chain, Scores, Transitions, names};
use super::consistency::Memory;
use super::features::FeatureReader;
use super::label::{KINDS, LABELS, OUTSIDE};
use super::lexicon::Lexicon;
use super::word::{Stretch, Words, Writing};
use crate::extractor::Article;
use crate::model::{DenseTable, ModelError, ModelFile};
use crate::{Place, Span, Zone};
use std::ops::Range;

/// The section of first-reading weights.
pub const FIRST: &str = "names/first";
/// The section of first-reading label pairs.
pub const FIRST_PAIRS: &str = "names/first_pairs";
/// The section of second-reading weights.
pub const SECOND: &str = "names/second";
/// The section of second-reading label pairs.
pub const SECOND_PAIRS: &str = "names/second_pairs";
/// The section that maps a name's probability to how often such names are right.
pub const CALIBRATION: &str = "names/calibration";

/// Labels, filled up to a width that adds without a remainder.
const WIDTH: usize = 32;

/// Weights of a reading.
type Weights = DenseTable<WIDTH>;

/// A name found in the text.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Found {
    pub(super) place: Place,
    pub(super) tokens: Range<u32>,
    pub(super) sentence: u32,
    pub(super) kind: EntityKind,
    pub(super) confidence: f32,
}

/// Lexicon and weights.
#[derive(Debug, Default)]
pub(super) struct NameTagger {
    pub(super) lexicon: Lexicon,
    first: Weights,
    first_pairs: Transitions,
    second: Weights,
    second_pairs: Transitions,
    calibration: Calibration,
}

impl NameTagger {
    /// Reads the sections of a model file.
    pub(super) fn read(file: &ModelFile<'_>) -> Result<Self, ModelError> {
        Ok(Self {
            lexicon: Lexicon::default(),
            first: weights(file, FIRST)?,
            first_pairs: pairs(file.section(FIRST_PAIRS)?),
            second: weights(file, SECOND)?,
            second_pairs: pairs(file.section(SECOND_PAIRS)?),
            calibration: Calibration::read(file.section(CALIBRATION)?),
        })
    }

    /// All names of title and body, in order.
    pub(super) fn find(&self, article: Article<'_>) -> Vec<Found> {
        let mut found = Vec::new();
        if self.first.is_empty() {
            return found;
        }
        let zones = [Zone::Title, Zone::Body];
        let mut words = [Words::default(), Words::default()];
        let mut writing = Writing::default();
        for (zone, words) in zones.iter().zip(&mut words) {
            let analysis = article.analysis(*zone);
            words.look(article.source(*zone), &analysis.text, &analysis.syntax, &self.lexicon, &mut writing);
        }
        let mut chain = Chain::default();
        let mut memory = Memory::default();
        let mut features = Vec::new();
        let mut emissions: [Vec<Scores>; 2] = Default::default();
        let mut marginals: [Vec<Scores>; 2] = Default::default();
        for ((words, emissions), marginals) in words.iter_mut().zip(&mut emissions).zip(&mut marginals) {
            words.compare(&writing);
            for stretch in &words.stretches {
                let reader = FeatureReader::new(words, stretch);
                let from = emissions.len();
                for at in stretch.tokens.clone() {
                    features.clear();
                    reader.read(at as usize, |f| features.push(f));
                    emissions.push(score(&self.first, &features));
                }
                chain.sum(&emissions[from..], &self.first_pairs);
                marginals.extend((0..stretch.tokens.len()).map(|at| chain.marginal(at)));
                memory.note(words, stretch, &marginals[from..]);
            }
        }
        for (zone, ((words, emissions), marginals)) in
            zones.into_iter().zip(words.iter().zip(&mut emissions).zip(&marginals))
        {
            let text = &article.analysis(zone).text;
            let mut sentence = 0;
            let mut from = 0;
            for stretch in &words.stretches {
                let range = from..from + stretch.tokens.len();
                from = range.end;
                let emissions = &mut emissions[range.clone()];
                self.read_again(words, stretch, &memory, &marginals[range], &mut features, emissions);
                while text.sentences.get(sentence).is_some_and(|s| s.tokens.end <= stretch.tokens.start) {
                    sentence += 1;
                }
                let labels = chain.best(emissions, &self.second_pairs).to_vec();
                if labels.iter().any(|l| *l != OUTSIDE) {
                    chain.sum(emissions, &self.second_pairs);
                }
                for (a, b, kind) in names(&labels) {
                    let a = a + leading_prepositions(article, zone, words, stretch, a..b);
                    let tokens = stretch.tokens.start + a as u32..stretch.tokens.start + b as u32;
                    let (Some(first), Some(last)) =
                        (text.tokens.get(tokens.start as usize), text.tokens.get(tokens.end as usize - 1))
                    else {
                        continue;
                    };
                    found.push(Found {
                        place: Place { zone, span: Span { start: first.span.start, end: last.span.end } },
                        tokens,
                        sentence: sentence as u32,
                        kind: KINDS[kind],
                        confidence: self.calibration.of(chain.name_probability(a, b, kind, &self.second_pairs)),
                    });
                }
            }
        }
        found
    }

    /// Adds what the rest of the article says to the scores of a stretch.
    fn read_again(
        &self,
        words: &Words,
        stretch: &Stretch,
        memory: &Memory,
        marginals: &[Scores],
        features: &mut Vec<u64>,
        emissions: &mut [Scores],
    ) {
        for (at, emission) in emissions.iter_mut().enumerate() {
            features.clear();
            features.push(consistency_bias());
            memory.read(words, stretch, marginals, at, |f| features.push(f));
            for (e, s) in emission.iter_mut().zip(score(&self.second, features)) {
                *e += s;
            }
        }
    }
}

/// Prepositions that headlines capitalize and that begin no name ("Deal Amid Trump's Push"): how many of them a
/// name begins with.
fn leading_prepositions(
    article: Article<'_>,
    zone: Zone,
    words: &Words,
    stretch: &Stretch,
    name: Range<usize>,
) -> usize {
    const PREPOSITIONS: [&str; 10] =
        ["amid", "after", "against", "before", "during", "with", "from", "near", "into", "for"];
    let text = &article.analysis(zone).text;
    let is_one = |at: &usize| {
        let token = stretch.tokens.start + *at as u32;
        let headline = words.words.get(token as usize).is_some_and(|w| w.place.headline);
        let word = text.word(article.source(zone), token);
        headline && PREPOSITIONS.iter().any(|p| word.eq_ignore_ascii_case(p))
    };
    name.clone().take(name.len().saturating_sub(1)).take_while(is_one).count()
}

/// The feature that every token has on the second reading.
pub const fn consistency_bias() -> u64 {
    0x5EC0
}

/// Weights of a section, if they are for our labels.
fn weights(file: &ModelFile<'_>, name: &'static str) -> Result<Weights, ModelError> {
    let weights = Weights::read(file.section(name)?, name)?;
    if weights.classes() == LABELS { Ok(weights) } else { Err(ModelError::Malformed(name)) }
}

/// The scores of a token with these features.
#[inline]
fn score(weights: &Weights, features: &[u64]) -> Scores {
    let sums = weights.sum(features);
    std::array::from_fn(|label| f32::from(sums[label]) * weights.scale())
}

/// Label pairs of a section: little-endian floats.
fn pairs(bytes: &[u8]) -> Transitions {
    Transitions::new(floats(bytes))
}

fn floats(bytes: &[u8]) -> Vec<f32> {
    bytes.chunks_exact(4).map(|c| f32::from_le_bytes([c[0], c[1], c[2], c[3]])).collect()
}

/// How often names of a given probability are right: one value a step, between which it is linear.
#[derive(Clone, Debug, Default)]
pub struct Calibration {
    steps: Vec<f32>,
}

impl Calibration {
    /// From the values at probabilities 0, 1/n … 1.
    pub fn read(bytes: &[u8]) -> Self {
        Self { steps: floats(bytes) }
    }

    /// How often a name with this probability is right.
    pub fn of(&self, probability: f32) -> f32 {
        let n = self.steps.len();
        if n < 2 {
            return probability.clamp(0.0, 1.0);
        }
        let at = probability.clamp(0.0, 1.0) * (n - 1) as f32;
        let below = (at as usize).min(n - 2);
        let share = at - below as f32;
        self.steps[below] * (1.0 - share) + self.steps[below + 1] * share
    }
}
