//! The journal's file: who may read it, and what is in it after a failure.

use std::collections::BTreeMap;
use std::fs;

use crate::config::{Format, Places, StoreKind};
use crate::domain::origin::Origin;
use crate::domain::transfer::Limits;
use crate::failure::Kind;

use super::made::{numbered, sending};
use super::*;

#[test]
fn each_profile_and_bank_has_one_of_its_own() {
    let places = Places {
        config: "/c".into(),
        data: "/d".into(),
        cache: "/k".into(),
        state: "/s".into(),
    };
    let config = Config {
        profile: "second".into(),
        origin: Origin::parse("http://127.0.0.1:1").unwrap(),
        bank: None,
        format: Format::Table,
        store: StoreKind::File,
        read_only: false,
        limits: Limits::default(),
        tag: true,
        aliases: BTreeMap::new(),
        client_id: None,
        client_secret: None,
        fixed_now: None,
        timeout: None,
        places,
    };
    let path = Path::new("/d/second@http_127.0.0.1_1.transfers.jsonl");
    assert_eq!(Journal::of(&config).path(), path);
}

#[test]
fn events_are_there_for_whoever_reads_next() {
    let (_folder, journal) = fresh();
    assert_eq!(journal.read().unwrap(), []);
    assert!(!journal.path().exists());
    let mut book = journal.open().unwrap();
    assert_eq!(book.events().unwrap(), []);
    book.append(&sending(1)).unwrap();
    book.append(&numbered(1)).unwrap();
    let written = [sending(1), numbered(1)];
    assert_eq!(book.events().unwrap(), written);
    assert_eq!(journal.read().unwrap(), written);
    drop(book);
    let bytes = fs::read(journal.path()).unwrap();
    assert_eq!(bytes, bytes_of(&written));
    assert_eq!(journal.open().unwrap().events().unwrap(), written);
}

#[test]
fn a_torn_tail_is_cut_off_before_the_next_line() {
    let torn = [sending(2), numbered(3)].map(|it| bytes_of(&[it]));
    let zeros = [vec![0; 9], b"\0\0\"}\n".to_vec()];
    let cuts = torn
        .iter()
        .flat_map(|it| (0..it.len()).map(|cut| it[..cut].to_vec()));
    let (_folder, journal) = fresh();
    drop(journal.open().unwrap());
    for first in [vec![], vec![numbered(1)]] {
        for tail in cuts.clone().chain(zeros.clone()) {
            fs::write(journal.path(), [bytes_of(&first), tail].concat()).unwrap();
            let mut book = journal.open().unwrap();
            assert_eq!(book.events().unwrap(), first);
            book.append(&numbered(7)).unwrap();
            let all = [&first[..], &[numbered(7)]].concat();
            assert_eq!(book.events().unwrap(), all);
            assert_eq!(fs::read(journal.path()).unwrap(), bytes_of(&all));
        }
    }
}

#[test]
fn a_damaged_line_stops_everything_and_is_not_repeated() {
    let (_folder, journal) = fresh();
    journal.open().unwrap().append(&numbered(1)).unwrap();
    let bytes = [&bytes_of(&[numbered(1)]), &b"geheim\n"[..]].concat();
    fs::write(journal.path(), &bytes).unwrap();
    let mut book = journal.open().unwrap();
    for failure in [book.events().unwrap_err(), journal.read().unwrap_err()] {
        assert_eq!(failure.kind, Kind::Storage);
        let message = failure.message();
        assert!(message.starts_with("line 2 of the journal "), "{message}");
        assert!(message.ends_with("nothing was sent or changed"));
        assert_eq!(failure.hints().len(), 2);
        let told = [message.to_owned()].into_iter().chain(failure.causes());
        let told: Vec<_> = told.chain(failure.hints().iter().cloned()).collect();
        assert!(!told.concat().contains("geheim"));
    }
    assert_eq!(fs::read(journal.path()).unwrap(), bytes);
}

#[test]
fn a_line_of_a_newer_version_says_so() {
    let (_folder, journal) = fresh();
    drop(journal.open().unwrap());
    let line = r#"{"id":"AAAAAAA","at":"2026-11-22T12:00:00Z","event":"recalled"}"#;
    fs::write(journal.path(), format!("{line}\n")).unwrap();
    let refused = journal.read().unwrap_err();
    assert!(refused.hints()[0].contains("update this one"));
}

#[test]
fn who_comes_second_waits_and_is_told_that_nothing_was_sent() {
    let (_folder, mut journal) = fresh();
    let held = journal.open().unwrap();
    journal.patience = Duration::from_millis(30);
    let late = journal.open().map(|_| ()).unwrap_err();
    assert_eq!(late.kind, Kind::Storage);
    assert!(late.message().contains(".transfers.lock"));
    assert!(late.hints().iter().any(|it| it == NOTHING_SENT));
    drop(held);
    journal.open().unwrap();
}

#[cfg(unix)]
mod privacy {
    use std::os::unix::fs::{MetadataExt, PermissionsExt, symlink};

    use super::*;

    fn mode(path: &Path) -> u32 {
        fs::metadata(path).unwrap().mode() & 0o777
    }

    /// Both ways in refuse it alike, and change nothing.
    fn refused(journal: &Journal, why: &str) -> String {
        let read = journal.read().unwrap_err();
        let opened = journal.open().map(|_| ()).unwrap_err();
        for failure in [&read, &opened] {
            assert_eq!(failure.kind, Kind::Storage);
            assert!(failure.message().contains(why), "{failure}");
            assert!(!failure.hints().concat().contains("login"));
        }
        assert!(opened.hints().iter().any(|it| it == NOTHING_SENT));
        read.hints()[0].clone()
    }

    #[test]
    fn is_for_the_user_alone() {
        let (_folder, journal) = fresh();
        let mut book = journal.open().unwrap();
        let folder = journal.path().parent().unwrap();
        assert_eq!((mode(folder), mode(journal.path())), (0o700, 0o600));
        assert_eq!(mode(&journal.path().with_extension("lock")), 0o600);
        book.append(&numbered(1)).unwrap();
        assert_eq!(mode(journal.path()), 0o600);
        assert_eq!(fs::read_dir(folder).unwrap().count(), 2);
    }

    #[test]
    fn is_refused_where_others_may_hold_it() {
        let (folder, journal) = fresh();
        drop(journal.open().unwrap());
        for others in [0o644, 0o620, 0o601] {
            fs::set_permissions(journal.path(), fs::Permissions::from_mode(others)).unwrap();
            assert!(refused(&journal, "lets others in").starts_with("run `chmod 600 "));
        }
        fs::set_permissions(journal.path(), fs::Permissions::from_mode(0o600)).unwrap();

        let second = folder.path().join("second");
        fs::hard_link(journal.path(), &second).unwrap();
        assert!(refused(&journal, "second name").starts_with("remove the other name;"));
        fs::remove_file(journal.path()).unwrap();

        symlink(&second, journal.path()).unwrap();
        refused(&journal, "symbolic link");
        fs::remove_file(journal.path()).unwrap();

        fs::create_dir(journal.path()).unwrap();
        assert!(journal.read().is_err() && journal.open().is_err());
        fs::remove_dir(journal.path()).unwrap();

        let data = journal.path().parent().unwrap();
        fs::set_permissions(data, fs::Permissions::from_mode(0o777)).unwrap();
        refused(&journal, "lets others write");
    }

    #[test]
    fn a_link_to_nowhere_is_not_followed() {
        let (folder, journal) = fresh();
        fs::create_dir(journal.path().parent().unwrap()).unwrap();
        let nowhere = folder.path().join("nowhere");
        symlink(&nowhere, journal.path()).unwrap();
        refused(&journal, "symbolic link");
        assert!(!nowhere.exists());
    }

    #[test]
    fn a_journal_that_was_taken_away_takes_no_line() {
        let (_folder, journal) = fresh();
        let mut book = journal.open().unwrap();
        book.append(&numbered(1)).unwrap();
        fs::remove_file(journal.path()).unwrap();
        assert!(book.events().is_err());
        let failure = book.append(&sending(2)).unwrap_err();
        assert!(failure.message().contains("removed or replaced"));
        assert!(failure.hints().iter().any(|it| it == NOTHING_SENT));
        fs::write(journal.path(), b"").unwrap();
        assert!(book.append(&numbered(2)).is_err());
        assert_eq!(fs::read(journal.path()).unwrap(), b"");
    }
}

#[cfg(target_os = "linux")]
#[test]
fn a_transfer_begins_with_room_for_its_end() {
    use std::os::unix::fs::MetadataExt;
    let (_folder, journal) = fresh();
    let room = |path: &Path| fs::metadata(path).unwrap().blocks() * 512;
    let mut book = journal.open().unwrap();
    book.append(&numbered(1)).unwrap();
    assert!(room(journal.path()) < ROOM);
    book.append(&sending(2)).unwrap();
    let written = bytes_of(&[numbered(1), sending(2)]);
    assert_eq!(fs::read(journal.path()).unwrap(), written);
    // Not every file system can.
    let probe = journal.path().with_extension("probe");
    assert!(Growing::open(&probe).unwrap().reserve(ROOM).unwrap());
    if room(&probe) >= ROOM {
        assert!(room(journal.path()) >= ROOM);
    }
}
