//! Files that nobody else reads or writes.

use std::fs::{File, OpenOptions};
use std::io::{self, Read};
use std::path::Path;

use crate::failure::Failure;

use super::failed;
use super::folder::private_folder;
#[cfg(unix)]
use super::refused;

/// What it means to lose the content of a file: what to do about a file that is not private.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Content {
    /// A login brings it back.
    Renewable,
    /// Nothing brings it back.
    Kept,
}

/// Reads a private file whole; `None` where there is none. A file that others could have written
/// or read is refused with the mend.
pub(crate) fn read_private(path: &Path) -> Result<Option<Vec<u8>>, Failure> {
    read(path, Content::Renewable)
}

/// As [`read_private`], of a file whose content nothing brings back.
pub(crate) fn read_kept(path: &Path) -> Result<Option<Vec<u8>>, Failure> {
    read(path, Content::Kept)
}

fn read(path: &Path, content: Content) -> Result<Option<Vec<u8>>, Failure> {
    let mut file = match nofollow(OpenOptions::new().read(true)).open(path) {
        Ok(file) => file,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(unopened("read", path, error)),
    };
    ensure_private(&file, path, content)?;
    let mut bytes = Vec::new();
    file.read_to_end(&mut bytes)
        .map_err(|error| failed("read", path, error))?;
    Ok(Some(bytes))
}

/// Opens what is made by these options for the user alone, and follows no link.
pub(super) fn created_private(options: &mut OpenOptions) -> &mut OpenOptions {
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(options, 0o600);
    nofollow(options)
}

/// Opens the file at `path` for reading and writing, and makes it for the user alone where there is
/// none.
pub(super) fn open_or_make(path: &Path) -> io::Result<File> {
    let mut options = OpenOptions::new();
    options.read(true).write(true).create(true).truncate(false);
    created_private(&mut options).open(path)
}

/// Makes sure that there is a private file at `path`, empty if it was not there, for a library that
/// opens it by its name. One that others could have written or read is refused with the mend.
pub(crate) fn claim(path: &Path) -> Result<(), Failure> {
    if let Some(folder) = path.parent() {
        private_folder(folder)?;
    }
    let file = open_or_make(path).map_err(|error| unopened("open", path, error))?;
    ensure_private(&file, path, Content::Kept)
}

/// Follows no link, and waits for nobody where a pipe stands in the place of a file.
#[cfg(unix)]
pub(super) fn nofollow(options: &mut OpenOptions) -> &mut OpenOptions {
    use rustix::fs::OFlags;
    use std::os::unix::fs::OpenOptionsExt;
    let flags = OFlags::NOFOLLOW | OFlags::NONBLOCK;
    options.custom_flags(flags.bits().cast_signed())
}

#[cfg(not(unix))]
pub(super) fn nofollow(options: &mut OpenOptions) -> &mut OpenOptions {
    options
}

#[cfg(unix)]
pub(super) fn unopened(verb: &str, path: &Path, error: io::Error) -> Failure {
    if std::fs::symlink_metadata(path).is_ok_and(|it| it.file_type().is_symlink()) {
        return refused(
            path,
            "it is a symbolic link",
            "put the file itself in its place",
        );
    }
    failed(verb, path, error)
}

#[cfg(not(unix))]
pub(super) fn unopened(verb: &str, path: &Path, error: io::Error) -> Failure {
    failed(verb, path, error)
}

/// Refuses a file that somebody else may own, share or read.
#[cfg(unix)]
pub(super) fn ensure_private(file: &File, path: &Path, content: Content) -> Result<(), Failure> {
    use std::os::unix::fs::MetadataExt;
    let meta = file
        .metadata()
        .map_err(|error| failed("read", path, error))?;
    let shown = path.display();
    let mend = |kept: String| match content {
        Content::Renewable => "remove it and run `sb1 login`".to_owned(),
        Content::Kept => kept,
    };
    if !meta.is_file() {
        let mend = mend("look what it is, and put the file itself in its place".to_owned());
        return Err(refused(path, "it is no regular file", &mend));
    }
    if meta.uid() != rustix::process::geteuid().as_raw() {
        let mend = mend(format!("look what is in it, and run `chown $USER {shown}`"));
        return Err(refused(path, "another user owns it", &mend));
    }
    if meta.nlink() > 1 {
        let mend = match content {
            Content::Renewable => "remove the other name, or this file, and run `sb1 login`",
            Content::Kept => "remove the other name; `ls -i` shows the number that both have",
        };
        return Err(refused(path, "it has a second name (hard link)", mend));
    }
    if meta.mode() & 0o077 != 0 {
        let why = format!("its mode {:o} lets others in", meta.mode() & 0o777);
        return Err(refused(path, &why, &format!("run `chmod 600 {shown}`")));
    }
    Ok(())
}

#[cfg(not(unix))]
pub(super) fn ensure_private(_: &File, _: &Path, _: Content) -> Result<(), Failure> {
    Ok(())
}
