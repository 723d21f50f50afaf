//! One account or one transaction, with all that the bank tells of it.

use serde_json::{Map, Value};

use crate::config::Format;
use crate::domain::account::Account;
use crate::domain::text::{Foreign, neutral};
use crate::domain::transaction::Transaction;
use crate::failure::Failure;

use super::cell::{Cell, Record};
use super::json::{self, Document};
use super::separated::Separated;
use super::{Shape, accounts, facts, lines, transactions};

/// An object of the bank's, its fields in the bank's own order.
pub(crate) type Fields = Map<String, Value>;

/// One account. As JSON it is a listing of one, whose item carries `details` and `roles` where
/// they were fetched; CSV has the fields of the listing only.
pub(crate) fn account(
    shape: &Shape,
    account: &Account,
    details: Option<&Fields>,
    roles: Option<&Fields>,
) -> Result<Vec<u8>, Failure> {
    let more = || [("details", details), ("roles", roles)].into_iter().filter_map(given);
    let object = || {
        let mut object = Vec::new();
        json::open_record(&mut object, account);
        for (name, fields) in more() {
            object.push(b',');
            json::key(&mut object, name);
            json::bank_fields(&mut object, fields);
        }
        object.push(b'}');
        object
    };
    Ok(match shape.format {
        Format::Json => accounts::document(&[], [object()]),
        Format::Jsonl => lines([object()]),
        Format::Csv | Format::Tsv => Separated::new(shape).listing::<{ accounts::FIELDS }, _>([account])?,
        Format::Table => {
            let mut list = vec![("Name".to_owned(), account.name.to_string())];
            list.push(("Number".to_owned(), account.number.to_string()));
            list.extend(known(account, &["key", "name", "accountNumber"]));
            list.push(("Key".to_owned(), account.key.to_string()));
            for (_, fields) in more() {
                list.extend(told(fields, &[]));
            }
            lines(facts::list(shape.screen, &list))
        }
    })
}

fn given<'f>(
    (name, fields): (&'static str, Option<&'f Fields>),
) -> Option<(&'static str, &'f Fields)> {
    Some((name, fields?))
}

/// One transaction, with the fields of the bank's details that a listing does not have.
pub(crate) fn transaction(
    shape: &Shape,
    row: &Transaction<'_>,
    details: Option<&Fields>,
) -> Result<Vec<u8>, Failure> {
    let listed = <Transaction<'_> as Record<{ transactions::FIELDS }>>::KEYS;
    let object = || {
        let mut object = Vec::new();
        json::open_record(&mut object, row);
        let more = details.into_iter().flatten().filter(|(name, _)| !listed.contains(&name.as_str()));
        for (name, value) in more {
            object.push(b',');
            json::key(&mut object, name);
            json::bank_value(&mut object, name, value);
        }
        object.push(b'}');
        object
    };
    Ok(match shape.format {
        Format::Json => {
            let mut document = Document::new("sb1.transaction/1");
            document.object("transaction", &object());
            document.end()
        }
        Format::Jsonl => lines([object()]),
        Format::Csv | Format::Tsv => {
            Separated::new(shape).listing::<{ transactions::FIELDS }, _>([row])?
        }
        Format::Table => {
            let mut list: Vec<_> = known(row, &["bankId"]).collect();
            list.extend(details.into_iter().flat_map(|it| told(it, &listed)));
            lines(facts::list(shape.screen, &list))
        }
    })
}

/// The fields of a record that have a value, for people, but for those in `except`.
fn known<'r, const N: usize, R: Record<N>>(
    record: &'r R,
    except: &'r [&str],
) -> impl Iterator<Item = (String, String)> + use<'r, N, R> {
    let cells = R::KEYS.into_iter().zip(record.cells());
    cells.filter(|(name, _)| !except.contains(name)).filter_map(|(name, value)| {
        let value = match value {
            Cell::Absent => return None,
            Cell::Text(text) if name.ends_with("ccountNumber") => number(text),
            Cell::Text(text) => neutral(text).into_owned(),
            Cell::Money(amount) => amount.norwegian(),
            Cell::ForeignMoney(amount) => amount.norwegian(),
            Cell::Day(day) => day.to_string(),
            Cell::Flag(flag) => yes_or_no(flag).to_owned(),
            Cell::Count(count) => count.to_string(),
        };
        Some((title(name), value))
    })
}

fn number(text: &str) -> String {
    crate::domain::account::AccountNumber::read(text).to_string()
}

/// The bank's fields that have a value, nested ones under both names, but for those in `except`.
fn told(fields: &Fields, except: &[&str]) -> Vec<(String, String)> {
    let mut list = Vec::new();
    for (name, value) in fields.iter().filter(|(name, _)| !except.contains(&name.as_str())) {
        tell(&mut list, &title(name), name, value);
    }
    list
}

fn tell(list: &mut Vec<(String, String)>, shown: &str, name: &str, value: &Value) {
    let said = match value {
        Value::Null => return,
        Value::Bool(flag) => yes_or_no(*flag).to_owned(),
        Value::Number(number) => {
            json::money(name, value).map_or_else(|| number.to_string(), |amount| amount.norwegian())
        }
        Value::String(text) if name.ends_with("ccountNumber") => number(text),
        Value::String(text) => Foreign::new(text.as_str()).to_string(),
        Value::Array(items) => {
            for item in items {
                tell(list, shown, name, item);
            }
            return;
        }
        Value::Object(fields) => {
            for (name, value) in fields {
                tell(list, &format!("{shown}: {}", title(name)), name, value);
            }
            return;
        }
    };
    list.push((shown.to_owned(), said));
}

fn yes_or_no(flag: bool) -> &'static str {
    if flag { "yes" } else { "no" }
}

/// `remoteAccountName` as `Remote Account Name`.
fn title(name: &str) -> String {
    match name {
        "id" => return "ID".to_owned(),
        "iban" => return "IBAN".to_owned(),
        "kidOrMessage" => return "KID or Message".to_owned(),
        _ => {}
    }
    let mut title = String::with_capacity(name.len().saturating_add(4));
    for (place, c) in neutral(name).chars().enumerate() {
        if place == 0 {
            title.extend(c.to_uppercase());
        } else {
            if c.is_uppercase() && !title.ends_with(char::is_uppercase) {
                title.push(' ');
            }
            title.push(c);
        }
    }
    title
}
