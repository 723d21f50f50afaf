//! The programs that the files are for: they read them, and come to the balances that the bank has.

use std::process::Command;

use sb1::sandbox::Options;

use super::{Sums, balances, exported, ore};
use crate::world::installed::runs;
use crate::world::{World, has};

/// What the program says of a file with that content, which stands for `{}`; it must be content.
fn told(words: &[&str], content: &str) -> String {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("exported");
    std::fs::write(&file, content).unwrap();
    let file = file.to_str().unwrap();
    let output = Command::new(words[0])
        .args(words[1..].iter().map(|it| it.replace("{}", file)))
        .env("HOME", folder.path())
        .env("LC_ALL", "C.UTF-8")
        .env("PYTHONIOENCODING", "utf-8")
        .output()
        .unwrap();
    let error = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{words:?}: {error}");
    String::from_utf8(output.stdout).unwrap()
}

/// Worlds whose banks differ in what there is, and in what was pending before it was booked.
fn worlds() -> impl Iterator<Item = World> {
    [1, 7].into_iter().map(|seed| {
        let world = World::logged_in_with(Options {
            seed,
            ..Options::default()
        });
        world.bank.live(seed, 9);
        world.at_the_bank_s_time()
    })
}

/// The balances by what the books call the accounts.
fn by_name(world: &World, names: &dyn Fn(&str) -> String) -> Sums {
    let named = balances(world).into_iter();
    named.map(|(number, sum)| (names(&number), sum)).collect()
}

/// A map of all accounts, `[accounts]`, to `assets:` and the number.
fn map(world: &World) -> String {
    let lines = balances(world).into_keys();
    let lines = lines.map(|number| format!("\"{number}\" = \"assets:n{number}\"\n"));
    let path = world.home().join("map.toml");
    std::fs::write(&path, format!("[accounts]\n{}", lines.collect::<String>())).unwrap();
    path.display().to_string()
}

#[test]
fn hledger_checks_the_books_and_has_the_bank_s_balances() {
    let test = "hledger_checks_the_books_and_has_the_bank_s_balances";
    if !has(&["hledger"], test) {
        return;
    }
    for world in worlds() {
        let books = exported(&world, &format!("--format hledger --map {}", map(&world)));
        told(&["hledger", "-f", "{}", "check", "--strict"], &books);
        told(&["hledger", "-f", "{}", "check", "ordereddates"], &books);
        let bal = [
            "hledger", "-f", "{}", "bal", "assets", "-N", "--flat", "-E", "-O", "csv",
        ];
        let said = told(&bal, &books);
        let lines = said
            .lines()
            .skip(1)
            .map(|it| it.split_once("\",\"").unwrap());
        let sums = lines.map(|(name, sum)| (name[1..].to_owned(), ore(sum.trim_end_matches('"'))));
        let expected = by_name(&world, &|number| format!("assets:n{number}"));
        assert_eq!(sums.collect::<Sums>(), expected);
        assert!(books.contains(" = "), "no balance is asserted");
    }
}

#[test]
fn ledger_has_the_bank_s_balances() {
    if !has(&["ledger"], "ledger_has_the_bank_s_balances") {
        return;
    }
    for world in worlds() {
        let books = exported(&world, &format!("--format ledger --map {}", map(&world)));
        let bal = [
            "ledger",
            "-f",
            "{}",
            "bal",
            "assets",
            "--flat",
            "--no-total",
            "--empty",
        ];
        let said = told(&bal, &books);
        let lines = said.lines().map(|it| it.rsplit_once("  ").unwrap());
        let sums = lines.map(|(sum, name)| (name.to_owned(), ore(sum)));
        let expected = by_name(&world, &|number| format!("assets:n{number}"));
        assert_eq!(sums.collect::<Sums>(), expected);
    }
}

#[test]
fn beancount_finds_nothing_wrong_with_the_books() {
    if !has(
        &["bean-check"],
        "beancount_finds_nothing_wrong_with_the_books",
    ) {
        return;
    }
    for world in worlds() {
        let books = exported(&world, "--format beancount");
        assert_eq!(told(&["bean-check", "{}"], &books), "");
        let asserted = books.lines().filter(|it| it.contains(" balance ")).count();
        assert_eq!(asserted, balances(&world).len(), "an assertion an account");
        let pending = exported(&world, "--format beancount --include-pending");
        assert_eq!(told(&["bean-check", "{}"], &pending), "");
    }
}

const OFXPARSE: &str = r"
import sys, warnings
warnings.simplefilter('ignore')
from ofxparse import OfxParser
with open(sys.argv[1], 'rb') as file:
    ofx = OfxParser.parse(file)
for account in ofx.accounts:
    print(account.account_id, account.statement.balance, len(account.statement.transactions), sep='\t')
    for row in account.statement.transactions:
        print('>', row.id, row.payee, sep='\t')
";

#[test]
fn ofx_readers_find_the_bank_s_balances_and_norwegian_letters() {
    let test = "ofx_readers_find_the_bank_s_balances_and_norwegian_letters";
    let python = "/usr/bin/python3";
    let probe = [python, "-c", "import ofxparse"];
    if !has(&["ofxdump"], test) || !runs(&probe, "python3-ofxparse", test) {
        return;
    }
    for world in worlds() {
        let file = exported(&world, "--format ofx");
        let said = told(&[python, "-c", OFXPARSE, "{}"], &file);
        let (rows, accounts): (Vec<&str>, Vec<&str>) =
            said.lines().partition(|it| it.starts_with('>'));
        let sums = accounts.iter().map(|it| {
            let mut parts = it.split('\t');
            (parts.next().unwrap().to_owned(), ore(parts.next().unwrap()))
        });
        assert_eq!(sums.collect::<Sums>(), balances(&world));
        assert!(
            rows.iter().any(|it| it.contains('Å') || it.contains('ø')),
            "{rows:?}"
        );
        let dump = told(&["ofxdump", "{}"], &file);
        let found = dump
            .matches("Financial institution's ID for this transaction")
            .count();
        assert_eq!(found, rows.len());
        assert!(dump.contains('ø') || dump.contains('Å'));
    }
}

const FINANCE_QIF: &str = r#"
use strict; use warnings; use Finance::QIF;
local $SIG{__WARN__} = sub { die @_ };
my $qif = Finance::QIF->new(file => $ARGV[0], record_separator => "\n");
my $account = '';
while (my $it = $qif->next) {
    if ($it->{header} eq 'Account') { $account = $it->{name}; next }
    print join("\t", substr($account, -11), $it->{transaction}), "\n";
}
"#;

const PYTHON_CSV: &str = r"
import csv, sys
delimiter, encoding, account, amount, path = sys.argv[1:6]
with open(path, encoding=encoding, newline='') as file:
    for row in csv.DictReader(file, delimiter=delimiter, strict=True):
        assert None not in row and None not in row.values(), row
        print(row[account].replace('.', ''), row[amount].replace(',', '.'), sep='\t')
";

/// The sums of lines `NAME<TAB>AMOUNT`.
fn summed(said: &str) -> Sums {
    let mut sums = Sums::new();
    for line in said.lines() {
        let (name, amount) = line.split_once('\t').unwrap();
        *sums.entry(name.to_owned()).or_default() += ore(amount);
    }
    sums
}

/// What was booked on each account, as the bank knows it.
fn booked(world: &World) -> Sums {
    let listed = balances(world);
    let mut sums = Sums::new();
    for row in world.bank.truth().iter().filter(|it| it.booked) {
        if listed.contains_key(&row.account_number) {
            *sums.entry(row.account_number.clone()).or_default() += i128::from(row.ore);
        }
    }
    sums
}

#[test]
fn readers_of_qif_and_csv_come_to_the_bank_s_sums() {
    let test = "readers_of_qif_and_csv_come_to_the_bank_s_sums";
    if !has(&["python3", "perl"], test) {
        return;
    }
    let qif = ["perl", "-MFinance::QIF", "-e", "1"];
    let can_read_qif = runs(&qif, "libfinance-qif-perl", test);
    for world in worlds() {
        let sums = booked(&world);
        for (flags, reader) in [
            ("", [",", "utf-8", "accountNumber", "amount"]),
            ("--locale nb", [";", "utf-8-sig", "Kontonummer", "Beløp"]),
        ] {
            let file = exported(&world, &format!("--format csv {flags}"));
            let [delimiter, encoding, account, amount] = reader;
            let words = [
                "python3", "-c", PYTHON_CSV, delimiter, encoding, account, amount, "{}",
            ];
            assert_eq!(summed(&told(&words, &file)), sums, "{flags}");
        }
        if can_read_qif {
            let file = exported(&world, "--format qif");
            assert_eq!(
                summed(&told(&["perl", "-e", FINANCE_QIF, "{}"], &file)),
                sums
            );
        }
    }
}
