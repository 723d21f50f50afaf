//! What the bank remarks on a transfer that it makes all the same.

use jiff::SignedDuration;
use serde_json::json;

use super::Customer;

fn warnings(customer: &Customer, words: &[&str], code: &str, sentence: &str) -> String {
    let run = customer.send(&[words, &["--json"]].concat());
    assert_eq!(run.code, 0, "{}", run.shown());
    let document = run.json();
    assert_eq!(document["warnings"], json!([code]));
    assert_eq!(
        (&document["state"], &document["moneyMoved"]),
        (&json!("accepted"), &json!(true))
    );
    let warned = run
        .err
        .lines()
        .any(|it| it.starts_with("warning: ") && it.contains(sentence));
    assert!(warned, "{}", run.err);
    run.err
}

#[test]
fn an_identical_payment_is_said_and_made() {
    let customer = Customer::new();
    let (_, first) = customer.sent(&["Brukskonto", "Sparekonto", "100"]);
    let id = first["id"].as_str().unwrap();
    let held = customer.save("100", &["--json"]);
    assert_eq!((held.code, &held.json()["id"]), (6, &first["id"]));
    customer.posts();
    let words = ["Brukskonto", "Sparekonto", "100", "--again", id];
    warnings(
        &customer,
        &words,
        "DUPLICATE_PAYMENT_EXISTS",
        "this one was made all the same",
    );
    assert_eq!(customer.world.bank.transfers().len(), 2);
}

#[test]
fn the_cut_off_of_a_card_is_said() {
    let customer = Customer::new();
    customer.world.bank.advance(SignedDuration::from_hours(4));
    let customer = customer.set("SB1_NOW", "2026-11-22T15:00:00Z");
    let card = customer.number("card");
    let words = ["Brukskonto", &card, "10"];
    warnings(
        &customer,
        &words,
        "CUTOFF_TIME_HAS_PASSED",
        "cut-off time for that day has passed",
    );
    let run = customer.send(&["Brukskonto", &card, "11"]);
    assert!(
        run.out
            .starts_with("Accepted: 11,00 NOK from Brukskonto to ***"),
        "{}",
        run.out
    );
    let run = customer.save("12", &["--json"]);
    assert_eq!(
        run.json()["warnings"],
        json!([]),
        "accounts have till the evening"
    );
}

#[test]
fn a_closed_day_is_noted_before_and_the_moving_said_after() {
    let customer = Customer::new();
    for (at, (day, why, next)) in [
        ("2026-11-29", "a Sunday", "2026-11-30"),
        ("2026-11-28", "a Saturday", "2026-11-30"),
        ("2026-12-25", "", "2026-12-28"),
    ]
    .into_iter()
    .enumerate()
    {
        let amount = format!("1{at}");
        let words = ["Brukskonto", "Sparekonto", &amount, "--date", day];
        let code = "DUE_DATE_MOVED_SINCE_BANK_IS_CLOSED_ON_REQUESTED_DATE";
        let err = warnings(&customer, &words, code, "the bank is closed on the date");
        let date = err.lines().find(|it| it.starts_with("Date ")).unwrap();
        assert!(date.contains(day) && date.contains(why), "{date}");
        assert!(
            date.contains(&format!("the bank may move it to {next}")),
            "{date}"
        );
        assert_eq!(customer.posted()["dueDate"], day);
    }
    assert_eq!(customer.world.bank.transfers(), [], "not yet");
}

#[test]
fn what_nobody_has_heard_of_is_passed_on_neutralised() {
    let customer = Customer::new();
    let body = r#"{"paymentId":"1","errors":[],"warnings":["NEW_ONE \u001b[2J\u202e"]}"#;
    customer.fault(super::DEBIT, sb1::sandbox::fault::Effect::json(200, body));
    let run = customer.save("100", &["--json"]);
    assert_eq!(run.code, 0, "{}", run.shown());
    assert_eq!(run.json()["warnings"], json!(["NEW_ONE \u{1b}[2J\u{202e}"]));
    super::hostile::clean(&run);
    assert!(run.err.contains("warning: NEW_ONE "), "{}", run.err);
}
