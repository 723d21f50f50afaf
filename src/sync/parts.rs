//! A bank may answer with no more than so many rows, and not say so. Then the rest is asked for, by
//! the day up to which rows came.

use std::collections::HashMap;

use crate::api::Rows;
use crate::archive::Intake;
use crate::domain::date::Day;
use crate::domain::text::Foreign;
use crate::domain::transaction::Transaction;
use crate::failure::Failure;
use crate::ui::Progress;

/// So many parts are asked for in one go; banks count requests.
const MOST: usize = 40;

/// How far one part of an answer reached.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Extent {
    pub(super) size: Size,
    /// Whether its size, or the number of rows of one account, is one that somebody may have set as
    /// a limit.
    pub(super) round: bool,
    /// The oldest day of the account of which most rows came: the first that a limit would cut.
    pub(super) busiest_from: Option<Day>,
    /// The oldest day of all.
    pub(super) from: Option<Day>,
    /// The newest day on which something was booked.
    pub(super) to: Option<Day>,
}

/// How many rows a part has. A bank may limit the whole, or each account.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Size {
    pub(super) rows: usize,
    /// Of the account of which most rows came.
    pub(super) busiest: usize,
}

impl Size {
    /// Whether one of the numbers is as large.
    fn reaches(self, limit: Self) -> bool {
        self.rows >= limit.rows || self.busiest >= limit.busiest
    }

    fn or_more(self, other: Self) -> Self {
        Self {
            rows: self.rows.max(other.rows),
            busiest: self.busiest.max(other.busiest),
        }
    }
}

/// What else a part tells.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct News {
    /// It had rows that no part before it had.
    pub(super) grew: bool,
    /// Rows that are known, and older than all that came, were asked for and are missing.
    pub(super) misses: bool,
    /// Of an account nothing came that was known, so that there is nothing to see by whether it
    /// joins on to what is.
    pub(super) adrift: bool,
}

/// The parts that are asked for one after the other, newest first.
#[derive(Clone, Debug)]
pub(super) struct Parts {
    /// Up to which day the next part is asked for.
    pub(super) until: Option<Day>,
    /// From which day on; `None` where it is to be seen that there is nothing older, whatever the
    /// number of rows.
    since: Option<Day>,
    count: usize,
    last: Size,
    /// No limit is smaller than what came in one part.
    largest: Size,
    /// The size of a part that had not all there was.
    limit: Option<Size>,
    /// The sizes of parts that had rows of no more than one day, so that some of it may be missing.
    one_day: Vec<Size>,
    /// One of them had as many rows as somebody may have set as a limit.
    skipped: bool,
    /// Whether all came, once that is known.
    end: Option<bool>,
}

impl Parts {
    pub(super) fn of(since: Option<Day>) -> Self {
        Self {
            until: None,
            since,
            count: 0,
            last: Size::default(),
            largest: Size::default(),
            limit: None,
            one_day: Vec::new(),
            skipped: false,
            end: None,
        }
    }

    /// Whether another part is to be asked for.
    pub(super) fn goes_on(&self) -> bool {
        self.end.is_none()
    }

    /// Whether all came that was asked for.
    pub(super) fn all_came(&self) -> bool {
        self.end == Some(true)
    }

    /// Takes note of a part.
    pub(super) fn read(&mut self, extent: Extent, news: News) {
        self.count = self.count.saturating_add(1);
        let first = self.until.is_none();
        if !first && news.grew {
            // The part before this one was cut.
            self.limit = Some(self.last);
        }
        self.last = extent.size;
        self.largest = self.largest.or_more(extent.size);
        let looks_cut = extent.round || news.misses || news.adrift;
        let Some(oldest) = extent.busiest_from else {
            return self.ended(true);
        };
        if first && self.since.is_some() && !looks_cut {
            return self.ended(true);
        }
        // Rows of later days than were asked for: the bank does not heed the day, so that nothing
        // is learnt by asking on.
        if !first && !news.grew && extent.to > self.until {
            return self.ended(!(news.misses && extent.round));
        }
        let beyond = extent.from < self.until;
        if !first && !news.grew && beyond {
            return self.ended(true);
        }
        if self.count >= MOST {
            return self.ended(false);
        }
        let next = self.next_until(oldest, extent);
        if self.since > next {
            let may_be_cut = looks_cut && extent.size.reaches(self.largest);
            return self.ended(!may_be_cut);
        }
        self.until = next;
    }

    /// The oldest day again, of which there may be more; where it had nothing new, the one before.
    fn next_until(&mut self, oldest: Day, extent: Extent) -> Option<Day> {
        if self.until != Some(oldest) {
            return Some(oldest);
        }
        self.skipped |= extent.round && extent.size.reaches(self.largest);
        self.one_day.push(extent.size);
        oldest.plus_days(-1)
    }

    /// The bank left something out, so that there is no use in asking on.
    pub(super) fn stop(&mut self) {
        self.end = Some(true);
    }

    fn ended(&mut self, whole: bool) {
        let cut = |limit: Size| self.one_day.iter().any(|size| size.reaches(limit));
        self.end = Some(whole && !self.skipped && !self.limit.is_some_and(cut));
    }
}

/// Rows of one part on their way into the archive.
pub(super) struct Part<'p, 'k> {
    intake: &'p mut Intake<'k>,
    progress: &'p mut Progress,
    /// Of each account, how many rows came and the oldest day.
    accounts: HashMap<String, (usize, Option<Day>)>,
    rows: usize,
    newest_booked: Option<Day>,
}

impl<'p, 'k> Part<'p, 'k> {
    pub(super) fn new(intake: &'p mut Intake<'k>, progress: &'p mut Progress) -> Self {
        Self {
            intake,
            progress,
            accounts: HashMap::new(),
            rows: 0,
            newest_booked: None,
        }
    }

    pub(super) fn extent(&self) -> Extent {
        let days = self.accounts.values().filter_map(|(_, day)| *day);
        let busiest = self
            .accounts
            .values()
            .max_by_key(|(rows, day)| (*rows, *day));
        let counts = self.accounts.values().map(|(rows, _)| *rows);
        Extent {
            size: Size {
                rows: self.rows,
                busiest: busiest.map_or(0, |(rows, _)| *rows),
            },
            round: is_round(self.rows) || counts.into_iter().any(is_round),
            busiest_from: busiest.and_then(|(_, day)| *day),
            from: days.min(),
            to: self.newest_booked,
        }
    }

    fn count(&mut self, row: &Transaction<'_>) {
        self.rows = self.rows.saturating_add(1);
        if self.rows.is_multiple_of(1000) {
            self.progress
                .set(format_args!("{} transactions", self.rows));
        }
        if row.is_booked() {
            self.newest_booked = self.newest_booked.max(row.date);
        }
        let key = row.account_key.as_ref().map_or("", Foreign::raw);
        if !self.accounts.contains_key(key) {
            self.accounts.insert(key.to_owned(), (0, None));
        }
        if let Some((rows, oldest)) = self.accounts.get_mut(key) {
            *rows = rows.saturating_add(1);
            *oldest = [*oldest, row.date].into_iter().flatten().min();
        }
    }
}

/// A number that somebody may have set as a limit.
fn is_round(rows: usize) -> bool {
    rows >= 25 && (rows.is_multiple_of(25) || rows.is_power_of_two())
}

impl Rows for Part<'_, '_> {
    fn row(&mut self, row: Transaction<'_>) -> Result<(), Failure> {
        self.row_as_written(row, b"")
    }

    fn row_as_written(&mut self, row: Transaction<'_>, written: &[u8]) -> Result<(), Failure> {
        self.count(&row);
        self.intake.row(&row, written)
    }

    fn restart(&mut self) -> bool {
        self.accounts.clear();
        self.rows = 0;
        self.newest_booked = None;
        self.intake.restart().is_ok()
    }
}

#[cfg(test)]
mod tests;
