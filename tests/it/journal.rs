//! What the program remembers of transfers: an intent before the first byte, an outcome after it,
//! and what a later run makes of both.

mod broken;
mod check;
mod files;
mod gates;
mod interrupted;
mod key;
mod question;
mod relay;
mod resolve;
mod story;
mod unknown;

use std::path::PathBuf;
use std::process::Child;
use std::time::{Duration, Instant};

use serde_json::Value;

use crate::world::{Run, World};

const DEBIT: &str = "POST /personal/banking/transfer/debit";
const CARD: &str = "POST /personal/banking/transfer/creditcard/transferTo";
const PENSION: &str = "POST /personal/banking/transfer/pension";
const ACCOUNTS: &str = "GET /personal/banking/accounts";
const ROWS: &str = "GET /personal/banking/transactions";

/// Long enough for a machine that is busy with other tests.
const PATIENCE: Duration = Duration::from_secs(20);

/// The words of the transfer that most tests make.
const LIKE: &str = "transfer Brukskonto Sparekonto 100 --yes --json";

/// Sends it, with more words.
fn send(world: &World, more: &str) -> Run {
    world.run(&format!("{LIKE} {more}"))
}

fn fault(world: &World, text: &str) {
    world.bank.fault(text.parse().unwrap());
}

/// How often the bank was asked to move money.
fn posts(world: &World) -> usize {
    let moves = |path: &str| path.starts_with("/personal/banking/transfer");
    let requests = world.requests();
    requests
        .iter()
        .filter(|it| it.method == "POST" && moves(&it.path))
        .count()
}

/// How often money moved.
fn moved(world: &World) -> usize {
    world.bank.transfers().len()
}

/// How it ended: exit code, state, whether money moved, and whether it is an earlier result.
fn ended(run: &Run) -> (i32, String, Value, bool) {
    let document = run.json();
    assert_eq!(document["schema"], "sb1.transfer/1");
    if run.code != 0 {
        let error = &run.error()["error"];
        assert_eq!(error["exitCode"], run.code, "{}", run.shown());
    }
    (
        run.code,
        text(&document["state"]),
        document["moneyMoved"].clone(),
        document["replayed"].as_bool().unwrap(),
    )
}

/// The same as [`ended`], as it is expected.
fn as_if(
    code: i32,
    state: &str,
    moved: Option<bool>,
    replayed: bool,
) -> (i32, String, Value, bool) {
    (code, state.to_owned(), moved.into(), replayed)
}

fn accepted() -> (i32, String, Value, bool) {
    as_if(0, "accepted", Some(true), false)
}

fn replayed() -> (i32, String, Value, bool) {
    as_if(0, "accepted", Some(true), true)
}

fn unclear() -> (i32, String, Value, bool) {
    as_if(9, "unknown", None, false)
}

fn held(code: i32) -> (i32, String, Value, bool) {
    as_if(code, "held", None, false)
}

fn text(value: &Value) -> String {
    value.as_str().unwrap_or_default().to_owned()
}

fn id(run: &Run) -> String {
    text(&run.json()["id"])
}

fn hint(run: &Run) -> String {
    text(&run.error()["error"]["hint"])
}

/// Sends a transfer of which nobody can tell; its id.
fn lost(world: &World, committed: bool, more: &str) -> String {
    let after = if committed { " after" } else { "" };
    fault(world, &format!("{DEBIT}: drop{after}"));
    let run = send(world, more);
    assert_eq!(ended(&run), unclear(), "{}", run.shown());
    id(&run)
}

/// Where the journal of the default profile is.
fn journal(world: &World) -> PathBuf {
    let is_it = |it: &PathBuf| {
        let name = it.file_name().unwrap_or_default().to_string_lossy();
        name.starts_with("default@") && name.ends_with(".transfers.jsonl")
    };
    let found: Vec<_> = world.files().into_iter().filter(is_it).collect();
    assert_eq!(found.len(), 1, "{found:?}");
    found[0].clone()
}

/// Whether a line was written to any journal.
fn is_written(world: &World) -> bool {
    world.files().iter().any(|it| {
        it.to_string_lossy().ends_with(".transfers.jsonl")
            && std::fs::metadata(it).is_ok_and(|it| it.len() > 0)
    })
}

/// The lines of the journal, `ID event` each.
fn lines(world: &World) -> Vec<String> {
    let bytes = std::fs::read_to_string(journal(world)).unwrap();
    let line = |text: &str| {
        let line: Value = serde_json::from_str(text).unwrap();
        format!("{} {}", text_of(&line, "id"), text_of(&line, "event"))
    };
    bytes.lines().map(line).collect()
}

fn text_of(object: &Value, name: &str) -> String {
    text(&object[name])
}

/// The one transfer that the journal tells of under that id.
fn shown(world: &World, id: &str) -> Value {
    let run = world.run(&format!("transfers show {id} --json"));
    assert_eq!(run.code, 0, "{}", run.shown());
    run.json()["transfers"][0].clone()
}

/// A transfer in a process of its own, whose reader may go away.
fn started(world: &World, line: &str) -> Child {
    world.command(line.split_whitespace()).spawn().unwrap()
}

/// Waits until it is so.
fn until(what: &str, is_so: impl Fn() -> bool) {
    let begun = Instant::now();
    while !is_so() {
        assert!(begun.elapsed() < PATIENCE, "waited in vain for {what}");
        std::thread::sleep(Duration::from_millis(2));
    }
}

/// Waits until the bank was asked so often to move money.
fn arrives(world: &World, count: usize) {
    until("the transfer to reach the bank", || posts(world) >= count);
}
