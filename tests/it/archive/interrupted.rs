//! Syncs that break off, and syncs side by side.

use std::process::{Child, Stdio};
use std::time::{Duration, Instant};

use super::{archived, facts, fault, path, synced};
use crate::world::{Run, World};

const ROWS: &str = "GET /personal/banking/transactions/classified";

/// Long enough for a machine that is busy with other tests.
const PATIENCE: Duration = Duration::from_secs(20);

fn started(world: &World, line: &str) -> Child {
    world.command(line.split_whitespace()).spawn().unwrap()
}

fn until(what: &str, is_so: impl Fn() -> bool) {
    let begun = Instant::now();
    while !is_so() {
        assert!(begun.elapsed() < PATIENCE, "waited in vain for {what}");
        std::thread::sleep(Duration::from_millis(2));
    }
}

/// How often the bank was asked for transactions.
fn listings(world: &World) -> usize {
    let requests = world.requests();
    let path = ROWS.trim_start_matches("GET ");
    requests.iter().filter(|it| it.path == path).count()
}

/// What came of a bank that went on living for some days.
fn lived(world: World) -> World {
    world.bank.live(7, 5);
    let now = world.bank.now().to_string();
    world.set("SB1_NOW", &now)
}

/// The archive has all that the bank has, each row once.
fn is_whole(world: &World) {
    let mut listed: Vec<_> = archived(world)
        .iter()
        .map(|row| {
            let ore = row["amount"].to_string().replace('.', "");
            let number = row["accountNumber"].as_str().unwrap().to_owned();
            (number, ore.parse::<i64>().unwrap())
        })
        .collect();
    listed.sort();
    assert_eq!(listed, facts(world));
}

#[test]
fn a_kill_in_the_middle_leaves_the_archive_as_it_was() {
    let world = lived(synced());
    let before = archived(&world);
    for line in ["sync", "sync --full"] {
        fault(&world, &format!("{ROWS}: drip delay=20s"));
        world.bank.forget_requests();
        let mut child = started(&world, line);
        until("the first rows", || listings(&world) > 0);
        child.kill().unwrap();
        child.wait().unwrap();
        assert_eq!(archived(&world), before, "{line}");
    }
    assert_eq!(world.run("sync").code, 0);
    is_whole(&world);
}

#[test]
fn a_kill_of_the_first_sync_leaves_nothing_and_hinders_nothing() {
    let world = World::logged_in();
    fault(&world, &format!("{ROWS}: drip delay=20s"));
    let mut child = started(&world, "sync");
    until("the first rows", || listings(&world) > 0);
    child.kill().unwrap();
    child.wait().unwrap();
    let run = world.run("archive --json");
    assert_eq!(
        (run.code, &run.json()["answers"]),
        (0, &0.into()),
        "{}",
        run.shown()
    );
    assert_eq!(world.run("sync").code, 0);
    is_whole(&world);
}

#[test]
fn a_kill_at_any_moment_loses_nothing() {
    let world = World::logged_in();
    let mut done = false;
    for pause in (0..).step_by(15) {
        let mut child = started(&world, "sync --full");
        let begun = Instant::now();
        until("the moment of the kill", || {
            begun.elapsed() >= Duration::from_millis(pause)
        });
        done = child.try_wait().unwrap().is_some();
        let _ = child.kill();
        child.wait().unwrap();
        let run = world.run("archive --json");
        assert_eq!(run.code, 0, "{pause} ms: {}", run.shown());
        if done || pause > 2000 {
            break;
        }
    }
    assert!(done, "the last sync had all the time it needs");
    assert_eq!(world.run("sync --full").code, 0);
    is_whole(&world);
}

/// Runs `sb1` where no file may grow beyond that many KiB.
#[cfg(target_os = "linux")]
fn within(world: &World, kib: u64, line: &str) -> Run {
    let limit = format!("trap '' XFSZ; ulimit -f {kib}; exec \"$SB1\" {line}");
    let model = world.command(["--version"]);
    let mut shell = std::process::Command::new("bash");
    shell.arg("-c").arg(limit).env_clear();
    let environment = model
        .get_envs()
        .filter_map(|(name, value)| Some((name, value?)));
    shell
        .envs(environment)
        .env("SB1", env!("CARGO_BIN_EXE_sb1"))
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped());
    Run::of(shell.spawn().unwrap())
}

#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_leaves_the_archive_as_it_was() {
    if !crate::world::has(&["bash"], "a full disk") {
        return;
    }
    for kib in [0, 8, 64, 400] {
        let world = World::logged_in();
        let run = within(&world, kib, "sync --json");
        assert_eq!(
            (run.code, run.out.as_str()),
            (5, ""),
            "{kib}: {}",
            run.shown()
        );
        assert_eq!(run.error()["error"]["exitCode"], 5, "{kib}");
        assert_eq!(world.run("sync").code, 0, "{kib}");
        is_whole(&world);
        let world = lived(world);
        let before = archived(&world);
        let run = within(&world, kib, "sync --full --json");
        assert_eq!(
            (run.code, run.out.as_str()),
            (5, ""),
            "{kib}: {}",
            run.shown()
        );
        assert_eq!(archived(&world), before, "{kib}");
        assert_eq!(world.run("sync").code, 0, "{kib}");
        is_whole(&world);
    }
}

#[test]
fn a_list_that_breaks_off_leaves_the_archive_as_it_was() {
    let world = lived(synced());
    let before = archived(&world);
    for what in [
        "truncate",
        "malformed",
        "drop",
        "reset",
        "503",
        "429 retry-after=1",
    ] {
        fault(&world, &format!("{ROWS}: {what} forever"));
        let run = world.run("sync --json");
        let code = if what == "malformed" { 1 } else { 8 };
        assert_eq!(
            (run.code, run.out.as_str()),
            (code, ""),
            "{what}: {}",
            run.shown()
        );
        world.bank.clear_faults();
        assert_eq!(archived(&world), before, "{what}");
    }
    // Broken off once, and read again from its beginning by the same sync.
    fault(&world, &format!("{ROWS}: truncate"));
    let run = world.run("sync");
    assert_eq!(run.code, 0, "{}", run.shown());
    is_whole(&world);
}

#[test]
fn two_syncs_at_once_both_succeed_one_after_the_other() {
    let world = lived(synced());
    fault(&world, &format!("{ROWS}: drip delay=400ms x2"));
    let both = [
        started(&world, "sync --json"),
        started(&world, "sync --json"),
    ];
    let runs = both.map(Run::of);
    let mut new: Vec<i64> = Vec::new();
    for run in &runs {
        assert_eq!(run.code, 0, "{}", run.shown());
        let accounts = run.json()["accounts"].as_array().unwrap().clone();
        new.push(accounts.iter().map(|it| it["new"].as_i64().unwrap()).sum());
    }
    new.sort_unstable();
    assert_eq!(new[0], 0, "the second found nothing new");
    assert!(new[1] > 0);
    is_whole(&world);
}

#[test]
fn who_reads_during_a_sync_sees_what_was_before_it() {
    let world = lived(synced());
    let before = archived(&world);
    fault(&world, &format!("{ROWS}: drip delay=1s"));
    world.bank.forget_requests();
    let child = started(&world, "sync");
    until("the first rows", || listings(&world) > 0);
    assert_eq!(archived(&world), before);
    assert_eq!(world.run("archive").code, 0);
    let run = Run::of(child);
    assert_eq!(run.code, 0, "{}", run.shown());
    is_whole(&world);
}

#[test]
fn read_only_does_not_hinder_a_sync() {
    let world = World::logged_in().set("SB1_READ_ONLY", "1");
    let run = world.run("sync");
    assert_eq!(run.code, 0, "{}", run.shown());
    assert!(path(&world).exists());
    is_whole(&world);
}
