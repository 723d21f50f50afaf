//! `GET /transactions` and its classified sibling: which rows, and in which order.

use super::calendar::{months_before, parse};
use super::json::Json;
use super::ledger::{Ledger, Role};
use super::refusal::Refusal;
use super::row::{Kind, Row, Standing};
use super::shops::Shop;
use super::wire::{Printer, Source, shown_day, source};
use super::{CREDIT_ACCOUNTS_FAILED, Call, RECENT_TRANSACTIONS_FAILED};
use crate::sandbox::habits::{OlderDays, Order, SourceParameter};
use jiff::civil::Date;
use std::cmp::Reverse;

/// What a client asks for.
pub(super) struct Wanted {
    /// Places in the ledger, in the order asked for.
    accounts: Vec<usize>,
    from: Date,
    to: Option<Date>,
    /// The most rows; the newest are kept.
    limit: Option<usize>,
    source: Source,
}

/// The accounts that the client names under any of those parameter names.
pub(super) fn accounts(
    call: &Call<'_>,
    ledger: &Ledger,
    names: &[&str],
) -> Result<Vec<usize>, Refusal> {
    let mut accounts = Vec::new();
    let keys = call.request.query.iter();
    for (_, key) in keys.filter(|(name, _)| names.contains(&name.as_str())) {
        let Some((at, _)) = ledger.by_key(key) else {
            return Err(Refusal::bad("account key is invalid").at("accountKey"));
        };
        if !accounts.contains(&at) {
            accounts.push(at);
        }
    }
    if accounts.is_empty() {
        return Err(Refusal::bad("field cannot be null").at("accountKey"));
    }
    Ok(accounts)
}

/// A date parameter; `None` when it is not given.
pub(super) fn date(call: &Call<'_>, name: &'static str) -> Result<Option<Date>, Refusal> {
    let Some(text) = call.request.query(name) else {
        return Ok(None);
    };
    match parse(text) {
        Some(day) => Ok(Some(day)),
        None => {
            Err(Refusal::bad(format!("'{text}' is not a date of the form yyyy-MM-dd")).at(name))
        }
    }
}

pub(super) fn wanted(call: &Call<'_>, ledger: &Ledger, names: &[&str]) -> Result<Wanted, Refusal> {
    let accounts = accounts(call, ledger, names)?;
    Ok(Wanted {
        accounts,
        from: first_day(call)?,
        to: date(call, "toDate")?,
        limit: limit(call)?,
        source: asked_source(call)?,
    })
}

/// The oldest day to be told of.
fn first_day(call: &Call<'_>) -> Result<Date, Refusal> {
    let oldest = months_before(call.today, call.habits.history);
    match (date(call, "fromDate")?, call.habits.older) {
        (None, _) => Ok(oldest),
        (Some(asked), OlderDays::Clipped) => Ok(asked.max(oldest)),
        (Some(asked), OlderDays::Refused) if asked < oldest => {
            let message = format!("fromDate cannot be before {oldest}");
            Err(Refusal::bad(message).at("fromDate"))
        }
        (Some(asked), _) => Ok(asked),
    }
}

fn limit(call: &Call<'_>) -> Result<Option<usize>, Refusal> {
    let Some(text) = call.request.query("rowLimit") else {
        return Ok(None);
    };
    match text.parse() {
        Ok(limit) => Ok(Some(limit)),
        Err(_) => Err(Refusal::bad("rowLimit must be a positive number").at("rowLimit")),
    }
}

fn asked_source(call: &Call<'_>) -> Result<Source, Refusal> {
    let name = match call.habits.source_parameter {
        SourceParameter::Spec => "Transaction source",
        SourceParameter::TransactionSource => "transactionSource",
        SourceParameter::Source => "source",
    };
    match call.request.query(name) {
        None | Some("ALL") => Ok(Source::All),
        Some("RECENT") => Ok(Source::Recent),
        Some("HISTORIC") => Ok(Source::Historic),
        Some(_) => Err(Refusal::bad("must be one of RECENT, HISTORIC, ALL").at("source")),
    }
}

impl Wanted {
    /// The same with no more rows than that, whatever was asked for.
    fn at_most(mut self, rows: Option<usize>) -> Self {
        self.limit = [self.limit, rows].into_iter().flatten().min();
        self
    }

    fn covers(&self, row: &Row, call: &Call<'_>, ledger: &Ledger) -> bool {
        let day = shown_day(row, call.today);
        let source = source(row, call.today);
        let card = || {
            let account = ledger.accounts.get(row.account);
            account.is_some_and(|account| account.role == Role::Card)
        };
        self.accounts.contains(&row.account)
            && row.standing == Standing::Listed
            && self.from <= day
            && self.to.is_none_or(|to| day <= to)
            && (self.source == Source::All || source == Source::All || source == self.source)
            && !(source == Source::Recent && call.parts.contains(&RECENT_TRANSACTIONS_FAILED))
            && !(call.parts.contains(&CREDIT_ACCOUNTS_FAILED) && card())
    }

    /// Places of the rows in the order in which they go out.
    pub(super) fn rows(&self, call: &Call<'_>, ledger: &Ledger) -> Vec<usize> {
        let rows = ledger.rows();
        let day = |at: &usize| rows.get(*at).map(|row| shown_day(row, call.today));
        let mut found: Vec<usize> = (0..rows.len())
            .rev()
            .filter(|at| {
                rows.get(*at)
                    .is_some_and(|row| self.covers(row, call, ledger))
            })
            .collect();
        found.sort_by_key(|at| Reverse(day(at)));
        if let Some(limit) = self.limit {
            found.truncate(limit);
        }
        match call.habits.order {
            Order::NewestFirst => {}
            Order::OldestFirst => found.reverse(),
            Order::ByAccount => found.sort_by_key(|at| {
                let account = rows.get(*at).map(|row| row.account);
                self.accounts.iter().position(|own| Some(*own) == account)
            }),
        }
        found
    }
}

/// The whole answer.
pub(super) fn answer(
    call: &Call<'_>,
    ledger: &Ledger,
    classified: bool,
    fetch: u64,
) -> Result<Vec<u8>, Refusal> {
    if classified && !call.habits.classified {
        return Err(Refusal::not_found());
    }
    let names: &[&str] = match classified {
        true => &["accountKey", "Account keys"],
        false => &["accountKey"],
    };
    let wanted = wanted(call, ledger, names)?.at_most(call.habits.row_limit);
    let rows = wanted.rows(call, ledger);
    let mut json = Json::with_capacity(call.habits.missing, 256 + rows.len() * 1_280);
    let mut printer = Printer::new(ledger, call.habits, call.today, call.salt, fetch);
    json.begin();
    json.list("transactions");
    for at in rows {
        json.begin();
        if classified {
            json.object("transaction");
            printer.row(&mut json, at);
            json.end();
            if let Some(row) = ledger.rows().get(at) {
                categories(&mut json, row);
                recurring(&mut json, row);
            }
        } else {
            printer.row(&mut json, at);
        }
        json.end();
    }
    json.end_list();
    json.list("errors");
    for part in call.parts {
        json.item(part);
    }
    json.end_list();
    json.end();
    Ok(json.into_bytes())
}

/// Main and sub category of a row.
pub(super) fn category(row: &Row) -> (&'static str, &'static str) {
    match (row.shop, row.kind) {
        (Some(Shop { main, sub, .. }), _) => (main, sub),
        (None, Kind::Salary) => ("Inntekt", "Lønn"),
        (None, Kind::Bill | Kind::Standing) => ("Hus og hjem", "Faste utgifter"),
        (None, Kind::OwnTransfer | Kind::OwnPayment) => ("Overføringer", "Egne konti"),
        _ => ("Ukategorisert", "Ukategorisert"),
    }
}

pub(super) fn categories(json: &mut Json, row: &Row) {
    let (main, sub) = category(row);
    json.list("categories");
    json.begin();
    json.text("main", main);
    json.text("sub", sub);
    json.text("mainI18n", main);
    json.text("subI18n", sub);
    json.number("confidence", if row.shop.is_some() { 92 } else { 50 });
    json.end();
    json.end_list();
}

fn recurring(json: &mut Json, row: &Row) {
    let subscription = is_subscription(row);
    json.flag("recurring", subscription || is_monthly(row));
    json.flag("subscription", subscription);
}

fn is_subscription(row: &Row) -> bool {
    row.shop
        .is_some_and(|shop| shop.low == shop.high && row.kind == Kind::Visa)
}

/// Whether the bank would expect the row again next month.
pub(super) fn is_monthly(row: &Row) -> bool {
    is_subscription(row) || matches!(row.kind, Kind::Salary | Kind::Bill | Kind::Standing)
}
