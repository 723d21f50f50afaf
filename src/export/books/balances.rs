//! The balances between which an account's rows lie.

use crate::domain::date::{Day, DayRange};
use crate::domain::money::Amount;
use crate::export::BookAccount;
use crate::failure::{Failure, Kind};

use super::{Anchor, Draft, Part, Row};

impl Draft {
    /// The accounts that are exported, with the balances that follow from the rows at `turns`.
    pub(super) fn accounts(&self, turns: &[usize]) -> Result<Vec<BookAccount>, Failure> {
        let rows = || turns.iter().filter_map(|turn| self.rows.get(*turn));
        let first = rows().map(|row| row.day).min().or(self.wanted.since);
        let mut accounts = Vec::new();
        for (own, (known, earlier)) in self.own.iter().zip(&self.earlier).enumerate() {
            if let Part::Exported(anchor) = known.part {
                let its: Vec<&Row> = rows().filter(|row| row.own == own).collect();
                accounts.push(account(&known.account, anchor, *earlier, &its, first)?);
            }
        }
        Ok(accounts)
    }
}

/// The account with its rows, `earlier` being the sum of what was booked before them. All begin on
/// the first day of the books, so that their opening balances can stand first in the order of days.
fn account(
    account: &BookAccount,
    anchor: Option<Anchor>,
    earlier: Amount,
    rows: &[&Row],
    first: Option<Day>,
) -> Result<BookAccount, Failure> {
    let mut account = account.clone();
    let booked = || rows.iter().filter(|row| row.booked);
    let days = booked().map(|row| row.day);
    account.days = days
        .clone()
        .min()
        .zip(days.max())
        .map(|(first, last)| DayRange { first, last });
    let Some(Anchor { answer, before }) = anchor else {
        return Ok(account);
    };
    let opening = sum(before, earlier)?;
    account.opening = first.map(|day| (day, opening));
    // The rows that came since for days before that one count as well: they are in the books.
    let seen = booked().filter(|row| row.first <= answer);
    if let Some(day) = seen.map(|row| row.day).max() {
        let counted = booked().filter(|row| row.day <= day);
        let balance = counted.map(|row| row.amount).try_fold(opening, sum)?;
        account.verified = Some((day, balance));
    }
    Ok(account)
}

pub(super) fn sum(one: Amount, other: Amount) -> Result<Amount, Failure> {
    one.checked_add(other)
        .ok_or_else(|| Failure::new(Kind::Unexpected, "a balance is larger than can be counted"))
}
