//! The owner's word on what nothing else can tell.

use serde_json::Value;

use super::{ROWS, accepted, ended, fault, held, hint, lines, lost, posts, send, shown, text};
use crate::world::{Run, World};

/// Five minutes after the pretend now.
const OLD_ENOUGH: &str = "2026-11-22T11:05:00Z";

fn resolve(world: &World, id: &str, word: &str) -> Run {
    world.run(&format!("transfers resolve {id} --{word} --json"))
}

fn refused(run: &Run, code: i32, why: &str) {
    assert_eq!((run.code, run.out.as_str()), (code, ""), "{}", run.shown());
    let error = &run.error()["error"];
    assert!(text(&error["message"]).contains(why), "{error}");
}

fn settled(run: &Run) -> Value {
    assert_eq!(run.code, 0, "{}", run.shown());
    let item = run.json()["transfers"][0].clone();
    assert_eq!(item["settledBy"], "owner");
    item
}

#[test]
fn it_moved() {
    let world = World::logged_in();
    let lost = lost(&world, false, "");
    let item = settled(&resolve(&world, &lost, "moved"));
    assert_eq!(item["state"], "accepted");
    let before = &item["evidence"]["before"]["from"];
    assert_eq!(before.to_string(), "89209.31");
    assert_eq!(&item["evidence"]["after"]["from"], before);
    assert_eq!(lines(&world).pop().unwrap(), format!("{lost} noticed"));
    assert_eq!(ended(&send(&world, "")), held(6));
    assert_eq!(posts(&world), 1);
    refused(&resolve(&world, &lost, "not-moved"), 2, "known already");
    assert_eq!(world.run("transfers check").code, 0);
}

#[test]
fn it_did_not_move() {
    let world = World::logged_in();
    let lost = lost(&world, false, "");
    let world = world.set("SB1_NOW", "2026-11-22T11:04:59Z");
    refused(
        &resolve(&world, &lost, "not-moved"),
        6,
        "less than five minutes old",
    );
    let world = world.set("SB1_NOW", OLD_ENOUGH);
    world.bank.fail_parts(&["CREDIT_ACCOUNTS_FAILED"]);
    refused(
        &resolve(&world, &lost, "not-moved"),
        6,
        "did not come whole",
    );
    world.bank.fail_parts(&[]);
    assert_eq!(ended(&send(&world, "")), held(9), "still open");
    let item = settled(&resolve(&world, &lost, "not-moved"));
    assert_eq!(
        (&item["state"], &item["evidence"]["complete"]),
        (&"not_sent".into(), &true.into())
    );
    let run = send(&world, "");
    assert_eq!(ended(&run), accepted(), "{}", run.shown());
    assert_eq!(posts(&world), 2);
    for word in ["moved", "not-moved"] {
        let run = resolve(&world, &lost, word);
        refused(&run, 2, "known already");
        assert!(hint(&run).contains("transfers show"), "{}", run.shown());
    }
}

#[test]
fn the_tag_in_the_list_is_stronger_than_a_word() {
    let world = World::logged_in();
    let lost = lost(&world, true, "");
    let world = world.set("SB1_NOW", OLD_ENOUGH);
    let run = resolve(&world, &lost, "not-moved");
    refused(&run, 6, "its tag is in the bank's list");
    assert!(hint(&run).contains(&format!("sb1 transfers check {lost}")));
    // Also in a list that came in part.
    world.bank.fail_parts(&["CREDIT_ACCOUNTS_FAILED"]);
    refused(
        &resolve(&world, &lost, "not-moved"),
        6,
        "its tag is in the bank's list",
    );
    let item = settled(&resolve(&world, &lost, "moved"));
    assert_eq!(item["evidence"]["rows"].as_array().unwrap().len(), 2);
}

#[test]
fn without_the_bank_only_that_it_moved_can_be_said() {
    let world = World::logged_in();
    let lost = lost(&world, false, "");
    let world = world.set("SB1_NOW", OLD_ENOUGH);
    fault(&world, &format!("{ROWS}: drop x3"));
    let run = resolve(&world, &lost, "not-moved");
    assert_eq!((run.code, run.out.as_str()), (8, ""), "{}", run.shown());
    assert_eq!(ended(&send(&world, "")), held(9));
    assert_eq!(world.run("logout").code, 0);
    let run = resolve(&world, &lost, "not-moved");
    assert_eq!((run.code, run.out.as_str()), (4, ""), "{}", run.shown());
    let run = resolve(&world, &lost, "moved");
    assert!(
        run.err.contains("the bank's lists could not be read"),
        "{}",
        run.err
    );
    let item = settled(&run);
    assert_eq!(item["evidence"]["complete"], false);
    assert_eq!(item["evidence"]["after"]["from"], Value::Null);
}

#[test]
fn rows_look_alikes_and_balances_are_shown() {
    let world = World::logged_in();
    let lost = lost(&world, false, "");
    // The same amount went the same way in another app meanwhile.
    world.configure("[transfer]\ntag = false\n");
    let other = world.run("transfer Sparekonto Brukskonto 100 --yes");
    assert_eq!(other.code, 0, "{}", other.shown());
    let world = world.set("SB1_NOW", OLD_ENOUGH);
    let run = world.run(&format!("transfers resolve {lost} --not-moved"));
    assert_eq!(run.code, 0, "{}", run.shown());
    for part in [
        "Could Spend        89 209,31 on Brukskonto",
        "Could Spend After  89 309,31 on Brukskonto",
        "Of the same amount without its tag, which proves nothing:",
        "-100,00 on Sparekonto 2026-11-22",
        "+100,00 on Brukskonto 2026-11-22",
        "its owner's word: not moved",
    ] {
        let part = part.replace('+', "");
        assert!(run.out.contains(&part), "{part} is not in\n{}", run.out);
    }
    let item = shown(&world, &lost);
    assert_eq!(item["evidence"]["lookAlikes"].as_array().unwrap().len(), 2);
}

#[test]
fn what_cannot_be_settled_asks_nobody() {
    let world = World::logged_in();
    let lost = lost(&world, false, "");
    world.asked();
    for words in [
        "resolve AAAAAAA --moved",
        "resolve AAAAAAA --not-moved",
        "resolve what --moved",
        "resolve --moved",
        &format!("resolve {lost}"),
        &format!("resolve {lost} --moved --not-moved"),
    ] {
        let run = world.run(&format!("transfers {words} --json"));
        assert_eq!(
            (run.code, run.out.as_str()),
            (2, ""),
            "{words}: {}",
            run.shown()
        );
    }
    for word in ["moved", "not-moved"] {
        let run = world.run(&format!(
            "transfers resolve {lost} --{word} --read-only --json"
        ));
        refused(&run, 6, "read-only");
    }
    assert_eq!(world.asked(), Vec::<String>::new());
    assert_eq!(lines(&world).len(), 2);
}
