//! Own transfers, which are neither in nor out.

use super::*;

#[test]
fn both_legs_of_an_own_transfer_are_left_out() {
    let summary = summary(&[
        row(CURRENT, "2026-11-10", "30000", "Lønn"),
        with(SAVINGS, row(CURRENT, "2026-11-11", "-5000", "Sparing")),
        with(CURRENT, row(SAVINGS, "2026-11-11", "5000", "Sparing")),
        row(CURRENT, "2026-11-12", "-5000", "Husleie"),
    ]);
    assert_eq!(totals(&summary), ["NOK +30000.00 -5000.00 of 2"]);
    assert_eq!(summary.own, 2);
}

#[test]
fn a_card_bill_that_only_one_side_names_is_left_out_on_both() {
    let summary = summary(&[
        row(CARD, "2026-11-02", "-899", "Elkjøp"),
        with(
            "90011122233",
            row(CURRENT, "2026-11-11", "-899", "Kredittkort"),
        ),
        row(CURRENT, "2026-11-11", "-899", "Elkjøp"),
    ]);
    assert_eq!(totals(&summary), ["NOK +0.00 -2697.00 of 3"]);

    // The card's row names the current account; that one's row names nobody.
    let bill = row(CURRENT, "2026-11-11", "-899", "Kredittkort");
    let paid = with("1234.56.78903", row(CARD, "2026-11-13", "899", ""));
    let purchase = row(CARD, "2026-11-02", "-899", "Elkjøp");
    let summary = self::summary(&[purchase, bill, paid]);
    assert_eq!(totals(&summary), ["NOK +0.00 -899.00 of 1"]);
    assert_eq!(summary.own, 2);
}

#[test]
fn the_legs_of_accounts_and_days_that_do_not_count_only_tell_what_is_own() {
    let bill = row(CURRENT, "2026-11-30", "-899", "Kredittkort");
    let paid = with(CURRENT, row(CARD, "2026-12-01", "899", "Innbetaling"));
    let rows = [bill, paid, row(CARD, "2026-11-05", "-20", "Kiwi")];
    let summary = summary_of(&[CURRENT], november(), &rows);
    assert!(summary.currencies.is_empty(), "{summary:?}");
    assert_eq!(summary.own, 1);

    let to_a_pension = with(EURO, row(CURRENT, "2026-11-05", "-100", "Til EUR"));
    let summary = summary_of(&[CURRENT], november(), &[to_a_pension]);
    assert_eq!((summary.own, summary.currencies.len()), (1, 0));
}

#[test]
fn a_row_that_names_its_own_account_is_no_transfer() {
    let interest = with(SAVINGS, row(SAVINGS, "2026-11-05", "12.50", "Renter"));
    let summary = summary(&[interest]);
    assert_eq!(totals(&summary), ["NOK +12.50 -0.00 of 1"]);
}

#[test]
fn other_legs_are_looked_for_around_the_period_but_not_in_the_future() {
    let reach = |today| Tally::reach(november(), day(today));
    let days = |first, last| DayRange {
        first: day(first),
        last: day(last),
    };
    assert_eq!(reach("2027-01-01"), days("2026-10-25", "2026-12-07"));
    assert_eq!(reach("2026-12-02"), days("2026-10-25", "2026-12-02"));
    assert_eq!(reach("2026-11-22"), days("2026-10-25", "2026-11-30"));
}
