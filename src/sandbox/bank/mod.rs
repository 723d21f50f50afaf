//! The pretend bank behind its front door: the household's books and every resource endpoint.
//!
//! Bearer tokens, rate limits and faults are the server's; what is here answers requests that
//! have already been let in.

mod accounts;
mod body;
mod calendar;
mod chance;
mod churn;
mod details;
mod export;
mod filler;
mod household;
mod json;
mod ledger;
mod life;
mod limits;
mod media;
mod naming;
mod number;
pub(crate) mod obstacles;
mod payments;
mod refusal;
mod routes;
mod row;
mod row_id;
mod seed;
mod shops;
#[cfg(test)]
mod tests;
mod transactions;
mod transfer;
mod truth;
mod wire;
mod wording;

pub use churn::Step;
#[cfg(test)]
pub(crate) use ledger::Role;
pub use payments::Transfer;
pub use truth::{AccountBalance, TruthRow};

use super::habits::Habits;
use super::message::{Request, Response};
use churn::Churn;
use household::Person;
use jiff::Timestamp;
use jiff::civil::Date;
use ledger::Ledger;
use payments::Payments;

/// Some card rows could not be had.
pub(crate) const CREDIT_ACCOUNTS_FAILED: &str = "CREDIT_ACCOUNTS_FAILED";
/// The recent rows could not be had.
pub(crate) const RECENT_TRANSACTIONS_FAILED: &str = "RECENT_TRANSACTIONS_FAILED";

/// Which household the bank serves; the same one always has the same past.
pub(crate) struct Household {
    pub(crate) seed: u64,
    /// The last day of its past, in Oslo.
    pub(crate) today: Date,
    /// How many transactions there are over all accounts; `None` for an ordinary life.
    pub(crate) rows: Option<usize>,
}

/// The bank with one customer.
pub(crate) struct Bank {
    ledger: Ledger,
    person: Person,
    payments: Payments,
    /// Makes ids differ between households.
    salt: u64,
    /// Counts answers, so that no id and no trace comes twice.
    answers: u64,
    parts: Vec<&'static str>,
}

/// One request with what is needed to answer it.
struct Call<'a> {
    request: &'a Request,
    now: Timestamp,
    today: Date,
    habits: &'a Habits,
    salt: u64,
    /// What the bank fails to fetch today.
    parts: &'a [&'static str],
}

impl Bank {
    /// Opens the bank with the household's whole past in its books.
    pub(crate) fn open(household: &Household) -> Self {
        let (ledger, person) = seed::sow(household);
        Self {
            ledger,
            person,
            payments: Payments::default(),
            salt: chance::mix(household.seed ^ 0x5b1),
            answers: 0,
            parts: Vec::new(),
        }
    }

    /// Answers one authorised request under `/common` or `/personal`.
    /// `None`: no such path (the server answers 404).
    pub(crate) fn answer(
        &mut self,
        request: &Request,
        now: Timestamp,
        habits: &Habits,
    ) -> Option<Response> {
        let route = routes::route(&request.path)?;
        self.settle(now);
        self.answers = self.answers.wrapping_add(1);
        let trace = self.trace();
        let answer = self.serve(&route, request, now, habits, &trace);
        Some(answer.unwrap_or_else(|refusal| refusal.response(&trace)))
    }

    /// From now on `/transactions*` lacks these parts and says so, and `/accounts` carries an
    /// error for each; an empty list ends it.
    pub(crate) fn fail_parts(&mut self, parts: &[&'static str]) {
        self.parts = parts.to_vec();
    }

    /// All money there is, in øre, the world outside included: the same whatever happens.
    pub(crate) fn total(&self) -> i64 {
        self.ledger.total()
    }

    /// Lets one random thing happen; the same one for the same books, day and seed. The time it
    /// takes is the caller's to let pass.
    pub(crate) fn churn(&mut self, seed: u64, now: Timestamp) -> Step {
        let today = self.settle(now);
        Churn::new(&mut self.ledger, seed, today).step()
    }

    /// Brings what an ordinary day brings.
    pub(crate) fn live(&mut self, seed: u64, now: Timestamp) {
        let today = self.settle(now);
        Churn::new(&mut self.ledger, seed, today).day();
    }

    /// Leaves no row out of answers any longer.
    pub(crate) fn bring_all_back(&mut self) {
        churn::bring_all_back(&mut self.ledger);
    }

    /// Every row that is booked or pending now, oldest event first.
    pub(crate) fn truth(&mut self, now: Timestamp, habits: &Habits) -> Vec<TruthRow> {
        let today = self.settle(now);
        truth::rows(&self.ledger, today, habits.non_unique_id)
    }

    /// What stands on every account now.
    pub(crate) fn balances(&mut self, now: Timestamp) -> Vec<AccountBalance> {
        self.settle(now);
        truth::balances(&self.ledger)
    }

    /// Lets everything happen whose day has come, and says which day it is.
    fn settle(&mut self, now: Timestamp) -> Date {
        let today = calendar::oslo_day(now);
        self.payments.settle(&mut self.ledger, today);
        today
    }

    /// What was executed, oldest first.
    pub(crate) fn transfers(&self) -> &[Transfer] {
        self.payments.done()
    }

    #[cfg(test)]
    /// The account number of that role's account, for a card its `K` number.
    pub(crate) fn number(&self, role: Role) -> &str {
        let found = self.ledger.find(role);
        found.map_or("", |(_, account)| &account.number)
    }

    #[cfg(test)]
    /// The key of that role's account.
    pub(crate) fn key(&self, role: Role) -> &str {
        let found = self.ledger.find(role);
        found.map_or("", |(_, account)| &account.key)
    }

    #[cfg(test)]
    /// The `creditCardAccountID` of the card.
    pub(crate) fn card_id(&self) -> &str {
        let card = self.ledger.find(Role::Card);
        card.and_then(|(_, card)| card.card_id.as_deref())
            .unwrap_or("")
    }

    #[cfg(test)]
    /// The id of a card that takes no transfers.
    pub(crate) fn closed_card_id(&self) -> &str {
        &self.person.closed_card
    }

    /// The number of the pension agreement.
    pub(crate) fn policy(&self) -> &str {
        &self.person.policy
    }

    #[cfg(test)]
    /// The number of a pension agreement that takes no transfers.
    pub(crate) fn closed_policy(&self) -> &str {
        &self.person.closed_policy
    }

    #[cfg(test)]
    /// What `/accounts/child/{id}` wants.
    pub(crate) fn child_id(&self) -> &str {
        &self.person.child_id
    }

    fn trace(&self) -> String {
        let first = chance::mix(self.salt ^ self.answers.rotate_left(40));
        format!("{first:016x}{:016x}", chance::mix(first))
    }
}
