//! The bank's own export of an account's transactions, as CSV.

use crate::api::client::{Ask, Reading, ends_where_it_ends};
use crate::api::refusal::claims_csv;
use crate::api::reply::{self, Reply};
use crate::api::trouble::Trouble;
use crate::api::{Bank, TRANSACTIONS};
use crate::domain::date::Day;
use crate::failure::{Failure, Kind};

/// The only type that the endpoint gives; for JSON it answers 406.
const CSV: &str = "application/csv;charset=utf-8";

impl Bank<'_> {
    /// The booked transactions of an account from `since` to `until`, both included, as the CSV that
    /// the bank's own pages give: byte for byte what came. Text in it may be a formula.
    pub(crate) fn export(&self, key: &str, since: Day, until: Day) -> Result<Vec<u8>, Failure> {
        let ask = Ask {
            query: vec![
                ("accountKey", key.to_owned()),
                ("fromDate", since.to_string()),
                ("toDate", until.to_string()),
            ],
            accept: CSV,
            ..Ask::of(format!("{TRANSACTIONS}/export"))
        };
        self.client.get(&ask, &mut Sheet)
    }
}

/// The reading of CSV that is handed on whole.
struct Sheet;

impl Reading for Sheet {
    type Output = Vec<u8>;

    const WANTED: &'static str = "CSV";

    fn takes(&self, reply: &Reply<'_>) -> bool {
        claims_csv(reply)
    }

    fn read(&mut self, reply: &mut Reply<'_>) -> Result<Vec<u8>, Trouble> {
        let body = reply.whole(reply::LARGE)?;
        // CSV has no end of its own, so these are the only signs that some of it is missing.
        let torn = !body.ends_with(b"\n") && ends_where_it_ends(reply);
        if torn || has_open_quote(&body) {
            let message = "the bank's answer ends in the middle of a line";
            return Err(Trouble::Cut(Failure::new(Kind::Unexpected, message)));
        }
        Ok(body)
    }

    fn again(&mut self) -> bool {
        true
    }
}

/// Whether a quoted value is begun and not ended. A quote within one is written twice.
fn has_open_quote(csv: &[u8]) -> bool {
    csv.iter().filter(|byte| **byte == b'"').count() % 2 == 1
}
