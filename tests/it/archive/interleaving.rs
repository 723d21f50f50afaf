//! The bank's life goes on at random and syncs come at random moments: whatever the order, the
//! archive ends up with what the bank told.

use std::io::Write;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Instant;

use super::figures::Figures;
use super::play::play;
use crate::chance::fresh_seed;

/// The worlds of `cargo test`, and the random things in each.
const SEEDS: [u64; 4] = [1, 2, 3, 4];
const STEPS: u64 = 160;

/// The worlds of the soak, unless `SB1_SOAK_WORLDS` says other, and the random things in each.
const SOAK_WORLDS: u64 = 100;
pub(super) const SOAK_STEPS: u64 = 240;

#[test]
fn whatever_the_order_the_archive_has_what_the_bank_told() {
    let sum = in_each(&SEEDS, STEPS);
    assert!(sum.failures() >= 10 && sum.clear >= 20, "{sum}");
    assert!(sum.rows("became") >= 60, "{sum}");
}

/// Lives through the worlds of these seeds, all at once.
pub(super) fn in_each(seeds: &[u64], steps: u64) -> Figures {
    let mut sum = Figures::default();
    std::thread::scope(|scope| {
        let worlds = seeds.iter().map(|seed| scope.spawn(|| play(*seed, steps)));
        for world in worlds.collect::<Vec<_>>() {
            match world.join() {
                Ok(figures) => sum.add(&figures),
                Err(failure) => std::panic::resume_unwind(failure),
            }
        }
    });
    sum
}

/// Many worlds: `cargo test --release --test it -- --ignored archive_soak --nocapture`, with a fresh
/// seed or that of `SB1_SOAK_SEED`.
#[test]
#[ignore = "takes minutes"]
fn archive_soak() {
    let number = |name: &str| {
        std::env::var(name)
            .ok()
            .map(|it| it.parse::<u64>().unwrap())
    };
    let seed = number("SB1_SOAK_SEED").unwrap_or_else(|| fresh_seed() >> 32);
    let worlds = number("SB1_SOAK_WORLDS").unwrap_or(SOAK_WORLDS);
    say(&format!("SB1_SOAK_SEED={seed}"));
    let begun = Instant::now();
    let next = AtomicU64::new(0);
    let mut sum = Figures::default();
    let mut failed = 0;
    std::thread::scope(|scope| {
        let workers = [(); 4].map(|()| scope.spawn(|| work(seed, worlds, &next)));
        for (figures, failures) in workers.into_iter().map(|it| it.join().unwrap()) {
            sum.add(&figures);
            failed += failures;
        }
    });
    say(&format!("{sum}{} s", begun.elapsed().as_secs()));
    assert_eq!(failed, 0, "worlds went wrong, see above");
}

/// Takes one world after the other; gives how many went wrong.
fn work(seed: u64, worlds: u64, next: &AtomicU64) -> (Figures, u32) {
    let (mut sum, mut failed) = (Figures::default(), 0);
    loop {
        let number = next.fetch_add(1, Ordering::Relaxed);
        if number >= worlds {
            return (sum, failed);
        }
        let seed = seed.wrapping_add(number);
        // The failure says its seed itself.
        match catch_unwind(AssertUnwindSafe(|| play(seed, SOAK_STEPS))) {
            Ok(figures) => sum.add(&figures),
            Err(_) => failed += 1,
        }
    }
}

/// Written past the test harness's capture, because a soak is watched.
fn say(line: &str) {
    let _ = writeln!(std::io::stderr(), "{line}");
}
