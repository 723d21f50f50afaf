//! The members of a transfer's body, each read the way the bank reads it.

use super::number::is_account_number;
use super::payments::Way;
use super::refusal::Refusal;
use serde_json::{Map, Value};

const LONGEST_MESSAGE: usize = 40;

impl Way {
    /// Highest amount in øre.
    fn most(self) -> i64 {
        match self {
            Self::Debit => 100_000_000_000,
            Self::Card => 99_999_999_900,
            Self::Pension => 200_000_000,
        }
    }
}

pub(super) fn text<'a>(
    body: &'a Map<String, Value>,
    name: &'static str,
) -> Result<Option<&'a str>, Refusal> {
    match body.get(name) {
        None | Some(Value::Null) => Ok(None),
        Some(Value::String(text)) => Ok(Some(text)),
        Some(_) => Err(Refusal::bad(format!("{name} must be a string")).at(name)),
    }
}

pub(super) fn account_number(
    body: &Map<String, Value>,
    name: &'static str,
    code: &'static str,
) -> Result<String, Refusal> {
    match text(body, name)? {
        Some(number) if is_account_number(number) => Ok(number.to_owned()),
        _ => Err(Refusal::new(400, code, "Not a valid account number.").at(name)),
    }
}

pub(super) fn message(body: &Map<String, Value>, way: Way) -> Result<Option<String>, Refusal> {
    if way != Way::Debit {
        return Ok(None);
    }
    let message = text(body, "message")?;
    if message.is_some_and(|message| message.chars().count() > LONGEST_MESSAGE) {
        let text = "The message can have at most 40 characters.";
        return Err(Refusal::new(400, "message.length.invalid", text).at("message"));
    }
    Ok(message.filter(|text| !text.is_empty()).map(str::to_owned))
}

/// The amount in øre. It is a string with a point and at most two decimals.
pub(super) fn amount(body: &Map<String, Value>, way: Way) -> Result<i64, Refusal> {
    let ore = body.get("amount").and_then(Value::as_str).and_then(ore);
    let most = way.most();
    match ore {
        Some(ore) if (1..=most).contains(&ore) => Ok(ore),
        _ => {
            let template = "The amount must be between {0} and {1}, with at most two decimals.";
            let values = vec!["0.01".to_owned(), (most / 100).to_string()];
            let message = template.replace("{0}", "0.01").replace("{1}", &values[1]);
            let refusal = Refusal::new(400, "amount.invalid", message).at("amount");
            Err(refusal.with_values(template, values))
        }
    }
}

/// `12`, `12.3` or `12.34` in øre.
fn ore(text: &str) -> Option<i64> {
    let (whole, part) = text.split_once('.').unwrap_or((text, "0"));
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    if !digits(whole) || !digits(part) || part.len() > 2 {
        return None;
    }
    let hundredths: i64 = format!("{part:0<2}").parse().ok()?;
    whole
        .parse::<i64>()
        .ok()?
        .checked_mul(100)?
        .checked_add(hundredths)
}

pub(super) fn currency_pattern(body: &Map<String, Value>, way: Way) -> Result<(), Refusal> {
    let currency = match way {
        Way::Debit => text(body, "currencyCode")?,
        _ => None,
    };
    let good = |code: &str| code.len() == 3 && code.bytes().all(|byte| byte.is_ascii_uppercase());
    if currency.is_none_or(good) {
        return Ok(());
    }
    Err(Refusal::bad("must match \"^[A-Z]{3}$\"").at("currencyCode"))
}
