//! The balances of accounts.

use crate::config::Format;
use crate::domain::account::Account;
use crate::domain::text::Foreign;
use crate::failure::Failure;
use crate::ui::Ui;

use super::accounts::{Columns, listing};
use super::{Cells, Shape, print};

/// Shows balances: the listing of accounts, with a narrower table.
pub(crate) fn show(
    ui: &Ui,
    format: Format,
    cells: Cells,
    accounts: &[Account],
    errors: &[Foreign<'_>],
) -> Result<(), Failure> {
    let shape = Shape::new(ui, format, cells);
    print(ui, &listing(&shape, accounts, errors, Columns::Balances)?)
}
