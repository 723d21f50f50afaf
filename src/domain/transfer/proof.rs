use crate::domain::account::AccountNumber;
use crate::domain::transaction::Transaction;

use super::Party;
use super::event::{Findings, Seen};
use super::history::Record;

/// The proof that a transfer was made: its own tag in a list of the bank's, also in one that is not
/// complete. That the tag is not there proves nothing, and neither does a row that looks alike, nor
/// one with the tag that is of another amount: somebody may have written the tag into another message.
pub(crate) fn proof(record: &Record, findings: &Findings) -> bool {
    record.intent.tagged && findings.rows.iter().any(|row| may_be_its_own(row, record))
}

/// Whether a row with the tag is of the transfer's own amount, as far as the bank says.
pub(crate) fn may_be_its_own(row: &Seen, record: &Record) -> bool {
    let amount = record.intent.plan.amount;
    row.amount.is_none_or(|it| it.abs() == amount)
}

/// A look through the bank's lists for some transfers.
pub(crate) struct Look<'a> {
    records: &'a [&'a Record],
    findings: Vec<Findings>,
}

impl<'a> Look<'a> {
    pub(crate) fn for_records(records: &'a [&'a Record]) -> Self {
        Self {
            records,
            findings: vec![Findings::default(); records.len()],
        }
    }

    /// Takes in a row of either account.
    pub(crate) fn row(&mut self, row: &Transaction<'_>) {
        let tag_of = |record: &&&Record| record.intent.tagged && is_made(row) && bears(row, record);
        // A row with the tag of one transfer is no look-alike of another.
        let owner = self.records.iter().find(tag_of).map(|record| record.id);
        for (record, findings) in self.records.iter().zip(&mut self.findings) {
            if !is_on(row, record) {
                continue;
            }
            if owner == Some(record.id) {
                findings.rows.push(seen(row));
            } else if owner.is_none() && is_alike(row, record) {
                findings.alike.push(seen(row));
            }
        }
    }

    /// Forgets what came of an answer that broke off.
    pub(crate) fn restart(&mut self) {
        self.findings = vec![Findings::default(); self.records.len()];
    }

    /// What was found of each, in the order of the records.
    pub(crate) fn findings(self, complete: bool) -> Vec<Findings> {
        let mut findings = self.findings;
        for found in &mut findings {
            found.complete = complete;
        }
        findings
    }
}

/// Whether the row has the transfer's tag, wherever the bank puts a message.
fn bears(row: &Transaction<'_>, record: &Record) -> bool {
    [
        &row.kid_or_message,
        &row.description,
        &row.cleaned_description,
    ]
    .into_iter()
    .flatten()
    .any(|text| record.id.is_in(text.raw()))
}

/// Whether the bank calls the row made, or about to be; another word than these two is not known.
fn is_made(row: &Transaction<'_>) -> bool {
    let status = row.booking_status.as_ref();
    let known = |it: &str| {
        ["BOOKED", "PENDING"]
            .iter()
            .any(|word| it.eq_ignore_ascii_case(word))
    };
    status.is_none_or(|it| known(it.raw()))
}

/// Whether the row is on either account of the transfer, by its key or, where that has changed, by
/// its number; one that says neither may be.
fn is_on(row: &Transaction<'_>, record: &Record) -> bool {
    let plan = &record.intent.plan;
    let (key, number) = (row.account_key.as_ref(), row.account_number.as_ref());
    let is_of = |party: &Party| {
        let same_key = key.is_some_and(|it| party.key.as_deref() == Some(it.raw()));
        same_key || number.is_some_and(|it| AccountNumber::read(it.raw()).digits() == party.number)
    };
    (key.is_none() && number.is_none()) || [&plan.from, &plan.to].into_iter().any(is_of)
}

/// The same amount, whichever way.
fn is_alike(row: &Transaction<'_>, record: &Record) -> bool {
    row.amount
        .is_some_and(|amount| amount.abs() == record.intent.plan.amount)
}

fn seen(row: &Transaction<'_>) -> Seen {
    let text = row.text().or(row.kid_or_message.as_ref());
    Seen {
        id: row.id.clone(),
        day: row.date,
        amount: row.amount,
        account: row
            .account_number
            .as_ref()
            .map_or_else(String::new, |it| it.raw().to_owned()),
        text: text.map_or_else(String::new, |it| it.raw().to_owned()),
        booked: row.is_booked(),
    }
}

#[cfg(test)]
mod tests;
