//! Comma- and tab-separated values: a header line, one line a record.

use std::borrow::Cow;
use std::cell::RefCell;
use std::fmt::Write as _;
use std::io;
use std::rc::Rc;

use crate::config::Format;
use crate::domain::text::{is_unprintable, neutral};

use super::cell::{Cell, Record};
use super::{Screen, Shape};

/// Writes lines into a buffer that can be taken after each of them.
pub(super) struct Separated {
    writer: csv::Writer<Tap>,
    tap: Tap,
    raw: bool,
    /// Whether a terminal reads this, which would act on escapes.
    on_terminal: bool,
    number: String,
}

/// Where the writer leaves its bytes; shared, because it does not give its own buffer back.
#[derive(Clone, Default)]
struct Tap(Rc<RefCell<Vec<u8>>>);

impl io::Write for Tap {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.borrow_mut().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl Separated {
    pub(super) fn new(shape: &Shape) -> Self {
        let tap = Tap::default();
        let Screen { width, .. } = shape.screen;
        Self {
            writer: csv::WriterBuilder::new()
                .delimiter(if shape.format == Format::Tsv {
                    b'\t'
                } else {
                    b','
                })
                .from_writer(tap.clone()),
            tap,
            raw: shape.cells.raw,
            on_terminal: width.is_some(),
            number: String::new(),
        }
    }

    /// The header line of such records.
    pub(super) fn header<const N: usize, R: Record<N>>(&mut self) -> io::Result<Vec<u8>> {
        self.writer.write_record(R::KEYS)?;
        self.take()
    }

    /// Appends the line of one record, with its line end.
    pub(super) fn record<const N: usize, R: Record<N>>(
        &mut self,
        out: &mut Vec<u8>,
        record: &R,
    ) -> io::Result<()> {
        for value in &record.cells() {
            self.field(value)?;
        }
        self.writer.write_record(None::<&[u8]>)?;
        self.writer.flush()?;
        out.append(&mut self.tap.0.borrow_mut());
        Ok(())
    }

    /// The header line and all records.
    pub(super) fn listing<'r, const N: usize, R: Record<N> + 'r>(
        mut self,
        records: impl IntoIterator<Item = &'r R>,
    ) -> io::Result<Vec<u8>> {
        let mut out = self.header::<N, R>()?;
        for record in records {
            self.record(&mut out, record)?;
        }
        Ok(out)
    }

    fn take(&mut self) -> io::Result<Vec<u8>> {
        self.writer.flush()?;
        Ok(std::mem::take(&mut *self.tap.0.borrow_mut()))
    }

    fn field(&mut self, value: &Cell<'_>) -> io::Result<()> {
        self.number.clear();
        // A string takes everything.
        let _ = match value {
            Cell::Absent => Ok(()),
            Cell::Text(text) => return self.text(text),
            Cell::Money(amount) => write!(self.number, "{amount}"),
            Cell::ForeignMoney(amount) => write!(self.number, "{amount}"),
            Cell::Day(day) => write!(self.number, "{day}"),
            Cell::Flag(flag) => write!(self.number, "{flag}"),
            Cell::Count(count) => write!(self.number, "{count}"),
            Cell::Percent(percent) => write!(self.number, "{percent}"),
        };
        Ok(self.writer.write_field(&self.number)?)
    }

    fn text(&mut self, text: &str) -> io::Result<()> {
        let text = if self.on_terminal {
            neutral(text)
        } else {
            Cow::Borrowed(text)
        };
        let text = if self.raw { text } else { disarmed(text) };
        Ok(self.writer.write_field(text.as_bytes())?)
    }
}

/// The text with a `'` before it if a spreadsheet would take it for a formula.
pub(crate) fn disarmed(text: Cow<'_, str>) -> Cow<'_, str> {
    if is_formula(&text) {
        Cow::Owned(format!("'{text}"))
    } else {
        text
    }
}

/// Whether the first character that can be seen starts a formula. What cannot be seen is passed
/// over, because spreadsheets trim it; a tab or a carriage return is dangerous by itself.
pub(crate) fn is_formula(text: &str) -> bool {
    let skipped = |c: &char| !matches!(c, '\t' | '\r') && (c.is_whitespace() || is_unprintable(*c));
    matches!(
        text.chars().find(|c| !skipped(c)),
        Some('=' | '+' | '-' | '@' | '\t' | '\r' | '＝' | '＋' | '－' | '＠')
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn formulas_are_seen_behind_spaces_and_what_cannot_be_seen() {
        for text in [
            "=1+1",
            "+47",
            "-1",
            "@SUM(A1)",
            "\tx",
            "\rx",
            "＝cmd",
            "＋1",
            "－1",
            "＠x",
            "  =1",
            "\u{a0}=1",
            "\n=1",
            "\u{200b}=1",
            "\u{feff}＝1",
            "\u{3000}-2",
            " \t",
            "\u{202e}@",
        ] {
            assert!(is_formula(text), "{text:?}");
            assert_eq!(disarmed(Cow::Borrowed(text)), format!("'{text}"));
        }
        for text in [
            "",
            " ",
            "REMA 1000",
            "a=b",
            "'=1",
            "1-2",
            "Åse",
            "−5",
            "12345678901",
        ] {
            assert!(!is_formula(text), "{text:?}");
        }
    }
}
