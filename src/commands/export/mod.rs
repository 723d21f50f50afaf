//! `sb1 export`: transactions for other programs, from the archive.

mod bank_csv;
mod format;
mod gather;
mod target;

use std::path::PathBuf;

use clap::builder::PossibleValuesParser;
use clap::{Arg, Args, ValueEnum};

use crate::api::Bank;
use crate::app::App;
use crate::archive::Reader;
use crate::export::Exporter;
use crate::export::books::{Draft, Plan, Wanted};
use crate::export::chart::Chart;
use crate::export::csv::Locale;
use crate::failure::Failure;

use self::format::{FileFormat, Style};
use self::target::Target;
use super::came::Came;
use super::period::Period;
use super::sync::bring;
use super::{Reading, archived};

#[derive(Args)]
#[command(
    mut_arg("format", as_file_format),
    after_help = "\
FORMAT, which has to be chosen:
  hledger, ledger, beancount   books with balance assertions; own transfers are one entry
  ofx, qif                     for GnuCash, KMyMoney, Quicken and most others
  csv                          for spreadsheets and scripts; --locale nb for Norwegian ones
  ynab                         the CSV that YNAB imports, of one account
  jsonl                        a JSON object a line, as `sb1 transactions --format jsonl` has them,
                               with null for `bankId` and `source`, which do not last
  bank-csv                     the bank's own CSV of one account, asked of the bank

The archive is brought up to date first, as by `sb1 sync`. Every row carries an id that stays the same, by \
which importers know it again, and an export of the same rows is the same to the byte. SB1_FORMAT and the \
configuration do not choose a format here. Exit 3: the bank left something out; then no file is written \
without --allow-partial.
DATE is 2026-11-01, 01.11.2026, 2026-11, 2026, today, yesterday, 7d, 2w, 3m, 1y, monday, this-month, \
last-month or this-year; both ends are included, in Norwegian time.
The map is a TOML file with your names for accounts, under [accounts], and for the other side of rows, as \
[[rule]] with text, category, subcategory or counterparty, and account.

Examples:
  sb1 export --format hledger -o bank.journal
  sb1 export --format beancount --map accounts.toml -o bank.beancount --force
  sb1 export Brukskonto --format csv --locale nb --since this-year -o 2026.csv
  sb1 export --format jsonl --offline | jq .amount"
)]
pub(crate) struct Export {
    /// Alias, number, key or name; all accounts of the archive without one
    #[arg(value_name = "ACCOUNT")]
    accounts: Vec<String>,
    /// One of the formats below; the global flag, made over by `mut_arg`
    #[arg(from_global)]
    format: Option<String>,
    #[command(flatten)]
    period: Period,
    /// Write to that file; stdout without it, or with `-`
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,
    /// Replace the file if there is one
    #[arg(long, requires = "output")]
    force: bool,
    /// Your own account names, for hledger, ledger, beancount and qif
    #[arg(long, value_name = "FILE")]
    map: Option<PathBuf>,
    /// Also what is not booked yet, marked as such
    #[arg(long)]
    include_pending: bool,
    /// From the archive as it is, without asking the bank
    #[arg(long)]
    offline: bool,
    /// Of csv: `nb` is semicolon, decimal comma and a byte order mark
    #[arg(long, value_enum, value_name = "LOCALE", hide_possible_values = true)]
    locale: Option<Locale>,
    /// In CSV, leave text alone that a spreadsheet would take for a formula
    #[arg(long)]
    raw: bool,
    /// Write the file even if the bank left something out
    #[arg(long)]
    allow_partial: bool,
}

/// The names of the formats of files.
pub(crate) fn format_names() -> Vec<clap::builder::PossibleValue> {
    let formats = FileFormat::value_variants().iter();
    formats.filter_map(FileFormat::to_possible_value).collect()
}

/// The global `--format` as this command has it.
fn as_file_format(arg: Arg) -> Arg {
    arg.value_parser(PossibleValuesParser::new(format_names()))
        .help("What to write, see below")
        .help_heading(None)
        .display_order(0)
}

/// What is to be done, once all that was typed is understood.
struct Task {
    format: FileFormat,
    wanted: Wanted,
    style: Style,
    target: Target,
}

impl Reading for Export {
    fn is_offline(&self) -> bool {
        self.offline
    }

    fn online(self, app: &App<'_>, bank: &Bank<'_>) -> Result<(), Failure> {
        let task = self.task(app)?;
        if task.format == FileFormat::BankCsv {
            return bank_csv::run(app, bank, &self.accounts, task);
        }
        let (accounts, synced) = bring(app, bank, &self.accounts, false)?;
        let archive = archived(app)?;
        let numbers = if self.accounts.is_empty() {
            all(&archive)?
        } else {
            let numbers = accounts.iter().map(|it| it.number.digits().to_owned());
            numbers.collect()
        };
        self.write(app, &archive, &numbers, task, synced.into())
    }

    fn offline(self, app: &App<'_>, archive: &Reader) -> Result<(), Failure> {
        let task = self.task(app)?;
        if task.format == FileFormat::BankCsv {
            let message = "bank-csv is the bank's own, which is not in the archive";
            return Err(Failure::usage(message).hint("leave out --offline, or choose --format csv"));
        }
        let chosen = app
            .directory()
            .among(&self.accounts, &archive.accounts()?)?;
        let numbers: Vec<String> = chosen.into_iter().map(|it| it.number).collect();
        let standing = archive.standing(&numbers)?;
        app.ui.as_of(standing.at);
        self.write(app, archive, &numbers, task, standing.into())
    }
}

fn all(archive: &Reader) -> Result<Vec<String>, Failure> {
    let accounts = archive.accounts()?;
    Ok(accounts.into_iter().map(|it| it.number).collect())
}

impl Export {
    /// Understands what was typed, and opens the file: what can fail is to fail before the work.
    fn task(&self, app: &App<'_>) -> Result<Task, Failure> {
        let format = self.format()?;
        self.refuse_what_does_not_fit(format)?;
        let (since, until) = self.period.begun(app.clock.today())?;
        let style = Style {
            locale: self.locale.unwrap_or_default(),
            raw: self.raw,
            chart: self.chart()?,
        };
        Ok(Task {
            format,
            wanted: Wanted {
                since,
                until,
                pending: self.include_pending,
            },
            style,
            target: Target::open(app.ui, self.output.as_deref(), self.force)?,
        })
    }

    fn format(&self) -> Result<FileFormat, Failure> {
        let chosen = self.format.as_deref();
        let chosen = chosen.and_then(|it| FileFormat::from_str(it, false).ok());
        chosen.ok_or_else(|| {
            let names: Vec<_> = format_names()
                .iter()
                .map(|it| it.get_name().to_owned())
                .collect();
            Failure::usage("it was not said what to write")
                .hint(format!("choose with --format: {}", names.join(", ")))
        })
    }

    fn refuse_what_does_not_fit(&self, format: FileFormat) -> Result<(), Failure> {
        let fits = [
            ("--map", self.map.is_some(), format.takes_map()),
            (
                "--include-pending",
                self.include_pending,
                format.takes_pending(),
            ),
            ("--locale", self.locale.is_some(), format == FileFormat::Csv),
            ("--raw", self.raw, format.takes_raw()),
        ];
        match fits.into_iter().find(|(_, given, fits)| *given && !fits) {
            Some((flag, ..)) => {
                let name = self.format.as_deref().unwrap_or_default();
                let message = format!("{flag} means nothing to the format {name}");
                Err(Failure::usage(message).hint("leave it out, or choose another format"))
            }
            None => Ok(()),
        }
    }

    fn chart(&self) -> Result<Chart, Failure> {
        let Some(path) = &self.map else {
            return Ok(Chart::default());
        };
        let text = std::fs::read_to_string(path).map_err(|error| {
            Failure::usage(format!("the map {} cannot be read", path.display()))
                .because(error)
                .hint("write one, as `sb1 export --help` says, or leave out --map")
        })?;
        Chart::parse(&text)
    }

    /// Writes the accounts with these numbers; `came` is how much of them the bank answered just now.
    fn write(
        &self,
        app: &App<'_>,
        archive: &Reader,
        numbers: &[String],
        task: Task,
        came: Came,
    ) -> Result<(), Failure> {
        let came = came.and(archive.standing(numbers)?.into());
        let Task {
            format,
            wanted,
            style,
            mut target,
        } = task;
        if target.is_file()
            && !self.allow_partial
            && let Some(lacking) = came.lacking("nothing was written")
        {
            return Err(lacking.hint("or write what there is with --allow-partial"));
        }
        let own = gather::own_accounts(app, archive, numbers)?;
        let known: Vec<_> = own.iter().map(|it| &it.account).collect();
        style.chart.refuse_strangers(&known)?;
        let Some(mut exporter) = style.exporter(format) else {
            return Err(Failure::usage("that format is not made from the archive"));
        };
        let mut draft = Draft::new(wanted, own);
        archive.sketches(&mut |row| draft.add(row))?;
        let plan = draft.finish(exporter.order())?;
        rows(archive, &plan, exporter.as_mut(), &mut target)?;
        warn_of_left_out(app, plan.left_out);
        if let Some(path) = target.finish()? {
            let count = u64::try_from(plan.observations().count()).unwrap_or_default();
            let (count, path) = (transactions(count), path.display());
            app.ui.note(format_args!("wrote {count} to {path}"));
        }
        came.lacking("what there is was written")
            .map_or(Ok(()), Err)
    }
}

/// Writes all rows of the plan, with what stands before and after them.
fn rows(
    archive: &Reader,
    plan: &Plan,
    exporter: &mut dyn Exporter,
    target: &mut Target,
) -> Result<(), Failure> {
    exporter.head(&plan.books, &mut target.pending)?;
    let mut turn = 0;
    archive.whole(plan.observations(), &mut |row| {
        plan.line(turn, &row, |line| {
            exporter.line(&plan.books, line, &mut target.pending)
        })
        .transpose()?;
        turn = turn.saturating_add(1);
        target.pass_on()
    })?;
    exporter.tail(&plan.books, &mut target.pending)
}

fn warn_of_left_out(app: &App<'_>, rows: u64) {
    if rows > 0 {
        let rows = transactions(rows);
        app.ui
            .warn(format_args!("left out, without a day or an amount: {rows}"));
    }
}

fn transactions(count: u64) -> String {
    match count {
        1 => "1 transaction".to_owned(),
        count => format!("{count} transactions"),
    }
}
