//! Transfers: what is posted, and what comes back.

use serde::Deserialize;
use serde_json::value::RawValue;
use serde_json::{Map, Value};

use super::{Object, errors, mend};
use crate::domain::transfer::{Accepted, Intent, Route};

/// A transfer as it goes to the bank.
#[derive(Debug)]
pub(crate) struct Request {
    pub(crate) path: &'static str,
    /// JSON, byte for byte.
    pub(crate) body: String,
}

/// The one request that an intent is. `--dry-run` shows the same.
pub(crate) fn request(intent: &Intent) -> Request {
    let plan = &intent.plan;
    let debit = plan.route == Route::Debit;
    let (path, target) = match plan.route {
        Route::Debit => ("/personal/banking/transfer/debit", "toAccount"),
        Route::CreditCard => (
            "/personal/banking/transfer/creditcard/transferTo",
            "creditCardAccountId",
        ),
        Route::Pension => ("/personal/banking/transfer/pension", "policyNumber"),
    };
    // Every field stands here with what it takes, in the order in which it is sent.
    let fields = [
        ("amount", Some(plan.amount.to_string())),
        ("fromAccount", Some(plan.from.number.clone())),
        (target, Some(plan.target.clone())),
        ("dueDate", plan.due.map(|day| day.to_string())),
        ("message", intent.sent_message.clone().filter(|_| debit)),
        ("currencyCode", debit.then(|| plan.currency.to_string())),
    ];
    let fields = fields
        .into_iter()
        .filter_map(|(name, text)| Some((name.to_owned(), Value::String(text?))));
    Request {
        path,
        body: Value::Object(Map::from_iter(fields)).to_string(),
    }
}

/// What the JSON of a whole answer is.
#[derive(Debug, PartialEq, Eq)]
pub(in crate::api) enum Outcome {
    /// An object with a `paymentId`, whatever else it has.
    Created(Accepted),
    /// An object with errors and without a `paymentId`: the code of each, as the bank wrote it.
    Errors(Vec<Option<String>>),
    Other,
}

/// The fields that decide. One that comes twice makes the object unreadable.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Fields<'a> {
    #[serde(borrow)]
    payment_id: Option<&'a RawValue>,
    warnings: Option<&'a RawValue>,
    errors: Option<&'a RawValue>,
}

#[derive(Deserialize)]
struct Coded<'a> {
    #[serde(borrow)]
    code: Option<&'a RawValue>,
}

/// Reads the body of an answer, which is one JSON object and nothing after it. A damaged text beside
/// what decides is let be.
pub(in crate::api) fn read(body: &[u8]) -> Outcome {
    outcome(body)
        .or_else(|| outcome(&mend::mended(body)?))
        .unwrap_or(Outcome::Other)
}

/// `None` where it is no such object.
fn outcome(body: &[u8]) -> Option<Outcome> {
    let Object(fields) = serde_json::from_slice::<Object<Fields<'_>>>(body).ok()?;
    Some(match fields.payment_id.map_or(Named::Not, named) {
        Named::As(payment_id) => Outcome::Created(Accepted {
            payment_id,
            warnings: warnings(fields.warnings),
        }),
        Named::Not => match codes(fields.errors) {
            Some(codes) if !codes.is_empty() => Outcome::Errors(codes),
            _ => Outcome::Other,
        },
        Named::Oddly => Outcome::Other,
    })
}

/// Whether a payment is named.
enum Named {
    As(String),
    /// By nothing, or by an empty text.
    Not,
    /// By something that is no id: nobody can tell whether there is a payment.
    Oddly,
}

/// A text, or a whole number by its digits.
fn named(raw: &RawValue) -> Named {
    let json = raw.get();
    if !json.starts_with('"') {
        let whole = json.bytes().all(|byte| byte.is_ascii_digit());
        return match json {
            "null" => Named::Not,
            _ if whole => Named::As(json.to_owned()),
            _ => Named::Oddly,
        };
    }
    match serde_json::from_str::<String>(json) {
        Ok(id) if id.trim().is_empty() => Named::Not,
        // A damaged id is none to look a payment up by.
        Ok(id) if !id.contains('\u{fffd}') => Named::As(id.trim().to_owned()),
        _ => Named::Oddly,
    }
}

/// The code of each error; `None` if this is no list.
fn codes(raw: Option<&RawValue>) -> Option<Vec<Option<String>>> {
    let list: Vec<&RawValue> = serde_json::from_str(raw?.get()).ok()?;
    Some(list.into_iter().map(code).collect())
}

fn code(error: &RawValue) -> Option<String> {
    let Object(error) = serde_json::from_str::<Object<Coded<'_>>>(error.get()).ok()?;
    serde_json::from_str(error.code?.get()).ok()
}

/// The bank's remarks. However odd they are, the payment was made.
fn warnings(raw: Option<&RawValue>) -> Vec<String> {
    let Some(raw) = raw else {
        return Vec::new();
    };
    let list = match errors::value(raw.get().as_bytes()) {
        Some(Value::Null) => Vec::new(),
        Some(Value::Array(list)) => list.into_iter().map(words).collect(),
        Some(alone) => vec![words(alone)],
        None => vec![raw.get().to_owned()],
    };
    list.into_iter()
        .filter(|it| !it.trim().is_empty())
        .collect()
}

/// A text, or whatever else it is as JSON.
fn words(warning: Value) -> String {
    match warning {
        Value::String(text) => text,
        other => other.to_string(),
    }
}
