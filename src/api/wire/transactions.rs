//! Rows of the transaction lists.

use serde::Deserialize;
use serde_json::value::RawValue;

use super::{
    Object, Text, account_number, amount, currency, day, flag, foreign_amount, remote_number,
    required, text,
};
use crate::api::trouble::Unreadable;
use crate::domain::text::Foreign;
use crate::domain::transaction::Transaction;

/// An element of a list of transactions, in either form.
pub(super) trait Element<'a>: Deserialize<'a> {
    /// The transaction, its id not yet minted.
    fn transaction(self) -> Result<Transaction<'a>, Unreadable>;
}

/// `TransactionDTO`, without the fields that nothing here reads. Of what it requires only the id
/// must be there: one odd row must not hide all others. A row without a status is not booked.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Row<'a> {
    #[serde(borrow)]
    id: Text<'a>,
    source: Option<Text<'a>>,
    booking_status: Option<Text<'a>>,
    can_show_details: Option<&'a RawValue>,
    non_unique_id: Option<Text<'a>>,
    description: Option<Text<'a>>,
    cleaned_description: Option<Text<'a>>,
    account_number: Option<&'a RawValue>,
    amount: Option<&'a RawValue>,
    date: Option<&'a RawValue>,
    interest_date: Option<&'a RawValue>,
    type_code: Option<Text<'a>>,
    type_text: Option<Text<'a>>,
    currency_code: Option<Text<'a>>,
    currency_amount: Option<&'a RawValue>,
    account_currency: Option<Text<'a>>,
    account_name: Option<Text<'a>>,
    account_key: Option<Text<'a>>,
    remote_account_number: Option<Text<'a>>,
    remote_account_name: Option<Text<'a>>,
    kid_or_message: Option<Text<'a>>,
    credit_card_identifiers: Option<Object<CardIdentity<'a>>>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct CardIdentity<'a> {
    #[serde(borrow)]
    partition_key: Option<Text<'a>>,
}

impl<'a> Element<'a> for Row<'a> {
    fn transaction(self) -> Result<Transaction<'a>, Unreadable> {
        Ok(Transaction {
            id: String::new(),
            bank_id: self.id.foreign(),
            date: day("date", self.date)?,
            interest_date: day("interestDate", self.interest_date)?,
            booking_status: text(self.booking_status),
            amount: amount("amount", self.amount)?,
            account_currency: currency(self.account_currency),
            currency_code: text(self.currency_code),
            currency_amount: foreign_amount("currencyAmount", self.currency_amount)?,
            description: text(self.description),
            cleaned_description: text(self.cleaned_description),
            account_key: text(self.account_key),
            account_name: text(self.account_name),
            account_number: account_number("accountNumber", self.account_number)?,
            remote_account_number: remote_number(self.remote_account_number),
            remote_account_name: text(self.remote_account_name),
            kid_or_message: text(self.kid_or_message),
            type_code: text(self.type_code),
            type_text: text(self.type_text),
            source: text(self.source),
            can_show_details: flag(self.can_show_details).unwrap_or_default(),
            non_unique_id: text(self.non_unique_id),
            partition_key: self
                .credit_card_identifiers
                .and_then(|it| text(it.0.partition_key)),
            category: None,
            subcategory: None,
            recurring: None,
            subscription: None,
        })
    }
}

/// `ClassificationResultDTO`: the row is nested in it.
#[derive(Deserialize)]
pub(super) struct Classified<'a> {
    #[serde(borrow)]
    transaction: Option<Object<Row<'a>>>,
    categories: Option<Vec<Object<Category<'a>>>>,
    recurring: Option<&'a RawValue>,
    subscription: Option<&'a RawValue>,
}

impl<'a> Element<'a> for Classified<'a> {
    fn transaction(self) -> Result<Transaction<'a>, Unreadable> {
        let row = required("transaction", self.transaction)?.0;
        let mut row = row
            .transaction()
            .map_err(|error| error.under("transaction"))?;
        (row.category, row.subcategory) = likeliest(self.categories);
        row.recurring = flag(self.recurring);
        row.subscription = flag(self.subscription);
        Ok(row)
    }
}

/// `ClassificationCategoryDTO`.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Category<'a> {
    #[serde(borrow)]
    main: Option<Text<'a>>,
    sub: Option<Text<'a>>,
    #[serde(rename = "mainI18n")]
    main_label: Option<Text<'a>>,
    #[serde(rename = "subI18n")]
    sub_label: Option<Text<'a>>,
    confidence: Option<&'a RawValue>,
}

/// Main and sub category that the bank is surest of, in the words that it shows to people.
pub(super) fn likeliest<'a>(
    categories: Option<Vec<Object<Category<'a>>>>,
) -> (Option<Foreign<'a>>, Option<Foreign<'a>>) {
    let confidence = |it: &Object<Category<'_>>| -> i64 {
        it.0.confidence
            .and_then(|raw| raw.get().parse().ok())
            .unwrap_or(i64::MIN)
    };
    // `max_by_key` takes the last of equals; the bank's first is meant.
    match categories
        .unwrap_or_default()
        .into_iter()
        .rev()
        .max_by_key(confidence)
    {
        Some(Object(best)) => (
            text(best.main_label).or_else(|| text(best.main)),
            text(best.sub_label).or_else(|| text(best.sub)),
        ),
        None => (None, None),
    }
}
