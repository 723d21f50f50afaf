//! Whether an account's balance and its booked rows tell the same story.
//!
//! Between two snapshots the balance must change by what was booked in between. That is so where
//! the balance less all booked rows, here the *level*, is the same at both. A bank may list a row
//! later or earlier than it moves the balance: the level then leaves and comes back, and nothing is
//! wrong. Where it stays away, rows are missing, or are there that should not be.
//!
//! The first balance may have had rows in it that the bank listed only later: its level was never a
//! true one, and the first true one is where those rows are listed.
//!
//! What this cannot see: two errors between the same two snapshots that cancel each other out, such
//! as a lost row and a lost row of the opposite amount, or, right after the first snapshot, a lost
//! row and one of the opposite amount that is listed late; and whatever happened before the first
//! snapshot, at which balance and rows agree by definition.

use std::collections::HashMap;

use jiff::Timestamp;

use crate::domain::date::Day;
use crate::domain::money::Amount;
use crate::domain::reconcile::AnswerNo;

/// An account as one answer of the bank's left it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Snapshot {
    pub(crate) answer: AnswerNo,
    pub(crate) at: Timestamp,
    /// What the bank says is booked; `None` where it does not say.
    pub(crate) balance: Option<Amount>,
    /// The sum of all booked rows that were known after that answer. `None` where one has no
    /// amount, or the sum cannot be held.
    pub(crate) booked: Option<Amount>,
    /// The amounts of the rows that were pending then.
    pub(crate) pending: Vec<Amount>,
    /// The booked rows, by day and amount, that were listed first after the snapshot before this
    /// one and until this one, although they are of the day of that snapshot or older.
    pub(crate) late: Vec<(Day, Amount)>,
    /// Whether the answer came whole, as far as it is about this account.
    pub(crate) complete: bool,
}

/// What can be said of an account.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Verdict {
    /// Balance and rows agree at the first of these and at the newest snapshot there is.
    Holds(Span),
    /// The balance changed by other than what was booked.
    Differs {
        /// Until when they agreed; `None` where they did not at any two snapshots.
        agreed: Option<Span>,
        /// Oldest first, at least one.
        gaps: Vec<Gap>,
    },
    CannotTell {
        /// Where they agreed, as far as that can be told.
        agreed: Option<Span>,
        why: Why,
    },
}

/// From one snapshot to another, later one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Span {
    pub(crate) since: Timestamp,
    pub(crate) until: Timestamp,
}

/// Between two snapshots the balance changed by other than what was booked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Gap {
    pub(crate) from: Timestamp,
    pub(crate) to: Timestamp,
    /// The change in balance less the rows that were booked: the sum of the rows that are missing.
    pub(crate) difference: Amount,
    /// Only the newest snapshot shows it, so it may yet turn out to be a row that comes late.
    pub(crate) seen_once: bool,
}

/// Why nothing more can be said.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Why {
    /// There is no snapshot.
    Unseen,
    /// There is but one that counts.
    SeenOnce,
    /// The newest answer came in part only.
    Partial(Timestamp),
    /// The newest answer has no balance.
    NoBalance(Timestamp),
    /// Rows without an amount, or a sum that cannot be held, at the newest answer.
    NoSum(Timestamp),
    /// The newest balance differs by exactly this, which is what is pending: either all of it or
    /// one row.
    NotBookedYet(Amount),
}

/// What the snapshots of one account, in the order of the answers, say.
pub(crate) fn verdict(snapshots: &[Snapshot]) -> Verdict {
    let unusable = match snapshots.last() {
        None => Some(Why::Unseen),
        Some(newest) => level(newest).err(),
    };
    let Some(course) = Course::of(snapshots) else {
        let why = unusable.unwrap_or(Why::Unseen);
        return Verdict::CannotTell { agreed: None, why };
    };
    let agreed = course.agreed();
    let (missing, late) = course.missing_and_late();
    if !missing.is_empty() {
        let gaps = missing.iter().map(|step| course.gap(step)).collect();
        return Verdict::Differs { agreed, gaps };
    }
    match (unusable.or(late.map(Why::NotBookedYet)), agreed) {
        (Some(why), agreed) => Verdict::CannotTell { agreed, why },
        (None, Some(span)) => Verdict::Holds(span),
        (None, None) => Verdict::CannotTell {
            agreed: None,
            why: Why::SeenOnce,
        },
    }
}

/// The last snapshot at which balance and rows agree with the first one that counts, which agrees
/// by definition.
pub(crate) fn last_agreed(snapshots: &[Snapshot]) -> Option<&Snapshot> {
    Course::of(snapshots).map(|course| course.until.snapshot)
}

/// A snapshot that counts.
#[derive(Clone, Copy)]
struct Point<'a> {
    snapshot: &'a Snapshot,
    /// The balance less all booked rows.
    level: Amount,
}

fn points(snapshots: &[Snapshot]) -> Vec<Point<'_>> {
    let point = |snapshot| level(snapshot).ok().map(|level| Point { snapshot, level });
    snapshots.iter().filter_map(point).collect()
}

fn level(snapshot: &Snapshot) -> Result<Amount, Why> {
    if !snapshot.complete {
        return Err(Why::Partial(snapshot.at));
    }
    let balance = snapshot.balance.ok_or(Why::NoBalance(snapshot.at))?;
    snapshot
        .booked
        .and_then(|booked| balance.checked_sub(booked))
        // Half of what can be held, so that the difference of two can be held too.
        .filter(|level| level.checked_add(*level).is_some())
        .ok_or(Why::NoSum(snapshot.at))
}

/// The level left for good: the last point that had the one before, and the next.
#[derive(Clone, Copy)]
struct Step<'a> {
    from: Point<'a>,
    to: Point<'a>,
    difference: Amount,
}

impl<'a> Step<'a> {
    fn between(from: Point<'a>, to: Point<'a>) -> Self {
        // Both are at most half of what can be held, so the default is never taken.
        let difference = to.level.checked_sub(from.level).unwrap_or(to.level);
        Self {
            from,
            to,
            difference,
        }
    }
}

impl Step<'_> {
    /// The sum of the rows that were listed without the balance moving, if that is what it was.
    fn taken_back(&self) -> Option<Amount> {
        Amount::ZERO.checked_sub(self.difference)
    }
}

/// The way the level took, without the ways on which it came back.
struct Course<'a> {
    /// The first point that counts, and the last one with the same level.
    since: Point<'a>,
    until: Point<'a>,
    newest: Point<'a>,
    steps: Vec<Step<'a>>,
}

impl<'a> Course<'a> {
    /// `None` where no point counts.
    fn of(snapshots: &'a [Snapshot]) -> Option<Self> {
        let points = points(snapshots);
        let (first, newest) = (*points.first()?, *points.last()?);
        let mut steps = steps(&points);
        let start = Start::of(first, snapshots);
        let mut since = first;
        while let Some(count) = start.untrue(&steps) {
            if let Some(step) = steps.drain(..count).next_back() {
                since = step.to;
            }
        }
        let until = steps.first().map_or(newest, |step| step.from);
        Some(Self {
            since,
            until,
            newest,
            steps,
        })
    }

    fn agreed(&self) -> Option<Span> {
        let (since, until) = (self.since.snapshot, self.until.snapshot);
        (since.answer != until.answer).then_some(Span {
            since: since.at,
            until: until.at,
        })
    }

    /// The steps that are gaps, and what the others add up to: the newest ones, if what is pending
    /// explains them.
    fn missing_and_late(&self) -> (&[Step<'a>], Option<Amount>) {
        for (place, step) in self.steps.iter().enumerate() {
            let rest = Step::between(step.from, self.newest).difference;
            if explains(&self.newest.snapshot.pending, rest) {
                let missing = self.steps.get(..place).unwrap_or_default();
                return (missing, Some(rest));
            }
        }
        (&self.steps, None)
    }

    fn gap(&self, step: &Step<'_>) -> Gap {
        Gap {
            from: step.from.snapshot.at,
            to: step.to.snapshot.at,
            difference: step.difference,
            seen_once: step.to.snapshot.answer == self.newest.snapshot.answer,
        }
    }
}

fn steps<'a>(points: &[Point<'a>]) -> Vec<Step<'a>> {
    let last_with: HashMap<_, _> = points
        .iter()
        .enumerate()
        .map(|(place, point)| (point.level, place))
        .collect();
    let mut steps = Vec::new();
    let mut at = 0;
    while let Some(point) = points.get(at) {
        let last = last_with.get(&point.level).copied().unwrap_or(at);
        let next = last.saturating_add(1);
        if let (Some(from), Some(to)) = (points.get(last), points.get(next)) {
            steps.push(Step::between(*from, *to));
        }
        at = next;
    }
    steps
}

/// What the first balance may have had in it that was booked or listed only later.
struct Start<'a> {
    first: Point<'a>,
    /// Booked rows that were already of the first day, by the answer that listed them.
    late: Vec<(AnswerNo, Amount)>,
}

impl<'a> Start<'a> {
    fn of(first: Point<'a>, snapshots: &[Snapshot]) -> Self {
        let today = Day::of(first.snapshot.at);
        let of = |it: &Snapshot| {
            let early = it.late.iter().filter(|(day, _)| *day <= today);
            let answer = it.answer;
            early
                .map(|(_, amount)| (answer, *amount))
                .collect::<Vec<_>>()
        };
        let late = snapshots.iter().flat_map(of).collect();
        Self { first, late }
    }

    /// How many of the next steps, together, only take back what the first balance had in it: the
    /// levels before them were never true ones.
    fn untrue(&self, steps: &[Step<'_>]) -> Option<usize> {
        let next = steps.first()?;
        if self.was_pending(next) {
            return Some(1);
        }
        let together = |last: &Step<'_>| self.was_unlisted(&Step::between(next.from, last.to));
        // Other rows may have been under way while these were listed.
        let place = steps.iter().position(together)?;
        Some(place.saturating_add(1))
    }

    /// Whether a row was booked: what was pending at first, and until the step, is what it takes
    /// back.
    fn was_pending(&self, step: &Step<'_>) -> bool {
        step.taken_back().is_some_and(|booked| {
            explains(&self.first.snapshot.pending, booked)
                && explains(&step.from.snapshot.pending, booked)
        })
    }

    /// Whether a row was listed that had been booked before the first balance: what came late in
    /// the step is what it takes back.
    fn was_unlisted(&self, step: &Step<'_>) -> bool {
        let (from, to) = (step.from.snapshot.answer, step.to.snapshot.answer);
        let meanwhile = self.late.iter().filter(|(it, _)| from < *it && *it <= to);
        let late: Vec<Amount> = meanwhile.map(|(_, amount)| *amount).collect();
        step.taken_back()
            .is_some_and(|listed| !listed.is_zero() && explains(&late, listed))
    }
}

/// Whether `difference` is exactly one of the rows, or all of them together.
fn explains(rows: &[Amount], difference: Amount) -> bool {
    let all = rows
        .iter()
        .try_fold(Amount::ZERO, |sum, amount| sum.checked_add(*amount));
    let one = rows.contains(&difference);
    one || (!rows.is_empty() && all == Some(difference))
}

#[cfg(test)]
mod tests;
