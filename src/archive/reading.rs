//! What the archive tells.

use std::collections::HashSet;

use jiff::Timestamp;
use rusqlite::{OptionalExtension, Row, params};

use crate::domain::date::Day;
use crate::domain::reconcile::EntryNo;
use crate::domain::text::Foreign;
use crate::domain::transaction::Transaction;
use crate::failure::Failure;

use super::database::Database;
use super::observed::{COLUMNS, transaction};
use super::{ArchivedAccount, accounts, entries};

/// An archive that is being read. It shows the whole of some sync, never half of one.
pub(crate) struct Reader {
    pub(super) database: Database,
}

/// Which rows are wanted.
#[derive(Clone, Debug)]
pub(crate) struct Selection<'w> {
    /// The numbers of the accounts.
    pub(crate) accounts: &'w [String],
    pub(crate) since: Option<Day>,
    pub(crate) until: Option<Day>,
}

/// A row that was found by its id.
#[derive(Clone, Debug)]
pub(crate) struct Found {
    /// As the bank told of it last; its id is the one it was found by.
    pub(crate) row: Transaction<'static>,
    /// What became of it.
    pub(crate) fate: Fate,
}

/// What became of a row of the archive.
#[derive(Clone, Debug)]
pub(crate) enum Fate {
    Listed,
    Gone,
    /// It lives on as that row, which is listed or has a fate of its own.
    Became(Box<Found>),
    /// It may have become any of these.
    Unclear(Vec<Transaction<'static>>),
}

impl Reader {
    /// All that is read is of one moment, whatever is synced meanwhile.
    pub(super) fn new(database: Database) -> Result<Self, Failure> {
        database.ask(|it| it.execute_batch("BEGIN"))?;
        Ok(Self { database })
    }

    /// The accounts, in the order of their numbers.
    pub(crate) fn accounts(&self) -> Result<Vec<ArchivedAccount>, Failure> {
        self.database.ask(accounts::all)
    }

    /// Hands every row that the bank lists and that is wanted to `take`, newest first, as the bank
    /// does; those without a day come last.
    pub(crate) fn rows(
        &self,
        wanted: &Selection<'_>,
        take: &mut dyn FnMut(Transaction<'_>) -> Result<(), Failure>,
    ) -> Result<(), Failure> {
        let observations = self.listed(wanted)?;
        self.whole(observations, take)
    }

    /// The numbers of the wanted rows' latest observations: to sort these takes little room however
    /// many there are.
    fn listed(&self, wanted: &Selection<'_>) -> Result<Vec<i64>, Failure> {
        let sql = format!(
            "SELECT observation, account FROM entry
             WHERE state = '{}' AND (day BETWEEN ?1 AND ?2 OR day IS NULL)
             ORDER BY day DESC, first DESC, no",
            entries::LISTED
        );
        // Days are compared as texts: nothing sorts before them, and every letter behind.
        let since = wanted.since.map_or_else(String::new, |it| it.to_string());
        let until = wanted
            .until
            .map_or_else(|| "A".to_owned(), |it| it.to_string());
        let accounts: HashSet<&str> = wanted.accounts.iter().map(String::as_str).collect();
        self.database.ask(|it| {
            let mut statement = it.prepare(&sql)?;
            let mut rows = statement.query(params![since, until])?;
            let mut observations = Vec::new();
            while let Some(row) = rows.next()? {
                if accounts.contains(row.get_ref(1)?.as_str()?) {
                    observations.push(row.get(0)?);
                }
            }
            Ok(observations)
        })
    }

    /// Every row whose id begins with `start`, also those that are not listed any more, newest
    /// first; of several lives of one provisional id only the last.
    pub(crate) fn find(&self, start: &str) -> Result<Vec<Found>, Failure> {
        let sql = "SELECT max(no) FROM entry WHERE id BETWEEN ?1 AND ?1 || '~'
                   GROUP BY id, account ORDER BY 1 DESC";
        let entries: Vec<EntryNo> = self.database.ask(|it| {
            let mut statement = it.prepare(sql)?;
            let entries = statement.query_map([start], |row| row.get(0))?;
            entries.collect()
        })?;
        entries.into_iter().map(|it| self.found(it)).collect()
    }

    fn found(&self, entry: EntryNo) -> Result<Found, Failure> {
        let (row, state, became) = self.entry(entry)?;
        let fate = match (state.as_str(), became) {
            (_, Some(heir)) => Fate::Became(Box::new(self.found(heir)?)),
            (entries::UNCLEAR, None) => {
                let candidates = self.database.ask(|it| entries::candidates_of(it, entry))?;
                let rows = candidates.into_iter().map(|it| Ok(self.entry(it)?.0));
                Fate::Unclear(rows.collect::<Result<_, Failure>>()?)
            }
            (entries::LISTED, None) => Fate::Listed,
            _ => Fate::Gone,
        };
        Ok(Found { row, fate })
    }

    fn entry(
        &self,
        entry: EntryNo,
    ) -> Result<(Transaction<'static>, String, Option<EntryNo>), Failure> {
        let sql = format!(
            "SELECT entry.state, entry.became, o.* FROM entry
             JOIN (SELECT no, {COLUMNS} FROM observation) AS o ON o.no = entry.observation
             WHERE entry.no = ?1"
        );
        let read =
            |row: &Row<'_>| Ok((transaction(row, 3)?.into_owned(), row.get(0)?, row.get(1)?));
        self.database.ask(|it| it.query_row(&sql, [entry], read))
    }

    /// How far these accounts have come.
    ///
    /// # Errors
    /// Storage, if the database cannot be read.
    pub(crate) fn standing(&self, accounts: &[String]) -> Result<Standing, Failure> {
        let sql = "SELECT at, errors FROM answer JOIN snapshot ON snapshot.answer = answer.no
                   WHERE account = ?1 ORDER BY answer DESC LIMIT 1";
        let mut standing = Standing::default();
        for account in accounts {
            let read = |row: &Row<'_>| Ok((row.get(0)?, row.get(1)?));
            let last: Option<(String, String)> = self
                .database
                .ask(|it| it.query_row(sql, [account], read).optional())?;
            let Some((at, errors)) = last else {
                continue;
            };
            standing.at = standing.at.into_iter().chain(at.parse().ok()).min();
            let errors: Vec<String> = serde_json::from_str(&errors).unwrap_or_default();
            for error in errors.into_iter().map(Foreign::new) {
                if !standing.errors.iter().any(|it| it.raw() == error.raw()) {
                    standing.errors.push(error);
                }
            }
        }
        Ok(standing)
    }
}

/// How far the archive has come.
#[derive(Clone, Debug, Default)]
pub(crate) struct Standing {
    /// When the bank was asked last about the account that was asked about longest ago.
    pub(crate) at: Option<Timestamp>,
    /// What was missing when it was asked last about each.
    pub(crate) errors: Vec<Foreign<'static>>,
}
