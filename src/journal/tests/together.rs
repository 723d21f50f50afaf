//! Several writers, one that is killed, and one without room.

use std::env;
use std::process::{Command, Stdio};
use std::thread;

use super::made::numbered;
use super::*;

/// Where the writer of [`what_a_killed_process_leaves_is_whole`] writes.
const WRITER: &str = "JOURNAL_OF_THE_KILLED_WRITER";

/// Where the writer of [`a_line_that_finds_no_room_is_taken_back`] writes.
#[cfg(unix)]
const CRAMPED: &str = "JOURNAL_OF_THE_CRAMPED_WRITER";

#[test]
fn lines_of_eight_writers_are_whole() {
    let (_folder, journal) = fresh();
    thread::scope(|scope| {
        for writer in 0..8 {
            let journal = &journal;
            scope.spawn(move || {
                for line in 0..125 {
                    let event = numbered(writer * 1000 + line);
                    journal.open().unwrap().append(&event).unwrap();
                }
            });
        }
    });
    let events = journal.read().unwrap();
    assert_eq!(events.len(), 1000);
    for writer in 0..8 {
        let ids: Vec<_> = (0..125).map(|it| numbered(writer * 1000 + it).id).collect();
        let found = events.iter().map(|it| it.id).filter(|it| ids.contains(it));
        assert!(found.eq(ids.iter().copied()), "{writer}");
    }
}

/// Not a test of its own: the other process of the one below.
#[test]
fn writer() {
    let Some(path) = env::var_os(WRITER) else {
        return;
    };
    let mut book = Journal::at(path.into()).open().unwrap();
    let begun = book.events().unwrap().len();
    for number in begun.. {
        book.append(&numbered(u32::try_from(number).unwrap()))
            .unwrap();
    }
}

#[test]
fn what_a_killed_process_leaves_is_whole() {
    let (_folder, journal) = fresh();
    for round in 1..=6_u64 {
        let before = journal.read().unwrap().len();
        let mut writer = Command::new(env::current_exe().unwrap())
            .args(["--exact", "journal::tests::together::writer"])
            .env(WRITER, journal.path())
            .stdout(Stdio::null())
            .spawn()
            .unwrap();
        // It holds the lock, and is read all the while.
        while journal.read().unwrap().len() < before + 5 {
            assert!(writer.try_wait().unwrap().is_none());
            thread::sleep(Duration::from_millis(1));
        }
        let mut late = Journal::at(journal.path().to_owned());
        late.patience = Duration::ZERO;
        assert!(late.open().is_err());
        thread::sleep(Duration::from_millis(round));
        writer.kill().unwrap();
        writer.wait().unwrap();
        // The lock went with it.
        let events = late.open().unwrap().events().unwrap();
        let numbers = 0..u32::try_from(events.len()).unwrap();
        assert!(events.into_iter().eq(numbers.map(numbered)));
    }
}

/// Not a test of its own: the other process of the one below.
#[cfg(unix)]
#[test]
fn cramped_writer() {
    let Some(path) = env::var_os(CRAMPED) else {
        return;
    };
    let journal = Journal::at(path.into());
    let mut book = journal.open().unwrap();
    let mut written = Vec::new();
    let refused = loop {
        let next = numbered(u32::try_from(written.len()).unwrap());
        match book.append(&next) {
            Ok(()) => written.push(next),
            Err(failure) => break failure,
        }
    };
    assert!(refused.message().starts_with("could not write "));
    let left = std::fs::read(journal.path()).unwrap();
    assert_eq!(left, bytes_of(&written));
    // So the line was begun: there was room, and not for all of it.
    assert!(!left.is_empty() && !left.len().is_multiple_of(512));
    assert!(book.append(&numbered(0)).is_err());
    assert_eq!(book.events().unwrap(), written);
}

#[cfg(unix)]
#[test]
fn a_line_that_finds_no_room_is_taken_back() {
    let (_folder, journal) = fresh();
    let limited = "trap '' XFSZ; ulimit -f 2; exec \"$0\" --exact \"$1\"";
    let exit = Command::new("sh")
        .args(["-c", limited])
        .arg(env::current_exe().unwrap())
        .arg("journal::tests::together::cramped_writer")
        .env(CRAMPED, journal.path())
        .stdout(Stdio::null())
        .status();
    assert!(exit.unwrap().success());
    let mut book = journal.open().unwrap();
    let written = book.events().unwrap();
    assert!(!written.is_empty());
    book.append(&numbered(99)).unwrap();
    assert_eq!(journal.read().unwrap().len(), written.len() + 1);
}
