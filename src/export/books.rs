//! What is exported: which rows in which order, which two of them are one own transfer, and the
//! balances that they lie between.
//!
//! All of it follows from what the bank told, not from when it was asked: another sync that brings
//! nothing new changes nothing, and neither does an archive that was made anew.
//!
//! Own transfers are looked for among all rows of all own accounts, so that the same two legs belong
//! together whatever is exported of them.

mod balances;

use std::collections::HashMap;

use crate::archive::Sketch;
use crate::domain::account::AccountNumber;
use crate::domain::date::Day;
use crate::domain::money::Amount;
use crate::domain::own::{self, Leg, Side};
use crate::domain::reconcile::AnswerNo;
use crate::domain::transaction::Transaction;
use crate::failure::Failure;

use super::{BookAccount, Books, Line, Order, OtherLeg, Own};

/// Which rows are exported of the accounts that are.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Wanted {
    pub(crate) since: Option<Day>,
    pub(crate) until: Option<Day>,
    /// Also those that are not booked yet.
    pub(crate) pending: bool,
}

impl Wanted {
    fn has(&self, day: Day) -> bool {
        self.since.is_none_or(|since| since <= day) && self.until.is_none_or(|until| day <= until)
    }
}

/// One of the customer's own accounts.
#[derive(Clone, Debug)]
pub(crate) struct OwnAccount {
    /// Without days and balances, which follow from the rows.
    pub(crate) account: BookAccount,
    pub(crate) part: Part,
}

/// What an own account has to do with the export.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Part {
    Exported(Option<Anchor>),
    /// It is in the archive only: it tells which rows are own transfers, and no exported account may
    /// have its name.
    Archived,
    /// It was listed only: it tells which rows are own transfers.
    Listed,
}

impl OwnAccount {
    fn is_exported(&self) -> bool {
        matches!(self.part, Part::Exported(_))
    }
}

/// What ties an account's rows to the bank's balance.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Anchor {
    /// The last answer at which rows and balance were seen to agree.
    pub(crate) answer: AnswerNo,
    /// The balance then less all rows that were booked: what was there before the first of them.
    pub(crate) before: Amount,
}

/// An export before its rows are known.
pub(crate) struct Draft {
    wanted: Wanted,
    /// In the order of their numbers.
    own: Vec<OwnAccount>,
    by_number: HashMap<String, usize>,
    rows: Vec<Row>,
    /// Of each own account, the sum of booked rows that come before all that are exported.
    earlier: Vec<Amount>,
    left_out: u64,
}

/// A row of an own account.
struct Row {
    observation: i64,
    id: String,
    /// Its place among the own accounts, and that of the other side.
    own: usize,
    other: Option<usize>,
    day: Day,
    amount: Amount,
    booked: bool,
    /// The first answer that had it.
    first: AnswerNo,
}

impl Draft {
    pub(crate) fn new(wanted: Wanted, mut own: Vec<OwnAccount>) -> Self {
        own.sort_by(|one, other| one.account.number.cmp(&other.account.number));
        let numbers = own.iter().map(|it| it.account.number.clone()).zip(0..);
        Self {
            wanted,
            by_number: numbers.collect(),
            rows: Vec::new(),
            earlier: vec![Amount::ZERO; own.len()],
            own,
            left_out: 0,
        }
    }

    /// Takes the next row; they come in any order.
    ///
    /// # Errors
    /// Unexpected, if a sum cannot be held.
    pub(crate) fn add(&mut self, row: Sketch<'_>) -> Result<(), Failure> {
        let Some(own) = self.by_number.get(row.account).copied() else {
            return Ok(());
        };
        if !row.booked && !self.wanted.pending {
            return Ok(());
        }
        let (Some(day), Some(amount)) = (row.day, row.amount) else {
            return self.leave_out(own, &row);
        };
        if row.booked && self.wanted.since.is_some_and(|since| day < since) {
            self.add_earlier(own, amount)?;
        }
        let other = row.other.map(AccountNumber::read);
        self.rows.push(Row {
            observation: row.observation,
            id: row.id.to_owned(),
            own,
            other: other.and_then(|it| self.by_number.get(it.digits()).copied()),
            day,
            amount,
            booked: row.booked,
            first: row.first,
        });
        Ok(())
    }

    /// A row without a day or an amount. Money that moved on a day that nobody knows was there from
    /// the beginning, so that the balances of today are right.
    fn leave_out(&mut self, own: usize, row: &Sketch<'_>) -> Result<(), Failure> {
        let is_exported = self.own.get(own).is_some_and(OwnAccount::is_exported);
        if is_exported && row.day.is_none_or(|day| self.wanted.has(day)) {
            self.left_out = self.left_out.saturating_add(1);
        }
        match row.amount.filter(|_| row.booked) {
            Some(amount) => self.add_earlier(own, amount),
            None => Ok(()),
        }
    }

    fn add_earlier(&mut self, own: usize, amount: Amount) -> Result<(), Failure> {
        if let Some(earlier) = self.earlier.get_mut(own) {
            *earlier = balances::sum(*earlier, amount)?;
        }
        Ok(())
    }

    /// The export, its rows in that order.
    ///
    /// # Errors
    /// Unexpected, if a balance cannot be held.
    pub(crate) fn finish(mut self, order: Order) -> Result<Plan, Failure> {
        self.rows
            .sort_by(|one, other| one.rank().cmp(&other.rank()));
        let mut turns: Vec<usize> = (0..self.rows.len()).collect();
        turns.retain(|turn| self.rows.get(*turn).is_some_and(|row| self.exports(row)));
        if order == Order::Account {
            turns.sort_by_key(|turn| self.rows.get(*turn).map(|row| row.own));
        }
        let links = Links::of(&self.rows, &turns);
        let accounts = self.accounts(&turns)?;
        let places = self.own.iter().scan(0_usize, |next, own| {
            let place = *next;
            *next = next.saturating_add(usize::from(own.is_exported()));
            Some(place)
        });
        Ok(Plan {
            books: Books {
                accounts,
                others: self.others(),
            },
            places: places.collect(),
            rows: self.rows,
            turns,
            links,
            left_out: self.left_out,
        })
    }

    /// The accounts of the archive that are not exported.
    fn others(&self) -> Vec<BookAccount> {
        let archived = |it: &&OwnAccount| matches!(it.part, Part::Archived);
        let others = self.own.iter().filter(archived);
        others.map(|it| it.account.clone()).collect()
    }

    fn exports(&self, row: &Row) -> bool {
        let account = self.own.get(row.own);
        account.is_some_and(OwnAccount::is_exported) && self.wanted.has(row.day)
    }
}

impl Row {
    /// Oldest first; within a day by account number, then by id: alike on every machine.
    fn rank(&self) -> (Day, usize, &str) {
        (self.day, self.own, &self.id)
    }
}

/// Which rows are legs of own transfers, by their place among all rows.
struct Links {
    /// Of own transfers whose other leg is not exported.
    alone: Vec<bool>,
    /// The other leg's place, and whether this one comes first.
    other: HashMap<usize, (usize, bool)>,
}

impl Links {
    /// `turns` are the places of those that are exported, in their order.
    fn of(rows: &[Row], turns: &[usize]) -> Self {
        let legs: Vec<Leg> = rows.iter().map(Row::leg).collect();
        let sides = own::pair(&legs);
        let turn_of: HashMap<usize, usize> = turns.iter().copied().zip(0..).collect();
        let mut other = HashMap::new();
        for (turn, row) in turns.iter().enumerate() {
            if let Some(Side::With(leg)) = sides.get(*row)
                && let Some(its_turn) = turn_of.get(leg)
            {
                other.insert(*row, (*leg, turn < *its_turn));
            }
        }
        Self {
            alone: sides.iter().map(|it| *it != Side::Stranger).collect(),
            other,
        }
    }
}

impl Row {
    fn leg(&self) -> Leg {
        Leg {
            account: self.own,
            other: self.other,
            day: self.day,
            amount: self.amount,
        }
    }
}

/// What is exported.
pub(crate) struct Plan {
    pub(crate) books: Books,
    /// Rows of the exported accounts that have no day or no amount, and no place in any book.
    pub(crate) left_out: u64,
    /// Of each own account, its place in the books.
    places: Vec<usize>,
    rows: Vec<Row>,
    /// The places of the rows that are exported, in their order.
    turns: Vec<usize>,
    links: Links,
}

impl Plan {
    /// What the bank said last of each row that is exported, in their order.
    pub(crate) fn observations(&self) -> impl Iterator<Item = i64> {
        let rows = self.turns.iter().filter_map(|turn| self.rows.get(*turn));
        rows.map(|row| row.observation)
    }

    /// Hands the row whose turn it is to `take`; `None` if there is no such turn.
    pub(crate) fn line<T>(
        &self,
        turn: usize,
        row: &Transaction<'_>,
        take: impl FnOnce(&Line<'_>) -> T,
    ) -> Option<T> {
        let place = *self.turns.get(turn)?;
        let known = self.rows.get(place)?;
        let leg = self.links.other.get(&place);
        let leg = leg.and_then(|(other, is_first)| Some((self.other_leg(*other)?, *is_first)));
        let own = match &leg {
            Some((leg, true)) => Own::First(leg),
            Some((leg, false)) => Own::Second(leg),
            None if self.links.alone.get(place) == Some(&true) => Own::Alone,
            None => Own::No,
        };
        Some(take(&Line {
            row,
            day: known.day,
            amount: known.amount,
            account: *self.places.get(known.own)?,
            own,
        }))
    }

    fn other_leg(&self, place: usize) -> Option<OtherLeg> {
        let row = self.rows.get(place)?;
        Some(OtherLeg {
            id: row.id.clone(),
            account: *self.places.get(row.own)?,
            day: row.day,
            booked: row.booked,
        })
    }
}

#[cfg(test)]
mod tests;
