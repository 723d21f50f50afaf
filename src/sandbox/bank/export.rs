//! `GET /transactions/export`: booked rows as CSV, the way the bank's own web pages write it.

use super::Call;
use super::ledger::Ledger;
use super::refusal::Refusal;
use super::row::Row;
use super::transactions::{accounts, category, date, wanted};
use super::wire::Printer;
use jiff::civil::Date;
use std::io::Write;

#[derive(Clone, Copy)]
enum Field {
    Day,
    Description,
    InterestDay,
    In,
    Out,
    ToAccount,
    FromAccount,
    Category,
    Subcategory,
}

const FIELDS: [(&str, &str, Field); 9] = [
    ("DATE", "Dato", Field::Day),
    ("DESCRIPTION", "Beskrivelse", Field::Description),
    ("INTEREST_DATE", "Rentedato", Field::InterestDay),
    ("IN", "Inn", Field::In),
    ("OUT", "Ut", Field::Out),
    ("TO_ACCOUNT", "Til konto", Field::ToAccount),
    ("FROM_ACCOUNT", "Fra konto", Field::FromAccount),
    ("CATEGORY", "Kategori", Field::Category),
    ("SUBCATEGORY", "Underkategori", Field::Subcategory),
];
/// All but the two categories come when nobody asks for any.
const DEFAULT: usize = 7;

/// The whole file.
pub(super) fn answer(call: &Call<'_>, ledger: &Ledger) -> Result<Vec<u8>, Refusal> {
    if accounts(call, ledger, &["accountKey"])?.len() > 1 {
        return Err(Refusal::bad("only one account can be exported").at("accountKey"));
    }
    for name in ["fromDate", "toDate"] {
        if date(call, name)?.is_none() {
            return Err(Refusal::bad("field cannot be null").at(name));
        }
    }
    let fields = fields(call)?;
    let printer = Printer::new(ledger, call.habits, call.today, call.salt, 0);
    let mut out = b"\xef\xbb\xbf".to_vec();
    for (_, header, _) in &fields {
        write!(out, "{header};").unwrap_or_default();
    }
    out.push(b'\n');
    let rows = wanted(call, ledger, &["accountKey"])?.rows(call, ledger);
    let rows = rows.into_iter().filter_map(|at| ledger.rows().get(at));
    for row in rows.filter(|row| row.pending.is_none()) {
        for (_, _, field) in &fields {
            if let Some(value) = cell(&printer, row, *field) {
                write!(out, "\"{}\"", value.replace('"', "\"\"")).unwrap_or_default();
            }
            out.push(b';');
        }
        out.push(b'\n');
    }
    Ok(out)
}

/// The columns asked for, in the bank's own order.
fn fields(call: &Call<'_>) -> Result<Vec<(&'static str, &'static str, Field)>, Refusal> {
    let asked: Vec<&str> = call
        .request
        .query_all("fields")
        .flat_map(|value| value.split(',').map(str::trim))
        .collect();
    if let Some(unknown) = asked
        .iter()
        .find(|name| !FIELDS.iter().any(|(known, ..)| known == *name))
    {
        return Err(Refusal::bad(format!("unknown field '{unknown}'")).at("fields"));
    }
    let chosen = FIELDS.into_iter().enumerate().filter(|(at, (name, ..))| {
        if asked.is_empty() {
            *at < DEFAULT
        } else {
            asked.contains(name)
        }
    });
    Ok(chosen.map(|(_, field)| field).collect())
}

fn cell(printer: &Printer<'_>, row: &Row, field: Field) -> Option<String> {
    let incoming = row.ore >= 0;
    let own = || {
        printer
            .ledger
            .accounts
            .get(row.account)
            .map(|own| own.number.clone())
    };
    let other = || {
        let (number, _) = printer.other(row);
        number.filter(|number| *number != "-1").map(str::to_owned)
    };
    match field {
        Field::Day | Field::InterestDay => Some(day(row.day)),
        Field::Description => row.text.as_deref().map(str::to_owned),
        Field::In => incoming.then(|| comma(row.ore)),
        Field::Out => (!incoming).then(|| comma(row.ore)),
        Field::ToAccount if incoming => own(),
        Field::ToAccount => other(),
        Field::FromAccount if incoming => other(),
        Field::FromAccount => own(),
        Field::Category => Some(category(row).0.to_owned()),
        Field::Subcategory => Some(category(row).1.to_owned()),
    }
}

fn day(day: Date) -> String {
    format!("{:02}.{:02}.{:04}", day.day(), day.month(), day.year())
}

/// Hundredths with a decimal comma: `-349,00`.
fn comma(hundredths: i64) -> String {
    let sign = if hundredths < 0 { "-" } else { "" };
    let size = hundredths.unsigned_abs();
    format!("{sign}{},{:02}", size / 100, size % 100)
}
