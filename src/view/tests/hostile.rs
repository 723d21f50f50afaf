//! Text that was written to harm.

use crate::config::Format;
use crate::domain::account::Account;
use crate::domain::text::{Foreign, is_unprintable};
use crate::domain::transaction::Transaction;
use crate::view::accounts::{Columns, listing};
use crate::view::feed::FeedOptions;
use crate::view::json;
use crate::view::{Cells, Shape};

use super::{account, listed, parsed, row, shape, text};

const HOSTILE: &str = "a\x1b]0;x\x07\u{9b}2J\u{202e}b\u{2066}\u{200b}\u{feff}\r\nerror: c\t\u{e0041}\"\\\u{2028}\u{ad}\x7f\u{1d173}🦀";

fn row_of(words: &str) -> Transaction<'static> {
    Transaction {
        remote_account_name: text(words),
        account_name: text(words),
        category: text(words),
        currency_code: text(words),
        bank_id: Foreign::new(words.to_owned()),
        ..row("2026-11-01", "-349", words)
    }
}

fn accounts_of(words: &str) -> Vec<Account> {
    let one = Account {
        alias: Some(words.to_owned()),
        description: text(words),
        owner: text(words),
        ..account(words, words, "1", "NOK")
    };
    vec![one.clone(), one]
}

#[test]
fn no_table_lets_a_terminal_act() {
    let several = FeedOptions {
        account_names: vec![HOSTILE.into(), "b".into()],
        ..FeedOptions::default()
    };
    let wide = HOSTILE.repeat(2000);
    for words in [HOSTILE, &wide] {
        for width in [None, Some(40), Some(80)] {
            let shown = listed(
                shape(Format::Table, width),
                several.clone(),
                &[row_of(words)],
                &[],
            );
            assert!(
                !shown.chars().any(|c| c != '\n' && is_unprintable(c)),
                "{shown:?}"
            );
            // Header, row, blank, two lines of sums: none was broken or forged.
            assert_eq!(shown.lines().count(), 5, "{shown}");
            let accounts = accounts_of(words);
            let bytes =
                listing(&shape(Format::Table, width), &accounts, &[], Columns::All).unwrap();
            let shown = String::from_utf8(bytes).unwrap();
            assert!(
                !shown.chars().any(|c| c != '\n' && is_unprintable(c)),
                "{shown:?}"
            );
            assert_eq!(shown.lines().count(), 5, "{shown}");
        }
    }
}

/// The fast path may not let anything through that the slow one would have escaped.
#[test]
fn json_writes_every_character_so_that_it_reads_back() {
    for c in (0..=0x10_FFFF).filter_map(char::from_u32) {
        let words = format!("a{c}b");
        let mut out = Vec::new();
        json::text(&mut out, &words);
        let shown = String::from_utf8(out).unwrap();
        assert!(!shown.chars().any(is_unprintable), "{shown:?}");
        assert_eq!(serde_json::from_str::<String>(&shown).unwrap(), words);
    }
}

#[test]
fn dates_in_json_are_those_of_the_formatter() {
    for text in [
        "0001-01-01",
        "0987-10-09",
        "1999-12-31",
        "2026-02-28",
        "9999-12-31",
    ] {
        let rows = [row(text, "-1", "x")];
        let shown = listed(
            shape(Format::Json, None),
            FeedOptions::default(),
            &rows,
            &[],
        );
        assert_eq!(parsed(&shown)["transactions"][0]["date"], text);
    }
}

#[test]
fn json_escapes_what_acts_and_keeps_the_truth() {
    let shown = listed(
        shape(Format::Json, None),
        FeedOptions::default(),
        &[row_of(HOSTILE)],
        &[],
    );
    assert!(!shown.chars().any(|c| c != '\n' && is_unprintable(c)));
    assert_eq!(shown.lines().count(), 3);
    for expected in [
        "\\u001b",
        "\\u202e",
        "\\udb40\\udc41",
        "\\ud834\\udd73",
        "\\u2028",
        "\\u00ad",
        "\\u007f",
        "🦀",
    ] {
        assert!(shown.contains(expected), "{expected} in {shown}");
    }
    let row = &parsed(&shown)["transactions"][0];
    assert_eq!(row["description"], HOSTILE);
    assert_eq!(row["amount"].to_string(), "-349.00");
    for (point, expected) in [
        ('"', "\"\\\"\""),
        ('\n', "\"\\n\""),
        ('\0', "\"\\u0000\""),
        ('æ', "\"æ\""),
    ] {
        let mut out = Vec::new();
        json::text(&mut out, &point.to_string());
        assert_eq!(String::from_utf8(out).unwrap(), expected);
    }
}

fn csv(format: Format, raw: bool, width: Option<usize>, words: &str) -> (String, Vec<String>) {
    let shape = Shape {
        cells: Cells { raw },
        ..shape(format, width)
    };
    let shown = listed(shape, FeedOptions::default(), &[row_of(words)], &[]);
    let delimiter = if format == Format::Tsv { b'\t' } else { b',' };
    let mut reader = csv::ReaderBuilder::new()
        .delimiter(delimiter)
        .from_reader(shown.as_bytes());
    let record = reader.records().next().unwrap().unwrap();
    (shown.clone(), record.iter().map(str::to_owned).collect())
}

#[test]
fn formulas_are_disarmed_unless_raw_and_numbers_stay_numbers() {
    for format in [Format::Csv, Format::Tsv] {
        for words in ["=1+1", "＝cmd", "  @x", "-1", "\ttab", "=\"a,b\"\n;"] {
            let (_, fields) = csv(format, false, None, words);
            assert_eq!(fields[8], format!("'{words}"));
            assert_eq!(fields[5], "-349.00");
            assert_eq!(fields[12], "12345678903");
            assert_eq!(csv(format, true, None, words).1[8], words);
        }
    }
}

#[test]
fn csv_keeps_the_truth_in_files_and_spares_terminals() {
    assert_eq!(csv(Format::Csv, false, None, HOSTILE).1[8], HOSTILE);
    for raw in [false, true] {
        let (shown, fields) = csv(Format::Csv, raw, Some(80), HOSTILE);
        assert_eq!(fields.len(), 23);
        assert!(
            !shown.chars().any(|c| c != '\n' && is_unprintable(c)),
            "{shown:?}"
        );
    }
    let (shown, _) = csv(Format::Csv, false, None, "a,\"b\"");
    assert!(shown.contains(",\"a,\"\"b\"\"\","), "{shown}");
    assert!(shown.ends_with('\n') && !shown.contains('\r'));
    let (shown, _) = csv(Format::Tsv, false, None, "plain");
    assert_eq!(shown.lines().next().unwrap().split('\t').count(), 23);
}
