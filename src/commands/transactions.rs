use clap::Args;

use crate::api::{Bank, Include, Query, Rows};
use crate::app::App;
use crate::archive::{Reader, Selection};
use crate::directory::Entry;
use crate::domain::account::AccountNumber;
use crate::domain::date::{self, Day, DayRange};
use crate::domain::filter::Filter;
use crate::domain::money::{Amount, Currency};
use crate::domain::text::{Foreign, fold};
use crate::domain::transaction::Transaction;
use crate::failure::{Failure, Kind};
use crate::ui::Progress;
use crate::view::feed::{Feed, FeedOptions};
use crate::view::{self};

use super::period::{Period, bad};
use super::{Reading, partial};

#[derive(Args)]
#[command(after_help = "\
Without an account: all of them, in one request. Without --since: all that the bank keeps, about two years.
DATE is 2026-11-01, 01.11.2026, 2026-11, 2026, today, yesterday, 7d, 2w, 3m, 1y, monday, this-month, last-month
or this-year; both ends are included, in Norwegian time. Filters come before --limit.

Examples:
  sb1 transactions Brukskonto --since 30d
  sb1 tx Brukskonto Felleskonto --month last-month --out --min 500
  sb1 tx Brukskonto --search kiwi --since this-year --json | jq '[.transactions[].amount] | add'")]
pub(crate) struct Transactions {
    /// Alias, number, key or name
    #[arg(value_name = "ACCOUNT")]
    accounts: Vec<String>,
    #[command(flatten)]
    period: Period,
    /// One month: 2026-11, this-month or last-month
    #[arg(long, value_name = "MONTH", conflicts_with_all = ["since", "until"])]
    month: Option<String>,
    /// Only what is not booked yet
    #[arg(long, conflicts_with = "booked")]
    pending: bool,
    /// Only what is booked
    #[arg(long)]
    booked: bool,
    /// Only money in
    #[arg(long = "in", conflicts_with = "money_out")]
    money_in: bool,
    /// Only money out
    #[arg(long = "out")]
    money_out: bool,
    /// Only amounts of at least that, in or out
    #[arg(long, value_name = "AMOUNT", allow_negative_numbers = true)]
    min: Option<String>,
    /// Only amounts of at most that, in or out
    #[arg(long, value_name = "AMOUNT", allow_negative_numbers = true)]
    max: Option<String>,
    /// Only where a text, a name, a message or a counterparty's number contains that
    #[arg(long, value_name = "TEXT", allow_negative_numbers = true)]
    search: Option<String>,
    /// Only that category or subcategory of the bank; implies --classified
    #[arg(long, value_name = "NAME")]
    category: Option<String>,
    /// With the bank's categories
    #[arg(long)]
    classified: bool,
    /// Only the newest N of what is left
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u64).range(1..))]
    limit: Option<u64>,
    /// Oldest first
    #[arg(long)]
    reverse: bool,
    /// From the archive that `sb1 sync` keeps, without asking the bank
    #[arg(long)]
    offline: bool,
    #[command(flatten)]
    cells: view::Cells,
}

impl Reading for Transactions {
    fn is_offline(&self) -> bool {
        self.offline
    }

    fn online(self, app: &App<'_>, bank: &Bank<'_>) -> Result<(), Failure> {
        let filter = self.filter(app.clock.today())?;
        let (accounts, mut errors) = self.wanted_accounts(app, bank)?;
        let keys: Vec<String> = accounts.iter().map(|it| it.key.clone()).collect();
        let query = Query {
            keys: &keys,
            since: filter.since,
            until: filter.until,
            classified: self.classified || self.category.is_some(),
        };
        let mut shown = self.shown(app, &accounts, &filter);
        let left_out = bank.transactions(&query, &mut shown);
        errors.extend(left_out.map_err(|failure| app.directory().doubt(failure))?);
        shown.finish(&errors)
    }

    fn offline(self, app: &App<'_>, archive: &Reader) -> Result<(), Failure> {
        let filter = self.filter(app.clock.today())?;
        let accounts = app
            .directory()
            .among(&self.accounts, &archive.accounts()?)?;
        let numbers: Vec<String> = accounts.iter().map(|it| it.number.clone()).collect();
        let wanted = Selection {
            accounts: &numbers,
            since: filter.since,
            until: filter.until,
        };
        let mut shown = self.shown(app, &accounts, &filter);
        archive.rows(&wanted, &mut |row| shown.row(row))?;
        shown.progress.clear();
        let standing = archive.standing(&numbers)?;
        app.ui.as_of(standing.at);
        shown.finish(&standing.errors)
    }
}

impl Transactions {
    fn filter(&self, today: Day) -> Result<Filter, Failure> {
        let (since, until) = self.days(today)?;
        let min = limit("--min", self.min.as_deref())?;
        let max = limit("--max", self.max.as_deref())?;
        if let (Some(min), Some(max)) = (min, max)
            && max < min
        {
            let text = format!(
                "--max {} is less than --min {}",
                max.norwegian(),
                min.norwegian()
            );
            return Err(Failure::usage(text));
        }
        Ok(Filter {
            since,
            until,
            pending_only: self.pending,
            booked_only: self.booked,
            in_only: self.money_in,
            out_only: self.money_out,
            min,
            max,
            search: self.search.as_deref().map(searched),
            category: self.category.as_deref().map(fold),
        })
    }

    fn days(&self, today: Day) -> Result<(Option<Day>, Option<Day>), Failure> {
        if let Some(month) = &self.month {
            let DayRange { first, last } =
                date::parse_month(month, today).map_err(|it| bad("--month", &it))?;
            return Ok((Some(first), Some(last)));
        }
        self.period.days(today)
    }

    /// The accounts named, or all that the bank lists now: one opened since must not be missing.
    fn wanted_accounts(&self, app: &App<'_>, bank: &Bank<'_>) -> Result<Wanted, Failure> {
        let directory = app.directory();
        if !self.accounts.is_empty() {
            return Ok((directory.find_all(bank, &self.accounts)?, Vec::new()));
        }
        let listing = directory.fetch(bank, Include { all: false })?;
        if listing.items.is_empty() {
            partial(&listing.errors)?;
            return Err(Failure::new(
                Kind::Rejected,
                "the bank lists no account for this login",
            ));
        }
        Ok((
            listing.items.iter().map(Entry::from).collect(),
            listing.errors,
        ))
    }

    fn shown<'s>(&self, app: &'s App<'_>, accounts: &'s [Entry], filter: &'s Filter) -> Shown<'s> {
        let options = self.feed_options(filter, accounts);
        Shown {
            feed: Feed::new(app.ui, app.config.format, options),
            accounts,
            filter,
            progress: app.ui.progress(),
            read: 0,
        }
    }

    fn feed_options(&self, filter: &Filter, accounts: &[Entry]) -> FeedOptions {
        FeedOptions {
            cells: self.cells,
            limit: self.limit.map(|n| usize::try_from(n).unwrap_or(usize::MAX)),
            reverse: self.reverse,
            account_names: accounts.iter().map(|it| it.name.clone()).collect(),
            mixed_currencies: accounts
                .iter()
                .any(|it| it.currency().is_some_and(|it| it != Currency::NOK)),
            since: filter.since,
            until: filter.until,
        }
    }
}

/// The accounts to ask for, and what the bank could not say about them.
type Wanted = (Vec<Entry>, Vec<Foreign<'static>>);

/// A number is searched for as the bank writes it, however it was typed.
fn searched(text: &str) -> String {
    AccountNumber::parse(text).map_or_else(|_| fold(text), |it| fold(it.digits()))
}

fn limit(flag: &str, text: Option<&str>) -> Result<Option<Amount>, Failure> {
    text.map(Amount::typed)
        .transpose()
        .map_err(|it| bad(flag, &it))
}

/// Rows on their way from the bank, or from the archive, to the feed.
struct Shown<'a> {
    feed: Feed<'a>,
    accounts: &'a [Entry],
    filter: &'a Filter,
    progress: Progress,
    read: usize,
}

impl Rows for Shown<'_> {
    fn row(&mut self, mut row: Transaction<'_>) -> Result<(), Failure> {
        self.read += 1;
        if self.read.is_multiple_of(1000) {
            self.progress
                .set(format_args!("{} transactions", self.read));
        }
        if (row.account_currency.is_none() || row.account_name.is_none())
            && let Some(account) = self.account_of(&row)
        {
            row.account_currency = row.account_currency.or(account.currency());
            let name = || Foreign::new(account.name.clone());
            row.account_name.get_or_insert_with(name);
        }
        if self.filter.wants(&row) {
            self.feed.push(&row)?;
        }
        Ok(())
    }

    fn restart(&mut self) -> bool {
        self.read = 0;
        self.feed.restart()
    }
}

impl Shown<'_> {
    fn finish(mut self, errors: &[Foreign<'_>]) -> Result<(), Failure> {
        self.progress.clear();
        self.feed.finish(errors)?;
        partial(errors)
    }

    /// The account of a row that does not say all of it itself.
    fn account_of(&self, row: &Transaction<'_>) -> Option<&Entry> {
        let key = row.account_key.as_ref()?.raw();
        self.accounts.iter().find(|it| it.key == key)
    }
}
