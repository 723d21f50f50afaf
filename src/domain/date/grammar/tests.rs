use proptest::prelude::*;

use super::*;

/// A Sunday, so that every weekday but one lies in the week before.
fn today() -> Day {
    Day::new(2026, 11, 22).unwrap()
}

fn read(text: &str) -> String {
    match parse_period(text, today()) {
        Ok(range) if range.first == range.last => range.first.to_string(),
        Ok(range) => format!("{} {}", range.first, range.last),
        Err(error) => error.to_string(),
    }
}

#[test]
fn reads_every_form_of_the_contract() {
    for (text, meaning) in [
        ("2026-11-01", "2026-11-01"),
        ("01.11.2026", "2026-11-01"),
        ("1.11.2026", "2026-11-01"),
        ("1.2.2026", "2026-02-01"),
        ("2026-02", "2026-02-01 2026-02-28"),
        ("2024-02", "2024-02-01 2024-02-29"),
        ("2026", "2026-01-01 2026-12-31"),
        ("today", "2026-11-22"),
        (" Today ", "2026-11-22"),
        ("yesterday", "2026-11-21"),
        ("0d", "2026-11-22"),
        ("7d", "2026-11-15"),
        ("30D", "2026-10-23"),
        ("2w", "2026-11-08"),
        ("3m", "2026-08-22"),
        ("1y", "2025-11-22"),
        ("sunday", "2026-11-22"),
        ("Monday", "2026-11-16"),
        ("SAT", "2026-11-21"),
        ("this-week", "2026-11-16 2026-11-22"),
        ("last-week", "2026-11-09 2026-11-15"),
        ("this-month", "2026-11-01 2026-11-30"),
        ("last-month", "2026-10-01 2026-10-31"),
        ("this-year", "2026-01-01 2026-12-31"),
        ("last-year", "2025-01-01 2025-12-31"),
    ] {
        assert_eq!(read(text), meaning, "{text}");
    }
}

#[test]
fn since_begins_and_until_ends() {
    let day = |text| Day::parse_iso(text);
    assert_eq!(parse_since("2026-10", today()).ok(), day("2026-10-01"));
    assert_eq!(parse_until("2026-10", today()).ok(), day("2026-10-31"));
    assert_eq!(
        parse_until("7d", today()).ok(),
        parse_since("7d", today()).ok()
    );
}

#[test]
fn a_month_ago_is_never_past_the_end_of_its_month() {
    let end_of = |text| Day::parse_iso(text).unwrap();
    let ago = |text, day| parse_since(text, end_of(day)).unwrap().to_string();
    assert_eq!(ago("1m", "2026-03-31"), "2026-02-28");
    assert_eq!(ago("last-month", "2026-03-31"), "2026-02-01");
    assert_eq!(ago("1y", "2024-02-29"), "2023-02-28");
    assert_eq!(ago("last-year", "2024-02-29"), "2023-01-01");
}

#[test]
fn refuses_with_what_is_accepted() {
    for (text, sentence) in [
        ("2026-02-29", "not in the calendar"),
        ("31.04.2026", "not in the calendar"),
        ("2026-13", "not in the calendar"),
        ("0.1.2026", "not in the calendar"),
        ("0000", "not in the years 1900 to 2199"),
        ("0000-01-01", "not in the years"),
        ("9999-12-31", "not in the years"),
        ("99999d", "not in the years"),
        ("9999999999999999999999y", "not in the years"),
        ("", "is not a date"),
        ("soon", "is not a date"),
        ("d", "is not a date"),
        ("-7d", "is not a date"),
        ("7 d", "is not a date"),
        ("7.5d", "is not a date"),
        ("26-11-01", "is not a date"),
        ("2026-1-1", "is not a date"),
        ("1.11.26", "is not a date"),
        ("001.11.2026", "is not a date"),
        ("1..2026", "is not a date"),
        ("1.11.2026.", "is not a date"),
        ("2026-11-01T00:00", "is not a date"),
        ("2026-", "is not a date"),
        ("mo", "is not a date"),
        ("mond", "is not a date"),
        ("٢٠٢٦", "is not a date"),
    ] {
        let said = read(text);
        assert!(
            said.contains(sentence) && said.contains("7d, 2w, 3m, 1y"),
            "{text}: {said}"
        );
    }
}

#[test]
fn a_month_is_only_a_month() {
    let month = |text| parse_month(text, today()).map(|range| range.last.to_string());
    assert_eq!(month("2026-09"), Ok("2026-09-30".into()));
    assert_eq!(month("this-month"), Ok("2026-11-30".into()));
    assert_eq!(month("Last-Month"), Ok("2026-10-31".into()));
    for text in [
        "",
        "2026",
        "2026-9",
        "2026-11-01",
        "last-year",
        "3m",
        "october",
        "2026-13",
        "0000-01",
    ] {
        let said = month(text).unwrap_err().to_string();
        assert!(
            said.contains("write") && said.contains("2026-11"),
            "{text}: {said}"
        );
    }
}

/// Whether the text has the shape of an accepted form, by a pattern of its characters:
/// `9` for a digit, everything else itself.
fn has_a_form(text: &str) -> bool {
    let text = text.trim().to_ascii_lowercase();
    let shape: String = text
        .chars()
        .map(|c| if c.is_ascii_digit() { '9' } else { c })
        .collect();
    let dotted = ["99.99.9999", "9.99.9999", "99.9.9999", "9.9.9999"];
    let words = "today yesterday this-week last-week this-month last-month this-year last-year \
        monday mon tuesday tue wednesday wed thursday thu friday fri saturday sat sunday sun";
    dotted.contains(&shape.as_str())
        || ["9999", "9999-99", "9999-99-99"].contains(&shape.as_str())
        || words.split_whitespace().any(|word| word == text)
        || (shape.len() > 1
            && ["d", "w", "m", "y"].iter().any(|unit| {
                shape
                    .strip_suffix(unit)
                    .is_some_and(|count| count.chars().all(|c| c == '9'))
            }))
}

proptest! {
    #[test]
    fn nothing_without_a_form_is_taken(any in any::<String>(), near in "[0-9]{1,4}[-.dwmy]?[0-9]{0,3}[-.]?[0-9]{0,4}") {
        for text in [any, near] {
            let read = parse_period(&text, today());
            let no_form = matches!(read, Err(DateError::NotADate(_)));
            prop_assert_eq!(no_form, !has_a_form(&text), "{:?}", text);
            let month = parse_month(&text, today());
            prop_assert!(month.is_err() || month == read);
        }
    }

    #[test]
    fn every_day_reads_back_in_each_notation(days in 0_i64..100_000) {
        let day = Day::new(1900, 1, 1).unwrap().plus_days(days).unwrap();
        for text in [day.to_string(), day.norwegian()] {
            prop_assert_eq!(parse_period(&text, today()), Ok(DayRange::from(day)));
        }
        let month = parse_period(&day.to_string()[..7], today()).unwrap();
        prop_assert!(month.first <= day && day <= month.last);
        for name in WEEKDAYS {
            let latest = parse_since(name, day).unwrap_or(day);
            prop_assert!((0..7).contains(&latest.days_until(day)));
        }
    }
}
