//! The archive of transactions: what is in it, and whether it is whole.

mod forget;
mod path;
mod status;
mod verify;

use clap::{Args, Subcommand};

use crate::app::App;
use crate::domain::archived::Holdings;
use crate::failure::Failure;

use super::Local;

#[derive(Args)]
#[command(
    args_conflicts_with_subcommands = true,
    after_help = "\
Without a subcommand: status. The archive is filled by `sb1 sync`; there is one for each profile and bank. Nothing \
here asks the bank.

Examples:
  sb1 archive
  sb1 archive verify && echo 'nothing is missing'
  sb1 archive path
  sb1 archive forget"
)]
pub(crate) struct Archive {
    #[command(subcommand)]
    verb: Option<Verb>,
    #[command(flatten)]
    status: status::Status,
}

#[derive(Subcommand)]
enum Verb {
    /// Show what the archive has of each account, and which rows nobody can tell what became of
    Status(status::Status),
    /// Say whether balances and booked rows agree
    Verify(verify::Verify),
    /// Print where the archive is, or would be
    Path(path::Path),
    /// Remove the archive, with what the bank no longer keeps
    Forget(forget::Forget),
}

impl Local for Archive {
    fn run(self, app: &App<'_>) -> Result<(), Failure> {
        match self.verb.unwrap_or(Verb::Status(self.status)) {
            Verb::Status(it) => it.run(app),
            Verb::Verify(it) => it.run(app),
            Verb::Path(it) => it.run(app),
            Verb::Forget(it) => it.run(app),
        }
    }
}

/// What the archive has; nothing where there is none.
pub(super) fn holdings(app: &App<'_>) -> Result<Holdings, Failure> {
    let archive = app.archive();
    match archive.read()? {
        Some(reader) => reader.holdings(),
        None => Ok(Holdings::nothing(archive.path().to_owned())),
    }
}
