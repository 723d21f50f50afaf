use std::fmt;

use crate::domain::quoted::Quoted;

use super::Amount;

/// Why a text is not an amount. Each one's `Display` is a sentence that says what to write instead.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum AmountError {
    /// Nothing but spaces.
    Empty,
    /// Not a number in the form that was asked for.
    NotANumber(Quoted),
    /// A third decimal that is not zero, or, typed, any third decimal.
    TooManyDecimals(Quoted),
    /// More than can be held exactly.
    OutOfRange(Quoted),
    /// Typed: `+` or `-` in front.
    Signed(Quoted),
    /// Typed: zero where something must move.
    Zero(Quoted),
    /// Typed: more than [`Amount::MOST_TYPED`].
    TooLarge(Quoted),
    /// Typed: `007`.
    LeadingZero(Quoted),
    /// Typed: spaces that are not between groups of three digits.
    Groups(Quoted),
    /// Typed: `1,234` or `1.000`: what stands before the separator and behind it.
    Ambiguous {
        text: Quoted,
        whole: String,
        rest: String,
    },
    /// Typed: dots or commas between groups, with the amount as it may be written.
    Grouped { text: Quoted, plain: String },
}

impl fmt::Display for AmountError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Empty => f.write_str("there is no amount; write one such as 250 or 1234,50"),
            Self::NotANumber(text) => write!(
                f,
                "{text} is not an amount; write digits with at most two decimals, such as 250 or 1234,50"
            ),
            Self::TooManyDecimals(text) => {
                write!(
                    f,
                    "{text} has more than two decimals; write at most two, such as 1234,50"
                )
            }
            Self::OutOfRange(text) => {
                write!(
                    f,
                    "{text} is too large to be held exactly; write an amount below 10^26"
                )
            }
            Self::Signed(text) => write!(
                f,
                "{text} has a sign, and an amount here never has one; write only the number, such as 250"
            ),
            Self::Zero(text) => {
                write!(
                    f,
                    "{text} is nothing; write an amount greater than zero, such as 0,01"
                )
            }
            Self::TooLarge(text) => write!(
                f,
                "{text} is more than the bank takes; write at most {}",
                Amount::MOST_TYPED.norwegian()
            ),
            Self::LeadingZero(text) => write!(
                f,
                "{text} starts with a zero as account numbers may and amounts do not; write the amount without it"
            ),
            Self::Groups(text) => write!(
                f,
                "{text} has spaces that are not between groups of three digits; write 1234,50, or \"1 234,50\" in quotes"
            ),
            Self::Ambiguous { text, whole, rest } => write!(
                f,
                "{text} can be read as {whole} {rest} (thousands) or as {whole},{rest} (three decimals); \
                 write {whole}{rest} for the first, and for the second at most two decimals"
            ),
            Self::Grouped { text, plain } => write!(
                f,
                "{text} groups its thousands with a dot or a comma, which are decimal signs here; \
                 if it is meant so, write {plain}"
            ),
        }
    }
}

impl std::error::Error for AmountError {}
