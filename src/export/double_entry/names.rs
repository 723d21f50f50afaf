//! What the accounts on both sides of a row are called.

use std::borrow::Cow;

use crate::domain::money::Currency;
use crate::export::chart::{Chart, Style};
use crate::export::{BookAccount, Books, Line, OtherLeg};
use crate::failure::{Failure, Kind};

use super::Posting;

/// The names of accounts in one style.
pub(super) struct Names {
    chart: Chart,
    style: Style,
    /// Of [`Books::accounts`].
    own: Vec<String>,
}

impl Names {
    pub(super) fn new(chart: Chart, style: Style) -> Self {
        Self {
            chart,
            style,
            own: Vec::new(),
        }
    }

    /// Names the accounts of the books.
    ///
    /// # Errors
    /// [`Failure::usage`] where the user's names cannot be used.
    pub(super) fn learn(&mut self, books: &Books) -> Result<(), Failure> {
        self.chart.check(self.style)?;
        self.own = self.chart.own_accounts(books, self.style)?;
        Ok(())
    }

    /// The accounts of the books with their names.
    pub(super) fn own<'a>(
        &'a self,
        books: &'a Books,
    ) -> impl Iterator<Item = (&'a BookAccount, &'a str)> {
        books
            .accounts
            .iter()
            .zip(self.own.iter().map(String::as_str))
    }

    pub(super) fn own_name(&self, at: usize) -> Result<&str, Failure> {
        self.own.get(at).map(String::as_str).ok_or_else(stray)
    }

    /// Which account of the books is called so, if one is.
    pub(super) fn meaning<'a>(&self, books: &'a Books, name: &str) -> Option<&'a BookAccount> {
        let at = self.own.iter().position(|it| it == name)?;
        books.accounts.get(at)
    }

    /// Where opening balances come from.
    pub(super) fn equity(&self) -> String {
        self.chart.opening(self.style)
    }

    /// The row as a posting on its own account.
    pub(super) fn leg<'a>(
        &'a self,
        books: &Books,
        line: &'a Line<'_>,
    ) -> Result<Posting<'a>, Failure> {
        Ok(Posting {
            account: self.own_name(line.account)?,
            day: line.day,
            amount: line.amount,
            currency: currency(books, line.account)?,
            id: known(&line.row.id),
        })
    }

    /// The account on the other side of a row: that of the leg it is told with, or else what the
    /// chart says.
    pub(super) fn counterpart(
        &self,
        line: &Line<'_>,
        joined: Option<&OtherLeg>,
    ) -> Result<Cow<'_, str>, Failure> {
        Ok(match joined {
            Some(other) => self.own_name(other.account)?.into(),
            None => self.chart.other_account(line, self.style).into(),
        })
    }
}

/// An id, unless it is the empty one of a row that tells too little.
pub(super) fn known(id: &str) -> Option<&str> {
    Some(id).filter(|it| !it.is_empty())
}

pub(super) fn currency(books: &Books, at: usize) -> Result<Currency, Failure> {
    let account = books.accounts.get(at);
    account.map(|it| it.currency).ok_or_else(stray)
}

fn stray() -> Failure {
    Failure::new(
        Kind::Unexpected,
        "a transaction was to be exported without its account",
    )
}
