//! One file per verb: its arguments, its help, its `run`.

mod account;
mod accounts;
mod balance;
mod banks;
mod demo;
mod doctor;
mod login;
mod logout;
mod sandbox;
mod schema;
mod status;
mod transaction;
mod transactions;

use clap::Subcommand;

use crate::api::Bank;
use crate::app::App;
use crate::domain::text::Foreign;
use crate::failure::{Failure, Kind};

/// A command that needs no login.
trait Local {
    fn run(self, app: &App<'_>) -> Result<(), Failure>;
}

/// A command that needs a login: it cannot be run without a bank to talk to.
trait Online {
    fn run(self, app: &App<'_>, bank: &Bank<'_>) -> Result<(), Failure>;
}

/// Only the command that is run is built whole: most of the start is the building of them.
#[derive(Subcommand)]
#[command(defer = true)]
pub(crate) enum Command {
    Login(login::Login),
    Logout(logout::Logout),
    Status(status::Status),
    Accounts(accounts::Accounts),
    Account(account::Account),
    Balance(balance::Balance),
    #[command(visible_alias = "tx")]
    Transactions(Box<transactions::Transactions>),
    Transaction(transaction::Transaction),
    Banks(banks::Banks),
    Doctor(doctor::Doctor),
    Schema(schema::Schema),
    Sandbox(Box<sandbox::Sandbox>),
    Demo(demo::Demo),
}

impl Command {
    pub(crate) fn run(self, app: &App<'_>) -> Result<(), Failure> {
        match self {
            Self::Login(it) => it.run(app),
            Self::Logout(it) => it.run(app),
            Self::Status(it) => it.run(app),
            Self::Accounts(it) => online(it, app),
            Self::Account(it) => online(it, app),
            Self::Balance(it) => online(it, app),
            Self::Transactions(it) => online(*it, app),
            Self::Transaction(it) => online(it, app),
            Self::Banks(it) => it.run(app),
            Self::Doctor(it) => it.run(app),
            Self::Schema(it) => it.run(app),
            Self::Sandbox(it) => it.run(app),
            Self::Demo(it) => it.run(app),
        }
    }
}

fn online(command: impl Online, app: &App<'_>) -> Result<(), Failure> {
    let session = app.session()?;
    command.run(app, &app.bank(&session)?)
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
