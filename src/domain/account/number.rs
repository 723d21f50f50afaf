use std::fmt;

use crate::domain::quoted::Quoted;
use crate::domain::text::Foreign;

/// What multiplies the first ten digits of an account number in its check.
const WEIGHTS: [u32; 10] = [5, 4, 3, 2, 7, 6, 5, 4, 3, 2];

/// The number of an account: eleven digits, or for a card `K` and ten digits, or whatever else the
/// bank may send.
#[derive(Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) struct AccountNumber(Form);

#[derive(Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
enum Form {
    Account([u8; 11]),
    Card([u8; 11]),
    Other(Foreign<'static>),
}

impl AccountNumber {
    /// Reads a number that somebody typed, with or without dots and spaces between the digits, and
    /// checks its last digit: `12345678903`, `1234.56.78903`, `k1234567890`.
    ///
    /// # Errors
    /// [`NumberError`] tells a wrong count of digits from a failed check and from other text.
    pub(crate) fn parse(text: &str) -> Result<Self, NumberError> {
        let plain = compact(text).ok_or_else(|| NumberError::NotANumber(Quoted::new(text)))?;
        match form(&plain) {
            Some(Form::Account(digits)) if !has_right_check_digit(&digits) => {
                Err(NumberError::CheckDigit(Quoted::new(text)))
            }
            Some(form) => Ok(Self(form)),
            None => Err(match plain.strip_prefix('K') {
                Some(digits) => NumberError::CardDigits {
                    text: Quoted::new(text),
                    digits: digits.len(),
                },
                None => NumberError::Digits {
                    text: Quoted::new(text),
                    digits: plain.len(),
                },
            }),
        }
    }

    /// Takes a number as the bank writes it, and refuses none: no check, and text in an unknown
    /// form stays as it is.
    pub(crate) fn read(text: &str) -> Self {
        let known = compact(text).and_then(|plain| form(&plain));
        Self(known.unwrap_or_else(|| Form::Other(Foreign::new(text.to_owned()))))
    }

    /// Without dots or spaces, as the bank takes it: `12345678903`, `K1234567890`. A number in an
    /// unknown form is as the bank wrote it; show it only through `Display`.
    pub(crate) fn digits(&self) -> &str {
        match &self.0 {
            // The bytes are ASCII, so the default is never taken.
            Form::Account(bytes) | Form::Card(bytes) => {
                std::str::from_utf8(bytes).unwrap_or_default()
            }
            Form::Other(text) => text.raw(),
        }
    }

    /// Whether this is the number of an account: eleven digits.
    pub(crate) fn is_account(&self) -> bool {
        matches!(self.0, Form::Account(_))
    }

    /// Whether this is a card: `K` and ten digits.
    pub(crate) fn is_card(&self) -> bool {
        matches!(self.0, Form::Card(_))
    }
}

/// `1234.56.78903`; cards and unknown forms as they are.
impl fmt::Display for AccountNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.0 {
            Form::Other(text) => f.pad(&text.to_string()),
            Form::Card(_) => f.pad(self.digits()),
            Form::Account(digits) => {
                let mut dotted = String::with_capacity(13);
                for (place, byte) in digits.iter().enumerate() {
                    if matches!(place, 4 | 6) {
                        dotted.push('.');
                    }
                    dotted.push(char::from(*byte));
                }
                f.pad(&dotted)
            }
        }
    }
}

impl fmt::Debug for AccountNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{self}")
    }
}

/// The digits, and a capital `K` before a card's, without dots and spaces; `None` if there is
/// anything else in the text, or nothing.
pub(super) fn compact(text: &str) -> Option<String> {
    let plain: String = text
        .chars()
        .filter(|c| !matches!(c, '.' | ' ' | '\u{A0}' | '\u{2009}' | '\u{202F}'))
        .map(|c| if c == 'k' { 'K' } else { c })
        .collect();
    let digits = plain.strip_prefix('K').unwrap_or(&plain);
    let fits = !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit());
    fits.then_some(plain)
}

fn form(plain: &str) -> Option<Form> {
    let bytes: [u8; 11] = plain.as_bytes().try_into().ok()?;
    Some(if plain.starts_with('K') {
        Form::Card(bytes)
    } else {
        Form::Account(bytes)
    })
}

/// The weighted sum with the check digit counted once is a multiple of eleven.
fn has_right_check_digit(digits: &[u8; 11]) -> bool {
    let weights = WEIGHTS.into_iter().chain([1]);
    let sum: u32 = digits
        .iter()
        .zip(weights)
        .map(|(byte, weight)| u32::from(byte & 0x0F) * weight)
        .sum();
    sum.is_multiple_of(11)
}

/// Why a text is not an account number.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum NumberError {
    /// It has more in it than digits, dots and spaces.
    NotANumber(Quoted),
    /// That many digits instead of eleven.
    Digits { text: Quoted, digits: usize },
    /// That many digits after the `K` instead of ten.
    CardDigits { text: Quoted, digits: usize },
    /// Eleven digits, of which at least one is wrong.
    CheckDigit(Quoted),
}

impl fmt::Display for NumberError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotANumber(text) => write!(
                f,
                "{text} is not an account number; write eleven digits, such as 1234.56.78903"
            ),
            Self::Digits { text, digits: 1 } => {
                write!(
                    f,
                    "{text} has 1 digit, and an account number has 11; write all of them"
                )
            }
            Self::Digits { text, digits } => write!(
                f,
                "{text} has {digits} digits, and an account number has 11; write exactly those"
            ),
            Self::CardDigits { text, digits } => write!(
                f,
                "{text} has {digits} after its K, and a card has 10 digits; write exactly those"
            ),
            Self::CheckDigit(text) => write!(
                f,
                "{text} is mistyped: its last digit does not match the others; compare it and write it again"
            ),
        }
    }
}

impl std::error::Error for NumberError {}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn reads_numbers_as_people_write_them() {
        for text in [
            "12345678903",
            "1234.56.78903",
            "1234 56 78903",
            "1234\u{a0}56\u{a0}78903",
            " 12345678903 ",
        ] {
            let number = AccountNumber::parse(text).unwrap();
            assert_eq!(number.digits(), "12345678903");
            assert_eq!(number.to_string(), "1234.56.78903");
            assert!(!number.is_card());
        }
        let card = AccountNumber::parse("k12345 67890").unwrap();
        assert_eq!(
            (card.digits(), card.to_string().as_str()),
            ("K1234567890", "K1234567890")
        );
        assert!(card.is_card());
    }

    #[test]
    fn tells_what_is_wrong() {
        let said = |text| AccountNumber::parse(text).unwrap_err().to_string();
        assert!(said("12345678904").contains("last digit does not match"));
        assert!(said("1234.56.7890").contains("has 10 digits, and an account number has 11"));
        assert!(said("K123").contains("has 3 after its K"));
        for text in [
            "",
            " ",
            "K",
            "Brukskonto",
            "1234-56-78903",
            "KK123456789",
            "1234567890K",
            "٠٠٠٠٠٠٠٠٠٠٠",
            "NO9312345678903",
        ] {
            assert!(said(text).contains("is not an account number"), "{text}");
        }
    }

    #[test]
    fn takes_whatever_the_bank_sends() {
        assert_eq!(
            AccountNumber::read("12345678903"),
            AccountNumber::parse("1234.56.78903").unwrap()
        );
        let unchecked = AccountNumber::read("12345678904");
        assert_eq!(unchecked.to_string(), "1234.56.78904");
        let odd = AccountNumber::read("NO93\u{1b}[2J");
        assert_eq!(
            (odd.digits(), odd.to_string().as_str()),
            ("NO93\u{1b}[2J", "NO93\u{fffd}[2J")
        );
        assert_eq!(AccountNumber::read("").digits(), "");
    }

    proptest! {
        #[test]
        fn one_check_digit_at_most_is_right(front in "[0-9]{10}") {
            let right = (0..10).filter(|last| AccountNumber::parse(&format!("{front}{last}")).is_ok());
            prop_assert!(right.count() <= 1);
        }

        #[test]
        fn one_wrong_digit_is_always_found(front in "[0-9]{10}", place in 0_usize..11, shift in 1_u8..10) {
            let valid = (0..10).map(|last| format!("{front}{last}")).find(|n| AccountNumber::parse(n).is_ok());
            if let Some(valid) = valid {
                let mut bytes = valid.into_bytes();
                bytes[place] = (bytes[place] - b'0' + shift) % 10 + b'0';
                let wrong = String::from_utf8(bytes).unwrap();
                prop_assert!(matches!(AccountNumber::parse(&wrong), Err(NumberError::CheckDigit(_))));
            }
        }

        #[test]
        fn nothing_else_is_taken(any in any::<String>(), near in "[kK]?[0-9. \u{a0}]{8,14}") {
            for text in [any, near] {
                let _ = AccountNumber::read(&text).to_string();
                if let Ok(number) = AccountNumber::parse(&text) {
                    let digits = text.chars().filter(char::is_ascii_digit).count();
                    prop_assert_eq!(digits, if number.is_card() { 10 } else { 11 });
                    let known = "kK0123456789. \u{a0}\u{2009}\u{202f}";
                    prop_assert!(text.chars().all(|c| known.contains(c)));
                    prop_assert_eq!(AccountNumber::parse(&number.to_string()), Ok(number.clone()));
                    prop_assert_eq!(AccountNumber::read(number.digits()), number);
                }
            }
        }
    }
}
