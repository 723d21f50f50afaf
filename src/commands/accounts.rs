use clap::Args;

use crate::api::{Bank, Include};
use crate::app::App;
use crate::domain::text::fold;
use crate::failure::Failure;
use crate::view;

use super::{Online, partial};

#[derive(Args)]
#[command(after_help = "\
Examples:
  sb1 accounts
  sb1 accounts --type SAVING
  sb1 accounts --json | jq -r '.accounts[] | [.name, .availableBalance] | @tsv'")]
pub(crate) struct Accounts {
    /// Only these: alias, number, key or name
    #[arg(value_name = "ACCOUNT")]
    accounts: Vec<String>,
    /// Share savings and pension accounts too
    #[arg(long)]
    all: bool,
    /// Only accounts of that type, as the bank calls it (USER, SAVING, CREDITCARD)
    #[arg(long = "type", value_name = "TYPE")]
    kind: Option<String>,
    #[command(flatten)]
    cells: view::Cells,
}

impl Online for Accounts {
    fn run(self, app: &App<'_>, bank: &Bank<'_>) -> Result<(), Failure> {
        let directory = app.directory();
        // A named account may be of a kind that is listed only when asked for.
        let all = self.all || !self.accounts.is_empty();
        let mut listing = directory.fetch(bank, Include { all })?;
        if !self.accounts.is_empty() {
            listing.items = directory.pick(&self.accounts, &listing.items)?;
        }
        if let Some(kind) = self.kind.as_deref().map(fold) {
            listing.items.retain(|it| {
                [&it.kind, &it.product_type]
                    .into_iter()
                    .flatten()
                    .any(|name| fold(name.raw()) == kind)
            });
        }
        view::accounts::show(
            app.ui,
            app.config.format,
            self.cells,
            &listing.items,
            &listing.errors,
        )?;
        partial(&listing.errors)
    }
}
