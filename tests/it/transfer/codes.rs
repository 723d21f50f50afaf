//! What the bank says no with: each documented code, where it stands in the bank's own lists.

use std::collections::BTreeMap;

use sb1::sandbox::fault::{Answer, Body, Effect};
use serde_json::{Value, json};

use super::{CARD, Customer, DEBIT, PENSION};
use crate::world::Run;

/// Route, status and code of the bank's own descriptions.
const LISTED: &str = include_str!("../../fixtures/transfer-codes.tsv");

/// The codes that do not tell whether the transfer was made.
const OPEN: [&str; 3] = [
    "general.error",
    "missing.or.invalid.account.currency",
    "illegal.payment.status.update",
];

fn codes(status: u16, codes: &[&str]) -> Effect {
    Effect::Answer(Answer {
        status,
        body: Body::Codes(codes.iter().map(|it| (*it).to_owned()).collect()),
        retry_after: None,
        location: None,
    })
}

/// Sends along a route, each time another amount, and lets the bank answer so.
fn answered(customer: &Customer, route: &str, at: usize, effect: Effect, more: &[&str]) -> Run {
    let (path, to) = match route {
        "debit" => (DEBIT, "Sparekonto".to_owned()),
        "creditcard" => (CARD, customer.number("card")),
        _ => (PENSION, format!("pension:{}", customer.world.bank.policy())),
    };
    customer.fault(path, effect);
    let amount = format!("{}", at + 1);
    let run = customer.send(&[&["Brukskonto", &to, &amount], more].concat());
    assert_eq!(customer.posts().len(), 1, "{}", run.shown());
    run
}

#[test]
fn each_documented_code_has_its_exit_code_and_its_sentence() {
    let customer = Customer::new();
    let mut sentences = BTreeMap::new();
    let listed = LISTED.lines().filter(|it| !it.starts_with('#'));
    for (at, line) in listed.enumerate() {
        let cells: Vec<_> = line.split('\t').collect();
        let (route, status, code) = (cells[0], cells[1].parse().unwrap(), cells[2]);
        let run = answered(
            &customer,
            route,
            at,
            Effect::code(status, code),
            &["--json"],
        );
        let (document, error) = (run.json(), run.error()["error"].clone());
        assert_eq!(error["exitCode"], run.code, "{line}");
        assert_eq!(
            (&document["code"], &error["code"]),
            (&json!(code), &json!(code)),
            "{line}"
        );
        assert_eq!(error["httpStatus"], status, "{line}");
        assert!(document["traceId"].is_string(), "{line}");
        assert_eq!(document["paymentId"], Value::Null, "{line}");
        let said = error["message"].as_str().unwrap().to_owned();
        let hint = error["hint"].as_str().unwrap_or_default().to_owned();
        let known = sentences.insert(code, sentence(&said));
        assert!(
            known.is_none_or(|it| it == sentence(&said)),
            "{line}: another by another route"
        );
        if OPEN.contains(&code) {
            assert_eq!(
                (run.code, &document["state"]),
                (9, &json!("unknown")),
                "{line}"
            );
            assert_eq!(document["moneyMoved"], Value::Null, "{line}");
            assert!(hint.contains("do not repeat it"), "{line}: {hint}");
            assert!(!said.contains("nothing was"), "{line}: {said}");
        } else {
            assert_eq!(
                (run.code, &document["state"]),
                (7, &json!("rejected")),
                "{line}"
            );
            assert_eq!(document["moneyMoved"], false, "{line}");
            assert!(said.starts_with("nothing was moved: "), "{line}: {said}");
            assert!(!hint.is_empty(), "{line}");
        }
    }
    assert_eq!(sentences.len(), 36);
    let mut all: Vec<_> = sentences.into_values().collect();
    all.sort();
    all.dedup();
    assert_eq!(all.len(), 36, "each its own");
    assert_eq!(customer.world.bank.transfers(), []);
}

/// What a failure says of its code: behind `nothing was moved`, or behind the code of an answer that
/// leaves it open; without the bank's own words.
fn sentence(said: &str) -> String {
    let words = said.split(": the bank's words: ").next().unwrap();
    words.rsplit(": ").next().unwrap().to_owned()
}

#[test]
fn a_rejection_is_told_to_people_too() {
    let customer = Customer::new();
    let run = answered(
        &customer,
        "debit",
        0,
        Effect::code(403, "to.account.closed"),
        &[],
    );
    assert_eq!((run.code, run.out.as_str()), (7, ""));
    assert!(
        run.err
            .contains("error: nothing was moved: the receiving account has been closed\n"),
        "{}",
        run.err
    );
    assert!(
        run.err.contains("hint: choose another receiving account"),
        "{}",
        run.err
    );
    // The next one with the same words is free to go.
    let run = customer.save("1", &[]);
    assert_eq!(run.code, 0, "{}", run.shown());
}

#[test]
fn whatever_is_not_in_the_lists_leaves_it_open() {
    let customer = Customer::new();
    let cases: [(&str, u16, &[&str]); 14] = [
        ("debit", 403, &["insufficient.funds", "general.error"]),
        ("debit", 403, &["insufficient.funds", "some.new.code"]),
        ("debit", 400, &["amount.invalid", "insufficient.funds"]),
        ("debit", 400, &["insufficient.funds"]),
        ("debit", 500, &["insufficient.funds"]),
        (
            "debit",
            500,
            &["general.error.transfer.not.completed", "general.error"],
        ),
        ("debit", 403, &["general.error.transfer.not.completed"]),
        ("debit", 403, &["some.new.code"]),
        ("debit", 403, &["Insufficient.Funds"]),
        ("debit", 401, &["insufficient.funds"]),
        ("debit", 409, &["insufficient.funds"]),
        ("debit", 403, &["ips.limit.exceeded"]),
        ("creditcard", 403, &["to.account.closed"]),
        ("pension", 400, &["message.length.invalid"]),
    ];
    for (at, (route, status, list)) in cases.into_iter().enumerate() {
        let run = answered(&customer, route, at, codes(status, list), &["--json"]);
        let document = run.json();
        assert_eq!(
            (run.code, &document["state"]),
            (9, &json!("unknown")),
            "{list:?} {}",
            run.shown()
        );
        assert_eq!(document["moneyMoved"], Value::Null);
        assert!(
            run.error()["error"]["hint"]
                .as_str()
                .unwrap()
                .contains("do not repeat it")
        );
    }
    let several = codes(403, &["insufficient.funds", "from.account.blocked"]);
    let run = answered(&customer, "debit", 50, several, &["--json"]);
    assert_eq!(
        run.code,
        7,
        "every one says that nothing moved: {}",
        run.shown()
    );
}

#[test]
fn an_unknown_one_holds_back_only_its_like() {
    let customer = Customer::new();
    let run = answered(
        &customer,
        "debit",
        0,
        Effect::code(500, "general.error"),
        &["--json"],
    );
    let id = run.json()["id"].clone();
    let (code, held) = customer.sent(&["Brukskonto", "Sparekonto", "1"]);
    assert_eq!(
        (code, &held["state"], &held["id"]),
        (9, &json!("held"), &id)
    );
    assert_eq!(held["moneyMoved"], Value::Null);
    assert_eq!(customer.posts().len(), 0);
    for (to, amount) in [("Sparekonto", "1,01"), ("Felleskonto", "1")] {
        let run = customer.send(&["Brukskonto", to, amount]);
        assert_eq!(run.code, 0, "{}", run.shown());
    }
}

#[test]
fn too_little_money_is_told_with_what_there_is() {
    let customer = Customer::new();
    let available = customer.available("Brukskonto");
    let amount = format!("{}.{:02}", available / 100, available % 100 + 1).replace(".100", ".99");
    let more = (available + 1).to_string();
    let (kroner, oere) = more.split_at(more.len() - 2);
    let amount = if available % 100 == 99 {
        format!("{kroner}.{oere}")
    } else {
        amount
    };
    let run = customer.save(&amount, &["--json"]);
    assert_eq!(
        (run.code, &run.json()["code"]),
        (7, &json!("insufficient.funds")),
        "{}",
        run.shown()
    );
    let shown = customer.save(&amount, &[]);
    let tail = format!(",{:02}", available % 100);
    let hint = shown
        .err
        .lines()
        .find(|it| it.starts_with("hint: available is "));
    assert!(hint.is_some_and(|it| it.ends_with(&tail)), "{}", shown.err);
    assert!(
        shown.err.contains("more than can be spent"),
        "said before: {}",
        shown.err
    );
    assert_eq!(customer.world.bank.transfers(), []);
    let all = format!("{}.{:02}", available / 100, available % 100);
    assert_eq!(customer.save(&all, &[]).code, 0, "to the last øre");
    assert_eq!(customer.available("Brukskonto"), 0);
}
