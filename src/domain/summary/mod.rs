//! Money in and out: per month, category, counterparty and what recurs.

use crate::domain::date::Day;
use crate::domain::money::{Amount, Currency};

/// What went in and out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Flow {
    pub(crate) money_in: Amount,
    /// Without a sign.
    pub(crate) money_out: Amount,
    /// Of how many transactions.
    pub(crate) count: u64,
}

/// A calendar month.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Month {
    pub(crate) year: i16,
    pub(crate) month: i8,
}

/// One currency's part of a summary. Lists are sorted as they are shown: months from the first to
/// the last without a gap, everything else by what moved most.
#[derive(Clone, Debug)]
pub(crate) struct InCurrency {
    pub(crate) currency: Currency,
    pub(crate) total: Flow,
    pub(crate) months: Vec<(Month, Flow)>,
    /// By the bank's main category; `None` for rows without one.
    pub(crate) categories: Vec<(Option<String>, Flow)>,
    /// By counterparty, as [`Transaction::text`] and the remote name tell it.
    pub(crate) counterparties: Vec<(String, Flow)>,
    /// By counterparty, of the rows that the bank calls recurring or a subscription.
    pub(crate) recurring: Vec<Recurring>,
}

/// Something that comes back.
#[derive(Clone, Debug)]
pub(crate) struct Recurring {
    pub(crate) name: String,
    pub(crate) flow: Flow,
    pub(crate) subscription: bool,
    /// When it came last.
    pub(crate) last: Day,
}

/// A summary of what was booked from `since` to `until`, own transfers left out on both legs.
#[derive(Clone, Debug)]
pub(crate) struct Summary {
    pub(crate) since: Day,
    pub(crate) until: Day,
    /// Kroner first.
    pub(crate) currencies: Vec<InCurrency>,
    /// Rows that were left out because they are not booked yet.
    pub(crate) pending: u64,
    /// Legs of own transfers that were left out.
    pub(crate) own: u64,
}

/// The balance of an account at the end of each day on which it changed, oldest first.
#[derive(Clone, Debug)]
pub(crate) struct Course {
    pub(crate) account_key: String,
    pub(crate) account_name: String,
    pub(crate) currency: Currency,
    pub(crate) points: Vec<(Day, Amount)>,
}
