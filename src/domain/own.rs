//! Transfers between the customer's own accounts: which two rows are one.

use crate::domain::date::Day;
use crate::domain::money::Amount;

/// A row, as far as it tells whether it is a leg of an own transfer.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Leg {
    /// Which of the own accounts it is of.
    pub(crate) account: usize,
    /// Which of the own accounts the bank names as the other side.
    pub(crate) other: Option<usize>,
    pub(crate) day: Day,
    pub(crate) amount: Amount,
}

/// What a row has to do with the own accounts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Side {
    /// Nothing.
    Stranger,
    /// The bank names an own account as its other side, but that leg is not among the rows.
    Alone,
    /// Its other leg is the row at this place.
    With(usize),
}

/// For each leg, in its order, what it is.
pub(crate) fn pair(legs: &[Leg]) -> Vec<Side> {
    vec![Side::Stranger; legs.len()]
}
