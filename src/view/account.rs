//! One account, with what else the bank tells of it.

use crate::config::Format;
use crate::domain::account::Account;
use crate::failure::Failure;
use crate::ui::Ui;

use super::fields::{Fact, Fields, known, told};
use super::separated::Separated;
use super::{Cells, Shape, accounts, facts, json, lines, print};

/// Shows one account. As JSON it is a listing of one, whose item carries `details` and `roles`
/// where they were fetched; CSV has the fields of the listing only.
pub(crate) fn show(
    ui: &Ui,
    format: Format,
    account: &Account,
    details: Option<&Fields>,
    roles: Option<&Fields>,
) -> Result<(), Failure> {
    let shape = Shape::new(ui, format, Cells::default());
    print(ui, &rendered(&shape, account, details, roles)?)
}

pub(super) fn rendered(
    shape: &Shape,
    account: &Account,
    details: Option<&Fields>,
    roles: Option<&Fields>,
) -> Result<Vec<u8>, Failure> {
    let more: Vec<_> = [("details", details), ("roles", roles)]
        .into_iter()
        .filter_map(|(name, fields)| Some((name, fields?)))
        .collect();
    Ok(match shape.format {
        Format::Json => accounts::document(&[], [object(account, &more)]),
        Format::Jsonl => lines([object(account, &more)]),
        Format::Csv | Format::Tsv => {
            Separated::new(shape).listing::<{ accounts::FIELDS }, _>([account])?
        }
        Format::Table => lines(facts::list(shape.screen, &facts_of(account, &more))),
    })
}

fn object(account: &Account, more: &[(&str, &Fields)]) -> Vec<u8> {
    let mut object = Vec::new();
    json::open_record(&mut object, account);
    for (name, fields) in more {
        object.push(b',');
        json::key(&mut object, name);
        json::bank_fields(&mut object, fields);
    }
    object.push(b'}');
    object
}

fn facts_of(account: &Account, more: &[(&str, &Fields)]) -> Vec<Fact> {
    let mut list: Vec<_> = known(account, &["key"]).collect();
    for (_, fields) in more {
        list.extend(told(fields, &[]));
    }
    list.push(("Key".to_owned(), account.key.to_string()));
    list
}
