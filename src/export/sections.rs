//! From one account to the next, for formats that tell of each by itself.

use std::ops::Range;

use crate::failure::{Failure, Kind};

use super::{Books, Line};

/// How many accounts have been begun.
#[derive(Default)]
pub(super) struct Sections {
    begun: usize,
}

impl Sections {
    /// The accounts to begin before this row can be told of: its own and those without rows before
    /// it, or none.
    pub(super) fn before(&mut self, line: &Line<'_>) -> Result<Range<usize>, Failure> {
        let end = line.account.saturating_add(1);
        if end < self.begun {
            let message = "the rows to export do not come account by account";
            return Err(Failure::new(Kind::Unexpected, message));
        }
        Ok(self.until(end))
    }

    /// The accounts that are left.
    pub(super) fn rest(&mut self, books: &Books) -> Range<usize> {
        self.until(books.accounts.len())
    }

    fn until(&mut self, end: usize) -> Range<usize> {
        let begun = std::mem::replace(&mut self.begun, end);
        begun..end
    }
}
