//! The days on which Norwegian banks settle nothing: weekends and public holidays. 24 and 31
//! December have short hours and are bank days.

use std::fmt;

use super::Day;

/// Why the banks are closed on a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Closed {
    Saturday,
    Sunday,
    NewYearsDay,
    MaundyThursday,
    GoodFriday,
    EasterSunday,
    EasterMonday,
    LabourDay,
    ConstitutionDay,
    AscensionDay,
    WhitSunday,
    WhitMonday,
    ChristmasDay,
    BoxingDay,
}

/// The holidays that move with Easter, by their days after Easter Sunday.
const AFTER_EASTER: [(i64, Closed); 7] = [
    (-3, Closed::MaundyThursday),
    (-2, Closed::GoodFriday),
    (0, Closed::EasterSunday),
    (1, Closed::EasterMonday),
    (39, Closed::AscensionDay),
    (49, Closed::WhitSunday),
    (50, Closed::WhitMonday),
];

impl Day {
    /// Why the banks are closed on this day; `None` on a bank day. A holiday goes before the
    /// weekday that it falls on, and one of a fixed date before one that moves.
    pub(crate) fn closed(self) -> Option<Closed> {
        self.fixed_holiday()
            .or_else(|| self.moving_holiday())
            .or_else(|| self.weekend())
    }

    /// The first bank day after this one; the day itself where the calendar ends, in 9999.
    pub(crate) fn next_bank_day(self) -> Self {
        // No row of closed days is longer than five: Maundy Thursday to Easter Monday.
        (1..=10)
            .filter_map(|days| self.plus_days(days))
            .find(|day| day.closed().is_none())
            .unwrap_or(self)
    }

    fn fixed_holiday(self) -> Option<Closed> {
        match (self.0.month(), self.0.day()) {
            (1, 1) => Some(Closed::NewYearsDay),
            (5, 1) => Some(Closed::LabourDay),
            (5, 17) => Some(Closed::ConstitutionDay),
            (12, 25) => Some(Closed::ChristmasDay),
            (12, 26) => Some(Closed::BoxingDay),
            _ => None,
        }
    }

    fn moving_holiday(self) -> Option<Closed> {
        let easter = easter(self.0.year())?;
        AFTER_EASTER
            .into_iter()
            .find(|(days, _)| easter.plus_days(*days) == Some(self))
            .map(|(_, holiday)| holiday)
    }

    fn weekend(self) -> Option<Closed> {
        match self.0.weekday().to_monday_zero_offset() {
            5 => Some(Closed::Saturday),
            6 => Some(Closed::Sunday),
            _ => None,
        }
    }
}

/// Easter Sunday of a year, by the anonymous Gregorian algorithm (Butcher, 1876).
fn easter(year: i16) -> Option<Day> {
    let of_year = i32::from(year);
    let (century, in_century) = (of_year.div_euclid(100), of_year.rem_euclid(100));
    let golden = of_year.rem_euclid(19);
    let moon_shift = (century - (century + 8).div_euclid(25) + 1).div_euclid(3);
    let epact = (19 * golden + century - century.div_euclid(4) - moon_shift + 15).rem_euclid(30);
    let to_sunday =
        (32 + 2 * century.rem_euclid(4) + 2 * (in_century / 4) - epact - in_century % 4)
            .rem_euclid(7);
    let late = (golden + 11 * epact + 22 * to_sunday) / 451;
    let days = epact + to_sunday - 7 * late + 114;
    let month = i8::try_from(days / 31).ok()?;
    let day = i8::try_from(days % 31 + 1).ok()?;
    Day::new(year, month, day)
}

/// As a sentence goes on after "is": `a Saturday`, `Good Friday`.
impl fmt::Display for Closed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Saturday => "a Saturday",
            Self::Sunday => "a Sunday",
            Self::NewYearsDay => "New Year's Day",
            Self::MaundyThursday => "Maundy Thursday",
            Self::GoodFriday => "Good Friday",
            Self::EasterSunday => "Easter Sunday",
            Self::EasterMonday => "Easter Monday",
            Self::LabourDay => "Labour Day",
            Self::ConstitutionDay => "Constitution Day",
            Self::AscensionDay => "Ascension Day",
            Self::WhitSunday => "Whit Sunday",
            Self::WhitMonday => "Whit Monday",
            Self::ChristmasDay => "Christmas Day",
            Self::BoxingDay => "Boxing Day",
        })
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn day(text: &str) -> Day {
        Day::parse_iso(text).unwrap()
    }

    /// Easter by the church's own tables instead: the first Sunday after the paschal full moon, as
    /// Knuth computes it.
    fn by_the_moon(year: i16) -> Day {
        let (year_wide, golden) = (i64::from(year), i64::from(year) % 19 + 1);
        let century = year_wide / 100 + 1;
        let leap_years_left_out = 3 * century / 4 - 12;
        let moon_correction = (8 * century + 5) / 25 - 5;
        let mut epact = (11 * golden + 20 + moon_correction - leap_years_left_out).rem_euclid(30);
        if epact == 24 || (epact == 25 && golden > 11) {
            epact += 1;
        }
        let mut moon = 44 - epact;
        if moon < 21 {
            moon += 30;
        }
        let first_of_march = Day::new(year, 3, 1).unwrap();
        let mut easter = first_of_march.plus_days(moon).unwrap();
        while easter.weekend() != Some(Closed::Sunday) {
            easter = easter.plus_days(1).unwrap();
        }
        easter
    }

    #[test]
    fn knows_the_easters_of_the_almanac() {
        for sunday in [
            "2020-04-12",
            "2021-04-04",
            "2022-04-17",
            "2023-04-09",
            "2024-03-31",
            "2025-04-20",
            "2026-04-05",
            "2027-03-28",
            "2028-04-16",
            "2029-04-01",
            "2030-04-21",
            "2031-04-13",
            "2032-03-28",
            "2033-04-17",
            "2034-04-09",
            "2035-03-25",
            // The earliest, the latest, and the two exceptions of the epact.
            "1818-03-22",
            "2038-04-25",
            "1954-04-18",
            "1981-04-19",
        ] {
            let sunday = day(sunday);
            assert_eq!(easter(sunday.0.year()), Some(sunday));
        }
    }

    #[test]
    fn names_every_closed_day_of_a_year() {
        let mut found = Vec::new();
        let mut at = day("2026-01-01");
        while at <= day("2026-12-31") {
            match at.closed() {
                Some(Closed::Saturday | Closed::Sunday) | None => {}
                Some(holiday) => found.push(format!("{at} {holiday}")),
            }
            at = at.plus_days(1).unwrap();
        }
        assert_eq!(
            found,
            [
                "2026-01-01 New Year's Day",
                "2026-04-02 Maundy Thursday",
                "2026-04-03 Good Friday",
                "2026-04-05 Easter Sunday",
                "2026-04-06 Easter Monday",
                "2026-05-01 Labour Day",
                "2026-05-14 Ascension Day",
                "2026-05-17 Constitution Day",
                "2026-05-24 Whit Sunday",
                "2026-05-25 Whit Monday",
                "2026-12-25 Christmas Day",
                "2026-12-26 Boxing Day",
            ]
        );
    }

    #[test]
    fn says_why_and_when_next() {
        for (at, why, next) in [
            ("2026-11-20", None, "2026-11-23"),
            ("2026-11-21", Some("a Saturday"), "2026-11-23"),
            ("2026-11-22", Some("a Sunday"), "2026-11-23"),
            ("2026-11-23", None, "2026-11-24"),
            ("2026-04-01", None, "2026-04-07"),
            ("2026-04-04", Some("a Saturday"), "2026-04-07"),
            // Also Whit Monday: the fixed date goes first.
            ("2027-05-17", Some("Constitution Day"), "2027-05-18"),
            ("2025-05-17", Some("Constitution Day"), "2025-05-19"),
            ("2026-12-24", None, "2026-12-28"),
            ("2026-12-31", None, "2027-01-04"),
        ] {
            let at = day(at);
            assert_eq!(at.closed().map(|c| c.to_string()).as_deref(), why, "{at}");
            assert_eq!(at.next_bank_day(), day(next), "{at}");
        }
    }

    #[test]
    fn stops_at_the_end_of_the_calendar() {
        let last = day("9999-12-31");
        assert_eq!(last.next_bank_day(), last);
        assert!((-9999..=9999).all(|year| easter(year).is_some()));
    }

    proptest! {
        #[test]
        fn easter_is_the_sunday_after_the_full_moon(year in 1583_i16..=9999) {
            let sunday = easter(year).unwrap();
            prop_assert_eq!(sunday, by_the_moon(year));
            prop_assert_eq!(sunday.weekend(), Some(Closed::Sunday));
            prop_assert!(Day::new(year, 3, 22) <= Some(sunday) && Some(sunday) <= Day::new(year, 4, 25));
        }

        #[test]
        fn the_next_bank_day_is_the_first_open_one(days in 0_i64..100_000) {
            let at = day("1900-01-01").plus_days(days).unwrap();
            let next = at.next_bank_day();
            prop_assert!(next > at && next.closed().is_none());
            let mut between = at.plus_days(1).unwrap();
            while between < next {
                prop_assert!(between.closed().is_some());
                between = between.plus_days(1).unwrap();
            }
        }
    }
}
