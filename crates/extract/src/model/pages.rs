//! Memory for large tables that are read here and there: in huge pages where the system grants them, and asked for ahead.
//!
//! A look-up in a table of many megabytes mostly waits for memory, and half of that wait is for the place of the page.
//! With pages of 2 MB instead of 4 KB all places stay known: extraction takes a tenth less time.

use std::fmt;
use std::ops::Deref;
use wide::bytemuck::Pod;

/// Smaller tables stay where they are: their pages are few.
#[cfg(target_os = "linux")]
const HUGE_PAGE: usize = 1 << 21;

/// A table that no longer changes.
pub(super) enum Pages<T> {
    Plain(Vec<T>),
    /// So many entries at the beginning of a mapping.
    #[cfg(target_os = "linux")]
    Huge(memmap2::MmapMut, usize),
}

impl<T: Pod> Pages<T> {
    #[cfg(target_os = "linux")]
    fn huge(entries: &[T]) -> Option<Self> {
        let bytes: &[u8] = wide::bytemuck::cast_slice(entries);
        if bytes.len() < HUGE_PAGE {
            return None;
        }
        let mut map = memmap2::MmapMut::map_anon(bytes.len().next_multiple_of(HUGE_PAGE)).ok()?;
        map.advise(memmap2::Advice::HugePage).ok()?;
        map[..bytes.len()].copy_from_slice(bytes);
        Some(Self::Huge(map, entries.len()))
    }
}

impl<T: Pod> From<Vec<T>> for Pages<T> {
    fn from(entries: Vec<T>) -> Self {
        #[cfg(target_os = "linux")]
        if let Some(pages) = Self::huge(&entries) {
            return pages;
        }
        Self::Plain(entries)
    }
}

impl<T: Pod> Deref for Pages<T> {
    type Target = [T];

    #[inline]
    fn deref(&self) -> &[T] {
        match self {
            Self::Plain(entries) => entries,
            #[cfg(target_os = "linux")]
            Self::Huge(map, entries) => &wide::bytemuck::cast_slice(&map[..*entries * size_of::<T>()])[..*entries],
        }
    }
}

impl<T> Default for Pages<T> {
    fn default() -> Self {
        Self::Plain(Vec::new())
    }
}

impl<T: Pod> fmt::Debug for Pages<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} entries", self.len())
    }
}

/// Asks memory for bytes that will be read soon: the processor looks ahead by itself, but not far. With it, tags and names
/// take three quarters of the time.
#[inline]
pub(super) fn fetch(bytes: &[i8]) {
    /// What memory gives at a time.
    const LINE: usize = 64;
    #[cfg(target_arch = "x86_64")]
    for line in bytes.chunks(LINE) {
        use std::arch::x86_64::{_MM_HINT_T0, _mm_prefetch};
        #[expect(unsafe_code, reason = "the only way to ask")]
        // SAFETY: all processors of this kind have SSE, and asking for memory reads none.
        unsafe {
            _mm_prefetch::<_MM_HINT_T0>(line.as_ptr());
        }
    }
    #[cfg(not(target_arch = "x86_64"))]
    let _ = (bytes, LINE);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn small_and_large_tables_are_what_they_were_made_from() {
        for len in [0, 1, 1000, 3_000_001] {
            let entries: Vec<u16> = (0..len).map(|i| (i * 7 % 65_521) as u16).collect();
            assert!(*Pages::from(entries.clone()) == entries[..], "{len}");
        }
    }
}
