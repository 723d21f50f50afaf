//! One invocation posts once, whatever comes back.

use sb1::sandbox::Options;
use sb1::sandbox::fault::{Effect, Fault, RetryAfter};
use sb1::sandbox::habits::Tokens;
use serde_json::{Value, json};

use super::{CARD, Customer, DEBIT};

const POST: &str = "POST /personal/banking/transfer/debit";
const GET: &str = "GET /personal/banking/accounts";
const REFRESH: &str = "POST /oauth/token";

#[test]
fn nothing_makes_it_post_twice() {
    let customer = Customer::new();
    let wait = Some(RetryAfter::Seconds(1));
    let mut effects = vec![
        Effect::Drop,
        Effect::Reset,
        Effect::Truncate,
        Effect::Malformed,
        Effect::too_many(wait),
        Effect::too_many(None),
        Effect::redirect(307, &format!("{}{DEBIT}", customer.world.bank.origin())),
        Effect::redirect(308, "http://127.0.0.1:9/elsewhere"),
        Effect::redirect(302, CARD),
        Effect::json(200, "[]"),
        Effect::json(200, "{\"paymentId\":\"\"}"),
        Effect::json(200, "{\"paymentId\":null,\"errors\":[]}"),
        Effect::json(201, "{\"paymentId\":\"1\"}"),
        Effect::json(204, ""),
    ];
    let statuses = [
        200, 401, 403, 404, 405, 408, 409, 415, 422, 500, 501, 502, 503, 504,
    ];
    effects.extend(statuses.map(Effect::status));
    for (at, effect) in effects.into_iter().enumerate() {
        let amount = format!("{}", at + 1);
        customer.fault(DEBIT, effect.clone());
        let (code, document) = customer.sent(&["Brukskonto", "Sparekonto", &amount]);
        assert_eq!(
            (code, &document["state"]),
            (9, &json!("unknown")),
            "{effect:?} {document}"
        );
        assert_eq!(document["moneyMoved"], Value::Null, "{effect:?}");
        assert_eq!(customer.world.asked(), [GET, POST], "{effect:?}");
        assert_eq!(customer.world.bank.faults(), [], "{effect:?}");
    }
    // Those two needed the real answer, so that the bank did its work.
    assert_eq!(customer.world.bank.transfers().len(), 2);
}

#[test]
fn an_answer_that_never_came_is_posted_once_also_when_the_money_moved() {
    let customer = Customer::new();
    let effects = [
        Effect::Drop,
        Effect::Reset,
        Effect::status(403),
        Effect::status(500),
        Effect::status(504),
        Effect::code(500, "general.error"),
    ];
    for (at, effect) in effects.into_iter().enumerate() {
        let fault = Fault::on("POST", DEBIT, effect.clone());
        customer.world.bank.fault(fault.after_the_work());
        let run = customer.save(&format!("{}", at + 1), &[]);
        assert_eq!(
            (run.code, run.out.as_str()),
            (9, ""),
            "{effect:?}: {}",
            run.shown()
        );
        assert!(
            run.err.contains("may or may not have been made"),
            "{}",
            run.err
        );
        assert!(
            run.err
                .contains("hint: do not repeat it; run `sb1 transfers check "),
            "{}",
            run.err
        );
        assert_eq!(customer.world.asked(), [GET, POST]);
        assert_eq!(customer.world.bank.transfers().len(), at + 1);
    }
}

#[test]
fn an_answer_that_takes_too_long_is_not_waited_for_twice() {
    let customer = Customer::new().set("SB1_TIMEOUT", "1s");
    let late = std::time::Duration::from_millis(2500);
    for (at, after) in [false, true].into_iter().enumerate() {
        let fault = Fault::on("POST", DEBIT, Effect::Genuine).delayed(late);
        let fault = if after { fault.after_the_work() } else { fault };
        customer.world.bank.fault(fault);
        let (code, document) = customer.sent(&["Brukskonto", "Sparekonto", &format!("{}", at + 1)]);
        assert_eq!(
            (code, &document["state"]),
            (9, &json!("unknown")),
            "{document}"
        );
        assert_eq!(customer.world.asked(), [GET, POST]);
    }
}

#[test]
fn a_body_that_is_no_answer_of_the_bank_is_no_success() {
    let customer = Customer::new();
    let long = format!("{{\"paymentId\":\"1\",\"x\":\"{}\"}}", "x".repeat(70_000));
    let faults = [
        format!("POST {DEBIT}: 200 html"),
        format!("POST {DEBIT}: 200 type=text/html body={{\"paymentId\":\"1\"}}"),
        format!("POST {DEBIT}: 403 html"),
        format!("POST {DEBIT}: 400 type=text/plain body=insufficient.funds"),
        format!("POST {DEBIT}: 200 type=application/json body={long}"),
    ];
    for (at, fault) in faults.iter().enumerate() {
        customer.world.bank.fault(fault.parse().unwrap());
        let (code, document) = customer.sent(&["Brukskonto", "Sparekonto", &format!("{}", at + 1)]);
        assert_eq!(
            (code, &document["paymentId"]),
            (9, &Value::Null),
            "{document}"
        );
        assert_eq!(customer.world.asked(), [GET, POST]);
    }
}

/// A customer whose access token lives for so many seconds, and who comes back after as many.
fn after(lives: u32, seconds: i64) -> Customer {
    let mut options = Options::default();
    options.habits.tokens = Tokens::Short(lives);
    let customer = Customer::with(options);
    let by = jiff::SignedDuration::from_secs(seconds);
    customer.world.bank.advance(by);
    let now: jiff::Timestamp = crate::world::NOW.parse().unwrap();
    customer.set("SB1_NOW", &(now + by).to_string())
}

#[test]
fn a_token_near_its_end_is_renewed_before_and_never_after() {
    for (lives, seconds) in [(600, 571), (600, 599), (600, 700), (10, 8)] {
        let customer = after(lives, seconds);
        customer.fault(DEBIT, Effect::status(401));
        let run = customer.save("10", &[]);
        assert_eq!(run.code, 9, "{}", run.shown());
        let asked = customer.world.asked();
        assert_eq!(asked.last().map(String::as_str), Some(POST), "{asked:?}");
        assert_eq!(asked.iter().filter(|it| *it == POST).count(), 1);
        assert_eq!(asked[0], REFRESH, "{lives} {seconds} {asked:?}");
        let run = customer.save("11", &[]);
        assert_eq!(run.code, 0, "{}", run.shown());
    }
    let customer = after(600, 10);
    assert_eq!(customer.save("10", &[]).code, 0);
    assert_eq!(
        customer.world.asked(),
        [GET, POST],
        "a fresh one is used as it is"
    );
}

#[test]
fn a_token_that_the_bank_no_longer_takes_is_found_out_by_a_read() {
    let customer = Customer::new();
    let fault = Fault::on("GET", super::ACCOUNTS, Effect::status(401));
    customer.world.bank.fault(fault);
    let run = customer.save("10", &[]);
    assert_eq!(run.code, 0, "{}", run.shown());
    assert_eq!(customer.world.asked(), [GET, REFRESH, GET, POST]);
    let fault = Fault::on("GET", super::ACCOUNTS, Effect::status(401));
    customer.world.bank.fault(fault.times(0));
    let run = customer.save("11", &[]);
    assert_eq!(run.code, 4, "{}", run.shown());
    assert_eq!(customer.posts().len(), 0);
}

#[test]
fn what_fails_before_the_post_leaves_nothing_behind() {
    let customer = Customer::new();
    for (effect, code) in [
        (Effect::status(500), 8),
        (Effect::Drop, 8),
        (Effect::too_many(Some(RetryAfter::Seconds(9))), 8),
        (Effect::json(200, "{}"), 1),
    ] {
        let fault = Fault::on("GET", super::ACCOUNTS, effect.clone());
        customer.world.bank.fault(fault.times(0));
        let run = customer.save("10", &[]);
        customer.world.bank.clear_faults();
        customer.refused(&run, code, "error: ");
    }
    assert_eq!(
        customer.world.run("transfers --json").json()["transfers"],
        json!([])
    );
    assert_eq!(customer.save("10", &[]).code, 0);
}
