//! The books: accounts, rows, and a double entry for every movement.
//!
//! All amounts are øre (or cents of the account's own currency), never a fraction.
//! Two records are kept independently of each other: `held`, moved between places so that the
//! sum over all places never changes, and `booked` + `pending`, summed from the rows that the
//! customer sees. Tests hold them against each other.

use super::row::{Booking, Row, Standing};
use jiff::civil::Date;

/// What an account is, which decides what may be done with it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Role {
    Current,
    Savings,
    Joint,
    Bsu,
    Card,
    Euro,
    Ask,
    Pension,
    /// Visible by number only: it is in no list.
    Child,
}

pub(super) struct Account {
    pub(super) role: Role,
    pub(super) key: String,
    pub(super) number: String,
    pub(super) name: String,
    pub(super) description: &'static str,
    pub(super) currency: &'static str,
    /// What stood on it before its first row.
    pub(super) opening: i64,
    pub(super) booked: i64,
    pub(super) pending: i64,
    /// What is really there, by double entry.
    pub(super) held: i64,
    /// The credit limit of a card, else 0.
    pub(super) limit: i64,
    /// The `creditCardAccountID` of a card.
    pub(super) card_id: Option<String>,
}

impl Account {
    pub(super) fn balance(&self) -> i64 {
        self.opening.saturating_add(self.booked)
    }

    pub(super) fn available(&self) -> i64 {
        self.balance()
            .saturating_add(self.pending)
            .saturating_add(self.limit)
    }
}

/// Somebody else with an account.
pub(super) struct Party {
    pub(super) name: String,
    pub(super) number: String,
}

/// Where money can be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Place {
    Account(usize),
    /// Everybody else in the world, payments under way included.
    Outside,
}

pub(super) struct Ledger {
    pub(super) accounts: Vec<Account>,
    pub(super) parties: Vec<Party>,
    rows: Vec<Row>,
    /// Places in `rows` of those that are not booked yet.
    waiting: Vec<usize>,
    /// Rows that are not written before their day.
    coming: Vec<Row>,
    outside: i64,
}

impl Ledger {
    /// Empty books.
    pub(super) fn new(accounts: Vec<Account>, parties: Vec<Party>) -> Self {
        Self {
            accounts,
            parties,
            rows: Vec::new(),
            waiting: Vec::new(),
            coming: Vec::new(),
            outside: 0,
        }
    }

    pub(super) fn rows(&self) -> &[Row] {
        &self.rows
    }

    /// A row whose words or standing change; its money is the ledger's own affair.
    pub(super) fn row_mut(&mut self, at: usize) -> Option<&mut Row> {
        self.rows.get_mut(at)
    }

    pub(super) fn find(&self, role: Role) -> Option<(usize, &Account)> {
        self.position(|account| account.role == role)
    }

    pub(super) fn by_key(&self, key: &str) -> Option<(usize, &Account)> {
        self.position(|account| account.key == key)
    }

    pub(super) fn by_number(&self, number: &str) -> Option<(usize, &Account)> {
        self.position(|account| account.number == number)
    }

    fn position(&self, wanted: impl Fn(&Account) -> bool) -> Option<(usize, &Account)> {
        self.accounts
            .iter()
            .enumerate()
            .find(|(_, account)| wanted(account))
    }

    /// Everything there is, in all accounts and outside: the same after every movement.
    pub(super) fn total(&self) -> i64 {
        self.accounts.iter().fold(self.outside, |sum, account| {
            sum.saturating_add(account.held)
        })
    }

    /// Moves money, or nothing at all: `None` when a place does not exist or a sum would overflow.
    pub(super) fn shift(&mut self, from: Place, to: Place, ore: i64) -> Option<()> {
        if from == to {
            return Some(());
        }
        let less = self.held(from)?.checked_sub(ore)?;
        let more = self.held(to)?.checked_add(ore)?;
        self.hold(from, less);
        self.hold(to, more);
        Some(())
    }

    fn held(&self, place: Place) -> Option<i64> {
        match place {
            Place::Outside => Some(self.outside),
            Place::Account(at) => self.accounts.get(at).map(|account| account.held),
        }
    }

    fn hold(&mut self, place: Place, ore: i64) {
        match place {
            Place::Outside => self.outside = ore,
            Place::Account(at) => {
                if let Some(account) = self.accounts.get_mut(at) {
                    account.held = ore;
                }
            }
        }
    }

    /// Adds a row to what the customer sees; moves no money.
    pub(super) fn write(&mut self, mut row: Row) {
        row.serial = u32::try_from(self.rows.len()).unwrap_or(u32::MAX);
        if let Some(account) = self.accounts.get_mut(row.account) {
            let sum = match row.pending {
                Some(_) => &mut account.pending,
                None => &mut account.booked,
            };
            *sum = sum.saturating_add(row.ore);
        }
        if row.pending.is_some() {
            self.waiting.push(self.rows.len());
        }
        self.rows.push(row);
    }

    /// Adds a row together with its money, which comes from or goes outside.
    pub(super) fn post(&mut self, row: Row) -> Option<()> {
        self.shift(Place::Outside, Place::Account(row.account), row.ore)?;
        self.write(row);
        Some(())
    }

    /// Posts a row once its day has come.
    pub(super) fn expect(&mut self, row: Row) {
        self.coming.push(row);
    }

    /// Writes the rows, and books the pending ones, whose day has come.
    pub(super) fn book(&mut self, today: Date) {
        let (here, away) = std::mem::take(&mut self.coming)
            .into_iter()
            .partition::<Vec<_>, _>(|row| row.day <= today);
        self.coming = away;
        for row in here {
            let _ = self.post(row);
        }
        let due = |row: &Row| row.pending.as_ref().is_some_and(|to| to.from <= today);
        for at in self.waiting.clone() {
            if self.rows.get(at).is_some_and(due) {
                self.book_row(at);
            }
        }
    }

    /// Books one pending row, whether or not its day has come.
    pub(super) fn book_row(&mut self, at: usize) {
        self.waiting.retain(|other| *other != at);
        let Some(row) = self.rows.get_mut(at) else {
            return;
        };
        let Some(booking) = row.pending.take() else {
            return;
        };
        let Booking {
            day,
            ore,
            kind,
            words,
            ..
        } = booking;
        let reserved = std::mem::replace(&mut row.ore, ore);
        (row.day, row.kind) = (day, kind);
        if let Some(words) = words {
            row.name(words);
        }
        let place = Place::Account(row.account);
        if let Some(account) = self.accounts.get_mut(row.account) {
            account.pending = account.pending.saturating_sub(reserved);
            account.booked = account.booked.saturating_add(ore);
        }
        // A card purchase is seldom booked with exactly what was reserved.
        let _ = self.shift(Place::Outside, place, ore.saturating_sub(reserved));
    }

    /// Gives up a pending row: its money goes back where it came from.
    pub(super) fn cancel(&mut self, at: usize) {
        let Some(row) = self.rows.get_mut(at) else {
            return;
        };
        if row.pending.is_none() || row.is_cancelled() {
            return;
        }
        row.standing = Standing::Cancelled;
        let (place, ore) = (Place::Account(row.account), row.ore);
        if let Some(account) = self.accounts.get_mut(row.account) {
            account.pending = account.pending.saturating_sub(ore);
        }
        self.waiting.retain(|other| *other != at);
        let _ = self.shift(place, Place::Outside, ore);
    }
}
