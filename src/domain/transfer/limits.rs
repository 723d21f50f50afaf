use std::fmt;

use crate::domain::money::Amount;

/// What the customer lets a transfer be, from `[transfer]` in `config.toml`. Nothing is limited
/// where nothing is set.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Limits {
    /// The most that one transfer may move, in kroner.
    pub(crate) max_amount: Option<Amount>,
    /// The most that all transfers of a day may move together, in kroner.
    pub(crate) max_per_day: Option<Amount>,
    /// The only ways that money may go, from and to, as the customer wrote the accounts. An empty
    /// list allows none.
    pub(crate) allow: Option<Vec<(String, String)>>,
}

impl Limits {
    /// Checks `amount` against the limits; `moved_today` is what was sent today already, all that
    /// may have been sent included.
    ///
    /// # Errors
    /// The first limit that the transfer would go beyond.
    pub(crate) fn check_amount(
        &self,
        amount: Amount,
        moved_today: Amount,
    ) -> Result<(), LimitError> {
        if let Some(max) = self.max_amount.filter(|max| amount > *max) {
            return Err(LimitError::Amount { amount, max });
        }
        // A sum that cannot be held is beyond every limit.
        let sum = amount.checked_add(moved_today);
        let beyond = |max: &Amount| sum.is_none_or(|sum| sum > *max);
        match self.max_per_day.filter(beyond) {
            Some(max) => Err(LimitError::Day {
                amount,
                moved_today,
                max,
            }),
            None => Ok(()),
        }
    }
}

/// A limit of the customer's own that a transfer would go beyond.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum LimitError {
    /// More than one transfer may move.
    Amount { amount: Amount, max: Amount },
    /// More than a day's transfers may move together.
    Day {
        amount: Amount,
        moved_today: Amount,
        max: Amount,
    },
}

impl fmt::Display for LimitError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (name, max) = match self {
            Self::Amount { max, .. } => ("max_amount", max),
            Self::Day { max, .. } => ("max_per_day", max),
        };
        match self {
            Self::Day {
                amount,
                moved_today,
                ..
            } if !moved_today.is_zero() => write!(
                f,
                "with the {} already sent today, {} would be more than",
                moved_today.norwegian(),
                amount.norwegian()
            ),
            Self::Amount { amount, .. } | Self::Day { amount, .. } => {
                write!(f, "{} is more than", amount.norwegian())
            }
        }?;
        write!(
            f,
            " {name} ({}) of [transfer] in config.toml",
            max.norwegian()
        )
    }
}

impl std::error::Error for LimitError {}

#[cfg(test)]
mod tests {
    use super::*;

    fn kroner(kroner: i64) -> Amount {
        Amount::from_ore(kroner * 100)
    }

    fn limits(max_amount: Option<i64>, max_per_day: Option<i64>) -> Limits {
        Limits {
            max_amount: max_amount.map(kroner),
            max_per_day: max_per_day.map(kroner),
            allow: None,
        }
    }

    fn said(limits: &Limits, amount: Amount, moved_today: Amount) -> String {
        let error = limits.check_amount(amount, moved_today).unwrap_err();
        error.to_string()
    }

    #[test]
    fn nothing_set_limits_nothing() {
        let most = Amount::MOST_TYPED;
        assert_eq!(Limits::default().check_amount(most, most), Ok(()));
    }

    #[test]
    fn a_limit_itself_may_be_moved_and_an_oere_more_may_not() {
        let limits = limits(Some(1_000), Some(1_500));
        assert_eq!(limits.check_amount(kroner(1_000), Amount::ZERO), Ok(()));
        assert_eq!(limits.check_amount(kroner(1_000), kroner(500)), Ok(()));
        assert_eq!(
            said(&limits, Amount::from_ore(100_001), Amount::ZERO),
            "1 000,01 is more than max_amount (1 000,00) of [transfer] in config.toml"
        );
        assert_eq!(
            said(&limits, kroner(1_000), Amount::from_ore(50_001)),
            "with the 500,01 already sent today, 1 000,00 would be more than max_per_day (1 500,00) \
             of [transfer] in config.toml"
        );
    }

    #[test]
    fn the_limit_of_one_transfer_is_named_before_that_of_the_day() {
        let limits = limits(Some(100), Some(50));
        assert!(said(&limits, kroner(101), kroner(50)).contains("max_amount"));
        assert_eq!(
            said(&limits, kroner(51), Amount::ZERO),
            "51,00 is more than max_per_day (50,00) of [transfer] in config.toml"
        );
    }

    #[test]
    fn a_sum_that_cannot_be_held_is_beyond_the_day() {
        let most = Amount::read("792281625142643375935439503.35").unwrap();
        let one = Amount::from_ore(1);
        let limits = Limits {
            max_per_day: Some(most),
            ..Limits::default()
        };
        assert_eq!(limits.check_amount(one, Amount::ZERO), Ok(()));
        assert!(limits.check_amount(one, most).is_err());
        assert!(limits.check_amount(most, one).is_err());
        assert_eq!(Limits::default().check_amount(most, most), Ok(()));
    }
}
