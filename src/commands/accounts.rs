use std::collections::BTreeSet;

use clap::Args;

use crate::api::{Bank, Include};
use crate::app::App;
use crate::domain::account::Account;
use crate::domain::text::{Foreign, fold};
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
    /// Only accounts of that type, as the bank calls it: USER, SAVING, CREDITCARD, or BSU
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
        if let Some(kind) = &self.kind {
            listing.items = of_kind(kind, listing.items)?;
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

/// Those of that type, product or description, all of them words of the bank.
fn of_kind(kind: &str, accounts: Vec<Account>) -> Result<Vec<Account>, Failure> {
    let wanted = fold(kind);
    let words = |it: &Account| {
        let words = [&it.kind, &it.product_type, &it.description].map(Option::as_ref);
        words
            .into_iter()
            .flatten()
            .map(ToString::to_string)
            .collect::<Vec<_>>()
    };
    let known: BTreeSet<String> = accounts.iter().flat_map(words).collect();
    if accounts.is_empty() || known.iter().any(|word| fold(word) == wanted) {
        let fits = |it: &Account| words(it).iter().any(|word| fold(word) == wanted);
        return Ok(accounts.into_iter().filter(fits).collect());
    }
    let known: Vec<_> = known.into_iter().collect();
    Err(Failure::usage(format!(
        "no account here is of the type {}",
        Foreign::new(kind)
    ))
    .hint(format!(
        "the bank's words for yours are: {}",
        known.join(", ")
    )))
}
