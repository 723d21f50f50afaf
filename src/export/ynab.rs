//! The CSV that YNAB (You Need A Budget) imports: `Date,Payee,Memo,Amount`.
//!
//! Of the two forms that YNAB takes it is the one with a signed amount, in which no number can stand
//! in the wrong column. The file has no place for an id, and YNAB tells rows apart by day and amount
//! alone; the stable id ends the memo, where a person can find it.

use crate::failure::Failure;

use super::sheet::{Sheet, Value};
use super::wording::{memo, payee};
use super::{Books, Exporter, Line, Order};

const HEADER: [&str; 4] = ["Date", "Payee", "Memo", "Amount"];

/// The format.
pub(crate) struct Ynab(Sheet);

impl Ynab {
    /// With `raw`, text is left alone that a spreadsheet would take for a formula.
    pub(crate) fn new(raw: bool) -> Self {
        Self(Sheet {
            delimiter: b',',
            terminator: ::csv::Terminator::Any(b'\n'),
            raw,
        })
    }
}

impl Exporter for Ynab {
    fn order(&self) -> Order {
        Order::Day
    }

    /// Refuses more than one account: the file does not say whose a row is, so that YNAB would put
    /// all of them into the one it is imported to.
    fn head(&mut self, books: &Books, out: &mut Vec<u8>) -> Result<(), Failure> {
        if books.accounts.len() > 1 {
            let message = "a YNAB file is of one account, and more than one was asked for";
            return Err(
                Failure::usage(message).hint("name one: `sb1 export <ACCOUNT> --format ynab`")
            );
        }
        self.0.line(out, HEADER.map(Value::plain))
    }

    fn line(&mut self, _: &Books, line: &Line<'_>, out: &mut Vec<u8>) -> Result<(), Failure> {
        let id = format!("sb1:{}", line.row.id);
        let memo = match memo(line.row) {
            words if words.is_empty() => id,
            words => format!("{words} {id}"),
        };
        let values = [
            Value::plain(line.day.to_string()),
            Value::text(payee(line.row)),
            Value::text(memo),
            Value::plain(line.amount.to_string()),
        ];
        self.0.line(out, values)
    }

    fn tail(&mut self, _: &Books, _: &mut Vec<u8>) -> Result<(), Failure> {
        Ok(())
    }
}
