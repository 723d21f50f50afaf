use super::*;

fn day(text: &str) -> Day {
    Day::parse_iso(text).unwrap()
}

/// So many rows of one account, from one day to another.
fn rows(rows: usize, from: &str, to: &str) -> Extent {
    Extent {
        size: Size {
            rows,
            busiest: rows,
        },
        round: is_round(rows),
        busiest_from: Some(day(from)),
        from: Some(day(from)),
        to: Some(day(to)),
    }
}

const NEWS: News = News {
    grew: true,
    misses: false,
    adrift: false,
};
const NO_NEWS: News = News {
    grew: false,
    misses: false,
    adrift: false,
};

#[test]
fn a_later_sync_asks_once() {
    let mut parts = Parts::of(Some(day("2026-11-08")));
    parts.read(rows(12, "2026-11-09", "2026-11-20"), NEWS);
    assert!(parts.all_came());
}

#[test]
fn a_later_one_that_joins_on_to_nothing_looks_further() {
    let mut parts = Parts::of(Some(day("2026-11-08")));
    let news = News {
        adrift: true,
        ..NEWS
    };
    parts.read(rows(103, "2026-11-12", "2026-11-22"), news);
    assert_eq!(parts.until, Some(day("2026-11-12")));
    parts.read(rows(30, "2026-11-08", "2026-11-12"), news);
    assert_eq!(parts.until, Some(day("2026-11-08")));
    parts.read(rows(2, "2026-11-08", "2026-11-08"), NO_NEWS);
    assert!(parts.all_came());
}

#[test]
fn the_first_looks_whether_there_is_something_older() {
    let mut parts = Parts::of(None);
    parts.read(rows(120, "2025-01-03", "2026-11-20"), NEWS);
    assert_eq!(parts.until, Some(day("2025-01-03")));
    parts.read(rows(2, "2025-01-03", "2025-01-03"), NO_NEWS);
    assert_eq!(parts.until, Some(day("2025-01-02")));
    parts.read(Extent::default(), NO_NEWS);
    assert!(parts.all_came());
}

#[test]
fn a_bank_that_does_not_heed_the_day_is_asked_no_further() {
    let mut parts = Parts::of(None);
    parts.read(rows(25, "2025-01-03", "2026-11-20"), NEWS);
    parts.read(rows(25, "2025-01-03", "2026-11-20"), NO_NEWS);
    assert!(parts.all_came());
}

#[test]
fn a_cut_answer_is_asked_for_in_parts() {
    let mut parts = Parts::of(None);
    parts.read(rows(100, "2026-06-01", "2026-11-20"), NEWS);
    parts.read(rows(100, "2026-01-01", "2026-06-01"), NEWS);
    parts.read(rows(40, "2025-09-01", "2026-01-01"), NEWS);
    parts.read(rows(1, "2025-09-01", "2025-09-01"), NO_NEWS);
    parts.read(Extent::default(), NO_NEWS);
    assert!(parts.all_came());
}

#[test]
fn a_day_with_more_rows_than_the_limit_is_not_taken_for_whole() {
    let mut parts = Parts::of(None);
    parts.read(rows(50, "2026-06-01", "2026-11-20"), NEWS);
    parts.read(rows(50, "2026-06-01", "2026-06-01"), NEWS);
    parts.read(rows(50, "2026-06-01", "2026-06-01"), NO_NEWS);
    parts.read(rows(9, "2026-05-01", "2026-05-30"), NEWS);
    parts.read(rows(1, "2026-05-01", "2026-05-01"), NO_NEWS);
    parts.read(Extent::default(), NO_NEWS);
    assert!(!parts.goes_on() && !parts.all_came());
}

#[test]
fn a_busy_day_in_a_large_answer_was_not_cut() {
    let mut parts = Parts::of(None);
    parts.read(rows(200_000, "2024-11-23", "2026-11-22"), NEWS);
    parts.read(rows(250, "2024-11-23", "2024-11-23"), NO_NEWS);
    parts.read(Extent::default(), NO_NEWS);
    assert!(parts.all_came());
}
