//! The reconciled rows, as the reconciler knows them.

use std::collections::HashMap;

use rusqlite::{Connection, Row, ToSql, params};

use crate::domain::date::Day;
use crate::domain::reconcile::{AccountNo, Entry, EntryNo, Sighting, State};
use crate::failure::Failure;

use super::observed::ore;
use super::values::{amount, day};

const COLUMNS: &str = "no, id, booked, state, became, day, ore, wording, reserved, first, last, \
    first_day";

/// The words of [`State`] in the database.
pub(super) const LISTED: &str = "listed";
pub(super) const GONE: &str = "gone";
const BECAME: &str = "became";
pub(super) const UNCLEAR: &str = "unclear";

/// Entries of one account that bear `id`. The `+` keeps SQLite from going through all rows of the
/// account: an id has few.
pub(super) fn with_id(
    database: &Connection,
    (account, number): (AccountNo, &str),
    id: &str,
) -> rusqlite::Result<Vec<Entry>> {
    let sql = format!("SELECT {COLUMNS} FROM entry WHERE id = ?1 AND +account = ?2");
    load(database, account, &sql, &[&id, &number])
}

/// Entries of one account that are of `since` or later, or without a day, or that the bank lists as
/// pending; some of them twice.
pub(super) fn since(
    database: &Connection,
    (account, number): (AccountNo, &str),
    since: Day,
) -> rusqlite::Result<Vec<Entry>> {
    let sql = format!(
        "SELECT {COLUMNS} FROM entry WHERE account = ?1 AND (day >= ?2 OR day IS NULL)
         UNION ALL
         SELECT {COLUMNS} FROM entry WHERE account = ?1 AND NOT booked AND state = '{LISTED}'"
    );
    load(database, account, &sql, &[&number, &since.to_string()])
}

fn load(
    database: &Connection,
    account: AccountNo,
    sql: &str,
    values: &[&dyn ToSql],
) -> rusqlite::Result<Vec<Entry>> {
    let mut statement = database.prepare_cached(sql)?;
    let entries = statement.query_map(values, |row| entry(row, account))?;
    let mut entries: Vec<Entry> = entries.collect::<rusqlite::Result<_>>()?;
    for entry in &mut entries {
        if let State::Unclear(candidates) = &mut entry.state {
            *candidates = candidates_of(database, entry.no)?;
        }
    }
    Ok(entries)
}

fn entry(row: &Row<'_>, account: AccountNo) -> rusqlite::Result<Entry> {
    let became: Option<EntryNo> = row.get(4)?;
    let state = match (row.get_ref(3)?.as_str()?, became) {
        (LISTED, _) => State::Listed,
        (BECAME, Some(entry)) => State::Became(entry),
        (UNCLEAR, _) => State::Unclear(Vec::new()),
        _ => State::Gone,
    };
    Ok(Entry {
        no: row.get(0)?,
        row: Sighting {
            id: row.get(1)?,
            account,
            booked: row.get(2)?,
            day: day(row, 5)?,
            amount: amount(row, 6)?,
            wording: row.get(7)?,
            reserved: row.get(8)?,
        },
        state,
        first: row.get(9)?,
        last: row.get(10)?,
        first_day: day(row, 11)?,
    })
}

/// What an entry that is unclear may have become.
pub(super) fn candidates_of(
    database: &Connection,
    entry: EntryNo,
) -> rusqlite::Result<Vec<EntryNo>> {
    database
        .prepare_cached("SELECT candidate FROM candidate WHERE entry = ?1 ORDER BY candidate")?
        .query_map([entry], |row| row.get(0))?
        .collect()
}

/// Gives the entries with the id `old` the id `new`, which none has. A booked one's old id goes on to
/// be found, as that of a row that became it.
pub(super) fn rename(
    database: &Connection,
    number: &str,
    old: &str,
    new: &str,
) -> rusqlite::Result<()> {
    let renamed = "UPDATE entry SET id = ?3 WHERE id = ?2 AND +account = ?1
                   AND NOT EXISTS (SELECT 1 FROM entry WHERE id = ?3 AND +account = ?1)";
    let count = database
        .prepare_cached(renamed)?
        .execute([number, old, new])?;
    if count == 0 {
        return Ok(());
    }
    let found = "INSERT INTO entry (no, id, account, observation, booked, state, became, day, ore,
                                    wording, reserved, first, last, first_day)
                 SELECT (SELECT max(no) + 1 FROM entry), ?2, account, observation, booked, 'became',
                        no, day, ore, wording, reserved, first, last, first_day
                 FROM entry WHERE id = ?3 AND +account = ?1 AND booked";
    database
        .prepare_cached(found)?
        .execute([number, old, new])
        .map(drop)
}

/// The ids of the booked rows of an account that the bank lists, from `since` on and before `until`.
pub(super) fn booked_between(
    database: &Connection,
    number: &str,
    since: Day,
    until: Option<Day>,
) -> rusqlite::Result<Vec<String>> {
    let sql = "SELECT id FROM entry WHERE account = ?1 AND day >= ?2 AND (?3 IS NULL OR day < ?3)
               AND booked AND state = 'listed'";
    let until = until.map(|it| it.to_string());
    database
        .prepare_cached(sql)?
        .query_map(params![number, since.to_string(), until], |row| row.get(0))?
        .collect()
}

/// How many rows of an account the bank lists: all but those that it does not, which are few.
pub(super) fn count_listed(database: &Connection, number: &str) -> rusqlite::Result<i64> {
    let sql = "SELECT (SELECT count(*) FROM entry WHERE account = ?1)
                    - (SELECT count(*) FROM entry WHERE +account = ?1 AND state <> 'listed')";
    database
        .prepare_cached(sql)?
        .query_row([number], |row| row.get(0))
}

/// The number that the next entry gets.
pub(super) fn next(database: &Connection) -> rusqlite::Result<EntryNo> {
    let sql = "SELECT coalesce(max(no), 0) + 1 FROM entry";
    database.query_row(sql, [], |row| row.get(0))
}

/// Writes entries down: those from `next` on are new, the others have changed. `observations` has
/// the latest observation of each that the answer had.
pub(super) fn write(
    database: &Connection,
    entries: &[Entry],
    next: EntryNo,
    numbers: &[&str],
    observations: &HashMap<EntryNo, i64>,
) -> Result<(), Unwritten> {
    for entry in entries {
        let observation = observations.get(&entry.no).copied();
        if entry.no < next {
            change(database, entry, observation)?;
        } else {
            let account = usize::try_from(entry.row.account).ok();
            let number = account.and_then(|at| numbers.get(at)).copied();
            add(database, entry, number, observation)?;
        }
        suspect(database, entry)?;
    }
    Ok(())
}

fn add(
    database: &Connection,
    entry: &Entry,
    number: Option<&str>,
    observation: Option<i64>,
) -> Result<(), Unwritten> {
    let row = &entry.row;
    let (state, became) = words(&entry.state);
    database
        .prepare_cached(
            "INSERT INTO entry (no, id, account, observation, booked, state, became, day, ore,
                                wording, reserved, first, last, first_day)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14)",
        )?
        .execute(params![
            entry.no,
            row.id,
            number,
            observation,
            row.booked,
            state,
            became,
            row.day.map(|it| it.to_string()),
            ore(row.amount)?,
            row.wording,
            row.reserved,
            entry.first,
            entry.last,
            entry.first_day.map(|it| it.to_string()),
        ])?;
    Ok(())
}

fn change(database: &Connection, entry: &Entry, observation: Option<i64>) -> Result<(), Unwritten> {
    let row = &entry.row;
    let (state, became) = words(&entry.state);
    database
        .prepare_cached(
            "UPDATE entry SET observation = coalesce(?2, observation), state = ?3, became = ?4,
                 day = ?5, ore = ?6, wording = ?7, reserved = ?8, last = ?9 WHERE no = ?1",
        )?
        .execute(params![
            entry.no,
            observation,
            state,
            became,
            row.day.map(|it| it.to_string()),
            ore(row.amount)?,
            row.wording,
            row.reserved,
            entry.last,
        ])?;
    Ok(())
}

/// Writes down what an unclear entry may have become.
fn suspect(database: &Connection, entry: &Entry) -> rusqlite::Result<()> {
    database
        .prepare_cached("DELETE FROM candidate WHERE entry = ?1")?
        .execute([entry.no])?;
    let State::Unclear(candidates) = &entry.state else {
        return Ok(());
    };
    let sql = "INSERT INTO candidate (entry, candidate) VALUES (?1, ?2)";
    let mut statement = database.prepare_cached(sql)?;
    for candidate in candidates {
        statement.execute([entry.no, *candidate])?;
    }
    Ok(())
}

fn words(state: &State) -> (&'static str, Option<EntryNo>) {
    match state {
        State::Listed => (LISTED, None),
        State::Gone => (GONE, None),
        State::Became(entry) => (BECAME, Some(*entry)),
        State::Unclear(_) => (UNCLEAR, None),
    }
}

/// Why something could not be written.
pub(super) enum Unwritten {
    Database(rusqlite::Error),
    Value(Failure),
}

impl From<rusqlite::Error> for Unwritten {
    fn from(error: rusqlite::Error) -> Self {
        Self::Database(error)
    }
}

impl From<Failure> for Unwritten {
    fn from(failure: Failure) -> Self {
        Self::Value(failure)
    }
}
