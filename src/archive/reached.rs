//! How far the archive has come, so that the next sync knows from where to ask.

use jiff::Timestamp;
use rusqlite::{Connection, OptionalExtension};

use crate::domain::date::Day;
use crate::failure::Failure;

use super::Keeper;

/// How far an account was archived.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Reached {
    /// The day of the last whole answer.
    pub(crate) whole: Day,
    /// The oldest day of a row that was pending then.
    pub(crate) pending: Option<Day>,
}

impl Keeper {
    /// How far the account with that key was archived; `None` if never whole.
    ///
    /// # Errors
    /// Storage, if the database cannot be read.
    pub(crate) fn reached(&self, key: &str) -> Result<Option<Reached>, Failure> {
        let whole = "SELECT at FROM snapshot JOIN answer ON answer.no = snapshot.answer
                     WHERE key = ?1 AND complete ORDER BY answer DESC LIMIT 1";
        let pending = "SELECT min(day) FROM entry WHERE NOT booked AND state = 'listed'
                       AND account = (SELECT account FROM snapshot WHERE key = ?1)";
        let one = |database: &Connection, sql| -> rusqlite::Result<Option<String>> {
            let found = database.query_row(sql, [key], |row| row.get(0));
            Ok(found.optional()?.flatten())
        };
        let whole = self.database.ask(|it| one(it, whole))?;
        let pending = self.database.ask(|it| one(it, pending))?;
        Ok(whole
            .and_then(|at| at.parse().ok())
            .map(|at: Timestamp| Reached {
                whole: Day::of(at),
                pending: pending.and_then(|day| Day::parse_iso(&day)),
            }))
    }
}
