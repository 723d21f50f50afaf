mod error;

use serde::{Deserialize, Serialize};

use crate::domain::account::Account;
use crate::domain::date::Day;
use crate::domain::money::{Amount, Currency};
use crate::domain::quoted::Quoted;
use crate::domain::text::{Foreign, is_unprintable};

use super::Route;
use super::message::LONGEST_MESSAGE;
pub(crate) use error::PlanError;

/// One end of a transfer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Party {
    /// As the bank wrote it.
    pub(crate) name: String,
    /// Account number without dots, or the pension policy's.
    pub(crate) number: String,
    /// The account's key, to list its transactions by; a policy has none.
    pub(crate) key: Option<String>,
}

impl Party {
    /// Whether it is the same account, by its number or its key.
    fn is(&self, other: &Self) -> bool {
        let same_number = !self.number.is_empty() && self.number == other.number;
        same_number || (self.key.is_some() && self.key == other.key)
    }
}

/// What tells one policy from another, however its number is written.
fn policy(number: &str) -> String {
    let kept = number.chars().filter(char::is_ascii_alphanumeric);
    let kept: String = kept.map(|c| c.to_ascii_lowercase()).collect();
    kept.trim_start_matches('0').to_owned()
}

/// Who may be paid.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Receiver<'a> {
    Account(&'a Account),
    /// The number of a pension policy.
    Policy(&'a str),
}

/// A transfer without an amount: its two ends, the way between them, message and day. It can only
/// be built such that the bank's rules and the accounts' own flags allow it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Draft {
    route: Route,
    from: Party,
    to: Party,
    target: String,
    currency: Currency,
    message: Option<String>,
    due: Option<Day>,
}

/// A whole transfer. It is built from a [`Draft`], or comes back from the journal.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Plan {
    #[serde(rename = "kind")]
    pub(crate) route: Route,
    pub(crate) from: Party,
    pub(crate) to: Party,
    /// What the bank is to find the receiver by: account number, `creditCardAccountId`, policy.
    pub(crate) target: String,
    pub(crate) amount: Amount,
    pub(crate) currency: Currency,
    /// The user's own words, without a tag.
    pub(crate) message: Option<String>,
    /// The day that was asked for; `None`: at once.
    pub(crate) due: Option<Day>,
}

impl Draft {
    /// # Errors
    /// A [`PlanError`] that says why this cannot be sent; nothing has been.
    pub(crate) fn new(
        from: &Account,
        to: Receiver<'_>,
        message: Option<&str>,
        due: Option<Day>,
    ) -> Result<Self, PlanError> {
        let (route, target, receiver) = way(to)?;
        if let Receiver::Account(to) = to {
            if to.key == from.key || to.number == from.number {
                return Err(PlanError::SameAccount);
            }
            receives(to, route)?;
        }
        pays(from, route)?;
        Ok(Self {
            route,
            from: party(from),
            to: receiver,
            target,
            // The bank takes the paying account's own currency, and only kroner move here.
            currency: from.currency.unwrap_or(Currency::NOK),
            message: checked_message(route, message)?,
            due,
        })
    }

    pub(crate) fn route(&self) -> Route {
        self.route
    }

    pub(crate) fn from(&self) -> &Party {
        &self.from
    }

    pub(crate) fn to(&self) -> &Party {
        &self.to
    }

    pub(crate) fn currency(&self) -> Currency {
        self.currency
    }

    pub(crate) fn message(&self) -> Option<&str> {
        self.message.as_deref()
    }

    /// The day that was asked for; `None`: at once.
    pub(crate) fn due(&self) -> Option<Day> {
        self.due
    }

    /// Whether `plan` goes from and to the same.
    pub(crate) fn is_of(&self, plan: &Plan) -> bool {
        self.of(plan.amount).is_ok_and(|mine| mine.is_between(plan))
    }

    /// The plan to move `amount`.
    ///
    /// # Errors
    /// Where the way takes no such amount.
    pub(crate) fn of(&self, amount: Amount) -> Result<Plan, PlanError> {
        if amount <= Amount::ZERO || amount > self.route.most() {
            return Err(PlanError::Amount(self.route, amount));
        }
        let Self {
            route,
            from,
            to,
            target,
            currency,
            message,
            due,
        } = self.clone();
        Ok(Plan {
            route,
            from,
            to,
            target,
            amount,
            currency,
            message,
            due,
        })
    }
}

impl Plan {
    /// Whether `other` would move the same money the same way. Message and day may differ.
    pub(crate) fn is_like(&self, other: &Self) -> bool {
        self.is_between(other) && self.amount == other.amount && self.currency == other.currency
    }

    /// Whether `other` goes from and to the same.
    pub(crate) fn is_between(&self, other: &Self) -> bool {
        let same_receiver = match self.route {
            Route::Pension => policy(&self.target) == policy(&other.target),
            // Of a card the bank may write the id otherwise one day.
            Route::Debit | Route::CreditCard => {
                self.target == other.target || self.to.is(&other.to)
            }
        };
        self.route == other.route && self.from.is(&other.from) && same_receiver
    }
}

fn party(account: &Account) -> Party {
    Party {
        name: account.name.raw().to_owned(),
        number: account.number.digits().to_owned(),
        key: Some(account.key.raw().to_owned()),
    }
}

/// The way to a receiver, what the bank finds it by, and who it is.
fn way(to: Receiver<'_>) -> Result<(Route, String, Party), PlanError> {
    let account = match to {
        Receiver::Account(account) => account,
        Receiver::Policy(number) => {
            let policy = checked_policy(number)?;
            let party = Party {
                name: "pension".to_owned(),
                number: policy.clone(),
                key: None,
            };
            return Ok((Route::Pension, policy, party));
        }
    };
    if let Some(id) = &account.credit_card_account_id {
        return Ok((Route::CreditCard, id.raw().to_owned(), party(account)));
    }
    if account.is_card() {
        return Err(PlanError::NoCardId);
    }
    if !account.number.is_account() {
        return Err(PlanError::NoNumber(Foreign::new(
            account.number.digits().to_owned(),
        )));
    }
    Ok((
        Route::Debit,
        account.number.digits().to_owned(),
        party(account),
    ))
}

fn receives(to: &Account, route: Route) -> Result<(), PlanError> {
    let name = || to.name.clone();
    if to.currency.is_some_and(|it| it != Currency::NOK) {
        return Err(PlanError::Foreign(name(), to.currency));
    }
    if to.may.blocked == Some(true) {
        return Err(PlanError::Blocked(name()));
    }
    // The flag is about transfers between accounts; a card is paid.
    if route == Route::Debit && to.may.transfer_to == Some(false) {
        return Err(PlanError::TakesNone(name()));
    }
    Ok(())
}

fn pays(from: &Account, route: Route) -> Result<(), PlanError> {
    let name = || from.name.clone();
    if from.is_card() {
        return Err(PlanError::FromCard(name()));
    }
    if !from.number.is_account() {
        return Err(PlanError::NoNumber(Foreign::new(
            from.number.digits().to_owned(),
        )));
    }
    if from.currency.is_some_and(|it| it != Currency::NOK) {
        return Err(PlanError::Foreign(name(), from.currency));
    }
    if from.may.blocked == Some(true) {
        return Err(PlanError::Blocked(name()));
    }
    if from.may.transfer_from == Some(false) {
        return Err(PlanError::GivesNone(name()));
    }
    if route != Route::Debit && from.may.payment_from == Some(false) {
        return Err(PlanError::PaysNone(name(), route));
    }
    Ok(())
}

fn checked_policy(number: &str) -> Result<String, PlanError> {
    let number = number.trim();
    let fits = |c: char| c.is_ascii_alphanumeric() || c == '-';
    if (1..=40).contains(&number.len()) && number.chars().all(fits) {
        return Ok(number.to_owned());
    }
    Err(PlanError::Policy(Quoted::new(number)))
}

fn checked_message(route: Route, message: Option<&str>) -> Result<Option<String>, PlanError> {
    let Some(message) = message.map(str::trim).filter(|it| !it.is_empty()) else {
        return Ok(None);
    };
    if !route.takes_message() {
        return Err(PlanError::NoMessage(route));
    }
    if message.chars().any(is_unprintable) {
        return Err(PlanError::MessageText);
    }
    match message.chars().count() {
        0..=LONGEST_MESSAGE => Ok(Some(message.to_owned())),
        length => Err(PlanError::MessageLength(length)),
    }
}

#[cfg(test)]
mod tests;
