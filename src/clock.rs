//! What time it is.

use jiff::Timestamp;

use crate::domain::date::Day;

/// The clock of one run: the system's, or one instant that stands still (`SB1_NOW`).
#[derive(Clone, Copy, Debug)]
pub(crate) struct Clock {
    fixed: Option<Timestamp>,
}

impl Clock {
    pub(crate) fn new(fixed: Option<Timestamp>) -> Self {
        Self { fixed }
    }

    pub(crate) fn now(&self) -> Timestamp {
        self.fixed.unwrap_or_else(Timestamp::now)
    }

    /// Today in Oslo.
    pub(crate) fn today(&self) -> Day {
        Day::of(self.now())
    }
}
