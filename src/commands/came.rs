//! Whether all came that was asked of the bank.

use crate::archive::Standing;
use crate::domain::text::Foreign;
use crate::failure::{Failure, Kind};
use crate::sync::Synced;

/// How much of what was asked for came.
pub(super) struct Came {
    /// What is missing.
    pub(super) errors: Vec<Foreign<'static>>,
    /// What to do about it.
    pub(super) remedy: &'static str,
}

impl From<Synced> for Came {
    fn from(synced: Synced) -> Self {
        Self {
            errors: synced.errors,
            remedy: "run it again later for the rest",
        }
    }
}

impl From<Standing> for Came {
    fn from(standing: Standing) -> Self {
        Self {
            errors: standing.errors,
            remedy: "run `sb1 sync` for the rest",
        }
    }
}

impl Came {
    /// The same with what another answer lacked.
    pub(super) fn and(mut self, other: Self) -> Self {
        for error in other.errors {
            if !self.errors.contains(&error) {
                self.errors.push(error);
            }
        }
        self
    }

    pub(super) fn is_all(&self) -> bool {
        self.errors.is_empty()
    }

    /// Why what was made of it is not whole, if it is not; `done` says what became of that.
    pub(super) fn lacking(&self, done: &str) -> Option<Failure> {
        if self.is_all() {
            return None;
        }
        let named: Vec<String> = self.errors.iter().map(ToString::to_string).collect();
        let named = named.join(", ");
        let message = format!("the bank answered in part only ({named}); {done}");
        Some(Failure::new(Kind::Partial, message).hint(self.remedy))
    }
}
