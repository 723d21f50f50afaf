//! The journal of transfers: what was sent from here, and what became of it.

mod check;
mod list;
mod resolve;
mod show;

use clap::{Args, Subcommand};

use crate::app::App;
use crate::domain::transfer::{History, Id, Record};
use crate::failure::Failure;

use super::Local;

#[derive(Args)]
#[command(
    args_conflicts_with_subcommands = true,
    after_help = "\
Without a subcommand the transfers are listed.

Examples:
  sb1 transfers
  sb1 transfers check && echo 'nothing is open'
  sb1 transfers show 7KQ2FAZ
  sb1 transfers resolve 7KQ2FAZ --not-moved"
)]
pub(crate) struct Transfers {
    #[command(subcommand)]
    verb: Option<Verb>,
    #[command(flatten)]
    list: list::List,
}

#[derive(Subcommand)]
enum Verb {
    /// List the transfers that were sent from here, newest first
    List(list::List),
    /// Tell the whole story of one
    Show(show::Show),
    /// Look in the bank's lists for transfers of which nobody can tell
    Check(check::Check),
    /// Say what became of a transfer that nothing else can tell of
    Resolve(resolve::Resolve),
}

impl Local for Transfers {
    fn run(self, app: &App<'_>) -> Result<(), Failure> {
        match self.verb.unwrap_or(Verb::List(self.list)) {
            Verb::List(it) => it.run(app),
            Verb::Show(it) => it.run(app),
            Verb::Check(it) => it.run(app),
            Verb::Resolve(it) => it.run(app),
        }
    }
}

/// The transfer of that id.
fn find<'h>(history: &'h History, id: &Id) -> Result<&'h Record, Failure> {
    history.find(id).ok_or_else(|| {
        Failure::usage(format!("the journal has no transfer {id}"))
            .hint("`sb1 transfers` lists them; each profile has its own")
    })
}
