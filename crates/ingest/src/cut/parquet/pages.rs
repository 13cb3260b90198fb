//! What the pages of a row group say they hold, read before anything is unpacked: a page of a few kilobytes can say, or
//! become, gigabytes, and the decoder takes its word.
//!
//! Headers of pages are structs in Thrift's compact protocol, of which this reads the two sizes and passes over the rest.
//! <https://parquet.apache.org/docs/file-format/data-pages/>

use crate::Reason;
use crate::cut::Fault;
use parquet::basic::Compression;
use parquet::file::metadata::{ColumnChunkMetaData, ParquetMetaData};
use std::fs::File;
use std::io::{self, BufReader, Read, Seek, SeekFrom};

/// Bytes that the pages of one batch may have once they are unpacked. Writers end a page at 1 MiB, one at 100 MB.
const ROOM: u64 = 256 << 20;

/// How many rows of a group can be read at once, at least one: in the worst case each lies in a page of its own.
///
/// # Errors
/// If one row may already need more than there is room for, or a header cannot be read.
pub(super) fn rows_at_once(
    file: &File,
    metadata: &ParquetMetaData,
    group: usize,
    columns: &[usize],
) -> Result<usize, Fault> {
    let schema = metadata.file_metadata().schema_descr();
    let mut largest = 1;
    for (leaf, chunk) in metadata.row_group(group).columns().iter().enumerate() {
        if columns.contains(&schema.get_column_root_idx(leaf)) {
            largest += largest_page(file, chunk).map_err(|e| Fault::new(Reason::BadRecord, e.to_string()))?;
        }
    }
    if largest > ROOM {
        let detail = format!("pages of {largest} bytes unpacked; the limit is {ROOM}");
        return Err(Fault::new(Reason::TooLong, detail).sized(largest));
    }
    Ok((ROOM / largest) as usize)
}

/// The size of the largest page of a column, unpacked.
fn largest_page(file: &File, chunk: &ColumnChunkMetaData) -> io::Result<u64> {
    let start = chunk.dictionary_page_offset().filter(|&at| at > 0).unwrap_or(chunk.data_page_offset());
    let start = start.min(chunk.data_page_offset());
    let offset = |n: i64| u64::try_from(n).map_err(|_| broken("a negative offset"));
    let mut at = offset(start)?;
    let end = at.saturating_add(offset(chunk.compressed_size())?);
    let mut file = BufReader::new(file);
    let mut largest = 0;
    while at < end {
        file.seek(SeekFrom::Start(at))?;
        let mut header = Thrift { bytes: Read::by_ref(&mut file).take(HEADER), read: 0 };
        let page = header.page()?;
        at += header.read;
        largest = largest.max(page.unpacked);
        if largest > ROOM {
            break;
        }
        if unbounded(chunk.compression()) {
            file.seek(SeekFrom::Start(at))?;
            honest(chunk.compression(), Read::by_ref(&mut file).take(page.packed), page.unpacked)?;
        }
        at += page.packed;
    }
    Ok(largest)
}

/// Whether the decoder unpacks such a page to its end, whatever its header says.
fn unbounded(compression: Compression) -> bool {
    matches!(compression, Compression::GZIP(_) | Compression::BROTLI(_) | Compression::LZ4)
}

/// Holds that a page does not become more than it says.
#[expect(clippy::disallowed_methods, reason = "what they give is counted up to a limit and thrown away")]
fn honest(compression: Compression, packed: impl Read, says: u64) -> io::Result<()> {
    let count = |unpacked: &mut dyn Read| io::copy(&mut unpacked.take(says + 1), &mut io::sink());
    let found = match compression {
        Compression::GZIP(_) => count(&mut flate2::read::MultiGzDecoder::new(packed)),
        Compression::BROTLI(_) => count(&mut brotli_decompressor::Decompressor::new(packed, 1 << 16)),
        _ => count(&mut lz4_flex::frame::FrameDecoder::new(packed)),
    };
    // What cannot be unpacked, since it begins with levels that are not packed or is broken, is for the decoder to tell.
    if found.is_ok_and(|n| n > says) { Err(broken("a page larger than it says")) } else { Ok(()) }
}

fn broken(why: &str) -> io::Error {
    io::Error::new(io::ErrorKind::InvalidData, why)
}

/// Longest header of a page: it may quote the smallest and the largest value.
const HEADER: u64 = 64 << 20;

/// Structs within structs; headers have three.
const DEPTH: u32 = 16;

/// Sizes in bytes.
struct Page {
    packed: u64,
    unpacked: u64,
}

struct Thrift<R> {
    bytes: R,
    read: u64,
}

impl<R: Read> Thrift<R> {
    /// The header of a page: its fields 2 and 3 are the sizes.
    fn page(&mut self) -> io::Result<Page> {
        let (mut field, mut sizes) = (0, [None, None]);
        while let Some(kind) = self.field(&mut field)? {
            match (field, kind) {
                (2 | 3, I16..=I64) => sizes[field as usize - 2] = u64::try_from(self.number()?).ok(),
                _ => self.skip(kind, DEPTH)?,
            }
        }
        match sizes {
            [Some(unpacked), Some(packed)] => Ok(Page { packed, unpacked }),
            _ => Err(broken("a page without a size")),
        }
    }

    /// Begins the next field: its kind, or nothing at the end of the struct.
    fn field(&mut self, last: &mut i64) -> io::Result<Option<u8>> {
        let byte = self.byte()?;
        if byte == 0 {
            return Ok(None);
        }
        *last = if byte >> 4 == 0 { self.number()? } else { last.saturating_add(i64::from(byte >> 4)) };
        Ok(Some(byte & 15))
    }

    fn skip(&mut self, kind: u8, depth: u32) -> io::Result<()> {
        let deeper = depth.checked_sub(1).ok_or_else(|| broken("a page header without end"))?;
        match kind {
            TRUE | FALSE => Ok(()),
            BYTE => self.pass(1),
            I16..=I64 => self.varint().map(drop),
            DOUBLE => self.pass(8),
            BINARY => self.varint().and_then(|n| self.pass(n)),
            LIST | SET => {
                let head = self.byte()?;
                let n = if head >> 4 == 15 { self.varint()? } else { u64::from(head >> 4) };
                // Within a list, a truth is a byte.
                (0..n).try_for_each(|_| if head & 15 <= FALSE { self.pass(1) } else { self.skip(head & 15, deeper) })
            }
            STRUCT => {
                let mut field = 0;
                while let Some(kind) = self.field(&mut field)? {
                    self.skip(kind, deeper)?;
                }
                Ok(())
            }
            _ => Err(broken("a page header that cannot be read")),
        }
    }

    /// Zigzag.
    fn number(&mut self) -> io::Result<i64> {
        let n = self.varint()?;
        Ok((n >> 1) as i64 ^ -((n & 1) as i64))
    }

    fn varint(&mut self) -> io::Result<u64> {
        let mut n = 0;
        for shift in (0..64).step_by(7) {
            let byte = self.byte()?;
            n |= u64::from(byte & 0x7f) << shift;
            if byte < 0x80 {
                return Ok(n);
            }
        }
        Err(broken("a number without end"))
    }

    fn byte(&mut self) -> io::Result<u8> {
        let mut byte = [0];
        self.bytes.read_exact(&mut byte)?;
        self.read += 1;
        Ok(byte[0])
    }

    fn pass(&mut self, n: u64) -> io::Result<()> {
        let passed = io::copy(&mut Read::by_ref(&mut self.bytes).take(n), &mut io::sink())?;
        self.read += passed;
        if passed == n { Ok(()) } else { Err(io::ErrorKind::UnexpectedEof.into()) }
    }
}

// Kinds of values in the compact protocol.
const TRUE: u8 = 1;
const FALSE: u8 = 2;
const BYTE: u8 = 3;
const I16: u8 = 4;
const I64: u8 = 6;
const DOUBLE: u8 = 7;
const BINARY: u8 = 8;
const LIST: u8 = 9;
const SET: u8 = 10;
const STRUCT: u8 = 12;

#[cfg(test)]
mod tests {
    use super::*;

    fn page(bytes: &[u8]) -> io::Result<(u64, u64, u64)> {
        let mut thrift = Thrift { bytes, read: 0 };
        thrift.page().map(|page| (page.unpacked, page.packed, thrift.read))
    }

    #[test]
    fn sizes_are_read_and_everything_else_is_passed_over() {
        // type 0, unpacked 300, packed 7, a struct with a number, a truth, a text and a list; then the page.
        let header =
            [0x15, 0, 0x15, 0xd8, 4, 0x15, 14, 0x2c, 0x15, 6, 0x11, 0x18, 2, b'a', b'b', 0x19, 0x25, 2, 4, 0, 0, 99];
        assert_eq!(page(&header).expect("a header"), (300, 7, 21));
        assert!(page(&header[..12]).is_err());
        assert!(page(&[0]).is_err());
        assert!(page(&[0x2c; 100]).is_err(), "structs without end");
    }
}
