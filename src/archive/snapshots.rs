//! The balances that the archive remembers, and what was booked and pending then.

use rusqlite::{Connection, params};

use crate::domain::continuity::Snapshot;
use crate::domain::date::Day;
use crate::domain::money::Amount;
use crate::domain::reconcile::AnswerNo;
use crate::failure::Failure;

use super::Reader;
use super::entries::LISTED;
use super::values::amount;

impl Reader {
    /// The balances that were told of an account, oldest first.
    ///
    /// # Errors
    /// Storage, if the database cannot be read.
    pub(crate) fn snapshots(&self, account: &str) -> Result<Vec<Snapshot>, Failure> {
        self.database.ask(|it| {
            let mut snapshots = told(it, account)?;
            let spells = spells(it, account)?;
            let last = snapshots.last().map(|it| it.answer);
            for snapshot in &mut snapshots {
                let is_last = last == Some(snapshot.answer);
                let then = spells
                    .iter()
                    .filter(|it| it.covers(snapshot.answer, is_last));
                snapshot.pending = then.filter_map(|it| it.amount).collect();
            }
            mark_late(it, account, &mut snapshots)?;
            Ok(snapshots)
        })
    }
}

fn told(database: &Connection, account: &str) -> rusqlite::Result<Vec<Snapshot>> {
    let sql = "SELECT answer, at, balance, booked, complete FROM snapshot
               JOIN answer ON answer.no = snapshot.answer WHERE account = ?1 ORDER BY answer";
    let mut statement = database.prepare(sql)?;
    let snapshots = statement.query_map([account], |row| {
        Ok(Snapshot {
            answer: row.get(0)?,
            at: row.get_ref(1)?.as_str()?.parse().unwrap_or_default(),
            balance: amount(row, 2)?,
            booked: amount(row, 3)?,
            pending: Vec::new(),
            late: Vec::new(),
            complete: row.get(4)?,
        })
    })?;
    snapshots.collect()
}

/// From which answer to which a row was pending.
struct Spell {
    first: AnswerNo,
    last: AnswerNo,
    is_listed: bool,
    amount: Option<Amount>,
}

impl Spell {
    fn covers(&self, answer: AnswerNo, is_last: bool) -> bool {
        // An old row that is still listed need not have been asked for again.
        (self.first <= answer && answer <= self.last) || (is_last && self.is_listed)
    }
}

fn spells(database: &Connection, account: &str) -> rusqlite::Result<Vec<Spell>> {
    let sql = "SELECT first, last, state, ore FROM entry WHERE +account = ?1 AND NOT booked";
    let mut statement = database.prepare(sql)?;
    let spells = statement.query_map([account], |row| {
        Ok(Spell {
            first: row.get(0)?,
            last: row.get(1)?,
            is_listed: row.get_ref(2)?.as_str()? == LISTED,
            amount: amount(row, 3)?,
        })
    })?;
    spells.collect()
}

/// Gives each snapshot the booked rows that came late for the one before. A row that the bank has
/// renamed came when it was first listed under any of its names.
fn mark_late(
    database: &Connection,
    account: &str,
    snapshots: &mut [Snapshot],
) -> rusqlite::Result<()> {
    let Some(first) = snapshots.first().map(|it| it.answer) else {
        return Ok(());
    };
    let sql = "WITH renamed (no) AS (
                   SELECT iif(before.first < after.first, after.no, before.no)
                   FROM entry AS before JOIN entry AS after ON after.no = before.became
                   WHERE before.account = ?1 AND before.booked)
               SELECT first, first_day, ore FROM entry
               WHERE account = ?1 AND booked AND first > ?2 AND first_day IS NOT NULL
               AND ore IS NOT NULL AND no NOT IN renamed";
    let mut statement = database.prepare(sql)?;
    let mut rows = statement.query(params![account, first])?;
    while let Some(row) = rows.next()? {
        let listed: AnswerNo = row.get(0)?;
        let day = Day::parse_iso(row.get_ref(1)?.as_str()?);
        let place = snapshots.partition_point(|it| it.answer < listed);
        let Some((before, since)) = snapshots.split_at_mut_checked(place) else {
            continue;
        };
        if let (Some(before), Some(snapshot)) = (before.last(), since.first_mut())
            && let Some(day) = day.filter(|it| *it <= Day::of(before.at))
            && let Some(amount) = amount(row, 2)?
        {
            snapshot.late.push((day, amount));
        }
    }
    Ok(())
}
