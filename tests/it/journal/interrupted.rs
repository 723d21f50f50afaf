//! Ctrl-C and the like, before the intent and after it.

use std::process::Child;
use std::thread::sleep;
use std::time::Duration;

use rustix::process::{Pid, Signal, kill_process};

use super::{
    ACCOUNTS, DEBIT, LIKE, accepted, arrives, as_if, ended, fault, held, is_written, lines, moved,
    posts, replayed, send, started, unclear, until,
};
use crate::world::{Run, World};

/// Longer than the program takes to look for a signal.
const A_MOMENT: Duration = Duration::from_millis(150);

fn signal(child: &Child, signal: Signal) {
    let pid = Pid::from_raw(i32::try_from(child.id()).unwrap()).unwrap();
    kill_process(pid, signal).unwrap();
}

#[test]
fn before_the_intent_nothing_is_sent_or_written() {
    let world = World::logged_in();
    for (kind, code) in [(Signal::INT, 130), (Signal::TERM, 143)] {
        world.bank.forget_requests();
        fault(&world, &format!("{ACCOUNTS}: delay=5s"));
        let child = started(&world, LIKE);
        until("the accounts to be listed", || !world.requests().is_empty());
        signal(&child, kind);
        let run = Run::of(child);
        assert_eq!((run.code, run.out.as_str()), (code, ""), "{}", run.shown());
        assert_eq!(posts(&world), 0);
        assert!(!is_written(&world));
    }
}

#[test]
fn once_it_is_sent_the_first_waits_for_the_answer() {
    for kind in [Signal::INT, Signal::TERM] {
        for (what, expected) in [
            ("delay=600ms", accepted()),
            ("delay=600ms after 502", unclear()),
        ] {
            let world = World::logged_in();
            fault(&world, &format!("{DEBIT}: {what}"));
            let child = started(&world, LIKE);
            arrives(&world, 1);
            signal(&child, kind);
            let run = Run::of(child);
            assert_eq!(ended(&run), expected, "{}", run.shown());
            assert!(run.err.contains("already sent; waiting"), "{}", run.err);
            assert_eq!((posts(&world), moved(&world)), (1, 1));
        }
    }
}

#[test]
fn the_second_records_that_nobody_can_tell() {
    let world = World::logged_in();
    fault(&world, &format!("{DEBIT}: delay=10s after"));
    let child = started(&world, LIKE);
    arrives(&world, 1);
    signal(&child, Signal::INT);
    sleep(A_MOMENT);
    signal(&child, Signal::TERM);
    let run = Run::of(child);
    assert_eq!(ended(&run), unclear(), "{}", run.shown());
    assert!(run.err.contains("interrupted while waiting"), "{}", run.err);
    let id = super::id(&run);
    assert_eq!(
        lines(&world),
        [format!("{id} sending"), format!("{id} unknown")]
    );
    assert_eq!(ended(&send(&world, "")), replayed());
    assert_eq!(posts(&world), 1);
}

#[test]
fn while_it_waits_for_another_it_can_be_ended() {
    let world = World::logged_in();
    fault(&world, &format!("{DEBIT}: delay=700ms"));
    let first = started(&world, LIKE);
    arrives(&world, 1);
    let second = started(&world, LIKE);
    sleep(A_MOMENT);
    signal(&second, Signal::INT);
    assert_eq!(Run::of(second).code, 130);
    assert_eq!(ended(&Run::of(first)), accepted());
    assert_eq!(posts(&world), 1);
}

/// What could be spent before the one that is on its way does not count.
#[test]
fn a_rule_goes_by_what_the_transfer_before_it_has_left() {
    let world = World::logged_in();
    fault(&world, &format!("{DEBIT}: delay=500ms"));
    let first = started(&world, LIKE);
    arrives(&world, 1);
    let line = "transfer Brukskonto Felleskonto all --keep 89200 --yes --json";
    let run = Run::of(started(&world, line));
    assert_eq!(ended(&run), as_if(0, "skipped", Some(false), false));
    assert_eq!(ended(&Run::of(first)), accepted());
    assert_eq!(posts(&world), 1);
}

#[test]
fn a_second_process_waits_for_a_slow_bank() {
    let world = World::logged_in();
    fault(&world, &format!("{DEBIT}: delay=500ms"));
    let first = started(&world, LIKE);
    arrives(&world, 1);
    let alike = started(&world, LIKE);
    let other = started(&world, "transfer Sparekonto Brukskonto 5 --yes --json");
    assert_eq!(ended(&Run::of(alike)), held(6));
    assert_eq!(ended(&Run::of(other)), accepted());
    assert_eq!(ended(&Run::of(first)), accepted());
    assert_eq!(posts(&world), 2);
}
