//! The banks of the alliance.

use crate::config::Format;
use crate::domain::bank::{BANKS, Bank, find};
use crate::failure::Failure;
use crate::ui::Ui;

use super::cell::{Cell, Record};
use super::facts::table_or;
use super::grid::{Column, Line, Tail};
use super::{Cells, Shape, print};

impl Record<4> for Bank {
    const KEYS: [&'static str; 4] = ["id", "name", "current", "successor"];

    fn cells(&self) -> [Cell<'_>; 4] {
        [
            self.id.into(),
            self.name.into(),
            Cell::Flag(self.current),
            self.successor.map_or(Cell::Absent, Cell::Text),
        ]
    }
}

/// Shows the banks that `--bank` knows.
pub(crate) fn show(ui: &Ui, format: Format, cells: Cells) -> Result<(), Failure> {
    print(ui, &rendered(&Shape::new(ui, format, cells), &BANKS)?)
}

pub(super) fn rendered(shape: &Shape, banks: &[Bank]) -> Result<Vec<u8>, Failure> {
    let line = |bank: &Bank| Line {
        cells: [bank.id.into(), bank.name.into()],
        tail: Tail {
            text: merged(bank),
            ..Tail::default()
        },
    };
    let columns = [Column::whole("ID"), Column::text("Name")];
    table_or(shape, "sb1.banks/1", "banks", banks, || {
        (columns, "Merged Into", banks.iter().map(line).collect())
    })
}

fn merged(bank: &Bank) -> String {
    let Some(id) = bank.successor else {
        return String::new();
    };
    let name = find(id).map_or("", |bank| bank.name);
    match bank.by_way_of {
        Some(between) => format!("{id} ({name}, by way of {between})"),
        None => format!("{id} ({name})"),
    }
}
