use snapbox::{assert_data_eq, str};

use super::hostile::{HOSTILE, hostile};
use super::program::run;
use super::story::{DAILY, Story, account, day, november, row};
use crate::domain::text::Foreign;
use crate::domain::transaction::Transaction;
use crate::export::chart::Chart;
use crate::export::ledger::ledger;
use crate::installed::runs;

fn told(story: &Story) -> String {
    story.told(ledger(Chart::default()))
}

#[test]
fn a_transfer_across_a_checked_balance_is_two_entries() {
    assert_data_eq!(
        told(&november()),
        str![[r#"
; Transactions of SpareBank 1, for ledger, by sb1.

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
    ; category: Mat og drikke
    ; subcategory: Dagligvarer
    assets:bank:brukskonto  -349.90 NOK
    ; id: 00000000000000a1
    expenses:mat og drikke:dagligvarer  349.90 NOK

2026-11-03 * Til sparing
    assets:bank:brukskonto  -500.00 NOK
    ; id: 00000000000000a2
    assets:bank:sparekonto  500.00 NOK
    ; id: 00000000000000b1

2026-11-03 * Cloud
    ; category: Ukategorisert
    ; foreign: -9.99 USD
    liabilities:card:kredittkort  -108.45 NOK
    ; id: 00000000000000c1
    expenses:unknown  108.45 NOK

2026-11-04 * Kredittkort
    assets:bank:brukskonto  -5000.00 NOK
    ; id: 00000000000000a3
    liabilities:card:kredittkort  5000.00 NOK  ; [2026-11-06]
    ; id: 00000000000000c2

2026-11-09 * Til sparing
    assets:bank:brukskonto  -3000.00 NOK
    ; id: 00000000000000a4
    assets:transit  3000.00 NOK

2026-11-09 * balance at the bank
    assets:bank:sparekonto  0.00 NOK = 20500.00 NOK

2026-11-10 * Fra bruk
    assets:bank:sparekonto  3000.00 NOK
    ; id: 00000000000000b2
    assets:transit  -3000.00 NOK

2026-11-12 ! Kaffe
    assets:bank:brukskonto  -45.00 NOK
    ; id: p-0000000000000a6
    expenses:unknown  45.00 NOK

2026-11-12 * Lønn
    ; category: Inntekt
    ; counterparty: Bedriften AS
    ; counterparty-account: 12345678911
    ; message: Lønn, november
    assets:bank:brukskonto  41000.00 NOK
    ; id: 00000000000000a5
    income:inntekt  -41000.00 NOK

2026-11-12 * balance at the bank
    ; of which -45.00 NOK is pending
    assets:bank:brukskonto  0.00 NOK = 33105.10 NOK

2026-11-13 * Til bruk
    assets:bank:sparekonto  -77.00 NOK
    ; id: 00000000000000b3
    assets:transit  77.00 NOK

2026-11-14 !
    assets:bank:brukskonto  -12.50 NOK
    ; id: p-0000000000000a7
    expenses:unknown  12.50 NOK


"#]]
    );
    assert_eq!(told(&november()), told(&november()));
}

#[test]
fn ledger_has_the_banks_balances_on_every_day() {
    if !runs(
        &["ledger", "--version"],
        "ledger",
        "ledger_has_the_banks_balances_on_every_day",
    ) {
        return;
    }
    let story = november();
    let books = told(&story);
    for (today, tomorrow) in (1..20).map(|it| (format!("2026-11-{it:02}"), it + 1)) {
        let end = format!("2026-11-{tomorrow:02}");
        let format = "%(account) %(display_total)\\n%/";
        let words = [
            "ledger",
            "-f",
            "{}",
            "bal",
            "--flat",
            "--no-total",
            "-e",
            &end,
        ];
        let more = ["--balance-format", format, "assets:bank", "liabilities"];
        let said = run(&[&words[..], &more].concat(), &books);
        let names = [
            "assets:bank:brukskonto",
            "assets:bank:sparekonto",
            "liabilities:card:kredittkort",
        ];
        let mut expected = String::new();
        for (name, balance) in names.iter().zip(story.balances(day(&today))) {
            expected += &format!("{name} {balance} NOK\n");
        }
        assert_eq!(said, expected, "{today}");
    }
}

#[test]
fn ledger_refuses_the_books_if_a_row_is_gone() {
    if !runs(
        &["ledger", "--version"],
        "ledger",
        "ledger_refuses_the_books_if_a_row_is_gone",
    ) {
        return;
    }
    let wrong = told(&november()).replace("349.90", "349.91");
    let refused = std::panic::catch_unwind(|| run(&["ledger", "-f", "{}", "bal"], &wrong));
    assert!(refused.is_err());
}

#[test]
fn ledger_reads_no_entry_account_or_tag_into_hostile_text() {
    if !runs(
        &["ledger", "--version"],
        "ledger",
        "ledger_reads_no_entry_account_or_tag_into_hostile_text",
    ) {
        return;
    }
    let books = told(&hostile());
    let tags = run(&["ledger", "-f", "{}", "tags"], &books);
    let tags: Vec<_> = tags.lines().collect();
    assert_eq!(
        tags,
        [
            "category",
            "counterparty",
            "counterparty-account",
            "foreign",
            "id",
            "message",
            "subcategory"
        ]
    );
    let days = run(
        &[
            "ledger",
            "-f",
            "{}",
            "reg",
            "--format",
            "%(date)\\n",
            "--date-format",
            "%Y-%m-%d",
            "expenses",
        ],
        &books,
    );
    assert_eq!(days, "2026-11-05\n".repeat(HOSTILE.len()));
    let accounts = run(&["ledger", "-f", "{}", "accounts"], &books);
    let known = |it: &&str| {
        it.starts_with("expenses:") || it.starts_with("assets:bank:") || *it == "equity:opening"
    };
    assert!(accounts.lines().all(|it| known(&it)), "{accounts}");
    assert_eq!(accounts.matches("assets:bank:").count(), 2, "{accounts}");
}

#[test]
fn no_line_is_longer_than_ledger_takes() {
    // Four bytes a character, the most there are.
    let long = || Some(Foreign::new("🥦".repeat(5000)));
    let row = Transaction {
        description: Some(Foreign::new("å".repeat(5000))),
        remote_account_name: long(),
        kid_or_message: long(),
        category: long(),
        subcategory: long(),
        ..row("00000000000000a1", "2026-11-02", "-1", "")
    };
    let name = "🥦".repeat(5000);
    let story = Story::default()
        .account(account("12345678903", &name), "1000", None)
        .row(DAILY, row);
    let books = told(&story);
    assert!(books.lines().all(|it| it.len() < 4096), "{books}");
    let shown = format!("* {}…\n", "å".repeat(500));
    assert!(books.contains(&shown), "{books}");
    assert!(books.contains(&format!("message: {}…\n", "🥦".repeat(500))));
    let test = "no_line_is_longer_than_ledger_takes";
    if runs(&["ledger", "--version"], "ledger", test) {
        assert_eq!(
            run(&["ledger", "-f", "{}", "accounts"], &books)
                .lines()
                .count(),
            3
        );
    }
}

#[test]
fn a_text_of_just_that_length_stays_whole() {
    let text: &'static str = "å".repeat(500).leak();
    let story = Story::default()
        .account(account("12345678903", "Brukskonto"), "1000", None)
        .row(DAILY, row("00000000000000a1", "2026-11-02", "-1", text));
    assert!(told(&story).contains(&format!("* {text}\n")));
}
