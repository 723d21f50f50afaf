//! The journal's file, and what is done about one that cannot be trusted.

use std::fs;

use super::{
    DEBIT, accepted, ended, fault, held, hint, journal, lines, posts, replayed, send, text,
};
use crate::world::{Run, World};

/// Nothing was sent, and the bank was not even asked for its accounts.
fn refused(world: &World, run: &Run, why: &str) {
    assert_eq!((run.code, run.out.as_str()), (5, ""), "{}", run.shown());
    let said = text(&run.error()["error"]["message"]);
    assert!(said.contains(why), "{said}");
    assert_eq!(posts(world), 0);
}

/// A world whose journal has one transfer; what was asked for it is forgotten.
fn used() -> World {
    let world = World::logged_in();
    assert_eq!(ended(&send(&world, "")), accepted());
    world.bank.forget_requests();
    world
}

#[cfg(unix)]
#[test]
fn it_is_for_its_owner_alone() {
    use std::os::unix::fs::{PermissionsExt, symlink};
    let world = used();
    let path = journal(&world);
    let mode = |path: &std::path::Path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
    assert_eq!((mode(&path), mode(path.parent().unwrap())), (0o600, 0o700));
    let everything = [
        "transfer Sparekonto Brukskonto 9 --yes --json",
        "transfers --json",
        "transfers check --json",
    ];
    let all_refuse = |why: &str| {
        for line in everything {
            refused(&world, &world.run(line), why);
        }
        assert_eq!(lines_of(&path), 3);
    };
    fs::set_permissions(&path, fs::Permissions::from_mode(0o640)).unwrap();
    all_refuse("lets others in");
    fs::set_permissions(&path, fs::Permissions::from_mode(0o600)).unwrap();
    let second = world.home().join("second");
    fs::hard_link(&path, &second).unwrap();
    all_refuse("second name");
    fs::remove_file(&path).unwrap();
    symlink(&second, &path).unwrap();
    all_refuse("symbolic link");
    fs::remove_file(&path).unwrap();
    fs::rename(&second, &path).unwrap();
    assert_eq!(ended(&send(&world, "")), held(6));
}

#[cfg(unix)]
fn lines_of(path: &std::path::Path) -> usize {
    fs::read_to_string(path).unwrap().lines().count()
}

#[test]
fn a_torn_last_line_is_mended() {
    let world = used();
    let whole = fs::read(journal(&world)).unwrap();
    let torn = [&whole[..], br#"{"id":"AAAAAAA","at":"2026-1"#].concat();
    fs::write(journal(&world), torn).unwrap();
    assert_eq!(ended(&send(&world, "")), held(6));
    assert_eq!(world.run("transfers").out.lines().count(), 2);
    let run = world.run("transfer Sparekonto Brukskonto 9 --yes --json");
    assert_eq!(ended(&run), accepted(), "{}", run.shown());
    assert_eq!(lines(&world).len(), 6);
    assert!(fs::read(journal(&world)).unwrap().starts_with(&whole));
}

#[test]
fn a_damaged_line_stops_everything() {
    let world = used();
    let whole = fs::read_to_string(journal(&world)).unwrap();
    for (what, with) in [
        ("\"done\"", "\"gone\""),
        ("{\"id\"", "{{\"id\""),
        ("NOK", "NO\u{0}"),
    ] {
        let damaged = whole.replacen(what, with, 1);
        assert_ne!(damaged, whole);
        fs::write(journal(&world), &damaged).unwrap();
        for line in [
            "transfer Sparekonto Brukskonto 9 --yes --json",
            "transfer Sparekonto Brukskonto all --yes --json",
            "transfers --json",
            "transfers check --json",
            "transfers resolve AAAAAAA --moved --json",
        ] {
            let run = world.run(line);
            refused(&world, &run, "of the journal");
            assert!(hint(&run).contains("mend the line"), "{}", run.shown());
        }
        assert_eq!(fs::read_to_string(journal(&world)).unwrap(), damaged);
    }
    fs::write(journal(&world), whole).unwrap();
    assert_eq!(ended(&send(&world, "")), held(6));
}

#[test]
fn one_that_cannot_be_written_stops_the_transfer() {
    let world = used();
    let path = journal(&world);
    fs::remove_file(&path).unwrap();
    fs::create_dir(&path).unwrap();
    let run = send(&world, "");
    assert_eq!((run.code, posts(&world)), (5, 0), "{}", run.shown());
    // The same where the folder is a file.
    let data = path.parent().unwrap().to_owned();
    let aside = world.home().join("aside");
    fs::rename(&data, &aside).unwrap();
    fs::write(&data, "").unwrap();
    for line in [
        "transfer Brukskonto Sparekonto all --yes --json",
        "transfers check --json",
    ] {
        let run = world.run(line);
        assert_eq!((run.code, posts(&world)), (5, 0), "{line}: {}", run.shown());
    }
}

#[test]
fn one_that_is_taken_away_while_the_bank_works_loses_nothing_silently() {
    let world = World::logged_in();
    fault(&world, &format!("{DEBIT}: delay=400ms"));
    let child = super::started(&world, super::LIKE);
    super::arrives(&world, 1);
    let aside = world.home().join("aside");
    fs::rename(journal(&world), &aside).unwrap();
    let run = Run::of(child);
    assert_eq!(ended(&run), accepted(), "{}", run.shown());
    assert!(run.err.contains("and calls it open"), "{}", run.err);
    let path = world.home().join("data/sb1");
    let name = format!(
        "default@{}",
        world.bank.origin().replace("://", "_").replace(':', "_")
    );
    fs::rename(&aside, path.join(format!("{name}.transfers.jsonl"))).unwrap();
    assert_eq!(ended(&send(&world, "")), replayed());
    assert_eq!(posts(&world), 1);
}
