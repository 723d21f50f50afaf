//! Transfers as lines of CSV and TSV.

use super::super::cell::{Cell, Record};
use super::evidence::{Evidence, Figures};
use super::{Head, Item};

/// An item without fields in fields.
pub(super) struct Flat<'a> {
    head: Head<'a>,
    evidence: Option<Figures>,
}

impl<'a> Flat<'a> {
    pub(super) fn of(item: &Item<'a>) -> Self {
        Self {
            head: Head::of(item.record),
            evidence: Evidence::of(item).map(|it| it.figures()),
        }
    }
}

impl Record<22> for Flat<'_> {
    const KEYS: [&'static str; 22] = [
        "id",
        "createdAt",
        "state",
        "settledBy",
        "kind",
        "paymentId",
        "amount",
        "currencyCode",
        "fromName",
        "fromAccountNumber",
        "toName",
        "toAccountNumber",
        "message",
        "key",
        "evidenceAt",
        "evidenceComplete",
        "evidenceRows",
        "evidenceLookAlikes",
        "fromBefore",
        "toBefore",
        "fromAfter",
        "toAfter",
    ];

    fn cells(&self) -> [Cell<'_>; 22] {
        let intent = &self.head.record.intent;
        let (from, to) = (intent.plan.from.cells(), intent.plan.to.cells());
        let ([from_name, from_number], [to_name, to_number]) = (from, to);
        let [id, created, state, settled, kind, payment, amount, currency] = self.head.cells();
        let [at, complete, rows, alike, sent, got, left, has] = match &self.evidence {
            Some(figures) => figures.cells(),
            None => [const { Cell::Absent }; 8],
        };
        let (message, key) = ((&intent.plan.message).into(), (&intent.key).into());
        [
            id,
            created,
            state,
            settled,
            kind,
            payment,
            amount,
            currency,
            from_name,
            from_number,
            to_name,
            to_number,
            message,
            key,
            at,
            complete,
            rows,
            alike,
            sent,
            got,
            left,
            has,
        ]
    }
}
