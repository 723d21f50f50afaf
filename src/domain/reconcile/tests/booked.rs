use crate::domain::date::Day;
use crate::domain::reconcile::Sighting;

use super::story::*;

#[test]
fn a_booked_row_in_other_words_lives_on_under_its_new_id() {
    let mut archive = Archive::default();
    archive.hears(&[row("a", 3, -4500), row("b", 3, -700)]);
    archive.hears(&[worded(8, row("c", 3, -4500)), row("b", 3, -700)]);
    assert_eq!(archive.fate("a"), "c");
    assert_eq!(archive.listed(), ["b", "c"]);
}

#[test]
fn another_day_or_amount_is_another_row() {
    for other in [row("b", 4, -4500), row("b", 3, -4501)] {
        let mut archive = Archive::default();
        archive.hears(&[row("a", 3, -4500)]);
        archive.hears(&[other]);
        assert_eq!(archive.fate("a"), "gone");
    }
}

#[test]
fn a_row_that_is_left_out_for_a_while_comes_back() {
    let mut archive = Archive::default();
    archive.hears(&[row("a", 3, -4500)]);
    archive.hears(&[]);
    assert_eq!(archive.fate("a"), "gone");
    assert!(archive.listed().is_empty());
    archive.hears(&[row("a", 3, -4500)]);
    assert_eq!(archive.fates("a"), ["listed"]);
}

#[test]
fn a_row_may_be_renamed_while_it_is_left_out() {
    let mut archive = Archive::default();
    archive.hears(&[row("a", 3, -4500)]);
    archive.hears(&[]);
    archive.hears(&[row("b", 3, -4500)]);
    assert_eq!(archive.fate("a"), "b");
}

#[test]
fn from_pending_through_every_name_it_stays_one() {
    let mut archive = Archive::default();
    archive.hears(&[row("p-a", 3, -4500)]);
    for name in ["a", "b", "c"] {
        archive.hears(&[row(name, 3, -4500)]);
    }
    assert_eq!(archive.fate("p-a"), "a");
    assert_eq!(archive.fate("a"), "b");
    assert_eq!(archive.fate("b"), "c");
    assert_eq!(archive.listed(), ["c"]);
}

#[test]
fn a_row_that_is_renamed_back_is_one_again() {
    let mut archive = Archive::default();
    for name in ["p-a", "a", "b", "c", "a"] {
        archive.hears(&[row(name, 3, -4500)]);
    }
    assert_eq!(archive.listed(), ["a"]);
    assert_eq!(archive.fate("c"), "a");
    // The pending one goes the longer way, so that no two became the same.
    assert_eq!(archive.fate("p-a"), "b");
    archive.hears(&[row("b", 3, -4500)]);
    archive.hears(&[row("d", 3, -4500)]);
    assert_eq!(archive.listed(), ["d"]);
}

#[test]
fn rows_that_stand_side_by_side_were_two_all_along() {
    let mut archive = Archive::default();
    archive.hears(&[row("a", 3, -4500)]);
    archive.hears(&[row("b", 3, -4500)]);
    assert_eq!(archive.fate("a"), "b");
    archive.hears(&[row("a", 3, -4500), row("b", 3, -4500)]);
    assert_eq!(archive.listed(), ["a", "b"]);
    archive.hears(&[row("b", 3, -4500)]);
    assert_eq!(archive.fate("a"), "gone");
}

#[test]
fn a_part_of_an_answer_does_not_tell_that_a_row_was_renamed_back() {
    let mut archive = Archive::default();
    archive.hears(&[row("a", 3, -4500)]);
    archive.hears(&[row("b", 3, -4500)]);
    archive.hears_a_part(&[row("a", 3, -4500)]);
    assert_eq!(archive.listed(), ["a", "b"]);
    archive.hears(&[row("a", 3, -4500)]);
    assert_eq!(archive.listed(), ["a"]);
    assert_eq!(archive.fate("b"), "gone");
}

#[test]
fn a_booked_row_never_becomes_pending() {
    let mut archive = Archive::default();
    archive.hears(&[row("a", 3, -4500)]);
    archive.hears(&[row("p-a", 3, -4500)]);
    assert_eq!(archive.fate("a"), "gone");
}

#[test]
fn what_was_booked_and_renamed_between_two_whole_answers_is_one() {
    let mut archive = Archive::default();
    archive.hears(&[row("p-a", 3, -4500)]);
    archive.hears_a_part(&[worded(8, row("a", 3, -4500))]);
    archive.hears(&[row("b", 3, -4500)]);
    assert_eq!(archive.fate("p-a"), "a");
    assert_eq!(archive.fate("a"), "b");
}

#[test]
fn a_number_that_the_bank_uses_again_takes_no_row_away() {
    let mut archive = Archive::default();
    let september = Sighting {
        day: Day::new(2026, 9, 5),
        ..row("a", 1, -4500)
    };
    archive.told(std::slice::from_ref(&september), Day::new(2026, 9, 1));
    archive.hears(&[row("a", 20, -4500)]);
    assert_eq!(archive.fates("a"), ["listed", "listed"]);
    // A longer answer has both, and tells them apart by their places.
    let again = Sighting {
        id: "b".to_owned(),
        ..september
    };
    archive.told(&[row("a", 20, -4500), again], Day::new(2026, 9, 1));
    assert_eq!(archive.fates("a"), ["b", "listed"]);
    assert_eq!(archive.listed(), ["a", "b"]);
}
