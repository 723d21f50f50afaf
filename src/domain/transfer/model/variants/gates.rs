//! Gates that let pass what they must hold.

use jiff::Timestamp;

use crate::domain::transfer::gate::gate;
use crate::domain::transfer::ritual::Decisions;
use crate::domain::transfer::{Gate, History, Record, Wanted};

use super::super::breach::Breach;
use super::caught;

/// Another gate.
struct Passes(fn(&History, &Wanted, Timestamp, bool) -> Gate);

impl Decisions for Passes {
    fn gate(&self, history: &History, wanted: &Wanted, now: Timestamp, looked: bool) -> Gate {
        (self.0)(history, wanted, now, looked)
    }
}

#[test]
fn no_gate() {
    caught(&Passes(|_, _, _, _| Gate::Pass), Breach::MovedTwice);
}

#[test]
fn a_gate_that_does_not_hold_what_a_look_left_open() {
    let variant = Passes(
        |history, wanted, now, looked| match gate(history, wanted, now, looked) {
            Gate::Open(_) => Gate::Pass,
            careful => careful,
        },
    );
    caught(&variant, Breach::MovedTwice);
}

#[test]
fn again_passes_an_unknown_one() {
    let variant = Passes(|history, wanted, now, looked| {
        let id = wanted.again.and_then(|id| history.find(&id));
        match id.is_some_and(Record::is_open) {
            true => Gate::Pass,
            false => gate(history, wanted, now, looked),
        }
    });
    caught(&variant, Breach::MovedTwice);
}

#[test]
fn again_passes_one_that_was_proven_unseen() {
    let variant = Passes(
        |history, wanted, now, looked| match gate(history, wanted, now, looked) {
            Gate::Again(id) if wanted.again == Some(id) => Gate::Pass,
            careful => careful,
        },
    );
    caught(&variant, Breach::MovedTwice);
}

#[test]
fn key_ignored() {
    let variant = Passes(|history, wanted, now, looked| {
        let wanted = Wanted {
            key: None,
            ..wanted.clone()
        };
        gate(history, &wanted, now, looked)
    });
    caught(&variant, Breach::MovedTwice);
}

#[test]
fn a_rule_gated_by_its_amount_only() {
    let variant = Passes(|history, wanted, now, looked| {
        let wanted = Wanted {
            computed: false,
            ..wanted.clone()
        };
        gate(history, &wanted, now, looked)
    });
    caught(&variant, Breach::MovedTwice);
}
