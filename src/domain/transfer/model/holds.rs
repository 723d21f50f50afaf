use crate::domain::transfer::ritual::Careful;

use super::cases::{self, Case, Extent};
use super::play::play;
use super::world::Habit;

fn holds_in(extent: Extent, least: usize) {
    let mut wrong = Vec::new();
    let count = cases::each(extent, |case: &Case<'_>| {
        let breaches = play(case, &Careful, Habit::Careful);
        if !breaches.is_empty() {
            wrong.push(format!("{breaches:?}: {case:?}"));
        }
    });
    let first = wrong.iter().take(5).cloned().collect::<Vec<_>>().join("\n");
    assert!(count >= least, "only {count} cases");
    assert!(wrong.is_empty(), "{} of {count}:\n{first}", wrong.len());
}

#[test]
fn nothing_happens_that_must_not() {
    holds_in(Extent::Core, 50_000);
}

#[test]
#[ignore = "half a minute: run it after a change of the ritual or its decisions"]
fn nothing_happens_that_must_not_in_the_whole_product() {
    holds_in(Extent::Whole, 400_000);
}
