//! The archive: what a sync brought, what is kept, and whether it agrees with the balances.

mod holdings;
mod sentence;
mod synced;
mod verified;

use std::path::Path;

use jiff::Timestamp;

use crate::config::Format;
use crate::domain::archived::{Holdings, Synced, Verified, VerifiedAccount};
use crate::domain::continuity::Verdict;
use crate::domain::date::on_the_clock;
use crate::domain::money::{Amount, Currency};
use crate::domain::text::neutral;
use crate::failure::Failure;
use crate::ui::Ui;

use super::json::Document;
use super::transfer::{amount, to_the_minute};
use super::{Cells, Shape, lines, print};

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

/// What differs, a sentence for each account and interval.
pub(crate) fn differences(verified: &Verified) -> Vec<String> {
    let differing = |it: &&VerifiedAccount| matches!(it.verdict, Verdict::Differs { .. });
    let accounts = verified.accounts.iter().filter(differing);
    accounts.flat_map(sentence::sentences).collect()
}

/// Shows where the archive is, or would be.
pub(crate) fn show_path(ui: &Ui, format: Format, path: &Path) -> Result<(), Failure> {
    if !format.is_json() {
        return print(ui, &lines([path.as_os_str().as_encoded_bytes()]));
    }
    let mut document = Document::new("sb1.path/1");
    document.field("path", &path.display().to_string());
    print(ui, &document.end())
}

/// What is lost with the archive.
pub(crate) fn farewell(holdings: &Holdings) -> String {
    let rows = holdings.rows();
    let first = holdings.accounts.iter().filter_map(|of| of.first).min();
    let since = first.map_or_else(String::new, |day| format!(", from {day} on"));
    format!(
        "The archive {} has {rows} rows of {} accounts{since}.\n\
         What is older than the bank keeps (about two years) never comes back.\n",
        neutral(&holdings.path.display().to_string()),
        holdings.accounts.len()
    )
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
