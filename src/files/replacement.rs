//! Files that are replaced whole.

use std::fs::{self, File, OpenOptions};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use crate::failure::Failure;

use super::failed;
use super::folder::{private_folder, sync_folder};
use super::private::created_private;

/// A replacement of `path` in the making, in a temporary file beside it.
pub(crate) struct Replacement {
    target: PathBuf,
    temporary: PathBuf,
    file: File,
}

impl Replacement {
    /// Opens the temporary file with room for `size` bytes, written and synced: what fails for
    /// want of space or rights fails here, before anything that cannot be taken back.
    pub(crate) fn reserve(path: &Path, size: usize) -> Result<Self, Failure> {
        let temporary = path.with_extension(format!("{}.new", std::process::id()));
        if let Some(folder) = path.parent() {
            private_folder(folder)?;
        }
        // A left-over of a killed process with the same number.
        let _ = fs::remove_file(&temporary);
        let file = created_private(OpenOptions::new().read(true).write(true).create_new(true))
            .open(&temporary)
            .map_err(|error| failed("write", &temporary, error))?;
        let mut this = Self {
            target: path.to_owned(),
            temporary,
            file,
        };
        this.fill(&vec![0; size])?;
        Ok(this)
    }

    fn fill(&mut self, bytes: &[u8]) -> Result<(), Failure> {
        use io::Seek;
        self.file
            .rewind()
            .and_then(|()| self.file.write_all(bytes))
            .and_then(|()| self.file.set_len(bytes.len() as u64))
            .and_then(|()| self.file.sync_all())
            .map_err(|error| failed("write", &self.temporary, error))
    }

    /// Puts `bytes` in the place of the old content, on disk when this returns.
    pub(crate) fn commit(mut self, bytes: &[u8]) -> Result<(), Failure> {
        self.fill(bytes)?;
        fs::rename(&self.temporary, &self.target)
            .map_err(|error| failed("replace", &self.target, error))?;
        sync_folder(&self.target)
    }
}

impl Drop for Replacement {
    fn drop(&mut self) {
        // After a commit there is nothing of that name any more.
        let _ = fs::remove_file(&self.temporary);
    }
}

/// Replaces the file at `path` by `bytes`, whole or not at all.
pub(crate) fn replace(path: &Path, bytes: &[u8]) -> Result<(), Failure> {
    Replacement::reserve(path, bytes.len())?.commit(bytes)
}

/// Removes the temporary files that killed processes left of replacements of `path`. Only where
/// nothing is being replaced: under the lock of what is kept there.
pub(crate) fn sweep(path: &Path) -> Result<(), Failure> {
    let (Some(folder), Some(stem)) = (path.parent(), path.file_stem()) else {
        return Ok(());
    };
    for found in fs::read_dir(folder).into_iter().flatten().flatten() {
        let name = found.file_name();
        let number = name.to_str().zip(stem.to_str()).and_then(|(name, stem)| {
            let rest = name.strip_prefix(stem)?.strip_prefix('.')?;
            rest.strip_suffix(".new")
        });
        let ours =
            number.is_some_and(|it| !it.is_empty() && it.bytes().all(|byte| byte.is_ascii_digit()));
        // The type of the entry itself: a link is nothing of ours.
        if ours && found.file_type().is_ok_and(|it| it.is_file()) {
            remove(&found.path())?;
        }
    }
    Ok(())
}

/// Removes the file; that there is none is fine.
pub(crate) fn remove(path: &Path) -> Result<(), Failure> {
    match fs::remove_file(path) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(failed("remove", path, error)),
        _ => Ok(()),
    }
}
