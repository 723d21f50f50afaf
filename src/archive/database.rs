//! The database itself: how it is opened, made and spoken of when it fails.

use std::path::{Path, PathBuf};
use std::time::Duration;

use rusqlite::{Connection, ErrorCode, OpenFlags};

use crate::failure::Failure;

/// Marks the file as ours: `sb1a`.
const APPLICATION: i32 = 0x7362_3161;
/// Of the tables in `schema.sql`.
const VERSION: i32 = 1;
/// Readers wait for a checkpoint, which is short; writers wait for each other by a lock of our own.
const BUSY: Duration = Duration::from_secs(30);

const SCHEMA: &str = include_str!("schema.sql");

/// An open database.
pub(super) struct Database {
    connection: Connection,
    path: PathBuf,
}

impl Database {
    /// Opens the file that is there.
    pub(super) fn open(path: &Path) -> Result<Self, Failure> {
        let flags = OpenFlags::SQLITE_OPEN_READ_WRITE
            | OpenFlags::SQLITE_OPEN_NO_MUTEX
            | OpenFlags::SQLITE_OPEN_NOFOLLOW;
        // A folder on the way may well be a link; the file itself was seen to be none.
        let real = path.parent().and_then(|folder| folder.canonicalize().ok());
        let real = real
            .zip(path.file_name())
            .map(|(folder, name)| folder.join(name));
        let opened = Connection::open_with_flags(real.as_deref().unwrap_or(path), flags);
        let this = Self {
            connection: opened.map_err(|error| failed(path, error))?,
            path: path.to_owned(),
        };
        this.set_up().map_err(|error| this.failed(error))?;
        this.ensure_ours()?;
        Ok(this)
    }

    fn set_up(&self) -> rusqlite::Result<()> {
        self.connection.busy_timeout(BUSY)?;
        self.connection.set_prepared_statement_cache_capacity(32);
        // What is sorted or set aside stays in memory: no bank text in a shared folder.
        self.connection
            .pragma_update(None, "temp_store", "MEMORY")?;
        self.connection.pragma_update(None, "synchronous", "FULL")?;
        self.connection.pragma_update(None, "trusted_schema", false)
    }

    fn ensure_ours(&self) -> Result<(), Failure> {
        let (application, version) = self.marks().map_err(|error| self.failed(error))?;
        let path = self.path.display();
        match (application, version) {
            (0, 0) if self.is_empty()? => Ok(()),
            (APPLICATION, VERSION) => Ok(()),
            (APPLICATION, newer) if newer > VERSION => Err(Failure::storage(format!(
                "the archive {path} was written by a newer sb1"
            ))
            .hint("update this sb1")),
            _ => Err(Failure::storage(format!("{path} is no archive of sb1's"))
                .hint("look what it is, and move it away")),
        }
    }

    fn marks(&self) -> rusqlite::Result<(i32, i32)> {
        let mark = |name| {
            self.connection
                .pragma_query_value(None, name, |row| row.get(0))
        };
        Ok((mark("application_id")?, mark("user_version")?))
    }

    /// Whether nothing was made in it yet.
    pub(super) fn is_empty(&self) -> Result<bool, Failure> {
        let tables = "SELECT count(*) FROM sqlite_schema";
        let count: i64 = self.ask(|it| it.query_row(tables, [], |row| row.get(0)))?;
        Ok(count == 0)
    }

    /// Whether an answer of the bank's was ever taken in. A first sync that failed leaves none.
    pub(super) fn has_answers(&self) -> Result<bool, Failure> {
        if self.is_empty()? {
            return Ok(false);
        }
        let any = "SELECT EXISTS (SELECT 1 FROM answer)";
        self.ask(|it| it.query_row(any, [], |row| row.get(0)))
    }

    /// Makes the tables where there are none. Readers are not to wait for a long import, so the
    /// database keeps a write-ahead log.
    pub(super) fn prepare(&self) -> Result<(), Failure> {
        if !self.is_empty()? {
            return Ok(());
        }
        self.ask(|it| {
            // Rows are read in runs: fewer and larger pages halve what that takes.
            it.pragma_update(None, "page_size", 16 * 1024)?;
            it.pragma_update(None, "journal_mode", "WAL")?;
            it.execute_batch(&format!(
                "BEGIN IMMEDIATE; {SCHEMA}
                 PRAGMA application_id = {APPLICATION}; PRAGMA user_version = {VERSION}; COMMIT;"
            ))
        })
    }

    /// Asks the database something, and says which one it was if that fails.
    pub(super) fn ask<'d, T>(
        &'d self,
        question: impl FnOnce(&'d Connection) -> rusqlite::Result<T>,
    ) -> Result<T, Failure> {
        question(&self.connection).map_err(|error| self.failed(error))
    }

    pub(super) fn failed(&self, error: rusqlite::Error) -> Failure {
        failed(&self.path, error)
    }

    pub(super) fn path(&self) -> &Path {
        &self.path
    }
}

fn failed(path: &Path, error: rusqlite::Error) -> Failure {
    let path = path.display();
    let (what, mend) = match error.sqlite_error_code() {
        Some(ErrorCode::DiskFull) => (
            format!("the disk is full, so the archive {path} is as it was before"),
            "make room and repeat it: nothing is lost".to_owned(),
        ),
        Some(ErrorCode::DatabaseCorrupt | ErrorCode::NotADatabase) => (
            format!("the archive {path} is damaged"),
            "put it back from a backup; or move it away and run `sb1 sync`, which brings back \
             what the bank still keeps"
                .to_owned(),
        ),
        Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => (
            format!("another program is writing to the archive {path}"),
            "repeat it when that program is done".to_owned(),
        ),
        _ => (
            format!("the archive {path} cannot be used"),
            "run `sb1 doctor` to look for what stands in the way".to_owned(),
        ),
    };
    Failure::storage(what).because(error).hint(mend)
}
