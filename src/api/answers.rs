//! What the bank's endpoints tell beyond accounts and rows of transactions.

use serde_json::{Map, Value};

use crate::domain::money::Amount;
use crate::domain::text::Foreign;
use crate::domain::transaction::Transaction;

/// A list, and what the bank said it could not list.
#[derive(Debug)]
pub(crate) struct Listing<T> {
    pub(crate) items: Vec<T>,
    /// Not empty: the list is not complete.
    pub(crate) errors: Vec<Foreign<'static>>,
}

/// The balance of an account known by its number.
#[derive(Debug)]
pub(crate) struct Balance {
    pub(crate) name: Option<Foreign<'static>>,
    pub(crate) balance: Amount,
}

/// One transaction in detail.
#[derive(Debug)]
pub(crate) struct TransactionDetails {
    /// What a listing would say of it, as far as the details tell.
    pub(crate) row: Transaction<'static>,
    /// The bank's fields: names, order and digits as it wrote them.
    pub(crate) fields: Map<String, Value>,
}
