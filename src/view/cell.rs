//! One description of a listing's fields, shared by every format.

use crate::domain::date::Day;
use crate::domain::money::{Amount, Currency, ForeignAmount};
use crate::domain::summary::Percent;
use crate::domain::text::Foreign;

/// A value before it has a shape.
#[derive(Clone, Debug)]
pub(super) enum Cell<'a> {
    /// Nothing is known: `null`, or an empty field.
    Absent,
    Text(&'a str),
    Money(Amount),
    ForeignMoney(ForeignAmount),
    Day(Day),
    Flag(bool),
    Count(i64),
    Percent(Percent),
}

/// Something with the same `N` fields in every format. Names and values are arrays of one length,
/// so a field without a name does not compile.
pub(super) trait Record<const N: usize> {
    /// The names in JSON and in header lines.
    const KEYS: [&'static str; N];

    fn cells(&self) -> [Cell<'_>; N];
}

/// An empty text says nothing, and what is not said is absent in every format.
impl<'a> From<&'a str> for Cell<'a> {
    fn from(text: &'a str) -> Self {
        if text.is_empty() {
            Self::Absent
        } else {
            Self::Text(text)
        }
    }
}

impl<'a> From<&'a String> for Cell<'a> {
    fn from(text: &'a String) -> Self {
        text.as_str().into()
    }
}

impl<'a> From<Option<&'a str>> for Cell<'a> {
    fn from(text: Option<&'a str>) -> Self {
        text.map_or(Self::Absent, Into::into)
    }
}

/// The truth: each format neutralises what its own readers would act on.
impl<'a> From<&'a Foreign<'_>> for Cell<'a> {
    fn from(text: &'a Foreign<'_>) -> Self {
        text.raw().into()
    }
}

impl<'a> From<&'a Currency> for Cell<'a> {
    fn from(currency: &'a Currency) -> Self {
        Self::Text(currency.code())
    }
}

impl From<&Amount> for Cell<'_> {
    fn from(amount: &Amount) -> Self {
        Self::Money(*amount)
    }
}

impl From<&ForeignAmount> for Cell<'_> {
    fn from(amount: &ForeignAmount) -> Self {
        Self::ForeignMoney(*amount)
    }
}

impl From<&Day> for Cell<'_> {
    fn from(day: &Day) -> Self {
        Self::Day(*day)
    }
}

impl From<&bool> for Cell<'_> {
    fn from(flag: &bool) -> Self {
        Self::Flag(*flag)
    }
}

impl From<&i64> for Cell<'_> {
    fn from(count: &i64) -> Self {
        Self::Count(*count)
    }
}

impl From<&Percent> for Cell<'_> {
    fn from(percent: &Percent) -> Self {
        Self::Percent(*percent)
    }
}

impl From<&u64> for Cell<'_> {
    fn from(count: &u64) -> Self {
        Self::Count(i64::try_from(*count).unwrap_or(i64::MAX))
    }
}

impl<'a, T> From<&'a Option<T>> for Cell<'a>
where
    Cell<'a>: From<&'a T>,
{
    fn from(value: &'a Option<T>) -> Self {
        value.as_ref().map_or(Self::Absent, Into::into)
    }
}
