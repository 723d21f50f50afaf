//! A list of transactions read as it comes: one row in memory at a time, however many there are.
//!
//! The envelope is walked by hand; each row is a document of its own for serde.

use serde::de::{DeserializeOwned, IgnoredAny};
use serde_json::Deserializer;
use serde_json::value::RawValue;

use super::transactions::{Classified, Element, Row};
use super::{Object, errors, is_cut, why};
use crate::api::Rows;
use crate::api::trouble::{Trouble, Unreadable};
use crate::domain::text::Foreign;
use crate::domain::transaction::Minter;

/// The most that one row, or any other single value, may take.
const LARGEST: usize = 1024 * 1024;

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
        window: Window {
            source,
            text: String::new(),
            at: 0,
            tail: Vec::new(),
            ended: false,
        },
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
                    listed = true;
                    self.transactions()?;
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
        if !listed {
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
            let rest = self.window.rest();
            let taken = if self.classified {
                take::<Classified<'_>>(rest, index, &mut self.minter, self.rows)?
            } else {
                take::<Row<'_>>(rest, index, &mut self.minter, self.rows)?
            };
            if let Some(length) = taken {
                self.window.advance(length);
                return Ok(());
            }
            if !self.window.grow(&|| place(index))? {
                return Err(Unreadable::cut_short().under(&place(index)).into());
            }
        }
    }
}

fn place(index: usize) -> String {
    format!("transactions[{index}]")
}

/// Takes the row at the start of `rest` and returns its length; `None` if not all of it is there.
fn take<'a, E: Element<'a>>(
    rest: &'a str,
    index: usize,
    minter: &mut Minter,
    rows: &mut dyn Rows,
) -> Result<Option<usize>, Trouble> {
    let mut values = Deserializer::from_str(rest).into_iter::<Object<E>>();
    let row = match values.next() {
        Some(Ok(Object(row))) => row,
        Some(Err(error)) if !is_cut(rest.as_bytes(), &error) => {
            return Err(why::<Object<E>>(rest.as_bytes(), &error)
                .under(&place(index))
                .into());
        }
        _ => return Ok(None),
    };
    let mut row = row
        .transaction()
        .map_err(|error| error.under(&place(index)))?;
    row.id = minter.mint(&row);
    rows.row(row)?;
    Ok(Some(values.byte_offset()))
}

/// The part of the body that came and is not used yet.
struct Window<'s> {
    source: &'s mut dyn Source,
    /// Known to be UTF-8 as a whole, so that serde need not look at each string again.
    text: String,
    /// What is before it has been used.
    at: usize,
    /// What came after `text`: nothing, the first bytes of a character, or what is no UTF-8.
    tail: Vec<u8>,
    ended: bool,
}

impl Window<'_> {
    fn rest(&self) -> &str {
        self.text.get(self.at..).unwrap_or_default()
    }

    fn advance(&mut self, length: usize) {
        self.at = self.at.saturating_add(length);
    }

    /// Waits until what is not used has at least doubled, so that a value that comes in many small
    /// pieces is not tried at each of them; `false` if nothing came any more.
    fn grow(&mut self, place: &dyn Fn() -> String) -> Result<bool, Trouble> {
        let had = self.rest().len();
        if had > LARGEST {
            let why = format!("is larger than {} KiB", LARGEST / 1024);
            return Err(Unreadable::at(place(), why).into());
        }
        self.text.drain(..self.text.len().min(self.at));
        self.at = 0;
        let wanted = had.saturating_mul(2).max(1);
        loop {
            let sound = self.decode();
            let grown = self.text.len() > had;
            if !sound && !grown {
                return Err(Unreadable::at(place(), "is not valid JSON (not UTF-8)").into());
            }
            if !sound || self.ended || self.text.len() >= wanted {
                return Ok(grown);
            }
            self.ended = !self.source.more(&mut self.tail)?;
        }
    }

    /// Moves whole characters from `tail` to `text`; `false` if what is left can begin none.
    fn decode(&mut self) -> bool {
        let error = match std::str::from_utf8(&self.tail) {
            Ok(text) => {
                self.text.push_str(text);
                self.tail.clear();
                return true;
            }
            Err(error) => error,
        };
        let whole = self.tail.drain(..error.valid_up_to());
        self.text
            .push_str(std::str::from_utf8(whole.as_slice()).unwrap_or_default());
        drop(whole);
        error.error_len().is_none()
    }

    /// The next byte that is no white space, left where it is; `None` at the end of the body.
    fn peek(&mut self) -> Result<Option<u8>, Trouble> {
        loop {
            let space = |byte: &u8| matches!(byte, b' ' | b'\n' | b'\r' | b'\t');
            let spaces = self.rest().bytes().take_while(space).count();
            self.advance(spaces);
            if let Some(byte) = self.rest().bytes().next() {
                return Ok(Some(byte));
            }
            if !self.grow(&String::new)? {
                return Ok(None);
            }
        }
    }

    /// Goes past `byte`, which must come next.
    fn open(&mut self, byte: u8, path: &str, otherwise: &str) -> Result<(), Trouble> {
        match self.peek()? {
            None => Err(Unreadable::cut_short().into()),
            Some(found) if found == byte => {
                self.advance(1);
                Ok(())
            }
            Some(_) => Err(Unreadable::at(path, otherwise).into()),
        }
    }

    /// Whether a first item follows; goes past `close` if not.
    fn has_first(&mut self, close: u8) -> Result<bool, Trouble> {
        match self.peek()? {
            None => Err(Unreadable::cut_short().into()),
            Some(found) if found == close => {
                self.advance(1);
                Ok(false)
            }
            Some(_) => Ok(true),
        }
    }

    /// Whether another item follows; goes past the comma, or past `close`.
    fn has_next(&mut self, close: u8, path: &str) -> Result<bool, Trouble> {
        match self.peek()? {
            None => Err(Unreadable::cut_short().into()),
            Some(b',') => {
                self.advance(1);
                Ok(true)
            }
            Some(found) if found == close => {
                self.advance(1);
                Ok(false)
            }
            Some(_) => {
                let why = format!(
                    "is not valid JSON (expected `,` or `{}`)",
                    char::from(close)
                );
                Err(Unreadable::at(path, why).into())
            }
        }
    }

    /// One whole value with bytes of its own.
    fn value<T: DeserializeOwned>(&mut self, path: &str) -> Result<T, Trouble> {
        loop {
            let mut values = Deserializer::from_str(self.rest()).into_iter::<T>();
            let mut whole = false;
            match values.next() {
                Some(Ok(value)) => {
                    let length = values.byte_offset();
                    whole = true;
                    // A number at the end of what came may have more digits to come.
                    if length < self.rest().len() || self.ended {
                        self.advance(length);
                        return Ok(value);
                    }
                }
                Some(Err(error)) if !is_cut(self.rest().as_bytes(), &error) => {
                    return Err(Unreadable::of_json(path, &error).into());
                }
                _ => {}
            }
            if !self.grow(&|| path.to_owned())? && !whole {
                return Err(Unreadable::cut_short().into());
            }
        }
    }
}

#[cfg(test)]
mod tests;
