//! What the archive costs: taking in, catching up, listing, exporting.

use std::process::Command;

use crate::contest::{Outcome, contest, curl, program, world};
use crate::table;

/// A month in the middle of what the pretend bank has.
const MONTH: &str = "2026-03";

/// The first sync, a later one and reading back, against curl for the bytes of the first, and
/// sqlite3 for the rows of one month.
pub(crate) fn archive(rows: usize, rounds: usize) -> Outcome<String> {
    let world = world(Some(rows));
    let first = anew(&world.command(["sync", "--quiet"]));
    let run = world.run("sync");
    assert_eq!(run.code, 0, "{run:?}");
    let curl = curl(&world, &["transactions", "--classified", "--limit", "1"])?;
    let offline = |words: &[&str]| {
        let mut command = world.command(words);
        command.args(["--offline", "--quiet"]);
        command
    };
    let listing = offline(&["transactions", "--month", MONTH]);
    let taking_in = contest(
        &format!("Archive of {} transactions", table::grouped(rows)),
        rounds,
        Some(&world.bank),
        &[
            ("sb1 sync, the first", first),
            ("sb1 sync, another", world.command(["sync", "--quiet"])),
            ("curl, what the first asks for", curl),
        ],
    )?;
    let path = world.run("archive path").out;
    let reading = contest(
        &format!("Read from it; the month has {}", month(&listing)?),
        rounds,
        None,
        &[
            ("sb1 transactions --month --offline", listing),
            (
                "sb1 export --format csv --offline",
                offline(&["export", "--format", "csv"]),
            ),
            (
                "sb1 export --format hledger --offline",
                offline(&["export", "--format", "hledger"]),
            ),
            (
                "sb1 export --format ofx --offline",
                offline(&["export", "--format", "ofx"]),
            ),
            ("sqlite3, the same month", sqlite(path.trim())),
        ],
    )?;
    Ok(taking_in + &reading)
}

/// The same with an archive that is not there yet. Its removal is in the figures.
fn anew(sync: &Command) -> Command {
    let script = r#""$0" archive forget --yes --quiet; exec "$0" "$@""#;
    let mut shell = program("/bin/sh", ["-c", script]);
    shell.arg(sync.get_program()).args(sync.get_args());
    for (name, value) in sync.get_envs() {
        shell.envs(value.map(|value| (name, value)));
    }
    shell
}

/// How many rows are listed.
fn month(listing: &Command) -> Outcome<String> {
    let mut counting = Command::new(listing.get_program());
    counting
        .args(listing.get_args())
        .args(["--format", "jsonl"])
        .env_clear();
    for (name, value) in listing.get_envs() {
        counting.envs(value.map(|value| (name, value)));
    }
    let lines = counting
        .output()?
        .stdout
        .iter()
        .filter(|byte| **byte == b'\n')
        .count();
    Ok(table::grouped(lines))
}

fn sqlite(path: &str) -> Command {
    let question = format!(
        "SELECT day, entry.ore, description FROM entry JOIN observation ON observation.no = observation \
         WHERE state = 'listed' AND day BETWEEN '{MONTH}-01' AND '{MONTH}-31' ORDER BY day DESC"
    );
    program("sqlite3", [path, &question])
}
