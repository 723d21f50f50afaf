//! JSON as every answer writes it: compact objects, one item a line inside lists.

use std::io::Write;

use serde_json::{Map, Value};

use crate::domain::date::Day;
use crate::domain::money::Amount;
use crate::domain::text::is_unprintable;

use super::cell::{Cell, Record};

/// A document under way: one top-level object whose first field is its schema.
pub(super) struct Document(Vec<u8>);

impl Document {
    pub(super) fn new(schema: &str) -> Self {
        let mut out = b"{\"schema\":".to_vec();
        text(&mut out, schema);
        Self(out)
    }

    pub(super) fn field<'c>(&mut self, name: &str, value: impl Into<Cell<'c>>) -> &mut Self {
        self.key(name);
        cell(&mut self.0, &value.into());
        self
    }

    /// The fields of a record, at the top level.
    pub(super) fn fields<const N: usize, R: Record<N>>(&mut self, record: &R) -> &mut Self {
        for (name, value) in R::KEYS.into_iter().zip(record.cells()) {
            self.field(name, value);
        }
        self
    }

    /// A field whose value is an object that was written before.
    pub(super) fn object(&mut self, name: &str, object: &[u8]) -> &mut Self {
        self.key(name);
        self.0.extend_from_slice(object);
        self
    }

    /// A list of texts, on one line.
    pub(super) fn texts<'t>(
        &mut self,
        name: &str,
        items: impl IntoIterator<Item = &'t str>,
    ) -> &mut Self {
        self.key(name);
        texts(&mut self.0, items);
        self
    }

    /// A list of objects that were written before, one a line.
    pub(super) fn objects<I>(&mut self, name: &str, items: I) -> &mut Self
    where
        I: IntoIterator<Item: AsRef<[u8]>>,
    {
        self.key(name);
        self.0.push(b'[');
        let mut some = false;
        for item in items {
            self.0.extend_from_slice(if some { b",\n" } else { b"\n" });
            self.0.extend_from_slice(item.as_ref());
            some = true;
        }
        self.0.extend_from_slice(if some { b"\n]" } else { b"]" });
        self
    }

    /// The finished document: one object and a newline.
    pub(super) fn end(mut self) -> Vec<u8> {
        self.0.extend_from_slice(b"}\n");
        self.0
    }

    /// What stands so far, for a document that is written in pieces.
    pub(super) fn unfinished(self) -> Vec<u8> {
        self.0
    }

    fn key(&mut self, name: &str) {
        member(&mut self.0, name);
    }
}

/// Writes `"name":`.
pub(super) fn key(out: &mut Vec<u8>, name: &str) {
    text(out, name);
    out.push(b':');
}

/// Begins one more field of an object.
pub(super) fn member(out: &mut Vec<u8>, name: &str) {
    out.push(b',');
    key(out, name);
}

/// Writes a record without its closing brace, so that more fields can follow.
pub(super) fn open_record<const N: usize, R: Record<N>>(out: &mut Vec<u8>, record: &R) {
    let mut lead: &[u8] = b"{\"";
    for (name, value) in R::KEYS.iter().zip(&record.cells()) {
        out.extend_from_slice(lead);
        out.extend_from_slice(name.as_bytes());
        out.extend_from_slice(b"\":");
        cell(out, value);
        lead = b",\"";
    }
}

/// Writes a record as one object.
pub(super) fn record<const N: usize, R: Record<N>>(out: &mut Vec<u8>, record: &R) {
    open_record(out, record);
    out.push(b'}');
}

/// A record as an object of its own.
pub(super) fn object<const N: usize, R: Record<N>>(of: &R) -> Vec<u8> {
    let mut out = Vec::new();
    record(&mut out, of);
    out
}

/// Writes a list of records, on one line.
pub(super) fn records<const N: usize, R: Record<N>>(out: &mut Vec<u8>, items: &[R]) {
    list(out, items, |out, item| record(out, item));
}

/// Writes a list of texts, on one line.
pub(super) fn texts<'t>(out: &mut Vec<u8>, items: impl IntoIterator<Item = &'t str>) {
    list(out, items, text);
}

/// Writes a list of what `write` makes of the items, on one line.
pub(super) fn list<T>(
    out: &mut Vec<u8>,
    items: impl IntoIterator<Item = T>,
    write: impl Fn(&mut Vec<u8>, T),
) {
    out.push(b'[');
    for (place, item) in items.into_iter().enumerate() {
        if place > 0 {
            out.push(b',');
        }
        write(out, item);
    }
    out.push(b']');
}

pub(super) fn cell(out: &mut Vec<u8>, value: &Cell<'_>) {
    match value {
        Cell::Absent => out.extend_from_slice(b"null"),
        Cell::Text(value) => text(out, value),
        Cell::Money(amount) => shown(out, amount),
        Cell::ForeignMoney(amount) => shown(out, amount),
        Cell::Day(day) => {
            out.push(b'"');
            date(out, *day);
            out.push(b'"');
        }
        Cell::Flag(flag) => shown(out, flag),
        Cell::Count(count) => shown(out, count),
        Cell::Percent(percent) => shown(out, percent),
    }
}

/// Writes `YYYY-MM-DD`, many times faster than through the formatter.
fn date(out: &mut Vec<u8>, day: Day) {
    let (date, digit) = (day.date(), |n: i16| {
        b'0'.wrapping_add(u8::try_from(n % 10).unwrap_or(0))
    });
    let (year, month, of_month) = (date.year(), i16::from(date.month()), i16::from(date.day()));
    if year < 0 {
        return shown(out, day);
    }
    out.extend_from_slice(&[
        digit(year / 1000),
        digit(year / 100),
        digit(year / 10),
        digit(year),
        b'-',
        digit(month / 10),
        digit(month),
        b'-',
        digit(of_month / 10),
        digit(of_month),
    ]);
}

/// Fields of the bank's that are money, and so have two decimals like all money here. Other
/// numbers, such as rates, stay as the bank wrote them.
const MONEY: [&str; 11] = [
    "amount",
    "balance",
    "availableBalance",
    "blockedAmount",
    "blockedBsuAmount",
    "creditLine",
    "chargedAmount",
    "totalConfirmedAmount",
    "netCalculatedCreditInterest",
    "netCalculatedCreditLineInterest",
    "totalCreditInterestLastYear",
];

/// The money in the field `name` with the value `value`, if that is what it is.
pub(super) fn money(name: &str, value: &Value) -> Option<Amount> {
    let Value::Number(number) = value else {
        return None;
    };
    MONEY
        .contains(&name)
        .then(|| Amount::read(&number.to_string()).ok())?
}

/// Writes the value that the field `name` has in the bank's own answer.
pub(super) fn bank_value(out: &mut Vec<u8>, name: &str, value: &Value) {
    match value {
        Value::Null => out.extend_from_slice(b"null"),
        Value::Bool(flag) => shown(out, flag),
        Value::Number(number) => match money(name, value) {
            Some(amount) => shown(out, amount),
            None => shown(out, number),
        },
        Value::String(value) => text(out, value),
        Value::Array(items) => list(out, items, |out, item| bank_value(out, name, item)),
        Value::Object(fields) => bank_fields(out, fields),
    }
}

/// Writes an object of the bank's.
pub(super) fn bank_fields(out: &mut Vec<u8>, fields: &Map<String, Value>) {
    out.push(b'{');
    for (place, (name, value)) in fields.iter().enumerate() {
        if place > 0 {
            out.push(b',');
        }
        key(out, name);
        bank_value(out, name, value);
    }
    out.push(b'}');
}

/// Writes a string in quotes. What a terminal or a bidi algorithm would act on goes out as
/// `\uXXXX`, everything else as it is.
pub(super) fn text(out: &mut Vec<u8>, text: &str) {
    out.push(b'"');
    // Without an early end, so that the compiler can look at many bytes at once.
    if text
        .bytes()
        .fold(true, |plain, byte| plain & is_plain(byte))
    {
        out.extend_from_slice(text.as_bytes());
    } else {
        escaped(out, text);
    }
    out.push(b'"');
}

/// Whether a byte of UTF-8 can only be part of characters that stay as they are: printable ASCII,
/// or a letter of U+00C0 to U+02FF, which all Norwegian ones are. What a byte from 0x80 to 0xBF
/// belongs to is decided by the byte that begins the character.
fn is_plain(byte: u8) -> bool {
    matches!(byte, b' '..=b'~' | 0x80..=0xBF | 0xC3..=0xCB) && byte != b'"' && byte != b'\\'
}

fn escaped(out: &mut Vec<u8>, text: &str) {
    for c in text.chars() {
        match c {
            '"' | '\\' => {
                out.push(b'\\');
                out.extend_from_slice(c.encode_utf8(&mut [0; 4]).as_bytes());
            }
            '\n' => out.extend_from_slice(b"\\n"),
            '\r' => out.extend_from_slice(b"\\r"),
            '\t' => out.extend_from_slice(b"\\t"),
            c if is_unprintable(c) => {
                for unit in c.encode_utf16(&mut [0; 2]) {
                    shown(out, format_args!("\\u{unit:04x}"));
                }
            }
            c => out.extend_from_slice(c.encode_utf8(&mut [0; 4]).as_bytes()),
        }
    }
}

fn shown(out: &mut Vec<u8>, value: impl std::fmt::Display) {
    // A vector takes everything.
    let _ = write!(out, "{value}");
}
