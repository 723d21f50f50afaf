//! A key names one transfer: whoever uses it again gets its result.

use super::{
    DEBIT, accepted, as_if, ended, fault, held, id, lines, lost, moved, posts, replayed, send,
};
use crate::world::World;

#[test]
fn the_same_key_tells_the_recorded_result() {
    let world = World::logged_in();
    let first = send(&world, "--key rent -m Leie");
    assert_eq!(ended(&first), accepted(), "{}", first.shown());
    assert_eq!(first.json()["key"], "rent");
    let again = send(&world, "--key rent -m Leie");
    assert_eq!(ended(&again), replayed(), "{}", again.shown());
    for field in [
        "id",
        "paymentId",
        "amount",
        "message",
        "key",
        "from",
        "to",
        "warnings",
    ] {
        assert_eq!(again.json()[field], first.json()[field], "{field}");
    }
    let world = world.set("SB1_NOW", "2026-11-22T12:00:00Z");
    assert_eq!(ended(&send(&world, "--key rent -m Leie")), replayed());
    // Not even by --again is it sent under the same key.
    let more = format!("--key rent -m Leie --again {}", id(&first));
    assert_eq!(ended(&send(&world, &more)), replayed());
    assert_eq!((posts(&world), moved(&world)), (1, 1));
    // Another key is another transfer.
    assert_eq!(ended(&send(&world, "--key rent-2 -m Leie")), accepted());
    assert_eq!(posts(&world), 2);
}

#[test]
fn a_rejected_one_stays_rejected_under_its_key() {
    let world = World::logged_in();
    fault(&world, &format!("{DEBIT}: 403 code=insufficient.funds"));
    let first = send(&world, "--key rent");
    assert_eq!(ended(&first), as_if(7, "rejected", Some(false), false));
    let world = world.set("SB1_NOW", "2026-11-22T12:00:00Z");
    let again = send(&world, "--key rent");
    assert_eq!(
        ended(&again),
        as_if(7, "rejected", Some(false), true),
        "{}",
        again.shown()
    );
    assert_eq!(again.json()["code"], "insufficient.funds");
    assert_eq!(again.json()["traceId"], first.json()["traceId"]);
    assert!(super::hint(&again).contains("another key"));
    assert_eq!(posts(&world), 1);
}

#[test]
fn a_day_that_has_passed_is_still_told_under_its_key_and_never_sent() {
    let world = World::logged_in();
    let words = "--key rent --date 2026-11-23";
    assert_eq!(ended(&send(&world, words)), accepted());
    let world = world.set("SB1_NOW", "2026-11-25T11:00:00Z");
    assert_eq!(ended(&send(&world, words)), replayed());
    let other = send(&world, "--key another --date 2026-11-23");
    assert_eq!(other.code, 2, "{}", other.shown());
    let world = world.set("SB1_NOW", "");
    let lost = lost(&world, false, "--key food --date 2099-01-05");
    let world = world.set("SB1_NOW", "2099-01-06T11:00:00Z");
    assert_eq!(
        ended(&send(&world, "--key food --date 2099-01-05")),
        held(9)
    );
    let said = world.run(&format!("transfers resolve {lost} --not-moved"));
    assert_eq!(said.code, 0, "{}", said.shown());
    let free = send(&world, "--key food --date 2099-01-05");
    assert_eq!(
        free.code,
        2,
        "a free key sends nothing on a past day: {}",
        free.shown()
    );
    assert_eq!(posts(&world), 2);
}

#[test]
fn a_key_with_other_inputs_is_refused() {
    let world = World::logged_in();
    assert_eq!(
        ended(&send(&world, "--key rent -m Leie --date 2026-12-01")),
        accepted()
    );
    let kept = lines(&world);
    for words in [
        "Brukskonto Sparekonto 101 -m Leie --date 2026-12-01",
        "Sparekonto Brukskonto 100 -m Leie --date 2026-12-01",
        "Brukskonto Felleskonto 100 -m Leie --date 2026-12-01",
        "Brukskonto Sparekonto 100 --date 2026-12-01",
        "Brukskonto Sparekonto 100 -m leie --date 2026-12-01",
        "Brukskonto Sparekonto 100 -m Leie",
        "Brukskonto Sparekonto 100 -m Leie --date 2026-12-02",
        "Brukskonto Sparekonto 1% -m Leie --date 2026-12-01",
    ] {
        let run = world.run(&format!("transfer {words} --key rent --yes --json"));
        assert_eq!(
            (run.code, run.out.as_str()),
            (2, ""),
            "{words}: {}",
            run.shown()
        );
        let said = run.error().to_string();
        assert!(
            words.contains("Felleskonto") || said.contains("the key belongs to another transfer"),
            "{said}"
        );
    }
    assert_eq!((posts(&world), lines(&world)), (1, kept));
    // The same inputs in other words are the same.
    let words = "Brukskonto Sparekonto 100,00 -m Leie --date 01.12.2026";
    let run = world.run(&format!("transfer {words} --key rent --yes --json"));
    assert_eq!((run.code, posts(&world)), (0, 1), "{}", run.shown());
}

#[test]
fn an_unknown_key_stays_unknown_until_it_is_proven() {
    let world = World::logged_in();
    let lost = lost(&world, true, "--key rent");
    fault(&world, &format!("{}: 403", super::ROWS));
    let run = send(&world, "--key rent");
    assert_eq!(
        (ended(&run), id(&run)),
        (held(9), lost.clone()),
        "{}",
        run.shown()
    );
    let run = send(&world, "--key rent");
    assert_eq!(
        (ended(&run), id(&run)),
        (replayed(), lost),
        "{}",
        run.shown()
    );
    let world = world.set("SB1_NOW", "2026-11-23T12:00:00Z");
    assert_eq!(ended(&send(&world, "--key rent")), replayed());
    assert_eq!(posts(&world), 1);
}

#[test]
fn a_key_whose_transfer_its_owner_settled() {
    for (word, after) in [("--not-moved", accepted()), ("--moved", replayed())] {
        let world = World::logged_in();
        let lost = lost(&world, false, "--key rent");
        assert_eq!(ended(&send(&world, "--key rent")), held(9));
        let world = world.set("SB1_NOW", "2026-11-22T11:06:00Z");
        let run = world.run(&format!("transfers resolve {lost} {word} --json"));
        assert_eq!(run.code, 0, "{}", run.shown());
        assert_eq!(ended(&send(&world, "--key rent")), after, "{word}");
        assert_eq!(ended(&send(&world, "--key rent")), replayed(), "{word}");
        assert_eq!(posts(&world), if word == "--moved" { 1 } else { 2 });
    }
}

#[test]
fn a_rule_under_a_key_is_compared_by_its_words() {
    let world = World::logged_in();
    let rule = |world: &World, words: &str| {
        world.run(&format!(
            "transfer Brukskonto Sparekonto {words} --key salary --yes --json"
        ))
    };
    let first = rule(&world, "all --keep 5000");
    assert_eq!(ended(&first), accepted(), "{}", first.shown());
    assert_eq!(first.json()["amount"].to_string(), "84209.31");
    // There is nothing left to move, and then there is another amount.
    assert_eq!(ended(&rule(&world, "all --keep 5000")), replayed());
    assert_eq!(
        world.run("transfer Sparekonto Brukskonto 700 --yes").code,
        0
    );
    let again = rule(&world, "all --keep 5000");
    assert_eq!(ended(&again), replayed(), "{}", again.shown());
    assert_eq!(again.json()["amount"].to_string(), "84209.31");
    for words in ["all --keep 5000,01", "all", "10% --keep 5000"] {
        let run = rule(&world, words);
        assert_eq!(run.code, 2, "{words}: {}", run.shown());
    }
    assert_eq!(posts(&world), 2);
}

#[test]
fn a_key_is_some_text() {
    let world = World::logged_in();
    for key in [" ", &"k".repeat(101)] {
        let words = [
            "transfer",
            "Brukskonto",
            "Sparekonto",
            "1",
            "--yes",
            "--key",
            key,
        ];
        assert_eq!(world.sb1(words).code, 2);
        assert!(world.asked().is_empty());
    }
}
