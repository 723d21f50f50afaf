use clap::Args;

use crate::api::{Bank, Include};
use crate::app::App;
use crate::config::Format;
use crate::domain::account::Account;
use crate::domain::archived::{self, Kept, SyncedAccount};
use crate::failure::{Failure, Kind};
use crate::sync::{CUT, Sync, Synced};
use crate::view;

use super::{Online, partial};

#[derive(Args)]
#[command(after_help = "\
The bank keeps about two years, and gives rows another id at every look. The archive keeps what it once said, and \
which row became which. The first sync asks for all that there is, later ones for what may be new. One that breaks \
off leaves the archive as it was.

Examples:
  sb1 sync
  sb1 sync Brukskonto --full
  sb1 sync --json | jq '[.accounts[].new] | add'")]
pub(crate) struct SyncArgs {
    /// Alias, number, key or name; all accounts without one
    #[arg(value_name = "ACCOUNT")]
    accounts: Vec<String>,
    /// Ask again for everything that the bank still keeps
    #[arg(long)]
    full: bool,
    #[command(flatten)]
    cells: view::Cells,
}

impl Online for SyncArgs {
    fn run(self, app: &App<'_>, bank: &Bank<'_>) -> Result<(), Failure> {
        let (accounts, synced) = bring(app, bank, &self.accounts, self.full)?;
        let shown = shown(&accounts, &synced);
        let nothing_to_tell = app.ui.is_quiet() && synced.errors.is_empty();
        if nothing_to_tell && app.config.format == Format::Table {
            return Ok(());
        }
        view::archive::show_sync(app.ui, app.config.format, self.cells, &shown)?;
        incomplete(&synced)
    }
}

fn shown(accounts: &[Account], synced: &Synced) -> archived::Synced {
    let tallies = accounts.iter().zip(&synced.tallies);
    let tallies = tallies.map(|(account, tally)| SyncedAccount {
        account: Kept::from(account),
        tally: *tally,
    });
    archived::Synced {
        complete: synced.errors.is_empty(),
        errors: synced.errors.clone(),
        since: synced.since,
        until: None,
        accounts: tallies.collect(),
    }
}

/// The end of a sync: exit 3 where the bank left something out, and said so or not.
pub(super) fn incomplete(synced: &Synced) -> Result<(), Failure> {
    if !matches!(&synced.errors[..], [error] if error.raw() == CUT) {
        return partial(&synced.errors);
    }
    Err(Failure::new(
        Kind::Partial,
        "the bank cut its answers at a number of rows, so some may be missing; what came is kept",
    )
    .hint("run `sb1 sync` again; `sb1 archive verify` says whether balances and rows agree"))
}

/// Brings the archive up to date: of the accounts that `texts` mean, or of all in daily use. What
/// the bank left out of the list of accounts stands among the errors too.
///
/// # Errors
/// As the bank's lists fail, and storage. The archive then is as it was.
pub(super) fn bring(
    app: &App<'_>,
    bank: &Bank<'_>,
    texts: &[String],
    all: bool,
) -> Result<(Vec<Account>, Synced), Failure> {
    let keeper = app.archive().open()?;
    let directory = app.directory();
    let all_kinds = Include { all: true };
    let (accounts, left_out) = if texts.is_empty() {
        let daily = directory.fetch(bank, Include { all: false })?;
        let missing = keeper.lacking(&daily.items)?;
        if missing.is_empty() {
            (daily.items, daily.errors)
        } else {
            // Archived once, and not in daily use: kept up all the same.
            let every = directory.fetch(bank, all_kinds)?;
            let more = every.items.into_iter();
            let more = more.filter(|it| missing.iter().any(|number| number == it.number.digits()));
            (daily.items.into_iter().chain(more).collect(), every.errors)
        }
    } else {
        let every = directory.fetch(bank, all_kinds)?;
        (directory.pick(texts, &every.items)?, every.errors)
    };
    if accounts.is_empty() {
        partial(&left_out)?;
        return Err(Failure::new(
            Kind::Rejected,
            "the bank lists no account for this login",
        ));
    }
    let sync = Sync {
        bank,
        clock: app.clock,
        progress: app.ui.progress(),
        left_out,
    };
    let synced = sync.run(&keeper, &accounts, all);
    let synced = synced.map_err(|failure| directory.doubt(failure))?;
    Ok((accounts, synced))
}
