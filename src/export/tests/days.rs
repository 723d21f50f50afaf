//! That balances are right on every day, whatever the rows: told by a format that only counts.

use std::collections::{BTreeMap, BTreeSet};
use std::io::{self, Write};

use proptest::prelude::*;

use super::story::{CARD, Story, account, day, kroner, row};
use crate::domain::date::Day;
use crate::domain::money::{Amount, Currency};
use crate::export::chart::{Chart, Style};
use crate::export::double_entry::{Balance, Dialect, DoubleEntry, Entry, TwoDays, Used};

/// Writes each posting as `account day amount`, and each balance with a `=`.
struct Counting<const CHECKED: bool, const SHOWN: bool>;

impl<const CHECKED: bool, const SHOWN: bool> Dialect for Counting<CHECKED, SHOWN> {
    const STYLE: Style = Style::Plain;
    const TWO_DAYS: TwoDays = match (CHECKED, SHOWN) {
        (true, _) => TwoDays::Checked,
        (_, true) => TwoDays::Shown,
        _ => TwoDays::Never,
    };

    fn head(&self, _: &BTreeSet<Currency>, _: &mut Vec<u8>) -> io::Result<()> {
        Ok(())
    }

    fn entry(&self, entry: &Entry<'_>, out: &mut Vec<u8>) -> io::Result<()> {
        let [one, two] = &entry.postings;
        assert_eq!(one.amount.ore(), -two.amount.ore());
        assert_eq!(one.currency, two.currency);
        let one_day = one.day == entry.day && two.day == entry.day;
        assert!(one_day || Self::TWO_DAYS != TwoDays::Never);
        for it in [one, two] {
            writeln!(out, "+ {} {} {}", it.account, it.day, it.amount)?;
        }
        Ok(())
    }

    fn balance(&self, it: &Balance<'_>, out: &mut Vec<u8>) -> io::Result<()> {
        writeln!(out, "= {} {} {}", it.account, it.day, it.amount)
    }

    fn used(&self, _: &Used<'_>, _: &mut Vec<u8>) -> io::Result<()> {
        Ok(())
    }
}

const NAMES: [&str; 3] = ["assets:bank:a", "assets:bank:b", "liabilities:card:c"];

/// Days, in a story, of which account, named other, and whole kroner.
type Told = (i8, usize, Option<usize>, i64, bool);

fn story(mut rows: Vec<Told>, verified: &[i8]) -> Story {
    rows.sort();
    let mut story = Story::default();
    let numbers = [("1", "a"), ("2", "b"), ("K3", "c")];
    for (number, name) in numbers {
        story = story.account(account(number, name), "100", None);
    }
    for (at, (on, of, other, amount, booked)) in rows.into_iter().enumerate() {
        let id = format!("{}{at:016x}", if booked { "" } else { "p-" });
        let row = row(&id, &format!("2026-11-{on:02}"), &amount.to_string(), "x");
        story = match other {
            Some(other) => story.own(of, other, row),
            None => story.row(of, row),
        };
    }
    for (at, on) in verified.iter().enumerate() {
        let on = day(&format!("2026-11-{on:02}"));
        story.books.accounts[at].verified = Some((on, story.booked(at, on)));
    }
    story
}

/// Sums of the postings up to a day, and whether each balance is what is asserted of it.
fn check(story: &Story, told: &str, by_file: bool) {
    let parsed: Vec<(&str, &str, Day, Amount)> = told
        .lines()
        .map(|line| {
            let words: Vec<_> = line.split(' ').collect();
            (words[0], words[1], day(words[2]), kroner(words[3]))
        })
        .collect();
    let sum = |entries: &[(&str, &str, Day, Amount)], name: &str, on: Option<Day>| -> i128 {
        entries
            .iter()
            .filter(|it| it.0 == "+" && it.1 == name && on.is_none_or(|on| it.2 <= on))
            .map(|it| it.3.ore())
            .sum()
    };
    for on in (1..20).map(|it| day(&format!("2026-11-{it:02}"))) {
        for (name, balance) in NAMES.iter().zip(story.balances(on)) {
            assert_eq!(
                sum(&parsed, name, Some(on)),
                balance.ore(),
                "{name} {on}\n{told}"
            );
        }
    }
    for (at, (sign, name, on, amount)) in parsed.iter().enumerate() {
        if *sign == "=" {
            let before = &parsed[..at];
            let asserted = amount.ore();
            assert_eq!(
                sum(before, name, Some(*on)),
                asserted,
                "{name} {on}\n{told}"
            );
            if by_file {
                assert_eq!(sum(before, name, None), asserted, "{name} {on}\n{told}");
            }
        }
    }
    let count: BTreeMap<&str, usize> = parsed.iter().fold(BTreeMap::new(), |mut count, it| {
        *count.entry(it.0).or_default() += 1;
        count
    });
    let verified = story
        .books
        .accounts
        .iter()
        .filter(|it| it.verified.is_some());
    assert_eq!(
        count.get("=").copied().unwrap_or_default(),
        verified.count()
    );
}

fn any_row() -> impl Strategy<Value = Told> {
    let other = proptest::option::of(0..=CARD);
    (2..18_i8, 0..=CARD, other, -2..=2_i64, any::<bool>())
}

proptest! {
    #[test]
    fn balances_are_right_on_every_day(
        rows in proptest::collection::vec(any_row(), 0..30),
        verified in proptest::collection::vec(1..19_i8, 0..=3),
    ) {
        let story = story(rows, &verified);
        let told = |it: String, by_file| check(&story, &it, by_file);
        told(story.told(DoubleEntry::new(Chart::default(), Counting::<true, false>)), false);
        told(story.told(DoubleEntry::new(Chart::default(), Counting::<false, true>)), true);
        told(story.told(DoubleEntry::new(Chart::default(), Counting::<false, false>)), true);
    }
}

#[test]
fn two_currencies_never_stand_in_one_entry() {
    let mut story = story(
        vec![(2, 0, Some(1), -5, true), (2, 1, Some(0), 5, true)],
        &[],
    );
    story.books.accounts[1].currency = Currency::parse("EUR").unwrap();
    let told = story.told(DoubleEntry::new(Chart::default(), Counting::<true, false>));
    check(&story, &told, false);
    assert_eq!(told.matches("assets:transit").count(), 2, "{told}");
}
