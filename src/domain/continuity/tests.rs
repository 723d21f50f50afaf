use proptest::prelude::*;

use super::*;

fn at(answer: AnswerNo) -> Timestamp {
    Timestamp::from_second(1_800_000_000 + answer * 3600).unwrap()
}

fn kroner(kroner: i64) -> Amount {
    Amount::from_ore(kroner * 100)
}

/// Snapshots with these balances and sums of booked rows, one an hour, nothing pending.
fn snapshots(levels: &[(i64, i64)]) -> Vec<Snapshot> {
    let numbered = (0..).zip(levels);
    let snapshot = |(answer, (balance, booked)): (AnswerNo, &(i64, i64))| Snapshot {
        answer,
        at: at(answer),
        balance: Some(kroner(*balance)),
        booked: Some(kroner(*booked)),
        pending: Vec::new(),
        late: Vec::new(),
        complete: true,
    };
    numbered.map(snapshot).collect()
}

fn span(since: AnswerNo, until: AnswerNo) -> Span {
    Span {
        since: at(since),
        until: at(until),
    }
}

fn gap(from: AnswerNo, to: AnswerNo, difference: i64) -> Gap {
    Gap {
        from: at(from),
        to: at(to),
        difference: kroner(difference),
        seen_once: false,
    }
}

fn cannot_tell(agreed: Option<Span>, why: Why) -> Verdict {
    Verdict::CannotTell { agreed, why }
}

#[test]
fn rows_and_balance_that_move_together_hold() {
    let seen = snapshots(&[(1000, 0), (800, -200), (1300, 300)]);
    assert_eq!(verdict(&seen), Verdict::Holds(span(0, 2)));
    assert_eq!(last_agreed(&seen), seen.last());
}

#[test]
fn a_row_that_is_missing_is_named_by_interval_and_amount() {
    let seen = snapshots(&[(1000, 0), (800, -200), (451, -200), (451, -200)]);
    let differs = Verdict::Differs {
        agreed: Some(span(0, 1)),
        gaps: vec![gap(1, 2, -349)],
    };
    assert_eq!(verdict(&seen), differs);
    assert_eq!(last_agreed(&seen), seen.get(1));
}

#[test]
fn a_row_too_many_differs_by_its_opposite() {
    let seen = snapshots(&[(1000, 0), (1000, 0), (1000, -45)]);
    let differs = Verdict::Differs {
        agreed: Some(span(0, 1)),
        gaps: vec![Gap {
            seen_once: true,
            ..gap(1, 2, 45)
        }],
    };
    assert_eq!(verdict(&seen), differs);
}

#[test]
fn a_late_row_beside_a_missing_one_leaves_one_gap() {
    let seen = snapshots(&[(0, 0), (-100, 0), (-130, 0), (-130, -30), (-130, -30)]);
    let differs = Verdict::Differs {
        agreed: None,
        gaps: vec![gap(0, 1, -100)],
    };
    assert_eq!(verdict(&seen), differs);
    assert_eq!(last_agreed(&seen), seen.first());
}

#[test]
fn a_row_that_was_only_late_is_forgotten() {
    let late = snapshots(&[(0, 0), (-100, 0), (-100, -100), (-100, -100)]);
    assert_eq!(verdict(&late), Verdict::Holds(span(0, 3)));
    let early = snapshots(&[(0, 0), (0, -100), (-100, -100)]);
    assert_eq!(verdict(&early), Verdict::Holds(span(0, 2)));
}

#[test]
fn too_little_to_compare_is_never_all_well() {
    assert_eq!(verdict(&[]), cannot_tell(None, Why::Unseen));
    assert_eq!(last_agreed(&[]), None);
    let once = snapshots(&[(1000, 0)]);
    assert_eq!(verdict(&once), cannot_tell(None, Why::SeenOnce));
    assert_eq!(last_agreed(&once), once.first());
}

#[test]
fn what_came_last_in_part_leaves_the_end_open() {
    let whole = snapshots(&[(1000, 0), (800, -200), (700, -300)]);
    for spoil in [
        |it: &mut Snapshot| it.complete = false,
        |it: &mut Snapshot| it.balance = None,
        |it: &mut Snapshot| it.booked = None,
        |it: &mut Snapshot| it.balance = Amount::from_wide_ore((1 << 96) - 1),
    ] {
        let mut seen = whole.clone();
        spoil(&mut seen[2]);
        let Verdict::CannotTell { agreed, why } = verdict(&seen) else {
            panic!("{seen:?}");
        };
        assert_eq!(agreed, Some(span(0, 1)));
        assert!(!matches!(why, Why::SeenOnce | Why::NotBookedYet(_)));
        assert_eq!(last_agreed(&seen), seen.get(1));
        // In the middle it takes nothing from what stands around it.
        let mut seen = whole.clone();
        spoil(&mut seen[1]);
        assert_eq!(verdict(&seen), Verdict::Holds(span(0, 2)));
        spoil(&mut seen[0]);
        assert_eq!(verdict(&seen), cannot_tell(None, Why::SeenOnce));
        spoil(&mut seen[2]);
        assert_eq!(verdict(&seen), cannot_tell(None, why));
        assert_eq!(last_agreed(&seen), None);
    }
}

#[test]
fn a_difference_stays_one_though_the_newest_answer_is_partial() {
    let mut seen = snapshots(&[(0, 0), (-100, 0), (-100, 0), (0, 0)]);
    seen[3].complete = false;
    assert!(matches!(verdict(&seen), Verdict::Differs { .. }));
}

#[test]
fn what_is_exactly_pending_is_not_booked_yet() {
    for pending in [&[-349, -20][..], &[-300, -49]] {
        let mut seen = snapshots(&[(1000, 0), (1000, 0), (651, 0)]);
        seen[2].pending = pending.iter().copied().map(kroner).collect();
        let why = Why::NotBookedYet(kroner(-349));
        assert_eq!(verdict(&seen), cannot_tell(Some(span(0, 1)), why));
        assert_eq!(last_agreed(&seen), seen.get(1));
    }
    let mut seen = snapshots(&[(1000, 0), (1000, 0), (651, 0)]);
    seen[2].pending = vec![kroner(-348), kroner(-20)];
    assert!(matches!(verdict(&seen), Verdict::Differs { .. }));
}

#[test]
fn pending_rows_explain_the_newest_steps_only() {
    let mut seen = snapshots(&[(1000, 0), (900, 0), (850, 0), (843, 0)]);
    seen[3].pending = vec![kroner(-50), kroner(-7)];
    let differs = Verdict::Differs {
        agreed: None,
        gaps: vec![gap(0, 1, -100)],
    };
    assert_eq!(verdict(&seen), differs);
    // What was pending before, and is no longer, explains nothing.
    seen[2].pending = vec![kroner(-50)];
    seen[3].pending.clear();
    let Verdict::Differs { gaps, .. } = verdict(&seen) else {
        panic!("{seen:?}");
    };
    assert_eq!(gaps.len(), 3);
}

#[test]
fn a_first_balance_ahead_of_its_rows_does_not_count() {
    let mut seen = snapshots(&[(900, 0), (900, 0), (900, -100), (850, -150)]);
    seen[0].pending = vec![kroner(-100)];
    // It was no longer pending when it was taken back, so it is no excuse.
    assert!(matches!(verdict(&seen), Verdict::Differs { .. }));
    seen[1].pending = vec![kroner(-100)];
    assert_eq!(verdict(&seen), Verdict::Holds(span(2, 3)));
    seen.truncate(3);
    assert_eq!(verdict(&seen), cannot_tell(None, Why::SeenOnce));
    assert_eq!(last_agreed(&seen), seen.last());
    // A row that came later was not in the first balance.
    seen[0].pending.clear();
    assert!(matches!(verdict(&seen), Verdict::Differs { .. }));
}

fn first_day() -> Day {
    Day::of(at(0))
}

/// The first balance has a row of -100 that only the second list has.
fn unlisted_at_first() -> Vec<Snapshot> {
    let mut seen = snapshots(&[(900, -5), (900, -105), (899, -106), (870, -135)]);
    seen[1].late = vec![(first_day(), kroner(-100))];
    seen
}

#[test]
fn a_first_balance_ahead_of_its_list_does_not_count() {
    let mut seen = unlisted_at_first();
    assert_eq!(verdict(&seen), Verdict::Holds(span(1, 3)));
    seen.truncate(2);
    assert_eq!(verdict(&seen), cannot_tell(None, Why::SeenOnce));
    assert_eq!(last_agreed(&seen), seen.last());
}

#[test]
fn of_the_rows_that_came_late_it_is_one_or_all_of_them() {
    for (late, is_explained) in [
        (&[-100, -7][..], true),
        (&[-60, -40], true),
        (&[-60, -40, -7], false),
        (&[100], false),
        (&[-99], false),
        (&[], false),
    ] {
        let mut seen = unlisted_at_first();
        seen[1].late = late.iter().map(|it| (first_day(), kroner(*it))).collect();
        let holds = verdict(&seen) == Verdict::Holds(span(1, 3));
        assert_eq!(holds, is_explained, "{late:?}");
        assert!(holds || matches!(verdict(&seen), Verdict::Differs { .. }));
    }
}

#[test]
fn a_row_of_a_later_day_was_not_in_the_first_balance() {
    let mut seen = unlisted_at_first();
    seen[1].late[0].0 = first_day().plus_days(1).unwrap();
    assert!(matches!(verdict(&seen), Verdict::Differs { .. }));
}

#[test]
fn a_row_that_was_listed_while_balance_and_rows_agreed_explains_nothing() {
    let mut seen = snapshots(&[(1000, 0), (900, -100), (1000, -100)]);
    seen[1].late = vec![(first_day(), kroner(-100))];
    assert!(matches!(verdict(&seen), Verdict::Differs { .. }));
}

#[test]
fn a_row_that_is_missing_beside_a_late_one_is_named() {
    let mut seen = unlisted_at_first();
    for it in &mut seen[1..] {
        it.balance = it.balance.and_then(|it| it.checked_sub(kroner(50)));
    }
    assert!(matches!(verdict(&seen), Verdict::Differs { .. }));
    let mut seen = unlisted_at_first();
    seen[3].balance = Some(kroner(820));
    let Verdict::Differs { agreed, gaps } = verdict(&seen) else {
        panic!("{seen:?}");
    };
    assert_eq!(agreed, Some(span(1, 2)));
    assert_eq!(gaps.len(), 1);
    assert_eq!(gaps[0].difference, kroner(-50));
}

#[test]
fn what_came_late_may_come_in_a_part_and_with_others_under_way() {
    let mut seen = unlisted_at_first();
    seen[1].complete = false;
    assert_eq!(verdict(&seen), Verdict::Holds(span(2, 3)));
    // At the second a row of -30 was in the balance and not yet in the list.
    let mut seen = snapshots(&[(900, 0), (870, -100), (870, -130), (870, -130)]);
    seen[1].late = vec![(first_day(), kroner(-100))];
    assert_eq!(verdict(&seen), Verdict::Holds(span(2, 3)));
}

/// A booked row of a ledger: the syncs from which on the balance has it and the list has it.
#[derive(Clone, Copy, Debug)]
struct Booked {
    ore: i64,
    moved: i64,
    /// `None`: the archive never gets it.
    listed: Option<i64>,
}

/// So many syncs; at the first nothing is under way but rows that the balance has already.
const SYNCS: i64 = 8;

fn booked(ore: std::ops::Range<i64>) -> impl Strategy<Value = Booked> {
    (ore, 1..SYNCS, 1..SYNCS).prop_map(|(ore, moved, listed)| Booked {
        ore,
        moved,
        listed: Some(listed),
    })
}

/// In the first balance and not in the first list. More than all other rows together.
fn early() -> impl Strategy<Value = Booked> {
    (1..4_i64, 1..SYNCS).prop_map(|(millions, listed)| Booked {
        ore: millions * -1_000_000,
        moved: 0,
        listed: Some(listed),
    })
}

fn synced(ledger: &[Booked], complete: &[bool]) -> Vec<Snapshot> {
    let sum = |of: &dyn Fn(&Booked) -> bool| {
        let rows = ledger.iter().filter(|it| of(it));
        Some(Amount::from_ore(rows.map(|it| it.ore).sum()))
    };
    let numbered = (0..SYNCS).zip(complete);
    let snapshot = |(answer, complete): (i64, &bool)| Snapshot {
        answer,
        at: at(answer),
        balance: sum(&|it| it.moved <= answer),
        booked: sum(&|it| it.listed.is_some_and(|listed| listed <= answer)),
        pending: Vec::new(),
        late: ledger
            .iter()
            .filter(|it| it.moved == 0 && it.listed == Some(answer))
            .map(|it| (first_day(), Amount::from_ore(it.ore)))
            .collect(),
        complete: *complete,
    };
    numbered.map(snapshot).collect()
}

const WHOLE: [bool; 8] = [true; 8];

proptest! {
    #[test]
    fn rows_that_the_first_list_lacked_heal(
        ledger in proptest::collection::vec(booked(-9999..9999), 0..20),
        early in proptest::collection::vec(early(), 1..4),
    ) {
        let ledger = [ledger, early].concat();
        match verdict(&synced(&ledger, &WHOLE)) {
            Verdict::Holds(span) => prop_assert_eq!(span.until, at(SYNCS - 1)),
            // The last of them is listed at the end, or what came with it is.
            other => prop_assert_eq!(other, cannot_tell(None, Why::SeenOnce)),
        }
    }

    #[test]
    fn a_missing_row_is_none_that_the_first_list_lacked(
        ledger in proptest::collection::vec(booked(-9999..9999), 0..20),
        early in proptest::collection::vec(early(), 0..4),
        missing in booked(1..9999),
    ) {
        let missing = Booked { listed: None, ..missing };
        let ledger = [ledger, early, vec![missing]].concat();
        let verdict = verdict(&synced(&ledger, &WHOLE));
        prop_assert!(matches!(verdict, Verdict::Differs { .. }), "{:?}", verdict);
    }

    #[test]
    fn late_and_early_rows_heal(ledger in proptest::collection::vec(booked(-9999..9999), 0..20)) {
        let seen = synced(&ledger, &WHOLE);
        prop_assert_eq!(verdict(&seen), Verdict::Holds(span(0, SYNCS - 1)));
        prop_assert_eq!(last_agreed(&seen), seen.last());
    }

    #[test]
    fn a_missing_row_is_never_all_well(
        mut ledger in proptest::collection::vec(booked(-9999..9999), 0..20),
        missing in proptest::collection::vec(booked(1..9999), 1..4),
        complete in any::<[bool; 8]>(),
    ) {
        ledger.extend(missing.iter().map(|it| Booked { listed: None, ..*it }));
        let seen = synced(&ledger, &WHOLE);
        let Verdict::Differs { gaps, .. } = verdict(&seen) else {
            panic!("{seen:?}");
        };
        // The differences add up to what is missing, and the intervals follow each other.
        let sum: i128 = gaps.iter().map(|it| it.difference.ore()).sum();
        prop_assert_eq!(sum, missing.iter().map(|it| i128::from(it.ore)).sum());
        prop_assert!(gaps.iter().all(|it| it.from < it.to));
        prop_assert!(gaps.windows(2).all(|it| it[0].to <= it[1].from));
        // Whatever is left out of the answers, the newest that counts shows it or nothing does.
        let seen = synced(&ledger, &complete);
        if let Verdict::Holds(_) = verdict(&seen) {
            let counted: Vec<_> = seen.iter().filter(|it| it.complete).collect();
            let level = |it: &Snapshot| it.balance.unwrap().checked_sub(it.booked.unwrap());
            prop_assert_eq!(level(counted[0]), level(seen.last().unwrap()));
        }
    }

    #[test]
    fn one_missing_row_is_found_where_it_is(
        rows in proptest::collection::vec((-9999_i64..9999, 1..SYNCS), 0..20),
        missing in booked(1..9999),
    ) {
        let on_time = |(ore, moved): (i64, i64)| Booked { ore, moved, listed: Some(moved) };
        let mut ledger: Vec<_> = rows.into_iter().map(on_time).collect();
        ledger.push(Booked { listed: None, ..missing });
        let Verdict::Differs { agreed, gaps } = verdict(&synced(&ledger, &WHOLE)) else {
            panic!("{ledger:?}");
        };
        let before = missing.moved - 1;
        prop_assert_eq!(agreed, (before > 0).then(|| span(0, before)));
        prop_assert_eq!(gaps, [Gap {
            from: at(before),
            to: at(missing.moved),
            difference: Amount::from_ore(missing.ore),
            seen_once: missing.moved == SYNCS - 1,
        }]);
    }

    /// Whatever the numbers are: "holds" is said of nothing but the newest snapshot of all, and
    /// only if it and an earlier one stand at the same level.
    #[test]
    fn all_well_is_said_only_where_it_is_seen(
        told in proptest::collection::vec(
            (proptest::option::of(-3_i64..3), proptest::option::of(-3_i64..3), any::<bool>(),
             proptest::collection::vec(-3_i64..3, 0..3)), 0..8),
    ) {
        let numbered = (0..).zip(&told);
        let seen: Vec<_> = numbered.map(|(answer, (balance, booked, complete, pending))| Snapshot {
            answer,
            at: at(answer),
            balance: balance.map(kroner),
            booked: booked.map(kroner),
            pending: pending.iter().copied().map(kroner).collect(),
            late: pending.iter().map(|it| (first_day(), kroner(-it))).collect(),
            complete: *complete,
        }).collect();
        match verdict(&seen) {
            Verdict::Holds(span) => {
                let newest = seen.last().unwrap();
                let first = seen.iter().find(|it| it.at == span.since).unwrap();
                prop_assert_eq!(span.until, newest.at);
                prop_assert!(span.since < span.until);
                prop_assert!(level(newest).is_ok());
                prop_assert_eq!(level(first), level(newest));
                prop_assert_eq!(last_agreed(&seen), Some(newest));
            }
            Verdict::Differs { gaps, .. } => {
                prop_assert!(gaps.iter().all(|it| !it.difference.is_zero()));
                prop_assert!(!gaps.is_empty());
            }
            Verdict::CannotTell { .. } => {}
        }
    }
}
