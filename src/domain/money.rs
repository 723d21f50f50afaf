//! Money: exact, in øre, in one currency at a time, and never a float.

use std::collections::BTreeMap;
use std::fmt;

mod amount;
mod error;
mod foreign;
mod number;
mod typed;

pub(crate) use amount::Amount;
pub(crate) use error::AmountError;
pub(crate) use foreign::ForeignAmount;

/// A currency by its three-letter code, as ISO 4217 writes it. Any three upper-case ASCII letters
/// are one: the bank's list is not ours to know.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) struct Currency([u8; 3]);

impl Currency {
    pub(crate) const NOK: Self = Self(*b"NOK");

    /// `None` unless `text` is exactly three upper-case ASCII letters.
    pub(crate) fn parse(text: &str) -> Option<Self> {
        let code: [u8; 3] = text.as_bytes().try_into().ok()?;
        code.iter()
            .all(u8::is_ascii_uppercase)
            .then_some(Self(code))
    }

    pub(crate) fn code(&self) -> &str {
        // The letters are ASCII, so the default is never taken.
        std::str::from_utf8(&self.0).unwrap_or_default()
    }
}

impl fmt::Display for Currency {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.code())
    }
}

impl fmt::Debug for Currency {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

/// Sums per currency. Two currencies are never added together.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Totals(BTreeMap<Currency, Amount>);

impl Totals {
    /// Adds `amount` to its currency's sum.
    ///
    /// # Errors
    /// [`Overflow`] if the sum cannot be held; the sum is then as it was.
    pub(crate) fn add(&mut self, currency: Currency, amount: Amount) -> Result<(), Overflow> {
        let sum = self.0.entry(currency).or_insert(Amount::ZERO);
        *sum = sum.checked_add(amount).ok_or(Overflow(currency))?;
        Ok(())
    }

    /// The sum of `currency`, if anything was added to it.
    pub(crate) fn get(&self, currency: Currency) -> Option<Amount> {
        self.0.get(&currency).copied()
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Kroner first, then the other currencies by their code.
    pub(crate) fn iter(&self) -> impl Iterator<Item = (Currency, Amount)> + '_ {
        let kroner = self.get(Currency::NOK).map(|sum| (Currency::NOK, sum));
        let others = self.0.iter().map(|(currency, sum)| (*currency, *sum));
        kroner
            .into_iter()
            .chain(others.filter(|(currency, _)| *currency != Currency::NOK))
    }
}

/// A sum grew beyond what can be held (about 10^26).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Overflow(pub(in crate::domain) Currency);

impl fmt::Display for Overflow {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "the amounts in {} add up to more than can be held exactly; ask for fewer at a time",
            self.0
        )
    }
}

impl std::error::Error for Overflow {}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_currency_is_three_capital_letters() {
        assert_eq!(Currency::parse("NOK"), Some(Currency::NOK));
        assert_eq!(
            Currency::parse("EUR").map(|c| c.to_string()),
            Some("EUR".into())
        );
        for text in ["", "NO", "nok", "NOKK", "N0K", "NÅ", "kr ", "ÅÅ"] {
            assert_eq!(Currency::parse(text), None, "{text}");
        }
    }

    #[test]
    fn sums_stay_apart_and_kroner_come_first() {
        let code = |text| Currency::parse(text).unwrap();
        let mut totals = Totals::default();
        assert!(totals.is_empty());
        for (currency, ore) in [
            ("USD", 1),
            ("NOK", 250),
            ("EUR", -5),
            ("NOK", -50),
            ("AUD", 0),
        ] {
            totals.add(code(currency), Amount::from_ore(ore)).unwrap();
        }
        let shown: Vec<String> = totals.iter().map(|(c, a)| format!("{c} {a}")).collect();
        assert_eq!(shown, ["NOK 2.00", "AUD 0.00", "EUR -0.05", "USD 0.01"]);
        assert_eq!(totals.get(code("SEK")), None);
    }

    #[test]
    fn a_sum_too_large_is_refused_and_left_as_it_was() {
        let most = Amount::read("792281625142643375935439503.35").unwrap();
        let mut totals = Totals::default();
        totals.add(Currency::NOK, most).unwrap();
        let error = totals.add(Currency::NOK, Amount::from_ore(1)).unwrap_err();
        assert!(error.to_string().contains("NOK"), "{error}");
        assert_eq!(totals.get(Currency::NOK), Some(most));
    }

    proptest! {
        #[test]
        fn no_text_panics(text in any::<String>()) {
            if let Some(currency) = Currency::parse(&text) {
                prop_assert_eq!(currency.to_string(), text);
            }
        }
    }
}
