//! One transaction in detail.

use serde::Deserialize;
use serde_json::value::RawValue;
use serde_json::{Map, Value};

use super::transactions::{Category, likeliest};
use super::{
    Object, Text, account_number, amount, currency, day, document, flag, foreign_amount,
    remote_number, required, text,
};
use crate::api::TransactionDetails;
use crate::api::trouble::{Trouble, Unreadable};
use crate::domain::text::Foreign;
use crate::domain::transaction::Transaction;

/// What a listing would say of the transaction, from `Transaction details` of the specification.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Row<'a> {
    #[serde(borrow)]
    id: Text<'a>,
    account_number: &'a RawValue,
    amount: &'a RawValue,
    date: &'a RawValue,
    value_date: Option<&'a RawValue>,
    booked_date: Option<&'a RawValue>,
    type_code: Option<Text<'a>>,
    type_text: Option<Text<'a>>,
    account_key: Option<Text<'a>>,
    account_name: Option<Text<'a>>,
    account_currency: Option<Text<'a>>,
    description: Option<Text<'a>>,
    cleaned_description: Option<Text<'a>>,
    non_unique_id: Option<Text<'a>>,
    currency_code: Option<Text<'a>>,
    currency_amount: Option<&'a RawValue>,
    kid_or_message: Option<Text<'a>>,
    remote_account_name: Option<Text<'a>>,
    remote_account_number: Option<Text<'a>>,
}

impl<'a> Row<'a> {
    fn transaction(self) -> Result<Transaction<'a>, Unreadable> {
        let account = account_number("accountNumber", Some(self.account_number))?;
        let booked = day("bookedDate", self.booked_date)?.is_some();
        Ok(Transaction {
            // A listing's id cannot be told from here: details may lack what it is minted from.
            id: String::new(),
            bank_id: self.id.foreign(),
            date: Some(required("date", day("date", Some(self.date))?)?),
            interest_date: day("valueDate", self.value_date)?,
            booking_status: booked.then(|| Foreign::new("BOOKED")),
            amount: Some(required("amount", amount("amount", Some(self.amount))?)?),
            account_currency: currency(self.account_currency),
            currency_code: text(self.currency_code),
            currency_amount: foreign_amount("currencyAmount", self.currency_amount)?,
            description: text(self.description),
            cleaned_description: text(self.cleaned_description),
            account_key: text(self.account_key),
            account_name: text(self.account_name),
            account_number: Some(required("accountNumber", account)?),
            remote_account_number: remote_number(self.remote_account_number),
            remote_account_name: text(self.remote_account_name),
            kid_or_message: text(self.kid_or_message),
            type_code: text(self.type_code),
            type_text: text(self.type_text),
            source: None,
            can_show_details: true,
            non_unique_id: text(self.non_unique_id),
            partition_key: None,
            category: None,
            subcategory: None,
            recurring: None,
            subscription: None,
        })
    }
}

/// What `ClassifiedTransactionDetailsDTO` has around the transaction.
#[derive(Deserialize)]
struct Classified<'a> {
    #[serde(borrow)]
    transaction: Object<Row<'a>>,
    categories: Option<Vec<Object<Category<'a>>>>,
    recurring: Option<&'a RawValue>,
}

/// Reads the answer of `/details`: the row, and the bank's fields as it wrote them.
pub(in crate::api) fn plain(body: &[u8]) -> Result<TransactionDetails, Trouble> {
    let row = document::<Row<'_>>(body)?.transaction()?.into_owned();
    Ok(TransactionDetails {
        row,
        fields: document(body)?,
    })
}

/// Reads the answer of `/details/classified`; its fields are the transaction's with the merchant.
pub(in crate::api) fn classified(body: &[u8]) -> Result<TransactionDetails, Trouble> {
    let answer = document::<Classified<'_>>(body)?;
    let row = answer.transaction.0.transaction();
    let mut row = row.map_err(|error| error.under("transaction"))?;
    (row.category, row.subcategory) = likeliest(answer.categories);
    row.recurring = flag(answer.recurring);
    let row = row.into_owned();
    let mut whole: Map<String, Value> = document(body)?;
    let mut fields = match whole.remove("transaction") {
        Some(Value::Object(fields)) => fields,
        _ => Map::new(),
    };
    fields.extend(whole.remove_entry("merchant"));
    Ok(TransactionDetails { row, fields })
}
