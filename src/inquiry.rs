//! Looks for transfers in the bank's own lists: the only place where the bank tells what it did.

use std::collections::BTreeSet;

use crate::api::{Bank, Query, Rows};
use crate::domain::date::Day;
use crate::domain::transaction::Transaction;
use crate::domain::transfer::{Findings, Look, Record};
use crate::failure::Failure;

/// What a look found of each, in the order of the records.
pub(crate) struct Inquiry {
    pub(crate) findings: Vec<Findings>,
    /// Why the lists could not be read; then nothing was found, and that says nothing.
    pub(crate) failure: Option<Failure>,
}

/// Looks for `records` in the lists of all their accounts, with one request.
pub(crate) fn look(bank: &Bank<'_>, records: &[&Record]) -> Inquiry {
    let plans = records.iter().map(|it| &it.intent.plan);
    let keys: BTreeSet<&String> = plans
        .flat_map(|plan| [plan.from.key.as_ref(), plan.to.key.as_ref()])
        .flatten()
        .collect();
    let keys: Vec<String> = keys.into_iter().cloned().collect();
    let first = records.iter().map(|it| Day::of(it.at)).min();
    let query = Query {
        keys: &keys,
        // The bank's day may be the one before ours, by a clock that is not right.
        since: first.and_then(|day| day.plus_days(-1)),
        until: None,
        classified: false,
    };
    let mut rows = Looking(Look::for_records(records));
    match bank.transactions(&query, &mut rows) {
        Ok(errors) => Inquiry {
            findings: rows.0.findings(errors.is_empty()),
            failure: None,
        },
        Err(failure) => Inquiry {
            findings: rows.0.findings(false),
            failure: Some(failure),
        },
    }
}

/// Hands the rows to the look.
struct Looking<'a>(Look<'a>);

impl Rows for Looking<'_> {
    fn row(&mut self, row: Transaction<'_>) -> Result<(), Failure> {
        self.0.row(&row);
        Ok(())
    }

    fn restart(&mut self) -> bool {
        self.0.restart();
        true
    }
}
