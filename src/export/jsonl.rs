//! JSON lines: an object a row, with exactly the keys of an item of `sb1.transactions/1`.
//!
//! What changes although the row does not is null: the bank's own id is another at every look and
//! serves only right after it, and the system that a row comes from depends on its age. With them
//! an archive that was made anew would give other bytes.

use crate::failure::Failure;
use crate::view::lasting_transaction_json;

use super::{Books, Exporter, Line, Order};

/// The format; it keeps nothing.
pub(crate) struct Jsonl;

impl Exporter for Jsonl {
    fn order(&self) -> Order {
        Order::Day
    }

    fn head(&mut self, _: &Books, _: &mut Vec<u8>) -> Result<(), Failure> {
        Ok(())
    }

    fn line(&mut self, _: &Books, line: &Line<'_>, out: &mut Vec<u8>) -> Result<(), Failure> {
        lasting_transaction_json(out, line.row);
        out.push(b'\n');
        Ok(())
    }

    fn tail(&mut self, _: &Books, _: &mut Vec<u8>) -> Result<(), Failure> {
        Ok(())
    }
}
