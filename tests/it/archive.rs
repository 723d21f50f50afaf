//! The archive: `sync`, `archive` and what reads them with `--offline`.

use serde_json::Value;

mod books;
mod figures;
mod interleaving;
mod play;
mod texts;
mod witness;

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
