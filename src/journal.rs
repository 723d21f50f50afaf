//! The journal of transfers: what was about to be sent, and what became of it. One line an event, on
//! disk before the next step is taken, under one lock for all processes of the user.

mod lines;

#[cfg(test)]
mod tests;

use std::path::{Path, PathBuf};
use std::time::Duration;

use crate::config::Config;
use crate::domain::transfer::{Event, What};
use crate::failure::Failure;
use crate::files::{self, Growing, Lock};

use lines::Damage;

/// Another process may wait for the bank several times in a row, half a minute each time.
const PATIENCE: Duration = Duration::from_secs(180);

/// The room in bytes for what comes after a transfer's first line.
const ROOM: u64 = 64 * 1024;

const NOTHING_SENT: &str = "nothing was sent";

/// The journal of one profile at one bank.
pub(crate) struct Journal {
    path: PathBuf,
    patience: Duration,
}

impl Journal {
    pub(crate) fn of(config: &Config) -> Self {
        let name = format!("{}.transfers.jsonl", config.home_name());
        Self {
            path: config.places.data.join(name),
            patience: PATIENCE,
        }
    }

    pub(crate) fn path(&self) -> &Path {
        &self.path
    }

    /// All events, for showing. It takes no lock, so the last of them may be settled at any moment.
    ///
    /// # Errors
    /// Storage, if the file is not private or has a line that cannot be read.
    pub(crate) fn read(&self) -> Result<Vec<Event>, Failure> {
        if let Some(folder) = self.path.parent() {
            files::ensure_own(folder)?;
        }
        let bytes = files::read_kept(&self.path)?.unwrap_or_default();
        read_lines(&bytes, &self.path)
    }

    /// Waits for the right to write, which the book holds until it is dropped.
    ///
    /// # Errors
    /// Storage, if another process writes for three minutes or the file cannot be used.
    pub(crate) fn open(&self) -> Result<Book, Failure> {
        self.book().map_err(|failure| failure.hint(NOTHING_SENT))
    }

    fn book(&self) -> Result<Book, Failure> {
        let lock = Lock::wait(&self.path.with_extension("lock"), self.patience)?;
        Ok(Book {
            path: self.path.clone(),
            file: Growing::open(&self.path)?,
            whole: false,
            _lock: lock,
        })
    }
}

/// The journal while nobody else writes there.
pub(crate) struct Book {
    path: PathBuf,
    file: Growing,
    /// Whether it is sure that the last line is whole.
    whole: bool,
    // Last, so that the file is closed when the lock goes.
    _lock: Lock,
}

impl Book {
    /// All events, read anew.
    ///
    /// # Errors
    /// Storage, if the file has a line that cannot be read.
    pub(crate) fn events(&mut self) -> Result<Vec<Event>, Failure> {
        read_lines(&self.file.read()?, &self.path)
    }

    /// Puts an event on disk; when this returns it survives a power cut. Before a transfer is sent,
    /// this also makes sure that what becomes of it will find room.
    ///
    /// # Errors
    /// Storage. A line that could not be written whole does not stand there, or is dropped as torn.
    pub(crate) fn append(&mut self, event: &Event) -> Result<(), Failure> {
        if matches!(event.what, What::Sending(_)) {
            return self
                .reserve()
                .and_then(|()| self.write(event))
                .map_err(|failure| failure.hint(NOTHING_SENT));
        }
        self.write(event)
    }

    fn reserve(&mut self) -> Result<(), Failure> {
        if self.file.reserve(ROOM)? {
            return Ok(());
        }
        let what = "the disk is full, so what becomes of the transfer could not be written down";
        Err(Failure::storage(what).hint(format!("make room where {} is", self.path.display())))
    }

    fn write(&mut self, event: &Event) -> Result<(), Failure> {
        let line = lines::write(event).map_err(|error| {
            Failure::storage(format!("could not write {}", self.path.display())).because(error)
        })?;
        self.drop_torn()?;
        let written = self.file.append(&line);
        self.whole = written.is_ok();
        written
    }

    /// Cuts off a line whose writing was cut short: whoever wrote it did nothing on its strength.
    fn drop_torn(&mut self) -> Result<(), Failure> {
        if self.whole {
            return Ok(());
        }
        let bytes = self.file.read()?;
        let whole = lines::whole(&bytes).len();
        if whole < bytes.len() {
            self.file.cut(whole as u64)?;
        }
        self.whole = true;
        Ok(())
    }
}

fn read_lines(bytes: &[u8], path: &Path) -> Result<Vec<Event>, Failure> {
    lines::read(bytes).map_err(|Damage { line, foreign }| {
        let what = format!(
            "line {line} of the journal {} cannot be read; nothing was sent or changed",
            path.display()
        );
        let failure = Failure::storage(what);
        let failure = if foreign {
            failure.hint("if a newer sb1 wrote it, update this one")
        } else {
            failure.hint("look at that line: something other than sb1 has changed it")
        };
        failure.hint(
            "which transfer it tells of must be known before another is sent: mend the line, or \
             put the file back from a backup",
        )
    })
}
