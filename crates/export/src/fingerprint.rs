//! What tells that an input has changed since a run over it began.

use crate::InputFile;
use std::fs::File;
use std::io::{self, Read, Seek, SeekFrom};
use std::path::Path;
use std::time::UNIX_EPOCH;
use xxhash_rust::xxh3::Xxh3Default;

/// Bytes of a sample of a file.
const SAMPLE: u64 = 1 << 14;

/// Steps between the samples: the first is the beginning of the file, the last its end. Files up to a mebibyte are read whole.
const STEPS: u64 = 64;

impl InputFile {
    /// The file at `path` as it is now; without a path, standard input.
    ///
    /// The fingerprint covers the size, the time of the last change and samples from the beginning to the end: enough to
    /// notice a changed file without reading a terabyte of them. Whatever moves the bytes behind it is noticed, since a
    /// sample moves too; a few bytes written over in place, with the time set back, may lie between two samples.
    ///
    /// # Errors
    /// If the file cannot be read.
    pub fn of(name: &str, path: Option<&Path>) -> io::Result<Self> {
        let Some(path) = path else {
            return Ok(Self { name: name.to_owned(), bytes: None, fingerprint: String::new() });
        };
        let mut file = File::open(path)?;
        let about = file.metadata()?;
        let mut hash = Xxh3Default::new();
        hash.update(&about.len().to_le_bytes());
        if let Ok(changed) = about.modified().and_then(|t| t.duration_since(UNIX_EPOCH).map_err(io::Error::other)) {
            hash.update(&changed.as_nanos().to_le_bytes());
        }
        let mut sample = Vec::new();
        let is_small = about.len() <= (STEPS + 1) * SAMPLE;
        let (last, steps, size) = if is_small { (0, 0, about.len()) } else { (about.len() - SAMPLE, STEPS, SAMPLE) };
        for step in 0..=steps {
            sample.clear();
            let at = u128::from(last) * u128::from(step) / u128::from(steps.max(1));
            file.seek(SeekFrom::Start(at as u64))?;
            Read::by_ref(&mut file).take(size).read_to_end(&mut sample)?;
            hash.update(&sample);
        }
        Ok(Self { name: name.to_owned(), bytes: Some(about.len()), fingerprint: format!("{:016x}", hash.digest()) })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::fs;

    /// The fingerprint of these bytes, under one time for all.
    fn fingerprint(bytes: &[u8]) -> String {
        let file = tempfile::NamedTempFile::new().expect("a file");
        fs::write(file.path(), bytes).expect("written");
        file.as_file().set_modified(UNIX_EPOCH).expect("dated");
        InputFile::of("a", Some(file.path())).expect("read").fingerprint
    }

    #[test]
    fn any_byte_of_a_small_file_counts() {
        let bytes = vec![b'a'; 1 << 20];
        let was = fingerprint(&bytes);
        assert_eq!(fingerprint(&bytes), was);
        for at in [0, 70_000, 500_001, bytes.len() - 1] {
            let mut changed = bytes.clone();
            changed[at] = b'b';
            assert_ne!(fingerprint(&changed), was, "byte {at}");
        }
    }

    #[test]
    fn whatever_moves_the_bytes_of_a_large_file_counts() {
        let bytes: Vec<u8> = (0..5_000_000_u32).flat_map(|n| (n / 7).to_le_bytes()).collect();
        let was = fingerprint(&bytes);
        let mut swapped = bytes.clone();
        swapped[9_000_001..9_400_001].rotate_left(1);
        assert_ne!(fingerprint(&swapped), was, "moved by one byte");
        let mut cut = bytes.clone();
        cut.truncate(bytes.len() - 1);
        assert_ne!(fingerprint(&cut), was, "shorter");
    }
}
