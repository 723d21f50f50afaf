//! The archive: what a sync brought, what is kept, and whether it agrees with the balances.

mod holdings;
mod sentence;
mod synced;
mod verified;

use jiff::Timestamp;

use crate::config::Format;
use crate::domain::archived::{Holdings, Synced, Verified};
use crate::domain::date::on_the_clock;
use crate::domain::money::{Amount, Currency};
use crate::failure::Failure;
use crate::ui::Ui;

use super::transfer::{amount, to_the_minute};
use super::{Cells, Shape, print};

pub(super) use holdings::rendered as held;
pub(super) use synced::rendered as brought;
pub(super) use verified::rendered as compared;

/// Shows what a sync brought.
pub(crate) fn show_sync(
    ui: &Ui,
    format: Format,
    cells: Cells,
    synced: &Synced,
) -> Result<(), Failure> {
    print(ui, &brought(&Shape::new(ui, format, cells), synced)?)
}

/// Shows what the archive has.
pub(crate) fn show_status(
    ui: &Ui,
    format: Format,
    cells: Cells,
    holdings: &Holdings,
) -> Result<(), Failure> {
    note_if_empty(ui, format, holdings.accounts.is_empty());
    print(ui, &held(&Shape::new(ui, format, cells), holdings)?)
}

/// Shows whether balances and rows agree.
pub(crate) fn show_verify(
    ui: &Ui,
    format: Format,
    cells: Cells,
    verified: &Verified,
) -> Result<(), Failure> {
    note_if_empty(ui, format, verified.accounts.is_empty());
    print(ui, &compared(&Shape::new(ui, format, cells), verified)?)
}

fn note_if_empty(ui: &Ui, format: Format, empty: bool) {
    if empty && format == Format::Table {
        ui.note("nothing is archived yet; run `sb1 sync`");
    }
}

/// By the clocks of Oslo: `2026-11-22 12:00`.
fn moment(at: Timestamp) -> String {
    to_the_minute(&on_the_clock(at)).to_owned()
}

/// `-349,00 NOK`, or without the currency where it is not known.
fn money(of: Amount, currency: Option<Currency>) -> String {
    currency.map_or_else(|| of.norwegian(), |currency| amount(of, currency))
}
