use snapbox::{assert_data_eq, str};

use super::hostile::{HOSTILE, hostile};
use super::program::run;
use super::story::{Story, day, november};
use crate::export::beancount::beancount;
use crate::export::chart::Chart;
use crate::installed::runs;

fn told(story: &Story) -> String {
    story.told(beancount(Chart::default()))
}

fn query(books: &str, asked: &str) -> String {
    run(&["bean-query", "-f", "csv", "{}", asked], books)
}

#[test]
fn a_transfer_on_two_days_goes_through_the_transit_account() {
    assert_data_eq!(
        told(&november()),
        str![[r#"
; Transactions of SpareBank 1, for beancount, by sb1.

2026-11-01 * "opening balance"
  Assets:Bank:Brukskonto  1000.00 NOK
  Equity:Opening  -1000.00 NOK

2026-11-01 * "opening balance"
  Assets:Bank:Sparekonto  20000.00 NOK
  Equity:Opening  -20000.00 NOK

2026-11-01 * "opening balance"
  Liabilities:Card:Kredittkort  -250.55 NOK
  Equity:Opening  250.55 NOK

2026-11-02 * "KIWI 505 BJØLSEN 🥦"
  category: "Mat og drikke"
  subcategory: "Dagligvarer"
  Assets:Bank:Brukskonto  -349.90 NOK
    id: "00000000000000a1"
  Expenses:Mat-og-drikke:Dagligvarer  349.90 NOK

2026-11-03 * "Til sparing"
  Assets:Bank:Brukskonto  -500.00 NOK
    id: "00000000000000a2"
  Assets:Bank:Sparekonto  500.00 NOK
    id: "00000000000000b1"

2026-11-03 * "Cloud"
  category: "Ukategorisert"
  foreign: "-9.99 USD"
  Liabilities:Card:Kredittkort  -108.45 NOK
    id: "00000000000000c1"
  Expenses:Unknown  108.45 NOK

2026-11-04 * "Kredittkort"
  Assets:Bank:Brukskonto  -5000.00 NOK
    id: "00000000000000a3"
  Assets:Transit  5000.00 NOK

2026-11-06 * "Innbetaling"
  Liabilities:Card:Kredittkort  5000.00 NOK
    id: "00000000000000c2"
  Assets:Transit  -5000.00 NOK

2026-11-09 * "Til sparing"
  Assets:Bank:Brukskonto  -3000.00 NOK
    id: "00000000000000a4"
  Assets:Transit  3000.00 NOK

2026-11-10 balance Assets:Bank:Sparekonto  20500.00 ~ 0.00 NOK

2026-11-10 * "Fra bruk"
  Assets:Bank:Sparekonto  3000.00 NOK
    id: "00000000000000b2"
  Assets:Transit  -3000.00 NOK

2026-11-12 ! "Kaffe"
  Assets:Bank:Brukskonto  -45.00 NOK
    id: "p-0000000000000a6"
  Expenses:Unknown  45.00 NOK

2026-11-12 * "Bedriften AS" "Lønn"
  category: "Inntekt"
  counterparty: "Bedriften AS"
  counterparty-account: "12345678911"
  message: "Lønn, november"
  Assets:Bank:Brukskonto  41000.00 NOK
    id: "00000000000000a5"
  Income:Inntekt  -41000.00 NOK

; of which -45.00 NOK is pending
2026-11-13 balance Assets:Bank:Brukskonto  33105.10 ~ 0.00 NOK

2026-11-13 * "Til bruk"
  Assets:Bank:Sparekonto  -77.00 NOK
    id: "00000000000000b3"
  Assets:Transit  77.00 NOK

2026-11-14 ! ""
  Assets:Bank:Brukskonto  -12.50 NOK
    id: "p-0000000000000a7"
  Expenses:Unknown  12.50 NOK

2026-11-01 open Assets:Bank:Brukskonto NOK
  number: "12345678903"
  name: "Brukskonto"
2026-11-01 open Assets:Bank:Sparekonto NOK
  number: "12345678911"
  name: "Sparekonto"
2026-11-04 open Assets:Transit
2026-11-01 open Equity:Opening
2026-11-02 open Expenses:Mat-og-drikke:Dagligvarer
2026-11-03 open Expenses:Unknown
2026-11-12 open Income:Inntekt
2026-11-01 open Liabilities:Card:Kredittkort NOK
  number: "K1234567890"
  name: "Kredittkort"

"#]]
    );
    assert_eq!(told(&november()), told(&november()));
}

#[test]
fn beancount_has_the_banks_balances_on_every_day() {
    if !runs(
        &["bean-check", "--version"],
        "bean-check",
        "beancount_has_the_banks_balances_on_every_day",
    ) {
        return;
    }
    let story = november();
    let books = told(&story);
    run(&["bean-check", "{}"], &books);
    // Between the two days of a transfer, on them, and at the end; bean-query takes its time.
    for today in ["2026-11-05", "2026-11-09", "2026-11-10", "2026-11-19"] {
        let said = query(
            &books,
            &format!(
                "SELECT account, sum(number) WHERE date <= {today} AND account ~ 'Bank|Card' \
                 GROUP BY account ORDER BY account"
            ),
        );
        let names = [
            "Assets:Bank:Brukskonto",
            "Assets:Bank:Sparekonto",
            "Liabilities:Card:Kredittkort",
        ];
        let mut expected = String::new();
        for (name, balance) in names.iter().zip(story.balances(day(today))) {
            expected += &format!("{name},{balance}\n");
        }
        let rows = said.split_once('\n').unwrap().1;
        assert_eq!(rows.replace([' ', '\r'], ""), expected, "{today}");
    }
}

#[test]
fn beancount_refuses_the_books_if_an_ore_is_gone() {
    if !runs(
        &["bean-check", "--version"],
        "bean-check",
        "beancount_refuses_the_books_if_an_ore_is_gone",
    ) {
        return;
    }
    let wrong = told(&november()).replace("349.90", "349.91");
    let refused = std::panic::catch_unwind(|| run(&["bean-check", "{}"], &wrong));
    assert!(refused.is_err());
}

#[test]
fn beancount_reads_no_entry_account_or_tag_into_hostile_text() {
    if !runs(
        &["bean-check", "--version"],
        "bean-check",
        "beancount_reads_no_entry_account_or_tag_into_hostile_text",
    ) {
        return;
    }
    let books = told(&hostile());
    run(&["bean-check", "{}"], &books);
    let rows = query(
        &books,
        "SELECT date, tags, links, account WHERE account ~ '^Expenses'",
    );
    let alike = |it: &&str| it.starts_with("2026-11-05,,,Expenses:");
    assert!(rows.lines().skip(1).all(|it| alike(&it)), "{rows}");
    assert_eq!(rows.lines().skip(1).count(), HOSTILE.len(), "{rows}");
    let accounts = query(&books, "SELECT account GROUP BY account");
    let known = |it: &&str| {
        ["Expenses:", "Assets:Bank:", "Equity:Opening"]
            .iter()
            .any(|top| it.starts_with(top))
    };
    assert!(accounts.lines().skip(1).all(|it| known(&it)), "{accounts}");
    assert_eq!(accounts.matches("Assets:Bank:").count(), 2, "{accounts}");
    let seen = query(&books, "SELECT DISTINCT narration");
    for text in ["æøå ÆØÅ 🎉 中文 ß ŉ", "payee | note", "ends with \\"] {
        assert!(seen.contains(text), "{text}\n{seen}");
    }
}
