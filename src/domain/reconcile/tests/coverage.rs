use crate::domain::date::Day;
use crate::domain::reconcile::covered_from;

use super::story::*;

#[test]
fn a_partial_answer_concludes_nothing() {
    let mut archive = Archive::default();
    archive.hears(&[row("p-a", 3, -4500), row("b", 3, -700)]);
    archive.hears_a_part(&[row("a", 3, -4500)]);
    assert_eq!(archive.listed(), ["a", "b", "p-a"]);
    archive.hears(&[row("a", 3, -4500), row("b", 3, -700)]);
    assert_eq!(archive.fate("p-a"), "a");
    assert_eq!(archive.listed(), ["a", "b"]);
}

#[test]
fn rows_older_than_the_covered_days_stay() {
    let mut archive = Archive::default();
    archive.hears(&[row("old", 3, -4500), row("edge", 10, -700)]);
    archive.told(&[], Some(day(10)));
    assert_eq!(archive.fate("old"), "listed");
    assert_eq!(archive.fate("edge"), "gone");
}

#[test]
fn a_pending_row_is_missed_however_long_ago_it_was_seen() {
    let mut archive = Archive::default();
    archive.hears(&[row("p-a", 3, -4500)]);
    archive.told(&[], Some(day(30)));
    assert_eq!(archive.fate("p-a"), "gone");
}

#[test]
fn a_pending_row_is_gone_once_another_has_its_id_whatever_else_is_told() {
    let mut archive = Archive::default();
    archive.hears(&[row("p-a", 3, -4500)]);
    archive.hears_a_part(&[row("p-a", 18, -4500)]);
    assert_eq!(archive.fates("p-a"), ["gone", "listed"]);
    assert_eq!(archive.listed(), ["p-a"]);
    // What it became is still to be told.
    archive.hears(&[row("p-a", 18, -4500), row("a", 4, -4500)]);
    assert_eq!(archive.fates("p-a"), ["a", "listed"]);
}

#[test]
fn a_row_without_a_day_is_never_missed() {
    let mut archive = Archive::default();
    let mut timeless = row("a", 3, -4500);
    timeless.day = None;
    archive.hears(&[timeless]);
    archive.hears(&[]);
    assert_eq!(archive.fate("a"), "listed");
}

#[test]
fn another_accounts_rows_are_not_concerned() {
    let mut archive = Archive::default();
    let mut other = row("p-a", 3, -4500);
    other.account = 2;
    archive.hears(&[other]);
    archive.hears(&[row("a", 3, -4500)]);
    assert_eq!(archive.fate("p-a"), "listed");
}

#[test]
fn one_id_in_two_accounts_is_two_rows() {
    let mut archive = Archive::default();
    let mut other = row("a", 3, -4500);
    other.account = 2;
    archive.hears(&[row("a", 3, -4500), other.clone()]);
    archive.hears(&[other]);
    assert_eq!(archive.fates("a"), ["gone", "listed"]);
}

#[test]
fn absence_counts_from_where_the_bank_surely_has_every_row() {
    let day = |text: &str| Day::parse_iso(text).unwrap();
    let from = |since: Option<&str>, oldest: Option<&str>| {
        covered_from(since.map(day), oldest.map(day), day("2026-11-22")).unwrap()
    };
    let surely = day("2026-08-22");
    for (since, oldest, covered) in [
        (Some("2026-11-08"), None, day("2026-11-08")),
        (Some("2026-11-08"), Some("2026-11-20"), day("2026-11-08")),
        (Some("2026-08-22"), Some("2026-11-20"), surely),
        (Some("2026-08-21"), Some("2026-08-21"), surely),
        (Some("2026-08-21"), None, surely),
        (Some("2024-01-01"), Some("2025-03-01"), day("2025-03-02")),
        (None, Some("2024-11-22"), day("2024-11-23")),
        (None, Some("2026-11-20"), surely),
        (None, None, surely),
    ] {
        assert_eq!(from(since, oldest), covered, "{since:?} {oldest:?}");
    }
}
