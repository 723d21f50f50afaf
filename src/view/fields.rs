//! Fields with their values, for people.

use serde_json::{Map, Value};

use crate::domain::account::AccountNumber;
use crate::domain::text::{Foreign, neutral};

use super::cell::{Cell, Record};
use super::json;

/// An object of the bank's, its fields in the bank's own order.
pub(super) type Fields = Map<String, Value>;

/// A name and a value.
pub(super) type Fact = (String, String);

/// The fields of a record that have a value, for people, but for those in `except`.
pub(super) fn known<'r, const N: usize, R: Record<N>>(
    record: &'r R,
    except: &'r [&str],
) -> impl Iterator<Item = Fact> + use<'r, N, R> {
    let cells = R::KEYS.into_iter().zip(record.cells());
    cells
        .filter(|(name, _)| !except.contains(name))
        .filter_map(|(name, value)| {
            let value = match value {
                Cell::Absent => return None,
                Cell::Text(text) if name.ends_with("ccountNumber") => number(text),
                Cell::Text(text) => neutral(text).into_owned(),
                Cell::Money(amount) => amount.norwegian(),
                Cell::ForeignMoney(amount) => amount.norwegian(),
                Cell::Day(day) => day.to_string(),
                Cell::Flag(flag) => yes_or_no(flag).to_owned(),
                Cell::Count(count) => count.to_string(),
                Cell::Percent(percent) => percent.norwegian(),
            };
            Some((title(name), value))
        })
}

fn number(text: &str) -> String {
    AccountNumber::read(text).to_string()
}

/// The bank's fields that have a value, nested ones under both names, but for those in `except`.
pub(super) fn told(fields: &Fields, except: &[&str]) -> Vec<Fact> {
    let mut list = Vec::new();
    for (name, value) in fields
        .iter()
        .filter(|(name, _)| !except.contains(&name.as_str()))
    {
        tell(&mut list, &title(name), name, value);
    }
    list
}

fn tell(list: &mut Vec<Fact>, shown: &str, name: &str, value: &Value) {
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
        "currencyCode" => return "Currency".to_owned(),
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
    match title.strip_suffix(" Id") {
        Some(start) => format!("{start} ID"),
        None => title,
    }
}
