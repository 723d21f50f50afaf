//! How much may go where: the rules for BSU and pension saving, and the customer's own limits.

use super::calendar::later;
use super::ledger::{Account, Ledger, Role};
use super::payments::{Order, Payments, Way};
use super::refusal::Refusal;
use jiff::civil::Date;

/// Into a BSU account in one year, øre.
const BSU_YEARLY: i64 = 2_750_000;
/// On a BSU account altogether, øre.
const BSU_TOTAL: i64 = 30_000_000;
/// Into individual pension saving in one year, øre.
const IPS_YEARLY: i64 = 1_500_000;
/// The customer's own limits for payments: one payment, and all of thirty days; øre.
const ONE_PAYMENT: i64 = 10_000_000;
const THIRTY_DAYS: i64 = 15_000_000;

pub(super) fn check(
    order: &Order,
    ledger: &Ledger,
    payments: &Payments,
    today: Date,
) -> Result<(), Refusal> {
    let to = ledger.accounts.get(order.to);
    match order.way {
        Way::Debit => match to.filter(|to| to.role == Role::Bsu) {
            Some(bsu) => bsu_limits(order, bsu, ledger, payments, today),
            None => Ok(()),
        },
        Way::Card => own_limits(order, payments),
        Way::Pension => {
            own_limits(order, payments)?;
            pension_limit(order, payments)
        }
    }
}

fn exceeded(code: &'static str, message: &str) -> Result<(), Refusal> {
    Err(Refusal::new(403, code, message).at("amount"))
}

fn bsu_limits(
    order: &Order,
    bsu: &Account,
    ledger: &Ledger,
    payments: &Payments,
    today: Date,
) -> Result<(), Refusal> {
    let coming = payments.accepted().iter();
    let coming = coming.filter(|made| made.to == order.to && made.due > today);
    let all = coming.clone().map(|made| made.ore).sum::<i64>();
    if bsu.available() + all + order.ore > BSU_TOTAL {
        let message = "The BSU account would exceed its maximum balance.";
        return exceeded("bsu.total.amount.limit.exceeded", message);
    }
    let year = order.due.year();
    let coming = coming.filter(|made| made.due.year() == year);
    let rows = ledger.rows().iter().filter(|row| {
        row.account == order.to
            && !row.is_cancelled()
            && row.day.year() == year
            && row.ore > 0
            && !matches!(row.kind, super::row::Kind::Interest)
    });
    let saved = rows.map(|row| row.ore).sum::<i64>() + coming.map(|made| made.ore).sum::<i64>();
    if saved + order.ore > BSU_YEARLY {
        let message = "The BSU account would receive more than allowed this year.";
        return exceeded("bsu.yearly.amount.limit.exceeded", message);
    }
    Ok(())
}

fn own_limits(order: &Order, payments: &Payments) -> Result<(), Refusal> {
    if order.ore > ONE_PAYMENT {
        let message = "The amount is higher than the limit for one payment.";
        return exceeded("transaction.amount.limit.exceeded", message);
    }
    let since = later(order.due, -30);
    let recent = payments
        .accepted()
        .iter()
        .filter(|made| made.way != Way::Debit && made.due > since && made.due <= order.due);
    if recent.map(|made| made.ore).sum::<i64>() + order.ore > THIRTY_DAYS {
        let message = "The payment would exceed the periodic amount limit that you have set.";
        return exceeded("periodic.amount.limit.exceeded", message);
    }
    Ok(())
}

fn pension_limit(order: &Order, payments: &Payments) -> Result<(), Refusal> {
    let year = order.due.year();
    let paid = payments.accepted().iter();
    let paid = paid.filter(|made| made.way == Way::Pension && made.due.year() == year);
    if paid.map(|made| made.ore).sum::<i64>() + order.ore <= IPS_YEARLY {
        return Ok(());
    }
    let limit = (IPS_YEARLY / 100).to_string();
    let message = format!("Amount is larger than IPS limit: {limit}");
    let refusal = Refusal::new(403, "ips.limit.exceeded", message).at("amount");
    Err(refusal.with_values("Amount is larger than IPS limit: {0}", vec![limit]))
}
