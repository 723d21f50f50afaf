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
Without a subcommand the transfers are listed. They come from the journal that `sb1 transfer` keeps on this \
machine, one for each profile; what you send in other ways is not in it.

States: `accepted` (the bank took it, or it was found in the bank's lists), `rejected` (by the bank; nothing \
moved), `not_sent` (it never reached the bank), `unknown` (nobody can tell yet; also called open). Where the \
bank's answer did not decide it, `show` says what did: the bank's lists (`proof`) or you (`owner`).

An ID is the seven characters in the first column of the list.

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
    /// Tell the whole story of one transfer: what was sent, and what came of it
    Show(show::Show),
    /// Look in the bank's lists for the transfers whose outcome is unknown
    Check(check::Check),
    /// Say yourself what came of a transfer whose outcome is unknown
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
