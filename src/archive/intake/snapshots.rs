//! The balances of an answer, with the sum of the rows that were booked by then.

use std::collections::HashMap;

use rusqlite::params;

use crate::domain::money::Amount;
use crate::domain::reconcile::{AccountNo, Entry, EntryNo, Reconciled, State};

use super::super::entries::Unwritten;
use super::super::observed::ore;
use super::Intake;

impl Intake<'_> {
    pub(super) fn write_snapshots(
        &self,
        done: &Reconciled,
        before: &HashMap<EntryNo, Entry>,
    ) -> Result<(), Unwritten> {
        for (no, account) in (0..).zip(self.asked.accounts) {
            let number = self.number(no);
            let booked = match self.booked_by_now(no, done, before)? {
                Some(booked) => Some(booked),
                None => self.booked_in_all(number)?,
            };
            let sql = "INSERT INTO snapshot (answer, account, key, balance, available, booked)
                       VALUES (?1, ?2, ?3, ?4, ?5, ?6)";
            self.changes.prepare_cached(sql)?.execute(params![
                self.answer,
                number,
                account.key.raw(),
                ore(account.balance)?,
                ore(account.available)?,
                booked,
            ])?;
        }
        Ok(())
    }

    /// The sum of the account's booked rows, from the last one and what has changed since; `None`
    /// where that does not tell.
    fn booked_by_now(
        &self,
        account: AccountNo,
        done: &Reconciled,
        before: &HashMap<EntryNo, Entry>,
    ) -> rusqlite::Result<Option<i64>> {
        let sql = "SELECT booked FROM snapshot WHERE account = ?1 ORDER BY answer DESC LIMIT 1";
        let mut statement = self.changes.prepare_cached(sql)?;
        let mut rows = statement.query([self.number(account)])?;
        let last: Option<i64> = match rows.next()? {
            Some(row) => row.get(0)?,
            None => None,
        };
        let changed = done.changed.iter().filter(|it| it.row.account == account);
        let sum = last.and_then(|last| {
            changed.into_iter().try_fold(last, |sum, entry| {
                let was = before.get(&entry.no).map_or(Some(0), worth)?;
                sum.checked_sub(was)?.checked_add(worth(entry)?)
            })
        });
        Ok(sum)
    }

    fn booked_in_all(&self, number: &str) -> rusqlite::Result<Option<i64>> {
        let sql = "SELECT ore FROM entry WHERE account = ?1 AND booked AND state = 'listed'";
        let mut statement = self.changes.prepare_cached(sql)?;
        let mut rows = statement.query([number])?;
        let mut sum = Some(0_i64);
        while let (Some(before), Some(row)) = (sum, rows.next()?) {
            let ore: Option<i64> = row.get(0)?;
            sum = ore.and_then(|ore| before.checked_add(ore));
        }
        Ok(sum)
    }
}

/// What an entry adds to the sum of booked rows; `None` if it has no amount.
fn worth(entry: &Entry) -> Option<i64> {
    if !entry.row.booked || entry.state != State::Listed {
        return Some(0);
    }
    i64::try_from(entry.row.amount.as_ref().map(Amount::ore)?).ok()
}
