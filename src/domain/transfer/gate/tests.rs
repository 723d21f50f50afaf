use crate::domain::transfer::samples::{self, hundred, id, intent, kroner, wanted};
use crate::domain::transfer::{Event, Findings, Settled, Unclear, What};

use super::*;

const SHOWN: i64 = 1_800_000_000;

fn at(seconds: i64) -> Timestamp {
    Timestamp::from_second(SHOWN + seconds).unwrap()
}

fn done() -> What {
    What::Done(samples::accepted())
}

fn unknown() -> What {
    What::Unknown(Unclear::default())
}

/// A transfer like `wanted`, and what became of it.
fn was(number: u8, wanted: &Wanted, then: &[What]) -> Vec<Event> {
    let begun = What::Sending(Box::new(intent(wanted, id(number))));
    let whats = std::iter::once(begun).chain(then.iter().cloned());
    whats
        .map(|it| samples::event(SHOWN, id(number), it))
        .collect()
}

fn asked(events: &[Event], wanted: &Wanted, seconds: i64, looked: bool) -> Gate {
    gate(&History::fold(events), wanted, at(seconds), looked)
}

fn again(number: u8) -> Wanted {
    Wanted {
        again: Some(id(number)),
        ..wanted(hundred(None))
    }
}

fn with_key() -> Wanted {
    Wanted {
        key: Some("k".to_owned()),
        ..wanted(hundred(None))
    }
}

#[test]
fn nothing_before_lets_it_pass() {
    assert_eq!(asked(&[], &wanted(hundred(None)), 0, false), Gate::Pass);
}

#[test]
fn an_open_or_unknown_one_is_looked_for_and_then_holds_with_again_or_without() {
    for then in [&[][..], &[unknown()]] {
        for wish in [wanted(hundred(None)), again(1)] {
            let events = was(1, &wanted(hundred(None)), then);
            assert_eq!(asked(&events, &wish, 9_999, false), Gate::Look(vec![id(1)]));
            assert_eq!(asked(&events, &wish, 9_999, true), Gate::Open(id(1)));
        }
    }
}

#[test]
fn a_proven_one_is_told_again_or_held_where_the_words_differ() {
    let proven = [unknown(), What::Proven(Findings::default())];
    let events = was(1, &wanted(hundred(None)), &proven);
    let same = asked(&events, &wanted(hundred(None)), 9_999, true);
    assert_eq!(same, Gate::Again(id(1)));
    let other = wanted(hundred(Some("Mat")));
    let held = Gate::Held(id(1), Why::MayBeAnother);
    assert_eq!(asked(&events, &other, 9_999, true), held);
    let named = Wanted {
        again: Some(id(1)),
        ..other
    };
    assert_eq!(asked(&events, &named, 9_999, true), held);
    assert_eq!(asked(&events, &named, 9_999, false), Gate::Pass);
}

#[test]
fn one_shown_holds_for_fifteen_minutes_and_with_a_clock_put_back() {
    let events = was(1, &wanted(hundred(None)), &[done(), What::Reported]);
    let held = Gate::Held(id(1), Why::JustMade);
    for (seconds, expected) in [
        (-3_600, held.clone()),
        (0, held.clone()),
        (14 * 60 + 59, held),
        (15 * 60, Gate::Pass),
    ] {
        let found = asked(&events, &wanted(hundred(Some("Mat"))), seconds, false);
        assert_eq!(found, expected, "{seconds}");
    }
    assert_eq!(asked(&events, &again(1), 0, false), Gate::Pass);
    let less = wanted(samples::plan(&samples::savings(), kroner(99), None));
    assert_eq!(asked(&events, &less, 0, false), Gate::Pass);
}

#[test]
fn what_its_owner_saw_holds_for_half_a_day_and_what_nobody_saw_is_told_for_a_day() {
    let one = wanted(hundred(None));
    let proven = What::Proven(Findings::default());
    let seen = was(1, &one, &[unknown(), proven.clone(), What::Noticed]);
    let half_a_day = 12 * 60 * 60;
    let held = Gate::Held(id(1), Why::JustMade);
    assert_eq!(asked(&seen, &one, half_a_day - 1, false), held);
    assert_eq!(asked(&seen, &one, half_a_day, false), Gate::Pass);
    assert_eq!(asked(&seen, &again(1), 0, false), Gate::Pass);
    for then in [vec![done()], vec![unknown(), proven]] {
        let unseen = was(1, &one, &then);
        assert_eq!(
            asked(&unseen, &one, 2 * half_a_day - 1, false),
            Gate::Again(id(1))
        );
        let held = Gate::Held(id(1), Why::MayBeAnother);
        assert_eq!(asked(&unseen, &one, 2 * half_a_day, false), held);
    }
}

#[test]
fn a_rule_waits_for_what_the_bank_moves_only_later() {
    let rule = Wanted {
        computed: true,
        ..wanted(hundred(None))
    };
    let half = Wanted {
        plan: samples::plan(&samples::savings(), kroner(50), None),
        ..rule.clone()
    };
    let mut later = samples::accepted();
    later.warnings.push("CUTOFF_TIME_HAS_PASSED".to_owned());
    let later = What::Done(later);
    let events = was(1, &wanted(hundred(None)), &[later, What::Reported]);
    let held = Gate::Held(id(1), Why::NotYetMade);
    assert_eq!(asked(&events, &half, 60 * 60, false), held);
    let fixed = Wanted {
        computed: false,
        ..half.clone()
    };
    assert_eq!(asked(&events, &fixed, 60 * 60, false), Gate::Pass);
    assert_eq!(asked(&events, &half, 5 * 24 * 60 * 60, false), Gate::Pass);
    let at_once = was(1, &wanted(hundred(None)), &[done(), What::Reported]);
    assert_eq!(asked(&at_once, &half, 60 * 60, false), Gate::Pass);
}

#[test]
fn again_passes_the_latest_only() {
    let one = wanted(hundred(None));
    let mut events = was(1, &one, &[done(), What::Reported]);
    events.extend(was(2, &one, &[done(), What::Reported]));
    let held = Gate::Held(id(2), Why::NotTheLatest);
    assert_eq!(asked(&events, &again(1), 9_999, false), held);
    assert_eq!(asked(&events, &again(2), 0, false), Gate::Pass);
    let none = Gate::Refused(Refusal::NotAlike(id(9)));
    assert_eq!(asked(&events, &again(9), 0, false), none);
}

#[test]
fn again_does_not_pass_what_only_this_run_has_found() {
    let events = was(1, &wanted(hundred(None)), &[done()]);
    assert_eq!(asked(&events, &again(1), 0, false), Gate::Pass);
    assert_eq!(asked(&events, &again(1), 0, true), Gate::Again(id(1)));
}

#[test]
fn a_key_tells_its_result_again_for_ever() {
    let events = was(1, &with_key(), &[done(), What::Reported]);
    assert_eq!(
        asked(&events, &with_key(), 99_999, false),
        Gate::Again(id(1))
    );
    let other = Wanted {
        plan: hundred(Some("Mat")),
        ..with_key()
    };
    let taken = Gate::Refused(Refusal::KeyTaken(id(1)));
    assert_eq!(asked(&events, &other, 99_999, false), taken);
}

#[test]
fn a_key_is_free_after_the_owner_or_the_network_said_that_nothing_moved() {
    let settled = |moved| {
        What::Settled(Settled {
            moved,
            findings: None,
            after: Default::default(),
        })
    };
    let network = What::NotMoved(NotMoved::Network { why: String::new() });
    let bank = What::NotMoved(NotMoved::Bank(Default::default()));
    for (then, expected) in [
        (settled(false), Gate::Pass),
        (settled(true), Gate::Again(id(1))),
        (network, Gate::Pass),
        (bank, Gate::Again(id(1))),
        (unknown(), Gate::Look(vec![id(1)])),
    ] {
        let events = was(1, &with_key(), &[then]);
        assert_eq!(asked(&events, &with_key(), 9_999, false), expected);
    }
}

#[test]
fn a_rule_is_held_by_its_own_unseen_result_of_another_amount() {
    let rule = |ore: i64, text: &str| {
        let mut wish = wanted(samples::plan(&samples::savings(), kroner(ore), None));
        wish.asked.amount = text.to_owned();
        wish.computed = true;
        wish
    };
    let events = was(1, &rule(100, "10%"), &[done()]);
    assert_eq!(
        asked(&events, &rule(90, "10%"), 9_999, false),
        Gate::Again(id(1))
    );
    let held = Gate::Held(id(1), Why::MayBeAnother);
    assert_eq!(asked(&events, &rule(90, "all"), 9_999, false), held);
    let open = was(1, &rule(100, "10%"), &[]);
    let look = Gate::Look(vec![id(1)]);
    assert_eq!(asked(&open, &rule(90, "10%"), 9_999, false), look);
}

#[test]
fn a_message_with_the_tag_of_an_open_one_is_refused() {
    let events = was(1, &wanted(hundred(None)), &[unknown()]);
    let words = format!("Ferie #{}", id(1));
    let wish = wanted(samples::plan(&samples::savings(), kroner(5), Some(&words)));
    let refused = Gate::Refused(Refusal::HasTag(id(1)));
    assert_eq!(asked(&events, &wish, 0, false), refused);
}
