use clap::Args;

use crate::api::{self, Bank, Include, Listing};
use crate::app::App;
use crate::directory::{Directory, Picked};
use crate::domain::account::{Account, AccountNumber};
use crate::failure::Failure;
use crate::view;

use super::{Online, partial};

#[derive(Args)]
#[command(after_help = "\
An account number that is not in your list is asked for by itself.

Examples:
  sb1 balance
  sb1 balance Brukskonto Sparekonto")]
pub(crate) struct Balance {
    /// Only these: alias, number, key or name
    #[arg(value_name = "ACCOUNT")]
    accounts: Vec<String>,
    #[command(flatten)]
    cells: view::Cells,
}

impl Online for Balance {
    fn run(self, app: &App<'_>, bank: &Bank<'_>) -> Result<(), Failure> {
        // A named account may be of a kind that is listed only when asked for.
        let all = !self.accounts.is_empty();
        let directory = app.directory();
        let Listing { items, errors } = directory.fetch(bank, Include { all })?;
        let accounts = if all {
            wanted(&directory, bank, &self.accounts, &items)?
        } else {
            items
        };
        view::balance::show(app.ui, app.config.format, self.cells, &accounts, &errors)?;
        partial(&errors)
    }
}

/// The accounts that `texts` mean; of a number that is not listed, what the bank says of it.
fn wanted(
    directory: &Directory<'_>,
    bank: &Bank<'_>,
    texts: &[String],
    listed: &[Account],
) -> Result<Vec<Account>, Failure> {
    let mut accounts = Vec::new();
    for text in texts {
        match directory.pick_or_number(text, listed)? {
            Picked::Listed(place) => accounts.extend(listed.get(place).cloned()),
            Picked::Number(number) => accounts.push(stranger(bank, number)?),
        }
    }
    Ok(accounts)
}

/// An account that the list does not have, as far as the bank tells of it.
fn stranger(bank: &Bank<'_>, number: AccountNumber) -> Result<Account, Failure> {
    let api::Balance { name, balance } = bank.balance_of(number.digits()).map_err(|failure| {
        failure.hint(format!(
            "{number} is none of your accounts, so the bank was asked for it by itself"
        ))
    })?;
    Ok(Account::stranger(number, name, balance))
}
