//! A number as JSON writes it, taken apart without loss.

use crate::domain::quoted::Quoted;

use super::AmountError;

/// `mantissa × 10^exponent`, where the mantissa does not end in a zero (zero itself is 0 × 10^0).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Number {
    mantissa: i128,
    exponent: i64,
    /// How many decimals were written, an exponent counted in. Negative for `1E+2`.
    pub(super) written: i64,
}

impl Number {
    /// Reads `-?digits(.digits)?([eE][+-]?digits)?`. Leading zeros, which JSON lacks, are let be.
    ///
    /// # Errors
    /// [`AmountError::Empty`], [`AmountError::NotANumber`], and [`AmountError::OutOfRange`] for
    /// more significant digits than 128 bits hold.
    pub(super) fn read(text: &str) -> Result<Self, AmountError> {
        if text.is_empty() {
            return Err(AmountError::Empty);
        }
        let wrong = || AmountError::NotANumber(Quoted::new(text));
        let (digits, power) = match text.split_once(['e', 'E']) {
            Some((digits, power)) => (digits, read_power(power).ok_or_else(wrong)?),
            None => (text, 0),
        };
        let (negative, digits) = match digits.strip_prefix('-') {
            Some(rest) => (true, rest),
            None => (false, digits),
        };
        let (whole, decimals) = match digits.split_once('.') {
            Some((_, "")) => return Err(wrong()),
            Some(parts) => parts,
            None => (digits, ""),
        };
        if whole.is_empty() || !is_digits(whole) || !is_digits(decimals) {
            return Err(wrong());
        }
        let too_large = || AmountError::OutOfRange(Quoted::new(text));
        let written = i64::try_from(decimals.len())
            .map_err(|_| too_large())?
            .saturating_sub(power);
        let (size, zeros) = significant(whole, decimals).ok_or_else(too_large)?;
        Ok(Self {
            mantissa: if negative { -size } else { size },
            exponent: if size == 0 {
                0
            } else {
                zeros.saturating_sub(written)
            },
            written,
        })
    }

    /// How many decimals the value needs.
    pub(super) fn decimals(&self) -> i64 {
        self.exponent.saturating_neg().max(0)
    }

    /// The value as a count of 10^-`scale`; `None` if that is not whole or does not fit.
    pub(super) fn at_scale(&self, scale: i64) -> Option<i128> {
        let power = u32::try_from(self.exponent.saturating_add(scale)).ok()?;
        if self.mantissa == 0 {
            return Some(0);
        }
        self.mantissa.checked_mul(10_i128.checked_pow(power)?)
    }
}

fn is_digits(text: &str) -> bool {
    text.bytes().all(|byte| byte.is_ascii_digit())
}

/// The digits as one number without its trailing zeros, and how many of those there were.
fn significant(whole: &str, decimals: &str) -> Option<(i128, i64)> {
    let mut size = 0_i128;
    let mut zeros = 0_i64;
    for byte in whole.bytes().chain(decimals.bytes()) {
        if byte == b'0' {
            zeros = zeros.checked_add(1)?;
            continue;
        }
        if size != 0 {
            let shift = u32::try_from(zeros).ok()?.checked_add(1)?;
            size = size.checked_mul(10_i128.checked_pow(shift)?)?;
        }
        size = size.checked_add(i128::from(byte.wrapping_sub(b'0')))?;
        zeros = 0;
    }
    Some((size, zeros))
}

/// The power of ten after an `e`. One too large for 64 bits stops there: it is out of any range.
fn read_power(text: &str) -> Option<i64> {
    let (sign, digits) = match text.strip_prefix('-') {
        Some(rest) => (-1, rest),
        None => (1, text.strip_prefix('+').unwrap_or(text)),
    };
    if digits.is_empty() || !is_digits(digits) {
        return None;
    }
    let size = digits.bytes().fold(0_i64, |size, byte| {
        size.saturating_mul(10)
            .saturating_add(i64::from(byte.wrapping_sub(b'0')))
    });
    Some(size.saturating_mul(sign))
}
