//! The same transfer a second time.

use super::{
    DEBIT, LIKE, ROWS, accepted, arrives, ended, fault, held, hint, id, journal, lines, lost,
    moved, posts, replayed, send, shown, started,
};
use crate::world::World;

#[test]
fn an_unknown_one_that_is_in_the_list_went_through() {
    let world = World::logged_in();
    let lost = lost(&world, true, "-m Ferie");
    let run = send(&world, "-m Ferie");
    assert_eq!(ended(&run), replayed(), "{}", run.shown());
    assert_eq!(
        (id(&run), posts(&world), moved(&world)),
        (lost.clone(), 1, 1)
    );
    let told = shown(&world, &lost);
    assert_eq!(
        (&told["state"], &told["settledBy"]),
        (&"accepted".into(), &"proof".into())
    );
    // Now it was shown, and is one that was just made.
    let run = send(&world, "-m Ferie");
    assert_eq!((ended(&run), id(&run)), (held(6), lost));
    assert_eq!(posts(&world), 1);
}

#[test]
fn people_are_told_that_it_went_through() {
    let world = World::logged_in();
    let lost = lost(&world, true, "");
    let run = world.run("transfer Brukskonto Sparekonto 100 --yes");
    assert_eq!(run.code, 0, "{}", run.shown());
    let told = format!(
        "Nothing was sent now: 100,00 NOK went from Brukskonto to Sparekonto on 2026-11-22 at 12:00 ({lost})\n"
    );
    assert_eq!(run.out, told);
}

#[test]
fn an_unknown_one_that_went_through_with_another_message_may_be_another() {
    let world = World::logged_in();
    let first = lost(&world, true, "-m Ferie");
    let run = send(&world, "-m Jul");
    assert_eq!(
        (ended(&run), id(&run)),
        (held(6), first.clone()),
        "{}",
        run.shown()
    );
    assert!(hint(&run).contains(&format!("--again {first}")));
    assert_eq!(posts(&world), 1);
    let run = send(&world, &format!("-m Jul --again {first}"));
    assert_eq!(ended(&run), accepted(), "{}", run.shown());
    assert_eq!((posts(&world), moved(&world)), (2, 2));
}

#[test]
fn an_unknown_one_that_is_nowhere_holds_back() {
    let world = World::logged_in();
    let lost = lost(&world, false, "");
    for more in [
        "",
        "-m Jul",
        &format!("--again {lost}"),
        "--date tomorrow",
        "--key k",
    ] {
        let run = send(&world, more);
        assert_eq!(
            (ended(&run), id(&run)),
            (held(9), lost.clone()),
            "{}",
            run.shown()
        );
        assert!(hint(&run).contains(&format!("sb1 transfers check {lost}")));
    }
    assert_eq!((posts(&world), moved(&world)), (1, 0));
    // Nor does time help, or a list that cannot be read, or one that came in part.
    let world = world.set("SB1_NOW", "2026-11-22T15:00:00Z");
    assert_eq!(ended(&send(&world, "")), held(9));
    world.bank.fail_parts(&["RECENT_TRANSACTIONS_FAILED"]);
    assert_eq!(ended(&send(&world, "")), held(9));
    fault(&world, &format!("{ROWS}: 403"));
    let run = send(&world, "");
    assert_eq!(ended(&run), held(9));
    assert!(
        run.err.contains("the lists could not be read"),
        "{}",
        run.err
    );
    assert_eq!(posts(&world), 1);
    // Another amount, the other way or another account is another transfer.
    for other in ["Brukskonto Sparekonto 101", "Sparekonto Brukskonto 100"] {
        let run = world.run(&format!("transfer {other} --yes --json"));
        assert_eq!(ended(&run), accepted(), "{other}: {}", run.shown());
    }
}

#[test]
fn a_computed_amount_waits_for_any_unknown_one_of_the_same_way() {
    let world = World::logged_in();
    let lost = lost(&world, false, "");
    for what in ["all", "10%", "--top-up-to 900000"] {
        let line = format!("transfer Brukskonto Sparekonto {what} --yes --json");
        let run = world.run(&line);
        assert_eq!((ended(&run), id(&run)), (held(9), lost.clone()), "{what}");
    }
    assert_eq!(posts(&world), 1);
}

#[test]
fn a_rule_that_finds_nothing_to_do_does_not_pass_over_an_unknown_one() {
    let rule = "transfer Brukskonto Sparekonto --top-up-to 188200 --yes --json";
    for (committed, expected) in [(true, replayed()), (false, held(9))] {
        let world = World::logged_in();
        fault(
            &world,
            &format!("{DEBIT}: drop{}", if committed { " after" } else { "" }),
        );
        assert_eq!(ended(&world.run(rule)), super::unclear());
        if !committed {
            // Somebody else brings the account up meanwhile.
            let line = "transfer Felleskonto Sparekonto 100 --yes --json";
            assert_eq!(ended(&world.run(line)), accepted());
        }
        let run = world.run(rule);
        assert_eq!(ended(&run), expected, "{}", run.shown());
    }
}

#[test]
fn what_a_check_has_shown_holds_back_and_is_no_success() {
    let world = World::logged_in();
    let lost = lost(&world, true, "");
    assert_eq!(world.run("transfers check").code, 0);
    assert_eq!(ended(&send(&world, "")), held(6));
    let world = world.set("SB1_NOW", "2026-11-22T22:59:00Z");
    assert_eq!(ended(&send(&world, "")), held(6));
    let run = send(&world, &format!("--again {lost}"));
    assert_eq!(ended(&run), accepted(), "{}", run.shown());
    assert_eq!(posts(&world), 2);
}

#[test]
fn one_that_was_just_made_holds_back_for_a_quarter_of_an_hour() {
    let world = World::logged_in();
    let first = send(&world, "");
    assert_eq!(ended(&first), accepted(), "{}", first.shown());
    let run = send(&world, "-m another");
    assert_eq!((ended(&run), id(&run)), (held(6), id(&first)));
    let said = run.error()["error"]["message"].as_str().unwrap().to_owned();
    assert!(said.contains("was made a short while ago"), "{said}");
    assert!(hint(&run).contains(&format!("--again {}", id(&first))));
    let world = world.set("SB1_NOW", "2026-11-22T11:14:59Z");
    assert_eq!(ended(&send(&world, "")), held(6));
    // A clock that was put back does not open it.
    let world = world.set("SB1_NOW", "2026-11-22T09:00:00Z");
    assert_eq!(ended(&send(&world, "")), held(6));
    assert_eq!(posts(&world), 1);
    let world = world.set("SB1_NOW", "2026-11-22T11:15:00Z");
    let run = send(&world, "");
    assert_eq!(ended(&run), accepted(), "{}", run.shown());
    assert_eq!(
        run.json()["warnings"],
        serde_json::json!(["DUPLICATE_PAYMENT_EXISTS"])
    );
    assert_eq!((posts(&world), moved(&world)), (2, 2));
}

#[test]
fn again_passes_the_latest_only() {
    let world = World::logged_in();
    let first = id(&send(&world, ""));
    let run = send(&world, &format!("--again {}", first.to_lowercase()));
    assert_eq!(ended(&run), accepted(), "{}", run.shown());
    let second = id(&run);
    let run = send(&world, &format!("--again {first}"));
    assert_eq!(
        (ended(&run), id(&run)),
        (held(6), second.clone()),
        "{}",
        run.shown()
    );
    assert!(hint(&run).contains(&second));
    assert_eq!((posts(&world), moved(&world)), (2, 2));
    let other = id(&world.run("transfer Sparekonto Brukskonto 100 --yes --json"));
    for unlike in [other.as_str(), "AAAAAAA", "no-id"] {
        let run = send(&world, &format!("--again {unlike}"));
        assert_eq!((run.code, run.out.as_str()), (2, ""), "{}", run.shown());
        assert_eq!(run.error()["error"]["kind"], "usage");
    }
    assert_eq!(posts(&world), 3);
}

#[test]
fn a_result_that_nobody_saw_is_told_again() {
    let world = World::logged_in();
    let run = world.run_unread(LIKE);
    assert_eq!(
        (run.code, run.err.contains("error")),
        (0, false),
        "{}",
        run.shown()
    );
    assert_eq!((posts(&world), lines(&world).len()), (1, 2));
    // Hours later as well.
    let world = world.set("SB1_NOW", "2026-11-22T20:00:00Z");
    let run = send(&world, "");
    assert_eq!(ended(&run), replayed(), "{}", run.shown());
    assert_eq!(ended(&send(&world, "")), held(6));
    assert_eq!((posts(&world), moved(&world)), (1, 1));
}

#[test]
fn a_result_that_nobody_saw_is_not_that_of_another_message_or_key() {
    let world = World::logged_in();
    assert_eq!(world.run_unread(&format!("{LIKE} -m Ferie")).code, 0);
    for more in ["", "-m Jul", "-m Ferie --key k"] {
        let run = send(&world, more);
        assert_eq!(ended(&run), held(6), "{more}: {}", run.shown());
    }
    assert_eq!(ended(&send(&world, "-m Ferie")), replayed());
    assert_eq!(posts(&world), 1);
}

#[test]
fn a_program_that_was_killed_left_its_intent() {
    for (what, after) in [("delay=5s after", replayed()), ("delay=5s", held(9))] {
        let world = World::logged_in();
        fault(&world, &format!("{DEBIT}: {what}"));
        let mut child = started(&world, LIKE);
        arrives(&world, 1);
        child.kill().unwrap();
        child.wait().unwrap();
        assert_eq!(lines(&world).len(), 1);
        world.bank.clear_faults();
        let run = send(&world, "");
        assert_eq!(ended(&run), after, "{what}: {}", run.shown());
        assert_eq!(posts(&world), 1);
    }
}

#[test]
fn a_journal_cut_off_anywhere_lets_nothing_be_sent_twice() {
    let world = World::logged_in();
    assert_eq!(ended(&send(&world, "")), accepted());
    let whole = std::fs::read(journal(&world)).unwrap();
    let ends: Vec<usize> = (0..whole.len()).filter(|it| whole[*it] == b'\n').collect();
    assert_eq!(ends.len(), 3, "sending, done, reported");
    // After the intent's end, in the middle of what follows, and short of the last byte.
    let cuts = [
        ends[0] + 1,
        ends[0] + 9,
        ends[1],
        ends[1] + 1,
        ends[2] - 1,
        ends[2],
    ];
    for cut in cuts {
        std::fs::write(journal(&world), &whole[..cut]).unwrap();
        let run = send(&world, "");
        assert_eq!(ended(&run), replayed(), "cut at {cut}: {}", run.shown());
        assert_eq!(ended(&send(&world, "")), held(6), "cut at {cut}");
    }
    assert_eq!((posts(&world), moved(&world)), (1, 1));
}

#[test]
fn a_rejected_one_holds_nothing_back() {
    let world = World::logged_in();
    fault(&world, &format!("{DEBIT}: 403 code=insufficient.funds"));
    let run = send(&world, "");
    assert_eq!(run.code, 7, "{}", run.shown());
    assert_eq!(ended(&send(&world, "")), accepted());
    assert_eq!((posts(&world), moved(&world)), (2, 1));
}

#[test]
fn a_run_that_only_rehearses_says_what_would_hold_it_back() {
    let world = World::logged_in();
    let lost = lost(&world, false, "");
    let run = send(&world, "--dry-run");
    assert_eq!(run.code, 0);
    assert_eq!(run.json()["state"], "planned");
    assert!(
        run.err
            .contains(&format!("{lost} would be looked for first")),
        "{}",
        run.err
    );
    assert_eq!((posts(&world), lines(&world).len()), (1, 2));
}

#[test]
fn again_does_not_pass_what_only_a_look_has_proven() {
    let world = World::logged_in();
    let lost = lost(&world, true, "");
    let run = send(&world, &format!("--again {lost}"));
    assert_eq!(
        (ended(&run), id(&run)),
        (replayed(), lost),
        "{}",
        run.shown()
    );
    assert_eq!(posts(&world), 1);
}

#[test]
fn a_message_with_the_tag_of_an_open_one_would_prove_the_wrong_one() {
    let world = World::logged_in();
    let lost = lost(&world, false, "");
    let words = ["transfer", "Brukskonto", "Sparekonto", "7", "--yes", "-m"];
    let run = world.sb1(
        words
            .iter()
            .copied()
            .chain([format!("sb1 {lost}").as_str()]),
    );
    assert_eq!((run.code, posts(&world)), (2, 1), "{}", run.shown());
    assert!(run.err.contains(&lost), "{}", run.err);
}

#[test]
fn a_rule_whose_result_nobody_saw_is_not_applied_to_what_is_left() {
    let world = World::logged_in();
    let rule = "transfer Brukskonto Sparekonto 10% --yes --json";
    assert_eq!(world.run_unread(rule).code, 0);
    let run = world.run(rule);
    assert_eq!(ended(&run), replayed(), "{}", run.shown());
    assert_eq!(run.json()["amount"].to_string(), "8920.93");
    assert_eq!(moved(&world), 1);
    // Of another rule it is not the result.
    fault(&world, &format!("{DEBIT}: drop after"));
    assert_eq!(send(&world, "").code, 9);
    let run = world.run("transfer Brukskonto Sparekonto 20% --yes --json");
    assert_eq!(ended(&run), held(6), "{}", run.shown());
    assert_eq!(moved(&world), 2);
}
