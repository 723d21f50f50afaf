use super::story::*;

#[test]
fn two_coffees_stay_two() {
    let mut archive = Archive::default();
    archive.hears(&[row("p-a", 3, -4500), row("p-b", 3, -4500)]);
    archive.hears(&[row("a", 3, -4500), row("b", 3, -4500)]);
    assert_eq!(archive.listed(), ["a", "b"]);
    assert_eq!(archive.fate("p-a"), "a");
    assert_eq!(archive.fate("p-b"), "b");
}

#[test]
fn two_coffees_are_booked_one_after_the_other() {
    let mut archive = Archive::default();
    archive.hears(&[row("p-a", 3, -4500), row("p-b", 3, -4500)]);
    // Whichever was booked, what is left is the first of its kind.
    archive.hears(&[row("p-a", 4, -4500), row("x", 3, -4500)]);
    assert_eq!(archive.fate("p-b"), "x");
    archive.hears(&[row("x", 3, -4500), row("y", 4, -4500)]);
    assert_eq!(archive.fate("p-a"), "y");
    assert_eq!(archive.listed(), ["x", "y"]);
}

#[test]
fn two_coffees_of_which_one_is_worded_alike_are_both_booked() {
    let mut archive = Archive::default();
    archive.hears(&[row("p-a", 3, -4500), row("p-b", 3, -4500)]);
    archive.hears(&[row("a", 3, -4500), worded(8, row("b", 3, -4500))]);
    let mut fates = [archive.fate("p-a"), archive.fate("p-b")];
    fates.sort();
    assert_eq!(
        fates,
        ["a", "b"],
        "the best of both is not the only one for both"
    );
}

#[test]
fn of_two_coffees_one_is_booked_and_one_is_not() {
    let mut archive = Archive::default();
    archive.hears(&[row("p-a", 3, -4500), row("p-b", 3, -4500)]);
    archive.hears(&[row("a", 3, -4500)]);
    assert_eq!(
        (archive.fate("p-a"), archive.fate("p-b")),
        ("a".into(), "gone".into())
    );
    archive.hears(&[row("a", 3, -4500), row("b", 5, -4500)]);
    assert_eq!(archive.fate("p-b"), "b");
}

#[test]
fn one_of_two_that_are_alike_in_all_is_as_good_as_the_other() {
    let mut archive = Archive::default();
    archive.hears(&[row("p-a", 3, -4500)]);
    archive.hears(&[row("b", 3, -4500), row("a", 3, -4500)]);
    assert_eq!(archive.fate("p-a"), "a");
    assert_eq!(archive.listed(), ["a", "b"]);
}

#[test]
fn the_same_wording_goes_first() {
    let mut archive = Archive::default();
    archive.hears(&[
        worded(1, row("p-a", 3, -4500)),
        worded(2, row("p-b", 3, -4500)),
    ]);
    archive.hears(&[worded(2, row("b", 3, -4500)), worded(1, row("a", 3, -4500))]);
    assert_eq!(archive.fate("p-a"), "a");
    assert_eq!(archive.fate("p-b"), "b");
}

#[test]
fn the_last_of_one_is_not_taken_by_another_that_has_more() {
    let mut archive = Archive::default();
    archive.hears(&[
        worded(1, reserved("p-a", 3, -10_000)),
        worded(2, row("p-b", 3, -10_050)),
    ]);
    // For the reservation both drifted, and the wording speaks for the first.
    archive.hears(&[
        worded(1, row("b", 3, -10_050)),
        worded(3, row("a", 3, -10_060)),
    ]);
    assert_eq!(archive.fate("p-b"), "b");
    assert_eq!(archive.fate("p-a"), "a");
}

#[test]
fn where_two_could_be_meant_none_is_taken() {
    let mut archive = Archive::default();
    archive.hears(&[worded(1, row("p-a", 3, -4500))]);
    let both = [worded(2, row("a", 3, -4500)), worded(3, row("b", 3, -4500))];
    archive.hears(&both);
    assert_eq!(archive.fate("p-a"), "? a b");
    assert_eq!(archive.listed(), ["a", "b"], "both are kept");
    archive.hears(&both);
    assert_eq!(
        archive.fate("p-a"),
        "? a b",
        "the same again tells nothing more"
    );
}

#[test]
fn better_in_one_way_and_worse_in_another_decides_nothing() {
    let mut archive = Archive::default();
    archive.hears(&[worded(1, reserved("p-a", 3, -10_000))]);
    archive.hears(&[
        worded(1, row("alike", 3, -10_050)),
        worded(2, row("exact", 3, -10_000)),
    ]);
    assert_eq!(archive.fate("p-a"), "? alike exact");
}

#[test]
fn what_one_of_two_others_became_is_unclear_for_both() {
    let mut archive = Archive::default();
    archive.hears(&[
        worded(1, row("p-a", 3, -4500)),
        worded(2, row("p-b", 3, -4500)),
    ]);
    archive.hears(&[worded(3, row("a", 3, -4500))]);
    assert_eq!(archive.fate("p-a"), "? a");
    assert_eq!(archive.fate("p-b"), "? a");
    // One of them was only left out for a while.
    archive.hears(&[
        worded(3, row("a", 3, -4500)),
        worded(2, row("p-b", 4, -4500)),
    ]);
    assert_eq!(archive.fate("p-a"), "a");
    assert_eq!(archive.fate("p-b"), "listed");
}

#[test]
fn a_choice_that_is_left_out_or_renamed_is_still_one() {
    let mut archive = Archive::default();
    archive.hears(&[worded(1, row("p-a", 3, -4500))]);
    let other = worded(3, row("b", 4, -4500));
    archive.hears(&[worded(2, row("a", 3, -4500)), other.clone()]);
    assert_eq!(archive.fate("p-a"), "? a b");
    archive.hears(std::slice::from_ref(&other));
    assert_eq!(archive.fate("p-a"), "? a b");
    archive.hears(&[worded(5, row("c", 3, -4500)), other]);
    assert_eq!(archive.fate("a"), "c");
    assert_eq!(archive.fate("p-a"), "? a b");
}

#[test]
fn a_crowd_that_is_alike_is_assigned_and_a_greater_one_is_left_alone() {
    let crowd = |kind: &str, rows: usize| -> Vec<_> {
        (0..rows)
            .map(|it| row(&format!("{kind}{it:04}"), 3, -4500))
            .collect()
    };
    for (rows, listed) in [(200, "0007"), (201, "gone")] {
        let mut archive = Archive::default();
        archive.hears(&crowd("p-", rows));
        archive.hears(&crowd("", rows));
        assert_eq!(archive.fate("p-0007"), listed);
        assert_eq!(archive.listed().len(), rows);
    }
}

#[test]
fn what_fits_best_is_not_taken_if_another_then_has_none() {
    let mut archive = Archive::default();
    archive.hears(&[
        worded(1, row("p-a", 3, -10_000)),
        worded(1, row("p-b", 3, -10_000)),
        worded(2, reserved("p-c", 3, -10_000)),
    ]);
    // `second` fits `p-c` best. But then one of the twins has none, and `drifted` nobody's.
    archive.hears(&[
        worded(1, row("first", 3, -10_000)),
        worded(2, row("second", 3, -10_000)),
        worded(3, row("drifted", 3, -10_060)),
    ]);
    assert_eq!(archive.fate("p-a"), "first");
    assert_eq!(archive.fate("p-b"), "second");
    assert_eq!(archive.fate("p-c"), "drifted");
}

#[test]
fn as_many_of_the_one_as_of_the_other_does_not_say_who_became_what() {
    let mut archive = Archive::default();
    let pending: Vec<_> = (1..4)
        .map(|it| worded(it, reserved(&format!("p-{it}"), 3, -20_000)))
        .collect();
    let booked: Vec<_> = (1..4)
        .map(|it| worded(10 + it, row(&it.to_string(), 4, -20_000)))
        .collect();
    archive.hears(&pending);
    archive.hears(&booked);
    archive.hears(&booked);
    for id in ["p-1", "p-2", "p-3"] {
        assert_eq!(archive.fate(id), "? 1 2 3");
    }
    assert_eq!(archive.listed(), ["1", "2", "3"]);
}

#[test]
fn it_is_no_matter_which_of_those_that_are_alike_is_taken() {
    let differ = |kind: &str| {
        [
            worded(1, row(&format!("{kind}a"), 3, -4500)),
            worded(2, row(&format!("{kind}b"), 3, -4500)),
        ]
    };
    let alike = |kind: &str| {
        let rows = [format!("{kind}a"), format!("{kind}b")];
        rows.map(|id| worded(9, row(&id, 3, -4500)))
    };
    for (pending, booked) in [(differ("p-"), alike("")), (alike("p-"), differ(""))] {
        let mut archive = Archive::default();
        archive.hears(&pending);
        archive.hears(&booked);
        assert_eq!(archive.fate("p-a"), "a");
        assert_eq!(archive.fate("p-b"), "b");
    }
}

#[test]
fn one_that_is_known_by_its_wording_leaves_the_other_to_the_other() {
    let mut archive = Archive::default();
    archive.hears(&[
        worded(1, row("p-a", 3, -4500)),
        worded(2, row("p-b", 3, -4500)),
    ]);
    archive.hears(&[worded(3, row("b", 3, -4500)), worded(1, row("a", 3, -4500))]);
    assert_eq!(archive.fate("p-a"), "a");
    assert_eq!(archive.fate("p-b"), "b");
}

#[test]
fn what_two_have_between_them_is_no_thirds() {
    let mut archive = Archive::default();
    archive.hears(&[
        worded(1, row("p-a", 3, -10_000)),
        worded(2, row("p-b", 3, -10_000)),
        worded(3, reserved("p-c", 3, -10_000)),
    ]);
    archive.hears(&[
        worded(4, row("a", 3, -10_000)),
        worded(5, row("b", 3, -10_000)),
        worded(6, row("drifted", 3, -10_060)),
    ]);
    assert_eq!(archive.fate("p-a"), "? a b");
    assert_eq!(archive.fate("p-b"), "? a b");
    assert_eq!(archive.fate("p-c"), "drifted");
}

#[test]
fn what_two_have_between_them_is_told_apart_by_its_wording() {
    let mut archive = Archive::default();
    archive.hears(&[
        worded(1, row("p-a", 3, -10_000)),
        worded(5, row("p-b", 3, -10_000)),
        worded(2, reserved("p-c", 3, -10_000)),
    ]);
    // `second` fits `p-c` best, but only `drifted` is left for it.
    archive.hears(&[
        worded(1, row("first", 3, -10_000)),
        worded(2, row("second", 3, -10_000)),
        worded(3, row("drifted", 3, -10_060)),
    ]);
    assert_eq!(archive.fate("p-a"), "first");
    assert_eq!(archive.fate("p-b"), "second");
    assert_eq!(archive.fate("p-c"), "drifted");
}

#[test]
fn what_is_unclear_stays_so_while_its_choices_are_renamed() {
    let mut archive = Archive::default();
    archive.hears(&[
        worded(1, row("p-a", 3, -4500)),
        worded(2, row("p-b", 3, -4500)),
    ]);
    archive.hears(&[worded(3, row("a", 3, -4500)), worded(4, row("b", 3, -4500))]);
    let renamed = [worded(3, row("x", 3, -4500)), worded(4, row("y", 3, -4500))];
    for _ in 0..2 {
        archive.hears(&renamed);
        assert_eq!(
            (archive.fate("a"), archive.fate("b")),
            ("x".into(), "y".into())
        );
        assert_eq!(archive.fate("p-a"), "? a b");
        assert_eq!(archive.fate("p-b"), "? a b");
    }
}
