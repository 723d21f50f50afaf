//! Locks between processes.

use std::fs::{File, TryLockError};
use std::path::Path;
use std::time::{Duration, Instant};

use crate::failure::Failure;

use super::failed;
use super::folder::private_folder;
use super::private::open_or_make;

/// A lock that all processes of the user share, held until it is dropped or the process ends.
pub(crate) struct Lock(#[expect(dead_code, reason = "holding the file is holding the lock")] File);

impl Lock {
    /// Waits for the lock at `path` for at most `limit`.
    pub(crate) fn wait(path: &Path, limit: Duration) -> Result<Self, Failure> {
        if let Some(folder) = path.parent() {
            private_folder(folder)?;
        }
        let file = open_or_make(path).map_err(|error| failed("open the lock", path, error))?;
        let deadline = Instant::now() + limit;
        loop {
            match file.try_lock() {
                Ok(()) => return Ok(Self(file)),
                Err(TryLockError::WouldBlock) if Instant::now() < deadline => {
                    std::thread::sleep(Duration::from_millis(10));
                }
                Err(TryLockError::WouldBlock) => {
                    return Err(Failure::storage(format!(
                        "another sb1 has held the lock {} for {} s",
                        path.display(),
                        limit.as_secs()
                    ))
                    .hint("look for a hanging sb1 process and end it"));
                }
                Err(TryLockError::Error(error)) => return Err(failed("lock", path, error)),
            }
        }
    }
}
