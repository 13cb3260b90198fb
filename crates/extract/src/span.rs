//! Where something stands: the vocabulary of offsets, and nothing else.
//!
//! Inside the crate every offset counts UTF-8 bytes. Code points are counted once, at the edge,
//! when rows are made (`copydesk-export`).

use std::fmt;

/// A half-open range of UTF-8 bytes, `start..end`, in the title or the body of one article.
///
/// Both ends lie on character boundaries of the text that the span was made for.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Span {
    /// First byte.
    pub start: u32,
    /// One past the last byte.
    pub end: u32,
}

impl Span {
    /// The span of bytes `start..end`.
    ///
    /// An article is at most 4 GiB long (ingest rejects far smaller ones as `too_long`).
    pub const fn new(start: usize, end: usize) -> Self {
        debug_assert!(start <= end && end <= u32::MAX as usize);
        Self { start: start as u32, end: end as u32 }
    }

    /// The piece of `text` that the span covers.
    ///
    /// ```
    /// use copydesk_extract::Span;
    /// assert_eq!(Span::new(0, 6).of("Lavrov said"), "Lavrov");
    /// ```
    pub fn of(self, text: &str) -> &str {
        &text[self.start as usize..self.end as usize]
    }

    /// Length in bytes.
    pub const fn len(self) -> usize {
        (self.end - self.start) as usize
    }

    /// True where no byte is covered.
    pub const fn is_empty(self) -> bool {
        self.start == self.end
    }

    /// True where the two share at least one byte.
    pub const fn overlaps(self, other: Self) -> bool {
        self.start < other.end && other.start < self.end
    }

    /// True where every byte of `other` is covered.
    pub const fn contains(self, other: Self) -> bool {
        self.start <= other.start && other.end <= self.end
    }

    /// The smallest span that covers both.
    #[must_use]
    pub fn hull(self, other: Self) -> Self {
        Self { start: self.start.min(other.start), end: self.end.max(other.end) }
    }
}

impl fmt::Debug for Span {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}..{}", self.start, self.end)
    }
}

/// Which of an article's two texts an offset points into.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub enum Zone {
    /// The headline.
    Title,
    /// The running text.
    #[default]
    Body,
}

/// A span together with the text it points into. Orders by zone (title first), then position.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Place {
    /// Title or body.
    pub zone: Zone,
    /// Bytes of that text.
    pub span: Span,
}
