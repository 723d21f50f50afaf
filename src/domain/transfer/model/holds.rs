use crate::domain::transfer::ritual::Careful;

use super::cases::{self, Case};
use super::play::play;
use super::world::Habit;

#[test]
fn nothing_that_must_not_happen_does() {
    let mut wrong = Vec::new();
    let count = cases::each(|case: &Case<'_>| {
        let breaches = play(case, &Careful, Habit::Careful);
        if !breaches.is_empty() {
            wrong.push(format!("{breaches:?}: {case:?}"));
        }
    });
    assert!(count >= 40_000, "only {count} cases");
    assert!(
        wrong.is_empty(),
        "{} of {count} cases, the first of them:\n{}",
        wrong.len(),
        wrong.iter().take(5).cloned().collect::<Vec<_>>().join("\n")
    );
}
