//! Files that appear whole or not at all, and stay after a power cut.

use crate::ExportError;
use camino::{Utf8Path, Utf8PathBuf};
use std::fs::File;
use std::io::{BufWriter, Write};
use tempfile::NamedTempFile;
use xxhash_rust::xxh3::Xxh3Default;

/// A file being written beside its final place; gone without a trace unless committed.
pub(crate) struct DurableFile {
    path: Utf8PathBuf,
    out: BufWriter<NamedTempFile>,
    digest: Xxh3Default,
    bytes: u64,
}

impl std::fmt::Debug for DurableFile {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("DurableFile").field("path", &self.path).field("bytes", &self.bytes).finish_non_exhaustive()
    }
}

/// What was committed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Committed {
    pub(crate) bytes: u64,
    /// xxh3-128 of the bytes, in hex.
    pub(crate) digest: String,
}

impl DurableFile {
    /// Opens a temporary file in the directory of `path`. Its name begins with a dot and ends in
    /// `.tmp`, so that no reader of `*.parquet` sees it.
    pub(crate) fn create(path: Utf8PathBuf) -> Result<Self, ExportError> {
        let dir = path.parent().unwrap_or(Utf8Path::new("."));
        let temp = tempfile::Builder::new()
            .prefix(".")
            .suffix(".tmp")
            .tempfile_in(dir)
            .map_err(ExportError::io("create a file in", dir))?;
        Ok(Self { path, out: BufWriter::new(temp), digest: Xxh3Default::new(), bytes: 0 })
    }

    /// Makes the bytes durable, then gives the file its name, then makes the name durable.
    pub(crate) fn commit(self) -> Result<Committed, ExportError> {
        let temp = self.out.into_inner().map_err(|e| ExportError::io("write", &*self.path)(e.into_error()))?;
        temp.as_file().sync_all().map_err(ExportError::io("sync", &*self.path))?;
        let file = temp.persist(&self.path).map_err(|e| ExportError::io("rename", &*self.path)(e.error))?;
        readable_by_others(&file).map_err(ExportError::io("set the permissions of", &*self.path))?;
        sync_dir(self.path.parent().unwrap_or(Utf8Path::new(".")))?;
        Ok(Committed { bytes: self.bytes, digest: format!("{:032x}", self.digest.digest128()) })
    }
}

impl Write for DurableFile {
    fn write(&mut self, buf: &[u8]) -> std::io::Result<usize> {
        let n = self.out.write(buf)?;
        self.digest.update(&buf[..n]);
        self.bytes += n as u64;
        Ok(n)
    }

    fn flush(&mut self) -> std::io::Result<()> {
        self.out.flush()
    }
}

/// Writes a small file, whole or not at all; one of that name is replaced.
///
/// # Errors
/// If the file system refuses; a file that was there is as it was then.
pub fn write_file(path: &Utf8Path, bytes: &[u8]) -> Result<(), ExportError> {
    let mut file = DurableFile::create(path.to_owned())?;
    file.write_all(bytes).map_err(ExportError::io("write", path))?;
    file.commit().map(|_| ())
}

/// Gives a finished file, which nobody changes any more, a second name; or copies it durably where a file cannot have two
/// (another disk, a file system without links).
pub(crate) fn link_or_copy(from: &Utf8Path, to: &Utf8Path) -> Result<(), ExportError> {
    if std::fs::hard_link(from, to).is_ok() {
        return Ok(());
    }
    let mut source = File::open(from).map_err(ExportError::io("open", from))?;
    let mut copy = DurableFile::create(to.to_owned())?;
    std::io::copy(&mut source, &mut copy).map_err(ExportError::io("copy", from))?;
    copy.commit().map(|_| ())
}

/// Temporary files are private to their owner; tables are for everyone the directory is for.
#[cfg(unix)]
fn readable_by_others(file: &File) -> std::io::Result<()> {
    use std::os::unix::fs::PermissionsExt;
    file.set_permissions(std::fs::Permissions::from_mode(0o644))
}

#[cfg(not(unix))]
fn readable_by_others(_: &File) -> std::io::Result<()> {
    Ok(())
}

/// Makes the names in a directory durable.
pub(crate) fn sync_dir(dir: &Utf8Path) -> Result<(), ExportError> {
    let dir = if dir.as_str().is_empty() { Utf8Path::new(".") } else { dir };
    File::open(dir).and_then(|d| d.sync_all()).map_err(ExportError::io("sync", dir))
}

/// xxh3-128 of a file's bytes, in hex, and their number.
pub(crate) fn digest_of(path: &Utf8Path) -> Result<Committed, ExportError> {
    let mut file = File::open(path).map_err(ExportError::io("open", path))?;
    let mut hash = Xxh3Default::new();
    let mut bytes = 0;
    let mut buffer = vec![0; 1 << 16];
    loop {
        let n = std::io::Read::read(&mut file, &mut buffer).map_err(ExportError::io("read", path))?;
        if n == 0 {
            return Ok(Committed { bytes, digest: format!("{:032x}", hash.digest128()) });
        }
        hash.update(&buffer[..n]);
        bytes += n as u64;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn dir() -> (tempfile::TempDir, Utf8PathBuf) {
        let dir = tempfile::tempdir().expect("a directory");
        let path = Utf8PathBuf::from_path_buf(dir.path().to_owned()).expect("UTF-8");
        (dir, path)
    }

    #[test]
    fn a_file_that_is_not_committed_leaves_nothing() {
        let (_keep, dir) = dir();
        let mut file = DurableFile::create(dir.join("part.parquet")).expect("created");
        file.write_all(b"half a part").expect("written");
        drop(file);
        assert_eq!(std::fs::read_dir(&dir).expect("a listing").count(), 0);
    }

    #[test]
    fn a_committed_file_has_the_digest_it_was_given() {
        let (_keep, dir) = dir();
        let path = dir.join("part.parquet");
        let mut file = DurableFile::create(path.clone()).expect("created");
        file.write_all(b"a whole part").expect("written");
        let committed = file.commit().expect("committed");
        assert_eq!(committed, digest_of(&path).expect("readable"));
        assert_eq!(std::fs::read_dir(&dir).expect("a listing").count(), 1);
    }
}
