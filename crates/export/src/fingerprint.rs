//! What tells that an input has changed since a run over it began.

use crate::InputFile;
use std::fs::File;
use std::io::{self, Read, Seek, SeekFrom};
use std::path::Path;
use std::time::UNIX_EPOCH;
use xxhash_rust::xxh3::Xxh3Default;

/// How much of either end of a file goes into its fingerprint.
const SAMPLE: u64 = 1 << 16;

impl InputFile {
    /// The file at `path` as it is now; without a path, standard input.
    ///
    /// The fingerprint covers size, first and last bytes and the time of the last change: enough to notice a
    /// changed file without reading a terabyte of them.
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
        Read::by_ref(&mut file).take(SAMPLE).read_to_end(&mut sample)?;
        if about.len() > SAMPLE {
            file.seek(SeekFrom::Start(about.len() - SAMPLE))?;
            file.take(SAMPLE).read_to_end(&mut sample)?;
        }
        hash.update(&sample);
        Ok(Self { name: name.to_owned(), bytes: Some(about.len()), fingerprint: format!("{:016x}", hash.digest()) })
    }
}
