//! The day on which a transfer is to be made, as `--date` takes it.

use std::fmt;

use crate::domain::date::{DateError, Day, parse_coming, parse_since};
use crate::domain::quoted::Quoted;

/// What `--date` takes, as every error about it says.
const ACCEPTED: &str = "write today, tomorrow, a weekday such as monday (the next one), \
    or a day such as 2026-12-01 or 01.12.2026";

/// The day of a transfer, and how it was meant.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Due {
    pub(crate) day: Day,
    /// The day as `YYYY-MM-DD`, or the word for it, `tomorrow` or `monday`. Equal for what was
    /// meant alike, so that a key used again on another day can be compared.
    pub(crate) typed: String,
}

impl Due {
    /// Reads `2026-12-01`, `01.12.2026`, `1.12.2026`, `today`, `tomorrow`, or `monday` … `sunday`
    /// and `mon` … `sun`, which is the next such day after today. How far ahead is for the bank
    /// to say. `today` is today in Oslo.
    ///
    /// # Errors
    /// A [`DueError`] that says what to write.
    pub(crate) fn parse(text: &str, today: Day) -> Result<Self, DueError> {
        let (day, word) = parse_coming(text, today).map_err(|error| match error {
            DateError::NotInCalendar(text) => DueError::NotInCalendar(text),
            DateError::OutOfRange(text) => DueError::OutOfRange(text),
            DateError::NotADate(quoted) | DateError::NotAMonth(quoted) => {
                match parse_since(text, today) {
                    Ok(_) => DueError::NotOneDay(quoted),
                    Err(_) => DueError::NotADay(quoted),
                }
            }
        })?;
        Ok(Self {
            day,
            typed: word.map_or_else(|| day.to_string(), str::to_owned),
        })
    }

    /// That the day is still to come. It is asked before sending, and not when the day is read: an
    /// earlier transfer on a day that has passed is still told again under its key.
    ///
    /// # Errors
    /// [`DueError::Past`].
    pub(crate) fn is_to_come(&self, today: Day) -> Result<(), DueError> {
        if self.day < today {
            let day = self.day;
            return Err(DueError::Past { day, today });
        }
        Ok(())
    }
}

/// Why a text is not the day of a transfer. Each one's `Display` is a sentence that says what to
/// write instead.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum DueError {
    /// In no form of a date.
    NotADay(Quoted),
    /// A date for looking back, or a period: `7d`, `2026`, `last-month`, `yesterday`.
    NotOneDay(Quoted),
    /// In an accepted form, and not in the calendar, such as 2026-02-29.
    NotInCalendar(Quoted),
    /// In an accepted form, and too far away to be meant.
    OutOfRange(Quoted),
    /// Before today.
    Past { day: Day, today: Day },
}

impl fmt::Display for DueError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotADay(text) => write!(f, "{text} is not a day; {ACCEPTED}"),
            Self::NotOneDay(text) => write!(
                f,
                "{text} looks back or is more than a day, and a transfer is made on one day from today on; {ACCEPTED}"
            ),
            Self::NotInCalendar(text) => write!(f, "{text} is not in the calendar; {ACCEPTED}"),
            Self::OutOfRange(text) => {
                write!(f, "{text} is too far away to be meant; {ACCEPTED}")
            }
            Self::Past { day, today } => write!(
                f,
                "{day} is before today, {today}, and the bank would move the transfer to another day; \
                 write today or a later day"
            ),
        }
    }
}

impl std::error::Error for DueError {}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// A Sunday.
    fn today() -> Day {
        Day::new(2026, 11, 22).unwrap()
    }

    #[test]
    fn reads_days_to_come() {
        for (text, day, typed) in [
            ("2026-12-01", "2026-12-01", "2026-12-01"),
            ("01.12.2026", "2026-12-01", "2026-12-01"),
            ("1.12.2026", "2026-12-01", "2026-12-01"),
            ("22.11.2026", "2026-11-22", "2026-11-22"),
            ("today", "2026-11-22", "today"),
            (" Tomorrow ", "2026-11-23", "tomorrow"),
            ("monday", "2026-11-23", "monday"),
            ("MON", "2026-11-23", "monday"),
            ("sat", "2026-11-28", "saturday"),
            // Today is one, and the next one is meant.
            ("sunday", "2026-11-29", "sunday"),
            ("2199-12-31", "2199-12-31", "2199-12-31"),
        ] {
            let due = Due::parse(text, today()).unwrap();
            assert_eq!((due.day.to_string().as_str(), &*due.typed), (day, typed));
        }
    }

    #[test]
    fn refuses_with_what_to_write() {
        for (text, sentence) in [
            ("yesterday", "`yesterday` looks back or is more than a day"),
            ("7d", "looks back"),
            ("0d", "looks back"),
            ("2026", "more than a day"),
            ("2026-12", "more than a day"),
            ("last-month", "more than a day"),
            ("this-week", "more than a day"),
            ("2026-11-21", "is before today, 2026-11-22, and the bank"),
            ("1.1.1950", "is before today"),
            ("2026-02-29", "not in the calendar"),
            ("31.11.2026", "not in the calendar"),
            ("2200-01-01", "too far away"),
            ("0000-01-01", "too far away"),
            ("", "is not a day"),
            ("soon", "is not a day"),
            ("+1d", "is not a day"),
            ("mond", "is not a day"),
            ("next-monday", "is not a day"),
            ("2026-12-1", "is not a day"),
            ("2026-12-01T00:00", "is not a day"),
            ("\u{1b}[2J", "`\u{fffd}[2J` is not a day"),
        ] {
            let read = Due::parse(text, today());
            let said = read.and_then(|due| due.is_to_come(today()));
            let said = said.unwrap_err().to_string();
            assert!(
                said.contains(sentence) && said.contains("write today"),
                "{text}: {said}"
            );
        }
    }

    proptest! {
        #[test]
        fn a_weekday_is_within_a_week_and_never_today(days in 0_i64..100_000, at in 0_usize..7) {
            let today = Day::new(1900, 1, 1).unwrap().plus_days(days).unwrap();
            let names = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];
            let due = Due::parse(names[at], today).unwrap();
            prop_assert!((1..=7).contains(&today.days_until(due.day)));
            prop_assert_eq!(usize::from(due.day.date().weekday().to_monday_zero_offset().unsigned_abs()), at);
            prop_assert_eq!(Due::parse(&names[at][..3], today), Ok(due));
        }

        #[test]
        fn a_written_day_is_taken_from_today_on(days in -400_i64..60_000) {
            let day = today().plus_days(days).unwrap();
            for text in [day.to_string(), day.norwegian()] {
                let due = Due::parse(&text, today()).unwrap();
                prop_assert_eq!(due.is_to_come(today()).is_ok(), days >= 0);
                prop_assert_eq!((due.day, due.typed), (day, day.to_string()));
            }
        }

        #[test]
        fn what_was_meant_reads_the_same_again(any in any::<String>(), near in "[0-9a-z.-]{1,10}") {
            for text in [any, near] {
                if let Ok(due) = Due::parse(&text, today()) {
                    prop_assert_eq!(Due::parse(&due.typed, today()), Ok(due));
                }
            }
        }
    }
}
