use clap::Args;

use crate::app::App;
use crate::archive::Reader;
use crate::domain::archived::{Verified, VerifiedAccount};
use crate::domain::continuity;
use crate::failure::{Failure, Kind};
use crate::view;

#[derive(Args)]
#[command(after_help = "\
Each sync notes the balances that the bank tells. From one to the next they must change by what was booked in \
between. Exit code 0: so it is, for every account. 5: a balance changed otherwise, so rows are missing or too many; \
the account, the interval and the difference are named. 3: it cannot be told, and why not.

Example:
  sb1 sync && sb1 archive verify")]
pub(super) struct Verify {
    #[command(flatten)]
    cells: view::Cells,
}

impl Verify {
    pub(super) fn run(self, app: &App<'_>) -> Result<(), Failure> {
        let accounts = match app.archive().read()? {
            Some(archive) => verified(&archive)?,
            None => Vec::new(),
        };
        let verified = Verified { accounts };
        view::archive::show_verify(app.ui, app.config.format, self.cells, &verified)?;
        ended(&verified)
    }
}

fn verified(archive: &Reader) -> Result<Vec<VerifiedAccount>, Failure> {
    let accounts = archive.accounts()?.into_iter();
    let verified = accounts.map(|account| {
        let snapshots = archive.snapshots(&account.number)?;
        Ok(VerifiedAccount {
            account: account.into(),
            verdict: continuity::verdict(&snapshots),
        })
    });
    verified.collect()
}

/// Success only where every account is known to hold.
fn ended(verified: &Verified) -> Result<(), Failure> {
    if verified.differing() > 0 {
        let differences = view::archive::differences(verified).join("; ");
        return Err(Failure::storage(differences).hint(
            "`sb1 sync --full` asks again for everything that the bank still keeps; look in the \
             online bank for what is still missing then",
        ));
    }
    if !verified.holds() {
        return Err(Failure::new(
            Kind::Partial,
            "it cannot be told of every account whether balance and booked rows agree",
        )
        .hint("run `sb1 sync`, now and whenever something was booked, and verify again"));
    }
    Ok(())
}
