//! The plan of a transfer, as its owner sees it before the question.

use crate::domain::account::AccountNumber;
use crate::domain::date::Day;
use crate::domain::money::Amount;
use crate::domain::text::{neutral, packed};
use crate::domain::transfer::{Balances, Party, Plan, Route};

use super::fit;
use super::transfer::amount;

/// Columns of the labels, with the gap behind them.
const LABELS: usize = 9;
/// Columns of a name, so that with its number it fits into a line of 80.
const NAME: usize = 40;

/// A transfer that is about to be agreed to.
pub(crate) struct Proposal<'a> {
    pub(crate) plan: &'a Plan,
    /// The message as it will be sent, and whether it has the tag that can prove the transfer.
    pub(crate) message: Option<&'a str>,
    pub(crate) tagged: bool,
    pub(crate) today: Day,
    /// What is to be known of the day: `a Sunday: the bank may move it`.
    pub(crate) remark: Option<&'a str>,
    /// How the amount was computed, a step a line.
    pub(crate) working: &'a [String],
    /// What can be spent on either side, where the bank told it.
    pub(crate) before: Balances,
}

impl Proposal<'_> {
    /// The plan for people, on as many lines whatever names and message say.
    pub(crate) fn lines(&self) -> Vec<String> {
        let plan = self.plan;
        let mut shown = Vec::new();
        let (from, to) = (self.before.from, self.before.to);
        let left = from.map(|it| (it, it.checked_sub(plan.amount)));
        let got = to.map(|it| (it, it.checked_add(plan.amount)));
        add(&mut shown, "From", [party(&plan.from, Route::Debit)]);
        add(&mut shown, "", left.map(change));
        add(&mut shown, "To", [party(&plan.to, plan.route)]);
        add(&mut shown, "", got.map(change));
        add(&mut shown, "Amount", [amount(plan.amount, plan.currency)]);
        add(&mut shown, "", self.working.iter().map(|it| neutral(it)));
        add(&mut shown, "Message", self.message());
        add(&mut shown, "Date", [self.day()]);
        add(&mut shown, "Warning", self.too_much());
        shown
    }

    fn message(&self) -> Vec<String> {
        const NO_PROOF: &str = "it can never be proven by `sb1 transfers check`";
        match self.message {
            None => vec![format!("no message; {NO_PROOF}")],
            Some(text) if self.tagged => vec![neutral(text).into_owned()],
            Some(text) => vec![
                neutral(text).into_owned(),
                format!("sent without a tag; {NO_PROOF}"),
            ],
        }
    }

    fn day(&self) -> String {
        let day = self.plan.due.unwrap_or(self.today);
        let today = if day == self.today { "today, " } else { "" };
        match self.remark {
            Some(remark) => format!("{today}{day} ({})", neutral(remark)),
            None => format!("{today}{day}"),
        }
    }

    fn too_much(&self) -> Option<String> {
        let from = self.before.from.filter(|it| self.plan.amount > *it)?;
        let available = from.norwegian();
        Some(format!(
            "more than can be spent, which is {available}; the bank may refuse it"
        ))
    }
}

/// Adds values, a line each, the first behind the label.
fn add(shown: &mut Vec<String>, label: &str, values: impl IntoIterator<Item: std::fmt::Display>) {
    for (place, value) in values.into_iter().enumerate() {
        let label = if place == 0 { label } else { "" };
        shown.push(format!("{label:LABELS$}{value}"));
    }
}

/// The number before the name, so that no name can stand where a number does. Runs of spaces in a
/// name become one and a long name is cut: either could push a forged line to the next row of a
/// terminal.
pub(super) fn party(party: &Party, route: Route) -> String {
    let number = number(party, route);
    let mut name = packed(&party.name);
    fit::cut(&mut name, NAME);
    format!("{number}  {name}").trim_end().to_owned()
}

/// The number alone, for the question: nobody else writes a part of that.
pub(crate) fn number(party: &Party, route: Route) -> String {
    match route {
        // A policy's number is no account's, and stays as it was typed.
        Route::Pension => neutral(&party.number).into_owned(),
        Route::Debit | Route::CreditCard => AccountNumber::read(&party.number).to_string(),
    }
}

/// `89 209,31 → 89 109,31`; only the first where the other cannot be held.
fn change((before, after): (Amount, Option<Amount>)) -> String {
    match after {
        Some(after) => format!("{} → {}", before.norwegian(), after.norwegian()),
        None => before.norwegian(),
    }
}
