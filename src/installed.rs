//! Programs of the system that tests need, those of `tests/it` too: whether they are there.

use std::io::Write;
use std::process::Command;

/// Whether a test may go on without these tools: where none may be skipped it fails.
pub(crate) fn has(tools: &[&str], test: &str) -> bool {
    let path = std::env::var_os("PATH").unwrap_or_default();
    let is_there = |tool: &str| std::env::split_paths(&path).any(|it| it.join(tool).is_file());
    let mut missing = tools.iter().filter(|it| !is_there(it));
    missing.next().is_none_or(|it| skips(it, test))
}

/// As [`has`], of a package that is there if what `probe` runs goes well.
pub(crate) fn runs(probe: &[&str], package: &str, test: &str) -> bool {
    let output = Command::new(probe[0]).args(&probe[1..]).output();
    output.is_ok_and(|it| it.status.success()) || skips(package, test)
}

/// Says that a test is skipped.
fn skips(missing: &str, test: &str) -> bool {
    assert!(
        std::env::var_os("SB1_TEST_NO_SKIP").is_none(),
        "{test} needs {missing}"
    );
    // Written past the test harness's capture, so that a skipped test is seen.
    let _ = writeln!(
        std::io::stderr(),
        "skipped: {test} ({missing} is not installed)"
    );
    false
}
