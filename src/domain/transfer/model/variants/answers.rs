//! Answers of the bank taken for more than they say.

use crate::domain::transfer::answer::meaning;
use crate::domain::transfer::ritual::{Careful, Decisions};
use crate::domain::transfer::{Answer, Body, Route, What, code, samples};

use super::super::breach::Breach;
use super::super::cases::Case;
use super::super::world::Habit;
use super::{caught_where, not_moved};

/// Another meaning of the answers.
struct Reads(fn(Route, &Answer) -> What);

impl Decisions for Reads {
    fn meaning(&self, route: Route, answer: &Answer) -> What {
        (self.0)(route, answer)
    }
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

/// That it says of money that moved with this fault that it did not.
fn caught_with(fault: &str, decisions: &impl Decisions) {
    let of_it = |case: &Case<'_>| case.fault.name == fault;
    caught_where(of_it, decisions, Habit::Careful, Breach::SaidNotMoved);
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
        Answer::Came { status: 200, .. } => What::Done(samples::accepted()),
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
