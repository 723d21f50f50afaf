use proptest::prelude::*;

use super::*;

/// From a few values, so that equal rules and balances at an edge are met often.
fn some_ore() -> impl Strategy<Value = i64> {
    prop_oneof![0_i64..4, 0_i64..1_000_000, Just(100_000_000_000)]
}

fn some_amount() -> impl Strategy<Value = Amount> {
    some_ore().prop_map(Amount::from_ore)
}

fn some_balance() -> impl Strategy<Value = Amount> {
    prop_oneof![some_ore(), -1_000_i64..10, any::<i64>()].prop_map(Amount::from_ore)
}

fn some_percent() -> impl Strategy<Value = Percent> {
    (1_i64..=10_000).prop_map(|hundredths| {
        let text = format!("{}%", Amount::from_ore(hundredths));
        match Word::parse(&text) {
            Ok(Word::Percent(percent)) => percent,
            other => panic!("{text}: {other:?}"),
        }
    })
}

fn some_rule() -> impl Strategy<Value = Rule> {
    let what = prop_oneof![
        some_amount().prop_map(Quantity::Fixed),
        Just(Quantity::All),
        some_percent().prop_map(Quantity::Percent),
        some_amount().prop_map(Quantity::TopUpTo),
    ];
    let limit = || proptest::option::of(some_amount());
    (what, limit(), limit(), limit()).prop_map(|(what, keep, if_below, if_above)| Rule {
        what,
        keep,
        if_below,
        if_above,
    })
}

fn moved(decision: &Decision) -> Option<i128> {
    match decision {
        Decision::Move { amount, .. } => Some(amount.ore()),
        Decision::Nothing { .. } => None,
    }
}

/// What a rule moves, in øre, by its definition and apart from the code.
fn by_definition(rule: &Rule, from: i128, to: i128) -> Option<i128> {
    let ore = |amount: Option<Amount>| amount.map(|amount| amount.ore());
    let asked = match rule.what {
        Quantity::TopUpTo(_) => to,
        _ => from,
    };
    if ore(rule.if_below).is_some_and(|limit| asked >= limit)
        || ore(rule.if_above).is_some_and(|limit| asked <= limit)
    {
        return None;
    }
    let room = ore(rule.keep).map_or(i128::MAX, |keep| from - keep);
    let amount = match rule.what {
        Quantity::Fixed(amount) if amount.ore() <= room => amount.ore(),
        Quantity::Fixed(_) => 0,
        Quantity::All => from.min(room),
        Quantity::Percent(percent) => {
            let hundredths = kr(percent.canonical().trim_end_matches('%')).ore();
            (from * hundredths).div_euclid(10_000).min(room)
        }
        Quantity::TopUpTo(target) => (target.ore() - to).min(room),
    };
    (amount > 0).then_some(amount)
}

proptest! {
    #[test]
    fn decides_as_defined(rule in some_rule(), from in some_balance(), to in some_balance()) {
        let decision = rule.decide(&LABELS, Some(from), Some(to)).unwrap();
        let amount = moved(&decision);
        prop_assert_eq!(amount, by_definition(&rule, from.ore(), to.ore()));
        prop_assert!(amount.is_none_or(|amount| amount > 0));
        if let (Some(amount), Some(keep)) = (amount, rule.keep) {
            prop_assert!(amount <= from.ore() - keep.ore());
        }
        if let (Some(amount), Quantity::Fixed(fixed)) = (amount, rule.what) {
            prop_assert_eq!(amount, fixed.ore());
        }
        match decision {
            Decision::Move { arithmetic, .. } => {
                prop_assert_eq!(arithmetic.is_empty(), !rule.needs_balance());
            }
            Decision::Nothing { arithmetic } => prop_assert!(!arithmetic.is_empty()),
        }
    }

    #[test]
    fn the_whole_is_all(keep in proptest::option::of(some_amount()), from in some_balance()) {
        let decide = |text| {
            let rule = Rule { keep, ..word(text) };
            moved(&rule.decide(&LABELS, Some(from), None).unwrap())
        };
        prop_assert_eq!(decide("100%"), decide("all"));
    }

    #[test]
    fn no_condition_holds_at_its_limit(rule in some_rule(), at in some_balance()) {
        for edge in [Rule { if_below: Some(at), ..rule.clone() }, Rule { if_above: Some(at), ..rule }] {
            let decision = edge.decide(&LABELS, Some(at), Some(at)).unwrap();
            prop_assert_eq!(moved(&decision), None);
        }
    }

    #[test]
    fn one_text_is_one_rule(one in some_rule(), other in some_rule(), near in some_rule()) {
        let near = Rule { keep: near.keep, ..one.clone() };
        for other in [other, near] {
            prop_assert_eq!(one == other, one.canonical() == other.canonical());
        }
    }

    #[test]
    fn a_balance_that_was_not_told_is_never_guessed(
        rule in some_rule(), from in proptest::option::of(some_balance()), to in proptest::option::of(some_balance())
    ) {
        let told = rule.decide(&LABELS, from, to);
        if let Ok(decision) = told {
            for guess in [Amount::ZERO, Amount::MOST_TYPED, Amount::from_ore(-1)] {
                let guessed = rule.decide(&LABELS, from.or(Some(guess)), to.or(Some(guess)));
                prop_assert_eq!(guessed.as_ref(), Ok(&decision));
            }
        } else {
            prop_assert!(rule.needs_balance() && (from.is_none() || to.is_none()));
        }
    }
}
