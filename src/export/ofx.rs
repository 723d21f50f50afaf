//! OFX 1.0.2: bank and card statements, as most accounting programs import them.
//!
//! One statement an account, cards in a message set of their own. `FITID` is the stable id, by which
//! an importer knows a row again. Booked rows only: a bank's statement has no others, and an
//! importer would keep a pending one beside the booked one that follows it. Nothing tells when the
//! file was made, so that the same rows give the same bytes.
//!
//! The SGML of OFX 1 with every element closed, and not the XML of OFX 2, though they differ in the
//! head only: letters beyond ASCII stand as they are, in UTF-8, and programs that take the head of
//! the one at its word take that of the other for ASCII. Character references do not help: libofx,
//! through which GnuCash, KMyMoney and HomeBank read, drops them.

use std::fmt;

use crate::domain::date::Day;
use crate::domain::money::{Amount, Overflow, Totals};
use crate::domain::text::packed;
use crate::domain::transaction::Transaction;
use crate::failure::{Failure, Kind};

use super::sections::Sections;
use super::wording::{GAP, memo, one_line, payee, rate};
use super::{BookAccount, Books, Exporter, Line, Order, Own};

/// The most characters that the format has for a name and for a memo.
const NAME: usize = 32;
const MEMO: usize = 255;

/// What stands for the time of a file of which no day is known.
const NO_DAY: &str = "19700101120000";

const HEAD: &str = r"OFXHEADER:100
DATA:OFXSGML
VERSION:102
SECURITY:NONE
ENCODING:UTF-8
CHARSET:NONE
COMPRESSION:NONE
OLDFILEUID:NONE
NEWFILEUID:NONE

<OFX>
<SIGNONMSGSRSV1><SONRS>";
const FINE: &str = "<STATUS><CODE>0</CODE><SEVERITY>INFO</SEVERITY></STATUS>";

/// What the format calls differently for bank accounts and cards.
struct Words {
    set: &'static str,
    response: &'static str,
    statement: &'static str,
}

const BANK: Words = Words {
    set: "BANKMSGSRSV1",
    response: "STMTTRNRS",
    statement: "STMTRS",
};
const CARD: Words = Words {
    set: "CREDITCARDMSGSRSV1",
    response: "CCSTMTTRNRS",
    statement: "CCSTMTRS",
};

impl Words {
    fn of(account: &BookAccount) -> &'static Self {
        if account.is_card { &CARD } else { &BANK }
    }
}

/// The format under way.
#[derive(Default)]
pub(crate) struct Ofx {
    sections: Sections,
    /// The place of the account whose statement is open, and the sum of its rows so far.
    open: Option<(usize, Totals)>,
    /// The message set that is open.
    set: Option<&'static str>,
}

impl Exporter for Ofx {
    fn order(&self) -> Order {
        Order::Account
    }

    fn head(&mut self, books: &Books, out: &mut Vec<u8>) -> Result<(), Failure> {
        text(out, HEAD);
        text(out, FINE);
        let made = books.accounts.iter().filter_map(last_day).max();
        element(out, "DTSERVER", made.map_or(NO_DAY.to_owned(), noon));
        element(out, "LANGUAGE", "NOR");
        text(out, "<FI><ORG>SpareBank 1</ORG></FI>");
        text(out, "</SONRS></SIGNONMSGSRSV1>");
        Ok(())
    }

    fn line(&mut self, books: &Books, line: &Line<'_>, out: &mut Vec<u8>) -> Result<(), Failure> {
        for place in self.sections.before(line)? {
            self.begin(books, place, out)?;
        }
        if !line.row.is_booked() {
            return Ok(());
        }
        let account = books.accounts.get(line.account);
        let account = account.filter(|it| it.days.is_some());
        let Some((account, (_, sum))) = account.zip(self.open.as_mut()) else {
            let message = "the days of the rows to export are not known";
            return Err(Failure::new(Kind::Unexpected, message));
        };
        sum.add(account.currency, line.amount).map_err(too_much)?;
        transaction(line, out);
        Ok(())
    }

    fn tail(&mut self, books: &Books, out: &mut Vec<u8>) -> Result<(), Failure> {
        for place in self.sections.rest(books) {
            self.begin(books, place, out)?;
        }
        self.end(books, out)?;
        self.enter(None, out);
        text(out, "</OFX>");
        Ok(())
    }
}

impl Ofx {
    /// Begins the statement of an account, after the end of the one before.
    fn begin(&mut self, books: &Books, place: usize, out: &mut Vec<u8>) -> Result<(), Failure> {
        self.end(books, out)?;
        let Some(account) = books.accounts.get(place).filter(|it| has_something(it)) else {
            return Ok(());
        };
        let words = Words::of(account);
        self.enter(Some(words.set), out);
        text(out, &format!("<{}><TRNUID>0</TRNUID>", words.response));
        text(out, FINE);
        text(out, &format!("<{}>", words.statement));
        element(out, "CURDEF", account.currency);
        holder(account, out);
        if let Some(days) = account.days {
            text(out, "<BANKTRANLIST>");
            element(out, "DTSTART", noon(days.first));
            element(out, "DTEND", noon(days.last));
        }
        self.open = Some((place, Totals::default()));
        Ok(())
    }

    /// Ends the statement that is open, if one is.
    fn end(&mut self, books: &Books, out: &mut Vec<u8>) -> Result<(), Failure> {
        let Some((place, sum)) = self.open.take() else {
            return Ok(());
        };
        let Some(account) = books.accounts.get(place) else {
            return Ok(());
        };
        if account.days.is_some() {
            text(out, "</BANKTRANLIST>");
        }
        if let Some((day, balance)) = balance(account, sum)? {
            text(out, "<LEDGERBAL>");
            element(out, "BALAMT", balance);
            element(out, "DTASOF", noon(day));
            text(out, "</LEDGERBAL>");
        }
        let words = Words::of(account);
        text(out, &format!("</{}></{}>", words.statement, words.response));
        Ok(())
    }

    /// Goes from the message set that is open to this one.
    fn enter(&mut self, set: Option<&'static str>, out: &mut Vec<u8>) {
        if self.set == set {
            return;
        }
        for (mark, name) in [("</", self.set), ("<", set)] {
            if let Some(name) = name {
                text(out, &format!("{mark}{name}>"));
            }
        }
        self.set = set;
    }
}

/// Whether there is anything that a statement could tell: the format has none without a balance.
fn has_something(account: &BookAccount) -> bool {
    account.days.is_some() || account.opening.or(account.verified).is_some()
}

/// Whose statement it is.
fn holder(account: &BookAccount, out: &mut Vec<u8>) {
    if account.is_card {
        text(out, "<CCACCTFROM>");
        element(out, "ACCTID", &account.number);
        return text(out, "</CCACCTFROM>");
    }
    // The first four digits are the register number of the bank that gave the number out.
    let bank: String = account.number.chars().take(4).collect();
    text(out, "<BANKACCTFROM>");
    element(out, "BANKID", bank);
    element(out, "ACCTID", &account.number);
    element(out, "ACCTTYPE", "CHECKING");
    text(out, "</BANKACCTFROM>");
}

fn transaction(line: &Line<'_>, out: &mut Vec<u8>) {
    let row = line.row;
    let name = one_line(payee(row), NAME);
    text(out, "<STMTTRN>");
    element(out, "TRNTYPE", kind(line));
    element(out, "DTPOSTED", noon(line.day));
    element(out, "TRNAMT", line.amount);
    element(out, "FITID", &row.id);
    if !name.is_empty() {
        element(out, "NAME", &name);
    }
    let memo = one_line(&whole_memo(row, &name), MEMO);
    if !memo.is_empty() {
        element(out, "MEMO", memo);
    }
    if let Some((code, price)) = rate(row, line.amount) {
        text(out, "<ORIGCURRENCY>");
        element(out, "CURRATE", price);
        element(out, "CURSYM", code);
        text(out, "</ORIGCURRENCY>");
    }
    text(out, "</STMTTRN>");
}

/// The memo, and before it the other side's name where that is cut in its own place.
fn whole_memo(row: &Transaction<'_>, shown: &str) -> String {
    let (memo, payee) = (memo(row), packed(payee(row)));
    match payee == shown {
        true => memo,
        false if memo.is_empty() => payee,
        false => [payee, memo].join(GAP),
    }
}

fn kind(line: &Line<'_>) -> &'static str {
    if !matches!(line.own, Own::No) {
        "XFER"
    } else if line.amount.is_negative() {
        "DEBIT"
    } else if line.amount.is_zero() {
        "OTHER"
    } else {
        "CREDIT"
    }
}

/// The balance at the end of a day: where it was verified, and otherwise that at the beginning with
/// the rows since. The format wants one, but where none is known none is made up; importers read
/// such a statement all the same.
fn balance(account: &BookAccount, mut sum: Totals) -> Result<Option<(Day, Amount)>, Failure> {
    if account.verified.is_some() {
        return Ok(account.verified);
    }
    let Some((begin, opening)) = account.opening else {
        return Ok(None);
    };
    sum.add(account.currency, opening).map_err(too_much)?;
    let day = account.days.map_or(begin, |days| days.last);
    Ok(sum.get(account.currency).map(|balance| (day, balance)))
}

fn too_much(overflow: Overflow) -> Failure {
    Failure::new(Kind::Unexpected, overflow.to_string())
}

/// The last day that is known of an account.
fn last_day(account: &BookAccount) -> Option<Day> {
    let points = [account.opening, account.verified];
    let of_points = points.into_iter().flatten().map(|(day, _)| day);
    of_points.chain(account.days.map(|days| days.last)).max()
}

/// Noon in UTC, which is the same day wherever the file is read.
fn noon(day: Day) -> String {
    let day: String = day.to_string().chars().filter(|it| *it != '-').collect();
    format!("{day}120000")
}

/// A line of its own.
fn text(out: &mut Vec<u8>, text: &str) {
    out.extend_from_slice(text.as_bytes());
    out.push(b'\n');
}

/// An element with its value, escaped, on a line of its own.
fn element(out: &mut Vec<u8>, name: &str, value: impl fmt::Display) {
    let value = escaped(&value.to_string());
    text(out, &format!("<{name}>{value}</{name}>"));
}

/// The value as SGML and XML write it. What they have no way to write becomes U+FFFD.
fn escaped(value: &str) -> String {
    let mut safe = String::with_capacity(value.len());
    for c in value.chars() {
        match c {
            '&' => safe.push_str("&amp;"),
            '<' => safe.push_str("&lt;"),
            '>' => safe.push_str("&gt;"),
            '\u{FFFE}' | '\u{FFFF}' => safe.push('\u{FFFD}'),
            c if c.is_control() => safe.push('\u{FFFD}'),
            c => safe.push(c),
        }
    }
    safe
}
