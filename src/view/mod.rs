//! Turns what was read into bytes: a table for people, JSON, CSV and TSV for programs.
//!
//! Everything here takes domain types and gives bytes; only the feed writes to stdout itself,
//! because a long listing is written while it is read.

pub(crate) mod account;
pub(crate) mod accounts;
pub(crate) mod archive;
pub(crate) mod balance;
pub(crate) mod banks;
pub(crate) mod doctor;
pub(crate) mod error;
pub(crate) mod feed;
pub(crate) mod plan;
pub(crate) mod schema;
pub(crate) mod status;
pub(crate) mod summary;
pub(crate) mod transaction;
pub(crate) mod transfer;
pub(crate) mod transfers;

mod cell;
mod facts;
mod fields;
mod fit;
mod grid;
mod held;
mod json;
mod render;
mod separated;
mod sums;
mod transactions;

use std::io::Write;

use crate::config::Format;
use crate::domain::transaction::Transaction;
use crate::failure::Failure;
use crate::ui::Ui;

pub(crate) use separated::{disarmed, is_formula};

// How cells of CSV and TSV are written; flags of every command that lists something. (A doc comment
// would become the help of those commands.)
#[derive(Clone, Copy, Debug, Default, clap::Args)]
pub(crate) struct Cells {
    /// In CSV and TSV, leave text alone that a spreadsheet would take for a formula
    #[arg(long)]
    pub(crate) raw: bool,
}

/// What the reader of stdout can take.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Screen {
    /// Columns of the terminal; `None` in a pipe, where nothing is cut.
    width: Option<usize>,
    color: bool,
}

/// The shape of an answer.
#[derive(Clone, Copy, Debug)]
struct Shape {
    format: Format,
    screen: Screen,
    cells: Cells,
}

impl Shape {
    fn new(ui: &Ui, format: Format, cells: Cells) -> Self {
        let screen = Screen {
            width: ui.width(),
            color: ui.color(),
        };
        Self {
            format,
            screen,
            cells,
        }
    }
}

/// Writes a rendered answer to stdout.
fn print(ui: &Ui, answer: &[u8]) -> Result<(), Failure> {
    let mut out = ui.stdout();
    out.write_all(answer)?;
    out.flush()?;
    Ok(())
}

/// Writes a transaction as one JSON object, with the keys that an item of `sb1.transactions/1` has,
/// and null for what is another each time the bank is asked.
pub(crate) fn lasting_transaction_json(out: &mut Vec<u8>, row: &Transaction<'_>) {
    json::record(out, &transactions::Lasting(row));
}

/// Each line with its line end.
fn lines(lines: impl IntoIterator<Item: AsRef<[u8]>>) -> Vec<u8> {
    let mut bytes = Vec::new();
    for line in lines {
        bytes.extend_from_slice(line.as_ref());
        bytes.push(b'\n');
    }
    bytes
}

#[cfg(test)]
mod tests;
