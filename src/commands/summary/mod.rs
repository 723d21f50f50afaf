//! `sb1 summary`: what came in and what went out.

mod archived;
mod asked;
mod page;

use std::path::PathBuf;

use clap::Args;
use jiff::Timestamp;

use crate::api::Bank;
use crate::app::App;
use crate::archive::Reader;
use crate::domain::date::{Day, DayRange};
use crate::domain::summary::{self, Course, Month};
use crate::failure::Failure;
use crate::view::summary::{By, Report};
use crate::view::{self};

use super::came::Came;
use super::period::{Period, ordered};
use super::{Reading, archived as archive_of, partial, sync};

#[derive(Args)]
#[command(after_help = "\
Sums of what is booked, each currency by itself. Transfers between your own accounts are neither in
nor out, also where only one of the two is asked for. Without --since: the last twelve months,
this one included. --json has all of it, whatever --by says.
--html writes a page to look at and print, with the balance of each account over time. It reads the
archive, and brings it up to date first unless --offline says not to.
DATE is 2026-11-01, 01.11.2026, 2026-11, 2026, today, yesterday, 7d, 2w, 3m, 1y, monday, this-month,
last-month or this-year; both ends are included, in Norwegian time.

Examples:
  sb1 summary
  sb1 summary --by category --since this-year
  sb1 summary Brukskonto Felleskonto --by recurring
  sb1 summary --html summary.html --open
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
    /// From the archive that `sb1 sync` keeps, without asking the bank
    #[arg(long)]
    offline: bool,
    /// Write a web page that needs nothing but itself to FILE
    #[arg(long, value_name = "FILE")]
    html: Option<PathBuf>,
    /// Show that page in the browser
    #[arg(long, requires = "html")]
    open: bool,
    /// Write the page over a file that is there
    #[arg(long, requires = "html")]
    force: bool,
    /// Write the page also where the bank left something out
    #[arg(long, requires = "html")]
    allow_partial: bool,
    #[command(flatten)]
    cells: view::Cells,
}

impl Reading for Summary {
    fn is_offline(&self) -> bool {
        self.offline
    }

    fn online(self, app: &App<'_>, bank: &Bank<'_>) -> Result<(), Failure> {
        let today = app.clock.today();
        let period = self.period(today)?;
        if let Some(path) = &self.html {
            let file = page::File::create(path, self.force)?;
            let (_, synced) = sync::bring(app, bank, &self.accounts, false)?;
            let mut told = archived::sum_up(app, &archive_of(app)?, &self.accounts, period)?;
            told.came = Came::from(synced).and(told.came);
            return self.write(app, file, &told);
        }
        let (summary, errors) = asked::sum_up(app, bank, &self.accounts, period, today)?;
        let told = Told {
            summary,
            courses: None,
            came: Came {
                errors,
                remedy: "run it again later for the rest",
            },
            at: None,
        };
        self.show(app, &told)
    }

    fn offline(self, app: &App<'_>, archive: &Reader) -> Result<(), Failure> {
        let period = self.period(app.clock.today())?;
        if let Some(path) = &self.html {
            let file = page::File::create(path, self.force)?;
            let told = archived::sum_up(app, archive, &self.accounts, period)?;
            return self.write(app, file, &told);
        }
        let told = archived::sum_up(app, archive, &self.accounts, period)?;
        app.ui.as_of(told.at);
        self.show(app, &told)
    }
}

/// What is told of the days asked for.
struct Told {
    summary: summary::Summary,
    /// The accounts' balances over time, where they come from the archive.
    courses: Option<Vec<Course>>,
    /// How much of it the bank answered.
    came: Came,
    /// When the bank was asked, where it comes from the archive.
    at: Option<Timestamp>,
}

impl Summary {
    /// The days asked for; by default the month of the last day and the eleven before it.
    fn period(&self, today: Day) -> Result<DayRange, Failure> {
        let (since, until) = self.period.begun(today)?;
        let last = until.unwrap_or(today);
        let year_before = || Month::of(last).plus(-11)?.first_day();
        let first = since.or_else(year_before).unwrap_or(last);
        ordered(first, last)?;
        Ok(DayRange { first, last })
    }

    fn show(&self, app: &App<'_>, told: &Told) -> Result<(), Failure> {
        let report = Report {
            summary: &told.summary,
            balances: told.courses.as_deref(),
            errors: &told.came.errors,
        };
        view::summary::show(app.ui, app.config.format, self.cells, self.by, &report)?;
        partial(&told.came.errors)
    }

    /// Writes the page; one in which something may be missing only where that is allowed.
    fn write(&self, app: &App<'_>, file: page::File, told: &Told) -> Result<(), Failure> {
        if !self.allow_partial
            && let Some(lacking) = told.came.lacking("no page was written")
        {
            return Err(lacking.hint("or write what there is with --allow-partial"));
        }
        file.write(app, told)?;
        if self.open {
            page::show(app, self.html.as_deref());
        }
        told.came
            .lacking("what there is was written")
            .map_or(Ok(()), Err)
    }
}
