//! One transaction, with what else the bank tells of it.

use crate::config::Format;
use crate::domain::transaction::Transaction;
use crate::failure::Failure;
use crate::ui::Ui;

use super::cell::Record;
use super::fields::{Fact, Fields, known, told};
use super::json::{self, Document};
use super::separated::Separated;
use super::transactions::FIELDS;
use super::{Cells, Shape, facts, lines, print};

/// Shows one transaction: the row as a listing has it, and the fields of the bank's details that a
/// listing does not have.
pub(crate) fn show(
    ui: &Ui,
    format: Format,
    row: &Transaction<'_>,
    details: Option<&Fields>,
) -> Result<(), Failure> {
    let shape = Shape::new(ui, format, Cells::default());
    print(ui, &rendered(&shape, row, details)?)
}

pub(super) fn rendered(
    shape: &Shape,
    row: &impl Record<FIELDS>,
    details: Option<&Fields>,
) -> Result<Vec<u8>, Failure> {
    Ok(match shape.format {
        Format::Json => {
            let mut document = Document::new("sb1.transaction/1");
            document.object("transaction", &object(row, details));
            document.end()
        }
        Format::Jsonl => lines([object(row, details)]),
        Format::Csv | Format::Tsv => Separated::new(shape).listing::<FIELDS, _>([row])?,
        Format::Table => lines(facts::list(shape.screen, &facts_of(row, details))),
    })
}

fn object<R: Record<FIELDS>>(row: &R, details: Option<&Fields>) -> Vec<u8> {
    let mut object = Vec::new();
    json::open_record(&mut object, row);
    let fields = details.into_iter().flatten();
    for (name, value) in fields.filter(|(name, _)| !R::KEYS.contains(&name.as_str())) {
        object.push(b',');
        json::key(&mut object, name);
        json::bank_value(&mut object, name, value);
    }
    object.push(b'}');
    object
}

/// What is known; the bank's id is left out, because it is long and soon of no use.
fn facts_of<R: Record<FIELDS>>(row: &R, details: Option<&Fields>) -> Vec<Fact> {
    let mut list: Vec<_> = known(row, &["bankId"]).collect();
    // What the bank feeds its own classifier says nothing new to people.
    let said = [&R::KEYS[..], &["classificationInput"]].concat();
    list.extend(details.into_iter().flat_map(|fields| told(fields, &said)));
    list
}
