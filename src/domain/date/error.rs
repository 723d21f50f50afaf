use std::fmt;

use crate::domain::quoted::Quoted;

use super::grammar::YEARS;

/// What `--since` and `--until` take, as every error about them says.
const ACCEPTED: &str = "write a day (2026-11-01, 01.11.2026, today, yesterday, monday), \
    a time ago (7d, 2w, 3m, 1y), or a month or year (2026-11, 2026, this-month, last-month, this-year)";

const ACCEPTED_MONTHS: &str = "write 2026-11, this-month or last-month";

/// Why a text is not a date. Each one's `Display` is a sentence that says what to write instead.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum DateError {
    /// In none of the accepted forms.
    NotADate(Quoted),
    /// In an accepted form, and not in the calendar, such as 2026-02-29.
    NotInCalendar(Quoted),
    /// In an accepted form, and too far away to be meant.
    OutOfRange(Quoted),
    /// Not one of the forms of a month.
    NotAMonth(Quoted),
}

impl fmt::Display for DateError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotADate(text) => write!(f, "{text} is not a date; {ACCEPTED}"),
            Self::NotInCalendar(text) => {
                write!(f, "{text} is not in the calendar; {ACCEPTED}")
            }
            Self::OutOfRange(text) => {
                let (first, last) = (YEARS.start(), YEARS.end());
                write!(
                    f,
                    "{text} is not in the years {first} to {last}; {ACCEPTED}"
                )
            }
            Self::NotAMonth(text) => write!(f, "{text} is not a month; {ACCEPTED_MONTHS}"),
        }
    }
}

impl std::error::Error for DateError {}
