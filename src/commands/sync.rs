use clap::Args;

use crate::api::Bank;
use crate::app::App;
use crate::failure::Failure;
use crate::sync::Sync;

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
        let keeper = app.archive().open()?;
        let sync = Sync {
            bank,
            directory: &app.directory(),
            clock: app.clock,
            progress: app.ui.progress(),
        };
        let synced = sync.run(&keeper, &self.accounts, self.full)?;
        partial(&synced.errors)
    }
}
