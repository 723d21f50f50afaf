//! QIF, Quicken's old format, which every accounting program for the home still reads.
//!
//! A section an account. The format says neither how it is encoded (UTF-8 here) nor how a day is
//! written: `2026-11-02`, because in the `02/11/2026` of its home day and month change places
//! without a word, and no program takes a number with four digits for one of them. It has no place
//! for an id either; the stable one stands where importers show the number of a cheque. Both legs of
//! an own transfer are told, each in its account, naming the other: importers expect that and make
//! one of them. No opening balance is written, since it would be added again at every import.

use std::fmt;

use crate::failure::Failure;

use super::chart::Chart;
use super::sections::Sections;
use super::wording::{account_name, category, memo, one_line, payee};
use super::{BookAccount, Books, Exporter, Line, Order, Own};

/// The account for own transfers whose other leg is not exported.
const IN_TRANSIT: &str = "Own transfers";
/// The most characters of a text that are written; the format has no limit, some programs do.
const MOST: usize = 255;

/// The format under way.
pub(crate) struct Qif {
    chart: Chart,
    sections: Sections,
}

impl Qif {
    /// The category of a row is what `chart` says; where that says nothing, the bank's is taken.
    pub(crate) fn new(chart: Chart) -> Self {
        Self {
            chart,
            sections: Sections::default(),
        }
    }

    /// The other side of a row's entry: an account in brackets, or a category.
    fn other_side(&self, books: &Books, line: &Line<'_>) -> Option<String> {
        match line.own {
            Own::First(leg) | Own::Second(leg) => {
                let account = books.accounts.get(leg.account)?;
                Some(format!("[{}]", name(account)))
            }
            Own::Alone => Some(format!("[{IN_TRANSIT}]")),
            Own::No => match self.chart.category(line) {
                Some(mapped) => Some(one_line(mapped, MOST)),
                None => of_bank(line),
            },
        }
    }
}

impl Exporter for Qif {
    fn order(&self) -> Order {
        Order::Account
    }

    fn head(&mut self, _: &Books, _: &mut Vec<u8>) -> Result<(), Failure> {
        Ok(())
    }

    fn line(&mut self, books: &Books, line: &Line<'_>, out: &mut Vec<u8>) -> Result<(), Failure> {
        begin(books, self.sections.before(line)?, out);
        let row = line.row;
        field(out, 'D', line.day);
        field(out, 'T', line.amount);
        if row.is_booked() {
            field(out, 'C', '*');
        }
        field(out, 'N', &row.id);
        text(out, 'P', payee(row));
        text(out, 'M', &memo(row));
        if let Some(other) = self.other_side(books, line) {
            field(out, 'L', other);
        }
        out.extend_from_slice(b"^\n");
        Ok(())
    }

    fn tail(&mut self, books: &Books, out: &mut Vec<u8>) -> Result<(), Failure> {
        begin(books, self.sections.rest(books), out);
        Ok(())
    }
}

/// Begins the sections of the accounts at these places.
fn begin(books: &Books, places: std::ops::Range<usize>, out: &mut Vec<u8>) {
    for account in books.accounts.get(places).unwrap_or_default() {
        let kind = if account.is_card { "CCard" } else { "Bank" };
        out.extend_from_slice(b"!Account\n");
        field(out, 'N', name(account));
        field(out, 'T', kind);
        out.extend_from_slice(b"^\n");
        field(out, '!', format_args!("Type:{kind}"));
    }
}

/// The account as it is called in this file: brackets are for transfers.
fn name(account: &BookAccount) -> String {
    one_line(&account_name(account), MOST)
        .replace('[', "(")
        .replace(']', ")")
}

/// The bank's category with the one below it. A colon would make one more of it, a slash a class,
/// and brackets an account.
fn of_bank(line: &Line<'_>) -> Option<String> {
    let plain = |it: String| it.replace([':', '/', '[', ']'], "-");
    let (category, below) = category(line.row)?;
    Some(match below {
        Some(below) => format!("{}:{}", plain(category), plain(below)),
        None => plain(category),
    })
}

/// A line with a text, unless there is none.
fn text(out: &mut Vec<u8>, mark: char, text: &str) {
    let line = one_line(text, MOST);
    if !line.is_empty() {
        field(out, mark, line);
    }
}

fn field(out: &mut Vec<u8>, mark: char, value: impl fmt::Display) {
    out.extend_from_slice(format!("{mark}{value}\n").as_bytes());
}
