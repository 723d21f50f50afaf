use super::past::check_books;
use super::*;
use crate::sandbox::bank::{Step, TruthRow};
use crate::sandbox::habits::NonUniqueId;
use jiff::civil::Weekday;
use std::collections::{BTreeMap, BTreeSet};

const ZEROS: &str = "000000000000000000";

/// A household with a short past, so that the new rows are many among the old.
fn young() -> Desk {
    household(7, TODAY, Some(150))
}

impl Desk {
    fn step(&mut self, seed: u64) -> Step {
        let step = self.bank.churn(seed, self.now);
        self.now = self.now.checked_add(step.time).unwrap();
        step
    }

    fn truth(&mut self) -> Vec<TruthRow> {
        self.bank.truth(self.now, &self.habits)
    }

    fn today(&self) -> Date {
        self.now.to_zoned(jiff::tz::get!("Europe/Oslo")).date()
    }

    /// What the answer to one large question says, in the form of the truth.
    fn told(&mut self) -> Vec<Seen> {
        let rows = self.rows(&EVERYDAY, "&fromDate=2000-01-01");
        let mut told: Vec<_> = rows.iter().map(seen).collect();
        told.sort();
        told
    }
}

type Seen = (String, Date, String, bool, Option<String>, Option<String>);

fn text(row: &Value, name: &str) -> Option<String> {
    row[name].as_str().map(str::to_owned)
}

/// A row of an answer: account, day, amount, booked, identity, text.
fn seen(row: &Value) -> Seen {
    let zone = jiff::tz::get!("Europe/Oslo");
    let at = Timestamp::from_millisecond(row["date"].as_i64().unwrap()).unwrap();
    let booked = is(row, "bookingStatus", "BOOKED");
    let id = text(row, "nonUniqueId").filter(|id| booked && id != ZEROS);
    (
        text(row, "accountKey").unwrap(),
        at.to_zoned(zone).date(),
        row["amount"].to_string(),
        booked,
        id.map(|id| id.split('-').next_back().unwrap().to_owned()),
        text(row, "description"),
    )
}

fn expected(row: &TruthRow) -> Seen {
    let mut amount = Vec::new();
    crate::sandbox::bank::json::amount(&mut amount, row.ore);
    let read: Value = serde_json::from_slice(&amount).unwrap();
    (
        row.account_key.clone(),
        row.day,
        read.to_string(),
        row.booked,
        row.identity.clone(),
        row.text.clone(),
    )
}

#[test]
fn money_is_conserved_under_a_thousand_random_things() {
    for seed in 0..3 {
        let mut desk = young();
        let total = desk.bank.total();
        let mut kinds = BTreeSet::new();
        for number in 0..1_000 {
            let step = desk.step(seed << 32 | number);
            kinds.insert(
                step.story
                    .split_once(' ')
                    .unwrap()
                    .1
                    .split(':')
                    .next()
                    .unwrap()
                    .to_owned(),
            );
            assert_eq!(desk.bank.total(), total, "{}", step.story);
            if number % 100 == 0 {
                desk.get("accounts");
                check_books(&desk.bank.ledger);
            }
        }
        check_books(&desk.bank.ledger);
        for kind in [
            "reserved",
            "booked",
            "booked, and left out",
            "cancelled",
            "reworded",
            "identified",
            "left out",
            "back",
        ] {
            assert!(kinds.contains(kind), "{kind} never happened: {kinds:?}");
        }
        assert!(kinds.iter().any(|kind| kind.starts_with("is a twin of")));
        let account = desk
            .bank
            .ledger
            .accounts
            .iter()
            .find(|account| account.available() < 0);
        assert!(account.is_none(), "{}", account.unwrap().name);
    }
}

#[test]
fn the_same_seeds_bring_the_same_things() {
    let lived = |seed: u64| {
        let mut desk = young();
        let stories: Vec<_> = (0..200)
            .map(|number| desk.step(seed << 32 | number))
            .collect();
        (stories, desk.truth(), desk.bank.balances(desk.now))
    };
    assert_eq!(lived(3), lived(3));
    assert_ne!(lived(3).1, lived(4).1);
}

#[test]
fn an_answer_tells_the_truth_but_for_what_is_withheld() {
    for habit in [
        NonUniqueId::Stable,
        NonUniqueId::ZeroTransfers,
        NonUniqueId::AllZero,
    ] {
        let mut desk = young();
        desk.habits.non_unique_id = habit;
        for number in 0..400 {
            desk.step(number);
            if number % 50 != 49 {
                continue;
            }
            let mut listed = desk.truth();
            listed.retain(|row| !row.withheld);
            let mut listed: Vec<_> = listed.iter().map(expected).collect();
            listed.sort();
            assert_eq!(desk.told(), listed);
        }
        let truth = desk.truth();
        assert!(truth.iter().any(|row| row.withheld));
        desk.bank.bring_all_back();
        let mut all: Vec<_> = truth.iter().map(expected).collect();
        all.sort();
        assert_eq!(desk.told(), all);
        assert_eq!(desk.truth().len(), truth.len());
    }
}

#[test]
fn booking_changes_what_the_bank_changes_and_nothing_else() {
    let mut desk = young();
    let mut before: BTreeMap<u32, (TruthRow, Date)> = BTreeMap::new();
    let (mut drifted, mut renamed, mut transfers) = (0, 0, 0);
    for number in 0..1_500 {
        desk.step(number);
        for row in desk.truth() {
            let Some((pending, since)) = before.get(&row.serial) else {
                if !row.booked {
                    before.insert(row.serial, (row, desk.today()));
                }
                continue;
            };
            assert_eq!(row.account_key, pending.account_key);
            if !row.booked {
                assert_eq!((row.ore, &row.identity), (pending.ore, &None));
                assert_eq!(row.day, desk.today(), "it floats");
                continue;
            }
            let place = usize::try_from(row.serial).unwrap();
            let held = &desk.bank.ledger.rows()[place];
            if held.kind.is_own_transfer() {
                assert_eq!(row.ore, pending.ore);
                transfers += 1;
            } else {
                assert_eq!(pending.ore % 100, 0, "whole kroner are reserved");
                assert!((row.ore - pending.ore).abs() <= 110);
                drifted += usize::from(row.ore != pending.ore);
                assert!(row.identity.is_some());
            }
            match row.account_number.starts_with('K') {
                true => assert!(row.day <= *since, "{} is no purchase day", row.day),
                false => assert_ne!(row.day.weekday(), Weekday::Sunday),
            }
            renamed += usize::from(row.text != pending.text);
            before.remove(&row.serial);
        }
    }
    assert!(
        drifted > 50 && renamed > 50 && transfers > 50,
        "{drifted} {renamed} {transfers}"
    );
}

#[test]
fn twins_are_alike_in_all_but_their_identity() {
    let mut desk = young();
    let (mut pending, mut booked) = (0, 0);
    for number in 0..600 {
        desk.step(number);
        let mut alike: BTreeMap<_, Vec<Option<String>>> = BTreeMap::new();
        for row in desk.truth() {
            let key = (row.account_key, row.day, row.ore, row.text, row.booked);
            alike.entry(key).or_default().push(row.identity);
        }
        for ((.., is_booked), ids) in alike.iter().filter(|(_, ids)| ids.len() > 1) {
            let given: BTreeSet<_> = ids.iter().flatten().collect();
            assert_eq!(given.len(), ids.iter().flatten().count());
            pending += usize::from(!is_booked);
            booked += usize::from(*is_booked);
        }
    }
    assert!(pending > 50 && booked > 500, "{pending} {booked}");
}

#[test]
fn a_transfer_may_get_its_identity_only_after_it_was_booked() {
    let mut desk = young();
    let mut zeros = BTreeSet::new();
    let mut given = 0;
    for number in 0..1_000 {
        desk.step(number);
        for row in desk.truth().iter().filter(|row| row.booked) {
            match row.identity {
                None => drop(zeros.insert(row.serial)),
                Some(_) => given += usize::from(zeros.remove(&row.serial)),
            }
        }
    }
    assert!(given > 3, "{given}");
}

#[test]
fn a_cancelled_purchase_is_gone_and_its_money_is_back() {
    let mut desk = young();
    let mut number = 0;
    let (serial, available, ore) = loop {
        let before = desk.truth();
        let available = desk.bank.balances(desk.now);
        let step = desk.step(number);
        number += 1;
        if let Some(serial) = step.story.strip_suffix(" cancelled") {
            let serial: u32 = serial.parse().unwrap();
            let row = before.into_iter().find(|row| row.serial == serial).unwrap();
            break (serial, available, (row.account_key, row.ore));
        }
    };
    assert!(desk.truth().iter().all(|row| row.serial != serial));
    let (key, ore) = ore;
    let of = |balances: &[crate::sandbox::AccountBalance]| {
        let found = balances.iter().find(|balance| balance.account_key == key);
        found
            .map(|balance| (balance.booked, balance.available))
            .unwrap()
    };
    let after = desk.bank.balances(desk.now);
    assert_eq!(of(&after), (of(&available).0, of(&available).1 - ore));
}

#[test]
fn a_card_row_keeps_its_identity_as_it_ages() {
    let mut desk = young();
    for number in 0..40 {
        desk.step(number);
    }
    desk.bank.bring_all_back();
    let booked = |desk: &mut Desk| {
        let mut rows = desk.rows(&[Role::Card], "");
        rows.retain(|row| is(row, "bookingStatus", "BOOKED"));
        rows
    };
    let young = booked(&mut desk);
    let recent = young
        .iter()
        .find(|row| is(row, "source", "RECENT"))
        .unwrap();
    let number = text(&recent["creditCardIdentifiers"], "nonUniqueId").unwrap();
    assert!(!number.contains('-'));
    desk.now = desk
        .now
        .checked_add(jiff::Span::new().hours(24 * 9))
        .unwrap();
    let old = booked(&mut desk);
    let same = old
        .iter()
        .find(|row| row["nonUniqueId"] == recent["nonUniqueId"])
        .unwrap();
    let historic = text(&same["creditCardIdentifiers"], "nonUniqueId").unwrap();
    assert!(is(same, "source", "HISTORIC") && is(same, "nonUniqueId", &historic));
    assert!(historic.ends_with(&format!("-{number}")));
    assert!(same["interestDate"].is_null() && !recent["interestDate"].is_null());
}

#[test]
fn ordinary_days_bring_an_ordinary_life() {
    let mut desk = young();
    let (total, first) = (desk.bank.total(), desk.bank.ledger.rows().len());
    let mut pending = 0;
    for day in 0..62 {
        desk.now = desk.now.checked_add(jiff::Span::new().hours(24)).unwrap();
        desk.bank.live(day, desk.now);
        pending += desk.truth().iter().filter(|row| !row.booked).count();
        assert_eq!(desk.bank.total(), total);
        check_books(&desk.bank.ledger);
    }
    let rows = desk.rows(&EVERYDAY, "&fromDate=2026-11-19");
    assert!(rows.len() > 100 && pending > 60, "{} {pending}", rows.len());
    assert!(desk.bank.ledger.rows().len() >= first + rows.len() - 3);
    for (code, times) in [("R_200", 2), ("R_156", 4), ("PAYCTDOMOUPKID", 4)] {
        let found = rows.iter().filter(|row| is(row, "typeCode", code)).count();
        assert!(found >= times, "{code}: {found}");
    }
    let sunday = |row: &&Value| {
        let (key, day, _, booked, ..) = seen(row);
        booked && key != desk.bank.key(Role::Card) && day.weekday() == Weekday::Sunday
    };
    assert!(!rows.iter().any(|row| sunday(&row)));
}
