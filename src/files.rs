//! Private files: 0700 folders, 0600 files from their first byte, old content or new and never
//! neither, and locks shared by all processes of the user.

use std::fs::{self, File, OpenOptions, TryLockError};
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use crate::failure::Failure;

/// Makes `folder` and its parents; what is made here is for the user alone. One in which others may
/// put or replace files is refused with the mend.
pub(crate) fn private_folder(folder: &Path) -> Result<(), Failure> {
    let mut builder = fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder
        .create(folder)
        .map_err(|error| failed("make the folder", folder, error))?;
    ensure_own(folder)
}

/// Refuses a folder in which somebody else may put or replace files; that there is none is fine.
#[cfg(unix)]
pub(crate) fn ensure_own(folder: &Path) -> Result<(), Failure> {
    use std::os::unix::fs::MetadataExt;
    let Ok(meta) = fs::metadata(folder) else {
        return Ok(());
    };
    let me = rustix::process::geteuid().as_raw();
    let shown = folder.display();
    if meta.uid() != me && meta.uid() != 0 {
        let mend = format!("move it away, or run `chown -R $USER {shown}`");
        return Err(refused(folder, "another user owns it", &mend));
    }
    // A group with the number of the user is the user's own, where systems give everybody one.
    let of_group = if meta.gid() == me { 0 } else { 0o020 };
    if meta.mode() & (0o002 | of_group) != 0 {
        let why = format!("its mode {:o} lets others write", meta.mode() & 0o777);
        let mend = format!("run `chmod 700 {shown}`");
        return Err(refused(folder, &why, &mend));
    }
    Ok(())
}

#[cfg(not(unix))]
pub(crate) fn ensure_own(_: &Path) -> Result<(), Failure> {
    Ok(())
}

/// Reads a private file whole; `None` where there is none. A file that others could have written
/// or read is refused with the mend.
pub(crate) fn read_private(path: &Path) -> Result<Option<Vec<u8>>, Failure> {
    let mut file = match nofollow(OpenOptions::new().read(true)).open(path) {
        Ok(file) => file,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(unreadable(path, error)),
    };
    ensure_private(&file, path)?;
    let mut bytes = Vec::new();
    file.read_to_end(&mut bytes)
        .map_err(|error| failed("read", path, error))?;
    Ok(Some(bytes))
}

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
        let mut options = OpenOptions::new();
        options.read(true).write(true).create_new(true);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        let file = nofollow(&mut options)
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

/// A lock that all processes of the user share, held until it is dropped or the process ends.
pub(crate) struct Lock(#[expect(dead_code, reason = "holding the file is holding the lock")] File);

impl Lock {
    /// Waits for the lock at `path` for at most `limit`.
    pub(crate) fn wait(path: &Path, limit: Duration) -> Result<Self, Failure> {
        if let Some(folder) = path.parent() {
            private_folder(folder)?;
        }
        let mut options = OpenOptions::new();
        options.read(true).write(true).create(true).truncate(false);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        let file = nofollow(&mut options)
            .open(path)
            .map_err(|error| failed("open the lock", path, error))?;
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

#[cfg(unix)]
fn nofollow(options: &mut OpenOptions) -> &mut OpenOptions {
    use std::os::unix::fs::OpenOptionsExt;
    options.custom_flags(rustix::fs::OFlags::NOFOLLOW.bits().cast_signed())
}

#[cfg(not(unix))]
fn nofollow(options: &mut OpenOptions) -> &mut OpenOptions {
    options
}

#[cfg(unix)]
fn unreadable(path: &Path, error: io::Error) -> Failure {
    if fs::symlink_metadata(path).is_ok_and(|it| it.file_type().is_symlink()) {
        return refused(
            path,
            "it is a symbolic link",
            "put the file itself in its place",
        );
    }
    failed("read", path, error)
}

#[cfg(not(unix))]
fn unreadable(path: &Path, error: io::Error) -> Failure {
    failed("read", path, error)
}

/// Refuses a file that somebody else may own, share or read.
#[cfg(unix)]
fn ensure_private(file: &File, path: &Path) -> Result<(), Failure> {
    use std::os::unix::fs::MetadataExt;
    let meta = file
        .metadata()
        .map_err(|error| failed("read", path, error))?;
    let shown = path.display();
    if !meta.is_file() {
        return Err(refused(
            path,
            "it is no regular file",
            "remove it and run `sb1 login`",
        ));
    }
    if meta.uid() != rustix::process::geteuid().as_raw() {
        return Err(refused(
            path,
            "another user owns it",
            "remove it and run `sb1 login`",
        ));
    }
    if meta.nlink() != 1 {
        let mend = "remove the other name, or this file, and run `sb1 login`";
        return Err(refused(path, "it has a second name (hard link)", mend));
    }
    if meta.mode() & 0o077 != 0 {
        let why = format!("its mode {:o} lets others in", meta.mode() & 0o777);
        return Err(refused(path, &why, &format!("run `chmod 600 {shown}`")));
    }
    Ok(())
}

#[cfg(not(unix))]
fn ensure_private(_: &File, _: &Path) -> Result<(), Failure> {
    Ok(())
}

/// What others may look into, of `folder` and the files right in it.
#[cfg(unix)]
pub(crate) fn exposed(folder: &Path) -> Vec<PathBuf> {
    use std::os::unix::fs::MetadataExt;
    let inside = fs::read_dir(folder)
        .into_iter()
        .flatten()
        .flatten()
        .map(|it| it.path());
    std::iter::once(folder.to_owned())
        .chain(inside)
        .filter(|path| {
            fs::symlink_metadata(path).is_ok_and(|it| !it.is_symlink() && it.mode() & 0o077 != 0)
        })
        .collect()
}

#[cfg(not(unix))]
pub(crate) fn exposed(_: &Path) -> Vec<PathBuf> {
    Vec::new()
}

#[cfg(unix)]
fn sync_folder(path: &Path) -> Result<(), Failure> {
    let Some(folder) = path.parent() else {
        return Ok(());
    };
    File::open(folder)
        .and_then(|folder| folder.sync_all())
        .map_err(|error| failed("sync the folder", folder, error))
}

#[cfg(not(unix))]
fn sync_folder(_: &Path) -> Result<(), Failure> {
    Ok(())
}

#[cfg(unix)]
fn refused(path: &Path, why: &str, mend: &str) -> Failure {
    Failure::storage(format!("{} is not private: {why}", path.display())).hint(mend)
}

fn failed(verb: &str, path: &Path, error: io::Error) -> Failure {
    Failure::storage(format!("could not {verb} {}", path.display())).because(error)
}

#[cfg(test)]
mod tests;
