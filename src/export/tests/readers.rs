//! The programs that people open the files with, and what they read in them.

use std::collections::BTreeMap;
use std::path::Path;
use std::process::Command;

use super::sample::{DAILY, Sample};
use crate::export::chart::Chart;
use crate::export::csv::{Csv, Locale};
use crate::export::ofx::Ofx;
use crate::export::qif::Qif;
use crate::export::ynab::Ynab;
use crate::installed::runs;

/// Sums in øre by account number, or another name of the account.
type Sums = BTreeMap<String, i128>;

/// What a program says of a file that holds `text`.
fn read_by(command: &[&str], text: &str) -> String {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("export");
    std::fs::write(&path, text).unwrap();
    run(command, &path)
}

fn run(command: &[&str], path: &Path) -> String {
    let output = Command::new(command[0])
        .args(&command[1..])
        .arg(path)
        .env("PYTHONIOENCODING", "utf-8")
        .env("TZ", "America/Los_Angeles")
        .output()
        .unwrap();
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{command:?}: {said}");
    String::from_utf8(output.stdout).unwrap()
}

/// The booked rows' sums, by what `name` calls their account.
fn sums(sample: &Sample, pending: bool, name: impl Fn(usize) -> String) -> Sums {
    let mut sums = Sums::new();
    for row in &sample.rows {
        if pending || row.row.is_booked() {
            *sums.entry(name(row.account)).or_default() += row.line().amount.ore();
        }
    }
    sums
}

fn number_of(sample: &Sample) -> impl Fn(usize) -> String {
    let numbers: Vec<String> = sample
        .books
        .accounts
        .iter()
        .map(|it| it.number.clone())
        .collect();
    move |place| numbers[place].clone()
}

/// Sums of lines `NAME<TAB>AMOUNT<TAB>..`.
fn sums_told(told: &str) -> Sums {
    let mut sums = Sums::new();
    for line in told.lines() {
        let mut parts = line.split('\t');
        let name = parts.next().unwrap().to_owned();
        let amount = crate::domain::money::Amount::read(parts.next().unwrap());
        *sums.entry(name).or_default() += amount.unwrap().ore();
    }
    sums
}

/// Debian's Python has what Debian packages; another may stand before it.
fn python_with(module: &str) -> Option<&'static str> {
    ["python3", "/usr/bin/python3"].into_iter().find(|python| {
        let import = format!("import {module}");
        Command::new(python)
            .args(["-c", &import])
            .output()
            .is_ok_and(|it| it.status.success())
    })
}

const OFXPARSE: &str = r"
import sys, warnings
warnings.simplefilter('ignore')
from ofxparse import OfxParser
with open(sys.argv[1], 'rb') as file:
    ofx = OfxParser.parse(file)
for account in ofx.accounts:
    for row in account.statement.transactions:
        print(account.account_id, row.amount, row.id, row.date.date(), row.type, row.payee, sep='\t')
";

#[test]
fn ofxparse_reads_every_row_once() {
    let test = "ofxparse_reads_every_row_once";
    let python = python_with("ofxparse").unwrap_or("python3");
    if !runs(&[python, "-c", "import ofxparse"], "python3-ofxparse", test) {
        return;
    }
    let sample = Sample::new();
    let told = read_by(&[python, "-c", OFXPARSE], &sample.told(Ofx::default()));
    assert_eq!(sums_told(&told), sums(&sample, false, number_of(&sample)));
    for line in [
        "12345678903\t-349.00\ta1\t2026-11-02\tdebit\tKIWI <A> & ]]>⏎^",
        "12345678911\t500.00\tb1\t2026-11-03\txfer\tFra bruk",
        "K1234567890\t-12.00\tc2\t2026-11-07\tdebit\tKaffe",
    ] {
        assert!(told.lines().any(|it| it == line), "{line}\nin\n{told}");
    }
}

const WELL_FORMED: &str = r"
import sys
from xml.etree import ElementTree
with open(sys.argv[1], encoding='utf-8') as file:
    head, body = file.read().split('\n\n', 1)
for row in ElementTree.fromstring(body).iter('STMTTRN'):
    print(row.findtext('FITID'), row.findtext('NAME'), row.findtext('MEMO'), sep='\t')
";

#[test]
fn ofx_closes_and_escapes_as_xml_does() {
    if !runs(
        &["python3", "--version"],
        "python3",
        "ofx_closes_and_escapes_as_xml_does",
    ) {
        return;
    }
    let file = Sample::new().told(Ofx::default());
    let told = read_by(&["python3", "-c", WELL_FORMED], &file);
    let first = told.lines().next().unwrap();
    assert_eq!(first, "a1\tKIWI <A> & ]]>⏎^\t^⏎!Type:Bank⏎\"a\";b,c");
    assert_eq!(told.lines().count(), 9);
}

#[test]
fn libofx_reads_every_row_on_its_day() {
    let test = "libofx_reads_every_row_on_its_day";
    if !runs(&["ofxdump", "--version"], "ofxdump", test) {
        return;
    }
    let sample = Sample::new();
    let told = read_by(&["ofxdump"], &sample.told(Ofx::default()));
    let after = |label: &str| -> Vec<String> {
        told.lines()
            .filter_map(|it| it.trim().strip_prefix(label)?.strip_prefix(": "))
            .map(str::to_owned)
            .collect()
    };
    let amounts = after("Total money amount");
    assert_eq!(
        amounts,
        [
            "-349.00", "-500.00", "-105.50", "0.00", "-200.00", "1894.56", "500.00", "-12.00",
            "-12.00"
        ]
    );
    assert_eq!(after("Ledger balance"), ["1740.06", "500.00", "-24.00"]);
    let days = after("Date posted");
    assert!(days[0].starts_with("Mon Nov  2 "), "{days:?}");
    assert!(days[5].starts_with("Fri Nov 20 "), "{days:?}");
    let names = after("Name of payee or transaction description");
    assert_eq!(names[0], "KIWI <A> & ]]>⏎^");
}

const FINANCE_QIF: &str = r#"
use strict; use warnings; use Finance::QIF;
local $SIG{__WARN__} = sub { die @_ };
my $qif = Finance::QIF->new(file => $ARGV[0], record_separator => "\n");
my $account = '';
while (my $it = $qif->next) {
    if ($it->{header} eq 'Account') { $account = $it->{name}; next }
    print join("\t", $account, map { $_ // '' } @$it{qw(transaction number date status category payee)}), "\n";
}
"#;

#[test]
fn finance_qif_reads_every_row_and_both_legs() {
    let test = "finance_qif_reads_every_row_and_both_legs";
    let probe = ["perl", "-MFinance::QIF", "-e", "1"];
    if !runs(&probe, "libfinance-qif-perl", test) {
        return;
    }
    let sample = Sample::new();
    let file = sample.told(Qif::new(Chart::default()));
    let told = read_by(&["perl", "-e", FINANCE_QIF], &file);
    let names = ["Brukskonto 12345678903", "spare", "", "Kort K1234567890"];
    let expected = sums(&sample, true, |place| names[place].to_owned());
    assert_eq!(sums_told(&told), expected);
    for line in [
        "Brukskonto 12345678903\t-500.00\ta2\t2026-11-03\t*\t[spare]\tTil spare",
        "spare\t500.00\tb1\t2026-11-03\t*\t[Brukskonto 12345678903]\tFra bruk",
        "Brukskonto 12345678903\t-45.00\tp-a7\t2026-11-21\t\t\tKaffe",
    ] {
        assert!(told.lines().any(|it| it == line), "{line}\nin\n{told}");
    }
}

/// Prints account, amount with a dot, id and description of each row, by the place of the columns.
const PYTHON_CSV: &str = r"
import csv, sys
delimiter, encoding, account, amount, text = sys.argv[1:6]
with open(sys.argv[6], encoding=encoding, newline='') as file:
    rows = list(csv.reader(file, delimiter=delimiter, strict=True))
assert all(len(row) == len(rows[0]) for row in rows), rows
for row in rows[1:]:
    name = row[int(account)].replace('.', '') if account != '-' else ''
    print(name, row[int(amount)].replace(',', '.'), repr(row[int(text)]), sep='\t')
";

#[test]
fn python_reads_every_csv_to_the_ore() {
    let test = "python_reads_every_csv_to_the_ore";
    if !runs(&["python3", "--version"], "python3", test) {
        return;
    }
    let read = |options: &[&str], file: &str| {
        let command: Vec<&str> = ["python3", "-c", PYTHON_CSV]
            .into_iter()
            .chain(options.iter().copied())
            .collect();
        read_by(&command, file)
    };
    let sample = Sample::new();
    let expected = sums(&sample, true, number_of(&sample));
    for (locale, delimiter, encoding) in [(Locale::C, ",", "utf-8"), (Locale::Nb, ";", "utf-8-sig")]
    {
        let file = sample.told(Csv::new(locale, false));
        let told = read(&[delimiter, encoding, "9", "4", "10"], &file);
        assert_eq!(sums_told(&told), expected, "{locale:?}");
        assert!(told.contains(r"'KIWI <A> & ]]>\r\n^'"), "{told}");
        assert!(told.contains(r#"'=HYPERLINK("http://x")"#), "{told}");
    }
    let one = Sample::new().only(DAILY);
    let told = read(&[",", "utf-8", "-", "3", "1"], &one.told(Ynab::new(false)));
    assert_eq!(sums_told(&told), sums(&one, true, |_| String::new()));
}
