//! What the archive has, counted.

use std::path::Path;

use jiff::Timestamp;
use rusqlite::{Connection, Row};

use crate::domain::account::AccountNumber;
use crate::domain::archived::{Holding, Holdings, Kept, Lost, UnclearRow, VanishedRow};
use crate::domain::money::Currency;
use crate::domain::reconcile::EntryNo;
use crate::domain::text::Foreign;
use crate::failure::Failure;

use super::values::{amount, day, foreign, instant};
use super::{ArchivedAccount, Reader, accounts, entries};

impl From<ArchivedAccount> for Kept {
    fn from(account: ArchivedAccount) -> Self {
        Self {
            key: Foreign::new(account.key),
            name: Foreign::new(account.name),
            number: AccountNumber::read(&account.number),
            currency: account.currency,
        }
    }
}

impl Reader {
    /// All that is kept, account by account, and what became of nobody knows what.
    ///
    /// # Errors
    /// Storage, if the database cannot be read.
    pub(crate) fn holdings(&self) -> Result<Holdings, Failure> {
        let path = self.database.path();
        self.database.ask(|it| {
            let (created, last_sync, answers) = answers(it)?;
            Ok(Holdings {
                path: path.to_owned(),
                size: size(path),
                created,
                last_sync,
                answers,
                accounts: holdings(it)?,
                unclear: unclear(it)?,
                vanished: vanished(it)?,
            })
        })
    }
}

/// The bytes of the database and of what was not moved into it yet.
fn size(path: &Path) -> i64 {
    let log = super::beside(path, "-wal");
    let sizes = [path, &log].map(|it| std::fs::metadata(it).map_or(0, |it| it.len()));
    i64::try_from(sizes.iter().sum::<u64>()).unwrap_or(i64::MAX)
}

fn answers(database: &Connection) -> rusqlite::Result<(Option<Timestamp>, Option<Timestamp>, i64)> {
    let sql = "SELECT (SELECT at FROM answer ORDER BY no LIMIT 1),
                      (SELECT at FROM answer ORDER BY no DESC LIMIT 1), count(*) FROM answer";
    database.query_row(sql, [], |row| {
        Ok((instant(row, 0)?, instant(row, 1)?, row.get(2)?))
    })
}

fn holdings(database: &Connection) -> rusqlite::Result<Vec<Holding>> {
    let all = accounts::all(database)?;
    all.iter()
        .map(|account| holding(database, account))
        .collect()
}

fn holding(database: &Connection, account: &ArchivedAccount) -> rusqlite::Result<Holding> {
    let sql = "SELECT coalesce(sum(booked AND state = 'listed'), 0),
                      coalesce(sum(NOT booked AND state = 'listed'), 0),
                      coalesce(sum(state = 'gone'), 0),
                      min(day) FILTER (WHERE state = 'listed'),
                      max(day) FILTER (WHERE state = 'listed'),
                      (SELECT at FROM snapshot JOIN answer ON no = answer WHERE account = ?1
                       ORDER BY answer DESC LIMIT 1)
               FROM entry WHERE account = ?1";
    database.query_row(sql, [&account.number], |row| {
        Ok(Holding {
            booked: row.get(0)?,
            pending: row.get(1)?,
            vanished: row.get(2)?,
            first: day(row, 3)?,
            last: day(row, 4)?,
            last_sync: instant(row, 5)?,
            account: account.clone().into(),
        })
    })
}

/// What there is to say of rows that are listed no longer, newest first. Only by the words
/// `state <> 'listed'` does SQLite see that the index of these few rows will do.
const LOST: &str = "SELECT entry.id, account.name, entry.day, entry.ore, account.currency,
        coalesce(observation.description, observation.cleaned_description),
        entry.no, observation.booking_status, answer.at
    FROM entry JOIN account ON account.number = entry.account
    JOIN observation ON observation.no = entry.observation
    JOIN answer ON answer.no = entry.last
    WHERE entry.state <> 'listed' AND entry.state = ?1 ORDER BY entry.day DESC, entry.no DESC";

fn unclear(database: &Connection) -> rusqlite::Result<Vec<UnclearRow>> {
    let mut statement = database.prepare(LOST)?;
    let read = |row: &Row<'_>| Ok((lost(row)?, row.get(6)?));
    let rows: Vec<(Lost, EntryNo)> = statement
        .query_map([entries::UNCLEAR], read)?
        .collect::<rusqlite::Result<_>>()?;
    let with_candidates = rows.into_iter().map(|(row, entry)| {
        let candidates = candidates(database, entry)?;
        Ok(UnclearRow { row, candidates })
    });
    with_candidates.collect()
}

fn candidates(database: &Connection, entry: EntryNo) -> rusqlite::Result<Vec<String>> {
    let sql = "SELECT id FROM candidate JOIN entry ON entry.no = candidate
               WHERE candidate.entry = ?1 ORDER BY id";
    database
        .prepare_cached(sql)?
        .query_map([entry], |row| row.get(0))?
        .collect()
}

fn vanished(database: &Connection) -> rusqlite::Result<Vec<VanishedRow>> {
    let mut statement = database.prepare(LOST)?;
    let rows = statement.query_map([entries::GONE], |row| {
        Ok(VanishedRow {
            row: lost(row)?,
            booking_status: foreign(row, 7)?,
            last_seen: instant(row, 8)?.unwrap_or_default(),
        })
    })?;
    rows.collect()
}

fn lost(row: &Row<'_>) -> rusqlite::Result<Lost> {
    let currency = row.get_ref(4)?.as_str_or_null()?;
    Ok(Lost {
        id: row.get(0)?,
        account_name: Foreign::new(row.get::<_, String>(1)?),
        day: day(row, 2)?,
        amount: amount(row, 3)?,
        currency: currency.and_then(Currency::parse),
        description: foreign(row, 5)?,
    })
}
