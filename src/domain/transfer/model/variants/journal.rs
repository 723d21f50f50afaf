//! A journal that is not kept as it must be, or told more than is in it.

use jiff::SignedDuration;

use crate::domain::transfer::ritual::{Careful, Decisions};
use crate::domain::transfer::{Event, History, What, samples};

use super::super::breach::Breach;
use super::super::world::Habit;
use super::{caught, caught_where, not_moved};

/// Another fold: of the events and what this adds after each.
struct Adds(fn(&Event) -> Option<Event>);

impl Decisions for Adds {
    fn fold(&self, events: &[Event]) -> History {
        let mut told = Vec::new();
        for event in events {
            told.push(event.clone());
            told.extend((self.0)(event));
        }
        History::fold(&told)
    }
}

fn habit_caught(habit: Habit, breach: Breach) {
    caught_where(|_| true, &Careful, habit, breach);
}

#[test]
fn no_journal() {
    habit_caught(Habit::NoJournal, Breach::NoIntent);
    habit_caught(Habit::NoJournal, Breach::MovedTwice);
}

#[test]
fn outcome_recorded_before_the_post() {
    habit_caught(Habit::OutcomeFirst, Breach::Journal);
    habit_caught(Habit::OutcomeFirst, Breach::SaidMoved);
}

#[test]
fn reported_never_written() {
    habit_caught(Habit::NeverReports, Breach::Stuck);
}

#[test]
fn a_hold_counts_as_shown() {
    habit_caught(Habit::HoldCountsAsShown, Breach::MovedTwice);
}

#[test]
fn a_check_counts_as_shown() {
    habit_caught(Habit::CheckCountsAsShown, Breach::MovedTwice);
}

#[test]
fn an_unseen_result_ignored() {
    let variant = Adds(|event| match event.what {
        What::Done(_) | What::Proven(_) => Some(Event {
            at: event.at - SignedDuration::from_hours(1),
            what: What::Reported,
            ..event.clone()
        }),
        _ => None,
    });
    caught(&variant, Breach::MovedTwice);
}

#[test]
fn sending_without_an_outcome_is_failure() {
    // An outcome that follows comes too late to be believed, which is part of the mistake.
    let variant = Adds(|event| match event.what {
        What::Sending(_) => Some(Event {
            what: not_moved(),
            ..event.clone()
        }),
        _ => None,
    });
    caught(&variant, Breach::MovedTwice);
}

#[test]
fn sending_without_an_outcome_is_success() {
    let variant = Adds(|event| match event.what {
        What::Sending(_) => Some(Event {
            what: What::Done(samples::accepted()),
            ..event.clone()
        }),
        _ => None,
    });
    caught(&variant, Breach::SaidMoved);
}
