//! Files in the user's own folders, on a real disk.

use std::env;
use std::process::{Command, Stdio};

use super::*;

fn names(folder: &Path) -> Vec<String> {
    let mut names: Vec<String> = fs::read_dir(folder)
        .unwrap()
        .map(|it| it.unwrap().file_name().into_string().unwrap())
        .collect();
    names.sort();
    names
}

fn refusal(path: &Path, overwrite: bool) -> Failure {
    Output::create(path, overwrite).map(|_| ()).unwrap_err()
}

#[test]
fn a_file_stands_at_its_name_once_it_is_whole() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a b.ofx");
    let mut output = Output::create(&path, false).unwrap();
    output.append(b"one ").unwrap();
    assert!(!path.exists());
    output.append(b"two").unwrap();
    output.finish().unwrap();
    assert_eq!(fs::read(&path).unwrap(), b"one two");
    assert_eq!(names(folder.path()), ["a b.ofx"]);
}

#[test]
fn what_is_not_finished_leaves_everything_as_it_was() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("old.csv");
    fs::write(&path, b"old").unwrap();
    let mut output = Output::create(&path, true).unwrap();
    output.append(b"new").unwrap();
    assert_eq!(fs::read(&path).unwrap(), b"old");
    drop(output);
    assert_eq!(fs::read(&path).unwrap(), b"old");
    assert_eq!(names(folder.path()), ["old.csv"]);
}

#[test]
fn a_file_is_replaced_only_when_that_is_asked_for() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("old.csv");
    fs::write(&path, b"old").unwrap();
    let refused = refusal(&path, false);
    assert!(
        refused.message().ends_with("old.csv is there already"),
        "{refused}"
    );
    assert!(refused.hints()[0].contains("--force"));

    let mut output = Output::create(&path, true).unwrap();
    output.append(b"new").unwrap();
    output.finish().unwrap();
    assert_eq!(fs::read(&path).unwrap(), b"new");
}

#[test]
fn a_file_that_came_meanwhile_is_kept() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("new.csv");
    let output = Output::create(&path, false).unwrap();
    fs::write(&path, b"somebody else's").unwrap();
    let refused = output.finish().unwrap_err();
    assert!(refused.message().ends_with("is there already"), "{refused}");
    assert_eq!(fs::read(&path).unwrap(), b"somebody else's");
    assert_eq!(names(folder.path()), ["new.csv"]);
}

#[test]
fn what_cannot_work_is_refused_before_the_work() {
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| folder.path().join(name);
    fs::write(at("file"), b"x").unwrap();
    for (path, words) in [
        (folder.path().to_owned(), "is a folder"),
        (at("new/"), "is a folder"),
        (at(".."), "is a folder"),
        (PathBuf::new(), "is a folder"),
        (at("none/x.csv"), "there is no folder "),
        (at("file/x.csv"), "could not write "),
    ] {
        let refused = refusal(&path, true);
        assert!(refused.message().contains(words), "{path:?}: {refused}");
        assert_eq!(refused.kind.exit_code(), 5);
    }
    assert_eq!(names(folder.path()), ["file"]);
}

#[test]
fn the_left_over_of_another_process_is_neither_used_nor_removed() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("x.csv");
    fs::write(temporary(&path, 0), b"left over").unwrap();
    let mut output = Output::create(&path, false).unwrap();
    output.append(b"new").unwrap();
    output.finish().unwrap();
    assert_eq!(fs::read(&path).unwrap(), b"new");
    assert_eq!(fs::read(temporary(&path, 0)).unwrap(), b"left over");
}

#[cfg(unix)]
#[test]
fn a_new_file_is_for_the_user_alone_and_an_old_one_keeps_its_rights() {
    use std::os::unix::fs::{MetadataExt, PermissionsExt, symlink};
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("x.csv");
    let write = || {
        let output = Output::create(&path, true).unwrap();
        output.finish().unwrap();
        fs::metadata(&path).unwrap().mode() & 0o7777
    };
    assert_eq!(write(), 0o600);
    for mode in [0o644, 0o4640, 0o400] {
        fs::set_permissions(&path, fs::Permissions::from_mode(mode)).unwrap();
        assert_eq!(write(), mode & 0o777);
    }

    let link = folder.path().join("link.csv");
    symlink(&path, &link).unwrap();
    assert!(
        refusal(&link, true)
            .message()
            .ends_with("is a symbolic link")
    );
    symlink("nowhere", folder.path().join("lost.csv")).unwrap();
    assert!(
        refusal(&folder.path().join("lost.csv"), false)
            .message()
            .ends_with("is a symbolic link")
    );
    assert!(
        refusal(Path::new("/dev/null"), true)
            .message()
            .ends_with("is no regular file")
    );
}

const CRAMPED: &str = "SB1_TEST_CRAMPED_OUTPUT";

/// Runs alone in a process whose files may not grow beyond a kilobyte.
#[test]
fn cramped_output() {
    let Some(path) = env::var_os(CRAMPED) else {
        return;
    };
    let mut output = Output::create(Path::new(&path), true).unwrap();
    let refused = output.append(&[b'x'; 5000]).unwrap_err();
    assert!(refused.message().starts_with("could not write "));
}

#[cfg(unix)]
#[test]
fn a_full_disk_leaves_the_old_file() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("old.csv");
    fs::write(&path, b"old").unwrap();
    let limited = "trap '' XFSZ; ulimit -f 2; exec \"$0\" --exact \"$1\"";
    let exit = Command::new("sh")
        .args(["-c", limited])
        .arg(env::current_exe().unwrap())
        .arg("files::output::tests::cramped_output")
        .env(CRAMPED, &path)
        .stdout(Stdio::null())
        .status();
    assert!(exit.unwrap().success());
    assert_eq!(fs::read(&path).unwrap(), b"old");
    assert_eq!(names(folder.path()), ["old.csv"]);
}
