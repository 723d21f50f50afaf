//! Files that are replaced whole.

use std::fs::{self, File, OpenOptions};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use crate::failure::Failure;

use super::failed;
use super::folder::{private_folder, sync_folder};
use super::private::created_private;

/// A replacement of `path` in the making, in a temporary file beside it. Dropped before it is
/// committed, it leaves everything as it was.
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
        let mut this = Self::open(path, temporary.clone())
            .map_err(|error| failed("write", &temporary, error))?;
        this.fill(&vec![0; size])?;
        Ok(this)
    }

    /// Makes the file `temporary`, for the user alone and where there is none of that name.
    pub(super) fn open(target: &Path, temporary: PathBuf) -> io::Result<Self> {
        let mut options = OpenOptions::new();
        options.read(true).write(true).create_new(true);
        let file = created_private(&mut options).open(&temporary)?;
        Ok(Self {
            target: target.to_owned(),
            temporary,
            file,
        })
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
        self.put_in_place(Existing::Replaced).map(|_| ())
    }

    /// Where the file will stand.
    pub(super) fn target(&self) -> &Path {
        &self.target
    }

    /// Gives the file other rights than to be for the user alone.
    #[cfg(unix)]
    pub(super) fn set_rights(&self, mode: u32) -> Result<(), Failure> {
        let rights = std::os::unix::fs::PermissionsExt::from_mode(mode);
        self.file
            .set_permissions(rights)
            .map_err(|error| failed("write", &self.target, error))
    }

    #[cfg(not(unix))]
    pub(super) fn set_rights(&self, _: u32) -> Result<(), Failure> {
        Ok(())
    }

    /// Puts `bytes` behind what was appended before.
    pub(super) fn append(&mut self, bytes: &[u8]) -> Result<(), Failure> {
        self.file
            .write_all(bytes)
            .map_err(|error| failed("write", &self.target, error))
    }

    /// Puts what was appended in its place, on disk when this returns; `false` where something has
    /// the name that is to be kept.
    pub(super) fn finish(self, existing: Existing) -> Result<bool, Failure> {
        self.file
            .sync_all()
            .map_err(|error| failed("write", &self.target, error))?;
        self.put_in_place(existing)
    }

    fn put_in_place(self, existing: Existing) -> Result<bool, Failure> {
        let moved = match existing {
            Existing::Replaced => fs::rename(&self.temporary, &self.target).map(|()| true),
            Existing::Kept => rename_to_free(&self.temporary, &self.target),
        };
        let moved = moved.map_err(|error| failed("replace", &self.target, error))?;
        sync_folder(&self.target)?;
        Ok(moved)
    }
}

/// What is to become of a file that has the name already.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Existing {
    Replaced,
    Kept,
}

/// Renames a file unless something has the new name: then `false`. In one step where the file
/// system can, so that not even what comes at the same moment is lost.
fn rename_to_free(from: &Path, to: &Path) -> io::Result<bool> {
    #[cfg(target_os = "linux")]
    {
        use rustix::fs::{CWD, RenameFlags, renameat_with};
        use rustix::io::Errno;
        match renameat_with(CWD, from, CWD, to, RenameFlags::NOREPLACE) {
            Ok(()) => return Ok(true),
            Err(Errno::EXIST) => return Ok(false),
            Err(Errno::INVAL | Errno::NOSYS | Errno::OPNOTSUPP) => {}
            Err(error) => return Err(error.into()),
        }
    }
    match fs::symlink_metadata(to) {
        Ok(_) => Ok(false),
        Err(error) if error.kind() == io::ErrorKind::NotFound => {
            fs::rename(from, to).map(|()| true)
        }
        Err(error) => Err(error),
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
