//! Days in Oslo, where the bank keeps its books, and ranges of them.

use std::fmt;

use jiff::civil::Date;
use jiff::tz::{Offset, TimeZone};
use jiff::{Span, Timestamp};

mod bank_day;
mod error;
mod grammar;

pub(crate) use error::DateError;
pub(crate) use grammar::{parse_coming, parse_month, parse_since, parse_until};

static OSLO: TimeZone = jiff::tz::get!("Europe/Oslo");

/// A day of the calendar, as it passes in Oslo.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) struct Day(Date);

impl Day {
    /// The day that it was in Oslo at `instant`.
    pub(crate) fn of(instant: Timestamp) -> Self {
        Self(OSLO.to_datetime(instant).date())
    }

    /// The day in Oslo at that many milliseconds since 1970 (UTC), as the bank writes its dates;
    /// `None` outside the years -9999 to 9999.
    pub(crate) fn from_epoch_ms(ms: i64) -> Option<Self> {
        let instant = Timestamp::from_millisecond(ms).ok()?;
        let utc = Offset::UTC.to_datetime(instant);
        let day = utc.date();
        if !has_known_rule(day) {
            return Some(Self::of(instant));
        }
        // One or two hours ahead of UTC, the day differs after 22 only. The bank's midnights are
        // there, and an answer has very many of them, so the rule is applied by hand.
        match utc.hour() {
            0..22 => Some(Self(day)),
            22 if !is_summer_at_22_utc(day) => Some(Self(day)),
            _ => day.tomorrow().ok().map(Self),
        }
    }

    /// Reads `YYYY-MM-DD` and nothing else; `None` for a day that is not in the calendar.
    pub(crate) fn parse_iso(text: &str) -> Option<Self> {
        let [y1, y2, y3, y4, b'-', m1, m2, b'-', d1, d2] = *text.as_bytes() else {
            return None;
        };
        let year = number(&[y1, y2, y3, y4])?;
        let month = i8::try_from(number(&[m1, m2])?).ok()?;
        let day = i8::try_from(number(&[d1, d2])?).ok()?;
        Self::new(year, month, day)
    }

    /// `None` for a day that is not in the calendar.
    pub(crate) fn new(year: i16, month: i8, day: i8) -> Option<Self> {
        Date::new(year, month, day).ok().map(Self)
    }

    /// The day so many days later, or earlier if negative; `None` beyond the year 9999.
    pub(crate) fn plus_days(self, days: i64) -> Option<Self> {
        self.plus(Span::new().try_days(days).ok()?)
    }

    fn plus(self, span: Span) -> Option<Self> {
        self.0.checked_add(span).ok().map(Self)
    }

    /// How many days from this one to `later`; negative if it is earlier.
    pub(crate) fn days_until(self, later: Self) -> i64 {
        self.0
            .until(later.0)
            .map_or(0, |span| i64::from(span.get_days()))
    }

    /// The day as jiff has it, for the parts that compute with calendars.
    pub(crate) fn date(self) -> Date {
        self.0
    }

    #[cfg(test)]
    /// The instant at which the day begins in Oslo.
    pub(crate) fn start(self) -> Option<Timestamp> {
        OSLO.to_timestamp(self.0.at(0, 0, 0, 0)).ok()
    }

    /// As a Norwegian writes it: `01.11.2026`.
    pub(crate) fn norwegian(&self) -> String {
        format!(
            "{:02}.{:02}.{:04}",
            self.0.day(),
            self.0.month(),
            self.0.year()
        )
    }
}

/// `YYYY-MM-DD`.
impl fmt::Display for Day {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl fmt::Debug for Day {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// The years in which summer time goes from the last Sunday of March to that of October. All others
/// are left to the zone itself.
fn has_known_rule(day: Date) -> bool {
    (1996..2100).contains(&day.year())
}

/// Whether summer time holds at 22 in UTC of that day. It changes at 01 in UTC, so that a Sunday of
/// change is already on its new side.
fn is_summer_at_22_utc(day: Date) -> bool {
    match day.month() {
        4..=9 => true,
        3 => day.day() >= last_sunday_of_31(day),
        10 => day.day() < last_sunday_of_31(day),
        _ => false,
    }
}

/// The date of the last Sunday in the 31-day month of `day`.
fn last_sunday_of_31(day: Date) -> i8 {
    let past_sunday = day.weekday().to_sunday_zero_offset();
    let some_sunday = day.day() - past_sunday;
    // From some Sunday, perhaps before the month, forward by whole weeks.
    some_sunday + (31 - some_sunday) / 7 * 7
}

fn number(digits: &[u8]) -> Option<i16> {
    digits.iter().try_fold(0_i16, |sum, byte| {
        let digit = byte
            .is_ascii_digit()
            .then(|| i16::from(byte.wrapping_sub(b'0')))?;
        sum.checked_mul(10)?.checked_add(digit)
    })
}

/// Days from `first` to `last`, both included.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct DayRange {
    pub(crate) first: Day,
    pub(crate) last: Day,
}

impl From<Day> for DayRange {
    fn from(day: Day) -> Self {
        Self {
            first: day,
            last: day,
        }
    }
}

/// An instant as JSON carries it: RFC 3339 in UTC, whole seconds, `2026-11-01T12:00:00Z`.
pub(crate) fn instant(instant: Timestamp) -> String {
    Timestamp::from_second(instant.as_millisecond().div_euclid(1000))
        .unwrap_or(instant)
        .to_string()
}

/// An instant as people in Norway read it: `2026-11-01 13:00:05`, by the clocks of Oslo.
pub(crate) fn on_the_clock(instant: Timestamp) -> String {
    let local = OSLO.to_datetime(instant);
    let (hour, minute, second) = (local.hour(), local.minute(), local.second());
    format!("{} {hour:02}:{minute:02}:{second:02}", local.date())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const HOUR: i64 = 3_600_000;

    fn by_jiff(ms: i64) -> Day {
        Day::of(Timestamp::from_millisecond(ms).unwrap())
    }

    #[test]
    fn agrees_with_the_zone_at_every_hour_around_every_change() {
        for transition in OSLO
            .following(Timestamp::UNIX_EPOCH)
            .take_while(|t| Offset::UTC.to_datetime(t.timestamp()).year() <= 2100)
        {
            let change = transition.timestamp().as_millisecond();
            for hour in -50..50 {
                for edge in [-1, 0, 1] {
                    let ms = change + hour * HOUR + edge;
                    assert_eq!(Day::from_epoch_ms(ms), Some(by_jiff(ms)), "{ms}");
                }
            }
        }
    }

    #[test]
    fn agrees_with_the_zone_at_every_midnight() {
        let mut day = Day::new(1890, 1, 1).unwrap();
        while day < Day::new(2110, 1, 1).unwrap() {
            let ms = day.start().unwrap().as_millisecond();
            assert_eq!(Day::from_epoch_ms(ms), Some(day));
            let before = Day::from_epoch_ms(ms - 1).unwrap();
            assert_eq!(before.plus_days(1), Some(day));
            assert_eq!(before.days_until(day), 1);
            day = day.plus_days(1).unwrap();
        }
    }

    #[test]
    fn stops_at_the_edges_of_time() {
        assert_eq!(Day::from_epoch_ms(i64::MAX), None);
        assert_eq!(Day::from_epoch_ms(i64::MIN), None);
        let last = 253_402_207_200_000;
        assert_eq!(Day::from_epoch_ms(last), Some(by_jiff(last)));
        let day = Day::new(2026, 11, 22).unwrap();
        assert_eq!(day.plus_days(i64::MAX), None);
        assert_eq!(day.plus_days(4_000_000), None);
        assert_eq!(day.plus_days(-1), Day::new(2026, 11, 21));
    }

    #[test]
    fn shows_days_and_instants() {
        let day = Day::parse_iso("2026-11-01").unwrap();
        assert_eq!(day.to_string(), "2026-11-01");
        assert_eq!(day.norwegian(), "01.11.2026");
        assert_eq!(
            instant("2026-11-01T13:00:00.999+01:00".parse().unwrap()),
            "2026-11-01T12:00:00Z"
        );
        assert_eq!(
            instant("1969-12-31T23:59:59.5Z".parse().unwrap()),
            "1969-12-31T23:59:59Z"
        );
        assert!(instant(Timestamp::MIN).ends_with(":59:59Z"));
        assert_eq!(
            on_the_clock("2026-11-01T12:04:05.999Z".parse().unwrap()),
            "2026-11-01 13:04:05"
        );
        for text in [
            "",
            "2026-2-3",
            "2026-02-29",
            "20261101",
            "2026-11-01 ",
            "٢٠26-11-01",
            "2026-11-01T00",
        ] {
            assert_eq!(Day::parse_iso(text), None, "{text}");
        }
    }

    proptest! {
        #[test]
        fn agrees_with_the_zone_everywhere(ms in 631_152_000_000_i64..4_133_980_800_000) {
            prop_assert_eq!(Day::from_epoch_ms(ms), Some(by_jiff(ms)));
        }

        #[test]
        fn no_number_or_text_panics(ms in any::<i64>(), text in any::<String>()) {
            let _ = Day::from_epoch_ms(ms).and_then(|day| day.plus_days(ms));
            prop_assert!(Day::parse_iso(&text).is_none_or(|day| day.to_string() == text));
        }

        #[test]
        fn an_iso_day_comes_back(days in -20_000_i64..40_000) {
            let day = Day::new(1970, 1, 1).unwrap().plus_days(days).unwrap();
            prop_assert_eq!(Day::parse_iso(&day.to_string()), Some(day));
        }
    }
}
