//! Summaries in every format.

mod tables;

use crate::config::Format;
use crate::domain::date::Day;
use crate::domain::money::{Amount, Currency};
use crate::domain::summary::{Course, Flow, InCurrency, Month, Recurring, Subcategory, Summary};
use crate::domain::text::{Foreign, is_unprintable};
use crate::view::summary::{By, Report, rendered};

use super::schemas::checked;
use super::{parsed, shape};

const EVERY: [By; 4] = [By::Month, By::Category, By::Counterparty, By::Recurring];
const HOSTILE: &str = "=1+1\x1b[2J\u{202e}x\r\nforged \"\\\t";

fn day(text: &str) -> Day {
    Day::parse_iso(text).unwrap()
}

fn amount(text: &str) -> Amount {
    Amount::read(text).unwrap()
}

fn flow(money_in: &str, money_out: &str, count: u64) -> Flow {
    Flow {
        money_in: amount(money_in),
        money_out: amount(money_out),
        count,
    }
}

fn recurring(name: &str, sum: Flow, subscription: bool, last: &str) -> Recurring {
    Recurring {
        name: name.to_owned(),
        flow: sum,
        subscription,
        last: day("2026-11-02"),
        last_amount: amount(last),
    }
}

fn month(month: i8) -> Month {
    Month { year: 2026, month }
}

fn kroner(name: &str) -> InCurrency {
    InCurrency {
        currency: Currency::NOK,
        total: flow("60000", "48123.40", 7),
        months: vec![
            (month(9), flow("30000", "20000.40", 3)),
            (month(10), Flow::NONE),
            (month(11), flow("30000", "28123", 4)),
        ],
        categories: vec![
            (Some(name.to_owned()), flow("0", "48000", 4)),
            (None, flow("60000", "123.40", 3)),
        ],
        subcategories: vec![Subcategory {
            category: Some(name.to_owned()),
            name: Some(HOSTILE.to_owned()),
            flow: flow("0", "48000", 4),
        }],
        counterparties: vec![
            (name.to_owned(), flow("0", "48000", 4)),
            (String::new(), flow("0", "123.40", 1)),
            ("Arbeid AS".to_owned(), flow("60000", "0", 2)),
        ],
        recurring: vec![
            recurring(name, flow("0", "36000", 2), false, "-18000"),
            recurring("Film", flow("0", "298", 2), true, "-149"),
        ],
    }
}

fn summary(currencies: Vec<InCurrency>) -> Summary {
    Summary {
        since: day("2026-09-01"),
        until: day("2026-11-22"),
        currencies,
        pending: 1,
        own: 4,
        unclear: 0,
    }
}

fn euros() -> InCurrency {
    InCurrency {
        currency: Currency::parse("EUR").unwrap(),
        total: flow("0", "7.50", 1),
        months: vec![(month(11), flow("0", "7.50", 1))],
        recurring: Vec::new(),
        ..kroner("Café")
    }
}

fn shown(format: Format, width: Option<usize>, by: By, summary: &Summary) -> String {
    let report = Report {
        summary,
        balances: None,
        errors: &[],
    };
    let bytes = rendered(&shape(format, width), by, &report).unwrap();
    String::from_utf8(bytes).unwrap()
}

fn table(width: Option<usize>, by: By, summary: &Summary) -> String {
    shown(Format::Table, width, by, summary)
}

#[test]
fn an_incomplete_answer_says_so_beside_its_sums() {
    let of = summary(vec![kroner("Husleie")]);
    let errors = [Foreign::new("CREDIT_ACCOUNTS_FAILED")];
    let report = Report {
        summary: &of,
        balances: None,
        errors: &errors,
    };
    let table = rendered(&shape(Format::Table, None), By::Month, &report).unwrap();
    let table = String::from_utf8(table).unwrap();
    assert!(table.contains("Sum (incomplete)"), "{table}");
    assert!(table.ends_with("did not deliver everything\n"), "{table}");
    let json = rendered(&shape(Format::Json, None), By::Month, &report).unwrap();
    let document = checked("summary", json);
    assert_eq!(document["complete"], false);
    assert_eq!(document["errors"][0], "CREDIT_ACCOUNTS_FAILED");
}

#[test]
fn json_has_all_of_it_whatever_is_asked_for_and_keeps_the_truth() {
    let of = summary(vec![kroner(HOSTILE), euros()]);
    let text = shown(Format::Json, None, By::Month, &of);
    for by in EVERY {
        assert_eq!(shown(Format::Json, None, by, &of), text);
    }
    assert!(!text.chars().any(|c| c != '\n' && is_unprintable(c)));
    let document = checked("summary", &text);
    let kroner = &document["currencies"][0];
    assert_eq!(kroner["net"].to_string(), "11876.60");
    assert_eq!(kroner["months"][0]["savingsRate"].to_string(), "33.3");
    assert_eq!(kroner["months"][1]["savingsRate"], serde_json::Value::Null);
    assert_eq!(kroner["counterparties"][0]["name"], HOSTILE);
    assert_eq!(kroner["counterparties"][1]["name"], serde_json::Value::Null);
    let category = &kroner["categories"][0];
    assert_eq!(category["subcategories"][0]["subcategory"], HOSTILE);
    let none: [&str; 0] = [];
    assert_eq!(
        kroner["categories"][1]["subcategories"],
        serde_json::json!(none)
    );
    assert_eq!(kroner["recurring"][1]["subscription"], true);
    assert_eq!(
        (&document["ownTransfers"], &document["pending"]),
        (&4.into(), &1.into())
    );
    assert_eq!(document["balances"], serde_json::Value::Null);
}

#[test]
fn balances_stand_in_json_where_they_are_known() {
    let of = summary(Vec::new());
    let courses = [Course {
        account_key: "key-1".to_owned(),
        account_name: HOSTILE.to_owned(),
        currency: Currency::NOK,
        points: vec![
            (day("2026-11-02"), amount("-0.5")),
            (day("2026-11-03"), amount("7")),
        ],
    }];
    let report = Report {
        summary: &of,
        balances: Some(&courses),
        errors: &[],
    };
    let json = rendered(&shape(Format::Json, None), By::Month, &report).unwrap();
    let balances = checked("summary", json)["balances"].clone();
    assert_eq!(balances[0]["accountName"], HOSTILE);
    assert_eq!(balances[0]["points"][0]["balance"].to_string(), "-0.50");
    assert_eq!(balances[0]["points"][1]["date"], "2026-11-03");
}

#[test]
fn lines_are_those_of_the_question_with_their_currency() {
    let of = summary(vec![kroner("Husleie"), euros()]);
    snapbox::assert_data_eq!(
        EVERY.map(|by| shown(Format::Csv, None, by, &of)).join("\n"),
        snapbox::str![[r#"
currencyCode,month,in,out,net,savingsRate,count
NOK,2026-09,30000.00,20000.40,9999.60,33.3,3
NOK,2026-10,0.00,0.00,0.00,,0
NOK,2026-11,30000.00,28123.00,1877.00,6.3,4
EUR,2026-11,0.00,7.50,-7.50,,1

currencyCode,category,in,out,net,count
NOK,Husleie,0.00,48000.00,-48000.00,4
NOK,,60000.00,123.40,59876.60,3
EUR,Café,0.00,48000.00,-48000.00,4
EUR,,60000.00,123.40,59876.60,3

currencyCode,name,in,out,net,count
NOK,Husleie,0.00,48000.00,-48000.00,4
NOK,,0.00,123.40,-123.40,1
NOK,Arbeid AS,60000.00,0.00,60000.00,2
EUR,Café,0.00,48000.00,-48000.00,4
EUR,,0.00,123.40,-123.40,1
EUR,Arbeid AS,60000.00,0.00,60000.00,2

currencyCode,name,in,out,net,count,subscription,last,lastAmount
NOK,Husleie,0.00,36000.00,-36000.00,2,false,2026-11-02,-18000.00
NOK,Film,0.00,298.00,-298.00,2,true,2026-11-02,-149.00

"#]]
    );
    for by in EVERY {
        let csv = shown(Format::Csv, None, by, &of);
        let jsonl = shown(Format::Jsonl, None, by, &of);
        assert_eq!(csv.lines().count(), jsonl.lines().count() + 1);
        for line in jsonl.lines() {
            let keys = parsed(line)
                .as_object()
                .unwrap()
                .keys()
                .cloned()
                .collect::<Vec<_>>();
            assert_eq!(keys.join(","), csv.lines().next().unwrap());
        }
    }
}

#[test]
fn no_name_moves_a_terminal_or_runs_in_a_spreadsheet() {
    let of = summary(vec![kroner(HOSTILE)]);
    for by in EVERY {
        for width in [None, Some(40), Some(100)] {
            let shown = table(width, by, &of);
            assert!(
                !shown.chars().any(|c| c != '\n' && is_unprintable(c)),
                "{shown:?}"
            );
            let same = table(width, by, &summary(vec![kroner("Husleie")]));
            assert_eq!(shown.lines().count(), same.lines().count(), "{shown}");
        }
        let csv = shown(Format::Csv, None, by, &of);
        assert_eq!(csv.contains(",\"'=1+1"), by != By::Month, "{csv}");
    }
}

#[test]
fn nothing_is_a_short_table_and_a_whole_document() {
    let of = summary(Vec::new());
    let document = checked("summary", shown(Format::Json, None, By::Month, &of));
    assert_eq!(document["currencies"], serde_json::json!([]));
    assert!(table(None, By::Month, &of).starts_with("From 2026-09-01 to 2026-11-22\n"));
    for by in EVERY {
        assert_eq!(shown(Format::Csv, None, by, &of).lines().count(), 1);
    }
}
