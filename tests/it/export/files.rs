//! Files are written whole or not at all, and never over another unasked.

use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use super::exported;
use crate::world::{Run, World};

/// `sb1 export` to that file.
fn export(world: &World, flags: &str, file: &Path) -> Run {
    world.run(&format!("export {flags} -o {}", file.display()))
}

fn target(world: &World) -> PathBuf {
    let folder = world.home().join("books");
    fs::create_dir_all(&folder).unwrap();
    folder.join("bank.journal")
}

/// What the folder of the target has.
fn beside(file: &Path) -> Vec<String> {
    let entries = fs::read_dir(file.parent().unwrap()).unwrap();
    let names = entries.map(|it| it.unwrap().file_name().into_string().unwrap());
    names.collect()
}

#[test]
fn a_file_has_what_stdout_would_have_and_stderr_says_how_much() {
    let world = World::logged_in();
    let file = target(&world);
    let run = export(&world, "--format hledger", &file);
    assert_eq!((run.code, run.out.as_str()), (0, ""), "{}", run.shown());
    let content = fs::read_to_string(&file).unwrap();
    assert_eq!(content, exported(&world, "--format hledger --offline -o -"));
    let count = exported(&world, "--format jsonl --offline").lines().count();
    let note = format!("wrote {count} transactions to {}", file.display());
    assert!(run.err.contains(&note), "{}", run.err);
    assert_eq!(beside(&file), ["bank.journal"]);
}

#[test]
#[cfg(unix)]
fn a_file_is_for_the_user_alone() {
    use std::os::unix::fs::PermissionsExt;
    let world = World::logged_in();
    let file = target(&world);
    assert_eq!(export(&world, "--format qif", &file).code, 0);
    let mode = fs::metadata(&file).unwrap().permissions().mode();
    assert_eq!(mode & 0o777, 0o600);
}

#[test]
fn nothing_is_written_over_unless_it_is_forced() {
    let world = World::logged_in();
    let file = target(&world);
    fs::write(&file, "mine").unwrap();
    let run = export(&world, "--format hledger", &file);
    assert_eq!(run.code, 5, "{}", run.shown());
    assert!(run.err.contains("--force"), "{}", run.err);
    assert_eq!(fs::read_to_string(&file).unwrap(), "mine");
    assert_eq!(
        world.asked(),
        [""; 0],
        "it is known before the bank is asked"
    );
    let run = export(&world, "--format hledger --force", &file);
    assert_eq!(run.code, 0, "{}", run.shown());
    assert!(fs::read_to_string(&file).unwrap().contains("brukskonto"));
    let nowhere = world.home().join("no/such/folder/x");
    assert_eq!(export(&world, "--format qif", &nowhere).code, 5);
    assert_eq!(export(&world, "--format qif --force", world.home()).code, 5);
}

#[test]
fn what_is_partial_goes_to_stdout_with_exit_3_and_to_no_file() {
    let world = World::logged_in();
    assert_eq!(world.run("sync").code, 0);
    let file = target(&world);
    fs::write(&file, "mine").unwrap();
    world.bank.fail_parts(&["CREDIT_ACCOUNTS_FAILED"]);
    let run = export(&world, "--format hledger --force", &file);
    assert_eq!(run.code, 3, "{}", run.shown());
    assert!(run.err.contains("CREDIT_ACCOUNTS_FAILED"), "{}", run.err);
    assert!(run.err.contains("--allow-partial"), "{}", run.err);
    assert_eq!(fs::read_to_string(&file).unwrap(), "mine");
    assert_eq!(beside(&file), ["bank.journal"]);
    let run = world.run("export --format hledger");
    assert_eq!(run.code, 3, "{}", run.err);
    assert!(run.out.contains("brukskonto"));
    let run = export(&world, "--format hledger --force --allow-partial", &file);
    assert_eq!(run.code, 3, "{}", run.shown());
    assert!(fs::read_to_string(&file).unwrap().contains("brukskonto"));
}

#[test]
fn offline_remembers_that_the_last_answer_was_partial() {
    let world = World::logged_in();
    world.bank.fail_parts(&["HISTORIC_TRANSACTIONS_FAILED"]);
    assert_eq!(world.run("sync").code, 3);
    let file = target(&world);
    let run = export(&world, "--format qif --offline", &file);
    assert_eq!(run.code, 3, "{}", run.shown());
    assert!(
        run.err.contains("run `sb1 sync` for the rest"),
        "{}",
        run.err
    );
    assert!(!file.exists());
    world.bank.fail_parts(&[]);
    assert_eq!(world.run("sync --full").code, 0);
    assert_eq!(export(&world, "--format qif --offline", &file).code, 0);
}

#[test]
#[cfg(target_os = "linux")]
fn a_full_disk_leaves_the_old_file() {
    let world = World::logged_in();
    assert_eq!(world.run("sync").code, 0);
    let file = target(&world);
    fs::write(&file, "mine").unwrap();
    let line = format!(
        "export --format csv --offline --force -o {}",
        file.display()
    );
    let model = world.command(["--version"]);
    // With the signal ignored a write fails, as on a full disk; without it the program is killed.
    for trap in ["trap '' XFSZ; ", ""] {
        let mut shell = Command::new("bash");
        let limited = format!("{trap}ulimit -c 0 -f 100; exec \"$SB1\" {line}");
        shell.args(["-c", &limited]).env_clear();
        let set = model
            .get_envs()
            .filter_map(|(name, value)| Some((name, value?)));
        shell.envs(set).env("SB1", env!("CARGO_BIN_EXE_sb1"));
        shell
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped());
        let run = Run::of(shell.spawn().unwrap());
        assert_ne!(run.code, 0, "{trap}: {}", run.shown());
        assert_eq!(fs::read_to_string(&file).unwrap(), "mine", "{trap}");
    }
    assert_eq!(
        export(&world, "--format csv --offline --force", &file).code,
        0
    );
    assert!(
        fs::metadata(&file).unwrap().len() > 100 * 1024,
        "the limit cut nothing"
    );
}

#[test]
fn a_reader_that_goes_away_is_no_error() {
    let world = World::logged_in();
    assert_eq!(world.run("sync").code, 0);
    let run = world.run_unread("export --format csv --offline");
    assert_eq!(
        (run.code, run.err.contains("error")),
        (0, false),
        "{}",
        run.shown()
    );
}

#[test]
#[cfg(target_os = "linux")]
fn an_stdout_without_room_is_a_failure() {
    let world = World::logged_in();
    assert_eq!(world.run("sync").code, 0);
    let full = File::options().write(true).open("/dev/full").unwrap();
    let mut command = world.command(["export", "--format", "csv", "--offline"]);
    let run = Run::of(command.stdout(Stdio::from(full)).spawn().unwrap());
    assert_eq!(run.code, 5, "{}", run.shown());
}
