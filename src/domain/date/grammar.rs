//! The dates that people type. Upper case and spaces around are let be.
//!
//! | typed | means |
//! | --- | --- |
//! | `2026-11-01`, `01.11.2026`, `1.11.2026`, `today`, `yesterday` | that day |
//! | `monday` … `sunday`, `mon` … `sun` | the latest such day; today if it is one |
//! | `7d`, `2w`, `3m`, `1y` | the one day that long ago, `0d` being today. A month ago is the same date of the month before, or its last day if it has none |
//! | `2026-11`, `this-month`, `last-month` | the whole month |
//! | `2026`, `this-year`, `last-year` | the whole year |
//! | `this-week`, `last-week` | the whole week, Monday to Sunday |
//!
//! `--since` begins with the first day of what is typed and `--until` ends with the last one, both
//! included, so `--until 2026-10` has the 31st, and `--since 7d` has eight days with today.
//!
//! The date of a transfer looks forward instead, see [`parse_coming`].

use std::ops::RangeInclusive;

use jiff::Span;

use crate::domain::quoted::Quoted;

use super::{DateError, Day, DayRange, number};

/// The years that can be meant; a day outside is a slip of the finger.
pub(super) const YEARS: RangeInclusive<i16> = 1900..=2199;

const WEEKDAYS: [&str; 7] = [
    "monday",
    "tuesday",
    "wednesday",
    "thursday",
    "friday",
    "saturday",
    "sunday",
];

/// A text in an accepted form that is no range of days.
#[derive(Clone, Copy)]
enum Slip {
    NotInCalendar,
    OutOfRange,
}

/// `None` if the text is in none of the accepted forms.
type Reading = Option<Result<DayRange, Slip>>;

/// Reads one date or period. `today` is today in Oslo.
///
/// # Errors
/// A [`DateError`] that lists what is accepted.
pub(crate) fn parse_period(text: &str, today: Day) -> Result<DayRange, DateError> {
    let typed = text.trim().to_ascii_lowercase();
    let reading = named(&typed, today)
        .or_else(|| ago(&typed, today))
        .or_else(|| written(&typed));
    finish(text, reading, DateError::NotADate)
}

/// The first day of what was typed, for `--since`.
///
/// # Errors
/// As [`parse_period`].
pub(crate) fn parse_since(text: &str, today: Day) -> Result<Day, DateError> {
    parse_period(text, today).map(|range| range.first)
}

/// The last day of what was typed, for `--until`.
///
/// # Errors
/// As [`parse_period`].
pub(crate) fn parse_until(text: &str, today: Day) -> Result<Day, DateError> {
    parse_period(text, today).map(|range| range.last)
}

/// Reads `2026-11`, `this-month` or `last-month`, for `--month`.
///
/// # Errors
/// A [`DateError`] that lists what is accepted.
pub(crate) fn parse_month(text: &str, today: Day) -> Result<DayRange, DateError> {
    let typed = text.trim().to_ascii_lowercase();
    let reading = match (typed.as_str(), typed.split_once('-')) {
        ("this-month" | "last-month", _) => named(&typed, today),
        (_, Some((year, month))) => written_month(year, month),
        _ => None,
    };
    finish(text, reading, DateError::NotAMonth)
}

/// Reads one day to come, for `--date` of a transfer: a written day, `today`, `tomorrow`, or a
/// weekday, which here is the next one after today. The word comes along if it was one, in full and
/// in lower case. A written day may lie in the past.
///
/// # Errors
/// A [`DateError`]; what its sentence lists is for looking back, so the caller says its own.
pub(crate) fn parse_coming(
    text: &str,
    today: Day,
) -> Result<(Day, Option<&'static str>), DateError> {
    let typed = text.trim().to_ascii_lowercase();
    let (word, reading) = match coming(&typed, today) {
        Some((word, day)) => (
            Some(word),
            Some(day.map(DayRange::from).ok_or(Slip::OutOfRange)),
        ),
        None => (None, written_one(&typed)),
    };
    finish(text, reading, DateError::NotADate).map(|range| (range.first, word))
}

fn finish(
    text: &str,
    reading: Reading,
    no_form: fn(Quoted) -> DateError,
) -> Result<DayRange, DateError> {
    match reading {
        None => Err(no_form(Quoted::new(text))),
        Some(Err(Slip::NotInCalendar)) => Err(DateError::NotInCalendar(Quoted::new(text))),
        Some(Ok(range))
            if [range.first, range.last]
                .iter()
                .all(|day| YEARS.contains(&day.0.year())) =>
        {
            Ok(range)
        }
        Some(Ok(_) | Err(Slip::OutOfRange)) => Err(DateError::OutOfRange(Quoted::new(text))),
    }
}

/// `today`, `monday`, `last-month`.
fn named(typed: &str, today: Day) -> Reading {
    let range = match typed {
        "today" => Some(today.into()),
        "yesterday" => today.plus_days(-1).map(DayRange::from),
        "this-week" => week(today, 0),
        "last-week" => week(today, -7),
        "this-month" => month(today),
        "last-month" => today.plus(Span::new().months(-1)).and_then(month),
        "this-year" => year(today),
        "last-year" => today.plus(Span::new().years(-1)).and_then(year),
        _ => {
            let (day, _) = weekday(typed)?;
            let since = (days_since_monday(today) - day).rem_euclid(7);
            today.plus_days(-since).map(DayRange::from)
        }
    };
    Some(range.ok_or(Slip::OutOfRange))
}

/// `today`, `tomorrow`, `monday`, each with its day; none if that is beyond the calendar.
fn coming(typed: &str, today: Day) -> Option<(&'static str, Option<Day>)> {
    let (word, days) = match typed {
        "today" => ("today", 0),
        "tomorrow" => ("tomorrow", 1),
        _ => {
            let (day, name) = weekday(typed)?;
            // Of one to seven days, so that a weekday is never today.
            let days = (day - days_since_monday(today) - 1).rem_euclid(7) + 1;
            (name, days)
        }
    };
    Some((word, today.plus_days(days)))
}

/// `monday` or `mon`: how many days it lies after Monday, and its name in full.
fn weekday(typed: &str) -> Option<(i64, &'static str)> {
    (0..)
        .zip(WEEKDAYS)
        .find(|(_, name)| *name == typed || (typed.len() == 3 && name.starts_with(typed)))
}

fn days_since_monday(day: Day) -> i64 {
    i64::from(day.0.weekday().to_monday_zero_offset())
}

fn week(today: Day, shift: i64) -> Option<DayRange> {
    let first = today.plus_days(shift - days_since_monday(today))?;
    Some(DayRange {
        first,
        last: first.plus_days(6)?,
    })
}

fn month(day: Day) -> Option<DayRange> {
    Some(DayRange {
        first: Day(day.0.first_of_month()),
        last: Day(day.0.last_of_month()),
    })
}

fn year(day: Day) -> Option<DayRange> {
    Some(DayRange {
        first: Day(day.0.first_of_year()),
        last: Day(day.0.last_of_year()),
    })
}

/// `7d`, `2w`, `3m`, `1y`.
fn ago(typed: &str, today: Day) -> Reading {
    let unit = typed
        .chars()
        .next_back()
        .filter(|unit| "dwmy".contains(*unit))?;
    let count = typed.strip_suffix(unit).filter(|count| is_digits(count))?;
    let span = count.parse::<i64>().ok().and_then(|count| {
        let none = Span::new();
        match unit {
            'd' => none.try_days(-count),
            'w' => none.try_weeks(-count),
            'm' => none.try_months(-count),
            _ => none.try_years(-count),
        }
        .ok()
    });
    let day = span.and_then(|span| today.plus(span));
    Some(day.map(DayRange::from).ok_or(Slip::OutOfRange))
}

/// `2026`, `2026-11`, `2026-11-01`, `1.11.2026`.
fn written(typed: &str) -> Reading {
    match typed.split('-').collect::<Vec<_>>().as_slice() {
        [year] if year.len() == 4 => {
            let first = Day::new(number(year.as_bytes())?, 1, 1);
            Some(first.and_then(self::year).ok_or(Slip::NotInCalendar))
        }
        [year, month] => written_month(year, month),
        _ => written_one(typed),
    }
}

/// `2026-11-01`, `1.11.2026`.
fn written_one(typed: &str) -> Reading {
    if let [day, month, year] = typed.split('.').collect::<Vec<_>>().as_slice() {
        let fits = [day, month].iter().all(|part| part.len() <= 2) && year.len() == 4;
        return if fits {
            written_day(year, month, day)
        } else {
            None
        };
    }
    match typed.split('-').collect::<Vec<_>>().as_slice() {
        [year, month, day] if year.len() == 4 && month.len() == 2 && day.len() == 2 => {
            written_day(year, month, day)
        }
        _ => None,
    }
}

fn written_month(year: &str, month: &str) -> Reading {
    if year.len() != 4 || month.len() != 2 {
        return None;
    }
    match written_day(year, month, "01")? {
        Ok(range) => Some(self::month(range.first).ok_or(Slip::NotInCalendar)),
        slip => Some(slip),
    }
}

fn written_day(year: &str, month: &str, day: &str) -> Reading {
    if ![year, month, day].into_iter().all(is_digits) {
        return None;
    }
    let small = |text: &str| i8::try_from(number(text.as_bytes())?).ok();
    let day = Day::new(number(year.as_bytes())?, small(month)?, small(day)?);
    Some(day.map(DayRange::from).ok_or(Slip::NotInCalendar))
}

fn is_digits(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
}

#[cfg(test)]
mod tests;
