use proptest::prelude::*;

use super::Side::{Alone, Stranger, With};
use super::*;

const BRUK: usize = 0;
const SPAR: usize = 1;
const CARD: usize = 2;

/// A leg on a day of November 2026.
fn leg(account: usize, other: Option<usize>, day: i8, ore: i64) -> Leg {
    Leg {
        account,
        other,
        day: Day::new(2026, 11, day).unwrap(),
        amount: Amount::from_ore(ore),
    }
}

#[test]
fn two_legs_that_name_each_other_are_one_transfer() {
    let legs = [
        leg(BRUK, Some(SPAR), 2, -50_000),
        leg(BRUK, None, 2, -4_500),
        leg(SPAR, Some(BRUK), 3, 50_000),
    ];
    assert_eq!(pair(&legs), [With(2), Stranger, With(0)]);
}

#[test]
fn a_cards_bill_is_named_by_one_side_only() {
    let legs = [
        leg(BRUK, Some(CARD), 2, -812_350),
        leg(CARD, None, 4, 812_350),
    ];
    assert_eq!(pair(&legs), [With(1), With(0)]);
    let turned = [legs[1], legs[0]];
    assert_eq!(pair(&turned), [With(1), With(0)]);
}

#[test]
fn opposite_amounts_alone_prove_nothing() {
    let legs = [
        leg(BRUK, None, 2, -50_000),
        leg(SPAR, None, 2, 50_000),
        leg(SPAR, Some(CARD), 2, 50_000),
        leg(BRUK, Some(CARD), 2, -50_000),
    ];
    assert_eq!(pair(&legs), [Stranger, Stranger, Alone, Alone]);
}

#[test]
fn a_leg_that_names_another_account_is_no_partner() {
    let legs = [
        leg(BRUK, Some(SPAR), 2, -50_000),
        leg(SPAR, Some(CARD), 2, 50_000),
    ];
    assert_eq!(pair(&legs), [Alone, Alone]);
}

#[test]
fn amount_sign_and_day_must_fit() {
    for other in [
        leg(SPAR, Some(BRUK), 2, 50_001),
        leg(SPAR, Some(BRUK), 2, -50_000),
        leg(SPAR, Some(BRUK), 8, 50_000),
        leg(BRUK, Some(BRUK), 2, 50_000),
    ] {
        let sides = pair(&[leg(BRUK, Some(SPAR), 2, -50_000), other]);
        assert_eq!(sides[0], Alone, "{other:?}");
    }
    let far = leg(SPAR, Some(BRUK), 7, 50_000);
    let sides = pair(&[leg(BRUK, Some(SPAR), 2, -50_000), far]);
    assert_eq!(sides, [With(1), With(0)]);
}

#[test]
fn zeros_and_accounts_that_name_themselves_pair_with_nothing() {
    let legs = [
        leg(BRUK, Some(SPAR), 2, 0),
        leg(SPAR, Some(BRUK), 2, 0),
        leg(BRUK, Some(BRUK), 2, -100),
    ];
    assert_eq!(pair(&legs), [Alone, Alone, Stranger]);
}

#[test]
fn the_nearest_day_wins_and_then_the_one_after() {
    let legs = [
        leg(SPAR, Some(BRUK), 1, 100),
        leg(SPAR, Some(BRUK), 4, 100),
        leg(BRUK, Some(SPAR), 3, -100),
        leg(SPAR, Some(BRUK), 2, 100),
    ];
    assert_eq!(pair(&legs), [Alone, With(2), With(1), Alone]);
}

#[test]
fn identical_transfers_of_a_day_pair_one_to_one() {
    let mut legs = vec![leg(BRUK, Some(SPAR), 2, -100); 3];
    legs.extend(vec![leg(SPAR, Some(BRUK), 2, 100); 2]);
    assert_eq!(pair(&legs), [With(3), With(4), Alone, With(0), With(1)]);
}

#[test]
fn those_that_name_each_other_come_before_the_nameless() {
    let legs = [
        leg(BRUK, Some(SPAR), 2, -100),
        leg(SPAR, None, 2, 100),
        leg(SPAR, Some(BRUK), 2, 100),
    ];
    assert_eq!(pair(&legs), [With(2), Stranger, With(0)]);
}

/// Trying each with each would take hours here.
#[test]
fn very_many_alike_are_paired_in_one_sweep() {
    let mut legs = vec![leg(BRUK, Some(SPAR), 2, -100); 100_000];
    legs.extend(vec![leg(SPAR, None, 5, 100); 100_000]);
    let sides = pair(&legs);
    assert_eq!(sides[0], With(100_000));
    assert!(sides.iter().all(|side| matches!(side, With(_))));
}

fn any_leg() -> impl Strategy<Value = Leg> {
    (
        0..3_usize,
        proptest::option::of(0..3_usize),
        1..12_i8,
        -2..=2_i64,
    )
        .prop_map(|(account, other, day, ore)| leg(account, other, day, ore))
}

/// What is asked of two legs, said once more without the search.
fn may_pair(a: &Leg, b: &Leg) -> bool {
    let names = |one: &Leg, two: &Leg| one.other == Some(two.account);
    let denies = |one: &Leg, two: &Leg| one.other.is_some() && !names(one, two);
    a.account != b.account
        && a.amount.ore() == -b.amount.ore()
        && !a.amount.is_zero()
        && a.day.days_until(b.day).abs() <= 5
        && (names(a, b) || names(b, a))
        && !denies(a, b)
        && !denies(b, a)
}

proptest! {
    #[test]
    fn pairs_are_mutual_lawful_and_none_is_left_out(
        legs in proptest::collection::vec(any_leg(), 0..40)
    ) {
        let sides = pair(&legs);
        prop_assert_eq!(&sides, &pair(&legs));
        for (i, side) in sides.iter().enumerate() {
            match *side {
                With(j) => {
                    prop_assert_eq!(sides[j], With(i));
                    prop_assert!(may_pair(&legs[i], &legs[j]));
                }
                Alone => prop_assert!(legs[i].other.is_some()),
                Stranger => {
                    prop_assert!(legs[i].other.is_none_or(|it| it == legs[i].account));
                }
            }
        }
        let single = |i: &usize| !matches!(sides[*i], With(_));
        for i in (0..legs.len()).filter(single) {
            for j in (0..legs.len()).filter(single) {
                prop_assert!(!may_pair(&legs[i], &legs[j]), "{i} and {j}");
            }
        }
    }
}
