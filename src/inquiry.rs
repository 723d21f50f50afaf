//! Looks for transfers in the bank's own lists: the only place where the bank tells what it did.

use std::collections::BTreeSet;

use crate::api::{Bank, Include, Query, Rows};
use crate::domain::account::Account;
use crate::domain::date::Day;
use crate::domain::transaction::Transaction;
use crate::domain::transfer::{Findings, Look, Party, Record};
use crate::failure::{Failure, Kind};

/// What a look found of each, in the order of the records.
pub(crate) struct Inquiry {
    pub(crate) findings: Vec<Findings>,
    /// Why the lists could not be read; then nothing was found, and that says nothing.
    pub(crate) failure: Option<Failure>,
}

/// Looks for `records` in the lists of all their accounts, with one request. Where the bank refuses
/// that, because it knows an account no more by its key, those that it still has are asked for by their
/// numbers; what one account's list lacks the other's may have.
pub(crate) fn look(bank: &Bank<'_>, records: &[&Record]) -> Inquiry {
    let known = keys(records);
    let first = ask(bank, records, &known, true);
    match &first.failure {
        Some(failure) if failure.kind == Kind::Rejected => {}
        _ => return first,
    }
    let Ok(listing) = bank.accounts(Include { all: true }) else {
        return first;
    };
    let parties = || records.iter().flat_map(|it| parties(it));
    let current = |party: &Party| {
        let its = |it: &&Account| it.number.digits() == party.number;
        let account = listing.items.iter().find(its);
        account.map(|it| it.key.raw().to_owned())
    };
    let keys: BTreeSet<String> = parties().filter_map(current).collect();
    if keys.is_empty() || keys == known {
        return first;
    }
    let whole = parties().all(|it| current(it).is_some());
    ask(bank, records, &keys, whole)
}

/// The accounts that a transfer is listed on.
fn parties(record: &Record) -> impl Iterator<Item = &Party> {
    let plan = &record.intent.plan;
    [&plan.from, &plan.to]
        .into_iter()
        .filter(|it| it.key.is_some())
}

fn keys(records: &[&Record]) -> BTreeSet<String> {
    let parties = records.iter().flat_map(|it| parties(it));
    parties.filter_map(|it| it.key.clone()).collect()
}

/// One request; `whole` where `keys` are those of every account.
fn ask(bank: &Bank<'_>, records: &[&Record], keys: &BTreeSet<String>, whole: bool) -> Inquiry {
    let keys: Vec<String> = keys.iter().cloned().collect();
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
            findings: rows.0.findings(whole && errors.is_empty()),
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
