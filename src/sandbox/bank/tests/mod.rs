//! The bank as a client meets it: through requests, at a time of the test's choosing.

mod accounts;
mod churn;
mod habits;
mod past;
mod paying;
mod reading;
mod refusing;

use super::{Bank, Household, Role};
use crate::sandbox::habits::Habits;
use crate::sandbox::message::{Request, Response};
use jiff::Timestamp;
use jiff::civil::{Date, date};
use serde_json::Value;

/// A Wednesday.
const TODAY: Date = date(2026, 11, 18);

/// A bank with a clock and a customer in front of it.
struct Desk {
    bank: Bank,
    now: Timestamp,
    habits: Habits,
}

fn noon(day: Date) -> Timestamp {
    let zone = jiff::tz::get!("Europe/Oslo");
    day.at(12, 0, 0, 0).to_zoned(zone).unwrap().timestamp()
}

fn desk() -> Desk {
    household(7, TODAY, None)
}

fn household(seed: u64, today: Date, rows: Option<usize>) -> Desk {
    Desk {
        bank: Bank::open(&Household { seed, today, rows }),
        now: noon(today),
        habits: Habits::default(),
    }
}

fn parsed(response: &Response) -> Value {
    serde_json::from_slice(&response.body).unwrap()
}

fn code(response: &Response) -> String {
    parsed(response)["errors"][0]["code"]
        .as_str()
        .unwrap()
        .to_owned()
}

impl Desk {
    fn send(
        &mut self,
        method: &str,
        target: &str,
        headers: &[(&str, &str)],
        body: &str,
    ) -> Response {
        let (path, query) = target.split_once('?').unwrap_or((target, ""));
        let pair = |pair: &str| {
            let (name, value) = pair.split_once('=').unwrap();
            (name.to_owned(), value.to_owned())
        };
        let request = Request {
            method: method.into(),
            path: path.into(),
            query: query
                .split('&')
                .filter(|text| !text.is_empty())
                .map(pair)
                .collect(),
            headers: headers
                .iter()
                .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()))
                .collect(),
            body: body.as_bytes().to_vec(),
        };
        self.bank
            .answer(&request, self.now, &self.habits)
            .expect("a path")
    }

    fn get(&mut self, target: &str) -> Response {
        let target = format!("/personal/banking/{target}");
        self.send("GET", &target, &[], "")
    }

    fn read(&mut self, target: &str) -> Value {
        let response = self.get(target);
        assert_eq!(
            response.status,
            200,
            "{target}: {:?}",
            String::from_utf8(response.body)
        );
        parsed(&response)
    }

    /// The rows of those accounts, with more of a query behind.
    fn rows(&mut self, roles: &[Role], more: &str) -> Vec<Value> {
        let keys: Vec<_> = roles
            .iter()
            .map(|role| format!("accountKey={}", self.bank.key(*role)))
            .collect();
        let mut answer = self.read(&format!("transactions?{}{more}", keys.join("&")));
        match answer["transactions"].take() {
            Value::Array(rows) => rows,
            other => panic!("{other}"),
        }
    }

    fn transfer(&mut self, way: &str, body: &str) -> Response {
        let target = format!("/personal/banking/transfer/{way}");
        self.send(
            "POST",
            &target,
            &[("content-type", "application/json")],
            body,
        )
    }

    fn balance(&self, role: Role) -> i64 {
        self.bank.ledger.find(role).unwrap().1.balance()
    }

    fn available(&self, role: Role) -> i64 {
        self.bank.ledger.find(role).unwrap().1.available()
    }
}

const EVERYDAY: [Role; 6] = [
    Role::Current,
    Role::Savings,
    Role::Joint,
    Role::Bsu,
    Role::Card,
    Role::Euro,
];

fn column(rows: &[Value], name: &str) -> Vec<Value> {
    rows.iter().map(|row| row[name].clone()).collect()
}

fn is(row: &Value, name: &str, value: &str) -> bool {
    row[name] == value
}

impl Desk {
    /// A debit transfer between two numbers with more members behind.
    fn debit(&mut self, from: &str, to: &str, amount: &str, more: &str) -> Response {
        let body =
            format!(r#"{{"amount":"{amount}","fromAccount":"{from}","toAccount":"{to}"{more}}}"#);
        self.transfer("debit", &body)
    }

    fn number(&self, role: Role) -> String {
        self.bank.number(role).to_owned()
    }
}
