//! Rows that the bank lists only after a balance that has them.

use super::*;

fn late(archive: &Archive) -> Vec<Vec<(Day, Amount)>> {
    let reader = archive.read().unwrap().unwrap();
    let snapshots = reader.snapshots(NUMBER).unwrap();
    snapshots.into_iter().map(|it| it.late).collect()
}

#[test]
fn a_row_comes_late_once_whatever_it_was_and_is_called() {
    let (_folder, archive) = archive();
    let old = row(Some("2026-11-01"), -500, "Kiwi", "1");
    let late_one = row(Some("2026-11-22"), -10_000, "Rema", "2");
    let pending = row(None, -5000, "Apotek", "");
    let booked = row(Some("2026-11-20"), -5000, "Apotek", "3");
    let tomorrow = row(Some("2026-11-23"), -700, "Narvesen", "4");
    take_in(&archive, "key", &[old.clone(), pending.clone()]);
    take_in(&archive, "key", &[old.clone(), pending, late_one.clone()]);
    take_in(
        &archive,
        "key",
        &[old.clone(), late_one, booked.clone(), tomorrow.clone()],
    );
    // Known by another number now, which is no new row.
    let renamed = row(Some("2026-11-22"), -10_000, "Rema", "22");
    take_in(
        &archive,
        "key",
        &[old.clone(), renamed, booked.clone(), tomorrow.clone()],
    );
    let expected = [
        vec![],
        vec![(day(TODAY), Amount::from_ore(-10_000))],
        vec![(day("2026-11-20"), Amount::from_ore(-5000))],
        vec![],
    ];
    assert_eq!(late(&archive), expected);
    // All ids are of another key, and the old ones are found as well.
    let renamed = row(Some("2026-11-22"), -10_000, "Rema", "22");
    take_in(&archive, "new-key", &[old, renamed, booked, tomorrow]);
    assert_eq!(late(&archive)[..4], expected);
    assert!(late(&archive)[4].is_empty());
}
