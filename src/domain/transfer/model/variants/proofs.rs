//! Lists of the bank's taken for more than they say.

use std::cell::RefCell;

use jiff::Timestamp;

use crate::domain::transfer::proof::proof;
use crate::domain::transfer::ritual::Decisions;
use crate::domain::transfer::{Event, Findings, History, Id, Record};

use super::super::breach::Breach;
use super::super::cases::{self, Extent, List};
use super::super::play::play;
use super::super::world::Habit;
use super::{caught, not_moved};

/// Another proof.
struct Proves(fn(&Record, &Findings) -> bool);

impl Decisions for Proves {
    fn proof(&self, record: &Record, findings: &Findings) -> bool {
        (self.0)(record, findings)
    }
}

/// The history as if these of its transfers had not moved money.
fn without(events: &[Event], gone: &[Id]) -> History {
    let mut events = events.to_vec();
    let at = events.last().map_or(Timestamp::UNIX_EPOCH, |it| it.at);
    events.extend(gone.iter().map(|id| Event {
        id: *id,
        at,
        what: not_moved(),
    }));
    History::fold(&events)
}

/// Takes it that what is not in a list was never made.
struct Absence {
    /// Also where the list is not whole.
    ignores_errors: bool,
    gone: RefCell<Vec<Id>>,
}

impl Decisions for Absence {
    fn fold(&self, events: &[Event]) -> History {
        without(events, &self.gone.borrow())
    }

    fn proof(&self, record: &Record, findings: &Findings) -> bool {
        let whole = findings.complete || self.ignores_errors;
        if whole && findings.rows.is_empty() {
            self.gone.borrow_mut().push(record.id);
        }
        proof(record, findings)
    }
}

/// The first case that `absence` moves money twice in, among those of that list.
fn absence_caught(ignores_errors: bool, list: List) -> bool {
    let mut caught = false;
    cases::each(Extent::Core, |case| {
        if !caught && case.list == list {
            let absence = Absence {
                ignores_errors,
                gone: RefCell::default(),
            };
            caught = play(case, &absence, Habit::Careful).contains(&Breach::MovedTwice);
        }
    });
    caught
}

#[test]
fn absence_as_proof() {
    assert!(absence_caught(false, List::NotYet));
    // With a list that is not whole this variant is as careful as the real one.
    assert!(!absence_caught(false, List::PartialWithout));
}

#[test]
fn errors_of_a_list_ignored() {
    assert!(absence_caught(true, List::PartialWithout));
    assert!(absence_caught(true, List::Unreachable));
}

#[test]
fn a_look_alike_as_proof() {
    let variant = Proves(|record, found| proof(record, found) || !found.alike.is_empty());
    for breach in [Breach::Settled, Breach::SaidMoved, Breach::Journal] {
        caught(&variant, breach);
    }
}

#[test]
fn the_tag_of_another_transfer_as_proof() {
    let variant = Proves(|record, found| {
        let tag = |text: &str| text.split([' ', '#']).any(|it| Id::parse(it).is_some());
        proof(record, found) || found.alike.iter().any(|it| tag(&it.text))
    });
    for breach in [Breach::Settled, Breach::SaidMoved] {
        caught(&variant, breach);
    }
}
