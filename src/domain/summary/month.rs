//! Months of the calendar.

use std::fmt;

use crate::domain::date::Day;

/// A calendar month.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Month {
    pub(crate) year: i16,
    pub(crate) month: i8,
}

impl Month {
    pub(crate) fn of(day: Day) -> Self {
        let date = day.date();
        Self {
            year: date.year(),
            month: date.month(),
        }
    }

    /// The month so many later, or earlier if negative; `None` beyond the calendar.
    pub(crate) fn plus(self, months: i32) -> Option<Self> {
        let count = (i32::from(self.year) * 12 + i32::from(self.month) - 1).checked_add(months)?;
        let moved = Self {
            year: i16::try_from(count.div_euclid(12)).ok()?,
            month: i8::try_from(count.rem_euclid(12) + 1).ok()?,
        };
        moved.first_day().map(|_| moved)
    }

    /// `None` beyond the calendar.
    pub(crate) fn first_day(self) -> Option<Day> {
        Day::new(self.year, self.month, 1)
    }
}

/// `YYYY-MM`.
impl fmt::Display for Month {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}-{:02}", self.year, self.month)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn months_are_counted_over_years() {
        let month = |text: &str| Month::of(Day::parse_iso(text).unwrap());
        for (from, months, to) in [
            ("2026-11-22", 0, "2026-11"),
            ("2026-11-22", -11, "2025-12"),
            ("2026-01-31", -1, "2025-12"),
            ("2025-12-01", 1, "2026-01"),
            ("2026-11-22", 25, "2028-12"),
        ] {
            let moved = month(from).plus(months).map(|it| it.to_string());
            assert_eq!(moved.as_deref(), Some(to));
        }
        assert_eq!(month("9999-12-31").plus(1), None);
        assert_eq!(month("2026-11-22").plus(i32::MAX), None);
        assert_eq!(month("2026-11-22").first_day(), Day::new(2026, 11, 1));
    }
}
