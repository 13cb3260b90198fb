//! Records as bytes whose order is the order of their values: what [`crate::sorter`] sorts.

use std::borrow::Cow;

/// A record being put together, field after field. Earlier fields sort first; NULL sorts before all values.
#[derive(Debug, Default)]
pub(crate) struct Record(Vec<u8>);

impl Record {
    pub(crate) fn clear(&mut self) -> &mut Self {
        self.0.clear();
        self
    }

    pub(crate) fn bytes(&self) -> &[u8] {
        &self.0
    }

    pub(crate) fn u8(&mut self, value: u8) -> &mut Self {
        self.0.push(value);
        self
    }

    pub(crate) fn bool(&mut self, value: bool) -> &mut Self {
        self.u8(u8::from(value))
    }

    pub(crate) fn u32(&mut self, value: u32) -> &mut Self {
        self.0.extend(value.to_be_bytes());
        self
    }

    pub(crate) fn u64(&mut self, value: u64) -> &mut Self {
        self.0.extend(value.to_be_bytes());
        self
    }

    pub(crate) fn i32(&mut self, value: i32) -> &mut Self {
        self.u32(value.cast_unsigned() ^ (1 << 31))
    }

    pub(crate) fn i64(&mut self, value: i64) -> &mut Self {
        self.u64(value.cast_unsigned() ^ (1 << 63))
    }

    pub(crate) fn f64(&mut self, value: f64) -> &mut Self {
        let bits = value.to_bits();
        self.u64(if bits >> 63 == 1 { !bits } else { bits | (1 << 63) })
    }

    /// Text, ended by two zeros; zeros inside are escaped, so that the order of bytes is kept.
    pub(crate) fn text(&mut self, value: &str) -> &mut Self {
        for piece in value.as_bytes().split_inclusive(|b| *b == 0) {
            self.0.extend(piece);
            if piece.ends_with(&[0]) {
                self.0.push(0xFF);
            }
        }
        self.0.extend([0, 0]);
        self
    }

    pub(crate) fn raw(&mut self, bytes: &[u8]) -> &mut Self {
        self.0.extend(bytes);
        self
    }

    /// A field that may be NULL.
    pub(crate) fn maybe<T>(&mut self, value: Option<T>, put: impl FnOnce(&mut Self, T) -> &mut Self) -> &mut Self {
        match value {
            None => self.u8(0),
            Some(value) => put(self.u8(1), value),
        }
    }
}

/// The fields of a record, read in the order in which they were put.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Fields<'r>(pub(crate) &'r [u8]);

impl<'r> Fields<'r> {
    fn take<const N: usize>(&mut self) -> [u8; N] {
        // A record is read as it was written; should a disk have cut one short, zeros are read.
        let Some((head, rest)) = self.0.split_first_chunk() else {
            self.0 = &[];
            return [0; N];
        };
        self.0 = rest;
        *head
    }

    pub(crate) fn u8(&mut self) -> u8 {
        self.take::<1>()[0]
    }

    pub(crate) fn bool(&mut self) -> bool {
        self.u8() != 0
    }

    pub(crate) fn u32(&mut self) -> u32 {
        u32::from_be_bytes(self.take())
    }

    pub(crate) fn u64(&mut self) -> u64 {
        u64::from_be_bytes(self.take())
    }

    pub(crate) fn i32(&mut self) -> i32 {
        (self.u32() ^ (1 << 31)).cast_signed()
    }

    pub(crate) fn i64(&mut self) -> i64 {
        (self.u64() ^ (1 << 63)).cast_signed()
    }

    pub(crate) fn f64(&mut self) -> f64 {
        let bits = self.u64();
        f64::from_bits(if bits >> 63 == 1 { bits & !(1 << 63) } else { !bits })
    }

    pub(crate) fn text(&mut self) -> Cow<'r, str> {
        let mut escaped = false;
        let mut at = 0;
        let end = loop {
            match memchr::memchr(0, &self.0[at..]) {
                None => break self.0.len(),
                Some(zero) if self.0.get(at + zero + 1) == Some(&0xFF) => {
                    escaped = true;
                    at += zero + 2;
                }
                Some(zero) => break at + zero,
            }
        };
        let bytes = &self.0[..end];
        self.0 = self.0.get(end + 2..).unwrap_or_default();
        let text = String::from_utf8_lossy(bytes);
        if escaped { Cow::Owned(String::from_utf8_lossy(&unescaped(bytes)).into_owned()) } else { text }
    }

    pub(crate) fn maybe<T>(&mut self, take: impl FnOnce(&mut Self) -> T) -> Option<T> {
        (self.u8() != 0).then(|| take(self))
    }
}

fn unescaped(bytes: &[u8]) -> Vec<u8> {
    let mut plain = Vec::with_capacity(bytes.len());
    let mut bytes = bytes.iter();
    while let Some(byte) = bytes.next() {
        plain.push(*byte);
        if *byte == 0 {
            bytes.next();
        }
    }
    plain
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_goes_in_comes_out() {
        let mut record = Record::default();
        record.i64(-5).text("a\0b").maybe(None::<&str>, Record::text).maybe(Some(1.5), Record::f64).i32(-7).text("");
        let mut fields = Fields(record.bytes());
        assert_eq!(fields.i64(), -5);
        assert_eq!(fields.text(), "a\0b");
        assert_eq!(fields.maybe(|f| f.text().into_owned()), None);
        assert_eq!(fields.maybe(Fields::f64), Some(1.5));
        assert_eq!(fields.i32(), -7);
        assert_eq!(fields.text(), "");
    }

    #[test]
    fn bytes_are_in_the_order_of_values() {
        let of = |put: &dyn Fn(&mut Record)| {
            let mut record = Record::default();
            put(&mut record);
            record.bytes().to_vec()
        };
        let numbers = [i64::MIN, -1, 0, 1, i64::MAX];
        assert!(numbers.map(|n| of(&|r| _ = r.i64(n))).is_sorted());
        let floats = [f64::NEG_INFINITY, -1.5, 0.0, 1e-9, 2.0, f64::INFINITY];
        assert!(floats.map(|n| of(&|r| _ = r.f64(n))).is_sorted());
        let texts = ["", "\0", "\0a", "a", "a\0", "aa", "b", "é"];
        assert!(texts.map(|t| of(&|r| _ = r.text(t).u8(9))).is_sorted());
    }
}
