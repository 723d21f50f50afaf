//! Banks that answer in other ways, or in part.

use std::collections::BTreeSet;

use sb1::sandbox::habits::{Habits, OlderDays};
use serde_json::json;

use super::{archived, facts, fault, rows};
use crate::world::{Run, World};

/// A bank of other habits, to which nobody synced yet.
fn bank(change: impl FnOnce(&mut Habits)) -> World {
    let world = World::logged_in();
    world.bank.set_habits(change);
    world
}

fn is_complete(run: &Run) -> bool {
    let told = run.json();
    let complete = told["complete"] == json!(true);
    assert_eq!(run.code, if complete { 0 } else { 3 }, "{}", run.shown());
    complete
}

/// What the archive lists, as [`facts`].
fn listed(world: &World) -> Vec<(String, i64)> {
    rows_of(world, "transactions --offline --json")
}

fn rows_of(world: &World, line: &str) -> Vec<(String, i64)> {
    let run = world.run(line);
    let rows = run.json()["transactions"].as_array().unwrap().clone();
    let mut listed: Vec<_> = rows
        .iter()
        .map(|row| {
            let ore = row["amount"].to_string().replace('.', "");
            let number = row["accountNumber"].as_str().unwrap().to_owned();
            (number, ore.parse().unwrap())
        })
        .collect();
    listed.sort();
    listed
}

/// Lets some days pass.
fn later(world: World, seed: u64, days: u32) -> World {
    world.bank.live(seed, days);
    let now = world.bank.now().to_string();
    world.set("SB1_NOW", &now)
}

#[test]
fn a_bank_without_categories_is_asked_for_plain_rows() {
    let world = bank(|it| it.classified = false);
    assert!(is_complete(&world.run("sync --json")));
    assert_eq!(listed(&world), facts(&world));
    let world = later(world, 1, 3);
    assert!(is_complete(&world.run("sync --json")));
    assert_eq!(listed(&world), facts(&world));
}

#[test]
fn a_bank_that_cuts_its_answers_is_asked_for_the_rest_or_called_incomplete() {
    for limit in [1, 3, 25, 100, 300] {
        let mut world = bank(|it| it.row_limit = Some(limit));
        for seed in 1..4 {
            let run = world.run("sync --json");
            let complete = is_complete(&run);
            let truth = facts(&world);
            let there = listed(&world);
            if complete {
                assert_eq!(there, truth, "limit {limit}, sync {seed}");
            } else {
                assert!(limit < 100, "limit {limit}, sync {seed}");
                assert!(
                    run.error()["error"]["message"]
                        .as_str()
                        .unwrap()
                        .contains("cut its answers")
                );
                // A pending row may be gone since; what was booked is as it was told.
                let truth: BTreeSet<_> = truth.into_iter().collect();
                let booked = rows_of(&world, "transactions --offline --booked --json");
                assert!(booked.iter().all(|it| truth.contains(it)), "limit {limit}");
            }
            world = later(world, seed, 6);
        }
    }
}

#[test]
fn nothing_is_called_gone_because_an_answer_was_cut() {
    for limit in [7, 23, 60] {
        let mut world = World::logged_in();
        assert!(is_complete(&world.run("sync --json")));
        world.bank.set_habits(|it| it.row_limit = Some(limit));
        for seed in 1..4 {
            world = later(world, seed, 2);
            let run = world.run("sync --json");
            let gone = run.json()["accounts"].as_array().unwrap().clone();
            let complete = is_complete(&run);
            let booked_gone = world.run("archive --json").json()["vanished"]
                .as_array()
                .unwrap()
                .iter()
                .filter(|it| it["bookingStatus"] == "BOOKED")
                .count();
            assert_eq!(booked_gone, 0, "limit {limit}: {gone:?}");
            if complete {
                assert_eq!(listed(&world), facts(&world), "limit {limit}, sync {seed}");
            }
        }
    }
}

#[test]
fn a_bank_that_refuses_or_clips_what_is_older_gives_what_it_has() {
    for older in [OlderDays::Refused, OlderDays::Clipped] {
        let world = bank(|it| it.older = older);
        assert!(is_complete(&world.run("sync --json")), "{older:?}");
        let told = rows(&world, "transactions --classified --json");
        assert_eq!(archived(&world), told, "{older:?}");
        assert!(is_complete(&world.run("sync --full --json")), "{older:?}");
        assert_eq!(archived(&world), told, "{older:?}");
    }
}

#[test]
fn where_the_bank_leaves_something_out_nothing_is_concluded() {
    let world = World::logged_in();
    assert!(is_complete(&world.run("sync --json")));
    let before = listed(&world);
    let world = later(world, 4, 4);
    world.bank.fail_parts(&["RECENT_TRANSACTIONS_FAILED"]);
    let run = world.run("sync --json");
    assert!(!is_complete(&run));
    assert_eq!(run.json()["errors"], json!(["RECENT_TRANSACTIONS_FAILED"]));
    let after = listed(&world);
    for row in &before {
        assert!(after.contains(row), "{row:?}");
    }
    let vanished = world.run("archive --json").json()["vanished"].clone();
    assert_eq!(vanished, json!([]));
    assert_eq!(world.run("archive verify").code, 3);
    assert_eq!(world.run("transactions --offline").code, 3);
    world.bank.fail_parts(&[]);
    // Much later, but from before the answer that was not whole.
    let world = later(world, 5, 21);
    world.bank.forget_requests();
    assert!(is_complete(&world.run("sync --json")));
    let asked = world.requests();
    let since = asked.iter().find_map(|it| it.query("fromDate")).unwrap();
    assert_eq!(since, "2026-11-08", "14 days before the last whole answer");
    assert_eq!(listed(&world), facts(&world));
}

#[test]
fn an_account_that_is_listed_no_longer_keeps_its_rows() {
    let world = World::logged_in();
    assert!(is_complete(&world.run("sync --json")));
    let before = archived(&world);
    world.bank.fail_parts(&["CREDIT_ACCOUNTS_FAILED"]);
    let run = world.run("sync --json");
    assert!(!is_complete(&run));
    assert!(run.json()["accounts"].as_array().unwrap().len() < 6);
    let offline = world.run("transactions --offline --json").json();
    let count = offline["transactions"].as_array().map(Vec::len);
    assert_eq!(count, Some(before.len()));
}

#[test]
fn a_failure_of_the_list_of_accounts_leaves_the_archive_as_it_was() {
    let world = World::logged_in();
    assert!(is_complete(&world.run("sync --json")));
    let before = archived(&world);
    fault(&world, "GET /personal/banking/accounts: 503 forever");
    let run = world.run("sync --json");
    assert_eq!((run.code, run.out.as_str()), (8, ""), "{}", run.shown());
    assert_eq!(archived(&world), before);
}
