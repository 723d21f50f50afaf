//! The real programs, where they are installed.

use std::io::Write;
use std::process::Command;

/// Whether a test may go on without what `probe` runs: where none may be skipped it fails.
pub(super) fn has(probe: &[&str], program: &str, test: &str) -> bool {
    let output = Command::new(probe[0]).args(&probe[1..]).output();
    if output.is_ok_and(|it| it.status.success()) {
        return true;
    }
    assert!(
        std::env::var_os("SB1_TEST_NO_SKIP").is_none(),
        "{test} needs {program}"
    );
    // Written past the test harness's capture, so that a skipped test is seen.
    let _ = writeln!(
        std::io::stderr(),
        "skipped: {program} is not installed, for {test}"
    );
    false
}

/// What the program says of `text` in a file; it must be content with it. `{}` among the words is
/// the file.
pub(super) fn run(words: &[&str], text: &str) -> String {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("books");
    std::fs::write(&file, text).unwrap();
    let file = file.to_str().unwrap();
    let output = Command::new(words[0])
        .args(words[1..].iter().map(|it| it.replace("{}", file)))
        .env("HOME", folder.path())
        .env("LC_ALL", "C.UTF-8")
        .output()
        .unwrap();
    let said = String::from_utf8(output.stdout).unwrap();
    let error = String::from_utf8_lossy(&output.stderr);
    assert!(
        output.status.success() && error.is_empty(),
        "{words:?}: {said}{error}\n{text}"
    );
    said
}
