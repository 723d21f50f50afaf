//! The rows of an answer that are known by their ids, and those that are new.

use super::book::{Book, Row};
use super::{Answer, Entry, EntryNo, REACH, Sighting, State, WAIT};
use crate::domain::date::Day;

/// Writes every sighting into the book, and says for each, in order, which entry it is.
pub(super) fn recognise(book: &mut Book, answer: &Answer, next: EntryNo) -> Vec<EntryNo> {
    let known = known(book, answer);
    let mut numbers = Vec::with_capacity(known.len());
    let mut renamed_back = Vec::new();
    let mut fresh = next;
    for (sighting, known) in answer.sightings.iter().zip(known) {
        let seen = known.and_then(|row| Some((row, book.change(row)?)));
        if let Some((row, entry)) = seen {
            if let State::Became(other) = entry.state {
                renamed_back.push((row, other));
            }
            entry.row = sighting.clone();
            entry.last = answer.no;
            entry.state = State::Listed;
            numbers.push(entry.no);
        } else {
            book.push(first_seen(sighting, answer, fresh));
            numbers.push(fresh);
            fresh = fresh.saturating_add(1);
        }
    }
    name_back(book, answer, &renamed_back);
    numbers
}

/// The entry that each sighting is, as long as it is still the same purchase.
fn known(book: &Book, answer: &Answer) -> Vec<Option<Row>> {
    let latest = book.latest();
    let find = |sighting: &Sighting| {
        let row = *latest.get(&(sighting.account, sighting.id.as_str()))?;
        book.get(row)
            .is_some_and(|entry| is_same(entry, sighting))
            .then_some(row)
    };
    answer.sightings.iter().map(find).collect()
}

/// Whether a row with an entry's id is that entry. The id of a pending row has no day in it, so
/// that the same coffee next week has it too. A booked row may get another day, but not one of
/// another month: then the bank has used its number again, and both rows are kept.
fn is_same(entry: &Entry, sighting: &Sighting) -> bool {
    if sighting.booked {
        let days = entry.row.day.zip(sighting.day);
        return days.is_none_or(|(was, is)| is_near(was, is));
    }
    let waited_for = entry.row.day.and_then(|day| day.plus_days(WAIT));
    let in_time = waited_for
        .zip(sighting.day)
        .is_none_or(|(end, day)| day <= end);
    in_time && !matches!(entry.state, State::Became(_))
}

fn is_near(one: Day, other: Day) -> bool {
    let (first, last) = (one.min(other), one.max(other));
    first.plus_days(REACH).is_none_or(|end| last <= end)
}

fn first_seen(sighting: &Sighting, answer: &Answer, no: EntryNo) -> Entry {
    Entry {
        no,
        row: sighting.clone(),
        state: State::Listed,
        first: answer.no,
        last: answer.no,
        first_day: sighting.day,
    }
}

/// Entries that had become others and now bear their old ids again. Where the other stands beside
/// them they were two rows all along; else the other has become them.
fn name_back(book: &mut Book, answer: &Answer, renamed: &[(Row, EntryNo)]) {
    if renamed.is_empty() {
        return;
    }
    let predecessors = book.predecessors();
    for &(row, other) in renamed {
        let Some(end) = book.find(other).map(|it| book.end(it)) else {
            continue;
        };
        let is_listed = book.get(end).is_none_or(|it| it.last == answer.no);
        let Some(no) = book.get(row).map(|it| it.no).filter(|_| !is_listed) else {
            continue;
        };
        book.set_state(end, State::Became(no));
        // What came before goes the longer way, so that still no two became the same.
        if let Some(before) = predecessors.get(&no) {
            book.set_state(*before, State::Became(other));
        }
    }
}
