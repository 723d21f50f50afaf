//! Where balances are checked.

use crate::domain::date::Day;
use crate::domain::money::Amount;
use crate::export::{BookAccount, Books};

/// The balance of an account at the end of a day, as everything that is written must have it.
#[derive(Clone, Copy, Debug)]
pub(super) struct Point {
    /// Its place in [`Books::accounts`].
    pub(super) account: usize,
    pub(super) day: Day,
    /// With `pending`.
    pub(super) amount: Amount,
    /// What was written of it, but is not booked.
    pub(super) pending: Amount,
}

/// The points of all accounts.
#[derive(Debug, Default)]
pub(super) struct Points {
    /// Those not yet passed; the next one is last.
    left: Vec<Point>,
    /// Of each account, also once it is passed.
    days: Vec<Option<Day>>,
}

impl Points {
    /// The last verified balances, of the accounts whose opening balance is known: without it no
    /// sum of rows is a balance.
    pub(super) fn of(books: &Books) -> Self {
        let point = |(at, account): (usize, &BookAccount)| {
            let (day, amount) = account.verified?;
            let (opening, _) = account.opening?;
            (opening <= day).then_some(Point {
                account: at,
                day,
                amount,
                pending: Amount::ZERO,
            })
        };
        let points: Vec<_> = books.accounts.iter().enumerate().map(point).collect();
        let mut left: Vec<Point> = points.iter().copied().flatten().collect();
        left.sort_by_key(|it| std::cmp::Reverse((it.day, it.account)));
        Self {
            left,
            days: points.iter().map(|it| it.map(|it| it.day)).collect(),
        }
    }

    /// The day at which the account's balance is checked, or was.
    pub(super) fn day(&self, account: usize) -> Option<Day> {
        self.days.get(account).copied().flatten()
    }

    /// Takes the next point whose day lies before that one, or whichever is next.
    pub(super) fn due(&mut self, before: Option<Day>) -> Option<Point> {
        let next = self.left.last()?;
        if before.is_some_and(|before| next.day >= before) {
            return None;
        }
        self.left.pop()
    }

    /// Counts a row that is not booked; an account whose sum cannot be held is not checked.
    pub(super) fn add_pending(&mut self, account: usize, day: Day, amount: Amount) {
        self.left.retain_mut(|point| {
            if point.account != account || day > point.day {
                return true;
            }
            match (
                point.amount.checked_add(amount),
                point.pending.checked_add(amount),
            ) {
                (Some(sum), Some(pending)) => {
                    point.amount = sum;
                    point.pending = pending;
                    true
                }
                _ => false,
            }
        });
    }
}
