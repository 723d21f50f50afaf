//! The bank calls an account by another key: its rows stay one, and their old ids are found.

use super::*;

const ZEROS: &str = "00000000000000000000";

/// Of the oldest day, of another, two coffees that say the same, and a pending row.
fn rows() -> Vec<Transaction<'static>> {
    vec![
        row(None, -5000, "REMA 1000", ZEROS),
        row(Some("2026-11-20"), -5900, "Kaffe", ZEROS),
        row(Some("2026-11-20"), -5900, "Kaffe", ZEROS),
        row(Some("2026-10-01"), -100_000, "Husleie", "4711"),
        row(Some("2025-01-02"), 2_000_000, "Lønn", "4712"),
        row(Some("2025-01-02"), -700, "Gebyr", ZEROS),
    ]
}

fn holdings(archive: &Archive) -> crate::domain::archived::Holdings {
    archive.read().unwrap().unwrap().holdings().unwrap()
}

#[test]
fn no_row_is_there_twice_and_none_is_called_gone() {
    let (_folder, archive) = archive();
    assert_eq!(take_in(&archive, "old-key", &rows()).new, 6);
    let before = listed(&archive);
    let tally = take_in(&archive, "new-key", &rows());
    assert_eq!((tally.new, tally.vanished, tally.unclear), (0, 0, 0));
    assert_eq!(tally.total, 6);
    let after = listed(&archive);
    assert_eq!(after.len(), 6);
    assert!(before.iter().all(|id| !after.contains(id)), "other ids");
    let holdings = holdings(&archive);
    assert_eq!((holdings.unclear.len(), holdings.vanished.len()), (0, 0));
    assert_eq!((holdings.accounts.len(), holdings.rows()), (1, 6));
}

#[test]
fn an_old_id_is_found_as_that_of_the_row_that_it_became() {
    let (_folder, archive) = archive();
    take_in(&archive, "old-key", &rows());
    let before = listed(&archive);
    take_in(&archive, "new-key", &rows());
    let after = listed(&archive);
    let reader = archive.read().unwrap().unwrap();
    let booked = |id: &&String| !id.starts_with("p-");
    for id in before.iter().filter(booked) {
        let found = reader.find(id).unwrap();
        let [
            Found {
                fate: Fate::Became(heir),
                ..
            },
        ] = &found[..]
        else {
            panic!("{id}: {found:?}");
        };
        assert!(after.contains(&heir.row.id), "{id}");
    }
}

#[test]
fn what_the_bank_no_longer_keeps_stays_under_its_old_id() {
    let (_folder, archive) = archive();
    take_in(&archive, "old-key", &rows());
    let oldest = listed(&archive).split_off(4);
    take_in(&archive, "new-key", &rows()[..4]);
    let after = listed(&archive);
    assert_eq!(after.len(), 6);
    assert!(oldest.iter().all(|id| after.contains(id)));
}

#[test]
fn a_key_that_comes_back_brings_the_old_ids_back() {
    let (_folder, archive) = archive();
    take_in(&archive, "old-key", &rows());
    let before = listed(&archive);
    take_in(&archive, "new-key", &rows());
    let tally = take_in(&archive, "old-key", &rows());
    assert_eq!((tally.total, tally.vanished, tally.unclear), (6, 0, 0));
    let mut after = listed(&archive);
    let mut before = before;
    after.sort();
    before.sort();
    assert_eq!(after, before);
}

#[test]
fn the_sum_of_booked_rows_stays() {
    let (_folder, archive) = archive();
    for key in ["old-key", "new-key", "old-key"] {
        take_in(&archive, key, &rows());
    }
    let reader = archive.read().unwrap().unwrap();
    let snapshots = reader.snapshots(NUMBER).unwrap();
    let sum = Some(Amount::from_ore(2_000_000 - 100_000 - 2 * 5900 - 700));
    assert!(snapshots.iter().all(|it| it.booked == sum), "{snapshots:?}");
    assert!(
        snapshots
            .iter()
            .all(|it| it.pending == [Amount::from_ore(-5000)])
    );
}
