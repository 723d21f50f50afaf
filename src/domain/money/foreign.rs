use std::fmt;

use rust_decimal::Decimal;

use crate::domain::quoted::Quoted;

use super::amount::norwegian;
use super::number::Number;
use super::{Amount, AmountError};

/// The most decimals that are kept.
const MOST_DECIMALS: i64 = 28;

/// An amount in another currency, exactly as the bank wrote it: a dinar has three decimals, and a
/// converted sum may have more. At least two are shown, and none is ever rounded away.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) struct ForeignAmount(Decimal);

impl ForeignAmount {
    /// Reads a number as the bank writes it in JSON.
    ///
    /// # Errors
    /// An [`AmountError`] if it is no number, or has more digits than can be held exactly.
    pub(crate) fn read(text: &str) -> Result<Self, AmountError> {
        let number = Number::read(text)?;
        // The zeros that were written are kept where there is room for them.
        [number.written.max(number.decimals()), number.decimals()]
            .into_iter()
            .map(|decimals| decimals.max(2))
            .filter(|decimals| *decimals <= MOST_DECIMALS)
            .find_map(|decimals| {
                let units = number.at_scale(decimals)?;
                let scale = u32::try_from(decimals).ok()?;
                Decimal::try_from_i128_with_scale(units, scale).ok()
            })
            .map(Self)
            .ok_or_else(|| AmountError::OutOfRange(Quoted::new(text)))
    }

    /// What one unit of it cost where all of it cost `paid`, to ten significant digits: a rate is no
    /// money, so it may be rounded. `None` where either is nothing.
    pub(crate) fn unit_price(&self, paid: Amount) -> Option<String> {
        let paid = Decimal::try_from_i128_with_scale(paid.ore(), 2).ok()?;
        let price = paid.checked_div(self.0)?.abs().round_sf(10)?.normalize();
        (!price.is_zero()).then(|| price.to_string())
    }

    /// As a Norwegian reads it: `-1 234,500`.
    pub(crate) fn norwegian(&self) -> String {
        norwegian(&self.0.to_string())
    }
}

impl fmt::Display for ForeignAmount {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn keeps_every_decimal() {
        for (text, shown, norwegian) in [
            ("10", "10.00", "10,00"),
            ("-0", "0.00", "0,00"),
            ("1.5", "1.50", "1,50"),
            ("12.340", "12.340", "12,340"),
            ("-1234.5678", "-1234.5678", "-1 234,5678"),
            ("1E+2", "100.00", "100,00"),
            ("125e-3", "0.125", "0,125"),
            (
                "0.00000000000000000000000000001000e3",
                "0.00000000000000000000000001",
                "",
            ),
        ] {
            let amount = ForeignAmount::read(text).unwrap();
            assert_eq!(amount.to_string(), shown);
            if !norwegian.is_empty() {
                assert_eq!(amount.norwegian(), norwegian);
            }
        }
    }

    #[test]
    fn refuses_what_it_cannot_hold() {
        for text in [
            "",
            "NaN",
            "1e99",
            "1e-29",
            "9e9999999999999999999",
            "1,5",
            " 1",
            "0x10",
        ] {
            assert!(ForeignAmount::read(text).is_err(), "{text}");
        }
    }

    #[test]
    fn a_unit_has_a_price() {
        for (foreign, paid, price) in [
            ("-10", "-105.50", Some("10.55")),
            ("-3", "-10", Some("3.333333333")),
            ("10", "-105.50", Some("10.55")),
            ("1000000", "0.65", Some("0.00000065")),
            ("0", "1", None),
            ("1", "0", None),
        ] {
            let paid = Amount::read(paid).unwrap();
            let found = ForeignAmount::read(foreign).unwrap().unit_price(paid);
            assert_eq!(found.as_deref(), price, "{foreign}");
        }
    }

    proptest! {
        #[test]
        fn what_is_read_is_what_is_shown(units in any::<i64>(), decimals in 2_u32..20) {
            let shown = Decimal::from_i128_with_scale(units.into(), decimals).to_string();
            prop_assert_eq!(ForeignAmount::read(&shown).unwrap().to_string(), shown);
        }

        #[test]
        fn no_text_panics(text in any::<String>()) {
            let _ = ForeignAmount::read(&text).map(|amount| amount.norwegian());
        }

        #[test]
        fn nothing_near_a_number_panics(text in "-?[0-9]{0,40}\\.?[0-9]{0,40}([eE][+-]?[0-9]{0,25})?") {
            let _ = ForeignAmount::read(&text).map(|amount| amount.norwegian());
        }
    }
}
