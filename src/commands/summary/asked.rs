//! A summary of what the bank has now.

use std::collections::HashSet;

use crate::api::{Bank, Include, Query, Rows};
use crate::app::App;
use crate::domain::account::Account;
use crate::domain::date::{Day, DayRange};
use crate::domain::summary::{OwnAccount, Summary, Tally};
use crate::domain::text::Foreign;
use crate::domain::transaction::Transaction;
use crate::failure::{Failure, Kind};
use crate::ui::Progress;

use super::super::partial;

/// A summary, and what the bank could not deliver for it.
type Summed = (Summary, Vec<Foreign<'static>>);

/// Sums the rows that the bank has now.
pub(super) fn sum_up(
    app: &App<'_>,
    bank: &Bank<'_>,
    accounts: &[String],
    period: DayRange,
    today: Day,
) -> Result<Summed, Failure> {
    let Sources {
        own,
        keys,
        mut errors,
    } = sources(app, bank, accounts)?;
    let days = Tally::reach(period, today);
    let query = Query {
        keys: &keys,
        since: Some(days.first),
        until: Some(days.last),
        classified: true,
    };
    let plain = Query {
        classified: false,
        ..query
    };
    let mut counted = Counted {
        tally: Tally::new(own, period),
        progress: app.ui.progress(),
        read: 0,
    };
    let left_out = match bank.transactions(&query, &mut counted) {
        Err(failure) if failure.kind == Kind::Rejected => {
            counted.restart();
            let left_out = bank.transactions(&plain, &mut counted)?;
            app.ui.note("the bank gives no categories");
            left_out
        }
        answered => answered?,
    };
    counted.progress.clear();
    errors.extend(left_out);
    let mut told = HashSet::new();
    errors.retain(|it| told.insert(it.clone()));
    let summary = counted.tally.finish();
    let summary = summary.map_err(|it| Failure::new(Kind::Unexpected, it.to_string()))?;
    Ok((summary, errors))
}

/// Rows are asked for of the accounts named and of those in daily use, because the row of one
/// may be all that tells that a row of another is an own transfer. The others, such as a
/// pension, are only known as the other side; that is what the second list is for.
fn sources(app: &App<'_>, bank: &Bank<'_>, accounts: &[String]) -> Result<Sources, Failure> {
    let directory = app.directory();
    let daily = directory.fetch(bank, Include { all: false })?;
    let every = directory.fetch(bank, Include { all: true })?;
    let named = directory.pick(accounts, &every.items)?;
    let has = |list: &[Account], of: &Account| list.iter().any(|it| it.key == of.key);
    let errors = [daily.errors, every.errors].concat();
    if daily.items.is_empty() && named.is_empty() {
        partial(&errors)?;
        let none = "the bank lists no account for this login";
        return Err(Failure::new(Kind::Rejected, none));
    }
    let (mut own, mut keys) = (Vec::new(), Vec::new());
    for account in &every.items {
        let counts = has(&named, account);
        let in_use = has(&daily.items, account);
        if counts || in_use {
            keys.push(account.key.raw().to_owned());
        }
        let all = named.is_empty() && in_use;
        own.push(own_account(account, counts || all));
    }
    Ok(Sources { own, keys, errors })
}

/// Where the rows of a summary come from.
struct Sources {
    own: Vec<OwnAccount>,
    /// The accounts to ask for.
    keys: Vec<String>,
    /// What the bank could not say about the accounts.
    errors: Vec<Foreign<'static>>,
}

fn own_account(account: &Account, counts: bool) -> OwnAccount {
    let card = account.credit_card_account_id.as_ref();
    let numbers = [Some(account.number.digits()), card.map(Foreign::raw)];
    OwnAccount {
        key: account.key.raw().to_owned(),
        numbers: numbers.into_iter().flatten().map(str::to_owned).collect(),
        currency: account.currency,
        counts,
    }
}

/// Rows on their way from the bank into the sums.
struct Counted {
    tally: Tally,
    progress: Progress,
    read: usize,
}

impl Rows for Counted {
    fn row(&mut self, row: Transaction<'_>) -> Result<(), Failure> {
        self.read += 1;
        if self.read.is_multiple_of(1000) {
            self.progress
                .set(format_args!("{} transactions", self.read));
        }
        self.tally.add(&row);
        Ok(())
    }

    fn restart(&mut self) -> bool {
        self.read = 0;
        self.tally.restart();
        true
    }
}
