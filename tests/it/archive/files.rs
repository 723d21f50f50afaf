//! The archive's files, and what is done about one that cannot be trusted.

use std::fs;
use std::path::{Path, PathBuf};

use rusqlite::Connection;

use super::{archived, path, synced};
use crate::world::{Run, World};

/// What opens the archive.
const READING: [&str; 5] = [
    "transactions --offline --json",
    "archive --json",
    "archive verify --json",
    "archive forget --no-input --json",
    "sync --json",
];

fn message(run: &Run) -> String {
    run.error()["error"]["message"].as_str().unwrap().to_owned()
}

fn hint(run: &Run) -> String {
    run.error()["error"]["hint"].as_str().unwrap().to_owned()
}

/// Everything that opens the archive ends with 5, a reason and a mend, asks the bank for no
/// transactions, and leaves the file as it was.
fn all_refuse(world: &World, why: &str, mend: &str) {
    let path = path(world);
    let before = fs::read(&path).ok();
    for line in READING {
        let run = world.run(line);
        assert_eq!(
            (run.code, run.out.as_str()),
            (5, ""),
            "{line}: {}",
            run.shown()
        );
        assert!(message(&run).contains(why), "{line}: {}", run.shown());
        assert!(hint(&run).contains(mend), "{line}: {}", run.shown());
    }
    assert_eq!(world.requests().len(), 0);
    assert_eq!(fs::read(&path).ok(), before);
    let doctor = world.run("doctor --json");
    let checks = doctor.json()["checks"].as_array().unwrap().clone();
    let check = checks.iter().find(|it| it["name"] == "archive").unwrap();
    assert_eq!(
        (doctor.code, check["verdict"].as_str()),
        (5, Some("error")),
        "{check}"
    );
    assert!(check["finding"].as_str().unwrap().contains(why), "{check}");
    assert!(check["hint"].as_str().unwrap().contains(mend), "{check}");
    world.bank.forget_requests();
}

#[cfg(unix)]
fn mode(path: &Path) -> u32 {
    std::os::unix::fs::PermissionsExt::mode(&fs::metadata(path).unwrap().permissions()) & 0o777
}

fn beside(path: &Path, ending: &str) -> PathBuf {
    PathBuf::from(format!("{}{ending}", path.display()))
}

#[cfg(unix)]
#[test]
fn it_is_for_its_owner_alone_and_so_is_what_sqlite_puts_beside_it() {
    let world = synced();
    let path = path(&world);
    assert_eq!((mode(&path), mode(path.parent().unwrap())), (0o600, 0o700));
    // With a connection open the log and its index are there.
    let open = Connection::open(&path).unwrap();
    let count = |of: &Connection| {
        of.query_row("SELECT count(*) FROM answer", [], |row| {
            row.get::<_, i64>(0)
        })
    };
    assert_eq!(count(&open).unwrap(), 1);
    assert_eq!(world.run("sync").code, 0);
    for ending in ["-wal", "-shm"] {
        assert_eq!(mode(&beside(&path, ending)), 0o600, "{ending}");
    }
    drop(open);
    assert_eq!(world.run("sync").code, 0);
    for ending in ["-wal", "-shm"] {
        assert!(!beside(&path, ending).exists(), "{ending}");
    }
}

#[cfg(unix)]
#[test]
fn one_that_others_could_reach_is_refused_with_its_mend() {
    use std::os::unix::fs::{PermissionsExt, symlink};
    let world = synced();
    let rows = archived(&world);
    let path = path(&world);
    fs::set_permissions(&path, fs::Permissions::from_mode(0o640)).unwrap();
    all_refuse(&world, "its mode 640 lets others in", "run `chmod 600 ");
    fs::set_permissions(&path, fs::Permissions::from_mode(0o600)).unwrap();
    let second = world.home().join("second");
    fs::hard_link(&path, &second).unwrap();
    all_refuse(&world, "second name", "remove the other name");
    fs::remove_file(&path).unwrap();
    symlink(&second, &path).unwrap();
    all_refuse(&world, "symbolic link", "put the file itself in its place");
    fs::remove_file(&path).unwrap();
    fs::create_dir(&path).unwrap();
    assert_eq!(world.run("sync").code, 5);
    fs::remove_dir(&path).unwrap();
    fs::rename(&second, &path).unwrap();
    assert_eq!(archived(&world), rows);
}

#[test]
fn a_file_that_is_no_archive_is_left_alone() {
    let world = synced();
    let path = path(&world);
    let whole = fs::read(&path).unwrap();
    let scribbles = b"-- my own notes, all I have\n".repeat(200);
    fs::write(&path, scribbles).unwrap();
    all_refuse(&world, "is damaged", "from a backup");
    // Another program's database.
    fs::remove_file(&path).unwrap();
    let other = Connection::open(&path).unwrap();
    other
        .execute_batch("CREATE TABLE recipe (cake TEXT)")
        .unwrap();
    drop(other);
    private(&path);
    all_refuse(&world, "is no archive of sb1's", "move it away");
    fs::write(&path, whole).unwrap();
    assert_eq!(world.run("archive").code, 0);
}

#[cfg(unix)]
fn private(path: &Path) {
    use std::os::unix::fs::PermissionsExt;
    fs::set_permissions(path, fs::Permissions::from_mode(0o600)).unwrap();
}

#[cfg(not(unix))]
fn private(_: &Path) {}

#[test]
fn one_of_a_newer_version_is_refused() {
    let world = synced();
    let path = path(&world);
    let newer = Connection::open(&path).unwrap();
    newer.pragma_update(None, "user_version", 99).unwrap();
    drop(newer);
    all_refuse(&world, "written by a newer sb1", "update this sb1");
}

#[test]
fn a_torn_or_overwritten_archive_is_never_read_as_if_it_were_whole() {
    let world = synced();
    let path = path(&world);
    let whole = fs::read(&path).unwrap();
    let torn = whole[..whole.len() / 2].to_vec();
    let mut overwritten = whole.clone();
    for page in overwritten.chunks_mut(4096).skip(1) {
        page[..64].fill(0xa5);
    }
    for damaged in [torn, overwritten] {
        fs::write(&path, &damaged).unwrap();
        for line in [
            "transactions --offline --json",
            "sync --json",
            "archive --json",
        ] {
            let run = world.run(line);
            assert_eq!(run.code, 5, "{line}: {}", run.shown());
            assert!(
                message(&run).contains("is damaged"),
                "{line}: {}",
                run.shown()
            );
            assert!(
                hint(&run).contains("from a backup"),
                "{line}: {}",
                run.shown()
            );
        }
        assert_eq!(fs::read(&path).unwrap(), damaged);
    }
    fs::write(&path, whole).unwrap();
    assert_eq!(world.run("sync").code, 0);
}

#[test]
fn what_the_bank_said_can_neither_be_changed_nor_deleted() {
    let world = synced();
    let open = Connection::open(path(&world)).unwrap();
    for change in [
        "DELETE FROM answer",
        "DELETE FROM observation",
        "DELETE FROM written",
        "DELETE FROM snapshot",
        "DELETE FROM sighting",
        "DELETE FROM entry",
        "UPDATE observation SET ore = 0",
        "UPDATE written SET json = ''",
        "UPDATE snapshot SET balance = 0",
        "UPDATE sighting SET last = 0",
    ] {
        let refused = open.execute_batch(change).unwrap_err().to_string();
        assert!(refused.contains("append-only"), "{change}: {refused}");
    }
}

#[test]
fn profiles_and_banks_have_archives_of_their_own() {
    let world = synced();
    let first = path(&world);
    let run = world.log_in(&["--profile", "work"]);
    assert_eq!(run.code, 0, "{}", run.shown());
    let other = world.run("--profile work archive path").out;
    assert_ne!(other.trim_end(), first.display().to_string());
    assert_eq!(world.run("--profile work transactions --offline").code, 5);
    let world = world.set("SB1_API_URL", "http://127.0.0.1:9");
    assert_ne!(path(&world), first);
    assert_eq!(world.run("transactions --offline").code, 5);
    assert!(!path(&world).exists(), "nothing is made by looking");
}
