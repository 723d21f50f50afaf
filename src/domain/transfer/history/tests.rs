//! What the events of a journal add up to.

use crate::domain::transfer::{Asked, Balances, Party, Plan, Route, Said};

use super::*;

const MOVED: Option<bool> = Some(true);
const NOT_MOVED: Option<bool> = Some(false);

fn id(number: u8) -> Id {
    Id::of_random([0, 0, 0, 0, number])
}

fn at(second: i64) -> Timestamp {
    Timestamp::from_second(second).unwrap()
}

fn event(number: u8, second: i64, what: What) -> Event {
    Event {
        id: id(number),
        at: at(second),
        what,
    }
}

fn sending(ore: i64) -> What {
    let party = |name: &str| Party {
        name: name.to_owned(),
        number: "12345678903".to_owned(),
        key: None,
    };
    let plan = Plan {
        route: Route::Debit,
        from: party("Brukskonto"),
        to: party("Sparekonto"),
        target: "12345678903".to_owned(),
        amount: Amount::from_ore(ore),
        currency: Currency::NOK,
        message: None,
        due: None,
    };
    What::Sending(Box::new(Intent {
        plan,
        sent_message: None,
        tagged: true,
        key: None,
        asked: Asked {
            amount: "250".to_owned(),
            date: None,
        },
        before: Balances::default(),
    }))
}

fn done(payment_id: &str) -> What {
    What::Done(Accepted {
        payment_id: payment_id.to_owned(),
        warnings: Vec::new(),
    })
}

fn unknown(why: &str) -> What {
    What::Unknown(Unclear {
        why: why.to_owned(),
        said: Said::default(),
    })
}

fn settled(moved: bool) -> What {
    What::Settled(Settled {
        moved,
        findings: None,
        after: Balances::default(),
    })
}

fn not_moved() -> What {
    What::NotMoved(NotMoved::Bank(Said::default()))
}

/// What comes of one transfer that was begun and of which this was written.
fn record_of(story: Vec<What>) -> Record {
    let begun = event(1, 0, sending(100));
    let later = story.into_iter().zip(1..);
    let later = later.map(|(what, second)| event(1, second, what));
    let events: Vec<_> = std::iter::once(begun).chain(later).collect();
    History::fold(&events).find(&id(1)).unwrap().clone()
}

#[test]
fn each_event_tells_whether_the_money_moved() {
    for (story, moved) in [
        (vec![], None),
        (vec![unknown("x")], None),
        (vec![What::Reported], None),
        (vec![done("p")], MOVED),
        (vec![not_moved()], NOT_MOVED),
        (vec![What::Proven(Findings::default())], MOVED),
        (vec![settled(true)], MOVED),
        (vec![settled(false)], NOT_MOVED),
        (vec![unknown("x"), done("p")], MOVED),
        (vec![unknown("x"), not_moved()], NOT_MOVED),
        (vec![unknown("x"), What::Proven(Findings::default())], MOVED),
        (vec![unknown("x"), settled(false)], NOT_MOVED),
    ] {
        let record = record_of(story.clone());
        assert_eq!(record.moved(), moved, "{story:?}");
        assert_eq!(record.is_open(), moved.is_none());
    }
}

#[test]
fn the_first_conclusion_stands() {
    let conclusions = || {
        [
            done("p"),
            not_moved(),
            What::Proven(Findings::default()),
            settled(true),
            settled(false),
        ]
    };
    for first in conclusions() {
        let alone = record_of(vec![first.clone()]);
        for later in conclusions().into_iter().chain([unknown("x")]) {
            let both = record_of(vec![first.clone(), later.clone()]);
            assert_eq!(both.state, alone.state, "{first:?} {later:?}");
            // What was written later is still told.
            assert_eq!(both.story.last().unwrap().what, later);
        }
    }
}

#[test]
fn of_what_nobody_could_tell_the_latest_word_stands() {
    let record = record_of(vec![unknown("first"), unknown("second")]);
    let State::Unknown(why) = &record.state else {
        panic!("{:?}", record.state);
    };
    assert_eq!(why.why, "second");
}

#[test]
fn only_the_bank_s_own_answer_has_its_payment_id() {
    assert_eq!(record_of(vec![done("p")]).payment_id(), Some("p"));
    let proven = vec![What::Proven(Findings::default()), done("p")];
    assert_eq!(record_of(proven).payment_id(), None);
}

#[test]
fn the_first_showing_counts_whenever_it_was() {
    for story in [
        vec![What::Reported, done("p"), What::Reported],
        vec![What::Reported, What::Reported],
    ] {
        assert_eq!(record_of(story).reported, Some(at(1)));
    }
    assert_eq!(record_of(vec![done("p")]).reported, None);
}

#[test]
fn what_was_never_begun_says_nothing() {
    let orphans = [
        done("p"),
        not_moved(),
        unknown("x"),
        What::Reported,
        settled(true),
        What::Proven(Findings::default()),
    ];
    let orphans: Vec<_> = orphans.map(|what| event(2, 1, what)).into();
    assert_eq!(History::fold(&orphans), History::default());
    // Not even when it is begun afterwards.
    let then = [orphans, vec![event(2, 2, sending(100))]].concat();
    let history = History::fold(&then);
    assert_eq!(history.records().len(), 1);
    assert_eq!(history.find(&id(2)).unwrap().state, State::Open);
    assert_eq!(history.find(&id(2)).unwrap().story, []);
    assert_eq!(history.find(&id(1)), None);
}

#[test]
fn a_second_beginning_says_nothing() {
    let record = record_of(vec![done("p"), sending(999)]);
    assert_eq!(record.moved(), MOVED);
    assert_eq!(record.at, at(0));
    assert_eq!(record.intent.plan.amount, Amount::from_ore(100));
    assert_eq!(record.story.len(), 1);
}

#[test]
fn transfers_stand_in_the_order_of_their_beginning() {
    let events = [
        event(3, 0, sending(1)),
        event(1, 1, sending(2)),
        event(3, 2, done("p")),
        event(2, 3, sending(3)),
        event(1, 4, unknown("x")),
    ];
    let history = History::fold(&events);
    let ids: Vec<_> = history.records().iter().map(|it| it.id).collect();
    assert_eq!(ids, [3, 1, 2].map(id));
    let open: Vec<_> = history.open().map(|it| it.id).collect();
    assert_eq!(open, [1, 2].map(id));
}

#[test]
fn a_record_goes_on_as_the_fold_does() {
    let story = [unknown("x"), done("p"), What::Reported, settled(false)];
    let mut record = Record::begun(id(1), at(0), record_of(vec![]).intent);
    for (what, second) in story.clone().into_iter().zip(1..) {
        record = record.after(&event(1, second, what));
    }
    assert_eq!(record, record_of(story.to_vec()));
}

#[test]
fn a_day_s_sum_has_all_that_moved_or_may_have() {
    // 23:30 and 00:30 in Oslo, an hour ahead of UTC.
    let (evening, night) = (at(1_795_386_600), at(1_795_390_200));
    let mut events = Vec::new();
    let mut transfer = |number, at, ore, what: Option<What>| {
        let id = id(number);
        let begun = sending(ore);
        events.push(Event {
            id,
            at,
            what: begun,
        });
        events.extend(what.map(|what| Event {
            id,
            at: night,
            what,
        }));
    };
    transfer(1, evening, 1, Some(done("p")));
    transfer(2, evening, 10, Some(unknown("x")));
    transfer(3, evening, 100, None);
    transfer(4, evening, 1000, Some(not_moved()));
    transfer(5, evening, 10_000, Some(settled(false)));
    transfer(6, evening, 100_000, Some(settled(true)));
    transfer(7, night, 1_000_000, Some(done("p")));
    let history = History::fold(&events);
    let sum = |at, currency| history.sent_on(Day::of(at), currency);
    assert_ne!(Day::of(evening), Day::of(night));
    assert_eq!(sum(evening, Currency::NOK), Some(Amount::from_ore(100_111)));
    assert_eq!(sum(night, Currency::NOK), Some(Amount::from_ore(1_000_000)));
    let euro = Currency::parse("EUR").unwrap();
    assert_eq!(sum(evening, euro), Some(Amount::ZERO));
}

#[test]
fn a_sum_that_cannot_be_held_is_none() {
    let most = Amount::read("792281625142643375935439503.35").unwrap();
    let mut events = vec![event(1, 0, sending(1)), event(2, 0, sending(1))];
    for event in &mut events {
        if let What::Sending(intent) = &mut event.what {
            intent.plan.amount = most;
        }
    }
    let history = History::fold(&events);
    assert_eq!(history.sent_on(Day::of(at(0)), Currency::NOK), None);
}
