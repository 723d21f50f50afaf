//! A part of an amount, in percent.

use std::fmt;

use crate::domain::money::Amount;

/// Percent with one decimal, rounded half away from zero.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Percent {
    tenths: i128,
}

impl Percent {
    /// `part` of `whole`; `None` unless the whole is more than nothing.
    pub(crate) fn of(part: Amount, whole: Amount) -> Option<Self> {
        let (part, whole) = (part.ore(), whole.ore());
        if whole <= 0 {
            return None;
        }
        // An amount has 96 bits at most, so that there is room for a factor of two thousand.
        let doubled = part.abs().checked_mul(2_000)?.checked_add(whole)?;
        let rounded = doubled / whole.checked_mul(2)?;
        Some(Self {
            tenths: rounded * part.signum(),
        })
    }

    /// As a Norwegian reads it: `-12,5 %`.
    pub(crate) fn norwegian(&self) -> String {
        format!("{} %", self.to_string().replace('.', ","))
    }
}

/// Exact, with a dot and one decimal: `-12.5`. Zero has no sign.
impl fmt::Display for Percent {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let sign = if self.tenths < 0 { "-" } else { "" };
        let tenths = self.tenths.abs();
        write!(f, "{sign}{}.{}", tenths / 10, tenths % 10)
    }
}

impl fmt::Debug for Percent {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{self} %")
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn of(part: &str, whole: &str) -> Option<String> {
        let amount = |text| Amount::read(text).unwrap();
        Percent::of(amount(part), amount(whole)).map(|it| it.to_string())
    }

    #[test]
    fn one_decimal_is_rounded_half_away_from_zero() {
        for (part, whole, expected) in [
            ("0", "100", "0.0"),
            ("100", "100", "100.0"),
            ("1", "3", "33.3"),
            ("2", "3", "66.7"),
            ("0.05", "100", "0.1"),
            ("-0.05", "100", "-0.1"),
            ("0.04", "100", "0.0"),
            ("-0.04", "100", "0.0"),
            ("-250", "100", "-250.0"),
            ("1", "0.01", "10000.0"),
            ("-1234.56", "0.07", "-1763657.1"),
        ] {
            assert_eq!(of(part, whole).as_deref(), Some(expected), "{part}/{whole}");
        }
    }

    #[test]
    fn nothing_has_no_part() {
        assert_eq!(of("0", "0"), None);
        assert_eq!(of("-5", "0"), None);
        assert_eq!(of("5", "-1"), None);
    }

    #[test]
    fn the_largest_amounts_have_parts_too() {
        let most = "792281625142643375935439503.35";
        assert_eq!(of(most, most).as_deref(), Some("100.0"));
        assert!(of(most, "0.01").is_some());
    }

    #[test]
    fn people_read_a_comma() {
        let percent = Percent::of(Amount::from_ore(-125), Amount::from_ore(1000)).unwrap();
        assert_eq!(percent.norwegian(), "-12,5 %");
    }

    proptest! {
        /// At most half a tenth off, checked by multiplication.
        #[test]
        fn no_rate_is_more_than_half_a_tenth_off(part in any::<i64>(), whole in 1..i64::MAX) {
            let percent = Percent::of(Amount::from_ore(part), Amount::from_ore(whole)).unwrap();
            let exact = i128::from(part) * 1_000;
            let off = (percent.tenths * i128::from(whole) - exact).abs();
            prop_assert!(off * 2 <= i128::from(whole));
        }
    }
}
