//! Taking in an answer of the bank's: all of it, or nothing.

use std::collections::{HashMap, HashSet};

use jiff::Timestamp;
use rusqlite::{
    Connection, OptionalExtension, Transaction as Changes, TransactionBehavior, params,
};

use crate::domain::account::Account;
use crate::domain::date::Day;
use crate::domain::money::Amount;
use crate::domain::reconcile::{
    self, AccountNo, Answer, AnswerNo, Entry, EntryNo, REACH, Reconciled, Sighting, State,
};
use crate::domain::text::Foreign;
use crate::domain::transaction::Transaction;
use crate::failure::Failure;

use super::database::Database;
use super::entries::{self, Written};
use super::observed::{COLUMNS, Observed, ore};
use super::{ArchivedAccount, Keeper, accounts};

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

/// How far an account was archived.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Reached {
    /// The day of the last whole answer.
    pub(crate) whole: Day,
    /// The oldest day of a row that was pending then.
    pub(crate) pending: Option<Day>,
}

/// What an answer brought to one account.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Taken {
    /// Rows that were not known, and that no known row became.
    pub(crate) new: u64,
    /// Booked rows of which the bank says something else than before.
    pub(crate) changed: u64,
    /// Pending rows that were booked.
    pub(crate) booked: u64,
    /// Rows that the bank lists no longer, and that nothing took the place of.
    pub(crate) vanished: u64,
    /// The same, but it is not clear whether something did.
    pub(crate) unclear: u64,
}

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
    ids: HashSet<(AccountNo, String)>,
    sightings: Vec<Sighting>,
    /// For each sighting, which observation it is.
    observations: Vec<i64>,
    /// For each sighting, whether that is a new one.
    said_anew: Vec<bool>,
    /// Where the sightings of the part begin that is being read.
    part: usize,
    /// Rows that name none of the accounts.
    strays: u64,
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
        let (changes, answer, blank) = database.ask(|it| begin(it, &asked, &accounts))?;
        Ok(Intake {
            database,
            changes,
            asked,
            accounts,
            by_name,
            answer,
            blank,
            ids: HashSet::new(),
            sightings: Vec::new(),
            observations: Vec::new(),
            said_anew: Vec::new(),
            part: 0,
            strays: 0,
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
            self.strays = self.strays.saturating_add(1);
            return Ok(());
        };
        // Parts of an answer overlap by a day.
        if !self.ids.insert((account, row.id.clone())) {
            return Ok(());
        }
        let observed = Observed::of(row)?;
        let digest = observed.digest();
        let known = self.database.ask(|_| self.latest(account, &row.id))?;
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
        Ok(())
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

impl Intake<'_> {
    /// Reconciles what came with what was known and puts all of it on disk. `errors` is what the
    /// bank left out; `whole` whether it can be told that nothing else is missing. Returns what it
    /// brought to each account, in the order asked.
    ///
    /// # Errors
    /// Storage; the archive is then as it was.
    pub(crate) fn settle(
        self,
        errors: &[Foreign<'_>],
        whole: bool,
        today: Day,
    ) -> Result<Vec<Taken>, Failure> {
        let complete = whole && errors.is_empty() && self.strays == 0;
        let database = self.database;
        self.settled(errors, complete, today)
            .map_err(|error| match error {
                Written::Database(error) => database.failed(error),
                Written::Value(failure) => failure,
            })
    }

    fn settled(
        mut self,
        errors: &[Foreign<'_>],
        complete: bool,
        today: Day,
    ) -> Result<Vec<Taken>, Written> {
        let covers = if complete {
            self.covers(today)
        } else {
            Vec::new()
        };
        let known = self.known(&covers)?;
        let before: HashMap<EntryNo, Entry> = known.iter().map(|it| (it.no, it.clone())).collect();
        let next = entries::next(&self.changes)?;
        let answer = Answer {
            no: self.answer,
            sightings: std::mem::take(&mut self.sightings),
            covers,
        };
        let done = reconcile::reconcile(known, &answer, next);
        let observations = done
            .entries
            .iter()
            .copied()
            .zip(self.observations.iter().copied());
        let numbers: Vec<&str> = self.accounts.iter().map(|it| it.number.as_str()).collect();
        entries::write(
            &self.changes,
            &done.changed,
            next,
            &numbers,
            &observations.collect(),
        )?;
        self.write_sightings()?;
        self.write_answer(errors, complete)?;
        self.write_snapshots(&done, &before)?;
        let taken = self.taken(&done, &before);
        self.changes.execute_batch("RELEASE part")?;
        self.changes.commit()?;
        Ok(taken)
    }

    /// From which day on the absence of a row says something.
    fn covers(&self, today: Day) -> Vec<(AccountNo, Day)> {
        let mut oldest: HashMap<AccountNo, Day> = HashMap::new();
        for sighting in &self.sightings {
            if let Some(day) = sighting.day {
                let first = oldest.entry(sighting.account).or_insert(day);
                *first = day.min(*first);
            }
        }
        (0..)
            .zip(&self.accounts)
            .filter_map(|(no, _)| {
                let oldest = oldest.get(&no).copied();
                Some((
                    no,
                    reconcile::covered_from(self.asked.since, oldest, today)?,
                ))
            })
            .collect()
    }

    /// Every entry that the answer may concern.
    fn known(&self, covers: &[(AccountNo, Day)]) -> rusqlite::Result<Vec<Entry>> {
        if self.blank {
            return Ok(Vec::new());
        }
        let mut known: HashMap<EntryNo, Entry> = HashMap::new();
        for (account, from) in covers {
            let since = from.plus_days(-REACH).unwrap_or(*from);
            let account = (*account, self.number(*account));
            let found = entries::since(&self.changes, account, since)?;
            known.extend(found.into_iter().map(|it| (it.no, it)));
        }
        let seen: HashSet<(AccountNo, String)> = known
            .values()
            .map(|it| (it.row.account, it.row.id.clone()))
            .collect();
        for id in self.ids.difference(&seen) {
            let account = (id.0, self.number(id.0));
            let found = entries::with_id(&self.changes, account, &id.1)?;
            known.extend(found.into_iter().map(|it| (it.no, it)));
        }
        Ok(known.into_values().collect())
    }

    fn write_sightings(&self) -> rusqlite::Result<()> {
        let mut seen = self.observations.clone();
        seen.sort_unstable();
        let sql = "INSERT INTO sighting (answer, first, last) VALUES (?1, ?2, ?3)";
        let mut statement = self.changes.prepare_cached(sql)?;
        for run in seen.chunk_by(|one, next| *next == one.saturating_add(1)) {
            if let (Some(first), Some(last)) = (run.first(), run.last()) {
                statement.execute([self.answer, *first, *last])?;
            }
        }
        Ok(())
    }

    fn write_answer(&self, errors: &[Foreign<'_>], complete: bool) -> rusqlite::Result<()> {
        let errors: Vec<&str> = errors.iter().map(Foreign::raw).collect();
        let errors = serde_json::Value::from(errors).to_string();
        self.changes
            .prepare_cached("UPDATE answer SET complete = ?2, errors = ?3 WHERE no = ?1")?
            .execute(params![self.answer, complete, errors])
            .map(drop)
    }

    fn write_snapshots(
        &self,
        done: &Reconciled,
        before: &HashMap<EntryNo, Entry>,
    ) -> Result<(), Written> {
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
        let sql = "SELECT coalesce(sum(ore), 0), count(*) - count(ore) FROM entry
                   WHERE account = ?1 AND booked AND state = 'listed'";
        let mut statement = self.changes.prepare_cached(sql)?;
        let (sum, unknown): (i64, i64) =
            statement.query_row([number], |row| Ok((row.get(0)?, row.get(1)?)))?;
        Ok((unknown == 0).then_some(sum))
    }

    fn taken(&self, done: &Reconciled, before: &HashMap<EntryNo, Entry>) -> Vec<Taken> {
        let mut taken = vec![Taken::default(); self.accounts.len()];
        let mut count = |account: AccountNo, what: fn(&mut Taken) -> &mut u64| {
            let account = usize::try_from(account).ok();
            if let Some(taken) = account.and_then(|at| taken.get_mut(at)) {
                let number = what(taken);
                *number = number.saturating_add(1);
            }
        };
        let mut heirs = HashSet::new();
        for entry in &done.changed {
            let was = before.get(&entry.no);
            let is_news = was.is_none_or(|was| was.state != entry.state);
            match &entry.state {
                State::Became(heir) if is_news => {
                    heirs.insert(*heir);
                    if !entry.row.booked {
                        count(entry.row.account, |it| &mut it.booked);
                    }
                }
                State::Gone if is_news => count(entry.row.account, |it| &mut it.vanished),
                State::Unclear(_) if is_news => count(entry.row.account, |it| &mut it.unclear),
                _ => {}
            }
        }
        for entry in &done.changed {
            if !before.contains_key(&entry.no) && !heirs.contains(&entry.no) {
                count(entry.row.account, |it| &mut it.new);
            }
        }
        for (no, anew) in done.entries.iter().zip(&self.said_anew) {
            if let Some(known) = before.get(no)
                && *anew
                && known.row.booked
            {
                count(known.row.account, |it| &mut it.changed);
            }
        }
        taken
    }
}

/// What an entry adds to the sum of booked rows; `None` if it has no amount.
fn worth(entry: &Entry) -> Option<i64> {
    if !entry.row.booked || entry.state != State::Listed {
        return Some(0);
    }
    i64::try_from(entry.row.amount.as_ref().map(Amount::ore)?).ok()
}
