//! Beancount's ledger.

use std::collections::BTreeSet;
use std::io::{self, Write};

use crate::domain::money::Currency;
use crate::domain::text::packed;

use super::Exporter;
use super::chart::{Chart, Style};
use super::double_entry::{Balance, Dialect, DoubleEntry, Entry, Posting, TwoDays, Used};

pub(crate) fn beancount(chart: Chart) -> impl Exporter {
    DoubleEntry::new(chart, Beancount)
}

struct Beancount;

impl Dialect for Beancount {
    const STYLE: Style = Style::Beancount;
    const TWO_DAYS: TwoDays = TwoDays::Never;

    fn head(&self, _: &BTreeSet<Currency>, out: &mut Vec<u8>) -> io::Result<()> {
        writeln!(
            out,
            "; Transactions of SpareBank 1, for beancount, by sb1.\n"
        )
    }

    fn entry(&self, entry: &Entry<'_>, out: &mut Vec<u8>) -> io::Result<()> {
        let flag = if entry.booked { '*' } else { '!' };
        write!(out, "{} {flag}", entry.day)?;
        if !entry.payee.is_empty() {
            write!(out, " {}", string(entry.payee))?;
        }
        writeln!(out, " {}", string(entry.text))?;
        for (name, text) in &entry.tags {
            writeln!(out, "  {name}: {}", string(text))?;
        }
        for posting in &entry.postings {
            let Posting {
                account,
                amount,
                currency,
                id,
                ..
            } = posting;
            writeln!(out, "  {account}  {amount} {currency}")?;
            if let Some(id) = id {
                writeln!(out, "    id: {}", string(id))?;
            }
        }
        writeln!(out)
    }

    /// Beancount checks balances as a day begins, and forgives an øre unless told not to.
    fn balance(&self, balance: &Balance<'_>, out: &mut Vec<u8>) -> io::Result<()> {
        let Balance {
            account,
            amount,
            pending,
            currency,
            ..
        } = balance;
        let Some(next_day) = balance.day.plus_days(1) else {
            return Ok(());
        };
        if !pending.is_zero() {
            writeln!(out, "; of which {pending} {currency} is pending")?;
        }
        writeln!(
            out,
            "{next_day} balance {account}  {amount} ~ 0.00 {currency}\n"
        )
    }

    /// Beancount sorts by day, so that an account may be opened after its use in the file.
    fn used(&self, used: &Used<'_>, out: &mut Vec<u8>) -> io::Result<()> {
        write!(out, "{} open {}", used.since, used.account)?;
        let Some(own) = used.own else {
            return writeln!(out);
        };
        writeln!(out, " {}", own.currency)?;
        writeln!(out, "  number: {}", string(&own.number))?;
        writeln!(out, "  name: {}", string(&own.name))
    }
}

/// Bank text between quotes, in one line.
fn string(text: &str) -> String {
    let escaped = packed(text).replace('\\', "\\\\").replace('"', "\\\"");
    format!("\"{escaped}\"")
}
