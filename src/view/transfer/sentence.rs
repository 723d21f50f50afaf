//! A transfer in one sentence, for people.

use crate::domain::date::on_the_clock;
use crate::domain::money::{Amount, Currency};
use crate::domain::text::neutral;
use crate::domain::transfer::{Party, Route};

use super::{Fate, Transfer};

/// A remark that says nothing about the day on which the money moves.
const DUPLICATE: &str = "DUPLICATE_PAYMENT_EXISTS";

impl Transfer<'_> {
    /// `None` where it is no success.
    pub(super) fn sentence(&self) -> Option<String> {
        match self.fate {
            Fate::Accepted if self.replayed => Some(self.made_before()),
            Fate::Accepted => Some(self.made()),
            Fate::Planned => Some(format!(
                "Planned, and nothing was sent: {}{}",
                self.what(),
                self.on_its_day()
            )),
            Fate::Skipped => Some("Nothing to do: nothing was sent".to_owned()),
            Fate::Rejected | Fate::NotSent | Fate::Unknown | Fate::Held => None,
        }
    }

    fn made(&self) -> String {
        let lead = match self.route {
            _ if self.later => format!("Accepted{}:", self.for_its_day()),
            _ if self.may_move_later() => "Accepted:".to_owned(),
            Route::Debit => "Moved".to_owned(),
            Route::CreditCard | Route::Pension => "Paid".to_owned(),
        };
        let tail = match self.route {
            Route::CreditCard if !self.later => {
                "; the card's balance may not show it before the next business day"
            }
            Route::Debit | Route::CreditCard | Route::Pension => "",
        };
        format!("{lead} {}{}{tail}", self.what(), self.names())
    }

    fn made_before(&self) -> String {
        let when = self.begun.map(on_the_clock).unwrap_or_default();
        let when = to_the_minute(&when).replacen(' ', " at ", 1);
        let (amount, between) = (self.amount(), between(self.route, self.from, self.to));
        let names = self.names();
        if self.later || self.may_move_later() {
            let day = self.for_its_day();
            return format!(
                "Nothing was sent now: {amount} {between} was accepted on {when}{day}{names}"
            );
        }
        format!("Nothing was sent now: {amount} went {between} on {when}{names}")
    }

    /// Whether the bank's remarks leave open on which day the money moves.
    fn may_move_later(&self) -> bool {
        self.warnings.iter().any(|it| it != DUPLICATE)
    }

    fn what(&self) -> String {
        let between = between(self.route, self.from, self.to);
        format!("{} {between}", self.amount())
    }

    fn amount(&self) -> String {
        self.amount
            .map(|it| amount(it, self.currency))
            .unwrap_or_default()
    }

    fn on_its_day(&self) -> String {
        self.day
            .map_or_else(String::new, |day| format!(" on {day}"))
    }

    fn for_its_day(&self) -> String {
        match self.day {
            Some(day) if self.later => format!(" for {day}"),
            _ => String::new(),
        }
    }

    /// What it can be found by: its id, and the bank's.
    fn names(&self) -> String {
        let id = self.id.map(|it| it.to_string());
        let payment = self.payment_id.map(|it| format!("payment {}", neutral(it)));
        let names: Vec<_> = id.into_iter().chain(payment).collect();
        if names.is_empty() {
            return String::new();
        }
        format!(" ({})", names.join(", "))
    }
}

/// `100,00 NOK`.
pub(in crate::view) fn amount(amount: Amount, currency: Currency) -> String {
    format!("{} {}", amount.norwegian(), currency.code())
}

/// `from Brukskonto to Sparekonto`.
pub(in crate::view) fn between(route: Route, from: &Party, to: &Party) -> String {
    let to = match route {
        Route::Pension => format!("into pension policy {}", neutral(&to.number)),
        Route::Debit | Route::CreditCard => format!("to {}", called(to)),
    };
    format!("from {} {to}", called(from))
}

/// The name, or the number of what has none.
pub(in crate::view) fn called(party: &Party) -> String {
    let name = party.name.trim();
    neutral(if name.is_empty() { &party.number } else { name }).into_owned()
}

/// `2026-11-22 12:00` of a time with seconds.
pub(in crate::view) fn to_the_minute(time: &str) -> &str {
    time.rsplit_once(':').map_or(time, |(minute, _)| minute)
}
