use proptest::prelude::*;

use super::*;

/// The øre of a JSON number by long-hand arithmetic on its characters, or `None` if it is not
/// one or has a third decimal.
fn by_hand(text: &str) -> Option<String> {
    let (digits, power) = text.split_once(['e', 'E']).unwrap_or((text, "0"));
    let power: i32 = power.parse().ok()?;
    let (sign, digits) = digits
        .strip_prefix('-')
        .map_or(("", digits), |rest| ("-", rest));
    let (whole, decimals) = digits.split_once('.').unwrap_or((digits, "0"));
    let valid = |t: &str| !t.is_empty() && t.chars().all(|c| c.is_ascii_digit());
    if !valid(whole) || !valid(decimals) {
        return None;
    }
    let point = i32::try_from(whole.len()).ok()? + power + 2;
    let mut all: Vec<char> = whole.chars().chain(decimals.chars()).collect();
    while i32::try_from(all.len()).ok()? < point {
        all.push('0');
    }
    let (ore, rest) = all.split_at(usize::try_from(point.max(0)).ok()?);
    if rest.iter().any(|c| *c != '0') || (point < 0 && all.iter().any(|c| *c != '0')) {
        return None;
    }
    let ore: String = ore
        .iter()
        .collect::<String>()
        .trim_start_matches('0')
        .into();
    Some(if ore.is_empty() {
        "0".into()
    } else {
        format!("{sign}{ore}")
    })
}

#[test]
fn reads_what_the_bank_writes() {
    for (text, shown) in [
        ("0", "0.00"),
        ("-0", "0.00"),
        ("-0.00", "0.00"),
        ("0E+99999999999999999999", "0.00"),
        ("-349", "-349.00"),
        ("-0.5", "-0.50"),
        ("0.05", "0.05"),
        ("12.3400", "12.34"),
        ("1E+2", "100.00"),
        ("125e-2", "1.25"),
        ("1234567890123456.78", "1234567890123456.78"),
        ("9223372036854775807", "9223372036854775807.00"),
        (
            "792281625142643375935439503.35",
            "792281625142643375935439503.35",
        ),
        (
            "-792281625142643375935439503.35",
            "-792281625142643375935439503.35",
        ),
    ] {
        assert_eq!(Amount::read(text).unwrap().to_string(), shown, "{text}");
    }
}

#[test]
fn refuses_what_is_not_exactly_money() {
    for (text, sentence) in [
        ("", "no amount"),
        ("12.345", "more than two decimals"),
        ("1e-3", "more than two decimals"),
        ("1e-99999999999999999999", "more than two decimals"),
        ("792281625142643375935439503.36", "too large"),
        ("1e99999999999999999999", "too large"),
        ("9999999999999999999999999999999999999999999", "too large"),
    ] {
        let error = Amount::read(text).unwrap_err().to_string();
        assert!(error.contains(sentence), "{text}: {error}");
    }
    for text in [
        "NaN", "inf", "-", ".5", "1.", "+1", " 1", "1,5", "1e", "1e+", "0x10", "٣", "1_0",
    ] {
        assert!(
            matches!(Amount::read(text), Err(AmountError::NotANumber(_))),
            "{text}"
        );
    }
}

#[test]
fn shows_money_the_norwegian_way() {
    for (ore, norwegian) in [
        (0, "0,00"),
        (-5, "-0,05"),
        (12_345, "123,45"),
        (123_450, "1 234,50"),
        (-99_999_900, "-999 999,00"),
        (100_000_000_000, "1 000 000 000,00"),
    ] {
        assert_eq!(Amount::from_ore(ore).norwegian(), norwegian);
    }
    assert_eq!(Amount::MOST_TYPED, Amount::from_ore(100_000_000_000));
    assert_eq!(format!("[{:>8}]", Amount::from_ore(-5)), "[   -0.05]");
}

#[test]
fn arithmetic_stops_at_the_edge() {
    let most = Amount::read("792281625142643375935439503.35").unwrap();
    let one = Amount::from_ore(1);
    assert_eq!(most.checked_add(one), None);
    let least = Amount::read("-792281625142643375935439503.35").unwrap();
    assert_eq!(least.checked_add(Amount::from_ore(-1)), None);
    assert_eq!(least.checked_sub(one), None);
    assert_eq!(most.checked_sub(Amount::from_ore(-1)), None);
    assert_eq!(Amount::from_ore(-1).checked_add(one), Some(Amount::ZERO));
    assert_eq!(most.checked_sub(most), Some(Amount::ZERO));
    assert_eq!(Amount::from_ore(-1).abs(), one);
    assert!(Amount::from_ore(-1) < Amount::ZERO && Amount::from_ore(-1).is_negative());
}

proptest! {
    #[test]
    fn reading_what_was_shown_is_the_identity(ore in any::<i64>()) {
        let amount = Amount::from_ore(ore);
        prop_assert_eq!(Amount::read(&amount.to_string()).unwrap(), amount);
        prop_assert_eq!(amount.ore(), i128::from(ore));
        let plain = amount.norwegian().replace(' ', "").replace(',', ".");
        prop_assert_eq!(plain, amount.to_string());
    }

    #[test]
    fn numbers_mean_what_long_hand_says(
        text in "-?[0-9]{0,9}(\\.[0-9]{0,5})?([eE][+-]?[0-9]{0,2})?"
    ) {
        let read = Amount::read(&text).ok().map(|amount| amount.ore().to_string());
        let hand = by_hand(&text).filter(|ore| ore.trim_start_matches('-').len() < 29);
        // Beyond 28 digits the edge is not a decimal one; the examples hold it.
        if read.as_ref().is_none_or(|ore| ore.trim_start_matches('-').len() < 29) {
            prop_assert_eq!(read, hand);
        }
    }

    #[test]
    fn no_text_panics(text in any::<String>()) {
        if Amount::read(&text).is_ok() {
            prop_assert!(text.chars().all(|c| "0123456789.-+eE".contains(c)));
        }
    }

    #[test]
    fn sums_are_those_of_ore(a in any::<i64>(), b in any::<i64>()) {
        let (x, y) = (Amount::from_ore(a), Amount::from_ore(b));
        prop_assert_eq!(x.checked_add(y).unwrap().ore(), i128::from(a) + i128::from(b));
        prop_assert_eq!(x.checked_sub(y).unwrap().ore(), i128::from(a) - i128::from(b));
        prop_assert_eq!(x.cmp(&y), a.cmp(&b));
        prop_assert_eq!(x == y, a == b);
    }
}
