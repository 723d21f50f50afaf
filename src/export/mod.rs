//! Transactions in the formats of accounting programs: pure functions from rows to bytes, a file
//! each.

pub(crate) mod bank_csv;
pub(crate) mod beancount;
pub(crate) mod books;
pub(crate) mod chart;
pub(crate) mod csv;
pub(crate) mod hledger;
pub(crate) mod jsonl;
pub(crate) mod ledger;
pub(crate) mod ofx;
pub(crate) mod qif;
pub(crate) mod ynab;

mod double_entry;
mod plain_text;
mod sections;
mod sheet;
mod wording;

#[cfg(test)]
mod tests;

use crate::domain::date::{Day, DayRange};
use crate::domain::money::{Amount, Currency};
use crate::domain::transaction::Transaction;
use crate::failure::Failure;

/// What an export is made of, besides its rows.
#[derive(Clone, Debug, Default)]
pub(crate) struct Books {
    /// The accounts that are exported, in the order of their numbers, cards last.
    pub(crate) accounts: Vec<BookAccount>,
    /// The other accounts of the archive: names are told apart among all of them, so that an account
    /// has one name whatever is exported besides.
    pub(crate) others: Vec<BookAccount>,
}

/// An account that is exported.
#[derive(Clone, Debug)]
pub(crate) struct BookAccount {
    pub(crate) key: String,
    /// Digits only; of a card `K` and digits.
    pub(crate) number: String,
    /// As the bank writes it: foreign text.
    pub(crate) name: String,
    /// The user's own word for it.
    pub(crate) alias: Option<String>,
    pub(crate) is_card: bool,
    pub(crate) currency: Currency,
    /// The balance at the beginning of `0`, before the first row that is exported. `None` where the
    /// bank's balance is not known.
    pub(crate) opening: Option<(Day, Amount)>,
    /// The last point at which rows and balance were seen to agree: the balance at the end of that
    /// day, counting every booked row of it and before.
    pub(crate) verified: Option<(Day, Amount)>,
    /// The days of the first and the last booked row that is exported; `None` where there is none.
    pub(crate) days: Option<DayRange>,
}

/// A row on its way out.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Line<'a> {
    pub(crate) row: &'a Transaction<'a>,
    /// Its day and amount; rows without them are not exported.
    pub(crate) day: Day,
    pub(crate) amount: Amount,
    /// Its place in [`Books::accounts`].
    pub(crate) account: usize,
    pub(crate) own: Own<'a>,
}

/// What a row has to do with the customer's own accounts.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Own<'a> {
    /// Nothing: the other side is somebody else.
    No,
    /// It is one leg of an own transfer whose other leg is exported too, and it comes first: one
    /// entry with two postings tells of both.
    First(&'a OtherLeg),
    /// The other leg of one that [`Own::First`] told of.
    Second(&'a OtherLeg),
    /// The other side is an own account, but its leg is not among what is exported.
    Alone,
}

/// The other leg of an own transfer.
#[derive(Clone, Debug)]
pub(crate) struct OtherLeg {
    pub(crate) id: String,
    /// Its place in [`Books::accounts`].
    pub(crate) account: usize,
    pub(crate) day: Day,
    pub(crate) booked: bool,
}

/// The order in which a format wants the rows. Within a day: by account number, then by id, so that
/// the same rows give the same bytes on every machine.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Order {
    /// Oldest first, all accounts together.
    Day,
    /// One account after the other in the order of [`Books::accounts`], oldest first in each.
    Account,
}

/// A format: told of the books, of each row in its order, and of the end, it appends bytes. It may
/// keep what it must know of earlier rows, and nothing else; equal calls give equal bytes.
pub(crate) trait Exporter {
    fn order(&self) -> Order;

    fn head(&mut self, books: &Books, out: &mut Vec<u8>) -> Result<(), Failure>;

    fn line(&mut self, books: &Books, line: &Line<'_>, out: &mut Vec<u8>) -> Result<(), Failure>;

    fn tail(&mut self, books: &Books, out: &mut Vec<u8>) -> Result<(), Failure>;
}
