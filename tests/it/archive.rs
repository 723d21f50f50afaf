//! The archive: `sync`, `archive` and what reads them with `--offline`.

mod answers;
mod books;
mod checks;
mod commands;
mod figures;
mod files;
mod found;
mod hearing;
mod interleaving;
mod interrupted;
mod play;
mod texts;
mod witness;

use std::path::PathBuf;

use serde_json::Value;

use crate::world::World;

/// The rows of a listing by their ids, without the bank's own ids.
fn rows(world: &World, line: &str) -> Vec<Value> {
    let run = world.run(line);
    assert_eq!(run.code, 0, "{run:?}");
    let Value::Array(mut rows) = run.json()["transactions"].clone() else {
        panic!("no list");
    };
    for row in &mut rows {
        row.as_object_mut().unwrap().remove("bankId");
    }
    rows
}

#[test]
fn the_archive_tells_what_the_bank_told() {
    let world = World::logged_in();
    assert_eq!(world.run("sync").code, 0);
    let asked = world.bank.requests().len();
    let offline = rows(&world, "transactions --offline --json");
    assert_eq!(world.bank.requests().len(), asked, "offline asks nobody");
    assert_eq!(offline, rows(&world, "transactions --classified --json"));
    let month = "transactions Brukskonto --month 2026-10";
    assert_eq!(
        rows(&world, &format!("{month} --offline --json")),
        rows(&world, &format!("{month} --classified --json"))
    );
}

#[test]
fn another_sync_asks_for_what_may_be_new_only() {
    let world = World::logged_in();
    assert_eq!(world.run("sync").code, 0);
    world.bank.forget_requests();
    assert_eq!(world.run("sync").code, 0);
    let asked = world.bank.requests();
    let since = ("fromDate".to_owned(), "2026-11-08".to_owned());
    assert_eq!(asked.len(), 2, "{asked:?}");
    assert!(asked[1].query.contains(&since), "{asked:?}");
}

/// Where the archive is, or would be.
fn path(world: &World) -> PathBuf {
    let run = world.run("archive path");
    assert_eq!((run.code, run.err.as_str()), (0, ""), "{}", run.shown());
    PathBuf::from(run.out.trim_end())
}

/// A world whose archive has all there is.
fn synced() -> World {
    let world = World::logged_in();
    let run = world.run("sync");
    assert_eq!(run.code, 0, "{}", run.shown());
    world.bank.forget_requests();
    world
}

fn fault(world: &World, text: &str) {
    world.bank.fault(text.parse().unwrap());
}

/// The rows that the archive lists, without what only an answer knows.
fn archived(world: &World) -> Vec<Value> {
    rows(world, "transactions --offline --json")
}

/// What the bank has to say, by its account numbers: (account, øre) of each row, sorted.
fn facts(world: &World) -> Vec<(String, i64)> {
    let truth = world.bank.truth();
    let told = truth.iter().filter(|row| !row.withheld);
    let mut facts: Vec<_> = told
        .map(|row| (row.account_number.clone(), row.ore))
        .collect();
    facts.sort();
    facts
}
