//! The tour of the program on a pretend bank of its own.

use std::sync::OnceLock;

use crate::world::{Run, World};

/// The tour, once: two at the same time would want the same port for the login.
fn demo() -> &'static Run {
    static DEMO: OnceLock<Run> = OnceLock::new();
    DEMO.get_or_init(|| World::new().run("demo"))
}

/// What follows a command line of the tour, up to the next one; the `nth` time it is shown.
fn played<'t>(text: &'t str, line: &str, nth: usize) -> &'t str {
    let rest = text.split(&format!("\n$ {line}\n")).nth(nth + 1).unwrap();
    rest.split("\n$ ").next().unwrap()
}

#[test]
fn nobody_needs_to_be_there() {
    let run = demo();
    assert_eq!(run.code, 0, "{}", run.shown());
    assert!(run.out.starts_with("=== PRETEND BANK"), "{}", run.out);
    assert!(!run.err.contains("panicked"), "{}", run.err);
}

#[test]
fn a_transfer_is_planned_sent_held_and_listed() {
    let run = demo();
    let line = "sb1 transfer Brukskonto Sparekonto 1500 -m Ferie";
    let planned = played(&run.out, &format!("{line} --dry-run"), 0);
    assert!(
        planned.starts_with("Planned, and nothing was sent: 1 500,00 NOK"),
        "{planned}"
    );
    let sending = format!("{line} --yes");
    let sent = played(&run.out, &sending, 0);
    assert!(sent.starts_with("Moved 1 500,00 NOK"), "{sent}");
    assert_eq!(played(&run.out, &sending, 1).trim_end(), "(exit code 6)");
    assert!(
        run.err.contains("was made a short while ago"),
        "{}",
        run.err
    );
    let listed = played(&run.out, "sb1 transfers", 0);
    assert_eq!(listed.matches("1 500,00 NOK").count(), 1, "{listed}");
}

#[test]
fn the_balances_tell_of_one_transfer() {
    let run = demo();
    // What is available, in øre, of the two accounts and their sum.
    let available = |nth| -> Vec<i64> {
        let shown = played(&run.out, "sb1 balance Brukskonto Sparekonto", nth);
        let last = |line: &str| {
            line.rsplit("  ")
                .next()?
                .replace([' ', ','], "")
                .parse()
                .ok()
        };
        shown.lines().skip(1).filter_map(last).collect()
    };
    let (before, after) = (available(0), available(1));
    let moved: Vec<_> = before
        .iter()
        .zip(&after)
        .map(|(was, is)| is - was)
        .collect();
    assert_eq!(moved, [-150_000, 150_000, 0], "{before:?} {after:?}");
}
