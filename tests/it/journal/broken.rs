//! Readers that go away and disks that are full: a transfer keeps its own exit code.

use std::fs::{self, File};
use std::process::Stdio;

use super::{
    DEBIT, LIKE, accepted, ended, fault, journal, lines, lost, moved, posts, replayed, send,
    started,
};
use crate::world::{Run, World};

#[test]
fn a_reader_that_goes_away_leaves_the_exit_code() {
    let world = World::logged_in();
    for (what, code) in [("403 code=insufficient.funds", 7), ("drop", 9)] {
        fault(&world, &format!("{DEBIT}: {what}"));
        assert_eq!(world.run_unread(LIKE).code, code, "{what}");
    }
    assert_eq!(world.run_unread(LIKE).code, 9, "held");
    assert_eq!(posts(&world), 2);
}

#[test]
#[cfg(target_os = "linux")]
fn an_answer_that_finds_no_room_leaves_the_exit_code() {
    let world = World::logged_in();
    let full = File::options().write(true).open("/dev/full").unwrap();
    let mut command = world.command(LIKE.split_whitespace());
    let run = Run::of(command.stdout(Stdio::from(full)).spawn().unwrap());
    assert_eq!(run.code, 0, "{}", run.shown());
    assert!(
        run.err.contains("could not be written to stdout"),
        "{}",
        run.err
    );
    assert_eq!(lines(&world).len(), 2, "it was not shown");
    assert_eq!(ended(&send(&world, "")), replayed());
    assert_eq!(posts(&world), 1);
}

/// Runs the transfer where no file may grow beyond that many bytes, a multiple of 1024.
#[cfg(target_os = "linux")]
fn within(world: &World, bytes: u64) -> Run {
    let limit = format!(
        "trap '' XFSZ; ulimit -f {}; exec \"$SB1\" {LIKE}",
        bytes / 1024
    );
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

/// Fills the journal up to that length with a line that says nothing.
#[cfg(target_os = "linux")]
fn fill(world: &World, length: u64) {
    let path = journal(world);
    let line = r#"{"id":"AAAAAAA","at":"2026-11-22T10:00:00Z","event":"reported"}"#;
    let room = usize::try_from(length - fs::metadata(&path).unwrap().len()).unwrap();
    let spaces = " ".repeat(room - line.len() - 1);
    let whole = [fs::read(&path).unwrap(), format!("{line}{spaces}\n").into()].concat();
    fs::write(&path, whole).unwrap();
}

#[cfg(target_os = "linux")]
#[test]
fn a_journal_that_cannot_take_the_intent_stops_the_transfer() {
    if !crate::world::has(&["bash"], "a full disk") {
        return;
    }
    let world = World::logged_in();
    assert_eq!(world.run("transfer Sparekonto Brukskonto 7 --yes").code, 0);
    let limit = 64 * 1024;
    fill(&world, limit - 100);
    let before = fs::read(journal(&world)).unwrap();
    let run = within(&world, limit);
    assert_eq!((run.code, run.out.as_str()), (5, ""), "{}", run.shown());
    assert!(run.err.contains("nothing was sent"), "{}", run.err);
    assert_eq!(fs::read(journal(&world)).unwrap(), before);
    assert_eq!((posts(&world), moved(&world)), (1, 1));
    assert_eq!(ended(&send(&world, "")), accepted());
}

#[cfg(target_os = "linux")]
#[test]
fn a_journal_that_cannot_take_the_outcome_keeps_the_intent() {
    if !crate::world::has(&["bash"], "a full disk") {
        return;
    }
    let world = World::logged_in();
    assert_eq!(ended(&send(&world, "")), accepted());
    let lengths: Vec<_> = fs::read_to_string(journal(&world))
        .unwrap()
        .lines()
        .map(|it| it.len() as u64 + 1)
        .collect();
    let limit = 64 * 1024;
    // Both balances are as long as they were, so that the next intent is, too.
    fill(&world, limit - lengths[0] - lengths[1] / 2);
    let world = world.set("SB1_NOW", "2026-11-22T12:00:00Z");
    let run = within(&world, limit);
    // What the bank said is said, and that it is not written down as well.
    assert_eq!(ended(&run).0, 0, "{}", run.shown());
    assert_eq!(run.json()["state"], "accepted");
    assert!(run.err.contains("and calls it open"), "{}", run.err);
    assert_eq!((posts(&world), moved(&world)), (2, 2));
    assert_eq!(
        lines(&world).pop().unwrap(),
        format!("{} sending", super::id(&run))
    );
    let again = send(&world, "");
    assert_eq!(ended(&again), replayed(), "{}", again.shown());
    assert_eq!(super::id(&again), super::id(&run));
    assert_eq!(posts(&world), 2);
}

#[test]
fn a_list_that_nobody_reads_is_no_error() {
    let world = World::logged_in();
    lost(&world, false, "");
    let run = world.run_unread("transfers --json");
    assert_eq!((run.code, run.err.as_str()), (0, ""));
}

#[test]
fn a_program_that_nobody_hears_at_all_keeps_its_exit_code() {
    let world = World::logged_in();
    let mut child = started(&world, LIKE);
    drop((child.stdout.take(), child.stderr.take()));
    assert_eq!(Run::of(child).code, 0);
    fault(&world, &format!("{DEBIT}: 403 code=insufficient.funds"));
    let mut child = started(&world, "transfer Sparekonto Brukskonto 3 --yes");
    drop((child.stdout.take(), child.stderr.take()));
    assert_eq!(Run::of(child).code, 7);
    assert_eq!(ended(&send(&world, "")), replayed());
    assert_eq!(moved(&world), 1);
}
