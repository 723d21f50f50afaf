//! Turns what was read into bytes: a table for people, JSON, CSV and TSV for programs.
//!
//! Everything here takes domain types and gives bytes; only the feed writes to stdout itself,
//! because a long listing is written while it is read.

pub(crate) mod accounts;
pub(crate) mod details;
pub(crate) mod error;
pub(crate) mod facts;
pub(crate) mod feed;
pub(crate) mod schema;
pub(crate) mod transactions;

mod cell;
mod fit;
mod grid;
mod held;
mod json;
mod render;
mod separated;
mod sums;

use std::io::Write;

use crate::config::Format;
use crate::failure::Failure;
use crate::ui::Ui;

/// What the reader of stdout can take.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Screen {
    /// Columns of the terminal; `None` in a pipe, where nothing is cut.
    pub(crate) width: Option<usize>,
    pub(crate) color: bool,
}

impl Screen {
    pub(crate) fn of(ui: &Ui) -> Self {
        Self { width: ui.width(), color: ui.color() }
    }
}

/// The shape of an answer.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Shape {
    pub(crate) format: Format,
    pub(crate) screen: Screen,
    /// Leave spreadsheet formulas in CSV and TSV as the bank wrote them.
    pub(crate) raw: bool,
}

impl Shape {
    pub(crate) fn new(ui: &Ui, format: Format, raw: bool) -> Self {
        Self { format, screen: Screen::of(ui), raw }
    }
}

/// Writes a rendered answer to stdout.
pub(crate) fn print(ui: &Ui, answer: &[u8]) -> Result<(), Failure> {
    let mut out = ui.stdout();
    out.write_all(answer)?;
    out.flush()?;
    Ok(())
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
