//! The archive of transactions: a SQLite database of what the bank said, append-only, and of the
//! rows that follow from it. One per profile and bank.

mod accounts;
mod database;
mod entries;
mod holdings;
mod intake;
mod observed;
mod reached;
mod reading;
mod sketches;
mod snapshots;
mod values;

use std::path::{Path, PathBuf};
use std::time::Duration;

use crate::config::Config;
use crate::domain::account::Account;
use crate::failure::Failure;
use crate::files::{self, Lock};

pub(crate) use accounts::ArchivedAccount;
pub(crate) use intake::{Asked, Intake};
pub(crate) use reading::{Fate, Found, Reader, Selection, Standing};
pub(crate) use sketches::Sketch;

use database::Database;

/// Another process may be reading the whole history from the bank.
const PATIENCE: Duration = Duration::from_secs(180);

/// The archive of one profile at one bank.
pub(crate) struct Archive {
    path: PathBuf,
}

impl Archive {
    pub(crate) fn of(config: &Config) -> Self {
        let name = format!("{}.archive.db", config.home_name());
        Self {
            path: config.places.data.join(name),
        }
    }

    pub(crate) fn path(&self) -> &Path {
        &self.path
    }

    /// Whether there is something at its path.
    pub(crate) fn is_there(&self) -> bool {
        std::fs::symlink_metadata(&self.path).is_ok()
    }

    /// Opens it for reading; `None` where nothing was ever archived.
    ///
    /// # Errors
    /// Storage, if it is not private, is damaged, or was written by a newer version.
    pub(crate) fn read(&self) -> Result<Option<Reader>, Failure> {
        if !self.is_there() {
            return Ok(None);
        }
        files::claim(&self.path)?;
        let database = Database::open(&self.path)?;
        if !database.has_answers()? {
            return Ok(None);
        }
        Reader::new(database).map(Some)
    }

    /// Waits for the right to write, which the keeper holds until it is dropped, and makes the
    /// archive where there is none.
    ///
    /// # Errors
    /// Storage, as [`Archive::read`], or if another process writes for three minutes.
    pub(crate) fn open(&self) -> Result<Keeper, Failure> {
        let lock = Lock::wait(&self.path.with_extension("lock"), PATIENCE)?;
        files::claim(&self.path)?;
        let database = Database::open(&self.path)?;
        database.prepare()?;
        Ok(Keeper {
            database,
            _lock: lock,
        })
    }

    /// Removes it, with everything in it.
    ///
    /// # Errors
    /// Storage, if another process is writing or the files cannot be removed.
    pub(crate) fn forget(&self) -> Result<(), Failure> {
        let _lock = Lock::wait(&self.path.with_extension("lock"), PATIENCE)?;
        for ending in ["-wal", "-shm", ""] {
            files::remove(&beside(&self.path, ending))?;
        }
        Ok(())
    }
}

/// The path of a file that SQLite keeps beside the database.
fn beside(path: &Path, ending: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(ending);
    PathBuf::from(name)
}

/// The archive while nobody else writes to it.
pub(crate) struct Keeper {
    database: Database,
    // Last, so that the database is closed when the lock goes.
    _lock: Lock,
}

#[cfg(test)]
mod tests;

impl Keeper {
    /// The numbers of the archived accounts that are not among those listed.
    ///
    /// # Errors
    /// Storage, if the database cannot be read.
    pub(crate) fn lacking(&self, listed: &[Account]) -> Result<Vec<String>, Failure> {
        let archived = self.database.ask(accounts::all)?.into_iter();
        let is_listed = |it: &ArchivedAccount| {
            let same = |account: &Account| {
                account.number.digits() == it.number || account.key.raw() == it.key
            };
            listed.iter().any(same)
        };
        Ok(archived
            .filter(|it| !is_listed(it))
            .map(|it| it.number)
            .collect())
    }
}
