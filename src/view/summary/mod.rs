//! A summary of money in and out: sections of lines with bars for people, all of it in JSON, the
//! lines of one question in the other formats.

mod bar;
mod document;
mod lines;
mod table;

use crate::config::Format;
use crate::domain::summary::{Course, Summary};
use crate::domain::text::Foreign;
use crate::failure::Failure;
use crate::ui::Ui;

use super::cell::Record;
use super::separated::Separated;
use super::{Cells, Shape, json, print};

/// Which lines of a summary to show.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, clap::ValueEnum)]
pub(crate) enum By {
    /// In, out, net and savings rate per month
    #[default]
    Month,
    /// Per category of the bank
    Category,
    /// Per shop, payer or receiver
    Counterparty,
    /// What the bank calls recurring or a subscription
    Recurring,
}

/// A summary, and what there is to say about it.
#[derive(Clone, Copy)]
pub(crate) struct Report<'a> {
    pub(crate) summary: &'a Summary,
    /// The balance of each account over time, where it is known.
    pub(crate) balances: Option<&'a [Course]>,
    /// What the bank could not deliver.
    pub(crate) errors: &'a [Foreign<'a>],
}

/// Shows a summary.
pub(crate) fn show(
    ui: &Ui,
    format: Format,
    cells: Cells,
    by: By,
    report: &Report<'_>,
) -> Result<(), Failure> {
    if format == Format::Table && report.summary.currencies.is_empty() {
        ui.note("nothing came in or went out");
    }
    let shape = Shape::new(ui, format, cells);
    print(ui, &rendered(&shape, by, report)?)
}

/// The bytes of a summary.
pub(super) fn rendered(shape: &Shape, by: By, report: &Report<'_>) -> Result<Vec<u8>, Failure> {
    let currencies = || report.summary.currencies.iter();
    match (shape.format, by) {
        (Format::Table, _) => Ok(super::lines(table::table(shape.screen, by, report))),
        (Format::Json, _) => Ok(document::document(report)),
        (_, By::Month) => flat(shape, currencies().flat_map(lines::months)),
        (_, By::Category) => flat(shape, currencies().flat_map(lines::categories)),
        (_, By::Counterparty) => flat(shape, currencies().flat_map(lines::counterparties)),
        (_, By::Recurring) => flat(shape, currencies().flat_map(lines::recurring)),
    }
}

/// A line each, of all currencies.
fn flat<const N: usize, R: Record<N>>(
    shape: &Shape,
    records: impl Iterator<Item = R>,
) -> Result<Vec<u8>, Failure> {
    let records: Vec<_> = records.collect();
    Ok(match shape.format {
        Format::Jsonl => super::lines(records.iter().map(json::object)),
        _ => Separated::new(shape).listing::<N, _>(&records)?,
    })
}
