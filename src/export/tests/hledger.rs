use snapbox::{assert_data_eq, str};

use super::hostile::{HOSTILE, hostile};
use super::program::run;
use super::story::{Story, day, november};
use crate::export::chart::Chart;
use crate::export::hledger::hledger;
use crate::installed::runs;

fn told(story: &Story) -> String {
    story.told(hledger(Chart::default()))
}

#[test]
fn one_entry_for_each_transfer_and_every_row() {
    assert_data_eq!(
        told(&november()),
        str![[r#"
; Transactions of SpareBank 1, for hledger, by sb1.

commodity 1000.00 NOK

2026-11-01 * opening balance
    assets:bank:brukskonto  1000.00 NOK
    equity:opening  -1000.00 NOK

2026-11-01 * opening balance
    assets:bank:sparekonto  20000.00 NOK
    equity:opening  -20000.00 NOK

2026-11-01 * opening balance
    liabilities:card:kredittkort  -250.55 NOK
    equity:opening  250.55 NOK

2026-11-02 * KIWI 505 BJØLSEN 🥦
    ; category:Mat og drikke
    ; subcategory:Dagligvarer
    assets:bank:brukskonto  -349.90 NOK  ; id:00000000000000a1
    expenses:mat og drikke:dagligvarer  349.90 NOK

2026-11-03 * Til sparing
    assets:bank:brukskonto  -500.00 NOK  ; id:00000000000000a2
    assets:bank:sparekonto  500.00 NOK  ; id:00000000000000b1

2026-11-03 * Cloud
    ; category:Ukategorisert
    ; foreign:-9.99 USD
    liabilities:card:kredittkort  -108.45 NOK  ; id:00000000000000c1
    expenses:unknown  108.45 NOK

2026-11-04 * Kredittkort
    assets:bank:brukskonto  -5000.00 NOK  ; id:00000000000000a3
    liabilities:card:kredittkort  5000.00 NOK  ; date:2026-11-06, id:00000000000000c2

2026-11-09 * Til sparing
    assets:bank:brukskonto  -3000.00 NOK  ; id:00000000000000a4
    assets:bank:sparekonto  3000.00 NOK  ; date:2026-11-10, id:00000000000000b2

2026-11-09 * balance at the bank
    assets:bank:sparekonto  0.00 NOK = 20500.00 NOK

2026-11-12 ! Kaffe
    assets:bank:brukskonto  -45.00 NOK  ; id:p-0000000000000a6
    expenses:unknown  45.00 NOK

2026-11-12 * Lønn
    ; category:Inntekt
    ; counterparty:Bedriften AS
    ; counterparty-account:12345678911
    ; message:Lønn， november
    assets:bank:brukskonto  41000.00 NOK  ; id:00000000000000a5
    income:inntekt  -41000.00 NOK

2026-11-12 * balance at the bank
    ; of which -45.00 NOK is pending
    assets:bank:brukskonto  0.00 NOK = 33105.10 NOK

2026-11-13 * Til bruk
    assets:bank:sparekonto  -77.00 NOK  ; id:00000000000000b3
    assets:transit  77.00 NOK

2026-11-14 !
    assets:bank:brukskonto  -12.50 NOK  ; id:p-0000000000000a7
    expenses:unknown  12.50 NOK

account assets:bank:brukskonto  ; number:12345678903, name:Brukskonto
account assets:bank:sparekonto  ; number:12345678911, name:Sparekonto
account assets:transit
account equity:opening
account expenses:mat og drikke:dagligvarer
account expenses:unknown
account income:inntekt
account liabilities:card:kredittkort  ; number:K1234567890, name:Kredittkort

"#]]
    );
    assert_eq!(told(&november()), told(&november()));
}

#[test]
fn hledger_has_the_banks_balances_on_every_day() {
    if !runs(
        &["hledger", "--version"],
        "hledger",
        "hledger_has_the_banks_balances_on_every_day",
    ) {
        return;
    }
    let story = november();
    let books = told(&story);
    run(&["hledger", "-f", "{}", "check", "--strict"], &books);
    run(&["hledger", "-f", "{}", "check", "ordereddates"], &books);
    for (today, tomorrow) in (1..20).map(|it| (format!("2026-11-{it:02}"), it + 1)) {
        let end = format!("2026-11-{tomorrow:02}");
        let words = [
            "hledger", "-f", "{}", "bal", "--flat", "-E", "-N", "-O", "csv", "-e", &end,
        ];
        let said = run(
            &[&words[..], &["assets:bank", "liabilities"]].concat(),
            &books,
        );
        let names = [
            "assets:bank:brukskonto",
            "assets:bank:sparekonto",
            "liabilities:card:kredittkort",
        ];
        let mut expected = String::from("\"account\",\"balance\"\n");
        for (name, balance) in names.iter().zip(story.balances(day(&today))) {
            expected += &format!("\"{name}\",\"{balance} NOK\"\n");
        }
        assert_eq!(said, expected, "{today}");
    }
}

#[test]
fn hledger_refuses_the_books_if_a_row_is_gone() {
    if !runs(
        &["hledger", "--version"],
        "hledger",
        "hledger_refuses_the_books_if_a_row_is_gone",
    ) {
        return;
    }
    let wrong = told(&november()).replace("349.90", "349.91");
    let refused = std::panic::catch_unwind(|| run(&["hledger", "-f", "{}", "check"], &wrong));
    assert!(refused.is_err());
}

#[test]
fn hledger_reads_no_entry_account_or_tag_into_hostile_text() {
    if !runs(
        &["hledger", "--version"],
        "hledger",
        "hledger_reads_no_entry_account_or_tag_into_hostile_text",
    ) {
        return;
    }
    let story = hostile();
    let books = told(&story);
    run(&["hledger", "-f", "{}", "check", "--strict"], &books);
    let tags = run(&["hledger", "-f", "{}", "tags"], &books);
    let mut tags: Vec<_> = tags.lines().collect();
    tags.sort_unstable();
    assert_eq!(
        tags,
        [
            "category",
            "counterparty",
            "counterparty-account",
            "foreign",
            "id",
            "message",
            "name",
            "number",
            "subcategory"
        ]
    );
    let ids = run(&["hledger", "-f", "{}", "tags", "--values", "id"], &books);
    assert_eq!(ids.lines().count(), HOSTILE.len());
    let dates = run(
        &["hledger", "-f", "{}", "reg", "-O", "csv", "expenses"],
        &books,
    );
    assert_eq!(
        dates.matches("\"2026-11-05\"").count(),
        HOSTILE.len(),
        "{dates}"
    );
    let accounts = run(&["hledger", "-f", "{}", "accounts"], &books);
    let known = |it: &&str| {
        it.starts_with("expenses:") || it.starts_with("assets:bank:") || *it == "equity:opening"
    };
    assert!(accounts.lines().all(|it| known(&it)), "{accounts}");
    assert_eq!(accounts.matches("assets:bank:").count(), 2, "{accounts}");
}

#[test]
fn visible_text_stays_as_it_is() {
    let books = told(&hostile());
    for seen in [
        "* æøå ÆØÅ 🎉 中文 ß ŉ\n",
        "* ＊ starred\n",
        "* payee ｜ note\n",
        "message:a ; evil:1， evil:2\n",
    ] {
        assert!(books.contains(seen), "{seen}\n{books}");
    }
}
