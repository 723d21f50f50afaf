//! Lines of comma-separated values in which no text acts as a formula.

use std::borrow::Cow;

use ::csv::{Terminator, WriterBuilder};

use crate::failure::Failure;
use crate::view::disarmed;

/// How the lines are written.
#[derive(Clone, Copy, Debug)]
pub(super) struct Sheet {
    pub(super) delimiter: u8,
    pub(super) terminator: Terminator,
    /// Text is left alone that a spreadsheet would take for a formula.
    pub(super) raw: bool,
}

/// A value before it is written.
pub(super) enum Value<'v> {
    /// Somebody's words.
    Text(Cow<'v, str>),
    /// A number, a day, a word of our own: never a formula.
    Plain(Cow<'v, str>),
}

impl<'v> Value<'v> {
    pub(super) fn text(text: impl Into<Cow<'v, str>>) -> Self {
        Self::Text(text.into())
    }

    pub(super) fn plain(text: impl Into<Cow<'v, str>>) -> Self {
        Self::Plain(text.into())
    }

    pub(super) fn empty() -> Self {
        Self::plain("")
    }
}

impl Sheet {
    /// Appends one line.
    pub(super) fn line<'v>(
        self,
        out: &mut Vec<u8>,
        values: impl IntoIterator<Item = Value<'v>>,
    ) -> Result<(), Failure> {
        let mut writer = WriterBuilder::new()
            .delimiter(self.delimiter)
            .terminator(self.terminator)
            .buffer_capacity(512)
            .from_writer(out);
        let unwritten = |error: ::csv::Error| Failure::from(std::io::Error::from(error));
        for value in values {
            let text = match value {
                Value::Text(text) if !self.raw => disarmed(text),
                Value::Text(text) | Value::Plain(text) => text,
            };
            writer.write_field(text.as_bytes()).map_err(unwritten)?;
        }
        writer.write_record(None::<&[u8]>).map_err(unwritten)?;
        Ok(writer.flush()?)
    }
}
