use proptest::prelude::*;

use super::*;

const LARGEST: i128 = 79_228_162_514_264_337_593_543_950_335;

fn money(ores: &[i128]) -> Scale {
    let amounts = ores.iter().map(|ore| Amount::from_wide_ore(*ore).unwrap());
    Scale::of_money(amounts)
}

fn labels(scale: &Scale) -> Vec<&str> {
    scale.labels.iter().map(|(_, it)| it.as_str()).collect()
}

fn days(first: &str, last: &str) -> Scale {
    let day = |text| Day::parse_iso(text).unwrap();
    Scale::of_days(day(first), day(last))
}

#[test]
fn an_axis_of_money_has_round_steps_and_stands_on_nothing() {
    assert_eq!(labels(&money(&[12_345, 987_654])), ["0", "5 000", "10 000"]);
    assert_eq!(
        labels(&money(&[-120_000, 310_050])),
        ["-2 000", "0", "2 000", "4 000"]
    );
    assert_eq!(labels(&money(&[])), ["0", "1"]);
    assert_eq!(labels(&money(&[0])), ["0", "1"]);
    assert_eq!(labels(&money(&[-1])), ["-1", "0"]);
    assert_eq!(labels(&money(&[500_000])), ["0", "2 000", "4 000", "6 000"]);
}

#[test]
fn a_course_far_from_nothing_is_shown_near_by() {
    let loan = money(&[-312_450_000, -302_440_000]);
    assert!(!loan.holds(0));
    assert_eq!(labels(&loan).first(), Some(&"-3 150 000"));
    assert_eq!(loan.ground(), -300_000_000);
}

#[test]
fn the_largest_amounts_there_are_have_an_axis() {
    let scale = money(&[LARGEST, -LARGEST]);
    assert!(scale.holds(LARGEST) && scale.holds(-LARGEST));
    assert!(scale.map(&LARGEST, (0, 960)) <= 960);
    // The rounded end of the axis is more than an amount can be, and goes without a label.
    assert_eq!(labels(&scale).last(), Some(&""));
}

#[test]
fn an_axis_of_days_names_months_or_single_days() {
    assert_eq!(
        labels(&days("2025-12-01", "2026-11-22")),
        [
            "2026-01", "2026-03", "2026-05", "2026-07", "2026-09", "2026-11"
        ]
    );
    assert_eq!(
        labels(&days("2026-11-02", "2026-11-09")),
        ["2026-11-02", "2026-11-05", "2026-11-08"]
    );
    assert_eq!(labels(&days("2026-11-22", "2026-11-22")), ["2026-11-22"]);
    assert_eq!(
        labels(&days("1999-05-03", "2026-11-22")),
        [
            "2000-01", "2005-01", "2010-01", "2015-01", "2020-01", "2025-01"
        ]
    );
    // The wrong way round is one day.
    assert_eq!(days("2026-11-22", "2026-11-01").range().count(), 1);
}

#[test]
fn an_axis_of_months_labels_no_more_than_have_room() {
    let months = |count: i16| {
        let months: Vec<_> = (0..count)
            .map(|place| Month {
                year: 2025 + place / 12,
                month: i8::try_from(place % 12 + 1).unwrap(),
            })
            .collect();
        Scale::of_months(months.into_iter())
    };
    assert_eq!(labels(&months(2)), ["2025-01", "2025-02"]);
    assert_eq!(months(24).labels.len(), 12);
    assert_eq!(months(120).labels.len(), 12);
    assert_eq!(
        months(0),
        Scale {
            low: 0,
            high: MONTH_WIDTH,
            labels: Vec::new()
        }
    );
}

proptest! {
    #[test]
    fn every_amount_lies_on_its_axis_in_order(
        ores in proptest::collection::vec(-LARGEST..=LARGEST, 1..9),
        height in 1..2_000,
    ) {
        let scale = money(&ores);
        let mut sorted = ores;
        sorted.sort_unstable();
        let pixels: Vec<i32> = sorted.iter().map(|ore| scale.map(ore, (height, 0))).collect();
        prop_assert!(pixels.is_sorted_by(|a, b| a >= b));
        prop_assert!(pixels.iter().all(|it| (0..=height).contains(it)));
        prop_assert!((2..=8).contains(&scale.labels.len()), "{:?}", scale.labels);
    }

    #[test]
    fn any_two_days_have_a_few_labels_between_them(first in 0..2_900_000_i64, more in 0..700_000_i64) {
        let start = Day::new(1, 1, 1).unwrap();
        let first = start.plus_days(first).unwrap();
        let last = first.plus_days(more).unwrap();
        let scale = Scale::of_days(first, last);
        prop_assert!((1..=8).contains(&scale.labels.len()), "{:?}", scale.labels);
        prop_assert!(scale.labels.iter().all(|(at, _)| scale.holds(*at)));
    }
}
