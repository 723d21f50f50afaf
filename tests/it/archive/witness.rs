//! What the bank told, row by row, from behind the counter: what an archive can know.

use std::collections::{BTreeMap, BTreeSet};

use jiff::ToSpan;
use jiff::civil::Date;
use sb1::sandbox::TruthRow;

use super::hearing::{Hearing, covered_from, is_listing};

/// A row without what drifts: account number, day (of a booked row), øre.
pub(super) type Fact = (String, Option<Date>, i64);

/// A booked card purchase is at most so many øre from another that may be taken for it: twice the
/// drift of facts 5.4.
const NEAR: u64 = 240;
/// A row that is missing from answers is waited for so many days.
const WAIT: i64 = 14;

/// What the answers to one sync were worth.
pub(super) struct Heard {
    /// The numbers of the accounts that it was about.
    pub(super) accounts: BTreeSet<String>,
    /// How many rows the bank would have told but kept back.
    pub(super) kept_back: usize,
}

/// Everything that the answers so far told.
#[derive(Default)]
pub(super) struct Witness {
    /// How many syncs were heard.
    answers: u32,
    rows: BTreeMap<u32, Seen>,
    pasts: BTreeMap<u32, Past>,
}

/// A row as an answer had it last.
struct Seen {
    row: TruthRow,
    /// Whether the last answer that reached back to its day had it.
    listed: bool,
    /// Which sync had it last.
    told_by: u32,
}

/// Everything that a row ever was, told or not.
#[derive(Default)]
struct Past {
    account: String,
    amounts: BTreeSet<i64>,
    /// What was reserved, and the last day on which an answer told so.
    pending: Option<(i64, Date)>,
    /// An answer had neither the reservation nor what was booked.
    missed: bool,
    /// When a whole answer had it as booked first.
    booked: Option<Date>,
}

/// A reservation of which the answers tell what it became: nothing on the account was ever near it.
#[derive(Clone, Debug)]
pub(super) struct Clear {
    pub(super) account: String,
    pub(super) reserved: i64,
    pub(super) booked: Fact,
}

impl Witness {
    /// Takes note of what there is, whether or not an answer will ever tell.
    pub(super) fn note(&mut self, truth: &[TruthRow]) {
        for row in truth {
            let past = self.pasts.entry(row.serial).or_default();
            past.account.clone_from(&row.account_number);
            past.amounts.insert(row.ore);
        }
    }

    /// Forgets what was told, as a new archive must.
    pub(super) fn forget(&mut self) {
        self.rows.clear();
    }

    /// Hears the answers to what one sync asked.
    pub(super) fn hear(&mut self, heard: &Hearing<'_>) -> Heard {
        self.note(heard.truth);
        self.answers += 1;
        let mut told = BTreeSet::new();
        let mut accounts = BTreeSet::new();
        for request in heard.asked.iter().filter(|it| is_listing(it)) {
            accounts.extend(request.query_all("accountKey"));
            told.extend(heard.told(request).into_iter().map(|row| row.serial));
        }
        let asked = |row: &&TruthRow| accounts.iter().any(|key| **key == *row.account_key);
        if heard.complete {
            let known = self.rows.values().filter(|seen| asked(&&seen.row));
            let absent = known.filter(|seen| !told.contains(&seen.row.serial));
            let from = covered_from(heard, &told);
            // What is pending is of today in every answer.
            let covered = absent
                .filter(|seen| !seen.row.booked || from(&seen.row.account_key) <= seen.row.day);
            let gone: Vec<u32> = covered.map(|seen| seen.row.serial).collect();
            for serial in gone {
                self.rows.entry(serial).and_modify(|it| it.listed = false);
            }
        }
        let there: Vec<&TruthRow> = heard.truth.iter().filter(asked).collect();
        let (mut kept_back, mut numbers) = (0, BTreeSet::new());
        for row in there {
            numbers.insert(row.account_number.clone());
            let is_told = told.contains(&row.serial);
            let due = !row.withheld && row.day >= heard.due_from();
            kept_back += usize::from(due && !is_told);
            self.remember(row, is_told, heard);
        }
        Heard {
            accounts: numbers,
            kept_back,
        }
    }

    fn remember(&mut self, row: &TruthRow, is_told: bool, heard: &Hearing<'_>) {
        let past = self.pasts.entry(row.serial).or_default();
        match (is_told, row.booked) {
            (true, false) => past.pending = Some((row.ore, row.day)),
            (true, true) if heard.complete => {
                past.booked.get_or_insert(heard.today);
            }
            (false, _) if heard.complete && past.booked.is_none() => past.missed = true,
            _ => {}
        }
        if is_told {
            let seen = Seen {
                row: row.clone(),
                listed: true,
                told_by: self.answers,
            };
            self.rows.insert(row.serial, seen);
        }
    }

    /// The rows of these accounts that an archive lists, booked or pending, sorted.
    pub(super) fn facts(&self, accounts: &BTreeSet<String>, booked: bool) -> Vec<Fact> {
        let listed = self.rows.values().filter(|seen| seen.listed);
        let rows = listed.map(|seen| &seen.row);
        facts(rows.filter(|row| row.booked == booked && accounts.contains(&row.account_number)))
    }

    /// The rows that the last answers had, booked or pending, sorted.
    pub(super) fn told(&self, booked: bool) -> Vec<Fact> {
        let told = self
            .rows
            .values()
            .filter(|seen| seen.told_by == self.answers);
        let rows = told.map(|seen| &seen.row);
        facts(rows.filter(|row| row.booked == booked))
    }

    /// The reservations of which there can be no doubt what they became.
    pub(super) fn clear(&self, truth: &[TruthRow]) -> Vec<Clear> {
        let mut clear = Vec::new();
        for row in truth.iter().filter(|row| row.booked) {
            let past = &self.pasts[&row.serial];
            let (Some((reserved, last)), Some(booked)) = (past.pending, past.booked) else {
                continue;
            };
            let in_time = !past.missed || booked <= last.saturating_add(WAIT.days());
            if in_time && self.is_alone(row.serial, past) {
                clear.push(Clear {
                    account: past.account.clone(),
                    reserved,
                    booked: fact(row),
                });
            }
        }
        clear
    }

    fn is_alone(&self, serial: u32, past: &Past) -> bool {
        let mut others = self.pasts.iter().filter(|(other, _)| **other != serial);
        let is_near = |one: &i64| past.amounts.iter().any(|it| it.abs_diff(*one) <= NEAR);
        !others.any(|(_, it)| it.account == past.account && it.amounts.iter().any(is_near))
    }
}

/// What rows are, sorted.
pub(super) fn facts<'a>(rows: impl Iterator<Item = &'a TruthRow>) -> Vec<Fact> {
    let mut facts: Vec<Fact> = rows.map(fact).collect();
    facts.sort();
    facts
}

fn fact(row: &TruthRow) -> Fact {
    let day = row.booked.then_some(row.day);
    (row.account_number.clone(), day, row.ore)
}

/// Those that are more often among the first; both are sorted.
pub(super) fn surplus(these: &[Fact], others: &[Fact]) -> Vec<Fact> {
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
