use proptest::prelude::*;

use crate::domain::reconcile::State;

use super::model::{Bank, Step, some_step};

fn lived(steps: &[Step], clear: bool) -> Bank {
    let mut bank = Bank::new(clear);
    steps.iter().for_each(|step| bank.take(step));
    bank.end();
    bank
}

fn steps() -> impl Strategy<Value = Vec<Step>> {
    prop::collection::vec(some_step(), 0..60)
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
}
