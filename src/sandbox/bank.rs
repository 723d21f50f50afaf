//! A stand-in for the ledger, to be replaced.

use jiff::{Timestamp, civil::Date};

use super::habits::Habits;
use super::message::{Request, Response};

pub(crate) struct Household {
    pub(crate) seed: u64,
    pub(crate) today: Date,
    pub(crate) rows: Option<usize>,
}

pub(crate) struct Bank {
    greeting: String,
}

impl Bank {
    pub(crate) fn open(household: &Household) -> Self {
        let Household { seed, today, rows } = household;
        Self {
            greeting: format!("{{\"message\":\"Hello {seed} {today} {rows:?}\"}}"),
        }
    }

    pub(crate) fn answer(
        &mut self,
        request: &Request,
        _: Timestamp,
        _: &Habits,
    ) -> Option<Response> {
        (request.path == "/common/helloworld")
            .then(|| Response::new(200, super::refusal::JSON, self.greeting.clone()))
    }

    pub(crate) fn fail_parts(&mut self, parts: &[&'static str]) {
        self.greeting = format!("{{\"message\":\"{}\"}}", parts.len());
    }
}
