use proptest::prelude::*;

use crate::domain::reconcile::{Entry, Sighting, State};

use super::model::{Bank, Step, some_step};
use super::story::{Archive, reserved, row, worded};

fn lived(steps: &[Step], clear: bool) -> Bank {
    let mut bank = Bank::new(clear);
    steps.iter().for_each(|step| bank.take(step));
    bank.end();
    bank
}

fn steps() -> impl Strategy<Value = Vec<Step>> {
    prop::collection::vec(some_step(), 0..60)
}

/// Up to so many rows of near amounts and a few wordings.
fn near(kind: &'static str, most: usize, ore: Vec<i64>) -> impl Strategy<Value = Vec<Sighting>> {
    let one = (prop::sample::select(ore), 0..3_i64, any::<bool>());
    prop::collection::vec(one, 0..=most).prop_map(move |rows| {
        let told = |(place, (ore, wording, by_card)): (usize, (i64, i64, bool))| {
            let make = if by_card && kind == "p-" {
                reserved
            } else {
                row
            };
            // Some of the wordings are the same before and after.
            let wording = wording + i64::from(kind.is_empty());
            worded(wording, make(&format!("{kind}{place}"), 3, ore))
        };
        rows.into_iter().enumerate().map(told).collect()
    })
}

/// By its definition and apart from the code: whether a row may be what a pending one became.
fn may_become(from: &Entry, to: &Entry) -> bool {
    let ore = |it: &Entry| it.row.amount.unwrap().ore();
    to.row.booked && (ore(from) - ore(to)).abs() <= if from.row.reserved { 120 } else { 0 }
}

/// How well it fits: the amount to the øre, and the wording.
fn fit(from: &Entry, to: &Entry) -> (bool, bool) {
    (
        from.row.amount == to.row.amount,
        from.row.wording == to.row.wording,
    )
}

fn is_better(one: (bool, bool), other: (bool, bool)) -> bool {
    one != other && one.0 >= other.0 && one.1 >= other.1
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    /// No duplicate, no loss, and every purchase as often as it was made. What was listed once
    /// still resolves, and what it may have become is listed beside the rest.
    #[test]
    fn whatever_the_bank_does_the_archive_ends_as_the_truth(steps in steps()) {
        let bank = lived(&steps, false);
        let mut truth: Vec<i64> = bank.truth.iter().filter(|it| !it.cancelled)
            .map(|it| *it.entries.last().unwrap()).collect();
        truth.sort_unstable();
        let listed = bank.archive.entries.iter().filter(|it| it.state == State::Listed);
        let listed: Vec<i64> = listed.map(|it| it.no).collect();
        prop_assert_eq!(&truth, &listed);
        for no in bank.truth.iter().flat_map(|it| &it.entries) {
            if let State::Unclear(choices) = &bank.archive.end(*no).state {
                prop_assert!(!choices.is_empty());
            }
        }
        let rebuilt = bank.rebuilt();
        prop_assert_eq!(bank.archive.listed(), rebuilt.listed());
    }

    /// Where every purchase has a price of its own, all its rows are one, whatever they are called.
    #[test]
    fn what_can_be_told_apart_is_told(steps in steps()) {
        let bank = lived(&steps, true);
        for truth in &bank.truth {
            let Some(last) = truth.entries.last() else {
                continue;
            };
            for no in &truth.entries {
                let end = bank.archive.end(*no);
                prop_assert_eq!(end.no, bank.archive.end(*last).no, "{:?} {:#?}", truth, bank.archive);
                let fate = if truth.cancelled { State::Gone } else { State::Listed };
                prop_assert_eq!(&end.state, &fate);
            }
        }
    }

    /// Nobody is given what cannot be theirs, or gone while there is something left that could be;
    /// and what fits better is not left lying.
    #[test]
    fn what_is_left_is_nobodys(
        pending in near("p-", 5, vec![-10_000, -10_100]),
        booked in near("", 5, vec![-10_000, -10_050, -10_100, -10_160]),
    ) {
        let mut archive = Archive::default();
        archive.hears(&pending);
        archive.hears(&booked);
        let entries = &archive.entries;
        let is_taken = |to: &Entry| entries.iter().any(|it| match &it.state {
            State::Became(no) => *no == to.no,
            State::Unclear(numbers) => numbers.contains(&to.no),
            State::Listed | State::Gone => false,
        });
        let left = |from: &Entry| {
            entries.iter().filter(|to| may_become(from, to) && !is_taken(to)).collect::<Vec<_>>()
        };
        for from in entries.iter().filter(|it| !it.row.booked) {
            let given = match &from.state {
                State::Became(no) => vec![archive.no(*no)],
                State::Unclear(numbers) => numbers.iter().map(|no| archive.no(*no)).collect(),
                State::Gone => Vec::new(),
                State::Listed => panic!("{from:?}"),
            };
            prop_assert!(!given.is_empty() || left(from).is_empty(), "{:#?}", entries);
            for to in given {
                prop_assert!(may_become(from, to));
                let better = left(from).iter().any(|it| is_better(fit(from, it), fit(from, to)));
                prop_assert!(!better, "{:?} {:#?}", from, entries);
            }
        }
    }

    /// Of two rows that could as well have become each other's, it is told only if they are alike
    /// or what they became is.
    #[test]
    fn what_could_be_another_way_round_is_not_told(
        pending in near("p-", 4, vec![-10_000]),
        booked in near("", 4, vec![-10_000, -10_050]),
    ) {
        let mut archive = Archive::default();
        archive.hears(&pending);
        archive.hears(&booked);
        let told: Vec<(&Entry, &Entry)> = archive.entries.iter().filter_map(|it| match it.state {
            State::Became(no) => Some((it, archive.no(no))),
            _ => None,
        }).collect();
        for (place, (one, its)) in told.iter().enumerate() {
            for (other, theirs) in told.iter().take(place) {
                let swaps = may_become(one, theirs) && may_become(other, its);
                let differ = one.row.wording != other.row.wording
                    || one.row.reserved != other.row.reserved;
                let differs = its.row.wording != theirs.row.wording || its.row.amount != theirs.row.amount;
                if swaps && differ && differs {
                    let fits = [fit(one, its), fit(other, theirs), fit(one, theirs), fit(other, its)];
                    prop_assert!(fits.iter().any(|it| *it != fits[0]), "{:#?}", archive.entries);
                }
            }
        }
    }

    /// What is unclear is so for a reason: there are two that differ, or another that wants it.
    #[test]
    fn one_that_can_be_only_one_is_it(
        pending in near("p-", 1, vec![-10_000]),
        booked in near("", 1, vec![-10_000, -10_050, -10_121]),
    ) {
        let mut archive = Archive::default();
        archive.hears(&pending);
        archive.hears(&booked);
        let [from, to] = archive.entries.as_slice() else {
            return Ok(());
        };
        let fate = if may_become(from, to) { State::Became(to.no) } else { State::Gone };
        prop_assert_eq!(&from.state, &fate);
    }
}
