//! A list of transactions read as it comes: one row in memory at a time, however many there are.
//!
//! The envelope is walked by hand; each row is a document of its own for serde.

use serde::de::IgnoredAny;
use serde_json::Deserializer;
use serde_json::value::RawValue;

use super::mend::{self, Mending};
use super::transactions::{Classified, Element, Row};
use super::{Object, errors, is_cut, why};
use crate::api::Rows;
use crate::api::trouble::{Trouble, Unreadable};
use crate::domain::text::Foreign;
use crate::domain::transaction::{Minter, Transaction};

mod window;

use window::Window;

/// Where the body comes from.
pub(in crate::api) trait Source {
    /// Appends what comes next; `false` at the end.
    fn more(&mut self, into: &mut Vec<u8>) -> Result<bool, Trouble>;
}

/// Hands each row to `rows` and returns the bank's `errors`.
pub(in crate::api) fn read(
    source: &mut dyn Source,
    classified: bool,
    rows: &mut dyn Rows,
) -> Result<Vec<Foreign<'static>>, Trouble> {
    let mut list = List {
        window: Window::on(source),
        classified,
        rows,
        minter: Minter::default(),
        errors: Vec::new(),
        trace_id: None,
    };
    match list.envelope() {
        Ok(()) => Ok(list.errors),
        Err(trouble) => Err(trouble.traced(|| list.trace_id)),
    }
}

struct List<'s> {
    window: Window<'s>,
    classified: bool,
    rows: &'s mut dyn Rows,
    minter: Minter,
    errors: Vec<Foreign<'static>>,
    trace_id: Option<String>,
}

impl List<'_> {
    fn envelope(&mut self) -> Result<(), Trouble> {
        self.window.open(b'{', "", "is no object")?;
        let mut listed = false;
        let mut more = self.window.has_first(b'}')?;
        while more {
            let key: String = self.window.value("")?;
            self.window
                .open(b':', "", "is not valid JSON (expected `:`)")?;
            match key.as_str() {
                "transactions" if listed => {
                    return Err(Unreadable::at("transactions", "comes twice").into());
                }
                "transactions" => {
                    listed = self.window.peek()? != Some(b'n');
                    if listed {
                        self.transactions()?;
                    } else {
                        self.window.value::<()>("transactions")?;
                    }
                }
                "errors" => self.errors()?,
                "traceId" => {
                    let value: serde_json::Value = self.window.value("traceId")?;
                    self.trace_id = value.as_str().and_then(errors::shown);
                }
                _ => drop(self.window.value::<IgnoredAny>("")?),
            }
            more = self.window.has_next(b'}', "")?;
        }
        // Of nothing but errors the list is what is missing.
        if !listed && self.errors.is_empty() {
            return Err(Unreadable::at("transactions", "is missing").into());
        }
        match self.window.peek()? {
            None => Ok(()),
            Some(_) => Err(Unreadable::at("", "goes on after its end").into()),
        }
    }

    fn errors(&mut self) -> Result<(), Trouble> {
        let raw: Box<RawValue> = self.window.value("errors")?;
        self.errors = errors::partial(Some(&raw));
        if let Some(id) = errors::trace_id(format!("{{\"errors\":{raw}}}").as_bytes()) {
            self.trace_id = Some(id);
        }
        Ok(())
    }

    fn transactions(&mut self) -> Result<(), Trouble> {
        self.window.open(b'[', "transactions", "is no list")?;
        let mut more = self.window.has_first(b']')?;
        let mut index = 0_usize;
        while more {
            self.row(index)?;
            index = index.saturating_add(1);
            more = self.window.has_next(b']', "transactions")?;
        }
        Ok(())
    }

    fn row(&mut self, index: usize) -> Result<(), Trouble> {
        self.window.peek()?;
        loop {
            if let Some(length) = self.take(index)? {
                self.window.advance(length);
                return Ok(());
            }
            if !self.window.grow(&|| place(index))? {
                return Err(Unreadable::cut_short().under(&place(index)).into());
            }
        }
    }

    /// Takes the row that comes next and returns its length; `None` if not all of it is there.
    fn take(&mut self, index: usize) -> Result<Option<usize>, Trouble> {
        let rest = self.window.rest();
        let sound;
        let found = match row(rest, self.classified) {
            Err(unreadable) => match mend::value(rest) {
                Mending::Done(bytes, length) => {
                    sound = bytes;
                    let row = row(&sound, self.classified);
                    row.map(|found| found.map(|(row, _)| (row, length)))
                }
                Mending::Cut => Ok(None),
                Mending::Vain => Err(unreadable),
            },
            found => found,
        };
        let Some((mut row, length)) = found.map_err(|error| error.under(&place(index)))? else {
            return Ok(None);
        };
        row.id = self.minter.mint(&row);
        let written = rest.get(..length).unwrap_or_default();
        self.rows.row_as_written(row, written)?;
        Ok(Some(length))
    }
}

fn place(index: usize) -> String {
    format!("transactions[{index}]")
}

/// The row at the start of `rest` and its length; `None` if not all of it is there.
type Found<'a> = Result<Option<(Transaction<'a>, usize)>, Unreadable>;

fn row(rest: &[u8], classified: bool) -> Found<'_> {
    if classified {
        element::<Classified<'_>>(rest)
    } else {
        element::<Row<'_>>(rest)
    }
}

fn element<'a, E: Element<'a>>(rest: &'a [u8]) -> Found<'a> {
    let mut values = Deserializer::from_slice(rest).into_iter::<Object<E>>();
    match values.next() {
        Some(Ok(Object(row))) => Ok(Some((row.transaction()?, values.byte_offset()))),
        Some(Err(error)) if !is_cut(rest, &error) => Err(why::<Object<E>>(rest, &error)),
        _ => Ok(None),
    }
}

#[cfg(test)]
mod tests;
