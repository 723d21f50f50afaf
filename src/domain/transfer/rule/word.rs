//! The amount as it is typed: a number, `all`, or a part such as `10%`.
//!
//! ```text
//! word    = amount | "all" | percent
//! percent = amount "%"          greater than 0, at most 100
//! ```
//!
//! `amount` is the grammar of [`Amount::typed`]. Plain spaces around the word are let be, and `all`
//! may be in any case.

use std::fmt;

use crate::domain::money::{Amount, AmountError};
use crate::domain::quoted::Quoted;

/// What was typed where an amount stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Word {
    Fixed(Amount),
    All,
    Percent(Percent),
}

impl Word {
    /// Reads an amount, `all` or a part such as `10%`, `2,5%` or `0.25 %`.
    ///
    /// # Errors
    /// A [`WordError`] that says what to write instead.
    pub(crate) fn parse(text: &str) -> Result<Self, WordError> {
        let typed = text.trim_matches(' ');
        if typed.eq_ignore_ascii_case("all") {
            return Ok(Self::All);
        }
        if let Some(number) = typed.strip_suffix('%') {
            return Percent::typed(number)
                .map(Self::Percent)
                .ok_or_else(|| WordError::NotAPart(Quoted::new(text)));
        }
        Amount::typed(text)
            .map(Self::Fixed)
            .map_err(|error| match error {
                AmountError::NotANumber(text) => WordError::NotAWord(text),
                error => WordError::Amount(error),
            })
    }
}

/// Why a text is neither an amount nor a word for one. Each one's `Display` is a sentence that says
/// what to write instead.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum WordError {
    /// Neither digits nor a word that is known: `alle`, `10 prosent`.
    NotAWord(Quoted),
    /// With a `%`, and not a number of them that can be taken.
    NotAPart(Quoted),
    /// Digits that are not an amount to move.
    Amount(AmountError),
}

impl fmt::Display for WordError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotAWord(text) => write!(
                f,
                "{text} is not an amount; write digits with at most two decimals, such as 250 or 1234,50, \
                 or all for the whole balance, or a part of it such as 10%"
            ),
            Self::NotAPart(text) => write!(
                f,
                "{text} is not a part of a balance; write a number above 0 and up to 100 without a sign, \
                 with at most two decimals, such as 10% or 2,5%, or write all"
            ),
            Self::Amount(error) => error.fmt(f),
        }
    }
}

impl std::error::Error for WordError {}

/// A part of a balance in hundredths of a percent, from 1 (0,01 %) to 10 000 (100 %).
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) struct Percent(u16);

impl Percent {
    /// The whole, in hundredths of a percent.
    const WHOLE: u16 = 10_000;

    /// From the number before the sign, which is written as amounts are.
    fn typed(number: &str) -> Option<Self> {
        let hundredths = u16::try_from(Amount::typed(number).ok()?.ore()).ok()?;
        (hundredths <= Self::WHOLE).then_some(Self(hundredths))
    }

    /// That part of `whole` rounded down to the øre, and whether anything was rounded away. `None`
    /// beyond what an amount holds.
    pub(super) fn of(self, whole: Amount) -> Option<(Amount, bool)> {
        let product = whole.ore().checked_mul(i128::from(self.0))?;
        let ore = product.div_euclid(i128::from(Self::WHOLE));
        let rounded = product.rem_euclid(i128::from(Self::WHOLE)) != 0;
        Some((Amount::from_wide_ore(ore)?, rounded))
    }

    /// With a dot and two decimals, `2.50%`, as [`Word::parse`] reads it too.
    pub(super) fn canonical(self) -> String {
        format!("{}.{:02}%", self.0 / 100, self.0 % 100)
    }
}

/// As a Norwegian writes it: `10 %`, `2,5 %`, `0,25 %`.
impl fmt::Display for Percent {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (self.0 / 100, self.0 % 100) {
            (whole, 0) => write!(f, "{whole} %"),
            (whole, rest) if rest % 10 == 0 => write!(f, "{whole},{} %", rest / 10),
            (whole, rest) => write!(f, "{whole},{rest:02} %"),
        }
    }
}

impl fmt::Debug for Percent {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{self}")
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn reads_amounts_and_words() {
        for (text, shown) in [
            ("250", "Fixed(250.00)"),
            ("1 234,56", "Fixed(1234.56)"),
            ("all", "All"),
            (" ALL ", "All"),
            ("All", "All"),
            ("10%", "Percent(10 %)"),
            ("2,5%", "Percent(2,5 %)"),
            ("0.25 %", "Percent(0,25 %)"),
            ("0,05 %", "Percent(0,05 %)"),
            (" 33.33% ", "Percent(33,33 %)"),
            ("12\u{a0}%", "Percent(12 %)"),
            ("100%", "Percent(100 %)"),
            ("100.00%", "Percent(100 %)"),
            ("0.01%", "Percent(0,01 %)"),
        ] {
            let word = Word::parse(text).unwrap();
            assert_eq!(format!("{word:?}"), shown, "{text}");
        }
    }

    #[test]
    fn refuses_with_what_to_write() {
        for text in [
            "alle",
            "10 prosent",
            "ALLES",
            "%10",
            "10%5",
            "a11",
            "everything",
            "1e3",
            "½",
            "10％",
            "al l",
            "all,",
            "\tall",
            "10%\n",
        ] {
            let said = Word::parse(text).unwrap_err().to_string();
            assert!(
                said.contains("is not an amount") && said.contains("all ") && said.contains("10%"),
                "{text}: {said}"
            );
        }
        for text in [
            "%",
            " %",
            "0%",
            "0.00%",
            "100.01%",
            "101%",
            "1 000%",
            "-5%",
            "+5%",
            "1e1%",
            "2.555%",
            "1,234%",
            "10%%",
            "10\n%",
            "all%",
            "007%",
            ".5%",
            "5.%",
            "1.2.3%",
            "٣%",
            "0x1%",
            "99999999999999999999999999999999999999999%",
            "NaN%",
            "inf%",
            "656.36%",
        ] {
            let said = Word::parse(text).unwrap_err().to_string();
            assert!(
                said.contains("is not a part") && said.contains("such as 10%"),
                "{text}: {said}"
            );
        }
    }

    #[test]
    fn passes_on_what_is_wrong_with_an_amount() {
        for text in [
            "",
            "-5",
            "0",
            "1,234",
            "1.234,56",
            "1000000000.01",
            "12 34",
            "01",
            "0.004",
        ] {
            let error = Amount::typed(text).unwrap_err();
            assert_eq!(Word::parse(text), Err(WordError::Amount(error)), "{text}");
        }
    }

    /// The hundredths that a text has by the grammar, apart from the code above.
    fn hundredths(text: &str) -> Option<u32> {
        let number = text.strip_suffix('%')?.trim_matches(' ');
        let (whole, decimals) = number.split_once(['.', ',']).unwrap_or((number, "0"));
        let digits = |part: &str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit());
        let zero = whole.len() > 1 && whole.starts_with('0');
        if !digits(whole) || !digits(decimals) || decimals.len() > 2 || whole.len() > 3 || zero {
            return None;
        }
        let decimals: u32 = format!("{decimals:0<2}").parse().unwrap();
        let sum = whole.parse::<u32>().unwrap() * 100 + decimals;
        (1..=10_000).contains(&sum).then_some(sum)
    }

    proptest! {
        #[test]
        fn reading_what_is_canonical_is_the_identity(hundredths in 1_u16..=10_000) {
            let percent = Percent(hundredths);
            prop_assert_eq!(Word::parse(&percent.canonical()), Ok(Word::Percent(percent)));
            prop_assert_eq!(Word::parse(&percent.to_string()), Ok(Word::Percent(percent)));
        }

        #[test]
        fn nothing_outside_the_grammar_is_a_part(
            near in "[0-9]{0,4}[., ]?[0-9]{0,3} ?%", text in "[-+0-9e.,% ]{0,8}"
        ) {
            for text in [near, text] {
                let read = match Word::parse(text.trim_matches(' ')) {
                    Ok(Word::Percent(percent)) => Some(u32::from(percent.0)),
                    _ => None,
                };
                prop_assert_eq!(read, hundredths(text.trim_matches(' ')), "{:?}", text);
            }
        }

        #[test]
        fn no_text_panics(any in any::<String>(), near in "[aAlL0-9%,. e+-]{0,8}") {
            for text in [any, near] {
                match Word::parse(&text) {
                    Ok(Word::All) => prop_assert_eq!(text.trim().to_lowercase(), "all"),
                    Ok(Word::Fixed(amount)) => prop_assert_eq!(Amount::typed(&text), Ok(amount)),
                    Ok(Word::Percent(_)) => prop_assert!(text.trim().ends_with('%')),
                    Err(error) => prop_assert!(error.to_string().contains("write")),
                }
            }
        }

        #[test]
        fn a_part_is_exact(hundredths in 1_u16..=10_000, ore in any::<i64>()) {
            let (part, rounded) = Percent(hundredths).of(Amount::from_ore(ore)).unwrap();
            let exact = i128::from(ore) * i128::from(hundredths);
            let left = exact - part.ore() * 10_000;
            prop_assert!((0..10_000).contains(&left));
            prop_assert_eq!(rounded, left != 0);
        }
    }
}
