//! What `sb1 doctor` says of the journal of transfers.

use std::fs;
use std::path::PathBuf;

use serde_json::Value;

use crate::world::{Run, World};

const SENDING: &str = "transfer Brukskonto Sparekonto 500 --yes";

/// The verdict on the journal, its finding and its hint.
fn journal(run: &Run) -> (String, String, String) {
    let document = run.json();
    let checks = document["checks"].as_array().unwrap();
    let check = checks.iter().find(|it| it["name"] == "journal").unwrap();
    let text = |key: &str| match &check[key] {
        Value::String(text) => text.clone(),
        _ => String::new(),
    };
    (text("verdict"), text("finding"), text("hint"))
}

fn path(world: &World) -> PathBuf {
    let files = world.files();
    let is_journal = |it: &&PathBuf| it.to_string_lossy().ends_with(".transfers.jsonl");
    files.iter().find(is_journal).unwrap().clone()
}

#[test]
fn a_sound_journal_is_named_with_its_place() {
    let world = World::logged_in();
    let (verdict, finding, _) = journal(&world.run("doctor --json"));
    assert_eq!(verdict, "ok");
    assert!(
        finding.starts_with("no transfer was sent yet; "),
        "{finding}"
    );
    assert_eq!(world.run(SENDING).code, 0);
    let (verdict, finding, _) = journal(&world.run("doctor --json"));
    let said = format!("transfers: 1, none open; {}", path(&world).display());
    assert_eq!((verdict.as_str(), finding), ("ok", said));
}

#[test]
fn what_is_open_is_a_warning_that_names_the_command() {
    let world = World::logged_in();
    let fault = "POST /personal/banking/transfer/debit: 504";
    world.bank.fault(fault.parse().unwrap());
    assert_eq!(world.run(SENDING).code, 9);
    let run = world.run("doctor --json");
    let (verdict, finding, hint) = journal(&run);
    assert_eq!((run.code, verdict.as_str()), (0, "warning"));
    assert!(finding.contains("transfers: 1"), "{finding}");
    assert!(hint.contains("`sb1 transfers check`"), "{hint}");
}

#[test]
fn a_damaged_journal_is_an_error_of_storage() {
    let world = World::logged_in();
    assert_eq!(world.run(SENDING).code, 0);
    let path = path(&world);
    let whole = fs::read_to_string(&path).unwrap();
    fs::write(&path, format!("scribbles\n{whole}")).unwrap();
    let run = world.run("doctor --json");
    let (verdict, finding, hint) = journal(&run);
    assert_eq!((run.code, verdict.as_str()), (5, "error"));
    assert!(finding.contains("line 1 of the journal"), "{finding}");
    assert!(hint.contains("from a backup"), "{hint}");
}

#[cfg(unix)]
#[test]
fn a_journal_that_others_can_read_is_an_error_with_its_mend() {
    use std::os::unix::fs::PermissionsExt;
    let world = World::logged_in();
    assert_eq!(world.run(SENDING).code, 0);
    let path = path(&world);
    fs::set_permissions(&path, fs::Permissions::from_mode(0o644)).unwrap();
    let run = world.run("doctor --json");
    let (verdict, _, hint) = journal(&run);
    assert_eq!((run.code, verdict.as_str()), (5, "error"));
    assert!(hint.contains("chmod 600"), "{hint}");
}
