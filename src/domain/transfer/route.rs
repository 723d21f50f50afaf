use std::fmt;

use serde::{Deserialize, Serialize};

use crate::domain::money::Amount;

/// Which of the bank's three ways a transfer takes; the receiver decides it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Route {
    /// To an account of the customer's own.
    Debit,
    /// To the customer's own credit card, as a payment.
    CreditCard,
    /// Into the customer's own pension policy, as a payment.
    Pension,
}

impl Route {
    /// The largest amount that the bank's specification allows. Of the smallest there is none below
    /// an øre.
    pub(crate) fn most(self) -> Amount {
        match self {
            Self::Debit => Amount::MOST_TYPED,
            Self::CreditCard => Amount::from_ore(99_999_999_900),
            Self::Pension => Amount::from_ore(200_000_000),
        }
    }

    /// Whether a message goes along. Without one no tag does either, so that the transfer can never
    /// be found again by it.
    pub(crate) fn takes_message(self) -> bool {
        self == Self::Debit
    }

    /// The word for it in JSON and in the journal.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Debit => "debit",
            Self::CreditCard => "creditcard",
            Self::Pension => "pension",
        }
    }
}

impl fmt::Display for Route {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Debit => "a transfer between own accounts",
            Self::CreditCard => "a payment to a credit card",
            Self::Pension => "a payment into a pension policy",
        })
    }
}
