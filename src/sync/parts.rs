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
    /// How many rows came.
    pub(super) rows: usize,
    /// Whether that number, or that of one account, is one that somebody may have set as a limit.
    pub(super) round: bool,
    /// The oldest day of the account of which most rows came: the first that a limit would cut.
    pub(super) busiest_from: Option<Day>,
    /// The oldest day of all.
    pub(super) from: Option<Day>,
}

/// The parts that are asked for one after the other, newest first.
#[derive(Clone, Debug)]
pub(super) struct Parts {
    /// Up to which day the next part is asked for.
    pub(super) until: Option<Day>,
    /// Whether it is to be seen that there is nothing older, whatever the number of rows.
    to_the_beginning: bool,
    count: usize,
    /// A day had as many rows as a limit may allow, so that some of it may be missing.
    skipped: bool,
    /// Whether all came, once that is known.
    end: Option<bool>,
}

impl Parts {
    pub(super) fn of(to_the_beginning: bool) -> Self {
        Self {
            until: None,
            to_the_beginning,
            count: 0,
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

    /// Takes note of a part. `grew`: it had rows that no part before it had.
    pub(super) fn read(&mut self, extent: Extent, grew: bool) {
        self.count = self.count.saturating_add(1);
        let first = self.until.is_none();
        let beyond = extent.from < self.until;
        let Some(oldest) = extent.busiest_from else {
            return self.ended(true);
        };
        if first && !self.to_the_beginning && !extent.round {
            return self.ended(true);
        }
        if !first && !grew && beyond {
            return self.ended(true);
        }
        if self.count >= MOST {
            return self.ended(false);
        }
        if self.until == Some(oldest) {
            // Nothing of that day was new: go on before it.
            self.skipped |= extent.round;
            self.until = oldest.plus_days(-1);
        } else {
            self.until = Some(oldest);
        }
    }

    /// The bank left something out, so that there is no use in asking on.
    pub(super) fn stop(&mut self) {
        self.end = Some(true);
    }

    fn ended(&mut self, whole: bool) {
        self.end = Some(whole && !self.skipped);
    }
}

/// Rows of one part on their way into the archive.
pub(super) struct Part<'p, 'k> {
    intake: &'p mut Intake<'k>,
    progress: &'p mut Progress,
    /// Of each account, how many rows came and the oldest day.
    accounts: HashMap<String, (usize, Option<Day>)>,
    rows: usize,
}

impl<'p, 'k> Part<'p, 'k> {
    pub(super) fn new(intake: &'p mut Intake<'k>, progress: &'p mut Progress) -> Self {
        Self {
            intake,
            progress,
            accounts: HashMap::new(),
            rows: 0,
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
            rows: self.rows,
            round: is_round(self.rows) || counts.into_iter().any(is_round),
            busiest_from: busiest.and_then(|(_, day)| *day),
            from: days.min(),
        }
    }

    fn count(&mut self, row: &Transaction<'_>) {
        self.rows = self.rows.saturating_add(1);
        if self.rows.is_multiple_of(1000) {
            self.progress
                .set(format_args!("{} transactions", self.rows));
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
    rows >= 50 && (rows.is_multiple_of(50) || rows.is_power_of_two())
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
        self.intake.restart().is_ok()
    }
}
