//! What the archive knows of the accounts that are exported.

use crate::app::App;
use crate::archive::{ArchivedAccount, Reader};
use crate::domain::account::{AccountNumber, Candidate};
use crate::domain::continuity::{self, Verdict};
use crate::domain::money::Currency;
use crate::domain::text::Foreign;
use crate::export::BookAccount;
use crate::export::books::{Anchor, Exported, OwnAccount};
use crate::failure::Failure;

/// All own accounts, those with these numbers to be exported. Where rows and balance of one do not
/// agree it is said.
pub(super) fn own_accounts(
    app: &App<'_>,
    archive: &Reader,
    numbers: &[String],
) -> Result<Vec<OwnAccount>, Failure> {
    let archived = archive.accounts()?;
    let others = app.directory().never_archived(&archived).into_iter();
    let mut own: Vec<_> = others
        .map(|it| OwnAccount {
            number: it.number,
            exported: None,
        })
        .collect();
    for account in archived {
        let exported = match numbers.contains(&account.number) {
            true => Some(exported(app, archive, &account)?),
            false => None,
        };
        let number = account.number;
        own.push(OwnAccount { number, exported });
    }
    Ok(own)
}

fn exported(
    app: &App<'_>,
    archive: &Reader,
    account: &ArchivedAccount,
) -> Result<Exported, Failure> {
    let snapshots = archive.snapshots(&account.number)?;
    if matches!(continuity::verdict(&snapshots), Verdict::Differs { .. }) {
        let name = Foreign::new(account.name.as_str());
        app.ui.warn(format_args!(
            "the rows of {name} do not add up to its balance; `sb1 archive verify` says where"
        ));
    }
    let anchor = continuity::last_agreed(&snapshots).and_then(|snapshot| {
        let before = snapshot.balance?.checked_sub(snapshot.booked?)?;
        let answer = snapshot.answer;
        Some(Anchor { answer, before })
    });
    let number = AccountNumber::read(&account.number);
    let candidate = Candidate {
        key: &account.key,
        number: &number,
        name: &account.name,
    };
    Ok(Exported {
        account: BookAccount {
            key: account.key.clone(),
            number: account.number.clone(),
            name: account.name.clone(),
            alias: app.directory().alias(candidate).map(str::to_owned),
            is_card: account.is_card,
            currency: account.currency.unwrap_or(Currency::NOK),
            opening: None,
            verified: None,
            days: None,
        },
        anchor,
    })
}
