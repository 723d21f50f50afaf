//! Every document is what its schema says, and every money is exact.

use std::time::Duration;

use jiff::Timestamp;
use serde_json::Value;

use crate::config::Format;
use crate::domain::account::Account;
use crate::domain::bank::BANKS;
use crate::domain::money::{Amount, ForeignAmount};
use crate::domain::text::Foreign;
use crate::domain::transaction::Transaction;
use crate::failure::{BankSaid, Failure, Kind};
use crate::view::accounts::{Columns, listing};
use crate::view::doctor::{Check, Verdict};
use crate::view::feed::FeedOptions;
use crate::view::fields::Fields;
use crate::view::status::Status;
use crate::view::{account as one_account, banks, doctor, error, schema, status, transaction};

use super::{account, listed, parsed, row, shape, text};

/// Whether `value` is what `schema` says, as far as these schemas say anything.
fn check(schema: &Value, value: &Value, path: &str) {
    if let Some(constant) = schema.get("const") {
        assert_eq!(value, constant, "{path}");
    }
    if let Some(allowed) = schema.get("enum") {
        assert!(
            allowed.as_array().unwrap().contains(value),
            "{path}: {value}"
        );
    }
    if let Some(types) = schema.get("type") {
        let types: Vec<&str> = match types {
            Value::String(one) => vec![one],
            many => many
                .as_array()
                .unwrap()
                .iter()
                .map(|it| it.as_str().unwrap())
                .collect(),
        };
        assert!(
            types.contains(&type_of(value)) || types.contains(&"number") && value.is_number(),
            "{path}: {value}"
        );
    }
    if let (Some(item), Some(values)) = (schema.get("items"), value.as_array()) {
        for (place, value) in values.iter().enumerate() {
            check(item, value, &format!("{path}[{place}]"));
        }
    }
    let (Some(properties), Some(fields)) = (schema.get("properties"), value.as_object()) else {
        return;
    };
    for name in schema["required"].as_array().unwrap() {
        assert!(
            fields.contains_key(name.as_str().unwrap()),
            "{path} lacks {name}"
        );
    }
    for (name, value) in fields {
        match properties.get(name) {
            Some(schema) => check(schema, value, &format!("{path}.{name}")),
            None => assert_ne!(schema["additionalProperties"], false, "{path} has {name}"),
        }
    }
}

fn type_of(value: &Value) -> &'static str {
    match value {
        Value::Null => "null",
        Value::Bool(_) => "boolean",
        Value::Number(number) if number.to_string().contains('.') => "number",
        Value::Number(_) => "integer",
        Value::String(_) => "string",
        Value::Array(_) => "array",
        Value::Object(_) => "object",
    }
}

/// The document, after a look at its schema and its first key.
pub(super) fn checked(name: &str, json: impl AsRef<[u8]>) -> Value {
    let text = std::str::from_utf8(json.as_ref()).unwrap();
    let value = parsed(text);
    assert_eq!(value.as_object().unwrap().keys().next().unwrap(), "schema");
    check(&parsed(schema::of(name).unwrap()), &value, name);
    value
}

fn fields(json: &str) -> Fields {
    parsed(json).as_object().unwrap().clone()
}

#[test]
fn names_and_schemas_agree() {
    for name in schema::names() {
        let schema = parsed(schema::of(name).unwrap());
        assert_eq!(schema["title"], format!("sb1.{name}/1"));
        assert_eq!(schema::of(&format!("sb1.{name}/1")), schema::of(name));
    }
    assert_eq!(schema::of("nothing"), None);
}

#[test]
fn accounts_and_one_account() {
    let full = Account {
        credit_limit: Amount::read("50000").ok(),
        credit_card_account_id: text("id"),
        iban: text("NO9312345678903"),
        alias: Some("a".into()),
        ..account("Kort", "K1234567890", "-0.5", "NOK")
    };
    let accounts = [
        full.clone(),
        Account {
            balance: None,
            ..account("B", "12345678903", "", "EUR")
        },
    ];
    let errors = [Foreign::new("BSU")];
    let document = checked(
        "accounts",
        listing(&shape(Format::Json, None), &accounts, &errors, Columns::All).unwrap(),
    );
    assert_eq!(document["accounts"][0]["balance"].to_string(), "-0.50");
    assert_eq!(document["accounts"][0]["accountNumber"], "K1234567890");
    assert_eq!(document["accounts"][1]["balance"], Value::Null);
    assert_eq!(document["complete"], false);
    let details = fields(r#"{"interestRate":4.25,"blockedAmount":100,"x":[{"y":null}]}"#);
    let roles = fields(r#"{"roles":[{"roleType":"OWNER"}],"ownerHasRightOfDisposal":true}"#);
    let render = |format| {
        one_account::rendered(&shape(format, None), &full, Some(&details), Some(&roles)).unwrap()
    };
    let document = checked("accounts", render(Format::Json));
    assert_eq!(
        document["accounts"][0]["details"]["blockedAmount"].to_string(),
        "100.00"
    );
    assert_eq!(
        document["accounts"][0]["details"]["interestRate"].to_string(),
        "4.25"
    );
    assert_eq!(
        document["accounts"][0]["roles"],
        Value::Object(roles.clone())
    );
    snapbox::assert_data_eq!(
        String::from_utf8(render(Format::Table)).unwrap(),
        snapbox::str![[r#"
Name                         Kort
Account Number               K1234567890
IBAN                         NO9312345678903
Description                  BRUKSKONTO
Type                         USER
Balance                      -0,50
Available Balance            -0,50
Currency                     NOK
Owner                        Kari Nordmann
Credit Card Account ID       id
Credit Limit                 50 000,00
Alias                        a
Interest Rate                4.25
Blocked Amount               100,00
Roles: Role Type             OWNER
Owner Has Right Of Disposal  yes
Key                          key-Kort

"#]]
    );
}

#[test]
fn transactions_and_one_transaction() {
    let full = Transaction {
        recurring: Some(true),
        currency_amount: ForeignAmount::read("12.5").ok(),
        interest_date: crate::domain::date::Day::parse_iso("2026-11-02"),
        ..row("2026-11-01", "-349", "KIWI")
    };
    let rows = [
        full.clone(),
        Transaction {
            id: "p-0000000000000000".to_owned(),
            date: None,
            amount: None,
            ..row("", "", "x")
        },
    ];
    let json = listed(
        shape(Format::Json, None),
        FeedOptions::default(),
        &rows,
        &[],
    );
    let document = checked("transactions", &json);
    assert_eq!(
        document["transactions"][0]["currencyAmount"].to_string(),
        "12.50"
    );
    let jsonl = listed(
        shape(Format::Jsonl, None),
        FeedOptions::default(),
        &rows,
        &[],
    );
    let items: Vec<Value> = jsonl.lines().map(parsed).collect();
    assert_eq!(Value::Array(items), document["transactions"]);

    let details = fields(
        r#"{"id":"of-the-bank","amount":-349,"date":"2026-11-01","description":"other","numericalReference":"42",
            "remoteAccountNumber":"12345678903","paymentDetails":{"amount":349,"message":"hei\u202e"}}"#,
    );
    let one = checked(
        "transaction",
        transaction::rendered(&shape(Format::Json, None), &full, Some(&details)).unwrap(),
    );
    assert_eq!(one["transaction"]["description"], "KIWI");
    assert_eq!(one["transaction"]["numericalReference"], "42");
    assert_eq!(
        one["transaction"]["paymentDetails"]["amount"].to_string(),
        "349.00"
    );
}

#[test]
fn status_banks_and_the_doctor() {
    let out = Status {
        logged_in: true,
        profile: "default",
        bank: Some("fid-smn"),
        origin: "https://api.sparebank1.no",
        store: "keyring",
        access_token_expires: Timestamp::from_second(1_800_000_000).ok(),
        refresh_token_expires: None,
        login_expires: Timestamp::from_second(1_810_000_000).ok(),
        days_left: Some(1),
    };
    let document = checked(
        "status",
        status::rendered(&shape(Format::Json, None), &out).unwrap(),
    );
    assert_eq!(document["accessTokenExpiresAt"], "2027-01-15T08:00:00Z");
    let shown = status::rendered(&shape(Format::Table, None), &out).unwrap();
    assert!(
        String::from_utf8(shown)
            .unwrap()
            .ends_with("\nLeft                1 day\n")
    );

    let document = checked(
        "banks",
        banks::rendered(&shape(Format::Json, None), &BANKS).unwrap(),
    );
    assert_eq!(document["banks"].as_array().unwrap().len(), 18);
    let shown =
        String::from_utf8(banks::rendered(&shape(Format::Table, Some(40)), &BANKS).unwrap())
            .unwrap();
    assert!(
        shown
            .lines()
            .all(|line| crate::view::fit::width(line) <= 40),
        "{shown}"
    );

    let checks = [
        Check {
            name: "keyring",
            verdict: Verdict::Good,
            finding: "it answers".into(),
            hint: None,
        },
        Check {
            name: "port",
            verdict: Verdict::Bad,
            finding: "taken".into(),
            hint: Some("free it".into()),
        },
    ];
    checked(
        "doctor",
        doctor::rendered(&shape(Format::Json, None), &checks).unwrap(),
    );
    snapbox::assert_data_eq!(
        String::from_utf8(doctor::rendered(&shape(Format::Table, Some(20)), &checks).unwrap())
            .unwrap(),
        snapbox::str![[r#"
Check    Verdict  Finding
keyring  ok       it answers
port     error    taken
                  hint: free it

"#]]
    );
}

#[test]
fn errors_are_one_line() {
    let failure = Failure::new(Kind::RateLimited, "too many\nrequests\u{1b}")
        .because(std::io::Error::other("why"))
        .hint("wait")
        .hint("then try again")
        .said(BankSaid {
            code: Some("C".into()),
            http_status: Some(429),
            trace_id: None,
            retry_after: Some(Duration::from_millis(1500)),
        });
    let line = error::json(&failure);
    assert_eq!(line.lines().count(), 1);
    assert!(!line.ends_with('\n'));
    let told = &checked("error", &line)["error"];
    assert_eq!(told["message"], "too many\nrequests\u{1b}: why");
    assert_eq!(told["hint"], "wait; then try again");
    assert_eq!(told["retryAfter"], 2);
    assert_eq!(
        (told["exitCode"].as_u64(), told["httpStatus"].as_u64()),
        (Some(8), Some(429))
    );
    assert_eq!(told["kind"], "rate_limited");
    let bare = error::json(&Failure::usage("x"));
    assert_eq!(checked("error", &bare)["error"]["hint"], Value::Null);
}
