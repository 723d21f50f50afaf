//! The real programs, where they are installed.

use std::process::Command;

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
