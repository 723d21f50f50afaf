//! The chart of accounts: which account of the user's books a row goes to. It comes from
//! `--map FILE`, a small TOML; without one everything has a name that says what it is.
//!
//! ```toml
//! # Your own accounts, by alias, number, key or exact name.
//! [accounts]
//! "1234.56.78903" = "assets:daily"
//! savings = "assets:savings"
//!
//! # What has no better name. These are the names without a map.
//! [names]
//! opening = "equity:opening"
//! transit = "assets:transit"
//! income = "income:unknown"
//! expenses = "expenses:unknown"
//!
//! # The other side of a row: the first rule of which everything holds.
//! [[rule]]
//! counterparty = "1234 56 78911"   # name or number
//! only = "out"                     # or "in"; money in and out if left away
//! account = "expenses:rent"
//!
//! [[rule]]
//! text = "kiwi"                    # part of what the row says
//! account = "expenses:food"
//!
//! [[rule]]
//! category = "Transport"           # the bank's
//! subcategory = "Drivstoff"
//! account = "expenses:car:fuel"
//! ```
//!
//! Letters' case, and one space or many, make no difference in what is compared. A row for which no
//! rule is goes to `expenses:<category>:<subcategory>`, money in to `income:...`, as the bank has
//! them.
//!
//! Transfers between own accounts ask no rule. The money of one whose other account is not exported
//! waits in `transit`, so that it is not counted twice once that account is exported as well.
//!
//! For beancount the same names are written with capitals, and dashes for what it does not take:
//! `expenses:mat og drikke` as `Expenses:Mat-og-drikke`. They must begin with `assets`,
//! `liabilities`, `equity`, `income` or `expenses` there.

mod file;
mod name;
mod own;
mod rule;

use std::collections::BTreeMap;

use crate::domain::money::Amount;
use crate::domain::text::Foreign;
use crate::failure::Failure;

use self::file::Names;
use self::name::{AccountName, component};
use self::rule::Rule;
use super::wording::said;
use super::{Line, Own};

pub(crate) use self::name::Style;

/// Which account of the user's books a row goes to.
#[derive(Clone, Debug, Default)]
pub(crate) struct Chart {
    /// The user's names for own accounts, by what the user calls each.
    accounts: BTreeMap<String, AccountName>,
    names: Names,
    rules: Vec<Rule>,
}

/// The bank's word for a row that it has put into no category.
const NO_CATEGORY: &str = "Ukategorisert";

impl Chart {
    /// The account on the other side of a row, as `style` writes it.
    pub(crate) fn other_account(&self, line: &Line<'_>, style: Style) -> String {
        match line.own {
            Own::No => style.account(&self.other_side(line)),
            _ => self.transit(style),
        }
    }

    /// The account that a rule of the user's gives a row, as the user wrote it: what formats with
    /// one column for it take for a category. `None` leaves them the bank's.
    pub(crate) fn category(&self, line: &Line<'_>) -> Option<&str> {
        match line.own {
            Own::No => rule::first(&self.rules, line).map(AccountName::as_str),
            _ => None,
        }
    }

    /// Where money is that left one account and has not come to the other.
    fn transit(&self, style: Style) -> String {
        style.account(self.names.transit.as_str())
    }

    /// Where the balances come from that the accounts begin with.
    pub(crate) fn opening(&self, style: Style) -> String {
        style.account(self.names.opening.as_str())
    }

    /// Whether every name of the user's can be written in `style`.
    ///
    /// # Errors
    /// [`Failure::usage`] with the name and what to write.
    pub(crate) fn check(&self, style: Style) -> Result<(), Failure> {
        let mut names = self.accounts.values().chain(self.other_names());
        names.try_for_each(|name| style.check(name.as_str()))
    }

    /// The user's names of all that is no own account.
    fn other_names(&self) -> impl Iterator<Item = &AccountName> {
        let Names {
            opening,
            transit,
            income,
            expenses,
        } = &self.names;
        [opening, transit, income, expenses]
            .into_iter()
            .chain(self.rules.iter().map(Rule::account))
    }

    fn other_side(&self, line: &Line<'_>) -> String {
        if let Some(account) = self.category(line) {
            return account.to_owned();
        }
        let money_in = line.amount > Amount::ZERO;
        let (top, unknown) = if money_in {
            ("income", &self.names.income)
        } else {
            ("expenses", &self.names.expenses)
        };
        let Some(category) = known(line.row.category.as_ref()) else {
            return unknown.as_str().to_owned();
        };
        let mut account = format!("{top}:{}", component(category));
        if let Some(subcategory) = known(line.row.subcategory.as_ref()) {
            account.push(':');
            account.push_str(&component(subcategory));
        }
        account
    }
}

/// The bank's category, unless it is none.
fn known<'a>(category: Option<&'a Foreign<'_>>) -> Option<&'a str> {
    said(category).filter(|it| *it != NO_CATEGORY)
}

#[cfg(test)]
mod tests;
