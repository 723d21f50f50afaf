//! Private files: 0700 folders, 0600 files from their first byte, old content or new and never
//! neither, files that only grow, and locks shared by all processes of the user. Beside them the
//! files that the user asks for, in whatever folder.

use std::io;
use std::path::Path;

use crate::failure::Failure;

mod folder;
mod growing;
mod lock;
mod output;
mod private;
mod replacement;

pub(crate) use folder::{ensure_own, exposed};
pub(crate) use growing::Growing;
pub(crate) use lock::Lock;
pub(crate) use output::Output;
pub(crate) use private::{claim, read_kept, read_private};
pub(crate) use replacement::{Replacement, remove, replace, sweep};

#[cfg(unix)]
fn refused(path: &Path, why: &str, mend: &str) -> Failure {
    Failure::storage(format!("{} is not private: {why}", path.display())).hint(mend)
}

fn failed(verb: &str, path: &Path, error: io::Error) -> Failure {
    Failure::storage(format!("could not {verb} {}", path.display())).because(error)
}

#[cfg(test)]
mod tests;
