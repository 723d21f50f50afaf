//! The part of a body that came and is not used yet.

use serde::de::DeserializeOwned;
use serde_json::Deserializer;

use super::Source;
use crate::api::trouble::{Trouble, Unreadable};
use crate::api::wire::is_cut;
use crate::api::wire::mend::{self, Mending};

/// The most that one row, or any other single value, may take.
pub(super) const LARGEST: usize = 1024 * 1024;

/// The part of the body that came and is not used yet.
pub(super) struct Window<'s> {
    source: &'s mut dyn Source,
    bytes: Vec<u8>,
    /// What is before it has been used.
    at: usize,
    ended: bool,
}

impl<'s> Window<'s> {
    pub(super) fn on(source: &'s mut dyn Source) -> Self {
        Self {
            source,
            bytes: Vec::new(),
            at: 0,
            ended: false,
        }
    }

    pub(super) fn rest(&self) -> &[u8] {
        self.bytes.get(self.at..).unwrap_or_default()
    }

    pub(super) fn advance(&mut self, length: usize) {
        self.at = self.at.saturating_add(length);
    }

    /// Waits until what is not used has at least doubled, so that a value that comes in many small
    /// pieces is not tried at each of them; `false` if nothing came any more.
    pub(super) fn grow(&mut self, place: &dyn Fn() -> String) -> Result<bool, Trouble> {
        let had = self.rest().len();
        if had > LARGEST {
            let why = format!("is larger than {} KiB", LARGEST / 1024);
            return Err(Unreadable::at(place(), why).into());
        }
        self.bytes.drain(..self.bytes.len().min(self.at));
        self.at = 0;
        let wanted = had.saturating_mul(2).max(1);
        while !self.ended && self.bytes.len() < wanted {
            self.ended = !self.source.more(&mut self.bytes)?;
        }
        Ok(self.bytes.len() > had)
    }

    /// The next byte that is no white space, left where it is; `None` at the end of the body.
    pub(super) fn peek(&mut self) -> Result<Option<u8>, Trouble> {
        loop {
            let space = |byte: &u8| matches!(byte, b' ' | b'\n' | b'\r' | b'\t');
            let spaces = self.rest().iter().take_while(|it| space(it)).count();
            self.advance(spaces);
            if let Some(byte) = self.rest().first() {
                return Ok(Some(*byte));
            }
            if !self.grow(&String::new)? {
                return Ok(None);
            }
        }
    }

    /// Goes past `byte`, which must come next.
    pub(super) fn open(&mut self, byte: u8, path: &str, otherwise: &str) -> Result<(), Trouble> {
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
    pub(super) fn has_first(&mut self, close: u8) -> Result<bool, Trouble> {
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
    pub(super) fn has_next(&mut self, close: u8, path: &str) -> Result<bool, Trouble> {
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
    pub(super) fn value<T: DeserializeOwned>(&mut self, path: &str) -> Result<T, Trouble> {
        loop {
            let mut values = Deserializer::from_slice(self.rest()).into_iter::<T>();
            let mut whole = None;
            match values.next() {
                Some(Ok(value)) => whole = Some((value, values.byte_offset())),
                Some(Err(error)) if !is_cut(self.rest(), &error) => {
                    match mend::value(self.rest()) {
                        Mending::Done(sound, length) => {
                            let value = serde_json::from_slice(&sound);
                            let wrong = |error| Unreadable::of_json(path, &error);
                            whole = Some((value.map_err(wrong)?, length));
                        }
                        Mending::Cut => {}
                        Mending::Vain => return Err(Unreadable::of_json(path, &error).into()),
                    }
                }
                _ => {}
            }
            let is_whole = whole.is_some();
            if let Some((value, length)) = whole
                // A number at the end of what came may have more digits to come.
                && (length < self.rest().len() || self.ended)
            {
                self.advance(length);
                return Ok(value);
            }
            if !self.grow(&|| path.to_owned())? && !is_whole {
                return Err(Unreadable::cut_short().into());
            }
        }
    }
}
