//! `sb1 transfers check` proves by the tag, and by nothing else.

use serde_json::Value;

use super::{
    CARD, DEBIT, PENSION, ROWS, accepted, ended, fault, hint, id, lines, lost, posts, send, text,
};
use crate::world::{Run, World};

fn check(world: &World, more: &str) -> Run {
    world.run(&format!("transfers check --json {more}"))
}

/// The only item that was looked for.
fn item(run: &Run) -> Value {
    let document = run.json();
    assert_eq!(document["schema"], "sb1.transfers/1");
    let items = document["transfers"].as_array().unwrap();
    assert_eq!(items.len(), 1, "{document}");
    items[0].clone()
}

/// Answers the next look with rows that the bank never had, each given as JSON members.
fn lists(world: &World, rows: &[String]) {
    let rows: Vec<_> = rows.iter().map(|it| format!("{{{it}}}")).collect();
    let body = format!(r#"{{"transactions":[{}],"errors":[]}}"#, rows.join(","));
    fault(world, &format!("{ROWS}: 200 body={body}"));
}

/// A row on Sparekonto, with that message.
fn row(world: &World, message: &str) -> String {
    let accounts = world.run("accounts --json").json();
    let savings = accounts["accounts"].as_array().unwrap().iter();
    let savings = savings
        .clone()
        .find(|it| it["name"] == "Sparekonto")
        .unwrap();
    let key = text(&savings["key"]);
    format!(
        r#""id":"x","nonUniqueId":"1","amount":100.00,"date":1795302000000,"accountKey":"{key}","kidOrMessage":"{message}","bookingStatus":"BOOKED""#
    )
}

fn proves(run: &Run, id: &str) {
    assert_eq!(run.code, 0, "{}", run.shown());
    let item = item(run);
    let said = ["id", "state", "settledBy"].map(|it| text(&item[it]));
    assert_eq!(said, [id, "accepted", "proof"]);
    assert!(!item["evidence"]["rows"].as_array().unwrap().is_empty());
}

fn leaves_open(run: &Run, id: &str) {
    assert_eq!(run.code, 9, "{}", run.shown());
    let error = &run.error()["error"];
    assert_eq!(
        (&error["kind"], &error["exitCode"]),
        (&"unknown".into(), &9.into())
    );
    assert!(text(&error["message"]).contains(id), "{error}");
    let item = item(run);
    let said = ["id", "state"].map(|it| text(&item[it]));
    assert_eq!(said, [id, "unknown"]);
    assert_eq!(item["settledBy"], Value::Null);
    // Nothing was found, or nobody could look.
    let rows = item["evidence"].get("rows");
    assert!(rows.is_none_or(|it| *it == serde_json::json!([])), "{item}");
}

#[test]
fn nothing_open_needs_no_bank() {
    let world = World::with(sb1::sandbox::Options::default());
    for line in [
        "transfers check",
        "transfers check --json",
        "transfers",
        "transfers list --json",
    ] {
        let run = world.run(line);
        assert_eq!(run.code, 0, "{line}: {}", run.shown());
    }
    assert_eq!(world.asked(), Vec::<String>::new());
    let world = World::logged_in();
    let made = id(&send(&world, ""));
    world.asked();
    let run = check(&world, "");
    assert_eq!(
        (run.code, run.json()["transfers"].clone()),
        (0, serde_json::json!([]))
    );
    let run = check(&world, &made);
    assert_eq!(
        (run.code, item(&run)["state"].clone()),
        (0, "accepted".into())
    );
    assert_eq!(world.asked(), Vec::<String>::new());
}

#[test]
fn the_tag_in_either_list_is_a_proof() {
    let world = World::logged_in();
    let lost = lost(&world, true, "-m Ferie");
    let run = check(&world, "");
    proves(&run, &lost);
    let evidence = &item(&run)["evidence"];
    assert_eq!(evidence["complete"], true);
    assert_eq!(
        evidence["rows"].as_array().unwrap().len(),
        2,
        "one on each account"
    );
    let last = lines(&world).pop().unwrap();
    assert_eq!(last, format!("{lost} noticed"));
    // It is done with: nothing more is asked.
    world.asked();
    assert_eq!(check(&world, "").code, 0);
    assert_eq!(world.asked(), Vec::<String>::new());
}

#[test]
fn one_leg_is_enough_and_letters_may_change() {
    for change in [str::to_lowercase, str::to_uppercase] {
        let world = World::logged_in();
        let lost = lost(&world, false, "");
        let message = change(&format!("Overføring sb1 {lost}"));
        lists(&world, &[row(&world, &message)]);
        proves(&check(&world, ""), &lost);
    }
}

#[test]
fn a_list_in_part_can_prove_and_cannot_disprove() {
    let world = World::logged_in();
    let lost = lost(&world, true, "");
    world.bank.fail_parts(&["RECENT_TRANSACTIONS_FAILED"]);
    let run = check(&world, "");
    leaves_open(&run, &lost);
    assert_eq!(item(&run)["evidence"]["complete"], false);
    world.bank.fail_parts(&["CREDIT_ACCOUNTS_FAILED"]);
    let run = check(&world, "");
    proves(&run, &lost);
    assert_eq!(item(&run)["evidence"]["complete"], false);
}

#[test]
fn absence_and_look_alikes_settle_nothing() {
    let world = World::logged_in();
    let lost = lost(&world, false, "");
    leaves_open(&check(&world, ""), &lost);
    // Days later as well.
    let world = world.set("SB1_NOW", "2026-11-25T11:00:00Z");
    leaves_open(&check(&world, ""), &lost);
    let near = format!(
        "sb1 {}",
        if lost.starts_with('A') {
            "BAAAAAA"
        } else {
            "AAAAAAA"
        }
    );
    lists(
        &world,
        &[row(&world, &near), row(&world, &format!("sb1 {lost}X"))],
    );
    let run = check(&world, "");
    leaves_open(&run, &lost);
    assert_eq!(
        item(&run)["evidence"]["lookAlikes"]
            .as_array()
            .unwrap()
            .len(),
        2
    );
    lists(&world, &[row(&world, &near)]);
    let run = world.run("transfers check");
    assert_eq!(run.code, 9, "{}", run.shown());
    assert!(
        run.out.contains("looks alike, which proves nothing"),
        "{}",
        run.out
    );
    assert_eq!(lines(&world).len(), 2, "nothing was written of it");
}

#[test]
fn the_tag_on_another_account_is_no_proof() {
    let world = World::logged_in();
    let lost = lost(&world, false, "");
    let foreign =
        row(&world, &format!("sb1 {lost}")).replace("\"accountKey\":\"", "\"accountKey\":\"other");
    lists(&world, &[foreign]);
    leaves_open(&check(&world, ""), &lost);
}

#[test]
fn what_has_no_tag_can_never_be_proven() {
    let world = World::logged_in();
    let card = world.run("accounts --type creditcard --json").json();
    let card = text(&card["accounts"][0]["accountNumber"]);
    let long = "x".repeat(32);
    let sent = [
        (CARD, format!("Brukskonto {card} 100"), "card"),
        (
            PENSION,
            "Brukskonto pension:1034222 101".to_owned(),
            "pension",
        ),
        (
            DEBIT,
            format!("Brukskonto Sparekonto 102 -m {long}"),
            "no tag",
        ),
    ];
    for (endpoint, words, why) in sent {
        fault(&world, &format!("{endpoint}: drop"));
        let run = world.run(&format!("transfer {words} --yes --json"));
        assert_eq!(ended(&run), super::unclear(), "{words}: {}", run.shown());
        assert!(run.err.contains("can never be proven"), "{}", run.err);
        assert!(hint(&run).contains("resolve"), "{}", run.shown());
        let run = world.run(&format!("transfers check {}", id(&run)));
        assert_eq!(run.code, 9);
        let verdict = run.out.contains("cannot be proven") && run.out.contains(why);
        assert!(verdict, "{}", run.out);
    }
    world.configure("[transfer]\ntag = false\n");
    fault(&world, &format!("{DEBIT}: drop after"));
    let run = world.run("transfer Brukskonto Sparekonto 103 --yes --json");
    assert_eq!(run.code, 9);
    assert_eq!(world.bank.transfers()[0].message, None);
    leaves_open(&check(&world, &id(&run)), &id(&run));
}

#[test]
fn a_bank_that_cannot_be_asked_leaves_it_open() {
    let world = World::logged_in();
    let lost = lost(&world, true, "");
    for what in ["403", "429", "500 x3", "drop x3"] {
        fault(&world, &format!("{ROWS}: {what}"));
        leaves_open(&check(&world, ""), &lost);
    }
    assert_eq!(world.run("logout").code, 0);
    let run = check(&world, "");
    leaves_open(&run, &lost);
    assert!(hint(&run).contains("sb1 login"), "{}", run.shown());
}

#[test]
fn a_reader_that_goes_away_does_not_settle_anything() {
    let world = World::logged_in();
    lost(&world, false, "");
    for line in ["transfers check", "transfers check --json"] {
        assert_eq!(world.run_unread(line).code, 9, "{line}");
    }
}

#[test]
fn one_of_several_can_be_asked_about() {
    let world = World::logged_in();
    let first = lost(&world, true, "");
    fault(&world, &format!("{DEBIT}: drop"));
    let run = world.run("transfer Brukskonto Sparekonto 200 --yes --json");
    let second = id(&run);
    world.asked();
    leaves_open(&check(&world, &second), &second);
    proves(&check(&world, &first.to_lowercase()), &first);
    assert_eq!(world.asked(), [ROWS; 2]);
    let run = check(&world, "");
    leaves_open(&run, &second);
    for unknown in ["AAAAAAA", "what"] {
        assert_eq!(check(&world, unknown).code, 2);
    }
    let run = check(&world, &first);
    assert_eq!(run.code, 0, "that one is not open");
}

#[test]
fn several_are_looked_for_at_once_and_each_by_its_own_tag() {
    let world = World::logged_in();
    let first = lost(&world, true, "");
    let run = world.run("transfer Sparekonto Brukskonto 100 --yes --json");
    assert_eq!(ended(&run), accepted());
    fault(&world, &format!("{DEBIT}: drop"));
    let second = id(&world.run("transfer Brukskonto Sparekonto 200 --yes --json"));
    world.asked();
    let run = check(&world, "");
    assert_eq!(run.code, 9, "{}", run.shown());
    assert_eq!(world.asked(), [ROWS], "one request for both");
    let document = run.json();
    let states: Vec<_> = document["transfers"]
        .as_array()
        .unwrap()
        .iter()
        .map(|it| [text(&it["id"]), text(&it["state"])])
        .collect();
    let expected = [[second, "unknown".into()], [first, "accepted".into()]];
    assert_eq!(states, expected, "newest first");
    assert_eq!(posts(&world), 0);
}

#[test]
fn the_tag_beside_another_amount_proves_nothing() {
    let world = World::logged_in();
    let lost = lost(&world, false, "");
    let other = row(&world, &format!("about sb1 {lost}")).replace("100.00", "50.00");
    lists(&world, &[other]);
    let run = world.run("transfers check");
    assert_eq!(run.code, 9, "{}", run.shown());
    assert!(!run.out.contains("went through"), "{}", run.out);
    assert!(run.out.contains(": 50,00 on "), "{}", run.out);
}

#[test]
fn an_account_whose_key_has_changed_is_looked_for_by_its_number() {
    let world = World::logged_in();
    let lost = lost(&world, true, "");
    let journal = super::journal(&world);
    let text = std::fs::read_to_string(&journal).unwrap();
    let begun: Value = serde_json::from_str(text.lines().next().unwrap()).unwrap();
    let key = begun["from"]["key"].as_str().unwrap();
    std::fs::write(&journal, text.replace(key, "AKeyOfYesterday")).unwrap();
    world.asked();
    proves(&check(&world, ""), &lost);
    let asked = world.asked();
    assert_eq!(asked, [ROWS, super::ACCOUNTS, ROWS], "{asked:?}");
}
