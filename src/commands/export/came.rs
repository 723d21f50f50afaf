//! Whether all came that was asked of the bank.

use crate::archive::Reader;
use crate::domain::text::Foreign;
use crate::failure::{Failure, Kind};

/// How much of what was asked for came.
pub(super) struct Came {
    /// What the bank left out, in its words.
    pub(super) errors: Vec<Foreign<'static>>,
    pub(super) whole: bool,
    /// What brings the rest.
    pub(super) remedy: &'static str,
}

impl Came {
    /// The same with what the last answers about these accounts lacked.
    pub(super) fn with_standing(
        mut self,
        archive: &Reader,
        numbers: &[String],
    ) -> Result<Self, Failure> {
        for error in archive.standing(numbers)?.errors {
            if !self.errors.contains(&error) {
                self.errors.push(error);
            }
        }
        for number in numbers {
            let last = archive.snapshots(number)?.pop();
            self.whole &= last.is_none_or(|it| it.complete);
        }
        Ok(self)
    }

    /// Why the export is not whole, if it is not; `done` says what became of it.
    pub(super) fn lacking(&self, done: &str) -> Option<Failure> {
        if self.errors.is_empty() && self.whole {
            return None;
        }
        let named: Vec<String> = self.errors.iter().map(ToString::to_string).collect();
        let what = if named.is_empty() {
            String::new()
        } else {
            format!(" ({})", named.join(", "))
        };
        let message = format!("the bank answered in part only{what}; {done}");
        Some(Failure::new(Kind::Partial, message).hint(self.remedy))
    }
}
