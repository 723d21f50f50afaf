//! Days as the bank counts them: in Oslo, closed at weekends and on Norwegian holidays.

use jiff::civil::{Date, Time, Weekday, date};
use jiff::tz::TimeZone;
use jiff::{Span, Timestamp};

static OSLO: TimeZone = jiff::tz::get!("Europe/Oslo");

/// The day it is in Oslo.
pub(super) fn oslo_day(now: Timestamp) -> Date {
    now.to_zoned(OSLO.clone()).date()
}

/// The time of day it is in Oslo.
pub(super) fn oslo_time(now: Timestamp) -> Time {
    now.to_zoned(OSLO.clone()).time()
}

/// Midnight in Oslo at the start of that day, in milliseconds since 1970.
pub(super) fn midnight(day: Date) -> i64 {
    day.to_zoned(OSLO.clone())
        .map_or(0, |zoned| zoned.timestamp().as_millisecond())
}

/// That many days later (or earlier, when negative).
pub(super) fn later(day: Date, days: i32) -> Date {
    day.checked_add(Span::new().days(days)).unwrap_or(day)
}

/// How far back the household's past goes.
pub(super) fn two_years_before(day: Date) -> Date {
    day.checked_sub(Span::new().years(2)).unwrap_or(day)
}

/// That many months earlier, on the same day of the month where it has one.
pub(super) fn months_before(day: Date, months: u16) -> Date {
    day.checked_sub(Span::new().months(months)).unwrap_or(day)
}

/// A day written exactly as `yyyy-MM-dd`.
pub(super) fn parse(text: &str) -> Option<Date> {
    let day: Date = text.parse().ok()?;
    (day.to_string() == text).then_some(day)
}

/// Whether the bank is open.
pub(super) fn is_open(day: Date) -> bool {
    !matches!(day.weekday(), Weekday::Saturday | Weekday::Sunday) && !is_holiday(day)
}

/// That day if the bank is open then, or else the next day on which it is.
pub(super) fn open_from(mut day: Date) -> Date {
    while !is_open(day) {
        day = later(day, 1);
    }
    day
}

/// That day, or the Monday after when it is a Sunday: nothing is booked on a Sunday.
pub(super) fn not_sunday(day: Date) -> Date {
    if day.weekday() == Weekday::Sunday {
        later(day, 1)
    } else {
        day
    }
}

fn is_holiday(day: Date) -> bool {
    const FIXED: [(i8, i8); 5] = [(1, 1), (5, 1), (5, 17), (12, 25), (12, 26)];
    // Maundy Thursday, Good Friday, Easter Monday, Ascension Day, Whit Monday.
    const FROM_EASTER: [i32; 5] = [-3, -2, 1, 39, 50];
    let easter = easter(day.year());
    FIXED.contains(&(day.month(), day.day()))
        || FROM_EASTER.iter().any(|days| later(easter, *days) == day)
}

/// Easter Sunday by the Gregorian reckoning (the anonymous algorithm of 1876).
fn easter(year: i16) -> Date {
    let y = i32::from(year);
    let (a, b, c) = (y % 19, y / 100, y % 100);
    let h = (19 * a + b - b / 4 - (b - (b + 8) / 25 + 1) / 3 + 15) % 30;
    let l = (32 + 2 * (b % 4) + 2 * (c / 4) - h - c % 4) % 7;
    let m = (a + 11 * h + 22 * l) / 451;
    let day_of_march = h + l - 7 * m + 22;
    later(date(year, 3, 1), day_of_march - 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn midnight_is_oslo_midnight_on_both_sides_of_the_clock_change() {
        // The bank's own example: 8 February 2021.
        assert_eq!(midnight(date(2021, 2, 8)), 1_612_738_800_000);
        let hour = 3_600_000;
        assert_eq!(
            midnight(date(2026, 3, 30)) - midnight(date(2026, 3, 29)),
            23 * hour
        );
        assert_eq!(
            midnight(date(2026, 10, 26)) - midnight(date(2026, 10, 25)),
            25 * hour
        );
    }

    #[test]
    fn holidays_of_2026() {
        for (month, day) in [(4, 2), (4, 3), (4, 6), (5, 1), (5, 14), (5, 25), (12, 25)] {
            assert!(!is_open(date(2026, month, day)), "{month}-{day}");
        }
        assert!(is_open(date(2026, 4, 7)) && is_open(date(2026, 12, 24)));
        assert_eq!(open_from(date(2026, 4, 2)), date(2026, 4, 7));
        assert_eq!(easter(2027), date(2027, 3, 28));
    }

    #[test]
    fn reads_only_whole_days() {
        assert_eq!(parse("2026-02-28"), Some(date(2026, 2, 28)));
        for bad in [
            "2026-02-29",
            "2026-2-8",
            "20260208",
            "2026-02-08T00:00",
            "",
            "i dag",
        ] {
            assert_eq!(parse(bad), None, "{bad}");
        }
    }
}
