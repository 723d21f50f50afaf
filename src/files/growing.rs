//! Files that only grow.

use std::fs::File;
use std::io::{self, Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};

use crate::failure::Failure;

use super::failed;
use super::folder::{private_folder, sync_folder};
use super::private::{Content, ensure_private, open_or_make, unopened};

/// A private file that additions go to the end of, each on disk when [`Growing::append`] returns.
/// Whoever holds one holds a lock that all others take who write there.
pub(crate) struct Growing {
    path: PathBuf,
    file: File,
}

impl Growing {
    /// Opens the file at `path`, and makes it where there is none. One that others could have
    /// written or read is refused with the mend.
    pub(crate) fn open(path: &Path) -> Result<Self, Failure> {
        if let Some(folder) = path.parent() {
            private_folder(folder)?;
        }
        let file = open_or_make(path).map_err(|error| unopened("open", path, error))?;
        ensure_private(&file, path, Content::Kept)?;
        let this = Self {
            path: path.to_owned(),
            file,
        };
        // Who made it may have been killed before the folder was on disk.
        if this.length()? == 0 {
            sync_folder(path)?;
            // The folder may be new too. Its own parent need not be readable, so this may fail.
            let _ = path.parent().map(sync_folder);
        }
        Ok(this)
    }

    fn length(&self) -> Result<u64, Failure> {
        self.file
            .metadata()
            .map(|it| it.len())
            .map_err(|error| failed("read", &self.path, error))
    }

    /// All that is in it.
    pub(crate) fn read(&mut self) -> Result<Vec<u8>, Failure> {
        self.ensure_in_place()?;
        let mut bytes = Vec::new();
        self.file
            .rewind()
            .and_then(|()| self.file.read_to_end(&mut bytes))
            .map_err(|error| failed("read", &self.path, error))?;
        Ok(bytes)
    }

    /// Takes off everything after the first `length` bytes.
    pub(crate) fn cut(&mut self, length: u64) -> Result<(), Failure> {
        self.file
            .set_len(length)
            .and_then(|()| self.file.sync_all())
            .map_err(|error| failed("mend", &self.path, error))
    }

    /// Puts `bytes` at the end, in one write, on disk when this returns. Where that fails, the file
    /// is as it was, or has a part of them if not even that can be done.
    pub(crate) fn append(&mut self, bytes: &[u8]) -> Result<(), Failure> {
        self.append_by(|file| file.write_all(bytes))
    }

    /// As [`Growing::append`], of what `write` writes.
    pub(super) fn append_by(
        &mut self,
        write: impl FnOnce(&mut File) -> io::Result<()>,
    ) -> Result<(), Failure> {
        self.ensure_in_place()?;
        let before = self.length()?;
        let written = self
            .file
            .seek(SeekFrom::Start(before))
            .and_then(|_| write(&mut self.file))
            .and_then(|()| self.file.sync_all());
        written.map_err(|error| {
            // The first failure is the one to tell.
            let _ = self.cut(before);
            failed("write", &self.path, error)
        })
    }

    /// Makes sure that `size` more bytes will find room, where the system can. `Ok(false)` when the
    /// disk is full.
    #[cfg(target_os = "linux")]
    pub(crate) fn reserve(&mut self, size: u64) -> Result<bool, Failure> {
        use rustix::fs::{FallocateFlags, fallocate};
        let end = self.length()?;
        let room = || fallocate(&self.file, FallocateFlags::KEEP_SIZE, end, size);
        found_room(rustix::io::retry_on_intr(room))
            .map_err(|error| failed("reserve room in", &self.path, error))
    }

    #[cfg(not(target_os = "linux"))]
    pub(crate) fn reserve(&mut self, _: u64) -> Result<bool, Failure> {
        Ok(true)
    }

    /// Refuses a file that has no name any more, or is not what its name leads to: what is added
    /// to it would be lost.
    #[cfg(unix)]
    fn ensure_in_place(&self) -> Result<(), Failure> {
        use std::os::unix::fs::MetadataExt;
        let same = std::fs::symlink_metadata(&self.path)
            .and_then(|there| Ok((there, self.file.metadata()?)))
            .is_ok_and(|(there, mine)| (there.dev(), there.ino()) == (mine.dev(), mine.ino()));
        if same {
            return Ok(());
        }
        let what = format!(
            "{} was removed or replaced while it was in use",
            self.path.display()
        );
        Err(Failure::storage(what).hint("put it back, and run the command again"))
    }

    #[cfg(not(unix))]
    fn ensure_in_place(&self) -> Result<(), Failure> {
        Ok(())
    }
}

/// Whether there is room, by the system's answer; a file system that cannot say so has no objection.
#[cfg(target_os = "linux")]
pub(super) fn found_room(answer: rustix::io::Result<()>) -> io::Result<bool> {
    use rustix::io::Errno;
    match answer {
        Ok(()) | Err(Errno::OPNOTSUPP | Errno::NOSYS) => Ok(true),
        Err(Errno::NOSPC | Errno::DQUOT) => Ok(false),
        Err(error) => Err(error.into()),
    }
}
