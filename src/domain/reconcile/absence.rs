//! The rows that are missing from an answer, and from which day on that says anything.

use std::collections::HashMap;

use crate::domain::date::Day;

use super::book::{Book, Row};
use super::{AccountNo, Answer, Entry, State, WAIT};

/// As many days back the bank surely has every row (facts 5.2).
const SURELY_KEPT: i64 = 92;

/// From which day on the absence of an account's row says something, in a complete answer to a
/// request from `asked_since` on, if the oldest row of that account there is of the day `oldest`.
///
/// Further back than [`SURELY_KEPT`] days the bank may have forgotten rows, and of the oldest day
/// that it lists some of them; so there only the days after that one count. `None` only at the
/// edges of the calendar.
pub(crate) fn covered_from(
    asked_since: Option<Day>,
    oldest: Option<Day>,
    today: Day,
) -> Option<Day> {
    let surely = today.plus_days(-SURELY_KEPT)?;
    if let Some(since) = asked_since.filter(|since| *since >= surely) {
        return Some(since);
    }
    let after_oldest = oldest.and_then(|day| day.plus_days(1));
    Some(after_oldest.map_or(surely, |day| day.min(surely)))
}

/// A row that the bank lists no longer, and whose place may be taken by another.
pub(super) struct Lost {
    pub(super) row: Row,
    /// Whether this answer is the first that lacks it.
    pub(super) newly: bool,
}

/// Marks what the answer lacks as gone, and gives all that is missing: now, or since a while and
/// still waited for.
pub(super) fn lost(book: &mut Book, answer: &Answer) -> Vec<Lost> {
    let covers: HashMap<AccountNo, Day> = answer.covers.iter().copied().collect();
    let latest = latest_pending(book);
    let missing = |(row, entry): (Row, &Entry)| {
        let from = covers.get(&entry.row.account).copied();
        let newly = from.is_some_and(|from| is_newly_lost(entry, answer, from))
            || is_replaced(row, entry, &latest);
        let waits = from.is_some_and(|from| is_waited_for(entry, from));
        (newly || waits).then_some(Lost { row, newly })
    };
    let lost: Vec<Lost> = book.rows().filter_map(missing).collect();
    for it in lost.iter().filter(|it| it.newly) {
        book.set_state(it.row, State::Gone);
    }
    lost
}

/// Where the latest entry of each pending id stands.
fn latest_pending(book: &Book) -> HashMap<(AccountNo, &str), Row> {
    let pending = book.rows().filter(|(_, entry)| !entry.row.booked);
    pending
        .map(|(row, entry)| ((entry.row.account, entry.row.id.as_str()), row))
        .collect()
}

/// Whether the bank lists another purchase under the row's provisional id, which needs no complete
/// answer to be told.
fn is_replaced(row: Row, entry: &Entry, latest: &HashMap<(AccountNo, &str), Row>) -> bool {
    let of = (entry.row.account, entry.row.id.as_str());
    entry.state == State::Listed && latest.get(&of).is_some_and(|other| *other != row)
}

/// What is pending floats to today (facts 5.4): a covered account's answer has it, however long ago
/// it was seen last.
fn is_newly_lost(entry: &Entry, answer: &Answer, from: Day) -> bool {
    let is_covered = !entry.row.booked || entry.row.day.is_some_and(|day| day >= from);
    entry.state == State::Listed && entry.last != answer.no && is_covered
}

fn is_waited_for(entry: &Entry, from: Day) -> bool {
    let waits = |day: Day| day.plus_days(WAIT).is_none_or(|end| end >= from);
    matches!(entry.state, State::Gone | State::Unclear(_)) && entry.row.day.is_some_and(waits)
}
