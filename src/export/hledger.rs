//! hledger's journal, with everything declared that `hledger check --strict` wants declared.

use std::collections::BTreeSet;
use std::io::{self, Write};

use crate::domain::money::Currency;

use super::Exporter;
use super::chart::{Chart, Style};
use super::double_entry::{Balance, Dialect, DoubleEntry, Entry, Posting, TwoDays, Used};
use super::plain_text::{self, PlainText, disarmed};

pub(crate) fn hledger(chart: Chart) -> impl Exporter {
    DoubleEntry::new(chart, Hledger)
}

struct Hledger;

impl PlainText for Hledger {
    const TAG: &str = ":";

    /// `;` begins a comment, `|` parts payee and note; `*`, `!` and `(` are state and code.
    fn description(text: &str) -> String {
        disarmed(text, ";|", "*!(")
    }

    /// A comma ends the value, and another tag could follow.
    fn value(text: &str) -> String {
        disarmed(text, ",", "")
    }

    fn notes(entry: &Entry<'_>, posting: &Posting<'_>, out: &mut Vec<u8>) -> io::Result<()> {
        let date = (posting.day != entry.day).then(|| format!("date:{}", posting.day));
        let id = posting.id.map(|id| format!("id:{}", Self::value(id)));
        let notes: Vec<String> = date.into_iter().chain(id).collect();
        if notes.is_empty() {
            return Ok(());
        }
        write!(out, "  ; {}", notes.join(", "))
    }
}

impl Dialect for Hledger {
    const STYLE: Style = Style::Plain;
    /// A posting's `date:`, which assertions go by.
    const TWO_DAYS: TwoDays = TwoDays::Checked;

    fn head(&self, currencies: &BTreeSet<Currency>, out: &mut Vec<u8>) -> io::Result<()> {
        writeln!(out, "; Transactions of SpareBank 1, for hledger, by sb1.\n")?;
        for currency in currencies {
            writeln!(out, "commodity 1000.00 {currency}")?;
        }
        writeln!(out)
    }

    fn entry(&self, entry: &Entry<'_>, out: &mut Vec<u8>) -> io::Result<()> {
        plain_text::entry::<Self>(entry, out)
    }

    fn balance(&self, balance: &Balance<'_>, out: &mut Vec<u8>) -> io::Result<()> {
        plain_text::balance(balance, out)
    }

    /// hledger wants accounts declared, but not before they are used.
    fn used(&self, used: &Used<'_>, out: &mut Vec<u8>) -> io::Result<()> {
        write!(out, "account {}", used.account)?;
        if let Some(own) = used.own {
            let (number, name) = (Self::value(&own.number), Self::value(&own.name));
            write!(out, "  ; number:{number}, name:{name}")?;
        }
        writeln!(out)
    }
}
