//! Files that the user asks for: what a command was told to write, in a folder of any kind.

use std::ffi::OsString;
use std::fs::{self, Metadata};
use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};

use crate::failure::Failure;

use super::failed;
use super::replacement::{Existing, Replacement};

/// How many names are tried for the temporary file; those of killed processes stay.
const NAMES: u32 = 100;

/// A file on its way to the name that the user gave, where it stands whole or not at all. Until
/// [`Output::finish`] returns, whatever had that name is as it was.
///
/// It is for the user alone, because it tells a history; one that replaces a file of the user's has
/// the rights that the user gave to that one.
pub(crate) struct Output {
    replacement: Replacement,
    existing: Existing,
}

impl Output {
    /// Opens a file to be put at `path`. What can be known to fail fails here, before the work: a
    /// folder that is missing or may not be written to, something at `path` that is no file, and,
    /// unless `overwrite` is set, a file that is there already.
    pub(crate) fn create(path: &Path, overwrite: bool) -> Result<Self, Failure> {
        if names_folder(path) {
            return Err(is_folder(path));
        }
        let target = std::path::absolute(path).map_err(|error| failed("write", path, error))?;
        let rights = match fs::symlink_metadata(&target) {
            Ok(found) => {
                refuse_other_than_file(&target, &found)?;
                if !overwrite {
                    return Err(already_there(&target));
                }
                rights(&found)
            }
            Err(error) if error.kind() == ErrorKind::NotFound => None,
            Err(error) => return Err(failed("write", &target, error)),
        };
        let replacement = beside(&target)?;
        if let Some(mode) = rights {
            replacement.set_rights(mode)?;
        }
        let existing = if overwrite {
            Existing::Replaced
        } else {
            Existing::Kept
        };
        Ok(Self {
            replacement,
            existing,
        })
    }

    /// Appends `bytes`.
    pub(crate) fn append(&mut self, bytes: &[u8]) -> Result<(), Failure> {
        self.replacement.append(bytes)
    }

    /// Puts the file at its name, on disk when this returns.
    pub(crate) fn finish(self) -> Result<(), Failure> {
        let target = self.replacement.target().to_owned();
        match self.replacement.finish(self.existing)? {
            true => Ok(()),
            false => Err(already_there(&target)),
        }
    }
}

/// Opens a temporary file beside `target`, under a name that nothing has.
fn beside(target: &Path) -> Result<Replacement, Failure> {
    let mut tried = 0;
    loop {
        match Replacement::open(target, temporary(target, tried)) {
            Ok(replacement) => return Ok(replacement),
            Err(error) if error.kind() == ErrorKind::AlreadyExists && tried < NAMES => tried += 1,
            Err(error) => return Err(not_opened(target, error)),
        }
    }
}

/// `.NAME.PROCESS-NUMBER.new`: hidden, and never the name of something that a user made.
fn temporary(target: &Path, number: u32) -> PathBuf {
    let mut name = OsString::from(".");
    name.push(target.file_name().unwrap_or_default());
    name.push(format!(".{}-{number}.new", std::process::id()));
    target.with_file_name(name)
}

fn not_opened(target: &Path, error: io::Error) -> Failure {
    let folder = target.parent().unwrap_or(target);
    if error.kind() == ErrorKind::NotFound {
        return Failure::storage(format!("there is no folder {}", folder.display()))
            .hint("make it first, or name a file in another folder");
    }
    failed("write", target, error)
}

/// Whether the path can only be a folder's, whatever is there.
fn names_folder(path: &Path) -> bool {
    let text = path.as_os_str().as_encoded_bytes();
    path.file_name().is_none() || text.last().is_some_and(|it| is_separator(*it))
}

fn is_separator(byte: u8) -> bool {
    std::path::is_separator(char::from(byte))
}

/// Refuses what cannot be replaced, or what the user would not expect to be.
fn refuse_other_than_file(path: &Path, found: &Metadata) -> Result<(), Failure> {
    let shown = path.display();
    if found.is_dir() {
        return Err(is_folder(path));
    }
    if found.is_symlink() {
        return Err(Failure::storage(format!("{shown} is a symbolic link"))
            .hint("name the file itself that it leads to"));
    }
    if !found.is_file() {
        return Err(Failure::storage(format!("{shown} is no regular file"))
            .hint("name a file, or leave the option out to write to stdout"));
    }
    Ok(())
}

fn is_folder(path: &Path) -> Failure {
    Failure::storage(format!("{} is a folder", path.display())).hint("name a file in it")
}

fn already_there(path: &Path) -> Failure {
    Failure::storage(format!("{} is there already", path.display()))
        .hint("name another file, or replace it with --force")
}

/// The rights of a file of the user's own. Those that somebody else gave to a file say nothing of
/// whom the user wants to read this one.
#[cfg(unix)]
fn rights(found: &Metadata) -> Option<u32> {
    use std::os::unix::fs::MetadataExt;
    let own = found.uid() == rustix::process::geteuid().as_raw();
    own.then(|| found.mode() & 0o777)
}

#[cfg(not(unix))]
fn rights(_: &Metadata) -> Option<u32> {
    None
}

#[cfg(test)]
mod tests;
