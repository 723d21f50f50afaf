//! Tables as people see them, on screens of every width and in a pipe.

use crate::config::Format;
use crate::domain::account::Account;
use crate::domain::money::{Amount, Currency, ForeignAmount};
use crate::domain::text::Foreign;
use crate::domain::transaction::Transaction;
use crate::view::accounts::{Columns, listing};
use crate::view::feed::FeedOptions;
use crate::view::{Cells, Screen, Shape};

use super::{account, listed, row, shape, text};

fn accounts_at(width: Option<usize>, accounts: &[Account], errors: &[Foreign<'_>]) -> String {
    let bytes = listing(&shape(Format::Table, width), accounts, errors, Columns::All).unwrap();
    String::from_utf8(bytes).unwrap()
}

fn household() -> Vec<Account> {
    vec![
        Account {
            alias: Some("lommebok".into()),
            ..account("Brukskonto", "12345678903", "12345.6", "NOK")
        },
        account(
            "Sparekonto til hytta på fjellet",
            "12345678911",
            "250000",
            "NOK",
        ),
        Account {
            description: text("Mastercard Gold"),
            available: Amount::read("45000.5").ok(),
            ..account("**** **** **** 1234", "K1234567890", "-4999.5", "NOK")
        },
        account("Valutakonto", "12345678938", "99.1", "EUR"),
    ]
}

#[test]
fn accounts_in_a_pipe_are_whole() {
    snapbox::assert_data_eq!(
        accounts_at(None, &household(), &[]),
        snapbox::str![[r#"
Name                             Number         Type                Balance   Available
Brukskonto (lommebok)            1234.56.78903  BRUKSKONTO        12 345,60   12 345,60
Sparekonto til hytta på fjellet  1234.56.78911  BRUKSKONTO       250 000,00  250 000,00
**** **** **** 1234              K1234567890    Mastercard Gold   -4 999,50   45 000,50
Valutakonto                      1234.56.78938  BRUKSKONTO        99,10 EUR   99,10 EUR

Sum                                                              257 346,10  307 346,10
Sum                                                               99,10 EUR   99,10 EUR

"#]]
    );
}

#[test]
fn accounts_on_narrow_screens_keep_numbers_and_money() {
    snapbox::assert_data_eq!(
        accounts_at(Some(80), &household(), &[]),
        snapbox::str![[r#"
Name                      Number         Type                Balance   Available
Brukskonto (lommebok)     1234.56.78903  BRUKSKONTO        12 345,60   12 345,60
Sparekonto til hytta på…  1234.56.78911  BRUKSKONTO       250 000,00  250 000,00
**** **** **** 1234       K1234567890    Mastercard Gold   -4 999,50   45 000,50
Valutakonto               1234.56.78938  BRUKSKONTO        99,10 EUR   99,10 EUR

Sum                                                       257 346,10  307 346,10
Sum                                                        99,10 EUR   99,10 EUR

"#]]
    );
    snapbox::assert_data_eq!(
        accounts_at(Some(40), &household(), &[]),
        snapbox::str![[r#"
Name           Number            Balance
Brukskonto (…  1234.56.78903   12 345,60
Sparekonto t…  1234.56.78911  250 000,00
**** **** **…  K1234567890     -4 999,50
Valutakonto    1234.56.78938   99,10 EUR

Sum                           257 346,10
Sum                            99,10 EUR

"#]]
    );
}

#[test]
fn sums_say_what_they_lack() {
    let mut accounts = household();
    accounts.truncate(1);
    assert!(
        !accounts_at(None, &accounts, &[]).contains("Sum"),
        "one account needs no sum"
    );
    accounts.push(Account {
        balance: None,
        available: None,
        ..account("BSU", "12345678911", "", "NOK")
    });
    let shown = accounts_at(None, &accounts, &[Foreign::new("BSU_FAILED")]);
    assert!(shown.contains("Sum (incomplete)"), "{shown}");
    assert!(
        shown.contains("1 account without a balance or a currency is not in the sums\n"),
        "{shown}"
    );
    assert!(
        shown.ends_with("incomplete: the bank did not deliver everything\n"),
        "{shown}"
    );
    let huge = "792281625142643375935439503.35";
    let huge = [
        account("A", "1", huge, "NOK"),
        account("B", "2", huge, "NOK"),
    ];
    let shown = accounts_at(None, &huge, &[]);
    assert!(
        shown.contains("add up to more than can be held") && !shown.contains("Sum"),
        "{shown}"
    );
    assert_eq!(accounts_at(None, &[], &[]), "");
}

fn month() -> Vec<Transaction<'static>> {
    let dollars = Transaction {
        currency_code: text("USD"),
        currency_amount: ForeignAmount::read("-12.34").ok(),
        ..row("2026-11-20", "-134.2", "OpenAI *ChatGPT")
    };
    let salary = Transaction {
        remote_account_name: text("Arbeidsgiver AS"),
        category: text("Lønn"),
        ..row("2026-11-15", "45000", "Lønn november")
    };
    let pending = Transaction {
        id: "p-77e0c1aa00000000".into(),
        booking_status: Some(Foreign::new("PENDING")),
        ..row(
            "2026-11-22",
            "-349",
            "KIWI 123 Torgata, og en lang historie om varer",
        )
    };
    let euro = Transaction {
        account_currency: Currency::parse("EUR"),
        account_name: text("Valutakonto"),
        ..row("2026-11-10", "-9.9", "Café ☕ 日本語")
    };
    let told_twice = Transaction {
        remote_account_name: text("rema 1000"),
        ..row("2026-11-09", "-1", "REMA 1000 Oslo")
    };
    let mut rows = vec![pending, dollars, salary, euro, told_twice];
    for (place, row) in rows.iter_mut().enumerate().skip(1) {
        row.id = format!("{place}a2b3c4d5e6f7890");
    }
    rows
}

fn several() -> FeedOptions {
    FeedOptions {
        account_names: vec!["Brukskonto".into(), "Valutakonto".into()],
        mixed_currencies: true,
        ..FeedOptions::default()
    }
}

fn at(width: Option<usize>, options: FeedOptions) -> String {
    listed(shape(Format::Table, width), options, &month(), &[])
}

#[test]
fn transactions_in_a_pipe_are_whole() {
    snapbox::assert_data_eq!(
        at(None, several()),
        snapbox::str![[r#"
ID        Date        Account               Amount  Text
p-77e0c1  2026-11-22  Brukskonto       -349,00      KIWI 123 Torgata, og en lang historie om varer (pending)
1a2b3c4d  2026-11-20  Brukskonto       -134,20      OpenAI *ChatGPT · USD -12,34
2a2b3c4d  2026-11-15  Brukskonto     45 000,00      Lønn november · Arbeidsgiver AS · Lønn
3a2b3c4d  2026-11-10  Valutakonto        -9,90 EUR  Café ☕ 日本語
4a2b3c4d  2026-11-09  Brukskonto         -1,00      REMA 1000 Oslo

Sum         In      Out        Net
NOK  45 000,00  -484,20  44 515,80
EUR       0,00    -9,90      -9,90

"#]]
    );
}

#[test]
fn transactions_fit_the_screen() {
    snapbox::assert_data_eq!(
        at(Some(80), FeedOptions::default()),
        snapbox::str![[r#"
ID        Date             Amount  Text
p-77e0c1  2026-11-22      -349,00  KIWI 123 Torgata, og en lang histo… (pending)
1a2b3c4d  2026-11-20      -134,20  OpenAI *ChatGPT · USD -12,34
2a2b3c4d  2026-11-15    45 000,00  Lønn november · Arbeidsgiver AS · Lønn
3a2b3c4d  2026-11-10    -9,90 EUR  Café ☕ 日本語
4a2b3c4d  2026-11-09        -1,00  REMA 1000 Oslo

Sum         In      Out        Net
NOK  45 000,00  -484,20  44 515,80
EUR       0,00    -9,90      -9,90

"#]]
    );
    snapbox::assert_data_eq!(
        at(Some(40), FeedOptions::default()),
        snapbox::str![[r#"
Date             Amount  Text
2026-11-22      -349,00  KIWI… (pending)
2026-11-20      -134,20  OpenAI *ChatGP…
2026-11-15    45 000,00  Lønn november…
2026-11-10    -9,90 EUR  Café ☕ 日本語
2026-11-09        -1,00  REMA 1000 Oslo

Sum         In      Out        Net
NOK  45 000,00  -484,20  44 515,80
EUR       0,00    -9,90      -9,90

"#]]
    );
}

#[test]
fn no_line_is_wider_than_the_screen_nor_ends_in_spaces() {
    for width in [40, 60, 80, 120] {
        for options in [FeedOptions::default(), several()] {
            for line in at(Some(width), options).lines() {
                assert!(
                    crate::view::fit::width(line) <= width,
                    "{line:?} at {width}"
                );
                assert_eq!(line, line.trim_end());
            }
        }
        for line in accounts_at(Some(width), &household(), &[]).lines() {
            assert!(
                crate::view::fit::width(line) <= width,
                "{line:?} at {width}"
            );
        }
    }
}

#[test]
fn colour_tells_in_from_out_and_leaves_the_words_alone() {
    let color = |color| Shape {
        format: Format::Table,
        screen: Screen {
            width: Some(80),
            color,
        },
        cells: Cells::default(),
    };
    let shown = listed(color(true), FeedOptions::default(), &month(), &[]);
    assert!(shown.contains("\x1b[32m45 000,00\x1b[0m"), "{shown:?}");
    assert!(shown.contains("\x1b[31m-134,20\x1b[0m"), "{shown:?}");
    assert!(shown.contains("\x1b[2m2026-11-22\x1b[0m"), "{shown:?}");
    let mut plain = shown;
    for code in ["\x1b[32m", "\x1b[31m", "\x1b[2m", "\x1b[0m"] {
        plain = plain.replace(code, "");
    }
    assert_eq!(
        plain,
        listed(color(false), FeedOptions::default(), &month(), &[])
    );
}

#[test]
fn rows_without_an_amount_are_said() {
    let rows = [
        Transaction {
            amount: None,
            ..row("2026-11-01", "", "a")
        },
        Transaction {
            account_currency: None,
            ..row("2026-11-01", "-5", "b")
        },
        Transaction {
            account_currency: None,
            ..row("2026-11-01", "-5", "c")
        },
    ];
    let shown = listed(
        shape(Format::Table, None),
        FeedOptions::default(),
        &rows,
        &[Foreign::new("X")],
    );
    assert!(!shown.contains("Sum"), "{shown}");
    assert!(
        shown.contains("\n1 row without an amount is not in the sums\n"),
        "{shown}"
    );
    assert!(
        shown.contains("\n2 rows in a currency that is not known are not in the sums\n"),
        "{shown}"
    );
    assert!(
        shown.ends_with("\nincomplete: the bank did not deliver everything\n"),
        "{shown}"
    );
    let rows = [row("2026-11-01", "-5", "d")];
    let shown = listed(
        shape(Format::Table, None),
        FeedOptions::default(),
        &rows,
        &[Foreign::new("X")],
    );
    assert!(
        shown.contains("\nSum (incomplete)    In    Out    Net\n"),
        "{shown}"
    );
    let shown = listed(
        shape(Format::Table, None),
        FeedOptions {
            limit: Some(1),
            ..several()
        },
        &month(),
        &[],
    );
    assert!(
        shown.contains("-349,00  -349,00"),
        "only what is shown is summed: {shown}"
    );
}
