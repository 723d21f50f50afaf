use clap::Args;

use crate::api::{Bank, Include};
use crate::app::App;
use crate::domain::account::Account;
use crate::failure::{Failure, Kind};
use crate::sync::{Sync, Synced};

use super::{Online, partial};

#[derive(Args)]
#[command(after_help = "\
The bank keeps about two years, and gives rows another id at every look. The archive keeps what it once said.

Examples:
  sb1 sync
  sb1 sync Brukskonto --full")]
pub(crate) struct SyncArgs {
    /// Alias, number, key or name; all accounts without one
    #[arg(value_name = "ACCOUNT")]
    accounts: Vec<String>,
    /// Ask again for everything that the bank still keeps
    #[arg(long)]
    full: bool,
}

impl Online for SyncArgs {
    fn run(self, app: &App<'_>, bank: &Bank<'_>) -> Result<(), Failure> {
        let (accounts, synced) = bring(app, bank, &self.accounts, self.full)?;
        let _ = accounts;
        partial(&synced.errors)
    }
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
    let include = Include {
        all: !texts.is_empty(),
    };
    let listing = directory.fetch(bank, include)?;
    let accounts = if texts.is_empty() {
        listing.items
    } else {
        directory.pick(texts, &listing.items)?
    };
    if accounts.is_empty() {
        partial(&listing.errors)?;
        return Err(Failure::new(
            Kind::Rejected,
            "the bank lists no account for this login",
        ));
    }
    let sync = Sync {
        bank,
        clock: app.clock,
        progress: app.ui.progress(),
    };
    let synced = sync.run(&keeper, &accounts, all);
    let mut synced = synced.map_err(|failure| directory.doubt(failure))?;
    synced.errors.extend(listing.errors);
    Ok((accounts, synced))
}
