//! A file or a folder per verb: its arguments, its help, its `run`.

mod account;
mod accounts;
mod archive;
mod balance;
mod banks;
mod came;
mod check;
mod demo;
mod doctor;
pub(crate) mod export;
mod login;
mod logout;
mod period;
mod sandbox;
mod schema;
mod status;
mod summary;
mod sync;
mod transaction;
mod transactions;
mod transfer;
mod transfers;

use clap::Subcommand;

use crate::api::Bank;
use crate::app::App;
use crate::archive::Reader;
use crate::domain::text::Foreign;
use crate::failure::{Failure, Kind};
use crate::ui::Ui;

/// A command that needs nothing of the user's: no settings, no folders, no login.
trait Alone {
    fn run(self, ui: &Ui) -> Result<(), Failure>;
}

/// A command that needs no login.
trait Local {
    fn run(self, app: &App<'_>) -> Result<(), Failure>;
}

/// A command that needs a login: it cannot be run without a bank to talk to.
trait Online {
    fn run(self, app: &App<'_>, bank: &Bank<'_>) -> Result<(), Failure>;
}

/// A command that reads the bank, or the archive where `--offline` says so.
trait Reading {
    fn is_offline(&self) -> bool;

    fn online(self, app: &App<'_>, bank: &Bank<'_>) -> Result<(), Failure>;

    fn offline(self, app: &App<'_>, archive: &Reader) -> Result<(), Failure>;
}

// Only the command that is run is built whole, because building all of them was most of the start.
// What the list of commands says of each has to stand here, therefore, and not in its file.
#[derive(Subcommand)]
#[command(defer = true)]
pub(crate) enum Command {
    /// Log in with BankID, in the browser
    Login(login::Login),
    /// Forget the login on this machine
    Logout(logout::Logout),
    /// Show who is logged in where, and for how long
    Status(status::Status),
    /// List accounts and their balances
    Accounts(accounts::Accounts),
    /// Show one account
    Account(account::Account),
    /// Show balances
    Balance(balance::Balance),
    /// Say by the exit code whether a balance is below or above an amount
    Check(check::Check),
    /// List transactions, newest first
    #[command(visible_alias = "tx")]
    Transactions(Box<transactions::Transactions>),
    /// Show one transaction with what the bank knows of it
    Transaction(transaction::Transaction),
    /// Sum up money in and out: per month, category, counterparty or what recurs
    Summary(Box<summary::Summary>),
    /// Move money between your own accounts, to your card or your pension
    Transfer(Box<transfer::Transfer>),
    /// List what was sent from here, and settle what is unknown
    Transfers(transfers::Transfers),
    /// Bring the archive on this machine up to date
    Sync(sync::SyncArgs),
    /// Show what the archive has, and whether it agrees with the balances
    Archive(archive::Archive),
    /// Write transactions for other programs: accounting, spreadsheets, scripts
    Export(Box<export::Export>),
    /// List the banks of the alliance and their ids
    Banks(banks::Banks),
    /// Look for what could stand in the way, and say what to do about it
    Doctor(doctor::Doctor),
    /// Print the JSON Schema of an answer
    Schema(schema::Schema),
    /// Serve a pretend bank on this machine, to try everything without a real one
    Sandbox(Box<sandbox::Sandbox>),
    /// See it all on a pretend bank: log in, accounts, transactions, a transfer
    Demo(demo::Demo),
}

impl Command {
    /// Runs it; `open` reads the settings, for the commands that have any.
    pub(crate) fn run<'a>(
        self,
        ui: &'a Ui,
        open: impl FnOnce() -> Result<App<'a>, Failure>,
    ) -> Result<(), Failure> {
        match self {
            Self::Login(it) => it.run(&open()?),
            Self::Logout(it) => it.run(&open()?),
            Self::Status(it) => it.run(&open()?),
            Self::Accounts(it) => online(it, &open()?),
            Self::Account(it) => online(it, &open()?),
            Self::Balance(it) => online(it, &open()?),
            Self::Check(it) => online(it, &open()?),
            Self::Transactions(it) => read(*it, &open()?),
            Self::Transaction(it) => read(it, &open()?),
            Self::Summary(it) => read(*it, &open()?),
            Self::Transfer(it) => online(*it, &open()?),
            Self::Transfers(it) => it.run(&open()?),
            Self::Sync(it) => online(it, &open()?),
            Self::Archive(it) => it.run(&open()?),
            Self::Export(it) => read(*it, &open()?),
            Self::Banks(it) => it.run(&open()?),
            Self::Doctor(it) => it.run(&open()?),
            Self::Schema(it) => it.run(ui),
            Self::Sandbox(it) => it.run(ui),
            Self::Demo(it) => it.run(ui),
        }
    }
}

fn online(command: impl Online, app: &App<'_>) -> Result<(), Failure> {
    let session = app.session()?;
    command.run(app, &app.bank(&session)?)
}

fn read(command: impl Reading, app: &App<'_>) -> Result<(), Failure> {
    if command.is_offline() {
        return command.offline(app, &archived(app)?);
    }
    let session = app.session()?;
    command.online(app, &app.bank(&session)?)
}

/// The archive, which has to be there.
fn archived(app: &App<'_>) -> Result<Reader, Failure> {
    app.archive().read()?.ok_or_else(|| {
        Failure::storage("nothing is archived yet for this profile at this bank")
            .hint("run `sb1 sync` once, while you are online")
    })
}

/// The end of a command whose answer was printed: exit 3 where the bank left something out.
fn partial(errors: &[Foreign<'_>]) -> Result<(), Failure> {
    if errors.is_empty() {
        return Ok(());
    }
    let named: Vec<String> = errors.iter().map(ToString::to_string).collect();
    Err(Failure::new(
        Kind::Partial,
        format!(
            "the bank answered in part only ({}); what came is shown",
            named.join(", ")
        ),
    )
    .hint("ask again later for the rest"))
}
