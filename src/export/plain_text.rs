//! How hledger and ledger write entries: nearly alike.

use std::io::{self, Write};

use crate::domain::money::Amount;
use crate::domain::text::packed;

use super::double_entry::{Balance, Entry, Posting};

/// What differs between the two.
pub(super) trait PlainText {
    /// Bank text behind a date.
    fn description(text: &str) -> String;

    /// Bank text as the value of a tag.
    fn value(text: &str) -> String;

    /// Between a tag's name and its value.
    const TAG: &str;

    /// What belongs to a posting besides account and amount: its day, if it is another than the
    /// entry's, and the id of its row.
    fn notes(entry: &Entry<'_>, posting: &Posting<'_>, out: &mut Vec<u8>) -> io::Result<()>;
}

pub(super) fn entry<P: PlainText>(entry: &Entry<'_>, out: &mut Vec<u8>) -> io::Result<()> {
    let flag = if entry.booked { '*' } else { '!' };
    let text = if entry.text.is_empty() {
        entry.payee
    } else {
        entry.text
    };
    let head = format!("{} {flag} {}", entry.day, P::description(text));
    writeln!(out, "{}", head.trim_end())?;
    for (name, text) in &entry.tags {
        writeln!(out, "    ; {name}{}{}", P::TAG, P::value(text))?;
    }
    for posting in &entry.postings {
        let Posting {
            account,
            amount,
            currency,
            ..
        } = posting;
        write!(out, "    {account}  {amount} {currency}")?;
        P::notes(entry, posting, out)?;
        writeln!(out)?;
    }
    writeln!(out)
}

/// An entry that moves nothing and says what the balance is.
pub(super) fn balance(balance: &Balance<'_>, out: &mut Vec<u8>) -> io::Result<()> {
    let Balance {
        account,
        day,
        amount,
        pending,
        currency,
    } = balance;
    writeln!(out, "{day} * balance at the bank")?;
    if !pending.is_zero() {
        writeln!(out, "    ; of which {pending} {currency} is pending")?;
    }
    let zero = Amount::ZERO;
    writeln!(
        out,
        "    {account}  {zero} {currency} = {amount} {currency}\n"
    )
}

/// Bank text in one line, with single spaces, and with the full-width twin of each of `special`
/// that the program would read: `；` for `;`. A mark of state or a code at the beginning gets its
/// twin too.
pub(super) fn disarmed(text: &str, special: &str, special_first: &str) -> String {
    let text = packed(text);
    let mut disarmed = String::with_capacity(text.len());
    for c in text.chars() {
        let first = disarmed.is_empty() && special_first.contains(c);
        let read = first || special.contains(c);
        disarmed.push(if read { full_width(c) } else { c });
    }
    disarmed
}

/// Unicode has the visible ASCII characters once more, in another width and in the same order.
fn full_width(c: char) -> char {
    match c {
        '!'..='~' => char::from_u32(u32::from(c).saturating_add(0xFEE0)).unwrap_or(c),
        _ => c,
    }
}
