//! Several writers, and one that is killed.

use std::env;
use std::process::{Command, Stdio};
use std::thread;

use super::made::numbered;
use super::*;

/// Where the writer of [`what_a_killed_process_leaves_is_whole`] writes.
const WRITER: &str = "JOURNAL_OF_THE_KILLED_WRITER";

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
