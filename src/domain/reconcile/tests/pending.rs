use super::story::*;

#[test]
fn a_pending_row_lives_on_as_the_one_that_is_booked() {
    let mut archive = Archive::default();
    archive.hears(&[row("p-a", 3, -4500)]);
    archive.hears(&[worded(8, row("a", 2, -4500))]);
    assert_eq!(archive.fate("p-a"), "a");
    assert_eq!(archive.listed(), ["a"]);
}

#[test]
fn a_pending_rows_day_floats_and_it_stays_one() {
    let mut archive = Archive::default();
    for today in 3..12 {
        archive.hears(&[row("p-a", today, -4500)]);
    }
    assert_eq!(archive.entries.len(), 1);
    archive.hears(&[row("a", 3, -4500)]);
    assert_eq!(archive.fate("p-a"), "a");
}

#[test]
fn a_reservation_is_booked_with_another_amount() {
    for (booked, fate) in [
        (-10_120, "a"),
        (-9_880, "a"),
        (-10_121, "gone"),
        (-9_879, "gone"),
        (10_000, "gone"),
    ] {
        let mut archive = Archive::default();
        archive.hears(&[reserved("p-a", 3, -10_000)]);
        archive.hears(&[row("a", 3, booked)]);
        assert_eq!(archive.fate("p-a"), fate, "{booked}");
    }
    let mut archive = Archive::default();
    archive.hears(&[row("p-a", 3, -10_000)]);
    archive.hears(&[row("a", 3, -10_001)]);
    assert_eq!(archive.fate("p-a"), "gone", "no card, no drift");
}

#[test]
fn a_small_reservation_does_not_become_income() {
    let mut archive = Archive::default();
    archive.hears(&[reserved("p-a", 3, -50)]);
    archive.hears(&[row("a", 3, 50)]);
    assert_eq!(archive.fate("p-a"), "gone");
}

#[test]
fn the_exact_amount_goes_before_one_that_drifted() {
    let mut archive = Archive::default();
    archive.hears(&[reserved("p-a", 3, -10_000)]);
    archive.hears(&[row("drifted", 3, -10_110), row("exact", 3, -10_000)]);
    assert_eq!(archive.fate("p-a"), "exact");
}

#[test]
fn reservations_of_near_amounts_are_told_apart_by_what_is_left() {
    let mut archive = Archive::default();
    archive.hears(&[reserved("p-a", 3, -10_000), reserved("p-b", 3, -10_100)]);
    // The second could be either; the first could be the first alone.
    archive.hears(&[row("b", 3, -10_130), row("a", 3, -10_040)]);
    assert_eq!(archive.fate("p-a"), "a");
    assert_eq!(archive.fate("p-b"), "b");
}

#[test]
fn a_booking_that_is_delayed_is_waited_for() {
    let mut archive = Archive::default();
    archive.hears(&[row("p-a", 3, -4500)]);
    archive.hears(&[]);
    assert_eq!(archive.fate("p-a"), "gone");
    archive.hears(&[row("other", 4, -999)]);
    archive.hears(&[row("other", 4, -999), row("a", 3, -4500)]);
    assert_eq!(archive.fate("p-a"), "a");
}

#[test]
fn a_booking_outside_the_window_is_another_purchase() {
    for (booked, fate) in [(3, "gone"), (4, "a"), (18, "a"), (19, "gone")] {
        let mut archive = Archive::default();
        archive.hears(&[row("p-a", 11, -4500)]);
        archive.hears(&[row("a", booked, -4500)]);
        assert_eq!(archive.fate("p-a"), fate, "{booked}");
    }
}

#[test]
fn a_pending_row_that_vanishes_is_marked_and_kept() {
    let mut archive = Archive::default();
    archive.hears(&[row("p-a", 3, -4500)]);
    archive.hears(&[]);
    assert_eq!(archive.fate("p-a"), "gone");
    archive.hears(&[row("p-a", 5, -4500)]);
    assert_eq!(
        archive.fates("p-a"),
        ["listed"],
        "it was left out for a while"
    );
}

#[test]
fn the_same_coffee_next_week_is_a_new_life_of_its_id() {
    let mut archive = Archive::default();
    archive.hears(&[row("p-a", 3, -4500)]);
    archive.hears(&[row("a", 3, -4500)]);
    archive.hears(&[row("a", 3, -4500), row("p-a", 10, -4500)]);
    assert_eq!(archive.fates("p-a"), ["a", "listed"]);
    archive.hears(&[row("a", 3, -4500), row("b", 10, -4500)]);
    assert_eq!(archive.fates("p-a"), ["a", "b"]);
}

#[test]
fn a_pending_id_that_was_not_seen_for_long_is_another_purchase() {
    for (again, lives) in [(17, 1), (18, 2)] {
        for between in [true, false] {
            let mut archive = Archive::default();
            archive.hears(&[row("p-a", 3, -4500)]);
            if between {
                archive.hears(&[]);
            }
            archive.hears(&[row("p-a", again, -4500)]);
            assert_eq!(archive.fates("p-a").len(), lives, "{again} {between}");
            assert_eq!(archive.listed(), ["p-a"]);
        }
    }
}

#[test]
fn a_pending_row_in_other_words_is_the_same() {
    let mut archive = Archive::default();
    archive.hears(&[row("p-a", 3, -4500)]);
    archive.hears(&[worded(8, row("p-b", 4, -4500))]);
    archive.hears(&[row("b", 3, -4500)]);
    assert_eq!(archive.fate("p-a"), "p-b");
    assert_eq!(archive.fate("p-b"), "b");
}

#[test]
fn a_new_pending_row_is_none_that_was_gone_before() {
    let mut archive = Archive::default();
    archive.hears(&[row("p-a", 3, -4500)]);
    archive.hears(&[]);
    archive.hears(&[worded(8, row("p-b", 4, -4500))]);
    assert_eq!(archive.fate("p-a"), "gone");
}

#[test]
fn a_booked_row_that_stood_beside_it_from_the_first_is_another_purchase() {
    let mut archive = Archive::default();
    archive.hears(&[row("p-a", 3, -4500), row("other", 3, -4500)]);
    archive.hears(&[row("other", 3, -4500)]);
    assert_eq!(archive.fate("p-a"), "gone");
}

#[test]
fn both_in_one_answer_are_two_until_the_pending_one_goes() {
    let mut archive = Archive::default();
    archive.hears(&[row("p-a", 3, -4500)]);
    archive.hears(&[row("p-a", 4, -4500), row("a", 3, -4500)]);
    assert_eq!(archive.listed(), ["a", "p-a"]);
    archive.hears(&[row("a", 3, -4500)]);
    assert_eq!(archive.fate("p-a"), "a");
    assert_eq!(archive.listed(), ["a"]);
}

#[test]
fn what_came_when_it_went_goes_before_what_stood_beside_it() {
    let mut archive = Archive::default();
    archive.hears(&[row("p-a", 3, -4500)]);
    archive.hears(&[row("p-a", 4, -4500), row("early", 3, -4500)]);
    archive.hears(&[row("early", 3, -4500), row("late", 3, -4500)]);
    assert_eq!(archive.fate("p-a"), "late");
}
