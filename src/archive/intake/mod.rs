//! Taking in an answer of the bank's: all of it, or nothing.
//!
//! - `rekeyed`: accounts that the bank calls by another key than before.
//! - `settling`: what follows from it, once it was read to its end.
//! - `snapshots`: the balances, and what was booked by then.
//! - `tally`: what it brought.

mod rekeyed;
mod settling;
mod snapshots;
mod tally;

use std::collections::{HashMap, HashSet};

use jiff::Timestamp;
use rusqlite::{Connection, Transaction as Changes, TransactionBehavior, params};

use crate::domain::account::Account;
use crate::domain::date::Day;
use crate::domain::reconcile::{AccountNo, AnswerNo, Sighting};
use crate::domain::transaction::Transaction;
use crate::failure::Failure;

use rekeyed::Rekeyed;

use super::database::Database;
use super::observed::{COLUMNS, Observed};
use super::{ArchivedAccount, Keeper, accounts, entries};

/// What was asked of the bank.
#[derive(Clone, Debug)]
pub(crate) struct Asked<'a> {
    /// The accounts, as they were listed right before.
    pub(crate) accounts: &'a [Account],
    pub(crate) since: Option<Day>,
    /// With the bank's categories.
    pub(crate) classified: bool,
    pub(crate) at: Timestamp,
}

/// So few rows no bank cuts an answer at.
const FEW: usize = 10;

/// An answer on its way into the archive. Dropped before [`Intake::settle`], it leaves no trace.
pub(crate) struct Intake<'k> {
    database: &'k Database,
    changes: Changes<'k>,
    asked: Asked<'k>,
    accounts: Vec<ArchivedAccount>,
    by_name: HashMap<String, AccountNo>,
    answer: AnswerNo,
    /// Nothing was archived before, so that nothing need be looked up.
    blank: bool,
    rekeyed: Rekeyed,
    ids: HashSet<(AccountNo, String)>,
    sightings: Vec<Sighting>,
    /// For each sighting, which observation it is.
    observations: Vec<i64>,
    /// For each sighting, whether that is a new one.
    said_anew: Vec<bool>,
    /// Where the sightings of the part begin that is being read.
    part: usize,
    /// Whether a row named no account at all.
    strays: bool,
    /// Accounts of which a row came that was known.
    moored: HashSet<AccountNo>,
}

impl Keeper {
    /// Begins to take in what the bank answers.
    ///
    /// # Errors
    /// Storage, if the database cannot be written.
    pub(crate) fn take_in<'k>(&'k self, asked: Asked<'k>) -> Result<Intake<'k>, Failure> {
        let database = &self.database;
        let accounts: Vec<_> = asked.accounts.iter().map(ArchivedAccount::from).collect();
        let mut by_name = HashMap::new();
        for (no, account) in (0..).zip(&accounts) {
            by_name.insert(account.number.clone(), no);
            by_name.insert(account.key.clone(), no);
        }
        let rekeyed = database.ask(|it| Rekeyed::among(it, &accounts))?;
        let (changes, answer, blank) = database.ask(|it| begin(it, &asked, &accounts))?;
        Ok(Intake {
            database,
            changes,
            asked,
            accounts,
            by_name,
            answer,
            blank,
            rekeyed,
            ids: HashSet::new(),
            sightings: Vec::new(),
            observations: Vec::new(),
            said_anew: Vec::new(),
            part: 0,
            strays: false,
            moored: HashSet::new(),
        })
    }
}

fn begin<'c>(
    database: &'c Connection,
    asked: &Asked<'_>,
    accounts: &[ArchivedAccount],
) -> rusqlite::Result<(Changes<'c>, AnswerNo, bool)> {
    let changes = Changes::new_unchecked(database, TransactionBehavior::Immediate)?;
    for account in accounts {
        accounts::remember(&changes, account)?;
        accounts::renumber(&changes, account)?;
    }
    changes.execute(
        "INSERT INTO answer (at, since, classified, complete, errors) VALUES (?1, ?2, ?3, 0, '[]')",
        params![
            asked.at.to_string(),
            asked.since.map(|it| it.to_string()),
            asked.classified
        ],
    )?;
    let answer = changes.last_insert_rowid();
    let blank = entries::next(&changes)? == 1;
    changes.execute_batch("SAVEPOINT part")?;
    Ok((changes, answer, blank))
}

impl Intake<'_> {
    /// Takes the next row, with the bytes that the bank wrote.
    pub(crate) fn row(&mut self, row: &Transaction<'_>, written: &[u8]) -> Result<(), Failure> {
        let Some(account) = self.account_of(row) else {
            // What is said of accounts that were not asked for is let be.
            self.strays |= row.account_key.is_none() && row.account_number.is_none();
            return Ok(());
        };
        let former = self.rekeyed.former_id(account, row);
        // Parts of an answer overlap by a day.
        if !self.ids.insert((account, row.id.clone())) {
            return Ok(());
        }
        if let Some(former) = former {
            let number = self.number(account);
            self.database
                .ask(|_| entries::rename(&self.changes, number, &former, &row.id))?;
        }
        let observed = Observed::of(row)?;
        let digest = observed.digest();
        let known = self.database.ask(|_| self.latest(account, &row.id))?;
        if known.is_some() && row.is_booked() {
            self.moored.insert(account);
        }
        let (observation, anew) = match known {
            Some((observation, said)) if said == digest => (observation, false),
            _ => (
                self.database
                    .ask(|_| self.write_down(&observed, digest, written))?,
                true,
            ),
        };
        self.sightings.push(Sighting {
            id: row.id.clone(),
            account,
            booked: row.is_booked(),
            day: row.date,
            amount: row.amount,
            wording: row.wording(),
            reserved: self.is_reserved(account, row),
        });
        self.observations.push(observation);
        self.said_anew.push(anew);
        Ok(())
    }

    /// The part that is being read broke off and comes again.
    pub(crate) fn restart(&mut self) -> Result<(), Failure> {
        let again = "ROLLBACK TO part";
        self.database.ask(|_| self.changes.execute_batch(again))?;
        self.rekeyed.begin_part();
        for lost in self.sightings.drain(self.part..) {
            self.ids.remove(&(lost.account, lost.id));
        }
        self.observations.truncate(self.part);
        self.said_anew.truncate(self.part);
        Ok(())
    }

    /// The part was read to its end; another follows.
    pub(crate) fn next_part(&mut self) -> Result<(), Failure> {
        let next = "RELEASE part; SAVEPOINT part";
        self.database.ask(|_| self.changes.execute_batch(next))?;
        self.part = self.sightings.len();
        self.rekeyed.begin_part();
        Ok(())
    }

    /// Whether rows that the bank lists, of `since` or later and older than all that came of their
    /// account, did not come: a sign that the bank cut its answer.
    pub(crate) fn misses(&self, since: Day) -> Result<bool, Failure> {
        for no in (0..).take(self.accounts.len()) {
            let of_account = self.sightings.iter().filter(|it| it.account == no);
            let oldest = of_account.filter_map(|it| it.day).min();
            let account = self.number(no);
            let known = |it| entries::booked_between(it, account, since, oldest);
            let known = self.database.ask(known)?;
            if known.into_iter().any(|id| !self.ids.contains(&(no, id))) {
                return Ok(true);
            }
        }
        Ok(false)
    }

    /// Whether rows came of some account, and more than a few, none of which was known before.
    pub(crate) fn is_adrift(&self) -> bool {
        (0..).take(self.accounts.len()).any(|no| {
            let rows = self.sightings.iter().filter(|it| it.account == no);
            !self.moored.contains(&no) && rows.count() >= FEW
        })
    }

    /// Whether a row named no account at all, where several were asked for.
    pub(crate) fn has_strays(&self) -> bool {
        self.strays
    }

    /// What came so far.
    pub(crate) fn sightings(&self) -> &[Sighting] {
        &self.sightings
    }

    fn account_of(&self, row: &Transaction<'_>) -> Option<AccountNo> {
        let names = [&row.account_key, &row.account_number];
        let mut named = names.into_iter().flatten().peekable();
        if named.peek().is_none() && self.accounts.len() == 1 {
            return Some(0);
        }
        named.find_map(|name| self.by_name.get(name.raw()).copied())
    }

    /// The latest observation of the row with that id, and its digest.
    fn latest(&self, account: AccountNo, id: &str) -> rusqlite::Result<Option<(i64, i64)>> {
        if self.blank {
            return Ok(None);
        }
        let mut statement = self.changes.prepare_cached(
            "SELECT observation.no, digest FROM entry JOIN observation ON observation.no = observation
             WHERE entry.id = ?1 AND +account = ?2 ORDER BY entry.no DESC LIMIT 1",
        )?;
        let mut rows = statement.query(params![id, self.number(account)])?;
        let row = rows.next()?;
        row.map(|row| Ok((row.get(0)?, row.get(1)?))).transpose()
    }

    fn write_down(
        &self,
        observed: &Observed<'_>,
        digest: i64,
        written: &[u8],
    ) -> rusqlite::Result<i64> {
        let sql = format!(
            "INSERT INTO observation (answer, digest, {COLUMNS}) VALUES (?1, ?2, ?3, ?4, ?5, ?6, \
             ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18, ?19, ?20, ?21, ?22, ?23, ?24, \
             ?25, ?26, ?27, ?28, ?29)"
        );
        let mut statement = self.changes.prepare_cached(&sql)?;
        statement.raw_bind_parameter(1, self.answer)?;
        statement.raw_bind_parameter(2, digest)?;
        observed.bind(&mut statement, 3)?;
        statement.raw_execute()?;
        let no = self.changes.last_insert_rowid();
        // What is no UTF-8 was mended to be read; it is kept as readable as it was.
        self.changes
            .prepare_cached("INSERT INTO written (observation, json) VALUES (?1, ?2)")?
            .execute(params![no, String::from_utf8_lossy(written)])?;
        Ok(no)
    }

    /// Whether the amount may still change a little: a card's reservation.
    fn is_reserved(&self, account: AccountNo, row: &Transaction<'_>) -> bool {
        let of_card = usize::try_from(account)
            .ok()
            .and_then(|at| self.accounts.get(at))
            .is_some_and(|it| it.is_card);
        let by_card = row.type_code.as_ref().is_some_and(|it| it.raw() == "R_946");
        !row.is_booked() && (of_card || by_card)
    }

    fn number(&self, account: AccountNo) -> &str {
        let account = usize::try_from(account).ok();
        account
            .and_then(|at| self.accounts.get(at))
            .map_or("", |it| it.number.as_str())
    }
}
