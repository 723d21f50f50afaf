//! The plan before the question, also of words that were written to harm.

use crate::config::Format;
use crate::domain::date::Day;
use crate::domain::money::Amount;
use crate::domain::text::is_unprintable;
use crate::domain::transfer::{Balances, Findings, Record, Route, Seen, What};
use crate::view::plan::Proposal;
use crate::view::transfer::{Transfer, rendered};
use crate::view::transfers::{self, Item, told_whole};

use super::{accepted, at, made, shape, then};

const FORGED: [&str; 4] = [
    "a\r\nAmount   1,00 NOK\nSend it? [y/N] y\n",
    "\x1b[2J\x1b[1A\u{9b}2K\u{7}\u{8}\rTo",
    "\u{202e}egrof\u{2066}\u{200b}\u{feff}\u{e0041}\u{2028}\u{2029}\u{85}\u{b}\u{c}x",
    "Sparekonto                                                                        Send? [y/N]",
];

fn proposal<'a>(
    record: &'a Record,
    working: &'a [String],
    remark: Option<&'a str>,
) -> Proposal<'a> {
    Proposal {
        plan: &record.intent.plan,
        message: record.intent.sent_message.as_deref(),
        tagged: record.intent.tagged,
        today: Day::of(record.at),
        remark,
        working,
        before: Balances {
            from: Amount::read("89209.31").ok(),
            to: Amount::read("250000").ok(),
        },
    }
}

#[test]
fn the_plan_says_all_that_is_agreed_to() {
    let debit = made(Route::Debit, "Sparekonto", Some("Ferie"));
    let steps = [
        "10 % of 1 000,00 is 100,00".to_owned(),
        "of which all".to_owned(),
    ];
    let mut shown = proposal(&debit, &steps, Some("a Sunday: the bank may move it")).lines();
    shown.push("---".to_owned());
    let mut long = made(Route::Debit, "Sparekonto", Some(&"æ".repeat(40)));
    long.intent.plan.due = Day::parse_iso("2026-12-01");
    shown.extend(
        Proposal {
            before: Balances {
                from: Amount::read("50").ok(),
                to: None,
            },
            ..proposal(&long, &[], None)
        }
        .lines(),
    );
    shown.push("---".to_owned());
    let pension = made(Route::Pension, "pension", None);
    shown.extend(
        Proposal {
            before: Balances::default(),
            ..proposal(&pension, &[], None)
        }
        .lines(),
    );
    snapbox::assert_data_eq!(
        shown.join("\n"),
        snapbox::str![[r#"
From     1234.56.78903  Brukskonto
         89 209,31 → 89 109,31
To       1234.56.78911  Sparekonto
         250 000,00 → 250 100,00
Amount   100,00 NOK
         10 % of 1 000,00 is 100,00
         of which all
Message  Ferie #7KQ2FAZ
Date     today, 2026-11-22 (a Sunday: the bank may move it)
---
From     1234.56.78903  Brukskonto
         50,00 → -50,00
To       1234.56.78911  Sparekonto
Amount   100,00 NOK
Message  ææææææææææææææææææææææææææææææææææææææææ
         sent without a tag; it can never be proven by `sb1 transfers check`
Date     2026-12-01
Warning  more than can be spent, which is 50,00; the bank may refuse it
---
From     1234.56.78903  Brukskonto
To       12345678911  pension
Amount   100,00 NOK
Message  no message; it can never be proven by `sb1 transfers check`
Date     today, 2026-11-22
"#]]
    );
}

#[test]
fn no_name_and_no_message_adds_a_line_to_the_plan() {
    let plain = made(Route::Debit, "Sparekonto", Some("Ferie"));
    let steps = vec!["a step".to_owned()];
    let honest = proposal(&plain, &steps, Some("a Sunday")).lines();
    let long = "æ".repeat(5000);
    for words in FORGED.into_iter().chain([&*long]) {
        let mut record = plain.clone();
        record.intent.plan.from.name = words.to_owned();
        record.intent.plan.to.name = words.to_owned();
        record.intent.plan.to.number = words.to_owned();
        record.intent.sent_message = Some(words.to_owned());
        let steps = vec![words.to_owned()];
        let shown = proposal(&record, &steps, Some(words)).lines();
        assert_eq!(shown.len(), honest.len());
        for (line, honest) in shown.iter().zip(&honest) {
            assert!(!line.chars().any(is_unprintable), "{line:?}");
            let label = |line: &str| line.chars().take(9).collect::<String>();
            assert_eq!(label(line), label(honest));
        }
        // The payer's number stands before every word of the bank's.
        assert!(
            shown[0].starts_with("From     1234.56.78903  "),
            "{}",
            shown[0]
        );
        assert!(!shown[0].contains("   Send?"));
    }
    let record = Record {
        intent: crate::domain::transfer::Intent {
            sent_message: Some(long.clone()),
            ..plain.intent.clone()
        },
        ..plain
    };
    let shown = proposal(&record, &[], None).lines().join("\n");
    assert!(shown.contains(&long), "nothing is cut");
}

#[test]
fn no_table_of_transfers_lets_a_terminal_act() {
    for words in FORGED {
        let findings = || Findings {
            complete: true,
            rows: vec![row(words)],
            alike: vec![row(words)],
        };
        let mut record = made(Route::Debit, words, Some("Ferie"));
        record.intent.plan.from.name = words.to_owned();
        record.intent.plan.message = Some(words.to_owned());
        record.intent.sent_message = Some(words.to_owned());
        record.intent.asked.amount = words.to_owned();
        record.intent.key = Some(words.to_owned());
        let done = then(record.clone(), accepted(words, &[words]));
        let proven = then(record.clone(), What::Proven(findings()));
        let look = findings();
        let open = Item {
            record: &record,
            look: Some((at(1), &look)),
        };
        let table = shape(Format::Table, Some(60));
        let items = [open, Item::of(&proven), Item::of(&done)];
        for (bytes, count) in [
            (rendered(&table, &Transfer::of(&done)), 1),
            (rendered(&table, &Transfer::replayed(&done)), 1),
            (transfers::rendered(&table, &items), 4),
            (transfers::checked(&table, &items), 5),
            // Thirteen facts, a blank and two events; the other has one fact less, but below them
            // two headings with a row each.
            (told_whole(&table, &done), 16),
            (told_whole(&table, &proven), 21),
        ] {
            let shown = String::from_utf8(bytes.unwrap()).unwrap();
            let acts = |c| c != '\n' && is_unprintable(c);
            assert!(!shown.chars().any(acts), "{shown:?}");
            assert_eq!(shown.lines().count(), count, "{shown}");
        }
    }
}

#[test]
fn no_cell_of_a_transfer_is_a_formula() {
    let words = "=HYPERLINK(1)";
    let mut record = made(Route::Debit, words, Some(words));
    record.intent.key = Some(words.to_owned());
    let record = then(record, accepted(words, &[words]));
    let csv = shape(Format::Csv, None);
    for (bytes, count) in [
        (rendered(&csv, &Transfer::of(&record)), 5),
        (transfers::rendered(&csv, &[Item::of(&record)]), 4),
    ] {
        let shown = String::from_utf8(bytes.unwrap()).unwrap();
        assert_eq!(shown.matches(",'=HYPERLINK").count(), count, "{shown}");
        assert_eq!(shown.matches("=HYPERLINK").count(), count);
    }
}

fn row(words: &str) -> Seen {
    Seen {
        id: words.to_owned(),
        day: None,
        amount: None,
        account: words.to_owned(),
        text: words.to_owned(),
        booked: false,
    }
}
