//! Dense weights: hashed feature → one small integer for each of up to `WIDTH` classes.
//!
//! For the parts that ask many questions about every token, so that the memory they touch decides the speed.
//! Fingerprints lie beside the places of the rows, so that memory is waited for once to know whether a feature is known
//! and where; rows lie close together and are dense, so that adding one up takes no branch and a few vector instructions.

use super::ModelError;
use super::linear::WeightSection;
use super::pages::{Pages, fetch};

/// Features looked up at a time: the rows of all are asked for before any is read.
const BATCH: usize = 64;

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
    /// Fingerprint and place of each feature; 0 where nothing is.
    slots: Pages<[u32; 2]>,
    /// One after the other, each the weights of one feature or a part of them.
    rows: Pages<i8>,
}

/// A table in the making.
struct Draft<const WIDTH: usize> {
    slots: Vec<[u32; 2]>,
    rows: Vec<[i8; WIDTH]>,
}

impl<const WIDTH: usize> DenseTable<WIDTH> {
    /// Reads a section that [`super::LinearWriter`] wrote.
    ///
    /// # Errors
    ///
    /// Bytes that such a writer does not write, or for more than `WIDTH` classes, are [`ModelError::Malformed`].
    pub fn read(bytes: &[u8], name: &'static str) -> Result<Self, ModelError> {
        let bad = || ModelError::Malformed(name);
        let mut section = WeightSection::read(bytes, WIDTH).ok_or_else(bad)?;
        let (classes, count) = (section.classes, section.rows);
        let size = (count * 3 / 2 + 2).next_power_of_two();
        let mut table = Draft { slots: vec![[0; 2]; size], rows: Vec::with_capacity(count) };
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
        let Draft { slots, rows } = table;
        let (mask, scale) = (size - 1, section.scale);
        let table = Self { classes, mask, scale, slots: slots.into(), rows: rows.into_flattened().into() };
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

    /// The summed weights of features, one number a class; unknown features weigh nothing.
    #[inline]
    pub fn sum(&self, features: &[u64]) -> [i16; WIDTH] {
        let (slots, rows) = (&*self.slots, self.rows.as_chunks::<WIDTH>().0);
        let mut sums = [0i16; WIDTH];
        for batch in features.chunks(BATCH) {
            let mut found = [0u32; BATCH];
            let mut known = 0;
            for feature in batch {
                if let Some(place) = self.find(slots, *feature) {
                    found[known & (BATCH - 1)] = place;
                    known += 1;
                    if let Some(row) = rows.get((place >> COUNT_BITS) as usize) {
                        fetch(row);
                    }
                }
            }
            let found = found.get(..known).unwrap_or(&[]);
            for place in found {
                let first = (*place >> COUNT_BITS) as usize;
                let count = *place as usize & MOST_ROWS;
                for row in rows.get(first..first + count).unwrap_or(&[]) {
                    for (sum, weight) in sums.iter_mut().zip(row) {
                        *sum = sum.saturating_add(i16::from(*weight));
                    }
                }
            }
        }
        sums
    }

    #[inline]
    fn find(&self, slots: &[[u32; 2]], feature: u64) -> Option<u32> {
        let wanted = print(feature);
        let mut at = feature as usize & self.mask;
        loop {
            match *slots.get(at)? {
                [0, _] => return None,
                [print, place] if print == wanted => return Some(place),
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
        let mask = self.slots.len() - 1;
        let mut at = feature as usize & mask;
        while self.slots[at][0] != 0 {
            at = (at + 1) & mask;
        }
        self.slots[at] = [print(feature), (first << COUNT_BITS | (self.rows.len() - first)) as u32];
    }
}

/// Never 0: that marks an empty place.
#[inline]
const fn print(feature: u64) -> u32 {
    (feature >> 32) as u32 | 1
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
    fn more_features_than_a_batch_are_all_counted() {
        let table = DenseTable::<32>::read(&written(|w| w.finish(1.0)), "test").expect("weights");
        let features = [combine(400, 1); BATCH * 2 + 1];
        let one = table.sum(&features[..1])[20];
        assert_eq!(table.sum(&features)[20], one * (BATCH as i16 * 2 + 1));
    }

    #[test]
    fn giants_take_several_rows() {
        let mut writer = LinearWriter::new(2);
        writer.row(1, &[300.0, -1.0]);
        writer.row(2, &[5.0, 6.0]);
        let table = DenseTable::<4>::read(&writer.finish_in_steps(1.0), "test").expect("weights");
        assert_eq!(table.sum(&[1]), [300, -1, 0, 0]);
        assert_eq!(table.sum(&[2, 1]), [305, 5, 0, 0]);
    }

    #[test]
    fn malformed_sections_are_errors() {
        let bytes = written(|w| w.finish(1.0));
        for n in 0..bytes.len().min(200) {
            assert!(DenseTable::<32>::read(&bytes[..n], "test").is_err());
        }
        assert!(DenseTable::<16>::read(&bytes, "test").is_err(), "more classes than it is wide");
    }
}
