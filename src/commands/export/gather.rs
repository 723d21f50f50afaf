//! What the archive knows of the accounts that are exported.

use crate::app::App;
use crate::archive::{ArchivedAccount, Reader};
use crate::directory::Entry;
use crate::domain::account::{AccountNumber, Candidate};
use crate::domain::continuity::{self, Verdict};
use crate::domain::money::Currency;
use crate::domain::text::Foreign;
use crate::export::BookAccount;
use crate::export::books::{Anchor, OwnAccount, Part};
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
            account: book_account(app, it),
            part: Part::Listed,
        })
        .collect();
    for account in archived {
        let part = match numbers.contains(&account.number) {
            true => Part::Exported(anchor(app, archive, &account)?),
            false => Part::Archived,
        };
        let is_card = account.is_card;
        let account = BookAccount {
            is_card,
            ..book_account(app, Entry::from(&account))
        };
        own.push(OwnAccount { account, part });
    }
    Ok(own)
}

fn anchor(
    app: &App<'_>,
    archive: &Reader,
    account: &ArchivedAccount,
) -> Result<Option<Anchor>, Failure> {
    let snapshots = archive.snapshots(&account.number)?;
    if matches!(continuity::verdict(&snapshots), Verdict::Differs { .. }) {
        let name = Foreign::new(account.name.as_str());
        app.ui.warn(format_args!(
            "the rows of {name} do not add up to its balance; `sb1 archive verify` says where"
        ));
    }
    Ok(continuity::last_agreed(&snapshots).and_then(|snapshot| {
        let before = snapshot.balance?.checked_sub(snapshot.booked?)?;
        let answer = snapshot.answer;
        Some(Anchor { answer, before })
    }))
}

fn book_account(app: &App<'_>, entry: Entry) -> BookAccount {
    let number = AccountNumber::read(&entry.number);
    let candidate = Candidate {
        key: &entry.key,
        number: &number,
        name: &entry.name,
    };
    BookAccount {
        alias: app.directory().alias(candidate).map(str::to_owned),
        is_card: number.is_card(),
        currency: entry.currency().unwrap_or(Currency::NOK),
        key: entry.key,
        number: entry.number,
        name: entry.name,
        opening: None,
        verified: None,
        days: None,
    }
}
