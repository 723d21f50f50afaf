//! The bank's life goes on at random and syncs come at random moments: whatever the order, the
//! archive ends up with what the bank told.

use std::collections::BTreeMap;

use jiff::civil::Date;
use sb1::sandbox::Options;
use serde_json::Value;

use super::witness::{Fact, Witness};
use crate::world::{Run, World};

/// Those that once failed stay here.
const SEEDS: [u64; 4] = [1, 2, 3, 4];
/// Random things in each world.
const STEPS: u64 = 240;

/// One world and what is known of it.
struct Play {
    world: World,
    seed: u64,
    witness: Witness,
    /// What each id of a booked row has stood for.
    ids: BTreeMap<String, Fact>,
    /// What happened, for the message of a failure.
    story: Vec<String>,
}

impl Play {
    fn new(seed: u64) -> Self {
        // A short past, so that the new rows are many among the old.
        let rows = Some(80);
        let world = World::logged_in_with(Options {
            seed,
            rows,
            ..Options::default()
        });
        Self {
            world,
            seed,
            witness: Witness::default(),
            ids: BTreeMap::new(),
            story: Vec::new(),
        }
    }

    /// Runs `sb1` at the pretend moment.
    fn run(&mut self, line: &str) -> Run {
        let mut command = self.world.command(line.split_whitespace());
        command.env("SB1_NOW", self.world.bank.now().to_string());
        let run = Run::of(command.spawn().unwrap());
        self.story.push(format!("sb1 {line}: exit {}", run.code));
        run
    }

    fn step(&mut self, number: u64) {
        let step = self.world.bank.churn(self.seed << 32 | number);
        self.story.push(step.story);
    }

    fn sync(&mut self) {
        self.world.bank.forget_requests();
        let run = self.run("sync");
        self.right(run.code == 0, &run.shown());
        let (asked, truth) = (self.world.requests(), self.world.bank.truth());
        self.witness.hear(&asked, &truth);
    }

    fn right(&self, right: bool, what: &str) {
        let story = self.story.join("\n");
        assert!(right, "seed {}: {what}\n{story}", self.seed);
    }

    /// Holds the archive against all that the bank has told.
    fn check(&mut self) {
        let run = self.run("transactions --since 2000-01-01 --offline --json");
        let Value::Array(rows) = run.json()["transactions"].take() else {
            panic!("no list: {}", run.shown());
        };
        for booked in [true, false] {
            let status = if booked { "BOOKED" } else { "PENDING" };
            let of = rows.iter().filter(|row| row["bookingStatus"] == status);
            let mut kept: Vec<Fact> = of.map(|row| fact(row, booked)).collect();
            kept.sort();
            let told = self.witness.facts(booked);
            let only = |these: &[Fact], others: &[Fact]| surplus(these, others);
            let (more, less) = (only(&kept, &told), only(&told, &kept));
            let what = format!("{status}: kept but not told {more:?}, told but not kept {less:?}");
            self.right(more.is_empty() && less.is_empty(), &what);
        }
        self.check_ids(&rows);
    }

    /// An id once given to a booked row means that row for ever, and no two rows share one.
    fn check_ids(&mut self, rows: &[Value]) {
        let booked = rows.iter().filter(|row| row["bookingStatus"] == "BOOKED");
        let now: Vec<(String, Fact)> = booked
            .map(|row| (row["id"].as_str().unwrap().to_owned(), fact(row, true)))
            .collect();
        let mut seen = BTreeMap::new();
        for (id, fact) in now {
            let before = self.ids.get(&id).unwrap_or(&fact);
            self.right(
                *before == fact,
                &format!("{id} was {before:?} and is {fact:?}"),
            );
            let twice = seen.insert(id.clone(), fact).is_some();
            self.right(!twice, &format!("{id} stands for two rows"));
        }
        self.ids.extend(seen);
    }

    /// A new archive, made from what the bank still tells, has the same ids.
    fn check_rebuilt(&mut self) {
        let listed = |play: &mut Self| {
            let run = play.run("transactions --since 2000-01-01 --offline --json");
            let rows = run.json()["transactions"].as_array().unwrap().clone();
            let booked = rows
                .into_iter()
                .filter(|row| row["bookingStatus"] == "BOOKED");
            let ids = booked.map(|row| row["id"].as_str().unwrap().to_owned());
            ids.collect::<std::collections::BTreeSet<_>>()
        };
        self.run("sync --full");
        let kept = listed(self);
        for file in self.world.files() {
            let name = file.file_name().unwrap().to_string_lossy().into_owned();
            if name.contains(".archive.db") {
                std::fs::remove_file(file).unwrap();
            }
        }
        self.witness = Witness::default();
        self.sync();
        self.check();
        let same = listed(self) == kept;
        self.right(same, "the rebuilt archive has other ids");
    }
}

/// Those that are more often among the first; both are sorted.
fn surplus(these: &[Fact], others: &[Fact]) -> Vec<Fact> {
    let mut others = others.to_vec();
    let mut left = Vec::new();
    for fact in these {
        match others.iter().position(|other| other == fact) {
            Some(at) => drop(others.swap_remove(at)),
            None => left.push(fact.clone()),
        }
    }
    left
}

/// What a row of the program's answer says.
fn fact(row: &Value, booked: bool) -> Fact {
    let text = |name: &str| row[name].as_str().unwrap().to_owned();
    let day: Date = text("date").parse().unwrap();
    (
        text("accountNumber"),
        booked.then_some(day),
        ore(&row["amount"]),
    )
}

/// Exactly two decimals are printed; a reader may have dropped zeros at the end.
fn ore(amount: &Value) -> i64 {
    let text = amount.to_string();
    let (whole, part) = text.split_once('.').unwrap_or((&text, ""));
    format!("{whole}{part:0<2}").parse().unwrap()
}

fn play(seed: u64) {
    let mut play = Play::new(seed);
    for number in 0..STEPS {
        play.step(number);
        // As irregular as the rest, and as repeatable.
        if (seed.wrapping_mul(31) ^ number.wrapping_mul(number)).is_multiple_of(7) {
            play.sync();
            play.check();
        }
    }
    play.world.bank.bring_all_back();
    play.sync();
    play.check();
    play.check_rebuilt();
}

#[test]
fn whatever_the_order_the_archive_has_what_the_bank_told() {
    let worlds = SEEDS.map(|seed| std::thread::spawn(move || play(seed)));
    for world in worlds {
        if let Err(failure) = world.join() {
            std::panic::resume_unwind(failure);
        }
    }
}
