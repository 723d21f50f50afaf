//! Accounts: a listing, and their balances.

use crate::config::Format;
use crate::domain::account::Account;
use crate::domain::money::{Amount, Currency, Overflow, Totals};
use crate::domain::text::{Foreign, neutral};
use crate::failure::Failure;
use crate::ui::Ui;

use super::cell::{Cell, Record};
use super::grid::{Column, Grid, Line, Piece, Tail, Tone};
use super::json::{self, Document};
use super::separated::Separated;
use super::sums::{INCOMPLETE, sum_title};
use super::{Cells, Screen, Shape, lines, print};

pub(crate) const FIELDS: usize = 14;

impl Record<FIELDS> for Account {
    const KEYS: [&'static str; FIELDS] = [
        "key",
        "name",
        "accountNumber",
        "iban",
        "description",
        "type",
        "productType",
        "balance",
        "availableBalance",
        "currencyCode",
        "owner",
        "creditCardAccountId",
        "creditLimit",
        "alias",
    ];

    fn cells(&self) -> [Cell<'_>; FIELDS] {
        [
            (&self.key).into(),
            (&self.name).into(),
            self.number.digits().into(),
            (&self.iban).into(),
            (&self.description).into(),
            (&self.kind).into(),
            (&self.product_type).into(),
            (&self.balance).into(),
            (&self.available).into(),
            (&self.currency).into(),
            (&self.owner).into(),
            (&self.credit_card_account_id).into(),
            (&self.credit_limit).into(),
            (&self.alias).into(),
        ]
    }
}

/// Which columns a table of accounts has.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Columns {
    All,
    /// Name, number and balances.
    Balances,
}

/// Shows the accounts, and below their table what they add up to.
pub(crate) fn show(
    ui: &Ui,
    format: Format,
    cells: Cells,
    accounts: &[Account],
    errors: &[Foreign<'_>],
) -> Result<(), Failure> {
    if accounts.is_empty() && format == Format::Table {
        ui.note("no accounts");
    }
    let shape = Shape::new(ui, format, cells);
    print(ui, &listing(&shape, accounts, errors, Columns::All)?)
}

/// The bytes of a listing of accounts.
pub(super) fn listing(
    shape: &Shape,
    accounts: &[Account],
    errors: &[Foreign<'_>],
    which: Columns,
) -> Result<Vec<u8>, Failure> {
    let objects = || accounts.iter().map(json::object);
    Ok(match shape.format {
        Format::Table => lines(table(shape.screen, accounts, which, errors.is_empty())),
        Format::Json => document(errors, objects()),
        Format::Jsonl => lines(objects()),
        Format::Csv | Format::Tsv => Separated::new(shape).listing::<FIELDS, _>(accounts)?,
    })
}

/// `sb1.accounts/1` around its items.
pub(super) fn document(
    errors: &[Foreign<'_>],
    objects: impl IntoIterator<Item = Vec<u8>>,
) -> Vec<u8> {
    let mut document = Document::new("sb1.accounts/1");
    document
        .field("complete", &errors.is_empty())
        .texts("errors", errors.iter().map(Foreign::raw))
        .objects("accounts", objects);
    document.end()
}

fn table(screen: Screen, accounts: &[Account], which: Columns, complete: bool) -> Vec<String> {
    let incomplete = (!complete).then(|| INCOMPLETE.to_owned());
    if accounts.is_empty() {
        return incomplete.into_iter().collect();
    }
    let mut rows: Vec<_> = accounts.iter().map(line).collect();
    let totals = match accounts.len() {
        0 | 1 => Ok(Vec::new()),
        _ => sums(accounts, complete),
    };
    // One grid, so that the sums stand below what they add up.
    let summed = totals.as_ref().map_or(0, Vec::len);
    rows.extend(totals.unwrap_or_default());
    let columns = [
        Column::text("Name"),
        Column::whole("Number"),
        Column::text("Type").shown_if(which == Columns::All),
        Column::number("Balance"),
        Column::number("Available"),
    ];
    let grid = Grid::new(screen, columns, None).fit_to(&rows, &["Type", "Available"]);
    let mut shown = vec![grid.header()];
    shown.extend(grid.lines(rows));
    if summed > 0 {
        shown.insert(shown.len().saturating_sub(summed), String::new());
    }
    shown.extend(unsaid(accounts, summed));
    shown.extend(incomplete);
    shown
}

/// What the sums leave out.
fn unsaid(accounts: &[Account], summed: usize) -> Option<String> {
    if accounts.len() < 2 {
        return None;
    }
    if summed == 0
        && accounts
            .iter()
            .any(|it| it.balance.is_some() && it.currency.is_some())
    {
        return Some(
            "the balances add up to more than can be held exactly, so no sums are shown".into(),
        );
    }
    let left_out = accounts
        .iter()
        .filter(|it| it.balance.is_none() || it.currency.is_none())
        .count();
    match left_out {
        0 => None,
        1 => Some("1 account without a balance or a currency is not in the sums".into()),
        n => Some(format!(
            "{n} accounts without a balance or a currency are not in the sums"
        )),
    }
}

fn line(account: &Account) -> Line<5> {
    let kind = account.description.as_ref().or(account.kind.as_ref());
    Line {
        cells: [
            name(account).into(),
            account.number.to_string().into(),
            kind.map(Foreign::to_string).unwrap_or_default().into(),
            money(account.balance, account.currency),
            money(account.available, account.currency),
        ],
        tail: Tail::default(),
    }
}

/// The account's name, and the customer's own word for it.
fn name(account: &Account) -> String {
    match &account.alias {
        Some(alias) => format!("{} ({})", account.name, neutral(alias)),
        None => account.name.to_string(),
    }
}

/// An amount, with its currency unless it is kroner. Only what is owed has a colour.
fn money(amount: Option<Amount>, currency: Option<Currency>) -> Piece {
    let Some(amount) = amount else {
        return Piece::default();
    };
    let mut text = amount.norwegian();
    if let Some(currency) = currency.filter(|it| *it != Currency::NOK) {
        text.push(' ');
        text.push_str(currency.code());
    }
    let tone = if amount.is_negative() {
        Tone::Out
    } else {
        Tone::Plain
    };
    Piece { text, tone }
}

/// A line for each currency; an error if a sum cannot be held.
fn sums(accounts: &[Account], complete: bool) -> Result<Vec<Line<5>>, Overflow> {
    let mut balances = Totals::default();
    let mut available = Totals::default();
    for account in accounts {
        let Some(currency) = account.currency else {
            continue;
        };
        if let Some(amount) = account.balance {
            balances.add(currency, amount)?;
        }
        if let Some(amount) = account.available {
            available.add(currency, amount)?;
        }
    }
    let line = |(currency, sum): (Currency, Amount)| Line {
        cells: [
            sum_title(complete).into(),
            Piece::default(),
            Piece::default(),
            money(Some(sum), Some(currency)),
            money(available.get(currency), Some(currency)),
        ],
        tail: Tail::default(),
    };
    Ok(balances.iter().map(line).collect())
}
