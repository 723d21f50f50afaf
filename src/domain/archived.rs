//! What is told of the archive: of a sync, of what is kept, and of whether it is whole.

use std::path::PathBuf;

use jiff::Timestamp;

use crate::domain::account::{Account, AccountNumber};
use crate::domain::continuity::{Verdict, Why};
use crate::domain::date::Day;
use crate::domain::money::{Amount, Currency};
use crate::domain::text::Foreign;

/// An account in the archive, as the bank's latest answer has it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Kept {
    pub(crate) key: Foreign<'static>,
    pub(crate) name: Foreign<'static>,
    pub(crate) number: AccountNumber,
    /// The currency of its amounts.
    pub(crate) currency: Option<Currency>,
}

impl From<&Account> for Kept {
    fn from(account: &Account) -> Self {
        Self {
            key: account.key.clone(),
            name: account.name.clone(),
            number: account.number.clone(),
            currency: account.currency,
        }
    }
}

/// What a sync brought.
#[derive(Clone, Debug)]
pub(crate) struct Synced {
    /// Whether the bank delivered all that was asked for.
    pub(crate) complete: bool,
    /// What the bank could not deliver, in its words.
    pub(crate) errors: Vec<Foreign<'static>>,
    /// The days that were asked for; `None` is as far back as the bank goes.
    pub(crate) since: Option<Day>,
    pub(crate) until: Option<Day>,
    pub(crate) accounts: Vec<SyncedAccount>,
}

#[derive(Clone, Debug)]
pub(crate) struct SyncedAccount {
    pub(crate) account: Kept,
    pub(crate) tally: Tally,
}

/// How many rows of an account a sync touched.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Tally {
    /// Not seen before, and nothing that was known became them.
    pub(crate) new: i64,
    /// Booked before, and told otherwise now.
    pub(crate) changed: i64,
    /// Pending before, and booked now.
    pub(crate) booked: i64,
    /// Listed no longer.
    pub(crate) vanished: i64,
    /// Listed no longer, and may have become one of several.
    pub(crate) unclear: i64,
    /// In the archive after it, as far as the bank lists them.
    pub(crate) total: i64,
}

/// What the archive has.
#[derive(Clone, Debug)]
pub(crate) struct Holdings {
    pub(crate) path: PathBuf,
    /// In bytes.
    pub(crate) size: i64,
    /// When the first answer came; `None` where nothing was ever archived.
    pub(crate) created: Option<Timestamp>,
    pub(crate) last_sync: Option<Timestamp>,
    /// How many answers of the bank's are in it.
    pub(crate) answers: i64,
    pub(crate) accounts: Vec<Holding>,
    pub(crate) unclear: Vec<UnclearRow>,
    pub(crate) vanished: Vec<VanishedRow>,
}

impl Holdings {
    /// Of an archive that is not there yet.
    pub(crate) fn nothing(path: PathBuf) -> Self {
        Self {
            path,
            size: 0,
            created: None,
            last_sync: None,
            answers: 0,
            accounts: Vec::new(),
            unclear: Vec::new(),
            vanished: Vec::new(),
        }
    }

    /// How many rows there are, those that the bank lists no longer among them.
    pub(crate) fn rows(&self) -> i64 {
        let of = |it: &Holding| {
            it.booked
                .saturating_add(it.pending)
                .saturating_add(it.vanished)
        };
        let listed_or_gone = self.accounts.iter().map(of).fold(0, i64::saturating_add);
        listed_or_gone.saturating_add(i64::try_from(self.unclear.len()).unwrap_or(i64::MAX))
    }
}

/// What the archive has of one account.
#[derive(Clone, Debug)]
pub(crate) struct Holding {
    pub(crate) account: Kept,
    pub(crate) booked: i64,
    pub(crate) pending: i64,
    pub(crate) vanished: i64,
    /// The days of its first and its last row.
    pub(crate) first: Option<Day>,
    pub(crate) last: Option<Day>,
    pub(crate) last_sync: Option<Timestamp>,
}

/// A row that the bank lists no longer, and that may have become any of several.
#[derive(Clone, Debug)]
pub(crate) struct UnclearRow {
    pub(crate) row: Lost,
    /// The ids of the rows that it may have become.
    pub(crate) candidates: Vec<String>,
}

/// A row that the bank lists no longer.
#[derive(Clone, Debug)]
pub(crate) struct VanishedRow {
    pub(crate) row: Lost,
    /// `BOOKED` or `PENDING`, when it was seen last.
    pub(crate) booking_status: Option<Foreign<'static>>,
    pub(crate) last_seen: Timestamp,
}

/// A row as it was seen last.
#[derive(Clone, Debug)]
pub(crate) struct Lost {
    pub(crate) id: String,
    pub(crate) account_name: Foreign<'static>,
    pub(crate) day: Option<Day>,
    pub(crate) amount: Option<Amount>,
    pub(crate) currency: Option<Currency>,
    pub(crate) description: Option<Foreign<'static>>,
}

/// Whether balances and rows agree, account by account.
#[derive(Clone, Debug)]
pub(crate) struct Verified {
    pub(crate) accounts: Vec<VerifiedAccount>,
}

#[derive(Clone, Debug)]
pub(crate) struct VerifiedAccount {
    pub(crate) account: Kept,
    pub(crate) verdict: Verdict,
}

impl Verified {
    /// How many accounts differ.
    pub(crate) fn differing(&self) -> usize {
        self.count(|verdict| matches!(verdict, Verdict::Differs { .. }))
    }

    /// Whether there are accounts, and of every one it is known that it holds.
    pub(crate) fn holds(&self) -> bool {
        let holding = self.count(|verdict| matches!(verdict, Verdict::Holds(_)));
        !self.accounts.is_empty() && holding == self.accounts.len()
    }

    fn count(&self, is: impl Fn(&Verdict) -> bool) -> usize {
        let accounts = self.accounts.iter();
        accounts.filter(|it| is(&it.verdict)).count()
    }
}

impl Why {
    /// The reason as programs know it.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Unseen => "never_synced",
            Self::SeenOnce => "synced_once",
            Self::Partial(_) => "partial",
            Self::NoBalance(_) => "no_balance",
            Self::NoSum(_) => "no_sum",
            Self::NotBookedYet(_) => "not_booked_yet",
        }
    }
}
