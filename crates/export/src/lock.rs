//! One run a directory at a time.

use crate::ExportError;
use camino::{Utf8Path, Utf8PathBuf};
use std::fs::{File, TryLockError};

/// Held while a run writes; the system lets go of it when the process ends, however it ends.
#[derive(Debug)]
pub(crate) struct Lock(#[expect(dead_code, reason = "held, not read: closing it lets go of the lock")] File);

impl Lock {
    pub(crate) fn take(dir: &Utf8Path, path: Utf8PathBuf) -> Result<Self, ExportError> {
        let file = File::options()
            .create(true)
            .truncate(false)
            .write(true)
            .open(&path)
            .map_err(ExportError::io("create", &*path))?;
        match file.try_lock() {
            Ok(()) => Ok(Self(file)),
            Err(TryLockError::WouldBlock) => Err(ExportError::Locked { path: dir.to_owned() }),
            Err(TryLockError::Error(source)) => Err(ExportError::Io { action: "lock", path, source }),
        }
    }
}
