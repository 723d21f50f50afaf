//! Each rule of the ritual broken on purpose: the model must notice every one of them.

use std::cell::RefCell;

use jiff::{SignedDuration, Timestamp};

use crate::domain::transfer::answer::meaning;
use crate::domain::transfer::gate::gate;
use crate::domain::transfer::proof::proof;
use crate::domain::transfer::ritual::{Careful, Decisions};
use crate::domain::transfer::{
    Answer, Body, Event, Findings, Gate, History, Id, NotMoved, Record, Route, Said, Wanted, What,
    code,
};

use super::breach::Breach;
use super::cases::{self, Case, Extent, List};
use super::play::play;
use super::world::{Habit, accepted};

/// The first case that `breach` happens in, told by its parts.
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

fn habit_caught(habit: Habit, breach: Breach) {
    caught_where(|_| true, &Careful, habit, breach);
}

/// Another meaning of the answers.
struct Reads(fn(Route, &Answer) -> What);

impl Decisions for Reads {
    fn meaning(&self, route: Route, answer: &Answer) -> What {
        (self.0)(route, answer)
    }
}

/// Another gate.
struct Passes(fn(&History, &Wanted, Timestamp, bool) -> Gate);

impl Decisions for Passes {
    fn gate(&self, history: &History, wanted: &Wanted, now: Timestamp, looked: bool) -> Gate {
        (self.0)(history, wanted, now, looked)
    }
}

/// Another proof.
struct Proves(fn(&Record, &Findings) -> bool);

impl Decisions for Proves {
    fn proof(&self, record: &Record, findings: &Findings) -> bool {
        (self.0)(record, findings)
    }
}

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

fn not_moved() -> What {
    What::NotMoved(NotMoved::Bank(Said::default()))
}

/// The careful meaning, but where `status` came and it is not clear, that nothing moved.
fn fails_with(route: Route, answer: &Answer, status: u16) -> What {
    match (meaning(route, answer), answer) {
        (What::Unknown(_), Answer::Came { status: came, .. }) if *came == status => not_moved(),
        (careful, _) => careful,
    }
}

/// The careful meaning, but these errors are a refusal.
fn refused_if(route: Route, answer: &Answer, refuses: fn(Route, u16, &str) -> bool) -> What {
    match answer {
        Answer::Came {
            status,
            body: Body::Errors { codes, .. },
        } if codes.iter().flatten().any(|it| refuses(route, *status, it)) => not_moved(),
        _ => meaning(route, answer),
    }
}

macro_rules! statuses {
    ($($name:ident: $status:literal,)*) => { $(
        #[test]
        fn $name() {
            let variant = Reads(|route, answer| fails_with(route, answer, $status));
            for breach in [Breach::SaidNotMoved, Breach::Journal, Breach::MovedTwice] {
                caught(&variant, breach);
            }
        }
    )* };
}
