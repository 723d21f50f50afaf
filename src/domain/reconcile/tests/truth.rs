//! A purchase as it is, and as the bank writes it.

use crate::domain::date::Day;
use crate::domain::money::{Amount, Currency};
use crate::domain::reconcile::EntryNo;
use crate::domain::text::Foreign;
use crate::domain::transaction::Transaction;

/// In the middle, since texts change both ways.
pub(super) const FIRST_TEXT: usize = 50_000;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Means {
    Card,
    /// Identities are all zeros.
    OwnTransfer,
    /// Booked at once, perhaps without an identity.
    Direct {
        identity: bool,
    },
}

/// One purchase or transfer.
#[derive(Clone, Debug)]
pub(super) struct Truth {
    pub(super) means: Means,
    pub(super) pending: bool,
    pub(super) cancelled: bool,
    pub(super) ore: i64,
    pub(super) bought: Day,
    pub(super) booked: Day,
    pub(super) text: usize,
    pub(super) identity: Option<usize>,
    pub(super) prefixed: bool,
    pub(super) listed_from: Day,
    /// The entries that it was, in the order it was seen.
    pub(super) entries: Vec<EntryNo>,
}

/// The row as the bank writes it: reservations in whole kroner, transfers with zeros for an id.
pub(super) fn transaction(truth: &Truth, day: Day) -> Transaction<'static> {
    let text = |text: &str| Some(Foreign::new(text.to_owned()));
    let identity = truth.identity.filter(|_| !truth.pending);
    let partition = truth.prefixed.then_some("2026P1");
    let id = match (identity, partition) {
        (Some(id), Some(partition)) => Some(format!("{partition}-{id}")),
        (Some(id), None) => Some(id.to_string()),
        (None, _) if truth.means == Means::OwnTransfer => Some("0".repeat(18)),
        (None, _) => None,
    };
    Transaction {
        id: String::new(),
        bank_id: Foreign::new("another at every fetch"),
        date: Some(day),
        interest_date: None,
        booking_status: text(if truth.pending { "PENDING" } else { "BOOKED" }),
        amount: Some(Amount::from_ore(truth.ore)),
        account_currency: Some(Currency::NOK),
        currency_code: text("NOK"),
        currency_amount: None,
        description: text(&format!("Kaffe {}", truth.text)),
        cleaned_description: None,
        account_key: text("QeDJBRXWQaY8BkaSjgXT"),
        account_name: None,
        account_number: None,
        remote_account_number: None,
        remote_account_name: None,
        kid_or_message: None,
        type_code: None,
        type_text: None,
        source: None,
        can_show_details: false,
        non_unique_id: id.map(Foreign::new),
        partition_key: partition.map(Foreign::new),
        category: None,
        subcategory: None,
        recurring: None,
        subscription: None,
    }
}
