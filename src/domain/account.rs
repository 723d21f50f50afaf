//! Accounts, and how people refer to them.

mod number;
mod resolve;

pub(crate) use number::AccountNumber;
pub(crate) use resolve::{Aliases, Candidate, ResolveError, resolve, resolve_exact};

use crate::domain::money::{Amount, Currency};
use crate::domain::text::Foreign;

/// One of the customer's accounts, as the bank tells it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Account {
    /// The bank's handle for the account; opaque, and the same for every owner of a joint one.
    pub(crate) key: Foreign<'static>,
    pub(crate) name: Foreign<'static>,
    pub(crate) number: AccountNumber,
    pub(crate) iban: Option<Foreign<'static>>,
    pub(crate) description: Option<Foreign<'static>>,
    /// The bank's `type`: `USER`, `SAVING`, `CREDITCARD`, or one not heard of yet.
    pub(crate) kind: Option<Foreign<'static>>,
    pub(crate) product_type: Option<Foreign<'static>>,
    /// What is booked. `None` if the bank left it out, which is not zero.
    pub(crate) balance: Option<Amount>,
    /// What can be spent. `None` if the bank left it out, which is not zero.
    pub(crate) available: Option<Amount>,
    /// The currency of the amounts here.
    pub(crate) currency: Option<Currency>,
    /// The owner's name.
    pub(crate) owner: Option<Foreign<'static>>,
    /// What a payment of the card's bill names as its target.
    pub(crate) credit_card_account_id: Option<Foreign<'static>>,
    pub(crate) credit_limit: Option<Amount>,
    /// The customer's own word for the account, from the configuration.
    pub(crate) alias: Option<String>,
    pub(crate) may: Abilities,
}

/// What the bank says may be done with an account; `None` where it does not say.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Abilities {
    pub(crate) transfer_from: Option<bool>,
    pub(crate) transfer_to: Option<bool>,
    pub(crate) payment_from: Option<bool>,
    pub(crate) blocked: Option<bool>,
}

impl Account {
    /// An account of which nothing is known but a number, and perhaps a name and a balance.
    pub(crate) fn stranger(
        number: AccountNumber,
        name: Option<Foreign<'static>>,
        balance: Amount,
    ) -> Self {
        let nothing = || Foreign::new("");
        Self {
            key: nothing(),
            name: name.unwrap_or_else(nothing),
            number,
            iban: None,
            description: None,
            kind: None,
            product_type: None,
            balance: Some(balance),
            available: None,
            currency: None,
            owner: None,
            credit_card_account_id: None,
            credit_limit: None,
            alias: None,
            may: Abilities::default(),
        }
    }

    /// What can be spent, or else what is booked; `None` if the bank left out both.
    pub(crate) fn funds(&self) -> Option<Amount> {
        self.available.or(self.balance)
    }

    /// Whether this is a credit card, which is paid and not transferred to.
    pub(crate) fn is_card(&self) -> bool {
        self.number.is_card()
            || self.credit_card_account_id.is_some()
            || self
                .kind
                .as_ref()
                .is_some_and(|it| it.raw() == "CREDITCARD")
    }

    /// What an account is found by.
    pub(crate) fn candidate(&self) -> Candidate<'_> {
        Candidate {
            key: self.key.raw(),
            number: &self.number,
            name: self.name.raw(),
        }
    }
}
