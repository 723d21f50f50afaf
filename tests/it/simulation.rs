//! The real binary against a bank where everything goes wrong, with an owner who does again whatever
//! failed. An oracle compares exit codes, journal and the bank's own books.

mod evidence;
mod faults;
mod figures;
mod found;
mod jobs;
mod message;
mod oracle;
mod play;
mod relay;
mod runner;
mod stage;
mod together;
mod weather;

use std::io::Write;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Instant;

use evidence::Verdict;
use figures::Figures;
use play::{Outcome, Owner, play};

/// The worlds of `cargo test`, and the processes of `sb1 transfer` in each.
const SEEDS: [u64; 4] = [1, 2, 3, 15];
const PROCESSES: u32 = 80;

/// The processes of the soak, altogether and in each of its worlds.
const SOAK: u32 = 10_000;
const SOAK_WORLD: u32 = 100;

#[test]
fn no_transfer_is_made_twice_or_reported_wrongly() {
    let mut sum = Figures::default();
    let worlds = SEEDS.map(|seed| std::thread::spawn(move || play(seed, PROCESSES, Owner::Naive)));
    for (seed, world) in SEEDS.into_iter().zip(worlds) {
        let outcome = world.join().unwrap();
        assert_right(seed, &outcome);
        sum.add(&outcome.figures);
    }
    assert!(sum.transfers >= 300 && sum.faults() >= 100, "{sum}");
    assert!(sum.made >= 50, "{sum}");
}

/// The oracle is no good if it cannot see what it is for.
#[test]
fn who_throws_the_journal_away_pays_twice_and_is_found_out() {
    let outcome = play(SEEDS[0], PROCESSES, Owner::Careless);
    assert!(!outcome.verdict.doubles.is_empty(), "{}", outcome.figures);
}

/// Ten thousand processes: `cargo test --release --test it -- --ignored soak`, with a fresh seed or
/// that of `SB1_SOAK_SEED`.
#[test]
#[ignore = "takes minutes"]
fn soak() {
    let seed = std::env::var("SB1_SOAK_SEED");
    let seed = seed.map_or_else(|_| crate::chance::fresh_seed(), |it| it.parse().unwrap());
    say(&format!("SB1_SOAK_SEED={seed}"));
    let begun = Instant::now();
    let next = AtomicU64::new(0);
    let worlds = u64::from(SOAK / SOAK_WORLD);
    let (mut sum, mut verdict) = (Figures::default(), Verdict::default());
    std::thread::scope(|scope| {
        let workers = [(); 5].map(|()| {
            scope.spawn(|| {
                let mut outcomes = Vec::new();
                loop {
                    let number = next.fetch_add(1, Ordering::Relaxed);
                    if number >= worlds {
                        return outcomes;
                    }
                    let outcome = play(seed.wrapping_add(number), SOAK_WORLD, Owner::Naive);
                    tell(seed.wrapping_add(number), &outcome);
                    outcomes.push(outcome);
                }
            })
        });
        for outcome in workers.into_iter().flat_map(|it| it.join().unwrap()) {
            sum.add(&outcome.figures);
            verdict.add(outcome.verdict);
        }
    });
    let took = begun.elapsed();
    let (all, each) = (took.as_secs(), sum.each(took).as_millis());
    say(&format!("{sum}"));
    say(&format!("{all} s, {each} ms a process"));
    say(&format!(
        "{} moved twice, {} reported done and not there, {} reported not moved and there, {} else",
        verdict.doubles.len(),
        verdict.phantoms.len(),
        verdict.denied.len(),
        verdict.others.len()
    ));
    assert_eq!(verdict.all().count(), 0, "SB1_SOAK_SEED={seed}");
}

fn assert_right(seed: u64, outcome: &Outcome) {
    tell(seed, outcome);
    let wrong = outcome.verdict.all().count();
    assert_eq!(wrong, 0, "{wrong} wrong in the world of seed {seed}");
}

/// Says what is wrong with a world, and all that happened there.
fn tell(seed: u64, outcome: &Outcome) {
    if outcome.verdict.all().next().is_none() {
        return;
    }
    let log = std::env::temp_dir().join(format!("sb1-simulation-{seed}.log"));
    let _ = std::fs::write(&log, outcome.log.join("\n"));
    say(&format!("world of seed {seed}; log in {}", log.display()));
    for (kind, what) in outcome.verdict.all() {
        say(&format!("  {kind}: {what}"));
    }
}

/// Written past the test harness's capture, because a soak is watched.
fn say(line: &str) {
    let _ = writeln!(std::io::stderr(), "{line}");
}
