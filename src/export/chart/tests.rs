use super::*;
use crate::domain::transaction::Transaction;
use crate::export::tests::story::{row, text};

/// The map of the documentation.
pub(super) const MAP: &str = r#"
[accounts]
"1234.56.78903" = "assets:daily"
savings = "assets:savings"

[names]
opening = "equity:opening"
transit = "assets:transit"
income = "income:unknown"
expenses = "expenses:unknown"

[[rule]]
counterparty = "1234 56 78911"   # name or number
only = "out"                     # or "in"; money in and out if left away
account = "expenses:rent"

[[rule]]
text = "kiwi"                    # part of what the row says
account = "expenses:food"

[[rule]]
category = "Transport"           # the bank's
subcategory = "Drivstoff"
account = "expenses:car:fuel"
"#;

fn chart(map: &str) -> Chart {
    Chart::parse(map).unwrap()
}

fn refused(map: &str) -> String {
    let failure = Chart::parse(map).unwrap_err();
    let causes: Vec<_> = failure.causes().collect();
    format!("{failure}: {}", causes.join(": "))
}

fn line<'a>(row: &'a Transaction<'a>, own: Own<'a>) -> Line<'a> {
    Line {
        row,
        day: row.date.unwrap(),
        amount: row.amount.unwrap(),
        account: 0,
        own,
    }
}

fn other(map: &str, row: &Transaction<'_>, style: Style) -> String {
    chart(map).other_account(&line(row, Own::No), style)
}

fn said(amount: &str, words: &'static str) -> Transaction<'static> {
    row("1", "2026-11-02", amount, words)
}

fn in_category(
    amount: &str,
    category: &'static str,
    subcategory: Option<&'static str>,
) -> Transaction<'static> {
    Transaction {
        category: text(category),
        subcategory: subcategory.and_then(text),
        ..said(amount, "x")
    }
}

#[test]
fn the_documented_map_is_the_one_tested() {
    let documented: String = include_str!("../chart.rs")
        .lines()
        .skip_while(|it| *it != "//! ```toml")
        .skip(1)
        .take_while(|it| *it != "//! ```")
        .map(|it| {
            it.trim_start_matches("//!")
                .trim_start_matches(' ')
                .to_owned()
                + "\n"
        })
        .collect();
    let without_notes: Vec<_> = documented
        .lines()
        .filter(|it| !it.starts_with('#'))
        .collect();
    assert_eq!(without_notes.join("\n").trim(), MAP.trim());
    Chart::parse(&documented).unwrap();
}

#[test]
fn without_a_rule_a_row_goes_to_its_category() {
    for (row, plain, beancount) in [
        (said("-1", "x"), "expenses:unknown", "Expenses:Unknown"),
        (said("0", "x"), "expenses:unknown", "Expenses:Unknown"),
        (said("1", "x"), "income:unknown", "Income:Unknown"),
        (
            in_category("-1", "Mat og drikke", Some("Øl & vin")),
            "expenses:mat og drikke:øl & vin",
            "Expenses:Mat-og-drikke:Øl-vin",
        ),
        (in_category("1", "Lønn", None), "income:lønn", "Income:Lønn"),
        (
            in_category("-1", "Ukategorisert", Some("Ukategorisert")),
            "expenses:unknown",
            "Expenses:Unknown",
        ),
        (
            in_category("-1", "a:b;c  \"d\"\n* e", Some("中文 🎉")),
            "expenses:a-b-c -d-⏎- e:中文 🎉",
            "Expenses:A-b-c-d-e:Unknown",
        ),
        (
            in_category("-1", "ŉĸ", Some("ß")),
            "expenses:ŉĸ:ß",
            "Expenses:Xŉĸ:SS",
        ),
    ] {
        assert_eq!(other("", &row, Style::Plain), plain);
        assert_eq!(other("", &row, Style::Beancount), beancount);
    }
}

#[test]
fn the_first_rule_of_which_everything_holds_decides() {
    let to = |amount, number| Transaction {
        remote_account_number: text(number),
        ..said(amount, "KIWI 505")
    };
    let fuel = in_category("-1", "transport", Some("DRIVSTOFF"));
    let toll = in_category("-1", "Transport", Some("Bompenger"));
    for (row, account) in [
        (to("-1", "12345678911"), "expenses:rent"),
        (to("-1", "1234\u{a0}56\u{a0}78911"), "expenses:rent"),
        (to("1", "12345678911"), "expenses:food"),
        (to("-1", "12345678903"), "expenses:food"),
        (fuel, "expenses:car:fuel"),
        (toll, "expenses:transport:bompenger"),
    ] {
        assert_eq!(other(MAP, &row, Style::Plain), account, "{row:?}");
    }
    let by_name = "[[rule]]\ncounterparty = 'blåbær AS'\naccount = 'expenses:x'";
    let party = |name| Transaction {
        remote_account_name: text(name),
        ..said("-1", "x")
    };
    let found = |name| other(by_name, &party(name), Style::Plain);
    assert_eq!(found("BLA\u{30a}BÆR  as"), "expenses:x");
    assert_eq!(found("Blåbær AS Norge"), "expenses:unknown");
}

#[test]
fn own_transfers_ask_no_rule_and_wait_in_transit() {
    let map = "[names]\ntransit = 'assets:on the way'\n[[rule]]\nonly = 'out'\naccount = 'b:c'";
    let row = in_category("-1", "Sparing", None);
    let chart = chart(map);
    let alone = line(&row, Own::Alone);
    let plain = chart.other_account(&alone, Style::Plain);
    assert_eq!(plain, "assets:on the way");
    assert_eq!(chart.category(&alone), None);
    assert_eq!(chart.category(&line(&row, Own::No)), Some("b:c"));
    assert_eq!(Chart::default().category(&line(&row, Own::No)), None);
}

#[test]
fn beancount_wants_one_of_its_roots() {
    for (map, taken) in [
        (MAP, true),
        ("[[rule]]\ntext = 'x'\naccount = 'mat:kiwi'", false),
        ("[[rule]]\ntext = 'x'\naccount = 'expenses'", false),
        ("[accounts]\na = 'bank:a'", false),
        ("[names]\nopening = 'egenkapital:a'", false),
    ] {
        assert!(chart(map).check(Style::Plain).is_ok());
        assert_eq!(chart(map).check(Style::Beancount).is_ok(), taken, "{map}");
    }
}

#[test]
fn what_cannot_be_understood_is_refused_with_its_line() {
    for (map, line, hint) in [
        ("[[rule]]\n\ntext = 'x'", 1, "account"),
        ("\n[[rule]]\naccount = 'a:b'", 2, "holds for every row"),
        (
            "[[rule]]\ntext = ' '\naccount = 'a:b'",
            2,
            "write what to look for",
        ),
        (
            "[[rule]]\ntext = 'x'\naccount = 'a:b'\ncategroy = 'x'",
            4,
            "`subcategory`",
        ),
        (
            "[[rule]]\ntext = 'x'\nonly = 'both'\naccount = 'a:b'",
            3,
            "`in`",
        ),
        ("\n[name]\ntransit = 'a'", 2, "`names`"),
        ("[names]\nopening = 'a'\nfees = 'b'", 3, "`transit`"),
        ("[accounts]\na = 1", 2, "string"),
        ("[accounts\n", 1, ""),
    ] {
        let said = refused(map);
        assert!(said.contains(&format!("line {line}")), "{map}: {said}");
        assert!(said.contains(hint), "{map}: {said}");
    }
}

#[test]
fn a_name_that_a_format_could_read_otherwise_is_refused() {
    for name in [
        "",
        ":",
        "a:",
        ":a",
        "a::b",
        " a",
        "a ",
        "a:  b",
        "a  b",
        "a\\tb",
        "a\\nb",
        "a;b",
        "(a)",
        "[a]",
        "*a",
        "!a",
        "a|b",
        "a\\\"b",
        "a=b",
        "a@b",
        "a,b",
        "#a",
        "a\\u202Eb",
        "-a",
    ] {
        let said = refused(&format!("[names]\n\ntransit = \"{name}\""));
        assert!(said.contains("line 3"), "{name}: {said}");
        assert!(said.contains("expenses:food"), "{name}: {said}");
    }
    for name in ["a", "Utgifter:Mat & drikke:2026", "Øl:🎉", "a.b/c-d_e"] {
        let map = format!("[names]\nexpenses = '{name}'");
        assert_eq!(other(&map, &said("-1", "x"), Style::Plain), name);
    }
}

#[test]
fn opening_balances_have_a_name() {
    let opening = chart("[names]\nopening = 'equity:start'").opening(Style::Beancount);
    assert_eq!(opening, "Equity:Start");
}
