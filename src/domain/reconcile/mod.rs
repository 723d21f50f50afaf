//! What the bank renames, kept straight: which row of an answer is which row that was known before.
//!
//! Pure. The archive loads what may be concerned, [`reconcile`] decides, the archive writes down.
//!
//! - `recognise`: the rows that are known by their ids.
//! - `absence`: the rows that are missing, and from which day on that says anything.
//! - `choices`: what a missing row may have become.
//! - `assignment`, `graph`: who became what, one to one, as far as it is determined.

use crate::domain::date::Day;
use crate::domain::money::Amount;

use book::Book;

mod absence;
mod assignment;
mod book;
mod choices;
mod graph;
mod recognise;
#[cfg(test)]
mod tests;

pub(crate) use absence::covered_from;

/// The archive's number of an account.
pub(crate) type AccountNo = i64;
/// The archive's number of an answer of the bank's, in the order they came.
pub(crate) type AnswerNo = i64;
/// The archive's number of an entry.
pub(crate) type EntryNo = i64;

/// A row as one answer listed it, as far as it tells who it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Sighting {
    /// Minted by [`crate::domain::transaction::Minter`], unique within the answer.
    pub(crate) id: String,
    pub(crate) account: AccountNo,
    pub(crate) booked: bool,
    pub(crate) day: Option<Day>,
    pub(crate) amount: Option<Amount>,
    /// [`crate::domain::transaction::Transaction::wording`].
    pub(crate) wording: i64,
    /// Reserved by a card: the amount that is booked may be a little another one.
    pub(crate) reserved: bool,
}

/// One answer of the bank's, read to its end.
#[derive(Clone, Debug)]
pub(crate) struct Answer {
    pub(crate) no: AnswerNo,
    pub(crate) sightings: Vec<Sighting>,
    /// Where the absence of a row says something: for each account, from which day on. Empty if the
    /// answer was partial.
    pub(crate) covers: Vec<(AccountNo, Day)>,
}

/// What became of a row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum State {
    /// The bank lists it.
    Listed,
    /// The bank lists it no longer, and nothing is known to have taken its place.
    Gone,
    /// It lives on as that entry: a pending row that was booked, or a row that was renamed.
    Became(EntryNo),
    /// The bank lists it no longer, and it may have become any of these.
    Unclear(Vec<EntryNo>),
}

/// A row as the archive knows it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Entry {
    pub(crate) no: EntryNo,
    /// As the bank's latest answer with this row has it.
    pub(crate) row: Sighting,
    pub(crate) state: State,
    /// The answers that had it first and last.
    pub(crate) first: AnswerNo,
    pub(crate) last: AnswerNo,
    /// The day it bore when it was first seen.
    pub(crate) first_day: Option<Day>,
}

/// What an answer changes.
#[derive(Clone, Debug, Default)]
pub(crate) struct Reconciled {
    /// New entries, and those of the known that are other than they were (a later `last` or `row`
    /// is a change too).
    pub(crate) changed: Vec<Entry>,
    /// For each sighting of the answer, in its order, the entry that it is.
    pub(crate) entries: Vec<EntryNo>,
}

/// Which entries the sightings of `answer` are, and what became of those that it lacks.
///
/// `known` has every entry that bears the id of a sighting, and of each covered account every entry
/// that is pending or not older than [`REACH`] days before the day it is covered from. New entries
/// are numbered from `next` on, which is greater than every number known.
///
/// Nothing is ever taken away, and what cannot be told is not guessed.
pub(crate) fn reconcile(known: Vec<Entry>, answer: &Answer, next: EntryNo) -> Reconciled {
    let mut book = Book::new(known);
    let entries = recognise::recognise(&mut book, answer, next);
    let lost = absence::lost(&mut book, answer);
    for (row, state) in assignment::assign(choices::of(&book, answer, &lost)) {
        book.set_state(row, state);
    }
    Reconciled {
        changed: book.into_changed(),
        entries,
    }
}

/// So many days before the covered ones an entry may still be concerned.
pub(crate) const REACH: i64 = 31;

/// A pending row is booked at most so many days before it was first seen or after it was seen last
/// (facts 5.4).
const WINDOW: i64 = 7;

/// A pending id that was not seen for longer is that of another purchase, and a row that is missing
/// for longer is waited for no more. With [`WINDOW`] before and after it stays within [`REACH`].
const WAIT: i64 = 14;
