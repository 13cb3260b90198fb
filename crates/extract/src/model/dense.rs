//! Dense weights: hashed feature → one small integer for each of up to `WIDTH` classes.
//!
//! For the parts that ask many questions about every token, so that the memory they touch decides the speed.
//! Fingerprints lie apart from the rows, so that unknown features touch one small array; rows lie close
//! together and are dense, so that adding one up takes no branch and a few vector instructions.

#![expect(clippy::inline_always, reason = "compiled once more for wide registers, as the parser is")]

use super::ModelError;
use super::linear::WeightSection;
use super::pages::{Pages, fetch};
use wide::{i8x16, i16x16};

/// Classes that are summed at a time: a row is a multiple of them.
const CLASSES: usize = 32;

/// Most features of one sum: all their places are known before any row is fetched.
const BATCH: usize = 16;

/// A place holds where the rows of a feature start, and how many they are in these lowest bits.
const COUNT_BITS: u32 = 4;

/// Most rows a feature can have: see [`super::LinearWriter::finish_in_steps`].
const MOST_ROWS: usize = (1 << COUNT_BITS) - 1;

/// Weights as the extractor reads them.
#[derive(Debug, Default)]
pub struct DenseTable<const WIDTH: usize> {
    classes: usize,
    mask: usize,
    scale: f32,
    /// 0 where nothing is.
    prints: Pages<u16>,
    /// Parallel to `prints`.
    places: Pages<u32>,
    /// One after the other, each the weights of one feature or a part of them.
    rows: Pages<i8>,
}

/// What is asked about some tokens at a time, one after the other: memory looks for the answers of all at once.
#[derive(Debug, Default)]
pub struct Questions {
    features: Vec<u64>,
    /// One past the last question about each token.
    ends: Vec<usize>,
    places: Vec<u32>,
}

impl Questions {
    /// How many tokens are best asked about at a time: their answers fit into the nearest memories.
    pub const TOKENS: usize = 8;

    /// That all is asked about a token.
    #[inline]
    pub fn end(&mut self) {
        self.ends.push(self.features.len());
    }
}

/// A table in the making.
struct Draft<const WIDTH: usize> {
    prints: Vec<u16>,
    places: Vec<u32>,
    rows: Vec<[i8; WIDTH]>,
}

impl<const WIDTH: usize> DenseTable<WIDTH> {
    /// Reads a section that [`super::LinearWriter`] wrote.
    ///
    /// # Errors
    ///
    /// Bytes that such a writer does not write, or for more than `WIDTH` classes, are [`ModelError::Malformed`].
    pub fn read(bytes: &[u8], name: &'static str) -> Result<Self, ModelError> {
        const { assert!(WIDTH.is_multiple_of(CLASSES)) };
        let bad = || ModelError::Malformed(name);
        let mut section = WeightSection::read(bytes, WIDTH).ok_or_else(bad)?;
        let (classes, count) = (section.classes, section.rows);
        let size = (count * 3 / 2 + 2).next_power_of_two();
        let mut table = Draft { prints: vec![0; size], places: vec![0; size], rows: Vec::with_capacity(count) };
        for _ in 0..count {
            let (feature, items) = section.row().ok_or_else(bad)?;
            let first = table.rows.len();
            let mut row = [0; WIDTH];
            for item in items.chunks_exact(2) {
                let (class, weight) = (usize::from(item[0]), item[1].cast_signed());
                match row.get_mut(class).filter(|_| class < classes) {
                    None => return Err(bad()),
                    Some(cell) if *cell == 0 => *cell = weight,
                    Some(_) => table.overflow(first, class, weight).ok_or_else(bad)?,
                }
            }
            table.rows.insert(first, row);
            table.insert(feature, first);
        }
        let Draft { prints, places, rows } = table;
        let (mask, scale) = (size - 1, section.scale);
        let table = Self {
            classes,
            mask,
            scale,
            prints: prints.into(),
            places: places.into(),
            rows: rows.into_flattened().into(),
        };
        if section.is_read() { Ok(table) } else { Err(bad()) }
    }

    /// How many classes the table tells apart.
    pub fn classes(&self) -> usize {
        self.classes
    }

    /// What one unit of a sum is worth.
    pub fn scale(&self) -> f32 {
        self.scale
    }

    /// Whether there is nothing in it.
    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    /// The summed weights of features (at most [`BATCH`]), one number a class; unknown features weigh nothing.
    #[inline]
    pub fn sum(&self, features: &[u64]) -> [i16; WIDTH] {
        let mut found = [0u32; BATCH];
        let mut known = 0;
        for feature in features.iter().take(BATCH) {
            if let Some(at) = self.find(*feature) {
                found[known & (BATCH - 1)] = at as u32;
                known += 1;
            }
        }
        let found = found.get_mut(..known).unwrap_or(&mut []);
        for at in found.iter_mut() {
            self.locate(at);
        }
        self.add(found)
    }

    /// Asks a question about the token that `questions` are at; the answers come with [`Self::answer`].
    #[inline]
    pub fn ask(&self, feature: u64, questions: &mut Questions) {
        let at = feature as usize & self.mask;
        fetch(self.prints.get(at..=at).unwrap_or(&[]));
        questions.features.push(feature);
    }

    /// Gives the sums of each token that was asked about, in order, and forgets the questions.
    pub fn answer(&self, questions: &mut Questions, mut sums: impl FnMut([i16; WIDTH])) {
        let Questions { features, ends, places } = questions;
        places.resize(features.len(), 0);
        let (mut from, mut known) = (0, 0);
        for end in ends.iter_mut() {
            for feature in &features[from..*end] {
                if let Some(at) = self.find(*feature) {
                    fetch(&self.places[at..=at]);
                    places[known] = at as u32;
                    known += 1;
                }
            }
            from = std::mem::replace(end, known);
        }
        for at in &mut places[..known] {
            self.locate(at);
        }
        let mut from = 0;
        for end in ends.iter() {
            sums(self.add(&places[from..*end]));
            from = *end;
        }
        features.clear();
        ends.clear();
    }

    /// From where a feature was found to where its rows are, which memory is asked for.
    #[inline]
    fn locate(&self, at: &mut u32) {
        *at = self.places.get(*at as usize).copied().unwrap_or(0);
        if let Some(row) = self.rows.as_chunks::<WIDTH>().0.get((*at >> COUNT_BITS) as usize) {
            fetch(row);
        }
    }

    /// Adds the rows at these places up.
    #[inline]
    fn add(&self, places: &[u32]) -> [i16; WIDTH] {
        #[cfg(target_arch = "x86_64")]
        if std::arch::is_x86_feature_detected!("avx2") {
            #[expect(unsafe_code, reason = "only whoever has asked may use what not all processors have")]
            // SAFETY: this processor has AVX2.
            return unsafe { self.add_by_wide_registers(places) };
        }
        self.add_rows(places)
    }

    /// The same code, compiled once more: the same sums, more of them at a time.
    #[cfg(target_arch = "x86_64")]
    #[target_feature(enable = "avx2")]
    fn add_by_wide_registers(&self, places: &[u32]) -> [i16; WIDTH] {
        self.add_rows(places)
    }

    #[inline(always)]
    fn add_rows(&self, places: &[u32]) -> [i16; WIDTH] {
        let blocks = self.rows.as_chunks::<CLASSES>().0;
        let of_a_row = WIDTH / CLASSES;
        let mut sums = [0i16; WIDTH];
        // As many classes at a time as stay in registers.
        for (first, sums) in sums.as_chunks_mut::<CLASSES>().0.iter_mut().enumerate() {
            let mut own = [i16x16::ZERO; 2];
            for place in places {
                let mut at = (*place >> COUNT_BITS) as usize * of_a_row + first;
                for _ in 0..*place as usize & MOST_ROWS {
                    let Some(block) = blocks.get(at) else { break };
                    let [left, right]: [i8x16; 2] = wide::bytemuck::cast(*block);
                    own[0] = own[0].saturating_add(i16x16::from_i8x16(left));
                    own[1] = own[1].saturating_add(i16x16::from_i8x16(right));
                    at += of_a_row;
                }
            }
            *sums = wide::bytemuck::cast(own);
        }
        sums
    }

    #[inline]
    fn find(&self, feature: u64) -> Option<usize> {
        let prints = &*self.prints;
        let wanted = print(feature);
        let mut at = feature as usize & self.mask;
        loop {
            match *prints.get(at)? {
                0 => return None,
                print if print == wanted => return Some(at),
                _ => at = (at + 1) & self.mask,
            }
        }
    }
}

impl<const WIDTH: usize> Draft<WIDTH> {
    /// Puts a further part of a giant weight into the first row from `first` on that has none for its class.
    fn overflow(&mut self, first: usize, class: usize, weight: i8) -> Option<()> {
        for at in first..first + MOST_ROWS - 1 {
            if at == self.rows.len() {
                self.rows.push([0; WIDTH]);
            }
            let cell = self.rows[at].get_mut(class)?;
            if *cell == 0 {
                *cell = weight;
                return Some(());
            }
        }
        None
    }

    fn insert(&mut self, feature: u64, first: usize) {
        let mask = self.prints.len() - 1;
        let mut at = feature as usize & mask;
        while self.prints[at] != 0 {
            at = (at + 1) & mask;
        }
        self.prints[at] = print(feature);
        self.places[at] = (first << COUNT_BITS | (self.rows.len() - first)) as u32;
    }
}

/// Never 0: that marks an empty place.
#[inline]
const fn print(feature: u64) -> u16 {
    (feature >> 48) as u16 | 1
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{LinearWriter, combine};

    fn written(finish: impl Fn(&LinearWriter) -> Vec<u8>) -> Vec<u8> {
        let mut writer = LinearWriter::new(25);
        for i in 0..500u16 {
            let row: Vec<f32> = (0..25).map(|class| f32::from(i) / 500.0 * class as f32 / 25.0).collect();
            writer.row(combine(u64::from(i), 1), &row);
        }
        finish(&writer)
    }

    #[test]
    fn rows_add_up() {
        let bytes = written(|w| w.finish(1.0));
        let table = DenseTable::<32>::read(&bytes, "test").expect("weights");
        let features: Vec<u64> = [100, 200, 9999].iter().map(|i| combine(*i, 1)).collect();
        let sums = table.sum(&features);
        assert!((f32::from(sums[24]) * table.scale() - 0.6 * 24.0 / 25.0).abs() < 0.02, "{sums:?}");
        assert_eq!(sums[0], 0);
        assert_eq!(DenseTable::<32>::default().sum(&features), [0; 32]);
    }

    #[test]
    fn questions_about_some_tokens_are_answered_in_order() {
        let table = DenseTable::<64>::read(&written(|w| w.finish(1.0)), "test").expect("weights");
        let mut questions = Questions::default();
        for _ in 0..2 {
            let tokens: [&[u64]; 4] = [&[100, 200, 9999], &[], &[400; 50], &[300]];
            for token in tokens {
                for feature in token {
                    table.ask(combine(*feature, 1), &mut questions);
                }
                questions.end();
            }
            let mut sums = Vec::new();
            table.answer(&mut questions, |sum| sums.push(sum));
            let one = |feature| table.sum(&[combine(feature, 1)]);
            assert_eq!(sums.len(), 4);
            assert_eq!(sums[0], table.sum(&[combine(200, 1), combine(100, 1)]));
            assert_eq!(sums[1], [0; 64]);
            assert_eq!(sums[2], one(400).map(|weight| weight * 50));
            assert_eq!(sums[3], one(300));
            assert!(one(300)[24] > 0);
        }
    }

    #[test]
    fn rows_add_up_the_same_on_every_machine() {
        let table = DenseTable::<64>::read(&written(|w| w.finish(1.0)), "test").expect("weights");
        let mut places: Vec<u32> = (0..300).filter_map(|i| Some(table.find(combine(i, 1))? as u32)).collect();
        assert!(places.len() > 200, "{} weigh something", places.len());
        for at in &mut places {
            table.locate(at);
        }
        assert_eq!(table.add(&places), table.add_rows(&places));
        let one_by_one = |class: usize| (1..300).map(|i| table.sum(&[combine(i, 1)])[class]).sum::<i16>();
        assert_eq!(table.add(&places), std::array::from_fn(one_by_one));
    }

    #[test]
    fn giants_take_several_rows() {
        let mut writer = LinearWriter::new(2);
        writer.row(1, &[300.0, -1.0]);
        writer.row(2, &[5.0, 6.0]);
        let table = DenseTable::<32>::read(&writer.finish_in_steps(1.0), "test").expect("weights");
        assert_eq!(table.sum(&[1])[..3], [300, -1, 0]);
        assert_eq!(table.sum(&[2, 1])[..3], [305, 5, 0]);
    }

    #[test]
    fn malformed_sections_are_errors() {
        let bytes = written(|w| w.finish(1.0));
        for n in 0..bytes.len().min(200) {
            assert!(DenseTable::<32>::read(&bytes[..n], "test").is_err());
        }
        let mut writer = LinearWriter::new(33);
        writer.row(1, &[1.0; 33]);
        assert!(DenseTable::<32>::read(&writer.finish(1.0), "test").is_err(), "more classes than it is wide");
    }
}
