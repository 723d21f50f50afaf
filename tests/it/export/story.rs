//! Exports as time goes on: what stays the same, and what each row is counted as.

use std::collections::BTreeSet;

use jiff::SignedDuration;
use sb1::sandbox::Options;

use super::{balances, exported, ids, ore};
use crate::world::{Run, World};

const FORMATS: [&str; 7] = [
    "hledger",
    "ledger",
    "beancount",
    "ofx",
    "qif",
    "csv",
    "jsonl",
];

/// What each format writes of the archive as it is.
fn all(world: &World) -> Vec<String> {
    let formats = FORMATS.iter();
    let told = formats.map(|it| exported(world, &format!("--format {it} --offline")));
    told.collect()
}

/// Fails with the first line that differs.
fn same(one: &[String], other: &[String], when: &str) {
    for (format, (one, other)) in FORMATS.iter().zip(one.iter().zip(other)) {
        let differs = one
            .lines()
            .zip(other.lines())
            .find(|(one, other)| one != other);
        assert_eq!(differs, None, "{format} {when}");
        assert_eq!(one.len(), other.len(), "{format} {when}");
    }
}

fn sync(world: &World) {
    let run = world.run("sync");
    assert_eq!(run.code, 0, "{}", run.shown());
}

fn forget_archive(world: &World) {
    for file in world.files() {
        if file.to_string_lossy().contains(".archive.") {
            std::fs::remove_file(file).unwrap();
        }
    }
}

/// The lines of the books that declare accounts with that number.
fn declared(books: &str, number: &str) -> Vec<String> {
    let of_account = format!("number:{number},");
    let lines = books.lines().filter(|it| it.starts_with("account "));
    let lines = lines.filter(|it| it.contains(&of_account));
    lines.map(str::to_owned).collect()
}

#[test]
fn an_account_has_one_name_whether_its_twin_is_exported_or_not() {
    let world = World::logged_in();
    let number = |name: &str| -> String {
        let told = world.run(&format!("account {name} --json")).json();
        let number = told["accounts"][0]["accountNumber"].as_str().unwrap();
        number.to_owned()
    };
    let (daily, savings) = (number("Brukskonto"), number("Sparekonto"));
    world.configure(&format!("[alias]\nsparekonto = \"{daily}\"\n"));
    let all = exported(&world, "--format hledger");
    for (number, last_four) in [(&daily, &daily[7..]), (&savings, &savings[7..])] {
        let one = exported(&world, &format!("{number} --format hledger --offline"));
        let name = format!("account assets:bank:sparekonto {last_four}  ;");
        let lines = declared(&one, number);
        assert!(lines[0].starts_with(&name), "{lines:?}");
        assert_eq!(lines, declared(&all, number));
    }
}

#[test]
fn the_same_rows_are_the_same_bytes() {
    let world = World::logged_in();
    // What is pending now is booked by then.
    world.bank.advance(SignedDuration::from_hours(24 * 20));
    let world = world.at_the_bank_s_time();
    sync(&world);
    let first = all(&world);
    same(&all(&world), &first, "again");
    sync(&world);
    same(&all(&world), &first, "after another sync");
    world.bank.advance(SignedDuration::from_hours(24));
    let world = world.at_the_bank_s_time();
    sync(&world);
    same(&all(&world), &first, "on the next day");
    forget_archive(&world);
    sync(&world);
    same(&all(&world), &first, "with an archive made anew");
}

#[test]
fn an_archive_that_grew_is_told_like_one_made_anew() {
    let world = World::logged_in_with(Options {
        seed: 3,
        rows: Some(300),
        ..Options::default()
    });
    sync(&world);
    let mut world = world;
    for seed in 0..5 {
        world.bank.live(seed, 2);
        world = world.at_the_bank_s_time();
        sync(&world);
    }
    let grown = all(&world);
    forget_archive(&world);
    sync(&world);
    same(&all(&world), &grown, "made anew");
}

#[test]
fn what_was_imported_once_is_known_again() {
    let world = World::logged_in();
    let before = ids(&world, "");
    let unique: BTreeSet<&String> = before.iter().collect();
    assert_eq!(unique.len(), before.len(), "each id is one row");
    assert_eq!(ids(&world, ""), before);
    world.bank.live(5, 8);
    let world = world.at_the_bank_s_time();
    let after = ids(&world, "");
    assert!(after.len() > before.len());
    let after: BTreeSet<&String> = after.iter().collect();
    let lost: Vec<_> = before.iter().filter(|it| !after.contains(it)).collect();
    assert_eq!(lost, [""; 0], "old ids stay");
}

#[test]
fn every_format_carries_the_ids() {
    let world = World::logged_in();
    let ids = ids(&world, "");
    for format in FORMATS {
        let file = exported(&world, &format!("--format {format} --offline"));
        let missing: Vec<_> = ids
            .iter()
            .filter(|it| !file.contains(it.as_str()))
            .collect();
        assert_eq!(missing, [""; 0], "{format}");
    }
}

#[test]
fn an_own_transfer_is_one_entry_and_waits_in_transit_where_one_leg_is_exported() {
    let world = World::logged_in();
    let books = exported(&world, "--format hledger");
    let entries: Vec<&str> = books.split("\n\n").collect();
    let bank = |entry: &&&str| entry.matches("    assets:bank:").count() == 2;
    let own: Vec<_> = entries.iter().filter(bank).collect();
    assert!(own.len() >= 10, "{books}");
    for entry in &own {
        assert_eq!(entry.matches("id:").count(), 2, "{entry}");
    }
    assert!(!books.contains("assets:transit"), "{books}");
    let one = exported(&world, "--format hledger --offline Sparekonto");
    assert!(one.contains("    assets:transit  "), "{one}");
    assert!(!one.contains("brukskonto"));
}

/// `Brukskonto` alone, on a machine that has never asked for another account.
#[test]
fn an_own_transfer_is_known_also_where_the_other_account_was_never_archived() {
    let world = World::logged_in();
    let books = exported(&world, "--format hledger Sparekonto");
    assert!(books.contains("    assets:transit  "), "{books}");
}

/// The lines `balance assertions` or openings of an account in beancount's format.
fn amounts(books: &str, marked: &str, account: &str) -> Vec<(String, i128)> {
    let lines = books
        .lines()
        .filter(|it| it.contains(marked) && it.contains(account));
    let read = |line: &str| {
        let words: Vec<&str> = line.split_whitespace().collect();
        let number = words.iter().find(|it| it.contains('.')).unwrap();
        (words[0].to_owned(), ore(number))
    };
    lines.map(read).collect()
}

#[test]
fn a_part_begins_with_the_balance_before_it_and_ends_with_the_bank_s() {
    let world = World::logged_in();
    let last = |flags: &str| {
        let books = exported(&world, &format!("--format beancount --offline {flags}"));
        amounts(&books, " balance ", "Brukskonto").pop()
    };
    sync(&world);
    let number = world.run("account Brukskonto --json").json();
    let number = number["accounts"][0]["accountNumber"]
        .as_str()
        .unwrap()
        .to_owned();
    let whole = last("").unwrap();
    assert_eq!(whole.1, balances(&world)[&number]);
    for since in ["2026-01-01", "2026-11-01", "2026-11-15"] {
        assert_eq!(
            last(&format!("--since {since}")),
            Some(whole.clone()),
            "{since}"
        );
        assert_eq!(
            last(&format!("--since {since} Brukskonto")),
            Some(whole.clone())
        );
    }
    // What two parts say of the balance between them is the same.
    let first = last("--until 2026-10-31").unwrap();
    let rest = exported(&world, "--format hledger --offline --since 2026-11-01");
    let opening = rest
        .split("\n\n")
        .find(|it| it.contains("opening balance") && it.contains("assets:bank:brukskonto"));
    let posting = opening
        .unwrap()
        .lines()
        .find(|it| it.contains("brukskonto"))
        .unwrap();
    assert_eq!(ore(posting.rsplit("  ").next().unwrap()), first.1);
}

#[test]
fn pending_rows_go_out_only_when_asked_for_and_are_marked() {
    let world = World::logged_in();
    world.bank.live(2, 3);
    let world = world.at_the_bank_s_time();
    assert!(ids(&world, "").iter().all(|it| !it.starts_with("p-")));
    let pending = ids(&world, "--include-pending --offline");
    let pending = pending.iter().filter(|it| it.starts_with("p-")).count();
    assert!(pending > 0, "nothing is pending");
    let truth = world.bank.truth();
    assert!(pending <= truth.iter().filter(|it| !it.booked).count());
    let books = exported(&world, "--format hledger --include-pending --offline");
    assert_eq!(
        books.lines().filter(|it| it.contains(" ! ")).count(),
        pending
    );
}

/// The bank's texts, made hostile by whoever pays.
#[test]
fn hostile_texts_reach_files_without_acting() {
    let world = World::logged_in();
    let sent = |message: &str| -> Run {
        let words = [
            "transfer",
            "Brukskonto",
            "Sparekonto",
            "12.34",
            "-y",
            "-m",
            message,
        ];
        world.sb1(words)
    };
    for message in ["=HYPERLINK(1)", "; x:y | z", "\"quote\\ {%"] {
        let run = sent(message);
        assert!(matches!(run.code, 0 | 6), "{}", run.shown());
    }
    let csv = exported(&world, "--format csv --include-pending");
    let rows = csv.lines().filter(|it| it.contains("HYPERLINK"));
    assert!(rows.clone().count() >= 1, "the bank tells of it");
    for row in rows {
        assert!(
            !row.contains(",=HYPER") && !row.contains(",\"=HYPER"),
            "{row}"
        );
    }
    let raw = exported(&world, "--format csv --raw --include-pending --offline");
    assert!(raw.contains(",=HYPERLINK"), "{raw}");
}
