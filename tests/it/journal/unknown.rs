//! Answers that do not say what became of a transfer, and a connection that never was.

use serde_json::Value;

use super::relay::Relay;
use super::{DEBIT, as_if, ended, fault, hint, id, lines, moved, posts, send, text, unclear};
use crate::world::World;

/// What is no clear answer, whether the bank did its work or not.
const UNCLEAR: &[&str] = &[
    "drop",
    "drop after",
    "reset",
    "reset after",
    "truncate",
    "malformed",
    "200",
    "200 after",
    "200 html after",
    r#"200 body={"paymentId":""}"#,
    r#"200 body={"paymentId":null,"warnings":[]}"#,
    r#"200 type=text/html body={"paymentId":"1"}"#,
    r#"201 body={"paymentId":"1"}"#,
    "204",
    "302 location=/personal/banking/transfer/debit",
    "307 location=/personal/banking/transfer/debit",
    "307 after location=http://127.0.0.1:9/steal",
    "400",
    "400 html",
    "400 code=illegal.payment.status.update",
    "400 code=insufficient.funds code=no.such.code",
    "401",
    "401 after",
    "403",
    "403 code=no.such.code",
    "404",
    "409 code=insufficient.funds",
    "429",
    "429 after retry-after=1",
    "500",
    "500 code=general.error",
    "500 code=missing.or.invalid.account.currency",
    "500 code=general.error.transfer.not.completed code=general.error",
    "502",
    "503 code=general.error.transfer.not.completed",
    "504 after",
];

#[test]
fn whatever_is_no_clear_answer_leaves_it_unknown() {
    let world = World::logged_in();
    for (count, what) in UNCLEAR.iter().enumerate() {
        fault(&world, &format!("{DEBIT}: {what}"));
        // Each is unlike the others, so that none holds another back.
        let line = format!("transfer Brukskonto Sparekonto {} --yes --json", count + 1);
        let run = world.run(&line);
        assert_eq!(ended(&run), unclear(), "{what}: {}", run.shown());
        assert_eq!(posts(&world), count + 1, "{what} is posted once");
        let error = &run.error()["error"];
        assert_eq!(error["kind"], "unknown");
        let advice = format!("run `sb1 transfers check {}`", id(&run));
        assert!(hint(&run).contains(&advice), "{}", run.shown());
        let said = text(&error["message"]);
        assert!(said.contains("may or may not have been made"), "{said}");
        assert!(!run.err.contains("steal"), "{}", run.err);
        let last = lines(&world).pop().unwrap();
        assert_eq!(last, format!("{} unknown", id(&run)));
        assert_eq!(run.json()["paymentId"], Value::Null, "{what}");
    }
    let committed = UNCLEAR.iter().filter(|it| it.contains("after "));
    let committed = committed.count() + UNCLEAR.iter().filter(|it| it.ends_with("after")).count();
    let halves = ["truncate", "malformed"].len();
    assert_eq!(moved(&world), committed + halves);
    assert!(world.bank.faults().is_empty());
}

#[test]
fn a_bank_that_does_not_answer_in_time_leaves_it_unknown() {
    let world = World::logged_in().set("SB1_TIMEOUT", "300ms");
    for (count, what) in ["delay=5s", "delay=5s after"].iter().enumerate() {
        fault(&world, &format!("{DEBIT}: {what}"));
        let line = format!("transfer Brukskonto Sparekonto {} --yes --json", count + 1);
        let run = world.run(&line);
        assert_eq!(ended(&run), unclear(), "{what}: {}", run.shown());
        assert!(run.err.contains("no response within 0.3 s"), "{}", run.err);
        assert_eq!(posts(&world), count + 1);
    }
    assert_eq!(moved(&world), 1);
}

#[test]
fn people_are_told_not_to_repeat_it() {
    let world = World::logged_in();
    fault(&world, &format!("{DEBIT}: 500"));
    let run = world.run("transfer Brukskonto Sparekonto 100 --yes");
    assert_eq!((run.code, run.out.as_str()), (9, ""));
    assert!(run.err.contains("error: the bank did not clearly answer"));
    assert!(
        run.err
            .contains("the bank answered with 500 (general.error)")
    );
    assert!(
        run.err
            .contains("hint: do not repeat it; run `sb1 transfers check ")
    );
}

#[test]
fn what_never_left_did_not_move_and_may_be_sent_again() {
    let world = World::new();
    let relay = Relay::to(&world.bank.origin());
    let world = world.set("SB1_API_URL", &relay.origin());
    assert_eq!(world.log_in(&[]).code, 0);
    // The accounts are listed on one connection; for the transfer there is no other.
    relay.allows(1);
    for more in ["", "--key rent"] {
        let run = send(&world, more);
        let expected = as_if(8, "not_sent", Some(false), false);
        assert_eq!(ended(&run), expected, "{}", run.shown());
        assert!(run.err.contains("refused"), "{}", run.err);
        assert!(hint(&run).contains("safe to try again"));
        assert_eq!((posts(&world), moved(&world)), (0, 0));
        relay.allows(1);
    }
    relay.opens();
    let run = send(&world, "--key rent");
    assert_eq!(ended(&run), super::accepted(), "{}", run.shown());
    assert_eq!((posts(&world), moved(&world)), (1, 1));
    let events: Vec<_> = lines(&world)
        .iter()
        .map(|it| it.split_once(' ').unwrap().1.to_owned())
        .collect();
    let never = ["sending", "not_moved"];
    let made = ["sending", "done", "reported"];
    assert_eq!(events, [&never[..], &never, &made].concat());
}
