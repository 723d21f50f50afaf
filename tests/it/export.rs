//! `sb1 export`: from the pretend bank through the archive to what other programs read.

mod files;
mod flags;
mod programs;
mod story;

use std::collections::{BTreeMap, BTreeSet};

use crate::world::World;

/// Sums in øre by what an account is called.
type Sums = BTreeMap<String, i128>;

/// What a run of `sb1 export` wrote to stdout; it must go well.
fn exported(world: &World, flags: &str) -> String {
    let run = world.run(&format!("export {flags}"));
    assert_eq!(run.code, 0, "{flags}: {}", run.shown());
    run.out
}

/// The accounts that the bank lists for everyday use, by number, with what is booked on them.
fn balances(world: &World) -> Sums {
    let run = world.run("accounts --json");
    let listed = run.json();
    let numbers: BTreeSet<&str> = listed["accounts"]
        .as_array()
        .unwrap()
        .iter()
        .map(|it| it["accountNumber"].as_str().unwrap())
        .collect();
    let all = world.bank.balances().into_iter();
    all.filter(|it| numbers.contains(it.account_number.as_str()))
        .map(|it| (it.account_number, i128::from(it.booked)))
        .collect()
}

/// An amount in øre, `-1,234.50 NOK` or without what is not the number.
fn ore(text: &str) -> i128 {
    let number = text
        .trim()
        .trim_end_matches(|it: char| it.is_alphabetic() || it == ' ');
    let number = number.replace(',', "");
    let (whole, part) = number.split_once('.').unwrap_or((&number, "0"));
    let ore: i128 = format!("{whole}{part:0<2}").parse().unwrap();
    ore
}

/// The ids in an export as JSON lines.
fn ids(world: &World, flags: &str) -> Vec<String> {
    let lines = exported(world, &format!("--format jsonl {flags}"));
    let id = |line| {
        let row: serde_json::Value = serde_json::from_str(line).unwrap();
        row["id"].as_str().unwrap().to_owned()
    };
    lines.lines().map(id).collect()
}
