//! What a row says besides its text, as tags.

use std::borrow::Cow;

use crate::domain::transaction::Transaction;
use crate::export::wording::said;

/// A name of ours and a text of the bank's.
pub(in crate::export) type Tag<'a> = (&'static str, Cow<'a, str>);

/// What the row has of them, in an order that never changes.
pub(super) fn of<'a>(row: &'a Transaction<'_>) -> Vec<Tag<'a>> {
    let fields = [
        ("category", &row.category),
        ("subcategory", &row.subcategory),
        ("counterparty", &row.remote_account_name),
        ("counterparty-account", &row.remote_account_number),
        ("message", &row.kid_or_message),
    ];
    let mut tags: Vec<Tag<'a>> = fields
        .into_iter()
        .filter_map(|(name, field)| Some((name, said(field.as_ref())?.into())))
        .collect();
    if let Some(foreign) = foreign(row) {
        tags.push(("foreign", foreign));
    }
    tags
}

/// The amount and currency in which it was paid, or the currency alone, where that was another than
/// the account's.
fn foreign<'a>(row: &'a Transaction<'_>) -> Option<Cow<'a, str>> {
    let code = said(row.currency_code.as_ref())?;
    match (row.currency_amount, row.account_currency) {
        (Some(amount), _) => Some(format!("{amount} {code}").into()),
        (None, Some(own)) if code != own.code() => Some(code.into()),
        _ => None,
    }
}
