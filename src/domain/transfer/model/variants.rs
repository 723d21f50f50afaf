//! Each rule of the ritual broken on purpose: the model must notice every one of them.
//!
//! - `answers`: what the bank said is taken for more than it says.
//! - `gates`: what must be held is let pass.
//! - `journal`: what happened is not written down, or read for something else.
//! - `proofs`: what is in the bank's lists, or is not, is taken for more than it says.

mod answers;
mod gates;
mod journal;
mod proofs;

use crate::domain::transfer::ritual::Decisions;
use crate::domain::transfer::{NotMoved, Said, What};

use super::breach::Breach;
use super::cases::{self, Case, Extent};
use super::play::play;
use super::world::Habit;

/// That `breach` happens in one of the chosen cases at least.
fn caught_where(
    chosen: impl Fn(&Case<'_>) -> bool,
    decisions: &impl Decisions,
    habit: Habit,
    breach: Breach,
) {
    let mut caught = false;
    cases::each(Extent::Core, |case| {
        if !caught && chosen(case) {
            caught = play(case, decisions, habit).contains(&breach);
        }
    });
    assert!(caught, "no case has {breach:?}");
}

fn caught(decisions: &impl Decisions, breach: Breach) {
    caught_where(|_| true, decisions, Habit::Careful, breach);
}

fn not_moved() -> What {
    What::NotMoved(NotMoved::Bank(Said::default()))
}
