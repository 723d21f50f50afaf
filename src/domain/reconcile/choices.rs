//! What a missing row may have become, and how well each of these fits.

use std::collections::{HashMap, HashSet};

use crate::domain::date::Day;
use crate::domain::money::Amount;

use super::absence::Lost;
use super::book::{Book, Row};
use super::{AccountNo, Answer, Entry, EntryNo, REACH, State, WAIT, WINDOW};

/// How far a reservation's amount may be from what is booked, in øre: it is in whole kroner, and
/// up to about 1.1 kr was seen (facts 5.4).
const DRIFT: i128 = 120;

/// A row with more choices than this is not told apart from all the others like it, and stays gone.
/// It bounds the work where a bank lists thousands of rows alike.
const MOST: usize = 200;

/// How well a row fits as what another became; more is better in each.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) struct Fit {
    /// Of the same amount to the øre.
    exact: bool,
    /// Of the same wording.
    alike: bool,
    /// First seen when the other was gone: they never stood side by side.
    relieved: bool,
}

impl Fit {
    fn is_better(self, than: Self) -> bool {
        self != than
            && self.exact >= than.exact
            && self.alike >= than.alike
            && self.relieved >= than.relieved
    }
}

/// A missing row, and all that it may have become.
pub(super) struct Choices<'a> {
    pub(super) row: Row,
    pub(super) entry: &'a Entry,
    pub(super) all: Vec<(&'a Entry, Fit)>,
}

impl<'a> Choices<'a> {
    /// Of the choices with these numbers, those that no other of them is better than.
    pub(super) fn best_of(&self, numbers: &HashSet<EntryNo>) -> impl Iterator<Item = &'a Entry> {
        let of = |it: &&(&Entry, Fit)| numbers.contains(&it.0.no);
        let all: Vec<&(&'a Entry, Fit)> = self.all.iter().filter(of).collect();
        let fits: Vec<Fit> = all.iter().map(|(_, fit)| *fit).collect();
        let beaten = move |fit: Fit| fits.iter().any(|other| other.is_better(fit));
        let best = all.into_iter().filter(move |(_, fit)| !beaten(*fit));
        best.map(|(entry, _)| *entry)
    }
}

/// What each of the missing rows may have become.
pub(super) fn of<'a>(book: &'a Book, answer: &Answer, lost: &[Lost]) -> Vec<Choices<'a>> {
    if lost.is_empty() {
        return Vec::new();
    }
    let free = Free::of(book, answer, lost);
    let choices = |lost: &Lost| {
        let entry = book.get(lost.row)?;
        Some(Choices {
            row: lost.row,
            entry,
            all: free.choices(lost, entry),
        })
    };
    lost.iter().filter_map(choices).collect()
}

/// The rows that came of no other yet.
struct Free<'a> {
    book: &'a Book,
    taken: HashSet<EntryNo>,
    /// By account and whole kroner, in the order of their days.
    listed: HashMap<(AccountNo, i128), Vec<(Day, &'a Entry)>>,
}

impl<'a> Free<'a> {
    fn of(book: &'a Book, answer: &Answer, lost: &[Lost]) -> Self {
        // What was booked may have been renamed again before it was missed.
        let newly_lost: HashSet<Row> = lost.iter().filter(|it| it.newly).map(|it| it.row).collect();
        let mut free = Self {
            book,
            taken: book.predecessors().into_keys().collect(),
            listed: HashMap::new(),
        };
        // Of older rows it may not be at hand what they came from.
        let oldest = |from: Day| from.plus_days(WINDOW - REACH).unwrap_or(from);
        let covers: HashMap<AccountNo, Day> = answer
            .covers
            .iter()
            .map(|(account, from)| (*account, oldest(*from)))
            .collect();
        for (row, entry) in book.rows() {
            let (Some(day), Some(amount)) = (entry.row.day, entry.row.amount) else {
                continue;
            };
            let account = entry.row.account;
            let is_covered = covers.get(&account).is_some_and(|from| day >= *from);
            if is_covered && !free.taken.contains(&entry.no) && free.is_alive(row, &newly_lost) {
                let bucket = free.listed.entry((account, kroner(amount.ore())));
                bucket.or_default().push((day, entry));
            }
        }
        for bucket in free.listed.values_mut() {
            bucket.sort_by_key(|(day, _)| *day);
        }
        free
    }

    /// Whether the row, or what it became, was listed until now.
    fn is_alive(&self, row: Row, newly_lost: &HashSet<Row>) -> bool {
        let end = self.book.end(row);
        let is_listed = |entry: &Entry| entry.state == State::Listed;
        newly_lost.contains(&end) || self.book.get(end).is_some_and(is_listed)
    }

    fn choices(&self, lost: &Lost, entry: &'a Entry) -> Vec<(&'a Entry, Fit)> {
        let mut all = self.remembered(lost.row, entry);
        let kept = all.len();
        let listed = self
            .near(entry)
            .filter(|it| may_become(entry, it, lost.newly));
        for it in listed.take(MOST + 1) {
            if !all.iter().take(kept).any(|other| other.no == it.no) {
                all.push(it);
            }
        }
        if all.len() > MOST {
            return Vec::new();
        }
        all.into_iter().map(|it| (it, fit(entry, it))).collect()
    }

    /// What the row was already known to have perhaps become: no less so because the bank leaves
    /// that out today, or has renamed it.
    fn remembered(&self, row: Row, entry: &Entry) -> Vec<&'a Entry> {
        let State::Unclear(numbers) = &entry.state else {
            return Vec::new();
        };
        let free = numbers.iter().filter(|no| !self.taken.contains(no));
        let rows = free.filter_map(|no| self.book.find(*no));
        rows.filter(|it| self.book.end(*it) != row)
            .filter_map(|it| self.book.get(it))
            .collect()
    }

    /// Listed rows of about the same amount and day.
    fn near(&self, entry: &Entry) -> impl Iterator<Item = &'a Entry> {
        let days = days(entry);
        let ore = entry.row.amount.map_or(0, |amount| amount.ore());
        let drift = if entry.row.reserved { DRIFT } else { 0 };
        let buckets = kroner(ore.saturating_sub(drift))..=kroner(ore.saturating_add(drift));
        buckets
            .filter_map(move |kroner| self.listed.get(&(entry.row.account, kroner)))
            .flat_map(move |bucket| within(bucket, days))
            .map(|(_, entry)| *entry)
    }
}

fn kroner(ore: i128) -> i128 {
    ore.div_euclid(100)
}

/// The first and the last day that what the entry became may be of.
fn days(entry: &Entry) -> Option<(Day, Day)> {
    let last = entry.row.day?;
    if entry.row.booked {
        return Some((last, last));
    }
    let first = entry.first_day.map_or(last, |day| day.min(last));
    Some((
        first.plus_days(-WINDOW).unwrap_or(first),
        // Rewritten pending rows are waited for longer than booked ones, see `may_become`.
        last.plus_days(WAIT).unwrap_or(last),
    ))
}

fn within<'b, 'a>(
    bucket: &'b [(Day, &'a Entry)],
    days: Option<(Day, Day)>,
) -> &'b [(Day, &'a Entry)] {
    let span = days.map(|(first, last)| {
        let start = bucket.partition_point(|(day, _)| *day < first);
        let end = bucket.partition_point(|(day, _)| *day <= last);
        bucket.get(start..end).unwrap_or_default()
    });
    span.unwrap_or_default()
}

/// Whether a missing row may have become another of its account, near it in days.
fn may_become(lost: &Entry, other: &Entry, newly: bool) -> bool {
    let (Some(from), Some(to)) = (lost.row.amount, other.row.amount) else {
        return false;
    };
    let is_later = other.first > lost.last;
    match (lost.row.booked, other.row.booked) {
        // A new name never stands beside the old one.
        (true, true) => from == to && is_later,
        (true, false) => false,
        (false, true) => {
            let days = lost.row.day.zip(other.row.day);
            let in_time =
                days.is_some_and(|(lost, day)| lost.plus_days(WINDOW).is_none_or(|end| day <= end));
            let amount = from == to || (lost.row.reserved && has_drifted(from, to));
            in_time && amount && other.first > lost.first
        }
        // Written in another way while it is pending.
        (false, false) => newly && from == to && is_later && other.row.id != lost.row.id,
    }
}

fn has_drifted(from: Amount, to: Amount) -> bool {
    from.is_negative() == to.is_negative() && from.ore().abs_diff(to.ore()) <= DRIFT.unsigned_abs()
}

fn fit(lost: &Entry, other: &Entry) -> Fit {
    Fit {
        exact: lost.row.amount == other.row.amount,
        alike: lost.row.wording == other.row.wording,
        relieved: other.first > lost.last,
    }
}
