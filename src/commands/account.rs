use clap::Args;

use crate::api::Bank;
use crate::app::App;
use crate::failure::Failure;
use crate::view;

use super::Online;

#[derive(Args)]
#[command(after_help = "\
Examples:
  sb1 account Brukskonto
  sb1 account 1234.56.78903 --details --roles")]
pub(crate) struct Account {
    /// Alias, number, key or name
    #[arg(value_name = "ACCOUNT")]
    account: String,
    /// Interest, blocked amounts and more
    #[arg(long)]
    details: bool,
    /// Who may use it, and how
    #[arg(long)]
    roles: bool,
}

impl Online for Account {
    fn run(self, app: &App<'_>, bank: &Bank<'_>) -> Result<(), Failure> {
        let directory = app.directory();
        let key = directory.find(bank, &self.account)?.key;
        let account = directory.named(
            bank.account(&key)
                .map_err(|failure| directory.doubt(failure))?,
        );
        let details = self
            .details
            .then(|| bank.account_details(&key))
            .transpose()?;
        let roles = self.roles.then(|| bank.account_roles(&key)).transpose()?;
        view::account::show(
            app.ui,
            app.config.format,
            &account,
            details.as_ref(),
            roles.as_ref(),
        )
    }
}
