//! Sorting more than fits in memory: sorted runs on disk, merged.
//!
//! Every aggregate is "scan, sort by a key, walk the groups"; so this is what bounds the memory of them
//! all, and what makes them independent of the order in which rows come.

use crate::AggregateError;
use crate::error::scratch;
use camino::{Utf8Path, Utf8PathBuf};
use std::cmp::Reverse;
use std::collections::BinaryHeap;
use std::fs::File;
use std::io::{BufReader, BufWriter, Read, Seek, Write};

/// Bytes that one sorter holds in memory before it writes a run.
const BUDGET: usize = 48 << 20;

/// Collects records in any order.
#[derive(Debug)]
pub(crate) struct Sorter {
    dir: Utf8PathBuf,
    budget: usize,
    held: Held,
    runs: Vec<File>,
}

/// Records in memory.
#[derive(Debug, Default)]
pub(crate) struct Held {
    bytes: Vec<u8>,
    /// First eight bytes (most comparisons end there), start, length.
    records: Vec<(u64, u32, u32)>,
}

impl Sorter {
    /// A sorter that spills to files without a name in `dir`.
    pub(crate) fn new(dir: &Utf8Path) -> Self {
        Self::with_budget(dir, BUDGET)
    }

    pub(crate) fn with_budget(dir: &Utf8Path, budget: usize) -> Self {
        Self { dir: dir.to_owned(), budget, held: Held::default(), runs: Vec::new() }
    }

    pub(crate) fn push(&mut self, record: &[u8]) -> Result<(), AggregateError> {
        if !self.held.records.is_empty() && self.held.size() + record.len() > self.budget {
            self.spill()?;
        }
        self.held.push(record);
        Ok(())
    }

    fn spill(&mut self) -> Result<(), AggregateError> {
        self.held.sort();
        let mut out = Spool::new(&self.dir)?;
        for n in 0..self.held.records.len() {
            out.push(self.held.get(n))?;
        }
        self.held.clear();
        self.runs.push(out.into_file()?);
        Ok(())
    }

    /// The records in order.
    pub(crate) fn sorted(mut self) -> Result<Sorted, AggregateError> {
        if self.runs.is_empty() {
            self.held.sort();
            return Ok(Sorted::Held { held: self.held, at: 0 });
        }
        self.spill()?;
        let mut runs = self.runs.into_iter().map(SpoolReader::new).collect::<Result<Vec<_>, _>>()?;
        let mut heap = BinaryHeap::with_capacity(runs.len());
        for (n, run) in runs.iter_mut().enumerate() {
            let mut record = Vec::new();
            if run.read(&mut record)? {
                heap.push(Reverse((record, n)));
            }
        }
        Ok(Sorted::Merged { runs, heap, current: Vec::new() })
    }
}

impl Held {
    fn size(&self) -> usize {
        self.bytes.len() + self.records.len() * size_of::<(u64, u32, u32)>()
    }

    fn push(&mut self, record: &[u8]) {
        let mut prefix = [0; 8];
        let n = record.len().min(8);
        prefix[..n].copy_from_slice(&record[..n]);
        self.records.push((u64::from_be_bytes(prefix), self.bytes.len() as u32, record.len() as u32));
        self.bytes.extend_from_slice(record);
    }

    fn get(&self, n: usize) -> &[u8] {
        let (_, start, len) = self.records[n];
        &self.bytes[start as usize..start as usize + len as usize]
    }

    fn sort(&mut self) {
        let bytes = &self.bytes;
        let slice = |r: &(u64, u32, u32)| &bytes[r.1 as usize..r.1 as usize + r.2 as usize];
        self.records.sort_unstable_by(|a, b| a.0.cmp(&b.0).then_with(|| slice(a).cmp(slice(b))));
    }

    fn clear(&mut self) {
        self.bytes.clear();
        self.records.clear();
    }
}

/// Records in order.
#[derive(Debug)]
pub(crate) enum Sorted {
    /// All of them were held in memory.
    Held { held: Held, at: usize },
    /// Runs on disk and the next record of each.
    Merged { runs: Vec<SpoolReader>, heap: BinaryHeap<Reverse<(Vec<u8>, usize)>>, current: Vec<u8> },
}

impl Sorted {
    /// The next record.
    pub(crate) fn next(&mut self) -> Result<Option<&[u8]>, AggregateError> {
        match self {
            Self::Held { held, at } => {
                if *at == held.records.len() {
                    return Ok(None);
                }
                *at += 1;
                Ok(Some(held.get(*at - 1)))
            }
            Self::Merged { runs, heap, current } => {
                let Some(Reverse((record, n))) = heap.pop() else { return Ok(None) };
                let mut spent = std::mem::replace(current, record);
                if runs[n].read(&mut spent)? {
                    heap.push(Reverse((spent, n)));
                }
                Ok(Some(current))
            }
        }
    }
}

/// Records on disk, in the order in which they were pushed; gone when dropped.
#[derive(Debug)]
pub(crate) struct Spool {
    out: BufWriter<File>,
}

impl Spool {
    pub(crate) fn new(dir: &Utf8Path) -> Result<Self, AggregateError> {
        let file = tempfile::tempfile_in(dir).map_err(scratch("create a file in", dir))?;
        Ok(Self { out: BufWriter::with_capacity(1 << 16, file) })
    }

    pub(crate) fn push(&mut self, record: &[u8]) -> Result<(), AggregateError> {
        let length = (record.len() as u32).to_le_bytes();
        self.out.write_all(&length).and_then(|()| self.out.write_all(record)).map_err(scratch("write to", ""))
    }

    fn into_file(self) -> Result<File, AggregateError> {
        self.out.into_inner().map_err(|e| scratch("write to", "")(e.into_error()))
    }

    /// The records from the first on.
    pub(crate) fn read(self) -> Result<SpoolReader, AggregateError> {
        SpoolReader::new(self.into_file()?)
    }
}

/// Reads a spool.
#[derive(Debug)]
pub(crate) struct SpoolReader {
    file: BufReader<File>,
}

impl SpoolReader {
    fn new(mut file: File) -> Result<Self, AggregateError> {
        file.rewind().map_err(scratch("rewind", ""))?;
        Ok(Self { file: BufReader::with_capacity(1 << 16, file) })
    }

    /// Puts the next record into `record`; false at the end.
    pub(crate) fn read(&mut self, record: &mut Vec<u8>) -> Result<bool, AggregateError> {
        let mut length = [0; 4];
        match self.file.read_exact(&mut length) {
            Err(e) if e.kind() == std::io::ErrorKind::UnexpectedEof => return Ok(false),
            read => read.map_err(scratch("read", ""))?,
        }
        record.resize(u32::from_le_bytes(length) as usize, 0);
        self.file.read_exact(record).map_err(scratch("read", ""))?;
        Ok(true)
    }
}

/// Records on disk, read in any order by their number.
#[derive(Debug)]
pub(crate) struct Shelf {
    file: File,
    out: Vec<u8>,
    /// Where each record ends.
    ends: Vec<u64>,
}

impl Shelf {
    pub(crate) fn new(dir: &Utf8Path) -> Result<Self, AggregateError> {
        let file = tempfile::tempfile_in(dir).map_err(scratch("create a file in", dir))?;
        Ok(Self { file, out: Vec::new(), ends: Vec::new() })
    }

    pub(crate) fn len(&self) -> usize {
        self.ends.len()
    }

    /// Appends a record; its number is the number of records before it.
    pub(crate) fn push(&mut self, record: &[u8]) -> Result<(), AggregateError> {
        self.out.extend_from_slice(record);
        self.ends.push(self.ends.last().copied().unwrap_or(0) + record.len() as u64);
        if self.out.len() > 1 << 20 { self.flush() } else { Ok(()) }
    }

    /// Must come between the last [`Shelf::push`] and the first [`Shelf::get`].
    pub(crate) fn flush(&mut self) -> Result<(), AggregateError> {
        self.file.write_all(&self.out).map_err(scratch("write to", ""))?;
        self.out.clear();
        Ok(())
    }

    /// Puts record `n` into `record`.
    pub(crate) fn get(&mut self, n: usize, record: &mut Vec<u8>) -> Result<(), AggregateError> {
        let start = if n == 0 { 0 } else { self.ends[n - 1] };
        record.resize((self.ends[n] - start) as usize, 0);
        read_at(&mut self.file, start, record).map_err(scratch("read", ""))
    }
}

#[cfg(unix)]
fn read_at(file: &mut File, start: u64, record: &mut [u8]) -> std::io::Result<()> {
    std::os::unix::fs::FileExt::read_exact_at(file, record, start)
}

#[cfg(not(unix))]
fn read_at(file: &mut File, start: u64, record: &mut [u8]) -> std::io::Result<()> {
    file.seek(std::io::SeekFrom::Start(start))?;
    file.read_exact(record)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sorted(budget: usize, records: &[&str]) -> Vec<String> {
        let dir = tempfile::tempdir().expect("a directory");
        let dir = Utf8Path::from_path(dir.path()).expect("UTF-8");
        let mut sorter = Sorter::with_budget(dir, budget);
        for record in records {
            sorter.push(record.as_bytes()).expect("pushed");
        }
        let mut sorted = sorter.sorted().expect("sorted");
        let mut all = Vec::new();
        while let Some(record) = sorted.next().expect("read") {
            all.push(String::from_utf8(record.to_vec()).expect("UTF-8"));
        }
        all
    }

    #[test]
    fn records_come_in_order_whether_they_fit_or_not() {
        let records = ["pear", "apple", "", "quince", "apple", "pearl", "a longer word", "a longer worm"];
        let expected = ["", "a longer word", "a longer worm", "apple", "apple", "pear", "pearl", "quince"];
        assert_eq!(sorted(1 << 20, &records), expected);
        assert_eq!(sorted(40, &records), expected);
        assert_eq!(sorted(0, &records), expected);
        assert!(sorted(0, &[]).is_empty());
    }

    #[test]
    fn a_shelf_gives_any_record() {
        let dir = tempfile::tempdir().expect("a directory");
        let mut shelf = Shelf::new(Utf8Path::from_path(dir.path()).expect("UTF-8")).expect("made");
        for record in ["one", "", "three"] {
            shelf.push(record.as_bytes()).expect("pushed");
        }
        shelf.flush().expect("flushed");
        let mut record = Vec::new();
        for (n, expected) in [(2, "three"), (0, "one"), (1, "")] {
            shelf.get(n, &mut record).expect("read");
            assert_eq!(record, expected.as_bytes());
        }
    }
}
