//! Money in and out: per month, category, counterparty and what recurs.
//!
//! [`Tally`] takes rows as they come and gives a [`Summary`]; [`course()`] tells the balance over
//! time.

mod book;
mod course;
mod flow;
mod month;
mod percent;
mod tally;
mod words;

pub(crate) use course::course;
pub(crate) use flow::Flow;
pub(crate) use month::Month;
pub(crate) use percent::Percent;
pub(crate) use tally::{OwnAccount, Tally};

use crate::domain::date::Day;
use crate::domain::money::{Amount, Currency};

/// One currency's part of a summary. Lists are sorted as they are shown: months from the first to
/// the last that has a row, without a gap, everything else by what moved most, in or out. Names are
/// the bank's, not neutralised.
#[derive(Clone, Debug)]
pub(crate) struct InCurrency {
    pub(crate) currency: Currency,
    pub(crate) total: Flow,
    pub(crate) months: Vec<(Month, Flow)>,
    /// By the bank's main category; `None` for rows without one.
    pub(crate) categories: Vec<(Option<String>, Flow)>,
    /// The same, divided further.
    pub(crate) subcategories: Vec<Subcategory>,
    /// By counterparty, as the remote name tells it, or else [`Transaction::text`]; empty for rows
    /// that have neither.
    ///
    /// [`Transaction::text`]: crate::domain::transaction::Transaction::text
    pub(crate) counterparties: Vec<(String, Flow)>,
    /// By counterparty, of the rows that the bank calls recurring or a subscription.
    pub(crate) recurring: Vec<Recurring>,
}

/// A part of one of the bank's main categories.
#[derive(Clone, Debug)]
pub(crate) struct Subcategory {
    /// The main category.
    pub(crate) category: Option<String>,
    pub(crate) name: Option<String>,
    pub(crate) flow: Flow,
}

/// Something that comes back.
#[derive(Clone, Debug)]
pub(crate) struct Recurring {
    pub(crate) name: String,
    pub(crate) flow: Flow,
    /// Whether the bank calls any of it a subscription.
    pub(crate) subscription: bool,
    /// When it came last.
    pub(crate) last: Day,
    /// How much it was then; negative is out. The largest, where it came several times that day.
    pub(crate) last_amount: Amount,
}

/// A summary of what was booked from `since` to `until`, own transfers left out on both legs.
#[derive(Clone, Debug)]
pub(crate) struct Summary {
    pub(crate) since: Day,
    pub(crate) until: Day,
    /// Kroner first, then by code.
    pub(crate) currencies: Vec<InCurrency>,
    /// Rows that were left out because they are not booked yet.
    pub(crate) pending: u64,
    /// Legs of own transfers that were left out.
    pub(crate) own: u64,
    /// Booked rows that were left out because the bank does not say the day, the amount, the
    /// currency or the account of them.
    pub(crate) unclear: u64,
}

/// The balance of an account at the end of each day on which it changed, oldest first.
#[derive(Clone, Debug)]
pub(crate) struct Course {
    pub(crate) account_key: String,
    pub(crate) account_name: String,
    pub(crate) currency: Currency,
    pub(crate) points: Vec<(Day, Amount)>,
}

#[cfg(test)]
mod tests;
