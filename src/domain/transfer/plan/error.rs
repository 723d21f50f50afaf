use std::fmt;

use crate::domain::money::{Amount, Currency};
use crate::domain::quoted::Quoted;
use crate::domain::text::Foreign;

use super::super::Route;
use super::super::message::LONGEST_MESSAGE;

/// Why a transfer cannot be sent as it was asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum PlanError {
    SameAccount,
    Foreign(Foreign<'static>, Option<Currency>),
    Blocked(Foreign<'static>),
    TakesNone(Foreign<'static>),
    GivesNone(Foreign<'static>),
    /// It can give to own accounts, and this way is a payment.
    PaysNone(Foreign<'static>, Route),
    FromCard(Foreign<'static>),
    NoCardId,
    NoNumber(Foreign<'static>),
    Policy(Quoted),
    NoMessage(Route),
    MessageText,
    MessageLength(usize),
    Amount(Route, Amount),
}

impl PlanError {
    /// Whether naming other accounts would help.
    pub(crate) fn is_about_accounts(&self) -> bool {
        !matches!(
            self,
            Self::Policy(_)
                | Self::NoMessage(_)
                | Self::MessageText
                | Self::MessageLength(_)
                | Self::Amount(..)
        )
    }
}

impl fmt::Display for PlanError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::SameAccount => f.write_str("both ends are the same account; name another receiver"),
            Self::Foreign(name, currency) => {
                let currency = currency.map_or_else(String::new, |it| format!(" in {it}"));
                write!(f, "{name} is an account{currency}, and only kroner can be moved here; use the online bank")
            }
            Self::Blocked(name) => write!(f, "the bank has blocked {name}; ask the bank why"),
            Self::TakesNone(name) => write!(f, "the bank lets no transfers go to {name}; choose another account"),
            Self::GivesNone(name) => write!(f, "the bank lets no transfers leave {name}; choose another account"),
            Self::PaysNone(name, route) => write!(f, "the bank lets no payments leave {name}, and this is {route}; choose another account"),
            Self::FromCard(name) => write!(f, "{name} is a credit card, and a card can only be paid; name an account to pay from"),
            Self::NoCardId => f.write_str("the bank does not tell the id of this card (creditCardAccountID), so it cannot be paid from here; use the online bank"),
            Self::NoNumber(number) => write!(f, "{number} is not an account number that the bank's transfers take; choose another account"),
            Self::Policy(text) => write!(f, "{text} is not the number of a pension policy; write letters, digits and hyphens only, such as pension:1034222"),
            Self::NoMessage(route) => write!(f, "{route} takes no message; leave it out"),
            Self::MessageText => f.write_str("the message has characters that cannot be shown, such as a line break; write it in one line"),
            Self::MessageLength(length) => write!(f, "the message has {length} characters, and the bank takes at most {LONGEST_MESSAGE}; shorten it"),
            Self::Amount(route, amount) => write!(f, "{route} is of at least 0,01 and at most {}, not of {}", route.most().norwegian(), amount.norwegian()),
        }
    }
}

impl std::error::Error for PlanError {}
