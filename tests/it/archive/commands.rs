//! What `sync` and `archive` say.

use std::fs;

use rusqlite::Connection;
use serde_json::{Value, json};

use super::{archived, path, synced};
use crate::terminal::{TOOLS, Terminal};
use crate::world::{World, has};

#[test]
fn a_sync_says_what_it_brought_to_each_account() {
    let world = World::logged_in();
    let first = world.run("sync --json");
    assert_eq!(first.code, 0, "{}", first.shown());
    let told = first.json();
    assert_eq!(told["schema"], "sb1.sync/1");
    assert_eq!(
        (&told["complete"], &told["since"]),
        (&json!(true), &Value::Null)
    );
    let sum = |key: &str| -> i64 {
        let accounts = told["accounts"].as_array().unwrap();
        accounts.iter().map(|it| it[key].as_i64().unwrap()).sum()
    };
    let rows = i64::try_from(archived(&world).len()).unwrap();
    assert_eq!((sum("new"), sum("total"), sum("vanished")), (rows, rows, 0));
    let second = world.run("sync");
    assert_eq!(second.code, 0);
    assert!(second.out.contains("nothing new"), "{}", second.out);
    let csv = world.run("sync Brukskonto --format csv").out;
    assert_eq!(csv.lines().count(), 2, "{csv}");
    assert!(csv.starts_with("accountKey,accountName,"), "{csv}");
}

#[test]
fn the_status_counts_what_is_there() {
    let world = synced();
    let run = world.run("archive --json");
    assert_eq!(run.out, world.run("archive status --json").out);
    let told = run.json();
    assert_eq!(told["schema"], "sb1.archive/1");
    assert_eq!(told["path"], path(&world).display().to_string());
    assert_eq!(
        (&told["answers"], &told["lastSyncAt"]),
        (&json!(1), &told["createdAt"])
    );
    assert_eq!(told["lastSyncAt"], crate::world::NOW);
    let rows = archived(&world);
    for account in told["accounts"].as_array().unwrap() {
        let own = rows
            .iter()
            .filter(|row| row["accountNumber"] == account["accountNumber"]);
        let own: Vec<_> = own.collect();
        let booked = own
            .iter()
            .filter(|row| row["bookingStatus"] == "BOOKED")
            .count();
        assert_eq!(account["booked"], json!(booked));
        assert_eq!(account["pending"], json!(own.len() - booked));
        assert_eq!(
            account["last"],
            own.first().map_or(Value::Null, |it| it["date"].clone())
        );
        assert_eq!(
            account["first"],
            own.last().map_or(Value::Null, |it| it["date"].clone())
        );
    }
}

#[test]
fn without_an_archive_there_is_nothing_to_show_and_nothing_to_verify() {
    let world = World::new();
    let run = world.run("archive");
    assert_eq!(run.code, 0, "{}", run.shown());
    assert!(
        run.err.contains("nothing is archived yet; run `sb1 sync`"),
        "{}",
        run.err
    );
    let told = world.run("archive --json").json();
    assert_eq!(
        (&told["createdAt"], &told["accounts"]),
        (&Value::Null, &json!([]))
    );
    let verify = world.run("archive verify --json");
    assert_eq!(
        (verify.code, &verify.json()["verdict"]),
        (3, &json!("cannot_tell"))
    );
    let forget = world.run("archive forget");
    assert_eq!((forget.code, forget.out.as_str()), (0, ""));
    assert!(
        forget.err.contains("there is no archive to forget"),
        "{}",
        forget.err
    );
    let named = world.run("archive path --json").json();
    assert_eq!(named["schema"], "sb1.path/1");
    assert_eq!(named["path"], path(&world).display().to_string());
    assert!(!path(&world).exists(), "nothing is made by looking");
}

#[test]
fn balances_and_rows_agree_once_there_are_two_syncs_to_compare() {
    let world = synced();
    let once = world.run("archive verify --json");
    assert_eq!(once.code, 3, "{}", once.shown());
    assert_eq!(once.json()["verdict"], "cannot_tell");
    assert!(
        once.json()["accounts"]
            .as_array()
            .unwrap()
            .iter()
            .all(|it| it["why"] == "synced_once")
    );
    world.bank.live(3, 9);
    let now = world.bank.now().to_string();
    let world = world.set("SB1_NOW", &now);
    assert_eq!(world.run("sync").code, 0);
    let twice = world.run("archive verify --json");
    assert_eq!(twice.code, 0, "{}", twice.shown());
    assert_eq!(twice.json()["verdict"], "holds");
}

#[test]
fn a_row_that_is_missing_is_named_with_its_account_interval_and_amount() {
    let world = synced();
    let world = world.set("SB1_NOW", "2026-11-22T12:00:00Z");
    assert_eq!(world.run("sync").code, 0);
    // As if a row of 123,45 that moved the balance had never been told.
    let open = Connection::open(path(&world)).unwrap();
    open.execute_batch(
        "DROP TRIGGER IF EXISTS snapshots_are_said;
         UPDATE snapshot SET balance = balance - 12345 WHERE answer = 2 AND account =
             (SELECT number FROM account WHERE name = 'Brukskonto')",
    )
    .unwrap();
    drop(open);
    let run = world.run("archive verify --json");
    assert_eq!(
        (run.code, &run.json()["verdict"]),
        (5, &json!("differs")),
        "{}",
        run.shown()
    );
    let said = run.error()["error"]["message"].as_str().unwrap().to_owned();
    for part in [
        "Brukskonto",
        "-123,45 NOK",
        "2026-11-22 12:00",
        "2026-11-22 13:00",
    ] {
        assert!(said.contains(part), "{said}");
    }
}

#[test]
fn forgetting_takes_a_yes_and_removes_everything() {
    let world = synced();
    let path = path(&world);
    let no_terminal = world.run("archive forget --no-input");
    assert_eq!(
        (no_terminal.code, no_terminal.out.as_str()),
        (6, ""),
        "{}",
        no_terminal.shown()
    );
    assert!(
        no_terminal.err.contains("never comes back"),
        "{}",
        no_terminal.err
    );
    assert!(no_terminal.err.contains("`--yes`"), "{}", no_terminal.err);
    assert!(path.exists());
    let wal = format!("{}-wal", path.display());
    fs::write(&wal, "").unwrap();
    let run = world.run("archive forget --yes --json");
    assert_eq!(run.code, 0, "{}", run.shown());
    assert_eq!(run.json()["accounts"], json!([]));
    let left: Vec<_> = world
        .files()
        .into_iter()
        .filter(|it| {
            let name = it.to_string_lossy().into_owned();
            name.contains(".archive.db")
        })
        .collect();
    assert!(left.is_empty(), "{left:?}");
    assert_eq!(world.run("sync").code, 0);
}

#[test]
fn only_a_yes_on_the_terminal_forgets() {
    if !has(&TOOLS, "a question on a terminal") {
        return;
    }
    let world = synced();
    let terminal = Terminal::of(&world);
    let ask = "\"$SB1\" archive forget; echo code=$?";
    terminal.runs(ask, "Remove the archive?");
    terminal.types("n");
    terminal.presses("Enter");
    assert!(terminal.shows("code=").contains("code=6"));
    assert!(path(&world).exists());
    terminal.runs(&format!("clear; {ask}"), "Remove the archive?");
    terminal.types("y");
    terminal.presses("Enter");
    terminal.shows("code=0");
    assert!(!path(&world).exists());
}

#[test]
fn an_archive_that_cannot_be_read_can_be_forgotten_all_the_same() {
    let world = synced();
    fs::write(path(&world), "scribbles, and more of them").unwrap();
    let run = world.run("archive forget --no-input");
    assert_eq!(run.code, 5, "{}", run.shown());
    assert!(
        run.err.contains("`--yes` removes it as it is"),
        "{}",
        run.err
    );
    assert_eq!(world.run("archive forget --yes").code, 0);
    assert!(!path(&world).exists());
}

#[test]
fn the_doctor_says_how_the_archive_is() {
    let world = World::logged_in();
    let check = |world: &World| {
        let told = world.run("doctor --json").json();
        let checks = told["checks"].as_array().unwrap().clone();
        let check = checks
            .into_iter()
            .find(|it| it["name"] == "archive")
            .unwrap();
        assert_eq!(check["verdict"], "ok", "{check}");
        check["finding"].as_str().unwrap().to_owned()
    };
    let place = path(&world).display().to_string();
    assert_eq!(check(&world), format!("no archive yet; {place}"));
    assert_eq!(world.run("sync").code, 0);
    let finding = check(&world);
    let rows = archived(&world).len();
    let said = format!("rows: {rows}, last synced 2026-11-22 12:00");
    assert!(
        finding.starts_with("accounts: ") && finding.contains(&said),
        "{finding}"
    );
    assert!(finding.ends_with(&place), "{finding}");
}

#[test]
fn a_logout_leaves_the_archive() {
    let world = synced();
    let rows = archived(&world);
    let run = world.run("logout --all");
    assert_eq!(run.code, 0, "{}", run.shown());
    assert!(run.err.contains("archives stay"), "{}", run.err);
    assert_eq!(archived(&world), rows);
}

#[test]
fn what_is_no_id_of_ours_is_told_from_the_bank_s_own() {
    let world = synced();
    for (id, said) in [
        ("zzzz", "`zzzz` is no id that sb1 gives"),
        ("p-98", "`p-98` is no id that sb1 gives"),
        ("3f9", "first four of its digits"),
        (
            "bGFuZyBpZCBvZiB0aGUgYmFuaw",
            "own ids change at every fetch",
        ),
        ("0000ffff0000", "there is no transaction with the id"),
    ] {
        let run = world.run(&format!("transaction {id} --offline"));
        assert_eq!((run.code, run.out.as_str()), (2, ""), "{id}");
        assert!(run.err.contains(said), "{id}: {}", run.err);
    }
}
