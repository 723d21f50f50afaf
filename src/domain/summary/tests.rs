//! From rows to sums.

mod own;

use crate::domain::date::{Day, DayRange};
use crate::domain::money::{Amount, Currency};
use crate::domain::text::Foreign;
use crate::domain::transaction::Transaction;

use super::{Flow, OwnAccount, Percent, Summary, Tally};

const CURRENT: &str = "12345678903";
const SAVINGS: &str = "12345678911";
const CARD: &str = "K1234567890";
const EURO: &str = "12345678938";

fn text(text: &str) -> Option<Foreign<'static>> {
    (!text.is_empty()).then(|| Foreign::new(text.to_owned()))
}

fn day(text: &str) -> Day {
    Day::parse_iso(text).unwrap()
}

fn row(account: &str, on: &str, amount: &str, words: &str) -> Transaction<'static> {
    Transaction {
        id: String::new(),
        bank_id: Foreign::new("of the bank"),
        date: Day::parse_iso(on),
        interest_date: None,
        booking_status: text("BOOKED"),
        amount: Amount::read(amount).ok(),
        account_currency: Currency::parse(if account == EURO { "EUR" } else { "NOK" }),
        currency_code: text("NOK"),
        currency_amount: None,
        description: text(words),
        cleaned_description: None,
        account_key: text(&format!("key-{account}")),
        account_name: None,
        account_number: text(account),
        remote_account_number: None,
        remote_account_name: None,
        kid_or_message: None,
        type_code: None,
        type_text: None,
        source: None,
        can_show_details: true,
        non_unique_id: None,
        partition_key: None,
        category: None,
        subcategory: None,
        recurring: None,
        subscription: None,
    }
}

/// The same row with that other side.
fn with(other: &str, row: Transaction<'static>) -> Transaction<'static> {
    Transaction {
        remote_account_number: text(other),
        ..row
    }
}

fn named(name: &str, row: Transaction<'static>) -> Transaction<'static> {
    Transaction {
        remote_account_name: text(name),
        ..row
    }
}

fn own(number: &str, counts: bool) -> OwnAccount {
    OwnAccount {
        key: format!("key-{number}"),
        numbers: vec![number.to_owned(), String::new()],
        currency: Currency::parse(if number == EURO { "EUR" } else { "NOK" }),
        counts,
    }
}

fn november() -> DayRange {
    DayRange {
        first: day("2026-11-01"),
        last: day("2026-11-30"),
    }
}

fn tally_of(counting: &[&str], period: DayRange) -> Tally {
    let accounts = [CURRENT, SAVINGS, CARD, EURO];
    let own = accounts.map(|number| own(number, counting.contains(&number)));
    Tally::new(own.to_vec(), period)
}

fn summary_of(counting: &[&str], period: DayRange, rows: &[Transaction<'_>]) -> Summary {
    let mut tally = tally_of(counting, period);
    rows.iter().for_each(|row| tally.add(row));
    let summary = tally.finish().unwrap();
    let mut other_way_round = tally_of(counting, period);
    rows.iter().rev().for_each(|row| other_way_round.add(row));
    let other = other_way_round.finish().unwrap();
    assert_eq!(format!("{summary:?}"), format!("{other:?}"));
    summary
}

/// Of November and all accounts.
fn summary(rows: &[Transaction<'_>]) -> Summary {
    summary_of(&[CURRENT, SAVINGS, CARD, EURO], november(), rows)
}

fn told(flow: &Flow) -> String {
    format!("+{} -{} of {}", flow.money_in, flow.money_out, flow.count)
}

/// The sums of each currency.
fn totals(summary: &Summary) -> Vec<String> {
    let currencies = summary.currencies.iter();
    currencies
        .map(|it| format!("{} {}", it.currency, told(&it.total)))
        .collect()
}

fn counterparties(summary: &Summary) -> Vec<String> {
    let list = summary.currencies[0].counterparties.iter();
    list.map(|(name, flow)| format!("{name}: {}", told(flow)))
        .collect()
}

#[test]
fn currencies_are_never_mixed_and_kroner_come_first() {
    let unsaid = Transaction {
        account_currency: None,
        ..row(EURO, "2026-11-06", "-2.50", "Café")
    };
    let summary = summary(&[
        row(EURO, "2026-11-05", "-7.50", "Café"),
        unsaid,
        row(CURRENT, "2026-11-05", "-75", "Café"),
        // Bought for kroner: each side names the other, and the amounts are not alike.
        with(EURO, row(CURRENT, "2026-11-07", "-1170", "Valuta")),
        with(CURRENT, row(EURO, "2026-11-07", "100", "Valuta")),
    ]);
    assert_eq!(
        totals(&summary),
        ["NOK +0.00 -75.00 of 1", "EUR +0.00 -10.00 of 2"]
    );
    assert_eq!(summary.own, 2);
}

#[test]
fn what_is_not_booked_not_clear_or_of_other_days_is_left_out() {
    let changed = |change: fn(&mut Transaction<'static>)| {
        let mut row = row(CURRENT, "2026-11-10", "-100", "Kiwi");
        change(&mut row);
        row
    };
    let summary = summary(&[
        changed(|it| it.booking_status = text("PENDING")),
        changed(|it| it.booking_status = None),
        changed(|it| it.amount = None),
        changed(|it| it.date = None),
        changed(|it| {
            it.account_key = None;
            it.account_number = text("00000000000");
        }),
        changed(|it| it.account_key = None),
        row(CURRENT, "2026-10-31", "-1", "before"),
        row(CURRENT, "2026-12-01", "-1", "after"),
    ]);
    assert_eq!((summary.pending, summary.unclear, summary.own), (2, 3, 0));
    assert_eq!(totals(&summary), ["NOK +0.00 -100.00 of 1"]);
}

#[test]
fn months_have_no_gap_and_a_rate_of_what_came_in() {
    let period = DayRange {
        first: day("2026-01-01"),
        last: day("2026-12-31"),
    };
    let rows = [
        row(CURRENT, "2026-02-10", "30000", "Lønn"),
        row(CURRENT, "2026-02-28", "-20000", "Husleie"),
        row(CURRENT, "2026-04-01", "-0.01", "Gebyr"),
    ];
    let summary = summary_of(&[CURRENT], period, &rows);
    let months: Vec<_> = summary.currencies[0]
        .months
        .iter()
        .map(|(month, flow)| {
            let rate = flow.savings_rate().as_ref().map(Percent::to_string);
            format!("{month} {} {rate:?}", flow.net())
        })
        .collect();
    assert_eq!(
        months,
        [
            "2026-02 10000.00 Some(\"33.3\")",
            "2026-03 0.00 None",
            "2026-04 -0.01 None"
        ]
    );
}

#[test]
fn a_counterparty_keeps_its_name_while_its_text_drifts() {
    let summary = summary(&[
        row(CURRENT, "2026-11-02", "-10", "SPOTIFY  STOCKHOLM"),
        row(
            CURRENT,
            "2026-11-05",
            "-11",
            "02.11 SEK Spotify Stockholm SWE",
        ),
        row(CURRENT, "2026-11-03", "-12", "spotify stockholm"),
        named("Kari Lie", row(CURRENT, "2026-11-03", "-7", "Overføring")),
        named("kari  lie", row(CURRENT, "2026-11-02", "5", "Vipps")),
        named("Kari Moe", row(CURRENT, "2026-11-03", "-6", "Overføring")),
        named("  ", row(CURRENT, "2026-11-03", "-5", "Kiwi")),
        row(CURRENT, "2026-11-03", "-1", ""),
    ]);
    assert_eq!(
        counterparties(&summary),
        [
            "02.11 SEK Spotify Stockholm SWE: +0.00 -33.00 of 3",
            "Kari Lie: +5.00 -7.00 of 2",
            "Kari Moe: +0.00 -6.00 of 1",
            "Kiwi: +0.00 -5.00 of 1",
            ": +0.00 -1.00 of 1",
        ]
    );
}

#[test]
fn categories_are_the_banks_and_divided_once() {
    let in_category = |main: &str, sub: &str, amount: &str| Transaction {
        category: text(main),
        subcategory: text(sub),
        ..row(CURRENT, "2026-11-03", amount, "x")
    };
    let summary = summary(&[
        in_category("Mat", "Dagligvarer", "-100"),
        in_category("Mat", "Restaurant", "-300"),
        in_category("Mat", "Dagligvarer", "-50.50"),
        in_category("Fritid", "Restaurant", "-20"),
        in_category("", "", "9"),
    ]);
    let of = &summary.currencies[0];
    let main: Vec<_> = of
        .categories
        .iter()
        .map(|(name, flow)| format!("{name:?} {}", told(flow)))
        .collect();
    assert_eq!(
        main,
        [
            "Some(\"Mat\") +0.00 -450.50 of 3",
            "Some(\"Fritid\") +0.00 -20.00 of 1",
            "None +9.00 -0.00 of 1"
        ]
    );
    let below: Vec<_> = of
        .subcategories
        .iter()
        .map(|it| format!("{:?}/{:?} {}", it.category, it.name, it.flow.money_out))
        .collect();
    assert_eq!(
        below,
        [
            "Some(\"Mat\")/Some(\"Restaurant\") 300.00",
            "Some(\"Mat\")/Some(\"Dagligvarer\") 150.50",
            "Some(\"Fritid\")/Some(\"Restaurant\") 20.00",
            "None/None 0.00"
        ]
    );
}

#[test]
fn what_recurs_is_what_the_bank_says_recurs() {
    let flagged = |recurring, subscription, row| Transaction {
        recurring,
        subscription,
        ..row
    };
    let netflix = |on, amount| row(CURRENT, on, amount, "Netflix");
    let summary = summary(&[
        flagged(Some(true), Some(true), netflix("2026-11-02", "-129")),
        flagged(Some(true), Some(false), netflix("2026-11-25", "-10")),
        flagged(None, Some(true), netflix("2026-11-25", "-149")),
        flagged(Some(false), Some(false), netflix("2026-11-26", "-1")),
        flagged(
            Some(true),
            None,
            row(CURRENT, "2026-11-10", "30000", "Lønn"),
        ),
        netflix("2026-11-27", "-1"),
    ]);
    let recurring: Vec<_> = summary.currencies[0]
        .recurring
        .iter()
        .map(|it| {
            let (flow, amount) = (told(&it.flow), it.last_amount);
            let what = (it.subscription, it.last);
            format!("{}: {flow} {what:?} {amount}", it.name)
        })
        .collect();
    assert_eq!(
        recurring,
        [
            "Lønn: +30000.00 -0.00 of 1 (false, 2026-11-10) 30000.00",
            "Netflix: +0.00 -288.00 of 3 (true, 2026-11-25) -149.00",
        ]
    );
}

#[test]
fn an_answer_that_is_read_once_more_counts_once() {
    let mut tally = tally_of(&[CURRENT], november());
    let coffee = row(CURRENT, "2026-11-10", "-45", "Kaffe");
    let pending = Transaction {
        booking_status: text("PENDING"),
        ..coffee.clone()
    };
    tally.add(&coffee);
    tally.add(&pending);
    tally.restart();
    tally.add(&coffee);
    tally.add(&coffee);
    let summary = tally.finish().unwrap();
    assert_eq!(totals(&summary), ["NOK +0.00 -90.00 of 2"]);
    assert_eq!(summary.pending, 0);
}

#[test]
fn sums_too_large_are_refused_in_their_currency() {
    let most = row(EURO, "2026-11-10", "-792281625142643375935439503.35", "x");
    let mut tally = tally_of(&[EURO], november());
    tally.add(&most);
    tally.add(&row(EURO, "2026-11-10", "-0.01", "x"));
    let error = tally.finish().unwrap_err().to_string();
    assert!(error.contains("EUR"), "{error}");
}

#[test]
fn nothing_gives_no_currency() {
    let summary = summary(&[]);
    assert!(summary.currencies.is_empty());
    assert_eq!((summary.own, summary.pending, summary.unclear), (0, 0, 0));
    assert_eq!(
        (summary.since, summary.until),
        (day("2026-11-01"), day("2026-11-30"))
    );
}
