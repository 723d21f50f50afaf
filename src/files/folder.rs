//! The user's own folders.

use std::fs::{self, File};
use std::path::{Path, PathBuf};

use crate::failure::Failure;

use super::failed;
#[cfg(unix)]
use super::refused;

/// Makes `folder` and its parents; what is made here is for the user alone. One in which others may
/// put or replace files is refused with the mend.
pub(super) fn private_folder(folder: &Path) -> Result<(), Failure> {
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

/// Puts the name of `path` in its folder on disk.
#[cfg(unix)]
pub(super) fn sync_folder(path: &Path) -> Result<(), Failure> {
    let Some(folder) = path.parent() else {
        return Ok(());
    };
    File::open(folder)
        .and_then(|folder| folder.sync_all())
        .map_err(|error| failed("sync the folder", folder, error))
}

#[cfg(not(unix))]
pub(super) fn sync_folder(_: &Path) -> Result<(), Failure> {
    Ok(())
}
