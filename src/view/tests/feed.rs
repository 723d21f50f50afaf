//! The order in which rows leave, and when.

use crate::config::Format;
use crate::domain::text::Foreign;
use crate::domain::transaction::Transaction;
use crate::failure::Kind;
use crate::view::feed::{Feed, FeedOptions};

use super::{Seen, listed, parsed, quiet, row, shape};

fn days(from: &[&str]) -> Vec<Transaction<'static>> {
    from.iter()
        .enumerate()
        .map(|(place, day)| row(day, "-1", &format!("{place}")))
        .collect()
}

/// The descriptions of the rows shown.
fn order(options: FeedOptions, rows: &[Transaction<'_>], ceiling: Option<usize>) -> String {
    let ui = quiet();
    let seen = Seen::default();
    let mut feed = Feed::into_writer(
        &ui,
        shape(Format::Json, None),
        options,
        Box::new(seen.clone()),
    );
    if let Some(ceiling) = ceiling {
        feed.set_ceiling(ceiling);
    }
    for row in rows {
        feed.push(row).unwrap();
    }
    feed.finish(&[]).unwrap();
    let document = parsed(&seen.text());
    let rows = document["transactions"].as_array().unwrap();
    rows.iter()
        .map(|row| row["description"].as_str().unwrap())
        .collect()
}

fn limited(limit: usize) -> FeedOptions {
    FeedOptions {
        limit: Some(limit),
        ..FeedOptions::default()
    }
}

fn reversed() -> FeedOptions {
    FeedOptions {
        reverse: true,
        ..FeedOptions::default()
    }
}

const MIXED: &[&str] = &[
    "2026-01-02",
    "2026-01-05",
    "2026-01-02",
    "",
    "2026-01-09",
    "2026-01-01",
];

#[test]
fn newest_first_and_rows_of_one_day_as_they_came() {
    let in_order = days(&["2026-01-05", "2026-01-05", "2026-01-02"]);
    assert_eq!(order(FeedOptions::default(), &in_order, None), "012");
    // The row without a date stays with the row before it.
    assert_eq!(order(FeedOptions::default(), &days(MIXED), None), "410235");
    assert_eq!(order(reversed(), &days(MIXED), None), "532014");
    assert_eq!(
        order(
            FeedOptions::default(),
            &days(&["", "2026-01-01", "2026-01-02"]),
            None
        ),
        "021"
    );
}

#[test]
fn a_limit_keeps_the_newest_whatever_their_order() {
    for (limit, expected) in [(0, ""), (1, "4"), (3, "410"), (9, "410235")] {
        assert_eq!(order(limited(limit), &days(MIXED), None), expected);
    }
    let both = FeedOptions {
        reverse: true,
        ..limited(3)
    };
    assert_eq!(order(both, &days(MIXED), None), "014");
    let in_order = days(&["2026-01-05", "2026-01-04", "2026-01-03"]);
    assert_eq!(order(limited(2), &in_order, None), "01");
    assert_eq!(order(limited(2), &in_order, Some(0)), "01");
}

#[test]
fn a_limit_forgets_while_it_reads() {
    let ui = quiet();
    let mut feed = Feed::into_writer(
        &ui,
        shape(Format::Json, None),
        limited(2),
        Box::new(Seen::default()),
    );
    for day in 0..3000 {
        // Oldest first, so that every row is newer than all before it.
        let day = crate::domain::date::Day::new(2000, 1, 1)
            .unwrap()
            .plus_days(day)
            .unwrap();
        feed.push(&row(&day.to_string(), "-1", "x")).unwrap();
    }
    assert!(feed.held_rows() <= 500);
    assert_eq!(feed.finish(&[]).unwrap(), 2);
}

#[test]
fn past_the_ceiling_an_ordered_answer_is_written_through() {
    let ui = quiet();
    let seen = Seen::default();
    let mut feed = Feed::into_writer(
        &ui,
        shape(Format::Jsonl, None),
        FeedOptions::default(),
        Box::new(seen.clone()),
    );
    feed.set_ceiling(1000);
    for place in 0..10 {
        feed.push(&row("2026-01-05", "-1", &place.to_string()))
            .unwrap();
    }
    assert!(seen.text().lines().count() >= 9);
    assert!(!feed.restart(), "rows have been seen");
    // Too late to be mended: it stands where it came.
    feed.push(&row("2026-02-01", "-1", "late")).unwrap();
    feed.finish(&[]).unwrap();
    assert!(seen.text().lines().last().unwrap().contains("late"));
}

#[test]
fn past_the_ceiling_an_unordered_answer_is_collected() {
    let rows = days(&["2026-01-01", "2026-01-05", "2026-01-03", "2026-01-04"]);
    // The second row tells before the ceiling is passed.
    assert_eq!(order(FeedOptions::default(), &rows, Some(1200)), "1320");
    assert_eq!(order(reversed(), &rows, Some(0)), "0231");
}

#[test]
fn what_breaks_off_shows_nothing_and_starts_anew() {
    for format in [Format::Json, Format::Csv, Format::Table] {
        let ui = quiet();
        let seen = Seen::default();
        let mut feed = Feed::into_writer(
            &ui,
            shape(format, None),
            FeedOptions::default(),
            Box::new(seen.clone()),
        );
        feed.push(&row("2026-01-01", "-1", "first try")).unwrap();
        assert!(feed.restart());
        assert_eq!(seen.text(), "");
        feed.push(&row("2026-01-05", "-2", "second try")).unwrap();
        assert_eq!(feed.finish(&[]).unwrap(), 1);
        assert!(seen.text().contains("second try") && !seen.text().contains("first try"));
    }
}

#[test]
fn a_reader_that_left_is_no_error() {
    struct Gone;
    impl std::io::Write for Gone {
        fn write(&mut self, _: &[u8]) -> std::io::Result<usize> {
            Err(std::io::ErrorKind::BrokenPipe.into())
        }
        fn flush(&mut self) -> std::io::Result<()> {
            Ok(())
        }
    }
    let ui = quiet();
    for format in [Format::Json, Format::Csv, Format::Table] {
        let mut feed = Feed::into_writer(
            &ui,
            shape(format, None),
            FeedOptions::default(),
            Box::new(Gone),
        );
        feed.push(&row("2026-01-01", "-1", "x")).unwrap();
        assert_eq!(feed.finish(&[]).unwrap_err().kind, Kind::ReaderGone);
    }
}

#[test]
fn the_documents_of_no_rows_are_whole() {
    let errors = [Foreign::new("CREDIT\u{202e}FAILED")];
    let json = listed(
        shape(Format::Json, None),
        FeedOptions::default(),
        &[],
        &errors,
    );
    assert_eq!(
        json,
        "{\"schema\":\"sb1.transactions/1\",\"since\":null,\"until\":null,\"transactions\":[],\
         \"complete\":false,\"errors\":[\"CREDIT\\u202eFAILED\"]}\n"
    );
    assert_eq!(
        listed(shape(Format::Jsonl, None), FeedOptions::default(), &[], &[]),
        ""
    );
    let csv = listed(shape(Format::Csv, None), FeedOptions::default(), &[], &[]);
    assert!(csv.starts_with("id,bankId,date,") && csv.lines().count() == 1);
    assert_eq!(
        listed(shape(Format::Table, None), FeedOptions::default(), &[], &[]),
        ""
    );
}

#[test]
fn long_tables_have_one_header_and_one_width() {
    let rows: Vec<_> = (0..1300)
        .map(|place| row("2026-01-05", "-1234.5", &format!("row {place}")))
        .collect();
    let shown = listed(
        shape(Format::Table, Some(80)),
        FeedOptions::default(),
        &rows,
        &[],
    );
    assert_eq!(
        shown.lines().filter(|line| line.starts_with("ID")).count(),
        1
    );
    for (place, line) in shown.lines().skip(1).take(1300).enumerate() {
        assert_eq!(
            line,
            format!("2026-01-  2026-01-05    -1 234,50  row {place}")
        );
    }
    assert!(shown.contains("-1 604 850,00"));
}
