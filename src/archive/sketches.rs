//! The rows of the archive as far as their place in the books goes: of very many there is room for
//! that, and each can be asked for whole when it is its turn.

use rusqlite::Row;

use crate::domain::date::Day;
use crate::domain::money::Amount;
use crate::domain::reconcile::AnswerNo;
use crate::domain::transaction::Transaction;
use crate::failure::Failure;

use super::entries::LISTED;
use super::observed::{COLUMNS, transaction};
use super::{Reader, values};

/// A row that the bank lists.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Sketch<'a> {
    /// The number of what the bank said of it last.
    pub(crate) observation: i64,
    /// The number of its account.
    pub(crate) account: &'a str,
    pub(crate) id: &'a str,
    pub(crate) day: Option<Day>,
    pub(crate) amount: Option<Amount>,
    pub(crate) booked: bool,
    /// The first answer that had it.
    pub(crate) first: AnswerNo,
    /// The account on the other side, as the bank writes it: foreign text.
    pub(crate) other: Option<&'a str>,
}

impl<'a> Sketch<'a> {
    fn read(row: &'a Row<'_>) -> rusqlite::Result<Self> {
        Ok(Self {
            observation: row.get(0)?,
            account: row.get_ref(1)?.as_str()?,
            id: row.get_ref(2)?.as_str()?,
            day: values::day(row, 3)?,
            amount: values::amount(row, 4)?,
            booked: row.get(5)?,
            first: row.get(6)?,
            other: row.get_ref(7)?.as_str_or_null()?,
        })
    }
}

impl Reader {
    /// Hands a sketch of every row that the bank lists to `take`, in no order.
    ///
    /// # Errors
    /// Storage, if the database cannot be read; and what `take` says.
    pub(crate) fn sketches(
        &self,
        take: &mut dyn FnMut(Sketch<'_>) -> Result<(), Failure>,
    ) -> Result<(), Failure> {
        let sql = format!(
            "SELECT o.no, account, entry.id, day, entry.ore, booked, first, remote_account_number
             FROM entry JOIN observation AS o ON o.no = entry.observation WHERE state = '{LISTED}'"
        );
        let failed = |error| self.database.failed(error);
        let mut statement = self.database.ask(|it| it.prepare(&sql))?;
        let mut rows = statement.query([]).map_err(failed)?;
        while let Some(row) = rows.next().map_err(failed)? {
            take(Sketch::read(row).map_err(failed)?)?;
        }
        Ok(())
    }

    /// Hands the rows that were sketched with these observations to `take`, in their order.
    ///
    /// # Errors
    /// As [`Reader::sketches`].
    pub(crate) fn whole(
        &self,
        observations: impl IntoIterator<Item = i64>,
        take: &mut dyn FnMut(Transaction<'_>) -> Result<(), Failure>,
    ) -> Result<(), Failure> {
        let sql = format!("SELECT {COLUMNS} FROM observation WHERE no = ?1");
        let failed = |error| self.database.failed(error);
        let mut statement = self.database.ask(|it| it.prepare(&sql))?;
        for observation in observations {
            let mut rows = statement.query([observation]).map_err(failed)?;
            if let Some(row) = rows.next().map_err(failed)? {
                take(transaction(row, 0).map_err(failed)?)?;
            }
        }
        Ok(())
    }
}
