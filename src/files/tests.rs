//! Private files, folders and locks, on a real disk.

use std::fs;
use std::time::Duration;

use super::*;

#[test]
fn replaces_whole_and_privately() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a/b/secret.json");
    assert!(read_private(&path).unwrap().is_none());
    replace(&path, b"a longer first content").unwrap();
    replace(&path, b"second").unwrap();
    assert_eq!(read_private(&path).unwrap().unwrap(), b"second");
    assert_eq!(fs::read_dir(path.parent().unwrap()).unwrap().count(), 1);
    remove(&path).unwrap();
    remove(&path).unwrap();
}

#[test]
fn an_abandoned_replacement_leaves_the_old_content() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("secret.json");
    replace(&path, b"old").unwrap();
    drop(Replacement::reserve(&path, 4096).unwrap());
    assert_eq!(read_private(&path).unwrap().unwrap(), b"old");
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
}

#[cfg(unix)]
#[test]
fn refuses_what_others_may_hold() {
    use std::os::unix::fs::{MetadataExt, PermissionsExt, symlink};
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("secret.json");
    replace(&path, b"x").unwrap();
    assert_eq!(fs::metadata(&path).unwrap().mode() & 0o777, 0o600);

    let link = folder.path().join("link.json");
    symlink(&path, &link).unwrap();
    assert!(
        read_private(&link)
            .unwrap_err()
            .message()
            .contains("symbolic link")
    );

    let second = folder.path().join("second.json");
    fs::hard_link(&path, &second).unwrap();
    assert!(
        read_private(&path)
            .unwrap_err()
            .message()
            .contains("second name")
    );
    fs::remove_file(&second).unwrap();

    fs::set_permissions(&path, fs::Permissions::from_mode(0o640)).unwrap();
    let refused = read_private(&path).unwrap_err();
    assert!(refused.message().contains("640"));
    assert!(refused.hints()[0].starts_with("run `chmod 600"));
}

#[test]
fn a_held_lock_is_waited_for_and_then_named() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("refresh.lock");
    let held = Lock::wait(&path, Duration::ZERO).unwrap();
    let late = Lock::wait(&path, Duration::from_millis(30))
        .map(|_| ())
        .unwrap_err();
    assert!(late.message().contains("refresh.lock"));
    drop(held);
    Lock::wait(&path, Duration::ZERO).unwrap();
}

#[cfg(unix)]
#[test]
fn refuses_a_folder_that_others_may_write() {
    use std::os::unix::fs::{MetadataExt, PermissionsExt};
    let parent = tempfile::tempdir().unwrap();
    let folder = parent.path().join("sb1");
    let path = folder.join("secret.json");
    replace(&path, b"x").unwrap();
    let meta = fs::metadata(&folder).unwrap();
    let private_group = meta.gid() == meta.uid();
    for (mode, passes) in [
        (0o777, false),
        (0o702, false),
        (0o1777, false),
        (0o775, private_group),
        (0o755, true),
        (0o700, true),
    ] {
        fs::set_permissions(&folder, fs::Permissions::from_mode(mode)).unwrap();
        let outcome = ensure_own(&folder);
        assert_eq!(outcome.is_ok(), passes, "{mode:o}");
        assert_eq!(replace(&path, b"y").is_ok(), passes, "{mode:o}");
        if let Err(refused) = outcome {
            assert!(refused.message().contains("lets others write"), "{refused}");
            assert!(refused.hints()[0].starts_with("run `chmod 700 "));
        }
    }
}

#[test]
fn only_what_killed_processes_left_is_swept() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("default@https_x.example.json");
    for name in [
        "default@https_x.example.json",
        "default@https_x.example.123.new",
        "default@https_x.example.9.new",
        "default@https_x.example.com.123.new",
        "default@https_x.example.mine.new",
        "default@https_x.example..new",
        "second@https_x.example.123.new",
    ] {
        fs::write(folder.path().join(name), b"x").unwrap();
    }
    let elsewhere = tempfile::tempdir().unwrap();
    let target = elsewhere.path().join("target");
    fs::write(&target, b"x").unwrap();
    #[cfg(unix)]
    std::os::unix::fs::symlink(
        &target,
        folder.path().join("default@https_x.example.77.new"),
    )
    .unwrap();
    sweep(&path).unwrap();
    let left = fs::read_dir(folder.path()).unwrap().count();
    assert_eq!(left, if cfg!(unix) { 6 } else { 5 });
    assert!(path.exists() && target.exists());
}

#[test]
fn a_failed_addition_is_taken_back() {
    use std::io::Write;
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a/grows");
    let mut file = Growing::open(&path).unwrap();
    file.append(b"one\n").unwrap();
    let failure = file.append_by(|it| {
        it.write_all(b"tw")?;
        Err(io::Error::from(io::ErrorKind::StorageFull))
    });
    assert!(
        failure
            .unwrap_err()
            .message()
            .starts_with("could not write ")
    );
    assert_eq!(file.read().unwrap(), b"one\n");
    file.append(b"three\n").unwrap();
    assert_eq!(read_kept(&path).unwrap().unwrap(), b"one\nthree\n");
    file.cut(4).unwrap();
    file.append(b"four\n").unwrap();
    assert_eq!(file.read().unwrap(), b"one\nfour\n");
}

#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_is_told_from_one_that_cannot_reserve() {
    use rustix::io::Errno;
    let found = |it| growing::found_room(it).ok();
    assert_eq!(found(Ok(())), Some(true));
    for (error, room) in [
        (Errno::NOSPC, Some(false)),
        (Errno::DQUOT, Some(false)),
        (Errno::OPNOTSUPP, Some(true)),
        (Errno::NOSYS, Some(true)),
        (Errno::IO, None),
        (Errno::ROFS, None),
    ] {
        assert_eq!(found(Err(error)), room, "{error}");
    }
}

#[cfg(target_os = "linux")]
#[test]
fn a_pipe_in_the_place_of_a_file_is_not_waited_for() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("pipe");
    let mode = rustix::fs::Mode::from_raw_mode(0o600);
    rustix::fs::mknodat(rustix::fs::CWD, &path, rustix::fs::FileType::Fifo, mode, 0).unwrap();
    for refused in [
        read_private(&path).map(|_| ()).unwrap_err(),
        read_kept(&path).map(|_| ()).unwrap_err(),
        Growing::open(&path).map(|_| ()).unwrap_err(),
    ] {
        assert!(refused.message().contains("no regular file"), "{refused}");
    }
}
