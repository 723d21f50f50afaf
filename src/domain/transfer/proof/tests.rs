use crate::domain::transfer::Id;
use crate::domain::transfer::samples::{self, FROM, hundred, id, intent, kroner, row, wanted};

use super::*;

fn record(number: u8) -> Record {
    let at = jiff::Timestamp::UNIX_EPOCH;
    let wish = wanted(hundred(Some("Ferie")));
    Record::begun(id(number), at, intent(&wish, id(number)))
}

/// How many rows have the tag, and how many look alike, of the first record.
fn found(records: &[&Record], rows: &[(&str, i64, &str)]) -> (usize, usize) {
    let mut look = Look::for_records(records);
    for (account, amount, text) in rows {
        look.row(&row(account, kroner(*amount), Some(text)));
    }
    let findings = look.findings(true);
    (findings[0].rows.len(), findings[0].alike.len())
}

fn tag(id: Id) -> String {
    format!("ferie #{id}").to_lowercase()
}

#[test]
fn a_row_with_the_tag_proves_on_either_account_and_no_other() {
    let one = record(1);
    let text = tag(id(1));
    assert_eq!(found(&[&one], &[(FROM, -100, &text)]), (1, 0));
    assert_eq!(found(&[&one], &[(samples::TO, 100, &text)]), (1, 0));
    assert_eq!(found(&[&one], &[("elsewhere", 100, &text)]), (0, 0));
    let longer = format!("x{}", id(1));
    assert_eq!(found(&[&one], &[(FROM, -100, &longer)]), (0, 1));
}

#[test]
fn a_row_with_the_tag_of_another_is_no_look_alike() {
    let (one, two) = (record(1), record(2));
    assert_eq!(found(&[&one, &two], &[(FROM, -100, &tag(id(2)))]), (0, 0));
}

#[test]
fn absence_and_look_alikes_prove_nothing() {
    let one = record(1);
    assert!(!proof(&one, &Findings::default()));
    let records = [&one];
    let mut look = Look::for_records(&records);
    look.row(&row(FROM, kroner(-100), Some("Ferie")));
    let findings = look.findings(true);
    assert!(!proof(&one, &findings[0]));
}

#[test]
fn the_tag_proves_also_in_a_part_and_while_pending_but_not_another_amount() {
    let one = record(1);
    let text = tag(id(1));
    for (amount, expected) in [(-100, true), (-99, false)] {
        let records = [&one];
        let mut look = Look::for_records(&records);
        let mut pending = row(FROM, kroner(amount), Some(&text));
        pending.booking_status = None;
        look.row(&pending);
        assert_eq!(proof(&one, &look.findings(false)[0]), expected);
    }
}

#[test]
fn what_broke_off_is_forgotten() {
    let one = record(1);
    let records = [&one];
    let mut look = Look::for_records(&records);
    look.row(&row(FROM, kroner(-100), Some(&tag(id(1)))));
    look.restart();
    assert_eq!(look.findings(true)[0].rows, []);
}
