//! What the bank told, row by row, from behind the counter: what an archive can know.

use std::collections::{BTreeMap, BTreeSet};

use jiff::ToSpan;
use jiff::civil::Date;
use sb1::sandbox::TruthRow;
use sb1::sandbox::habits::OlderDays;
use sb1::sandbox::message::Request;

/// A row without what drifts: account number, day (of a booked row), øre.
pub(super) type Fact = (String, Option<Date>, i64);

/// Further back than that, in days, a bank may have forgotten rows (facts 5.2).
const SURELY_KEPT: i64 = 92;
/// A booked card purchase is at most so many øre from another that may be taken for it: twice the
/// drift of facts 5.4.
const NEAR: u64 = 240;
/// A row that is missing from answers is waited for so many days.
const WAIT: i64 = 14;

/// How the bank answers for now.
#[derive(Clone, Copy, Debug)]
pub(super) struct Manner {
    /// The most rows in one answer.
    pub(super) limit: Option<usize>,
    /// What it reports to be missing.
    pub(super) failed: Option<&'static str>,
    /// How many months back it tells of rows, and what it does when asked for older ones.
    pub(super) history: u16,
    pub(super) older: OlderDays,
}

/// What one sync asked, and what stands at the bank meanwhile.
pub(super) struct Hearing<'a> {
    pub(super) asked: &'a [Request],
    pub(super) truth: &'a [TruthRow],
    pub(super) today: Date,
    pub(super) manner: Manner,
    /// As the archive has it; `None` for everything.
    pub(super) since: Option<Date>,
    /// Whether the archive takes the answer for whole.
    pub(super) complete: bool,
}

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

impl Manner {
    /// The oldest day that the bank tells of unasked.
    pub(super) fn oldest(&self, today: Date) -> Date {
        today.saturating_sub(i32::from(self.history).months())
    }
}

impl Hearing<'_> {
    /// The rows that the bank answered with.
    fn told(&self, request: &Request) -> Vec<&TruthRow> {
        let keys: Vec<_> = request.query_all("accountKey").collect();
        let day = |name| request.query(name).map(|day| day.parse::<Date>().unwrap());
        let until = day("toDate");
        let oldest = self.manner.oldest(self.today);
        let since = match (day("fromDate"), self.manner.older) {
            (None, _) => oldest,
            (Some(since), OlderDays::Given) => since,
            (Some(since), OlderDays::Clipped) => since.max(oldest),
            (Some(since), OlderDays::Refused) if since < oldest => return Vec::new(),
            (Some(since), OlderDays::Refused) => since,
        };
        let rows = self.truth.iter().filter(|row| {
            keys.iter().any(|key| **key == *row.account_key)
                && !row.withheld
                && row.day >= since
                && until.is_none_or(|until| row.day <= until)
                && !self.is_failed(row)
        });
        let mut rows: Vec<&TruthRow> = rows.collect();
        rows.sort_by_key(|row| std::cmp::Reverse((row.day, row.serial)));
        rows.truncate(self.manner.limit.unwrap_or(usize::MAX));
        rows
    }

    /// From which day on a whole answer has every row.
    fn due_from(&self) -> Date {
        let oldest = self.manner.oldest(self.today);
        let since = self.since.unwrap_or(oldest);
        match self.manner.older {
            OlderDays::Given => since,
            OlderDays::Clipped | OlderDays::Refused => since.max(oldest),
        }
    }

    fn is_failed(&self, row: &TruthRow) -> bool {
        match self.manner.failed {
            // The recent system alone has the last three days.
            Some("RECENT_TRANSACTIONS_FAILED") => row.day >= self.today.saturating_sub(2.days()),
            Some("CREDIT_ACCOUNTS_FAILED") => row.account_number.starts_with('K'),
            _ => false,
        }
    }
}

/// For each account, from which day on the absence of a row tells something.
fn covered_from<'a>(heard: &'a Hearing<'_>, told: &BTreeSet<u32>) -> impl Fn(&str) -> Date + 'a {
    let surely = heard.today.saturating_sub(SURELY_KEPT.days());
    let mut oldest: BTreeMap<&str, Date> = BTreeMap::new();
    for row in heard.truth.iter().filter(|it| told.contains(&it.serial)) {
        let first = oldest.entry(&row.account_key).or_insert(row.day);
        *first = row.day.min(*first);
    }
    move |key| match (
        heard.since.filter(|since| *since >= surely),
        oldest.get(key),
    ) {
        (Some(since), _) => since,
        (None, Some(oldest)) => surely.min(oldest.saturating_add(1.days())),
        (None, None) => surely,
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

fn is_listing(request: &Request) -> bool {
    let end = request.path.strip_prefix("/personal/banking/transactions");
    matches!(end, Some("" | "/classified"))
}
