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

/// That it says of money that moved with this fault that it did not.
fn caught_with(fault: &str, decisions: &impl Decisions) {
    let of_it = |case: &Case<'_>| case.fault.name == fault;
    caught_where(of_it, decisions, Habit::Careful, Breach::SaidNotMoved);
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
fn no_journal() {
    habit_caught(Habit::NoJournal, Breach::NoIntent);
    habit_caught(Habit::NoJournal, Breach::MovedTwice);
}

#[test]
fn redirects_followed() {
    let redirected = |case: &Case<'_>| case.fault.name == "307";
    caught_where(
        redirected,
        &Careful,
        Habit::FollowsRedirects,
        Breach::MovedTwice,
    );
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
            what: What::Done(accepted()),
            ..event.clone()
        }),
        _ => None,
    });
    caught(&variant, Breach::SaidMoved);
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

/// "500 is failure", "403 is failure", "401 is failure" and the others.
#[test]
fn a_status_is_failure() {
    let variants = [
        (307, Reads(|route, answer| fails_with(route, answer, 307))),
        (400, Reads(|route, answer| fails_with(route, answer, 400))),
        (401, Reads(|route, answer| fails_with(route, answer, 401))),
        (403, Reads(|route, answer| fails_with(route, answer, 403))),
        (404, Reads(|route, answer| fails_with(route, answer, 404))),
        (409, Reads(|route, answer| fails_with(route, answer, 409))),
        (429, Reads(|route, answer| fails_with(route, answer, 429))),
        (500, Reads(|route, answer| fails_with(route, answer, 500))),
        (502, Reads(|route, answer| fails_with(route, answer, 502))),
        (503, Reads(|route, answer| fails_with(route, answer, 503))),
        (504, Reads(|route, answer| fails_with(route, answer, 504))),
    ];
    for (status, variant) in &variants {
        let of_it = |case: &Case<'_>| match &case.fault.answer {
            Answer::Came { status: came, .. } => came == status,
            _ => false,
        };
        for breach in [Breach::SaidNotMoved, Breach::Journal, Breach::MovedTwice] {
            caught_where(of_it, variant, Habit::Careful, breach);
        }
    }
}

#[test]
fn a_time_out_is_failure() {
    let variant = Reads(|route, answer| match answer {
        Answer::Lost { .. } => not_moved(),
        _ => meaning(route, answer),
    });
    for breach in [Breach::SaidNotMoved, Breach::MovedTwice] {
        let timed_out = |case: &Case<'_>| case.fault.name == "time-out";
        caught_where(timed_out, &variant, Habit::Careful, breach);
    }
}

#[test]
fn a_200_is_success() {
    let variant = Reads(|_, answer| match answer {
        Answer::Came { status: 200, .. } => What::Done(accepted()),
        _ => meaning(Route::Debit, answer),
    });
    caught_where(
        |case| case.fault.name == "200 {}",
        &variant,
        Habit::Careful,
        Breach::SaidMoved,
    );
}

#[test]
fn any_documented_code_is_a_refusal_whatever_stands_beside_it() {
    let variant = Reads(|route, answer| {
        refused_if(route, answer, |route, status, it| {
            it != "illegal.payment.status.update"
                && it != "general.error"
                && code::documented(route, status, it).is_some()
        })
    });
    caught_with("403 mixed", &variant);
}

#[test]
fn illegal_payment_status_update_is_a_refusal() {
    let variant = Reads(|route, answer| {
        refused_if(route, answer, |_, _, it| {
            it == "illegal.payment.status.update"
        })
    });
    caught_with("403 illegal.payment.status.update", &variant);
}

#[test]
fn general_error_is_a_refusal() {
    let variant =
        Reads(|route, answer| refused_if(route, answer, |_, _, it| it == "general.error"));
    caught_with("500 general.error", &variant);
}
