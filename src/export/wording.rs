//! Whom a row was paid to or by, and what else it says, for formats that have a place for each.

use std::borrow::Cow;

use crate::domain::money::Amount;
use crate::domain::text::{Foreign, packed};
use crate::domain::transaction::Transaction;

use super::BookAccount;

/// What stands between the parts of a memo.
pub(super) const GAP: &str = "; ";

/// The other side by its name; where the bank has none, the text that people know the row by.
pub(super) fn payee<'r>(row: &'r Transaction<'_>) -> &'r str {
    said(row.remote_account_name.as_ref())
        .or_else(|| said(row.text()))
        .unwrap_or_default()
}

/// What the payee does not say: that the row is pending, its text, its message or KID, and the
/// amount in the currency that it was made in.
pub(super) fn memo(row: &Transaction<'_>) -> String {
    let payee = payee(row);
    let mut parts: Vec<Cow<'_, str>> = Vec::new();
    if !row.is_booked() {
        parts.push("(pending)".into());
    }
    for text in [row.text(), row.kid_or_message.as_ref()] {
        if let Some(text) = said(text)
            && text != payee
            && !parts.iter().any(|it| it == text)
        {
            parts.push(text.into());
        }
    }
    if let Some((code, amount)) = row.currency_code.as_ref().zip(row.currency_amount) {
        parts.push(format!("{} {amount}", code.raw()).into());
    }
    parts.join(GAP)
}

/// What one unit of the currency that the row was made in cost, with that currency's code: only
/// where it is another than the account's.
pub(super) fn rate<'r>(row: &'r Transaction<'_>, paid: Amount) -> Option<(&'r str, String)> {
    let code = said(row.currency_code.as_ref())?;
    let foreign = row
        .account_currency
        .is_none_or(|account| account.code() != code);
    let price = row.currency_amount?.unit_price(paid)?;
    foreign.then_some((code, price))
}

/// The bank's category and the one below it, on one line each.
pub(super) fn category(row: &Transaction<'_>) -> Option<(String, Option<String>)> {
    let category = said(row.category.as_ref()).map(packed)?;
    Some((category, said(row.subcategory.as_ref()).map(packed)))
}

/// An account as other programs shall know it: the user's own word for it, or the bank's with the
/// number, because the bank calls two accounts alike.
pub(super) fn account_name(account: &BookAccount) -> String {
    match &account.alias {
        Some(alias) => packed(alias),
        None => packed(&format!("{} {}", account.name, account.number)),
    }
}

/// The first `most` characters of a text, on one line. These formats cannot say what a control
/// character or a line break says, and are read by programs whose screens are not ours to guard.
pub(super) fn one_line(text: &str, most: usize) -> String {
    let line = packed(text);
    match line.char_indices().nth(most) {
        Some((end, _)) => line.get(..end).unwrap_or_default().trim_end().to_owned(),
        None => line,
    }
}

/// The text without what is around it, unless nothing is left.
pub(super) fn said<'f>(text: Option<&'f Foreign<'_>>) -> Option<&'f str> {
    text.map(|it| it.raw().trim()).filter(|it| !it.is_empty())
}
