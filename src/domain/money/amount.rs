use std::fmt;

use rust_decimal::Decimal;

use crate::domain::quoted::Quoted;

use super::number::Number;
use super::{AmountError, typed};

/// The decimals of every amount.
const SCALE: u32 = 2;

/// Exact money with two decimals, in a currency that is kept beside it. It comes from øre, from the
/// bank's own text or from what somebody typed; never from a float.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) struct Amount(Decimal);

impl Amount {
    pub(crate) const ZERO: Self = Self(Decimal::from_parts(0, 0, 0, false, SCALE));

    /// The largest amount that can be typed, and that any of the bank's transfers takes:
    /// 1 000 000 000,00.
    pub(crate) const MOST_TYPED: Self =
        Self(Decimal::from_parts(0x4876_E800, 0x17, 0, false, SCALE));

    /// From hundredths (øre, for kroner).
    pub(crate) fn from_ore(ore: i64) -> Self {
        Self(Decimal::new(ore, SCALE))
    }

    /// `None` beyond 96 bits, about ±7.9 × 10^28 øre.
    pub(crate) fn from_wide_ore(ore: i128) -> Option<Self> {
        Decimal::try_from_i128_with_scale(ore, SCALE).ok().map(Self)
    }

    /// In hundredths (øre, for kroner).
    pub(crate) fn ore(&self) -> i128 {
        self.0.mantissa()
    }

    /// Reads a number as the bank writes it in JSON: `-349`, `12.3400`, `1E+2`.
    ///
    /// # Errors
    /// An [`AmountError`] if it is no number, cannot be held, or has a third decimal that is not
    /// zero: nothing is ever rounded.
    pub(crate) fn read(text: &str) -> Result<Self, AmountError> {
        if let Some(ore) = plain_ore(text.as_bytes()) {
            return Ok(Self::from_ore(ore));
        }
        let number = Number::read(text)?;
        if number.decimals() > i64::from(SCALE) {
            return Err(AmountError::TooManyDecimals(Quoted::new(text)));
        }
        number
            .at_scale(i64::from(SCALE))
            .and_then(Self::from_wide_ore)
            .ok_or_else(|| AmountError::OutOfRange(Quoted::new(text)))
    }

    /// Reads an amount to move as it is typed: greater than zero, no sign, at most two decimals
    /// after a dot or a comma, and spaces between groups of three digits or none: `250`, `250.5`,
    /// `250,50`, `1 234,56`. Dots and commas never group.
    ///
    /// # Errors
    /// An [`AmountError`] that says what to write instead. `1,234` and `1.000` are refused with
    /// both readings, and `1.234,56` with the one to write.
    pub(crate) fn typed(text: &str) -> Result<Self, AmountError> {
        let amount = typed::read(text)?;
        if amount.is_zero() {
            return Err(AmountError::Zero(Quoted::new(text)));
        }
        Ok(amount)
    }

    pub(crate) fn checked_add(self, other: Self) -> Option<Self> {
        Self::from_wide_ore(self.ore().checked_add(other.ore())?)
    }

    pub(crate) fn checked_sub(self, other: Self) -> Option<Self> {
        Self::from_wide_ore(self.ore().checked_sub(other.ore())?)
    }

    /// The amount without its sign.
    pub(crate) fn abs(self) -> Self {
        Self(self.0.abs())
    }

    pub(crate) fn is_negative(&self) -> bool {
        self.ore() < 0
    }

    pub(crate) fn is_zero(&self) -> bool {
        self.ore() == 0
    }

    /// As a Norwegian reads it: `-1 234,50`, with plain spaces.
    pub(crate) fn norwegian(&self) -> String {
        norwegian(&self.to_string())
    }
}

/// Exact, with a dot and two decimals: `-349.00`. Zero has no sign.
impl fmt::Display for Amount {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut shown = [0_u8; 40];
        let mut left = self.ore().unsigned_abs();
        let mut length = 0_usize;
        // Backwards from the end: two decimals, the dot, at least one digit, the sign.
        for (place, byte) in shown.iter_mut().rev().enumerate() {
            if place == 2 {
                *byte = b'.';
            } else if place > 3 && left == 0 {
                if self.is_negative() {
                    *byte = b'-';
                    length = place.saturating_add(1);
                }
                break;
            } else {
                let (rest, digit) = last_digit(left);
                *byte = digit;
                left = rest;
            }
            length = place.saturating_add(1);
        }
        let from = shown.len().saturating_sub(length);
        // ASCII only, and as long as was counted: the defaults are never taken.
        f.pad(std::str::from_utf8(shown.get(from..).unwrap_or_default()).unwrap_or_default())
    }
}

/// A number without its last digit, and that digit in ASCII. Division in 64 bits is many times
/// faster, and enough for all money there is.
fn last_digit(number: u128) -> (u128, u8) {
    if let Ok(small) = u64::try_from(number) {
        let digit = u8::try_from(small % 10).unwrap_or_default();
        return (u128::from(small / 10), b'0'.wrapping_add(digit));
    }
    let digit = u8::try_from(number % 10).unwrap_or_default();
    (number / 10, b'0'.wrapping_add(digit))
}

impl fmt::Debug for Amount {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{self}")
    }
}

/// Hundredths of `-?digits(.d{1,2})?` that fit in 64 bits: nearly everything the bank sends, read
/// in one pass. `None` leaves the text to the general reader.
fn plain_ore(text: &[u8]) -> Option<i64> {
    let (negative, digits) = match text {
        [b'-', rest @ ..] => (true, rest),
        _ => (false, text),
    };
    let (whole, decimals) = match digits {
        [whole @ .., b'.', tens, ones] => (whole, Some((tens, ones))),
        [whole @ .., b'.', tens] => (whole, Some((tens, &b'0'))),
        whole => (whole, None),
    };
    // 16 digits of kroner are 18 of øre, which always fit.
    if whole.is_empty() || whole.len() > 16 {
        return None;
    }
    let mut ore = 0_i64;
    for byte in whole {
        ore = ore * 10 + digit(*byte)?;
    }
    let (tens, ones) = decimals.unwrap_or((&b'0', &b'0'));
    ore = ore * 100 + digit(*tens)? * 10 + digit(*ones)?;
    Some(if negative { -ore } else { ore })
}

fn digit(byte: u8) -> Option<i64> {
    byte.is_ascii_digit()
        .then(|| i64::from(byte.wrapping_sub(b'0')))
}

/// `-1234.50` as a Norwegian writes it, `-1 234,50`, with plain spaces.
pub(super) fn norwegian(exact: &str) -> String {
    let (whole, decimals) = exact.split_once('.').unwrap_or((exact, ""));
    let (sign, digits) = match whole.strip_prefix('-') {
        Some(digits) => ("-", digits),
        None => ("", whole),
    };
    let mut shown = String::with_capacity(exact.len() + digits.len() / 3);
    shown.push_str(sign);
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && digits.len().wrapping_sub(place).is_multiple_of(3) {
            shown.push(' ');
        }
        shown.push(digit);
    }
    if !decimals.is_empty() {
        shown.push(',');
        shown.push_str(decimals);
    }
    shown
}

#[cfg(test)]
mod tests;
