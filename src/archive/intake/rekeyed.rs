//! Accounts that the bank calls by another key than before, as after a merger. The ids of their rows
//! have the key in them, so the rows that are known get the ids that they have now.

use std::collections::HashMap;

use rusqlite::Connection;

use crate::domain::reconcile::AccountNo;
use crate::domain::text::Foreign;
use crate::domain::transaction::{Minter, Transaction};

use super::super::{ArchivedAccount, accounts};

/// The former keys, where they were others.
pub(super) struct Rekeyed {
    former: HashMap<AccountNo, String>,
    /// Mints what a part of an answer would have had as ids then.
    minter: Minter,
}

impl Rekeyed {
    pub(super) fn among(
        database: &Connection,
        listed: &[ArchivedAccount],
    ) -> rusqlite::Result<Self> {
        let mut former = HashMap::new();
        let known = accounts::all(database)?;
        for (no, account) in (0..).zip(listed) {
            let same = known.iter().find(|it| it.number == account.number);
            if let Some(before) = same.filter(|it| it.key != account.key) {
                former.insert(no, before.key.clone());
            }
        }
        Ok(Self {
            former,
            minter: Minter::default(),
        })
    }

    pub(super) fn begin_part(&mut self) {
        self.minter = Minter::default();
    }

    /// The id that the row would have had under the former key. Asked for every row of a part in
    /// order, since rows that say the same are told apart by their place.
    pub(super) fn former_id(
        &mut self,
        account: AccountNo,
        row: &Transaction<'_>,
    ) -> Option<String> {
        let key = self.former.get(&account)?;
        Some(self.minter.mint(&Transaction {
            account_key: Some(Foreign::new(key.clone())),
            ..row.clone()
        }))
    }
}
