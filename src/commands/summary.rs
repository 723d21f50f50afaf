use std::collections::HashSet;

use clap::Args;

use crate::api::{Bank, Include, Query, Rows};
use crate::app::App;
use crate::domain::account::Account;
use crate::domain::date::{Day, DayRange};
use crate::domain::summary::{self, Month, OwnAccount, Tally};
use crate::domain::text::Foreign;
use crate::domain::transaction::Transaction;
use crate::failure::{Failure, Kind};
use crate::ui::Progress;
use crate::view::summary::{By, Report};
use crate::view::{self};

use super::period::{Period, ordered};
use super::{Online, partial};

#[derive(Args)]
#[command(after_help = "\
Sums of what is booked, each currency by itself. Transfers between your own accounts are neither in
nor out, also where only one of the two is asked for. Without --since: the last twelve months,
this one included. --json has all of it, whatever --by says.
DATE is 2026-11-01, 01.11.2026, 2026-11, 2026, today, yesterday, 7d, 2w, 3m, 1y, monday, this-month,
last-month or this-year; both ends are included, in Norwegian time.

Examples:
  sb1 summary
  sb1 summary --by category --since this-year
  sb1 summary Brukskonto Felleskonto --by recurring
  sb1 summary --json | jq '.currencies[0].months[] | [.month, .net, .savingsRate]'")]
pub(crate) struct Summary {
    /// Alias, number, key or name; without it all accounts
    #[arg(value_name = "ACCOUNT")]
    accounts: Vec<String>,
    #[command(flatten)]
    period: Period,
    /// A line per month, category, counterparty, or what is recurring
    #[arg(
        long,
        value_enum,
        value_name = "WHAT",
        default_value_t,
        hide_possible_values = true
    )]
    by: By,
    #[command(flatten)]
    cells: view::Cells,
}

impl Online for Summary {
    fn run(self, app: &App<'_>, bank: &Bank<'_>) -> Result<(), Failure> {
        let today = app.clock.today();
        let period = self.period(today)?;
        let (summary, errors) = self.sum_up(app, bank, period, today)?;
        let report = Report {
            summary: &summary,
            balances: None,
            errors: &errors,
        };
        view::summary::show(app.ui, app.config.format, self.cells, self.by, &report)?;
        partial(&errors)
    }
}

/// A summary, and what the bank could not deliver for it.
type Summed = (summary::Summary, Vec<Foreign<'static>>);

impl Summary {
    /// The days asked for; by default the month of the last day and the eleven before it.
    fn period(&self, today: Day) -> Result<DayRange, Failure> {
        let (since, until) = self.period.days(today)?;
        let last = until.unwrap_or(today);
        let year_before = || Month::of(last).plus(-11)?.first_day();
        let first = since.or_else(year_before).unwrap_or(last);
        ordered(first, last)?;
        Ok(DayRange { first, last })
    }

    /// Sums the rows that the bank has now.
    fn sum_up(
        &self,
        app: &App<'_>,
        bank: &Bank<'_>,
        period: DayRange,
        today: Day,
    ) -> Result<Summed, Failure> {
        let Sources {
            own,
            keys,
            mut errors,
        } = self.sources(app, bank)?;
        let days = Tally::reach(period, today);
        let query = Query {
            keys: &keys,
            since: Some(days.first),
            until: Some(days.last),
            classified: true,
        };
        let mut counted = Counted {
            tally: Tally::new(own, period),
            progress: app.ui.progress(),
            read: 0,
        };
        let left_out = bank.transactions(&query, &mut counted)?;
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
    fn sources(&self, app: &App<'_>, bank: &Bank<'_>) -> Result<Sources, Failure> {
        let directory = app.directory();
        let daily = directory.fetch(bank, Include { all: false })?;
        let every = directory.fetch(bank, Include { all: true })?;
        let named = directory.pick(&self.accounts, &every.items)?;
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
