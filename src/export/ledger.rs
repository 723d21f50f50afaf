//! The journal of ledger, the program that the others are named after.

use std::collections::BTreeSet;
use std::io::{self, Write};

use crate::domain::money::Currency;

use super::Exporter;
use super::chart::{Chart, Style};
use super::double_entry::{Balance, Dialect, DoubleEntry, Entry, Posting, TwoDays, Used};
use super::plain_text::{self, PlainText, disarmed};

/// ledger refuses a file with a line of more than 4096 bytes. A character has at most four, and a
/// line at most two texts.
const LONGEST: usize = 500;

pub(crate) fn ledger(chart: Chart) -> impl Exporter {
    DoubleEntry::new(chart, Ledger)
}

struct Ledger;

impl PlainText for Ledger {
    const TAG: &str = ": ";

    /// `;` begins a comment; `*`, `!` and `(` are state and code.
    fn description(text: &str) -> String {
        cut(disarmed(text, ";", "*!("))
    }

    /// A day in brackets would become the entry's.
    fn value(text: &str) -> String {
        cut(disarmed(text, "[", ""))
    }

    fn notes(entry: &Entry<'_>, posting: &Posting<'_>, out: &mut Vec<u8>) -> io::Result<()> {
        if posting.day != entry.day {
            write!(out, "  ; [{}]", posting.day)?;
        }
        if let Some(id) = posting.id {
            write!(out, "\n    ; id: {}", Self::value(id))?;
        }
        Ok(())
    }
}

impl Dialect for Ledger {
    const STYLE: Style = Style::Plain;
    /// Assertions go by the order of the file, whatever a posting's day is.
    const TWO_DAYS: TwoDays = TwoDays::Shown;

    fn head(&self, _: &BTreeSet<Currency>, out: &mut Vec<u8>) -> io::Result<()> {
        writeln!(out, "; Transactions of SpareBank 1, for ledger, by sb1.\n")
    }

    fn entry(&self, entry: &Entry<'_>, out: &mut Vec<u8>) -> io::Result<()> {
        plain_text::entry::<Self>(entry, out)
    }

    fn balance(&self, balance: &Balance<'_>, out: &mut Vec<u8>) -> io::Result<()> {
        plain_text::balance(balance, out)
    }

    /// Declared after their use they would be unknown where they are used; ledger asks for nothing.
    fn used(&self, _: &Used<'_>, _: &mut Vec<u8>) -> io::Result<()> {
        Ok(())
    }
}

/// The text, or as much of it as ledger takes.
fn cut(text: String) -> String {
    match text.char_indices().nth(LONGEST) {
        Some((end, _)) => format!("{}…", text.get(..end).unwrap_or_default().trim_end()),
        None => text,
    }
}
