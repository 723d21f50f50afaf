//! What a look through the bank's lists says of each transfer.

use crate::config::Format;
use crate::domain::text::neutral;
use crate::domain::transfer::{NotMoved, Record as Made, Route, State, may_be_its_own};
use crate::failure::Failure;

use super::super::transfer::{amount, between};
use super::super::{Shape, lines};
use super::evidence::{Evidence, place, sketch};
use super::{Item, when};

pub(in crate::view) fn rendered(shape: &Shape, items: &[Item<'_>]) -> Result<Vec<u8>, Failure> {
    if shape.format == Format::Table {
        return Ok(lines(items.iter().rev().flat_map(of_one)));
    }
    super::rendered(shape, items)
}

/// The transfer with its verdict, and below it what looks alike.
fn of_one(item: &Item<'_>) -> Vec<String> {
    let record = item.record;
    let plan = &record.intent.plan;
    let evidence = Evidence::of(item);
    let mut shown = vec![format!(
        "{}  {}  {} {}: {}",
        record.id,
        when(record),
        amount(plan.amount, plan.currency),
        between(plan.route, &plan.from, &plan.to),
        verdict(record, evidence.as_ref())
    )];
    let alike = evidence.as_ref().map_or(&[][..], Evidence::alike);
    let alike = alike.iter().map(|row| sketch(row, plan));
    shown.extend(alike.map(|row| format!("  looks alike, which proves nothing: {row}")));
    shown
}

fn verdict(record: &Made, evidence: Option<&Evidence<'_>>) -> String {
    match &record.state {
        State::Done(accepted) => format!(
            "went through: the bank accepted it (payment {})",
            neutral(&accepted.payment_id)
        ),
        State::NotMoved(NotMoved::Bank(_)) => "moved nothing: the bank rejected it".to_owned(),
        State::NotMoved(NotMoved::Network { .. }) => "moved nothing: it was never sent".to_owned(),
        State::Settled(settled) if settled.moved => "went through, by its owner's word".to_owned(),
        State::Settled(_) => "moved nothing, by its owner's word".to_owned(),
        State::Proven(_) | State::Open | State::Unknown(_) => by_look(record, evidence),
    }
}

fn by_look(record: &Made, evidence: Option<&Evidence<'_>>) -> String {
    if !record.intent.tagged {
        return format!("cannot be proven ({})", no_tag(record.intent.plan.route));
    }
    let rows = evidence.map_or(&[][..], Evidence::rows);
    let own = rows.iter().find(|row| may_be_its_own(row, record));
    match (own.or(rows.first()), evidence) {
        (Some(row), _) if own.is_none() => {
            let row = sketch(row, &record.intent.plan);
            format!("its tag is in a row of another amount, which proves nothing: {row}")
        }
        (Some(row), _) => {
            let place = place(row, &record.intent.plan);
            format!("went through: found on {place}")
        }
        (None, None) => "not looked for".to_owned(),
        (None, Some(evidence)) if evidence.is_complete() => {
            "not found (the list came whole); that proves nothing yet".to_owned()
        }
        (None, Some(_)) => {
            "not found, and the bank's list came in part only; that proves nothing".to_owned()
        }
    }
}

/// Why no row of the bank's has its id.
pub(super) fn no_tag(route: Route) -> &'static str {
    match route {
        Route::Debit => "its message has no tag",
        Route::CreditCard => "a payment to a card has no message",
        Route::Pension => "a payment into a pension policy has no message",
    }
}
