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
use crate::domain::text::Foreign;
use crate::failure::Failure;
use crate::view::summary::{By, Report};
use crate::view::{self};

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
            let left_out = sync::bring(app, bank, &self.accounts, false)?.1.errors;
            return self.write(app, file, &archive_of(app)?, period, left_out);
        }
        let (summary, errors) = asked::sum_up(app, bank, &self.accounts, period, today)?;
        let told = Told {
            summary,
            courses: None,
            errors,
            at: None,
        };
        self.show(app, &told)
    }

    fn offline(self, app: &App<'_>, archive: &Reader) -> Result<(), Failure> {
        let period = self.period(app.clock.today())?;
        if let Some(path) = &self.html {
            let file = page::File::create(path, self.force)?;
            return self.write(app, file, archive, period, Vec::new());
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
    /// What the bank left out.
    errors: Vec<Foreign<'static>>,
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
            errors: &told.errors,
        };
        view::summary::show(app.ui, app.config.format, self.cells, self.by, &report)?;
        partial(&told.errors)
    }

    /// Writes the page from the archive; `left_out` is what the bank left out just now.
    fn write(
        &self,
        app: &App<'_>,
        file: page::File,
        archive: &Reader,
        period: DayRange,
        left_out: Vec<Foreign<'static>>,
    ) -> Result<(), Failure> {
        let mut told = archived::sum_up(app, archive, &self.accounts, period)?;
        let more = left_out.into_iter();
        let errors = &mut told.errors;
        let new: Vec<_> = more.filter(|it| !errors.contains(it)).collect();
        errors.extend(new);
        if !self.allow_partial {
            unwritten(errors)?;
        }
        file.write(app, &told)?;
        if self.open {
            page::show(app, self.html.as_deref());
        }
        partial(&told.errors)
    }
}

/// Refuses to write a page in which something may be missing.
fn unwritten(errors: &[Foreign<'_>]) -> Result<(), Failure> {
    partial(errors).map_err(|failure| {
        Failure::new(
            failure.kind,
            "the bank left something out, so no page was written",
        )
        .because(failure)
        .hint("ask again later, or write what there is with --allow-partial")
    })
}
