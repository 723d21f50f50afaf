//! What the interleavings found: the worlds that went wrong, and the same in a test of its own.

use jiff::SignedDuration;
use sb1::sandbox::Options;
use sb1::sandbox::habits::{Habits, OlderDays, Tokens};

use super::interleaving::{SOAK_STEPS, in_each};
use crate::world::{Run, World};

/// Reservations that had been seen last before the days that an answer covered stayed pending for
/// ever.
const LEFT_PENDING: u64 = 26;
/// A bank refused the day of the last sync, and with it every sync from then on.
const REFUSED: u64 = 20_020;

#[test]
fn what_once_went_wrong_goes_right() {
    in_each(&[LEFT_PENDING, REFUSED], SOAK_STEPS);
}

/// Runs `sb1` at the pretend moment.
fn run(world: &World, line: &str) -> Run {
    let mut command = world.command(line.split_whitespace());
    command.env("SB1_NOW", world.bank.now().to_string());
    Run::of(command.spawn().unwrap())
}

#[test]
fn a_bank_that_refuses_the_day_of_the_last_sync_is_asked_for_all_that_it_keeps() {
    let habits = Habits {
        tokens: Tokens::SixMonths,
        history: 4,
        older: OlderDays::Refused,
        ..Habits::default()
    };
    let world = World::logged_in_with(Options {
        rows: Some(80),
        habits,
        ..Options::default()
    });
    let synced = run(&world, "sync");
    assert_eq!(synced.code, 0, "{synced:?}");
    let ids = |world: &World| {
        let listed = run(world, "transactions --booked --offline --json").json();
        let rows = listed["transactions"].as_array().unwrap();
        let ids = rows.iter().map(|row| row["id"].to_string());
        ids.collect::<std::collections::BTreeSet<_>>()
    };
    let before = ids(&world);
    world.bank.advance(SignedDuration::from_hours(24 * 150));
    world.bank.live(7, 3);
    let synced = run(&world, "sync");
    assert_eq!(synced.code, 0, "{synced:?}");
    let after = ids(&world);
    assert!(after.is_superset(&before) && after.len() > before.len());
}
