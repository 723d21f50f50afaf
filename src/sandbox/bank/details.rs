//! `GET /transactions/{id}/details` and its classified sibling; days are plain dates here.

use super::Call;
use super::calendar::midnight;
use super::json::Json;
use super::ledger::Ledger;
use super::refusal::Refusal;
use super::row::{Row, Standing};
use super::row_id;
use super::transactions::{categories, is_monthly};
use super::wire::{Printer, Source, merchant_members, source};
use std::io::Write;

/// The whole answer for the row of that id.
pub(super) fn answer(
    call: &Call<'_>,
    ledger: &Ledger,
    id: &str,
    classified: bool,
) -> Result<Vec<u8>, Refusal> {
    let found = row_id::resolve(call.salt, id).and_then(|at| ledger.rows().get(at));
    let row = found.filter(|row| row.standing == Standing::Listed);
    let row = row.ok_or_else(Refusal::not_found)?;
    if row.pending.is_some() {
        return Err(Refusal::bad("Details are not available for this transaction.").at("id"));
    }
    let printer = Printer::new(ledger, call.habits, call.today, call.salt, 0);
    let mut json = Json::new(call.habits.missing);
    json.begin();
    if classified {
        merchant(&mut json, row);
        json.flag("recurring", is_monthly(row));
        categories(&mut json, row);
        json.object("transaction");
        members(&mut json, &printer, row, id);
        json.end();
    } else {
        members(&mut json, &printer, row, id);
    }
    json.end();
    Ok(json.into_bytes())
}

fn merchant(json: &mut Json, row: &Row) {
    match row.shop.filter(|shop| shop.enriched) {
        None => json.absent("merchant"),
        Some(shop) => {
            json.object("merchant");
            merchant_members(json, shop);
            json.text("category", shop.main);
            json.list("categories");
            json.item(shop.sub);
            json.end_list();
            json.flag("clearResponse", true);
            json.end();
        }
    }
}

fn members(json: &mut Json, printer: &Printer<'_>, row: &Row, id: &str) {
    let day = row.day.to_string();
    let (code, text) = row.kind.code_and_text();
    json.text("id", id);
    printer.account_number(json, row);
    json.amount("amount", row.ore);
    json.text("date", &day);
    json.plain("numericalReference", |out| {
        write!(out, "{:010}", 1_400_000_000 + u64::from(row.serial) * 17).unwrap_or_default();
    });
    json.text("valueDate", &day);
    json.text("bookedDate", &day);
    json.text("postingDate", &day);
    json.text("type", code);
    json.text("typeCode", code);
    json.text("typeText", text);
    json.maybe("description", row.text.as_deref());
    json.maybe("cleanedDescription", row.cleaned());
    json.maybe("originalDescription", row.text.as_deref());
    printer.non_unique_id(json, row);
    currencies(json, printer, row);
    json.maybe("kidOrMessage", row.note.as_deref());
    printer.other_end(json, row);
    json.absent("eInvoiceUrl");
    json.plain("archiveReference", |out| {
        write!(out, "A{:011}", u64::from(row.serial) + 1).unwrap_or_default();
    });
    printer.classification(json, row, midnight(row.day));
    payment(json, printer, row);
}

fn currencies(json: &mut Json, printer: &Printer<'_>, row: &Row) {
    let Some(account) = printer.ledger.accounts.get(row.account) else {
        return;
    };
    let (currency, told) = row.foreign.unwrap_or((account.currency, None));
    json.text("currencyCode", currency);
    match told {
        Some(amount) if amount != 0 => {
            json.amount("currencyAmount", amount);
            json.amount("exchangeRate", row.ore.saturating_mul(100) / amount);
        }
        _ => {
            json.absent("currencyAmount");
            json.absent("exchangeRate");
        }
    }
    json.text("accountKey", &account.key);
    json.text("accountName", &account.name);
    json.text("accountCurrency", account.currency);
}

/// Only what was paid recently with a message or KID has payment details.
fn payment(json: &mut Json, printer: &Printer<'_>, row: &Row) {
    let recent = source(row, printer.today) != Source::Historic;
    let Some(note) = row.note.as_deref().filter(|_| recent) else {
        return json.absent("paymentDetails");
    };
    json.object("paymentDetails");
    json.amount("amount", row.ore.saturating_abs());
    json.text("amountCurrency", "NOK");
    json.text("message", note);
    json.end();
}
